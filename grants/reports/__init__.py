"""Reports: what came of an award, told by both teams, accepted by both offices.

Owns `report`, `report_answer`, `spending`, `report_approval`, `outcome`. It is the last room of the corridor, so the
questions that count over a whole call (`queries.figures`) and the register of funded projects live here. It must not
know how a page or a file looks.
"""
