"""Steps 7 and 8: released by two officers at one instant, put into writing, downloaded, checked, accepted."""

import hashlib
import re

from sqlalchemy import select

from grants.awards.model import Award
from grants.letters.model import Letter
from grants.rules.applications import ApplicationState
from grants.rules.awards import AwardStanding
from grants.rules.calls import CallState
from grants.rules.letters import LetterKind, LetterState
from grants.words import language
from tests.journeys.judging import PRAISE, SECRET, applications, nobody_knows_yet
from tests.journeys.papers import plain, qr_of, text_of
from tests.journeys.play import Play
from tests.journeys.visitor import Someone


def two_officers_release(play: Play) -> None:
    """One asks, typing the count; the other proves who they are once more, types it again, and it is out."""
    ours, theirs = play.offices
    ours.go(f"{play.office}/release").fill(count="3").deed("/release/propose", says=422)
    ours.fill(count="2").deed("/release/propose")
    nobody_knows_yet(play)
    theirs.go(play.stage.link(theirs.who.email, f"{play.office}/release"))
    play.stage.later(minutes=20)
    theirs.page.reload()
    theirs.look()
    assert theirs.path.startswith("/confirm")
    theirs.fill(password=theirs.who.password).press("form.sheet button.primary")
    assert theirs.path.startswith(f"{play.office}/release")
    theirs.fill(count="2").deed("/release/go")
    assert play.call().state is CallState.RELEASED


def every_team_is_told(play: Play) -> None:
    """At once, with the words the reviewers wrote for it, and nothing the panel kept to itself."""
    mine, rival = applications(play)
    assert (mine.state, rival.state) == (ApplicationState.APPROVED, ApplicationState.DECLINED)
    for application, team in ((mine, play.team), (rival, play.rivals)):
        for one in team:
            one.go(play.stage.link(one.who.email, f"/my/applications/{application.id}"))
            one.says(PRAISE).silent(SECRET, *(reviewer.family for reviewer in play.plot.reviewers))
            assert one.find(".outcome blockquote").count() == 2
            assert one.find(".outcome .notice.good").count() == (application is mine)
    play.award_id = str(play.stage.read(select(Award.id))[0])


def letters_are_written(play: Play) -> None:
    """Each side prepares its own and issues the other's; the press prints them."""
    ours, theirs = play.offices
    for preparer in (ours, theirs):
        preparer.go(f"{play.office}/letters").deed("/letters/prepare")
    ours.go(ours.find("main tbody th a").first.get_attribute("href"))
    preview = ours.find("main a[href$='.pdf']").first.get_attribute("href")
    assert ours.fetch(preview).startswith(b"%PDF")
    for issuer in (ours, theirs):
        issuer.go(f"{play.office}/letters").fill(count="2").deed("/letters/issue")
    play.stage.work()
    found = letters(play)
    assert {one.state for one in found} == {LetterState.ISSUED}, [one.fault for one in found]
    prefixes = {side.code: side.letter_prefix for side in play.call().sides}
    numbers = sorted(one.number.removeprefix(prefixes[one.side.code]) for one in found)
    assert [int(number) for number in numbers] == [1, 1, 2, 2]


def letters(play: Play) -> list[Letter]:
    return play.stage.read(select(Letter).order_by(Letter.number))


def the_winner_reads_both(play: Play) -> None:
    """One per side, in that side's language and currency; anyone can check them; an altered code is unknown."""
    lead, _ = play.team
    lead.go(f"/my/awards/{play.award_id}")
    offered = [link.get_attribute("href") for link in lead.find("main dd a[href^='/my/letters/']").all()]
    mine = {str(one.id): one for one in letters(play) if one.kind is LetterKind.AWARD}
    assert {href.rpartition("/")[2] for href in offered} == set(mine)
    for href in offered:
        letter, pdf = mine[href.rpartition("/")[2]], lead.fetch(href)
        assert hashlib.sha256(pdf).hexdigest() == letter.sha256
        says_what_it_must(play, letter, text_of(pdf))
        check(play, letter, qr_of(pdf))
    for one in play.rivals:
        one.go(f"/my/applications/{applications(play)[1].id}")
        regret = one.fetch(one.find(".outcome a[href^='/my/letters/']").first.get_attribute("href"))
        assert not re.search("JPY|SEK|USD", text_of(regret))


def says_what_it_must(play: Play, letter: Letter, text: str) -> None:
    """Amount, currency, names in both scripts, number, title."""
    lang, granted = language(letter.side.language), play.plot.asked[letter.side.code][1]
    names = [name for who in (play.plot.lead, play.plot.partner) for name in names_of(who)]
    wanted = [
        plain(lang.money(granted)),
        letter.number,
        letter.application.ref,
        *names,
        plain(letter.application.title),
    ]
    squeezed = text.replace(" ", "")
    assert [one for one in wanted if one.replace(" ", "") not in squeezed] == [], text
    other = next(amount for code, (_, amount) in play.plot.asked.items() if code != letter.side.code)
    assert granted.currency != other.currency


def names_of(who: Someone) -> list[str]:
    """A name as its owner writes it and, where that is another script, in Latin letters."""
    typed = f"{who.family} {who.given}" if who.language == "ja" else f"{who.given} {who.family}"
    return [typed, f"{who.given_latin} {who.family_latin}"] if who.family_latin else [typed]


def check(play: Play, letter: Letter, address: str) -> None:
    """The QR code leads to the page that says it is genuine, with the fingerprint of its bytes."""
    anybody, english = play.anybody, language("en")
    assert address == f"{play.stage.url}/verify/{letter.code}"
    anybody.go(address).says(letter.number, letter.sha256, english.money(play.plot.asked[letter.side.code][1]))
    assert anybody.find(".head .status.good").count() == 1
    altered = address[:-1] + ("0" if address[-1] != "0" else "1")
    anybody.page.goto(altered)
    anybody.look(404)
    anybody.silent(letter.number)
    assert anybody.find(".head .status.bad").count() == 1


def both_sides_accept(play: Play) -> None:
    """Each for their own side, by the link in the mail about the letter."""
    play.stage.later(hours=2)
    for one in play.team:
        one.go(play.stage.link(one.who.email, f"/my/awards/{play.award_id}"))
        assert award(play).standing is AwardStanding.OFFERED
        one.fill(accept__cost_centre="CC-2022-17").press("button[name=deed][value=accept]")
        assert not one.find("button[name=deed]").count()
    assert award(play).standing is AwardStanding.ACTIVE


def award(play: Play) -> Award:
    return play.stage.read(select(Award))[0]
