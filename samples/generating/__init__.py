"""Synthetic documents in any number: layouts (samples/families) drawn with seeded content and noise."""
