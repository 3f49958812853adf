"""Bad input: a clear sentence beside the field in the reader's own language, nothing typed lost, no fault of ours."""

import gc
import io
import re
from datetime import timedelta

import html5lib
import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from grants import clock
from grants.applications import actions as applications
from grants.applications.model import Paper, Snapshot
from grants.people.model import Person
from grants.rules.calls import closes_at
from grants.words import language
from tests import make
from tests.client import XHTML, Client, budget_line
from tests.conftest import NOW
from tests.files import hostile

JAPANESE, SWEDISH = language("ja"), language("sv")
WRONG_AMOUNTS = (
    "400,000.50",
    "NaN",
    "sNaN",
    "Infinity",
    "1e400",
    "1_000",
    "-1",
    "٤٠٠",
    "40 or 50",
    "9" * 400,
    "¥",
    "SEK 5",
)


@pytest.fixture
def mirai(session):
    return make.opened(session, NOW)


@pytest.fixture
def draft(session, at):
    return make.drafted(session, at)


class Page:
    """An answer as its reader sees it."""

    def __init__(self, answer, wanted=422) -> None:
        assert answer.status_code == wanted, answer.location or answer.get_data(as_text=True)[-3000:]
        self.text = answer.get_data(as_text=True)
        self.tree = html5lib.parse(self.text)
        self.language = self.tree.get("lang")

    def part(self, name):
        found = [one for one in self.tree.iter() if isinstance(one.tag, str) and one.get("id") == name]
        assert found, f"nothing is called {name}"
        return found[0]

    def beside(self, field) -> str:
        """What is said beside a field, and in the summary with a link to it."""
        said = " ".join("".join(self.part(f"{field}-error").itertext()).split())
        assert said, f"nothing is said beside {field}"
        assert speaks(self.language, said), said
        control = self.part(field)
        assert f"{field}-error" in (control.get("aria-describedby") or "")
        return said

    def summary(self) -> str:
        found = [one for one in self.tree.iter() if isinstance(one.tag, str) and one.get("class") == "errors"]
        said = " ".join("".join(found[0].itertext()).split())
        assert speaks(self.language, said), said
        return said

    def values(self) -> dict[str, str]:
        """What stands in every field."""
        kept = {one.get("name"): one.get("value") or "" for one in self.tree.iter(f"{XHTML}input")
                if one.get("type") not in {"radio", "checkbox"} or one.get("checked") is not None}  # fmt: skip
        for select_ in self.tree.iter(f"{XHTML}select"):
            chosen = [
                option.get("value") for option in select_.iter(f"{XHTML}option") if option.get("selected") is not None
            ]
            kept[select_.get("name")] = chosen[0] if chosen else ""
        kept.update(
            {one.get("name"): "".join(one.itertext()).lstrip("\n") for one in self.tree.iter(f"{XHTML}textarea")}
        )
        return kept


def speaks(code: str, said: str) -> bool:
    """Whether a sentence is in its reader's language."""
    if code == "ja":
        return bool(re.search("[ぁ-んァ-ン一-龥]", said))
    return code != "sv" or not re.search(r"\b(the|is|this|and)\b", said)


def own(application) -> str:
    return f"/my/applications/{application.id}"


def count(client: Client, kind) -> int:
    return client.session.scalar(select(func.count()).select_from(kind))


# --- too late, twice, in two tabs ------------------------------------------------------------------------------------


def test_a_late_submission_is_told_when_it_closed_on_both_clocks(client, mirai):
    application = make.written(mirai)
    for part in application.parts:
        applications.confirm(application, application.content_version, part.pi, mirai.at)
    closed = closes_at(mirai.call)
    clock.stop(closed + timedelta(hours=1))
    client.be(mirai.cast.ada)
    said = Page(client.send(f"{own(application)}/submit", deed="submit", version=application.content_version)).summary()
    assert JAPANESE.moment(closed, "Asia/Tokyo") in said
    assert JAPANESE.moment(closed, "Europe/Stockholm") in said
    assert count(client, Snapshot) == 0


def test_what_was_typed_too_late_is_shown_again(client, mirai):
    application = make.written(mirai)
    clock.stop(closes_at(mirai.call) + timedelta(hours=1))
    client.be(mirai.cast.ben)
    section = make.first_section(mirai.call)
    shown = Page(client.send(f"{own(application)}/sections/{section}", title="Skrivet för sent", summary="Om havet."))
    assert shown.summary()
    assert "Skrivet för sent" in shown.text
    assert "Om havet." in shown.text
    line = budget_line(purpose="Resa", amount="1 000", category="travel")
    part = Page(client.send(f"{own(application)}/sides/SE", unit="Havsinstitutet", **line))
    assert part.summary()
    assert [typed for typed in ("Havsinstitutet", "Resa", "1 000") if typed not in part.text] == []


