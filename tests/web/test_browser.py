"""The page in a real browser, served by the command as users start it."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

playwright = pytest.importorskip("playwright.sync_api", reason="NOT TESTED IN A BROWSER: needs playwright (extra test)")
pytest.importorskip("uvicorn", reason="NOT TESTED IN A BROWSER: the page needs the extra web")
BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(BROWSER is None, reason="NOT TESTED IN A BROWSER: there is no chromium on this machine")

SHEET = {"name": "school.csv", "mimeType": "text/csv", "buffer": b"Name,Target\nA. Person,Improve my questioning\n"}
VAGUE = "I must improve my differentiation for the EAL pupils in 8X2"


@pytest.fixture(scope="module")
def address():
    command = [Path(sys.executable).with_name("target-lint"), "serve", "--port", "0", "--no-open", "--isolated"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        yield re.search(r"http://\S+", server.stdout.readline())[0]
        server.terminate()


@pytest.fixture(scope="module")
def browser():
    with playwright.sync_playwright() as tool:
        opened = tool.chromium.launch(executable_path=BROWSER, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


@pytest.fixture
def open_page(browser, address):
    contexts, errors = [], []

    def open_(path="", **options):
        context = browser.new_context(bypass_csp=options.pop("bypass_csp", False), **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(address + path)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert errors == []


def test_typing_marks_the_words_and_says_what_is_open(open_page):
    page = open_page()
    page.locator("#t1-statement").press_sequentially(VAGUE)
    page.wait_for_selector(".checklist")
    assert "EAL pupils" in page.locator(".checklist").inner_text()
    assert page.locator(".marks").first.inner_text().strip("\u200b\n ") == VAGUE


def test_a_version_is_taken_and_given_back(open_page):
    page = open_page()
    page.locator("#t1-statement").fill(VAGUE)
    page.get_by_text("Show how it could read").click()
    page.wait_for_selector(".version")
    page.get_by_role("button", name="Take it into the draft").first.click()
    assert page.locator("#t1-statement").input_value() != VAGUE
    page.get_by_role("button", name="Undo").click()
    assert page.locator("#t1-statement").input_value() == VAGUE


def test_a_sheet_is_read_for_a_meeting(open_page):
    page = open_page("meeting")
    page.set_input_files("#file", SHEET)
    page.get_by_role("button", name="Read it").click()
    page.wait_for_selector("#people")
    assert "A. Person" in page.locator("#people").inner_text()


def test_without_javascript_the_draft_is_checked(open_page):
    page = open_page(java_script_enabled=False)
    page.locator("#t1-statement").fill(VAGUE)
    page.get_by_role("button", name="Check").first.click()
    page.wait_for_load_state()
    assert "still open" in page.content()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 640, 1280])  # 640 is also 1280 at 200 % zoom
def test_everybody_can_read_it(open_page, scheme, width):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="NOT TESTED FOR ACCESS: needs axe")
    page = open_page(bypass_csp=True, color_scheme=scheme, viewport={"width": width, "height": 800})

    def look():
        found = axe.Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= width

    look()
    page.locator("#t1-statement").fill(VAGUE)
    page.get_by_text("Show how it could read").click()
    page.wait_for_selector(".version")
    look()
    page.get_by_role("link", name="Prepare a meeting").click()
    page.wait_for_url("**/meeting", wait_until="load")  # the styles, too
    look()
    page.set_input_files("#file", SHEET)
    page.get_by_role("button", name="Read it").click()
    page.locator("#people a").first.click()
    page.wait_for_load_state("load")
    look()


def test_with_the_keys_alone(open_page):
    page = open_page()
    for _ in range(9):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "t1-statement":
            break
    page.keyboard.type("improve my differentiation")
    page.wait_for_selector(".marks .weak")
    page.keyboard.press("ArrowLeft")
    page.wait_for_selector(".at:not([hidden]) .take")
    words = page.locator(".at .take").first.inner_text()
    page.keyboard.press("Alt+Enter")
    assert page.locator("#t1-statement").input_value() == words


def test_a_blank_that_is_filled_is_in_the_draft(open_page):
    page = open_page()
    page.locator("#t1-statement").fill(VAGUE)
    page.get_by_text("Show how it could read").click()
    page.locator(".version input").first.fill("sorting sources by who wrote them")
    page.get_by_role("button", name="Take it into the draft").first.click()
    assert "sorting sources by who wrote them" in page.locator("#t1-statement").input_value()


def test_boxes_that_a_form_has_are_filled_from_a_file(open_page):
    page = open_page()
    sheet = {"name": "a.csv", "mimeType": "text/csv", "buffer": b"Target,Group,Timescale\nImprove essays,9C,by May\n"}
    page.set_input_files("#file", sheet)
    playwright.expect(page.locator("#t1-statement")).to_have_value("Improve essays")
    assert page.locator("#t1-group").input_value() == "9C"
    assert page.locator("#t1-group").is_visible() and not page.locator("#t1-baseline").is_visible()


def test_a_server_that_is_gone_takes_no_draft_with_it(open_page):
    page = open_page()
    page.route("**/api/**", lambda route: route.abort())
    page.locator("#t1-statement").fill(VAGUE)
    page.wait_for_selector("#trouble:not([hidden])")
    assert "Your draft is still here" in page.locator("#trouble").inner_text()
    assert page.locator("#t1-statement").input_value() == VAGUE
    page.unroute("**/api/**")
    page.locator("#t1-statement").press_sequentially(" by May")
    page.wait_for_selector(".checklist")
    assert not page.locator("#trouble").is_visible()


def test_an_answer_that_comes_late_marks_nothing_that_was_typed_since(open_page):
    page = open_page()
    held = []
    page.route("**/api/v1/check", lambda route: route.continue_() if held else held.append(route))
    page.locator("#t1-statement").fill(VAGUE)
    page.wait_for_timeout(600)
    page.locator("#t1-statement").fill("Choir")
    held[0].continue_()
    page.wait_for_selector(".checklist")
    assert page.locator(".marks").first.inner_text().strip("\u200b\n ") == "Choir"


def test_a_file_is_dropped_on_the_page(open_page):
    page = open_page(bypass_csp=True)
    page.evaluate(
        """() => {
            const data = new DataTransfer();
            data.items.add(new File(["1. Improve essays in 9C\\n2. Improve my questioning"], "a.txt", { type: "text/plain" }));
            document.getElementById("drop").dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
        }"""
    )
    playwright.expect(page.locator("#t1-statement")).to_have_value("Improve essays in 9C")
    playwright.expect(page.locator("#t2-statement")).to_have_value("Improve my questioning")
