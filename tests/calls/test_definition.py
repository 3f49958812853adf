"""Definition files: the two programmes, every fault with its line, and a round trip."""

import dataclasses

import pytest

from grants.calls.checks import CHECKS
from grants.calls.definition import CallDefinition, DefinitionFaults, read, shipped, write
from grants.money import Money
from grants.rules.careers import PartialDate
from grants.rules.deadlines import instant
from grants.rules.eligibility import Facts, MemberFacts, PersonFacts, Result, examine, verdict

NAMES = sorted(shipped())
FILES = {name: path.read_text(encoding="utf-8") for name, path in shipped().items()}
MIRAI, ILLINOIS = FILES["mirai-2022"], FILES["kyushu-illinois-2022"]


def faults_of(text):
    with pytest.raises(DefinitionFaults) as wrong:
        read(text)
    return [(fault.line, str(fault.reason)) for fault in wrong.value.faults]


def line_of(text, part):
    return next(number for number, line in enumerate(text.splitlines(), 1) if part in line)


def changed(text, old, new):
    assert text.count(old) >= 1, old
    return text.replace(old, new, 1)


def test_the_five_programmes_are_shipped():
    assert NAMES == ["kyushu-illinois-2022", "mirai-2022", "renkei-2022", "ucl-osaka-2022", "young-leaders-2023"]


@pytest.mark.parametrize("name", NAMES)
def test_a_definition_is_written_so_that_it_reads_back_equal(name):
    definition = read(FILES[name])
    text = write(definition)
    assert read(text) == definition
    assert write(read(text)) == text


def test_mirai_is_what_the_facts_say():
    call = read(MIRAI)
    sides = {side.code: [each.institution for each in call.members if each.side == side.code] for side in call.sides}
    assert {code: len(members) for code, members in sides.items()} == {"JP": 9, "SE": 11}
    assert sorted(party.institution for party in call.parties) == sorted(each.code for each in call.institutions)
    assert {side.code: side.cap for side in call.sides} == {"JP": Money(400_000, "JPY"), "SE": Money(4_000_000, "SEK")}
    assert [(each.code, each.weight) for each in call.criteria] == [
        ("quality", 30), ("added_value", 25), ("ecr", 20), ("outputs", 15), ("feasibility", 10),
    ]  # fmt: skip
    assert all((each.low, each.high) == (1, 5) for each in call.criteria)
    assert [theme.code for theme in call.themes] == ["ageing", "materials", "sustainability", "innovation", "ai"]
    assert (call.decision.policy, call.decision.max_awards) == ("NOMINATE_THEN_HOME", None)


def test_mirai_closes_on_the_same_day_and_in_the_same_fiscal_year_in_both_countries():
    times = read(MIRAI).times
    assert instant(times.closes, times.zone) == instant(times.closes.replace(hour=17), "Asia/Tokyo")


def test_kyushu_illinois_is_what_the_facts_say():
    call = read(ILLINOIS)
    assert [(each.code, each.ror) for each in call.institutions] == [("kyushu", "00p4k0j84"), ("illinois", "047426m28")]
    assert (len(call.themes), call.decision.policy) == (5, "JOINT_COMMITTEE")
    assert (call.decision.one_per_theme, call.decision.max_awards) == (True, 5)
    assert [party.pots[0].pledge for party in call.parties] == [Money(5_000_000, "JPY"), Money(3_750_000, "USD")]


@pytest.mark.parametrize("name", NAMES)
def test_every_programme_says_what_is_demonstration(name):
    assert "demonstration" in FILES[name]
    assert set(read(FILES[name]).demonstration_remark) == set(read(FILES[name]).languages)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("    weight: 30", "    weight: 31", None),
        ("zone: Europe/Stockholm\n  opens", "zone: CET\n  opens", None),
        ("ror: 00p4k0j84", "ror: 00p4k0j85", "“00p4k0j85” is not a ROR id: its check digits do not agree."),
        ("    currency: JPY", "    currency: YEN", "“YEN” is not a currency code such as JPY or SEK."),
        ("    cap: JPY 400,000 ", "    cap: JPY 400,000.50 ", "“JPY 400,000.50” is not an amount such as JPY 400,000."),
        ("    cap: JPY 400,000 ", "    cap: SEK 40,000 ", "The cap must be in the side's own currency, JPY."),
        ("binding_language: en", "binding_language: de", "“de” is not one of the languages en, ja, sv."),
        ("policy: NOMINATE", "policy: GUESS", None),
        ("  spending: true", "  spending: perhaps", "“perhaps” is neither true nor false."),
        ("  closes: 2022-03-31 10:00", "  closes: 2022-03-31", None),
        ("  closes: 2022-03-31 10:00", "  closes: 2022-03-27 02:30", None),
        ("  closes: 2022-03-31 10:00", "  closes: 2022-01-31 10:00", None),
        ("{institution: oist, side: JP,", "{institution: oxford, side: JP,", "“oxford” is not named in this file."),
        ("{institution: sse, side: SE}", "{institution: sse, side: NO}", "“NO” is not named in this file."),
        ('pledge: "JPY 2,000,000"', 'pledge: "SEK 2,000,000"', "The pledge must be in the side's own currency, JPY."),
        ("[travel, workshop, consumables]", "[travel, salary]", "“salary” is not named in this file."),
        ("  due_on: 2023-04-30", "  due_on: 2023-02-29", "“2023-02-29” is not a day such as 2022-03-31."),
        ("  due_on: 2023-04-30", "  due_on: 2023-03-30", None),
        ("            years: 7", "            years: seven", "“seven” is not a whole number."),
        ("question: mirai_activity", "question: astrology", "“astrology” is not named in this file."),
        ("        kind: file", "        kind: hologram", None),
        ("        max_words: 150", "        max_words: many", "“many” is not a whole number."),
        ("        kind: file", "        kind: choice", None),
        ("      - code: aim", "      - code: summary", "“summary” stands here twice."),
        ("lower_total]", "by_name]", "“by_name” is not named in this file."),
        ("  blind: single", "  blind: single\n  sighted: true", "“sighted” is not known here."),
        ("  blind: single", "  blind: single\n  blind: double", "“blind” stands here twice."),
        ("{en: AI, ja: AI（人工知能）, sv: AI}", "{en: AI, sv: AI}", "The text is missing in the language “ja”."),
        ("  - {code: ai, label: {en: AI,", "  - {code: ai, label: {fr: IA, en: AI,", "“fr” is not known here."),
        ("      email: mirai-jp@example.org", "", "“email” is missing here."),
        ("      sides: [SE]\n      label:", "      sides: [NO]\n      label:", "“NO” is not named in this file."),
        ("    - code: early_career\n      label:", "    - code: post\n      label:", "“post” stands here twice."),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_line(old, new, reason):
    found = faults_of(changed(MIRAI, old, new))
    assert len(found) == 1
    if reason:
        assert found[0][1] == reason
    before, after = MIRAI.splitlines(), changed(MIRAI, old, new).splitlines()
    first = next(number for number, (a, b) in enumerate(zip(before, after, strict=False), 1) if a != b)
    assert abs(found[0][0] - first) <= 8


