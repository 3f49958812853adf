"""Papers on demand: what was submitted, as PDF; made once from the frozen copy, and kept under its fingerprint."""

import io
import secrets
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import Any

from flask import current_app

from grants import clock
from grants.applications.budgets import fiscal_years
from grants.applications.content import content_of, fingerprint
from grants.applications.model import Application
from grants.calls.model import Call
from grants.files.queries import copies_of
from grants.files.store import Store
from grants.letters.compose import PersonName
from grants.letters.engine import Engine
from grants.letters.model import Letter
from grants.letters.stamp import marked_void
from grants.letters.submission import Answer, ApplicationFacts, Budget, BudgetRow, Enclosure, Section, TeamRow
from grants.money import Money, total
from grants.rules.answers import sides_asked
from grants.rules.letters import LetterState
from grants.rules.names import FAMILY_FIRST, GIVEN_FIRST, is_east_asian
from grants.rules.shapes import lead_role
from grants.web.forms.team import role_labels
from grants.web.reader import reader
from grants.web.sections import answer_told, file_text, sections_of
from grants.web.transaction import session
from grants.words import Language, say

Content = dict[str, Any]
PATIENCE = 6.0  # seconds
TELLING = {"person", "file", "link"}  # kinds of answers that tell who gave them
KEPT_BACK = say("Kept from reviewers in this round")


def engine() -> Engine:
    """This process's letter engine, started when it is first needed."""
    if "engine" not in current_app.extensions:
        current_app.extensions["engine"] = Engine()
    found: Engine = current_app.extensions["engine"]
    return found


def stored(sha256: str) -> bytes:
    """Bytes that were kept under their fingerprint, checked as they are read."""
    return Store(current_app.config["SETTINGS"].data_folder / "files").open(sha256)


def as_it_stands(letter: Letter) -> bytes:
    """A letter's kept bytes; one that was revoked leaves the house only with a mark on every page."""
    kept = stored(letter.sha256 or "")
    return marked_void(kept) if letter.state is LetterState.VOID else kept


def base_url() -> str:
    """The address of this installation, from its settings only."""
    found: str = current_app.config["SETTINGS"].base_url
    return found


def application_pdf(application: Application, *, draft: bool = False, blind: bool = False) -> io.BytesIO:
    """The application as PDF in the reader's language: the last submission, or the draft as it stands.

    The blind one is for reviewers who are not to learn who applies: no people, no file that was handed in.
    """
    if draft:
        return io.BytesIO(engine().render(whole(application, content_of(application), clock.now(), draft=True)))
    snapshot, path = application.snapshots[-1], shelf_of(application, blind=blind)
    if not path.exists():
        facts = (nameless if blind else whole)(application, snapshot.content, snapshot.at)
        keep(path, engine().render(facts))
    return io.BytesIO(path.read_bytes())


def shelf_of(application: Application, *, blind: bool) -> Path:
    """Where the last submission stands as PDF in the reader's language, once it has been made."""
    folder: Path = current_app.config["SETTINGS"].data_folder / "papers"
    return folder / f"{application.snapshots[-1].sha256}-{reader().code}{'-blind' * blind}.pdf"


def made_meanwhile(applications: Sequence[Application], *, blind: bool = False) -> int:
    """Make papers that are not on the shelf yet, for as long as a reader waits; how many are still to be made."""
    until = monotonic() + PATIENCE
    waiting = [one for one in applications if not shelf_of(one, blind=blind).exists()]
    while waiting and monotonic() < until:
        application_pdf(waiting.pop(), blind=blind)
    return len(waiting)


def whole(application: Application, content: Content, at: datetime, *, draft: bool = False) -> ApplicationFacts:
    """A frozen copy with the files that were handed in with it, as others read them, bound in behind."""
    handed_in = [paper["sha256"] for paper in content["papers"]]
    copies = copies_of(session(), handed_in) if handed_in else {}
    facts = facts_of(application, content, at, draft=draft)
    asked = {question.code: question for questions in sections_of(application).values() for question in questions}
    return replace(facts, enclosures=tuple(
        Enclosure(titled(asked[paper["question"]], paper["side"], application.call), paper["pages"],
                  stored(copies[paper["sha256"]]))
        for paper in content["papers"]
    ))  # fmt: skip


def nameless(application: Application, content: Content, at: datetime) -> ApplicationFacts:
    """A frozen copy as reviewers read it who are not to learn who applies."""
    facts = facts_of(application, content, at)
    budgets = (replace(each, rows=tuple(replace(row, beneficiary="") for row in each.rows)) for each in facts.budgets)
    kinds = {question.code for questions in sections_of(application).values() for question in questions
             if question.kind in TELLING}  # fmt: skip
    told = tuple(sections(application, content, kept_back=kinds))
    return replace(facts, people=(), budgets=tuple(budgets), sections=told)


