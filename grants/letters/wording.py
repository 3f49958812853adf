"""From an award or a refusal to the facts of its letter, in the letter's language, as things are called on this day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from grants.applications.model import Application, Part
from grants.awards.model import AwardPart
from grants.letters.compose import (
    Addressee,
    Grant,
    LetterFacts,
    Letterhead,
    OtherAmount,
    Partner,
    PersonName,
    ReportDue,
    Signatory,
)
from grants.letters.model import Letter
from grants.letters.paper import DateStyle
from grants.people.model import Person
from grants.rules.names import puts_family_first
from grants.rules.owing import requirements
from grants.words import Language, language


@dataclass(frozen=True)
class Numbered:
    """What numbering gives a letter: its number, its day, and the address of this installation."""

    number: str
    on: date
    base_url: str


def facts_of(letter: Letter, given: Numbered) -> LetterFacts:
    """Everything the letter says."""
    application, side = letter.application, letter.side
    lang, call, head = language(letter.language), application.call, side.letterhead
    part = application.part(side.code)
    return LetterFacts(
        kind=letter.kind,
        language=lang.code,
        number=given.number,
        code=letter.code,
        issued_on=given.on,
        letterhead=Letterhead(lang.texts(head["office"]), institution_of(part, lang, given.on), lines(head, lang)),
        addressee=addressee(part, letter.addressee, lang, given.on),
        programme=lang.texts(call.programme.name),
        call=lang.texts(call.name),
        application_number=application.ref,
        project_title=application.title,
        partners=tuple(partners(letter, lang, given.on)),
        signatory=Signatory(lang.texts(head["signatory"]), lang.texts(head["signatory_title"])),
        verify_url=f"{given.base_url}/verify/{letter.code}",
        date_style=DateStyle(side.date_style),
        grant=grant_of(letter.part, lang, given) if letter.part else None,
        feedback=() if letter.part else feedback_of(application),
    )


def lines(head: dict[str, dict[str, str]], lang: Language) -> tuple[str, ...]:
    """The office's address, line by line."""
    return tuple(line.strip() for line in lang.texts(head["address"]).splitlines() if line.strip())


def name_of(person: Person) -> PersonName:
    """A person's name in both scripts, in its own order."""
    return PersonName(
        person.family, person.given, person.family_latin, person.given_latin,
        family_first=puts_family_first(person),
    )  # fmt: skip


def institution_of(part: Part, lang: Language, on: date) -> str:
    """The university's name on that day, in the letter's language."""
    return lang.texts(part.institution.name_on(on)) if part.institution else ""


def addressee(part: Part, person: Person, lang: Language, on: date) -> Addressee:
    """To whom the letter goes."""
    return Addressee(name_of(person), part.position_held, part.unit, institution_of(part, lang, on))


def partners(letter: Letter, lang: Language, on: date) -> Iterable[Partner]:
    """The principal investigators, each with the university as it is called on that day.

    A title stands with those of the letter's own side only: the others' are in another language.
    """
    call = letter.application.call
    for part in letter.application.parts:
        if part.pi is None:
            continue
        own, english = (institution_of(part, one, on) for one in (lang, language("en")))
        title = part.position_held if part.side == letter.side.code else ""
        label = lang.texts(call.side(part.side).label)
        yield Partner(label, name_of(part.pi), own, "" if english == own else english, title)


def grant_of(part: AwardPart, lang: Language, given: Numbered) -> Grant:
    """What this side awards and on which terms; the amount is the award's own, read where the number is given."""
    award, side = part.award, part.side
    call = award.application.call
    return Grant(
        amount=part.granted,
        starts_on=award.starts_on,
        ends_on=award.ends_on,
        spend_by=side.spend_by or award.ends_on,
        accept_by=part.answer_by,
        accept_zone=side.zone,
        accept_url=f"{given.base_url}/my/awards/{award.id}",
        others=tuple(other_amounts(part, lang, given.on)),
        conditions=tuple(lang.texts(one.text) for one in award.conditions if one.side in {"", side.code}),
        reports=tuple(
            ReportDue(lang.say(one.kind.label), one.due(award.starts_on, award.ends_on))
            for one in requirements(call.reporting)
        ),
        acknowledgement=lang.texts(call.acknowledgement).replace("%(number)s", award.application.ref),
    )


def other_amounts(part: AwardPart, lang: Language, on: date) -> Iterable[OtherAmount]:
    """What the other sides award, for information."""
    for other in part.award.parts:
        if other.side_id != part.side_id:
            name = lang.texts(other.institution.name_on(on)) if other.institution else ""
            yield OtherAmount(lang.texts(other.side.label), name, other.granted)


def feedback_of(application: Application) -> tuple[str, ...]:
    """What the reviewers wrote for the applicants, frozen at the release."""
    decision = getattr(application, "joint_decision", None)
    return tuple(decision.feedback) if decision is not None else ()
