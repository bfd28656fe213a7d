"""What is known of models (the catalogue), of a snapshot on disk, and of what a GPU can run."""
