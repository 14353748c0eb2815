"""The page in a real browser, served by the command as users start it."""

import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

playwright = pytest.importorskip("playwright.sync_api", reason="NOT TESTED IN A BROWSER: needs playwright (extra test)")
pytest.importorskip("uvicorn", reason="NOT TESTED IN A BROWSER: the page needs the extra web")
BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(BROWSER is None, reason="NOT TESTED IN A BROWSER: there is no chromium on this machine")

VAGUE = "I must improve my differentiation for the EAL pupils in 8X2"


@pytest.fixture(scope="module")
def address():
    command = [Path(sys.executable).with_name("target-lint"), "serve", "--port", "0", "--no-open", "--isolated"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        found = re.search(r"http://\S+", server.stdout.readline())[0]
        for _ in range(100):
            try:
                urlopen(found + "healthz").close()
                break
            except URLError:
                time.sleep(0.1)
        yield found
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
    sheet = {"name": "school.csv", "mimeType": "text/csv", "buffer": b"Name,Target\nA. Person,Improve my questioning\n"}
    page.set_input_files("#file", sheet)
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
@pytest.mark.parametrize("width", [320, 1280])
def test_everybody_can_read_it(open_page, scheme, width):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="NOT TESTED FOR ACCESS: needs axe")
    page = open_page(bypass_csp=True, color_scheme=scheme, viewport={"width": width, "height": 800})
    page.locator("#t1-statement").fill(VAGUE)
    page.wait_for_selector(".checklist")
    found = axe.Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
