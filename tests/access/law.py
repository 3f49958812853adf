"""Who may do what, written down a second time: for each act the roles that may, and those that may only under a condition.

It is kept apart from `grants/rules` on purpose: the tests lay the two side by side. Whoever is not named is refused.
An act that no page serves yet stands in `LATER`, with the reason; a cell that the law allows and no page offers yet
stands in `ASIDE`, one that it is wider in stands in `WIDER`. All are tested too: whoever builds the page is told to strike the line out here.
"""

from dataclasses import dataclass
from itertools import chain

SIDE_A, SIDE_B = ("pi_a", "officer_a"), ("pi_b", "officer_b")
PIS = ("pi_a", "pi_b")
TEAM = (*PIS, "team_edit", "team_view")
OFFICERS = ("officer_a", "officer_b")
JUDGES = ("rev_pre", "rev_post")
REVIEWERS = (*JUDGES, "rev_unassigned", "rev_conflict")
CHAIRS = ("chair", "chair_conflict")
STRANGERS = ("anonymous", "other_applicant", "officer_foreign", "ex_member", "ex_staff")
ROLES = (*STRANGERS, *TEAM, "invited", *REVIEWERS, *CHAIRS, *OFFICERS, "sysadmin", "auditor")
SIGNED_IN = tuple(role for role in ROLES if role != "anonymous")


@dataclass(frozen=True)
class Row:
    """Who may do an act at once, and who under which conditions."""

    allowed: frozenset[str]
    only_if: dict[str, tuple[str, ...]]

    def may(self, role: str) -> bool:
        """Whether this role may, where every condition holds."""
        return role in self.allowed or (role in self.only_if and not NEVER_HOLDS.keys() & set(self.only_if[role]))


def row(*allowed: tuple[str, ...] | str, **conditions: tuple[str, ...] | str) -> Row:
    """A row: roles and groups of roles that may; then, under each condition, those that may only if it holds."""
    only_if = {role: tuple(name.split("_and_")) for name, roles in conditions.items() for role in flat(roles)}
    return Row(frozenset(chain.from_iterable(map(flat, allowed))), only_if)


def flat(roles: tuple[str, ...] | str) -> tuple[str, ...]:
    return (roles,) if isinstance(roles, str) else roles


NEVER_HOLDS = {
    "break_glass": "the administrator's way in, with its reason and its mails, is not built yet",
    "panel_named": "every panel is under pseudonyms so far",
}

SYS, AUD = "sysadmin", "auditor"

