"""How a call is decided, as its officers write it and everybody reads it."""

import html

import pytest

from grants.calls.decision_terms import BoundDefinition
from grants.calls.queries import definition_of
from tests import make


@pytest.fixture
def draft(session, at):
    return make.drafted(session, at)


def sent(client, draft, **changes):
    page = f"/office/calls/{draft.call.id}/decision"
    client.be(draft.cast.olu)
    form = {"version": str(draft.call.version), "policy": "UNANIMOUS", "on_empty": "skip", **changes}
    return client.send(page, **form)


def text(answer):
    return html.unescape(answer.get_data(as_text=True)).replace("\xa0", " ")


def test_any_policy_with_its_terms_is_written_read_and_written_again(client, draft):
    terms = {
        "policy": "MIXED_POT", "balancing": "sek 40,000", "max_awards": "5", "bar": "3.5", "part_percent": "60",
        "most_theme_ai": "2", "most_lead_JP": "3", "most_per_institution": "2",
    }  # fmt: skip
    assert sent(client, draft, **terms).status_code == 303
    draft.session.expire_all()
    decision = definition_of(draft.call).decision
    assert (decision.policy, str(decision.balancing), decision.bar) == ("MIXED_POT", "SEK 40,000", "3.5")
    assert set(decision.bounds) == {BoundDefinition("lead", "JP", most=3), BoundDefinition("theme", "ai", most=2)}
    shown = text(client.get(f"/office/calls/{draft.call.id}"))
    for words in (
        "The ranking decides, a shared pot fills the gaps.", "At most 5 projects are funded.",
        "A shared pot of SEK 40,000 fills gaps.", "The mean score must be 3.5 or more.", "AI: at most 2 projects.",
        "Led from Japan: at most 3 projects.", "at least 60 % of what is asked",
    ):  # fmt: skip
        assert words in shown, words
    again = text(client.get(f"/office/calls/{draft.call.id}/decision"))
    assert 'value="SEK 40,000"' in again
    assert 'value="60"' in again


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"policy": "LOTTERY"}, "needs “bar”"),
        ({"policy": "RANKED_POTS", "bar": "about 3"}, "not a number such as 3.5"),
        ({"policy": "RANKED_POTS", "bar": "7"}, "the scale goes from 1 to 5"),
        ({"policy": "ONE_SIDED"}, "one side alone gives money"),
        ({"policy": "UNANIMOUS", "veto_days": "3"}, "has no place where the policy is"),
        ({"policy": "MIXED_POT", "balancing": "SEK much"}, "SEK"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(client, draft, changes, words):
    answer = sent(client, draft, **changes)
    assert answer.status_code == 422
    assert words in text(answer)
    draft.session.expire_all()
    assert draft.call.policy == "NOMINATE_THEN_HOME"


def test_everybody_reads_how_a_call_is_decided(client, draft):
    sent(client, draft, policy="LOTTERY", bar="3", strata="theme")
    house = make.published(draft)
    house.session.commit()
    client.nobody()
    shown = text(client.get(f"/calls/{house.call.id}"))
    assert "Lots decide among those who reach the bar." in shown
    assert "Lots are drawn for each theme apart" in shown
