"""The applicant's desk, page by page, as people use it."""

import re

import pytest
from sqlalchemy import select

from grants.applications import actions
from grants.applications.model import Answer, Application, Invitation
from grants.calls import actions as calls
from grants.rules.applications import ApplicationState
from grants.rules.calls import closes_at
from grants.rules.relations import THE_CLOCK
from tests import make
from tests.client import budget_line
from tests.conftest import NOW


@pytest.fixture(params=["mirai-2022", "kyushu-illinois-2022"])
def house(request, session):
    return make.opened(session, NOW, request.param)


@pytest.fixture
def mirai(session):
    return make.opened(session, NOW)


def text(answer):
    return answer.get_data(as_text=True)


def own(application):
    return f"/my/applications/{application.id}"


def test_a_researcher_starts_on_their_own_side(client, house):
    client.be(house.cast.ada)
    shown = client.get(f"/my/start/{house.call.id}")
    assert shown.status_code == 200
    assert re.search(r'value="JP" checked', text(shown))
    answer = client.send(f"/my/start/{house.call.id}", side="JP")
    assert answer.status_code == 303
    found = client.session.scalars(select(Application)).one()
    assert answer.location.endswith(own(found))
    assert client.get(own(found)).status_code == 200


def test_every_page_of_the_team_is_a_sound_page_in_every_language(client, house):
    application = make.written(house)
    for person in (house.cast.ada, house.cast.ben):
        client.be(person)
        for language in ("en", "ja", "sv"):
            client.send("/language", language=language, back="/my")
            sections = {question.section for question in house.call.questions if question.form == "application"}
            pages = ["", "/team", "/submit", "/withdraw", *(f"/sections/{code}" for code in sections)]
            pages += [f"/sides/{part.side}" for part in application.parts]
            for page in pages:
                assert client.get(own(application) + page).status_code == 200, page
            assert client.get("/my").status_code == 200


def test_what_is_typed_is_saved_as_one_goes_and_a_wrong_answer_keeps_no_other_back(client, mirai):
    application = make.joined(mirai)
    client.be(mirai.cast.ada)
    section = make.first_section(mirai.call)
    answer = client.send(f"{own(application)}/sections/{section}/autosave", title="Ageing", theme="no such theme",
                         changed=["title", "theme"], version="")  # fmt: skip
    assert answer.status_code == 200
    told = answer.get_json()
    assert "12:00:00" in told["sentence"]
    assert list(told["errors"]) == ["theme"]
    assert client.session.scalar(select(Answer.value).where(Answer.question == "title")) == "Ageing"
    assert "title:1" in told["version"]


def test_two_people_in_one_section_lose_neither_text(client, mirai):
    application = make.joined(mirai)
    section = make.first_section(mirai.call)
    autosave = f"{own(application)}/sections/{section}/autosave"
    client.be(mirai.cast.ada).send(autosave, title="By Ada", changed="title", version="title:0")
    answer = client.be(mirai.cast.ben).send(autosave, title="By Ben", changed="title", version="title:0")
    assert answer.status_code == 409
    assert answer.get_json()["theirs"] == {"title": "By Ada"}
    shown = client.send(f"{own(application)}/sections/{section}", title="By Ben", version="title:0")
    assert shown.status_code == 422
    assert "By Ada" in text(shown)
    assert "By Ben" in text(shown)


@pytest.mark.parametrize(
    ("amount", "status", "kept"),
    [
        ("４００，０００", 303, 400_000),
        ("400,000", 303, 400_000),
        ("40万", 303, 400_000),
        ("400,000.50", 422, 0),
        ("NaN", 422, 0),
        ("1e400", 422, 0),
        ("-1", 422, 0),
        ("٤٠٠", 422, 0),
        ("9" * 400, 422, 0),
    ],
)
def test_an_amount_is_understood_or_refused_with_a_sentence(client, mirai, amount, status, kept):
    application = make.started(mirai)
    client.be(mirai.cast.ada)
    institution = str(mirai.cast.ada.institution_id)
    answer = client.send(f"{own(application)}/sides/JP", institution_id=institution, unit="Gerontology",
                         position_held="Lecturer", **budget_line(category="travel", purpose="Two visits", amount=amount))  # fmt: skip
    assert answer.status_code == status
    assert application.part("JP").requested_minor == kept
    if status == 422:
        assert amount in text(answer)
        assert "Two visits" in text(answer)
    else:
        assert "JPY\u00a0400,000" in text(client.get(f"{own(application)}/sides/JP"))


