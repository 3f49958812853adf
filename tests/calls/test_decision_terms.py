"""How a call is decided, as its definition states it: nine policies with their modifiers, refused where they cannot be."""

import pytest

from grants.calls.decision_terms import BoundDefinition
from grants.calls.definition import read, write
from grants.money import Money
from tests.calls.test_definition import MIRAI, changed, faults_of, line_of

STATED = "  policy: NOMINATE_THEN_HOME     # fact: the expert group nominates, the home universities decide and pay\n"


def mirai(policy, *lines):
    said = "".join(f"  {line}\n" for line in (f"policy: {policy}", *lines))
    return changed(MIRAI, STATED, said)


ALL = {
    "UNANIMOUS": (),
    "JOINT_COMMITTEE": ("max_awards: 5", "min_awards: 2"),
    "RECOMMEND_THEN_STEERING": ("most_per_institution: 2",),
    "NOMINATE_THEN_HOME": ("bounds: [{about: theme, name: ai, most: 2}]",),
    "LEAD_SIDE": ("veto_days: 14",),
    "RANKED_POTS": ("on_empty: stop", "bar: 3.5", "max_awards: 5"),
    "MIXED_POT": ("balancing: SEK 40000", "part_percent: 60"),
    "LOTTERY": ("bar: 3", "strata: theme", "apart: 1"),
}


@pytest.mark.parametrize("policy", ALL)
def test_a_call_names_any_policy_with_its_modifiers_and_states_it_again(policy):
    call = read(mirai(policy, *ALL[policy]))
    assert call.decision.policy == policy
    assert len(call.decision.modifiers) == len([each for each in ALL[policy] if not each.startswith("max_awards")])
    assert read(write(call)) == call


def test_what_is_read_is_what_was_said():
    bounds = "bounds: [{about: lead, name: JP, least: 1, most: 3}, {about: institution, name: lund, most: 2}]"
    decision = read(mirai("RANKED_POTS", "bar: 3.25", bounds)).decision
    assert (decision.on_empty, decision.bar) == ("skip", "3.25")
    assert decision.bounds == (BoundDefinition("lead", "JP", 1, 3), BoundDefinition("institution", "lund", most=2))
    assert read(mirai("MIXED_POT", "balancing: SEK 40000")).decision.balancing == Money(4_000_000, "SEK")


@pytest.mark.parametrize(
    ("policy", "lines", "on", "words"),
    [
        ("COIN", (), "policy: COIN", "is not one of"),
        ("UNANIMOUS", ("on_empty: stop",), "on_empty", "has no place where"),
        ("UNANIMOUS", ("bar: 3",), "bar: 3", "has no place where"),
        ("RANKED_POTS", ("balancing: SEK 10",), "balancing", "has no place where"),
        ("RANKED_POTS", ("veto_days: 3",), "veto_days", "has no place where"),
        ("RANKED_POTS", ("strata: theme",), "strata", "has no place where"),
        ("MIXED_POT", (), "decision:", "needs “balancing”"),
        ("MIXED_POT", ("balancing: EUR 10",), "balancing", "not named in this file"),
        ("MIXED_POT", ("balancing: SEK 0",), "balancing", "more than nothing"),
        ("LOTTERY", (), "decision:", "needs “bar”"),
        ("LEAD_SIDE", (), "decision:", "needs “veto_days”"),
        ("ONE_SIDED", (), "policy: ONE_SIDED", "One side alone decides"),
        ("RANKED_POTS", ("bar: 6",), "bar: 6", "the scale goes from 1 to 5"),
        ("RANKED_POTS", ("bar: high",), "bar: high", "not a number"),
        ("RANKED_POTS", ("part_percent: 100",), "part_percent", "from 1 to 99"),
        ("RANKED_POTS", ("part_percent: 50", "min_awards: 2"), "part_percent", "Parts are not offered"),
        ("RANKED_POTS", ("on_empty: stop", "most_per_institution: 2"), "on_empty", "cannot pass over"),
        ("RANKED_POTS", ("max_awards: 2", "min_awards: 3"), "min_awards", "must not be less"),
        ("UNANIMOUS", ("bounds: [{about: theme, name: astronomy, most: 1}]",), "bounds", "not named in this file"),
        ("UNANIMOUS", ("bounds: [{about: theme, name: ai}]",), "bounds", "at least one of"),
        ("UNANIMOUS", ("bounds: [{about: lead, name: JP, least: 3, most: 1}]",), "bounds", "must not be less"),
        (
            "UNANIMOUS", ("max_awards: 3", "bounds: [{about: lead, name: JP, least: 2}, {about: lead, name: SE, least: 2}]"),
            "bounds", "add up to 4",
        ),
    ],
)  # fmt: skip
def test_terms_that_cannot_be_are_refused_on_their_line(policy, lines, on, words):
    text = mirai(policy, *lines)
    found = faults_of(text)
    assert [line for line, _ in found] == [line_of(text, on)], found
    assert words in found[0][1].replace("\xa0", " "), found
