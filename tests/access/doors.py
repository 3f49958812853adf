"""Every page of the house, once, under a stage of the world in which a deed opens it to somebody."""

DOORS: dict[str, tuple[str, ...]] = {
    "call_draft": (
        "admin.appoint", "admin.disable", "admin.dismiss", "admin.enable", "admin.home", "admin.jobs",
        "admin.people", "admin.person", "admin.remove_second_factor", "admin.send_password_link", "admin.settings",
        "admin.try_again", "front.healthz", "office.add_reviewer", "office.calls", "office.definition",
        "office.edit_criterion", "office.edit_dates", "office.edit_form", "office.edit_judging",
        "office.edit_question", "office.edit_sides", "office.edit_texts", "office.home", "office.money",
        "office.new_call", "office.new_criterion", "office.new_question", "office.propose_publication",
        "office.publish", "office.remove_reviewers", "office.take_back", "office.try_form", "public.address", "public.end_other_sessions",
        "public.erasure", "public.leave", "public.new_address", "public.own_password", "public.profile",
        "public.remove_leave",
    ),
    "draft": (
        "applicant.autosave", "applicant.history", "applicant.part_autosave", "applicant.part_history",
        "applicant.restore", "applicant.home", "applicant.invitation", "applicant.leave", "applicant.paper",
        "applicant.part", "applicant.remove_member", "applicant.resend", "applicant.revoke", "applicant.section",
        "applicant.start", "applicant.submit", "applicant.take_out", "applicant.team", "applicant.withdraw",
        "office.draft", "office.resend_invitation", "office.revoke_invitation", "public.call_form", "public.call_form_text", "public.calls",
        "public.programme",
    ),
    "submitted_open": (
        "applicant.application", "applicant.pdf", "applicant.reopen", "office.applications", "office.pdf",
    ),
    "submitted_closed": (
        "admin.resend", "applicant.download", "applicant.receipt", "office.application", "office.ask",
        "office.assignment", "office.assignments", "office.call", "office.check_eligibility", "office.conflicts",
        "office.decide_evidence", "office.declare_conflict", "office.export", "office.export_scores",
        "office.exports", "office.figures", "office.figures_table", "office.mail", "office.message", "office.note", "office.proposal", "office.remind",
        "office.remove", "office.resend", "office.reviewers", "office.several", "public.call",
        "reviewer.accept", "reviewer.assignment",
        "reviewer.autosave", "reviewer.conflicts", "reviewer.declare_conflict", "reviewer.decline", "reviewer.home",
        "reviewer.others", "reviewer.panel", "reviewer.panel_deed", "reviewer.panels", "reviewer.papers",
        "reviewer.pdf", "reviewer.reopen", "reviewer.review",
    ),
    "decided": (
        "office.decide", "office.decisions", "office.follow_panel", "office.propose_release", "office.release_all",
        "office.take_release_back", "reviewer.panel_application",
    ),
    "released": (
        "applicant.award", "applicant.letter", "office.archive", "office.awards", "office.discard_letters",
        "office.issue_letters", "office.job", "office.letter", "office.letters", "office.prepare_letters",
        "office.print_again", "office.release", "public.register", "public.universities_csv", "public.verified",
        "public.verify",
    ),
    "awarded": (
        "applicant.new_outcome", "applicant.outcome", "applicant.remove_outcome", "applicant.report_autosave",
        "applicant.report_outcomes", "applicant.report_section", "applicant.report_spending",
        "applicant.report_submit", "office.report",
    ),
    "reported": ("applicant.report", "office.accept_report", "office.reports", "office.return_report"),
}  # fmt: skip
