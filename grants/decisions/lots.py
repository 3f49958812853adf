"""Lots as they are published: the list, the tickets in their order, and ten lines that draw them again."""

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy.orm import Session

from grants.applications.model import Application
from grants.calls.model import Call
from grants.decisions.kept import lots_of
from grants.decisions.model import Lots
from grants.decisions.panel import panel_of
from grants.decisions.walks import lead_sides, ref_of
from grants.rules.lottery import ticket

PROGRAM = '''\
"""Draws the lots of {code} again: run it with any Python 3."""
from hashlib import sha256
def digest(text): return sha256(text.encode()).hexdigest()
listed = {listed!r}
promises = {promises!r}
secrets = {secrets!r}
assert all(digest(secrets[side]) == promises[side] for side in promises), "a side changed its secret"
seed = digest("\\n".join([digest(listed), *(secrets[side] for side in sorted(secrets))]))
names = [line.split("\\t")[0] for line in listed.split("\\n")]
for ticket, name in sorted((digest(f"{{seed}}:{{name}}"), name) for name in names):
    print(ticket, name)
'''


@dataclass(frozen=True)
class Ticket:
    """One lot: its place in the draw, whose it is, its stratum, and the 64 signs that anybody can compute."""

    place: int
    name: str
    stratum: str
    ticket: str


def listed_for(session: Session, call: Call, bar: Fraction | None) -> list[str]:
    """The list of a draw: every application in the ranking that reaches the bar, by its number, with its stratum."""
    panel, strata = panel_of(session, call), call.decision.strata
    scores = {each.contender.application: each.contender.score for each in panel.ranked}
    leads = lead_sides(session, call) if strata == "lead" else {}
    over = [number for number in sorted(panel.rows) if bar is None or (scores[number] or Fraction(0)) >= bar]
    stratum = {number: panel.rows[number].theme if strata == "theme" else leads.get(number, "") for number in over}
    return [f"{ref_of(call, number)}\t{stratum[number]}" if strata else ref_of(call, number) for number in over]


def tickets(lots: Lots, hidden: Collection[str] = ()) -> list[Ticket]:
    """The tickets of a draw, the lowest first; nothing before it is drawn. What is hidden leaves no gap."""
    if not lots.is_drawn:
        return []
    rows = [(*line.split("\t"), "")[:2] for line in lots.listed.split("\n")]
    lined = sorted((ticket(lots.seed, name), name, stratum) for name, stratum in rows if name not in hidden)
    return [Ticket(place, name, stratum, drawn) for place, (drawn, name, stratum) in enumerate(lined, 1)]


def lot_of(session: Session, application: Application) -> tuple[str, str] | None:
    """The seed of the draw and this application's own ticket, if it took part; it tells of no other."""
    lots = lots_of(session, application.call)
    if lots is None or not lots.is_drawn or application.ref not in lots.names:
        return None
    return lots.seed, ticket(lots.seed, application.ref)


def program(lots: Lots) -> str:
    """The ten lines by which anybody draws the same lots again."""
    told = {side: lots.promises[side] for side in sorted(lots.promises)}
    secrets = {side: lots.secrets[side] for side in sorted(lots.secrets)}
    return PROGRAM.format(code=lots.call.code, listed=lots.listed, promises=told, secrets=secrets)
