"""Steps 4 to 6: checked by both offices, reviewed on both sides, ordered and frozen by the chair, decided by each side."""

from playwright.sync_api import expect
from sqlalchemy import select

from grants.applications.model import Application
from grants.reviews.model import Assignment, Review
from grants.rules.findings import RULE_LABELS, Result
from grants.rules.reviews import AssignmentState, ReviewState
from tests.journeys.play import Play
from tests.journeys.visitor import Someone, Visitor

PRAISE = "A clear question, asked on both sides."
SECRET = "For the panel: the budget is a little thin."
REASON = "It serves early-career researchers of both sides."


def both_offices_check(play: Play) -> None:
    """Each its own people, with what the rules found and why."""
    play.seat_chair()
    for office, side in zip(play.offices, play.plot.sides, strict=True):
        office.go(f"{play.office}/applications")
        assert office.find("main tbody tr").count() == 2
        for one in applications(play):
            office.go(f"/office/applications/{one.id}")
            assert office.find(".rules li").count() == len(play.call().rules)
            if one.id == play.application_uuid:
                found = office.find(".rules li > .status").all_inner_texts()
                assert found == [office.lang.say(RULE_LABELS[Result.PASS])] * len(play.call().rules)
            else:
                office.fill(verdict__reason="The letter of employment was seen.")
            office.choose(verdict__side=side, verdict__result="pass").deed("/eligibility")
            assert office.find("#eligibility p .status.good").count() >= 1


def applications(play: Play) -> list[Application]:
    return play.stage.read(select(Application).order_by(Application.number))


def reviewers_are_asked(play: Play) -> None:
    """Invited into the pool by mail, two of them asked by the proposal."""
    ours, _ = play.offices
    for one, side in zip(play.plot.reviewers, play.plot.sides, strict=False):
        add_to_pool(play, one, side)
    ours.go(f"{play.office}/assignments").press(f"main a[href='{play.office}/assignments/proposal']")
    ours.press("form.sheet button.primary")
    play.stage.work()
    ours.page.reload()
    ours.press("form.sheet button.primary")
    assert len(play.stage.read(select(Assignment))) == 4


def add_to_pool(play: Play, one: Someone, side: str) -> None:
    ours, _ = play.offices
    ours.go(f"{play.office}/reviewers").fill(email=one.email, given=one.given, family=one.family)
    ours.choose(side=side, language=one.language).press("form.sheet button.primary")
    ours.says(one.email)


def one_has_a_conflict(play: Play) -> None:
    """Title and people only, then a conflict: the application closes for them; somebody else is asked."""
    conflicted, office = play[play.plot.reviewers[0]], play.offices[0]
    conflicted.go(play.stage.link(conflicted.who.email, "/reviews"))
    title, lead = play.application().title, play.plot.lead
    mine = conflicted.find("main th a").filter(has_text=title).get_attribute("href")
    conflicted.go(mine).says(title, lead.family).silent("iframe", "together, on both sides")
    conflicted.find("details:has(form[action$='/conflict']) summary").click()
    conflicted.fill(conflict__reason="We wrote a book together.").deed("/conflict")
    conflicted.page.goto(f"/reviews/applications/{play.application_id}/application.pdf")
    assert conflicted.status == 404
    conflicted.noises.clear()
    conflicted.go("/reviews")

    add_to_pool(play, play.plot.reviewers[2], play.plot.sides[0])
    office.go(f"/office/applications/{play.application_id}")
    option = office.find("[name=ask-reviewer] option").filter(has_text=play.plot.reviewers[2].family)
    office.choose(ask__reviewer=option.get_attribute("value")).deed("/reviewers")


def the_others_review(play: Play) -> None:
    """Ours by two, the rival by two; each sees the PDF beside the form, the total move, and the draft saved."""
    first, second, third = (play[one] for one in play.plot.reviewers)
    ours, rival = (str(one.id) for one in applications(play))
    for reviewer, which, mark in ((third, ours, "4"), (second, ours, "4"), (second, rival, "5"), (first, rival, "5")):
        open_review(play, reviewer, which)
        judge(play, reviewer, mark)
    states = [one.state for one in play.stage.read(select(Review))]
    assert set(states) == {ReviewState.SUBMITTED}
    assert len(states) == 4


def open_review(play: Play, reviewer: Visitor, application_id: str) -> None:
    """By the mail that asked; no conflict: the application opens."""
    asked = next(
        one for one in play.stage.read(select(Assignment).where(Assignment.state == AssignmentState.INVITED))
        if one.reviewer.email == reviewer.who.email and str(one.application_id) == application_id
    )  # fmt: skip
    play.stage.mail(reviewer.who.email, "/reviews")
    reviewer.go(f"/reviews/assignments/{asked.id}").deed("/accept")


