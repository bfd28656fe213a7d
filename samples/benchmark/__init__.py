"""A fixed set of generated documents to measure with: every layout of samples/families/score, spoilt in five ways."""
