"""Steps 2 and 3: registered by mail, written over several visits by both sides, confirmed, submitted, once more."""

from playwright.sync_api import expect
from sqlalchemy import select

from grants.applications.content import fingerprint
from grants.applications.model import Snapshot
from grants.money import Money
from grants.people.model import Institution
from tests.files.hostile import plain
from tests.journeys.papers import text_of
from tests.journeys.play import Play
from tests.journeys.visitor import Visitor

TITLE = "Growing old by the sea: 海辺の高齢社会, åldrande"
LONG = "We study this together, on both sides, with early-career researchers in the lead. "
FIELDS = """() => [...document.querySelectorAll("form[data-autosave] [data-field]")].map(box => {
    const control = box.querySelector("select, textarea, input");
    const options = [...box.querySelectorAll("input[type=radio], input[type=checkbox], option")];
    const empty = control.matches("[type=radio], [type=checkbox]") ? !box.querySelector(":checked") : !control.value;
    return [box.dataset.field, control.type, options.map(one => one.value).filter(Boolean), empty];
})"""


def register(visitor: Visitor, place: str) -> None:
    """Nobody knows this address yet: a link is mailed to it, an account made, and the way leads on to the place."""
    page, who, stage = visitor.page, visitor.who, visitor.stage
    page.goto(place)
    visitor.look()
    visitor.press("main a[href*='/register']").fill(email=who.email).press("form.sheet button.primary")
    page.goto(stage.link(who.email, "/register/"))
    visitor.look()
    visitor.fill(family=who.family, given=who.given, family_latin=who.family_latin, given_latin=who.given_latin)
    university = page.locator("select[name=institution] option").filter(has_text=own_university(visitor)).first
    visitor.choose(institution=university.get_attribute("value"), language=who.language, zone=who.zone)
    visitor.fill(password=who.password)
    page.check("[name=notice]")
    visitor.press("form.sheet button.primary")
    assert visitor.path == place.removeprefix(stage.url)


def own_university(visitor: Visitor) -> str:
    """What somebody's university is called in their language."""
    [found] = visitor.stage.read(select(Institution).where(Institution.ror == visitor.who.ror))
    return visitor.lang.texts(found.name)


def an_application_is_started(play: Play) -> None:
    lead, _ = play.team
    play.anybody.go(f"/calls/{play.call_id}").find(f"a[href='/my/start/{play.call_id}']").first.wait_for()
    register(lead, f"{play.stage.url}/my/start/{play.call_id}")
    expect(lead.find(f"[name=side][value={play.side_of(lead.who)}]")).to_be_checked()
    lead.press("form.sheet button.primary")
    play.application_id = lead.key


def it_is_saved_as_it_is_written(play: Play) -> None:
    """A first visit: two answers, saved while one writes; they are there after a reload, and on another day."""
    lead, _ = play.team
    lead.press(f".tasks a[href^='{play.own}/sections/'] >> nth=0")
    here = lead.path
    lead.fill(title=TITLE).choose(theme=play.call().themes[0].code).saved()
    lead.page.reload()
    lead.look()
    expect(lead.find("[name=title]")).to_have_value(TITLE)
    play.stage.later(days=1, hours=2)
    lead.go(here)
    expect(lead.find("[name=title]")).to_have_value(TITLE)
    expect(lead.find("[name=theme]")).to_have_value(play.call().themes[0].code)


def every_gap_has_its_link(play: Play, lead: Visitor | None = None) -> None:
    lead = lead or play.team[0]
    lead.go(f"{play.own}/submit")
    gaps = lead.find("[aria-labelledby=gaps] a")
    assert gaps.count() > 5
    assert not lead.find("button[name=deed]").count()
    lead.press("[aria-labelledby=gaps] a >> nth=0")
    assert lead.page.evaluate("Boolean(document.querySelector(location.hash))"), lead.path


def the_other_side_is_invited(play: Play) -> None:
    """By mail, in the language of their side; the link makes an account and leads back to the invitation."""
    lead, partner = play.team
    lead.go(f"{play.own}/team")
    lead.fill(pi__name=partner.who.family, pi__email=partner.who.email)
    lead.press("form:has([name='pi-email']) button.primary")
    add_student(lead)
    invitation = play.stage.link(partner.who.email, "/my/invitations/")
    register(partner, invitation)
    partner.press("form.sheet button.primary")
    assert partner.path == play.own


def add_student(lead: Visitor) -> None:
    """A doctoral student joins the team: the early-career rule is met by them."""
    add_member(lead, "Maki Sample", "maki.sample@example.org", role="student", student=True)


def add_member(lead: Visitor, name: str, email: str, *, role: str, right: str = "view", student: bool = False) -> None:
    """Somebody is put on the team, and invited by mail."""
    lead.find("details.more summary").click()
    lead.fill(member__name=name, member__email=email).choose(member__role=role, member__right=right)
    lead.page.set_checked("[name='member-doctoral_student']", student)
    lead.press("form:has([name='member-email']) button.quiet")


def both_sides_write(play: Play) -> None:
    """The rest of the form, each its own; the budgets, each in its own currency."""
    lead, partner = play.team
    for visitor in (lead, partner):
        write_sections(play, visitor)
        write_part(play, visitor)
    hand_in_figures(play)


def write_sections(play: Play, visitor: Visitor) -> None:
    visitor.go(play.own)
    links = visitor.find(f".tasks a[href^='{play.own}/sections/']")
    own = {question.section for question in play.call().questions if question.per_side}
    for place in [link.get_attribute("href") for link in links.all()]:
        if visitor.who is play.plot.lead or place.rpartition("/")[2] in own:
            visitor.go(place)
            assert fill(visitor, play.plot.answers)
            visitor.saved()


