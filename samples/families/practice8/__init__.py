"""The eighth examiner's layouts, drawn as hospitals, laboratories and device vendors in Japan print every day.

Values, ranges and wordings are made up for drawing; they are no clinical reference.
"""
