"""OpenDocument forms, built here; every field is asserted."""

import io
import zipfile

import pytest

from target_lint import readers
from target_lint.types import ReadError

SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name if name != "draw" else "drawing"}:1.0"'
    for name in ("office", "text", "table", "draw")
)


def odt(body, head="", kind="text"):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr(
            "content.xml",
            f"<?xml version='1.0'?>{head}<office:document-content {SPACES}><office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>",
        )
    return stream.getvalue()


def shape(draft):
    return [{field.name: field.text for field in target.fields} for target in draft.targets]


def cell(text, **options):
    attributes = "".join(f' table:{name.replace("_", "-")}="{value}"' for name, value in options.items())
    return f"<table:table-cell{attributes}>" + "".join(f"<text:p>{line}</text:p>" for line in text.split("\n")) + "</table:table-cell>"


def table(*rows):
    return "<table:table><table:table-column/>" + "".join(f"<table:table-row>{''.join(row)}</table:table-row>" for row in rows) + "</table:table>"


def test_headings_in_the_first_row():
    body = "<text:h>Appraisal</text:h><text:p>Name: R.P.</text:p>" + table(
        [cell("Objective"), cell("Success criteria"), cell("Actions"), cell("Timescale")],
        [cell("Essay structure in <text:span>9C</text:span>"), cell("A paragraph<text:s text:c='2'/>unaided"), cell("Model one\nRedraft"), cell("May")],
    )
    draft = readers.read_bytes(odt(body), "form.odt")
    assert shape(draft) == [
        {"statement": "Essay structure in 9C", "success_criteria": "A paragraph  unaided", "actions": "Model one\nRedraft", "timescale": "May"}
    ]
    assert draft.targets[0].owner == "R.P."
    assert draft.targets[0].fields[1].where == "table 1, row 2, cell 2"


def test_merged_cells_and_a_block_for_each_objective():
    covered = "<table:covered-table-cell/>"
    body = table(
        [cell("Objective 1", number_columns_spanned=2), covered],
        [cell("What do you want to achieve?"), cell("Talk in 1H")],
        [cell("How will you know?"), cell("Full sentences, five of six")],
        [cell("Objective 2", number_columns_spanned=2), covered],
        [cell("What do you want to achieve?"), cell("Counting to 20 in 1H")],
        [cell("By when"), cell("July")],
    )
    assert shape(readers.read_bytes(odt(body), "form.odt")) == [
        {"statement": "Talk in 1H", "success_criteria": "Full sentences, five of six"},
        {"statement": "Counting to 20 in 1H", "timescale": "July"},
    ]


def test_lists_text_boxes_and_what_is_left_out():
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>Old words</text:p></text:deletion></text:changed-region></text:tracked-changes>"
        "<text:p>Targets:</text:p><text:list><text:list-item><text:p>8X2 hand in homework<office:annotation><text:p>really?</text:p></office:annotation> on Fridays</text:p></text:list-item>"
        "<text:list-item><text:p>9C write a paragraph<text:note><text:note-body><text:p>a note</text:p></text:note-body></text:note> unaided</text:p></text:list-item></text:list>"
        "<text:p><draw:frame><draw:text-box><text:p>Objective: choir sings in parts</text:p></draw:text-box></draw:frame></text:p>"
    )
    assert shape(readers.read_bytes(odt(body), "form.odt")) == [
        {"statement": "8X2 hand in homework on Fridays"},
        {"statement": "9C write a paragraph unaided"},
        {"statement": "choir sings in parts"},
    ]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (odt("", '<!DOCTYPE x [<!ENTITY a "b">]>'), "XML entities"),
        (odt("<text:p>"), "damaged"),
        (odt("<table:table><table:table-row><table:table-cell table:number-columns-repeated='x'/></table:table-row></table:table>"), "damaged"),
        (odt("", kind="spreadsheet"), "no text document"),
    ],
)
def test_broken_documents_are_one_sentence(data, message):
    with pytest.raises(ReadError, match=message):
        readers.read_bytes(data, "form.odt")
