"""What is published: only when every side agreed, then as a page and as open data, each side a grant of its own."""

import json
import re
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from grants.exports import open_data
from grants.reports import actions
from grants.reports.queries.published import all_published
from grants.rules.refusal import Refused
from grants.rules.reports import OutcomeKind
from tests import make

PAPER = {"title": "Kelp </script> & tides", "year": 2023, "doi": "10.5555/kelp"}
ORGANIZATION = {
    "type": "array", "minItems": 1, "items": {
        "type": "object", "required": ["id", "name"],
        "properties": {"id": {"type": "string", "minLength": 1}, "name": {"type": "string", "minLength": 1},
                       "addressCountry": {"type": "string", "pattern": "^[A-Z]{2}$"}},
    },
}  # fmt: skip
GRANT = {  # what the 360Giving standard asks of every grant, and the forms of what we tell beside it
    "type": "object",
    "required": ["id", "title", "description", "currency", "amountAwarded", "awardDate", "recipientOrganization",
                 "fundingOrganization"],
    "properties": {
        "id": {"type": "string", "pattern": "^360G-[A-Za-z0-9]+-.+$"}, "title": {"type": "string", "maxLength": 140},
        "description": {"type": "string", "minLength": 1}, "currency": {"type": "string", "pattern": "^[A-Z]{3}$"},
        "amountAwarded": {"type": "number"}, "awardDate": {"type": "string", "format": "date"},
        "recipientOrganization": ORGANIZATION, "fundingOrganization": ORGANIZATION,
        "plannedDates": {"type": "array", "items": {"type": "object", "properties": {
            "startDate": {"type": "string", "format": "date"}, "endDate": {"type": "string", "format": "date"},
        }}},
        "relatedActivity": {"type": "array", "items": {"type": "string"}},
        "dateModified": {"type": "string", "format": "date-time"},
    },
}  # fmt: skip
PACKAGE = {
    "type": "object", "required": ["grants"],
    "properties": {"version": {"type": "string"}, "grants": {"type": "array", "items": GRANT}},
}  # fmt: skip


@pytest.fixture
def house(session, at):
    house = make.opened(session, at)
    house.report, house.silent = make.funded(house, [make.submitted(house), *make.more(house, 1)])
    house.award, ada = house.report.award, house.cast.ada
    actions.add_outcome(house.report, OutcomeKind.PUBLICATION, PAPER, ada, house.at)
    actions.submit(make.told(house, house.report), ada, house.at)
    for officer in (house.cast.olu, house.cast.uma):
        actions.accept(house.report, officer, house.at)
    session.commit()
    return house


def agreed(house, *people):
    for person in people or (house.cast.ada, house.cast.ben):
        actions.publish(house.award, person, house.at)
    house.session.commit()


def project(client, award):
    client.nobody()
    return client.get(f"/projects/{award.id}").get_data(as_text=True)


def test_one_side_never_publishes_for_the_other_and_takes_its_word_back(client, house):
    summary = "What we did, and what it led to."
    agreed(house, house.cast.ada)
    bare = project(client, house.award)
    assert house.award.application.title in bare
    assert summary not in bare
    assert "Kelp" not in bare
    agreed(house, house.cast.ben)
    whole = project(client, house.award)
    assert summary in whole
    assert "Kelp &lt;/script&gt; &amp; tides" in whole
    client.be(house.cast.ben)
    client.send(f"/my/awards/{house.award.id}/publish", deed="take_back")
    assert summary not in project(client, house.award)
    with pytest.raises(Refused):
        actions.publish(house.award, house.cast.olu, house.at)


def test_the_public_page_carries_the_grants_as_schema_org_names_them(client, house):
    agreed(house)
    told = re.search(r'<script type="application/ld\+json">(.*?)</script>', project(client, house.award), re.DOTALL)[1]
    graph = json.loads(told)["@graph"]
    assert {(one["@type"], one["amount"]["currency"]) for one in graph} == {
        ("MonetaryGrant", part.currency) for part in house.award.parts
    }  # fmt: skip
    assert graph[0]["fundedItem"] == [
        {"@type": "ScholarlyArticle", "name": PAPER["title"], "identifier": "https://doi.org/10.5555/kelp",
         "datePublished": "2023"},
    ]  # fmt: skip


def test_360giving_tells_two_linked_grants_for_a_joint_award_and_no_silent_one(client, house):
    agreed(house)
    client.nobody()
    package = json.loads(client.get("/open-data/360giving.json").get_data(as_text=True))
    Draft202012Validator(PACKAGE, format_checker=FormatChecker()).validate(package)
    first, second = package["grants"]
    assert (first["relatedActivity"], second["relatedActivity"]) == ([second["id"]], [first["id"]])
    assert {one["currency"]: one["amountAwarded"] for one in package["grants"]} == {
        part.currency: part.minor if part.currency == "JPY" else part.minor / 100 for part in house.award.parts
    }  # fmt: skip
    assert first["recipientOrganization"][0]["id"].startswith("XI-ROR-")
    assert house.silent.award.application.ref not in json.dumps(package)


def test_crossref_registers_each_sides_grant_under_a_doi_of_its_own(client, house):
    agreed(house)
    client.nobody()
    root = ET.fromstring(client.get("/open-data/crossref-grants.xml").get_data())
    space = {"c": open_data.CROSSREF}
    assert [one.tag.rsplit("}", 1)[1] for one in root] == ["head", "body"]
    head = [one.tag.rsplit("}", 1)[1] for one in root.find("c:head", space)]
    assert head == ["doi_batch_id", "timestamp", "depositor", "registrant"]
    grants = root.findall("c:body/c:grant", space)
    assert len({one.find("c:doi_data/c:doi", space).text for one in grants}) == len(house.award.parts) == 2
    for one in grants:
        order = [child.tag.rsplit("}", 1)[1] for child in one.find("c:project", space)]
        assert order == ["project-title", "investigators", "description", "award_amount", "funding", "award-dates"]
        assert one.find("c:doi_data/c:doi", space).text.startswith("10.5555/")
        assert urlsplit(one.find("c:doi_data/c:resource", space).text).path == f"/projects/{house.award.id}"
        roles = [person.get("role") for person in one.findall("c:project/c:investigators/c:person", space)]
        assert roles == ["lead_investigator", "co-lead_investigator"]


def test_what_is_published_is_asked_for_in_as_many_questions_however_many_there_are(house, statements):
    agreed(house)
    with statements() as one:
        assert len(all_published(house.session)) == 1
    for part in house.silent.award.parts:
        actions.publish(house.silent.award, part.pi, house.at)
    house.session.commit()
    with statements() as two:
        assert len(all_published(house.session)) == 2
    assert len(two) <= len(one) + 3
