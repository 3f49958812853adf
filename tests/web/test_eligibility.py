"""Eligibility on the pages: each reads what is their own, each side decides on its own evidence, limits are the offices'."""

import html
import json
import re
from datetime import date, timedelta

import pytest

from grants.applications.model import Ruling, TeamMember
from grants.people.model import Affiliation, CareerBreak, Precision
from grants.rules.eligibility import Result
from tests import make
from tests.conftest import NOW

EARLY = {
    "code": "early", "label": {"en": "Eight years from the PhD"}, "severity": "block", "side": None,
    "test": {"kind": "each_pi", "test": {
        "kind": "degree_age", "years": 4, "reference": "2022-04-01", "inclusive": False, "credits": ["parental"],
    }},
}  # fmt: skip
YOUNG = {
    "code": "young", "label": {"en": "Under 45"}, "test": {"kind": "each_pi", "test": {"kind": "age_below", "years": 45}},
}  # fmt: skip
THEME = {"code": "theme", "label": {"en": "A theme"}, "test": {"kind": "theme_required"}}
ONCE = {"code": "once", "label": {"en": "Leads only one"}, "test": {"kind": "max_as_pi", "most": 1}}
FAST = {"code": "fast", "label": {"en": "Looked at by hand"}, "test": {"kind": "manual_check"}, "severity": "flag"}


@pytest.fixture
def house(session):
    house = make.opened(session, NOW)
    house.call.eligibility = [EARLY, YOUNG, THEME, ONCE, FAST]
    ada, ben = house.cast.ada, house.cast.ben
    ada.language = ben.language = "en"
    ada.doctorate_on, ada.born_on = date(2018, 3, 24), date(1985, 7, 6)
    ada.breaks.append(CareerBreak(kind="parental", starts_on=date(2019, 1, 1), ends_on=date(2019, 6, 29)))
    ben.doctorate_on, ben.doctorate_precision, ben.born_on = date(2018, 1, 1), Precision.YEAR, date(1950, 2, 3)
    session.flush()
    return house


def plain(answer):
    return " ".join(html.unescape(re.sub("<[^>]+>", " ", answer.get_data(as_text=True))).split())


LEAVE = "PhD 24 March 2018 + 4 years + 180 days of credited leave = 20 September 2022, after the reference date 1 April 2022."
BORN = "Born 3 February 1950 + 45 years = 3 February 1995"


def test_case_22_leave_and_birth_dates_are_told_to_their_owner_and_not_to_the_other_investigator(client, house):
    application = make.joined(house)
    for where in ("", "/team", "/submit"):
        here = f"/my/applications/{application.id}{where}"
        mine = plain(client.be(house.cast.ada).get(here))
        assert LEAVE in mine, where
        assert "1950" not in mine
        theirs = plain(client.be(house.cast.ben).get(here))
        assert "credited leave" not in theirs, where
        assert "meets this condition" in theirs
        assert BORN in theirs
        assert "known only as 2018" in theirs
        assert "1985" not in theirs


def test_a_member_of_the_team_reads_results_alone(client, house, session):
    application = make.joined(house)
    eva = house.cast.eva
    application.members.append(
        TeamMember(person_id=eva.id, side=house.first, name="Eva", role="ecr", may_edit=True, added_at=NOW),
    )
    session.flush()
    seen = plain(client.be(eva).get(f"/my/applications/{application.id}"))
    assert "credited leave" not in seen
    assert not {"1985", "1950"} & set(re.findall("[0-9]{4}", seen))
    assert "has to show this" in seen


def test_the_rules_speak_before_anybody_starts(client, house):
    seen = plain(client.be(house.cast.ben).get(f"/my/start/{house.call.id}"))
    assert BORN in seen
    assert "Under 45" in seen
    assert "Leads only one" not in seen
    house.cast.max.born_on = date(1999, 1, 1)
    assert "Born 1 January 1999 + 45 years" in plain(
        client.be(house.cast.max).send(f"/my/start/{house.call.id}", side="XX")
    )


def test_a_rule_stands_beside_its_field_and_is_told_again_with_every_save(client, house):
    application = make.joined(house)
    section = make.first_section(house.call)
    client.be(house.cast.ada)
    here = f"/my/applications/{application.id}/sections/{section}"
    assert "No theme is chosen." in plain(client.get(here))
    answer = client.send(f"{here}/autosave", theme=house.call.themes[0].code, title="Together")
    told = json.loads(answer.get_data(as_text=True))["echoes"]
    assert "A theme is chosen." in told["rule-theme"]
    assert "A theme is chosen." in plain(client.get(here))
    assert "1950" not in json.dumps(told)


def test_case_8_what_the_offices_count_is_told_to_no_team(client, house, session):
    lead = house.cast.ada
    one = make.submitted(house, make.joined(house, lead, house.cast.ben))
    two = make.joined(house, lead, make.pair(house, 3)[1])
    two.parts[1].pi.language = "en"
    for person, application in ((lead, two), (house.cast.ben, one), (two.parts[1].pi, two)):
        seen = plain(client.be(person).get(f"/my/applications/{application.id}"))
        other = one if application is two else two
        assert other.ref not in seen
        assert "leads 2" not in seen
    assert "By the offices Leads only one The offices check this." in seen


@pytest.fixture
def case(house, session):
    made = make.submitted(house)
    make.closed(house)
    session.flush()
    return made


