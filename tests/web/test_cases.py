"""The office between the close of a call and its decisions, by real requests."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from grants import clock
from grants.applications import actions as applications
from grants.applications.actions.inviting import Invited
from grants.applications.model import ConflictKind, Finding, Note, Right
from grants.mail.model import Message
from grants.people.model import Appointment, Person
from grants.reviews import actions as reviews
from grants.reviews.model import Assignment, Proposal
from grants.reviews.proposing import answer
from grants.reviews.queries import question_of
from grants.rules.eligibility import Result
from grants.rules.invitations import InvitationState
from grants.rules.reviews import AssignmentState
from grants.rules.roles import Role
from tests import make
from tests.reviews.judging import closed


@pytest.fixture
def judging(session, at):
    return closed(session, at)


@pytest.fixture
def office(client, judging):
    client.be(judging.cast.olu)
    return client


def text_of(answer):
    return answer.get_data(as_text=True)


def rows(answer):
    return re.findall(r'href="/office/applications/([0-9a-f-]{36})"', text_of(answer))


def test_the_list_is_searched_filtered_and_sorted(office, judging):
    here = f"/office/calls/{judging.call.id}/applications"
    one, two = str(judging.application.id), str(judging.other.id)
    assert rows(office.get(here)) == [one, two]
    assert rows(office.get(f"{here}?sort=-number")) == [two, one]
    for words in (judging.other.ref, str(judging.other.number), judging.other.ref.lower(), "maxwell", "Vera"):
        assert rows(office.get(f"{here}?words={words}")) == [two], words
    assert rows(office.get(f"{here}?words=%25")) == []
    assert rows(office.get(f"{here}?theme={judging.call.themes[1].code}")) == []
    assert rows(office.get(f"{here}?side={judging.house.first}")) == [one, two]
    assert rows(office.get(f"{here}?side={judging.house.second}")) == []
    assert rows(office.get(f"{here}?state=declined")) == []
    for oddity in ("state=nonsense", "sort=;drop", "page=-4", "page=99999999999999999999", "page=x", "words=%00"):
        assert rows(office.get(f"{here}?{oddity}")) == [one, two], oddity


def test_of_a_draft_an_office_learns_who_and_how_far(office, judging, session):
    draft = judging.other
    draft.submitted_at = None
    session.flush()
    here = f"/office/calls/{judging.call.id}/applications"
    assert rows(office.get(f"{here}?state=all")) == [str(judging.application.id)]
    assert draft.ref in text_of(office.get(f"{here}?state=all"))
    assert draft.ref not in text_of(office.get(here))
    assert office.get(f"/office/applications/{draft.id}").status_code == 404
    text = text_of(office.get(f"/office/drafts/{draft.id}"))
    assert draft.ref in text
    assert "early-career researchers in the lead" not in text
    cast = judging.cast
    for person, code in ((cast.uma, 200), (cast.aud, 200), (cast.ivo, 404), (cast.ada, 404)):
        assert office.be(person).get(f"/office/drafts/{draft.id}").status_code == code
    for person in (cast.ivo, cast.ada):
        text = text_of(office.be(person).get(f"/office/calls/{judging.call.id}/assignments?state=all"))
        assert draft.ref not in text


def test_an_officer_in_conflict_sees_the_application_nowhere(office, judging):
    declared = office.send(f"/office/applications/{judging.application.id}/conflict", **{"conflict-reason": "x"})
    assert declared.status_code == 303
    for page in ("applications", "applications?state=all", "assignments", "assignments/proposal", "reviewers"):
        assert judging.application.ref not in text_of(office.get(f"/office/calls/{judging.call.id}/{page}")), page
    assert office.get(f"/office/applications/{judging.application.id}").status_code == 404
    assert "1</span></h1>" in text_of(office.get(f"/office/calls/{judging.call.id}/applications"))
    sent = {"chosen": str(judging.application.id), "reviewer": str(judging.cast.rea.id)}
    assert office.send(f"/office/calls/{judging.call.id}/assignments", **sent).status_code == 422
    assert judging.session.scalars(select(Assignment)).all() == []


def test_loads_do_not_betray_what_a_chair_may_not_know(client, judging):
    ivo = judging.cast.ivo
    applications.record_conflict(judging.application, ivo, (ConflictKind.DECLARED, ""), ivo, judging.at)
    here = f"/office/calls/{judging.call.id}"
    client.be(ivo)
    before = text_of(client.get(f"{here}/reviewers")), text_of(client.get(f"{here}/assignments"))
    judging.reviewed(judging.cast.rea)
    judging.session.flush()
    after = text_of(client.get(f"{here}/reviewers")), text_of(client.get(f"{here}/assignments"))
    tokens = re.compile(r'value="[^"]{40,}"')
    assert [tokens.sub("", one) for one in before] == [tokens.sub("", one) for one in after]


def test_each_side_checks_its_own_people(office, judging):
    here = f"/office/applications/{judging.application.id}"
    assert judging.house.first in text_of(office.get(here))
    form = {"verdict-side": judging.house.first, "verdict-result": "fail"}
    refused = office.send(f"{here}/eligibility", **form)
    assert refused.status_code == 422
    assert "verdict-reason" in re.findall(r'href="#([\w-]+)"', text_of(refused))
    assert office.send(f"{here}/eligibility", **form, **{"verdict-reason": "No doctorate yet"}).status_code == 303
    other = {"verdict-side": judging.house.second, "verdict-result": "pass"}
    assert office.send(f"{here}/eligibility", **other).status_code == 422
    [finding] = judging.session.scalars(select(Finding)).all()
    assert (finding.side, finding.result, finding.by_id) == (judging.house.first, Result.FAIL, judging.cast.olu.id)
    assert {one["code"] for one in finding.computed} == {rule.code for rule in judging.call.rules}
    assert "No doctorate yet" in text_of(office.get(here))
    listed = text_of(office.get(f"/office/calls/{judging.call.id}/applications?lacking=eligibility"))
    assert judging.application.ref not in listed
    assert judging.other.ref in listed


def test_notes_are_for_officers(office, judging):
    here = f"/office/applications/{judging.application.id}"
    assert office.send(f"{here}/notes", **{"note-text": "Ask Lund first.", "note-audience": "all"}).status_code == 303
    assert office.send(f"{here}/notes", **{"note-text": " ", "note-audience": "all"}).status_code == 422
    assert judging.session.scalars(select(Note.text)).all() == ["Ask Lund first."]
    assert "Ask Lund first." in text_of(office.be(judging.cast.uma).get(here))
    for person in (judging.cast.ada, judging.cast.ivo, judging.cast.rea, judging.cast.sys):
        assert office.be(person).get(here).status_code == 404


def test_somebody_unknown_joins_the_pool_with_an_account(office, judging):
    here = f"/office/calls/{judging.call.id}/reviewers"
    form = {"email": "Nya.Ny@EXAMPLE.org", "given": "Nya", "family": "Nyberg", "side": judging.house.second,
            "expertise": "ageing", "language": "sv"}  # fmt: skip
    assert office.send(f"{here}/add", **form).status_code == 303
    person = judging.session.scalars(select(Person).where(Person.email == "nya.ny@example.org")).one()
    [held] = person.appointments
    assert (held.role, held.call_id, held.side, held.expertise) == (
        Role.REVIEWER, judging.call.id, judging.house.second, "ageing",
    )  # fmt: skip
    mail = judging.session.scalars(select(Message).where(Message.to == person.email)).one()
    assert (mail.language, mail.link) == ("sv", "/reviews")
    assert office.send(f"{here}/add", **form).status_code == 422
    assert "Nya Nyberg" in text_of(office.get(here))
    assert office.send(f"{here}/remove", chosen=str(held.id)).status_code == 303
    assert "Nya Nyberg" not in text_of(office.get(here))


@pytest.mark.parametrize(("who", "why"), [("olu", "themselves"), ("ada", "applies"), ("rea", "already")])
def test_who_cannot_join_the_pool(office, judging, who, why):
    person = getattr(judging.cast, who)
    form = {"email": person.email, "family": "X", "side": judging.house.first, "language": "en"}
    answer = office.send(f"/office/calls/{judging.call.id}/reviewers/add", **form)
    assert answer.status_code == 422
    assert why in text_of(answer)


def test_leaving_the_pool_takes_the_rest_of_the_pile_along(office, judging):
    done = judging.reviewed(judging.cast.rea)
    waiting = judging.asked(judging.cast.rea, judging.other)
    held = judging.member(judging.cast.rea)
    assert office.send(f"/office/calls/{judging.call.id}/reviewers/remove", chosen=str(held.id)).status_code == 303
    judging.session.expire_all()
    assert (waiting.state, done.assignment.state) == (AssignmentState.REMOVED, AssignmentState.ACCEPTED)
    assert done.is_in
    office.be(judging.cast.rea)
    assert office.get(f"/reviews/{done.id}").status_code == 404
    assert office.get("/reviews").status_code == 403


def test_only_appointments_of_the_pool_are_ended_here(office, judging):
    chair = judging.session.scalars(select(Appointment).where(Appointment.role == Role.CHAIR)).one()
    office.send(f"/office/calls/{judging.call.id}/reviewers/remove", chosen=str(chair.id))
    judging.session.expire_all()
    assert chair.until is None


def test_the_grid_asks_one_for_many_and_takes_off(office, judging):
    here = f"/office/calls/{judging.call.id}/assignments"
    sent = {"chosen": [str(judging.application.id), str(judging.other.id), "x"], "reviewer": str(judging.cast.rea.id)}
    assert office.send(here, **sent).status_code == 303
    asked = judging.session.scalars(select(Assignment)).unique().all()
    assert {one.application_id for one in asked} == {judging.application.id, judging.other.id}
    assert office.send(here, **sent).status_code == 422
    assert office.send(here, reviewer=str(judging.cast.rea.id)).status_code == 422
    one = f"/office/assignments/{asked[0].id}"
    assert f'href="{one}"' in text_of(office.get(here))
    assert office.send(f"{one}/remind").status_code == 303
    assert office.send(f"{one}/remove", reason="Too many").status_code == 303
    judging.session.expire_all()
    assert asked[0].state is AssignmentState.REMOVED
    kinds = judging.session.scalars(select(Message.kind).where(Message.to == "rea@example.org")).all()
    assert sorted(kinds) == ["review_asked", "review_reminder", "review_taken_off"]


def worked_out(judging):
    """What the job does with the newest proposal."""
    made = judging.session.scalars(select(Proposal).order_by(Proposal.made_at.desc())).first()
    question = question_of(judging.session, made.made_by, judging.call, made.wishes, judging.at)
    reviews.keep_outcome(made, answer(question, made.wishes), judging.at)
    judging.session.commit()
    return f"/office/proposals/{made.id}"


def test_the_proposal_is_applied_as_it_was_looked_at(office, judging):
    here = f"/office/calls/{judging.call.id}/assignments/proposal"
    said = {"mode": "fair", "per_side": "1", "most_each": "5", "most_of_one": "", "expert": ""}
    assert office.send(here, **said | {"per_side": "0"}).status_code == 422
    assert office.send(here, **said).status_code == 303
    first = worked_out(judging)
    assert judging.session.scalars(select(Assignment)).all() == []
    judging.asked(judging.cast.rea)
    judging.session.commit()
    assert office.send(f"{first}/apply").status_code == 422
    judging.house.at += timedelta(minutes=1)
    clock.stop(judging.at)
    assert office.send(here, **said).status_code == 303
    second = worked_out(judging)
    assert "Who would be asked for what" in text_of(office.get(second))
    assert office.send(f"{second}/apply").status_code == 303
    assert office.send(f"{second}/apply").status_code == 422
    asked = judging.session.scalars(select(Assignment)).unique().all()
    pairs = {(one.application_id, one.reviewer_id) for one in asked}
    both = {judging.cast.rea.id, judging.cast.sol.id}
    assert pairs == {(one.id, who) for one in (judging.application, judging.other) for who in both}


def test_what_cannot_be_done_says_who_is_missing(office, judging):
    judging.member(judging.cast.rea).most = 1
    judging.session.commit()
    here = f"/office/calls/{judging.call.id}/assignments/proposal"
    assert office.send(here, mode="total", per_side="1", most_each="5").status_code == 303
    text = text_of(office.get(worked_out(judging)))
    assert "At most 3 of 4 reviews" in text
    assert judging.cast.rea.name_in("en") in text


def test_from_the_case_one_reviewer_is_asked(office, judging):
    here = f"/office/applications/{judging.application.id}"
    sol = str(judging.cast.sol.id)
    assert sol in text_of(office.get(here))
    assert office.send(f"{here}/reviewers", **{"ask-reviewer": sol}).status_code == 303
    assert f'value="{sol}"' not in text_of(office.get(here))
    for oddity in (sol, "x", str(judging.cast.max.id), ""):
        assert office.send(f"{here}/reviewers", **{"ask-reviewer": oddity}).status_code == 422


def test_officers_read_reviews_that_are_in_and_no_others(office, judging):
    judging.reviewed(judging.cast.rea)
    draft = judging.accepted(judging.cast.sol)
    draft.for_panel = "Unfinished thoughts"
    judging.session.flush()
    text = text_of(office.get(f"/office/applications/{judging.application.id}"))
    assert "For the panel: solid." in text
    assert "Unfinished thoughts" not in text
    assert "scribbled aside" not in text


def test_the_auditor_reads_and_changes_nothing(client, judging):
    client.be(judging.cast.aud)
    for page in (f"calls/{judging.call.id}/applications", f"calls/{judging.call.id}/reviewers",
                 f"calls/{judging.call.id}/assignments", f"applications/{judging.application.id}"):  # fmt: skip
        assert client.get(f"/office/{page}").status_code == 200, page
    sent = {"chosen": str(judging.application.id), "reviewer": str(judging.cast.rea.id)}
    assert client.send(f"/office/calls/{judging.call.id}/assignments", **sent).status_code == 422
    assert client.send(f"/office/applications/{judging.application.id}/notes", **{"note-text": "x"}).status_code == 422
    assert client.send(f"/office/calls/{judging.call.id}/reviewers/add", email="a@example.org").status_code == 404


def test_long_lists_ask_no_more_questions(office, judging, statements):
    def asked(address):
        with statements() as seen:
            assert office.get(address).status_code == 200
        return len(seen)

    here = f"/office/calls/{judging.call.id}"
    pages = [f"{here}/applications", f"{here}/assignments", f"{here}/reviewers", "/office"]
    judging.reviewed(judging.cast.rea)
    judging.session.commit()
    before = [asked(one) for one in pages]
    for lead, partner in ((judging.cast.eva, judging.cast.vic), (judging.cast.max, judging.cast.eva)):
        judging.house.at = judging.call.opens_at.replace(hour=23)
        more = make.joined(judging.house, lead=lead, partner=partner, at=judging.house.at)
        more.submitted_at = judging.at
        more.title = "One more"
    judging.session.commit()
    assert [asked(one) for one in pages] == before


def test_the_chair_lists_nothing_before_the_call_closes(client, judging):
    here = f"/office/calls/{judging.call.id}/assignments"
    client.be(judging.cast.ivo)
    assert judging.application.ref in text_of(client.get(here))
    clock.stop(judging.call.opens_at)
    assert judging.application.ref not in text_of(client.get(here))
    assert judging.application.ref in text_of(client.be(judging.cast.olu).get(here))


def test_conflicts_on_record_are_told_but_not_to_those_in_conflict(office, judging):
    here = f"/office/calls/{judging.call.id}/conflicts"
    judging.conflicted(judging.asked(judging.cast.rea), judging.cast.rea)
    judging.session.commit()
    for person in (judging.cast.olu, judging.cast.uma, judging.cast.ivo, judging.cast.aud):
        assert "We wrote a book together" in text_of(office.be(person).get(here))
    why = (ConflictKind.DECLARED, "")
    applications.record_conflict(judging.application, judging.cast.ivo, why, judging.cast.ivo, judging.at)
    text = text_of(office.be(judging.cast.ivo).get(here))
    assert judging.application.ref not in text
    for person in (judging.cast.rea, judging.cast.ada, judging.cast.sys):
        assert office.be(person).get(here).status_code == 404


def test_officers_help_with_invitations_that_went_astray(office, judging):
    clock.stop(judging.call.opens_at + timedelta(days=1))
    judging.house.at = clock.now()
    draft = make.started(judging.house, judging.cast.eva)
    whom = Invited("astray@example.org", "A", judging.house.second, Right.PI)
    invitation = applications.invite(draft, whom, judging.cast.eva, judging.house.at)
    judging.session.commit()
    assert "astray@example.org" in text_of(office.get(f"/office/drafts/{draft.id}"))
    assert office.send(f"/office/invitations/{invitation.id}/resend").status_code == 422
    clock.stop(clock.now() + timedelta(hours=2))
    assert office.send(f"/office/invitations/{invitation.id}/resend").status_code == 303
    assert office.be(judging.cast.max).send(f"/office/invitations/{invitation.id}/revoke").status_code == 404
    assert office.be(judging.cast.uma).send(f"/office/invitations/{invitation.id}/revoke").status_code == 303
    judging.session.expire_all()
    assert invitation.state is InvitationState.REVOKED
    kinds = judging.session.scalars(select(Message.kind).where(Message.to == "astray@example.org")).all()
    assert sorted(kinds) == ["invitation", "invitation", "invitation_revoked"]
