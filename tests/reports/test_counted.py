"""The database counts as a plain count would: random small worlds, each counted twice, by SQL and by hand."""

from collections import Counter
from datetime import date, timedelta
from random import Random
from uuid import uuid4

import pytest

from grants.applications.model import Application, Conflict, ConflictKind, Finding, Part, TeamMember
from grants.awards.model import Award, AwardPart
from grants.people.model import Person
from grants.reports.model import Credit, Outcome, Report, Spending
from grants.reports.queries import figures, over_rounds
from grants.rules.applications import FUNDED, RELEASED, ApplicationState
from grants.rules.awards import PartState
from grants.rules.calls import closes_at
from grants.rules.eligibility import Result
from grants.rules.figures import (
    CareerStage,
    Counted,
    Tally,
    as_lead,
    as_member,
    as_pi,
    pairs,
    per,
    stage_of,
    tally,
    veiled,
)
from grants.rules.outcomes import BidState
from grants.rules.owing import ReportKind
from grants.rules.relations import ANYONE
from grants.rules.reports import OutcomeKind, ReportState
from tests import make
from tests.bench import thousand

HANDED_IN = [ApplicationState.SUBMITTED, ApplicationState.SUBMITTED, ApplicationState.WITHDRAWN, *sorted(RELEASED)]
TAKEN = {PartState.OFFERED, PartState.ACCEPTED, PartState.SUSPENDED, PartState.WITHDRAWN, PartState.ENDED}


