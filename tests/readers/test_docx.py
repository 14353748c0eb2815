"""Word forms as schools fill them in, built here; every field is asserted."""

import copy
import io

import pytest

from target_lint import readers

docx = pytest.importorskip("docx", reason="python-docx is needed to build the forms: pip install 'target-lint[test]'")
from docx.oxml import OxmlElement  # noqa: E402
from docx.oxml.ns import qn  # noqa: E402


def read(document):
    stream = io.BytesIO()
    document.save(stream)
    return readers.read_bytes(stream.getvalue(), "form.docx")


def shape(draft):
    return [{field.name: field.text for field in target.fields} for target in draft.targets]


def table(document, rows, **style):
    made = document.add_table(len(rows), max(map(len, rows)), **style)
    for row, texts in zip(made.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=False):
            cell.text = text
    return made


def test_headings_in_the_first_row():
    document = docx.Document()
    document.add_heading("Appraisal objectives 2026-27")
    document.add_paragraph("Name: R.P.")
    document.add_paragraph("Role: History teacher")
    table(document, [
        ["Objective", "Success criteria", "Actions", "Support / CPD", "Timescale", "Met?"],
        ["Essay structure in 9C", "A paragraph unaided", "Model one a week", "Head of department", "May", ""],
        ["Source work in 7B", "", "", "", "July", "yes"],
        ["", "", "", "", "", ""],
    ])  # fmt: skip
    draft = read(document)
    assert shape(draft) == [
        {
            "statement": "Essay structure in 9C",
            "success_criteria": "A paragraph unaided",
            "actions": "Model one a week",
            "support": "Head of department",
            "timescale": "May",
        },
        {"statement": "Source work in 7B", "timescale": "July"},
    ]
    assert {(one.owner, one.role) for one in draft.targets} == {("R.P.", "History teacher")}
    assert [field.where for field in draft.targets[0].fields][:2] == [
        "table 1, row 2, cell 1",
        "table 1, row 2, cell 2",
    ]
    assert not draft.prose


def test_headings_in_the_first_column_in_blocks():
    document = docx.Document()
    table(document, [
        ["Objective 1", "Phonics in 1H"], ["How will you know?", "Nine pass the check"], ["Key actions", "Daily keep-up"], ["By when", "June"],
        ["Objective 2", "Early writing in 1H"], ["How will you know?", "Each writes a sentence"],
    ])  # fmt: skip
    draft = read(document)
    assert shape(draft) == [
        {
            "statement": "Phonics in 1H",
            "success_criteria": "Nine pass the check",
            "actions": "Daily keep-up",
            "timescale": "June",
        },
        {"statement": "Early writing in 1H", "success_criteria": "Each writes a sentence"},
    ]
    assert draft.targets[1].fields[0].where == "table 1, row 5, cell 2"


def test_headings_above_their_cells_and_merged_rows():
    document = docx.Document()
    made = table(document, [
        ["Objective 1: pupil progress", ""], ["Column subtraction in 4H", ""], ["Success criteria", "Actions"], ["15 of 25 or more", "Dienes each morning"],
        ["Objective 2: leadership", ""], ["Maths games at home", ""], ["Success criteria", "Actions"], ["Twenty families borrow one", "Bags by October"],
    ])  # fmt: skip
    for row in (0, 1, 4, 5):
        made.cell(row, 0).merge(made.cell(row, 1))
    assert shape(read(document)) == [
        {
            "statement": "Column subtraction in 4H",
            "success_criteria": "15 of 25 or more",
            "actions": "Dienes each morning",
        },
        {
            "statement": "Maths games at home",
            "success_criteria": "Twenty families borrow one",
            "actions": "Bags by October",
        },
    ]


def test_several_people_with_a_table_each():
    document = docx.Document()
    for name, words in (("R.P.", "Spelling in 7B"), ("S.T.", "Essays in 9C")):
        document.add_paragraph(f"Name: {name}")
        table(document, [["Target", "Evidence"], [words, "Books"]])
    assert [(one.owner, one.fields[0].text) for one in read(document).targets] == [
        ("R.P.", "Spelling in 7B"),
        ("S.T.", "Essays in 9C"),
    ]


def test_people_in_a_column_and_vertically_merged_cells():
    document = docx.Document()
    made = table(
        document,
        [
            ["Name", "Objective", "Timescale"],
            ["R.P.", "Spelling in 7B", "May"],
            ["", "Choir", "July"],
            ["S.T.", "Essays in 9C", ""],
        ],
    )
    made.cell(1, 0).merge(made.cell(2, 0))
    draft = read(document)
    assert [(one.owner, one.fields[0].text) for one in draft.targets] == [
        ("R.P.", "Spelling in 7B"),
        ("R.P.", "Choir"),
        ("S.T.", "Essays in 9C"),
    ]


def test_name_and_role_in_cells_above_the_headings():
    document = docx.Document()
    table(
        document,
        [
            ["Name:", "R.P.", "Job title:", "SENCO"],
            ["Objective", "Success criteria", "Actions", "Timescale"],
            ["Reading in 8X", "Nine read aloud", "Pairs", "May"],
        ],
    )
    (target,) = read(document).targets
    assert (target.owner, target.role) == ("R.P.", "SENCO")
    assert [field.name for field in target.fields] == ["statement", "success_criteria", "actions", "timescale"]


