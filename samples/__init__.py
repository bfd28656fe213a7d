"""Invented documents in real formats, with ground truth; `samples/make.py` makes them."""
