"""The form of a decision: the policy, and what tempers it."""

from typing import Any

from grants.calls.decision_terms import BoundDefinition
from grants.calls.model import Call
from grants.rules.funding import POLICY_LABELS
from grants.web.forms.shape import Sheet, choose, kept, line, offer, tick, whole
from grants.words import say

ON_EMPTY = [
    ("skip", say("Pass over it, and look at the next one")),
    ("stop", say("Stop: nothing below is funded")),
]
STRATA = [("", say("All together")), ("theme", say("Each theme apart")), ("lead", say("Each leading side apart"))]
PLAIN = (
    "policy", "max_awards", "one_per_theme", "min_awards", "most_per_institution", "apart", "on_empty", "part_percent",
    "veto_days",
)  # fmt: skip


class DecisionForm(Sheet):
    """How a call is decided; least and most for sides and themes are added when the call is known."""

    version = kept()
    policy = choose(say("How the sides decide"), [])
    max_awards = whole(say("At most so many awards"), low=1, high=9999, needed=False)
    min_awards = whole(say("At least so many awards"), low=1, high=9999, needed=False)
    one_per_theme = tick(say("At most one award for each theme"))
    most_per_institution = whole(say("At most so many awards for one university"), low=1, high=9999, needed=False)
    apart = whole(say("Awards led from each side differ by at most"), low=0, high=9999, needed=False)
    on_empty = choose(say("Where the pots do not hold a project"), ON_EMPTY, radio=True)
    bar = line(say("Mean score to be reached"), 20, needed=False)
    part_percent = whole(say("Offer a part from so many per cent on"), low=1, high=99, needed=False)
    balancing = line(say("Shared pot that fills gaps"), 60, needed=False,
                     description=say("Code and amount, such as SEK 40,000. Empty: none."))  # fmt: skip
    strata = choose(say("Lots are drawn among"), STRATA, needed=False)
    veto_days = whole(say("Days in which the other sides may object"), low=1, high=365, needed=False)


def decision_form(call: Call) -> Any:
    """The form, with the terms as they stand."""
    terms = call.decision
    known: dict[tuple[str, str], BoundDefinition] = {(bound.about, bound.name): bound for bound in terms.bounds}
    fields, values = {}, {}
    for (about, name), label in bounded(call).items():
        bound = known.get((about, name), BoundDefinition("lead", name))
        for kind, title in (("least", say("At least")), ("most", say("At most"))):
            field = bound_field(about, name, kind)
            fields[field] = whole(say("%(name)s: %(title)s", name=label, title=title), high=9999, needed=False)
            values[field] = getattr(bound, kind)
    values |= {name: getattr(terms, name) for name in PLAIN}
    values |= {"bar": terms.bar, "strata": terms.strata or "", "version": call.version}
    values |= {"balancing": str(terms.balancing) if terms.balancing else ""}
    form = type("DecisionForm", (DecisionForm,), fields)(data=values)
    labels: dict[str, Any] = {call.policy: call.policy} | POLICY_LABELS
    form.policy.choices = offer(labels.items())
    return form


def bounded(call: Call) -> dict[tuple[str, str], Any]:
    """What the form asks a least and a most for: the sides, where several lead, and the themes."""
    sides = {("lead", side.code): side.label for side in call.sides} if len(call.sides) > 1 else {}
    return sides | {("theme", theme.code): theme.label for theme in call.themes}


def bound_field(about: str, name: str, kind: str) -> str:
    """The name of a bound on the form."""
    return f"{kind}_{about}_{name}"
