"""What was not funded, past its time on every side: sealed without people and words, by two; marks and result stay."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from grants.applications.model import Answer, Application, Version
from grants.calls.actions.keeping import place_hold
from grants.calls.model import Deletion
from grants.cli.retaining import sealed, told
from grants.cli.upkeep import broken_seals, changed_snapshots, strayed_lives
from grants.decisions.retention import unfunded
from grants.history import Entry
from grants.mail.model import Message
from grants.rules.refusal import Refused
from tests import make

BOTH = ("olu@example.org", "uma@example.org")
YEAR = timedelta(days=366)
NAMES = ("髙橋", "Takahashi", "Öberg", "ada@example.org", "ben@example.org", "We study this together")


@pytest.fixture
def house(session, at):
    """One application refused and one funded; Japan needs the refused one for two years, Sweden for five."""
    house = make.opened(session, at)
    house.call.side("SE").keep_unfunded_years = 5
    refused, funded = make.submitted(house), make.more(house, 1)[0]
    make.closed(house)
    for each in (refused, funded):
        make.reviewed(house, each)
    make.advised(house, make.Recommendation.REJECT, refused)
    make.advised(house, make.Recommendation.FUND, funded)
    make.followed(house)
    make.released(house)
    session.commit()
    return house


def test_case_35_each_side_keeps_what_was_not_funded_for_its_own_years_and_awards_stay(house, session):
    """Case 35 of the real cases: the periods are each side's own, and the longer one counts."""
    assert list(unfunded(session, house.at + 3 * YEAR)) == []
    [over] = unfunded(session, house.at + 6 * YEAR)
    assert over.application.number == 1
    assert over.until["SE"].year - over.until["JP"].year == 3


def test_case_35_the_dry_run_names_it_and_seals_nothing(house, session):
    before = session.scalars(select(Entry.id)).all()
    later = list(told(session, house.at + 6 * YEAR))
    assert any(line.startswith(f"{house.call.code}-001  JP until ") for line in later)
    assert not any(f"{house.call.code}-002" in line for line in later)
    assert session.scalars(select(Entry.id)).all() == before
    assert not session.dirty


def test_case_35_sealed_it_tells_nobodys_name_and_still_counts(house, session, client):
    application = session.scalars(select(Application).where(Application.number == 1)).one()
    title, state = application.title, application.state
    assert sealed(session, BOTH, house.at + 6 * YEAR) == 1
    session.commit()
    said = str(application.snapshots[-1].content)
    assert not [name for name in NAMES if name in said]
    assert (application.title, application.state) == (title, state)
    for kind in (Answer, Version, Message):
        assert session.scalars(select(kind).where(kind.application_id == application.id)).all() == []
    reviews = [one.review for one in application.assignments]
    assert [(one.for_panel, one.for_applicants) for one in reviews] == [("", ""), ("", "")]
    assert all(score.mark for one in reviews for score in one.scores)
    assert house.cast.rea.id not in {one.reviewer_id for one in application.assignments}
    assert [*broken_seals(session), *strayed_lives(session), *changed_snapshots(session)] == []
    gone = session.scalars(select(Deletion)).one()
    noted = session.scalars(select(Entry).where(Entry.subject_id == gone.id)).one()
    assert (noted.by_id, noted.detail["with_id"]) == (house.cast.olu.id, str(house.cast.uma.id))
    assert sealed(session, BOTH, house.at + 6 * YEAR) == 0
    client.be(house.cast.olu)
    at = f"/office/calls/{house.call.id}"
    for page in (f"{at}/applications", f"/office/applications/{application.id}", f"{at}/history", f"{at}/decisions",
                 f"{at}/assignments", f"{at}/figures"):  # fmt: skip
        answer = client.get(page)
        assert answer.status_code == 200, page
        text = answer.get_data(as_text=True)
        assert not [text[text.index(name) - 200 : text.index(name) + 60] for name in NAMES if name in text], page


def test_case_35_neither_one_alone_nor_a_stranger_seals_and_a_hold_stops_it(house, session):
    for both in ((BOTH[0], BOTH[0]), (BOTH[0], "max@example.org")):
        with pytest.raises(Refused):
            sealed(session, both, house.at + 6 * YEAR)
    place_hold(house.call, "A dispute", house.cast.olu, house.at)
    session.flush()
    assert sealed(session, BOTH, house.at + 6 * YEAR) == 0
