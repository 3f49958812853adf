"""The lists and questions of a call as officers write them: every one of every programme comes back as it was."""

import html5lib
import pytest

from grants.calls.model import Call
from grants.calls.queries import definition_of
from tests import make
from tests.web.test_calls import fields_of, text_of


@pytest.mark.parametrize("name", [name for name in make.DEFINITIONS if name != "mirai-2022"])
def test_every_question_and_line_saved_as_it_stands_changes_nothing(client, session, at, name):
    draft = make.drafted(session, at, name)
    client.be(draft.cast.olu)
    before, base = definition_of(draft.call), f"/office/calls/{draft.call.id}"
    lists = {"roles": draft.call.team_roles, "endorsements": draft.call.endorsements, "checklist": draft.call.checklist}
    addresses = [f"{base}/questions/{one.form.value}/{one.code}" for one in draft.call.questions]
    addresses += [f"{base}/applying/{which}/{one['code']}" for which, lines in lists.items() for one in lines]
    for address in addresses:
        saved = client.send(address, **fields_of(client.get(address)))
        assert saved.status_code == 303, (address, text_of(saved))
    assert definition_of(session.get(Call, draft.call.id)) == before


@pytest.fixture
def base(client, session, at):
    draft = make.drafted(session, at)
    client.be(draft.cast.olu)
    return draft.call, f"/office/calls/{draft.call.id}"


def add(client, address, **said):
    shown = client.get(address)
    named = {name: "New" for name, value in fields_of(shown).items() if name.startswith("label_") and not value}
    return client.send(address, **fields_of(shown) | named | said)


def test_a_table_for_one_side_is_asked_with_the_columns_that_were_written(client, base):
    call, office = base
    written = {"columns": "visits number\ncost money JPY\nkind choice short,long", "headings_en": "Visits\nCost\nKind",
               "headings_ja": "訪問\n費用\n種類", "kind": "table", "max_rows": "5", "whom": "JP"}  # fmt: skip
    assert add(client, f"{office}/new-question/application", code="visits", **written).status_code == 303
    made = next(one for one in call.questions if one.code == "visits")
    assert (made.side, made.per_side, made.max_rows) == ("JP", False, 5)
    assert [(one["code"], one["kind"], one["currency"]) for one in made.columns] == [
        ("visits", "number", None), ("cost", "money", "JPY"), ("kind", "choice", None),
    ]  # fmt: skip
    assert made.columns[1]["label"]["ja"] == "費用"


@pytest.mark.parametrize(("columns", "reason"), [
    ("visits", "a short name and a kind for each column"), ("visits dance", "is no kind of column"),
    ("cost money", "names its currency"), ("", "a short name and a kind for each column"),
])  # fmt: skip
def test_a_table_that_makes_no_sense_is_refused_in_words(client, base, columns, reason):
    call, office = base
    refused = add(client, f"{office}/new-question/application", code="visits", kind="table", columns=columns,
                  headings_en="Visits", headings_ja="訪問")  # fmt: skip
    assert refused.status_code == 422
    assert reason in text_of(refused)
    assert "visits" not in {one.code for one in call.questions}


def test_an_amount_of_nobody_needs_a_currency(client, base):
    _, office = base
    page = f"{office}/new-question/application"
    assert "Name the currency" in text_of(add(client, page, code="hire", kind="money"))
    assert add(client, page, code="hire", kind="money", currency="SEK").status_code == 303


def test_roles_signatures_and_checklist_are_written_moved_and_taken_out(client, base):
    call, office = base
    assert add(client, f"{office}/new-line/roles", code="mentor", least="1", most="2").status_code == 303
    assert add(client, f"{office}/new-line/endorsements", code="dean", sides=["SE"], by="2022-02-20").status_code == 303
    for code in ("looked", "counted"):
        assert add(client, f"{office}/new-line/checklist", code=code).status_code == 303
    deed = {"deed": "checklist:up:counted", "version": str(call.version)}
    assert client.send(f"{office}/applying", **deed).status_code == 303
    assert [one["code"] for one in call.checklist][-2:] == ["counted", "looked"]
    assert [(one["code"], one["sides"]) for one in call.endorsements] == [("dean", ["SE"])]
    assert [(one["code"], one["least"], one["most"]) for one in call.team_roles][-1] == ("mentor", 1, 2)
    assert client.send(f"{office}/applying", deed="roles:remove:mentor", version=str(call.version)).status_code == 303
    assert "mentor" not in {one["code"] for one in call.team_roles}
    assert html5lib.parse(client.get(f"{office}/applying").get_data(as_text=True))


@pytest.mark.parametrize(("which", "said", "reason"), [
    ("roles", {"least": "3", "most": "2"}, "must not be less"), ("endorsements", {"by": "2031-01-01"}, "after the close"),
    ("checklist", {"code": "No Code"}, "small letters"),
])  # fmt: skip
def test_a_line_that_makes_no_sense_is_refused_in_words(client, base, which, said, reason):
    refused = add(client, f"{base[1]}/new-line/{which}", **{"code": "odd", "least": "0"} | said)
    assert refused.status_code == 422
    assert reason in text_of(refused).lower()
