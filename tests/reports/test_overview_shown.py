"""The overview as a page and as a sheet: nothing is named that one or two people share, and rules are told in plain words."""

import io
import re
from html.parser import HTMLParser

import pytest

from target_lint import readers
from target_lint.advice.overview import overview, plainly
from target_lint.reports import overview_sheet, pages
from target_lint.types import Draft

openpyxl = pytest.importorskip("openpyxl", reason="openpyxl writes Excel: pip install 'target-lint[office]'")

#: a department of four, one of three, one of two and one of one, in which each theme, kind of help and wording is of one to four people
STAFF = [
    {"owner": owner, "Department": department, "statement": statement}
    for owner, department, statement in (
        ("Ada", "Maths", "Go on the attendance course and phone home regularly"),
        ("Bo", "Maths", "Go on the attendance course and phone home regularly"),
        ("Cy", "Maths", "Go on a course about behaviour and attendance and phone home regularly"),
        ("Di", "Maths", "The six in 8X2 spell ten words of unit 3 by May, because I model one a day"),
        ("Hal", "Science", "Be more proactive"),
        ("Ivy", "Science", "Be more proactive"),
        ("Jo", "Science", "Be more proactive"),
        ("Ed", "Music", "Read the phonics book as and when possible"),
        ("Fay", "Music", "Be coached in marking as and when possible"),
        ("Gus", "Art", "Be more proactive"),
    )
]
HIDDEN = ("phonics", "marking", "Reading and research", "Coaching", "as and when", "Music", "Art")


class Tables(HTMLParser):
    """The cells of every row of every table."""

    def __init__(self, text):
        super().__init__()
        self.rows, self._open = [], False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        if tag == "tr":
            self.rows.append([])
        self._open = self._open or tag in ("td", "th")
        if tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_endtag(self, tag):
        self._open = self._open and tag not in ("td", "th")

    def handle_data(self, data):
        if self._open:
            self.rows[-1][-1] += data


@pytest.fixture(scope="module")
def figures(rules_alone):
    return overview(rules_alone.report([rules_alone.lint(Draft("x.csv", tuple(map(readers.read_mapping, STAFF)), rows=True))]))


@pytest.fixture(scope="module")
def words(rules_alone):
    rules = rules_alone.rulebook.rules
    return {rule.id: rule.title for rule in rules}, {rule.id: plainly(rule) for rule in rules}


def page(figures, words):
    return [row for row in Tables(pages.overview(figures, *words)).rows]


def sheet(figures, words):
    made = openpyxl.load_workbook(io.BytesIO(overview_sheet.overview_workbook(figures, *words)))
    return [[str(cell.value) for cell in row if cell.value not in (None, "")] for row in made.active.iter_rows()]


@pytest.mark.parametrize("shown", [page, sheet])
def test_no_row_is_of_one_or_two_people(figures, words, shown):
    rows = shown(figures, words)
    text = "\n".join(" | ".join(row) for row in rows)
    assert not re.search("|".join(rf"\b{words}\b" for words in HIDDEN), text)
    assert {"attendance", "Courses and qualifications", "regularly", "Maths"} <= {row[0] for row in rows if row}
    departments = next(index for index, row in enumerate(rows) if row and row[0] in ("Department", "By department"))
    named = {"Maths", "Science", *(str(row[0]) for row in rows[:departments] if row)}
    for row in rows[departments + 1 :]:
        assert row[0:1] == [] or row[0] in named or not {"1", "2"} & set(row), row
        assert not re.search(r": [12]\b", " ".join(row[1:])), row
    assert ["Maths", "4"] in [row[:2] for row in rows] and "3 people" in pages.overview(figures, *words)


@pytest.mark.parametrize("shown", [page, sheet])
def test_rules_are_told_in_plain_words(figures, words, shown):
    text = "\n".join(" ".join(row) for row in shown(figures, words))
    assert "Nobody in particular" in text and "The words do not say which pupils are to benefit." in text
    assert "An undefined rhythm" in text and "For example: 'regularly' sets no rhythm" in text
    assert "Raise standards" not in text  # nobody was asked about it


def test_the_page_says_whose_the_examples_are(figures, words):
    text = pages.overview(figures, *words)
    assert "The examples are ours" in text and "Without one that we know: 5." in text


def test_three_people_and_no_more(rules_alone, words):
    few = overview(rules_alone.report([rules_alone.lint(Draft("x.csv", tuple(map(readers.read_mapping, STAFF[4:6])), rows=True))]))
    text = pages.overview(few, *words)
    assert "None stands in the targets of three people or more." in text and "phonics" not in text
