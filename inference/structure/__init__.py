"""From words on pages to what they say: tables, values, units, ranges, marks, dates and the printed person."""
