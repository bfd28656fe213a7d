"""What a model is asked about a page, and what is made of its answers. No engine, no network: values only."""
