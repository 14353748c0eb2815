"""What a cell says already, and how a question stands behind it."""

import pytest

from target_lint.advice import cells


@pytest.mark.parametrize("written", ["P8 improved", "fewer detentions", "attendance", "a reduction in absence"])
def test_a_figure_without_a_value_is_one(written):
    assert cells.is_counted(written) and not cells.says_what_is_done(written)


@pytest.mark.parametrize(("written", "said"), [("they explain why", True), ("All of them can swim", True), ("able to read a menu", True), ("able to", False), ("book look", False)])
def test_a_cell_says_what_pupils_do(written, said):
    assert cells.says_what_is_done(written) is said


def test_what_one_pupil_does_is_known():
    assert cells.is_of_one("he can read") and not cells.is_of_one("they can read")


@pytest.mark.parametrize(
    ("written", "timed", "whole"),
    [
        ("every week", True, "every week, review [by when?]"),
        ("every week?", True, "every week? [By when?]"),
        ("every week", False, "every week: [by when?]"),
        ("Book look. Pupil voice", False, "Book look. Pupil voice. [By when?]"),
        ("July [which?]", True, "July [which?]. [By when?]"),
    ],
)
def test_a_question_stands_behind_what_is_written(written, timed, whole):
    assert cells.followed(written, "[by when?]", timed=timed) == whole
