"""The acts on a draft: written by its team, confirmed and submitted by its investigators, seen by nobody else."""

from datetime import timedelta

from sqlalchemy import select

from grants.applications import actions as applications
from grants.applications.actions.inviting import Invited
from grants.applications.model import Answer, Invitation, Right, TeamMember, Version
from grants.files.model import Attachment
from grants.mail.outbox import seal
from grants.rules.applications import COPY, ApplicationState
from grants.rules.invitations import InvitationState
from tests.access.acts_calls import office
from tests.access.cells import but, deed
from tests.access.here import Here
from tests.access.law import OFFICERS, PIS
from tests.access.world import ANSWER, BOAT, OURS
from tests.client import budget_line
from tests.files.hostile import plain

WRITERS = (*PIS, "team_edit")


def own(here: Here, rest: str = "") -> str:
    return f"/my/applications/{here.world.application.id}{rest}"


def state(here: Here) -> ApplicationState:
    return here.world.application.state


def summary(here: Here) -> str:
    found = select(Answer).where(Answer.application_id == here.world.application.id, Answer.question == "summary")
    return here.session.scalars(found).one().value


def looked_into(here: Here, rest: str) -> str:
    """The door by which an office looks into a draft."""
    return f"/office/drafts/{here.world.application.id}{rest}"


@deed("draft", "application.draft.read")
def read_the_text_with_the_office_let_in(here):
    here.world.open_to_the_office()
    told = {"ref": "OLD-1", "copied": [{"label": {"en": "Title"}, "why": ""}], "left": []}
    here.world.application.take(COPY, here.world.person("pi_a"), here.at, **told)
    here.session.flush()
    read_the_text(here)


@but("support_grant", "draft", "application.draft.read", *OFFICERS)
def read_the_text(here):
    here.read(looked_into(here, "/read"), ANSWER)
    for page in ("/sections/project", "/sections/project/history", "/submit"):
        here.look(own(here, page), ANSWER)
    here.look(own(here), OURS)
    here.look(own(here, "/copied"), "OLD-1")
    key = here.world.application.id
    for page in (f"/office/applications/{key}", f"/office/applications/{key}/application.pdf",
                 f"/reviews/applications/{key}/application.pdf", f"/reviews/panels/applications/{key}"):  # fmt: skip
        here.look(page, ANSWER)


@deed("draft", "application.draft.read_metadata")
def see_that_there_is_a_draft(here):
    if here.role == "invited":
        here.look(f"/my/invitations/{here.world.invitation.id}", OURS, never=(ANSWER,))
    here.look("/my", OURS, shared=True, never=(ANSWER,))
    here.look(f"/office/drafts/{here.world.application.id}", OURS, never=(ANSWER, BOAT))
    for page in ("/applications?state=all", "/applications?state=draft", "/assignments?state=all", "/applications",
                 "/assignments", "/assignments/proposal"):  # fmt: skip
        here.look(office(here, page), OURS, shared=True, never=(ANSWER, BOAT))


@but("token", "draft", "application.draft.read_metadata", "invited")
def see_a_draft_after_the_invitation_was_taken_back(here):
    applications.revoke(here.world.invitation, here.world.person("pi_a"), here.at)
    here.session.flush()
    here.look(f"/my/invitations/{here.world.invitation.id}", OURS, shared=True)
    here.look("/my", OURS, shared=True)


@but("no_content", "draft", "application.draft.read_metadata", "auditor")
def read_what_a_draft_says(here):
    read_the_text(here)
    here.look(f"/office/drafts/{here.world.application.id}", ANSWER, shared=True)
    here.look(own(here, "/application.pdf"), ANSWER)


@deed("draft", "application.draft.edit")
def write_an_answer(here):
    page = own(here, "/sections/project")
    form = here.form_of(page, "pi_a") | {"summary": "Rewritten"}
    here.act(page, lambda: summary(here) == "Rewritten", **form)
    changed = form | {"summary": "Saved as typed", "changed": "summary", "version": ""}
    here.act(f"{page}/autosave", lambda: summary(here) == "Saved as typed", **changed)


