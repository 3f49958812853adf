"""The RENKEI fellowship from the applicant's side: universities of both countries nominate two fellows and a mentor."""

from grants.money import Money
from tests.journeys import calling, nominating
from tests.journeys.applying import ask_for
from tests.journeys.nominating import Nomination
from tests.journeys.play import KYUSHU, OISHI, TOKYO, YOSHIDA, Play, Plot
from tests.journeys.visitor import Someone

LONDON, LEEDS = "Europe/London", "024mrxd33"
HALE = Someone("hale@example.org", "Hale", "Morgan", zone=LONDON, ror=LEEDS, phone=True)
FELLOWS = (
    Someone("fujii.mio@example.org", "藤井", "澪", "Fujii", "Mio", "ja", TOKYO, KYUSHU, phone=True),
    Someone("nair@example.org", "Nair", "Anil", zone=TOKYO, ror=KYUSHU),
)
BRITISH = (
    Someone("carter@example.org", "Carter", "Jo", zone=LONDON, ror=LEEDS),
    Someone("doyle@example.org", "Doyle", "Ciarán", zone=LONDON, ror=LEEDS),
)
OFFICE = Someone("kokusai@example.org", "浜田", language="ja")
DEAN = Someone("dean@example.org", "Whitlock", phone=True)
ASHWORTH = Someone("ashworth@example.org", "Ashworth", "Robin", zone=LONDON, ror=LEEDS)
ANSWERS = {
    **{f"fellow_{n}.name": "As on the team" for n in (1, 2)}, **{f"fellow_{n}.email": "f@example.org" for n in (1, 2)},
    **{f"fellow_{n}.affiliation": "Graduate school" for n in (1, 2)}, "visa_1": "JP", "visa_2": "GB", "ranking": "1",
    "availability_1": "event", "availability_2": "event", "theme": "climate", "mentor_position": "professor",
}  # fmt: skip
JAPAN = Nomination(YOSHIDA, "JP", OFFICE, ("２８万", Money(280_000, "JPY")), FELLOWS, ANSWERS)
BRITAIN = Nomination(HALE, "UK", DEAN, ("£5,400.50", Money(540_050, "GBP")), BRITISH, ANSWERS)
RENKEI = Plot(
    "renkei-2022", ("JP", "UK"), YOSHIDA, HALE, (), (OISHI, ASHWORTH), {"JP": JAPAN.asked, "UK": BRITAIN.asked},
)  # fmt: skip


def test_two_universities_nominate_two_fellows_and_a_mentor_each(played):
    with played(RENKEI) as play:
        calling.the_call_is_written_and_published(play)
        calling.anyone_reads_it(play)
        own = {}
        for made in (JAPAN, BRITAIN):
            nominate(play, made)
            own[made.lead] = play.application_id
        nominating.it_is_confirmed_and_submitted(play, BRITAIN)
        play.application_id = own[JAPAN.lead]
        the_budget_changes_after_the_signature(play, JAPAN)
        nominating.it_is_confirmed_and_submitted(play, JAPAN)
        calling.the_clock_closes_it(play)
        for made in (JAPAN, BRITAIN):
            play.application_id = own[made.lead]
            nominating.it_is_read_after_the_close(play, made)


def nominate(play: Play, made: Nomination) -> None:
    """Started by the mentor, written by all three, each at their own browser, signed by the university."""
    lead = nominating.it_is_started(play, made)
    two_fellows_are_asked_for(play, made)
    nominating.they_join(play, made)
    nominating.they_write(play, made)
    ask_for(lead, f"{play.own}/sides/{made.side}", *made.asked)
    nominating.somebody_signs(play, made)


def two_fellows_are_asked_for(play: Play, made: Nomination) -> None:
    """The page that submits says how many there are and how many are needed, and leads to the team."""
    lead, role = play[made.lead].go(f"{play.own}/submit"), play.call().team_roles[1]
    gap = lead.find(f"[aria-labelledby=gaps] a[href^='{play.own}/team']").filter(
        has_text=lead.lang.texts(role["label"])
    )
    assert lead.lang.number(2) in gap.inner_text()


def the_budget_changes_after_the_signature(play: Play, made: Nomination) -> None:
    """A signature is for the very money it saw: it no longer counts, and is given again."""
    lead = play[made.lead]
    ask_for(lead, f"{play.own}/sides/{made.side}", "290,000", Money(290_000, "JPY"))
    lead.go(f"{play.own}/submit")
    assert lead.find(f".people a[href='{play.own}/sign-offs']").count() == 1
    nominating.somebody_signs(play, made, must_be_asked=False)
