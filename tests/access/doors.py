"""The pages that open to somebody in each stage of the world; together they are all there are."""

DOORS: dict[str, tuple[str, ...]] = {
    "call_draft": (
        "admin.appoint", "admin.disable", "admin.dismiss", "admin.enable", "admin.home", "admin.jobs",
        "admin.people", "admin.person", "admin.remove_second_factor", "admin.send_password_link",
        "admin.settings", "admin.try_again", "front.healthz", "office.add_reviewer", "office.call",
        "office.calls", "office.definition", "office.edit_criterion", "office.edit_dates", "office.edit_form",
        "office.edit_judging", "office.edit_question", "office.edit_sides", "office.edit_texts",
        "office.home", "office.mail", "office.money", "office.new_call", "office.new_criterion",
        "office.new_question", "office.propose_publication", "office.publish", "office.remove_reviewers",
        "office.reviewers", "office.take_back", "public.address", "public.call", "public.call_form",
        "public.end_other_sessions", "public.erasure", "public.leave", "public.new_address",
        "public.own_password", "public.profile", "public.remove_leave",
    ),  # fmt: skip
    "draft": (
        "applicant.application", "applicant.autosave", "applicant.download", "applicant.home",
        "applicant.invitation", "applicant.leave", "applicant.paper", "applicant.part", "applicant.pdf",
        "applicant.remove_member", "applicant.resend", "applicant.revoke", "applicant.section",
        "applicant.start", "applicant.submit", "applicant.take_out", "applicant.team", "applicant.withdraw",
        "office.applications", "office.assignments", "office.draft", "office.resend_invitation",
        "office.revoke_invitation", "public.call", "public.call_form", "public.calls", "public.programme",
    ),  # fmt: skip
    "submitted_open": (
        "applicant.application", "applicant.pdf", "applicant.receipt", "applicant.reopen",
        "applicant.section", "office.application", "office.applications", "office.assignments",
        "office.decisions", "office.export", "office.mail", "office.pdf", "office.proposal", "office.release",
        "reviewer.others",
    ),  # fmt: skip
    "submitted_closed": (
        "admin.jobs", "admin.resend", "applicant.application", "applicant.download", "applicant.part",
        "applicant.receipt", "applicant.section", "applicant.team", "applicant.withdraw",
        "office.application", "office.applications", "office.ask", "office.assignment", "office.assignments",
        "office.call", "office.check_eligibility", "office.conflicts", "office.decisions",
        "office.declare_conflict", "office.export", "office.export_scores", "office.exports",
        "office.figures", "office.figures_table", "office.message", "office.note", "office.pdf",
        "office.remind", "office.remove", "office.resend", "office.reviewers", "public.call", "public.calls",
        "reviewer.accept", "reviewer.assignment", "reviewer.autosave", "reviewer.conflicts",
        "reviewer.declare_conflict", "reviewer.decline", "reviewer.home", "reviewer.others", "reviewer.panel",
        "reviewer.panel_application", "reviewer.panel_deed", "reviewer.panels", "reviewer.papers",
        "reviewer.pdf", "reviewer.reopen", "reviewer.review",
    ),  # fmt: skip
    "decided": (
        "office.decide", "office.decisions", "office.export", "office.follow_panel", "office.propose_release",
        "office.release", "office.release_all", "office.take_release_back", "reviewer.panel_application",
    ),  # fmt: skip
    "released": (
        "applicant.application", "applicant.award", "applicant.letter", "office.application",
        "office.archive", "office.awards", "office.call", "office.calls", "office.definition",
        "office.discard_letters", "office.export", "office.issue_letters", "office.job", "office.letter",
        "office.letters", "office.prepare_letters", "office.print_again", "office.release", "public.call",
        "public.call_form", "public.register", "public.universities_csv", "public.verified", "public.verify",
        "reviewer.panel", "reviewer.panel_application",
    ),  # fmt: skip
    "awarded": (
        "applicant.new_outcome", "applicant.outcome", "applicant.remove_outcome", "applicant.report",
        "applicant.report_autosave", "applicant.report_outcomes", "applicant.report_section",
        "applicant.report_spending", "applicant.report_submit", "office.export", "office.report",
        "office.reports",
    ),  # fmt: skip
    "reported": (
        "applicant.report", "office.accept_report", "office.report", "office.reports", "office.return_report",
    ),  # fmt: skip
}