class World:
    """Some dozens of applications, told as plain rows, and the same rows in the tables."""

    def __init__(self, house, seed):
        self.house, self.any = house, Random(seed)
        self.places = [one.id for side in ("JP", "SE") for one in make.members(house.session, house.call, side)[:3]]
        self.people = thousand.people(house.session, house, 12, "investigator")
        self.rows = {kind: [] for kind in (Application, Part, TeamMember, Finding, Conflict, Award, AwardPart, Report,
                                           Spending, Outcome, Credit)}  # fmt: skip
        closed = closes_at(house.call).date()
        for number, key in enumerate(self.people):
            person = house.session.get(Person, key)
            years = self.any.choice((None, 0, 2, 8, 8, 20))
            shift = timedelta(days=self.any.choice((-1, 0, 1)))
            person.doctorate_on = None if years is None else closed.replace(year=closed.year - years) + shift
            person.doctoral_student = number % 2 == 0
        for number in range(40):
            self.apply(number)
        house.session.flush()
        for kind, rows in self.rows.items():
            thousand.bulk(house.session, kind, iter(rows))
        house.session.expire_all()

    def add(self, kind, /, **told):
        """One row."""
        self.rows[kind].append({"id": uuid4(), **told})
        return self.rows[kind][-1]

    def apply(self, number):
        """An application with its people, verdicts and perhaps an award."""
        house, pick = self.house, self.any.choice
        one = thousand.row(house.call, number + 1, house.cast.ada.id, house.at)
        one |= {"_state": pick(HANDED_IN), "lead_side": pick(("JP", "SE")), "theme": pick(house.call.themes[:3]).code}
        one["submitted_at"] = pick((house.at, house.at, house.at, None))
        self.rows[Application].append(one)
        for position, (side, currency) in enumerate((("JP", "JPY"), ("SE", "SEK"))):
            self.add(Part, application_id=one["id"], position=position, side=side, currency=currency, unit="",
                     pi_id=pick((None, *self.people)), institution_id=pick((None, *self.places)))  # fmt: skip
            for hours in range(self.any.randrange(3)):
                self.add(Finding, application_id=one["id"], side=side, result=pick(list(Result)), computed=[],
                         by_id=house.cast.olu.id, at=house.at + timedelta(hours=hours))  # fmt: skip
        for _ in range(self.any.randrange(3)):
            self.add(TeamMember, application_id=one["id"], side="JP", name="Somebody", role="member",
                     institution_id=pick((None, *self.places)), added_at=house.at)  # fmt: skip
        if not self.any.randrange(5):
            self.add(Conflict, application_id=one["id"], person_id=house.cast.olu.id, kind=ConflictKind.DECLARED,
                     stands=pick((True, False)), at=house.at, by_id=house.cast.uma.id)  # fmt: skip
        if one["_state"] in FUNDED and one["submitted_at"]:
            self.award(one)

    def award(self, application):
        """An award with parts, reports, money spent and what came of it."""
        call, at, pick, some = self.house.call, self.house.at, self.any.choice, self.any.randrange
        award = self.add(
            Award, application_id=application["id"], starts_on=call.starts_on, ends_on=call.ends_on, made_at=at
        )
        for position, side in enumerate(call.sides):
            self.add(AwardPart, award_id=award["id"], position=position, side_id=side.id, pi_id=self.people[0],
                     minor=some(100), currency=side.currency, ends_on=call.ends_on, answer_by=at,
                     _state=pick(list(PartState)), version=1)  # fmt: skip
        for code, kind in (("interim", ReportKind.INTERIM), ("final", ReportKind.FINAL)):
            due = date(2023, 1, 1 + some(2))
            report = self.add(Report, award_id=award["id"], code=code, kind=kind, opens_on=due, due_on=due, version=1,
                              _state=pick((ReportState.ACCEPTED, ReportState.ACCEPTED, ReportState.SUBMITTED)))  # fmt: skip
            for side in call.sides:
                if some(3):
                    self.add(Spending, report_id=report["id"], side=side.code, minor=some(100), currency=side.currency)
        for _ in range(some(3)):
            told = {"status": pick(list(BidState)), "currency": pick(("JPY", "EUR")), "minor": some(100)}
            outcome = self.add(Outcome, kind=pick(list(OutcomeKind)), title="One", joint=pick((True, False)), authors=[],
                               added_by_id=self.house.cast.ada.id, added_at=at, **told)  # fmt: skip
            for credited in {award["id"], pick(self.rows[Award])["id"]}:
                self.add(Credit, award_id=credited, outcome_id=outcome["id"], by_id=self.house.cast.ada.id, at=at)

    def of(self, kind, /, **told):
        """The rows of a kind that tell this."""
        return [row for row in self.rows[kind] if all(row[name] == value for name, value in told.items())]

    def counted(self, by=None):
        """Every application that counts for this reader, one by one."""
        barred = {row["application_id"] for row in self.of(Conflict, stands=True) if row["person_id"] == by}
        standing = [one for one in self.rows[Application] if one["submitted_at"] and one["id"] not in barred]
        return [(one, self.plain(one)) for one in standing if one["_state"] is not ApplicationState.WITHDRAWN]

    def plain(self, one):
        """One application as the law counts it."""
        parts = {row["side"]: row for row in self.of(Part, application_id=one["id"])}
        verdicts = {row["side"]: row["result"] for row in self.of(Finding, application_id=one["id"])}
        passed = all(verdicts.get(side) in {Result.PASS, Result.WAIVED} for side in parts)
        if one["_state"] in RELEASED:
            passed = one["_state"] is not ApplicationState.INELIGIBLE
        lead = parts[one["lead_side"]]
        person = self.house.session.get(Person, lead["pi_id"]) if lead["pi_id"] else None
        return Counted(
            frozenset(row["institution_id"] for row in parts.values()) - {None}, lead["institution_id"],
            frozenset(row["institution_id"] for row in self.of(TeamMember, application_id=one["id"])) - {None},
            one["theme"], one["call_id"], passed, one["_state"] in FUNDED, 1, one["lead_side"],
            stage_of(
                person and person.doctorate_on, closes_at(self.house.call).date(),
                is_student=bool(person and person.doctoral_student),
            ),
        )  # fmt: skip


@pytest.fixture(params=range(6))
def world(session, at, request):
    return World(make.opened(session, at), request.param)


def in_order(tallies):
    """Tallies without their names, in an order of their own."""
    return sorted((one for one in tallies if one.submitted), key=str)


