"""A school in figures: what one or two people share is their mark and is not shown by itself."""

import pytest

from target_lint import readers
from target_lint.advice.overview import FEW, overview, plainly
from target_lint.types import Draft

ATTEND = "Go on the attendance course and improve attendance regularly"
PHONICS = "Read the phonics book with somebody as and when possible"


@pytest.fixture
def figures(rules_alone):
    def figures(rows, **how):
        return overview(rules_alone.report([rules_alone.lint(Draft("x.csv", tuple(map(readers.read_mapping, rows)), rows=True))]), **how)

    return figures


def rows(statement, *owners, **more):
    return [{"statement": statement, "owner": owner, **more} for owner in owners]


def test_a_theme_of_three_people_is_shown_and_one_of_two_is_not(figures):
    found = figures(rows(ATTEND, "A", "B", "C") + rows(PHONICS, "D", "E"))
    assert found.themes[0] == ("attendance", 3) and len(found.themes) == 2
    assert found.themes[1] == (f"others (of {FEW} people each)", FEW)
    assert found.needing[0] == ("training", 3) and found.needs.keys() == {"training"}
    assert [words for words, _ in found.vague] and "as and when" not in dict(found.vague)
    named = figures(rows(ATTEND, "A", "B", "C") + rows(PHONICS, "D", "E"), names=True)
    assert len(named.themes) >= 2 and "fewer" not in str(named.themes + named.needing + named.rules)


def test_people_are_counted_and_not_targets(figures):
    found = figures(rows(ATTEND, "A", "A", "a ", "A", "B") + rows(PHONICS, "C", "D", "E"))
    assert len(found.whole.people) == 5 and found.whole.targets == 8
    assert "attendance" not in dict(found.themes) and "regularly" not in dict(found.vague)


def test_those_that_are_not_shown_are_counted_together(figures):
    found = figures(rows(ATTEND, "A", "B") + rows(PHONICS, "C", "D"))
    assert found.themes == [(f"others (of {FEW} people each)", 4)]


def test_without_a_theme(figures):
    assert figures(rows("Be more proactive", "A", "B") + rows(ATTEND, "C")).unthemed == FEW
    assert figures(rows("Be more proactive", "A", "B", "C")).unthemed == 3
    assert figures(rows(ATTEND, "C")).unthemed == 0


def test_the_figures_of_a_department(figures):
    whole = rows(ATTEND, "A", "B", "C", Department="Maths") + rows(PHONICS, "D", "E", Department="Music")
    whole += rows("The six in 8X2 spell ten words by May", "F", Department="Maths")
    assert not figures(whole).groups  # all less Maths would be Music, which is two people
    found = figures([*whole, *rows(PHONICS, "G", Department="Art")])
    (maths,) = found.groups["department"]
    assert maths.name == "Maths" and maths.figure("timescale") == 3 and maths.figure("steps") == 4
    assert found.small["department"] == 3
    assert len(figures(whole, names=True).groups["department"]) == 2


def test_every_rule_says_what_it_is_in_plain_words(rules_alone):
    said = {rule.id: plainly(rule) for rule in rules_alone.rulebook.rules}
    assert said["missing/pupil_group"] == "The words do not say which pupils are to benefit."
    assert said["vague/outcome_change"].startswith("For example: 'Raise standards in the department' names no ")
    assert "{" not in "".join(said.values())
    assert all(words or name.startswith("whole_set/") for name, words in said.items())
