"""Layout families used for building and calibrating."""