def judge(play: Play, reviewer: Visitor, mark: str) -> None:
    page, criteria = reviewer.page, play.call().criteria
    paper = reviewer.fetch(page.locator(".reading iframe").get_attribute("src"))
    assert paper.startswith(b"%PDF")
    beside(reviewer)
    total = reviewer.find("[data-total]")
    for blank, criterion in reversed(list(enumerate(reversed(criteria)))):
        page.locator(f"[data-field='mark-{criterion.code}'] input[value='{mark}']").check(force=True)
        assert total.inner_text().endswith(str(blank) if blank else reviewer.lang.score(int(mark)))
    reviewer.choose(expertise="3").fill(for_applicants=f"{PRAISE} ({reviewer.who.email[0]}{mark})", for_panel=SECRET)
    play.stage.later(seconds=7)
    reviewer.saved()
    if reviewer.who is play.plot.reviewers[2]:
        page.reload()
        expect(reviewer.find("[name=for_panel]")).to_have_value(SECRET)
    if mark == "4":
        page.locator("[name=for_applicants]").focus()
        with page.expect_navigation():
            page.keyboard.press("Control+Enter")
        reviewer.look()
    else:
        reviewer.press("button[name=deed][value=submit]")


def beside(reviewer: Visitor) -> None:
    """Side by side where there is room, one under the other on a phone."""
    reading, doing = (reviewer.find(f".panes > .{name}").bounding_box() for name in ("reading", "doing"))
    if reviewer.who.phone:
        assert reading["y"] + reading["height"] <= doing["y"] + 1
    else:
        assert reading["x"] + reading["width"] <= doing["x"] + 1
        assert abs(reading["y"] - doing["y"]) < 2
        assert reviewer.find(".reading iframe").bounding_box()["height"] > 300


def the_chair_ranks(play: Play) -> None:
    """Sees both sides' means, moves one up with a reason, recommends, freezes."""
    chair, (ours, rival) = play.chair, applications(play)
    chair.go("/reviews/panels").press(f"main a[href='/reviews/panels/{play.call_id}']")
    assert chair.find("main tbody tr th a").all_inner_texts() == [rival.title, ours.title]
    chair.says("4.00", "5.00")
    chair.find(f"[name=chosen][value='{ours.id}']").check()
    chair.fill(reason=REASON).press("button[name=deed][value=up]")
    assert chair.find("main tbody tr th a").all_inner_texts() == [ours.title, rival.title]

    chair.press(f"main th a[href='/reviews/panels/applications/{ours.id}']")
    chair.says(PRAISE, SECRET)
    chair.choose(recommendation="fund").fill(reason=REASON).press("form.sheet button.primary")
    chair.go(f"/reviews/panels/{play.call_id}")
    chair.find(f"[name=chosen][value='{rival.id}']").check()
    chair.choose(recommendation="reject").press("button[name=deed][value=recommend]")
    chair.press("button[name=deed][value=lock]")
    assert chair.find("button[name=deed]").count() == 0
    assert chair.find(".notice.good .fingerprint").count() == 1


def both_sides_decide(play: Play) -> None:
    """One follows the panel, the other decides line by line; the joint result follows, and the pots show it."""
    ours, theirs = play.offices
    mine, rival = applications(play)
    play.stage.later(days=1)
    ours.go(f"{play.office}/decisions")
    ours.deed("/decisions/follow")
    theirs.go(f"{play.office}/decisions")
    for application, verdict in ((mine, "fund"), (rival, "reject")):
        theirs.find(f"[name=chosen][value='{application.id}']").check()
        theirs.choose(verdict=verdict).fill(reason="As the panel.").press(".bulk button")
    row = theirs.find(f"tr:has([value='{mine.id}'])")
    assert row.locator("td >> nth=-1").locator(".status.good").count() == 1
    play.stage.later(minutes=1)
    ours.go(f"{play.office}/decisions")
    side = play.call().sides[0]
    asked = play.plot.asked[side.code][1]
    assert any(ours.money(asked) in shown for shown in ours.find(".pot").all_text_contents())


def nobody_knows_yet(play: Play) -> None:
    """Before the release no team learns anything: not on its pages, not by mail."""
    for one in (*play.team, *play.rivals):
        place = play.own if one in play.team else f"/my/applications/{applications(play)[1].id}"
        one.go(place).silent(PRAISE, SECRET, REASON, 'class="outcome"')
        assert not one.find(".outcome").count()
    for one in (*play.team, *play.rivals):
        told = [mail for to, mail in play.stage.post.taken if to == [one.who.email]]
        assert not any(word in mail.get_content() for mail in told for word in (PRAISE, SECRET, REASON))
