"""The acts on what was handed in, as long as the call is open and after it: read by those whose task it is, changed by nobody."""

from collections.abc import Callable

from grants.applications import actions as applications
from grants.rules.applications import ApplicationState
from tests.access.acts_calls import office
from tests.access.acts_drafts import own, state
from tests.access.cells import but, deed
from tests.access.here import Here
from tests.access.law import PIS
from tests.access.world import ANSWER, BOAT, ENCLOSED, OURS
from tests.files.hostile import plain

PANEL_PAGES = ("/reviews/panels/applications/{key}", "/reviews/applications/{key}/application.pdf",
               "/reviews/applications/{key}/others")  # fmt: skip
LISTS = ("/applications", "/applications?state=all", "/applications?state=submitted", "/assignments",
         "/assignments?state=all", "/assignments/proposal", "/decisions", "/release", "/exports/applications.csv",
         "/exports/decisions.csv", "/exports/scores.csv", "/conflicts", "/mail")  # fmt: skip


def case(here: Here, rest: str = "") -> str:
    return f"/office/applications/{here.world.application.id}{rest}"


def panel_pages(here: Here) -> list[str]:
    return [page.format(key=here.world.application.id) for page in PANEL_PAGES]


def lists(here: Here) -> None:
    """Every list of a call in which an application could stand."""
    for page in LISTS:
        here.look(office(here, page), OURS, shared=True)
    here.look(f"/reviews/panels/{here.world.call.id}", OURS, shared=True)
    here.look(f"/reviews/calls/{here.world.call.id}/applications.zip", OURS, shared=True)
    here.look("/reviews", OURS, shared=True)


@deed("submitted_open", "application.submitted_open.read")
def read_what_was_handed_in(here):
    here.look(own(here), OURS)
    here.look(own(here, "/sections/project"), ANSWER)
    here.look(own(here, "/application.pdf"), ANSWER)
    here.look(own(here, "/receipt"), here.world.application.ref)
    here.look(case(here), ANSWER)
    here.look(case(here, "/application.pdf"), ANSWER)
    for page in panel_pages(here):
        here.look(page, OURS)
    lists(here)


@deed("submitted_open", "application.submitted_open.reopen_for_edit")
def reopen(here):
    here.act(own(here, "/reopen"), lambda: state(here) is ApplicationState.REOPENED)


@but("before_deadline", "submitted_open", "application.submitted_open.reopen_for_edit", *PIS)
def reopen_too_late(here):
    here.after_the_close()
    reopen(here)


def version(here: Here) -> int:
    return here.world.application.content_version


def unlike(here: Here) -> Callable[[], bool]:
    """Whether what was handed in is another than now."""
    ours, before = here.world.application, version(here)
    return lambda: version(here) != before or len(ours.snapshots) != 1


def write_answers(here: Here) -> None:
    changed = unlike(here)
    section = here.form_of(own(here, "/sections/project"), "pi_a") | {"summary": "Rewritten"}
    here.act(own(here, "/sections/project"), changed, **section)
    here.act(own(here, "/sections/project/autosave"), changed, **section | {"changed": "summary"})
    here.act(own(here, f"/team/{here.world.application.members[0].id}/remove"), changed)


def write_sums(here: Here) -> None:
    said = {"institution_id": "", "category": here.world.call.sides[0].categories[0], "purpose": "Else", "amount": "1"}
    here.act(own(here, f"/sides/{here.side}"), unlike(here), **said)


def change_files(here: Here) -> None:
    changed = unlike(here)
    here.act(own(here, f"/files/{here.world.paper.id}/remove"), changed)
    here.act(own(here, "/files/figures"), changed, file=(plain(b"/N true"), "newer.pdf", "application/pdf"))


@deed("submitted_open", "application.submitted_open.edit_in_place")
def write_over_it_while_the_call_is_open(here):
    write_answers(here)
    write_sums(here)
    change_files(here)


@deed("submitted_closed", "application.submitted_closed.edit")
def write_over_it_after_the_close(here):
    write_answers(here)


@deed("submitted_closed", "budget.submitted.edit")
def write_over_the_sums_after_the_close(here):
    write_sums(here)


@deed("submitted_closed", "attachment.submitted.replace_or_delete")
def change_the_files_after_the_close(here):
    change_files(here)


