"""Words that the same target explains are not vague in it."""

import pytest


@pytest.mark.parametrize(
    "text",
    [
        'Be a more reflective practitioner in 9C. By "more reflective" I mean: I annotate two of my lessons a week with my coach.',
        'Pupils in 9C make good progress. Here "good progress" means: each of them writes a paragraph with point and evidence unaided.',
        'Ensure high quality feedback and effective questioning in 9C. Here "high quality feedback" and "effective questioning" mean: eight of ten correct one error.',
        "Give effective feedback (that is: two written questions a week) to 9C.",
        "Give effective feedback (that is: two written questions a week) to 9C, and effective feedback to 9D.",
        "The start of 9C's lessons is effective, that is: they are seated and working within three minutes.",
    ],
)
def test_explained_words_are_left_alone(rules_alone, text):
    assert not [one.found for one in rules_alone.check(text).findings if one.rule.startswith("vague/")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('Be a more reflective practitioner in 9C. By "calm" I mean: they sit down within a minute.', "more reflective"),
        ("Make good progress with effective feedback (that is: two questions a week) in 9C.", "good progress"),
        ("Meet regularly with the new tutor (that is: the one of 9C).", "regularly"),
        ("By effective questioning I mean effective questioning in 9C.", "effective questioning"),
        ('Here "good progress" is the aim.', "good progress"),
        ("Give effective feedback that is timely to 9C.", "effective feedback"),
        ('Make good progress in 9C. Here "od" means: odd.', "good progress"),
    ],
)
def test_other_words_are_still_marked(rules_alone, text, found):
    assert found in [one.found for one in rules_alone.check(text).findings if one.rule.startswith("vague/")]


OWN = "the eight EAL pupils in 9C write 'could have' in all ten gaps of the April quiz, by correcting five sentences with me every Monday"


@pytest.mark.parametrize(
    "text",
    [
        f"TS8 - communicate effectively with parents; {OWN}.",
        f"Communicate effectively with parents (TS8). Here: {OWN}.",
        f"{OWN} (TS1, effective learning environment; mutual respect).",
    ],
)
def test_the_words_of_a_standard_are_left_alone_where_the_target_fills_them(rules_alone, text):
    assert not [one.found for one in rules_alone.check(text).findings if one.rule.startswith("vague/")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("TS8 communicate effectively with parents; in all lessons.", "effectively"),
        (f"TS8 - communicate with parents; {OWN} where possible.", "where possible"),
        (f"TS7; {OWN} where possible.", "where possible"),
        (f"Communicate effectively with parents. {OWN}.", "effectively"),
    ],
)
def test_a_standard_alone_and_words_beside_one_are_still_marked(rules_alone, text, found):
    assert found in [one.found for one in rules_alone.check(text).findings if one.rule.startswith("vague/")]
