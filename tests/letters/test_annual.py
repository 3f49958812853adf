"""A year of a programme on paper, by real requests: what it tells in three languages, and to whom it tells nothing."""

import io

import pytest
from pypdf import PdfReader

from grants.applications.actions import record_conflict
from grants.applications.model import ConflictKind
from grants.reports import actions as reports
from grants.rules.reports import OutcomeKind
from tests import make
from tests.client import links


@pytest.fixture
def house(session, at, app):
    """Three applications, two funded; one has told of a paper and is accepted."""
    house = make.opened(session, at)
    first, *others = make.submitted(house), *make.more(house, 2)
    house.mine = first
    report, _ = make.funded(house, [first, others[0]], (others[1],))
    found = {"title": "Ageing in two countries", "year": 2023, "joint": True}
    reports.add_outcome(report, OutcomeKind.PUBLICATION, found, house.cast.ada, house.at)
    make.reported(house, report)
    for officer in (house.cast.olu, house.cast.uma):
        reports.accept(report, officer, house.at)
    session.commit()
    return house


def place(house, code="en", year=2022):
    return f"/office/programmes/{house.call.programme_id}/annual-{year}-{code}.pdf"


def paper(client, house, code):
    answer = client.get(place(house, code))
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    return make.plain(" ".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(answer.data)).pages))


def test_an_officer_takes_the_year_away_from_the_figures(client, house):
    client.be(house.cast.olu)
    page = client.get(f"/office/calls/{house.call.id}/figures").get_data(as_text=True)
    assert {place(house, code) for code in ("en", "ja", "sv")} <= set(links(page))
    told = paper(client, house, "en")
    for said in ("67 %", "JPY 800,000", "SEK 80,000", "Kyushu University", "MIRAI-2022-001", "Publication"):
        assert said in told, told
    assert "JPY 1,200,000" not in told
    for code, said in (("ja", "九州大学"), ("sv", "SEK")):
        assert said in paper(client, house, code)


def test_whoever_is_in_conflict_reads_nothing_of_it_in_the_year(client, house):
    why = (ConflictKind.DECLARED, "We wrote a book together")
    record_conflict(house.mine, house.cast.uma, why, house.cast.olu, house.at)
    house.session.commit()
    client.be(house.cast.uma)
    told = paper(client, house, "en")
    assert "MIRAI-2022-001" not in told
    assert "JPY 400,000" in told


def test_there_is_no_year_without_a_released_round_and_none_for_others(client, house):
    client.be(house.cast.olu)
    for wrong in (place(house, year=2021), place(house, "xx"), place(house, year=99999), place(house, year=0)):
        assert client.get(wrong).status_code == 404
    for nobody in (house.cast.ada, house.cast.ivo, house.cast.aud, house.cast.max):
        client.be(nobody)
        assert client.get(place(house)).status_code in {403, 404}
