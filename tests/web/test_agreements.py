"""Agreements, rates and corrections on the office's pages: recorded, changed, shown where they count."""

from datetime import date

import pytest
from sqlalchemy import select

from grants.calls.model import Agreement, Rate
from grants.history import Entry
from grants.mail import Message
from grants.rules.calls import CallState
from tests import make
from tests.client import links


@pytest.fixture
def house(session, at, app):
    return make.drafted(session, at)


def text(answer):
    return answer.get_data(as_text=True).replace("\xa0", " ")


def of_call(house, rest=""):
    return f"/office/calls/{house.call.id}{rest}"


def papers(house):
    return f"/office/programmes/{house.call.programme_id}"


def paper(**other):
    form = {
        "name_en": "Renewed agreement", "name_ja": "更新協定", "valid_from": "2024-04-01", "valid_to": "2028-03-31",
        "signed_on": "2024-03-01", "reference": "2024/7", "all_members": "y",
    }  # fmt: skip
    return form | other


def test_a_link_leads_from_the_call_to_what_binds_its_parties_and_to_every_paper(house, client):
    client.be(house.cast.olu)
    assert of_call(house, "/agreements") in links(text(client.get(of_call(house))))
    assert f"{papers(house)}/agreements" in links(text(client.get(of_call(house, "/agreements"))))
    listed = links(text(client.get(f"{papers(house)}/agreements")))
    [known] = house.call.programme.agreements
    assert {f"/office/agreements/{known.id}", f"{papers(house)}/new-agreement"} <= listed
    assert "Demonstration agreement 2020/1" in text(client.get(f"/office/agreements/{known.id}"))


def test_an_agreement_is_recorded_and_prolonged_and_what_it_said_before_stays_in_the_history(house, client):
    client.be(house.cast.olu)
    assert client.send(f"{papers(house)}/new-agreement", **paper()).status_code == 303
    made = house.session.scalars(select(Agreement).where(Agreement.reference == "2024/7")).one()
    assert (made.valid_to, made.all_members, made.name["ja"]) == (date(2028, 3, 31), True, "更新協定")
    client.be(house.cast.uma)
    changed = paper(valid_to="2030-03-31", funders="An outside funder\nAnother one")
    assert client.send(f"/office/agreements/{made.id}", **changed).status_code == 303
    house.session.expire_all()
    assert made.valid_to == date(2030, 3, 31)
    assert [bound.name for bound in made.parties] == [{"en": "An outside funder"}, {"en": "Another one"}]
    told = house.session.scalars(select(Entry).where(Entry.subject_id == made.id).order_by(Entry.seq)).all()
    assert [(one.by_id, one.detail["valid_to"]) for one in told] == [
        (house.cast.olu.id, "2028-03-31"), (house.cast.uma.id, "2030-03-31"),
    ]  # fmt: skip
    assert "An outside funder" in text(client.get(f"{papers(house)}/agreements"))


@pytest.mark.parametrize(
    "wrong",
    [{"name_en": ""}, {"valid_to": "2024-04-01"}, {"valid_to": "2023-01-01"}, {"valid_from": "31 March"},
     {"all_members": None}, {"institutions": "nonsense"}, {"name_en": "x" * 400}],
)  # fmt: skip
def test_a_paper_that_binds_nobody_or_ends_before_it_begins_is_refused_beside_the_field(house, client, wrong):
    client.be(house.cast.olu)
    sent = {name: value for name, value in paper(**wrong).items() if value is not None}
    assert client.send(f"{papers(house)}/new-agreement", **sent).status_code == 422
    assert len(house.session.scalars(select(Agreement)).all()) == 1


def test_only_officers_of_the_programme_record_agreements(house, client):
    make.published(house)
    [known] = house.call.programme.agreements
    for person in (house.cast.aud, house.cast.ivo, house.cast.rea, house.cast.ada, house.cast.sys, house.cast.max):
        client.be(person)
        for address in (
            f"{papers(house)}/agreements",
            f"{papers(house)}/new-agreement",
            f"/office/agreements/{known.id}",
        ):
            assert client.get(address).status_code == 404, (person.email, address)
            assert client.send(address, **paper()).status_code in {404, 405}
    assert client.be(house.cast.aud).get(of_call(house, "/agreements")).status_code == 200


