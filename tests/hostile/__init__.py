"""Hostile input: whatever is sent to any field of any form is answered politely, and alike on both databases."""
