"""Letters: what the universities put in writing. Owns `letter`, `letter_counter`. Issued bytes never change."""
