"""Two equals at their desks, and those who sign for them: every page and deed as people use it."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from grants import clock
from grants.applications import actions
from grants.applications.actions import Named, Proposal
from grants.applications.actions.inviting import Invited
from grants.applications.model import Application, Comment, Endorsement, FormalChange, Invitation, Right
from grants.applications.signatures import mark
from grants.calls import actions as calls
from grants.history.model import Entry
from grants.mail.outbox import seal
from grants.rules.applications import ApplicationState
from grants.rules.consent import EndorsementState
from grants.rules.deadlines import of_application, shuts
from grants.rules.formal import ChangeKind, ChangeState
from grants.rules.invitations import InvitationState
from grants.rules.relations import THE_CLOCK
from tests import make
from tests.applications.test_copying import next_call
from tests.conftest import NOW

NOWHERE = "00000000-0000-4000-8000-000000000000"
HEAD = Named("department", "Head of Department", "head@dept.example", "Dean", "en")


@pytest.fixture
def house(session):
    """A house whose people all read English, so that what they are told can be told apart here."""
    opened = make.opened(session, NOW)
    for person in vars(opened.cast).values():
        person.language = "en"
    session.flush()
    return opened


@pytest.fixture
def signed_call(house):
    house.call.endorsements = [
        {"code": "department", "label": {"en": "Head of department", "ja": "部局長"}, "sides": [], "by": "2022-03-20"},
    ]  # fmt: skip
    house.session.flush()
    return house


def text(answer):
    return answer.get_data(as_text=True)


def own(application, rest=""):
    return f"/my/applications/{application.id}{rest}"


def newcomer(house, application, person, right=Right.VIEW):
    """Somebody who joined the first side's team by the link."""
    whom = Invited(person.email, "New Person", house.first, right, "ecr")
    invitation = actions.invite(application, whom, house.cast.ada, house.at)
    actions.accept_invitation(invitation, person, house.at)
    house.session.flush()
    return next(one for one in application.members if one.person_id == person.id)


# --- the team ---------------------------------------------------------------------------------------------------------


def test_every_new_page_is_a_sound_page_in_every_language(client, signed_call):
    house = signed_call
    application = make.written(house)
    member = newcomer(house, application, house.cast.max)
    actions.invite(application, Invited("new@example.org", "N", house.first, Right.VIEW), house.cast.ada, house.at)
    actions.ask_to_sign(application, HEAD, house.cast.ada, house.at)
    actions.propose_lead(application, house.second, "Most work is there", house.cast.ada, house.at)
    actions.comment(application, "part-JP", "Is the budget right?", house.cast.ben, house.at)
    actions.open_support(application, timedelta(hours=4), house.cast.ada, house.at)
    house.session.flush()
    for person in (house.cast.ada, house.cast.ben, house.cast.max):
        client.be(person)
        for language in ("en", "ja", "sv"):
            client.send("/language", language=language, back="/my")
            pages = [
                "",
                "/team",
                "/submit",
                "/sign-offs",
                "/lead",
                "/support",
                "/comments",
                "/comments?section=part-JP",
            ]
            pages += [f"/team/{member.id}"]
            for page in pages:
                assert client.get(own(application, page)).status_code == 200, page
            assert client.get(f"/my/start/{house.call.id}/copy").status_code == 200
            assert client.get("/my").status_code == 200


def test_a_members_right_is_changed_on_a_page_of_their_own(client, house):
    application = make.joined(house)
    member = newcomer(house, application, house.cast.max)
    address = own(application, f"/team/{member.id}")
    client.be(house.cast.ada)
    assert 'value="view" checked' in text(client.get(address))
    assert client.send(address, role="mentor", right="edit").status_code == 303
    assert (member.role, member.may_edit) == ("mentor", True)
    client.be(house.cast.ben)
    refused = client.send(address, role="ecr", right="view")
    assert refused.status_code == 422
    assert "own side" in text(refused)
    assert client.send(own(application, f"/team/{NOWHERE}"), role="ecr", right="view").status_code == 404