@deed("draft", "application.draft.edit")
def restore_an_earlier_answer(here):
    wanted = select(Version).where(Version.application_id == here.world.application.id, Version.place == "summary")
    first = here.session.scalars(wanted).one()
    before, by, at = summary(here), here.world.person("pi_b"), here.at
    applications.write(here.world.application, [applications.Written("summary", "Other words")], by, at)
    here.session.flush()
    here.act(own(here, f"/versions/{first.id}/restore"), lambda: summary(here) == before)


@but("before_deadline", "draft", "application.draft.edit", *WRITERS)
def write_an_answer_too_late(here):
    page = own(here, "/sections/project")
    form = here.form_of(page, "pi_a") | {"summary": "Rewritten"}
    here.after_the_close()
    here.act(page, lambda: summary(here) == "Rewritten", **form)
    here.act(f"{page}/autosave", lambda: summary(here) == "Rewritten", **form)


def confirmed(here: Here) -> bool:
    return here.world.application.part(here.side).confirmed_version == here.world.application.content_version


def confirm(here: Here) -> None:
    version = str(here.world.application.content_version)
    here.act(own(here, "/submit"), lambda: confirmed(here), version=version, deed="confirm")


@deed("draft", "application.draft.confirm_side")
def confirm_ones_side(here):
    confirm(here)


@but("before_deadline", "draft", "application.draft.confirm_side", *PIS)
def confirm_too_late(here):
    here.after_the_close()
    confirm(here)


def confirmed_by(here: Here, *roles: str) -> None:
    ours = here.world.application
    for role in roles:
        applications.confirm(ours, ours.content_version, here.world.person(role), here.at)
    here.session.flush()


def submit(here: Here) -> None:
    version = str(here.world.application.content_version)
    here.act(own(here, "/submit"), lambda: state(here) is ApplicationState.SUBMITTED, version=version, deed="submit")


@deed("draft", "application.draft.submit")
def submit_what_both_confirmed(here):
    confirmed_by(here, *PIS)
    submit(here)


@but("both_confirmed", "draft", "application.draft.submit", *PIS)
def submit_what_one_confirmed(here):
    confirmed_by(here, here.role)
    submit(here)


@but("both_confirmed", "draft", "application.draft.submit", *PIS)
def submit_what_changed_after_the_confirmations(here):
    confirmed_by(here, *PIS)
    applications.write(here.world.application, [applications.Written("summary", "Later words", "")],
                       here.world.person("pi_a"), here.at)  # fmt: skip
    here.session.flush()
    submit(here)


@but("before_deadline", "draft", "application.draft.submit", *PIS)
def submit_too_late(here):
    confirmed_by(here, *PIS)
    here.after_the_close()
    submit(here)


@deed("draft", "application.draft.delete")
def take_a_deleted_draft_back(here):
    applications.delete_draft(here.world.application, here.world.person("pi_a"), here.at)
    here.session.flush()
    here.act(own(here, "/take-back"), lambda: state(here) is ApplicationState.DRAFT)


@deed("draft", "application.draft.delete")
def throw_the_draft_away(here):
    here.act(own(here, "/withdraw"), lambda: state(here) is ApplicationState.WITHDRAWN, reason="no more")


@deed("draft", "application.draft.preview_pdf")
def preview_with_the_office_let_in(here):
    here.world.open_to_the_office()
    preview(here)


@but("support_grant", "draft", "application.draft.preview_pdf", *OFFICERS)
def preview(here):
    here.read(looked_into(here, "/application.pdf"), OURS, ANSWER)
    here.look(own(here, "/application.pdf"), OURS, ANSWER)


def invited(here: Here) -> Invitation | None:
    return here.session.scalar(select(Invitation).where(Invitation.email == "new@example.org"))


def invite(here: Here) -> None:
    said = {"right": "member", "member-email": "new@example.org", "member-name": "New Person", "member-role": "other",
            "member-right": "view"}  # fmt: skip
    here.act(own(here, "/team"), lambda: invited(here) is not None, **said | {"member-right": "edit"})


@deed("draft", "application.draft.invite_member")
def invite_a_member(here):
    invite(here)


