"""The reviewer's desk, by real requests: title and people first, the form beside the PDF, saved as it is written."""

import io
import re
import zipfile

import pytest
from pypdf import PdfReader
from sqlalchemy import func, select

from grants.applications import actions as applications
from grants.applications.model import Conflict
from grants.history.model import Entry
from grants.reviews.model import Review, Score
from grants.rules.reviews import AssignmentState, ReviewState
from tests.reviews.judging import closed


@pytest.fixture
def judging(session, at):
    return closed(session, at)


def masked(text, name):
    return re.sub(r'name="csrf_token" value="[^"]+"', "", text.replace(name, ""))


def form_of(judging, mark="4", **more):
    marks = {f"mark-{criterion.code}": mark for criterion in judging.call.criteria}
    texts = {"for_applicants": "A clear plan.", "for_panel": "Solid.", "scratchpad": ""}
    return {**marks, **texts, "expertise": "3", **more}


def ids(answer):
    return answer.get_data(as_text=True)


def test_the_pile_and_the_way_to_a_submitted_review(client, judging):
    rea = judging.cast.rea
    assignment = judging.asked(rea)
    client.be(rea)
    text = ids(client.get("/reviews"))
    assert judging.application.title in text
    assert f"/reviews/assignments/{assignment.id}" in text
    text = ids(client.get(f"/reviews/assignments/{assignment.id}"))
    assert judging.cast.ada.family in text or judging.cast.ada.family_latin in text
    assert client.get(f"/reviews/applications/{judging.application.id}/application.pdf").status_code == 404
    opened = client.send(f"/reviews/assignments/{assignment.id}/accept")
    assert opened.status_code == 303
    where = opened.headers["Location"]
    assert "application.pdf" in ids(client.get(where))
    answer = client.send(where, deed="submit", **form_of(judging))
    assert (answer.status_code, answer.headers["Location"]) == (303, "/reviews")
    review = judging.session.scalars(select(Review)).one()
    assert (review.state, review.expertise) == (ReviewState.SUBMITTED, 3)
    assert len(review.scores) == len(judging.call.criteria)
    assert "reopen" in ids(client.get(where))
    assert client.send(f"{where}/reopen").status_code == 303
    judging.session.expire_all()
    assert review.state is ReviewState.DRAFT


def test_the_answer_to_a_get_changes_nothing(client, judging):
    assignment = judging.asked(judging.cast.rea)
    client.be(judging.cast.rea)
    for deed in ("accept", "decline", "conflict"):
        assert client.get(f"/reviews/assignments/{assignment.id}/{deed}").status_code == 405
    judging.session.expire_all()
    assert assignment.state is AssignmentState.INVITED


def test_a_conflict_closes_every_door_at_once(client, judging):
    review = judging.accepted(judging.cast.rea)
    client.be(judging.cast.rea)
    assert client.get(f"/reviews/{review.id}").status_code == 200
    form = {"conflict-reason": "My former student"}
    assert client.send(f"/reviews/assignments/{review.assignment_id}/conflict", **form).status_code == 303
    assert client.get(f"/reviews/{review.id}").status_code == 404
    assert client.send(f"/reviews/{review.id}/autosave", **form_of(judging)).status_code == 404
    assert client.get(f"/reviews/applications/{judging.application.id}/application.pdf").status_code == 404
    judging.session.expire_all()
    assert review.state is ReviewState.VOID
    found = judging.session.scalars(select(Conflict)).one()
    assert (found.person_id, found.reason, found.stands) == (judging.cast.rea.id, "My former student", True)


HOSTILE = ("NaN", "1e400", "99", "-1", "4.0", "４４", "1" * 500, "\x00", "<script>", "٤", "0x4", " ")


@pytest.mark.parametrize("mark", HOSTILE)
def test_a_mark_that_is_none_is_refused_beside_its_field_and_the_rest_is_kept(client, judging, mark):
    review = judging.accepted(judging.cast.rea)
    first, second = (f"mark-{criterion.code}" for criterion in judging.call.criteria[:2])
    client.be(judging.cast.rea)
    answer = client.send(f"/reviews/{review.id}/autosave", **{first: mark, second: "3", "for_panel": "Kept."})
    assert answer.status_code == 200
    assert list(answer.get_json()["errors"]) == [first]
    assert [score.mark for score in judging.session.scalars(select(Score))] == [3]
    assert judging.session.scalars(select(Review.for_panel)).one() == "Kept."
    answer = client.send(f"/reviews/{review.id}", **{first: mark, second: "3"})
    assert answer.status_code == 422


