"""After the decision, in a real browser: letters, one side in and one out, the reserve, a change, the report, the sum."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import select

from grants.applications.model import Application
from grants.awards.model import Amendment, Award
from grants.calls.actions import Movement, record_money
from grants.decisions.queries import pot_for
from grants.letters.model import Letter
from grants.people import passwords
from grants.people.model import Person
from grants.reports.model import Report
from grants.rules.amendments import AmendmentState
from grants.rules.applications import ApplicationState
from grants.rules.awards import AwardStanding, PartState
from grants.rules.decisions import Recommendation
from grants.rules.letters import LetterKind, LetterState
from grants.rules.pots import PotEntryKind
from grants.rules.reports import ReportState
from grants.words import language
from tests import make, own
from tests.journeys.papers import text_of
from tests.journeys.stage import Stage, raised
from tests.journeys.visitor import PASSWORD, Someone, Visitor

REASON, REMARK = "Our money is bound to the year.", "Please name the second paper."
LEAVING = "I move to another country."
GOES, PARTS, WAITS = range(3)  # the award that goes all the way, the one that one side leaves, the reserve


@dataclass
class After:
    """A released call with two awards and a reserve, and everybody's browser."""

    stage: Stage
    call_id: str
    agreement_id: str
    applications: list[str]
    people: dict[str, Someone]

    def __post_init__(self) -> None:
        self.open: dict[str, Visitor] = {}

    def __getitem__(self, key: str) -> Visitor:
        if key not in self.open:
            self.open[key] = Visitor(self.stage, self.people[key])
        return self.open[key]

    @property
    def office(self) -> str:
        return f"/office/calls/{self.call_id}"

    def award(self, which: int) -> Award:
        return self.stage.read(select(Award).where(Award.application_id == self.application(which).id))[0]

    def application(self, which: int) -> Application:
        return next(one for one in self.stage.read(select(Application)) if str(one.id) == self.applications[which])

    def report(self) -> Report:
        return self.stage.read(select(Report).where(Report.award_id == self.award(GOES).id))[0]


def prepared(stage: Stage) -> After:
    """Decided and released by both sides; the pots that pay hold nothing more."""
    with stage.record.transaction() as session:
        house = make.opened(session, stage.now)
        first, second, third = make.submitted(house), *make.more(house, 2)
        for side in (house.first, house.second):
            third.part(side).institution_id = second.part(side).institution_id
        session.flush()
        session.expire_all()
        make.closed(house)
        for application in (first, second, third):
            make.reviewed(house, application)
        make.advised(house, Recommendation.FUND, first, second)
        make.advised(house, Recommendation.RESERVE, third)
        make.followed(house)
        make.released(house)
        emptied(house, third)
        return After(stage, str(house.call.id), str(house.call.programme.agreements[0].id),
                     [str(one.id) for one in (first, second, third)], known(house, second, third))  # fmt: skip


def emptied(house: make.House, application: Application) -> None:
    """Both boards take what the pots of this application's universities still hold."""
    for part in application.parts:
        pot = pot_for(application, part)
        cut = Movement(PotEntryKind.CUT, pot.balance.left, "the board cut it")
        record_money(house.call, pot, cut, house.officer(part.side), house.at)
    house.session.flush()


def known(house: make.House, left: Application, kept: Application) -> dict[str, Someone]:
    """Everybody with a password, reading in their own language; one of them on the phone."""
    word, cast = passwords.hashed(PASSWORD), house.cast
    people = {"ada": cast.ada, "ben": cast.ben, "olu": cast.olu, "uma": cast.uma,
              "stays": left.part(house.first).pi, "goes": left.part(house.second).pi,
              "kept": kept.part(house.first).pi, "kept_too": kept.part(house.second).pi}  # fmt: skip
    return {key: someone(person, word, phone=key == "goes") for key, person in people.items()}