CALLS = {
    "call.draft.read": row(OFFICERS, break_glass=SYS),
    "call.draft.edit": row(OFFICERS),
    "call.draft.publish": row(four_eyes=OFFICERS),
    "call.draft.delete": row(unopened=OFFICERS),
    "call.open.read": row(ROLES),
    "call.open.edit_text": row(notice_given=OFFICERS),
    "call.open.extend_deadline": row(four_eyes_and_notice_given=OFFICERS),
    "call.open.shorten_deadline": row(),
    "call.open.set_form_and_criteria": row(unopened=OFFICERS),
    "call.closed.read": row(ROLES),
    "call.closed.grant_late_submission": row(four_eyes=OFFICERS),
    "call.archived.read": row(OFFICERS, AUD, break_glass=SYS),
}
APPLICATIONS = {
    "application.new.create": row(
        before_deadline=(*TEAM, "other_applicant", "invited", "officer_foreign", "ex_member", "ex_staff"),
    ),
    "application.draft.read": row(TEAM, support_grant=OFFICERS, break_glass=SYS),
    "application.draft.read_metadata": row(TEAM, OFFICERS, token="invited", no_content=AUD),
    "application.draft.edit": row(before_deadline=(*PIS, "team_edit")),
    "application.draft.confirm_side": row(before_deadline=PIS),
    "application.draft.submit": row(both_confirmed_and_before_deadline=PIS),
    "application.draft.submit_late": row(both_confirmed_and_late_grant=PIS),
    "application.draft.delete": row("pi_a"),
    "application.draft.preview_pdf": row(TEAM, support_grant=OFFICERS, break_glass=SYS),
    "application.submitted_open.read": row(TEAM, OFFICERS, break_glass=SYS, same_call_scope=AUD),
    "application.submitted_open.reopen_for_edit": row(before_deadline=PIS),
    "application.submitted_open.edit_in_place": row(),
    "application.submitted_closed.read": row(
        TEAM,
        OFFICERS,
        JUDGES,
        "chair",
        assigned_minimum="rev_unassigned",
        break_glass=SYS,
        same_call_scope=AUD,
    ),
    "application.submitted_closed.edit": row(),
    "application.submitted_closed.withdraw": row(reauth=PIS),
    "application.withdrawn.read": row(TEAM, OFFICERS, break_glass=SYS, same_call_scope=AUD),
    "application.withdrawn.reinstate": row(four_eyes=OFFICERS),
    "application.any.read_versions": row(TEAM, OFFICERS, break_glass=SYS, same_call_scope=AUD),
    "application.any.read_team": row(
        TEAM,
        OFFICERS,
        JUDGES,
        "chair",
        assigned_minimum="rev_unassigned",
        same_call_scope=AUD,
    ),
    "application.any.remove_pi": row(four_eyes=OFFICERS),
    "application.any.transfer_lead": row(both_confirmed=PIS, four_eyes=OFFICERS),
    "application.any.leave_team": row("team_edit", "team_view"),
    "application.draft.invite_member": row(before_deadline=PIS),
    "application.draft.change_member_role": row(own_side_members=PIS),
    "application.draft.remove_member": row(own_side_members=PIS),
    "invitation.pending.read": row(own_object=PIS, token="invited"),
    "invitation.pending.accept": row(token="invited"),
    "invitation.pending.resend": row(OFFICERS, PIS),
    "invitation.pending.revoke": row(OFFICERS, PIS),
    "budget.draft.read_both_sides": row(TEAM, support_grant=OFFICERS, break_glass=SYS),
    "budget.draft.edit_side_a": row(before_deadline="pi_a", own_side_and_before_deadline="team_edit"),
    "budget.draft.edit_side_b": row(before_deadline="pi_b", own_side_and_before_deadline="team_edit"),
    "budget.submitted.read": row(TEAM, OFFICERS, JUDGES, "chair", break_glass=SYS, same_call_scope=AUD),
    "budget.submitted.edit": row(),
    "attachment.draft.upload": row(before_deadline=(*PIS, "team_edit")),
    "attachment.draft.download": row(TEAM, support_grant=OFFICERS, break_glass=SYS),
    "attachment.draft.delete": row(own_upload_and_before_deadline=(*PIS, "team_edit")),
    "attachment.submitted.download": row(TEAM, OFFICERS, JUDGES, "chair", break_glass=SYS, same_call_scope=AUD),
    "attachment.submitted.replace_or_delete": row(),
    "attachment.withdrawn.download": row(TEAM, OFFICERS, same_call_scope=AUD),
}
JUDGING = {
    "eligibility.submitted.read": row(OFFICERS, "chair", same_call_scope=AUD),
    "eligibility.submitted.write": row(own_side=OFFICERS),
    "note_internal.any.read": row(OFFICERS, same_call_scope=AUD),
    "note_internal.any.write": row(OFFICERS),
    "coi.any.declare_own": row(OFFICERS, REVIEWERS, CHAIRS),
    "coi.any.read_all": row(OFFICERS, "chair", same_call_scope=AUD),
    "coi.any.override": row(four_eyes=OFFICERS),
    "assignment.any.read_own": row(REVIEWERS),
    "assignment.any.read_all": row(OFFICERS, "chair", same_call_scope=AUD),
    "assignment.any.create": row(OFFICERS, "chair"),
    "assignment.any.remove": row(OFFICERS, "chair"),
    "review_own.draft.read": row("rev_pre"),
    "review_own.draft.write": row("rev_pre"),
    "review_own.draft.submit": row("rev_pre"),
    "review_own.submitted.read": row(OFFICERS, "rev_post", "chair", break_glass=SYS, same_call_scope=AUD),
    "review_own.submitted.edit": row(until_panel_lock="rev_post"),
    "review_own.locked.edit": row(),
    "review_other.draft.read": row(),
    "review_other.submitted.read_text": row(OFFICERS, "rev_post", "chair", break_glass=SYS, same_call_scope=AUD),
    "review_other.submitted.read_scores": row(OFFICERS, "rev_post", "chair", break_glass=SYS, same_call_scope=AUD),
    "review_aggregate.before_release.read": row(OFFICERS, "rev_post", "chair", same_call_scope=AUD),
    "review_feedback.before_release.read": row(OFFICERS, "chair", same_call_scope=AUD),
    "review_private_comment.any.read": row(OFFICERS, "chair", own_object=JUDGES, same_call_scope=AUD),
    "reviewer_identity.any.read": row(
        OFFICERS,
        "chair",
        panel_named="rev_post",
        break_glass=SYS,
        same_call_scope=AUD,
    ),
    "reviewer_pool.any.read": row(OFFICERS, CHAIRS, same_call_scope=AUD),
    "ranking.draft.read": row(OFFICERS, "chair", same_call_scope=AUD),
    "ranking.draft.edit": row("chair"),
    "ranking.locked.read": row(OFFICERS, "chair", same_call_scope=AUD),
    "ranking.locked.edit": row(),
}
DECISIONS = {
    "decision.before_release.read": row(OFFICERS, "chair", same_call_scope=AUD),
    "decision.before_release.write": row(OFFICERS),
    "decision.before_release.release": row(four_eyes=OFFICERS),
    "decision.released.read_own": row(TEAM, OFFICERS, "chair", same_call_scope=AUD),
    "decision.released.read_others": row(OFFICERS, "chair", same_call_scope=AUD),
    "decision.released.list_public_awards": row(ROLES),
    "review_score.after_release.read_own_average": row(
        OFFICERS,
        "chair",
        if_scores_released=PIS,
        same_call_scope=AUD,
    ),
    "review_feedback.after_release.read": row(
        OFFICERS,
        PIS,
        "chair",
        after_release=("team_edit", "team_view"),
        same_call_scope=AUD,
    ),
    "award.draft.read": row(OFFICERS, same_call_scope=AUD),
    "award.draft.write": row(own_side=OFFICERS),
    "award.active.read": row(TEAM, OFFICERS, same_call_scope=AUD),
    "award.active.accept_or_decline": row(own_side=PIS),
    "award.active.terminate": row(four_eyes=OFFICERS),
    "budget.awarded.request_change": row(own_side=PIS),
    "budget.awarded.approve_change": row(own_side=OFFICERS),
    "letter.draft.read": row(OFFICERS, same_call_scope=AUD),
    "letter.draft.issue": row(four_eyes=OFFICERS),
    "letter.issued.download": row(OFFICERS, PIS, own_side=("team_edit", "team_view"), same_call_scope=AUD),
    "letter.issued.verify": row(with_code=ROLES),
    "letter.issued.regenerate_or_replace": row(),
    "letter.issued.void": row(four_eyes=OFFICERS),
    "letter.void.download": row(OFFICERS, own_side=PIS, same_call_scope=AUD),
    "letter.any.renumber_or_delete": row(),
    "letter_template.any.edit": row(four_eyes=OFFICERS),
}
REPORTS = {
    "report.due.read": row(TEAM, OFFICERS, same_call_scope=AUD),
    "report.due.edit": row(awarded=(*PIS, "team_edit")),
    "report.due.submit": row(awarded=PIS),
    "report.submitted.edit": row(),
    "report.submitted.read": row(TEAM, OFFICERS, same_call_scope=("chair", AUD)),
    "report.submitted.approve_or_return": row(own_side=OFFICERS),
    "outcome.private.read": row(TEAM, OFFICERS, same_call_scope=AUD),
    "outcome.private.edit": row(awarded=(*PIS, "team_edit")),
    "outcome.private.publish": row(both_confirmed=PIS),
    "outcome.published.read": row(ROLES),
}
DISCUSSION = {
    "discussion.open.read": row(OFFICERS, "rev_post", "chair", same_call_scope=AUD),
    "discussion.open.post": row(discussion_open=(*OFFICERS, "rev_post", "chair")),
    "discussion.closed.edit_or_delete": row(),
}
RECORDS = {
    "audit_log.any.read": row(AUD, same_call_scope=OFFICERS, no_content=SYS),
    "audit_log.own_application.read_history": row(PIS, own_object=("team_edit", "team_view")),
    "export.call.applications_csv": row(OFFICERS, same_call_scope=AUD),
    "export.call.scores_csv": row(OFFICERS, "chair", same_call_scope=AUD),
    "export.call.files_zip": row(OFFICERS, same_call_scope=AUD),
    "export.person.own_data": row(SIGNED_IN),
    "export.reviewer.own_assigned_zip": row(JUDGES, same_call_scope="chair"),
    "statistics.call.read_aggregate": row(OFFICERS, "chair", AUD, summary_only=SYS),
    "mail_outbox.any.read": row(OFFICERS, no_content=SYS, same_call_scope=AUD),
    "mail_outbox.any.resend": row(OFFICERS, no_content=SYS),
}
PEOPLE = {
    "user.own.read_profile": row(SIGNED_IN),
    "user.own.edit_profile": row(SIGNED_IN),
    "user.own.change_email_or_password": row(reauth=SIGNED_IN),
    "user.own.request_erasure": row(SIGNED_IN),
    "user.other.search_directory": row(OFFICERS, SYS, same_call_scope="chair", no_content=AUD),
    "user.other.read_profile": row(OFFICERS, SYS, same_call_scope=("chair", AUD)),
    "user.other.grant_reviewer_role": row(OFFICERS),
    "user.other.grant_officer_role": row(no_self_and_reauth=SYS),
    "user.other.grant_sysadmin_role": row(no_self_and_reauth=SYS),
    "user.other.grant_auditor_role": row(no_self_and_reauth=SYS),
    "user.other.revoke_role": row(SYS, same_call_scope=OFFICERS),
    "user.other.disable_account": row(no_self=SYS),
    "user.other.start_password_reset": row(OFFICERS, SYS),
    "user.other.set_password": row(),
    "user.other.impersonate": row(),
    "system.settings.read": row(SYS, no_content=AUD),
    "system.health.read": row(ROLES),
    "system.diagnostics.read": row(SYS),
}
LAW = {**CALLS, **APPLICATIONS, **JUDGING, **DISCUSSION, **DECISIONS, **REPORTS, **RECORDS, **PEOPLE}

