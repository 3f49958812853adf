"""Nothing typed is lost, in a real browser: two tabs, two people, an ended session, no connection, no scripts."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import delete, select

from grants.applications.model import Answer, Application, Version
from grants.db import Base, Record
from grants.people import passwords
from grants.people.model import SignedIn
from tests import make, own
from tests.journeys.stage import Stage, raised
from tests.journeys.visitor import PASSWORD, Someone, Visitor

ADA = Someone("ada@example.org", "Sample", language="en", zone="Asia/Tokyo")
BEN = Someone("ben@example.org", "Sample", language="en", zone="Europe/Stockholm")
KEPT = "Object.keys(localStorage).length"


@dataclass
class Desk:
    """A draft of Ada and Ben, and their browsers."""

    stage: Stage
    key: str
    section: str
    ada: Visitor
    ben: Visitor

    @property
    def own(self) -> str:
        return f"/my/applications/{self.key}"

    @property
    def place(self) -> str:
        return f"{self.own}/sections/{self.section}"

    def title(self) -> Any:
        return self.answer("title")

    def answer(self, question: str) -> Any:
        found = self.stage.read(select(Answer).where(Answer.question == question))
        return found[0].value if found else None

    def end_sessions(self) -> None:
        with self.stage.record.transaction() as session:
            session.execute(delete(SignedIn))


def lay_tables(record: Record) -> None:
    Base.metadata.create_all(record.writers)


@pytest.fixture
def desk(request: pytest.FixtureRequest, browser: Browser, tmp_path: Path) -> Iterator[Desk]:
    kind = request.config.getoption("--database")
    with own.database(kind, tmp_path) as url, raised(url, tmp_path, browser, lay_tables) as stage:
        with stage.record.transaction() as session:
            house = make.opened(session, stage.now)
            draft = make.joined(house)
            for person in (house.cast.ada, house.cast.ben):
                person.language, person.password_hash = "en", passwords.hashed(PASSWORD)
            key, section = str(draft.id), make.first_section(house.call)
        made = Desk(stage, key, section, Visitor(stage, ADA), Visitor(stage, BEN))
        made.ada.go(made.place)
        yield made
        made.ada.close()
        made.ben.close()


def state(page: Page) -> Any:
    return page.locator("[data-saved]")


def write(page: Page, name: str, words: str) -> None:
    """Type into a field and leave it."""
    page.fill(f"[name={name}]", words)
    page.press(f"[name={name}]", "Tab")


def until(wanted: Any, seconds: float = 5) -> None:
    """It becomes so within some seconds."""
    end = time.monotonic() + seconds
    while not wanted():
        assert time.monotonic() < end, "it did not become so"
        time.sleep(0.05)


# --- saved as one types ----------------------------------------------------------------------------------------------


def test_a_field_is_saved_within_a_second_of_leaving_it_and_while_one_types(desk: Desk) -> None:
    page = desk.ada.page
    write(page, "title", "A sea of years")
    until(lambda: desk.title() == "A sea of years", 2)
    expect(state(page)).to_contain_text("Saved ")
    expect(page.locator("[data-voice]")).to_contain_text("Saved ")
    until(lambda: page.evaluate(KEPT) == 0)
    page.focus("[name=summary]")
    page.keyboard.type("We go on writing without leaving the field.")
    expect(state(page)).to_have_text("Not saved yet")
    until(lambda: desk.answer("summary") == "We go on writing without leaving the field.", 13)


def test_leaving_the_page_at_once_loses_nothing(desk: Desk) -> None:
    page = desk.ada.page
    page.fill("[name=title]", "Typed in the last moment")
    page.goto(desk.own)
    until(lambda: desk.title() == "Typed in the last moment")


# --- two tabs, two people --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("choice", "kept"),
    [("Take theirs", "In the first tab"), ("Keep mine", "In the second tab"), ("Take both", "In the first second tab")],
)
def test_two_tabs_show_both_texts_side_by_side_and_let_one_choose(desk: Desk, choice: str, kept: str) -> None:
    first, second = desk.ada.page, desk.ada.context.new_page()
    second.goto(desk.place)
    write(first, "title", "In the first tab")
    expect(state(first)).to_contain_text("Saved ")
    write(second, "title", "In the second tab")
    clash = second.locator("[data-field=title] .clash")
    expect(clash.locator("del")).to_have_text("first")
    expect(clash.locator("ins").first).to_have_text("second")
    assert desk.title() == "In the first tab"
    desk.ada.page = second
    desk.ada.status = 200
    desk.ada.noises.clear()
    desk.ada.look()
    clash.get_by_label(choice).check()
    clash.get_by_role("button").click()
    until(lambda: desk.title() == kept)
    expect(second.locator("[name=title]")).to_have_value(kept)
    expect(second.locator(".clash")).to_have_count(0)
    texts = {one.value for one in desk.stage.read(select(Version).where(Version.place == "title"))}
    assert {"In the first tab", "In the second tab"} <= texts


def test_what_another_wrote_elsewhere_is_not_written_over_by_a_page_that_was_open(desk: Desk) -> None:
    desk.ben.go(desk.place)
    write(desk.ben.page, "summary", "By Ben")
    until(lambda: desk.answer("summary") == "By Ben")
    write(desk.ada.page, "title", "By Ada")
    until(lambda: desk.title() == "By Ada")
    write(desk.ada.page, "summary", "By Ada, who had not seen it")
    expect(desk.ada.page.locator("[data-field=summary] .clash")).to_contain_text("Ben")
    assert desk.answer("summary") == "By Ben"


# --- a session that ended --------------------------------------------------------------------------------------------


def test_an_ended_session_keeps_the_text_and_takes_it_up_after_signing_in(desk: Desk) -> None:
    page = desk.ada.page
    desk.end_sessions()
    write(page, "title", "Typed after midnight")
    expect(state(page)).to_contain_text("Sign in again")
    page.locator("[data-saved] a").click()
    page.wait_for_url("**/sign-in**")
    desk.ada.noises.clear()
    desk.ada.sign_in()
    assert desk.ada.path == desk.place
    expect(page.locator("[name=title]")).to_have_value("Typed after midnight")
    until(lambda: desk.title() == "Typed after midnight")
    until(lambda: page.evaluate(KEPT) == 0)


def test_signing_in_again_in_another_tab_saves_what_waits_in_this_one(desk: Desk) -> None:
    page = desk.ada.page
    desk.end_sessions()
    write(page, "title", "Waiting in the first tab")
    expect(state(page)).to_contain_text("Sign in again")
    desk.ada.page = other = desk.ada.context.new_page()
    other.goto("/sign-in")
    desk.ada.sign_in = lambda: None
    other.fill("#email", ADA.email)
    other.fill("#password", PASSWORD)
    other.press("#password", "Enter")
    other.wait_for_url("**/my")
    page.bring_to_front()
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    until(lambda: desk.title() == "Waiting in the first tab")


def test_nobody_else_on_this_device_is_shown_what_was_kept(desk: Desk) -> None:
    page = desk.ada.page
    desk.end_sessions()
    write(page, "title", "For my eyes")
    expect(state(page)).to_contain_text("Sign in again")
    page.on("dialog", lambda asked: asked.accept())
    page.goto("/sign-in")
    page.fill("#email", BEN.email)
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url("**/my")
    page.goto(desk.place)
    expect(page.locator("[name=title]")).to_have_value("")
    page.wait_for_timeout(1200)
    assert desk.title() is None


def test_signing_out_leaves_nothing_on_the_device(desk: Desk) -> None:
    page = desk.ada.page
    page.on("dialog", lambda asked: asked.accept())
    desk.ada.context.set_offline(True)
    write(page, "title", "Kept on this device")
    expect(state(page)).to_contain_text("Kept on this device")
    assert page.evaluate(KEPT) == 1
    desk.ada.context.set_offline(False)
    until(lambda: desk.title() == "Kept on this device")
    page.evaluate("localStorage.setItem('draft left behind', '{}')")
    page.click("form[action$='/sign-out'] button")
    page.wait_for_url("**/sign-in")
    until(lambda: page.evaluate(KEPT) == 0)


def test_without_scripts_an_ended_session_gives_the_form_back(desk: Desk) -> None:
    context = desk.stage.browser.new_context(base_url=desk.stage.url, java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    page.goto(f"/sign-in?next={desk.place}")
    page.fill("#email", ADA.email)
    page.fill("#password", PASSWORD)
    page.click("form.sheet button")
    page.fill("[name=title]", "Typed without scripts\N{HORIZONTAL ELLIPSIS}")
    page.fill("[name=summary]", "A first line.\nA second line.")
    desk.end_sessions()
    page.click("form.sheet button.primary")
    page.wait_for_url("**/sign-in**")
    page.fill("#email", ADA.email)
    page.fill("#password", PASSWORD)
    page.click("form.sheet button")
    assert "/kept/" in page.url
    expect(page.locator("main")).to_contain_text("A second line.")
    page.click("form.sheet button.primary")
    assert desk.title() == "Typed without scripts\N{HORIZONTAL ELLIPSIS}"
    assert desk.answer("summary") == "A first line.\nA second line."
    context.close()


# --- no connection ---------------------------------------------------------------------------------------------------


def test_offline_for_a_while_is_survived_and_sent_when_the_connection_is_back(desk: Desk) -> None:
    page = desk.ada.page
    desk.ada.context.set_offline(True)
    write(page, "title", "Typed on a train")
    expect(state(page)).to_contain_text("Kept on this device")
    write(page, "summary", "And on, through a tunnel")
    assert desk.title() is None
    desk.ada.context.set_offline(False)
    until(lambda: (desk.title(), desk.answer("summary")) == ("Typed on a train", "And on, through a tunnel"))
    expect(state(page)).to_contain_text("Saved ")


def test_closing_a_tab_with_unsent_text_warns_and_another_day_it_is_taken_up(desk: Desk) -> None:
    page, asked = desk.ada.page, []
    page.on("dialog", lambda one: (asked.append(one.type), one.accept()))
    desk.ada.context.set_offline(True)
    write(page, "title", "Typed on a plane")
    expect(state(page)).to_contain_text("Kept on this device")
    with page.expect_event("close"):
        page.close(run_before_unload=True)
    assert asked == ["beforeunload"]
    desk.ada.context.set_offline(False)
    again = desk.ada.context.new_page()
    again.goto(desk.place)
    expect(again.locator("[name=title]")).to_have_value("Typed on a plane")
    until(lambda: desk.title() == "Typed on a plane")


def test_what_was_typed_offline_meets_what_another_wrote_meanwhile(desk: Desk) -> None:
    page = desk.ada.page
    desk.ada.context.set_offline(True)
    write(page, "title", "Typed on a plane")
    expect(state(page)).to_contain_text("Kept on this device")
    desk.ben.go(desk.place)
    write(desk.ben.page, "title", "Written at a desk")
    until(lambda: desk.title() == "Written at a desk")
    page.close()
    desk.ada.context.set_offline(False)
    again = desk.ada.context.new_page()
    again.goto(desk.place)
    expect(again.locator("[data-field=title] .clash")).to_contain_text("at a desk")
    expect(again.locator("[name=title]")).to_have_value("Typed on a plane")
    assert desk.title() == "Written at a desk"


# --- the history, and the budget -------------------------------------------------------------------------------------


def test_an_earlier_version_is_restored_from_the_history(desk: Desk) -> None:
    write(desk.ada.page, "title", "The first title")
    until(lambda: desk.title() == "The first title")
    desk.ben.go(desk.place)
    write(desk.ben.page, "title", "Another title")
    until(lambda: desk.title() == "Another title")
    desk.ada.go(f"{desk.place}/history").says("Earlier versions", "Stands now")
    desk.ada.press("button:has-text('Restore this version')")
    desk.ada.says("Restored.")
    assert desk.title() == "The first title"
    assert desk.stage.read(select(Application))[0].title == "The first title"


def test_case_11_of_the_real_cases_amounts_are_echoed_and_added_up_while_one_types(desk: Desk) -> None:
    page = desk.ada.go(f"{desk.own}/sides/JP").page
    lines = page.locator("fieldset.line")
    lines.nth(0).locator("[name^=purpose-]").fill("Two visits")
    lines.nth(0).locator("[name^=quantity-]").fill("２")
    lines.nth(0).locator("[name^=amount-]").fill("10万")
    lines.nth(1).locator("[name^=purpose-]").fill("A workshop")
    amount = lines.nth(1).locator("[name^=amount-]")
    amount.fill("100千円")
    amount.press("Tab")
    expect(lines.nth(0).locator(".echo")).to_have_text("= JPY\xa0200,000")
    expect(lines.nth(1).locator(".echo")).to_have_text("= JPY\xa0100,000")
    expect(page.locator("[data-echo=total]")).to_have_text("= JPY\xa0300,000")
    amount.fill("100,000.50")
    amount.press("Tab")
    expect(lines.nth(1).locator("[data-field^=amount-] .error")).to_contain_text("no decimals")
    expect(state(page)).to_contain_text("Not everything")
    expect(page.locator("[data-echo=total]")).to_have_text("= JPY\xa0300,000")
    amount.fill("１００，０００")
    amount.press("Tab")
    expect(lines.nth(1).locator("[data-field^=amount-] .error")).to_be_empty()
    expect(state(page)).to_contain_text("Saved ")
    page.reload()
    expect(page.locator("fieldset.line").nth(1).locator("[name^=amount-]")).to_have_value("100,000")


def test_two_tabs_of_a_part_show_both_texts_and_both_amounts(desk: Desk) -> None:
    first = desk.ada.go(f"{desk.own}/sides/JP").page
    line = first.locator("fieldset.line").nth(0)
    line.locator("[name^=purpose-]").fill("Two visits")
    name = line.locator("[name^=amount-]").get_attribute("name")
    write(first, name, "5,000")
    expect(first.locator("[data-echo=total]")).to_have_text("= JPY\xa05,000")
    second = desk.ada.context.new_page()
    second.goto(f"{desk.own}/sides/JP")
    for field, one, other in (("unit", "Institute of the Sea", "Institute of the Coast"), (name, "6,000", "7,000")):
        write(first, field, one)
        expect(state(first)).to_contain_text("Saved ")
        until(lambda: first.evaluate(KEPT) == 0)
        write(second, field, other)
        clash = second.locator(f"[data-field={field}] .clash")
        clash.get_by_label("Keep mine").check()
        clash.get_by_role("button").click()
        expect(second.locator(".clash")).to_have_count(0)
        until(lambda: second.evaluate(KEPT) == 0)
    expect(second.locator("[data-echo=total]")).to_have_text("= JPY\xa07,000")
    kept = [str(one.value) for one in desk.stage.read(select(Version))]
    assert [text for text in ("Institute of the Sea", "Institute of the Coast") if text not in kept] == []


def test_a_new_budget_line_typed_offline_is_found_again_on_another_day(desk: Desk) -> None:
    page = desk.ada.go(f"{desk.own}/sides/JP").page
    desk.ada.context.set_offline(True)
    line = page.locator("fieldset.line").nth(0)
    line.locator("[name^=purpose-]").fill("A visit thought of on a plane")
    line.locator("[name^=amount-]").fill("5,000")
    line.locator("[name^=amount-]").press("Tab")
    expect(state(page)).to_contain_text("Kept on this device")
    page.close()
    desk.ada.context.set_offline(False)
    again = desk.ada.context.new_page()
    again.goto(f"{desk.own}/sides/JP")
    expect(again.locator("fieldset.line").nth(0).locator("[name^=purpose-]")).to_have_value(
        "A visit thought of on a plane"
    )
    expect(again.locator("[data-echo=total]")).to_have_text("= JPY\xa05,000")
