"""The record of a call in one file that checks itself, and everything held about one person for that person."""

import hashlib
import io
import json
import subprocess
import zipfile
from datetime import timedelta

import pytest
from sqlalchemy import select

from grants.applications.actions import record_conflict
from grants.applications.model import ConflictKind
from grants.exports import person
from grants.files.store import Store
from grants.history.model import Entry
from grants.letters.model import Letter
from tests import make

CHECK = ["sha256sum", "-c", "SHA256SUMS"]


@pytest.fixture
def house(session, at):
    house = make.opened(session, at)
    house.other = make.more(house, 1)[0]
    house.report = make.funded(house, [make.submitted(house)], others=(house.other,))[0]
    session.commit()
    return house


def taken(client, house, officer):
    client.be(officer)
    for _ in range(40):
        answer = client.get(f"/office/calls/{house.call.id}/record.zip")
        if answer.status_code != 202:
            break
    assert answer.status_code == 200
    return zipfile.ZipFile(io.BytesIO(answer.get_data()))


@pytest.fixture
def letters(house, settings):
    """Letters whose bytes are in the store, as the press leaves them."""
    store = Store(settings.data_folder / "files")
    found = house.session.scalars(select(Letter)).unique().all()
    for letter in found:
        letter.sha256 = store.keep(b"%PDF-1.7 " + str(letter.number).encode())
    house.session.commit()
    return found


def test_the_record_checks_itself_with_nothing_but_the_usual_tools(client, house, letters, tmp_path):
    tmp_path = tmp_path / "put away"
    taken(client, house, house.cast.olu).extractall(tmp_path)
    told = subprocess.run(CHECK, check=False, cwd=tmp_path, capture_output=True, text=True)
    assert told.returncode == 0, told.stdout
    names = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    summed = {line.split("  ", 1)[1] for line in (tmp_path / "SHA256SUMS").read_text().splitlines()}
    assert names == summed | {"SHA256SUMS"}
    (tmp_path / "call.yaml").write_text("another")
    assert subprocess.run(CHECK, check=False, cwd=tmp_path, capture_output=True).returncode


def test_a_submission_in_it_has_the_fingerprint_of_its_receipt(client, house, letters):
    record = taken(client, house, house.cast.olu)
    application = house.report.award.application
    kept = record.read(f"applications/{application.ref}-1.json")
    assert hashlib.sha256(kept).hexdigest() == application.snapshots[0].sha256
    assert record.read(f"applications/{application.ref}.pdf").startswith(b"%PDF")
    for letter in letters:
        kept = record.read(f"letters/{letter.number.replace('/', '-')}.pdf")
        assert hashlib.sha256(kept).hexdigest() == letter.sha256
    deeds = [json.loads(line) for line in record.read("history.jsonl").splitlines()]
    seals = {(one["subject"], one["number"]): one for one in deeds}
    for one in deeds:
        before = seals.get((one["subject"], one["number"] - 1))
        assert before is None or before["seal"] == one["previous"]
    assert len(deeds) > 20


def test_nothing_of_an_application_one_is_in_conflict_with_is_in_it(client, house, letters):
    record_conflict(house.other, house.cast.olu, (ConflictKind.DECLARED, "a cousin"), house.cast.uma, house.at)
    house.session.commit()
    record = taken(client, house, house.cast.olu)
    everything = b"".join(record.read(name) for name in record.namelist() if not name.endswith(".pdf"))
    assert house.other.ref.encode() not in everything
    assert not any(house.other.ref in name for name in record.namelist())


def test_own_data_holds_what_is_ones_own_and_nobody_elses(client, house):
    client.be(house.cast.ada)
    answer = client.get("/profile/my-data.json")
    told = json.loads(answer.get_data(as_text=True))
    assert told["person"]["email"] == house.cast.ada.email
    assert {one["number"] for one in told["applications"]} == {house.report.award.application.number}
    assert told["mail"]
    assert {one["step"] for one in told["deeds"]} >= {"submit", "accept_award"}
    text = answer.get_data(as_text=True)
    assert "password_hash" not in text
    assert "For the panel from" not in text
    assert not [one for one in (house.cast.rea.email, house.cast.max.email) if one in text]
    assert any("For the team of" in json.dumps(one) for one in told["feedback_received"])


def test_a_reviewers_own_data_holds_the_reviews_they_wrote(house):
    told = person.own(house.session, house.cast.rea, house.at + timedelta(days=1))
    assert {one["for_panel"] for one in told["reviews_written"]} == {f"For the panel from {house.cast.rea.email}"}
    assert house.session.scalars(select(Entry).where(Entry.by_id == house.cast.rea.id)).all()
    json.loads(person.write(house.session, house.cast.rea, house.at))
