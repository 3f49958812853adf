"""Step 1: one side writes the call, the other publishes it, anyone reads it; at its end the clock closes it."""

from datetime import timedelta

from grants.rules.calls import CallState, closes_at
from grants.words import language
from tests.journeys.play import Play

CONTACT = {
    "en": "Write to the office of your side.",
    "ja": "自国側の事務局へお問い合わせください。",
    "sv": "Skriv till din sidas kansli.",
}


def the_call_is_written_and_published(play: Play) -> None:
    ours, theirs = play.offices
    ours.go("/office").press("a[href='/office/calls/new']")
    ours.choose(source=f"shipped:{play.plot.name}").press("form.sheet button.primary")
    play.call_id = ours.key
    set_texts(play)
    set_weights(play)
    ours.go(play.office).deed("/propose")

    theirs.go(play.stage.link(theirs.who.email, play.office))
    theirs.press(f"a[href='/calls/{play.call_id}']").go(play.office).deed("/publish")
    assert play.call().state is CallState.PUBLISHED
    play.stage.at(play.call().opens_at + timedelta(days=1))


def set_texts(play: Play) -> None:
    """The texts in every language of the call, side by side."""
    ours = play.offices[0].press(f"a[href='{play.office}/texts']")
    ours.fill(**{f"contact_{code}": CONTACT[code] for code in play.call().languages})
    ours.press("form.sheet button.primary")


def set_weights(play: Play) -> None:
    """Weights that do not add up are missed by the page, with a link to where they are put right."""
    ours, first = play.offices[0], play.call().criteria[0]
    for wanted in (first.weight + 5, first.weight):
        ours.press(f"section a[href='{play.office}/judging']").fill(**{f"weight_{first.code}": str(wanted)})
        ours.press("form.sheet button.primary")
        assert ours.find(f".notice.warn a[href='{play.office}/judging']").count() == (wanted != first.weight)


def anyone_reads_it(play: Play) -> None:
    """What, who, how much, by when on every clock, how it is judged, and the whole form."""
    reader, call, english = play.anybody, play.call(), language("en")
    reader.go("/").press(f"main a[href='/calls/{play.call_id}']")
    told = (call.name, call.summary, call.who_may_apply, call.how_judged, call.contact)
    reader.says(*(english.texts(text) for text in told))
    reader.says(*(english.moment(closes_at(call), side.zone) for side in call.sides))
    reader.says(*(english.money(side.cap) for side in call.sides))
    reader.says(*(english.texts(one.label) for one in call.criteria))
    reader.press(f"main .deeds a[href='/calls/{play.call_id}/form']")
    reader.says(*(english.texts(one.label) for one in call.questions))


def the_clock_closes_it(play: Play) -> None:
    """The deadline passes; both offices are told what came in."""
    play.stage.at(closes_at(play.call()) + timedelta(minutes=20))
    assert play.call().state is CallState.CLOSED
    for office in play.offices:
        assert office.lang.number(2) in play.stage.mail(office.who.email, play.office)
