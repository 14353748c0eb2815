"""The pages: one file, nothing fetched, everything escaped, marks in their places, one side a person."""

import io
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from target_lint import readers
from target_lint.advice.brief import MOST_QUESTIONS, briefs
from target_lint.advice.compare import compare
from target_lint.advice.overview import overview
from target_lint.reports import pages, terminal
from target_lint.reports.marks import segments
from target_lint.types import Level, TargetLintError

NASTY = "<script>alert(1)</script><img src=x onerror=alert(2)> & \"quoted\" {{ 7*7 }} improve my questioning regularly"
LONG = (
    "By the end of the summer term the eleven lower prior attainers in 8X2 who scored under 12 of 30 in the September test solve two-step word problems "
    "by drawing a bar model first, unaided, in three quizzes running, because I model one a lesson and they redo two for homework; "
)


class Page(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.ids, self.links, self.text, self.attributes = [], [], [], [], set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.tags.append(tag)
        self.attributes |= set(given)
        self.ids += [given["id"]] if "id" in given else []
        self.links += [given["href"]] if "href" in given else []

    def handle_data(self, data):
        self.text.append(data)


@pytest.fixture(scope="module")
def report(linter):
    return made(linter, [{"statement": NASTY, "success_criteria": NASTY, "owner": NASTY, "role": NASTY, "id": "<b>1"}, {"statement": "9C essays by May"}])


def made(linter, rows, path="<x>.jsonl"):
    return linter.report([linter.lint(readers.Draft(path, tuple(map(readers.read_mapping, rows)), rows=True))])


def every_page(report):
    return {
        "report": pages.report(report),
        "brief": pages.brief(briefs(report, compare(report, report)), since="<old>"),
        "overview": pages.overview(overview(report, names=True), {"vague/rhythm": "<i>rhythm"}),
    }


def test_everything_is_escaped_and_nothing_is_fetched(report):
    for name, text in every_page(report).items():
        page = Page(text)
        assert not {"script", "img", "link", "iframe", "b", "i", "old"} & set(page.tags), name
        assert not {attribute for attribute in page.attributes if attribute.startswith("on") or attribute == "src"}
        assert "url(" not in text and "@import" not in text and "http" not in text.replace("http-equiv", "")
        assert "49" not in re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)
        assert '<html lang="en-GB">' in text and "<title>" in text and 'name="viewport"' in text


def test_ids_are_unique_and_every_link_has_its_end(report):
    page = Page(pages.report(report))
    assert len(page.ids) == len(set(page.ids))
    assert {link.removeprefix("#") for link in page.links} <= set(page.ids)
    assert page.links


def test_each_part_is_labelled_with_a_word_and_each_weak_wording_with_a_number(linter):
    text = pages.report(made(linter, [{"statement": "Improve essay structure for EAL pupils in 9C regularly"}]))
    assert '<span class="tag">who</span><span class="p p-pupil_group">EAL pupils' in text
    assert re.search(r'weak">[^<]*regularly</span><a class="ref" href="#t1-1-f\d" aria-label="weak words, note \d">', text)


def test_what_is_perhaps_missing_is_still_open(linter):
    report = made(linter, [{"statement": "Improve essay structure for EAL pupils in 9C by May"}])
    (draft,) = report.drafts
    (target,) = draft.targets
    unsure = tuple(replace(one, level=Level.NOTE, sure=False) if one.rule == "missing/steps" else one for one in target.findings)
    report = replace(report, drafts=(replace(draft, targets=(replace(target, findings=unsure),)),))
    asked = next(one.question for one in unsure if one.rule == "missing/steps")
    for text in (" ".join(Page(pages.report(report)).text), " ".join(terminal.render(report, 100))):
        text = " ".join(text.split())
        assert text.index("Still open") < text.index(asked) < text.index("Worth a thought")


@given(st.text(alphabet="improve my 9C EAL pupils by May regularly\n.;", max_size=120))
def test_segments_joined_are_the_text_again(linter, text):
    if not text.strip():
        return
    target = linter.check(text)
    for field in target.fields:
        found = segments(target, field)
        assert "".join(part.text for part in found) == field.text
        ended = [number for part in found for number in part.ends]
        assert sorted(ended) == [number for number, one in enumerate(target.findings, 1) if one.place and one.place.field == field.name]