@but("before_deadline", "draft", "application.draft.invite_member", *PIS)
def invite_too_late(here):
    here.after_the_close()
    invite(here)


def member(here: Here, key: str) -> TeamMember | None:
    person = here.world.people[key]
    return next((one for one in here.world.application.members if one.person_id == person.id), None)


def remove(here: Here, key: str) -> None:
    here.act(own(here, f"/team/{member(here, key).id}/remove"), lambda: member(here, key) is None)


@deed("draft", "application.draft.remove_member")
def remove_a_member_of_ones_side(here):
    remove(here, "vera" if here.side == here.second else "ted")


@but("own_side_members", "draft", "application.draft.remove_member", *PIS)
def remove_a_member_of_the_other_side(here):
    remove(here, "ted" if here.side == here.second else "vera")


@deed("draft", "application.any.leave_team")
def leave(here):
    key = {"team_edit": "ted", "team_view": "vera"}.get(here.role, "ted")
    here.act(own(here, "/leave"), lambda: member(here, key) is None)


# Invitations


def door(here: Here, rest: str = "") -> str:
    return f"/my/invitations/{here.world.invitation.id}{rest}"


def at_desk(here: Here, desk: str, deed: str) -> str:
    return f"/{desk}/invitations/{here.world.invitation.id}/{deed}"


def key_of(here: Here) -> str:
    return seal(here.world.settings.secret_key, door(here))


@deed("draft", "invitation.pending.read")
def read_an_invitation(here):
    here.look(door(here), OURS)
    here.look(own(here, "/team"), here.world.invitation.email, shared=True)
    here.look("/my", "invites you to", shared=True)


@but("token", "draft", "invitation.pending.read", "invited")
@but("own_object", "draft", "invitation.pending.read", *PIS)
def read_somebody_elses_invitation(here):
    theirs = Invited("somebody@example.org", "Somebody", here.first, Right.VIEW, "other")
    made = applications.invite(here.world.other, theirs, here.world.people["max"], here.at)
    here.session.flush()
    address = f"/my/invitations/{made.id}"
    here.look(address, here.world.other.title)
    key = seal(here.world.settings.secret_key, address)
    here.look(f"{address}?key={key}", here.world.other.title, shared=True)


def accepted(here: Here) -> bool:
    return here.world.invitation.state is InvitationState.ACCEPTED


@deed("draft", "invitation.pending.accept")
def accept_an_invitation(here):
    here.act(door(here), lambda: accepted(here), key=key_of(here))
    if here.role != "invited":
        here.act(door(here), lambda: accepted(here))


@but("token", "draft", "invitation.pending.accept", "invited")
def accept_an_invitation_that_was_taken_back(here):
    applications.revoke(here.world.invitation, here.world.person("pi_a"), here.at)
    here.session.flush()
    here.act(door(here), lambda: accepted(here), key=key_of(here))


@but("token", "draft", "invitation.pending.accept", "invited")
def accept_an_invitation_that_ran_out(here):
    here.world.invitation.until = here.at - timedelta(minutes=1)
    here.session.flush()
    here.act(door(here), lambda: accepted(here), key=key_of(here))


@deed("draft", "invitation.pending.resend")
def send_an_invitation_again(here):
    here.later(hours=2)
    before = here.world.invitation.sent_at
    for desk in ("my", "office"):
        here.act(at_desk(here, desk, "resend"), lambda: here.world.invitation.sent_at > before)


@deed("draft", "invitation.pending.revoke")
def take_an_invitation_back(here):
    for desk in ("my", "office"):
        here.act(at_desk(here, desk, "revoke"), lambda: here.world.invitation.state is InvitationState.REVOKED)


# Money


@deed("draft", "budget.draft.read_both_sides")
def read_both_budgets_with_the_office_let_in(here):
    here.world.open_to_the_office()
    read_both_budgets(here)


@but("support_grant", "draft", "budget.draft.read_both_sides", *OFFICERS)
def read_both_budgets(here):
    here.read(looked_into(here, "/read"), BOAT)
    for side in (here.first, here.second):
        here.look(own(here, f"/sides/{side}"), BOAT)
        here.look(own(here, f"/sides/{side}/history"), BOAT)


