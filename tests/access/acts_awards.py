"""The acts on running awards: changes asked for and answered by each side, conditions, the reserve list."""

from sqlalchemy import select

from grants.applications.model import Application
from grants.awards import actions as awards
from grants.awards.actions import Planned, Wish
from grants.awards.model import Amendment, Condition, Instalment
from grants.money import Money
from grants.rules.amendments import AmendmentKind, AmendmentState
from grants.rules.applications import ApplicationState
from grants.rules.awards import ConditionState
from grants.rules.instalments import InstalmentState, Trigger
from tests.access.acts_calls import colleague
from tests.access.cells import but, deed
from tests.access.here import Here
from tests.access.law import OFFICERS, PIS
from tests.access.world import OURS

WHY = "because the boat is late"


def changes(here: Here) -> list[Amendment]:
    return list(here.session.scalars(select(Amendment)))


def asked(here: Here, kind: AmendmentKind, role: str) -> Amendment:
    """A change that somebody asked for."""
    made = awards.ask(here.world.award, Wish(kind, WHY), here.world.person(role), here.at)
    here.session.flush()
    return made


def pi(here: Here) -> str:
    return "pi_b" if here.side == here.second else "pi_a"


@deed("awarded", "budget.awarded.request_change")
def ask_for_another_budget(here):
    here.act(f"/my/awards/{here.world.award.id}/changes", lambda: [one.side for one in changes(here)] == [here.side],
             **{"ask-kind": "budget", "ask-reason": WHY})  # fmt: skip


@deed("awarded", "budget.awarded.request_change")
def take_a_change_back(here):
    mine = asked(here, AmendmentKind.BUDGET, pi(here))
    here.act(f"/my/amendments/{mine.id}/take-back", lambda: mine.state is AmendmentState.TAKEN_BACK)


@but("own_side", "awarded", "budget.awarded.request_change", *PIS)
def take_the_other_sides_change_back(here):
    theirs = asked(here, AmendmentKind.BUDGET, "pi_a" if here.role == "pi_b" else "pi_b")
    here.act(f"/my/amendments/{theirs.id}/take-back", lambda: theirs.state is AmendmentState.TAKEN_BACK)


def answer(here: Here, change: Amendment) -> None:
    here.act(f"/office/amendments/{change.id}/answer", lambda: change.state is AmendmentState.AGREED,
             **{"answer-agrees": "yes", "answer-note": "checked"})  # fmt: skip


@deed("awarded", "budget.awarded.approve_change")
def answer_for_ones_own_side(here):
    answer(here, asked(here, AmendmentKind.BUDGET, pi(here)))


@but("own_side", "awarded", "budget.awarded.approve_change", *OFFICERS)
def answer_for_the_others_side(here):
    answer(here, asked(here, AmendmentKind.BUDGET, "pi_a" if here.role == "officer_b" else "pi_b"))


@deed("awarded", "award.active.propose_end")
def propose_to_end_an_award(here):
    here.act(f"/office/awards/{here.world.award.id}/changes", lambda: bool(changes(here)),
             **{"ask-kind": "early_end", "ask-reason": WHY})  # fmt: skip


@deed("awarded", "award.active.terminate")
def end_what_the_other_side_proposed(here):
    answer(here, asked(here, AmendmentKind.EARLY_END, colleague(here)))


@but("four_eyes", "awarded", "award.active.terminate", *OFFICERS)
def end_what_one_proposed_oneself(here):
    answer(here, asked(here, AmendmentKind.EARLY_END, here.role))


# Payments, and the year


@deed("released", "statistics.programme.annual_report")
def take_the_year_away(here):
    call = here.world.call
    here.look(f"/office/programmes/{call.programme_id}/annual-{call.starts_on.year}-en.pdf", OURS)


def planned(here: Here, side: str) -> Instalment:
    """A payment that the office of a side has planned."""
    part, officer = (
        here.world.award.part_of(side),
        here.world.person("officer_a" if side == here.first else "officer_b"),
    )
    made = awards.plan(part, Planned(Money(1, part.currency), Trigger.CONDITIONS), officer, here.at)
    here.session.flush()
    return made


def plan(here: Here, side: str) -> None:
    here.act(f"/office/awards/{here.world.award.id}/payments", lambda: bool(here.world.award.part_of(side).instalments),
             **{"payment-side": side, "payment-amount": "1000", "payment-awaits": "conditions"})  # fmt: skip


@deed("released", "award.payment.plan")
def plan_a_payment(here):
    plan(here, here.side)


@but("own_side", "released", "award.payment.plan", *OFFICERS)
def plan_a_payment_of_the_other_side(here):
    plan(here, here.other_side)


@deed("released", "award.payment.plan")
def strike_a_payment(here):
    mine = planned(here, here.side)
    here.act(f"/office/instalments/{mine.id}/strike", lambda: mine.state is InstalmentState.STRUCK)


@deed("awarded", "award.payment.record")
def record_a_payment(here):
    mine = planned(here, here.side)
    here.act(f"/office/instalments/{mine.id}/pay", lambda: mine.state is InstalmentState.PAID)


@but("own_side", "awarded", "award.payment.record", *OFFICERS)
def record_a_payment_of_the_other_side(here):
    theirs = planned(here, here.other_side)
    here.act(f"/office/instalments/{theirs.id}/pay", lambda: theirs.state is InstalmentState.PAID)


# Conditions, and the reserve list


def condition(here: Here, side: str) -> Condition:
    """A condition that one side made its money depend on."""
    award = here.world.award
    made = Condition(award=award, award_id=award.id, position=9, side=side, text={"en": "Ethics first"})
    here.session.add(made)
    made.begin(here.world.person("officer_a"), here.at)
    here.session.flush()
    return made


def shown(here: Here, side: str) -> Condition:
    made = condition(here, side)
    awards.show_evidence(made, "Approval 7", here.world.award.part_of(side).pi, here.at)
    here.session.flush()
    return made


@deed("released", "award.condition.show")
def show_that_a_condition_is_met(here):
    mine = condition(here, here.side)
    here.act(f"/my/conditions/{mine.id}/evidence", lambda: mine.state is ConditionState.SHOWN,
             **{"evidence-evidence": "Approval 7"})  # fmt: skip


@but("own_side", "released", "award.condition.show", *PIS)
def show_that_the_others_condition_is_met(here):
    theirs = condition(here, here.other_side)
    here.act(f"/my/conditions/{theirs.id}/evidence", lambda: theirs.state is ConditionState.SHOWN,
             **{"evidence-evidence": "Approval 7"})  # fmt: skip


@deed("released", "award.condition.judge")
def accept_evidence(here):
    mine = shown(here, here.side)
    here.act(f"/office/conditions/{mine.id}/judge", lambda: mine.state is ConditionState.MET)


@but("own_side", "released", "award.condition.judge", *OFFICERS)
def accept_the_other_sides_evidence(here):
    theirs = shown(here, here.other_side)
    here.act(f"/office/conditions/{theirs.id}/judge", lambda: theirs.state is ConditionState.MET)


def kept_back(here: Here) -> Application:
    """What was refused stands on the reserve list instead."""
    here.session.execute(
        Application.__table__.update()
        .where(Application.__table__.c.id == here.world.other.id)
        .values(state=ApplicationState.RESERVE.value)
    )
    here.session.flush()
    here.session.expire_all()
    return here.world.other


@deed("released", "award.reserve.promote")
def promote_from_the_reserve_list(here):
    kept = kept_back(here)
    here.act(f"/office/applications/{kept.id}/promote", lambda: kept.state is ApplicationState.APPROVED)