def test_a_removed_member_is_out_with_the_next_click(client, house):
    application = make.joined(house)
    member = newcomer(house, application, house.cast.max)
    client.be(house.cast.max)
    assert client.get(own(application)).status_code == 200
    client.be(house.cast.ada)
    assert client.send(own(application, f"/team/{member.id}/remove")).status_code == 303
    client.be(house.cast.max)
    assert client.get(own(application)).status_code == 404
    assert "Team" not in text(client.get("/my"))


def test_a_forwarded_link_leaks_nothing_and_leads_to_an_invitation_of_ones_own(client, house, settings):
    application = make.written(house)
    made = actions.invite(
        application, Invited("sam@old.example", "Sam", house.first, Right.EDIT), house.cast.ada, house.at
    )
    house.session.flush()
    address = f"/my/invitations/{made.id}"
    key = seal(settings.secret_key, address)
    client.be(house.cast.max)
    assert client.get(address).status_code == 404
    assert client.send(f"{address}/ask", key="wrong").status_code == 404
    shown = text(client.get(f"{address}?key={key}"))
    for secret in (application.title, "sam@old.example", "Takahashi", "髙橋", application.ref, house.call.name["en"]):
        assert secret not in shown
    assert "max@example.org" in shown
    refused = client.send(address, key=key)
    assert refused.status_code == 422
    assert client.send(f"{address}/ask", key=key).status_code == 303
    assert "You have asked" in text(client.get(f"{address}?key={key}"))
    client.be(house.cast.ben)
    assert client.send(f"/my/invitations/{made.id}/resend").status_code in {303, 422}
    client.be(house.cast.ada)
    assert "max@example.org" in text(client.get(own(application, "/team")))
    assert client.send(f"{address}/readdress").status_code == 303
    fresh = client.session.scalars(select(Invitation).where(Invitation.email == "max@example.org")).one()
    assert client.session.get(Invitation, made.id).state is InvitationState.REVOKED
    client.be(house.cast.max)
    assert client.send(f"/my/invitations/{fresh.id}").status_code == 303
    assert client.get(own(application)).status_code == 200


def test_a_stranger_who_holds_a_link_can_be_turned_away(client, house, settings):
    application = make.started(house)
    made = actions.invite(
        application, Invited("ben@example.org", "B", house.second, Right.PI), house.cast.ada, house.at
    )
    house.session.flush()
    address = f"/my/invitations/{made.id}"
    client.be(house.cast.max).send(f"{address}/ask", key=seal(settings.secret_key, address))
    client.be(house.cast.ada)
    assert client.send(f"{address}/turn-away").status_code == 303
    assert "asks to be invited" not in text(client.get(own(application, "/team")))
    client.be(house.cast.ben)
    assert client.send(address).status_code == 303


# --- confirming, and case 6 -------------------------------------------------------------------------------------------


def test_a_confirmation_that_fell_is_shown_as_such(client, house):
    application = make.written(house)
    actions.confirm(application, application.content_version, house.cast.ben, house.at)
    actions.write(application, [actions.Written("title", "Another")], house.cast.ada, house.at)
    house.session.flush()
    assert "Confirmed an earlier version" in text(client.be(house.cast.ben).get(own(application)))


def test_case_6_in_the_hours_after_the_close_one_button_confirms_and_submits(client, house):
    house.call.counterpart_grace_hours = 48
    application = make.written(house)
    actions.confirm(application, application.content_version, house.cast.ada, house.at)
    after = shuts(of_application(application)) + timedelta(minutes=1)
    calls.close(house.call, THE_CLOCK, after)
    house.session.flush()
    clock.stop(after)
    client.be(house.cast.ben)
    page = own(application, "/submit")
    assert "Confirm for my side, and submit" in text(client.get(page))
    assert "can confirm it until" in text(client.get(own(application)))
    answer = client.send(page, deed="confirm", version=str(application.content_version))
    assert answer.location.endswith("/receipt")
    assert client.get(answer.location).status_code == 200
    assert application.state is ApplicationState.SUBMITTED
    clock.stop(after + timedelta(hours=72))
    assert client.send(page, deed="confirm", version=str(application.content_version)).status_code in {303, 422}


