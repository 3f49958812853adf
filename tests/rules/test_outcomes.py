"""Outcomes: what is asked of each kind, and what cannot be true."""

from datetime import UTC, date, datetime

import pytest

from grants.rules.outcomes import ASKED, BidState, asked_about, check, read_doi
from grants.rules.refusal import Refused
from grants.rules.reports import OutcomeKind, ReportState, Standing, standing

NOW = datetime(2023, 4, 1, tzinfo=UTC)


def refused(kind, **facts):
    with pytest.raises(Refused) as why:
        check(kind, facts, NOW)
    return why.value.field, str(why.value.reason)


def test_every_kind_is_asked_about():
    assert set(ASKED) == set(OutcomeKind)
    assert all("title" in asked_about(kind) for kind in OutcomeKind)


@pytest.mark.parametrize(
    "typed",
    [
        "10.1000/182",
        "https://doi.org/10.1000/182",
        "http://dx.doi.org/10.1000/182",
        "doi: 10.1000/182",
        "１０.1000/182",
    ],
)
def test_a_doi_is_understood_however_it_was_pasted(typed):
    assert read_doi(typed) == "10.1000/182"


@pytest.mark.parametrize("typed", ["11.1000/182", "10.1000", "javascript:alert(1)", "https://example.org/10.1000/182"])
def test_what_is_no_doi_is_refused(typed):
    assert refused(OutcomeKind.PUBLICATION, title="A", year=2023, doi=typed)[0] == "doi"


def test_what_is_needed_must_be_told():
    assert refused(OutcomeKind.PUBLICATION, title="", year=2023) == ("title", "Fill this in.")
    assert refused(OutcomeKind.FOLLOW_ON_BID, title="A", year=2023, funder="F", status=BidState.AWARDED)[0] == "amount"


def test_years_and_days_must_be_possible():
    assert refused(OutcomeKind.PUBLICATION, title="A", year=2099)[0] == "year"
    days = {"starts_on": date(2022, 9, 23), "ends_on": date(2022, 9, 22)}
    assert refused(OutcomeKind.EXCHANGE, title="A", side="JP", detail="Lund", **days)[0] == "ends_on"


def test_only_what_the_kind_asks_is_kept():
    kept = check(OutcomeKind.PUBLICATION, {"title": "A", "year": 2023, "funder": "not asked", "minor": 5}, NOW)
    assert set(kept) == asked_about(OutcomeKind.PUBLICATION)


@pytest.mark.parametrize(
    ("state", "today", "expected"),
    [
        (ReportState.DRAFT, date(2023, 3, 31), Standing.COMING),
        (ReportState.DRAFT, date(2023, 4, 1), Standing.DUE),
        (ReportState.DRAFT, date(2023, 4, 30), Standing.DUE),
        (ReportState.DRAFT, date(2023, 5, 1), Standing.OVERDUE),
        (ReportState.RETURNED, date(2023, 4, 30), Standing.RETURNED),
        (ReportState.RETURNED, date(2023, 5, 1), Standing.OVERDUE),
        (ReportState.SUBMITTED, date(2024, 1, 1), Standing.SUBMITTED),
        (ReportState.ACCEPTED, date(2024, 1, 1), Standing.ACCEPTED),
    ],
)
def test_where_a_report_stands_is_told_by_people_and_the_calendar(state, today, expected):
    assert standing(state, date(2023, 4, 30), date(2023, 4, 1), today) is expected