@deed("submitted_closed", "application.submitted_closed.read")
def read_what_is_judged(here):
    world = here.world
    if here.role == "rev_unassigned":
        asked = world.ask("ula")
        here.look(f"/reviews/assignments/{asked.id}", OURS, world.person("pi_a").name_in("en"), never=(ANSWER, BOAT))
        for page in panel_pages(here):
            here.look(page, ANSWER)
        return
    here.look(own(here, "/sections/project"), ANSWER)
    here.look(case(here), ANSWER)
    here.look(case(here, "/application.pdf"), ANSWER)
    here.look(panel_pages(here)[1], ANSWER, OURS)
    here.look(panel_pages(here)[0], OURS)


@but("assigned_minimum", "submitted_closed", "application.any.read_team", "rev_unassigned")
@but("assigned_minimum", "submitted_closed", "application.submitted_closed.read", "rev_unassigned")
def read_what_one_was_not_asked_for(here):
    for page in panel_pages(here):
        here.look(page, OURS)
    lists(here)
    here.look(f"/reviews/assignments/{here.world.asked_rea.id}", OURS)


@deed("submitted_closed", "application.any.read_versions")
def read_the_versions(here):
    seal = here.world.application.snapshots[0].sha256[:8]
    here.look(own(here, "/receipt"), seal)
    here.look(case(here), seal)


@deed("submitted_closed", "application.any.read_team")
def see_who_is_on_the_team(here):
    ben = here.world.person("pi_b").name_in("en")
    if here.role == "rev_unassigned":
        here.look(f"/reviews/assignments/{here.world.ask('ula').id}", ben)
        return
    here.look(own(here, "/team"), ben)
    here.look(case(here), ben)
    for key in ("rea", "sol"):
        here.look(f"/reviews/assignments/{here.world.things[f'asked_{key}'].id}", ben)
    here.look(office(here, "/assignments"), ben, shared=True)


@deed("submitted_closed", "budget.submitted.read")
def read_the_budget(here):
    here.look(own(here, f"/sides/{here.second}"), BOAT)
    here.look(case(here), BOAT)
    here.look(panel_pages(here)[1], BOAT)


@deed("submitted_closed", "attachment.submitted.download")
def read_what_was_enclosed(here):
    here.look(own(here, f"/files/{here.world.paper.id}/download"), ENCLOSED)
    here.look(case(here, "/application.pdf"), ENCLOSED)
    here.look(panel_pages(here)[1], ENCLOSED)


# Withdrawal


def withdraw(here: Here) -> None:
    here.act(own(here, "/withdraw"), lambda: state(here) is ApplicationState.WITHDRAWN, reason="moved away")


@deed("submitted_closed", "application.submitted_closed.withdraw")
def withdraw_what_was_handed_in(here):
    withdraw(here)


@but("reauth", "submitted_closed", "application.submitted_closed.withdraw", *PIS)
def withdraw_long_after_signing_in(here):
    here.world.later(minutes=16)
    withdraw(here)


def withdrawn(here: Here) -> None:
    applications.withdraw(here.world.application, "moved away", here.world.person("pi_b"), here.at)
    here.session.flush()


@deed("submitted_closed", "application.withdrawn.read")
def read_what_was_withdrawn(here):
    withdrawn(here)
    world = here.world
    here.look(own(here), OURS)
    here.look(own(here, "/sections/project"), ANSWER)
    here.look(case(here), ANSWER)
    here.look(office(here, "/applications?state=withdrawn"), OURS, shared=True)
    if here.role not in {"officer_a", "officer_b", "auditor"}:
        for page in panel_pages(here):
            here.look(page, OURS)
        mine = {"rev_pre": "rea", "rev_conflict": "con"}.get(here.role, "sol")
        for desk in ("reviews", "office"):
            here.look(f"/{desk}/assignments/{world.things[f'asked_{mine}'].id}", OURS)
        here.look(f"/reviews/{world.written_by('rea' if mine == 'rea' else 'sol').id}", OURS)
        for page in ("/assignments?state=all", "/conflicts", "/exports/scores.csv"):
            here.look(office(here, page), OURS, shared=True)
        here.look(f"/reviews/panels/{world.call.id}", OURS, shared=True)
        here.look("/reviews", OURS, shared=True)


@deed("submitted_closed", "attachment.withdrawn.download")
def read_what_was_enclosed_with_a_withdrawn_application(here):
    withdrawn(here)
    here.look(own(here, f"/files/{here.world.paper.id}/download"), ENCLOSED)
    here.look(case(here, "/application.pdf"), ENCLOSED)
    here.look(panel_pages(here)[1], ENCLOSED)
