"""The same sheet with columns and comments; nothing of the sheet's own is lost, and nothing of ours is a formula."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from target_lint import readers

openpyxl = pytest.importorskip("openpyxl", reason="openpyxl reads and writes Excel: pip install 'target-lint[office]'")
from openpyxl.comments import Comment  # noqa: E402
from openpyxl.styles import Font, PatternFill  # noqa: E402

from target_lint.reports import overview_sheet, sheet_columns  # noqa: E402

HEAD = ["Name", "Objective", "Success criteria", "Length"]
OURS = [f"target-lint: {name}" for name in sheet_columns.COLUMNS]


def saved(book):
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def annotated(linter, data, name="staff.xlsx"):
    return sheet_columns.annotate_workbook(data, linter.lint(readers.read_bytes(data, name)))


@pytest.fixture
def book():
    book = openpyxl.Workbook()
    page = book.active
    page.title = "Staff"
    page.append(["Appraisal 2026-27"])
    page.append(HEAD)
    page.append(["A.B.", "I must improve my differentiation", "Good progress", "=LEN(B3)"])
    page.append(["C.D.", "Essay structure for the EAL pupils in 9C", "Each writes a paragraph unaided by May", "=LEN(B4)"])
    page["B2"].font = Font(bold=True, color="FFFFFF")
    page["D2"].fill = PatternFill("solid", fgColor="1F5F8B")
    page.column_dimensions["B"].width = 55
    page.merge_cells("A1:D1")
    page["B3"].comment = Comment("Talk to me", "Head")
    return book


def test_columns_comments_and_a_second_sheet(linter, book):
    made = openpyxl.load_workbook(io.BytesIO(annotated(linter, saved(book))))
    assert made.sheetnames == ["Staff", sheet_columns.OVERVIEW]
    page = made["Staff"]
    assert [cell.value for cell in page[2]] == HEAD + OURS
    verdict, missing, findings, questions, first = (page.cell(3, column).value for column in range(5, 10))
    assert verdict == "rewrite"
    assert missing == "who, focus, measure, steps, when"
    assert "improve my differentiation: " in findings
    assert "Which pupils would you look at first?" in questions
    assert first.startswith("“")
    text = page["B3"].comment.text
    assert text.startswith("Talk to me\ntarget-lint:\nRewrite: ") and "“improve my differentiation”: " in text
    assert "“Good progress”" in page["C3"].comment.text or "Good progress" in page["C3"].comment.text
    rows = [[cell.value for cell in row][:2] for row in made[sheet_columns.OVERVIEW].iter_rows()]
    assert ["people", 2] in rows and ["rewrite", 1] in rows


def test_formulas_widths_styles_and_merged_cells_stay(linter, book):
    page = openpyxl.load_workbook(io.BytesIO(annotated(linter, saved(book))))["Staff"]
    assert [page["D3"].value, page["D4"].value] == ["=LEN(B3)", "=LEN(B4)"]
    assert page.column_dimensions["B"].width == 55
    assert page["B2"].font.bold and page["D2"].fill.fgColor.rgb == "001F5F8B"
    assert [str(area) for area in page.merged_cells.ranges] == ["A1:D1"]
    assert [cell.value for cell in page[4]][:3] == ["C.D.", "Essay structure for the EAL pupils in 9C", "Each writes a paragraph unaided by May"]


def test_a_second_run_renews_its_columns(linter, book):
    once = annotated(linter, saved(book))
    twice = annotated(linter, once)
    values = [[[cell.value for cell in row] for row in openpyxl.load_workbook(io.BytesIO(data))["Staff"].iter_rows()] for data in (once, twice)]
    assert values[0] == values[1]
    comments = [openpyxl.load_workbook(io.BytesIO(data))["Staff"]["B3"].comment.text for data in (once, twice)]
    assert comments[0] == comments[1]


def test_a_person_a_row_has_its_targets_numbered(linter):
    book = openpyxl.Workbook()
    book.active.append(["Name", "Objective 1", "Objective 2"])
    book.active.append(["A.B.", "Improve my marking", "9C essays by May"])
    page = openpyxl.load_workbook(io.BytesIO(annotated(linter, saved(book)))).worksheets[0]
    assert page["D2"].value.startswith("1: rewrite\n2: re")
    assert page["B2"].comment and page["C2"].comment


def test_a_form_laid_out_in_cells_gets_comments_alone(linter):
    book = openpyxl.Workbook()
    for row in (["Name", "A.B."], ["Objective 1", "Improve my marking"], ["How will you know?", "better"]):
        book.active.append(row)
    page = openpyxl.load_workbook(io.BytesIO(annotated(linter, saved(book)))).worksheets[0]
    assert page.max_column == 2
    assert "improve" in page["B2"].comment.text.lower()


def test_shapes_that_are_not_kept_are_known(book):
    assert not sheet_columns.lost(saved(book))


def test_no_cell_of_ours_is_a_formula(linter):
    book = openpyxl.Workbook()
    book.active.append(["Objective", "Success criteria"])
    book.active["A2"].value = "=1+1 improve my questioning"
    book.active["A2"].data_type = "s"
    page = openpyxl.load_workbook(io.BytesIO(annotated(linter, saved(book)))).worksheets[0]
    assert all(cell.data_type != "f" for row in page.iter_rows(min_col=3) for cell in row)


def test_csv_keeps_its_rows_and_its_delimiter(linter):
    data = b"Name;Objective;Notes\r\nA.B.;\"Improve my marking;\r\nregularly\";=cmd|' /C calc'!A0\r\n\r\nC.D.;- trial cold calling in 8B;-5\r\n"
    text = sheet_columns.annotate_csv(data, linter.lint(readers.read_bytes(data, "staff.csv")))
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert rows[0] == ["Name", "Objective", "Notes", *OURS]
    assert rows[1][:4] == ["A.B.", "Improve my marking;\r\nregularly", "'=cmd|' /C calc'!A0", "rewrite"]
    last = rows[-1]
    assert last[:3] == ["C.D.", "- trial cold calling in 8B", "-5"] and last[3]
    again = sheet_columns.annotate_csv(text.encode(), linter.lint(readers.read_bytes(text.encode(), "staff.csv")))
    assert next(csv.reader(io.StringIO(again), delimiter=";")) == rows[0]


@given(st.text(alphabet="=+-@\t\r 1a%.|'", max_size=6))
def test_a_cell_is_text_a_number_or_a_dash_before_a_word(cell):
    made = sheet_columns.harmless(cell)
    if made.startswith(overview_sheet.RISKY):
        assert made == cell
        assert cell[1:2] == " " or cell[1:].replace(".", "").rstrip("%").isdigit()
