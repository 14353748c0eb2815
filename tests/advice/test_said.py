"""What a report quotes of a draft is what stands there, in whole words."""

import pytest

from target_lint.advice.said import REVIEW, said, whole_words


@pytest.mark.parametrize(
    ("draft", "part", "words"),
    [
        (
            {
                "statement": "Flashcards Monday, Wednesday and Friday for 10 minutes with the three readers in 4 Elm.",
                "success_criteria": "Each of the three gains at least 10 words per minute between the October and the May check.",
            },
            "success_measure",
            "Each of the three gains at least 10 words per minute between the October and the May check.",
        ),
        ({"statement": "I model one answer a week. 9C mark 9-mark questions with the grid by May."}, "steps", "I model one answer a week"),
        ({"statement": "8 of the 11 in 9C score 4/6 or more in the October mock.", "success_criteria": "see above"}, "success_measure", "8 of the 11 in 9C score 4/6 or more in the October mock"),
        ({"statement": "9C explain cause and effect in essays.", "timescale": "May half term", "review": "each fortnight"}, "timescale", "May half term"),
        ({"statement": "9C explain cause and effect in essays.", "timescale": "May half term", "review": "each fortnight"}, REVIEW, "each fortnight"),
        ({"statement": "Improve my differentiation."}, "success_measure", ""),
    ],
)
def test_the_cell_is_quoted_or_the_sentence(rules_alone, draft, part, words):
    assert said(rules_alone.check(draft), part, 120) == words


def test_a_long_sentence_is_entered_where_the_words_are(rules_alone):
    text = "Because the set that came up from the middle school in the autumn never met it there and still mixes it up in nearly every book that I open, 20 of 26 in 9C score 8 of 10 on the March paper."
    shown = said(rules_alone.check(text), "success_measure", 60)
    assert len(shown) <= 60 and "8 of 10" in shown


def test_words_are_not_cut():
    text = "Print the register at 9.15, then mark 9-mark questions."
    assert text[slice(*whole_words(text, text.index("9.15"), text.index("9.15") + 1))] == "9.15"
    assert text[slice(*whole_words(text, text.index("mark q"), text.index("questions") + 9))] == "9-mark questions"


def test_a_vague_cell_and_a_blank_are_not_quoted(rules_alone):
    statement = "8 of the 11 in 9C score 4/6 or more in the October mock."
    report = rules_alone.check({"statement": statement, "success_criteria": "They make good progress in all lessons", "review": "[by when?]"})
    assert said(report, "success_measure", 90) == statement.rstrip(".")
    assert "[" not in said(report, REVIEW, 90)


def test_an_abbreviation_ends_no_sentence(rules_alone):
    report = rules_alone.check("In 9C I model one sentence starter a week, e.g. on the board, by May.")
    assert "e.g. on the board" in said(report, "steps", 120)
