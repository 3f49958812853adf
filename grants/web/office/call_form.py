"""The questions a call asks: the application form and the report form, heading by heading."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast, get_args

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from grants import clock
from grants.calls.form import ChoiceDefinition, ColumnDefinition, ColumnKind, QuestionDefinition, SectionDefinition
from grants.calls.form_checks import wrong_with
from grants.calls.model import Call, Form, Question
from grants.calls.terms import CallDefinition
from grants.calls.values import wrong_code
from grants.rules.calls import EDIT
from grants.rules.fields import KINDS
from grants.rules.refusal import Hidden, Refused
from grants.web.forms.call import OrderForm
from grants.web.forms.call_parts import EACH, NEW, question_form
from grants.web.forms.wording import gathered, gathered_lines
from grants.web.office.call_editor import OFFICE, saved
from grants.web.office.desk import desk
from grants.web.office.order import rearranged
from grants.web.paper import page
from grants.web.public.calls import sections
from grants.web.reader import visitor
from grants.words import say

CHOOSING = {"choice", "choices"}
COLUMNS = get_args(ColumnKind)
Sections = tuple[SectionDefinition, ...]
ACTS = ("call.draft.edit", "call.open.set_form_and_criteria")


@desk.page("/calls/<uuid:id>/questions", OFFICE, *ACTS, post=True)
def edit_form(call: Call) -> ResponseReturnValue:
    """Both forms with all their questions: to add, change, move and remove."""
    call.allow(EDIT, visitor(), clock.now())
    form = OrderForm(version=call.version)
    if form.validate_on_submit() and saved(call, form, moved):
        return redirect(url_for("office.edit_form", id=call.id), 303)
    forms, kinds = [(each, sections(call, each)) for each in Form], {code: kind.label for code, kind in KINDS.items()}
    shown = page("office/call_questions.html", call=call, form=form, kinds=kinds, both=forms)
    return shown, 422 if form.errors else 200


def moved(terms: CallDefinition) -> CallDefinition:
    """The definition after a question was moved or taken out: `application:up:plan`."""
    which, _, deed = request.form.get("deed", "").partition(":")
    if which not in set(Form):
        return terms
    here = [replace(each, questions=rearranged(each.questions, deed)) for each in of_form(terms, Form(which))]
    return with_form(terms, Form(which), tuple(each for each in here if each.questions))


@desk.page("/calls/<uuid:id>/new-question/<which>", OFFICE, *ACTS, post=True)
def new_question(call: Call, which: str) -> ResponseReturnValue:
    """Another question."""
    return question_page(call, which, None)


@desk.page("/calls/<uuid:id>/questions/<which>/<code>", OFFICE, *ACTS, post=True)
def edit_question(call: Call, which: str, code: str) -> ResponseReturnValue:
    """One question."""
    return question_page(call, which, code)


def question_page(call: Call, which: str, code: str | None) -> ResponseReturnValue:
    """The form of one question, new or known."""
    call.allow(EDIT, visitor(), clock.now())
    if which not in set(Form):
        raise Hidden
    here = Form(which)
    known: Question | None = next((one for one in call.questions if one.form is here and one.code == code), None)
    if code is not None and known is None:
        raise Hidden
    form = question_form(call, here, known)
    if form.validate_on_submit() and saved(call, form, lambda terms: with_question(terms, form, here, code)):
        return redirect(url_for("office.edit_form", id=call.id), 303)
    return page("office/call_question.html", call=call, form=form, which=here, question=known, new=NEW,
                choosing=CHOOSING), 422 if form.errors else 200  # fmt: skip


def with_question(terms: CallDefinition, form: Any, which: Form, code: str | None) -> CallDefinition:
    """The definition with this question, in its place, at the end of a heading, or under a new one."""
    old = of_form(terms, which)
    if code is None and form.code.data in {question.code for each in old for question in each.questions}:
        raise Refused(say("There is one of this name already."), "code")
    made = question_of(terms, form, code or form.code.data)
    target = form.section.data
    if target == NEW:
        target = new_heading(form, old)
        label = gathered(form, "section_label", terms.languages)
        old = (*old, SectionDefinition(target, label, ()))
    placed = tuple(put(section, made, target) for section in old)
    return with_form(terms, which, tuple(section for section in placed if section.questions))


def put(section: SectionDefinition, made: QuestionDefinition, target: str) -> SectionDefinition:
    """A heading with the question where it belongs, and without it where it does not."""
    others = tuple(question for question in section.questions if question.code != made.code)
    if section.code != target:
        return replace(section, questions=others)
    if len(others) == len(section.questions):
        return replace(section, questions=(*others, made))
    return replace(section, questions=tuple(made if one.code == made.code else one for one in section.questions))


def new_heading(form: Any, old: Sections) -> str:
    """The short name of a new heading."""
    code = str(form.section_code.data or "")
    reason = wrong_code(code)
    if reason is not None:
        raise Refused(reason, "section_code")
    if code in {section.code for section in old}:
        raise Refused(say("There is one of this name already."), "section_code")
    return code


def question_of(terms: CallDefinition, form: Any, code: str) -> QuestionDefinition:
    """One question as its fields say; what does not belong to its kind is left out."""
    kind, whom = form.kind.data, form.whom.data
    counted, is_table = KINDS[kind].counted, kind == "table"
    made = QuestionDefinition(
        code=code,
        kind=kind,
        label=gathered(form, "label", terms.languages),
        hint=gathered(form, "hint", terms.languages) or None,
        required=form.required.data,
        per_side=whom == EACH,
        side=whom if whom not in {"", EACH} else None,
        max_words=form.max_words.data if counted else None,
        max_characters=form.max_characters.data if counted else None,
        choices=choices_of(terms, form) if kind in CHOOSING else (),
        currency=form.currency.data or None if kind == "money" else None,
        columns=columns_of(terms, form) if is_table else (),
        max_rows=form.max_rows.data if is_table else None,
    )
    for reason in wrong_with(made, {side.code for side in terms.sides}):
        raise Refused(reason, "kind")
    return made


def columns_of(terms: CallDefinition, form: Any) -> tuple[ColumnDefinition, ...]:
    """The columns of a table, line by line; an answer that a column offered already keeps its words."""
    lines = [line.split(maxsplit=2) for line in form.columns.data.splitlines() if line.strip()]
    labels = gathered_lines(form, "headings", terms.languages)
    if not lines or len(lines) != len(labels) or any(len(line) == 1 for line in lines):
        raise Refused(say("Write a short name and a kind for each column, and a heading for each."), "columns")
    known = {
        (column.code, choice.code): choice.label
        for section in (*terms.form, *terms.report.sections) for question in section.questions
        for column in question.columns for choice in column.choices
    }  # fmt: skip
    return tuple(column_of(line, label, known) for line, label in zip(lines, labels, strict=True))


def column_of(line: list[str], label: dict[str, str], known: Mapping[tuple[str, str], Any]) -> ColumnDefinition:
    """One column as its line says: a short name, a kind, and the currency or the answers that belong to it."""
    (code, kind), more = line[:2], (line[2:] or [""])[0]
    reason = wrong_code(code)
    if reason is None and kind not in COLUMNS:
        reason = say("“%(kind)s” is no kind of column: %(kinds)s.", kind=kind, kinds=", ".join(COLUMNS))
    if reason is not None:
        raise Refused(reason, "columns")
    offered = [one.strip() for one in more.split(",") if one.strip()] if kind == "choice" else []
    choices = tuple(ChoiceDefinition(one, known.get((code, one), dict.fromkeys(label, one))) for one in offered)
    return ColumnDefinition(code, cast("ColumnKind", kind), label, choices, more if kind == "money" else None)


def choices_of(terms: CallDefinition, form: Any) -> tuple[ChoiceDefinition, ...]:
    """The answers a question offers: a short name and a label for each, line by line."""
    codes = [line.strip() for line in form.codes.data.splitlines() if line.strip()]
    labels = gathered_lines(form, "choices", terms.languages)
    for code in codes:
        reason = wrong_code(code)
        if reason is not None:
            raise Refused(reason, "codes")
    if not codes or len(codes) != len(labels) or len(set(codes)) != len(codes):
        raise Refused(
            say("Write as many short names as answers, each on a line of its own and none twice."), "codes",
        )  # fmt: skip
    return tuple(ChoiceDefinition(code, label) for code, label in zip(codes, labels, strict=True))


def of_form(terms: CallDefinition, which: Form) -> Sections:
    """The sections of one of the two forms."""
    return terms.form if which is Form.APPLICATION else terms.report.sections


def with_form(terms: CallDefinition, which: Form, changed: Sections) -> CallDefinition:
    """The definition with one of its two forms changed."""
    if which is Form.APPLICATION:
        return replace(terms, form=changed)
    return replace(terms, report=replace(terms.report, sections=changed))
