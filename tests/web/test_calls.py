"""Calls on their pages: what anyone reads, and what officers of the programme write."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO

import html5lib
import pytest
from sqlalchemy import event

from grants import clock
from grants.calls import actions
from grants.calls.definition import read, shipped, write
from grants.calls.model import Call
from grants.calls.queries import definition_of
from grants.rules.calls import CallState
from grants.rules.relations import THE_CLOCK
from grants.words import language
from tests import make

PUBLIC = ("", "/form")
OFFICE = ("", "/texts", "/dates", "/sides", "/judging", "/decision", "/new-criterion", "/judging/{criterion}",
          "/questions", "/new-question/application", "/questions/application/{question}", "/money", "/definition.yaml")  # fmt: skip


@pytest.fixture
def draft(session, at):
    return make.drafted(session, at)


@pytest.fixture
def house(session, at):
    return make.opened(session, at)


def office_pages(call):
    criterion, question = call.criteria[0].code, call.questions[0].code
    return [f"/office/calls/{call.id}{page}".format(criterion=criterion, question=question) for page in OFFICE]


NOWHERE = "00000000-0000-4000-8000-000000000000"


def alike(answer):
    """A page without what names this request: its token and its own address."""
    text = re.sub(r'name="csrf_token" value="[^"]+"', "", answer.get_data(as_text=True))
    return re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", NOWHERE, text)


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)))


# What anyone reads


def test_a_draft_is_seen_by_its_officers_only(client, draft):
    call, cast = draft.call, draft.cast
    addresses = [f"/calls/{call.id}{page}" for page in PUBLIC] + office_pages(call)
    for address in addresses:
        client.be(cast.olu)
        assert client.get(address).status_code == 200, address
        missing = client.be(cast.max).get(address.replace(str(call.id), NOWHERE))
        for person in (cast.max, cast.ada, cast.sys):
            refused = client.be(person).get(address)
            assert refused.status_code == 404, address
        assert alike(client.be(cast.max).get(address)) == alike(missing), address
        assert client.nobody().get(address).status_code == 303, address
    assert call.name["en"] not in client.get("/calls").get_data(as_text=True)
    assert call.name["en"] not in client.get(f"/programmes/{call.programme.id}").get_data(as_text=True)


def test_an_officer_of_another_programme_sees_nothing_of_a_draft(client, session, draft, at):
    other = read(shipped()["kyushu-illinois-2022"].read_text())
    programme = actions.open_programme(session, other, THE_CLOCK)
    make.company.officer(draft.cast.eva, programme.id, "US", at)
    client.be(draft.cast.eva)
    for address in office_pages(draft.call):
        assert client.get(address).status_code == 404, address
    assert draft.call.code not in client.get("/office/calls").get_data(as_text=True)
    assert draft.call.code not in client.get("/office").get_data(as_text=True)
    assert f"call:{draft.call.id}" not in client.get("/office/calls/new").get_data(as_text=True)
    stolen = client.send("/office/calls/new", source=f"call:{draft.call.id}", code="STOLEN-1")
    assert stolen.status_code == 422


def test_anyone_reads_what_who_how_much_by_when_and_how_judged(client, house):
    call = house.call
    shown = text_of(client.get(f"/calls/{call.id}"))
    for side in call.sides:
        assert side.label["en"] in shown
    for said in ("JPY 400,000", "SEK 40,000", "MIRAI-2022", "Demonstration", "is binding", "30 %", "5 Excellent"):
        assert said in shown.replace("\xa0", " "), said
    for criterion in call.criteria:
        assert criterion.label["en"] in shown
    for member in call.programme.members:
        assert member.institution.name["en"] in shown


def test_case_1_the_deadline_stands_on_every_sides_clock_with_its_weekday_and_derived_zone(client, house):
    deadline = house.call.deadlines[-1]
    shown = text_of(client.get(f"/calls/{house.call.id}"))
    zones = {side.zone for side in house.call.sides}
    assert zones == {"Asia/Tokyo", "Europe/Stockholm"}
    for zone in zones:
        moment = language("en").moment(deadline.at, zone)
        assert moment in shown
        assert re.search(r"\w+day", moment)
    assert ("CEST" in shown) == (deadline.at >= datetime(2022, 3, 27, tzinfo=UTC))


def test_a_reader_elsewhere_also_sees_their_own_clock(client, house, session):
    house.cast.max.zone = "America/Chicago"
    session.flush()
    assert "Your time" in text_of(client.be(house.cast.max).get(f"/calls/{house.call.id}"))
    assert "Your time" not in text_of(client.be(house.cast.ada).get(f"/calls/{house.call.id}"))


def test_the_whole_form_is_public_with_its_limits(client, house):
    shown = text_of(client.get(f"/calls/{house.call.id}/form"))
    for question in house.call.questions:
        assert question.label["en"] in shown
        for choice in question.choices:
            assert choice["label"]["en"] in shown
    limited = next(one for one in house.call.questions if one.max_words)
    assert f"at most {limited.max_words} words" in shown


@pytest.mark.parametrize("code", ["en", "ja", "sv"])
def test_the_whole_form_can_be_taken_away_as_a_text_before_the_call_opens(client, house, code):
    clock.stop(house.call.opens_at - timedelta(days=3))
    client.send("/language", language=code)
    answer = client.get(f"/calls/{house.call.id}/form.txt")
    text = answer.get_data(as_text=True)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="mirai-2022-form.txt"'
    asked = [question.label for question in house.call.questions]
    assert all(label.get(code, label["en"]) in text for label in asked)
    assert not any(sign in text for sign in ("&amp;", "&#39;", "<", "{{"))


@pytest.mark.parametrize("code", ["ja", "sv"])
def test_pages_are_read_in_each_language(client, house, code):
    client.send("/language", language=code)
    for address in ("/calls", f"/calls/{house.call.id}", f"/calls/{house.call.id}/form", "/privacy", "/help",
                    f"/programmes/{house.call.programme.id}"):  # fmt: skip
        answer = client.get(address)
        assert answer.status_code == 200
        assert f'<html lang="{code}">' in answer.get_data(as_text=True)
    assert house.call.name[code] in client.get(f"/calls/{house.call.id}").get_data(as_text=True)


def test_calls_are_listed_by_where_they_stand(client, house, session):
    address = f"/calls/{house.call.id}"
    clock.stop(house.call.opens_at - timedelta(hours=1))
    assert "Opens soon" in text_of(client.get("/calls"))
    assert "Start an application" not in text_of(client.get(address))
    clock.stop(house.call.opens_at)
    assert "Open for applications" in text_of(client.get("/calls"))
    assert "Start an application" in text_of(client.get(address))
    clock.stop(house.call.deadlines[-1].at + timedelta(hours=2))
    assert "being considered" in text_of(client.get("/calls"))
    assert "Start an application" not in text_of(client.get(address))


def test_officers_and_panel_are_told_why_they_cannot_apply(client, house):
    house.cast.rea.language = "en"
    for person in (house.cast.olu, house.cast.ivo, house.cast.rea):
        shown = text_of(client.be(person).get(f"/calls/{house.call.id}"))
        assert "Start an application" not in shown
        assert "so you cannot apply in it" in shown


def test_lists_ask_the_same_number_of_questions_whatever_their_length(client, session, house, at):
    def count(address):
        client.session.commit()
        asked = []
        connection = client.session.connection()
        event.listen(connection, "before_cursor_execute", note := lambda *given: asked.append(given[2]))
        client.get(address)
        event.remove(connection, "before_cursor_execute", note)
        return len(asked)

    client.be(house.cast.olu)
    addresses = ("/calls", "/office/calls", "/office")
    before = [count(address) for address in addresses]
    for year in range(2030, 2033):
        again = replace(definition_of(house.call), code=f"MIRAI-{year}")
        call = actions.create_call(session, again, house.cast.olu, at)
        clock.stop(at)
        actions.propose(call, house.cast.olu, at)
        actions.publish(call, house.cast.uma, at)
    assert [count(address) for address in addresses] == before


# What officers write


def test_a_call_is_created_from_a_template_and_needs_its_own_code(client, draft, session):
    client.be(draft.cast.uma)
    taken = client.send("/office/calls/new", source="shipped:mirai-2022", code="")
    assert taken.status_code == 422
    assert "There is a call with the code MIRAI-2022 already." in text_of(taken)
    assert client.send("/office/calls/new", source="shipped:mirai-2022", code="mirai 2023").status_code == 422
    made = client.send("/office/calls/new", source="shipped:mirai-2022", code="MIRAI-2023")
    assert made.status_code == 303
    call = session.query(Call).filter_by(code="MIRAI-2023").one()
    assert made.location == f"/office/calls/{call.id}"
    assert client.get(made.location).status_code == 200
    copied = client.send("/office/calls/new", source=f"call:{call.id}", code="MIRAI-2024")
    assert copied.status_code == 303


def upload(client, text, **fields):
    return client.send("/office/calls/new", source="file", file=(BytesIO(text), "call.yaml"), **fields)


def test_a_file_is_refused_with_every_fault_and_its_line(client, draft):
    client.be(draft.cast.olu)
    lines = write(definition_of(draft.call)).splitlines()
    place = next(i for i, line in enumerate(lines) if "zone: Europe/Stockholm" in line)
    lines[place] = lines[place].replace("Europe/Stockholm", "CET")
    lines.append("surprise: 1")
    refused = upload(client, "\n".join(lines).encode())
    shown = text_of(refused)
    assert refused.status_code == 422
    assert f"Line {place + 1} “CET” is not a time zone" in shown.replace(",", "")
    assert "“surprise” is not known here." in shown


@pytest.mark.parametrize("content", [
    b"", b"\xff\xfe\x00", b"a: [", b"- 1\n- 2", b"x" * 505_000, b"{" * 5000, b"[" * 5000, "\u0000".encode(),
    b"a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\neligibility: [{code: a, label: {en: x}, test: *c}]",
])  # fmt: skip
def test_a_file_that_is_no_definition_is_refused_with_a_sentence(client, draft, content):
    refused = upload(client.be(draft.cast.olu), content)
    assert refused.status_code == 422
    assert "fault" in text_of(refused) or "Fill this in" in text_of(refused)


def test_a_definition_file_goes_out_and_comes_in_again(client, draft, session):
    client.be(draft.cast.olu)
    exported = client.get(f"/office/calls/{draft.call.id}/definition.yaml")
    assert read(exported.get_data(as_text=True)) == definition_of(draft.call)
    changed = exported.get_data().replace(b"MIRAI-2022", b"MIRAI-2025")
    assert upload(client, changed).status_code == 303
    assert session.query(Call).filter_by(code="MIRAI-2025").one().state is CallState.DRAFT


def fields_of(answer):
    """What a browser would send back from the page's form: every control as it stands."""
    tree = html5lib.parse(answer.get_data(as_text=True), namespaceHTMLElements=False)
    form = next(one for one in tree.iter("form") if one.get("class") == "sheet")
    found = {}
    for one in form.iter():
        name = one.get("name") if isinstance(one.tag, str) else None
        if not name or name in {"csrf_token", "deed"}:
            continue
        if one.tag == "textarea":
            found[name] = (one.text or "").removeprefix("\n")
        elif one.tag == "select":
            chosen = [option.get("value") for option in one.iter("option") if option.get("selected") is not None]
            found[name] = chosen[0] if chosen else next(one.iter("option")).get("value")
        elif one.get("type") in {"checkbox", "radio"}:
            if one.get("checked") is not None:
                found.setdefault(name, []).append(one.get("value"))
        else:
            found[name] = one.get("value") or ""
    return found


