"""Mail goes out over real SMTP: once, one by one, and in the end."""

import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from grants.jobs.engine import Watch
from grants.jobs.send_mail import HOLD, TRIED_FOR, send_again, send_due
from grants.mail.model import IN_DOUBT, Message
from grants.mail.outbox import Address, Telling, post
from grants.words import say
from tests.mail.server import Post, mail_server


@pytest.fixture
def office():
    return Post()


@pytest.fixture
def address(office):
    with mail_server(office, auth_require_tls=False) as found:
        yield found


@pytest.fixture
def sending(own_settings, address):
    """Settings of a real installation that sends over this server."""
    return replace(
        own_settings, demonstration=False, smtp_url=f"smtp://{address}", base_url="https://fund.example.org",
        mail_from="Fund <fund@example.org>",
    )  # fmt: skip


def tell(record, at, to="ai@example.org", language="en", **more):
    told = {"kind": "receipt", "subject": say("Received: %(ref)s", ref="MIRAI-2022-001"),
            "paragraphs": (say("We have received your application “%(title)s”.", title="高齢社会 & åldrande"),),
            **more}  # fmt: skip
    with record.transaction() as session:
        return post(session, Address(to, "髙橋 愛", language), Telling(**told), at).id


def look(record, key):
    with record.reading() as session:
        return session.get(Message, key)


def send(record, settings, at):
    return send_due(record, settings, Watch(at))


def test_a_message_arrives_as_it_was_told(house, sending, office, at):
    key = tell(house, at, link="/my/applications/1", sealed=True, reply_to="office@example.org")
    assert send(house, sending, at) == 1
    [(receivers, mail)] = office.taken
    message = look(house, key)
    assert receivers == ["ai@example.org"]
    assert mail["To"] == "ai@example.org"
    assert mail["From"] == "Fund <fund@example.org>"
    assert mail["Subject"] == "Received: MIRAI-2022-001"
    assert mail["Message-ID"] == message.message_id
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Reply-To"] == "office@example.org"
    assert mail["Content-Language"] == "en"
    assert mail["Date"].datetime == at
    assert (mail.get_content_type(), mail.get_content_charset()) == ("text/plain", "utf-8")
    assert not [name for name in mail if name.lower().startswith(("list-", "cc", "bcc", "received", "x-"))]
    lines = mail.get_content().splitlines()
    assert lines[0] == "Dear 髙橋 愛,"
    assert "We have received your application “高齢社会 & åldrande”." in lines
    [link] = [line for line in lines if line.startswith("https://")]
    assert link.startswith("https://fund.example.org/my/applications/1?key=")
    assert lines[-3:] == [
        "-- ",
        "Sent by Tsunagari for the programme office, because you take part in a joint fund.",
        "Answers to this mail go to office@example.org.",
    ]
    assert (message.sent_at >= at, message.next_try_at, message.fault, message.tries) == (True, None, "", 1)
    assert str(message.state) == "Delivered to the mail server"


def test_it_is_sent_once(house, sending, office, at):
    tell(house, at)
    assert [send(house, sending, at), send(house, sending, at + timedelta(days=1))] == [1, 0]
    assert len(office.taken) == 1


def test_it_waits_for_its_time(house, sending, office, at):
    tell(house, at + timedelta(hours=2))
    assert [send(house, sending, at), send(house, sending, at + timedelta(hours=2))] == [0, 1]


def test_each_receiver_gets_a_mail_alone(house, sending, office, at):
    for number in range(5):
        tell(house, at, to=f"reviewer{number}@example.org")
    send(house, sending, at)
    assert sorted(tuple(receivers) for receivers, _ in office.taken) == [
        (f"reviewer{number}@example.org",) for number in range(5)
    ]
    for receivers, mail in office.taken:
        others = {f"reviewer{number}@" for number in range(5)} - {receivers[0].split("example")[0]}
        assert not any(other in str(mail) for other in others)


