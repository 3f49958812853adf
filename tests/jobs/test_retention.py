"""The privacy page keeps its word: old mail, drafts nobody sent and files nobody names go; a hold stops all of it."""

import os
from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select, update

from grants import clock
from grants.applications import actions as applications
from grants.applications.model import Application, Paper, TeamMember
from grants.calls.actions.keeping import Given, lift_hold, note_request, place_hold
from grants.calls.keeping import requests_of
from grants.calls.model import Deletion
from grants.calls.queries import officers
from grants.cli.upkeep import broken_seals, changed_snapshots, strayed_lives
from grants.files.actions import Kept, Label, attach
from grants.files.model import Attachment
from grants.files.store import Store
from grants.history import Entry
from grants.jobs import remind, retain
from grants.jobs.model import ReminderSent
from grants.jobs.retention import known_files, told
from grants.mail.model import Message
from grants.rules.calls import closes_at
from grants.rules.refusal import Refused
from grants.rules.retention import goes_on
from tests import make

DAY = timedelta(days=1)


@pytest.fixture
def house(session, at):
    return make.opened(session, at)


def sent(session, at):
    """All mail so far went out now."""
    session.flush()
    session.execute(update(Message).values(sent_at=at, next_try_at=None))


def count(session, kind):
    return session.scalar(select(func.count()).select_from(kind))


def test_mail_goes_ninety_days_after_it_went_out_and_the_history_says_how_many(session, house, work):
    make.submitted(house)
    sent(session, house.at)
    mails = count(session, Message)
    assert mails
    work(retain, house.at + 89 * DAY)
    assert count(session, Message) == mails
    work(retain, house.at + 91 * DAY)
    assert count(session, Message) == 0
    gone = session.scalars(select(Deletion).where(Deletion.call_id == house.call.id)).one()
    noted = session.scalars(select(Entry).where(Entry.subject_id == gone.id)).one()
    assert (noted.by_id, noted.step) == (None, "mail")
    assert noted.detail == {"ref": "", "count": gone.count}
    assert list(broken_seals(session)) == []


def test_mail_that_still_waits_does_not_go(session, house, work):
    make.submitted(house)
    waiting = count(session, Message)
    work(retain, house.at + 91 * DAY)
    assert count(session, Message) == waiting


def rested(house, days):
    """So many days after the call has closed for everybody."""
    return closes_at(house.call) + timedelta(days=days)


def test_a_draft_goes_six_months_after_the_close_and_a_month_after_its_people_were_told(session, house, work):
    draft = make.joined(house)
    key, ref, team = draft.id, draft.ref, {part.pi.email for part in draft.parts}
    make.closed(house)
    day = goes_on(draft)
    assert (day - closes_at(house.call).date()).days == 184
    work(retain, rested(house, 300))
    assert session.get(Application, key) is not None, "nobody was told"
    work(remind, rested(house, 150))
    warned = select(Message).where(Message.kind == "draft_goes")
    assert session.scalars(warned).all() == []
    work(remind, rested(house, 155))
    assert {one.to for one in session.scalars(warned)} == team
    for day in (156, 183, 184):
        work(retain, rested(house, day))
        assert session.get(Application, key) is not None
    work(retain, rested(house, 186))
    assert session.get(Application, key) is None
    assert session.scalar(select(TeamMember.id).where(TeamMember.application_id == key)) is None
    assert session.scalars(select(Entry).where(Entry.application_id == key)).all() == []
    assert session.scalars(select(Message).where(Message.application_id == key)).all() == []
    gone = session.scalars(select(Deletion).where(Deletion.ref == ref)).one()
    assert session.scalars(select(Entry.step).where(Entry.subject_id == gone.id)).all() == ["draft"]
    assert [*broken_seals(session), *strayed_lives(session)] == []


def test_a_draft_warned_late_still_has_its_month(session, house, work):
    make.joined(house)
    make.closed(house)
    work(remind, rested(house, 250))
    work(retain, rested(house, 279))
    assert count(session, Application) == 1
    telling = session.scalars(
        select(Message).where(Message.kind == "draft_goes", Message.to == "ben@example.org")
    ).one()
    assert str((rested(house, 280)).day) in telling.subject
    work(retain, rested(house, 281))
    assert count(session, Application) == 0


def test_what_was_submitted_is_never_deleted_however_old(session, house, work):
    application = make.submitted(house)
    applications.reopen(application, house.cast.ada, house.at)
    withdrawn = make.more(house, 1)[0]
    applications.withdraw(withdrawn, "no longer", withdrawn.lead.pi, house.at)
    work(remind, rested(house, 400))
    work(retain, rested(house, 4000))
    assert count(session, Application) == 2