def spend(here: Here, side: str) -> None:
    part = here.world.application.part(side)
    line = budget_line(category=here.world.call.side(side).categories[0], purpose="Something else", amount="1000")
    said = {"institution_id": str(part.institution_id), **line}
    for page in ("", "/autosave"):
        address = own(here, f"/sides/{side}{page}")
        here.act(address, lambda: "Something else" in [one.purpose for one in part.budget], **said)


def join_second_side(here: Here) -> None:
    member(here, "ted").side = here.second
    here.session.flush()


@deed("draft", "budget.draft.edit_side_a")
def spend_on_the_first_side(here):
    spend(here, here.first)


@deed("draft", "budget.draft.edit_side_b")
def spend_on_the_second_side(here):
    join_second_side(here)
    spend(here, here.second)


@but("own_side", "draft", "budget.draft.edit_side_a", "team_edit")
def spend_as_a_member_of_the_second_side(here):
    join_second_side(here)
    spend(here, here.first)


@but("own_side", "draft", "budget.draft.edit_side_b", "team_edit")
def spend_as_a_member_of_the_first_side(here):
    spend(here, here.second)


@but("before_deadline", "draft", "budget.draft.edit_side_a", "pi_a", "team_edit")
def spend_on_the_first_side_too_late(here):
    here.after_the_close()
    spend(here, here.first)


@but("before_deadline", "draft", "budget.draft.edit_side_b", "pi_b", "team_edit")
def spend_on_the_second_side_too_late(here):
    join_second_side(here)
    here.after_the_close()
    spend(here, here.second)


# Files


def handed_in(here: Here) -> bool:
    return here.world.application.papers[0].attachment.original_name == "newer.pdf"


def upload(here: Here) -> None:
    file = (plain(b"/Newer true"), "newer.pdf", "application/pdf")
    here.act(own(here, "/files/figures"), lambda: handed_in(here), file=file)


@deed("draft", "attachment.draft.upload")
def hand_a_file_in(here):
    upload(here)


@but("before_deadline", "draft", "attachment.draft.upload", *WRITERS)
def hand_a_file_in_too_late(here):
    here.after_the_close()
    upload(here)


@deed("draft", "attachment.draft.download")
def download_a_file_with_the_office_let_in(here):
    here.world.open_to_the_office()
    download_a_file(here)


@but("support_grant", "draft", "attachment.draft.download", *OFFICERS)
def download_a_file(here):
    here.read(looked_into(here, f"/files/{here.world.paper.id}"), "%PDF")
    here.look(own(here, f"/files/{here.world.paper.id}/download"), "%PDF")


def uploaded_by(here: Here, role: str) -> None:
    """As if this role had handed the file in."""
    kept: Attachment = here.world.paper.attachment
    made = Attachment(
        sha256=kept.sha256, sanitised_sha256=kept.sanitised_sha256, size=kept.size, pages=1, original_name="own.pdf",
        kind="application", uploaded_by_id=here.world.person(role).id, uploaded_at=here.at,
    )  # fmt: skip
    here.session.add(made)
    here.session.flush()
    here.world.paper.attachment = made
    here.session.flush()


def take_out(here: Here) -> None:
    here.act(own(here, f"/files/{here.world.paper.id}/remove"), lambda: not here.world.application.papers)


@deed("draft", "attachment.draft.delete")
def take_ones_own_file_out(here):
    uploaded_by(here, here.role if here.role in WRITERS else "pi_a")
    take_out(here)


@but("own_upload", "draft", "attachment.draft.delete", "team_edit")
def take_somebody_elses_file_out(here):
    uploaded_by(here, "pi_a")
    take_out(here)


@but("own_upload", "draft", "attachment.draft.delete", *PIS)
def take_the_other_sides_file_out(here):
    uploaded_by(here, "team_edit" if here.side == here.second else "pi_b")
    take_out(here)


@but("before_deadline", "draft", "attachment.draft.delete", *WRITERS)
def take_a_file_out_too_late(here):
    uploaded_by(here, here.role)
    here.after_the_close()
    take_out(here)
