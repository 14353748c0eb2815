"""PDF forms, printed here from web pages; every field is asserted."""

import io

import pytest

from target_lint import readers
from target_lint.readers import pdf
from target_lint.types import ReadError

pytest.importorskip("pdfplumber", reason="pdfplumber reads PDF: pip install 'target-lint[pdf]'")
weasyprint = pytest.importorskip("weasyprint", reason="WeasyPrint prints the forms of this test: pip install 'target-lint[pdf]'", exc_type=(ImportError, OSError))

STYLE = "<style>@page {size: A4; margin: 1.5cm} body {font: 11pt sans-serif} table {border-collapse: collapse; width: 100%} td, th {border: 1px solid; padding: 4px; vertical-align: top}</style>"


def printed(text, **options):
    return weasyprint.HTML(string=STYLE + text).write_pdf(**options)


def read(text, **options):
    return readers.read_bytes(printed(text, **options), "form.pdf")


def shape(draft):
    return [{field.name: field.text for field in target.fields} for target in draft.targets]


def test_headings_in_the_first_row_with_wrapped_cells():
    draft = read(
        """<h1>Appraisal</h1><p>Name: R.P.</p><p>Role: History teacher</p><table><tr><th>Objective<th>Success criteria<th>Actions<th>Timescale
        <tr><td>Essay structure in 9C: the eleven EAL pupils write a paragraph that makes a claim and explains it.
        <td>Nine of the eleven do so without the frame in the June assessment.<td>Model one a week.<br>Return drafts.<td>June
        <tr><td>Source work in 7B<td>Two questions answered<td><td>July</table>"""
    )
    assert shape(draft) == [
        {
            "statement": "Essay structure in 9C: the eleven EAL pupils write a paragraph that makes a claim and explains it.",
            "success_criteria": "Nine of the eleven do so without the frame in the June assessment.",
            "actions": "Model one a week.\nReturn drafts.",
            "timescale": "June",
        },
        {"statement": "Source work in 7B", "success_criteria": "Two questions answered", "timescale": "July"},
    ]
    assert {(target.owner, target.role) for target in draft.targets} == {("R.P.", "History teacher")}
    assert draft.targets[1].fields[0].where == "page 1, table 1, row 3, cell 1"


def test_headings_in_the_first_column_with_merged_rows():
    draft = read(
        """<table><tr><td colspan=2>Objective 1<tr><td>What do you want to achieve?<td>Talk in 1H<tr><td>How will you know?<td>Full sentences
        <tr><td colspan=2>Objective 2<tr><td>What do you want to achieve?<td>Counting in 1H<tr><td>By when<td>July</table>"""
    )
    assert shape(draft) == [
        {"statement": "Talk in 1H", "success_criteria": "Full sentences"},
        {"statement": "Counting in 1H", "timescale": "July"},
    ]


def test_a_table_that_goes_on_over_the_page():
    rows = "".join(f"<tr><td>Target about essays in set {number}<td>Evidence {number}" for number in range(60))
    draft = read(f"<table><tr><th>Objective<th>Evidence{rows}</table>")
    assert [target.fields[0].text for target in draft.targets] == [f"Target about essays in set {number}" for number in range(60)]


def test_lines_of_text_and_lists():
    draft = read(
        """<p>Objective 1: the six pupils in 9C who wrote no conclusion in September write one that answers the question, unaided, in the mock.</p>
        <p>Success criteria: five of six</p><p>Objective 2: choir sings in two parts</p>"""
    )
    assert shape(draft) == [
        {
            "statement": "the six pupils in 9C who wrote no conclusion in September write one that answers the question, unaided, in the mock.",
            "success_criteria": "five of six",
        },
        {"statement": "choir sings in two parts"},
    ]


def test_what_was_typed_into_form_fields():
    draft = read("<table><tr><th>Objective<th>Evidence<tr><td><input value='Essays in 9C'><td><textarea>Six books</textarea></table>", pdf_forms=True)
    assert shape(draft) == [{"statement": "Essays in 9C", "evidence": "Six books"}]


def test_a_scan_is_named():
    with pytest.raises(ReadError, match="a scan"):
        read("<div style='width: 10cm; height: 10cm; background: grey'></div>")


def test_broken_files_are_one_sentence():
    data = printed("<p>Objective: essays")
    for harmed in (b"%PDF-1.7 nothing", data[:200], data.replace(b"endobj", b"endabj")):
        with pytest.raises(ReadError) as caught:
            readers.read_bytes(harmed, "form.pdf")
        assert "\n" not in str(caught.value)


def test_a_file_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(pdf, "MOST_SECONDS", 0.01)
    with pytest.raises(ReadError, match="given up"):
        read("<p>Objective: essays")


def test_a_long_document_is_read():
    text = "".join(f"<p style='break-after: page'>Objective {number}: essays in set {number} of Year 9</p>" for number in range(1, 41))
    assert len(read(text).targets) == 40


def test_bytes_that_are_no_pdf():
    with pytest.raises(ReadError):
        pdf.read(io.BytesIO(b"junk").getvalue(), "form.pdf", None)
