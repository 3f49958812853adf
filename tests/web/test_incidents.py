"""What went wrong elsewhere does not go wrong here, by real requests: S1 to S14, S27, S30, S32 of review practice."""

import ast
import io
import re
import uuid
from pathlib import Path

import pytest
from sqlalchemy import inspect, select

import grants
from grants import clock
from grants.applications import actions as applications
from grants.applications.actions.inviting import Invited
from grants.applications.model import ConflictKind, Invitation, Paper, Right, TeamMember
from grants.calls import actions as calls
from grants.db import Base
from grants.decisions import actions as decisions
from grants.reviews.model import Edition, Review
from grants.rules.calls import CallState
from grants.rules.decisions import Recommendation
from grants.rules.reviews import ReviewState
from grants.web.transaction import SAFE
from tests import make
from tests.files import hostile
from tests.reviews.judging import closed

TOKEN = re.compile(r'name="csrf_token"[^>]*value="[^"]*"')
NOBODY = "nobodyatnowhere"
WORDS_OF_THE_RECORD = sorted(
    {column.key for mapper in Base.registry.mappers for column in inspect(mapper.class_).columns}
)


@pytest.fixture
def judging(session, at):
    found = closed(session, at)
    for person in vars(found.cast).values():
        person.language = "en"
    return found


def body(answer):
    return answer.get_data(as_text=True)


def told(client, place, *said):
    """What an answer says; what was typed or chosen and the token of the form are masked."""
    answer = client.get(place)
    text = TOKEN.sub("", body(answer)).replace(" selected", "")
    for one in said:
        text = text.replace(str(one), "")
    return answer.status_code, text


def in_conflict(judging, person, application=None):
    why = (ConflictKind.DECLARED, "a cousin")
    applications.record_conflict(application or judging.application, person, why, person, judging.at)
    judging.session.commit()


def lists(judging):
    """Every list with something to filter, sort or search in, by who reads it."""
    call, cast = judging.call.id, judging.cast
    office = [f"/office/calls/{call}{rest}" for rest in
              ("/applications", "/assignments", "/conflicts", "/several", "/reviewers", "/decisions", "/mail", "/exports")]  # fmt: skip
    return {
        cast.uma: [*office, "/office", "/office/calls"],
        cast.ivo: [f"/reviews/panels/{call}", f"/reviews/panels/{call}/figures", "/reviews/panels",
                   f"/office/calls/{call}/assignments", f"/office/calls/{call}/reviewers"],
        cast.rea: ["/reviews", f"/reviews/calls/{call}/grid", f"/reviews/calls/{call}/offline"],
        cast.ada: ["/my", "/calls", "/projects"],
    }  # fmt: skip


def test_s1_s14_no_word_of_the_record_filters_sorts_or_counts_what_one_may_not_see(client, judging):
    """Every name the record knows, sent as a filter to every list, to one in conflict with what it is about."""
    judging.reviewed(judging.cast.sol)
    judging.accepted(judging.cast.rea, judging.other)
    for person in (judging.cast.uma, judging.cast.ivo, judging.cast.rea):
        in_conflict(judging, person)
    hidden, shown = judging.application, judging.other
    for person, places in lists(judging).items():
        client.be(person)
        for place in places:
            for first in range(0, len(WORDS_OF_THE_RECORD), 250):
                words = WORDS_OF_THE_RECORD[first : first + 250]
                values = (judging.cast.sol.id, uuid.UUID(int=7))
                asked = [
                    told(client, f"{place}?{'&'.join(f'{word}={value}' for word in words)}", *values)
                    for value in values
                ]
                assert asked[0] == asked[1], (person.email, place, words)
                if person is not judging.cast.ada:
                    assert hidden.ref not in asked[0][1], (person.email, place)
    assert shown.ref in body(client.be(judging.cast.uma).get(f"/office/calls/{judging.call.id}/applications"))


