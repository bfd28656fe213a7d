"""The sixth examiner's layouts, drawn without seeing the readers; other layouts only by their captions.

Values, ranges and wordings are made up for drawing; they are no clinical reference.
"""
