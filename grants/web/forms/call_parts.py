"""The forms of a call's parts: its texts, its sides, one criterion, one question."""

from collections.abc import Iterable, Mapping
from typing import Any

from grants.calls.model import Call, Criterion, Form, Question
from grants.calls.values import wrong_code
from grants.rules.fields import KINDS
from grants.web.forms.call import STYLES, languages_choice
from grants.web.forms.shape import Sheet, choose, choose_many, day, email, kept, line, text, tick, whole, wrong
from grants.web.forms.wording import spread, spread_lines, worded_line, worded_text
from grants.words import LANGUAGES, SOURCE, say

LINES = {"name": say("Name"), "contact": say("Contact")}
LONG = {
    "summary": say("Summary"),
    "who_may_apply": say("Who may apply"),
    "what_is_funded": say("What is funded"),
    "how_judged": say("How it is judged"),
    "acknowledgement": say("Sentence of thanks that publications carry"),
}
SEVERAL = {"conditions": say("Conditions of an award, one on each line")}
LETTERHEAD = {
    "office": say("Office"),
    "address": say("Address"),
    "signatory": say("Signed by"),
    "signatory_title": say("Title of the signatory"),
}
NEW, EACH = "+", "*"


def texts_form(call: Call) -> Any:
    """Every text of a call in each of its languages."""
    fields: dict[str, Any] = {
        "version": kept(),
        "languages": choose_many(say("Languages of the call"), languages_choice(LANGUAGES), needed=True),
        "binding_language": choose(say("Binding language"), languages_choice(LANGUAGES)),
    }
    values: dict[str, Any] = {
        "version": call.version, "languages": call.languages, "binding_language": call.binding_language,
    }  # fmt: skip
    for name in (*LINES, *LONG):
        fields |= (worded_line if name in LINES else worded_text)(name, call.languages)
        values |= spread(name, getattr(call, name), call.languages)
    for theme in call.themes:
        fields |= worded_line(f"theme_{theme.code}", call.languages)
        values |= spread(f"theme_{theme.code}", theme.label, call.languages)
    fields |= worded_text("conditions", call.languages)
    values |= spread_lines("conditions", call.conditions, call.languages)
    return type("TextsForm", (Sheet,), fields)(data=values)


def correction_form(call: Call, names: Iterable[str]) -> Any:
    """The texts of an open call in each of its languages, and the notice that goes out with a correction."""
    fields: dict[str, Any] = {"version": kept()}
    values: dict[str, Any] = {"version": call.version}
    for name in names:
        fields |= (worded_line if name in LINES else worded_text)(name, call.languages)
        values |= spread(name, getattr(call, name), call.languages)
    fields |= worded_text("notice", call.languages, 1000)
    return type("CorrectionForm", (Sheet,), fields)(data=values)


def sides_form(call: Call) -> Any:
    """What differs between the sides: label, limit, last day to spend, letters."""
    fields: dict[str, Any] = {"version": kept()}
    values: dict[str, Any] = {"version": call.version}
    for side in call.sides:
        own, code = letter_languages(side), side.code
        fields |= worded_line(f"{code}_label", call.languages)
        values |= spread(f"{code}_label", side.label, call.languages)
        fields |= {
            f"{code}_cap": line(say("At most per project"), 60),
            f"{code}_spend_by": day(say("To be spent by"), needed=False),
            f"{code}_names_head": tick(say("Whoever accepts an award names the head of department")),
            f"{code}_letter_prefix": line(say("Letter numbers begin with"), 30),
            f"{code}_date_style": choose(say("Dates in letters"), STYLES, radio=True),
            f"{code}_email": email(say("E-mail address on letters")),
        }
        values |= {
            f"{code}_cap": str(side.cap).removeprefix(side.currency).strip(), f"{code}_spend_by": side.spend_by,
            f"{code}_names_head": side.names_head,
            f"{code}_letter_prefix": side.letter_prefix, f"{code}_date_style": side.date_style,
            f"{code}_email": side.letterhead["email"],
        }  # fmt: skip
        for name in LETTERHEAD:
            worded = worded_text if name == "address" else worded_line
            fields |= worded(f"{code}_{name}", own)
            values |= spread(f"{code}_{name}", side.letterhead[name], own)
    return type("SidesForm", (Sheet,), fields)(data=values)


def letter_languages(side: Any) -> list[str]:
    """The languages a side's letters need: its own, and English."""
    return list(dict.fromkeys([side.language, SOURCE]))


def short_name(_form: Any, field: Any) -> None:
    """The short name of a criterion, a section or a question."""
    reason = wrong_code(field.data)
    if reason is not None:
        raise wrong(reason)


