"""From an award or a refusal to the facts of its letter, in the letter's language, as things are called on this day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
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
    Picture,
    ReportDue,
    Signatory,
)
from grants.letters.filling import worded
from grants.letters.model import Letter, LetterWording
from grants.letters.owed import change_told, report_late
from grants.letters.paper import DateStyle
from grants.people.model import Person
from grants.rules.amendments import AmendmentKind
from grants.rules.letters import GRANTING, OFFERING, TELLING_OF_CHANGE, LetterKind, PicturePlace
from grants.rules.names import both, puts_family_first
from grants.rules.owing import requirements
from grants.words import Language, Sentence, language, say

TRANSLATED = "en"


@dataclass(frozen=True)
class Numbered:
    """What issuing gives a letter: its number, its day, this installation's address, the call's words and pictures."""

    number: str
    on: date
    base_url: str
    wordings: Mapping[LetterKind, LetterWording] = field(default_factory=dict)
    pictures: Mapping[tuple[str, PicturePlace], str] = field(default_factory=dict)

    def picture(self, side: str, place: PicturePlace) -> Picture | None:
        """What a side's letters show in a place, if it has given a picture for it."""
        sha256 = self.pictures.get((side, place))
        return Picture(sha256) if sha256 else None


def facts_of(letter: Letter, given: Numbered) -> LetterFacts:
    """Everything the letter says, its translation behind it where the call's wording asks for one."""
    own = given.wordings.get(letter.kind)
    facts = said(letter, given, language(letter.language))
    if own is None or not own.is_bilingual or letter.language == TRANSLATED:
        return facts
    return replace(facts, translation=said(letter, given, language(TRANSLATED)))


def said(letter: Letter, given: Numbered, lang: Language) -> LetterFacts:
    """The letter in one language, every placeholder filled."""
    own = given.wordings.get(letter.kind)
    return worded(plain_facts(letter, given, lang), own.texts.get(lang.code) if own else None)


def plain_facts(letter: Letter, given: Numbered, lang: Language) -> LetterFacts:
    """What the letter is about, before its text."""
    application, side = letter.application, letter.side
    call, head = application.call, side.letterhead
    part = application.part(side.code)
    return LetterFacts(
        kind=letter.kind,
        language=lang.code,
        number=given.number,
        code=letter.code,
        issued_on=given.on,
        letterhead=Letterhead(lang.texts(head["office"]), institution_of(part, lang, given.on), lines(head, lang),
                              given.picture(side.code, PicturePlace.LETTERHEAD)),
        addressee=addressee(part, letter.addressee, lang, given.on),
        programme=lang.texts(call.programme.name),
        call=lang.texts(call.name),
        application_number=application.ref,
        project_title=application.title,
        partners=tuple(partners(letter, lang, given.on)),
        signatory=Signatory(lang.texts(head["signatory"]), lang.texts(head["signatory_title"]),
                            given.picture(side.code, PicturePlace.SEAL)),
        verify_url=f"{given.base_url}/verify/{letter.code}",
        date_style=DateStyle(side.date_style),
        change=lang.say(changed(letter)) if letter.kind in TELLING_OF_CHANGE else "",
        replaces=letter.replaces.number or "" if letter.replaces else "",
        grant=grant_of(letter, lang, given) if letter.kind in GRANTING else None,
        feedback=feedback_of(application) if letter.kind is LetterKind.REGRET else (),
    )  # fmt: skip


def changed(letter: Letter) -> Sentence | str:
    """What a letter on a change tells of it."""
    asked = change_told(letter)
    if asked is None:
        return ""
    if asked.kind is AmendmentKind.EXTENSION:
        return say("The award ends on %(new)s instead of %(old)s.", new=asked.new_ends_on, old=asked.old_ends_on)
    if asked.kind is AmendmentKind.PI_CHANGE and asked.new_pi is not None:
        return say("The principal investigator is now %(person)s.", person=both(asked.new_pi))
    if asked.kind is AmendmentKind.MOVE and asked.new_institution is not None:
        return say("The award is now held at %(university)s.", university=asked.new_institution.name)
    return say("%(kind)s: %(reason)s", kind=asked.kind.label, reason=asked.reason)


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


def grant_of(letter: Letter, lang: Language, given: Numbered) -> Grant | None:
    """What this side awards and on which terms; the amount is the award's own, read where the number is given."""
    part = letter.part
    if part is None:
        return None
    award, side = part.award, part.side
    grant = Grant(
        amount=part.granted,
        starts_on=award.starts_on,
        ends_on=part.ends_on,
        spend_by=side.spend_by or part.ends_on,
        accept_by=None,
        accept_zone=side.zone,
        accept_url=f"{given.base_url}/my/awards/{award.id}",
        others=tuple(other_amounts(part, lang, given.on)),
        reports=tuple(reports(letter, part, lang)),
    )
    return offered(grant, part, lang) if letter.kind in OFFERING else grant


def offered(grant: Grant, part: AwardPart, lang: Language) -> Grant:
    """The same with what stands in an offer only: its conditions, and until when it can be accepted."""
    award, side = part.award, part.side
    return replace(
        grant,
        accept_by=part.answer_by,
        conditions=tuple(lang.texts(one.text) for one in award.conditions if one.side in {"", side.code}),
        acknowledgement=lang.texts(award.application.call.acknowledgement).replace("%(number)s", award.application.ref),
    )


def reports(letter: Letter, part: AwardPart, lang: Language) -> Iterable[ReportDue]:
    """The reports that are due: the late one in a reminder, none in a certificate, else all by the call's rules."""
    award, late = part.award, report_late(letter)
    if late is not None:
        yield ReportDue(lang.say(late.kind.label), late.due_on)
    elif letter.kind is not LetterKind.CERTIFICATE:
        for one in requirements(award.application.call.reporting):
            yield ReportDue(lang.say(one.kind.label), one.due(award.starts_on, award.ends_on))


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
