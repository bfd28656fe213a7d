"""Layout families used for scoring only: nobody tunes the reader on these."""
