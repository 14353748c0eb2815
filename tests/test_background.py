"""Words about what was are marked as thoughts, not as warnings."""

import pytest

from target_lint.types import Level

BEFORE, AFTER = "Last spring I counted 31 call-outs in an hour in 9Z4.", "By May there will be five; I use the reset script."


@pytest.mark.parametrize(
    ("sentence", "levels"),
    [
        ("I have tried a range of strategies.", {Level.NOTE}),
        ("We’ve been regularly told so.", {Level.NOTE}),
        ("I tried a range of strategies.", {Level.NOTE}),
        ("I will try a range of strategies.", {Level.WARNING}),
        ("I have tried, and will try, a range of strategies.", {Level.WARNING}),
        ("I have a range of strategies in place by 20 June.", {Level.WARNING}),
        ("Pupils have made good progress.", {Level.WARNING}),
        ("Pupils who were behind when I counted are regularly praised.", {Level.WARNING}),
    ],
)
def test_a_vague_word_about_what_was_is_a_thought(rules_alone, sentence, levels):
    found = rules_alone.check(f"{BEFORE} {sentence} {AFTER}").findings
    assert {one.level for one in found if one.rule.startswith("vague/") and one.found in sentence} == levels


def test_a_short_draft_tells_no_story(rules_alone):
    found = rules_alone.check("I have tried a range of strategies.").findings
    assert Level.WARNING in {one.level for one in found if one.rule.startswith("vague/")}


def test_a_criterion_is_no_story(rules_alone):
    found = rules_alone.check({"statement": f"{BEFORE} {AFTER}", "success_criteria": "It is July. We have made good progress. We have seen a range of strategies."}).findings
    assert Level.NOTE not in {one.level for one in found if one.rule.startswith("vague/")}
