"""Rules keep their own promises, counted against the files on disk."""

import pytest

from target_lint import shipped
from target_lint.nlp.words import Words
from target_lint.rulebook.examples import AT_LEAST, reader_for, run
from target_lint.rulebook.load import DATA_FOLDERS, load_rule, rule_files, rulebook
from target_lint.rulebook.page import page
from target_lint.types import RuleError

RULES = shipped.folder("rules")
BOOK = rulebook()
TESTED = set()


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: rule.id)
def test_examples_are_marked_or_left_alone_just_as_they_say(rule):
    TESTED.add(rule.id)
    results = run(rule, reader_for(rule))
    assert [f"{rule.path.name}:{one.line}: {one.problem}" for one in results if one.problem] == []
    assert len(results) >= 2 * AT_LEAST


def test_every_file_on_disk_is_a_rule_that_was_loaded():
    on_disk = {
        path.relative_to(RULES).with_suffix("").as_posix()
        for path in RULES.rglob("*.yaml")
        if path.relative_to(RULES).parts[0] not in DATA_FOLDERS and len(path.relative_to(RULES).parts) > 1
    }
    assert on_disk == set(BOOK.ids)


def test_every_family_of_the_design_is_there():
    wanted = {
        "missing/pupil_group", "missing/focus", "missing/success_measure", "missing/steps", "missing/timescale", "missing/review",
        "missing/development_opportunity", "missing/plan_link", "missing/unfilled", "shape/practice_only", "shape/attainment_only",
        "shape/one_off", "shape/task_only", "shape/compound", "shape/lesson_grade", "shape/career_only", "tone/audit", "tone/compliance",
        "tone/deficit", "tone/names_pupil", "whole_set/at_most_three", "whole_set/repeated", "whole_set/scattered", "vague/rhythm",
    }  # fmt: skip
    assert wanted <= set(BOOK.ids)


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: rule.id)
def test_words_to_people_blame_the_words_and_ask(rule):
    assert rule.question.rstrip().endswith("?")
    for text in (rule.message, rule.question, rule.title):
        lowered = f" {text.lower()} "
        for word in ("you failed", "you must", "wrong", "bad ", "poor", "fail ", "you should", "unacceptable", "error"):
            assert word not in lowered, text
    assert rule.source.strip()
    assert len(rule.why) > 40


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: rule.id)
def test_a_page_shows_every_example(rule):
    text = page(rule)
    assert rule.title in text
    assert text.count("\n- ") >= len(rule.examples)


GOOD = """\
kind: lexical
level: warning
title: A word
message: "'{found}' says little."
question: What then?
why: Because nobody could tell from it what is meant, not even the writer.
source: "us"
phrases: [synergy]
examples:
  flag: ["More [[synergy]].", "[[Synergy]] now.", "By [[synergy]]", "So, [[synergy]]!"]
  accept: ["One.", "Two.", "Three.", "Four."]
"""


def load(tmp_path, text, name="vague/synergy"):
    path = tmp_path / f"{name}.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return load_rule(name, path, Words.load(RULES / "words"))


def test_a_good_rule_loads_and_keeps_its_promises(tmp_path):
    rule = load(tmp_path, GOOD)
    assert [one for one in run(rule, reader_for(rule)) if one.problem] == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("phrases:", "phrase:"), r":8: a rule of kind 'lexical' has no key 'phrase'; did you mean 'phrases'\?"),
        (("kind: lexical", "kind: lexicl"), r":1: kind is 'lexicl', but must be one of .*did you mean 'lexical'"),
        (("level: warning", "level: warn"), r":2: level is 'warn'.*did you mean 'warning'"),
        (("[synergy]", "[synergy, synergy]"), r":8: phrases lists 'synergy' twice"),
        (("[synergy]", "[no]"), r":8: an item of phrases must be text; put the word in quotation marks"),
        (("title: A word\n", ""), r":1: a rule of kind 'lexical' lacks its key 'title'"),
        (("\"Four.\"", "\"[[Four]].\""), r":11: an example under 'accept' has no \[\[marks\]\]"),
        ((", \"Four.\"", ""), r":11: a rule needs at least 4 examples under 'accept', and has 3"),
        (("[[synergy]]!", "[[synergy!"), r":10: a \[\[mark\]\] is not closed"),
        (("phrases: [synergy]", "phrases: [synergy]\nunless: ['(']"), r":9: not a pattern"),
        (("phrases: [synergy]", "phrases: [synergy]\nunless: ['(a+)+b']"), r":9: not a pattern: a repeat without an end"),
        (("phrases: [synergy]", "phrases: [synergy]\nhas: [group]"), r":9: has is 'group'"),
        (("title: A word", "title: A word\ntitle: B"), r":4: the key 'title' stands twice"),
        (("title: A word", "title: [A"), r": not readable as YAML"),
    ],
)  # fmt: skip
def test_a_typing_error_is_one_sentence_with_file_and_line(tmp_path, change, message):
    assert change[0] in GOOD
    with pytest.raises(RuleError, match=message) as caught:
        load(tmp_path, GOOD.replace(*change))
    assert str(caught.value).startswith(str(tmp_path))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (("More [[synergy]]", "More [[help]]"), "missing"),
        (("[[Synergy]] now", "[[Synergy now]]"), "wrong"),
        (("\"One.\"", "\"One synergy.\""), "noisy"),
        (("source: \"us\"", "source: \"us\"\nrewrites: [real synergy]"), "flagged again"),
    ],
)  # fmt: skip
def test_a_broken_promise_is_found(tmp_path, change, problem):
    rule = load(tmp_path, GOOD.replace(*change))
    assert any(problem in one.problem for one in run(rule, reader_for(rule)))


def test_a_schools_own_folder_is_read(tmp_path):
    load(tmp_path, GOOD)
    assert "vague/synergy" in rulebook((tmp_path,)).ids
    assert [name for name, _ in rule_files(tmp_path)] == ["vague/synergy"]


def test_a_school_cannot_replace_a_rule_by_accident(tmp_path):
    load(tmp_path, GOOD, "vague/rhythm")
    with pytest.raises(RuleError, match="exists already"):
        rulebook((tmp_path,))