def test_applications_are_counted_as_by_hand(world):
    """Universities as investigator, lead and member; themes, sides, stages, pairs; for one in conflict and for all."""
    house = world.house
    for by in (house.cast.olu, house.cast.uma, ANYONE):
        every = [plain for _, plain in world.counted(by.id)]
        counts = figures(house.session, by, house.call)
        assert counts.total == tally(every) == Tally(
            len(every), sum(one.eligible for one in every), sum(one.approved for one in every),
        )  # fmt: skip
        themes = per(every, lambda one: (one.theme,))
        assert [one for _, one in counts.themes] == [themes.get(theme.code, Tally()) for theme in house.call.themes]
        sides = per(every, lambda one: (one.lead_side,))
        assert [one for _, one in counts.sides] == [sides.get(side.code, Tally()) for side in house.call.sides]
        stages = per(every, lambda one: (one.stage,))
        assert dict(counts.stages) == veiled({stage: stages.get(stage, Tally()) for stage in CareerStage})
        assert in_order(pair.tally for pair in counts.network) == in_order(pairs(every).values())
        for way, named in (("as_pi", as_pi), ("as_lead", as_lead), ("as_member", as_member)):
            assert in_order(getattr(row, way) for row in counts.universities) == in_order(per(every, named).values()), (
                way
            )
    assert over_rounds(house.session, [house.call]).total == tally([plain for _, plain in world.counted()])


def test_each_university_has_its_own_tallies(world):
    """Counted for Lund stands beside Lund's name, not only somewhere in the table."""
    every = [plain for _, plain in world.counted()]
    named = {institution.id: institution for side in ("JP", "SE")
             for institution in make.members(world.house.session, world.house.call, side)}  # fmt: skip
    rows = {row.name["en"]: row for row in figures(world.house.session, ANYONE, world.house.call).universities}
    for place in world.places:
        row = rows[next(name.text for name in named[place].names if name.language == "en")]
        assert (row.as_pi, row.as_lead, row.as_member) == tuple(
            per(every, way).get(place, Tally()) for way in (as_pi, as_lead, as_member)
        )


def test_money_and_results_are_counted_as_by_hand(world):
    """Each side's money by the newest accepted report; an outcome of several awards once; bids won by currency."""
    house = world.house
    for by in (house.cast.olu, ANYONE):
        counts = figures(house.session, by, house.call)
        seen = {one["id"] for one, _ in world.counted(by.id)}
        awards = [row for row in world.rows[Award] if row["application_id"] in seen]
        reports = [
            (award, row)
            for award in awards
            for row in world.of(Report, award_id=award["id"], _state=ReportState.ACCEPTED)
        ]
        for side, told in zip(house.call.sides, counts.money, strict=True):
            given = [row for award in awards for row in world.of(AwardPart, award_id=award["id"], side_id=side.id)
                     if row["_state"] in TAKEN]  # fmt: skip
            assert (told.projects, told.granted.minor) == (len(given), sum(row["minor"] for row in given))
            assert told.spent.minor == spent(world, reports, side.code)
        keys = {award["id"] for award, _ in reports}
        told_of = {row["outcome_id"] for row in world.rows[Credit] if row["award_id"] in keys}
        came = [row for row in world.rows[Outcome] if row["id"] in told_of]
        assert {kind: (count, joint) for kind, count, joint in counts.results.kinds if count} == {
            kind: (count, sum(row["joint"] for row in came if row["kind"] == kind))
            for kind, count in Counter(row["kind"] for row in came).items()
        }
        won = Counter()
        for row in came:
            if row["status"] == BidState.AWARDED:
                won[row["currency"]] += row["minor"]
        assert {one.currency: one.minor for one in counts.results.bids_won} == {
            row["currency"]: won[row["currency"]] for row in came if row["status"] == BidState.AWARDED
        }
        assert counts.results.reports == len([row for _, row in reports if row["kind"] == ReportKind.FINAL])


def spent(world, reports, side):
    """What the newest report of each award that tells of this side says."""
    newest = {}
    for award, report in sorted(reports, key=lambda one: (one[1]["due_on"].toordinal(), -one[1]["id"].int)):
        for row in world.of(Spending, report_id=report["id"], side=side):
            newest[award["id"]] = row["minor"]
    return sum(newest.values())