def test_full_width_digits_are_digits(client, judging):
    review = judging.accepted(judging.cast.rea)
    client.be(judging.cast.rea)
    name = f"mark-{judging.call.criteria[0].code}"
    assert client.send(f"/reviews/{review.id}/autosave", **{name: "５"}).get_json()["errors"] == {}
    assert judging.session.scalars(select(Score.mark)).one() == 5


def test_texts_that_cannot_be_kept(client, judging):
    review = judging.accepted(judging.cast.rea)
    client.be(judging.cast.rea)
    for text in ("a\x00b", "x" * 10_001):
        told = client.send(f"/reviews/{review.id}/autosave", for_panel=text, for_applicants="Kept.").get_json()
        assert list(told["errors"]) == ["for_panel"]
    assert judging.session.execute(select(Review.for_panel, Review.for_applicants)).one() == ("", "Kept.")


def test_submitting_with_gaps_says_each_and_keeps_what_was_typed(client, judging):
    review = judging.accepted(judging.cast.rea)
    client.be(judging.cast.rea)
    first, *rest = (f"mark-{criterion.code}" for criterion in judging.call.criteria)
    answer = client.send(f"/reviews/{review.id}", deed="submit", **{first: "2", "for_panel": "Typed."})
    assert answer.status_code == 422
    for name in [*rest, "for_applicants"]:
        assert re.search(rf'href="#{name}(-0)?"', ids(answer)), name
    assert f'href="#{first}' not in ids(answer)
    judging.session.expire_all()
    assert (review.state, review.for_panel) == (ReviewState.DRAFT, "Typed.")


def test_two_tabs(client, judging):
    review = judging.accepted(judging.cast.rea)
    client.be(judging.cast.rea)
    seen = str(review.version)
    first = client.send(f"/reviews/{review.id}/autosave", for_panel="First tab", version=seen)
    assert (first.status_code, first.get_json()["version"]) == (200, str(int(seen) + 1))
    second = client.send(f"/reviews/{review.id}/autosave", for_panel="Second tab", version=seen)
    assert (second.status_code, second.get_json()["theirs"]["for_panel"]) == (409, "First tab")
    answer = client.send(f"/reviews/{review.id}", for_panel="Second tab", version=seen)
    assert answer.status_code == 422
    assert "Second tab" in ids(answer)
    assert judging.session.scalars(select(Review.for_panel)).one() == "First tab"
    again = second.get_json()["version"]
    assert client.send(f"/reviews/{review.id}/autosave", for_panel="Second tab", version=again).status_code == 200


def test_submitting_leads_to_the_next_that_waits(client, judging):
    first, second = judging.accepted(judging.cast.rea), judging.accepted(judging.cast.rea, judging.other)
    client.be(judging.cast.rea)
    text = ids(client.get(f"/reviews/{first.id}"))
    assert f'rel="next" href="/reviews/{second.id}"' in text
    answer = client.send(f"/reviews/{first.id}", deed="submit", **form_of(judging))
    assert answer.headers["Location"] == f"/reviews/{second.id}"


def test_a_reviewer_learns_nothing_of_the_others_before_their_own_is_in(client, judging):
    judging.reviewed(judging.cast.sol, mark=2)
    review = judging.accepted(judging.cast.rea)
    client.be(judging.cast.rea)
    theirs = f"/reviews/applications/{judging.application.id}/others"
    for address in ("/reviews", f"/reviews/{review.id}", f"/reviews/assignments/{review.assignment_id}"):
        text = ids(client.get(address))
        assert "Solvberg" not in text
        assert theirs not in text
    assert client.get(theirs).status_code == 404
    client.send(f"/reviews/{review.id}", deed="submit", **form_of(judging))
    assert theirs in ids(client.get(f"/reviews/{review.id}"))
    text = ids(client.get(theirs))
    assert "A clear plan." in text
    assert "solid" not in text
    assert "Solvberg" not in text
    assert "Sølvberg" not in text