def lapsed(house):
    """The only agreement ends before the projects do."""
    house.call.programme.agreements[0].valid_to = date(2022, 6, 30)
    house.session.commit()


def test_a_call_that_lacks_a_paper_opens_only_with_a_reason_both_officers_stand_behind(house, client):
    lapsed(house)
    client.be(house.cast.olu)
    assert "No agreement binds" in text(client.get(of_call(house)))
    assert client.send(of_call(house, "/propose"), version=house.call.version).status_code == 422
    page = text(client.get(of_call(house, "/agreements")))
    assert page.count("no agreement for the whole time") == len(house.call.parties)
    here, why = of_call(house, "/agreements"), "The renewal is signed and in the post."
    assert client.send(here, version=house.call.version, because="").status_code == 422
    assert client.send(here, version=house.call.version - 1, because=why).status_code == 422
    assert client.send(here, version=house.call.version, because=why).status_code == 303
    house.session.expire_all()
    assert (house.call.state, house.call.uncovered_because) == (CallState.PROPOSED, why)
    client.be(house.cast.uma)
    assert why in text(client.get(of_call(house)))
    assert why in text(client.get(here))
    assert client.send(of_call(house, "/publish"), version=house.call.version).status_code == 303
    house.session.expire_all()
    assert house.call.state is CallState.PUBLISHED


def test_a_paper_recorded_in_time_needs_no_reason(house, client):
    lapsed(house)
    client.be(house.cast.olu)
    covering = paper(valid_from="2022-01-01")
    assert client.send(f"{papers(house)}/new-agreement", **covering).status_code == 303
    page = text(client.get(of_call(house, "/agreements")))
    assert "no agreement for the whole time" not in page
    assert "Renewed agreement" in page
    assert "Open all the same" not in page
    assert client.send(of_call(house, "/propose"), version=house.call.version).status_code == 303


# --- rates and indicated totals ----------------------------------------------------------------------------------------


def rate(**other):
    said = {"base": "SEK", "quote": "JPY", "written": "12.5", "day": "2022-02-09", "source": "A central bank"}
    return said | other


def test_nothing_is_added_across_currencies_without_a_dated_rate_on_display(house, client):
    client.be(house.cast.olu)
    money = of_call(house, "/money")
    page = text(client.get(money))
    assert of_call(house, "/rates") in links(page)
    assert "indicative only" not in page
    wanted = text(client.get(f"{money}?into=JPY"))
    assert "no total, for there is no rate for SEK." in wanted
    assert "indicative only" not in wanted
    assert client.send(of_call(house, "/rates"), **rate()).status_code == 303
    shown = text(client.get(f"{money}?into=JPY"))
    pledged = {code: sum(pot.balance.pledged.minor for party in house.call.parties for pot in party.pots
                         if pot.currency == code) for code in ("JPY", "SEK")}  # fmt: skip
    total = pledged["JPY"] + pledged["SEK"] * 125 // 1000
    assert f"{total:,}" in shown
    assert "indicative only" in shown
    assert "1 SEK = 12.5 JPY on 9 February 2022, as told by A central bank" in shown
    assert "indicative only" not in text(client.get(money))
    assert "indicative only" not in text(client.get(f"{money}?into=EUR"))


@pytest.mark.parametrize(
    "wrong", [{"quote": "SEK"}, {"quote": "EUR"}, {"written": "0"}, {"written": "about 12"}, {"day": "2022-02-11"},
              {"source": ""}, {"day": ""}],
)  # fmt: skip
def test_a_rate_that_is_none_is_refused_beside_its_field(house, client, wrong):
    client.be(house.cast.olu)
    assert client.send(of_call(house, "/rates"), **rate(**wrong)).status_code == 422
    assert house.session.scalars(select(Rate)).all() == []


