"""Words that the same target explains are not vague in it."""

import pytest


@pytest.mark.parametrize(
    "text",
    [
        'Be a more reflective practitioner in 9C. By "more reflective" I mean: I annotate two of my lessons a week with my coach.',
        'Pupils in 9C make good progress. Here "good progress" means: each of them writes a paragraph with point and evidence unaided.',
        'Ensure high quality feedback and effective questioning in 9C. Here "high quality feedback" and "effective questioning" mean: eight of ten correct one error.',
        "The start of 9C's lessons is effective, that is: they are seated and working within three minutes.",
    ],
)
def test_explained_words_are_left_alone(rules_alone, text):
    assert not [one.found for one in rules_alone.check(text).findings if one.rule.startswith("vague/")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('Be a more reflective practitioner in 9C. By "calm" I mean: they sit down within a minute.', "more reflective"),
        ("By effective questioning I mean effective questioning in 9C.", "effective questioning"),
        ('Here "good progress" is the aim.', "good progress"),
        ("Give effective feedback that is timely to 9C.", "effective feedback"),
        ('Make good progress in 9C. Here "od" means: odd.', "good progress"),
    ],
)
def test_other_words_are_still_marked(rules_alone, text, found):
    assert found in [one.found for one in rules_alone.check(text).findings if one.rule.startswith("vague/")]