def test_submitted_twice_it_is_received_once(client, mirai):
    application = make.written(mirai)
    for part in application.parts:
        applications.confirm(application, application.content_version, part.pi, mirai.at)
    client.be(mirai.cast.ada)
    fields = {"deed": "submit", "version": application.content_version}
    answers = [client.send(f"{own(application)}/submit", **fields) for _ in range(2)]
    assert {answer.location.rpartition("/")[2] for answer in answers} == {"receipt"}
    assert count(client, Snapshot) == 1


def test_a_second_tab_confirms_nothing_it_has_not_read(client, mirai):
    application = make.written(mirai)
    client.be(mirai.cast.ada)
    for version in (application.content_version - 1, 0, "", "x", "9" * 5000, "１", "-1"):
        assert Page(client.send(f"{own(application)}/submit", deed="confirm", version=version)).summary()
    assert {part.confirmed_version for part in application.parts} == {None}


def test_a_second_tab_shows_both_texts(client, mirai):
    application = make.joined(mirai)
    place = f"{own(application)}/sections/{make.first_section(mirai.call)}"
    client.be(mirai.cast.ada).send(place, title="海辺の村", version="title:0")
    shown = Page(client.send(place, title="海辺の町", version="title:0"))
    assert shown.beside("title")
    assert "海辺の村" in shown.text
    assert shown.values()["title"] == "海辺の町"
    assert application.title == "海辺の村"


def test_a_second_tab_of_a_review_loses_neither_text(client, mirai):
    application = make.submitted(mirai)
    make.closed(mirai)
    asked = make.reviews.assign([make.Asked(application, make.judge(mirai, mirai.cast.rea))], mirai.cast.olu, mirai.at)
    review = make.reviews.accept(asked[0], mirai.cast.rea, mirai.at)
    place = f"/reviews/{review.id}"
    client.be(mirai.cast.rea)
    seen = Page(client.get(place), 200).values()["version"]
    first = client.send(f"{place}/autosave", for_panel="一つ目", version=seen, changed="for_panel")
    second = client.send(f"{place}/autosave", for_panel="二つ目", version=seen, changed="for_panel")
    assert (first.status_code, second.status_code) == (200, 409)
    assert second.get_json()["theirs"]["for_panel"] == "一つ目"
    assert speaks("ja", second.get_json()["sentence"])
    shown = Page(client.send(place, for_panel="二つ目", version=seen, deed="save"))
    assert shown.values()["for_panel"] == "二つ目"


# --- somebody is gone meanwhile --------------------------------------------------------------------------------------


def test_an_investigator_whose_draft_was_deleted_meanwhile_keeps_what_they_typed(client, mirai):
    application = make.written(mirai)
    client.be(mirai.cast.ben)
    place = f"{own(application)}/sections/{make.first_section(mirai.call)}"
    assert client.get(place).status_code == 200
    applications.delete_draft(application, mirai.cast.ada, mirai.at)
    shown = Page(client.send(place, title="En ny titel", summary="Om havet, igen."))
    assert shown.summary()
    assert "Om havet, igen." in shown.text
    assert client.send(f"{own(application)}/submit", deed="confirm", version=1).status_code == 422


def test_a_member_removed_meanwhile_meets_a_page_that_says_so_politely(client, mirai):
    application = make.joined(mirai)
    whom = make.Invited("eva@example.org", "Eva", "SE", make.Right.EDIT, "ecr")
    applications.accept_invitation(
        applications.invite(application, whom, mirai.cast.ben, mirai.at), mirai.cast.eva, mirai.at
    )
    client.be(mirai.cast.eva)
    place = f"{own(application)}/sections/{make.first_section(mirai.call)}"
    assert client.send(place, title="By Eva").status_code == 303
    applications.remove_member(application, application.members[0], mirai.cast.ben, mirai.at)
    for path in (place, f"{place}/autosave", f"{own(application)}/team", f"{own(application)}/sides/SE"):
        Page(client.send(path, title="By Eva, again"), 404)
    assert application.title == "By Eva"


