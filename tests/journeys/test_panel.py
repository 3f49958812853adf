"""A whole panel in a real browser: twenty applications, eight reviewers of two sides, from the phone to the release."""

from dataclasses import dataclass

import pytest
from sqlalchemy import select

from grants.applications import actions as applications
from grants.applications.model import Application, ConflictKind
from grants.people import passwords
from grants.people.model import Appointment, Person
from grants.reviews import actions as reviews
from grants.reviews.actions import Asked
from grants.reviews.model import Review
from grants.rules.applications import ApplicationState
from grants.rules.reviews import ReviewState
from grants.rules.roles import Role
from tests import make, own
from tests.journeys.stage import Stage, raised
from tests.journeys.visitor import PASSWORD, Someone, Visitor

MARKS = [(5, 5)] * 2 + [(5, 4)] * 3 + [(4, 4)] * 3 + [(4, 3)] * 4 + [(3, 3)] * 4 + [(2, 3)] * 2 + [(2, 2)] * 2
OWN, SILENT, CONFLICT, DRY = (18, 19), 17, 0, (1, 3)  # by their places in MARKS
LINE = 6
REASON = "Its team is the younger one."


@dataclass
class Panel:
    """The call as it stands when the reviewers sit down, and everybody's browser."""

    stage: Stage
    call_id: str
    titles: dict[str, str]
    ids: list[str]
    people: dict[str, Someone]

    def __post_init__(self) -> None:
        self.open: dict[str, Visitor] = {}

    def __getitem__(self, key: str) -> Visitor:
        if key not in self.open:
            self.open[key] = Visitor(self.stage, self.people[key])
        return self.open[key]

    @property
    def place(self) -> str:
        return f"/reviews/panels/{self.call_id}"


def seat(house: make.House, count: int, side: str, prefix: str) -> list[Person]:
    """So many more reviewers of a side."""
    found = [
        Person(email=f"{prefix}{number}@example.org", family=f"Judge{prefix}{number}", given="Jo", language="en", zone="UTC",
               created_at=house.at, notice_seen_at=house.at)
        for number in range(count)
    ]  # fmt: skip
    for one in found:
        held = Appointment(role=Role.REVIEWER, side=side, since=house.at, call_id=house.call.id,
                           programme_id=house.call.programme_id)  # fmt: skip
        one.appointments.append(held)
    house.session.add_all(found)
    house.session.flush()
    return found


def prepared(stage: Stage) -> Panel:
    """Twenty applications in, all but two of one reviewer's written, one reviewer silent, one chair in conflict."""
    with stage.record.transaction() as session:
        house = make.opened(session, stage.now)
        found = [make.submitted(house), *make.more(house, len(MARKS) - 1)]
        poor(house, [found[place] for place in DRY])
        make.closed(house)
        judge_all(house, found)
        other = house.cast.eva
        other.appointments.append(Appointment(role=Role.CHAIR, since=house.at, call_id=house.call.id,
                                              programme_id=house.call.programme_id))  # fmt: skip
        why = (ConflictKind.DECLARED, "We wrote a book together")
        applications.record_conflict(found[CONFLICT], other, why, house.cast.olu, house.at)
        word = passwords.hashed(PASSWORD)
        people = {}
        for key in ("rea", "ivo", "eva", "olu", "uma", "ada"):
            person = getattr(house.cast, key)
            person.password_hash, person.language = word, "ja" if key == "ada" else "en"
            people[key] = Someone(person.email, person.family, language=person.language, zone=person.zone,
                                  phone=key == "rea")  # fmt: skip
        return Panel(
            stage, str(house.call.id), {str(one.id): one.ref for one in found}, [str(one.id) for one in found], people
        )


def poor(house: make.House, found: list[Application]) -> None:
    """Both come from the university whose pot holds one of them."""
    pots = {party.institution_id: sum(pot.balance.left.minor for pot in party.pots) for party in house.call.parties
            if party.side == house.second and party.institution_id}  # fmt: skip
    poorest = min(pots, key=pots.__getitem__)
    for application in found:
        application.part(house.second).institution_id = poorest
    house.session.flush()
    house.session.expire_all()


def judge_all(house: make.House, found: list[Application]) -> None:
    """Two reviews of each, one from each side; what is left to the browser is begun, what is left undone is asked."""
    first = [house.cast.rea, *seat(house, 3, house.first, "a")]
    second = [house.cast.sol, *seat(house, 3, house.second, "b")]
    for place, (application, marks) in enumerate(zip(found, MARKS, strict=True)):
        one = first[0] if place in OWN else first[1 + place % 3]
        if place in OWN:
            asked = reviews.assign([Asked(application, make.judge(house, one))], house.cast.olu, house.at)[0]
            reviews.accept(asked, one, house.at)
        elif place == SILENT:
            reviews.assign([Asked(application, make.judge(house, one))], house.cast.olu, house.at)
        else:
            make.review(house, application, one, marks[0])
        make.review(house, application, second[place % 4], marks[1])
    house.session.flush()


