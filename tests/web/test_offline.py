"""Reviewing offline, by real requests: text and spreadsheet go round, every fault has its sentence, nothing is saved unseen."""

import io
import re
import zipfile

import pytest
import xlsxwriter
from pypdf import PdfReader
from sqlalchemy import func, select

from grants.exports.sheet import Unreadable, rows
from grants.history.model import Entry
from grants.reviews import actions
from grants.reviews.model import Review, Score
from grants.rules.offline import Blank, read, written
from grants.rules.reviews import ReviewState
from tests.client import Client
from tests.reviews.judging import closed


@pytest.fixture
def judging(session, at):
    found = closed(session, at)
    found.cast.rea.language = found.cast.sol.language = "en"
    return found


def text_of(answer):
    return answer.get_data(as_text=True)


def brought(client: Client, where: str, **fields):
    return text_of(client.send(where, **{"deed": "look", **fields}))


def resent(page: str) -> str:
    """The text that the page sends again with its button."""
    found = re.search(r'<textarea[^>]*name="text"[^>]*>(.*?)</textarea>', page, re.DOTALL)[1]
    return found.replace("&#34;", '"').replace("&#39;", "'").replace("&lt;", "<").replace("&amp;", "&").strip("\r\n")


def test_a_text_goes_round_whatever_is_written_in_it():
    hostile = "=== A-1 === looks like a head\n--- mark-x: 3\n\\--- slashed\n\n  last line: —"
    blanks = [Blank("mark-x", "X: (a) 1 Poor, 2 Good", "2"), Blank("for_panel", "For the panel", hostile)]
    text = "\n".join([*written("M-1", "Title === and --- more", blanks), *written("M-2", "", blanks)])
    heap = read("A preamble\n" + text, {"mark-x", "for_panel"})
    assert heap.faults == []
    assert {ref: one.fields for ref, one in heap.filled.items()} == {
        key: {"mark-x": "2", "for_panel": hostile} for key in ("M-1", "M-2")
    }


def test_every_fault_has_its_line():
    text = "=== M-1 ===\nlost\n--- wrong: 3\n--- mark-x: 1\n=== M-1 ===\n--- mark-x: 5"
    heap = read(text, {"mark-x"})
    assert [str(fault) for fault in heap.faults] == [
        "Line 2 stands under no field and was not read.",
        "Line 3: “wrong” is no field of this form.",
        "Line 5: M-1 comes twice; only the first was read.",
    ]
    assert heap.filled["M-1"].fields == {"mark-x": "1"}


def test_the_text_form_goes_round(client, judging):
    review, rea = judging.accepted(judging.cast.rea), judging.cast.rea
    judging.asked(rea, judging.other)
    client.be(rea)
    here = f"/reviews/calls/{judging.call.id}/offline"
    answer = client.get(f"/reviews/calls/{judging.call.id}/reviews.txt")
    form = text_of(answer)
    assert answer.headers["Content-Disposition"].endswith(f"{judging.call.code}.txt")
    assert judging.other.ref not in form
    first = judging.call.criteria[0]
    filled = re.sub(rf"(--- mark-{first.code} .*:)", r"\1 ４", form)
    filled = re.sub(r"(--- for_panel .*:)", r"\1\nSolid, on the whole.\n--- really", filled)
    filled = re.sub(r"(--- notes .*:)", r"\1\nNever to be sent: mischief", filled)
    page = brought(client, here, text=filled)
    assert "4 instead of –" in page
    assert "mischief" not in page
    judging.session.expire_all()
    assert review.version == 1
    saved = client.send(here, deed="save", text=resent(page))
    assert saved.status_code == 303
    judging.session.expire_all()
    assert (review.for_panel, review.scratchpad, review.state) == (
        "Solid, on the whole.\n--- really",
        "",
        ReviewState.DRAFT,
    )
    assert judging.session.scalars(select(Score.mark)).all() == [4]
    again = brought(client, here, text=text_of(client.get(f"/reviews/calls/{judging.call.id}/reviews.txt")))
    assert "instead of" not in again
    assert "Nothing" in again