def someone(person: Person, word: str, *, phone: bool) -> Someone:
    """A person of the cast at a browser."""
    person.password_hash = word
    return Someone(person.email, person.family, language=person.language, zone=person.zone, phone=phone)


def unfolded(visitor: Visitor, name: str) -> Visitor:
    """The same page, with what folds a field away opened."""
    visitor.find("details:not([open])").filter(has=visitor.find(f"[name='{name}']")).locator("summary").click()
    return visitor


def letters_are_issued(after: After, each: int) -> None:
    """Each side prepares its own; the other looks, types how many there are, and issues them; the press prints."""
    for one in ("olu", "uma"):
        after[one].go(f"{after.office}/letters").deed("/letters/prepare")
    after["olu"].go(f"{after.office}/letters").fill(count=str(each + 1)).deed("/letters/issue", says=422)
    for one in ("olu", "uma"):
        after[one].go(f"{after.office}/letters").fill(count=str(each)).deed("/letters/issue")
    after.stage.work()
    found = after.stage.read(select(Letter))
    assert {one.state for one in found} == {LetterState.ISSUED}, [one.fault for one in found]


def accept(after: After, one: str, which: int) -> None:
    """By the link in the mail, for one's own side."""
    after[one].go(after.stage.link(after.people[one].email, f"/my/awards/{after.award(which).id}"))
    after[one].fill(accept__cost_centre="CC-1").press("button[name=deed][value=accept]")


def one_accepts_and_one_declines(after: After) -> None:
    """One award is taken up by both; of the other one side goes, and nothing of it goes on by itself."""
    for one, which in (("ada", GOES), ("ben", GOES), ("stays", PARTS)):
        accept(after, one, which)
    parts = f"/my/awards/{after.award(PARTS).id}"
    assert after.award(PARTS).standing is AwardStanding.OFFERED
    unfolded(after["goes"].go(parts), "decline-reason").fill(decline__reason=LEAVING).press(
        "button[name=deed][value=decline]"
    )
    assert after.award(GOES).standing is AwardStanding.ACTIVE
    left = after.award(PARTS)
    assert (left.standing, [part.state for part in left.parts]) == (
        AwardStanding.NEEDS_DECISION, [PartState.ACCEPTED, PartState.DECLINED],
    )  # fmt: skip
    after["stays"].go(parts).says(LEAVING)
    for one in ("olu", "uma"):
        after[one].go(after.stage.link(after.people[one].email, "/office/")).says(LEAVING)


def the_reserve_is_promoted(after: After) -> None:
    """Not while one pot is empty; when both offices have ended what fell apart, with the money that came back."""
    olu, uma = after["olu"], after["uma"]
    promote = f"form[action='/office/applications/{after.applications[WAITS]}/promote'] button"
    olu.go(f"{after.office}/awards").press(promote, says=422)
    place = f"/office/awards/{after.award(PARTS).id}"
    unfolded(olu.go(place), "ask-reason").choose(ask__kind="early_end").fill(ask__reason="One side is out.").deed(
        "/changes"
    )
    assert after.award(PARTS).standing is AwardStanding.NEEDS_DECISION
    uma.go(place).choose(answer__agrees="yes").deed("/answer")
    assert after.award(PARTS).standing is AwardStanding.ENDED
    olu.go(f"{after.office}/awards").press(promote)
    assert olu.path == f"/office/awards/{after.award(WAITS).id}"
    assert after.application(WAITS).state is ApplicationState.APPROVED
    letters_are_issued(after, each=2)
    for one in ("kept", "kept_too"):
        accept(after, one, WAITS)
    assert after.award(WAITS).standing is AwardStanding.ACTIVE


