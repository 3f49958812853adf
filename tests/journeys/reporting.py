"""Steps 9 and 10: reminded, reported, returned once, accepted by both; and what anyone can then read of it."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import expect
from sqlalchemy import select

from grants.history.model import Entry
from grants.people.model import Person
from grants.reports.model import Report
from grants.rules.reports import ReportState
from grants.words import language
from tests.journeys.applying import fill
from tests.journeys.play import Play
from tests.journeys.visitor import Visitor

REMARK = "Please name the second paper."


def they_are_reminded(play: Play) -> None:
    """A week before the day it is due, and a day after, both of them."""
    report = play.stage.read(select(Report))[0]
    play.report_id = str(report.id)
    assert report.due_on == play.plot.report_due
    for days in (-7, 1):
        before = len(reminders(play))
        day = datetime.combine(report.due_on + timedelta(days=days), time(9, 30), ZoneInfo("America/Chicago"))
        play.stage.at(day)
        assert len(reminders(play)) - before == 2
    for one in play.team:
        assert one.lang.date(report.due_on) in play.stage.mail(one.who.email, report_of(play))


def report_of(play: Play) -> str:
    return f"/my/reports/{play.report_id}"


def reminders(play: Play) -> list[str]:
    return [to[0] for to, mail in play.stage.post.taken if report_of(play) in mail.get_content()]


def both_sides_report(play: Play) -> None:
    """Narrative saved as it is written, what came of it, each side's money; submitted by the lead."""
    lead, partner = play.team
    for one in play.team:
        one.go(play.stage.link(one.who.email, report_of(play)))
        sections = one.find(".tasks a[href*='/sections/']")
        for href in [link.get_attribute("href") for link in sections.all()]:
            one.go(href)
            if fill(one, {}):
                one.saved()
        spend(play, one)
    add_outcomes(play, lead)
    submit(play, lead)
    for office in play.offices:
        office.go(play.stage.link(office.who.email, f"/office/reports/{play.report_id}"))
    assert partner.go(report_of(play)).find("button[name=deed]").count() == 0


def spend(play: Play, one: Visitor) -> None:
    side = play.side_of(one.who)
    one.go(f"{report_of(play)}/spending/{side}").fill(amount="12,000" if side == "JP" else "1000.50")
    one.press("form.sheet button.primary")


def add_outcomes(play: Play, lead: Visitor) -> None:
    """A paper by both, a person who travelled."""
    lead.go(f"{report_of(play)}/outcomes").press(f"a[href='{report_of(play)}/outcomes/new/publication']")
    lead.fill(title="Ageing in two countries", doi="https://doi.org/10.5555/ageing.1", year="2023")
    lead.find("[name=joint]").check(force=True)
    lead.press("form.sheet button.primary").says("Ageing in two countries")


def submit(play: Play, one: Visitor) -> None:
    one.go(f"{report_of(play)}/submit").press("form.sheet button.primary")
    assert report(play).state is ReportState.SUBMITTED


def report(play: Play) -> Report:
    return play.stage.read(select(Report))[0]


def it_is_returned_once_and_accepted(play: Play) -> None:
    """With a remark that both read; the second time both offices accept."""
    ours, theirs = play.offices
    lead, partner = play.team
    play.stage.later(days=2)
    here = f"/office/reports/{play.report_id}"
    ours.go(here).fill(remark=REMARK).deed("/return")
    for one in (partner, lead):
        assert REMARK in play.stage.mail(one.who.email, report_of(play))
        one.go(report_of(play)).says(REMARK)
    lead.press(".tasks a[href*='/sections/'] >> nth=0")
    play.stage.later(seconds=9)
    first = lead.find("form[data-autosave] textarea").first
    first.fill("Two papers, both named now.")
    lead.saved()
    submit(play, lead)
    ours.go(here).deed("/accept")
    assert report(play).state is ReportState.SUBMITTED
    theirs.go(here).deed("/accept")
    assert report(play).state is ReportState.ACCEPTED
    lead.go(report_of(play))


def anyone_reads_the_figures(play: Play) -> None:
    """Submissions and approvals per university, money per side, what came of it; with a chart and its table."""
    office, anybody, english = play.offices[0], play.anybody, language("en")
    office.go(f"{play.office}/figures")
    assert office.find(".chart rect").count() > 2
    for one in play.team:
        side = play.side_of(one.who)
        office.says(office.money(play.plot.asked[side][1]))
    anybody.go(f"/programmes/{play.programme_id()}").says(
        *(english.money(amount) for _, amount in play.plot.asked.values()),
    )
    row = anybody.find(".chart tr").filter(has_text="Kyushu University")
    expect(row.locator("td.num")).to_have_text(["2", "1"])
    file = anybody.fetch(anybody.find("a[href$='universities.csv']").get_attribute("href"))
    assert "Kyushu University" in file.decode("utf-8-sig")
    anybody.go("/projects").says(play.application().title)


WHO_DID_WHAT = {
    ("call", "begin"): "ours", ("call", "edit_call"): "ours", ("call", "propose_publication"): "ours",
    ("call", "publish"): "theirs", ("call", "close"): "clock", ("call", "add_reviewer"): "ours",
    ("application", "begin"): "lead", ("application", "write"): "lead partner", ("application", "invite"): "lead",
    ("application", "join"): "partner", ("application", "confirm"): "lead partner", ("application", "submit"): "lead",
    ("application", "reopen"): "partner", ("application", "check_eligibility"): "ours theirs",
    ("application", "assign_reviewer"): "ours", ("application", "record_conflict"): "first",
    ("application", "recommend"): "chair", ("application", "decide_side"): "ours theirs",
    ("application", "release_approved"): "theirs", ("application", "release_declined"): "theirs",
    ("assignment", "declare_conflict"): "first", ("assignment", "accept"): "first second third",
    ("review", "submit_review"): "first second third", ("ranking", "order"): "chair", ("ranking", "lock_ranking"): "chair",
    ("call", "propose_release"): "ours", ("call", "release"): "theirs",
    ("letter", "begin"): "ours theirs", ("letter", "number_letter"): "ours theirs", ("letter", "issue_letter"): "clock",
    ("award_part", "accept_award"): "lead partner",
    ("report", "submit_report"): "lead", ("report", "return_report"): "ours",
    ("report", "approve_report"): "ours theirs", ("report", "accept_report"): "theirs",
    ("invitation", "begin"): "lead", ("invitation", "accept"): "partner",
    ("person", "register"): "lead partner",
}  # fmt: skip


def every_deed_is_on_record(play: Play) -> None:
    """By the person it belongs to, sealed one after the other."""
    first, second, third = play.plot.reviewers
    people = {
        "ours": play.plot.officers[0].email, "theirs": play.plot.officers[1].email, "lead": play.plot.lead.email,
        "partner": play.plot.partner.email, "chair": play.chair.who.email, "clock": None, "first": first.email,
        "second": second.email, "third": third.email,
    }  # fmt: skip
    known = {person.id: person.email for person in play.stage.read(select(Person))}
    entries = play.stage.read(select(Entry))
    rivals = {one.who.email for one in play.rivals}
    done: dict[tuple[str, str], set] = {}
    for entry in entries:
        assert entry.seal == entry.fingerprint()
        done.setdefault((entry.noun, entry.step), set()).add(known.get(entry.by_id))
    wanted = {deed: {people[one] for one in who.split()} for deed, who in WHO_DID_WHAT.items()}
    assert {deed: done.get(deed, set()) - rivals for deed in wanted} == wanted