LATER = {
    "attachment.edi_or_personal.download": "no personal papers are asked for yet",
    "decision.released.change": "a formal correction, by two officers",
    "audit_log.any.write_edit_delete": "nobody may; no page offers it",
    "export.person.data_of_other": "for a request on behalf, officers help with the person's own file so far",
    "mail_template.any.edit": "the words of mails are the house's so far",
    "user.other.erase_or_pseudonymise": "a request can be made; two people answer it on the command line",
    "retention.run.execute": "by the clock, or by two people on the command line after a look at what would go",
    "system.settings.write": "settings come from outside",
    "system.backup.download": "backups are made on the command line",
}

NO_PANEL_LOOKUP = "looking people up is for those who appoint them, so far"
ASIDE: dict[tuple[str, str], str] = {
    ("user.other.search_directory", "chair"): NO_PANEL_LOOKUP,
    ("user.other.search_directory", AUD): NO_PANEL_LOOKUP,
    ("user.other.read_profile", "chair"): NO_PANEL_LOOKUP,
    ("user.other.read_profile", AUD): NO_PANEL_LOOKUP,
    ("audit_log.any.read", SYS): "the administrator sees the history of accounts only",
    ("system.settings.read", AUD): "the auditor has no page of the installation yet",
}

ONE_DIRECTORY = (
    "accounts are one directory for the installation: an officer finds there whom they appoint to their own fund"
)
WIDER: dict[tuple[str, str], str] = {
    ("user.other.search_directory", "officer_foreign"): ONE_DIRECTORY,
    ("user.other.read_profile", "officer_foreign"): ONE_DIRECTORY,
    ("user.other.start_password_reset", "officer_foreign"): ONE_DIRECTORY,
}
"""Cells in which the house is wider than the law, knowingly."""