# --- amounts, names, dates -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", WRONG_AMOUNTS)
def test_a_wrong_amount_is_answered_beside_its_line(client, mirai, typed):
    application = make.started(mirai)
    client.be(mirai.cast.ada)
    first = budget_line(1, category="travel", purpose="調査", amount="100,000")
    second = budget_line(2, category="travel", purpose="会合", amount=typed)
    shown = Page(client.send(f"{own(application)}/sides/JP", unit="海洋研究所", **first, **second))
    assert shown.beside(f"amount-{2:032x}") in shown.summary()
    assert [
        word for word in ("海洋研究所", "調査", "会合", "100,000", f'value="{typed}"') if word not in shown.text
    ] == []
    assert application.part("JP").requested_minor == 100_000


@pytest.mark.parametrize("typed", ["４００，０００", "400 000", "40万", "JPY 400,000", "￥400,000", "400,000円"])
def test_an_amount_that_can_be_read_in_one_way_is_shown_back(client, mirai, typed):
    application = make.started(mirai)
    client.be(mirai.cast.ada)
    kept = client.send(f"{own(application)}/sides/JP", **budget_line(category="travel", purpose="調査", amount=typed))
    assert kept.status_code == 303
    assert "= JPY\u00a0400,000" in Page(client.get(f"{own(application)}/sides/JP"), 200).text


@pytest.mark.parametrize("typed", WRONG_AMOUNTS)
def test_money_of_an_office_and_of_a_report_is_asked_for_again_beside_its_field(client, mirai, typed):
    report = make.funded(mirai)[0]
    client.be(report.award.parts[0].pi)
    shown = Page(client.send(f"/my/reports/{report.id}/spending/JP", amount=typed, note="船の借上げ"))
    assert shown.beside("amount")
    assert shown.values()["amount"] == typed
    assert shown.values()["note"] == "船の借上げ"
    client.be(mirai.cast.olu)
    place = f"/office/calls/{mirai.call.id}/money"
    pot = next(pot for party in mirai.call.parties if party.side == "JP" for pot in party.pots)
    shown = Page(client.send(place, pot=pot.id, kind="topup", amount=typed, note="A gift"))
    assert shown.beside("amount")
    assert (shown.values()["amount"], shown.values()["note"]) == (typed, "A gift")


@pytest.mark.parametrize(
    "family", ["𠮷田", "神田", "髙橋", "渡邉󠄂", "de la Tour-d’Auvergne", "Ó"]
)  # beyond the basic plane, a compatibility kanji
def test_a_name_is_kept_as_it_was_typed(client, session, mirai, family):
    client.be(mirai.cast.ada)
    fields = Page(client.get("/profile"), 200).values()
    assert client.send("/profile", **fields | {"family": family}).status_code == 303
    assert session.scalar(select(Person.family).where(Person.email == "ada@example.org")) == family
    assert family in Page(client.get("/profile"), 200).text


@pytest.mark.parametrize("typed", ["a\x00b", "x" * 400, " ", "\u202egnp.exe"])
def test_a_name_that_cannot_be_one_is_asked_for_again(client, session, mirai, typed):
    client.be(mirai.cast.ada)
    fields = Page(client.get("/profile"), 200).values()
    shown = Page(client.send("/profile", **{**fields, "given": "あい", "family": typed}))
    assert shown.beside("family")
    assert shown.values()["given"] == "あい"


def test_a_time_that_does_not_exist_there_and_one_that_comes_twice(client, session, draft):
    place = f"/office/calls/{draft.call.id}/dates"
    draft.cast.olu.language = "ja"
    client.be(draft.cast.olu)
    fields = Page(client.get(place), 200).values()
    gone = Page(client.send(place, **fields | {"closes": "2022-03-27", "closes_clock": "02:30"}))
    assert gone.beside("closes")
    assert (gone.values()["closes"], gone.values()["closes_clock"]) == ("2022-03-27", "02:30")
    twice = Page(client.send(place, **fields | {"closes": "2022-10-30", "closes_clock": "02:30"}))
    assert 'name="fold"' in twice.text
    assert speaks("ja", twice.summary())
    for wrong in ("2022-02-30", "30/2/2022", "0000-01-01", "９" * 400):
        shown = Page(client.send(place, **fields | {"closes": wrong}))
        assert shown.beside("closes")


# --- files -----------------------------------------------------------------------------------------------------------

FILES = {
    "no PDF": b"MZ\x90\x00 this program cannot be run in DOS mode",
    "a picture that says it is one": b"\x89PNG\r\n\x1a\n" + b"\x00" * 200,
    "encrypted": hostile.encrypted(user="secret", owner="secret"),
    "400 pages": hostile.paged(400),
    "with a script": hostile.compact(hostile.add_script),
    "with a program inside": hostile.compact(hostile.attach_file),
    "cut off": hostile.plain()[:200],
    "empty": b"",
}


