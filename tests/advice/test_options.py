"""The examples in the blanks: of the draft's own world, and read as the part that they stand for."""

import re

import pytest

from target_lint.advice.options import AUDIENCES, Example, choose, options, unalike
from target_lint.advice.questions import Questions
from target_lint.advice.worlds import world
from tests.conftest import ROOT


@pytest.mark.parametrize(
    ("text", "country", "age"),
    [
        ("Raise MAP scores of students with IEPs in grade 3", "us", "primary"),
        ("A counselor's goal for kindergarten", "us", "early"),
        ("the 9th grade team", "us", "secondary"),
        ("Phonics in Year 1", "england", "primary"),
        ("Essays in 9C", "england", "secondary"),
        ("Early years trainee: be calmer at carpet time", "england", "early"),
        ("Resit maths: grade 4 by June", "england", "college"),
        ("Rang a cúig: oral Irish", "elsewhere", "primary"),
        ("ALN pupils in Bl. 5", "elsewhere", ""),
        ("Reading in Key Stage 2", "england", "primary"),
        ("Tidy the cupboard", "england", ""),
        ("Teacher of maths, middle school", "england", ""),
    ],
)
def test_country_and_age_of_a_draft(text, country, age):
    where = world(text)
    assert (where.country, where.age) == (country, age)


def test_subjects_and_jobs_of_a_draft():
    assert world("Recipes for the canteen").kinds >= {"kitchen", "design"}
    assert world("More fluent", ["reading"]).kinds == {"english"}
    assert world("Faster", ["maths", "feedback"]).kinds == {"maths"}


def test_an_example_of_another_world_is_not_shown():
    primary, cook = Example("the phonics check", frozenset({"primary"})), Example("the queue", kinds=frozenset({"kitchen"}))
    american, usual = Example("by winter break", country="us"), Example("a quiz", frozenset({"primary", "secondary"}))
    found = [primary, cook, american, usual]
    assert choose(found, "Essays in Year 10", world("Essays in Year 10")) == "a quiz"
    assert choose([primary, cook, american], "Essays in Year 10", world("Essays in Year 10")) == ""
    assert choose([american, primary], "grade 10", world("grade 10 math")) == "by winter break"
    assert choose([primary, cook], "lunch", world("the canteen's lunch")) == "the queue"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Year 4 teacher", {4}),
        ("Years 1 to 3", {1, 2, 3}),
        ("Y7 and 8, then 9C", {7, 8, 9}),
        ("Years 7, 8 and 10 French", {7, 8, 10}),
        ("Years 7 and 9", {7, 9}),
        ("Reading in KS2", {3, 4, 5, 6}),
        ("Spelling in Year 4 and 20 minutes of it", {4}),
        ("Year 3 - 10 minutes a day", {3}),
        ("the five in 11D, and 8D", {8, 11}),
        ("Year Six teacher", {6}),
        ("grade 5 or above in GCSE maths", {10, 11}),
        ("GCSE mocks in Year 11", {10, 11}),
        ("Level 3 safeguarding training", set()),
        ("the 3Rs", set()),
        ("the 9th grade team", {9}),
        ("11X2 by 3PM", {11}),
        ("ECT Year 2: 3D shapes, £4M, 2nd half", set()),
        ("in 2024", set()),
        ("my first grade class", {1}),
        ("A level business, sixth form", {12, 13}),
        ("the eight in the Level 2 group", {0}),
    ],
)
def test_school_years_that_a_draft_names(text, named):
    assert world(text).years == named


def test_an_example_of_another_language_is_not_shown():
    found = [Example("unprepared answers in the French speaking test"), Example("answers in whole sentences")]
    for draft, shown in (("Progress in German speaking", {"answers in whole sentences"}), ("Speaking tests", {one.text for one in found}), ("French speaking", {one.text for one in found})):
        assert {choose(found, draft, world(draft), turn) for turn in (0, 1)} == shown


def test_an_example_of_another_year_is_not_shown():
    found = [Example("the EAL pupils in Year 2"), Example("the six lowest scorers in 4W")]
    assert {choose(found, "Spelling", world("Spelling Year 4 teacher"), turn) for turn in (0, 1)} == {"the six lowest scorers in 4W"}
    assert choose(found[:1], "Spelling", world("Spelling Year 4 teacher")) == ""
    assert choose(found[:1], "Spelling", world("Spelling")) == "the EAL pupils in Year 2"


def test_among_examples_the_nearest_in_meaning_comes_first():
    near = {"sentences": 0.9, "sums": 0.1, "throws": 0.2}
    found, where = [Example(one) for one in near], world("")
    assert choose(found, "punctuation", where, alike=lambda text, example: near[example]) == "sentences"
    assert choose(found, "punctuation", where, 1, alike=lambda text, example: near[example]) == "throws"
    assert choose(found, "the throws", where) == "throws"


BASE = {
    "focus": "paragraph structure in history essays",
    "group": "the EAL pupils in 9C",
    "steps": "modelling one paragraph a week under the visualiser",
    "measure": "they write a paragraph with point and evidence unaided",
    "when": "by May",
}
PART = {"focus": "learning_focus", "group": "pupil_group", "steps": "steps", "measure": "success_measure", "when": "timescale"}
ROLE = {"staff": "Assistant headteacher", "families": "Attendance officer", "users": "Office manager", "pupils": "Teacher"}


def examples():
    known = options()
    for theme in known.themes.values():
        for slot in ("focus", "steps", "measure"):
            yield from ((slot, example.text, ROLE[theme.audience]) for example in getattr(theme, slot))
    for audience, found in known.groups.items():
        yield from (("group", example.text, ROLE.get(audience, "Teacher")) for example in found)
    for name in ("when", "when_soon"):
        yield from (("when", example.text, "Teacher") for example in known.common[name])


def test_every_example_is_read_as_the_part_that_it_stands_for(rules_alone):
    for slot, example, role in examples():
        text = "Improve {focus} for {group} by {steps}, so that {measure} {when}.".format(**{**BASE, slot: example})
        report = rules_alone.check({"statement": text, "role": role})
        assert report.parts[PART[slot]].present, example
        weak = [one.found for one in report.findings if one.place and one.level != "note"]
        assert not weak, (example, weak)


def test_every_theme_has_a_dozen_of_each_and_a_source():
    known = options()
    names = re.findall(r"^\| (\w+) \|", (ROOT / "corpus" / "THEMES.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert set(known.themes) == set(names) - {"theme"}
    for theme in known.themes.values():
        for slot in (theme.focus, theme.steps, theme.measure):
            assert len(set(slot)) == len(slot) >= 12
        assert (theme.audience in AUDIENCES and re.search(r"\((?:19|20)\d\d", theme.source)) or "Toolkit" in theme.source
    assert all(len(found) >= 12 for found in known.groups.values())


def test_a_special_school_gets_groups_of_its_own(rules_alone):
    report = rules_alone.check({"statement": "Pupils use their AAC more", "role": "special school teacher, KS2"})
    asked = Questions(report, options().themes["oracy"], 0, True, world("special school teacher"), unalike).blank("pupil_group")
    assert asked.startswith("[which pupils exactly?") and re.search("communication aid|PMLD|resource base|symbols|wheelchair", asked)
