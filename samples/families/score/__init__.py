"""Layout families of the third independent examiner: drawn without looking at the reader or at other families.

Values, ranges and wordings are hand-made for drawing; they are no clinical reference.
"""
