"""The same tests against everything that answers questions."""