@pytest.mark.parametrize("page", ["texts", "dates", "sides", "judging"])
def test_a_page_saved_as_it_stands_changes_nothing(client, session, draft, page):
    client.be(draft.cast.uma)
    before = definition_of(draft.call)
    address = f"/office/calls/{draft.call.id}/{page}"
    saved = client.send(address, **fields_of(client.get(address)))
    assert saved.status_code == 303, text_of(saved)
    assert definition_of(session.get(Call, draft.call.id)) == before


def test_every_criterion_and_question_saved_as_it_stands_changes_nothing(client, session, draft):
    client.be(draft.cast.uma)
    before = definition_of(draft.call)
    base = f"/office/calls/{draft.call.id}"
    addresses = [f"{base}/judging/{one.code}" for one in draft.call.criteria]
    addresses += [f"{base}/questions/{one.form.value}/{one.code}" for one in draft.call.questions]
    for address in addresses:
        saved = client.send(address, **fields_of(client.get(address)))
        assert saved.status_code == 303, (address, text_of(saved))
    assert definition_of(session.get(Call, draft.call.id)) == before


def test_texts_are_changed_and_a_language_left_behind_is_named(client, session, draft):
    """Case 36: the binding language is kept, and a text edited in one language only is warned about."""
    client.be(draft.cast.olu)
    address = f"/office/calls/{draft.call.id}/texts"
    fields = fields_of(client.get(address)) | {"summary_en": "Another summary"}
    shown = text_of(client.get(client.send(address, **fields).location))
    assert "“Summary” was changed, but not in 日本語, Svenska." in shown
    assert session.get(Call, draft.call.id).summary["en"] == "Another summary"
    assert "Changed: Summary" in shown