def test_s1_the_drill_all_reviews_are_frozen_and_each_is_put_back_to_what_it_was(client, judging):
    """Freezing the ranking closes every review; what one said at any time is kept, and put back by its author."""
    review = judging.accepted(judging.cast.rea)
    client.be(judging.cast.rea)
    first = judging.call.criteria[0].code
    client.send(f"/reviews/{review.id}/autosave", for_panel="Written honestly. " * 5, **{f"mark-{first}": "5"})
    clock.stop(judging.at.replace(hour=judging.at.hour + 1))
    client.send(f"/reviews/{review.id}/autosave", for_panel="", **{f"mark-{first}": "1"})
    kept = judging.session.scalars(select(Edition)).one()
    assert client.send(f"/reviews/{review.id}/earlier/{kept.id}/restore").status_code == 303
    judging.session.expire_all()
    assert (review.for_panel[:17], [one.mark for one in review.scores if one.mark]) == ("Written honestly.", [5])
    both = [judging.application, judging.other]
    decisions.recommend(both, decisions.Advice(Recommendation.RESERVE, "so"), judging.cast.ivo, judging.at)
    decisions.waive(both, "The drill", judging.cast.ivo, judging.at)
    judging.session.flush()
    decisions.lock(judging.call, judging.cast.ivo, judging.at)
    judging.session.commit()
    refused = client.send(f"/reviews/{review.id}/autosave", for_panel="Changed by somebody else")
    assert refused.status_code == 422
    judging.session.expire_all()
    assert review.for_panel.startswith("Written honestly.")


def test_s2_what_belongs_to_another_is_not_reached_through_ones_own(client, session, at):
    """Every address with a thing within a thing: mine with theirs is answered like mine with nothing, to every deed."""
    house = make.opened(session, at)
    mine = make.written(house)
    theirs = make.written(house, make.joined(house, *make.pair(house, 2)))
    applications.comment(theirs, "part-JP", "A secret remark", theirs.lead.pi, house.at)
    whom = Invited("new@example.org", "Newcomer", theirs.lead_side, Right.VIEW)
    applications.invite(theirs, whom, theirs.lead.pi, house.at)
    session.commit()
    children = [
        theirs.id,
        *(part.id for part in theirs.parts),
        *(one.id for one in session.scalars(select(Invitation))),
    ]
    children += [row.id for row in session.scalars(select(TeamMember).where(TeamMember.application_id == theirs.id))]
    children += [answer.id for answer in theirs.answers]
    client.be(house.cast.ada)
    nested = [rule for rule in client.application.url_map.iter_rules()
              if rule.rule.startswith("/my/applications/<uuid:id>/") and rule.rule.count("<uuid:") > 1]  # fmt: skip
    assert len(nested) >= 6
    for rule in nested:
        [inner] = [name for name in rule.arguments if name != "id"]
        with client.application.test_request_context():
            places = [client.application.url_for(rule.endpoint, id=mine.id, **{inner: key}) for key in
                      (*children, uuid.uuid4())]  # fmt: skip
        for method in rule.methods - {"HEAD", "OPTIONS"}:
            answers = [client.get(place) if method == "GET" else client.send(place) for place in places]
            assert len({one.status_code for one in answers}) == 1, (rule.rule, method)
            assert answers[0].status_code in {404, 422}, (rule.rule, method)


HARMFUL = {
    "page.html": b"<html><script>alert(1)</script></html>",
    "drawing.svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "listing.xml": b'<?xml version="1.0"?><x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script>',
    "script.pdf": hostile.compact(hostile.add_script),
}


def test_s3_what_runs_is_not_taken_and_what_is_taken_is_handed_out_as_a_file(client, session, at):
    """Pages, drawings and PDFs with programs are refused under any name; a file taken never runs in anybody's session."""
    house = make.opened(session, at)
    ours = make.started(house)
    session.commit()
    client.be(house.cast.ada)
    place = f"/my/applications/{ours.id}/files/figures"
    for name, content in HARMFUL.items():
        for called in (name, f"{name}.pdf"):
            assert client.send(place, file=(io.BytesIO(content), called)).status_code == 422, called
    assert not session.scalars(select(Paper)).all()
    assert client.send(place, file=(io.BytesIO(hostile.plain()), "<svg onload=x>.html")).status_code == 303
    paper = session.scalars(select(Paper)).one()
    answer = client.get(f"/my/applications/{ours.id}/files/{paper.id}/download")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    held = answer.headers["Content-Disposition"]
    assert held.startswith("attachment")
    assert ("<" in held, held.strip('"').endswith(".pdf")) == (False, True)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert policy.endswith("; sandbox")


