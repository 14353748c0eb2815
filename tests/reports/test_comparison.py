"""Then and now as text: the reader sees which field changed, and no line for nothing."""

import json
from itertools import pairwise

import click
import pytest

from target_lint import readers
from target_lint.advice.compare import compare
from target_lint.reports import comparison
from target_lint.types import Draft

LADDER = "Develop my behaviour management so that low level disruption is reduced in 9B"
ROW = {"statement": LADDER, "actions": "Greet at the door"}


@pytest.fixture
def changes(rules_alone):
    def report(rows):
        return rules_alone.report([rules_alone.lint(Draft("x.csv", tuple(map(readers.read_mapping, rows)), rows=True))])

    return lambda old, new: compare(report(old), report(new))


def said(changes, width=100):
    return [click.unstyle(line) for line in comparison.render(changes, width)]


def test_the_field_that_changed_is_shown_with_its_name(changes):
    row = {"owner": "K. A.", "statement": LADDER, "actions": "Greet at the door"}
    lines = said(changes([row | {"success_criteria": "Fewer sanctions"}], [row | {"success_criteria": "Sanctions fall from 14 to 5"}]))
    assert lines[1:5] == [
        f"  now   {LADDER}",
        "        Success criteria",
        "          then  Fewer sanctions",
        "          now   Sanctions fall from 14 to 5",
    ]
    assert sum(LADDER in line for line in lines) == 1 and "Greet" not in "".join(lines)


def test_each_field_that_changed_is_shown_and_what_is_gone(changes):
    old = {"statement": LADDER, "success_criteria": "Ten of 9B score 8 of 10 in the May quiz", "support": "The SENCO"}
    new = {"statement": LADDER + " by May", "success_criteria": "They read better"}
    lines = said(changes([old], [new]))
    assert lines[:8] == [
        f"  then  {LADDER}",
        f"  now   {LADDER} by May",
        "        Success criteria",
        "          then  Ten of 9B score 8 of 10 in the May quiz",
        "          now   They read better",
        "        Support",
        "          then  The SENCO",
        "          now   (nothing)",
    ]
    assert "no longer says " in lines[8]


def test_nothing_but_the_statement(changes):
    lines = said(changes([ROW], [ROW | {"statement": LADDER.replace("9B", "9C")}]))
    assert [line[:8] for line in lines[:3]] == ["  then  ", "  now   ", " " * 8]
    assert "Actions" not in "".join(lines)


def test_no_two_blank_lines(changes):
    rows = [{"owner": owner, "statement": text} for owner in ("A.B.", "C.D.") for text in (LADDER, "The choir sings")]
    lines = said(changes(rows, rows))
    assert lines[-1].startswith("4 unchanged") and lines[-2] == ""
    assert not any(not one and not other for one, other in pairwise(lines))


@pytest.mark.parametrize("field", ["statement", "actions"])
def test_a_long_text_is_shown_from_where_it_changed(changes, field):
    long = "Model one answer each Friday and mark it with them on Monday, " * 8
    old, new = ({"statement": LADDER, field: f"{long} so that {words} pass"} for words in ("three", "eight of the eleven"))
    lines = said(changes([old], [new]), 60)
    (then,) = (line for line in lines if "three" in line)
    (now,) = (line for line in lines if "eight of the" in line)
    assert "then  … on Monday, so that three pass" in then and "now   … on Monday, so that eight of" in now


def test_the_names_of_the_fields_in_json(changes):
    data = json.loads(comparison.render_json(changes([ROW], [ROW | {"actions": "Follow the ladder"}])))
    assert data["changes"][0]["reworded"] == ["actions"]
