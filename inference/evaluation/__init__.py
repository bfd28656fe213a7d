"""How right is an engine? Truth and answers to figures, diagrams and reports; no files, no clock."""
