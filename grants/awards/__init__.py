"""Awards: what was granted, per side, and whether it was taken. Owns `award`, `award_part`, `condition`.

Must not know what a letter or a report says.
"""