def one_side_extends(after: After) -> None:
    """Each office answers for its own part: two ends from then on, told by a letter of the side that agreed."""
    ada, olu, uma = after["ada"], after["olu"], after["uma"]
    award = after.award(GOES)
    old, new = award.ends_on, award.ends_on + timedelta(days=90)
    unfolded(ada.go(f"/my/awards/{award.id}"), "ask-reason").choose(ask__kind="extension")
    ada.fill(ask__ends_on=new.isoformat(), ask__reason="The field season was lost.").deed("/changes")
    place = f"/office/awards/{award.id}"
    for one in (olu, uma):
        one.go(one.stage.link(one.who.email, place))
    olu.go(place).choose(answer__agrees="yes").deed("/answer")
    uma.go(place).choose(answer__agrees="no").fill(answer__note=REASON).deed("/answer")
    assert [part.ends_on for part in after.award(GOES).parts] == [new, old]
    assert after.stage.read(select(Amendment).where(Amendment.award_id == award.id))[0].state is AmendmentState.AGREED
    after["ben"].go(f"/my/awards/{award.id}").says(REASON, after["ben"].lang.date(new), after["ben"].lang.date(old))
    olu.go(f"{after.office}/letters").deed("/letters/prepare")
    uma.go(f"{after.office}/letters").fill(count="1").deed("/letters/issue")
    after.stage.work()
    told = after.stage.read(select(Letter).where(Letter.kind == LetterKind.EXTENSION))[0]
    ada.go(f"/my/awards/{award.id}")
    assert language("ja").date(new).replace(" ", "") in text_of(ada.fetch(f"/my/letters/{told.id}")).replace(" ", "")


def the_report_is_returned_and_accepted(after: After) -> None:
    """Sent by the lead, given back with a remark that both read, put right, accepted by each side for itself."""
    with after.stage.record.transaction() as session:
        report = session.get(Report, after.report().id)
        house = make.House(session, None, report.award.application.call, after.stage.now)
        make.told(house, report)
    report, ada, ben, olu, uma = after.report(), *(after[one] for one in ("ada", "ben", "olu", "uma"))
    mine, theirs = f"/my/reports/{report.id}", f"/office/reports/{report.id}"
    after.stage.later(days=(report.award.ends_on - after.stage.now.date()).days + 1)
    ada.go(f"{mine}/submit").press("form.sheet button.primary")
    olu.go(after.stage.link(olu.who.email, theirs)).fill(remark=REMARK).deed("/return")
    ben.go(after.stage.link(ben.who.email, mine)).says(REMARK)
    ada.go(mine).press(".tasks a[href*='/sections/'] >> nth=0")
    after.stage.later(seconds=9)
    ada.find("form[data-autosave] textarea").first.fill("Two papers, both named now.")
    ada.saved()
    ada.go(f"{mine}/submit").press("form.sheet button.primary")
    olu.go(theirs).says("Two papers, both named now.").deed("/accept")
    assert after.report().state is ReportState.SUBMITTED
    uma.go(theirs).deed("/accept")
    assert after.report().state is ReportState.ACCEPTED
    assert after.award(GOES).standing is AwardStanding.CLOSED


def the_agreement_is_weighed(after: After) -> None:
    """What both universities did together, in each side's money, for the officers of both."""
    place = f"/office/agreements/{after.agreement_id}/figures"
    for one in ("olu", "uma"):
        after[one].go(place)
        parts = [part for which in (GOES, PARTS, WAITS) for part in after.award(which).parts]
        for currency in ("JPY", "SEK"):
            granted = [one.granted for one in parts if one.currency == currency and one.state is not PartState.DECLINED]
            after[one].says(after[one].money(sum(granted[1:], granted[0])))


@pytest.fixture
def after(request, browser, tmp_path):
    kind = request.config.getoption("--database")
    with own.database(kind, tmp_path) as url, raised(url, tmp_path, browser) as stage:
        made = prepared(stage)
        yield made
        for visitor in made.open.values():
            visitor.close()


def test_after_the_decision(after):
    letters_are_issued(after, each=3)
    one_accepts_and_one_declines(after)
    the_reserve_is_promoted(after)
    one_side_extends(after)
    the_report_is_returned_and_accepted(after)
    the_agreement_is_weighed(after)
