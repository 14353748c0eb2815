import pytest

from target_lint import readers
from target_lint.types import Genre, ReadError, RowError


def read(tmp_path, text, name="a.csv", encoding="utf-8"):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return readers.read(path)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_delimiters_and_encodings(tmp_path, delimiter, encoding):
    rows = [
        ["Staff code", "Job title", "Objective", "Success Criteria", "By when", "Salary"],
        ["T1", "TA", "Pupils’ spelling", "8 of 10 – each", "May", "12"],
    ]
    draft = read(tmp_path, "\n".join(delimiter.join(row) for row in rows), encoding=encoding)
    (target,) = draft.targets
    assert (target.owner, target.role) == ("T1", "TA")
    assert [(field.name, field.text) for field in target.fields] == [
        ("statement", "Pupils’ spelling"),
        ("success_criteria", "8 of 10 – each"),
        ("timescale", "May"),
    ]
    assert [field.where for field in target.fields] == ["row 2, column C", "row 2, column D", "row 2, column E"]


def test_quoted_newlines_empty_rows_and_ragged_rows(tmp_path):
    draft = read(
        tmp_path,
        'id,objective,actions\n1,"Spelling\nin 7B",quiz\n,,\n2,Essays\n3,Choir,sing,,\n4,"Art, all of it",draw,more\n5,Drama,\n',
    )
    assert [(one.id, one.fields[0].text) for one in draft.targets] == [
        ("1", "Spelling\nin 7B"),
        ("3", "Choir"),
        ("5", "Drama"),
    ]
    assert [error.line for error in draft.errors] == [5, 7]
    assert "the row has 2 cells, but the first row has 3" in draft.errors[0].message


def test_one_row_may_hold_several_targets(tmp_path):
    draft = read(
        tmp_path, "Name,Objective 1,Success criteria 1,Objective 2,Success criteria 2\nR.P.,Spelling,8 of 10,Choir,\n"
    )
    assert [(one.owner, [(field.name, field.text) for field in one.fields]) for one in draft.targets] == [
        ("R.P.", [("statement", "Spelling"), ("success_criteria", "8 of 10")]),
        ("R.P.", [("statement", "Choir")]),
    ]


def test_a_sheet_without_targets_says_what_it_has(tmp_path):
    with pytest.raises(ReadError, match=r"no column of a target was found; the first row has 'Colour', 'Size'"):
        read(tmp_path, "Colour,Size\nred,3\n")
    with pytest.raises(ReadError, match="there is no row below the headings"):
        read(tmp_path, "Objective,Actions\n")


def test_json_lines(tmp_path):
    draft = read(
        tmp_path,
        '{"id": 7, "text": "Spelling in 7B", "How will you know?": "8 of 10", "owner": "R.P.", "genre": "objective", "other": [1]}\n'
        '"Choir"\n\n{"statement": 3}\n{"a": \n[1]\n{"fields": {"statement": "Essays", "actions": ["one", "two"]}}\n{"statement": "x", "genre": "objectiv"}\n{}\n',
        "a.jsonl",
    )
    first, second, third = draft.targets
    assert (first.id, first.owner, first.genre) == ("7", "R.P.", Genre.OBJECTIVE)
    assert [(field.name, field.text, field.line) for field in first.fields] == [
        ("statement", "Spelling in 7B", 1),
        ("success_criteria", "8 of 10", 1),
    ]
    assert second.fields[0].line == 2
    assert [field.text for field in third.fields] == ["Essays", "one\ntwo"]
    assert [error.line for error in draft.errors] == [4, 5, 6, 8, 9]
    assert "did you mean 'objective'" in draft.errors[3].message


def test_rows_are_read_lazily(tmp_path):
    path = tmp_path / "long.csv"
    path.write_text("objective\n" + "Spelling in 7B\n" * 200_000, encoding="utf-8")
    rows = readers.iter_rows(path)
    assert next(rows).fields[0].text == "Spelling in 7B"
    rows.close()


def test_a_row_of_six_megabytes_is_left_out(tmp_path):
    draft = read(tmp_path, '{"statement": "Choir"}\n{"statement": "' + "x" * 6_000_000 + '"}\n', "a.jsonl")
    assert len(draft.targets) == 1
    assert draft.errors == (RowError(2, "the line is longer than 5 MB and was left out"),)


def test_mappings():
    target = readers.read_mapping({"target": "Choir", "Timescale": "May", "pay": 3, "owner": None})
    assert [(field.name, field.text) for field in target.fields] == [("statement", "Choir"), ("timescale", "May")]
    for wrong in ({}, {"statement": "  "}, {"statement": 3}, {"fields": []}, {3: "x"}):
        with pytest.raises(ReadError):
            readers.read_mapping(wrong)
