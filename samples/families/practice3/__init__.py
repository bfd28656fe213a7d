"""The third examiner's layouts, drawn without seeing the readers or other families; practice since these were seen.

Values, ranges and wordings are hand-made for drawing; they are no clinical reference.
"""
