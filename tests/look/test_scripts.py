"""The four scripts in a real browser: counting, totals, keys, and above all that nothing typed is lost."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect, sync_playwright

from tests.look.look import chromium, gallery


@pytest.fixture(scope="module")
def browser() -> Iterator:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium())
        yield opened
        opened.close()


@pytest.fixture
def context(browser) -> Iterator[BrowserContext]:
    made = browser.new_context(base_url=gallery(), reduced_motion="reduce")
    made.set_default_timeout(8000)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def written(page: Page) -> dict:
    return page.request.get("/written").json()


def test_words_and_characters_are_counted_as_the_server_counts(page: Page) -> None:
    page.goto("/en/form")
    page.fill("#summary", "one  two\n\tthree　four")
    expect(page.locator("#summary-words")).to_have_text("Words: 4 of 150")
    page.fill("#summary", "w " * 151)
    expect(page.locator("#summary-words")).to_contain_class("over")
    page.goto("/en/review")
    page.fill("#panel", "𠮷野川\n")
    expect(page.locator("#panel-characters")).to_have_text("Characters: 4 of 2,000")


def test_the_total_is_weighted_over_what_is_scored_and_says_what_is_blank(page: Page) -> None:
    page.goto("/en/review")
    total = page.locator("[data-total]")
    expect(total).to_have_text("Weighted total: – · Criteria still blank: 3")
    page.check("#quality-4")
    page.check("#added-2")
    expect(total).to_have_text("Weighted total: 4.09 · Criteria still blank: 1")
    page.check("#early-0")
    expect(total).to_have_text("Weighted total: 3.27")


def test_a_field_is_saved_within_a_second_of_leaving_it(page: Page) -> None:
    page.goto("/en/form")
    page.fill("#title", "Ageing well")
    page.press("#title", "Tab")
    expect(page.locator("[data-saved]")).to_have_text("Saved 12:03:07", timeout=1500)
    assert written(page)["text"]["title"] == "Ageing well"
    assert page.input_value("[name=version]") == "4"
    page.fill("#amount", "4.5")
    page.press("#amount", "Tab")
    expect(page.locator("#amount-error")).to_have_text("Yen have no decimals.")
    expect(page.locator("#amount")).to_have_attribute("aria-invalid", "true")
    page.fill("#amount", "400000")
    page.press("#amount", "Tab")
    expect(page.locator("#amount-error")).to_be_empty()
    expect(page.locator("#amount-echo")).to_have_text("= JPY 400,000")


def test_what_is_typed_offline_is_kept_and_saved_later(context: BrowserContext, page: Page) -> None:
    page.goto("/en/form")
    context.set_offline(True)
    page.fill("#title", "Typed on a train")
    page.press("#title", "Tab")
    expect(page.locator("[data-saved]")).to_contain_text("Kept on this device.")
    context.set_offline(False)
    expect(page.locator("[data-saved]")).to_have_text("Saved 12:03:07")
    assert written(page)["text"]["title"] == "Typed on a train"


def test_what_was_typed_when_signed_out_comes_back_with_the_page(page: Page) -> None:
    page.goto("/en/form")
    page.evaluate("document.querySelector('.sheet [name=csrf_token]').value = 'of an ended session'")
    page.fill("#summary", "Written late at night")
    page.press("#summary", "Tab")
    expect(page.locator("[data-saved]")).to_contain_text("Sign in again")
    page.reload()
    expect(page.locator("#summary")).to_have_value("Written late at night")
    expect(page.locator("[data-saved]")).to_have_text("Saved 12:03:07")
    assert written(page)["text"]["summary"] == "Written late at night"


def test_two_tabs_show_both_texts_and_overrule_nobody(context: BrowserContext, page: Page) -> None:
    page.goto("/en/form")
    other = context.new_page()
    other.goto("/en/form")
    other.fill("#title", "Theirs")
    other.press("#title", "Tab")
    expect(other.locator("[data-saved]")).to_have_text("Saved 12:03:07")
    page.fill("#title", "Mine")
    page.press("#title", "Tab")
    clash = page.locator("[data-field=title] .clash")
    expect(clash).to_contain_text("Theirs")
    expect(clash).to_contain_text("Mine")
    assert written(page)["text"]["title"] == "Theirs"
    page.fill("#title", "Mine and more")
    page.press("#title", "Tab")
    page.wait_for_timeout(1500)
    assert written(page)["text"]["title"] == "Theirs"
    page.fill("#title", "Mine")
    expect(clash.get_by_label("Keep mine")).to_be_checked()
    clash.get_by_role("button").click()
    expect(page.locator("[data-saved]")).to_have_text("Saved 12:03:07")
    assert written(page)["text"]["title"] == "Mine"


def test_keys_turn_pages_send_and_unfold_the_list_but_not_while_typing(page: Page) -> None:
    page.goto("/en/review")
    page.eval_on_selector("a[rel=next]", "link => link.href = '#next'")
    page.eval_on_selector("a[rel=prev]", "link => link.href = '#before'")
    page.locator("h1").click()
    page.keyboard.press("n")
    assert page.url.endswith("#next")
    page.keyboard.press("p")
    assert page.url.endswith("#before")
    page.keyboard.press("?")
    expect(page.locator("[data-shortcuts]")).to_have_attribute("open", "")
    page.focus("#panel")
    page.keyboard.type("no? n")
    expect(page.locator("#panel")).to_have_value("no? n")
    assert page.url.endswith("#before")
    page.eval_on_selector(
        "form[data-ctrl-enter]",
        "form => form.addEventListener('submit', sent => { sent.preventDefault(); document.title = 'sent'; })",
    )
    page.keyboard.press("Control+Enter")
    expect(page).to_have_title("sent")
