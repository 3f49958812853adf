"""Case 35 of the real cases, as far as applications go: who asks for deletion is heard, and each side keeps its record.

Retention by side and pseudonyms stand in `test_keeping_on.py`.
"""

import pytest
from sqlalchemy import select

from grants.applications import actions
from grants.history import Entry
from grants.mail import Message
from grants.people import actions as people
from grants.rules.access import may_read
from tests import make


@pytest.fixture
def house(session, at, app):
    return make.opened(session, at)


def test_case_35_who_asks_for_deletion_is_heard_and_what_was_submitted_stays_on_both_sides_record(house, client):
    ours = make.submitted(house)
    kept = ours.snapshots[-1]
    said, fingerprint = dict(kept.content), kept.sha256
    people.ask_erasure(house.cast.ada, house.at)
    actions.withdraw(ours, "I ask for everything to be deleted.", house.cast.ada, house.at)
    house.session.flush()
    asked = house.session.scalars(select(Message.to).where(Message.kind == "erasure_asked")).all()
    assert asked == [house.cast.sys.email]
    house.session.expire_all()
    assert (kept.content, kept.sha256) == (said, fingerprint)
    steps = house.session.scalars(select(Entry.step).where(Entry.application_id == ours.id)).all()
    assert {"submit", "withdraw"} <= set(steps)
    for officer in (house.cast.olu, house.cast.uma):  # whoever must disclose a document on request still has it
        client.be(officer)
        paper = client.get(f"/office/applications/{ours.id}/application.pdf")
        assert (paper.status_code, paper.mimetype) == (200, "application/pdf")
        assert client.get(f"/office/applications/{ours.id}").status_code == 200
    for reader in (house.cast.ivo, house.cast.rea, house.cast.max):
        assert not may_read(reader, "application", ours)
        assert client.be(reader).get(f"/office/applications/{ours.id}/application.pdf").status_code == 404


def test_case_35_a_deleted_draft_leaves_its_history_and_nobody_in_an_office_reads_a_word_of_it(house, client):
    draft = make.written(house)
    actions.delete_draft(draft, house.cast.ada, house.at)
    house.session.flush()
    steps = house.session.scalars(select(Entry.step).where(Entry.application_id == draft.id)).all()
    assert "delete" in steps
    for officer in (house.cast.olu, house.cast.uma, house.cast.aud):
        assert not may_read(officer, "application", draft)
        assert client.be(officer).get(f"/office/applications/{draft.id}").status_code == 404