def criterion_form(call: Call, criterion: Criterion | None) -> Any:
    """One criterion: what it is called, what it asks, and its scale in words."""
    fields: dict[str, Any] = {"version": kept(), "low": whole(say("Lowest mark"), high=10)}
    fields |= {} if criterion else {"code": line(say("Short name, such as quality"), 40, short_name)}
    fields |= worded_line("label", call.languages) | worded_text("hint", call.languages, 1000)
    fields |= worded_text("marks", call.languages, 1000)
    values: dict[str, Any] = {"version": call.version, "low": criterion.low if criterion else 1}
    if criterion:
        values |= spread("label", criterion.label, call.languages) | spread("hint", criterion.hint, call.languages)
    like = criterion or (call.criteria[0] if call.criteria else None)
    if like:
        values |= spread_lines("marks", [mark["label"] for mark in like.marks], call.languages)
    return type("CriterionForm", (Sheet,), fields)(data=values)


def line_form(call: Call, asked: Iterable[str], known: Any) -> Any:
    """One line of who applies: a role on the team, somebody who signs, something to look at."""
    fields: dict[str, Any] = {"version": kept()}
    fields |= {} if known else {"code": line(say("Short name, such as mentor"), 40, short_name)}
    fields |= worded_line("label", call.languages)
    offered: dict[str, Any] = {
        "sides": choose_many(say("On these sides; none is on all"), [(side.code, side.label) for side in call.sides]),
        "by": day(say("Signed by; empty is the close of the call"), needed=False),
        "least": whole(say("At least so many"), low=0, high=50),
        "most": whole(say("At most so many; empty is any number"), low=1, high=50, needed=False),
        "leads": tick(say("This is the role of the principal investigator")),
    }
    fields |= {name: offered[name] for name in asked}
    values: dict[str, Any] = {"version": call.version, "least": 0}
    if known:
        values |= {name: getattr(known, name) for name in asked} | spread("label", known.label, call.languages)
    return type("LineForm", (Sheet,), fields)(data=values)


def question_form(call: Call, form: Form, question: Question | None) -> Any:
    """One question: where it stands, what it asks, what an answer may be."""
    headings = {each.section: each.section_label for each in call.questions if each.form is form}
    fields: dict[str, Any] = {
        "version": kept(),
        "section": choose(say("Under the heading"), [*headings.items(), (NEW, say("A new heading"))]),
        "section_code": line(say("Short name of the new heading"), 40, needed=False),
        "kind": choose(say("Kind of answer"), [(code, kind.label) for code, kind in KINDS.items()]),
        "required": tick(say("Must be answered")),
        "whom": choose(say("Who answers it"), whom_asked(call), needed=False),
        "currency": choose(say("Currency of the amount"), currencies(call), needed=False),
        "max_words": whole(say("At most so many words"), low=1, high=5000, needed=False),
        "max_characters": whole(say("At most so many characters"), low=1, high=50000, needed=False),
        "codes": text(say("Short names"), 2000, needed=False),
        "columns": text(say("Short name and kind of each column"), 2000, needed=False),
        "max_rows": whole(say("At most so many rows"), low=1, high=500, needed=False),
    }
    fields |= {} if question else {"code": line(say("Short name, such as plan"), 40, short_name)}
    fields |= worded_line("section_label", call.languages) | worded_line("label", call.languages)
    fields |= worded_text("hint", call.languages, 1000) | worded_text("choices", call.languages, 4000)
    fields |= worded_text("headings", call.languages, 4000)
    return type("QuestionForm", (Sheet,), fields)(data=asked_already(call, question))


def whom_asked(call: Call) -> list[tuple[str, Any]]:
    """Who can be asked: the team together, each side for itself, one side alone."""
    sides = [(side.code, side.label) for side in call.sides]
    return [("", say("The team together")), (EACH, say("Each side for itself")), *sides]


def currencies(call: Call) -> list[tuple[str, Any]]:
    """The currencies of the sides; none is that of the side that answers."""
    known = dict.fromkeys(side.currency for side in call.sides)
    return [("", say("That of the side that answers")), *((code, code) for code in known)]


def as_line(column: Mapping[str, Any]) -> str:
    """One column of a table as a line: its short name, its kind, and the currency or the answers that belong to it."""
    more = column["currency"] or ",".join(choice["code"] for choice in column["choices"])
    return " ".join(filter(None, (column["code"], column["kind"], more)))


def asked_already(call: Call, question: Question | None) -> dict[str, Any]:
    """A question as the values of its form."""
    if question is None:
        return {"version": call.version, "required": True, "kind": "long"}
    plain = ("section", "kind", "required", "currency", "max_words", "max_characters", "max_rows")
    return (
        {"version": call.version, "codes": "\n".join(choice["code"] for choice in question.choices)}
        | {"whom": EACH if question.per_side else question.side or ""}
        | {"columns": "\n".join(as_line(column) for column in question.columns)}
        | {name: getattr(question, name) for name in plain}
        | spread("label", question.label, call.languages)
        | spread("hint", question.hint, call.languages)
        | spread_lines("choices", [choice["label"] for choice in question.choices], call.languages)
        | spread_lines("headings", [column["label"] for column in question.columns], call.languages)
    )
