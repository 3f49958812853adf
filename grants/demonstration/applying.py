"""The demonstration's applicants: start, invite, write, confirm, submit, each on its own day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from grants import clock
from grants.applications import actions
from grants.applications.actions import BudgetRow, Written
from grants.applications.actions.inviting import Invited
from grants.applications.model import Application, Part, Right
from grants.applications.queries import questions_of
from grants.calls.model import Call
from grants.demonstration.company import chance, investigator, universities
from grants.demonstration.names import name_for
from grants.demonstration.projects import answer_of, title_of
from grants.money import Money
from grants.people.demonstration import DOMAIN
from grants.people.model import Institution, Person
from grants.rules.calls import closes_at

PURPOSES = ("Two visits of two weeks each", "Workshop with both teams", "Samples, software and field supplies")
FIRST_YEAR = 2022
MOST_ASKED = (12, 7, 7, 6, 5, 6, 5, 8, 4)  # of 60, how many each Japanese member leads or joins
MOST_ASKED_BY_PARTNERS = (10, 8, 6, 8, 6, 4, 4, 4, 4, 4, 2)


@dataclass(frozen=True)
class Pair:
    """Who applies together: one investigator on each side."""

    number: int
    theme: str
    people: tuple[Person, Person]
    year: int

    @property
    def title(self) -> str:
        """The project's title."""
        return title_of(self.theme, self.number // 5 + (self.year - FIRST_YEAR) * 3)


def pairs(session: Session, call: Call, count: int, doors: tuple[Person, Person]) -> Iterator[Pair]:
    """Everybody who applies in a round; the people behind the doors are the first pair."""
    first, second = (universities(session, call, side.code) for side in call.sides)
    lefts, rights = places_of(first, MOST_ASKED, count), places_of(second, MOST_ASKED_BY_PARTNERS, count)
    themes = [theme.code for theme in call.themes]
    since = call.opens_at - timedelta(days=40)
    for number in range(count):
        people = (
            investigator(session, lefts[number], number, since),
            investigator(session, rights[number], number, since),
        )
        yield Pair(number, themes[number % len(themes)], doors if number == 0 else people, call.starts_on.year)


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


def apply(session: Session, call: Call, pair: Pair) -> Application:
    """One pair's way from the start to a submitted application."""
    application = begun(session, call, pair)
    at = day_of(call, pair.number)
    lead, partner = pair.people
    write_all(application, pair, at)
    for part in application.parts:
        ask_for_money(part, pair.number, at)
    session.flush()
    for person in (lead, partner):
        actions.confirm(application, application.content_version, person, at + timedelta(hours=2))
    actions.submit(application, application.content_version, partner, at + timedelta(hours=3))
    return application


def begun(session: Session, call: Call, pair: Pair) -> Application:
    """Started by one, joined by the other."""
    lead, partner = pair.people
    started = min(call.opens_at + timedelta(days=3 + pair.number % 20), day_of(call, pair.number) - timedelta(days=4))
    started = max(started, call.opens_at + timedelta(hours=1))
    application = actions.start(call, call.sides[0].code, lead, started)
    name = partner.name_in("en")
    whom = Invited(partner.email, name, call.sides[1].code, Right.PI)
    invitation = actions.invite(application, whom, lead, started)
    actions.accept_invitation(invitation, partner, started + timedelta(days=1))
    session.flush()
    student = name_for("JP", pair.number * 7 + 400)
    address, named = f"{student.key}.student{DOMAIN}", f"{student.family} {student.given}"
    helped = Invited(address, named, call.sides[0].code, Right.VIEW, "student", doctoral_student=True)
    actions.invite(application, helped, lead, started + timedelta(days=2))
    session.flush()
    return application


def day_of(call: Call, number: int) -> datetime:
    """When the n-th application was handed in: most of them late, as everywhere."""
    before = timedelta(hours=6 + 24 * 25 * chance("day", call.code, number) ** 3)
    meant = max(closes_at(call) - before, call.opens_at + timedelta(days=2))
    return min(meant, clock.now() - timedelta(hours=5 + number))


def write_all(application: Application, pair: Pair, at: datetime) -> None:
    """Every question answered, each side's own by its own investigator."""
    lead, partner = pair.people
    sides = [part.side for part in application.parts]
    for person, mine in ((lead, {"", sides[0]}), (partner, {sides[1]})):
        said = [
            Written(question.code, answer(question, pair, side), side)
            for question in questions_of(application.call)
            for side in (sides if question.per_side else [""])
            if side in mine and question.kind != "file"
        ]
        actions.write(application, said, person, at)


def answer(question: object, pair: Pair, side: str) -> object:
    """What an invented applicant answers."""
    kind, code = question.kind, question.code  # type: ignore[attr-defined]
    choices = question.choices  # type: ignore[attr-defined]
    plain = {"yes_no": "yes" if code == "mirai_activity" or chance(code, pair.number) > 0.8 else "no",  # noqa: PLR2004
             "theme": pair.theme, "date": "2030-03-31", "number": "2", "country": "JP",
             "link": "https://project.example.org/plan"}  # fmt: skip
    if code == "title":
        return pair.title
    if kind == "choice":
        return choices[int(chance(code, side, pair.number) * (len(choices) - 1))]["code"]
    if kind == "choices":
        return [choices[int(chance(code, pair.number) * len(choices))]["code"]]
    return plain.get(kind) or answer_of(code, pair.title)


def ask_for_money(part: Part, number: int, at: datetime) -> None:
    """A budget of two or three lines, at most the side's limit."""
    call = part.application.call
    side = call.side(part.side)
    whole = side.cap.minor if number % 4 else side.cap.minor * 9 // 10
    shares = (whole * 6 // 10, whole * 3 // 10, whole - whole * 6 // 10 - whole * 3 // 10)
    codes = [code for code, _ in call.costs(side)]
    rows = [
        BudgetRow(codes[place % len(codes)], PURPOSES[place], str(Money(minor, side.currency)).split(" ", 1)[1])
        for place, minor in enumerate(shares)
        if minor
    ]
    if part.pi is not None:
        actions.set_budget(part, rows, part.pi, at)