# --- signing ----------------------------------------------------------------------------------------------------------


def test_an_investigator_names_who_signs_and_the_team_sees_who_and_when(client, signed_call):
    house = signed_call
    application = make.written(house)
    page = own(application, "/sign-offs")
    named = {"named-name": "Head", "named-email": "head@dept.example", "named-office": "Dean", "named-language": "ja"}
    client.be(house.cast.ada)
    assert "Nobody has been asked yet" in text(client.get(own(application)))
    assert client.send(page, code="department", **named | {"named-email": "ben@example.org"}).status_code == 422
    assert client.send(page, code="department", **named).status_code == 303
    request = client.session.scalars(select(Endorsement)).one()
    assert (request.side, request.language) == (house.first, "ja")
    actions.sign(request, mark(application, house.first), "Gladly", house.at)
    client.session.flush()
    for person, reads in ((house.cast.ada, True), (house.cast.ben, False)):
        shown = text(client.be(person).get(page))
        assert "Head" in shown
        assert ("Gladly" in shown) == reads
    client.be(house.cast.ben)
    assert client.send(f"/my/sign-offs/{request.id}/take-back").status_code == 404


def test_a_signatory_without_account_reads_and_signs_only_by_a_button(client, signed_call, settings):
    house = signed_call
    application = make.written(house)
    request = actions.ask_to_sign(application, HEAD, house.cast.ada, house.at)
    house.session.flush()
    address = f"/sign-off/{request.id}"
    key = seal(settings.secret_key, address)
    client.nobody()
    for wrong in (address, f"{address}?key=0", f"{address}/application.pdf", f"/sign-off/{NOWHERE}?key={key}"):
        assert client.get(wrong).status_code == 404, wrong
    page = text(client.get(f"{address}?key={key}"))
    assert application.title in page
    assert "Head of department" in page
    assert "Comments" not in page
    assert request.state is EndorsementState.ASKED
    paper = client.get(f"{address}/application.pdf?key={key}")
    assert paper.mimetype == "application/pdf"
    assert len(PdfReader(BytesIO(paper.data)).pages) > 0
    seen = re.search(r'name="seen" value="([0-9a-f]{64})"', page)[1]
    refused = client.send(address, key=key, seen=seen, deed="refuse", remark="")
    assert refused.status_code == 422
    assert client.send(address, key=key, seen="0" * 64, deed="sign").status_code == 422
    assert client.session.get(Endorsement, request.id).state is EndorsementState.ASKED
    assert client.send(address, seen=seen, deed="sign").status_code == 404
    assert client.send(address, key=key, seen=seen, deed="sign", remark="Yes").status_code == 303
    assert client.session.get(Endorsement, request.id).state is EndorsementState.APPROVED
    assert "You answered on" in text(client.get(f"{address}?key={key}"))
    entry = client.session.scalars(select(Entry).where(Entry.subject_id == request.id, Entry.step == "approve")).one()
    assert entry.by_id is None
    client.be(house.cast.ben)
    assert "Head of Department signed for" in make.plain(text(client.get(own(application))))


def test_a_taken_back_request_tells_nothing_more(client, signed_call, settings):
    house = signed_call
    application = make.written(house)
    request = actions.ask_to_sign(application, HEAD, house.cast.ada, house.at)
    actions.take_back(request, house.cast.ada, house.at)
    house.session.flush()
    address = f"/sign-off/{request.id}"
    key = seal(settings.secret_key, address)
    shown = text(client.nobody().get(f"{address}?key={key}"))
    assert "taken back" in shown
    assert application.title not in shown
    assert client.get(f"{address}/application.pdf?key={key}").status_code == 404
    answer = client.send(address, key=key, seen=mark(application, house.first), deed="sign")
    assert answer.status_code == 422
    assert application.title not in text(answer)


