"""Writing: the answers of an application. A save never demands completeness, and loses nobody's text."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from grants.applications.actions.keeping import Place, is_continued, keep, set_aside
from grants.applications.heading import LONGEST_TITLE, THEME, TITLE
from grants.applications.model import Answer, Application
from grants.applications.queries import Asked, questions_of
from grants.people.model import Person
from grants.rules import applications as law
from grants.rules import fields
from grants.rules.answers import Written
from grants.rules.refusal import Overtaken, Refused
from grants.rules.relations import side_written_by
from grants.words import say

OVERTAKEN = say("Someone else wrote here meanwhile. Both texts are shown; choose what stays.")


def write(application: Application, written: Iterable[Written], by: Person, at: datetime) -> list[Answer]:
    """Save answers; the answers that changed come back. Nobody's newer text is written over unseen."""
    application.allow(law.WRITE, by, at)
    questions = {question.code: question for question in questions_of(application.call)}
    kept = {(answer.question, answer.side): answer for answer in application.answers}
    changed = []
    for one in written:
        question = questions[one.question]
        own_side_only(application, one.side, by)
        value = fields.check(question, one.raw, offered(application, one.side))
        if question.code == TITLE and len(value or "") > LONGEST_TITLE:
            raise Refused(say("A title has at most %(most)s characters.", most=LONGEST_TITLE), TITLE)
        place = Place(application, one.question, one.side)
        if one.seen is not None:
            refuse_if_overtaken(place, kept.get((one.question, one.side)), (value, one.seen), by, at)
        answer = put(application, kept.get((one.question, one.side)), one, value)
        if answer is not None:
            answer.by_id, answer.at = by.id, at
            keep(place, value, answer.version, by, at)
            mirror(application, question, value)
            changed.append(answer)
    if changed:
        touched(application, by, at, answers=[answer.question for answer in changed])
    return changed


def offered(application: Application, side: str) -> fields.Offered:
    """What an answer may choose from beside the question's own choices."""
    currency = application.call.side(side).currency if side else application.lead.currency
    return fields.Offered(currency, application.call.themes)


def refuse_if_overtaken(
    place: Place, answer: Answer | None, written: tuple[Any, int], by: Person, at: datetime,
) -> None:  # fmt: skip
    """Refuse a text whose writer had not seen the one that stands there now; both are kept."""
    value, seen = written
    if answer is None or answer.value == value or answer.version == seen:
        return
    if answer.by_id == by.id and is_continued(answer.value, value):
        return  # one's own text that was saved without one's being told, and more
    set_aside(place, value, by, at)
    raise Overtaken(OVERTAKEN, f"{place.name}-{place.side}" if place.side else place.name)


def put(application: Application, answer: Answer | None, one: Written, value: Any) -> Answer | None:
    """Put one value in its place; nothing if it is what stood there."""
    if answer is None:
        if fields.is_empty(value):
            return None
        answer = Answer(question=one.question, side=one.side, value=value, version=1)
        application.answers.append(answer)
        return answer
    if answer.value == value:
        return None
    answer.value, answer.version = value, answer.version + 1
    return answer


def mirror(application: Application, question: Asked, value: Any) -> None:
    """The title and the theme stand at the head of the application, where lists find them."""
    if question.code == TITLE:
        application.title = value or ""
    elif question.code == THEME:
        application.theme = value or ""


def touched(application: Application, by: Person, at: datetime, **detail: Any) -> None:
    """The text is another one now: confirmations of the one before no longer count."""
    application.content_version += 1
    application.changed_at = at
    application.take(law.WRITE, by, at, **detail)


def own_side_only(application: Application, side: str, by: Person) -> None:
    """A side's part is written by that side only."""
    if side and side not in side_written_by(by, application):
        raise Refused(say("Only the team of %(side)s writes this part.", side=application.call.side(side).label))
