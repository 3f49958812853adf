"""Reviews: who was asked to judge what, and what they said. Owns `assignment`, `review`, `score`, `tie`.

Must not know what became of an application.
"""
