"""One award in the office: where each side stands, what was asked for, and one's own side's answer."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from grants import clock
from grants.applications.model import Application
from grants.awards import actions
from grants.awards.actions import Wish
from grants.awards.model import Amendment, Award, Condition, Instalment
from grants.awards.queries import award_of
from grants.decisions.actions import promote
from grants.reports.actions import ask_for
from grants.rules.amendments import ANSWER, AmendmentKind, may_ask
from grants.rules.awards import MEET, OUT
from grants.rules.instalments import PAY, STRIKE, may_plan
from grants.rules.refusal import Refused
from grants.rules.workflow import Step
from grants.web.awards import consequences, told
from grants.web.desk import Door
from grants.web.forms.award import AnswerForm, JudgeForm, OfficeAskForm, PaymentForm, payment_form, planned_by
from grants.web.office.desk import desk
from grants.web.paper import page
from grants.web.reader import reader, visitor
from grants.web.signin import freshly_confirmed
from grants.web.transaction import attempt, session
from grants.words import Sentence, say

RECORD = Door(Award, "award record")


@desk.page("/awards/<uuid:id>", RECORD, "award.active.read")
def award(award: Award) -> ResponseReturnValue:
    """The award as its teams see it, with what this officer can answer."""
    return shown(award)


def shown(award: Award, **forms: Any) -> ResponseReturnValue:
    """The page, with whatever was refused beside its field."""
    by, at = visitor(), clock.now()
    form = next(iter(forms.values()), OfficeAskForm(prefix="ask"))
    return page(
        "office/award.html", form=form, asks=forms.get("asks") or OfficeAskForm(prefix="ask"),
        answers=forms.get("answers") or AnswerForm(prefix="answer"),
        judges=forms.get("judges") or JudgeForm(prefix="judge"),
        answerable={one.id for one in award.amendments if ANSWER.is_open_to(by, one, at)},
        judged={one.id for one in award.conditions if MEET.is_open_to(by, one, at)},
        plans=forms.get("plans") or plan_form(award),
        pays=open_instalments(award, PAY), strikes=open_instalments(award, STRIKE),
        may_ask=may_ask(by, award, AmendmentKind.EARLY_END), consequences=consequences, **told(award),
    ), 422 if form.errors else 200  # fmt: skip


def plan_form(award: Award) -> PaymentForm | None:
    """The form for a payment of one's own side, while one of its parts is in the award."""
    sides = [part.side for part in award.parts if part.state not in OUT and may_plan(visitor(), part)]
    return payment_form(award, sides) if sides else None


def open_instalments(award: Award, step: Step) -> set[UUID]:
    """The payments on which this officer may take a step now."""
    every = (one for part in award.parts for one in part.instalments)
    return {one.id for one in every if step.is_open_to(visitor(), one, clock.now())}


@desk.deed("/awards/<uuid:id>/payments", RECORD, "award.payment.plan")
def plan_instalment(award: Award) -> ResponseReturnValue:
    """Plan a payment of one's own side's part."""
    form = plan_form(award)
    if form is None:
        raise Refused(say("This is not for you to do."))
    if form.validate_on_submit():
        with attempt(form) as it:
            part = award.part_of(form.side.data)
            actions.plan(part, planned_by(form, part), visitor(), clock.now())
        if not it.refused:
            return back(award, say("Recorded."))
    return shown(award, plans=form)


@desk.deed("/instalments/<uuid:id>/pay", Door(Instalment, "instalment"), "award.payment.record")
def pay_instalment(instalment: Instalment) -> ResponseReturnValue:
    """Record that a planned payment was made."""
    actions.pay(instalment, visitor(), clock.now())
    return back(instalment.award, say("Recorded: %(amount)s.", amount=instalment.amount))


@desk.deed("/instalments/<uuid:id>/strike", Door(Instalment, "instalment"), "award.payment.plan")
def strike_instalment(instalment: Instalment) -> ResponseReturnValue:
    """Strike out a planned payment."""
    actions.strike(instalment, visitor(), clock.now())
    return back(instalment.award, say("Recorded."))


@desk.deed("/awards/<uuid:id>/changes", RECORD, "award.active.propose_end")
def ask_about_award(award: Award) -> ResponseReturnValue:
    """Propose that the award ends early, or goes on without the side that is out; another side's officer answers."""
    freshly_confirmed()
    form = OfficeAskForm(prefix="ask")
    if form.validate_on_submit():
        with attempt(form) as it:
            actions.ask(award, Wish(AmendmentKind(form.kind.data), form.reason.data), visitor(), clock.now())
        if not it.refused:
            return back(award, say("Proposed. The officers of the other side have been asked to agree."))
    return shown(award, asks=form)


@desk.deed(
    "/amendments/<uuid:id>/answer", Door(Amendment, "amendment"), "budget.awarded.approve_change",
    "award.active.terminate",
)  # fmt: skip
def answer_change(amendment: Amendment) -> ResponseReturnValue:
    """Answer for one's own side; reports move with what was agreed."""
    freshly_confirmed()
    form = AnswerForm(prefix="answer")
    if form.validate_on_submit():
        with attempt(form) as it:
            actions.answer(amendment, form.agrees.data == "yes", form.note.data or "", visitor(), clock.now())
            ask_for(amendment.award, clock.now())
        if not it.refused:
            return back(amendment.award, say("Recorded. Both sides have been told."))
    return shown(amendment.award, answers=form)


@desk.deed("/conditions/<uuid:id>/judge", Door(Condition, "condition"), "award.condition.judge")
def judge_evidence(condition: Condition) -> ResponseReturnValue:
    """Accept the evidence for a condition of one's own side, or ask for more."""
    form = JudgeForm(prefix="judge")
    if form.validate_on_submit():
        with attempt(form) as it:
            actions.judge_evidence(condition, form.remark.data or "", visitor(), clock.now())
        if not it.refused:
            return back(condition.award, say("Recorded. The investigator has been told."))
    return shown(condition.award, judges=form)


@desk.deed("/applications/<uuid:id>/promote", Door(Application, "application office"), "award.reserve.promote")
def promote_reserve(application: Application) -> ResponseReturnValue:
    """Fund an application of the reserve list with money that came back; its award is offered."""
    freshly_confirmed()
    actions.make(promote(application, visitor(), clock.now()), visitor(), clock.now())
    made = award_of(session(), application)
    flash(reader().say(say("Promoted. Its award letters can be prepared now.")), "good")
    return redirect(url_for("office.award", id=made.id) if made else url_for("office.home"), 303)


def back(award: Award, told: Sentence) -> ResponseReturnValue:
    """To the award's page, saying what was done."""
    flash(reader().say(told), "good")
    return redirect(url_for("office.award", id=award.id), 303)