def test_case_4_a_gap_is_refused_and_a_fold_is_asked_about_beside_the_field(client, session, draft):
    client.be(draft.cast.olu)
    address = f"/office/calls/{draft.call.id}/dates"
    later = {"zone": "Europe/Stockholm", "reviews_due_on": "", "decides_by": "", "announces_on": "", "internal_on": ""}
    fields = fields_of(client.get(address)) | later
    gap = client.send(address, **fields | {"closes": "2026-03-29", "closes_clock": "02:30"})
    assert gap.status_code == 422
    assert "There is no 02:30 on 29 March 2026" in text_of(gap)
    fold = {"closes": "2026-10-25", "closes_clock": "02:30"}
    asked = client.send(address, **fields | fold)
    assert asked.status_code == 422
    assert 'name="fold"' in asked.get_data(as_text=True)
    assert client.send(address, **fields | fold | {"fold": "1"}).status_code == 303
    assert session.get(Call, draft.call.id).deadlines[-1].at == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_a_limit_is_read_in_the_sides_own_currency(client, session, draft):
    client.be(draft.cast.olu)
    address = f"/office/calls/{draft.call.id}/sides"
    fields = fields_of(client.get(address))
    for wrong in ("400,000.50", "NaN", "1e400", "SEK 5", "-3"):
        refused = client.send(address, **fields | {"JP_cap": wrong})
        assert refused.status_code == 422, wrong
        assert f'value="{wrong}"' in refused.get_data(as_text=True)
    assert client.send(address, **fields | {"JP_cap": "４０万"}).status_code == 303
    assert str(session.get(Call, draft.call.id).side("JP").cap) == "JPY 400,000"


