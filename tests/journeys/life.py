"""A grant's whole life, chapter by chapter."""

from tests.journeys import applying, awarding, calling, judging, reporting
from tests.journeys.play import Play


def walk(play: Play) -> None:
    """From the call to the accepted report, each deed done by the person it belongs to."""
    calling.the_call_is_written_and_published(play)
    calling.anyone_reads_it(play)

    applying.an_application_is_started(play)
    applying.it_is_saved_as_it_is_written(play)
    applying.every_gap_has_its_link(play)
    applying.the_other_side_is_invited(play)
    applying.both_sides_write(play)
    applying.both_confirm(play)
    applying.an_edit_undoes_it(play)
    applying.both_confirm(play)
    applying.it_is_submitted(play)
    applying.it_is_reopened_and_submitted_again(play)
    play.a_rival_applies()

    calling.the_clock_closes_it(play)

    judging.both_offices_check(play)
    judging.reviewers_are_asked(play)
    judging.one_has_a_conflict(play)
    judging.the_others_review(play)
    judging.the_chair_ranks(play)
    judging.both_sides_decide(play)

    awarding.two_officers_release(play)
    awarding.every_team_is_told(play)
    awarding.letters_are_written(play)
    awarding.the_winner_reads_both(play)
    awarding.both_sides_accept(play)

    reporting.they_are_reminded(play)
    reporting.both_sides_report(play)
    reporting.it_is_returned_once_and_accepted(play)
    reporting.anyone_reads_the_figures(play)
    reporting.every_deed_is_on_record(play)