# --- who leads, help, comments ----------------------------------------------------------------------------------------


def test_the_lead_is_proposed_by_one_and_agreed_by_the_other(client, house):
    application = make.joined(house)
    page = own(application, "/lead")
    client.be(house.cast.ada)
    assert client.send(page, side=house.second, reason="Most of the work is there").status_code == 303
    change = client.session.scalars(select(FormalChange)).one()
    assert client.send(f"/my/changes/{change.id}/agree").status_code == 422
    client.be(house.cast.olu)
    assert client.send(f"/office/changes/{change.id}/agree").status_code == 404
    client.be(house.cast.ben)
    assert "your answer is asked for" in text(client.get("/my"))
    assert client.send(f"/my/changes/{change.id}/agree").status_code == 303
    assert client.session.get(Application, application.id).lead_side == house.second


def test_officers_read_an_opened_draft_by_a_deed_and_the_team_sees_each_look(client, house):
    application = make.written(house)
    address = f"/office/drafts/{application.id}"
    client.be(house.cast.olu)
    assert "Look into the draft" not in text(client.get(address))
    assert client.send(f"{address}/read").status_code == 404
    client.be(house.cast.ada).send(own(application, "/support"), lasts="4")
    client.be(house.cast.olu)
    assert "Look into the draft" in text(client.get(address))
    assert client.get(f"{address}/read").status_code == 405
    shown = text(client.send(f"{address}/read"))
    assert "We study this together" in shown
    assert client.send(f"{address}/application.pdf").mimetype == "application/pdf"
    client.be(house.cast.ben)
    looks = make.plain(text(client.get(own(application, "/support"))))
    assert "Looked into the draft: the whole text" in looks
    assert "Looked into the draft: the PDF" in looks
    client.send(own(application, "/support/end"))
    client.be(house.cast.olu)
    assert client.send(f"{address}/read").status_code == 404
    client.be(house.cast.max)
    assert client.send(f"{address}/read").status_code == 404


def test_a_team_comments_and_the_task_list_counts_what_is_unread(client, house):
    application = make.joined(house)
    section = make.first_section(house.call)
    page = own(application, f"/comments?section={section}")
    client.be(house.cast.ada)
    assert client.send(page, text="Shall we name the lake?").status_code == 303
    assert client.send(page, text=" ").status_code == 422
    assert client.get(own(application, "/comments?section=nowhere")).status_code == 404
    client.be(house.cast.ben)
    assert "1 unread comment" in text(client.get(own(application)))
    assert "unread comments of your team" in text(client.get("/my"))
    assert "Shall we name the lake?" in text(client.get(page))
    assert client.send(own(application, "/comments/read"), section=section).status_code == 303
    assert "unread comment" not in text(client.get(own(application)))
    said = client.session.scalars(select(Comment)).one()
    assert client.send(own(application, f"/comments/{said.id}/resolve")).status_code == 303
    assert "Settled" in text(client.get(page))
    for person in (house.cast.olu, house.cast.rea, house.cast.max):
        client.be(person)
        assert client.get(page).status_code == 404
        assert client.send(page, text="Hello").status_code == 404


# --- deleting, copying, formal changes --------------------------------------------------------------------------------


def test_a_deleted_draft_is_taken_back_from_the_list_by_its_lead(client, house):
    application = make.written(house)
    title = application.title
    client.be(house.cast.ada)
    assert client.send(own(application, "/withdraw")).status_code == 303
    client.be(house.cast.ben)
    assert "Take the draft back" not in text(client.get("/my"))
    assert client.send(own(application, "/take-back")).status_code == 422
    client.be(house.cast.ada)
    assert "Take the draft back" in text(client.get("/my"))
    assert client.send(own(application, "/take-back")).status_code == 303
    assert title in text(client.get(own(application)))