def test_criteria_are_added_moved_weighed_and_removed(client, session, draft):
    client.be(draft.cast.olu)
    base = f"/office/calls/{draft.call.id}"
    fields = fields_of(client.get(f"{base}/new-criterion")) | {
        "code": "novelty", "label_en": "Novelty", "hint_en": "Is it new?", "marks_en": "No\nYes", "low": "0",
    }  # fmt: skip
    for code in ("ja", "sv"):
        fields[f"marks_{code}"] = ""
    assert client.send(f"{base}/new-criterion", **fields).status_code == 303
    again = client.send(
        f"{base}/new-criterion", **fields_of(client.get(f"{base}/new-criterion")) | {**fields, "version": ""}
    )
    assert again.status_code == 422
    codes = [one.code for one in session.get(Call, draft.call.id).criteria]
    assert codes[-1] == "novelty"
    for deed in ("up:novelty", f"remove:{codes[0]}", "up:nothing", "sideways:novelty"):
        listed = fields_of(client.get(f"{base}/judging"))
        assert client.send(f"{base}/judging", **listed, deed=deed).status_code == 303
    assert [one.code for one in session.get(Call, draft.call.id).criteria] == [*codes[1:-2], "novelty", codes[-2]]
    shown = text_of(client.get(base))
    assert "before a second officer can be asked" in shown
    assert "The weights of the criteria add up to 70 %, not to 100 %." in shown
    refused = client.send(f"{base}/propose", version=str(session.get(Call, draft.call.id).version))
    assert refused.status_code == 422


