"""Layout families of synthetic documents: `build` to develop with, `score` to measure with; never mixed."""