def titled(question: Any, side: str, call: Call) -> str:
    """A question in the reader's language; one that each side answers carries the side's name."""
    lang = reader()
    return lang.say(question.label) + (f" ({lang.say(call.side(side).label)})" if side else "")


def keep(path: Path, made: bytes) -> None:
    """Put a paper on the shelf whole, or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_suffix(f".{secrets.token_hex(4)}")
    half.write_bytes(made)
    half.replace(path)


def facts_of(application: Application, content: Content, at: datetime, *, draft: bool = False) -> ApplicationFacts:
    """A frozen copy as the press wants it: questions and sums from the call, words in the reader's language."""
    call, lang = application.call, reader()
    themes = {theme.code: theme.label for theme in call.themes}
    return ApplicationFacts(
        language=lang.code,
        programme=lang.say(call.programme.name),
        call=lang.say(call.name),
        number=content["number"],
        version=content["version"],
        submitted_at=at,
        zones=tuple(dict.fromkeys(side.zone for side in call.sides)),
        project_title=content["title"],
        theme=lang.texts(themes.get(content["theme"])) or content["theme"],
        people=tuple(people(application, content, lang)),
        sections=tuple(sections(application, content)),
        budgets=tuple(budget(application, part, lang) for part in content["parts"]),
        fingerprint=fingerprint(content),
        draft=draft,
    )


def people(application: Application, content: Content, lang: Language) -> Iterable[TeamRow]:
    """The investigators, then the members."""
    for part in content["parts"]:
        if part["pi"]:
            name = name_of(part["pi"])
            label = lang.say(application.call.side(part["side"]).label)
            role = lang.say(lead_role(application.call.team_roles) or say("Principal investigator"))
            yield TeamRow(name, role, label, lang.say(part["institution"]), part["unit"])
    roles = role_labels(application.call)
    for member in content["members"]:
        label, role = (lang.say(text) for text in (
            application.call.side(member["side"]).label, roles.get(member["role"], member["role"]),
        ))  # fmt: skip
        place = lang.say(member["institution"]) or member.get("affiliation", "")
        yield TeamRow(PersonName(member["name"], ""), role, label, place)


def name_of(person: dict[str, str]) -> PersonName:
    """An investigator's name, in both scripts and its own order."""
    return PersonName(
        person["family"], person["given"], person["family_latin"], person["given_latin"],
        family_first=person.get("order") == FAMILY_FIRST
        or (person.get("order") != GIVEN_FIRST and is_east_asian(person["family"] + person["given"])),
    )  # fmt: skip


def sections(
    application: Application, content: Content, kept_back: Collection[str] = (),
) -> Iterable[Section]:  # fmt: skip
    """The form, each question with its answer; a side's own answers carry the side's name."""
    call, lang = application.call, reader()
    said = {(answer["question"], answer["side"]): answer["value"] for answer in content["answers"]}
    files = {(paper["question"], paper["side"]): paper["pages"] for paper in content["papers"]}
    for questions in sections_of(application).values():
        answers = [
            Answer(
                titled(question, side, call),
                lang.say(KEPT_BACK)
                if question.code in kept_back
                else file_text(files[question.code, side])
                if (question.code, side) in files
                else answer_told(question, said.get((question.code, side)), call),
            )
            for question in questions
            for side in sides_asked(question, [part["side"] for part in content["parts"]])
        ]
        yield Section(lang.say(questions[0].section_label), tuple(answers))


def budget(application: Application, part: Content, lang: Language) -> Budget:
    """One side's budget with its sums."""
    side, currency = application.call.side(part["side"]), part["currency"]
    costs = {code: lang.say(label) for code, label in application.call.costs(side)}
    years = {year.code: lang.say(year.label) for year in fiscal_years(application.part(part["side"]))}
    rows = tuple(
        BudgetRow(
            costs.get(row["category"], row["category"]), row["purpose"], Money(row["minor"] or 0, currency),
            row.get("quantity", 1), years.get(row.get("year"), "") if len(years) > 1 else "",
            row.get("beneficiary", ""), row.get("justification", ""),
        )
        for row in part["budget"]
    )  # fmt: skip
    return Budget(lang.say(side.label), rows, Money(part["requested"], currency), tuple(sums(rows)))


def sums(rows: Sequence[BudgetRow]) -> Iterable[tuple[str, Money]]:
    """What each kind of cost and each fiscal year comes to, where there is more than one."""
    for names in ([row.category for row in rows], [row.year for row in rows]):
        kinds = dict.fromkeys(names)
        for kind in kinds if len(kinds) > 1 else ():
            same = [row.amount for row, name in zip(rows, names, strict=True) if name == kind]
            yield kind, total(same, same[0].currency)
