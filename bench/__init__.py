"""`make bench`: Kartebridge beside its peers, in one run, on this machine."""
