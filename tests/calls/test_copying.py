"""Case 37 of the real cases: a call copied from last year keeps wrong names, dates and amounts. Case 36: texts drift apart."""

from dataclasses import replace
from datetime import date

import pytest

from grants.calls import actions
from grants.calls.leftovers import own_names, shifted, to_look_at
from grants.calls.statement import definition_of
from grants.people.model import Institution, InstitutionName
from grants.rules.leftovers import drifted, names_in, placeholders_in, years_in
from grants.rules.refusal import Refused
from tests.make import drafted


@pytest.fixture
def house(session, at):
    return drafted(session, at)


def changed(call, by, at, **texts):
    actions.edit_call(call, replace(definition_of(call), **texts), by, at)


def test_case_37_a_copy_lists_every_name_date_and_amount_and_is_not_published_before_each_is_settled(
    house, session, at
):
    olu = house.cast.olu
    copy = actions.copy_call(house.call, "MIRAI-2023", 1, olu, at)
    session.flush()
    assert copy.starts_on == date(house.call.starts_on.year + 1, house.call.starts_on.month, house.call.starts_on.day)
    found = to_look_at(session, copy)
    kinds = {type(point.leaf.value).__name__ for point in found}
    assert {"str", "datetime", "date", "Money"} <= kinds
    assert any("signatory" in point.leaf.path for point in found)
    with pytest.raises(Refused, match="have to be looked at"):
        actions.propose(copy, olu, at)
    actions.look_over(copy, [point.key for point in found[1:]], olu, at)
    with pytest.raises(Refused, match="have to be looked at"):
        actions.propose(copy, olu, at)
    assert actions.look_over(copy, [found[0].key], olu, at) == 1
    actions.propose(copy, olu, at)


def test_what_was_changed_needs_no_second_look_and_what_changes_again_needs_one(house, session, at):
    olu = house.cast.olu
    copy = actions.copy_call(house.call, "MIRAI-2023", 1, olu, at)
    session.flush()
    before = {point.key for point in to_look_at(session, copy)}
    terms = definition_of(copy)
    actions.edit_call(copy, replace(terms, award=replace(terms.award, starts_on=date(2023, 6, 15))), olu, at)
    after = {point.key for point in to_look_at(session, copy)}
    assert len(before - after) == 1
    assert not after - before


def test_case_37_a_name_of_another_fund_stays_behind_and_blocks_publication(house, session, at):
    stranger = Institution(country="SG", zone="Asia/Singapore", names=[])
    stranger.names = [InstitutionName(language="en", text="National University of Singapore")]
    session.add(stranger)
    session.flush()
    call, olu = house.call, house.cast.olu
    assert not to_look_at(session, call)
    who = {**call.who_may_apply, "en": "One investigator must be at the National University of Singapore."}
    changed(call, olu, at, who_may_apply={**who, "ja": "別の文です。", "sv": "En annan text."})
    (left,) = to_look_at(session, call)
    assert "National University of Singapore" in str(left.reason.values)
    with pytest.raises(Refused, match="have to be looked at"):
        actions.propose(call, olu, at)


def test_case_37_last_years_year_stays_behind_even_where_the_sentence_was_changed(house, session, at):
    olu = house.cast.olu
    copy = actions.copy_call(house.call, "MIRAI-2030", 8, olu, at)
    session.flush()
    new = {language: f"{text} …" for language, text in copy.contact.items()} | {"en": "Write to us in 2022."}
    changed(copy, olu, at, contact=new)
    reasons = [point.reason.values for point in to_look_at(session, copy) if point.leaf.path == ("contact",)]
    assert {"year": "2022"} in [dict(values) for values in reasons]


def test_case_36_a_text_changed_in_one_language_only_is_named_until_the_others_follow(house, session, at):
    call, olu = house.call, house.cast.olu
    changed(call, olu, at, summary={**call.summary, "en": "A new summary."})
    found = {point.leaf.language for point in to_look_at(session, call)}
    assert found == set(call.languages) - {"en"}
    with pytest.raises(Refused, match="have to be looked at"):
        actions.propose(call, olu, at)
    changed(call, olu, at, summary={**call.summary, "ja": "新しい要約です。"})
    assert {point.leaf.language for point in to_look_at(session, call)} == set(call.languages) - {"en", "ja"}
    actions.look_over(call, [point.key for point in to_look_at(session, call)], olu, at)
    actions.propose(call, olu, at)


def test_only_the_officers_of_the_call_settle_what_was_copied(house, session, at):
    copy = actions.copy_call(house.call, "MIRAI-2023", 1, house.cast.olu, at)
    session.flush()
    keys = [point.key for point in to_look_at(session, copy)]
    with pytest.raises(Refused):
        actions.look_over(copy, keys, house.cast.ada, at)


def test_members_and_agreements_do_not_move_with_the_round(house):
    terms = definition_of(house.call)
    later = shifted(terms, 3)
    assert later.members == terms.members
    assert later.times.opens.year == terms.times.opens.year + 3
    assert own_names(later) == own_names(terms)


def test_what_a_text_may_hide():
    assert years_in("2022年度、令和4年、２０２３ and 12022") == {2022, 2023}
    assert placeholders_in("Send it to [name of the partner], TBD, 未定") == ["[name of the partner]", "TBD", "未定"]
    assert not placeholders_in("Send it to the office (both offices).")
    assert (
        names_in("The University of Osaka", ["Osaka University", "University of Osaka"], ["The University of Osaka"])
        == []
    )
    assert names_in("東京大学の研究者", ["東京大学", "京都大学"], []) == ["東京大学"]


def test_a_language_that_is_written_anew_has_caught_up():
    before = {"name": {"en": "a", "ja": "あ"}}
    after = {"name": {"en": "b", "ja": "あ"}}
    assert drifted(before, after, {}) == {"name": ["ja"]}
    assert drifted(after, {"name": {"en": "b", "ja": "い"}}, {"name": ["ja"]}) == {}
    assert drifted(before, before, {"name": ["ja"]}) == {"name": ["ja"]}
