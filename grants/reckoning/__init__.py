"""The reckoning room: computations too large for plain Python (numpy, HiGHS). No tables, no words, no chance.

Each is a function of its arguments alone, answers the same whatever order they come in, and says with
`provenance.of` what it rests on, so that it can be computed again. It owns no tables and knows no room.
"""