def workbook(lines: list[list]) -> bytes:
    """A workbook as another program would write it."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        for number, line in enumerate(lines):
            sheet.write_row(number, 0, line)
    return made.getvalue()


def test_the_spreadsheet_goes_round_in_another_language_and_order(client, judging):
    """S21: what looks like a formula stays a text."""
    review, rea = judging.accepted(judging.cast.rea), judging.cast.rea
    rea.language = "ja"
    client.be(rea)
    content = client.get(f"/reviews/calls/{judging.call.id}/reviews.xlsx").data
    head, line = rows(content)
    assert line[0] == judging.application.ref
    assert "申請者へのコメント" in "".join(head)
    line = [*line, *[""] * (len(head) - len(line))]
    count = len(judging.call.criteria)
    line[2], line[3], line[count + 3] = 5, 2.0, "=1+1 looks like a formula"
    made = workbook([head[::-1], line[::-1], [], ["", "somewhere"]])
    page = brought(client, f"/reviews/calls/{judging.call.id}/offline", file=(io.BytesIO(made), "filled.xlsx"))
    assert client.send(f"/reviews/calls/{judging.call.id}/offline", deed="save", text=resent(page)).status_code == 303
    judging.session.expire_all()
    assert sorted(score.mark for score in review.scores) == [2, 5]
    assert review.for_applicants == "=1+1 looks like a formula"


def test_a_fault_in_one_place_keeps_the_rest_and_says_what_is_wrong(client, judging):
    mine, theirs = judging.accepted(judging.cast.rea), judging.accepted(judging.cast.sol, judging.other)
    client.be(judging.cast.rea)
    first, second = judging.call.criteria[:2]
    text = "\n".join([
        f"=== {judging.application.ref} ===", f"--- mark-{first.code}: 99", f"--- mark-{second.code}: 3",
        f"=== {judging.other.ref} ===", f"--- mark-{first.code}: 1", "=== MIRAI-2022-999 ===", "--- expertise: 1",
    ])  # fmt: skip
    page = brought(client, f"/reviews/calls/{judging.call.id}/offline", text=text)
    assert page.count("This is not among your reviews of this call.") == 2
    assert page.count(judging.other.title) == 1
    assert "3 instead of –" in page
    assert "99" in page
    client.send(f"/reviews/calls/{judging.call.id}/offline", deed="save", text=resent(page))
    judging.session.expire_all()
    assert [score.mark for score in mine.scores] == [3]
    assert theirs.scores == []


def test_what_is_submitted_or_void_is_not_written(client, judging):
    review = judging.reviewed(judging.cast.rea)
    client.be(judging.cast.rea)
    text = f"=== {judging.application.ref} ===\n--- for_panel:\nAnother word"
    page = brought(client, f"/reviews/calls/{judging.call.id}/offline", text=text)
    assert "Take it back first" in page
    assert client.send(f"/reviews/calls/{judging.call.id}/offline", deed="save", text=text).status_code == 422
    actions.reopen(review, judging.cast.rea, judging.at)
    judging.conflicted(review.assignment, judging.cast.rea)
    page = brought(client, f"/reviews/calls/{judging.call.id}/offline", text=text)
    assert judging.application.ref not in text_of(client.get(f"/reviews/calls/{judging.call.id}/reviews.txt"))
    assert judging.application.title not in page


def zipped(**parts: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name.replace("_", "/") + ".xml", content)
    return made.getvalue()


@pytest.mark.parametrize("content", [
    b"PK\x03\x04 no archive", zipped(xl_workbook=b"<a/>"), zipped(xl_worksheets_sheet1=b"<not xml"),
    zipped(xl_worksheets_sheet1=b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
    zipped(xl_worksheets_sheet1=b"<a>" + b" " * 9_000_000 + b"</a>"), b"\x00\xff\xfe\x81",
])  # fmt: skip
def test_what_is_no_form_of_ours_is_refused_with_a_sentence(client, judging, content):
    judging.accepted(judging.cast.rea)
    client.be(judging.cast.rea)
    before = judging.session.scalar(select(func.count(Entry.id)))
    answer = client.send(f"/reviews/calls/{judging.call.id}/offline", deed="look", file=(io.BytesIO(content), "x.xlsx"))
    assert answer.status_code == 422
    assert "This file cannot be read." in text_of(answer)
    assert judging.session.scalar(select(func.count(Entry.id))) == before
    if content.startswith(b"PK"):
        with pytest.raises(Unreadable):
            list(rows(content))


def test_nobody_elses_form(client, judging):
    judging.accepted(judging.cast.rea)
    for person, status in (
        (judging.cast.ada, 404),
        (judging.cast.olu, 404),
        (judging.cast.ivo, 200),
        (judging.cast.sol, 200),
    ):
        client.be(person)
        assert client.get(f"/reviews/calls/{judging.call.id}/offline").status_code == status
        answer = client.get(f"/reviews/calls/{judging.call.id}/reviews.txt")
        assert answer.status_code == status
        assert judging.application.title not in text_of(answer)


def test_everything_to_read_as_one_pdf_with_bookmarks(client, judging, monkeypatch):
    """S26: an application in conflict is never in it."""
    monkeypatch.setattr("grants.web.papers.PATIENCE", 60.0)
    for one in (judging.application, judging.other):
        judging.accepted(judging.cast.rea, one)
    client.be(judging.cast.rea)
    here = f"/reviews/calls/{judging.call.id}/applications.pdf"
    answer = client.get(here)
    assert answer.mimetype == "application/pdf", text_of(answer)[-1500:]
    paper = PdfReader(io.BytesIO(answer.data))
    assert [mark.title for mark in paper.outline] == [
        f"{one.ref} {one.title}" for one in (judging.application, judging.other)
    ]
    assert judging.cast.ada.email not in repr(paper.metadata)
    review = judging.session.scalars(
        select(Review).join(Review.assignment).where(Review.assignment.has(application_id=judging.other.id))
    ).one()
    judging.conflicted(review.assignment, judging.cast.rea)
    paper = PdfReader(io.BytesIO(client.get(here).data))
    assert [mark.title for mark in paper.outline] == [f"{judging.application.ref} {judging.application.title}"]


def test_papers_that_take_long_say_how_far_they_are(client, judging, monkeypatch):
    for one in (judging.application, judging.other):
        judging.accepted(judging.cast.rea, one)
    client.be(judging.cast.rea)
    monkeypatch.setattr("grants.web.papers.PATIENCE", 0.0)
    answer = client.get(f"/reviews/calls/{judging.call.id}/applications.zip")
    assert (answer.status_code, answer.headers["Refresh"]) == (202, "1")
    assert "0 of 2 are ready" in text_of(answer)
