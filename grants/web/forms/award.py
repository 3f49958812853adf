"""The shape of what is sent about running awards: what is asked for, what a side answers, evidence for a condition."""

from collections.abc import Sequence
from typing import Any

from grants.awards.actions import Planned, Wish
from grants.awards.model import Award, AwardPart
from grants.calls.model import Side
from grants.people.queries import by_email
from grants.rules.amendments import OF_OFFICES, AmendmentKind
from grants.rules.budget import parse_amount
from grants.rules.instalments import Trigger
from grants.rules.owing import requirements
from grants.web.forms.shape import Sheet, choose, day, email, line, offer, text
from grants.web.reader import reader
from grants.web.transaction import session
from grants.words import say

A = AmendmentKind


class AskForm(Sheet):
    """A change that an investigator asks for; what a kind does not need is left out."""

    kind = choose(say("What should change"), [(one.value, one.label) for one in A if one not in OF_OFFICES], radio=True)
    ends_on = day(say("New last day, for an extension"), needed=False)
    email = email(say("E-mail address of the new investigator, who has an account"), needed=False)
    institution = choose(say("University, for a move"), [], needed=False)
    spent = line(say("Spent so far, for a withdrawal"), 60, needed=False)
    reason = text(say("What and why, as it will stand in the letter"), 2000)


class OfficeAskForm(Sheet):
    """What an office asks for about the award as a whole."""

    kind = choose(say("What should happen"), [(one.value, one.label) for one in A if one in OF_OFFICES], radio=True)
    reason = text(say("Reason"), 2000)


class AnswerForm(Sheet):
    """What one side answers."""

    agrees = choose(say("Answer"), [("yes", say("Agree")), ("no", say("Do not agree"))], radio=True)
    note = text(say("What was checked, or why not"), 1000, needed=False)


class PaymentForm(Sheet):
    """A payment that a side plans."""

    side = choose(say("Side"), [])
    amount = line(say("Amount"), 60)
    awaits = choose(say("When"), [], radio=True)
    due_on = day(say("Day, where it is paid on a day"), needed=False)


class EvidenceForm(Sheet):
    """How a condition is met."""

    evidence = text(say("How the condition is met: which approval, of which day, where its paper is"), 2000)


class JudgeForm(Sheet):
    """Whether the evidence will do."""

    remark = text(say("What is still missing (leave it empty to accept)"), 1000, needed=False)


def ask_form(part: AwardPart) -> AskForm:
    """The form with the universities of the programme."""
    form, lang = AskForm(prefix="ask"), reader()
    members = {member.institution for member in part.award.application.call.programme.members}
    named = sorted(((str(one.id), lang.texts(one.name)) for one in members), key=lambda pair: pair[1])
    form.institution.choices = offer([("", lang.gettext("Choose")), *named])
    return form


def payment_form(award: Award, sides: Sequence[Side]) -> PaymentForm:
    """The form with the sides one serves and the reports that are owed."""
    form, asked = PaymentForm(prefix="payment"), requirements(award.application.call.reporting)
    form.side.choices = offer((side.code, side.label) for side in sides)
    form.awaits.choices = offer([
        (Trigger.DAY.value, say("On a day")),
        (Trigger.CONDITIONS.value, say("When the conditions of the side are met")),
        *((one.code, say("When this report is accepted: %(report)s", report=one.kind.label)) for one in asked),
    ])  # fmt: skip
    return form


def planned_by(form: PaymentForm, part: AwardPart) -> Planned:
    """What the form says, as the room wants it."""
    amount, awaits = parse_amount(form.amount.data, part.currency, "amount"), form.awaits.data
    if awaits in {Trigger.DAY, Trigger.CONDITIONS}:
        return Planned(amount, Trigger(awaits), form.due_on.data if awaits == Trigger.DAY else None)
    return Planned(amount, Trigger.REPORT, None, awaits)


def wish_of(form: AskForm, part: AwardPart) -> Wish:
    """What the form says, as the room wants it."""
    kind, found = A(form.kind.data), {str(one.id): one for one in institutions(part)}
    spent = parse_amount(form.spent.data, part.currency, "spent").minor if form.spent.data else None
    return Wish(
        kind, form.reason.data, form.ends_on.data if kind is A.EXTENSION else None,
        by_email(session(), form.email.data) if kind is A.PI_CHANGE and form.email.data else None,
        found.get(form.institution.data) if kind is A.MOVE else None, spent if kind is A.WITHDRAWAL else None,
    )  # fmt: skip


def institutions(part: AwardPart) -> list[Any]:
    """The universities of the programme."""
    return [member.institution for member in part.award.application.call.programme.members]
