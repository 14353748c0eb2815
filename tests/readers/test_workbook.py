"""Excel sheets as schools keep them, built here; every field is asserted."""

import datetime
import io
import re
import zipfile

import pytest

from target_lint import readers
from target_lint.types import ReadError

openpyxl = pytest.importorskip("openpyxl", reason="openpyxl reads Excel: pip install 'target-lint[office]'")


def read(book, name="staff.xlsx"):
    return readers.read_bytes(saved(book), name)


def saved(book):
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def workbook(*rows, title="Targets"):
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    return book


def shape(draft):
    return [{field.name: field.text for field in target.fields} for target in draft.targets]


def test_a_target_a_row_with_the_headings_further_down():
    draft = read(
        workbook(
            ["Appraisal export 2026-27"],
            [],
            ["Staff code", "Job title", "Faculty", "Phase", "Line manager", "Objective", "Success criteria", "By when"],
            ["T01", "History teacher", "Humanities", "KS3", "X.Y.", "Essay structure in 9C", "A paragraph unaided", datetime.date(2027, 5, 7)],
            ["T02", "HLTA", "SEND", "", "X.Y.", "Spelling in 7B", 0.8, "July"],
        )
    )  # fmt: skip
    assert shape(draft) == [
        {"statement": "Essay structure in 9C", "success_criteria": "A paragraph unaided", "timescale": "7 May 2027"},
        {"statement": "Spelling in 7B", "success_criteria": "0.8", "timescale": "July"},
    ]
    first, second = draft.targets
    assert (first.owner, first.role, first.about) == ("T01", "History teacher", (("department", "Humanities"), ("key_stage", "KS3")))
    assert second.about == (("department", "SEND"),)
    assert first.fields[0].where == "sheet 'Targets', row 4, column F"
    assert draft.rows and not draft.prose


def test_a_person_a_row_with_numbered_headings():
    draft = read(
        workbook(
            ["Name", "Objective 1", "Success criteria 1", "Objective 2", "Success criteria 2", "Objective 3"],
            ["A.B.", "Essays in 9C", "A paragraph", "Spelling in 7B", "18 of 20", None],
            ["C.D.", "Choir sings in parts", None, None, None, "Boiler service"],
        )
    )
    assert [(target.owner, *shape_of(target)) for target in draft.targets] == [
        ("A.B.", ("statement", "Essays in 9C"), ("success_criteria", "A paragraph")),
        ("A.B.", ("statement", "Spelling in 7B"), ("success_criteria", "18 of 20")),
        ("C.D.", ("statement", "Choir sings in parts")),
        ("C.D.", ("statement", "Boiler service")),
    ]


def shape_of(target):
    return [(field.name, field.text) for field in target.fields]


def test_a_person_a_row_with_a_merged_heading_over_each_objective():
    book = workbook(
        ["Staff", "Objective 1", None, "Objective 2", None],
        ["Name", "Target", "Evidence", "Target", "Evidence"],
        ["A.B.", "Essays in 9C", "Six books", "Spelling in 7B", "Test"],
    )
    book.active.merge_cells("B1:C1")
    book.active.merge_cells("D1:E1")
    assert shape(read(book)) == [
        {"statement": "Essays in 9C", "evidence": "Six books"},
        {"statement": "Spelling in 7B", "evidence": "Test"},
    ]


def test_a_name_merged_over_its_rows_and_a_statement_merged_over_its_criteria():
    book = workbook(
        ["Name", "Role", "Objective", "Success criteria", "Timescale"],
        ["A.B.", "Teacher", "Essays in 9C", "A paragraph", "May"],
        [None, None, "Spelling in 7B", "18 of 20", "June"],
        ["C.D.", "TA", "Talk in 1H", "Full sentences", "July"],
        [None, None, None, "In three subjects", None],
    )
    for area in ("A2:A3", "B2:B3", "A4:A5", "B4:B5", "C4:C5"):
        book.active.merge_cells(area)
    draft = read(book)
    assert shape(draft) == [
        {"statement": "Essays in 9C", "success_criteria": "A paragraph", "timescale": "May"},
        {"statement": "Spelling in 7B", "success_criteria": "18 of 20", "timescale": "June"},
        {"statement": "Talk in 1H", "success_criteria": "Full sentences\nIn three subjects", "timescale": "July"},
    ]
    assert [(target.owner, target.role) for target in draft.targets] == [("A.B.", "Teacher")] * 2 + [("C.D.", "TA")]


