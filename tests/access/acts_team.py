"""The acts of a team on its draft beside writing it: who is on it, who signs for it, who may look in, what it tells itself."""

from sqlalchemy import select

from grants.applications import actions as applications
from grants.applications.model import (
    Application,
    Comment,
    CommentsRead,
    Endorsement,
    Invitation,
    TeamMember,
)
from grants.applications.signatures import mark
from grants.mail.outbox import seal
from grants.rules.consent import EndorsementState
from grants.rules.invitations import InvitationState
from grants.web.forms.team import roles_of
from tests.access.acts_calls import rows
from tests.access.acts_drafts import door, key_of, member, own
from tests.access.cells import but, deed
from tests.access.here import Here
from tests.access.law import PIS, ROLES, SIGNED_IN
from tests.access.world import ANSWER, COMMENT, OURS

# Members


def change(here: Here, key: str) -> None:
    found = member(here, key)
    role = next(code for code, _ in roles_of(here.world.call) if code != found.role)
    here.act(own(here, f"/team/{found.id}"), lambda: member(here, key).role == role, role=role, right="edit")


@deed("draft", "application.draft.change_member_role")
def change_a_member_of_ones_side(here):
    change(here, "vera" if here.side == here.second else "ted")


@but("own_side_members", "draft", "application.draft.change_member_role", *PIS)
def change_a_member_of_the_other_side(here):
    change(here, "ted" if here.side == here.second else "vera")


def wanted_by_another(here: Here) -> Invitation:
    """Somebody holds the link under another address, and asks for an invitation of their own."""
    invitation, vic = here.world.invitation, here.world.people["vic"]
    applications.ask_for_own(invitation, vic, here.at)
    here.session.flush()
    return invitation


@deed("draft", "invitation.pending.ask_for_own")
def ask_for_an_invitation_of_ones_own(here):
    here.act(door(here, "/ask"), lambda: here.by and here.world.invitation.wanted_by_id == here.by.id, key=key_of(here))


@but("token", "draft", "invitation.pending.ask_for_own", *(role for role in SIGNED_IN if role != "invited"))
def ask_for_an_invitation_without_its_link(here):
    for key in ("", "0" * 64):
        here.act(door(here, "/ask"), lambda: here.world.invitation.wanted_by_id is not None, key=key)


@deed("draft", "invitation.pending.readdress")
def invite_who_asked_instead(here):
    invitation = wanted_by_another(here)
    here.act(door(here, "/readdress"), lambda: invitation.state is InvitationState.REVOKED)


@deed("draft", "invitation.pending.readdress")
def turn_away_who_asked(here):
    invitation = wanted_by_another(here)
    here.act(door(here, "/turn-away"), lambda: invitation.wanted_by_id is None)


# A former application


def former(here: Here, role: str) -> Application:
    """What this role once led in another fund's call."""
    made = applications.start(here.world.call, here.first, here.world.person(role), here.at)
    made.call = here.world.next_door
    made.title = "A former one"
    here.session.flush()
    return made


def copy(here: Here, one: Application) -> None:
    def copied() -> bool:
        return here.session.scalar(select(Application).where(Application.copied_from_id == one.id)) is not None

    here.act(f"/my/start/{here.world.call.id}/copy", copied, former=str(one.id), side=here.first)


@deed("draft", "application.former.copy")
def copy_what_one_led(here):
    copy(here, former(here, "pi_a"))


@but("own_object", "draft", "application.former.copy", "pi_a")
def copy_what_another_led(here):
    copy(here, former(here, "other_applicant"))


@but("before_deadline", "draft", "application.former.copy", "pi_a")
def copy_too_late(here):
    one = former(here, "pi_a")
    here.after_the_close()
    copy(here, one)


def was_there(here: Here, side: str) -> TeamMember:
    """Somebody of a former team, and ours copied from what they were on."""
    one = former(here, "pi_a")
    known = TeamMember(side=side, name="Former Member", role="other", email="former@example.org", may_edit=False,
                       added_at=here.at)  # fmt: skip
    one.members.append(known)
    here.world.application.copied_from_id = one.id
    here.session.flush()
    return known


def invite_again(here: Here, known: TeamMember) -> None:
    asked = select(Invitation).where(Invitation.email == "former@example.org")
    here.act(own(here, f"/team/again/{known.id}"), lambda: here.session.scalar(asked) is not None)


@deed("draft", "application.former.invite_again")
def invite_somebody_of_a_former_team(here):
    invite_again(here, was_there(here, here.side))


@but("own_side_members", "draft", "application.former.invite_again", *PIS)
def invite_somebody_of_the_other_sides_former_team(here):
    invite_again(here, was_there(here, here.other_side))


