"""Which parts a version asks for, of those that a draft lacks or perhaps lacks."""

from dataclasses import replace

import pytest

from target_lint.advice.lacking import is_only_in_doubt, left_open, likeliest, worth_asking
from target_lint.types import Field, Finding, Genre, Level, Verdict

VAGUE = Finding("vague/more", Level.WARNING, True, "", "")


@pytest.fixture
def doubted(linter):
    """An objective of which the parts with these scores are perhaps missing and those ``missing`` surely; the others are there."""
    report = linter.check("Sensory circuit at 8.50 for ten pupils; sitting by 9.15 on four days in five. TA1 sets out, two TAs lead it.")

    def doubted(findings=(), missing=(), cells=(), **scores):
        parts = {name: replace(part, present=name not in scores, sure=name not in scores, score=scores.get(name, 0.9)) for name, part in report.parts.items()}
        parts |= {name: replace(parts[name], present=False, sure=True, score=0.05) for name in missing}
        lacks = tuple(Finding(f"missing/{'focus' if name == 'learning_focus' else name}", Level.WARNING, True, "", "") for name in missing)
        fields = (*report.fields, *(Field(name, text, 1, 1) for name, text in cells))
        return replace(report, genre=Genre.OBJECTIVE, parts=parts, fields=fields, findings=(*findings, *lacks), verdict=Verdict.REVISE)

    return doubted


def test_a_doubtful_part_is_left_open_and_doubts_alone_call_for_no_version(doubted):
    for made, left, alone in (
        (doubted(pupil_group=0.3), {"pupil_group"}, True),
        (doubted(pupil_group=0.25, steps=0.35), {"pupil_group", "steps"}, True),
        (doubted(pupil_group=0.3, steps=0.1), {"pupil_group", "steps"}, False),
        (doubted(pupil_group=0.1), {"pupil_group"}, True),
        (doubted([VAGUE], pupil_group=0.3), {"pupil_group"}, False),
        (doubted(missing=["steps"]), set(), False),
        (doubted([Finding("missing/unfilled", Level.WARNING, True, "", "")], pupil_group=0.3), {"pupil_group"}, False),
    ):
        assert (left_open(made), is_only_in_doubt(made)) == (left, alone)


def test_what_is_perhaps_missing_is_asked_for_where_nothing_else_is(doubted):
    assert likeliest(doubted(steps=0.3, success_measure=0.4)) == ("steps",)
    assert likeliest(doubted(steps=0.1, success_measure=0.15)) == ("steps", "success_measure")
    assert likeliest(doubted(pupil_group=0.05, steps=0.3)) == ("steps", "pupil_group")
    assert likeliest(doubted()) == ()


def test_the_measure_that_a_vague_draft_perhaps_lacks_is_asked_for(doubted):
    assert worth_asking(doubted([VAGUE], success_measure=0.3)) == ("success_measure",)
    assert worth_asking(doubted([VAGUE], success_measure=0.45)) == ()
    assert worth_asking(doubted([VAGUE], cells=[("success_criteria", "fewer late")], success_measure=0.45)) == ("success_measure",)
    assert worth_asking(doubted(success_measure=0.3)) == ()
    assert worth_asking(doubted([VAGUE], missing=["steps"], success_measure=0.3)) == ("success_measure", "steps")
    assert worth_asking(doubted([VAGUE], steps=0.3)) == ()


def test_a_vague_job_is_asked_what_it_is_good_for(doubted):
    assert worth_asking(doubted([VAGUE], pupil_group=0.3, learning_focus=0.3)) == ("pupil_group", "learning_focus")
    assert worth_asking(doubted([VAGUE], learning_focus=0.3)) == ()
    assert worth_asking(doubted([VAGUE], missing=["steps"], pupil_group=0.3, learning_focus=0.3)) == ("steps",)


def test_focus_and_steps_are_asked_for_beside_two_gaps(doubted):
    assert worth_asking(doubted(missing=["success_measure", "timescale"], learning_focus=0.3, steps=0.4)) == ("learning_focus", "success_measure", "steps", "timescale")
    assert worth_asking(doubted(missing=["success_measure"], learning_focus=0.3)) == ("success_measure",)
    assert worth_asking(doubted(missing=["success_measure", "timescale"], pupil_group=0.3)) == ("success_measure", "timescale")


def test_a_cell_that_was_not_filled_in_asks_for_its_part(doubted):
    assert worth_asking(doubted(missing=["timescale"], cells=[("actions", "n/a")], steps=0.4)) == ("steps", "timescale")
    assert worth_asking(doubted(missing=["timescale"], cells=[("actions", "a club")], steps=0.4)) == ("timescale",)