def test_several_sheets_but_not_the_hidden_one_nor_the_cover():
    book = workbook(["How to use this workbook"], ["Fill in every yellow cell"], title="Read me")
    for name in ("Maths", "Science", "Old"):
        page = book.create_sheet(name)
        page.append(["Initials", "Target", "Support"])
        page.append(["A.B.", f"{name}: equations in 8X2", "Lead"])
    book["Old"].sheet_state = "hidden"
    draft = read(book)
    assert [target.fields[0].text for target in draft.targets] == ["Maths: equations in 8X2", "Science: equations in 8X2"]
    assert [target.fields[0].where for target in draft.targets] == ["sheet 'Maths', row 2, column B", "sheet 'Science', row 2, column B"]


def test_a_form_laid_out_in_cells():
    draft = read(
        workbook(
            ["Performance review"],
            ["Name", "A.B."],
            ["Post", "Reception teacher"],
            ["Objective 1", "Mark-making of the seven summer-born boys"],
            ["How will you know?", "Five dated pieces each"],
            ["Actions", "Clipboards outside"],
            ["Objective 2", "Turn-taking at snack"],
            ["How will you know?", "Six of eight wait"],
        )
    )
    assert shape(draft) == [
        {"statement": "Mark-making of the seven summer-born boys", "success_criteria": "Five dated pieces each", "actions": "Clipboards outside"},
        {"statement": "Turn-taking at snack", "success_criteria": "Six of eight wait"},
    ]
    assert {(target.owner, target.role) for target in draft.targets} == {("A.B.", "Reception teacher")}


def test_formulas_are_read_as_their_stored_values_and_otherwise_named():
    book = workbook(["Objective", "Success criteria", "Length"], ["Essays in 9C", '="18 of "&20', "=LEN(A2)"], ["Spelling in 7B", "18 of 20"])
    draft = read(book)
    assert shape(draft) == [{"statement": "Essays in 9C"}, {"statement": "Spelling in 7B", "success_criteria": "18 of 20"}]
    assert len(draft.errors) == 1
    assert "the formula in Targets!B2 has no stored value" in draft.errors[0].message
    data = saved(book)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    stored = re.sub(rb'<c r="B2">(<f>.*?</f>)<v\s*(?:/>|></v>)', rb'<c r="B2" t="str">\1<v>18 of 20</v>', parts[name])
    assert stored != parts[name]
    parts[name] = stored
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    draft = readers.read_bytes(stream.getvalue(), "staff.xlsx")
    assert shape(draft)[0] == {"statement": "Essays in 9C", "success_criteria": "18 of 20"}
    assert not draft.errors


def test_a_sheet_that_is_no_form_is_read_as_prose():
    draft = read(workbook(["I want 8X2 to hand in homework on Fridays."], ["Also the boiler should be serviced by May."]))
    assert draft.prose and len(draft.targets) == 2


def test_an_empty_workbook_is_named():
    with pytest.raises(ReadError, match="no column of a target"):
        read(workbook(["x"]))


def test_a_workbook_under_another_name_is_still_a_workbook():
    assert shape(read(workbook(["Target"], ["Essays in 9C"]), "staff.docx")) == [{"statement": "Essays in 9C"}]


def test_a_damaged_workbook_is_one_sentence():
    data = saved(workbook(["Target"], ["Essays in 9C"]))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name, harm in (("xl/workbook.xml", b"<workbook"), ("xl/worksheets/sheet1.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            for other, part in parts.items():
                archive.writestr(other, harm if other == name else part)
        with pytest.raises(ReadError, match=r"damaged|entities") as caught:
            readers.read_bytes(stream.getvalue(), "staff.xlsx")
        assert "\n" not in str(caught.value)