def test_nobody_elses_review_opens(client, judging):
    review = judging.reviewed(judging.cast.rea)
    missing = "/reviews/00000000-0000-0000-0000-000000000000"
    for person in (judging.cast.sol, judging.cast.olu, judging.cast.ivo, judging.cast.ada, judging.cast.sys):
        client.be(person)
        assert client.get(f"/reviews/{review.id}").status_code == 404
        theirs, none = ids(client.get(f"/reviews/{review.id}")), ids(client.get(missing))
        assert masked(theirs, str(review.id)) == masked(none, missing[9:])
        assert client.send(f"/reviews/{review.id}", **form_of(judging)).status_code == 404
    assert client.nobody().get(f"/reviews/{review.id}").status_code == 303


def test_a_withdrawn_application_leaves_the_pile(client, judging):
    review = judging.accepted(judging.cast.rea)
    applications.withdraw(judging.application, "moved abroad", judging.cast.ada, judging.at)
    client.be(judging.cast.rea)
    assert client.get(f"/reviews/{review.id}").status_code == 404
    assert judging.application.ref not in ids(client.get("/reviews"))


def test_mass_assignment_changes_nothing_else(client, judging):
    review = judging.accepted(judging.cast.rea)
    client.be(judging.cast.rea)
    more = {"state": "submitted", "_state": "submitted", "submitted_at": "2022-01-01", "assignment_id": str(review.id),
            "reviewer_id": str(judging.cast.sol.id), "is_in": "1"}  # fmt: skip
    assert client.send(f"/reviews/{review.id}/autosave", **more).status_code == 200
    judging.session.expire_all()
    assert (review.state, review.submitted_at, review.version) == (ReviewState.DRAFT, None, 1)
    assert judging.session.scalar(select(func.count()).where(Entry.subject_id == review.id)) == 1


def test_everything_to_read_in_one_archive(client, judging):
    judging.accepted(judging.cast.rea)
    judging.asked(judging.cast.rea, judging.other)
    client.be(judging.cast.rea)
    answer = client.get(f"/reviews/calls/{judging.call.id}/applications.zip")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as folder:
        assert folder.namelist() == [f"{judging.application.ref}.pdf"]
        assert folder.read(folder.namelist()[0]).startswith(b"%PDF")
    assert client.be(judging.cast.max).get(f"/reviews/calls/{judging.call.id}/applications.zip").status_code == 404


def test_the_pdf_names_nobody_outside_its_pages(client, judging):
    judging.accepted(judging.cast.rea)
    client.be(judging.cast.rea)
    answer = client.get(f"/reviews/applications/{judging.application.id}/application.pdf")
    paper = PdfReader(io.BytesIO(answer.data))
    outside = repr(paper.metadata) + repr(paper.xmp_metadata.stream.get_data()) + str(answer.headers)
    ada, ben = judging.cast.ada, judging.cast.ben
    for name in (ada.family, ada.family_latin, ada.email, ben.family, ben.family_latin, ben.email):
        assert name not in outside
    assert ben.family in "".join(sheet.extract_text() for sheet in paper.pages)


def test_a_conflict_is_declared_by_number_before_or_after_being_asked(client, judging):
    review = judging.accepted(judging.cast.rea)
    here = f"/reviews/calls/{judging.call.id}/conflicts"
    client.be(judging.cast.rea)
    for number in ("999", "0", "x", "", "1e3"):
        assert client.send(here, number=number, reason="x").status_code == 422
    assert client.send(here, number=str(judging.application.number), reason="My brother").status_code == 303
    assert client.send(here, number=str(judging.other.number), reason="My rival").status_code == 303
    text = ids(client.get(here))
    assert "My brother" in text
    assert judging.application.title not in text
    assert client.get(f"/reviews/{review.id}").status_code == 404
    judging.session.expire_all()
    assert review.state is ReviewState.VOID
    client.be(judging.cast.ivo)
    assert "My brother" not in ids(client.get(here))
    assert client.send(here, number=str(judging.application.number)).status_code == 303
    assert client.send(here, number=str(judging.application.number), reason="again").status_code == 303
    for person in (judging.cast.olu, judging.cast.ada, judging.cast.max):
        assert client.be(person).get(here).status_code == 404