def decide(client, case, rule, side, **said):
    fields = {f"rule-{rule}-{name}": value for name, value in {"side": side, **said}.items()}
    return client.send(f"/office/applications/{case.id}/eligibility/{rule}", **fields)


def give(client, case, side, result="pass", reason=""):
    fields = {"verdict-side": side, "verdict-result": result, "verdict-reason": reason}
    return client.send(f"/office/applications/{case.id}/eligibility", **fields)


def test_case_21_a_side_decides_on_its_own_evidence_before_its_verdict(client, house, case, session):
    client.be(house.cast.uma)
    page = plain(client.get(f"/office/applications/{case.id}"))
    assert "One rule waits until you have decided on evidence" in page
    assert "from PhD 1 January 2018 + 4 years = 1 January 2022" in page
    assert "to PhD 31 December 2018 + 4 years = 31 December 2022" in page
    refused = give(client, case, house.second)
    assert (refused.status_code, "Decide first" in plain(refused)) == (422, True)
    assert decide(client, case, "early", house.second, result="pass").status_code == 422
    seen = "A certificate of 5 June 2018"
    assert decide(client, case, "early", house.second, result="pass", evidence=seen).status_code == 303
    page = plain(client.get(f"/office/applications/{case.id}"))
    assert seen in page
    assert "waits until" not in page
    told = "He leads since 1990; waived by the board."
    assert decide(client, case, "young", house.second, result="waived", reason=told).status_code == 303
    assert give(client, case, house.second).status_code == 303
    session.expire_all()
    assert [(one.rule, one.side, one.result) for one in case.rulings] == [
        ("early", house.second, Result.PASS), ("young", house.second, Result.WAIVED),
    ]  # fmt: skip
    kept = {one["code"]: one for one in case.findings[-1].computed}
    assert kept["early"]["result"] == "pass"
    assert kept["early"]["ruled"] == {house.second: "pass"}


def test_the_other_side_reads_the_result_and_not_the_reason(client, house, case):
    client.be(house.cast.uma)
    decide(client, case, "early", house.second, result="pass", evidence="A certificate of 5 June")
    decide(client, case, "young", house.second, result="fail", reason="Born too early, says the passport")
    page = plain(client.be(house.cast.olu).get(f"/office/applications/{case.id}"))
    for secret in ("certificate of 5 June", "passport", "1950", "31 December 2018"):
        assert secret not in page
    assert re.search(r"Under 45 .* does not meet this condition\. Sweden: Not met", page)
    for reader in (house.cast.aud, house.cast.ivo, house.cast.ada):
        for where in (f"/office/applications/{case.id}", f"/reviews/panels/{case.call_id}/{case.id}"):
            text = plain(client.be(reader).get(where))
            assert not [one for one in ("certificate of 5", "passport", "1950", "credited leave") if one in text]


def test_a_decision_changes_by_a_newer_one_and_every_one_is_kept(client, house, case, session):
    client.be(house.cast.uma)
    decide(client, case, "early", house.second, result="fail", reason="No certificate came")
    decide(client, case, "early", house.second, result="pass", evidence="It came after all")
    session.expire_all()
    assert [one.result for one in case.rulings] == [Result.FAIL, Result.PASS]
    page = plain(client.get(f"/office/applications/{case.id}"))
    assert page.index("It came after all") < page.index("No certificate came")


def test_nobody_decides_for_the_other_side_nor_on_a_rule_that_is_not_there(client, house, case, session):
    client.be(house.cast.olu)
    said = {"result": "pass", "evidence": "seen"}
    assert decide(client, case, "early", house.second, **said).status_code == 422
    assert decide(client, case, "nothing", house.first, **said).status_code == 404
    assert decide(client, case, "early", house.first, result="needs_evidence", evidence="x").status_code == 422
    for person in (house.cast.aud, house.cast.ivo, house.cast.rea, house.cast.ada, house.cast.max):
        client.be(person)
        assert decide(client, case, "early", house.first, **said).status_code in {403, 404, 422}
    assert session.query(Ruling).count() == 0


def test_the_list_of_people_on_several_applications_is_for_officers(client, house, session):
    lead = make.pair(house, 4)[0]
    one = make.submitted(house, make.joined(house, lead, make.pair(house, 5)[1]))
    two = make.submitted(house, make.joined(house, lead, make.pair(house, 6)[1]))
    session.flush()
    here = f"/office/calls/{house.call.id}/several"
    for officer in (house.cast.olu, house.cast.uma):
        page = plain(client.be(officer).get(here))
        assert one.ref in page
        assert two.ref in page
        assert "more than 1" in page
    for person in (
        house.cast.aud,
        house.cast.ivo,
        house.cast.rea,
        house.cast.ada,
        lead,
        house.cast.max,
        house.cast.sys,
    ):
        assert client.be(person).get(here).status_code in {403, 404}


def test_employment_is_the_person_s_own_and_the_office_s(client, house, session):
    house.call.eligibility = [
        {"code": "employed", "label": {"en": "Employed"}, "test": {"kind": "each_pi", "test": {"kind": "employed_from_to"}}},
    ]  # fmt: skip
    application = make.joined(house)
    ends = house.call.ends_on - timedelta(days=1)
    for part in application.parts:
        session.add(
            Affiliation(person_id=part.pi_id, institution_id=part.institution_id or part.pi.institution_id, until=ends)
        )
    session.flush()
    here = f"/my/applications/{application.id}"
    assert "is employed until" in plain(client.be(house.cast.ada).get(here))
    seen = plain(client.get(here))
    assert seen.count("is employed until") == 1