@pytest.mark.parametrize("kind", FILES)
def test_a_file_that_cannot_be_taken_says_why_and_what_to_do(client, mirai, kind):
    application = make.started(mirai)
    client.be(mirai.cast.ada)
    place = f"{own(application)}/files/figures"
    shown = Page(client.send(place, file=(io.BytesIO(FILES[kind]), "図.pdf")))
    assert shown.beside("file")
    assert ("400" in shown.beside("file")) == (kind == "400 pages")
    assert count(client, Paper) == 0


def test_no_file_at_all(client, mirai):
    application = make.started(mirai)
    client.be(mirai.cast.ada)
    assert Page(client.send(f"{own(application)}/files/figures")).beside("file")


# --- links and bodies ------------------------------------------------------------------------------------------------


def test_a_used_link_an_old_one_and_one_nobody_sent(client, mirai):
    application = make.joined(mirai)
    invitation = make.newest_invitation(client.session)
    client.be(mirai.cast.ben)
    used = Page(client.get(f"/my/invitations/{invitation.id}"), 200)
    assert "form" not in {one.get("class") for one in used.tree.iter(f"{XHTML}form")}
    assert not [one for one in used.tree.iter(f"{XHTML}form") if "invitations" in (one.get("action") or "")]
    Page(client.send(f"/my/invitations/{invitation.id}"), 422)
    for unknown in (f"/my/invitations/{application.id}", "/my/invitations/nothing", f"/my/awards/{application.id}",
                    f"/verify/{'0' * 32}", "/verify/x"):  # fmt: skip
        Page(client.get(unknown), 404)
    client.nobody()
    for unknown in (
        f"/register/{application.id}?key=x",
        f"/sign-in/link/{application.id}",
        f"/password/{application.id}?key=",
    ):
        assert len(Page(client.get(unknown), 410).text) > 1000


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # the test client's own spool
def test_a_body_over_the_limit_is_answered_with_a_page(client, mirai):
    application = make.started(mirai)
    client.be(mirai.cast.ada)
    place = f"{own(application)}/files/figures"
    shown = Page(client.send(place, file=(io.BytesIO(b"%PDF-1.7" + b"\x00" * (13 * 1024 * 1024)), "plan.pdf")), 413)
    assert shown.language == "ja"
    assert JAPANESE.gettext("Too large") in shown.text
    gc.collect()


@pytest.mark.parametrize("typed", ["x" * 100_001, "a\x00b"])
def test_a_text_that_cannot_be_kept_stays_on_the_page(client, mirai, typed):
    application = make.started(mirai)
    client.be(mirai.cast.ada)
    place = f"{own(application)}/sections/{make.first_section(mirai.call)}"
    shown = Page(client.send(place, title="海辺", summary=typed))
    assert shown.beside("summary")
    assert application.title == "海辺"
    assert shown.values()["summary"].strip() == typed.replace("\x00", "")


def test_a_text_that_is_too_long_is_kept_and_missed_before_it_is_submitted(client, mirai):
    application = make.written(mirai)
    client.be(mirai.cast.ada)
    place = f"{own(application)}/sections/{make.first_section(mirai.call)}"
    fields = Page(client.get(place), 200).values()
    assert client.send(place, **fields | {"summary": "word " * 151}).status_code == 303
    shown = Page(client.get(f"{own(application)}/submit"), 200)
    gaps = [link.get("href") for link in shown.tree.iter(f"{XHTML}a") if (link.get("href") or "").startswith(place)]
    assert gaps == [f"{place}#summary"]
    assert Page(
        client.send(f"{own(application)}/submit", deed="confirm", version=application.content_version)
    ).summary()


def test_whatever_is_sent_is_no_fault_of_ours(client, mirai):
    """Every field of every page of an applicant, filled with what breaks careless programs."""
    application = make.written(mirai)
    client.be(mirai.cast.ada)
    nasty = [
        "\x00",
        "'\"><script>",
        "9" * 5000,
        "-1",
        "NaN",
        "🙂" * 300,
        "%s%(x)s{0}{{7*7}}",
        "\u202e",
        "../../etc/passwd",
    ]
    places = [f"{own(application)}/sides/JP", f"{own(application)}/team", f"{own(application)}/submit", "/profile",
              f"{own(application)}/sections/{make.first_section(mirai.call)}"]  # fmt: skip
    for place in places:
        fields = Page(client.get(place), 200).values()
        for bad in nasty:
            answer = FlaskClient.open(client, place, method="POST", data={
                **{name: bad for name in fields if name}, "csrf_token": client.make_token(),
            })  # fmt: skip
            assert answer.status_code < 500, (place, bad)
