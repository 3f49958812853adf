"""The demonstration: every stage of life, nothing tomorrow, and the claim of the slides can be read off it."""

import io

import pikepdf
import pytest
from sqlalchemy import func, select

from grants import clock
from grants.applications.model import Application
from grants.awards.model import Award
from grants.calls.model import Call
from grants.files.store import Store
from grants.history.model import Entry
from grants.letters.model import Letter
from grants.letters.queries import shown_on
from grants.people.demonstration import DOORS
from grants.reports.model import Report
from grants.rules.calls import CallState, phase
from grants.rules.letters import LetterState, PicturePlace
from grants.rules.reports import ReportState
from tests.frame import frame


@pytest.fixture
def client(house):
    record, settings = house
    found = frame(settings, record).test_client()
    with record.reading() as session:
        found.session = session
        yield found


def test_there_is_a_call_in_every_stage(house):
    with house[0].reading() as session:
        found = session.scalars(select(Call)).unique().all()
        assert {call.state for call in found} == {
            CallState.DRAFT,
            CallState.PROPOSED,
            CallState.PUBLISHED,
            CallState.CLOSED,
            CallState.RELEASED,
        }
        assert {phase(call, clock.now()).value for call in found} == {"draft", "open", "closed", "released"}
        sizes = dict(
            session.execute(select(Call.code, func.count()).join(Application, Application.call_id == Call.id)
                            .group_by(Call.code)).all(),
        )  # fmt: skip
        assert sizes["MIRAI-2022"] == 60
        assert sizes["KYUSHU-ILLINOIS-2022"] == 12


def test_awards_letters_and_reports_are_in_every_state(house):
    with house[0].reading() as session:
        assert {award.standing.value for award in session.scalars(select(Award)).unique()} >= {
            "offered",
            "active",
            "closed",
        }
        assert {letter.state for letter in session.scalars(select(Letter)).unique()} == {LetterState.ISSUED}
        states = {report.state for report in session.scalars(select(Report)).unique()}
        assert states >= {ReportState.DRAFT, ReportState.SUBMITTED, ReportState.ACCEPTED}


def test_every_side_of_every_released_call_writes_under_its_own_invented_letterhead_and_seal(house):
    record, settings = house
    store = Store(settings.data_folder / "files")
    with record.reading() as session:
        calls = [call for call in session.scalars(select(Call)).unique() if call.state is CallState.RELEASED]
        assert calls
        for call in calls:
            shown = shown_on(call)
            assert set(shown) == {(side.code, place) for side in call.sides for place in PicturePlace}
            assert len(set(shown.values())) == len(shown)
            assert all(store.open(sha256).startswith(b"\x89PNG") for sha256 in shown.values())
        issued = session.scalars(select(Letter)).unique().all()
        assert issued
        for letter in issued:
            with pikepdf.open(io.BytesIO(store.open(letter.sha256))) as opened:
                assert sum(len(sheet.get_images()) for sheet in opened.pages) >= len(PicturePlace), letter.number


def test_nothing_happened_tomorrow(house):
    with house[0].reading() as session:
        assert session.scalar(select(func.max(Entry.at))) <= clock.now()


def test_kyushu_has_the_most_submissions_and_approvals_of_all_twenty(house, client):
    with house[0].reading() as session:
        call = session.scalars(select(Call).where(Call.code == "MIRAI-2022")).one().id
    open_door(client, "naoki-takahashi")
    client.send("/language", language="en", back="/office")
    page = client.get(f"/office/calls/{call}/figures").get_data(as_text=True)
    assert "Kyushu University submitted 12 of 60 applications, the most of all 20 member universities." in page
    assert "Kyushu University takes part in" in page
    assert "and " not in page.split("Kyushu University takes part in")[1].split("approved projects")[0]


def open_door(client, key):
    answer = client.send("/sign-in/demonstration", person=key)
    assert answer.status_code == 303
    return answer


@pytest.mark.parametrize("door", [one.key for one in DOORS])
def test_every_door_leads_to_a_sound_home(client, door):
    answer = open_door(client, door)
    assert client.get(answer.location).status_code == 200


def test_programmes_of_every_shape_can_be_applied_to_today(house):
    with house[0].reading() as session:
        calls = session.scalars(select(Call).where(Call.state == CallState.PUBLISHED)).unique().all()
        now_open = {call.programme.slug: call for call in calls if phase(call, clock.now()).value == "open"}
        assert set(now_open) == {"mirai", "ucl_osaka", "renkei", "young_leaders"}
        for slug, call in now_open.items():
            found = session.scalars(select(Application).where(Application.call_id == call.id)).unique().all()
            assert {one.state.value for one in found} == {"draft", "submitted"}, slug
            assert {len(one.parts) for one in found} == ({2} if slug in {"mirai", "ucl_osaka"} else {1})