def test_every_fault_is_listed_at_once_in_the_order_of_the_lines():
    text = changed(MIRAI, "ror: 00p4k0j84", "ror: 00p4k0j85")
    text = changed(text, "    weight: 30", "    weight: 40")
    text = changed(text, "  blind: single", "  blind: single\n  sighted: true")
    assert faults_of(text) == [
        (line_of(text, "00p4k0j85"), "“00p4k0j85” is not a ROR id: its check digits do not agree."),
        (line_of(text, "criteria:"), "The weights of the criteria add up to 110 %, not to 100 %."),
        (line_of(text, "sighted"), "“sighted” is not known here."),
    ]


def test_a_text_that_lacks_a_language_of_the_call_is_a_fault_on_its_line():
    text = changed(ILLINOIS, "languages: [en, ja] ", "languages: [en, ja, sv] ")
    found = faults_of(text)
    assert {reason for _, reason in found} == {"The text is missing in the language “sv”."}
    assert line_of(text, "code: smart_grid") in [line for line, _ in found]


@pytest.mark.parametrize("text", ["", "- a\n- b", "just words", "code: [", "\tcode: x", "code: MIRAI-2022\n"])
def test_what_is_no_definition_is_refused_with_a_line(text):
    assert all(line >= 1 for line, _ in faults_of(text))


def test_a_file_that_stands_for_itself_or_explodes_is_refused_quickly():
    endless = changed(ILLINOIS, "test: {kind: pi_per_side}", "test: &t {not: *t}")
    assert "nested too deeply" in faults_of(endless)[0][1]
    bomb = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 9))
    exploding = changed(ILLINOIS, "test: {kind: pi_per_side}", "test: {all: *a8}")
    assert any("too large" in reason for _, reason in faults_of(bomb + exploding))


def test_every_check_names_sections_of_the_definition():
    sections = {each.name for each in dataclasses.fields(CallDefinition)}
    assert all(set(needs) <= sections for needs in CHECKS.values())


def mirai_facts(**of_hanako):
    call = read(MIRAI)
    rors = {each.code: each.ror for each in call.institutions}
    members = tuple(MemberFacts(rors[each.institution], each.side, each.since, each.until) for each in call.members)
    people = (
        PersonFacts("Hanako", "JP", is_pi=True, ror=rors["kyushu"], **of_hanako),
        PersonFacts("Astrid", "SE", is_pi=True, ror=rors["lund"], degrees={"conferral": PartialDate(1999)}),
    )
    dates = {
        "closing": call.times.closes.date(), "submission": call.times.closes.date(),
        "starts_on": call.award.starts_on, "ends_on": call.award.ends_on,
    }  # fmt: skip
    answers = {"mirai_activity": {"": "no"}, "workshop_idea": {"": "yes"}}
    return call, Facts({side.code: side.label for side in call.sides}, people, dates, members, "ai", answers)


def test_the_rules_of_mirai_can_be_put_to_an_application():
    call, facts = mirai_facts(degrees={"conferral": PartialDate(2016, 5, 1)})
    found = {each.code: each.result for each in examine(call.eligibility, facts)}
    assert found == {
        "pi_per_side": Result.PASS, "members": Result.PASS, "early_career": Result.PASS,
        "lund_activity": Result.FAIL, "workshop_idea": Result.PASS,
    }  # fmt: skip
    assert verdict(examine(call.eligibility, facts)) is Result.PASS


def test_an_application_to_mirai_without_an_early_career_researcher_fails():
    call, facts = mirai_facts(degrees={"conferral": PartialDate(2014, 5, 1)})
    assert verdict(examine(call.eligibility, facts)) is Result.FAIL


@pytest.mark.parametrize("name", NAMES)
def test_weights_are_whole_per_cent_and_texts_hold_no_loose_ends(name):
    call = read(FILES[name])
    assert sum(each.weight for each in call.criteria) == 100
    assert not any(mark in write(call) for mark in ("TODO", "FIXME", "lorem"))
