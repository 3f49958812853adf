"""The panel's pictures, by real requests: the mean stays the ranking, the reckoning stands beside it, nothing is betrayed."""

import re

import pytest

from grants.applications import actions as applications
from grants.applications.model import ConflictKind
from grants.decisions.reckon import answered, questions
from grants.rules.decisions import Recommendation
from grants.web.charts import Scale, around
from tests import make


@pytest.fixture
def house(session, at):
    """Six applications, each judged by rea and sol."""
    house = make.opened(session, at)
    found = [make.submitted(house), *make.more(house, 5)]
    make.closed(house)
    for application, marks in zip(found, ((5, 5), (4, 4), (4, 3), (3, 4), (2, 3), (1, 1)), strict=True):
        make.reviewed(house, application, *marks)
    house.found = found
    return house


def reckon(house):
    house.session.add_all([answered(one, house.at) for one in questions(house.session, house.call)])
    house.session.flush()


def text_of(answer):
    return answer.get_data(as_text=True)


def test_the_ranking_before_and_after_the_reckoning(client, house, statements):
    client.be(house.cast.ivo)
    here = f"/reviews/panels/{house.call.id}"
    before = text_of(client.get(here))
    assert "being worked out" in before
    reckon(house)
    make.advised(house, Recommendation.FUND, *house.found[:3])
    client.be(house.cast.ivo)
    with statements() as seen:
        after = text_of(client.get(here))
    assert "being worked out" not in after
    assert "On the line" in after or "The reviews tell apart" in after
    for application in house.found:
        assert application.ref in after
    assert re.findall(r'class="spark" width="\d+"', after)
    assert len(seen) < 40


def test_the_figures_page_says_it_in_words_pictures_and_numbers(client, house):
    reckon(house)
    make.advised(house, Recommendation.FUND, *house.found[:3])
    client.be(house.cast.olu)
    text = text_of(client.get(f"/reviews/panels/{house.call.id}/figures"))
    assert "12 reviews of 6 applications" in text
    assert "agree with an alpha of 0." in text
    assert "Of the first 3 places" in text
    assert text.count('class="thick"') == 6
    assert 'class="line"' in text
    assert "Reviews in: 2" in text
    rows = re.findall(r"<tr[^>]*>(?:(?!</tr>).)*MIRAI-2022-00\d.*?</tr>", text, re.DOTALL)
    expected = [float(re.findall(r'class="num">([\d.]+)</td>', row)[0]) for row in rows]
    assert expected == sorted(expected)
    assert "style=" not in text


def test_how_strict_a_reviewer_is_only_the_chair_learns(client, house):
    reckon(house)
    here = f"/reviews/panels/{house.call.id}/reviewers"
    client.be(house.cast.ivo)
    text = text_of(client.get(here))
    assert house.cast.rea.name_in("en") in text
    assert re.findall(r"[+−]0\.\d\d", text)
    for person in (house.cast.olu, house.cast.aud, house.cast.rea, house.cast.sys, house.cast.ada):
        assert client.be(person).get(here).status_code == 404


def test_five_reviews_are_the_least_that_says_anything_of_a_person(client, session, at):
    house = make.opened(session, at)
    found = [make.submitted(house), *make.more(house, 3)]
    make.closed(house)
    for application in found:
        make.reviewed(house, application)
    reckon(house)
    client.be(house.cast.ivo)
    text = text_of(client.get(f"/reviews/panels/{house.call.id}/reviewers"))
    assert house.cast.rea.name_in("en") not in text
    assert "fewer than 5 reviews" in text


def test_a_chair_in_conflict_finds_no_trace(client, house):
    """Case 18 and S9: no row, no gap, no figure."""
    ivo, ours = house.cast.ivo, house.found[2]
    applications.record_conflict(ours, ivo, (ConflictKind.DECLARED, ""), house.cast.olu, house.at)
    house.session.flush()
    reckon(house)
    client.be(ivo)
    text = text_of(client.get(f"/reviews/panels/{house.call.id}/figures"))
    assert "10 reviews of 5 applications" in text
    assert ours.ref not in text
    assert text.count('class="thick"') == 5
    assert ours.ref not in text_of(client.get(f"/reviews/panels/{house.call.id}"))


def test_charts_stay_on_their_paper():
    scale = Scale(1, 5)
    assert (scale.at(1), scale.at(5), scale.at(99), scale.at(3)) == (2, 98, 98, 50)
    assert scale.between((1, 5)) == (2, 96)
    assert Scale(2, 2).at(2) == 2
    assert around(60, 20, 60, 7) == (0, 60)
    assert around(100, 20, 60, 7) == (13, 28)
    assert around(100, 100, 60, 7) == (85, 100)
    assert around(100, 0, 60, 7) == (0, 15)