def test_withdrawing_asks_for_a_reason(client, house):
    application = make.submitted(house)
    client.be(house.cast.ben)
    assert client.send(own(application, "/withdraw"), reason="").status_code == 422
    assert client.send(own(application, "/withdraw"), reason="A job abroad").status_code == 303
    assert client.session.get(Application, application.id).state is ApplicationState.WITHDRAWN


def test_a_former_application_is_copied_and_it_is_said_what_was_not(client, house):
    former = make.submitted(house)
    call = next_call(house)
    house.session.flush()
    address = f"/my/start/{call.id}/copy"
    client.be(house.cast.max)
    assert "no former application" in text(client.get(address))
    assert client.send(address, former=str(former.id), side=call.sides[0].code).status_code == 422
    client.be(house.cast.ada)
    answer = client.send(address, former=str(former.id), side=call.sides[0].code)
    assert answer.status_code == 303
    shown = text(client.get(answer.location))
    assert "Title of the project" in shown
    assert "never copied" in shown
    made = client.session.scalars(select(Application).where(Application.copied_from_id == former.id)).one()
    assert "What was copied" in text(client.get(own(made)))
    assert client.get(own(made, "/team")).status_code == 200
    assert client.get(own(former, "/copied")).status_code == 404


def test_two_officers_reinstate_on_their_page(client, house):
    application = make.submitted(house)
    actions.withdraw(application, "By mistake", house.cast.ada, house.at)
    house.session.flush()
    page = f"/office/applications/{application.id}/formal"
    client.be(house.cast.olu)
    assert client.get(page).status_code == 200
    asked = {"kind": "reinstate", "reinstate-reason": "Withdrawn by mistake"}
    assert client.send(page, **asked | {"reinstate-reason": ""}).status_code == 422
    assert client.send(page, **asked).status_code == 303
    change = client.session.scalars(select(FormalChange)).one()
    agree = f"/office/changes/{change.id}/agree"
    assert client.send(agree).status_code == 422
    client.be(house.cast.uma)
    assert "waits for a second officer" in text(client.get("/office"))
    assert client.send(agree).status_code == 303
    assert client.session.get(Application, application.id).state is ApplicationState.SUBMITTED
    for person in (house.cast.ada, house.cast.rea, house.cast.max, house.cast.aud):
        client.be(person)
        assert client.get(page).status_code == 404
        assert client.send(agree).status_code == 404


def test_an_investigator_is_replaced_on_the_page_and_steps_in(client, house):
    application = make.joined(house)
    page = f"/office/applications/{application.id}/formal"
    client.be(house.cast.olu)
    asked = {"kind": "remove_pi", "remove_pi-side": house.second, "remove_pi-name": "Eva",
             "remove_pi-email": "eva@example.org", "remove_pi-reason": "Has left"}  # fmt: skip
    assert client.send(page, **asked).status_code == 303
    change = client.session.scalars(select(FormalChange)).one()
    client.be(house.cast.uma).send(f"/office/changes/{change.id}/agree")
    assert client.session.get(FormalChange, change.id).state is ChangeState.DONE
    client.be(house.cast.ben)
    assert client.get(own(application)).status_code == 404
    invitation = client.session.scalars(select(Invitation).where(Invitation.email == "eva@example.org")).one()
    client.be(house.cast.eva)
    assert "stand behind" in text(client.get(f"/my/invitations/{invitation.id}"))
    assert client.send(f"/my/invitations/{invitation.id}").status_code == 303
    assert client.get(own(application)).status_code == 200


def test_a_proposal_is_dropped_and_told_as_such(client, house):
    application = make.submitted(house)
    change = actions.propose(
        application, Proposal(ChangeKind.TRANSFER_LEAD, "Fell ill", house.second), house.cast.olu, house.at,
    )  # fmt: skip
    house.session.flush()
    client.be(house.cast.uma)
    assert client.send(f"/office/changes/{change.id}/drop").status_code == 303
    assert "Dropped" in text(client.get(f"/office/applications/{application.id}/formal"))