def test_s4_nothing_that_people_write_is_ever_run(client, judging):
    """No word of the product runs text; what looks like a program in a title is shown as it was typed."""
    running = {"eval", "exec", "compile", "render_template_string", "from_string", "__import__"}
    found = []
    for path in Path(grants.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", None) or getattr(node.func, "attr", "")
                plain = isinstance(node.func, ast.Name) or name in {"render_template_string", "from_string"}
                found += [(path.name, node.lineno, name)] if name in running and plain else []
    assert not found
    title = "{{7*7}} ?> <% 1+1 %> ''.__class__.__mro__ %(ref)s %s {0}"
    judging.application.title = title
    judging.session.commit()
    shown = body(client.be(judging.cast.olu).get(f"/office/calls/{judging.call.id}/applications"))
    assert "{{7*7}} ?&gt;" in shown
    assert "%(ref)s %s {0}" in shown
    assert "49 ?&gt;" not in shown


def test_s5_a_reviewer_gains_no_place_on_a_team_by_saving_it_unchanged(client, judging):
    review = judging.accepted(judging.cast.rea)
    ours, rea = judging.application, judging.cast.rea
    team = {(part.side, part.pi_id) for part in ours.parts} | {one.person_id for one in ours.members}
    client.be(rea)
    posts = [rule for rule in client.application.url_map.iter_rules()
             if rule.rule.startswith("/my/applications/<uuid:id>") and rule.methods - set(SAFE) - {"OPTIONS"}]  # fmt: skip
    said = ({}, {"title": ours.title}, {"contacts": str(rea.id)}, {"owner": str(rea.id), "pi_id": str(rea.id)})
    for rule in posts:
        values = {name: str(uuid.uuid4()) for name in rule.arguments} | {"id": ours.id}
        values |= {"side": "JP", "section": "project", "question": "figures"} if rule.arguments - {"id"} else {}
        with client.application.test_request_context():
            place = client.application.url_for(rule.endpoint, **{name: values[name] for name in rule.arguments})
        assert {client.send(place, **fields).status_code for fields in said} <= {403, 404}, rule.rule
    judging.session.expire_all()
    assert {(part.side, part.pi_id) for part in ours.parts} | {one.person_id for one in ours.members} == team
    assert review.state is ReviewState.DRAFT


def test_s6_s7_searching_for_what_is_hidden_says_and_costs_what_searching_for_nobody_does(client, judging, statements):
    """An officer in conflict looks for the title, the people and the number: the same words, as many questions."""
    judging.reviewed(judging.cast.sol)
    ours, uma = judging.application, judging.cast.uma
    ours.title = "Unheardofterns"
    in_conflict(judging, uma)
    client.be(uma)
    words = ("Unheardofterns", "Takahashi", "Oberg", NOBODY)
    places = [f"/office/calls/{judging.call.id}{rest}" for rest in ("/applications", "/assignments", "/mail")]
    for place in places:
        answers, counts = [], []
        for word in words:
            with statements() as seen:
                answers.append(told(client, f"{place}?words={word}", word))
            counts.append(len(seen))
        assert all("Unheardofterns" not in text for _, text in answers), place
        assert {text for _, text in answers} == {answers[-1][1]}, place
        assert set(counts) == {counts[-1]}, place
    found = body(client.be(judging.cast.olu).get(f"{places[0]}?words=Unheardofterns"))
    assert ours.ref in found  # the control: who may find it does


def test_s13_an_address_is_invited_alike_whether_somebody_has_an_account_under_it(client, session, at):
    """There is no list of people to type ahead in; inviting tells nothing of who is here."""
    house = make.opened(session, at)
    application = make.joined(house)
    session.commit()
    hints = [rule.rule for rule in client.application.url_map.iter_rules()
             if any(word in rule.rule for word in ("complete", "suggest", "typeahead", "lookup", "mention"))]  # fmt: skip
    assert not hints
    client.be(house.cast.ada)
    said = {"name": "Some Body", "side": house.first, "right": "view", "role": "other"}
    said = {f"member-{name}": value for name, value in said.items()}
    answers = []
    for address in (house.cast.rea.email, "nobody@example.com"):
        answer = client.send(f"/my/applications/{application.id}/team", **said | {"member-email": address})
        shown = body(client.get(f"/my/applications/{application.id}/team")).replace(address, "")
        answers.append((answer.status_code, answer.headers.get("Location"), shown.count("Some Body")))
    assert [one[:2] for one in answers] == [(303, answers[0][1])] * 2
    assert 0 < answers[0][2] * 2 == answers[1][2]
    names = {house.cast.rea.family, house.cast.rea.family_latin}
    assert not any(name in body(client.get(f"/my/applications/{application.id}/team")) for name in names)


def test_s27_when_the_call_is_archived_its_panel_reads_nothing_any_more(client, judging):
    review = judging.reviewed(judging.cast.rea)
    judging.session.commit()
    call, ours = judging.call, judging.application
    reviewers = [
        f"/reviews/{review.id}", f"/reviews/assignments/{review.assignment_id}", f"/reviews/calls/{call.id}/grid",
        f"/reviews/applications/{ours.id}/application.pdf", f"/reviews/calls/{call.id}/applications.zip",
        f"/reviews/applications/{ours.id}/others", f"/reviews/applications/{ours.id}/discussion",
    ]  # fmt: skip
    chairs = [
        f"/reviews/panels/{call.id}",
        f"/reviews/panels/applications/{ours.id}",
        f"/reviews/panels/{call.id}/figures",
    ]
    open_to_both = [(judging.cast.rea, reviewers), (judging.cast.ivo, chairs)]
    for person, places in open_to_both:
        client.be(person)
        assert {client.get(place).status_code for place in places} == {200}
    judging.call._state = CallState.RELEASED
    calls.archive(call, judging.cast.olu, judging.at)
    judging.session.commit()
    for person, places in open_to_both:
        client.be(person)
        assert {client.get(place).status_code for place in places} == {404}
        home = body(client.get("/reviews")) + body(client.get("/reviews/panels"))
        assert ours.ref not in home
        assert call.code not in home
    assert client.be(judging.cast.olu).get(f"/office/applications/{ours.id}").status_code == 200


def test_s30_no_field_but_those_of_the_form_is_ever_written(client, judging):
    """Every name the record knows is sent along with a review and a profile; nothing but what the form asks changes."""
    review, rea = judging.accepted(judging.cast.rea), judging.cast.rea
    judging.session.commit()

    def state(thing, but=()):
        judging.session.refresh(thing)
        kept = {
            column.key: getattr(thing, column.key) for column in inspect(type(thing)).columns if column.key not in but
        }
        return kept | {"state": getattr(thing, "state", None)}

    free = (
        "for_panel",
        "for_applicants",
        "scratchpad",
        "expertise",
        "changed_at",
        "kept_at",
        "version",
        "_state",
        "state",
    )
    before, person = state(review, free), state(rea, ("version",))
    sweep = {word: "7" for word in WORDS_OF_THE_RECORD if word not in ("for_panel", "version")}
    sweep |= {"state": "submitted", "role": "chair", "reviewer_id": str(judging.cast.sol.id), "side": "SE"}
    client.be(rea)
    assert client.send(f"/reviews/{review.id}", for_panel="Mine", **sweep).status_code in {303, 422}
    assert client.send(f"/reviews/{review.id}/autosave", for_panel="Mine", **sweep).status_code == 200
    assert state(review, free) == before
    assert review.state is ReviewState.DRAFT
    assert review.for_panel == "Mine"
    roles = [(held.role, held.call_id, held.side) for held in rea.appointments]
    kept_back = {
        "id",
        "email",
        "created_at",
        "disabled_at",
        "password",
        "second_factor",
        "verified_at",
        "notice_seen_at",
    }
    client.send("/profile", family="Yoshida", given="Rei", language="en", zone="Asia/Tokyo", **{
        word: "7" for word in WORDS_OF_THE_RECORD if word not in ("family", "given", "language", "zone")
    })  # fmt: skip
    after = state(rea, ("version",))
    assert {name: after[name] for name in kept_back & set(after)} == {
        name: person[name] for name in kept_back & set(after)
    }
    assert [(held.role, held.call_id, held.side) for held in rea.appointments] == roles


def test_s32_after_the_release_nothing_makes_words_for_the_panel_readable_to_applicants(client, session, at):
    """What applicants read is frozen at the release; no switch of the round widens it afterwards."""
    house = make.opened(session, at)
    for person in vars(house.cast).values():
        person.language = "en"
    ours = make.submitted(house)
    make.closed(house)
    make.reviewed(house, ours)
    make.advised(house, Recommendation.FUND, ours)
    make.followed(house)
    make.released(house)
    session.commit()
    place = f"/my/applications/{ours.id}"
    before = body(client.be(house.cast.ada).get(place))
    assert f"For the team of {ours.ref}" in before
    assert "For the panel from" not in before
    review = session.scalars(select(Review).limit(1)).one()
    call = house.call
    code = call.review_rounds[0].code
    client.be(house.cast.olu)
    widened = client.send(
        f"/office/calls/{call.id}/rounds/{code}", told="comments_and_scores", others="always", version=call.version
    )
    assert widened.status_code in {403, 404, 422}
    reviewer = client.be(review.assignment.reviewer)
    for rest in ("", "/autosave", "/reopen", "/rescore"):
        reviewer.send(f"/reviews/{review.id}{rest}", for_applicants="Your rival was weaker", for_panel="x", reason="y")
    session.expire_all()
    assert call.review_rounds[0].told == "comments"
    assert body(client.be(house.cast.ada).get(place)).count("Your rival was weaker") == 0