HOUSE = {
    "call.draft.propose": row(OFFICERS),
    "call.open.propose_deadline": row(notice_given=OFFICERS),
    "call.open.drop_deadline": row(OFFICERS),
    "call.closed.propose_late": row(OFFICERS),
    "agreement.any.record": row(OFFICERS),
    "agreement.any.read_figures": row(OFFICERS),
    "statistics.programme.annual_report": row(OFFICERS),
    "user.own.access_keys": row(SIGNED_IN),
    "user.own.calendar": row(token=ROLES),
    "application.former.copy": row(own_object_and_before_deadline="pi_a"),
    "application.former.invite_again": row(own_side_members_and_before_deadline=PIS),
    "application.draft.comment": row(TEAM),
    "application.draft.open_support": row(PIS),
    "application.draft.ask_to_sign": row(own_side_and_before_deadline=PIS),
    "application.draft.sign_off": row(token_and_before_deadline=ROLES),
    "application.any.propose_change": row(PIS, OFFICERS),
    "application.any.drop_change": row(PIS, OFFICERS),
    "application.any.write_to_team": row(OFFICERS),
    "checklist.submitted.tick": row(own_side=OFFICERS),
    "note_of_one_side.any.read": row("officer_a", AUD),
    "invitation.pending.ask_for_own": row(token=tuple(role for role in SIGNED_IN if role != "invited")),
    "invitation.pending.readdress": row(PIS),
    "call.released.archive": row(OFFICERS),
    "assignment.any.answer": row("rev_unassigned"),
    "assignment.any.bid": row("rev_unassigned"),
    "assignment.any.answer_by_link": row(token=ROLES),
    "attendance.any.record": row(CHAIRS),
    "assignment.any.propose": row(OFFICERS, CHAIRS),
    "review.round.begin": row(OFFICERS),
    "coi.any.settle": row(OFFICERS, "chair"),
    "coi.any.propose_override": row(OFFICERS),
    "decision.before_release.propose": row(OFFICERS),
    "ranking.locked.propose_opening": row(OFFICERS),
    "ranking.locked.open_again": row(four_eyes=OFFICERS),
    "letter.draft.prepare": row(own_side=OFFICERS),
    "report.due.waive": row(own_side=OFFICERS),
    "letter.issued.ask_void": row(OFFICERS),
    "award.active.propose_end": row(OFFICERS),
    "award.payment.plan": row(own_side=OFFICERS),
    "award.payment.record": row(own_side=OFFICERS),
    "award.condition.show": row(own_side=PIS),
    "award.condition.judge": row(own_side=OFFICERS),
    "award.reserve.promote": row(OFFICERS),
    "letter_template.any.propose": row(OFFICERS),
    "retention.call.read": row(OFFICERS, same_call_scope=AUD),
    "retention.call.hold": row(OFFICERS),
    "document_request.call.note": row(OFFICERS),
    "user.other.grant_chair_role": row(no_self_and_reauth=(*OFFICERS, SYS)),
}
"""Deeds the house knows beside those acts: smaller steps on the way to one, each tested like an act."""
