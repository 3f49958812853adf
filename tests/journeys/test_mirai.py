"""A grant's whole life in a real browser: MIRAI, round 2022."""

from tests.journeys.life import walk
from tests.journeys.play import MIRAI


def test_a_grant_from_its_call_to_its_accepted_report(played):
    with played(MIRAI) as play:
        walk(play)