def test_a_brief_asks_at_most_five_open_questions_those_first_that_help_most(linter):
    rows = [{"statement": f"I must improve my differentiation and questioning regularly where possible {number}", "owner": "A.B."} for number in range(7)]
    (page,) = briefs(made(linter, rows))
    assert len(page.questions) == MOST_QUESTIONS
    assert page.questions[0].text.startswith("Which pupils")
    assert page.questions[0].targets == tuple(range(1, 8))
    assert len({question.text for question in page.questions}) == MOST_QUESTIONS
    for question in page.questions:
        assert question.text.endswith("?") and "why did" not in question.text.lower() and "n't" not in question.text
    assert any("three is what most guidance" in note for note in page.set_notes)


def test_a_brief_of_ready_targets_has_questions_too(linter):
    text = "Improving history essay structure for EAL pupils in 9C through feedback on one draft a fortnight, by modelling one a week, so that eight of the eleven write a paragraph with point and evidence unaided by May"
    (page,) = briefs(made(linter, [{"statement": text, "owner": "A.B."}]))
    assert page.lines[0].verdict == "ready" and not page.lines[0].open
    assert page.questions[0].text.startswith("What would you like to have found out")
    assert dict(page.lines[0].there)["who"] == "EAL pupils"


def test_people_are_kept_apart_and_files_without_names_are_one_person(linter):
    drafts = [linter.lint(readers.read_text("Name: A.B.\nObjective: essays in 9C\n\nName: C.D.\nObjective: spelling in 7B", "one.txt")), linter.lint(readers.read_text("Objective: choir sings", "folder/two.txt"))]
    assert [page.person for page in briefs(linter.report(drafts))] == ["A.B.", "C.D.", "two"]
    rows = made(linter, [{"statement": "essays in 9C"}, {"statement": "choir sings", "id": "T7"}])
    assert [page.person for page in briefs(rows)] == ["Row 1", "T7"]


def test_since_the_last_version(rules_alone):
    old = made(rules_alone, [{"statement": "I must improve my differentiation", "owner": "A.B."}, {"statement": "Run the choir", "owner": "A.B."}])
    new = made(rules_alone, [{"statement": "I must improve my differentiation of column subtraction for the six in 8X2 by May", "owner": "A.B."}])
    (page,) = briefs(new, compare(old, new))
    assert page.changes[0].startswith("Target 1: now says who, focus, ") and "settled: “improve my differentiation”" in page.changes[0]
    assert page.changes[1] == "Gone since then: “Run the choir”."


@pytest.mark.parametrize("count", [1, 3, 6, 12])
def test_a_person_takes_one_side_of_paper(linter, count):
    pytest.importorskip("weasyprint", reason="WeasyPrint writes PDF: pip install 'target-lint[pdf]'", exc_type=(ImportError, OSError))
    import pdfplumber

    fields = {"success_criteria": LONG, "actions": LONG, "timescale": LONG, "support": LONG}
    rows = [{"statement": f"{LONG * 3} regularly {number}", "owner": owner, "role": "Second in department and lead for literacy", **fields} for owner in ("A.B.", "C.D.") for number in range(count)]
    old = made(linter, [{**row, "statement": row["statement"].replace("eleven", "twelve or more")} for row in rows])
    new = made(linter, rows)
    data = pages.brief_pdf(briefs(new, compare(old, new)), since="autumn.docx")
    with pdfplumber.open(io.BytesIO(data)) as document:
        assert len(document.pages) == 2
        assert "C.D." in document.pages[1].extract_text()


def test_an_overview_without_names_names_nobody(linter):
    rows = [{"statement": f"Attend the phonics course and improve my questioning {name}", "owner": name, "role": "TA", "Department": dept} for name, dept in (("Ada Quill", "Maths"), ("Bo Reed", "Maths"), ("Cy Stone", "Maths"), ("Di Thorn", "Music"), ("Ed Thorn", "Art"), ("Flo Stone", "Drama"))]
    report = made(linter, rows, "x.jsonl")
    text = pages.overview(overview(report), {})
    assert not re.search("Ada|Quill|Bo Reed|Stone|Thorn|Music|Drama", text)
    assert "Maths" in text and "In groups of fewer than 3 people, which are not shown by themselves: 3." in text
    assert "Courses and qualifications" in text
    named = pages.overview(overview(report, names=True), {})
    assert "Music" in named and "Attend the phonics course" in named


def test_pdf_without_weasyprint_is_one_sentence(monkeypatch, report):
    import sys

    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(TargetLintError, match=r"pip install 'target-lint\[pdf\]'"):
        pages.brief_pdf(briefs(report))
