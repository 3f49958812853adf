"""Applications are found in the office by title, people and answers, in any script and spelling: case 10 of the real cases."""

import re

import pytest

from grants.applications import actions
from grants.applications.actions import Written
from grants.applications.queries import questions_of
from tests import make


@pytest.fixture
def house(session, at, app):
    return make.opened(session, at)


def found(client, house, words, more=""):
    answer = client.get(f"/office/calls/{house.call.id}/applications?words={words}{more}")
    return re.findall(r'href="/office/(?:applications|drafts)/([0-9a-f-]{36})"', answer.get_data(as_text=True))


@pytest.fixture
def two(house):
    """One about Göteborg by two people of the cast, one of a pair with invented names."""
    one = make.joined(house)
    ada, ben = house.cast.ada, house.cast.ben
    ada.family, ada.given, ada.family_latin, ada.given_latin = "渡邊", "太郎", "Ōno", "Shinichirō"
    ben.family, ben.given = "Åkerström", "Björn"
    house.session.flush()
    make.written(house, one)
    long = next(question for question in questions_of(house.call) if question.kind == "long" and not question.per_side)
    said = [
        Written("title", "髙層大気と Ｇöteborg のデータ", ""),
        Written(long.code, "ｺﾞﾐ拾い at Malmö, 瀧川 studies.", ""),
    ]
    actions.write(one, said, one.lead.pi, house.at)
    confirmed(house, one)
    other = make.submitted(house, make.joined(house, *make.pair(house, 1)))
    house.session.commit()
    return one, other


def confirmed(house, application):
    for part in application.parts:
        actions.confirm(application, application.content_version, part.pi, house.at)
    actions.submit(application, application.content_version, application.lead.pi, house.at)


TITLE = ("高層大気", "髙層", "göteborg", "GOTEBORG", "gøteborg", "データ", "でーた", "ﾃﾞｰﾀ")
ANSWERS = ("ごみ拾い", "ゴミ", "malmo", "Malmö", "滝川", "studies")
PEOPLE = (
    "渡辺", "渡邉太郎", "太郎 渡辺", "Ōno", "Ono", "Oono", "Ohno", "shinichiro", "Sinitiro", "Shin'ichirou", "Åkerström",
    "akerstrom", "AKERSTRÖM bjorn",
)  # fmt: skip


@pytest.mark.parametrize("words", [*TITLE, *ANSWERS, *PEOPLE])
def test_case_10_of_the_real_cases_one_is_found_however_it_is_written(client, house, two, words):
    client.be(house.cast.olu)
    assert found(client, house, words) == [str(two[0].id)]


def test_every_word_must_be_there_and_signs_of_the_database_are_only_signs(client, house, two):
    client.be(house.cast.olu)
    assert found(client, house, "Ono malmo 高層") == [str(two[0].id)]
    assert found(client, house, "Ono Reykjavik") == []
    for words in ("%25", "_", "\\", "'", "%27%20OR%201=1"):
        assert found(client, house, words) == [], words


def test_of_a_draft_only_who_and_what_it_is_called_is_found(client, house, two):
    draft = make.written(house, make.joined(house, *make.pair(house, 2)))
    actions.write(draft, [Written("title", "Ängar", "")], draft.lead.pi, house.at)
    client.be(house.cast.olu)
    for words in ("angar", "Invented2"):
        assert found(client, house, words, "&state=all") == [str(draft.id)], words
    assert str(draft.id) not in found(client, house, "together", "&state=all")
