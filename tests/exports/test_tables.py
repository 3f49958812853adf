"""Tables of a call: what is in them, for whom, and in how many questions."""

import pytest

from grants.applications.actions import record_conflict
from grants.applications.model import ConflictKind
from grants.calls.model import Call
from grants.exports import applications, awards, csv, decisions, outcomes, scores, spending, universities
from grants.people.model import Person
from grants.reports import actions as reports
from grants.rules.reports import OutcomeKind
from grants.words import language
from tests import make
from tests.exports.test_csv import back

TABLES = [applications, scores, decisions, awards, outcomes, spending, universities]
PAPER = {"title": "=A paper", "year": 2023, "joint": True}


@pytest.fixture
def house(session, at):
    """Two projects funded, each judged by one reviewer of each side; one report is in, with a paper."""
    house = make.opened(session, at)
    house.applications = [make.submitted(house), *make.more(house, 1)]
    house.reports = make.funded(house, house.applications)
    reports.add_outcome(house.reports[0], OutcomeKind.PUBLICATION, PAPER, house.cast.ada, house.at)
    make.reported(house, house.reports[0])
    return house


def taken(house, table, by=None):
    head, *rows = back(csv.write(table.table(house.session, by or house.cast.olu, house.call), language("en")))
    assert len(set(head)) == len(head)
    return [dict(zip(head, row, strict=True)) for row in rows]


def hide(house, person):
    why = (ConflictKind.DECLARED, "a friend")
    record_conflict(house.applications[0], person, why, person, house.at)
    house.session.flush()


def test_applications_tell_both_sides_in_their_own_currency(house):
    rows = taken(house, applications)
    assert [row["Number"] for row in rows] == ["MIRAI-2022-001", "MIRAI-2022-002"]
    first = rows[0]
    assert (first["Japan: asked for, JPY"], first["Sweden: asked for, SEK"]) == ("400000", "40000.00")
    assert first["Japan: principal investigator"] == "Ai Takahashi (髙橋 愛)"
    assert first["State"] == "Funded"


def test_scores_have_a_row_for_each_review_and_a_column_for_each_criterion(house):
    rows = taken(house, scores)
    assert len(rows) == 4
    marks = [value for name, value in rows[0].items() if name.endswith("%)")]
    assert marks == ["4"] * len(house.call.criteria)
    assert [row["Weighted total"] for row in rows] == ["4.00", "3.00", "4.00", "3.00"]
    assert rows[0]["Reviewer"] == "Rei Yoshida (𠮷田 玲)"


def test_a_review_that_is_not_in_is_in_no_table(session, at):
    house = make.opened(session, at)
    application = make.submitted(house)
    make.closed(house)
    asked = make.reviews.assign([make.Asked(application, make.judge(house, house.cast.rea))], house.cast.olu, house.at)[
        0
    ]
    begun = make.reviews.accept(asked, house.cast.rea, house.at)
    marks = {criterion.code: 4 for criterion in house.call.criteria}
    make.reviews.score(begun, make.Judgement(marks, 3, "For the panel", "For them"), house.cast.rea, house.at)
    session.flush()
    assert taken(house, scores) == []


def test_spending_stands_beside_the_budget_for_each_kind_of_cost(house):
    side, report = house.call.side("JP"), house.reports[1]
    (first, label), *rest = house.call.costs(side)
    reports.spend(report, "JP", reports.Outlay("1,234", "", {first: "1,234"}), report.award.part_of("JP").pi, house.at)
    house.session.flush()
    rows = [row for row in taken(house, spending) if row["Number"] == report.award.application.ref]
    assert len(rows) == sum(len(house.call.costs(one)) for one in house.call.sides)
    assert [(row["Kind of cost"], row["Currency"], row["Spent"]) for row in rows[: len(rest) + 1]] == [
        (label["en"], "JPY", "1234"), *((other["en"], "JPY", "0") for _, other in rest),
    ]  # fmt: skip
    asked = sum(line.minor for line in report.award.application.part("JP").budget)
    assert sum(int(row["Asked for"]) for row in rows if row["Currency"] == "JPY") == asked
    assert {row["Spent"] for row in rows if row["Currency"] == "SEK"} == {"not told yet"}


def test_decisions_awards_and_outcomes(house):
    decided = taken(house, decisions)[0]
    assert (decided["Panel"], decided["Japan: decision"], decided["Joint result"]) == ("Fund", "Fund", "Approved")
    assert decided["Japan: amount, JPY"] == "400000"
    given = taken(house, awards)
    assert (given[0]["Japan: granted, JPY"], given[0]["Japan: spent, JPY"]) == ("400000", "200000")
    assert (given[0]["Report"], given[1]["Report"]) == ("Submitted", "To be written")
    assert [(row["Title or name"], row["From both sides"]) for row in taken(house, outcomes)] == [("'=A paper", "1")]


def test_the_other_sides_decision_is_in_no_table_before_every_side_has_decided(session, at):
    house = make.opened(session, at)
    application = make.submitted(house)
    make.closed(house)
    make.reviewed(house, application)
    make.advised(house, make.Recommendation.FUND, application)
    make.decisions.follow_panel(house.call, house.first, house.cast.olu, house.at)
    session.flush()
    mine, theirs = (taken(house, decisions, by)[0]["Japan: decision"] for by in (house.cast.olu, house.cast.uma))
    assert (mine, theirs) == ("Fund", "")


@pytest.mark.parametrize("table", TABLES[:5], ids=lambda table: table.__name__)
def test_whoever_is_in_conflict_takes_no_row_of_it(house, table):
    told = taken(house, table)
    hide(house, house.cast.olu)
    left = taken(house, table)
    assert {row["Number"] for row in told} - {row["Number"] for row in left} == {"MIRAI-2022-001"}
    assert taken(house, table, house.cast.uma) == told


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__)
def test_a_table_takes_as_many_questions_for_one_row_as_for_more(house, table, statements, record):
    hide(house, house.cast.olu)
    house.session.commit()
    counts = {}
    for person in (house.cast.olu, house.cast.uma):
        with record.reading() as reading:
            by, call = reading.get(Person, person.id), reading.get(Call, house.call.id)
            with statements() as seen:
                counts[person.email] = len(list(table.table(reading, by, call).rows)), len(seen)
    (fewer, one), (more, two) = counts.values()
    assert fewer < more or table is universities
    assert one == two