@but("before_deadline", "draft", "application.former.invite_again", *PIS)
def invite_somebody_of_a_former_team_too_late(here):
    known = was_there(here, here.side)
    here.after_the_close()
    invite_again(here, known)


# What a team tells itself


@deed("draft", "application.draft.comment")
def talk_among_the_team(here):
    comment, before = here.world.comment, rows(here, Comment)
    here.look(own(here, "/comments"), COMMENT)
    here.act(own(here, "/comments"), lambda: rows(here, Comment) > before, section="project", text="Another word")
    here.act(own(here, f"/comments/{comment.id}/resolve"), lambda: comment.resolved_at is not None)
    read = select(CommentsRead).where(CommentsRead.person_id == (here.by.id if here.by else None))
    here.act(own(here, "/comments/read"), lambda: here.session.scalar(read) is not None, section="project")


# Letting the office look


@deed("draft", "application.draft.open_support")
def let_the_office_look_for_a_while(here):
    here.act(own(here, "/support"), lambda: here.world.application.support_until is not None, lasts="4")


@deed("draft", "application.draft.open_support")
def shut_the_office_out_again(here):
    here.world.open_to_the_office()
    here.act(own(here, "/support/end"), lambda: here.world.application.support_until is None)


# Signing


def request(here: Here, side: str) -> Endorsement:
    return here.world.sign_offs[side]


def ask_to_sign(here: Here) -> None:
    applications.take_back(request(here, here.side), here.world.application.part(here.side).pi, here.at)
    here.session.flush()
    said = {"named-name": "Another", "named-email": "another@dept.example", "named-office": "Dean",
            "named-language": "en"}  # fmt: skip
    before = rows(here, Endorsement)
    here.act(own(here, "/sign-offs"), lambda: rows(here, Endorsement) > before, code="department", **said)


def ask_once_more(here: Here, side: str) -> None:
    asked = request(here, side)
    before = asked.sent_at
    here.act(f"/my/sign-offs/{asked.id}/again", lambda: asked.sent_at > before)
    here.act(f"/my/sign-offs/{asked.id}/take-back", lambda: asked.state is EndorsementState.REVOKED)


@deed("draft", "application.draft.ask_to_sign")
def ask_somebody_to_sign(here):
    ask_to_sign(here)


@deed("draft", "application.draft.ask_to_sign")
def ask_again_and_take_back(here):
    here.later(hours=2)
    ask_once_more(here, here.side)


@but("own_side", "draft", "application.draft.ask_to_sign", *PIS)
def ask_again_for_the_other_side(here):
    here.later(hours=2)
    ask_once_more(here, here.other_side)


@but("before_deadline", "draft", "application.draft.ask_to_sign", *PIS)
def ask_again_too_late(here):
    here.after_the_close()
    ask_once_more(here, here.side)


def letter(here: Here, rest: str = "") -> str:
    return f"/sign-off/{request(here, here.first).id}{rest}"


def key(here: Here) -> str:
    return seal(here.world.settings.secret_key, letter(here))


def answer(here: Here, sealed: str) -> None:
    asked = request(here, here.first)
    said = {"key": sealed, "seen": mark(here.world.application, here.first), "remark": "So be it"}
    here.act(letter(here), lambda: asked.state is EndorsementState.REFUSED, deed="refuse", **said)
    refused = asked.state is EndorsementState.REFUSED
    here.act(letter(here), lambda: refused and asked.state is EndorsementState.APPROVED, deed="sign", **said)


@deed("draft", "application.draft.sign_off")
def sign_by_the_link(here):
    here.look(f"{letter(here)}?key={key(here)}", OURS, never=(COMMENT,))
    answer(here, key(here))


@deed("draft", "application.draft.sign_off")
def read_what_one_signs_for(here):
    here.look(f"{letter(here, '/application.pdf')}?key={key(here)}", ANSWER, never=(COMMENT,))


@but("token", "draft", "application.draft.sign_off", *ROLES)
def sign_without_the_link(here):
    other = seal(here.world.settings.secret_key, f"/sign-off/{request(here, here.second).id}")
    for sealed in ("", "0" * 64, other):
        for rest in ("", "/application.pdf"):
            here.look(f"{letter(here, rest)}?key={sealed}", shared=False)
        answer(here, sealed)


@but("before_deadline", "draft", "application.draft.sign_off", *ROLES)
def sign_too_late(here):
    here.after_the_close()
    answer(here, key(here))
    here.look(f"{letter(here, '/application.pdf')}?key={key(here)}")
