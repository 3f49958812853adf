"""An application of one part: a university nominates its team, or its own researcher goes to a host who consents."""

from dataclasses import dataclass, field

from playwright.sync_api import expect

from grants.applications.queries import questions_of
from grants.money import Money
from grants.rules.applications import ApplicationState
from tests.journeys.applying import add_member, every_gap_has_its_link, fill, register, submit
from tests.journeys.papers import text_of
from tests.journeys.play import Play
from tests.journeys.visitor import Someone, Visitor


@dataclass(frozen=True)
class Nomination:
    """Who applies, with whom; who stands behind it without being on the team; what they answer and ask for."""

    lead: Someone
    side: str
    signs: Someone
    asked: tuple[str, Money]
    fellows: tuple[Someone, ...] = ()
    answers: dict[str, str] = field(default_factory=dict)


def it_is_started(play: Play, made: Nomination) -> Visitor:
    """By a link on the call's page, with an account made on the way; the application has the one part of its side."""
    lead = play[made.lead]
    register(lead, f"{play.stage.url}/my/start/{play.call_id}")
    assert not lead.find("[name='pi-email']").count()
    expect(lead.find(f"[name=side][value={made.side}]")).to_be_checked()
    lead.press("form.sheet button.primary")
    play.application_id = lead.key
    assert [part.side for part in play.application().parts] == [made.side]
    every_gap_has_its_link(play, lead)
    return lead


def they_join(play: Play, made: Nomination) -> None:
    """Each by a link in a mail of their own; the first studies, the second says in the profile what they hold."""
    lead = play[made.lead]
    for number, fellow in enumerate(made.fellows):
        lead.go(f"{play.own}/team")
        add_member(lead, fellow.family, fellow.email, role="fellow", right="edit", student=number == 0)
        one, invitation = play[fellow], play.stage.link(fellow.email, "/my/invitations/")
        register(one, invitation)
        if number:
            one.go("/profile").fill(doctorate="2019-03-25").choose(doctorate_basis="conferral")
            one.press("form.sheet button.primary >> nth=0").go(invitation)
        one.press("form.sheet button.primary")
        assert one.path == play.own


def they_write(play: Play, made: Nomination) -> None:
    """The fellows what is asked of each of them, in their own language; the lead the rest."""
    sections = dict.fromkeys(question.section for question in questions_of(play.call()))
    for number, fellow in enumerate(made.fellows, 1):
        answer(play, play[fellow], f"fellow_{number}", made)
        del sections[f"fellow_{number}"]
    for section in sections:
        answer(play, play[made.lead], section, made)


def answer(play: Play, who: Visitor, section: str, made: Nomination) -> None:
    """One section, every question in the words of its reader."""
    asked = [question for question in questions_of(play.call()) if question.section == section]
    who.go(f"{play.own}/sections/{section}").says(*(who.lang.say(one.label) for one in asked))
    fill(who, made.answers)
    who.saved()


def somebody_signs(play: Play, made: Nomination, *, must_be_asked: bool = True) -> None:
    """Asked in their own language by a link, without an account: they read the PDF, and sign."""
    play.stage.later(hours=2)
    lead = play[made.lead].go(f"{play.own}/sign-offs")
    if must_be_asked:
        lead.fill(named__name=made.signs.family, named__email=made.signs.email, named__office="International office")
        lead.choose(named__language=made.signs.language).press("form:has([name='named-email']) button.primary")
    else:
        lead.press("form[action$='/again'] button")
    signatory = opened_by_mail(play, made)
    if must_be_asked:
        signatory.press("button[value=refuse]", says=422)
    signatory.press("button[value=sign]")
    assert signatory.find(".notice.good").count() == 1
    assert not signatory.find("button[value=sign]").count()


def opened_by_mail(play: Play, made: Nomination) -> Visitor:
    """The page behind the link: whose application it is, for how much; all of it to read, as PDF."""
    signatory, application = play[made.signs], play.application()
    signatory.page.goto(play.stage.link(made.signs.email, "/sign-off/"))
    signatory.look()
    signatory.says(application.title, made.signs.family, signatory.money(application.lead.requested))
    signatory.says(*(fellow.family for fellow in made.fellows))
    paper = text_of(signatory.fetch(signatory.find("main a[href*='application.pdf']").get_attribute("href")))
    assert application.title in paper
    return signatory


def it_is_confirmed_and_submitted(play: Play, made: Nomination) -> None:
    """Nothing is missing: confirmed, handed in, the receipt mailed to everyone on the team."""
    lead = play[made.lead].go(f"{play.own}/submit")
    assert not lead.find("[aria-labelledby=gaps]").count(), lead.find("[aria-labelledby=gaps]").inner_text()
    lead.press("button[value=confirm]")
    play.stage.later(minutes=10)
    kept = submit(play, lead)
    assert kept.sha256 in play.stage.mail(made.lead.email, play.own)


def it_is_read_after_the_close(play: Play, made: Nomination) -> None:
    """What was handed in stands; nobody writes any more."""
    assert play.application().state is ApplicationState.SUBMITTED
    for who in (made.lead, *made.fellows):
        one = play[who].go(play.own)
        assert not one.find(f"a[href='{play.own}/submit'], form[action$='/reopen']").count()
        section = questions_of(play.call())[0].section
        assert not one.go(f"{play.own}/sections/{section}").find("form[data-autosave]").count()