def test_questions_are_added_moved_and_removed_in_both_forms(client, session, draft):
    client.be(draft.cast.olu)
    base = f"/office/calls/{draft.call.id}"
    fields = fields_of(client.get(f"{base}/new-question/application")) | {
        "code": "how", "label_en": "How?", "kind": "choice", "codes": "a\nb", "choices_en": "This\nThat",
        "section": "+", "section_code": "more", "section_label_en": "More",
    }  # fmt: skip
    uneven = client.send(f"{base}/new-question/application", **fields | {"choices_en": "This"})
    assert uneven.status_code == 422
    assert client.send(f"{base}/new-question/application", **fields).status_code == 303
    made = definition_of(session.get(Call, draft.call.id)).form[-1]
    assert (made.code, made.questions[0].code, [one.code for one in made.questions[0].choices]) == (
        "more",
        "how",
        ["a", "b"],
    )
    listed = fields_of(client.get(f"{base}/questions"))
    assert client.send(f"{base}/questions", **listed, deed="application:remove:how").status_code == 303
    assert definition_of(session.get(Call, draft.call.id)).form[-1].code != "more"
    assert client.get(f"{base}/questions/application/how").status_code == 404
    assert client.get(f"{base}/questions/nowhere/how").status_code == 404


def test_an_older_version_overwrites_nothing(client, session, draft):
    client.be(draft.cast.olu)
    address = f"/office/calls/{draft.call.id}/texts"
    fields = fields_of(client.get(address))
    assert client.send(address, **fields | {"summary_en": "First"}).status_code == 303
    late = client.send(address, **fields | {"summary_en": "Second"})
    assert late.status_code == 422
    assert "Second" in late.get_data(as_text=True)
    assert session.get(Call, draft.call.id).summary["en"] == "First"


def test_two_officers_of_two_sides_publish_and_then_everything_is_fixed(client, session, draft):
    base, cast = f"/office/calls/{draft.call.id}", draft.cast
    assert client.be(cast.olu).send(f"{base}/propose", version=str(draft.call.version)).status_code == 303
    assert client.send(f"{base}/publish").status_code == 422
    assert "asks you to publish" in text_of(client.be(cast.uma).get("/office"))
    assert client.send(f"{base}/publish").status_code == 303
    assert session.get(Call, draft.call.id).state is CallState.PUBLISHED
    assert client.nobody().get(f"/calls/{draft.call.id}").status_code == 200
    client.be(cast.olu)
    for page in ("texts", "dates", "sides", "judging", "questions"):
        assert client.get(f"{base}/{page}").status_code == 422


def test_money_is_written_by_the_officers_of_its_side(client, session, draft):
    base = f"/office/calls/{draft.call.id}/money"
    jp, se = (next(p for p in draft.call.parties if p.side == side).pots[0] for side in ("JP", "SE"))
    line = {"kind": "topup", "amount": "１００", "note": "A gift"}
    client.be(draft.cast.olu)
    assert client.send(base, pot=str(jp.id), **line).status_code == 303
    assert client.send(base, pot=str(se.id), **line).status_code == 422
    assert client.send(base, pot=str(jp.id), **line | {"amount": "1.5"}).status_code == 422
    too_much = client.send(base, pot=str(jp.id), **line | {"kind": "cut", "amount": "999,999,999"})
    assert "The pot holds only" in text_of(too_much)
    assert len(session.get(type(jp), jp.id).entries) == 2


def test_officers_try_the_form_out_with_the_fields_that_applicants_get(client, session, at):
    house = make.drafted(session, at)
    session.commit()
    here = f"/office/calls/{house.call.id}/try-form"
    shown = client.be(house.cast.uma).get(here).get_data(as_text=True)
    for question in house.call.questions:
        if question.form == "application" and question.kind != "file":
            assert f'name="{question.code}' in shown
    assert 'name="then"' not in shown
    for person in (house.cast.ada, house.cast.max):
        assert client.be(person).get(here).status_code == 404


def test_what_one_side_is_asked_stands_once_on_trial(client, session, at):
    house = make.drafted(session, at, "ucl-osaka-2022")
    session.commit()
    here = f"/office/calls/{house.call.id}/try-form"
    shown = client.be(house.cast.olu).get(here).get_data(as_text=True)
    assert 'name="contribution-UK"' in shown
    assert 'name="contribution-JP"' in shown
    assert 'name="ucl_grade-UK"' in shown
    assert 'name="ucl_grade-JP"' not in shown
