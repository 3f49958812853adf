"""A round in which neither knows the other's names: nothing a reviewer is handed tells who applies (S24, S25)."""

import io
import subprocess
import zipfile

import pikepdf
import pytest
from sqlalchemy import select

from grants import clock
from grants.applications import actions as applications
from grants.applications.actions import BudgetRow
from grants.applications.actions.inviting import Invited
from grants.applications.model import ConflictKind, Right
from grants.files.actions import Intake, Label, attach
from grants.files.store import Store
from grants.files.warm import ROOM
from grants.mail.compose import envelope
from grants.mail.model import Message
from grants.mail.outbox import full_link
from grants.reviews import actions
from grants.reviews.actions import Asked
from grants.reviews.model import Tie
from tests import make
from tests.access.world import enclosure

SECRETS = (
    "Takahashi", "髙橋", "ada@example", "Oberg", "Öberg", "ben@example", "Boatswain", "Enclosed by", "Kyushu", "九州",
    "Lund", "Maxwell", "max@example",
)  # fmt: skip


@pytest.fixture
def house(session, at, settings):
    """Two names, two universities, a file, somebody for whom money is asked; the call has closed."""
    house = make.opened(session, at)
    house.call.review_round.blind = "double"
    house.cast.rea.language = "en"
    ours = house.ours = make.written(house)
    for part in ours.parts:
        side = house.call.side(part.side)
        row = BudgetRow(side.categories[0], "Visits", str(side.cap).split(" ", 1)[1], beneficiary="Boatswain")
        applications.set_budget(part, [row], part.pi, house.at)
    whom = Invited(house.cast.max.email, "Sam Maxwell", house.first, Right.VIEW, "other")
    applications.accept_invitation(applications.invite(ours, whom, house.cast.ada, house.at), house.cast.max, house.at)
    kept = Intake(Store(settings.data_folder / "files")).take_in(enclosure("Enclosed by Takahashi"), "file")
    attachment = attach(session, kept, Label("Takahashi.pdf", "application", house.cast.ada.id), house.at)
    session.flush()
    applications.hand_in(ours, ("figures", ""), attachment, house.cast.ada, house.at)
    session.flush()
    for part in ours.parts:
        applications.confirm(ours, ours.content_version, part.pi, house.at)
    applications.submit(ours, ours.content_version, house.cast.ada, house.at)
    make.closed(house)
    session.commit()
    yield house
    ROOM.close()


def asked(house):
    one = Asked(house.ours, make.judge(house, house.cast.rea))
    [made] = actions.assign([one], house.cast.olu, house.at)
    house.session.commit()
    return made


def read(answer):
    """All that is in an answer: its head, its words, what is packed or printed in it, and what that says of itself."""
    told = f"{answer.status_code} {answer.headers}"
    if answer.mimetype == "application/pdf":
        return told + printed(answer.data)
    if answer.data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(answer.data)) as packed:
            inside = {one: packed.read(one) for one in packed.namelist()}
        texts = (printed(body) if name.endswith(".pdf") else body.decode("utf-8", "replace")
                 for name, body in inside.items())  # fmt: skip
        return told + str(list(inside)) + "".join(texts)
    return told + answer.get_data(as_text=True)


def printed(pdf):
    said = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    with pikepdf.open(io.BytesIO(pdf)) as opened, opened.open_metadata() as kept, opened.open_outline() as outline:
        return said + str(dict(opened.docinfo)) + str(kept) + str(outline.root) + str(list(opened.attachments))


def pages_of(house, assignment):
    """Everything a reviewer can fetch about an application that is theirs."""
    review, call, ours = assignment.review.id, house.call.id, house.ours.id
    return [
        "/reviews", f"/reviews/assignments/{assignment.id}", f"/reviews/{review}", f"/reviews/{review}/earlier",
        f"/reviews/applications/{ours}/application.pdf", f"/reviews/applications/{ours}/others",
        f"/reviews/applications/{ours}/discussion", f"/reviews/calls/{call}/grid", f"/reviews/calls/{call}/conflicts",
        f"/reviews/calls/{call}/offline", f"/reviews/calls/{call}/reviews.txt", f"/reviews/calls/{call}/reviews.xlsx",
        f"/reviews/calls/{call}/applications.zip", f"/reviews/calls/{call}/applications.pdf", "/profile/my-data.json",
    ]  # fmt: skip


