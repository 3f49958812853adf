"""The engine does each job once, and does it in the end."""

from datetime import timedelta
from threading import Barrier, Lock, Thread

import pytest
from sqlalchemy import func, select

from grants.jobs import engine
from grants.jobs.due import run_due
from grants.jobs.engine import LEASE, TRIES, LeaseLost, Watch, again, claim, enqueue, job, stand
from grants.jobs.model import Job, JobState
from grants.rules.refusal import Refused
from grants.words import say


def ask(record, at, key="1", kind="count", **payload):
    with record.transaction() as session:
        return enqueue(session, kind, key, payload, at).id


def look(record, key):
    with record.reading() as session:
        return session.get(Job, key)


def together(deed, count=4):
    """Do the same thing in several threads at the same moment; what went wrong in any of them is raised."""
    start, faults = Barrier(count), []

    def one():
        start.wait()
        try:
            deed()
        except Exception as fault:  # noqa: BLE001 - told to the test below
            faults.append(fault)

    threads = [Thread(target=one) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []


def test_a_job_is_done_once_with_what_it_was_given(house, own_settings, kinds, at):
    had = []

    @job("count")
    def run(work):
        had.append((work.payload, work.record, work.settings, work.at >= at))

    key = ask(house, at, letters=["a", "b"])
    assert run_due(house, own_settings, at) == 1
    assert run_due(house, own_settings, at + timedelta(days=1)) == 0
    assert had == [({"letters": ["a", "b"]}, house, own_settings, True)]
    done = look(house, key)
    assert (done.state, done.attempts, done.error, done.lease_until, done.holder) == (JobState.DONE, 1, "", None, None)


def test_a_job_waits_for_its_time(house, own_settings, kinds, at):
    job("count")(lambda work: None)
    key = ask(house, at + timedelta(hours=1))
    assert run_due(house, own_settings, at) == 0
    assert look(house, key).state is JobState.WAITING
    assert run_due(house, own_settings, at + timedelta(hours=1)) == 1


def test_a_job_asked_for_in_a_transaction_that_failed_does_not_exist(house, at):
    def refused():
        with house.transaction() as session:
            enqueue(session, "count", "1", {}, at)
            raise Refused(say("No."))

    with pytest.raises(Refused):
        refused()
    with house.reading() as session:
        assert session.scalar(select(func.count()).select_from(Job)) == 0


def test_asking_again_while_it_is_unfinished_is_the_same_job(house, own_settings, kinds, at):
    job("count")(lambda work: None)
    first = ask(house, at)
    assert ask(house, at) == first
    assert ask(house, at, key="2") != first
    run_due(house, own_settings, at)
    assert ask(house, at) != first


def test_several_who_ask_at_once_get_one_job(house, at):
    together(lambda: ask(house, at))
    with house.reading() as session:
        assert session.scalar(select(func.count()).select_from(Job)) == 1


def test_several_workers_do_each_job_once(house, own_settings, kinds, at):
    had, guard = [], Lock()

    @job("count")
    def run(work):
        with guard:
            had.append(work.payload["number"])

    for number in range(40):
        ask(house, at, key=str(number), number=number)
    together(lambda: run_due(house, own_settings, at))
    assert sorted(had) == list(range(40))
    with house.reading() as session:
        assert set(session.scalars(select(Job.state))) == {JobState.DONE}
        assert set(session.scalars(select(Job.attempts))) == {1}


def test_what_fails_is_tried_again_later_each_time_later_and_then_given_up(house, own_settings, kinds, at):
    @job("count")
    def run(work):
        raise ValueError("the private letter of Takahashi Ai")

    key, now, pauses = ask(house, at), at, []
    for attempt in range(1, TRIES + 1):
        assert run_due(house, own_settings, now) == 1
        found = look(house, key)
        assert found.attempts == attempt
        if attempt < TRIES:
            assert found.state is JobState.WAITING
            pauses.append(round((found.run_at - now).total_seconds() / 60))
            assert run_due(house, own_settings, now) == 0
            now = found.run_at
    assert pauses == [1, 2, 4, 8, 16, 32, 60]
    assert found.state is JobState.FAILED
    assert found.error.startswith("ValueError at run")
    assert "Takahashi" not in found.error
    with house.transaction() as session:
        again(session.get(Job, key), now)
    assert run_due(house, own_settings, now) == 1
    assert look(house, key).attempts == 1


def test_a_refusal_is_kept_in_its_own_words(house, own_settings, kinds, at):
    @job("count")
    def run(work):
        raise Refused(say("The call “%(call)s” is closed.", call="MIRAI"))

    key = ask(house, at)
    run_due(house, own_settings, at)
    assert look(house, key).error == "The call “MIRAI” is closed."


def test_one_failing_job_does_not_hold_up_the_others(house, own_settings, kinds, at):
    done = []
    job("fails")(lambda work: 1 / 0)
    job("count")(lambda work: done.append(work.job_id))
    ask(house, at, kind="fails")
    key = ask(house, at + timedelta(seconds=1))
    assert run_due(house, own_settings, at + timedelta(seconds=2)) == 2
    assert done == [key]


def test_a_killed_worker_leaves_the_job_to_the_next_one_when_its_lease_is_over(house, own_settings, kinds, at):
    class Killed(BaseException):
        pass

    @job("count")
    def run(work):
        if work.attempts == 1:
            raise Killed

    key = ask(house, at)
    with pytest.raises(Killed):
        run_due(house, own_settings, at)
    assert look(house, key).state is JobState.RUNNING
    assert run_due(house, own_settings, at + LEASE - timedelta(seconds=5)) == 0
    assert run_due(house, own_settings, at + LEASE + timedelta(seconds=5)) == 1
    assert (look(house, key).state, look(house, key).attempts) == (JobState.DONE, 2)


def test_a_job_that_kills_every_worker_is_given_up(house, own_settings, kinds, at):
    class Killed(BaseException):
        pass

    @job("count")
    def run(work):
        raise Killed

    key, now = ask(house, at), at
    for _ in range(TRIES):
        with pytest.raises(Killed):
            run_due(house, own_settings, now)
        now += LEASE + timedelta(minutes=1)
    assert run_due(house, own_settings, now) == 0
    assert (look(house, key).state, look(house, key).error) == (JobState.FAILED, "Stopped without a word")


def test_who_lost_the_lease_stops_and_writes_nothing(house, own_settings, kinds, at):
    went_on = []

    @job("count")
    def run(work):
        work.report(1, 9)
        went_on.append(work.holder)

    key = ask(house, at)
    slow = claim(house, own_settings, Watch(at), [])
    quick = claim(house, own_settings, Watch(at + LEASE + timedelta(minutes=1)), [])
    assert slow.job_id == quick.job_id == key
    with pytest.raises(LeaseLost):
        slow.report(5, 9)
    with slow as work:
        run(work)
    assert went_on == []
    assert (look(house, key).state, look(house, key).progress) == (JobState.RUNNING, 0)
    with quick as work:
        run(work)
    assert went_on == [quick.holder]
    assert (look(house, key).state, look(house, key).progress, look(house, key).total) == (JobState.DONE, 1, 9)


def test_progress_is_seen_while_it_runs_and_keeps_the_lease(house, own_settings, kinds, at):
    seen = []

    @job("count")
    def run(work):
        for done in range(1, 4):
            work.report(done, 3)
            found = look(house, work.job_id)
            seen.append((found.state, found.progress, found.total, found.lease_until >= at + LEASE))

    ask(house, at)
    run_due(house, own_settings, at)
    assert seen == [(JobState.RUNNING, done, 3, True) for done in (1, 2, 3)]


def test_standing_work_comes_back_by_itself_and_never_gives_up(house, own_settings, kinds, at):
    runs = []

    @job("sweep", every=timedelta(minutes=10))
    def run(work):
        runs.append(work.attempts)
        if len(runs) in range(2, 2 + TRIES + 2):
            raise OSError

    now = at
    for _ in range(TRIES + 4):
        assert run_due(house, own_settings, now) == 1
        assert run_due(house, own_settings, now) == 0
        with house.reading() as session:
            now = session.scalars(select(Job)).one().run_at
    with house.reading() as session:
        found = session.scalars(select(Job)).one()
    assert (found.state, found.attempts, found.error) == (JobState.WAITING, 0, "")
    assert len(runs) == TRIES + 4


def test_several_clocks_that_ring_at_once_do_the_standing_work_once(house, own_settings, kinds, at):
    runs = []
    job("sweep", every=timedelta(minutes=10))(lambda work: runs.append(1))
    together(lambda: stand(house, at))
    together(lambda: run_due(house, own_settings, at))
    assert runs == [1]


def test_work_that_this_program_does_not_know_is_left_alone(house, own_settings, kinds, at):
    key = ask(house, at, kind="of_a_newer_program")
    assert run_due(house, own_settings, at) == 0
    assert look(house, key).state is JobState.WAITING


def test_every_job_of_the_house_is_declared(own_settings):
    assert {"close_calls", "lapse_offers", "purge", "remind"} <= set(engine.KINDS)