def test_paragraphs_and_lists_without_a_table():
    document = docx.Document()
    document.add_paragraph("My objectives")
    document.add_paragraph("Spelling in 7B", style="List Number")
    document.add_paragraph("Choir", style="List Number")
    assert shape(read(document)) == [{"statement": "Spelling in 7B"}, {"statement": "Choir"}]
    labelled = docx.Document()
    for text in ("Objective 1", "Spelling in 7B", "Success criteria", "8 of 10 each", "Objective 2", "Choir"):
        labelled.add_paragraph(text)
    assert shape(read(labelled)) == [
        {"statement": "Spelling in 7B", "success_criteria": "8 of 10 each"},
        {"statement": "Choir"},
    ]


def wrapped(run, name):
    parent = run._r.getparent()
    wrapper = OxmlElement(name)
    parent.replace(run._r, wrapper)
    wrapper.append(run._r)
    return wrapper


def test_tracked_changes_controls_text_boxes_and_nested_tables():
    document = docx.Document()
    made = table(document, [["Objective", "Success criteria"], ["", ""]])
    paragraph = made.cell(1, 0).paragraphs[0]
    paragraph.add_run("Spelling in ")
    wrapped(paragraph.add_run("7B"), "w:ins")
    deleted = wrapped(paragraph.add_run("9C"), "w:del")
    deleted.find(qn("w:r")).find(qn("w:t")).tag = qn("w:delText")
    control = OxmlElement("w:sdt")
    content = OxmlElement("w:sdtContent")
    control.append(content)
    inner = made.cell(1, 1).paragraphs[0]
    run = inner.add_run("8 of 10 each")
    inner._p.replace(run._r, control)
    content.append(run._r)
    draft = read(document)
    assert shape(draft) == [{"statement": "Spelling in 7B", "success_criteria": "8 of 10 each"}]

    outer = docx.Document()
    cell = outer.add_table(1, 1).cell(0, 0)
    nested = cell.add_table(2, 2)
    for target, text in zip(
        [one for row in nested.rows for one in row.cells], ["Objective", "Timescale", "Choir", "May"], strict=True
    ):
        target.text = text
    assert shape(read(outer)) == [{"statement": "Choir", "timescale": "May"}]

    boxed = docx.Document()
    holder = boxed.add_paragraph()
    box = OxmlElement("w:txbxContent")
    box.append(copy.deepcopy(boxed.add_paragraph("Objective: Art in 8X")._p))
    boxed.paragraphs[-1]._p.getparent().remove(boxed.paragraphs[-1]._p)
    picture = OxmlElement("w:pict")
    picture.append(box)
    holder.add_run()._r.append(picture)
    assert shape(read(boxed)) == [{"statement": "Art in 8X"}]


def test_an_unfilled_control_is_empty():
    document = docx.Document()
    made = table(document, [["Objective", "Success criteria"], ["Choir", ""]])
    inner = made.cell(1, 1).paragraphs[0]
    run = inner.add_run("Click or tap here to enter text.")
    control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    inner._p.replace(run._r, control)
    control.append(content)
    content.append(run._r)
    assert shape(read(document)) == [{"statement": "Choir"}]


def test_a_document_of_plain_paragraphs_is_prose():
    document = docx.Document()
    for text in ("I have thought about this year.", "I would like the nine in 8X to read aloud.", "That is all."):
        document.add_paragraph(text)
    draft = read(document)
    assert draft.prose
    assert [target.fields[0].where for target in draft.targets] == ["paragraph 1", "paragraph 2", "paragraph 3"]


@pytest.mark.parametrize("gap", ["      ", "  ", "\t", " | ", " - ", "\n"])
@pytest.mark.parametrize("place", ["paragraph", "cell", "cell above a heading row"])
def test_name_and_role_in_one_line_or_cell(gap, place):
    text = f"Name: Helen Carter{gap}Role: Teacher of Geography"
    document = docx.Document()
    if place == "paragraph":
        document.add_paragraph(text)
        rows = [("Objective", "Choir")]
    else:
        rows = [(text, ""), *([("Objective", "Choir")] if place == "cell" else [("Objective", "Success criteria"), ("Choir", "Sung")])]
    table(document, rows)
    (target,) = read(document).targets
    assert (target.owner, target.role, target.fields[0].text) == ("Helen Carter", "Teacher of Geography", "Choir")


def test_a_step_that_begins_with_a_label_is_nobodys_name():
    document = docx.Document()
    rows = [("Name", "A B"), ("Role", "TA"), ("Objective", "Reading in 4H"), ("Actions", "Teacher: model one answer a week"), ("Success criteria", "8 of 10 pass")]
    table(document, rows)
    (target,) = read(document).targets
    assert (target.owner, target.role) == ("A B", "TA")
    assert {field.name for field in target.fields} >= {"statement", "success_criteria"}
    assert any("model one answer a week" in field.text for field in target.fields)
