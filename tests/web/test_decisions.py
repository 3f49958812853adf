"""Panel, decisions, release, awards over HTTP: the pages, their deeds, and the doors that stay shut."""

import html
import re
import uuid

import pytest
from sqlalchemy import event, select

from grants.applications import actions as applications
from grants.applications.model import Application, ConflictKind
from grants.awards.model import AwardPart
from grants.calls.model import Call
from grants.decisions import actions as decisions
from grants.decisions.actions import Decided, Move
from grants.decisions.queries import cases_of, standings
from grants.decisions.tellings import NEWS
from grants.letters.model import Letter
from grants.mail.model import Message
from grants.rules.applications import ApplicationState
from grants.rules.awards import PartState
from grants.rules.calls import CallState
from grants.rules.decisions import RankingState, Recommendation
from grants.rules.funding import Verdict
from grants.rules.letters import LetterKind, LetterState
from grants.words import language
from tests import make

FUND, RESERVE, REJECT = Recommendation.FUND, Recommendation.RESERVE, Recommendation.REJECT


@pytest.fixture
def house(session, at):
    """A closed call over three applications: 5, 4 and 4 points."""
    house = make.opened(session, at)
    house.applications = [make.submitted(house), *make.more(house, 2)]
    make.closed(house)
    for application, mark in zip(house.applications, (5, 4, 4), strict=True):
        make.reviewed(house, application, mark, mark)
    session.commit()
    return house


@pytest.fixture
def decided(house):
    """The first is funded, the second on the reserve list, the third declined."""
    first, second, third = house.applications
    make.advised(house, FUND, first)
    make.advised(house, RESERVE, second)
    make.advised(house, REJECT, third)
    make.followed(house)
    house.session.commit()
    return house


@pytest.fixture
def awarded(decided):
    """Released; the first is awarded."""
    decided.award = make.released(decided)[0]
    decided.session.commit()
    return decided


def at_panel(house):
    return f"/reviews/panels/{house.call.id}"


def at_decisions(house):
    return f"/office/calls/{house.call.id}/decisions"


def at_release(house):
    return f"/office/calls/{house.call.id}/release"


