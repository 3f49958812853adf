"""Mail and jobs on their pages: who sees what of them, and sending again."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from grants.applications.model import Conflict, ConflictKind
from grants.history.model import Entry
from grants.jobs.due import run_due
from grants.jobs.engine import enqueue
from grants.jobs.model import JobState
from grants.jobs.send_mail import put_in_mailbox, put_off
from grants.mail.model import Message
from grants.mail.outbox import Telling, post
from grants.words import say
from tests import make
from tests.frame import frame


@pytest.fixture
def house(session, at):
    return make.opened(session, at)


@pytest.fixture
def application(house):
    return make.submitted(house)


@pytest.fixture
def visitor(settings, record, session):
    """Somebody at the demonstration's door."""
    made = frame(replace(settings, demonstration=True), record).test_client()
    made.session = session
    return made


def receipt_to(session, person):
    return session.scalars(select(Message).where(Message.to == person.email, Message.kind == "receipt")).one()


def fail(session, record, message, at, **how):
    message.tries = 1
    session.commit()
    put_off(record, message, "550 5.1.1 <ada@example.org> unknown", at, **how)
    session.expire_all()


def test_the_mailbox_shows_what_has_arrived_and_its_link_works(visitor, session, record, house, application):
    assert "Nothing has arrived yet" in visitor.get("/mailbox").text
    put_in_mailbox(record, house.at)
    everything = visitor.get("/mailbox").text
    assert house.cast.ada.email in everything
    mine = visitor.get("/mailbox", query_string={"to": "ben@example.org"}).text
    assert "<td" in mine
    cells = re.findall(r'<td[^>]*data-label="To"[^>]*>([^<]*)</td>', mine)
    assert set(cells) == {"ben@example.org"}
    [key] = session.scalars(select(Message.id).where(Message.kind == "invitation"))
    letter = visitor.get(f"/mailbox/{key}").text
    link = re.search(r'href="(/my/invitations/[^"]+\?key=[0-9a-f]+)"', letter)[1]
    assert visitor.be(house.cast.ben).get(link).status_code in {200, 303}


def test_an_unknown_receiver_shows_everybodys_mail(visitor, record, house, application):
    put_in_mailbox(record, house.at)
    assert visitor.get("/mailbox", query_string={"to": "nobody@example.org"}).status_code == 200


def test_outside_the_demonstration_there_is_no_mailbox(client, record, session, house, application):
    put_in_mailbox(record, house.at)
    key = session.scalars(select(Message.id)).first()
    for person in (None, house.cast.olu, house.cast.sys):
        if person:
            client.be(person)
        for address in ("/mailbox", f"/mailbox/{key}"):
            assert client.get(address).status_code == 404


def test_officers_and_auditor_read_the_calls_mail_and_nobody_else(client, house, application, session):
    key = receipt_to(session, house.cast.ada).id
    codes = {"olu": 200, "uma": 200, "aud": 200, "ada": 404, "ivo": 404, "sys": 404, "rea": 404}
    for person, code in codes.items():
        client.be(getattr(house.cast, person))
        assert client.get(f"/office/calls/{house.call.id}/mail").status_code == code, person
        assert client.get(f"/office/calls/{house.call.id}/mail/{key}").status_code == code, person


def test_an_officer_in_conflict_reads_no_mail_about_that_application(client, house, application, session):
    message = receipt_to(session, house.cast.ada)
    session.add(Conflict(application_id=application.id, person_id=house.cast.olu.id, kind=ConflictKind.DECLARED,
                         at=house.at, by_id=house.cast.olu.id))  # fmt: skip
    session.flush()
    listing, single = f"/office/calls/{house.call.id}/mail", f"/office/calls/{house.call.id}/mail/{message.id}"
    assert application.ref not in client.be(house.cast.olu).get(listing).text
    assert client.get(single).status_code == 404
    assert client.send(f"{single}/send").status_code == 404
    assert application.ref in client.be(house.cast.uma).get(listing).text


def test_a_personal_link_is_shown_to_officers_without_its_key(client, house, application, session):
    [invitation] = session.scalars(select(Message).where(Message.kind == "invitation"))
    text = client.be(house.cast.olu).get(f"/office/calls/{house.call.id}/mail/{invitation.id}").text
    assert invitation.link in text
    assert "key=" not in text


def test_an_officer_sees_what_does_not_get_through_and_sends_it_again(client, house, application, session, record):
    message = receipt_to(session, house.cast.ada)
    fail(session, record, message, house.at, for_good=True)
    client.be(house.cast.olu)
    listing = client.get(f"/office/calls/{house.call.id}/mail", query_string={"state": "stuck"}).text
    assert re.findall(r"550 5.1.1 [^<]*unknown", listing)
    assert "One message does not get through." in listing
    answer = client.send(f"/office/calls/{house.call.id}/mail/{message.id}/send")
    assert answer.status_code == 303
    session.expire_all()
    assert (message.sent_at, message.fault, message.next_try_at) == (None, "", house.at)
    entry = session.scalars(select(Entry).where(Entry.subject_id == message.id)).one()
    assert (entry.step, entry.by_id, entry.call_id) == ("send_again", house.cast.olu.id, house.call.id)