def on_the_phone(panel: Panel) -> None:
    """Two reviews, one after the other, one pane above the other; the second comes by itself."""
    rea = panel["rea"]
    rea.go("/reviews").press("a.button[href*='/reviews/']")
    for left in (1, 0):
        reading, doing = (rea.find(f".panes > .{name}").bounding_box() for name in ("reading", "doing"))
        assert reading["y"] + reading["height"] <= doing["y"] + 1
        for field in rea.find("fieldset.scale").all():
            field.locator("input[value='2']").check(force=True)
        rea.fill(for_applicants="Weak as it stands; ask again next year.")
        rea.press("button[name=deed][value=submit]")
        assert (rea.path == "/reviews") == (left == 0)
    states = [one.state for one in panel.stage.read(select(Review))]
    assert states.count(ReviewState.SUBMITTED) == len(states) == 2 * len(MARKS) - 1


def pictures(panel: Panel) -> None:
    """What was reckoned meanwhile; nothing of it for the chair in conflict."""
    panel.stage.later(minutes=3)
    ivo, eva = panel["ivo"], panel["eva"]
    ivo.go(panel.place).says("Japan: one review missing")
    ivo.go(f"{panel.place}/figures").says("39 reviews of 20 applications", "agree with an alpha of")
    assert ivo.find(".whiskers tbody .dot").count() == 20
    hidden = panel.ids[CONFLICT]
    for place in (panel.place, f"{panel.place}/figures", f"{panel.place}/meeting"):
        eva.go(place).silent(panel.titles[hidden])
    assert eva.find("main h2").first.inner_text() == "The panel"


def the_meeting(panel: Panel) -> None:
    """Keys turn the pages; attendance and the minutes; a line through a tie is refused until it is broken."""
    ivo = panel["ivo"]
    ivo.go(panel.place).press("main tbody tr:first-child th a")
    before = ivo.path
    with ivo.page.expect_navigation():
        ivo.page.keyboard.press("j")
    ivo.look()
    with ivo.page.expect_navigation():
        ivo.page.keyboard.press("k")
    ivo.look()
    assert ivo.path == before
    ivo.go(f"{panel.place}/meeting")
    for box in ivo.find("[name=present]").all():
        box.check()
    ivo.deed("/attendance")
    form = ivo.find(f"#item-{panel.ids[0]}")
    form.locator("textarea").fill("Everybody agrees.")
    with ivo.page.expect_navigation():
        form.locator("button").click()
    ivo.look()
    ivo.go(panel.place).fill(fund=str(LINE), reserve="6")
    ivo.press("button[value=by_place]", says=422)
    ivo.says("runs through a tie")
    ivo.find(f"[name=chosen][value='{panel.ids[LINE]}']").check()
    ivo.fill(reason=REASON).press("button[name=deed][value=up]")
    ivo.fill(fund=str(LINE), reserve="6").press("button[value=by_place]")
    ivo.press("button[name=deed][value=lock]", says=422)
    ivo.says("fewer reviews than the round asks for")
    ivo.find(f"[name=chosen][value='{panel.ids[SILENT]}']").check()
    ivo.fill(reason="Nobody else knows the field").press("button[name=deed][value=waive]")
    ivo.press("button[name=deed][value=lock]")
    assert ivo.fetch(f"{panel.place}/minutes-en.pdf").startswith(b"%PDF")
    assert ivo.fetch(f"{panel.place}/minutes-ja.pdf").startswith(b"%PDF")


def the_sides_decide(panel: Panel) -> None:
    """One pot runs dry: the second side says so, refuses one for it, and follows the panel with the rest."""
    office = f"/office/calls/{panel.call_id}"
    panel["olu"].go(f"{office}/decisions").deed("/decisions/follow")
    uma = panel["uma"]
    uma.go(f"{office}/decisions").deed("/decisions/follow", says=422)
    uma.says("does not hold")
    uma.go(f"{office}/decisions").find(f"[name=chosen][value='{panel.ids[DRY[1]]}']").check()
    uma.choose(verdict="reject").fill(reason="The pot of this university is empty.").press(".bulk button")
    uma.deed("/decisions/follow")


def the_release(panel: Panel) -> None:
    """Two officers of two sides; before it no team learns anything, after it every one."""
    office, count = f"/office/calls/{panel.call_id}", str(len(MARKS))
    mine = f"/my/applications/{panel.ids[0]}"
    panel["ada"].go(mine).silent('class="outcome"')
    panel["olu"].go(f"{office}/release").fill(count=count).deed("/release/propose")
    panel["ada"].go(mine).silent('class="outcome"')
    panel["uma"].go(f"{office}/release").fill(count=count).deed("/release/go")
    panel["ada"].go(mine)
    assert panel["ada"].find(".outcome .notice.good").count() == 1
    states = [one.state for one in panel.stage.read(select(Application))]
    assert states.count(ApplicationState.APPROVED) == LINE - 1


@pytest.fixture
def panel(request, browser, tmp_path):
    kind = request.config.getoption("--database")
    with own.database(kind, tmp_path) as url, raised(url, tmp_path, browser) as stage:
        made = prepared(stage)
        yield made
        for visitor in made.open.values():
            visitor.close()


def test_a_whole_panel(panel):
    on_the_phone(panel)
    pictures(panel)
    the_meeting(panel)
    the_sides_decide(panel)
    the_release(panel)
