"""Case 9 of the real cases: one human being with two accounts, under two spellings, two addresses, two numbers."""

import pytest
from sqlalchemy import select

from grants.people import actions
from grants.people.model import Joining, Person
from grants.people.queries import look_alikes
from grants.rules.refusal import Refused
from tests.make import joined, opened


def another(session, at, email, **names):
    person = Person(email=email, created_at=at, notice_seen_at=at, **names)
    session.add(person)
    session.flush()
    return person


@pytest.mark.parametrize(
    "names",
    [
        {"family": "渡邊", "given": "愛", "family_latin": "", "given_latin": ""},
        {"family": "Watanabe", "given": "Ai", "family_latin": "", "given_latin": ""},
        {"family": "WATANABE", "given": "AI", "family_latin": "", "given_latin": ""},
    ],
)
def test_case_9_accounts_that_may_be_one_persons_are_found_however_the_name_is_written(session, at, names):
    one = another(session, at, "one@example.org", family="渡辺", given="愛", family_latin="Watanabe", given_latin="Ai")
    other = another(session, at, "two@example.org", **names)
    another(session, at, "three@example.org", family="渡辺", given="恵", family_latin="Watanabe", given_latin="Megumi")
    assert look_alikes(session, one) == [other]


@pytest.mark.parametrize("number", [{"orcid": "0000-0002-1825-0097"}, {"erad": "12345678"}])
def test_case_9_the_same_number_points_to_one_person_too(session, at, number):
    one = another(session, at, "one@example.org", family="Öberg", given="Åsa")
    other = another(session, at, "two@example.org", family="Berg", given="A.")
    for person in (one, other):
        for name, value in number.items():
            setattr(person, name, value)
    session.flush()
    assert look_alikes(session, one) == [other]


@pytest.fixture
def house(session, at):
    return opened(session, at)


def test_case_9_nothing_is_joined_by_itself_and_a_joining_can_be_undone(house, session, at):
    cast = house.cast
    application = joined(house)
    spare = another(session, at, "ada.elsewhere@example.org", family=cast.ada.family, given=cast.ada.given)
    assert look_alikes(session, spare) == [cast.ada]
    assert application.lead.pi_id == cast.ada.id
    joining = actions.join(spare, cast.ada, "She told us on the phone.", cast.sys, at)
    assert application.lead.pi_id == spare.id
    assert cast.ada.disabled_at == at
    assert session.scalars(select(Joining)).one() is joining
    actions.part(joining, cast.sys, at)
    assert application.lead.pi_id == cast.ada.id
    assert cast.ada.disabled_at is None
    with pytest.raises(Refused):
        actions.part(joining, cast.sys, at)


def test_two_people_of_one_application_are_never_joined(house, session, at):
    joined(house)
    with pytest.raises(Refused, match="same application"):
        actions.join(house.cast.ada, house.cast.ben, "They look alike.", house.cast.sys, at)


@pytest.mark.parametrize("who", ["ada", "olu", "ivo", "aud"])
def test_only_an_administrator_joins_accounts_and_never_their_own(house, session, at, who):
    spare = another(session, at, "spare@example.org", family="A", given="B")
    with pytest.raises(Refused):
        actions.join(spare, house.cast.max, "They are one.", getattr(house.cast, who), at)
    with pytest.raises(Refused):
        actions.join(spare, house.cast.sys, "They are one.", house.cast.sys, at)


def test_on_the_page_the_other_account_is_chosen_with_a_reason(client, house, session, at):
    spare = another(session, at, "spare@example.org", family=house.cast.max.family, given=house.cast.max.given)
    session.commit()
    client.be(house.cast.sys)
    shown = client.get(f"/admin/people/{spare.id}/join").get_data(as_text=True)
    assert house.cast.max.email in shown
    assert house.cast.ada.email not in shown
    other = str(house.cast.max.id)
    assert client.send(f"/admin/people/{spare.id}/join", other=other, reason="").status_code == 422
    strange = client.send(f"/admin/people/{spare.id}/join", other=str(house.cast.ada.id), reason="Why not?")
    assert strange.status_code == 422, "only an account that looks alike is offered"
    assert client.send(f"/admin/people/{spare.id}/join", other=other, reason="He said so.").status_code == 303
    joining = session.scalars(select(Joining)).one()
    assert "He said so." in client.get(f"/admin/people/{spare.id}").get_data(as_text=True)
    assert client.send(f"/admin/joinings/{joining.id}/part").status_code == 303
    session.expire_all()
    assert session.get_one(Person, house.cast.max.id).disabled_at is None
