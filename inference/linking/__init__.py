"""A second opinion on a page: a small network says which words are values, and which words name and measure them.

It was trained on generated layouts (`samples/linking`), shares no rule with the readers of `inference.structure`, and
gives no items: where it and a reader agree on an item, confidence rises; where they do not, it falls (decision 0027).
"""