def test_a_refused_address_is_kept_for_the_officers_and_not_tried_again(house, sending, office, at):
    office.refuse_receivers["gone@example.org"] = "550 5.1.1 No such person"
    wrong, right = tell(house, at, to="gone@example.org"), tell(house, at + timedelta(seconds=1))
    assert send(house, sending, at + timedelta(seconds=2)) == 1
    found = look(house, wrong)
    assert (found.sent_at, found.next_try_at, found.fault) == (None, None, "550 5.1.1 No such person")
    assert str(found.state) == "Not delivered"
    assert look(house, right).sent_at is not None
    office.refuse_receivers.clear()
    assert send(house, sending, at + timedelta(days=1)) == 0
    with house.transaction() as session:
        send_again(session.get(Message, wrong), at + timedelta(days=1))
    assert send(house, sending, at + timedelta(days=1)) == 1
    assert office.ids[-1] == found.message_id


def test_a_greylisted_message_is_tried_later_and_the_fault_is_shown_meanwhile(house, sending, office, at):
    office.refuse_data = ["451 4.7.1 Come back later"] * 4
    key, now, pauses = tell(house, at), at, []
    for _ in range(4):
        assert send(house, sending, now) == 0
        found = look(house, key)
        assert found.fault == "451 4.7.1 Come back later"
        assert str(found.state) == "Waiting, will be tried again"
        pauses.append(round((found.next_try_at - now).total_seconds()))
        assert send(house, sending, now + timedelta(seconds=20)) == 0
        now = found.next_try_at
    assert pauses == [30, 60, 120, 240]
    assert send(house, sending, now) == 1
    assert (look(house, key).fault, look(house, key).tries) == ("", 5)


def test_after_three_days_it_is_given_up(house, sending, office, at):
    office.refuse_data = ["451 4.7.1 Come back later"] * 2
    key = tell(house, at)
    send(house, sending, at)
    send(house, sending, at + TRIED_FOR + timedelta(minutes=5))
    found = look(house, key)
    assert (found.next_try_at, found.sent_at, found.fault) == (None, None, "451 4.7.1 Come back later")


def test_a_server_that_is_down_costs_one_try_and_all_goes_out_when_it_is_back(house, sending, office, address, at):
    nowhere = replace(sending, smtp_url="smtp://127.0.0.1:1")
    keys = [tell(house, at + timedelta(milliseconds=number)) for number in range(3)]
    now = at + timedelta(seconds=1)
    assert send(house, nowhere, now) == 0
    assert [look(house, key).tries for key in keys] == [1, 0, 0]
    assert look(house, keys[0]).fault.startswith("ConnectionRefusedError")
    assert send(house, sending, now + timedelta(minutes=1)) == 3
    assert len(set(office.ids)) == 3


def test_a_server_that_hangs_up_in_the_middle_loses_nothing(house, sending, office, at):
    office.refuse_data = ["421 4.3.2 Closing down"]
    first, second = tell(house, at), tell(house, at + timedelta(seconds=1))
    send(house, sending, at + timedelta(seconds=2))
    send(house, sending, at + timedelta(minutes=5))
    assert sorted(office.ids) == sorted(look(house, key).message_id for key in (first, second))


def test_the_password_is_given_to_a_server_on_this_machine(house, sending, office, address, at):
    tell(house, at)
    assert send(house, replace(sending, smtp_url=f"smtp://fund%40example.org:p%40ss@{address}"), at) == 1
    assert office.logins == [(b"fund@example.org", b"p@ss")]


def test_a_wrong_password_is_the_installations_fault_and_no_messages(house, sending, office, address, at):
    key = tell(house, at)
    assert send(house, replace(sending, smtp_url=f"smtp://fund:wrong@{address}"), at) == 0
    found = look(house, key)
    assert found.fault.startswith("535")
    assert found.next_try_at is not None


