"""Tsunagari: joint university seed funds, from the call to the accepted report."""