def fill(visitor: Visitor, known: dict[str, str]) -> bool:
    """Answer every field that is open and empty, one a second; whether there was any."""
    empty = [(name, kind, offered) for name, kind, offered, is_empty in visitor.page.evaluate(FIELDS) if is_empty]
    for name, kind, offered in empty:
        field, code = visitor.find(f"[name='{name}']"), name.partition("-")[0]
        if "." in code and code not in known:
            continue
        visitor.stage.tick()
        if kind in {"radio", "checkbox"}:
            visitor.find(f"[name='{name}'][value='{known.get(code, offered[-1])}']").check(force=True)
        elif kind == "select-one":
            field.select_option(known.get(code, offered[0]))
        else:
            field.fill(known.get(code, LONG * 3 if kind == "textarea" else "One line"))
    return bool(empty)


def write_part(play: Play, visitor: Visitor) -> None:
    """University and budget; the sum is shown back as it was understood."""
    side = play.call().side(play.side_of(visitor.who))
    typed, meant = play.plot.asked[side.code]
    ask_for(visitor, f"{play.own}/sides/{side.code}", typed, meant)
    other = next(one for one in play.plot.sides if one != side.code)
    visitor.go(f"{play.own}/sides/{other}")
    assert not visitor.find("[name^='amount-']").count()


def ask_for(visitor: Visitor, part: str, typed: str, meant: Money) -> None:
    """University and one line of the budget of a side."""
    visitor.go(part).fill(unit="Institute of Ageing", position_held="Professor")
    visitor.find("[name^='category-']").first.select_option("travel")
    visitor.find("[name^='purpose-']").first.fill("Two visits of two weeks")
    visitor.find("[name^='amount-']").first.fill(typed)
    visitor.press("form.sheet button[name=then]").says(f"= {visitor.money(meant)}")


def hand_in_figures(play: Play) -> None:
    """A file in answer to a question."""
    hand_in(play.team[0], f"{play.own}/files/figures")


def hand_in(lead: Visitor, place: str) -> None:
    """A PDF with a name of its owner's own."""
    lead.go(place)
    lead.find("[name=file]").set_input_files({"name": "図.pdf", "mimeType": "application/pdf", "buffer": plain()})
    lead.press("form.sheet button.primary")
    lead.says("図.pdf")


def both_confirm(play: Play) -> None:
    """Each stands behind this version; the other is told by mail."""
    lead, partner = play.team
    lead.go(f"{play.own}/submit").press("button[value=confirm]")
    partner.go(play.stage.link(partner.who.email, f"{play.own}/submit")).press("button[value=confirm]")
    assert partner.find("button[value=submit]").count() == 1


def an_edit_undoes_it(play: Play) -> None:
    lead, partner = play.team
    lead.go(play.own).press(f".tasks a[href^='{play.own}/sections/'] >> nth=0")
    play.stage.later(seconds=5)
    lead.fill(title=f"{TITLE}, 2").saved()
    partner.go(f"{play.own}/submit").says(f"{TITLE}, 2")
    assert partner.find("button[name=deed]").get_attribute("value") == "confirm"
    assert partner.find(".people .status.good").count() == 0


def it_is_submitted(play: Play) -> None:
    """The receipt says number, time on every clock, and the fingerprint of exactly what is kept."""
    lead, partner = play.team
    play.stage.later(hours=1)
    kept = submit(play, lead)
    assert sum(answer["value"] == LONG * 3 for answer in kept.content["answers"]) > 6
    for one in (*play.team, *play.offices):
        place = play.own if one in play.team else f"/office/applications/{play.application_id}"
        assert kept.sha256 in play.stage.mail(one.who.email, place)
    partner.go(play.own)
    assert not partner.find(f"a[href='{play.own}/submit']").count()


def submit(play: Play, lead: Visitor) -> Snapshot:
    """Hand it in, and read the receipt and the PDF."""
    lead.go(f"{play.own}/submit").press("button[value=submit]")
    assert lead.path == f"{play.own}/receipt"
    kept = snapshots(play)[-1]
    assert kept.sha256 == fingerprint(kept.content)
    lead.says(*(lead.lang.moment(kept.at, zone) for zone in ("UTC", *(side.zone for side in play.call().sides))))
    assert lead.find(".fingerprint").first.inner_text() == kept.sha256
    text = text_of(lead.fetch(lead.find(f"a[href='{play.own}/application.pdf']").get_attribute("href")))
    assert kept.sha256 in text.replace(" ", "")
    assert kept.content["title"] in text
    return kept


def it_is_reopened_and_submitted_again(play: Play) -> None:
    """What was submitted stays valid; the last submission counts."""
    lead, partner = play.team
    partner.deed("/reopen")
    play.stage.later(minutes=30)
    partner.press(f".tasks a[href^='{play.own}/sections/'] >> nth=0").fill(title=f"{TITLE}, 3").saved()
    both_confirm(play)
    it_is_submitted(play)
    first, second = snapshots(play)
    assert first.sha256 != second.sha256
    shown = lead.find(".fingerprint").all_inner_texts()
    assert shown == [second.sha256, first.sha256]


def snapshots(play: Play) -> list[Snapshot]:
    mine = select(Snapshot).where(Snapshot.application_id == play.application_uuid)
    return play.stage.read(mine.order_by(Snapshot.ordinal))