def test_a_draft_that_was_copied_from_goes_and_its_copy_stays(session, house, work):
    old, copy = make.started(house), make.started(house, house.cast.ben)
    make.closed(house)
    copy.copied_from_id = old.id
    copy.changed_at = rested(house, 400)
    work(remind, rested(house, 155))
    work(retain, rested(house, 190))
    assert session.scalars(select(Application.id)).all() == [copy.id]
    assert copy.copied_from_id is None


def test_a_hold_stops_mail_and_drafts_until_a_second_officer_lifts_it(session, house, work):
    make.joined(house)
    sent(session, house.at)
    mails = count(session, Message)
    make.closed(house)
    place_hold(house.call, "An inquiry", house.cast.olu, house.at)
    with pytest.raises(Refused, match="second officer"):
        lift_hold(house.call, house.cast.olu, house.at)
    with pytest.raises(Refused):
        place_hold(house.call, "Mine", house.cast.ada, house.at)
    work(remind, rested(house, 155))
    work(retain, rested(house, 400))
    assert (count(session, Application), count(session, Message) >= mails) == (1, True)
    lift_hold(house.call, house.cast.uma, clock.now())
    work(remind, rested(house, 401))
    work(retain, rested(house, 440))
    assert count(session, Application) == 0
    steps = session.scalars(select(Entry.step).where(Entry.noun == "legal_hold").order_by(Entry.seq)).all()
    assert steps == ["place", "lift"]


def upload(session, store, house, text):
    """A file that was taken in."""
    content = text.encode()
    kept = Kept(store.keep(content), store.keep(content + b" clean"), len(content), 1)
    return attach(session, kept, Label("a.pdf", "application", house.cast.ada.id), house.at)


def test_files_that_nothing_names_go_and_what_was_submitted_or_stands_stays(session, house, work, settings):
    store = Store(settings.data_folder / "files")
    application = make.joined(house)
    first, second, loose = (upload(session, store, house, name) for name in ("first", "second", "loose"))
    paper = Paper(question="figures", side="", attachment=first)
    application.papers.append(paper)
    make.submitted(house, application)
    paper.attachment = second
    stray = store.keep(b"no row was ever written")
    session.flush()
    shas = SimpleNamespace(first=first.sha256, second=second.sha256, loose=loose.sha256)
    for path in store.folder.glob("??/??/*"):
        os.utime(path, (house.at.timestamp(), house.at.timestamp()))
    work(retain, house.at + 12 * DAY / 24)
    assert store.open(stray)
    work(retain, house.at + 2 * DAY)
    assert set(session.scalars(select(Attachment.sha256))) == {shas.first, shas.second}
    assert not list(store.lost(known_files(session)))
    assert set(store.lost({stray, shas.loose, shas.first})) == {stray, shas.loose}


def test_the_dry_run_tells_what_would_go_and_changes_nothing(session, house, work):
    draft = make.joined(house)
    sent(session, house.at)
    make.closed(house)
    work(remind, rested(house, 155))
    before = (count(session, Message), count(session, Entry))
    lines = list(told(session, rested(house, 160)))
    assert f"{draft.ref}  goes on {goes_on(draft)}, its people are told before" in lines
    assert f"{draft.ref}  would go" in list(told(session, rested(house, 186)))
    assert any(line.endswith("messages would go.") and line[0] != "0" for line in lines)
    assert (count(session, Message), count(session, Entry)) == before
    assert count(session, ReminderSent) == 2


def test_case_35_who_asked_for_a_document_and_what_they_got_is_noted(session, house):
    """Case 35 of the real cases: a public-access request is logged with what was given and when."""
    day = house.at.date()
    asked = Given("A newspaper", day, "All applications", "The list of titles; names were blacked out.", day + DAY)
    note_request(house.call, asked, house.cast.uma, house.at)
    session.flush()
    [kept] = requests_of(house.call)
    assert (kept.side, kept.by_id, kept.given_on) == ("SE", house.cast.uma.id, day + DAY)
    assert session.scalars(select(Entry.step).where(Entry.subject_id == kept.id)).one() == "note"
    with pytest.raises(Refused, match="is before"):
        note_request(house.call, Given("A", day, "b", "c", day - DAY), house.cast.uma, house.at)
    for stranger in (house.cast.ada, house.cast.aud):
        with pytest.raises(Refused):
            note_request(house.call, asked, stranger, house.at)
    assert house.cast.uma in officers(session, house.call.programme_id, house.at)
    assert list(changed_snapshots(session)) == []
