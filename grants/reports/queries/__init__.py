"""What is asked of reports: what is missing, which wait for whom; what a whole call comes to; what has been funded."""

from grants.reports.queries.costs import Cost, costs_of
from grants.reports.queries.figures import Figures, Rounds, Row, figures, over_rounds
from grants.reports.queries.lists import Line, Owed, Sought, ToJudge, awaiting, judged_by, reports_in, standings
from grants.reports.queries.money import PotLine, Results, SideMoney
from grants.reports.queries.parts import PartGranted, parts_granted
from grants.reports.queries.register import Funded, Search, programmes, register, years
from grants.reports.queries.tracks import tell_tracks
from grants.reports.queries.writing import (
    former_of,
    gaps,
    held_for,
    kinds_of,
    outcomes_of,
    parts_in,
    questions_in,
    questions_of,
    sections_of,
    sides_of,
)

__all__ = [
    "Cost", "Figures", "Funded", "Line", "Owed", "PartGranted", "PotLine", "Results", "Rounds", "Row", "Search",
    "SideMoney", "Sought", "ToJudge", "awaiting", "costs_of", "figures", "former_of", "gaps", "held_for", "judged_by",
    "kinds_of", "outcomes_of", "over_rounds", "parts_granted", "parts_in", "programmes", "questions_in", "questions_of",
    "register", "reports_in", "sections_of", "sides_of", "standings", "tell_tracks", "years",
]  # fmt: skip
