"""The acts on a report: written by the team, handed in by an investigator, accepted by each office for its own side."""

from sqlalchemy import select

from grants.reports import actions as reports
from grants.reports.model import Outcome, Report, ReportAnswer
from grants.rules.publishing import is_published
from grants.rules.reports import OutcomeKind, ReportState
from tests import make
from tests.access.acts_calls import office, rows
from tests.access.cells import but, deed
from tests.access.here import Here
from tests.access.law import OFFICERS, PIS
from tests.access.world import OURS

WRITERS = (*PIS, "team_edit")
PAPER = {"title": "A paper on lanternfish", "year": "2023", "doi": ""}


def mine(here: Here, rest: str = "") -> str:
    return f"/my/reports/{here.world.report.id}{rest}"


def theirs(here: Here, rest: str = "") -> str:
    return f"/office/reports/{here.world.report.id}{rest}"


@deed("awarded", "report.due.read")
def read_a_report_that_is_owed(here):
    for page in ("", "/sections/narrative", f"/spending/{here.first}", "/submit"):
        here.look(mine(here, page), OURS if not page else here.world.application.ref)
    here.look(theirs(here), OURS)
    here.look(office(here, "/reports"), OURS, shared=True)


def answer(here: Here) -> str | None:
    found = select(ReportAnswer.value).where(ReportAnswer.question == "achievements")
    return here.session.scalar(found)


@deed("awarded", "report.due.edit")
def write_a_report(here):
    said = {"achievements": "We met.", "changed": "achievements"}
    here.act(mine(here, "/sections/narrative"), lambda: answer(here) == "We met.", **said)
    said["achievements"] = "We met twice."
    here.act(mine(here, "/sections/narrative/autosave"), lambda: answer(here) == "We met twice.", **said)
    report = here.world.report

    def spent():
        return [one.side for one in report.spending] == [here.side]

    here.act(mine(here, f"/spending/{here.side}"), spent, amount="1000", note="")


@deed("awarded", "report.due.submit")
def hand_a_report_in(here):
    report = make.told(here.world.house, here.world.report)
    here.session.flush()
    here.act(mine(here, "/submit"), lambda: report.state is ReportState.SUBMITTED, version=str(report.version))


def outcome(here: Here) -> Outcome:
    made = reports.add_outcome(here.world.report, OutcomeKind.PUBLICATION, {**PAPER, "year": 2023},
                               here.world.person("pi_a"), here.at)  # fmt: skip
    here.session.flush()
    return made


@deed("awarded", "report.due.waive")
def waive_for_ones_side(here):
    report = here.world.report
    said = {"because": "The project never began", "version": str(report.version)}
    here.act(theirs(here, "/waive"), lambda: accepted(here) == {here.side}, **said)


@deed("awarded", "outcome.private.read")
def read_what_came_of_it(here):
    made = outcome(here)
    here.look(mine(here, "/outcomes"), PAPER["title"])
    here.look(mine(here, f"/outcomes/{made.id}"), PAPER["title"])
    here.look(mine(here, "/outcomes/look-up?doi=none"), PAPER["title"])
    here.look(theirs(here), PAPER["title"])
    here.look(office(here, "/exports/outcomes.csv"), PAPER["title"])
    here.look("/projects", PAPER["title"], shared=True)


@deed("awarded", "outcome.private.edit")
def tell_what_came_of_it(here):
    before = rows(here, Outcome)
    here.act(
        mine(here, "/outcomes/new/publication"), lambda: rows(here, Outcome) > before, **PAPER | {"title": "First"}
    )
    now = rows(here, Outcome)
    listed = {"pasted": "A meeting of both, 2022\nAnother of them, 2023", "kind": "publication"}
    here.act(mine(here, "/outcomes/paste"), lambda: rows(here, Outcome) > now, **listed)
    made = outcome(here)
    now = rows(here, Outcome)
    here.act(mine(here, f"/outcomes/{made.id}"), lambda: made.title == "Another", **PAPER | {"title": "Another"})
    here.act(mine(here, f"/outcomes/{made.id}/remove"), lambda: rows(here, Outcome) < now)


