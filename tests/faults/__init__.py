"""Faults: what happens to people's work when the server is killed under them, and when two do the same at once."""
