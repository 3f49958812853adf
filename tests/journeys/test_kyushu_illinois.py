"""A grant's whole life in a real browser: the Kyushu–Illinois Joint Fund 2022–23, its applicants and reviewers at a phone."""

from tests.journeys.life import walk
from tests.journeys.play import KYUSHU_ILLINOIS


def test_a_grant_from_its_call_to_its_accepted_report(played):
    with played(KYUSHU_ILLINOIS) as play:
        walk(play)