def test_s24_s25_no_page_file_or_mail_of_a_reviewer_tells_who_applies_in_any_language(client, house, settings):
    rea, assignment = house.cast.rea, asked(house)
    [mail] = [one for one in house.session.scalars(select(Message)) if one.kind == "review_asked"]
    by_link = client.nobody().get(full_link(mail, "", settings.secret_key)).get_data(as_text=True)
    before = client.be(rea).get(f"/reviews/assignments/{assignment.id}").get_data(as_text=True)
    assert "You are not told who applies" in before
    assert "You are not told who applies" in by_link
    actions.accept(assignment, rea, house.at)
    actions.score(assignment.review, make_judgement(house), rea, house.at)
    house.session.flush()
    actions.submit(assignment.review, rea, house.at)
    house.session.commit()
    told = {"by link": by_link, "before": before, "mail": envelope(mail, settings).as_string()}
    for language in ("en", "ja", "sv"):
        rea.language = language
        house.session.commit()
        client.be(rea)
        for place in pages_of(house, assignment):
            answer = client.get(place)
            assert answer.status_code == 200, place
            told[place, language] = read(answer)
    leaks = [(place, secret) for place, text in told.items() for secret in SECRETS if secret in text]
    assert not leaks
    pdf = told[f"/reviews/applications/{house.ours.id}/application.pdf", "en"]
    assert "Kept from reviewers in this round" in pdf
    assert house.ours.ref in pdf


def make_judgement(house):
    return actions.Judgement({one.code: 4 for one in house.call.criteria}, 3, "Solid.", "A clear plan.", "")


def test_the_office_the_chair_and_a_reviewer_of_another_round_read_the_names(client, house):
    """The control: the same application, handed to those who may know."""
    assignment = asked(house)
    actions.accept(assignment, house.cast.rea, house.at)
    house.session.commit()
    pdf = f"/reviews/applications/{house.ours.id}/application.pdf"
    whole = read(client.be(house.cast.ivo).get(pdf))
    assert all(name in whole for name in ("Takahashi", "Öberg", "Maxwell", "Boatswain", "Enclosed by"))
    house.call.review_round.blind = "single"
    house.session.commit()
    client.be(house.cast.rea)
    assert all(name in read(client.get(pdf)) for name in ("Takahashi", "Öberg", "Maxwell", "Boatswain", "Enclosed by"))
    assert "Takahashi" in client.get(f"/reviews/assignments/{assignment.id}").get_data(as_text=True)


def test_a_conflict_found_by_rule_bars_accepting_and_does_not_say_which(client, house):
    assignment = asked(house)
    house.session.add(Tie(person_id=house.cast.rea.id, kind=ConflictKind.SUPERVISOR, email=house.cast.ada.email))
    house.session.commit()
    refused = client.be(house.cast.rea).send(f"/reviews/assignments/{assignment.id}/accept")
    assert refused.status_code == 422
    said = refused.get_data(as_text=True)
    assert "find a conflict here" in said
    assert "Supervises" not in said


def test_s25_a_chair_who_also_reviews_reads_as_a_reviewer(client, house):
    pool = make.judge(house, house.cast.rea)
    pool.person_id = house.cast.ivo.id
    house.session.commit()
    pdf = f"/reviews/applications/{house.ours.id}/application.pdf"
    assert "Takahashi" not in read(client.be(house.cast.ivo).get(pdf))


def test_applicants_are_told_not_to_name_themselves_and_where_they_do(client, session, at):
    house = make.opened(session, at)
    ours = make.written(house)
    house.call.review_round.blind = "double"
    ours.title, house.cast.ada.language = "Takahashi's terns", "en"
    clock.stop(house.at)
    session.commit()
    public = client.nobody().get(f"/calls/{house.call.id}").get_data(as_text=True)
    assert "name neither themselves nor their universities" in public
    shown = client.be(house.cast.ada).get(f"/my/applications/{ours.id}/submit").get_data(as_text=True)
    assert "they would read it here: Takahashi" in shown
    ours.title = "Terns"
    session.commit()
    assert "they would read it here" not in client.get(f"/my/applications/{ours.id}/submit").get_data(as_text=True)
