"""Then and now: which target became which, and what it gained."""

import pytest

from target_lint import readers
from target_lint.advice.brief import in_words
from target_lint.advice.compare import compare
from target_lint.types import Draft

ESSAY = "Improving history essay structure for EAL pupils in 9C through feedback on drafts"
CHOIR = "The Year 7 choir sings in two parts at the summer concert"


@pytest.fixture
def report(linter):
    def report(*rows, path="x.jsonl"):
        written = tuple(readers.read_mapping({"statement": row} if isinstance(row, str) else row) for row in rows)
        return linter.report([linter.lint(Draft(path, written, rows=True))])

    return report


def pairs(changes):
    def first(target):
        return target and target.fields[0].text[:20]

    return [(first(change.then), first(change.now)) for change in changes]


def test_paired_by_id_whatever_the_words(report):
    old = report({"id": "1", "statement": ESSAY}, {"id": "2", "statement": CHOIR})
    new = report({"id": "2", "statement": "Boiler service"}, {"id": "1", "statement": "Phonics in 1H"})
    assert pairs(compare(old, new)) == [(CHOIR[:20], "Boiler service"), (ESSAY[:20], "Phonics in 1H")]


def test_paired_by_likeness_in_any_order(report):
    old = report(ESSAY, CHOIR, "Spelling of the key words in 7B")
    new = report("Spelling of the twenty key words in 7B by May", ESSAY + ", so that each writes one unaided", "Boiler service every term")
    changes = compare(old, new)
    assert pairs(changes) == [
        ("Spelling of the key ", "Spelling of the twen"),
        (ESSAY[:20], ESSAY[:20]),
        (None, "Boiler service every"),
        (CHOIR[:20], None),
    ]
    assert "success_measure" in changes[1].gained and not changes[1].lost


def test_people_are_not_mixed(report):
    old = report({"owner": "A.B.", "statement": ESSAY}, {"owner": "C.D.", "statement": CHOIR})
    new = report({"owner": "c.d. ", "statement": ESSAY}, {"owner": "A.B.", "statement": CHOIR})
    # one target left on both sides of the same person is taken to be rewritten
    assert pairs(compare(old, new)) == [(CHOIR[:20], ESSAY[:20]), (ESSAY[:20], CHOIR[:20])]
    longer = report({"owner": "A.B.", "statement": CHOIR}, {"owner": "A.B.", "statement": "Boiler service"})
    assert pairs(compare(old, longer)) == [(None, CHOIR[:20]), (None, "Boiler service"), (ESSAY[:20], None), (CHOIR[:20], None)]


def test_names_that_came_later_do_not_part_versions(report):
    old = report(ESSAY, CHOIR)
    new = report({"owner": "A.B.", "statement": CHOIR}, {"owner": "A.B.", "statement": ESSAY})
    assert pairs(compare(old, new)) == [(CHOIR[:20], CHOIR[:20]), (ESSAY[:20], ESSAY[:20])]


def test_what_was_gained_lost_settled_and_raised(report):
    old = report("I must improve my differentiation for 8X2 by May")
    new = report("8X2 solve word problems by drawing a bar model first, as appropriate")
    (change,) = compare(old, new)
    assert "learning_focus" in change.gained and change.lost == ("timescale",)
    assert any("improve my differentiation" in words for words in change.settled) and change.raised == ("as appropriate",)
    said = in_words(change)
    assert "no longer says when" in said and "new and vague: “as appropriate”" in said


def test_unchanged_and_reworded(report):
    same, other = compare(report(ESSAY, CHOIR), report(ESSAY, CHOIR.replace("summer", "July")))
    assert same.same and in_words(same).startswith("unchanged")
    assert not other.same and not in_words(other).startswith("unchanged")


def test_the_fields_that_were_reworded(report):
    old = {"statement": ESSAY, "success_criteria": "Fewer sanctions", "timescale": "Easter"}
    new = {"statement": ESSAY.replace(" ", "  "), "success_criteria": "Sanctions in 9B fall to 5 a week", "support": "The SENCO"}
    (change,) = compare(report(old), report(new))
    assert [(one.name, one.then, one.now) for one in change.reworded] == [
        ("success_criteria", "Fewer sanctions", "Sanctions in 9B fall to 5 a week"),
        ("support", "", "The SENCO"),
        ("timescale", "Easter", ""),
    ]
    (spaces,) = compare(report(ESSAY), report(ESSAY.replace(" ", "  ")))
    assert spaces.same and not spaces.reworded


def test_a_whole_schools_rows_pair_with_themselves(report):
    rows = [f"Spelling of the {number} key words of unit {number * 7} in class {number}B by May" for number in range(600)]
    changes = compare(report(*rows), report(*reversed(rows)))
    assert all(change.same for change in changes) and len(changes) == 600


def test_words_that_moved_to_another_cell_are_a_change(report):
    old = report({"statement": "Reading in 4H 8 of 10 pass in May"})
    (change,) = compare(old, report({"statement": "Reading in 4H", "success_criteria": "8 of 10 pass in May"}))
    assert not change.same and {one.name for one in change.reworded} == {"statement", "success_criteria"}
