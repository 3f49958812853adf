"""Case 35 of the real cases, the rest: each side keeps its record for its own years, and the person a pseudonym."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from grants.applications.content import fingerprint
from grants.applications.model import Application
from grants.applications.queries.keeping import held_of
from grants.calls.definition import DefinitionFaults, read, write
from grants.calls.queries import definition_of
from grants.cli.forgetting import forgotten, told
from grants.cli.upkeep import broken_seals, changed_snapshots
from grants.history import Entry
from grants.mail import Message
from grants.people import actions as people
from grants.people.model import CareerBreak, Person
from grants.rules.keeping import kept_until
from grants.rules.refusal import Refused
from tests import make

ADA = "ada@example.org"
BOTH = ("olu@example.org", "uma@example.org")


@pytest.fixture
def house(session, at):
    """An application refused by both sides; Japan keeps ten years, Sweden five."""
    house = make.opened(session, at)
    house.call.side("SE").keep_years = 5
    ours = make.submitted(house)
    make.closed(house)
    make.reviewed(house, ours)
    make.advised(house, make.Recommendation.REJECT, ours)
    make.followed(house)
    make.released(house)
    session.commit()
    return house


@pytest.mark.parametrize(("ends_on", "years", "until"), [
    (date(2023, 3, 31), 10, date(2033, 3, 31)), (date(2024, 2, 29), 5, date(2029, 2, 28)),
    (date(2024, 2, 29), 4, date(2028, 2, 29)),
])  # fmt: skip
def test_years_are_counted_on_the_calendar(ends_on, years, until):
    assert kept_until(ends_on, years) == until


def test_a_side_says_in_the_definition_how_long_it_keeps_records(house):
    stated = definition_of(house.call)
    assert [side.keep_years for side in stated.sides] == [10, 5]
    assert read(write(stated)) == stated
    shorter = replace(stated, sides=tuple(replace(side, keep_years=0) for side in stated.sides))
    with pytest.raises(DefinitionFaults, match="kept for 1 to 100 years"):
        read(write(shorter))


def test_case_35_the_dry_run_tells_what_each_side_keeps_and_changes_nothing(house, session):
    before = session.scalars(select(Entry.id)).all()
    ends = house.call.ends_on
    assert list(told(session, ADA)) == [
        f"{house.call.code}-001  JP     kept under a pseudonym until {ends.replace(year=ends.year + 10)}",
        f"{house.call.code}-001  SE     kept under a pseudonym until {ends.replace(year=ends.year + 5)}",
    ]
    assert session.scalars(select(Entry.id)).all() == before
    assert not session.new
    assert not session.dirty
    assert list(told(session, "max@example.org")) == ["No side keeps anything."]


def test_case_35_the_account_is_emptied_the_record_stays_sealed_and_the_pages_tell_no_name(house, session, client):
    ada = house.cast.ada
    leave = CareerBreak(kind="parental", starts_on=date(2019, 1, 1), ends_on=date(2019, 6, 1))
    people.add_break(ada, ada, leave, house.at)
    session.flush()
    application = held_of(session, ada)
    kept = session.scalars(select(Application)).one().snapshots[-1]
    said, seal = dict(kept.content), kept.sha256
    address = forgotten(session, ADA, BOTH, house.at)
    session.commit()
    person = session.scalar(select(Person).where(Person.email == address))
    assert (person.family, person.given, person.orcid, person.born_on) == (
        f"Person {person.id.hex[:8]}",
        "",
        None,
        None,
    )
    assert (person.breaks, person.affiliations, person.password_hash) == ([], [], None)
    assert person.disabled_at == house.at
    assert session.scalars(select(Message).where(Message.to == ADA)).all() == []
    assert (kept.content, kept.sha256) == (said, seal)
    assert fingerprint(kept.content) == seal
    assert [*broken_seals(session), *changed_snapshots(session)] == []
    done = session.scalars(select(Entry).where(Entry.subject_id == person.id, Entry.step == "forget")).one()
    assert done.by_id == house.cast.olu.id
    assert done.detail == {"with_id": str(house.cast.uma.id), "kept_until": str(max(one.until for one in application))}
    client.be(house.cast.olu)
    listed = client.get(f"/office/calls/{house.call.id}/applications").get_data(as_text=True)
    assert person.family in listed
    assert not [name for name in ("髙橋", "Takahashi", ADA) if name in listed]


def test_case_35_nobody_is_forgotten_by_one_alone_by_themselves_or_while_something_is_under_way(house, session):
    for both in ((BOTH[0], BOTH[0]), (ADA, BOTH[0]), (BOTH[0], "max@example.org")):
        with pytest.raises(Refused):
            forgotten(session, ADA, both, house.at)
    with pytest.raises(Refused, match="hold a role"):
        forgotten(session, "rea@example.org", BOTH, house.at)
    with pytest.raises(Refused, match="nobody with the address"):
        forgotten(session, "nobody@example.org", BOTH, house.at)
    assert session.scalar(select(Person.family).where(Person.email == ADA)) == "髙橋"


def test_case_35_a_running_application_is_withdrawn_or_decided_first(session, at):
    house = make.opened(session, at)
    make.submitted(house)
    session.flush()
    assert [one.under_way for one in held_of(session, house.cast.ada)] == [True, True]
    with pytest.raises(Refused, match="still under way"):
        forgotten(session, ADA, BOTH, house.at)