def test_who_only_reads_writes_no_rate_and_no_line_of_a_ledger(house, client):
    make.published(house)
    client.be(house.cast.aud)
    assert client.get(of_call(house, "/rates")).status_code == 200
    assert "Record a rate" not in text(client.get(of_call(house, "/rates")))
    assert client.send(of_call(house, "/rates"), **rate()).status_code == 422
    own = house.call.parties[0].pots[0]
    line = {"pot": str(own.id), "kind": "topup", "amount": "1", "note": "so"}
    assert client.send(of_call(house, "/money"), **line).status_code == 422
    theirs = next(pot for party in house.call.parties for pot in party.pots if party.side == house.second)
    client.be(house.cast.olu)
    assert client.send(of_call(house, "/money"), **line | {"pot": str(theirs.id)}).status_code == 422
    assert client.send(of_call(house, "/money"), **line).status_code == 303


# --- correcting the text of an open call -------------------------------------------------------------------------------

NOTICE = {
    "en": "Workshops in a third country count too.", "ja": "第三国でのワークショップも対象です。",
    "sv": "Workshoppar i tredje land räknas också.",
}  # fmt: skip


def corrected(house, **other):
    said = {"version": house.call.version}
    for name in ("name", "summary", "who_may_apply", "what_is_funded", "how_judged", "contact"):
        said |= {f"{name}_{code}": getattr(house.call, name)[code] for code in house.call.languages}
    said |= {f"what_is_funded_{code}": f"{house.call.what_is_funded[code]} +" for code in house.call.languages}
    return said | {f"notice_{code}": told for code, told in NOTICE.items()} | other


def test_a_corrected_text_of_an_open_call_is_told_to_everybody_and_stands_on_its_page(house, client):
    make.published(house)
    draft = make.joined(house)
    terms = (house.call.closing.at, len(house.call.questions), [one.weight for one in house.call.criteria])
    client.be(house.cast.olu)
    assert of_call(house, "/correct") in links(text(client.get(of_call(house))))
    assert client.send(of_call(house, "/correct"), **corrected(house)).status_code == 303
    house.session.expire_all()
    assert house.call.what_is_funded["en"].endswith(" +")
    assert (house.call.closing.at, len(house.call.questions), [one.weight for one in house.call.criteria]) == terms
    told = {one.to: one for one in house.session.scalars(select(Message).where(Message.kind == "call.corrected"))}
    assert set(told) == {f"{who}@example.org" for who in ("ada", "ben", "olu", "uma")}
    for who, code in (("ada", "ja"), ("ben", "sv"), ("olu", "en")):
        assert NOTICE[code] in told[f"{who}@example.org"].body
    assert told["ada@example.org"].application_id == draft.id
    public = text(client.nobody().get(f"/calls/{house.call.id}"))
    assert "A text was corrected" in public
    assert "Changed: What is funded" in public
    assert NOTICE["en"] in public


@pytest.mark.parametrize(
    ("wrong", "field"), [({"notice_en": ""}, "notice_en"), ({"summary_ja": ""}, "summary_ja"), ({"version": 0}, "")]
)
def test_a_correction_says_why_and_leaves_no_language_out(house, client, wrong, field):
    make.published(house)
    client.be(house.cast.olu)
    refused = client.send(of_call(house, "/correct"), **corrected(house, **wrong))
    assert refused.status_code == 422
    assert f'href="#{field}' in text(refused) or not field
    assert house.session.scalars(select(Message).where(Message.kind == "call.corrected")).all() == []


def test_a_correction_that_changes_nothing_is_none_and_only_an_open_call_is_corrected(house, client):
    client.be(house.cast.olu)
    assert client.get(of_call(house, "/correct")).status_code == 422
    make.published(house)
    same = {f"what_is_funded_{code}": house.call.what_is_funded[code] for code in house.call.languages}
    client.be(house.cast.olu)
    assert client.send(of_call(house, "/correct"), **corrected(house, **same)).status_code == 422
    make.closed(house)
    client.be(house.cast.olu)
    assert client.send(of_call(house, "/correct"), **corrected(house)).status_code == 422
    for person in (house.cast.aud, house.cast.ada, house.cast.ivo):
        assert client.be(person).get(of_call(house, "/correct")).status_code == 404
