"""The demonstration's applicants: start, invite, write, confirm, submit, each on its own day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from grants import clock
from grants.applications import actions
from grants.applications.actions import BudgetRow, Named, Written
from grants.applications.actions.inviting import Invited
from grants.applications.model import Application, Part, Right
from grants.applications.queries import questions_of
from grants.applications.signatures import mark, sign_offs
from grants.calls.model import Call
from grants.demonstration.company import chance, investigator, universities
from grants.demonstration.names import name_for
from grants.demonstration.projects import answer_of, title_of
from grants.money import Money
from grants.people.demonstration import DOMAIN
from grants.people.model import Institution, Person
from grants.rules.answers import sides_asked
from grants.rules.calls import closes_at
from grants.rules.shapes import Shape, leading, taking_part

PURPOSES = ("Two visits of two weeks each", "Workshop with both teams", "Samples, software and field supplies")
FIRST_YEAR = 2022
MOST_ASKED = (12, 7, 7, 6, 5, 6, 5, 8, 4)  # of 60, how many each Japanese member leads or joins
MOST_ASKED_BY_PARTNERS = (10, 8, 6, 8, 6, 4, 4, 4, 4, 4, 2)


@dataclass(frozen=True)
class Team:
    """Who applies together: one investigator for each side that takes part, the first leads."""

    number: int
    theme: str
    sides: tuple[str, ...]
    people: tuple[Person, ...]
    year: int

    @property
    def title(self) -> str:
        """The project's title."""
        return title_of(self.theme, self.number // 5 + (self.year - FIRST_YEAR) * 3)


def teams(session: Session, call: Call, count: int, doors: tuple[Person, ...]) -> Iterator[Team]:
    """Everybody who applies in a round; the people behind the doors come first."""
    leads = leading(call)
    homes = {
        side.code: places_of(universities(session, call, side.code), weights, count)
        for side, weights in zip(call.sides, (MOST_ASKED, MOST_ASKED_BY_PARTNERS), strict=False)
    }
    themes, since = [theme.code for theme in call.themes], call.opens_at - timedelta(days=40)
    behind = dict(zip((side.code for side in call.sides), doors, strict=False))
    for number in range(count):
        lead = leads[number % len(leads)].code if call.shape == Shape.NOMINATION else leads[0].code
        sides = tuple(sorted((side.code for side in taking_part(call, lead)), key=lambda code: code != lead))
        people = tuple(
            behind.pop(side) if side in behind and (number == 0 or len(sides) == 1)
            else investigator(session, homes[side][number], number, since)
            for side in sides
        )  # fmt: skip
        yield Team(number, themes[number % len(themes)], sides, people, call.starts_on.year)


def places_of(members: list[Institution], weights: tuple[int, ...], count: int) -> list[Institution]:
    """Which university stands in which pair."""
    if len(members) == 1:
        return members * count
    if count == sum(weights):
        return shuffled([one for one, weight in zip(members, weights, strict=True) for _ in range(weight)])
    return shuffled([members[(number * 4) % len(members)] for number in range(count)])


def shuffled(places: list[Institution]) -> list[Institution]:
    """In an order that looks like chance; a university that comes first in the file keeps the first place."""
    order = sorted(range(1, len(places)), key=lambda place: chance("shuffle", len(places), place))
    return [places[0], *(places[place] for place in order)]


def apply(session: Session, call: Call, team: Team) -> Application:
    """One team's way from the start to a submitted application."""
    application = begun(session, call, team)
    at = day_of(call, team.number)
    write_all(application, team, at)
    for part in application.parts:
        ask_for_money(part, team.number, at)
    session.flush()
    let_sign(application, team, at + timedelta(hours=1))
    for person in team.people:
        actions.confirm(application, application.content_version, person, at + timedelta(hours=2))
    actions.submit(application, application.content_version, team.people[-1], at + timedelta(hours=3))
    return application


def begun(session: Session, call: Call, team: Team) -> Application:
    """Started by one, joined by the others."""
    lead, *partners = team.people
    started = min(call.opens_at + timedelta(days=3 + team.number % 20), day_of(call, team.number) - timedelta(days=4))
    started = max(started, call.opens_at + timedelta(hours=1))
    application = actions.start(call, team.sides[0], lead, started)
    for side, partner in zip(team.sides[1:], partners, strict=True):
        whom = Invited(partner.email, partner.name_in("en"), side, Right.PI)
        invitation = actions.invite(application, whom, lead, started)
        actions.accept_invitation(invitation, partner, started + timedelta(days=1))
    session.flush()
    wanted = [role["code"] for role in call.team_roles for _ in range(role["least"])] or ["student"]
    for place, role in enumerate(wanted):
        bring(application, role, (lead, team.number * 7 + 400 + place), started + timedelta(days=2))
    session.flush()
    return application


def bring(application: Application, role: str, by: tuple[Person, int], at: datetime) -> None:
    """The lead invites one more to the team, the so-manieth of the invented."""
    lead, number = by
    one = name_for(country_of(application.lead), number)
    address, named = f"{one.key}.student{DOMAIN}", f"{one.family} {one.given}"
    helped = Invited(address, named, application.lead_side, Right.VIEW, role, doctoral_student=True)
    actions.invite(application, helped, lead, at)


def let_sign(application: Application, team: Team, at: datetime) -> None:
    """Whoever the call wants to sign does so, each by their link."""
    investigators = dict(zip(team.sides, team.people, strict=True))
    for wanted in sign_offs(application):
        side = wanted.side.code
        one = name_for(country_of(application.part(side)), 700 + application.number)
        whom = Named(wanted.asked.code, f"{one.given} {one.family}", f"{one.key}.office{DOMAIN}", "Office of the Dean")
        asked = actions.ask_to_sign(application, whom, investigators[side], at)
        actions.sign(asked, mark(application, side), "", at)


def country_of(part: Part) -> str:
    """Where the university of a part stands."""
    return part.institution.country if part.institution is not None else ""


def day_of(call: Call, number: int) -> datetime:
    """When the n-th application was handed in: most of them late, as everywhere."""
    before = timedelta(hours=6 + 24 * 25 * chance("day", call.code, number) ** 3)
    meant = max(closes_at(call) - before, call.opens_at + timedelta(days=2))
    return min(meant, clock.now() - timedelta(hours=5 + number))


def write_all(application: Application, team: Team, at: datetime) -> None:
    """Every question answered, each side's own by its own investigator."""
    for place, (side, person) in enumerate(zip(team.sides, team.people, strict=True)):
        mine = {side} if place else {"", side}
        said = [
            Written(question.code, answer(question, team, asked), asked)
            for question in questions_of(application.call)
            for asked in sides_asked(question, team.sides)
            if asked in mine and question.kind != "file"
        ]
        actions.write(application, said, person, at)


def answer(question: Any, pair: Team, side: str) -> object:
    """What an invented applicant answers."""
    kind, code, choices = question.kind, question.code, question.choices
    plain = {"yes_no": "yes" if code == "mirai_activity" or chance(code, pair.number) > 0.8 else "no",  # noqa: PLR2004
             "theme": pair.theme, "date": "2030-03-31", "number": "2", "country": "JP", "money": "30,000",
             "person": {"name": "Robin Rei", "email": f"robin.rei{DOMAIN}", "affiliation": "Example University"},
             "table": [{one["code"]: cell(one) for one in question.columns}],
             "link": "https://project.example.org/plan"}  # fmt: skip
    if code == "title":
        return pair.title
    if kind == "choice":
        return choices[int(chance(code, side, pair.number) * (len(choices) - 1))]["code"]
    if kind == "choices":
        return [choices[int(chance(code, pair.number) * len(choices))]["code"]]
    return plain.get(kind) or answer_of(code, pair.title)


def cell(column: dict[str, Any]) -> str:
    """What stands in one cell of a table."""
    plain = {"text": "First visit", "number": "5", "money": "120,000", "date": "2030-02-01"}
    return plain.get(column["kind"]) or str(column["choices"][0]["code"])


def ask_for_money(part: Part, number: int, at: datetime) -> None:
    """A budget of two or three lines, at most the side's limit."""
    call = part.application.call
    side = call.side(part.side)
    cap = side.cap_for(part.application.theme)
    whole = cap.minor if number % 4 else cap.minor * 9 // 10
    shares = (whole * 6 // 10, whole * 3 // 10, whole - whole * 6 // 10 - whole * 3 // 10)
    codes = [code for code, _ in call.costs(side)]
    rows = [
        BudgetRow(codes[place % len(codes)], PURPOSES[place], str(Money(minor, side.currency)).split(" ", 1)[1])
        for place, minor in enumerate(shares)
        if minor
    ]
    if part.pi is not None:
        actions.set_budget(part, rows, part.pi, at)