def test_the_auditor_looks_and_sends_nothing(client, house, application, session, record):
    message = receipt_to(session, house.cast.ada)
    fail(session, record, message, house.at, for_good=True)
    client.be(house.cast.aud)
    address = f"/office/calls/{house.call.id}/mail/{message.id}"
    assert "Send again" not in client.get(address).text
    assert client.send(f"{address}/send").status_code == 404


def test_mail_of_another_call_is_not_found_through_this_one(client, house, application, session):
    strange = post(session, house.cast.max, Telling("hello", say("Hello"), ()), house.at)
    session.flush()
    client.be(house.cast.olu)
    assert client.get(f"/office/calls/{house.call.id}/mail/{strange.id}").status_code == 404
    assert client.send(f"/office/calls/{house.call.id}/mail/{strange.id}/send").status_code == 404


def test_the_list_asks_the_database_the_same_for_one_message_and_for_many(client, house, session, statements):
    address, told = (
        f"/office/calls/{house.call.id}/mail?to=max",
        Telling("hello", say("Hello"), (), call_id=house.call.id),
    )
    client.be(house.cast.olu)
    counts = []
    for more in (1, 60):
        for _ in range(more):
            post(session, house.cast.max, told, house.at)
        session.commit()
        with statements() as seen:
            client.get(address)
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_the_administrator_sees_faults_but_no_receiver_and_no_text(client, house, application, session, record):
    message = receipt_to(session, house.cast.ada)
    fail(session, record, message, house.at, for_good=True)
    text = client.be(house.cast.sys).get("/admin/jobs").text
    assert "550 5.1.1 … unknown" in text
    assert "ada@example.org" not in text
    assert application.ref not in text
    assert client.send(f"/admin/mail/{message.id}/send").status_code == 303
    session.expire_all()
    assert message.next_try_at == house.at
    for person in (house.cast.olu, house.cast.ada):
        assert client.be(person).get("/admin/jobs").status_code == 403
        assert client.send(f"/admin/mail/{message.id}/send").status_code == 403


def test_the_administrator_tries_again_what_was_given_up(client, house, session, record, settings):
    run_due(record, settings, house.at)
    job = enqueue(session, "issue_letters", "x", {}, house.at)
    job.state, job.error, job.attempts, job.finished_at = JobState.FAILED, "OSError at keep, line 9", 8, house.at
    session.commit()
    text = client.be(house.cast.sys).get("/admin/jobs").text
    assert "Issuing letters" in text
    assert "OSError at keep, line 9" in text
    assert client.send(f"/admin/jobs/{job.id}/again").status_code == 303
    session.expire_all()
    assert (job.state, job.attempts, job.run_at) == (JobState.WAITING, 0, house.at)


def test_progress_is_shown_to_the_calls_own_office(client, house, session):
    job = enqueue(session, "issue_letters", "x", {}, house.at, call_id=house.call.id, made_by_id=house.cast.olu.id)
    job.state, job.progress, job.total = JobState.RUNNING, 12, 60
    foreign = enqueue(session, "issue_letters", "y", {}, house.at)
    session.commit()
    for person, code in (("olu", 200), ("uma", 200), ("aud", 200), ("ada", 404), ("rea", 404), ("sys", 404)):
        answer = client.be(getattr(house.cast, person)).get(f"/office/jobs/{job.id}")
        assert answer.status_code == code, person
        assert ("12 of 60" in answer.text) == (code == 200)
    assert client.be(house.cast.olu).get(f"/office/jobs/{foreign.id}").status_code == 404


def test_a_page_rings_for_the_jobs_only_when_it_left_them_something(client, app, house, application, session):
    rung = []
    app.ring = lambda: rung.append(1)
    client.be(house.cast.ada)
    client.send("/language", language="sv", back="/")
    assert rung == []
    client.send(f"/my/applications/{application.id}/reopen")
    assert rung == [1]


def test_what_was_sent_by_hand_goes_out_in_the_next_round(client, house, application, session, record, settings):
    message = receipt_to(session, house.cast.ada)
    fail(session, record, message, house.at, for_good=True)
    client.be(house.cast.olu).send(f"/office/calls/{house.call.id}/mail/{message.id}/send")
    run_due(record, replace(settings, demonstration=True), house.at + timedelta(seconds=1))
    session.expire_all()
    assert message.sent_at is not None
