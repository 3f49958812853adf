"""The form on which an agreement is recorded: whom it binds, from when to when, where it is kept."""

from typing import Any

from grants.calls.actions import Paper
from grants.calls.model import Agreement, Programme
from grants.rules.partnership import Benchmark
from grants.rules.refusal import Refused
from grants.web.forms.shape import Sheet, choose_many, day, line, offer, text, tick, whole
from grants.web.forms.wording import gathered, spread, worded_line
from grants.words import LANGUAGES, SOURCE, say


def agreement_form(programme: Programme, known: Agreement | None) -> Any:
    """The form of one agreement, new or known, with the members of the programme to choose from."""
    fields: dict[str, Any] = (
        {
            "signed_on": day(say("Signed on"), needed=False),
            "valid_from": day(say("Valid from")),
            "valid_to": day(say("Valid until")),
            "reference": line(say("Where it is kept, under which number"), 300, needed=False),
            "all_members": tick(say("It binds every member of the programme, each for as long as it is one")),
            "institutions": choose_many(say("Institutions it binds by name"), []),
            "funders": text(say("Outside funders it binds, one on each line"), 2000, needed=False),
        }
        | {f"least_{one.value}": whole(one.label, needed=False, high=100_000) for one in Benchmark}
        | worded_line("name", LANGUAGES)
    )
    form = type("AgreementForm", (Sheet,), fields)(data=values_of(known))
    names = {member.institution_id: member.institution.name for member in programme.members}
    form.institutions.choices = offer((str(key), name) for key, name in names.items())
    return form


def values_of(known: Agreement | None) -> dict[str, Any]:
    """An agreement as the values of its form."""
    if known is None:
        return {}
    plain = {name: getattr(known, name) for name in ("signed_on", "valid_from", "valid_to", "reference", "all_members")}
    least = {f"least_{name}": count for name, count in known.benchmarks.items()}
    return plain | least | spread("name", known.name, LANGUAGES) | {
        "institutions": [str(bound.institution_id) for bound in known.parties if bound.institution_id],
        "funders": "\n".join(bound.name.get(SOURCE, "") for bound in known.parties if not bound.institution_id),
    }  # fmt: skip


def paper_of(form: Any, programme: Programme, known: Agreement | None) -> Paper:
    """What the form says, as the deed takes it; a funder that was bound already keeps its name in every language."""
    name = gathered(form, "name", LANGUAGES)
    if not name.get(SOURCE):
        raise Refused(say("Name the agreement in English."), f"name_{SOURCE}")
    bound = {one.name.get(SOURCE): one.name for one in known.parties if not one.institution_id} if known else {}
    keys = {str(member.institution_id): member.institution_id for member in programme.members}
    funders = [each.strip() for each in form.funders.data.splitlines() if each.strip()]
    return Paper(
        name, form.valid_from.data, form.valid_to.data, form.signed_on.data, form.reference.data,
        form.all_members.data, tuple(keys[key] for key in form.institutions.data if key in keys),
        tuple(bound.get(each) or {SOURCE: each} for each in funders),
        {one.value: count for one in Benchmark if (count := form[f"least_{one.value}"].data) is not None},
    )  # fmt: skip
