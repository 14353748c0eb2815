"""The page and the API, asked as a browser and as another program would ask."""

import asyncio
import io
import json
import re
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

pytest.importorskip("starlette", reason="NOT TESTED: the page needs the extra web")
pytest.importorskip("httpx", reason="NOT TESTED: the page's tests need httpx (extra test)")

from starlette.testclient import TestClient

from target_lint.settings import Settings
from target_lint.types import FIELD_NAMES
from target_lint.web import create_app, work

VAGUE = "I must improve my differentiation"
SCRIPT = "<script>alert('1')</script> improve my questioning"
SHEET = b"Name,Target\nA. Person,Improve my questioning\nB. Person,80% of pupils must achieve their target grade\n"


@pytest.fixture(scope="module")
def page():
    with TestClient(create_app(), base_url="http://localhost") as client:
        yield client


def test_the_api_finds_what_the_command_line_finds(page):
    command = [Path(sys.executable).with_name("target-lint"), "check", "-", "-f", "json", "--isolated"]
    said = json.loads(subprocess.run(command, input=VAGUE, capture_output=True, text=True).stdout)
    found = page.post("/api/v1/check", json={"text": VAGUE}).json()
    one, other = said["drafts"][0]["targets"][0], found["drafts"][0]["targets"][0]
    assert other["findings"] and other["verdict"] == one["verdict"]
    assert other["verdict_in_words"] == one["verdict_in_words"]
    assert [f["rule"] for f in other["findings"]] == [f["rule"] for f in one["findings"]]


def test_suggestions_are_versions_of_the_text(page):
    target = page.post("/api/v1/suggest", json={"targets": [VAGUE]}).json()["drafts"][0]["targets"][0]
    assert target["suggestions"]


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"[]", "application/json", 422),
        (b"{}", "application/json", 422),
        (b'{"text": 1}', "application/json", 422),
        (b'{"text": "a", "targets": []}', "application/json", 422),
        (b'{"text": "\\ud800 improve"}', "application/json", 422),
        (b'{"text": "a", "colour": "red"}', "application/json", 422),
        (b'{"text": "a", "genre": "opera"}', "application/json", 422),
        (b'{"targets": [{"statement": ["a"]}]}', "application/json", 422),
        (json.dumps({"text": "a" * 20_001}).encode(), "application/json", 422),
        (json.dumps({"targets": ["a"] * 201}).encode(), "application/json", 422),
        (b" " * 1_000_001, "application/json", 413),
        (b"[" * 100_000, "application/json", 400),
        (b"text=a", "application/x-www-form-urlencoded", 415),
    ],
)
def test_what_is_wrong_is_said_and_not_thrown(page, body, kind, status):
    answer = page.post("/api/v1/check", content=body, headers={"Content-Type": kind})
    assert answer.status_code == status
    assert answer.json()["error"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "elsewhere.example"}, 421),
        ({"Origin": "https://elsewhere.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Origin": "http://localhost"}, 200),
        ({"Origin": "https://localhost", "Sec-Fetch-Site": "same-origin"}, 200),
        ({"Host": "127.0.0.1:8765"}, 200),
    ],
)
def test_only_this_page_may_ask(page, headers, status):
    assert page.post("/api/v1/check", json={"text": VAGUE}, headers=headers).status_code == status


def test_headers_keep_strange_scripts_and_frames_out(page):
    answer = page.get("/")
    policy = answer.headers["content-security-policy"]
    assert "unsafe-inline" not in policy and "default-src 'none'" in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"


def test_a_form_of_this_page_is_answered_when_the_browser_sends_its_origin(page):
    # with a policy of no-referrer browsers send `Origin: null` with forms, and the page's own forms were refused
    assert page.get("/").headers["referrer-policy"] == "same-origin"


def test_token():
    page = TestClient(create_app(token="let-me-in"), base_url="http://localhost", follow_redirects=False)
    assert page.get("/healthz").status_code == 200
    assert page.get("/").status_code == 401
    assert page.get("/?token=wrong").status_code == 401
    assert page.get("/", headers={"Authorization": "Bearer let-me-in"}).status_code == 200
    assert page.get("/?token=let-me-in").status_code == 303
    assert page.get("/").status_code == 200, "the cookie is enough from now on"


def test_a_large_request_is_refused():
    page = TestClient(create_app(most_bytes=1_000), base_url="http://localhost")
    assert page.post("/meeting", files={"file": ("a.csv", b"x" * 2_000)}).status_code == 413


def test_work_that_takes_too_long_is_stopped_and_the_next_is_done():
    slow = TestClient(create_app(seconds=1), base_url="http://localhost")
    many = {"targets": [f"{VAGUE} for the pupils of class {n} in reading and in history" for n in range(200)]}
    assert slow.post("/api/v1/suggest", json=many).status_code == 503
    assert slow.post("/api/v1/check", json={"text": VAGUE}).status_code == 200


def test_without_javascript(page):
    answer = page.post("/draft", data={"statement": [VAGUE], "timescale": ["by May"]})
    assert answer.status_code == 200
    assert "differentiation" in answer.text and "still open" in answer.text
    there = page.post("/draft", data={"statement": ["Y10 set 3: a question without its numbers once a week, so that more students have a go in the June exam."]})
    assert "✓" in there.text and "<q></q>" not in there.text
    more = page.post("/draft", data={"statement": [VAGUE], "add": "1"})
    assert "t2-statement" in more.text