def page(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, answer.get_data(as_text=True)[-2000:]
    return make.plain(html.unescape(answer.get_data(as_text=True)))


def sent(client, address, status=303, **fields):
    answer = client.send(address, **fields)
    text = make.plain(html.unescape(answer.get_data(as_text=True)))
    assert answer.status_code == status, text[-3000:]
    return text


def everyone_else(house, *but):
    cast = house.cast
    people = (cast.ada, cast.ben, cast.rea, cast.sol, cast.olu, cast.uma, cast.ivo, cast.aud, cast.sys, cast.max)
    return [person for person in people if person not in but]


# the panel


def test_the_chair_finds_the_panel_and_the_ranking(client, house):
    client.be(house.cast.ivo)
    assert at_panel(house) in page(client, "/reviews/panels")
    text = page(client, at_panel(house))
    for application in house.applications:
        assert application.ref in text
    assert "5.00" in text
    assert "shared" in text
    assert "Record" in text


def test_a_person_without_a_panel_is_told_so(client, house):
    client.be(house.cast.max)
    assert "You chair no panel" in page(client, "/reviews/panels")


def test_the_ranking_is_read_by_officers_and_auditor_and_by_nobody_else(client, house):
    readers = (house.cast.ivo, house.cast.olu, house.cast.uma, house.cast.aud)
    for person in readers[1:]:
        client.be(person)
        assert 'name="deed"' not in page(client, at_panel(house))
    for person in everyone_else(house, *readers):
        client.be(person)
        page(client, at_panel(house), 404)
    assert client.nobody().get(at_panel(house)).status_code == 303


def test_only_the_chair_works_in_the_panel(client, house):
    for person in everyone_else(house, house.cast.ivo):
        client.be(person)
        chosen = str(house.applications[0].id)
        assert sent(client, at_panel(house), 404, deed="recommend", recommendation="fund", chosen=chosen)
        page(client, f"/reviews/panels/applications/{chosen}", 404)
    assert all(case.recommendation is None for case in cases_of(house.session, house.call))


def test_recommending_moving_and_freezing(client, house):
    client.be(house.cast.ivo)
    first, second, third = (str(one.id) for one in house.applications)
    sent(client, at_panel(house), deed="recommend", recommendation="fund", reason="clear", chosen=[first, second])
    assert "Give the reason for the move" in sent(client, at_panel(house), 422, deed="up", chosen=third)
    assert "Tick the one application" in sent(client, at_panel(house), 422, deed="up", chosen=[first, second])
    assert "Choose what the panel" in sent(client, at_panel(house), 422, deed="recommend", chosen=third)
    sent(client, at_panel(house), deed="up", chosen=third, reason="early-career team")
    assert [one.number for one in standings(house.session, house.cast.ivo, house.call)] == [1, 3, 2]
    sent(client, at_panel(house), deed="place", place="１", chosen=third, reason="early-career team")
    assert [one.number for one in standings(house.session, house.cast.ivo, house.call)] == [3, 1, 2]
    assert "early-career team" in page(client, at_panel(house))
    assert "have no recommendation yet" in sent(client, at_panel(house), 422, deed="lock")
    sent(client, at_panel(house), deed="by_place", fund="3", reserve="0")
    sent(client, at_panel(house), deed="lock")
    assert house.call.ranking.state is RankingState.LOCKED
    text = page(client, at_panel(house))
    assert "Nothing in it has changed since" in text
    assert 'name="deed"' not in text


def test_a_line_through_a_tie_is_refused_beside_its_field(client, house):
    client.be(house.cast.ivo)
    text = sent(client, at_panel(house), 422, deed="by_place", fund="2", reserve="0")
    assert "The line after place 2 runs through a tie" in text
    assert 'href="#fund"' in text
    assert 'value="2"' in text


def test_one_application_before_the_panel(client, house):
    client.be(house.cast.ivo)
    address = f"/reviews/panels/applications/{house.applications[1].id}"
    text = page(client, address)
    for words in ("For the panel from rea@example.org", "4 points", "application.pdf", "Recommendation"):
        assert words in text
    sent(client, address, recommendation="reserve", reason="if money is left")
    assert "if money is left" in page(client, address)
    assert "Choose one" in sent(client, address, 422, recommendation="")


def test_case_17_a_chair_in_conflict_finds_it_nowhere(client, house):
    second = house.applications[1]
    why = (ConflictKind.DECLARED, "a cousin")
    applications.record_conflict(second, house.cast.ivo, why, house.cast.ivo, house.at)
    house.session.commit()
    client.be(house.cast.ivo)
    text = page(client, at_panel(house))
    assert second.ref not in text
    assert str(second.id) not in text
    told = []
    for key in (uuid.uuid4(), second.id):
        text = page(client, f"/reviews/panels/applications/{key}", 404)
        told.append(re.sub(r'name="csrf_token" value="[^"]*"', "", text).replace(str(key), "…"))
    assert told[0] == told[1]
    sent(client, at_panel(house), 422, deed="recommend", recommendation="fund", chosen=str(second.id))


# the sides


def test_the_office_decides_for_its_own_side(client, house):
    make.advised(house, FUND, house.applications[0])
    house.session.commit()
    client.be(house.cast.olu)
    chosen = str(house.applications[0].id)
    assert "Choose the decision" in sent(client, at_decisions(house), 422, chosen=chosen)
    assert "Tick the applications" in sent(client, at_decisions(house), 422, verdict="fund")
    text = sent(client, at_decisions(house), 422, chosen=chosen, verdict="fund_less", amount="400,000.50", reason="x")
    assert "has no decimals" in text
    assert "400,000.50" in text
    sent(client, at_decisions(house), chosen=chosen, verdict="fund_less", amount="３００，０００", reason="one visit")
    case = cases_of(house.session, house.call)[0]
    assert (case.sides[0].verdict, case.sides[0].amount.minor) == (Verdict.FUND_LESS, 300_000)
    mine = page(client, at_decisions(house))
    assert "Fund with less" in mine
    assert "JPY 300,000" in mine
    client.be(house.cast.uma)
    theirs = page(client, at_decisions(house))
    assert "one visit" not in theirs
    assert "JPY 300,000" not in theirs
    assert "Shown when all sides have decided" in theirs


def sums(client, house):
    """Every sum of money that the pages of a call show."""
    here = f"/office/calls/{house.call.id}"
    return [
        re.findall(r"JPY [0-9,]+", page(client, f"{here}{path}")) for path in ("", "/decisions", "/money", "/figures")
    ]


def test_no_page_of_the_other_side_tells_before_both_are_in(client, house):
    make.advised(house, FUND, house.applications[0])
    house.session.commit()
    others = (house.cast.uma, house.cast.aud)
    before = [sums(client.be(person), house) for person in others]
    said = Decided(house.first, Verdict.NO_MONEY, None, "our board wants another")
    decisions.decide(house.applications[0], said, house.cast.olu, house.at)
    decisions.decide(
        house.applications[1], Decided(house.first, Verdict.FUND, None, "a bold idea"), house.cast.olu, house.at
    )
    house.session.commit()
    assert [sums(client.be(person), house) for person in others] == before
    assert sums(client.be(house.cast.olu), house) != before[0]
    for person in (*others, house.cast.ivo):
        client.be(person)
        here = f"/office/calls/{house.call.id}"
        for address in (f"{here}/decisions", f"{here}/release", f"{here}/money", here, f"{here}/history",
                        f"/office/applications/{house.applications[0].id}", at_panel(house)):  # fmt: skip
            text = make.plain(client.get(address).get_data(as_text=True))
            assert not any(words in text for words in ("our board wants another", "a bold idea")), address


def test_following_the_panel_is_one_press(client, house):
    make.advised(house, FUND, *house.applications)
    house.session.commit()
    client.be(house.cast.uma)
    assert "Follow the panel on the 3" in page(client, at_decisions(house))
    sent(client, f"{at_decisions(house)}/follow")
    assert all(case.sides[1].verdict is Verdict.FUND for case in cases_of(house.session, house.call))


def test_who_may_decide_and_who_may_look(client, decided):
    officers = (decided.cast.olu, decided.cast.uma)
    client.be(decided.cast.aud)
    assert 'name="verdict"' not in page(client, at_decisions(decided))
    page(client, at_release(decided))
    for person in everyone_else(decided, *officers):
        client.be(person)
        for deed in (
            at_decisions(decided),
            f"{at_decisions(decided)}/follow",
            f"{at_release(decided)}/propose",
            f"{at_release(decided)}/go",
            f"{at_release(decided)}/take-back",
        ):
            sent(client, deed, 404)
        if person is not decided.cast.aud:
            page(client, at_decisions(decided), 404)
            page(client, at_release(decided), 404)
            page(client, f"/office/calls/{decided.call.id}/awards", 404)


# the release


def test_the_release_over_two_desks(client, decided):
    client.be(decided.cast.olu)
    text = page(client, at_release(decided))
    assert "It will be funded. Congratulations." in text
    assert "Invented1" in text
    assert "another number" in sent(client, f"{at_release(decided)}/propose", 422, count="2")
    sent(client, f"{at_release(decided)}/propose", count="3")
    sent(client, f"{at_release(decided)}/propose", count="3")
    assert "not for you" in sent(client, f"{at_release(decided)}/go", 422, count="3")
    client.be(decided.cast.uma)
    assert "Release all decisions" in page(client, at_release(decided))
    sent(client, f"{at_release(decided)}/go", count="3")
    sent(client, f"{at_release(decided)}/go", count="3")
    decided.session.expire_all()
    assert [one.state.value for one in decided.applications] == ["approved", "reserve", "declined"]
    told = decided.session.scalars(select(Message).where(Message.kind == "outcome")).all()
    assert len(told) == 6
    assert "The decisions are out" in page(client, at_release(decided))
    assert "JPY 400,000" in page(client, f"/office/calls/{decided.call.id}/awards")


def test_the_second_officer_has_just_proved_who_they_are(client, decided):
    decisions.propose_release(decided.call, 3, decided.cast.olu, decided.at)
    decided.session.commit()
    client.be(decided.cast.uma)
    make.clock.stop(decided.at.replace(hour=decided.at.hour + 1))
    for answer in (client.get(at_release(decided)), client.send(f"{at_release(decided)}/go", count="3")):
        assert answer.status_code == 303
        assert "/confirm" in answer.location
    assert decided.call.state is CallState.RELEASE_PROPOSED


def test_taking_it_back(client, decided):
    decisions.propose_release(decided.call, 3, decided.cast.olu, decided.at)
    decided.session.commit()
    client.be(decided.cast.uma)
    sent(client, f"{at_release(decided)}/take-back")
    assert decided.session.get(Call, decided.call.id).state is CallState.CLOSED


def test_before_the_release_nothing_anywhere_tells(client, decided):
    """Every page of the team is the same for the funded and the declined, byte by byte but for names and numbers."""
    decisions.propose_release(decided.call, 3, decided.cast.olu, decided.at)
    decided.session.commit()
    first, third = decided.applications[0], decided.applications[2]
    seen = []
    for application in (first, third):
        pi = application.lead.pi
        client.be(pi)
        texts = [page(client, address) for address in ("/my", f"/my/applications/{application.id}")]
        for word in (application.ref, str(application.id), pi.family, pi.given, pi.family_latin, pi.given_latin):
            texts = [text.replace(word, "…") if word else text for text in texts]
        assert all(("outcome" not in text and "検討中" in text) or "審査" in text for text in texts)
        seen.append(
            [word for text in texts for word in ("採択", "不採択", "補欠", "Funded", "reserve") if word in text]
        )
    assert seen[0] == seen[1]


# the award


def test_the_team_reads_its_outcome_and_nobody_elses(client, awarded):
    first, _, third = awarded.applications
    client.be(awarded.cast.ben)
    text = page(client, f"/my/applications/{first.id}")
    assert f"For the team of {first.ref}: 5 points." in text
    assert f"/my/awards/{awarded.award.id}" in text
    assert "rea@example.org" not in text
    assert "panel" not in text.lower().replace("panelen", "")
    page(client, f"/my/applications/{third.id}", 404)
    client.be(third.lead.pi)
    text = page(client, f"/my/applications/{third.id}")
    assert f"For the team of {third.ref}: 4 points." in text
    assert "/my/awards/" not in text
    page(client, f"/my/awards/{awarded.award.id}", 404)


def issued(house, part):
    """A letter is out: what the letters room does, as far as this room sees it."""
    letter = Letter(
        application_id=house.award.application_id, side_id=part.side_id, part_id=part.id, addressee_id=part.pi_id,
        kind=LetterKind.AWARD, language="en", code=uuid.uuid4().hex, facts={}, drafted_by_id=house.cast.olu.id,
        drafted_by_side=house.first, drafted_at=house.at, issued_at=house.at, number=f"X-{part.position}",
    )  # fmt: skip
    house.session.add(letter)
    letter._state, letter.version = LetterState.ISSUED, 1
    house.session.commit()


def test_accepting_and_declining(client, awarded):
    address = f"/my/awards/{awarded.award.id}"
    mine, theirs = awarded.award.parts
    client.be(awarded.cast.ada)
    assert 'value="accept"' not in page(client, address)
    assert "授" in page(client, address) or "JPY" in page(client, address)
    sent(client, address, 422, deed="accept", **{"accept-cost_centre": "0417"})
    issued(awarded, mine)
    issued(awarded, theirs)
    assert 'value="accept"' in page(client, address)
    sent(client, address, 422, deed="accept", **{"accept-cost_centre": ""})
    sent(client, address, deed="accept", **{"accept-cost_centre": "0417-22"})
    client.be(awarded.cast.ben)
    sent(client, address, deed="decline", **{"decline-reason": "I move to Oslo"})
    awarded.session.expire_all()
    parts = awarded.session.scalars(select(AwardPart).order_by(AwardPart.position)).unique().all()
    assert [part.state for part in parts] == [PartState.ACCEPTED, PartState.DECLINED]
    client.be(awarded.cast.olu)
    text = page(client, f"/office/calls/{awarded.call.id}/awards")
    assert "I move to Oslo" in text
    assert "0417-22" in text
    assert "Needs a decision" in text
    sent(client, address, 422, deed="accept", **{"accept-cost_centre": "0417"})


def test_what_needs_whom(client, house):
    make.advised(house, FUND, *house.applications)
    house.session.commit()
    client.be(house.cast.olu)
    assert "3 applications wait for your side's decision" in page(client, "/office")
    make.followed(house)
    house.session.commit()
    assert "Propose the release" in page(client, "/office")
    decisions.propose_release(house.call, 3, house.cast.olu, house.at)
    house.session.commit()
    client.be(house.cast.uma)
    assert "asks you to release the decisions" in page(client, "/office")
    decisions.release(house.call, 3, house.cast.uma, house.at)
    house.session.commit()
    for application in house.applications:
        make.awards.make(application, house.cast.uma, house.at)
    house.session.commit()
    client.be(house.cast.ben)
    mine = house.session.scalars(select(AwardPart.award_id).where(AwardPart.pi_id == house.cast.ben.id)).one()
    assert f"/my/awards/{mine}" in page(client, "/my")


def test_as_many_questions_for_three_as_for_one(client, decided):
    asked = []
    event.listen(decided.session.get_bind().engine, "before_cursor_execute", lambda *told: asked.append(told[2]))

    def counted(person, address):
        client.be(person)
        client.get(address)
        asked.clear()
        page(client, address)
        return len(asked)

    pages = [(decided.cast.ivo, at_panel(decided)), (decided.cast.olu, at_decisions(decided)),
             (decided.cast.olu, at_release(decided))]  # fmt: skip
    three = [counted(*one) for one in pages]
    for application in decided.applications[1:]:
        applications.withdraw(application, "moved abroad", application.lead.pi, decided.at)
    decided.session.commit()
    assert [counted(*one) for one in pages] == three


def test_states_are_moved_by_steps_only(decided):
    assert decided.session.scalars(select(Application.state)).all() == [ApplicationState.SUBMITTED] * 3
    decisions.move(decided.call, Move(decided.applications[2].id, 1, "so"), decided.cast.ivo, decided.at)


def test_every_message_is_shown_in_each_language_its_readers_have(client, decided):
    client.be(decided.cast.olu)
    text = html.unescape(client.get(f"/office/calls/{decided.call.id}/release").get_data(as_text=True))
    languages = {person.language for person in (decided.cast.ada, decided.cast.ben)}
    for code in languages:
        assert f'<div lang="{code}">' in text
        assert language(code).say(NEWS[ApplicationState.APPROVED]) in text
    assert len(languages) > 1
