"""The panel's meeting, by real requests: who leaves, who presents, what changes and why, and the minutes on paper."""

import io

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from grants.applications import actions as applications
from grants.applications.model import ConflictKind
from grants.decisions import actions as decisions
from grants.decisions.model import AgendaItem, Attendance
from grants.reviews.model import Edition
from grants.rules.decisions import Recommendation
from tests import make


@pytest.fixture
def house(session, at):
    """Four applications; rea is in conflict with the second and was never asked for it."""
    house = make.opened(session, at)
    house.found = [make.submitted(house), *make.more(house, 3)]
    make.closed(house)
    for place in (0, 2, 3):
        make.reviewed(house, house.found[place], 5 - place, 4 - place if place < 3 else 1)
    applications.record_conflict(house.found[1], house.cast.rea, (ConflictKind.DECLARED, ""), house.cast.olu, house.at)
    session.flush()
    return house


def text_of(answer):
    return answer.get_data(as_text=True)


def paper(client, house, code):
    answer = client.get(f"/reviews/panels/{house.call.id}/minutes-{code}.pdf")
    assert answer.mimetype == "application/pdf"
    read = PdfReader(io.BytesIO(answer.data))
    return make.plain(" ".join(sheet.extract_text() for sheet in read.pages)), read


def test_the_agenda_names_who_leaves_and_for_what(client, house):
    """Idea 19 of review practice: whoever is in conflict leaves the room once."""
    client.be(house.cast.ivo)
    text = text_of(client.get(f"/reviews/panels/{house.call.id}/meeting"))
    together, without = text.split("Without ")
    assert without.startswith(house.cast.rea.name_in("en"))
    assert house.found[1].ref in without
    assert all(one.ref in together for one in (house.found[0], house.found[2], house.found[3]))
    assert f'value="{house.cast.rea.id}"' not in without


def test_attendance_presenters_and_words_go_into_the_minutes(client, house):
    ivo, rea, ours = house.cast.ivo, house.cast.rea, house.found[0]
    here = f"/reviews/panels/{house.call.id}"
    client.be(ivo)
    assert client.send(f"{here}/attendance", present=[str(rea.id), str(ivo.id)]).status_code == 303
    there = {one.person_id: one.is_present for one in house.session.scalars(select(Attendance))}
    assert there == {rea.id: True, ivo.id: True, house.cast.sol.id: False}
    minute = f"/reviews/panels/applications/{ours.id}/minute"
    assert client.send(minute, presenter=str(rea.id), said="Strong on both sides: 強い。").status_code == 303
    refused = client.send(
        f"/reviews/panels/applications/{house.found[1].id}/minute", presenter=str(rea.id), said="Kept as typed"
    )
    assert refused.status_code == 422
    assert "not in conflict with it" in text_of(refused)
    assert "Kept as typed" in text_of(refused)
    assert house.session.scalars(select(AgendaItem.said)).all() == ["Strong on both sides: 強い。"]
    client.send(here, deed="up", chosen=str(house.found[2].id), reason="Rarer material")
    told, read = paper(client, house, "en")
    for words in (ours.ref, "Strong on both sides", f"Presented by {rea.name_in('en')}", "Rarer material", "absent",
                  "The ranking is not frozen yet.", "Out of the room for conflicts"):  # fmt: skip
        assert words in told
    assert rea.name_in("en") not in repr(read.metadata)
    japanese, _ = paper(client, house, "ja")
    assert "強い" in japanese
    assert rea.family in japanese
    assert client.get(f"{here}/minutes-xx.pdf").status_code == 404


def test_frozen_minutes_carry_the_fingerprint_and_nothing_is_written_any_more(client, house):
    make.advised(house, Recommendation.RESERVE, *house.found)
    decisions.waive(house.found, "Nobody reads in this test", house.cast.ivo, house.at)
    client.be(house.cast.ivo)
    here = f"/reviews/panels/{house.call.id}"
    assert client.send(here, deed="lock").status_code == 303
    told, _ = paper(client, house, "en")
    assert house.call.ranking.fingerprint in told.replace(" ", "")
    assert client.send(f"{here}/attendance", present=str(house.cast.rea.id)).status_code == 422
    minute = f"/reviews/panels/applications/{house.found[0].id}/minute"
    assert client.send(minute, said="Too late").status_code == 422
    assert house.session.scalars(select(AgendaItem)).all() == []


def test_a_chair_in_conflict_has_an_agenda_and_minutes_without_it(client, house):
    """Case 18: no row, no gap, no name of it on paper."""
    hidden = house.found[2]
    applications.record_conflict(hidden, house.cast.ivo, (ConflictKind.DECLARED, ""), house.cast.olu, house.at)
    house.session.flush()
    client.be(house.cast.ivo)
    text = text_of(client.get(f"/reviews/panels/{house.call.id}/meeting"))
    told, _ = paper(client, house, "en")
    assert hidden.ref not in text + told
    assert client.send(f"/reviews/panels/applications/{hidden.id}/minute", said="x").status_code == 404
    told, _ = paper(client.be(house.cast.olu), house, "en")
    assert hidden.ref in told


def test_the_agenda_comes_by_sheets_and_what_is_written_stays_on_its_own(client, house, monkeypatch):
    monkeypatch.setattr("grants.web.reviewer.meeting.PER_PAGE", 3)
    here, last = f"/reviews/panels/{house.call.id}/meeting", house.found[1]
    client.be(house.cast.ivo)
    first, second = text_of(client.get(here)), text_of(client.get(f"{here}?page=2"))
    assert last.ref in second
    assert last.ref not in first
    assert not [one.ref for one in house.found if one is not last and (one.ref not in first or one.ref in second)]
    assert ('name="present"' in first, 'name="present"' in second) == (True, False)
    minute = f"/reviews/panels/applications/{last.id}/minute?page=2"
    written = client.send(minute, presenter=str(house.cast.sol.id), said="Heard at the end")
    assert written.headers["Location"] == f"{here}?page=2#item-{last.id}"
    assert "Heard at the end" in text_of(client.get(f"{here}?page=2"))
    refused = client.send(minute, presenter=str(house.cast.rea.id), said="Kept as typed")
    assert (refused.status_code, "Kept as typed" in text_of(refused)) == (422, True)


def test_marks_change_after_the_discussion_with_a_reason_and_the_earlier_ones_stay(client, house):
    """The NIH pattern: submit, read, edit, final score; the review never leaves the ranking meanwhile."""
    review = next(one.review for one in house.found[0].assignments if one.reviewer_id == house.cast.rea.id)
    marks = {f"mark-{one.code}": "3" for one in house.call.criteria}
    client.be(house.cast.rea)
    assert client.send(f"/reviews/{review.id}/rescore", **marks).status_code == 422
    assert client.send(f"/reviews/{review.id}/rescore", **marks, reason="Heard the panel").status_code == 303
    house.session.expire_all()
    assert ({one.mark for one in review.scores}, review.is_in) == ({3}, True)
    kept = house.session.scalars(select(Edition)).one()
    assert (set(kept.marks.values()), kept.reason) == ({5}, "Heard the panel")
    assert client.send(f"/reviews/{review.id}/rescore", **marks, reason="Again the same").status_code == 422
    client.be(house.cast.ivo)
    text = text_of(client.get(f"/reviews/panels/applications/{house.found[0].id}"))
    assert "Total before the discussion: 5.00. Changed because: Heard the panel" in text
    assert "total before: 5.00" in paper(client, house, "en")[0]
    assert client.get(f"/reviews/{review.id}/rescore").status_code == 404
