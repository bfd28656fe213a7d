"""The console: what was received, what became of it, and what a person should do about it."""