def test_the_other_side_reads_a_budget_and_cannot_write_it(client, mirai):
    application = make.written(mirai)
    client.be(mirai.cast.ben)
    shown = client.get(f"{own(application)}/sides/JP")
    assert "Two visits" in text(shown)
    assert 'name="amount' not in text(shown)
    mine = budget_line(category="travel", purpose="Mine", amount="1")
    answer = client.send(f"{own(application)}/sides/JP", **mine)
    assert answer.status_code == 422
    assert application.part("JP").requested_minor == 400_000


def test_the_second_investigator_comes_by_link_and_only_they(client, mirai):
    application = make.started(mirai)
    client.be(mirai.cast.ada)
    answer = client.send(
        f"{own(application)}/team", right="pi", side="SE", **{"pi-email": "BEN@example.org ", "pi-name": "Björn"}
    )
    assert answer.status_code == 303
    invitation = client.session.scalars(select(Invitation)).one()
    address = f"/my/invitations/{invitation.id}"
    assert client.be(mirai.cast.max).get(address).status_code == 404
    assert client.be(mirai.cast.ben).get(address).status_code == 200
    assert application.part("SE").pi_id is None
    assert client.send(address).status_code == 303
    assert application.part("SE").pi_id == mirai.cast.ben.id
    assert (
        "has been used" in text(client.get(address))
        or "使用" in text(client.get(address))
        or client.get(address).status_code == 200
    )


def test_the_whole_way_to_the_receipt(client, house):
    application = make.written(house)
    version = application.content_version
    address = f"{own(application)}/submit"
    client.be(house.cast.ada)
    early = client.send(address, deed="submit", version=version)
    assert early.status_code == 422
    assert client.send(address, deed="confirm", version=version).status_code == 303
    client.be(house.cast.ben)
    assert client.send(address, deed="confirm", version=version).status_code == 303
    answer = client.send(address, deed="submit", version=version)
    assert answer.location.endswith("/receipt")
    again = client.send(address, deed="submit", version=version)
    assert again.location.endswith("/receipt")
    client.session.refresh(application)
    assert [one.ordinal for one in application.snapshots] == [1]
    receipt = text(client.get(answer.location))
    assert application.ref in receipt
    assert "UTC" in receipt
    assert "JST" in receipt
    assert application.snapshots[0].sha256[:8] in receipt
    paper = client.get(f"{own(application)}/application.pdf")
    assert paper.mimetype == "application/pdf"
    assert paper.data.startswith(b"%PDF-")


def test_strangers_and_officers_see_no_draft(client, mirai):
    application = make.started(mirai)
    unknown = "/my/applications/00000000-0000-4000-8000-000000000000"
    for person in (mirai.cast.max, mirai.cast.olu, mirai.cast.rea, mirai.cast.ivo, mirai.cast.sys):
        client.be(person)
        refused, missing = client.get(own(application)), client.get(unknown)
        assert refused.status_code == missing.status_code == 404
        assert without_token(text(refused)) == without_token(text(missing))
    client.nobody()
    assert "/sign-in" in client.get(own(application)).location


def without_token(page):
    return re.sub(r'name="(csrf_token|back)" value="[^"]*"', "", page)


def test_after_the_close_nothing_can_be_written(client, mirai):
    application = make.submitted(mirai)
    after = closes_at(mirai.call) + make.HOUR
    calls.close(mirai.call, THE_CLOCK, after)
    make.clock.stop(after)
    client.be(mirai.cast.ada)
    assert client.send(f"{own(application)}/reopen").status_code == 422
    section = make.first_section(mirai.call)
    late = client.send(
        f"{own(application)}/sections/{section}/autosave", title="Late", changed="title", version="title:1"
    )
    assert late.status_code == 422
    assert application.title != "Late"
    assert application.state is ApplicationState.SUBMITTED


def test_a_removed_member_is_refused_with_the_next_request(client, mirai):
    application = make.joined(mirai)
    whom = make.Invited("eva@example.org", "Eva", "SE", make.Right.EDIT, "ecr")
    invitation = actions.invite(application, whom, mirai.cast.ben, mirai.at)
    actions.accept_invitation(invitation, mirai.cast.eva, mirai.at)
    client.be(mirai.cast.eva)
    assert client.get(own(application)).status_code == 200
    actions.remove_member(application, application.members[0], mirai.cast.ben, mirai.at)
    assert client.get(own(application)).status_code == 404


def test_home_takes_as_many_statements_for_three_applications_as_for_one(client, mirai, statements):
    make.started(mirai)
    client.be(mirai.cast.ada)
    with statements() as one:
        client.get("/my")
    make.started(mirai)
    make.written(mirai)
    with statements() as three:
        client.get("/my")
    assert len(three) == len(one)
