"""The acts that two people do together: another lead, another investigator, a way back, more time, a corrected text."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from grants.applications import actions as applications
from grants.applications.actions import Later, Proposal
from grants.applications.model import FormalChange
from grants.calls import actions as calls
from grants.calls.model import Extension
from grants.rules.applications import ApplicationState
from grants.rules.extensions import ExtensionState
from grants.rules.formal import ChangeKind, ChangeState
from grants.rules.relations import THE_CLOCK
from tests.access.acts_calls import colleague, office, rows
from tests.access.acts_drafts import confirmed_by, own, state, submit
from tests.access.acts_submitted import case, withdrawn
from tests.access.cells import but, deed
from tests.access.here import Here
from tests.access.law import OFFICERS, PIS
from tests.access.world import in_all

WHY = "It has to be"

# Formal changes


def proposed(here: Here, kind: ChangeKind, role: str) -> FormalChange:
    """What an officer proposes to change."""
    said = Proposal(kind, WHY, "" if kind is ChangeKind.REINSTATE else here.second)
    made = applications.propose(here.world.application, said, here.world.person(role), here.at)
    here.session.flush()
    return made


def lead_proposed(here: Here, role: str) -> FormalChange:
    """What an investigator proposes to the other."""
    made = applications.propose_lead(here.world.application, here.second, WHY, here.world.person(role), here.at)
    here.session.flush()
    return made


def answer(here: Here, change: FormalChange, word: str, wanted: ChangeState) -> None:
    """At both doors, as long as nothing came of it."""
    for desk in ("office", "my") if here.role in OFFICERS else ("my", "office"):
        if change.state is ChangeState.PROPOSED:
            here.act(f"/{desk}/changes/{change.id}/{word}", lambda: change.state is wanted)


def agree(here: Here, change: FormalChange) -> None:
    answer(here, change, "agree", ChangeState.DONE)


def other_pi(here: Here) -> str:
    return "pi_b" if here.role == "pi_a" else "pi_a"


@deed("draft", "application.any.transfer_lead")
def agree_to_another_lead(here):
    if here.role not in OFFICERS:
        change = lead_proposed(here, other_pi(here))
        agree(here, change)
        if change.state is ChangeState.PROPOSED:
            applications.drop(change, change.proposed_by, here.at)
            here.session.flush()
    if here.role not in PIS:
        agree(here, proposed(here, ChangeKind.TRANSFER_LEAD, colleague(here)))


@but("both_confirmed", "draft", "application.any.transfer_lead", *PIS)
def agree_to_the_lead_one_proposed_oneself(here):
    agree(here, lead_proposed(here, here.role))


@but("four_eyes", "draft", "application.any.transfer_lead", *OFFICERS)
def agree_to_the_lead_one_proposed_in_the_office_oneself(here):
    agree(here, proposed(here, ChangeKind.TRANSFER_LEAD, here.role))


@deed("draft", "application.any.remove_pi")
def agree_to_another_investigator(here):
    agree(here, proposed(here, ChangeKind.REMOVE_PI, colleague(here)))


@but("four_eyes", "draft", "application.any.remove_pi", *OFFICERS)
def agree_to_the_investigator_one_proposed_oneself(here):
    agree(here, proposed(here, ChangeKind.REMOVE_PI, here.role))


@deed("submitted_closed", "application.withdrawn.reinstate")
def agree_to_its_return_into_the_round(here):
    withdrawn(here)
    agree(here, proposed(here, ChangeKind.REINSTATE, colleague(here)))


@but("four_eyes", "submitted_closed", "application.withdrawn.reinstate", *OFFICERS)
def agree_to_the_return_one_proposed_oneself(here):
    withdrawn(here)
    agree(here, proposed(here, ChangeKind.REINSTATE, here.role))


@deed("draft", "application.any.propose_change")
def propose_another_lead(here):
    before = rows(here, FormalChange)
    here.act(own(here, "/lead"), lambda: rows(here, FormalChange) > before, side=here.second, reason=WHY)
    said = {"kind": "transfer_lead", "transfer_lead-side": here.second, "transfer_lead-reason": WHY}
    here.act(case(here, "/formal"), lambda: rows(here, FormalChange) > before, **said)


@deed("draft", "application.any.drop_change")
def drop_a_change(here):
    for change in (lead_proposed(here, "pi_a"), proposed(here, ChangeKind.REMOVE_PI, "officer_a")):
        answer(here, change, "drop", ChangeState.DROPPED)


# More time


def later(here: Here, *, days: int = 7, **whom) -> Later:
    """A later deadline by so many days, from the close or from now."""
    start = max(here.world.call.closing.at, here.at)
    wall = (start + timedelta(days=days)).astimezone(ZoneInfo("Europe/Stockholm"))
    return Later(wall=f"{wall:%Y-%m-%d %H:%M}", zone="Europe/Stockholm", reason=in_all(WHY), **whom)


def more_time(here: Here, role: str, **whom) -> Extension:
    """What an officer proposes."""
    made = applications.propose_extension(here.world.call, later(here, **whom), here.world.person(role), here.at)
    here.session.flush()
    return made


def grant(
    here: Here, extension: Extension, word: str = "agree", wanted: ExtensionState = ExtensionState.AGREED
) -> None:
    address = f"/office/extensions/{extension.id}/{word}"
    here.act(address, lambda: extension.state is wanted, version=str(extension.version))


def ask_for_more_time(here: Here, *, days: int = 7, why: str = WHY) -> None:
    before, wall = rows(here, Extension), later(here, days=days).wall
    said = {"whom": "all", "zone": "Europe/Stockholm", "closes": wall[:10], "closes_clock": wall[11:]}
    reason = {f"reason_{code}": why for code in here.world.call.languages}
    here.act(office(here, "/deadlines"), lambda: rows(here, Extension) > before,
             version=str(here.world.call.version), **said, **reason)  # fmt: skip


@deed("draft", "call.open.propose_deadline")
def propose_more_time(here):
    ask_for_more_time(here)


@but("notice_given", "draft", "call.open.propose_deadline", *OFFICERS)
@but("notice_given", "draft", "call.open.extend_deadline", *OFFICERS)
def propose_more_time_without_a_word(here):
    ask_for_more_time(here, why="")


@deed("draft", "call.open.shorten_deadline")
def propose_less_time(here):
    ask_for_more_time(here, days=-1)


@deed("draft", "call.open.extend_deadline")
def agree_to_more_time(here):
    grant(here, more_time(here, colleague(here)))


@but("four_eyes", "draft", "call.open.extend_deadline", *OFFICERS)
def agree_to_the_time_one_proposed_oneself(here):
    grant(here, more_time(here, here.role))


@deed("draft", "call.open.drop_deadline")
def drop_more_time(here):
    grant(here, more_time(here, colleague(here)), "drop", ExtensionState.DROPPED)


def after_it_was_closed(here: Here) -> None:
    here.after_the_close()
    calls.close(here.world.call, THE_CLOCK, here.at)
    here.session.flush()


@deed("draft", "call.closed.grant_late_submission")
def agree_to_let_one_in_late(here):
    after_it_was_closed(here)
    grant(here, more_time(here, colleague(here), application=here.world.application))


@but("four_eyes", "draft", "call.closed.grant_late_submission", *OFFICERS)
def agree_to_let_in_whom_one_proposed_oneself(here):
    after_it_was_closed(here)
    grant(here, more_time(here, here.role, application=here.world.application))


@deed("submitted_open", "call.closed.grant_late_submission")
def agree_to_return_one_for_correction(here):
    after_it_was_closed(here)
    grant(here, more_time(here, colleague(here), application=here.world.application, returns=True))


@deed("submitted_open", "call.closed.propose_late")
def propose_to_return_one_for_correction(here):
    after_it_was_closed(here)
    before, wall = rows(here, Extension), later(here).wall
    said = {"zone": "Europe/Stockholm", "closes": wall[:10], "closes_clock": wall[11:]}
    said |= {f"reason_{code}": WHY for code in here.world.call.languages}
    here.act(case(here, "/return"), lambda: rows(here, Extension) > before,
             **{f"return-{name}": value for name, value in said.items()})  # fmt: skip


def let_in(here: Here) -> None:
    """Both offices give one team more time after the close."""
    after_it_was_closed(here)
    extension = more_time(here, "officer_a", application=here.world.application)
    applications.agree_extension(extension, here.world.person("officer_b"), here.at)
    here.session.flush()


@deed("draft", "application.draft.submit_late")
def submit_late_what_both_confirmed(here):
    let_in(here)
    confirmed_by(here, *PIS)
    submit(here)


@but("both_confirmed", "draft", "application.draft.submit_late", *PIS)
def submit_late_what_one_confirmed(here):
    let_in(here)
    confirmed_by(here, here.role)
    submit(here)


@but("late_grant", "draft", "application.draft.submit_late", *PIS)
def submit_late_without_a_grant(here):
    confirmed_by(here, *PIS)
    after_it_was_closed(here)
    submit(here)
    assert state(here) is ApplicationState.DRAFT


# A corrected text


def correct(here: Here, notice: str) -> None:
    call = here.world.call
    form = here.form_of(office(here, "/correct"), "officer_a") | {"summary_en": "Put right"}
    form |= {f"notice_{code}": notice for code in call.languages}
    here.act(office(here, "/correct"), lambda: call.summary["en"] == "Put right", **form)


@deed("draft", "call.open.edit_text")
def correct_a_text_with_notice(here):
    correct(here, "A word was wrong")


@but("notice_given", "draft", "call.open.edit_text", *OFFICERS)
def correct_a_text_without_notice(here):
    correct(here, "")
