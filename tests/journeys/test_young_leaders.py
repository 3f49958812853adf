"""Tohoku Young Leaders from the applicant's side: one university pays, the host abroad consents by a link."""

from playwright.sync_api import expect

from grants.money import Money
from tests.journeys import calling, nominating
from tests.journeys.applying import ask_for, hand_in
from tests.journeys.nominating import Nomination
from tests.journeys.play import TOKYO, Play, Plot
from tests.journeys.visitor import Someone, Visitor

TOHOKU = "01dq60k83"
ASANO = Someone("asano@example.org", "浅野", "遥", "Asano", "Haruka", "ja", TOKYO, TOHOKU)
SILVA = Someone("silva@example.org", "Silva", "Inês", zone=TOKYO, ror=TOHOKU, phone=True)
HOST = Someone("host@example.org", "Lindgren", phone=True)
PARTNER = Someone("partner@example.org", "Beaumont", language="sv")
OFFICERS = (
    Someone("konno@example.org", "今野", "学", "Konno", "Manabu", "ja", TOKYO, TOHOKU),
    Someone("sugawara@example.org", "菅原", "文", "Sugawara", "Aya", "ja", TOKYO, TOHOKU),
)
ANSWERS = {
    "host.name": "Sam Lindgren", "host.email": "host@example.org", "host.affiliation": "Meridian University",
    "host_institution": "bm_meridian", "starts_on": "2023-06-01", "ends_on": "2023-06-21", "export_control": "yes",
    "stays.0.what": "A first visit", "stays.0.when": "2023-06-01", "stays.0.days": "21", "stays.0.cost": "４０万",
    "employed_until": "2026-03-31",
}  # fmt: skip
IN_PERSON = Nomination(
    ASANO, "JP", HOST, ("78万", Money(780_000, "JPY")), (), {**ANSWERS, "theme": "in_person", "activity": "visit"},
)  # fmt: skip
ONLINE = Nomination(
    SILVA, "JP", PARTNER, ("295,000", Money(295_000, "JPY")), (), {**ANSWERS, "theme": "online", "activity": "meetings"},
)  # fmt: skip
YOUNG_LEADERS = Plot("young-leaders-2023", ("JP", "JP"), ASANO, SILVA, (), OFFICERS, {"JP": IN_PERSON.asked})


def test_two_strands_are_applied_for_and_their_hosts_consent(played):
    with played(YOUNG_LEADERS) as play:
        calling.the_call_is_written_and_published(play)
        calling.anyone_reads_it(play)
        own = {}
        for made in (IN_PERSON, ONLINE):
            lead = nominating.it_is_started(play, made)
            own[made.lead] = play.application_id
            the_profile_decides_a_rule(play, lead)
            nominating.they_write(play, made)
            the_contract_is_too_short_at_first(play, lead)
            hand_in(lead, f"{play.own}/files/host_letter")
            if made is ONLINE:
                the_strand_has_a_cap_of_its_own(play, lead)
            ask_for(lead, f"{play.own}/sides/JP", *made.asked)
            nominating.somebody_signs(play, made)
            nominating.it_is_confirmed_and_submitted(play, made)
        calling.the_clock_closes_it(play)
        for made in (IN_PERSON, ONLINE):
            play.application_id = own[made.lead]
            nominating.it_is_read_after_the_close(play, made)


def the_profile_decides_a_rule(play: Play, lead: Visitor) -> None:
    """What the rule needs is said once, in the profile; a wrong iD is told beside its field, and nothing is lost."""
    young = next(rule for rule in play.call().rules if rule.code == "young")
    rule = lead.go(play.own).find(".rules li").filter(has_text=lead.lang.texts(young.label))
    assert not rule.locator(".status.good").count()
    lead.go("/profile").fill(doctorate="2016-03", orcid="0000-0002-1825-0098", erad="１２３４５６７８")
    lead.choose(doctorate_basis="conferral").press("form.sheet button.primary >> nth=0", says=422)
    lead.fill(orcid="https://orcid.org/0000-0002-1825-0097").press("form.sheet button.primary >> nth=0")
    expect(lead.find("[name=erad]")).to_have_value("12345678")
    lead.go(play.own)
    assert rule.locator(".status.good").count() == 1


def the_contract_is_too_short_at_first(play: Play, lead: Visitor) -> None:
    """What the rule finds stands beside the field as soon as it is saved."""
    lead.go(f"{play.own}/sections/declarations")
    beside = lead.find("[data-echo=rule-contract]")
    fits = beside.inner_text()
    for until, says_so in (("2023-09-30", False), ("2026-03-31", True)):
        play.stage.tick()
        lead.fill(employed_until=until).saved()
        assert (beside.inner_text() == fits) is says_so


def the_strand_has_a_cap_of_its_own(play: Play, lead: Visitor) -> None:
    """More than the strand pays is a gap that leads to the budget."""
    ask_for(lead, f"{play.own}/sides/JP", "400,000", Money(400_000, "JPY"))
    gap = lead.go(f"{play.own}/submit").find("[aria-labelledby=gaps] a[href$='#budget']")
    assert lead.money(Money(300_000, "JPY")) in gap.inner_text()