@deed("awarded", "outcome.private.publish")
def agree_to_publish_when_the_other_side_has(here):
    outcome(here)
    award = here.world.award
    reports.publish(award, here.world.person("pi_b" if here.role == "pi_a" else "pi_a"), here.at)
    here.act(f"/my/awards/{award.id}/publish", lambda: len(award.publications) == 2, deed="publish")


@but("both_confirmed", "awarded", "outcome.private.publish", *PIS)
def agree_to_publish_alone(here):
    outcome(here)
    award = here.world.award
    reports.publish(award, here.by, here.at)
    here.session.flush()
    here.act(f"/my/awards/{award.id}/publish", lambda: is_published(award), deed="publish")


@deed("awarded", "outcome.published.read")
def read_what_was_published(here):
    outcome(here)
    for pi in PIS:
        reports.publish(here.world.award, here.world.person(pi), here.at)
    here.session.flush()
    here.look(f"/projects/{here.world.award.id}", PAPER["title"])
    here.look("/open-data/360giving.json", here.world.application.ref)
    here.look("/open-data/crossref-grants.xml", here.world.application.ref)


@but("awarded", "released", "report.due.edit", *WRITERS)
@but("awarded", "released", "report.due.submit", *PIS)
@but("awarded", "released", "outcome.private.edit", *WRITERS)
def report_on_what_was_not_accepted_yet(here):
    """Without an award that both have accepted there is nothing to report on, whatever key is tried."""
    for thing in (here.world.application, here.world.award, here.world.other):
        page = f"/my/reports/{thing.id}"
        here.act(f"{page}/sections/narrative", lambda: answer(here) is not None, achievements="We met.")
        here.act(f"{page}/outcomes/new/publication", lambda: rows(here, Outcome) > 0, **PAPER)
        here.act(f"{page}/submit", lambda: rows(here, Report) > 0, version="1")


@deed("reported", "report.submitted.read")
def read_a_report_that_is_in(here):
    here.look(mine(here), OURS)
    here.look(theirs(here), OURS)
    here.look(office(here, "/reports"), OURS, shared=True)


@deed("reported", "report.submitted.edit")
def write_over_a_report_that_is_in(here):
    report = here.world.report
    before = report.version

    def changed():
        return report.version != before

    here.act(mine(here, "/sections/narrative"), changed, achievements="Else", changed="achievements")
    here.act(mine(here, "/sections/narrative/autosave"), changed, achievements="Else", changed="achievements")
    here.act(mine(here, f"/spending/{here.side}"), changed, amount="1", note="")
    here.act(mine(here, "/outcomes/new/publication"), changed, **PAPER)
    here.act(mine(here, "/submit"), changed, version=str(before))


def accepted(here: Here) -> set[str]:
    return {one.side for one in here.world.report.current_approvals}


@deed("reported", "report.submitted.approve_or_return")
def accept_for_ones_side(here):
    here.act(theirs(here, "/accept"), lambda: accepted(here) == {here.side}, version=str(here.world.report.version))


@deed("reported", "report.submitted.approve_or_return")
def return_with_a_remark(here):
    report = here.world.report
    said = {"remark": "Say more of the visits", "version": str(report.version)}
    here.act(theirs(here, "/return"), lambda: report.state is ReportState.RETURNED, **said)


@but("own_side", "awarded", "report.due.waive", *OFFICERS)
def waive_for_the_other_side(here):
    report = here.world.report
    reports.waive(report, "The project never began", here.by, here.at)
    here.session.flush()
    said = {"because": "Again", "version": str(report.version), "side": here.other_side}
    here.act(theirs(here, "/waive"), lambda: len(accepted(here)) > 1, **said)


@but("own_side", "reported", "report.submitted.approve_or_return", *OFFICERS)
def accept_for_the_other_side(here):
    report = here.world.report
    reports.accept(report, here.by, here.at)
    here.session.flush()
    here.act(
        theirs(here, "/accept"), lambda: len(accepted(here)) > 1, version=str(report.version), side=here.other_side
    )
