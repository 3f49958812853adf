"""The completeness desk: each side's checklist and notes, tags, filters, and what is done with many at once."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from grants.applications import actions
from grants.applications.actions import Circular, Later, Looked
from grants.applications.model import ConflictKind, Note, Tag, Tick
from grants.calls.model import Extension
from grants.history.model import Entry
from grants.mail.model import Message
from grants.rules.applications import ApplicationState
from grants.rules.checklist import items_of
from tests import make
from tests.reviews.judging import closed

SECRET = "Their dean called us, keep it here."


@pytest.fixture
def judging(session, at):
    return closed(session, at)


@pytest.fixture
def office(client, judging):
    return client.be(judging.cast.olu)


def text_of(answer):
    return answer.get_data(as_text=True)


def case(judging, rest=""):
    return f"/office/applications/{judging.application.id}{rest}"


def here(judging, rest=""):
    return f"/office/calls/{judging.call.id}/applications{rest}"


def found(answer):
    return re.findall(r'href="/office/applications/([0-9a-f-]{36})"', text_of(answer))


def ticked(office, judging, side, code, remark="", done="y"):
    fields = {f"{side}-{code}-remark": remark} | ({f"{side}-{code}-is_done": done} if done else {})
    return office.send(case(judging, f"/checklist/{side}/{code}"), **fields)


def test_each_side_ticks_its_own_list_and_its_remark_stays_there(office, judging):
    assert "Lund only; taking part" in text_of(office.get(f"/office/calls/{judging.call.id}"))
    page = text_of(office.get(case(judging)))
    assert "/checklist/JP/budget" in page
    assert "/checklist/SE/" not in page
    assert ticked(office, judging, "JP", "budget", SECRET).status_code == 303
    assert ticked(office, judging, "SE", "budget").status_code == 422
    assert ticked(office, judging, "JP", "lund").status_code == 404  # an item of the other side alone
    tick = judging.session.scalars(select(Tick)).one()
    assert (tick.side, tick.code, tick.is_done, tick.remark) == ("JP", "budget", True, SECRET)
    assert SECRET in text_of(office.get(case(judging)))
    assert SECRET in text_of(office.be(judging.cast.aud).get(case(judging)))
    other = text_of(office.be(judging.cast.uma).get(case(judging)))
    assert "1 of 3" in other
    assert SECRET not in other
    for entry in judging.session.scalars(select(Entry)):
        assert SECRET not in str(entry.detail)


def resubmitted(judging):
    """Returned by two officers, and sent again as it is by its team."""
    application, cast = judging.application, judging.cast
    day = judging.at + timedelta(days=3)
    later = Later(f"{day:%Y-%m-%d} 12:00", "UTC", {"en": "Say who is early in the career."}, application=application,
                  returns=True)  # fmt: skip
    actions.agree_extension(actions.propose_extension(judging.call, later, cast.olu, judging.at), cast.uma, judging.at)
    for part in application.parts:
        actions.confirm(application, application.content_version, part.pi, judging.at)
    actions.submit(application, application.content_version, application.lead.pi, judging.at)
    judging.session.commit()


def test_an_item_can_be_taken_back_and_a_new_submission_is_looked_at_again(office, judging):
    ticked(office, judging, "JP", "budget")
    assert "1 of 3" in text_of(office.get(case(judging)))
    ticked(office, judging, "JP", "budget", "no, not yet", done="")
    page = text_of(office.get(case(judging)))
    assert "1 of 3" not in page
    assert "not in order after all" in page
    ticked(office, judging, "JP", "budget")
    resubmitted(judging)
    page = text_of(office.get(case(judging)))
    assert "Done for an earlier submission" in page
    assert "1 of 3" not in page
    assert found(office.get(here(judging, "?lacking=item.JP.budget"))) == both(judging)


def test_the_list_is_narrowed_to_what_lacks_an_item_and_the_home_page_counts_it(office, judging):
    one, two = str(judging.application.id), str(judging.other.id)
    assert "2 applications wait for your side" in text_of(office.get("/office"))
    for code in ("post", "early_career", "budget"):
        ticked(office, judging, "JP", code)
    assert "1 applications wait for your side" in text_of(office.get("/office"))
    assert found(office.get(here(judging, "?lacking=checklist"))) == [two]
    assert found(office.get(here(judging, "?lacking=item.JP.budget"))) == [two]
    assert found(office.get(here(judging, "?lacking=item.SE.budget"))) == [one, two]
    assert found(office.get(here(judging, "?lacking=item.SE.nonsense"))) == [one, two]
    office.be(judging.cast.uma)
    assert found(office.get(here(judging, "?lacking=checklist"))) == [one, two]


def test_a_call_without_a_checklist_shows_none(office, judging):
    judging.call.checklist = []
    judging.session.commit()
    assert 'id="checklist"' not in text_of(office.get(case(judging)))
    assert ticked(office, judging, "JP", "budget").status_code == 404
    assert office.get("/office").status_code == 200
    assert found(office.get(here(judging, "?lacking=checklist"))) == []


def test_case_20_of_the_real_cases_nobody_reads_another_sides_notes(office, judging):
    """What one office wrote for itself is nowhere for the other, the panel, the team: no text, no count, no trace."""
    cast, mine = judging.cast, (case(judging), here(judging))
    traces = [text_of(office.be(cast.uma).get(one)) for one in mine]
    office.be(cast.olu)
    assert office.send(case(judging, "/notes"), **{"note-text": SECRET, "note-audience": "SE"}).status_code == 422
    assert office.send(case(judging, "/notes"), **{"note-text": SECRET, "note-audience": "JP"}).status_code == 303
    note = judging.session.scalars(select(Note)).one()
    assert (note.side, note.text) == ("JP", SECRET)
    for reader in (cast.olu, cast.aud):
        assert SECRET in text_of(office.be(reader).get(case(judging)))
        assert "1 note" in text_of(office.get(here(judging)))
        assert found(office.get(here(judging, "?noted=y"))) == [str(judging.application.id)]
    office.be(cast.uma)
    assert found(office.get(here(judging, "?noted=y"))) == []
    assert [without_tokens(text_of(office.get(one))) for one in mine] == [without_tokens(one) for one in traces]
    judging.reviewed(cast.rea)
    judging.session.commit()
    review = f"/reviews/{judging.application.assignments[0].review.id}"
    for reader, address in ((cast.rea, review), (cast.ada, f"/my/applications/{judging.application.id}"),
                            (cast.ivo, f"/office/calls/{judging.call.id}/assignments")):  # fmt: skip
        answer = office.be(reader).get(address)
        assert answer.status_code == 200, address
        assert SECRET not in text_of(answer)
    scoped = select(Entry).where((Entry.application_id == judging.application.id) | (Entry.call_id == judging.call.id))
    assert "note" not in {entry.step for entry in judging.session.scalars(scoped)}


def without_tokens(page):
    return re.sub(r'value="[^"]{40,}"', "", page)


def test_a_note_for_all_offices_is_read_by_all_of_them(office, judging):
    office.send(case(judging, "/notes"), **{"note-text": "Ask Lund first.", "note-audience": "all"})
    assert "Ask Lund first." in text_of(office.be(judging.cast.uma).get(case(judging)))
    assert found(office.get(here(judging, "?noted=y"))) == [str(judging.application.id)]


def test_a_tag_is_one_word_however_it_is_written(office, judging):
    assert office.send(case(judging, "/tags"), **{"tag-tag": "Åldrande  hälsa"}).status_code == 303
    assert office.send(case(judging, "/tags"), **{"tag-tag": "ALDRANDE HALSA"}).status_code == 303
    assert judging.session.scalars(select(Tag.text)).all() == ["Åldrande hälsa"]
    for wrong in ("", " ", "x" * 41):
        assert office.send(case(judging, "/tags"), **{"tag-tag": wrong}).status_code == 422
    office.be(judging.cast.uma)
    assert "Åldrande hälsa" in text_of(office.get(case(judging)))
    assert found(office.get(here(judging, "?tag=Åldrande hälsa"))) == [str(judging.application.id)]
    assert office.send(case(judging, "/tags/remove"), **{"tag-tag": "åldrande HÄLSA"}).status_code == 303
    assert judging.session.scalars(select(Tag)).all() == []


def both(judging):
    return [str(judging.application.id), str(judging.other.id)]


def test_many_are_tagged_ticked_and_untagged_at_once(office, judging):
    sent = {"chosen": both(judging), "tag": "second look"}
    assert office.send(here(judging, "/tag?state=all"), **sent).headers["Location"].endswith("/applications?state=all")
    assert len(judging.session.scalars(select(Tag)).all()) == 2
    assert office.send(here(judging, "/untag"), **sent).status_code == 303
    assert judging.session.scalars(select(Tag)).all() == []
    assert office.send(here(judging, "/tick"), chosen=both(judging), item="JP.budget").status_code == 303
    assert {(one.side, one.code) for one in judging.session.scalars(select(Tick))} == {("JP", "budget")}
    assert len(judging.session.scalars(select(Tick)).all()) == 2
    for chosen, item in (([], "JP.budget"), ("x", "JP.budget"), (both(judging), "SE.budget"), (both(judging), "")):
        refused = office.send(here(judging, "/tick"), chosen=chosen, item=item)
        assert refused.status_code == 422, (chosen, item)


def test_all_that_a_list_finds_is_chosen_with_one_tick(office, judging):
    narrowed = here(judging, f"/tag?words={judging.other.ref}")
    assert office.send(narrowed, whole="y", tag="late").status_code == 303
    assert judging.session.scalars(select(Tag.application_id)).all() == [judging.other.id]


def test_many_are_changed_wholly_or_not_at_all_and_never_one_in_conflict(office, judging):
    olu = judging.cast.olu
    actions.record_conflict(judging.other, olu, (ConflictKind.DECLARED, "a friend"), olu, judging.at)
    judging.session.commit()
    assert office.send(here(judging, "/tag"), chosen=both(judging), tag="mine").status_code == 303
    assert judging.session.scalars(select(Tag.application_id)).all() == [judging.application.id]
    assert office.send(here(judging, "/tag"), chosen=str(judging.other.id), tag="mine").status_code == 422
    assert office.send(here(judging, "/tag"), whole="y", tag="all").status_code == 303
    assert set(judging.session.scalars(select(Tag.application_id))) == {judging.application.id}
    office.be(judging.cast.uma)
    sent = {"chosen": both(judging), "sure": "2", "subject_en": "A", "text_en": ""}
    assert office.send(here(judging, "/write"), **sent).status_code == 422
    assert judging.session.scalars(select(Message).where(Message.kind == "circular")).all() == []
    assert not judging.session.scalars(select(Entry).where(Entry.step == "write_to_team")).all()


def test_nobody_but_officers_does_any_of_it(client, judging):
    cast = judging.cast
    for person in (cast.aud, cast.ivo, cast.rea, cast.ada, cast.sys, cast.max):
        client.be(person)
        for deed in ("tag", "untag", "tick", "write"):
            assert client.send(here(judging, f"/{deed}"), chosen=both(judging), tag="x").status_code == 404, deed
        for deed in ("tags", "tags/remove"):
            assert client.send(case(judging, f"/{deed}"), **{"tag-tag": "x"}).status_code == 404, deed
        assert ticked(client, judging, "JP", "budget").status_code == (422 if person is cast.aud else 404)
    assert judging.session.scalars(select(Tick)).all() == judging.session.scalars(select(Tag)).all() == []


SAID = {
    "subject_en": "The hearing", "subject_ja": "ヒアリングについて", "subject_sv": "Utfrågningen",
    "text_en": "It is on Monday.", "text_ja": "月曜日です。", "text_sv": "Den är på måndag.",
}  # fmt: skip


def test_teams_are_written_to_each_in_their_own_language_once_the_number_was_typed(office, judging):
    chosen = {"chosen": both(judging)}
    first = office.send(here(judging, "/write"), **chosen)
    assert first.status_code == 200
    assert judging.application.ref in text_of(first)
    for sure in ("", "1", "3"):
        refused = office.send(here(judging, "/write"), **chosen, **SAID, sure=sure)
        assert refused.status_code == 422
        assert "It is on Monday." in text_of(refused)
    assert office.send(here(judging, "/write"), **chosen, **SAID, sure="2").status_code == 303
    sent = judging.session.scalars(select(Message).where(Message.kind == "circular")).all()
    by = {one.to: one for one in sent}
    ada, ben = by["ada@example.org"], by["ben@example.org"]
    assert (ada.language, ben.language) == ("ja", "sv")
    assert (ada.subject, ben.subject) == (
        f"{judging.application.ref}：ヒアリングについて", f"{judging.application.ref}: Utfrågningen",
    )  # fmt: skip
    assert "月曜日です。" in ada.body
    assert "Den är på måndag." in ben.body
    assert "It is on Monday." not in ada.body + ben.body
    assert {one.reply_to for one in sent} == {judging.cast.olu.email}
    assert {one.application_id for one in sent} == {judging.application.id, judging.other.id}
    assert "The office wrote to the team: The hearing" in text_of(office.get(case(judging)))
    told = text_of(office.be(judging.cast.ada).get(f"/my/applications/{judging.application.id}"))
    assert "wrote to the team" not in told


def test_what_is_not_written_in_a_language_reads_in_english(session, judging):
    english = Circular({"en": "The hearing"}, {"en": "It is on Monday."})
    actions.tell_teams([judging.application], english, judging.cast.olu, judging.at)
    session.flush()
    ada = session.scalars(select(Message).where(Message.to == "ada@example.org", Message.kind == "circular")).one()
    assert "It is on Monday." in ada.body


def test_ticks_notes_and_tags_cost_no_more_questions_the_more_there_are(office, judging, statements):
    def kept(one, code):
        actions.tick(one, Looked("JP", code), judging.cast.olu, judging.at)
        actions.tick(one, Looked("SE", code), judging.cast.uma, judging.at)
        actions.note(one, "for us", judging.cast.olu, judging.at, "JP")
        actions.tag([one], code, judging.cast.olu, judging.at)
        judging.session.commit()

    def asked(address):
        with statements() as seen:
            assert office.get(address).status_code == 200
        return len(seen)

    kept(judging.application, "post")
    before = asked(here(judging)), asked(case(judging))
    for one in (judging.application, judging.other):
        for code in ("budget", "early_career"):
            kept(one, code)
    assert (asked(here(judging)), asked(case(judging))) == before


@pytest.mark.parametrize("name", ["young-leaders-2023", "renkei-2022"])
def test_in_a_call_of_one_side_or_a_nomination_the_desk_has_the_sides_that_there_are(client, session, at, name):
    house = make.opened(session, at, name)
    application = make.submitted(house)
    make.closed(house)
    [side] = [part.side for part in application.parts]
    here = f"/office/applications/{application.id}"
    page = text_of(client.be(house.officer(side)).get(here))
    assert page.count("/checklist/") == len(items_of(house.call, side)) > 0
    assert ('name="note-audience"' in page) == (len(house.call.sides) > 1)
    first = items_of(house.call, side)[0].code
    assert client.send(f"{here}/checklist/{side}/{first}", **{f"{side}-{first}-is_done": "y"}).status_code == 303
    fields = {"note-text": "Ask the host."} | ({"note-audience": "all"} if len(house.call.sides) > 1 else {})
    assert client.send(f"{here}/notes", **fields).status_code == 303
    assert "Ask the host." in text_of(client.be(house.cast.uma).get(here))
    said = {"return-reason_en": "The letter is unsigned.", "return-reason_ja": "署名がありません。",
            "return-zone": "Asia/Tokyo", "return-closes": f"{house.at:%Y-%m}-28", "return-closes_clock": "17:00"}  # fmt: skip
    assert client.be(house.cast.olu).send(f"{here}/return", **said).status_code == 303
    extension = house.session.scalars(select(Extension)).one()
    agree = f"/office/extensions/{extension.id}/agree"
    assert client.send(agree, version=extension.version).status_code == 422
    assert client.be(house.cast.uma).send(agree, version=extension.version).status_code == 303
    house.session.expire_all()
    assert application.state is ApplicationState.RETURNED
