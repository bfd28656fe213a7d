"""The fifth examiner's layouts, drawn without seeing the readers or the layouts of others.

Values, ranges and wordings are hand-made for drawing; they are no clinical reference.
"""