@pytest.mark.parametrize("field", FIELD_NAMES)
def test_what_is_typed_is_text_and_never_code(page, field):
    for answer in (
        page.post("/draft", data={"statement": ["Improve my questioning"], field: [SCRIPT]}),
        page.post("/take/report.html", data={"statement": ["Improve my questioning"], field: [SCRIPT]}),
    ):
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text


def test_a_name_of_a_file_and_its_cells_are_text(page):
    sheet = f"Name,Target\n{SCRIPT},{SCRIPT}\n".encode()
    answer = page.post("/meeting", files={"file": ("<img src=x onerror=1>.csv", sheet)})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text and "<img" not in answer.text


def test_a_meeting_is_prepared_from_a_sheet(page):
    answer = page.post("/meeting", files={"file": ("school.csv", SHEET)})
    assert answer.status_code == 200
    assert "A. Person" in answer.text and "2 targets" in answer.text


def test_a_file_that_cannot_be_read_is_told(page):
    assert page.post("/meeting", files={"file": ("a.docx", b"nothing")}).status_code == 422
    assert page.post("/api/v1/check-file", files={"file": ("a.docx", b"nothing")}).json()["error"]
    assert page.post("/api/v1/check-file", data={"a": "b"}).status_code == 422


def test_a_file_by_the_api(page):
    found = page.post("/api/v1/check-file", files={"file": ("school.csv", SHEET)}).json()
    assert len(found["drafts"][0]["targets"]) == 2


def test_what_is_taken_away_opens(page):
    docx = pytest.importorskip("docx", reason="NOT TESTED: Word files need python-docx (extra test)")
    data = {"statement": [VAGUE, ""], "timescale": ["by May", ""]}
    assert "differentiation" in page.post("/take/report.html", data=data).text
    assert page.post("/take/brief.html", data=data).status_code == 200
    for what in ("brief.docx", "draft.docx"):
        answer = page.post(f"/take/{what}", data=data)
        assert what in answer.headers["content-disposition"]
        assert docx.Document(io.BytesIO(answer.content)).sections[0].page_width.mm == pytest.approx(210, abs=0.1), "A4"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as made:
        assert "differentiation" in made.read("word/comments.xml").decode()
    assert page.post("/take/nothing", data=data).status_code == 404
    assert page.post("/take/brief.html", data={"report": '{"drafts": 1}'}).status_code == 422


def test_a_sheet_comes_back_with_columns(page):
    answer = page.post("/take/annotated", files={"file": ("school.csv", SHEET)})
    assert answer.status_code == 200 and b"target-lint: verdict" in answer.content
    assert page.post("/take/annotated", files={"file": ("a.txt", b"Improve my questioning")}).status_code == 422


def test_rules_and_the_description_of_the_api(page):
    assert len(page.get("/api/v1/rules").json()["rules"]) > 20
    described = page.get("/api/v1/openapi.json").json()
    assert described["openapi"].startswith("3.")
    assert {"/api/v1/check", "/api/v1/suggest", "/api/v1/check-file"} <= set(described["paths"])


def test_another_origin_may_ask_when_it_was_allowed():
    page = TestClient(create_app(allow_origins=["https://forms.example"]), base_url="http://localhost")
    answer = page.post("/api/v1/check", json={"text": VAGUE}, headers={"Origin": "https://forms.example"})
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == "https://forms.example"


def test_it_works_below_another_application():
    from starlette.applications import Starlette
    from starlette.routing import Mount

    page = TestClient(Starlette(routes=[Mount("/targets", create_app())]), base_url="http://localhost")
    assert page.get("/targets/").status_code == 200
    assert page.post("/targets/api/v1/check", json={"text": VAGUE}).status_code == 200
    assert page.get("/targets/static/page.css").status_code == 200


def test_every_field_of_a_form_keeps_its_box(page):
    sheet = b"Target,Group,Baseline,Review\nImprove essays,9C,two of ten,every half term\n"
    shown = page.post("/draft", files={"file": ("a.csv", sheet)}).text
    boxes = dict(re.findall(r'<textarea id="t1-(\w+)"[^>]*>\n(.*?)</textarea>', shown, re.S))
    assert boxes["group"] == "9C" and boxes["baseline"] == "two of ten" and boxes["review"] == "every half term"
    assert set(boxes) == set(FIELD_NAMES)


def test_a_fault_of_ours_is_told_without_a_trace_and_logged_without_words(page, monkeypatch, caplog):
    def broken(settings, draft, suggest=False):
        raise RuntimeError(VAGUE)

    monkeypatch.setattr(work, "checked", broken)
    answer = page.post("/api/v1/check", json={"text": VAGUE})
    assert answer.status_code == 500 and answer.json()["error"].startswith("something went wrong")
    assert "content-security-policy" in answer.headers
    assert "RuntimeError" in caplog.text and VAGUE not in caplog.text


def test_those_who_wait_beside_a_stopped_worker_are_served():
    async def both():
        workers = work.Workers(Settings(), processes=1, seconds=4)
        try:
            await workers.run(_nothing)  # the start of a worker takes a while
            slow = asyncio.create_task(workers.run(_sleep))
            await asyncio.sleep(2)
            return await asyncio.gather(slow, workers.run(_nothing), return_exceptions=True)
        finally:
            workers.close()

    stopped, served = asyncio.run(both())
    assert isinstance(stopped, work.TooLongError) and served == "done"


def _sleep(_: Settings) -> None:
    time.sleep(30)


def _nothing(_: Settings) -> str:
    return "done"
