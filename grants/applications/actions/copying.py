"""Copying a former application into a new call: its words, never its confirmations, its money or its signatures."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from grants.applications.actions.inviting import Invited, invite
from grants.applications.actions.starting import start
from grants.applications.actions.writing import write
from grants.applications.former import Suggestion, answers_of, suggestions
from grants.applications.model import Answer, Application, Invitation
from grants.applications.queries import Asked, questions_of
from grants.calls.model import Call
from grants.people.model import Person
from grants.rules import applications as law
from grants.rules.answers import Written
from grants.rules.refusal import Refused
from grants.rules.relations import is_pi, side_of_pi
from grants.words import say

NEVER = {
    "money": say("Amounts are entered anew."),
    "file": say("Files are handed in anew."),
}
GONE = say("The new call does not ask this.")
ANOTHER_KIND = say("The new call asks it in another way.")
OF_OTHERS = say("It was written by another side; its team writes it again.")
REFUSED = say("The new call does not take this answer.")


def copy(former: Application, call: Call, side: str, by: Person, at: datetime) -> Application:
    """Start an application in an open call with the words of a former one of one's own."""
    if not is_pi(by, former):
        raise Refused(say("Only a principal investigator copies an application."))
    application = start(call, side, by, at)
    application.copied_from_id = former.id
    questions = {question.code: question for question in questions_of(call)}
    copied: list[dict[str, Any]] = []
    left: list[dict[str, Any]] = []
    for question, answer in answers_of(former):
        why = reason_to_leave(former, question, questions.get(question.code), answer, by)
        why = why or rewritten(application, answer, side if answer.side else "", by, at)
        (left if why else copied).append({"label": wording(question), "why": why})
    left += [{"label": wording(one), "why": NEVER["file"].text} for one in questions_of(former.call)
             if one.kind == "file"]  # fmt: skip
    application.take(law.COPY, by, at, ref=former.ref, copied=copied, left=left)
    return application


def wording(question: Asked) -> Any:
    """A question's label as history keeps it."""
    return dict(question.label) if not hasattr(question.label, "text") else question.label.text


def reason_to_leave(
    former: Application, asked: Asked, asked_now: Asked | None, answer: Answer, by: Person,
) -> str:  # fmt: skip
    """Why an answer is not copied; nothing if it may be."""
    if answer.side and answer.side != side_of_pi(by, former):
        return OF_OTHERS.text
    if asked_now is None:
        return GONE.text
    if asked_now.kind != asked.kind or bool(asked_now.per_side or asked_now.side) != bool(answer.side):
        return ANOTHER_KIND.text
    return NEVER["money"].text if has_money(asked_now) else ""


def has_money(question: Asked) -> bool:
    """Whether an answer holds amounts."""
    return question.kind == "money" or any(column["kind"] == "money" for column in question.columns)


def rewritten(application: Application, answer: Answer, side: str, by: Person, at: datetime) -> str:
    """Write a former answer as if it were typed now; why not, if the new call does not take it."""
    try:
        write(application, [Written(answer.question, answer.value, side)], by, at)
    except Refused:
        return REFUSED.text
    return ""


def invite_again(application: Application, former_id: Any, by: Person, at: datetime) -> Invitation:
    """Invite somebody who was on the former application; nobody is invited by the copying itself."""
    found: Iterator[Suggestion] = (one for one in suggestions(application) if one.former_id == former_id)
    suggestion = next(found, None)
    if suggestion is None:
        raise Refused(say("This person is on the team or invited already."))
    whom = Invited(suggestion.email, suggestion.name, suggestion.side, suggestion.right, suggestion.role)
    return invite(application, whom, by, at)
