import pytest
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError

from grants.files.actions import Intake, Label, attach, make_room
from grants.files.model import Attachment
from grants.files.queries import bytes_of, fingerprints
from grants.files.store import Store, fingerprint
from grants.files.warm import ROOM
from grants.people.model import Person
from grants.rules.refusal import Refused
from grants.rules.uploads import MEBI, Quota, check_quota
from tests.files.hostile import plain, telling


@pytest.fixture
def hanako(session, at):
    person = Person(email="hanako@example.org", family="山田", given="花子", created_at=at)
    session.add(person)
    session.flush()
    return person


@pytest.fixture
def intake(tmp_path):
    yield Intake(Store(tmp_path / "files"))
    ROOM.close()


@pytest.fixture
def attachment(session, intake, hanako, at):
    made = attach(session, intake.take_in(telling("Hanako")), Label("../計画.pdf", "proposal", hanako.id), at)
    session.commit()
    return made


def test_the_original_and_the_reviewers_copy_are_both_kept(intake, attachment, hanako, at):
    assert intake.store.open(attachment.sha256) == telling("Hanako")
    assert b"Hanako" not in intake.store.open(attachment.sanitised_sha256)
    assert attachment.sha256 == fingerprint(telling("Hanako"))
    assert (attachment.pages, attachment.size, attachment.media_type) == (1, len(telling("Hanako")), "application/pdf")
    assert (attachment.uploaded_by_id, attachment.uploaded_at, attachment.kind) == (hanako.id, at, "proposal")
    assert (attachment.original_name, attachment.safe_name) == ("../計画.pdf", "計画.pdf")


def test_what_was_handed_in_is_never_changed(session, attachment):
    attachment.original_name = "other.pdf"
    with pytest.raises(TypeError, match="never changed"):
        session.flush()
    session.rollback()
    session.refresh(attachment)
    assert attachment.original_name == "../計画.pdf"


def test_setting_the_same_value_is_no_change(session, attachment):
    attachment.pages = 1
    session.flush()
    assert attachment.pages == 1


@pytest.mark.parametrize("wrong", [{"size": 0}, {"pages": 0}, {"sha256": "short"}])
def test_the_database_refuses_a_row_that_means_nothing(session, attachment, wrong):
    with pytest.raises(DBAPIError):
        session.execute(update(Attachment).values(wrong))
    session.rollback()


def test_a_refused_file_leaves_no_bytes(intake):
    with pytest.raises(Refused) as refusal:
        intake.take_in(b"no pdf", "proposal")
    assert refusal.value.field == "proposal"
    assert list(intake.store.folder.glob("??/??/*")) == []


def test_while_the_scanner_does_not_pass_it_nothing_is_readable(intake):
    guarded = Intake(intake.store, clamd="127.0.0.1:1")
    with pytest.raises(Refused, match="could not be checked"):
        guarded.take_in(plain())
    assert list(intake.store.folder.glob("??/??/*")) == []


def test_the_rows_know_every_fingerprint_the_store_must_answer_for(session, intake, attachment):
    known = fingerprints(session)
    assert known == {attachment.sha256, attachment.sanitised_sha256}
    assert list(intake.store.lost(known)) == []


def test_room_is_counted_per_person_and_per_application(session, attachment, hanako):
    size = len(telling("Hanako"))
    assert bytes_of(session, hanako.id) == size
    make_room(session, 100, hanako.id, 0, Quota(person=size + 100, application=100))
    with pytest.raises(Refused, match="All files you have uploaded"):
        make_room(session, 101, hanako.id, 0, Quota(person=size + 100, application=1000))


def test_the_rule_of_room():
    quota = Quota(person=30 * MEBI, application=10 * MEBI)
    check_quota(MEBI, 29 * MEBI, 9 * MEBI, quota)
    with pytest.raises(Refused) as refusal:
        check_quota(MEBI + 1, 0, 9 * MEBI, quota)
    assert str(refusal.value.reason) == (
        "The files of this application may take 10 MB together. Replace a file by a smaller one."
    )
    with pytest.raises(Refused) as refusal:
        check_quota(MEBI + 1, 29 * MEBI, 0, quota)
    assert str(refusal.value.reason) == (
        "All files you have uploaded may take 30 MB together. Please write to the office of the call."
    )