@pytest.mark.parametrize("url", ["http://example.org", "smtp://", "mail.example.org"])
def test_an_address_that_is_none_is_said_so(house, sending, at, url):
    key = tell(house, at)
    assert send(house, replace(sending, smtp_url=url), at) == 0
    assert "SMTP_URL must look like" in look(house, key).fault


def test_the_footer_and_greeting_speak_the_receivers_language(house, sending, office, at):
    tell(house, at, language="ja")
    send(house, sending, at)
    [(_, mail)] = office.taken
    assert mail["Content-Language"] == "ja"
    lines = mail.get_content().splitlines()
    assert lines[0] == "髙橋 愛 様"
    footer = lines[lines.index("-- ") + 1 :]
    assert len(footer) == 2
    assert all(re.search("[ぁ-ん]", line) for line in footer)


def test_the_demonstration_opens_no_connection(house, sending, office, at):
    key = tell(house, at)
    assert send(house, replace(sending, demonstration=True), at) == 1
    assert office.taken == []
    assert look(house, key).sent_at >= at
    assert send(house, replace(sending, demonstration=True), at) == 0


def test_without_a_server_messages_wait(house, sending, at):
    key = tell(house, at)
    assert send(house, replace(sending, smtp_url=None), at) == 0
    assert (look(house, key).tries, look(house, key).fault) == (0, "")


def worker(settings):
    """`grants jobs run` in a process of its own."""
    outside = {
        "PATH": os.environ["PATH"], "DATABASE_URL": settings.database_url, "SMTP_URL": settings.smtp_url,
        "TSUNAGARI_MODE": "production", "BASE_URL": settings.base_url, "SECRET_KEY": settings.secret_key,
        "DATA_FOLDER": str(settings.data_folder),
    }  # fmt: skip
    return subprocess.Popen([sys.executable, "-m", "grants.cli", "jobs", "run"], env=outside, stdout=subprocess.DEVNULL)


def test_two_processes_at_once_send_each_message_once(house, sending, office):
    today = datetime.now(UTC)  # the processes run by the real clock, and old mail is deleted
    keys = [tell(house, today + timedelta(milliseconds=number)) for number in range(40)]
    office.on_data = lambda: time.sleep(0.02)
    workers = [worker(sending) for _ in range(2)]
    assert [each.wait(60) for each in workers] == [0, 0]
    assert sorted(office.ids) == sorted(look(house, key).message_id for key in keys)
    with house.reading() as session:
        assert set(session.scalars(select(Message.tries))) == {1}


def kill_while_sending(house, sending, office):
    """A worker that dies after the server has taken the message and before it could write that down."""
    running = worker(sending)
    office.on_data = lambda: os.kill(running.pid, signal.SIGKILL)
    running.wait(60)
    office.on_data = lambda: None
    return datetime.now(UTC)


def test_a_worker_killed_while_sending_repeats_only_under_the_same_message_id(house, sending, office, at):
    key = tell(house, at)
    now = kill_while_sending(house, sending, office)
    assert len(office.taken) == 1
    assert (look(house, key).sent_at, look(house, key).tries) == (None, 1)
    assert send(house, sending, now + HOLD - timedelta(minutes=1)) == 0
    assert send(house, sending, now + HOLD + timedelta(minutes=1)) == 1
    assert office.ids == [look(house, key).message_id] * 2
    assert office.taken[0][1].get_content() == office.taken[1][1].get_content()


def test_an_outcome_in_doubt_waits_for_an_officer(house, sending, office, at):
    key = tell(house, at, kind="outcome")
    now = kill_while_sending(house, sending, office) + HOLD + timedelta(minutes=1)
    assert send(house, sending, now) == 0
    found = look(house, key)
    assert (found.sent_at, found.next_try_at, found.fault) == (None, None, IN_DOUBT.text)
    with house.transaction() as session:
        send_again(session.get(Message, key), now)
    assert send(house, sending, now) == 1
    assert office.ids == [found.message_id] * 2
