import pytest

from target_lint import shipped, yamlfile
from target_lint.readers.headings import Headings, normal, shipped_headings
from target_lint.types import RuleError

PATH = shipped.folder("rules") / "headings.yaml"


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("Objective", "statement"),
        ("OBJECTIVE 2:", "statement"),
        ("Target 1", "statement"),
        ("What you need to achieve, linked to school improvement plan", "statement"),
        ("Focused development area", "statement"),
        ("Success criteria/measurable outcomes", "success_criteria"),
        ('Achievement Criteria ("How will you know the target will be met")', "success_criteria"),
        ("What I hope to see", "success_criteria"),
        ("Performance Criteria", "success_criteria"),
        ("Evidence that Demonstrates Success", "success_criteria"),
        ("Strategies/Actions", "actions"),
        ("TASKS TO BE COMPLETED", "actions"),
        ("What you intend to do to achieve your objectives", "actions"),
        ("CPD Action Plan", "support"),
        ("Training and development needs", "support"),
        ("Persons responsible", "support"),
        ("Timeframe for action", "timescale"),
        ("By when?", "timescale"),
        ("Monitoring arrangements and evidence", "evidence"),
        ("Sources of evidence", "evidence"),
        ("Mid-Cycle Review Meeting", "review"),
        ("Review date(s)", "review"),
        ("Teachers' Standard", "link"),
        ("Link to SIP", "link"),
        ("Focus Grade Level(s) and/or Student Group(s)", "group"),
        ("Identified academic area(s)", "focus_area"),
        ("Baseline/Actual Outcome", "baseline"),
        ("Name of appraisee", "owner"),
        ("Job title", "role"),
        ("RAG", "ignore"),
        ("Improve spelling in 7B", None),
        ("", None),
    ],
)
def test_headings_of_real_forms(text, meaning):
    assert shipped_headings().meaning(text) == meaning


@pytest.mark.parametrize(
    ("line", "name", "rest"),
    [
        ("Success criteria: 8 of 10", "success_criteria", "8 of 10"),
        ("**Success criteria:** 8 of 10", "success_criteria", "8 of 10"),
        ("How will you know? They tell me", "success_criteria", "They tell me"),
        ("Actions - quiz on Fridays", "actions", "quiz on Fridays"),
        ("Objective 2 (teaching): spelling", "statement", "spelling"),
        ("By when:", "timescale", ""),
    ],
)
def test_a_heading_before_its_text(line, name, rest):
    found = shipped_headings().leading(line)
    assert (found.name, line[found.end :]) == (name, rest)


@pytest.mark.parametrize(
    "line",
    [
        "Support the six readers in 4C",
        "Target the nine in 8X",
        "Improve it - by May",
        "Review my questioning with 9C: it is slow",
    ],
)
def test_a_sentence_is_no_heading(line):
    assert shipped_headings().leading(line) is None


def test_headings_are_sorted_and_without_duplicates():
    seen = {}
    for name, entry in yamlfile.load(PATH).value.items():
        listed = [item.value for item in entry.value]
        assert listed == sorted(set(listed)), name
        for item in listed:
            assert seen.setdefault(normal(item), name) == name, item


def test_a_wrong_file_names_its_line(tmp_path):
    path = tmp_path / "headings.yaml"
    path.write_text("statement:\n  - objective\nactions:\n  - Objective\n", encoding="utf-8")
    with pytest.raises(
        RuleError, match=r"headings\.yaml:4: the heading 'Objective' is listed under 'statement' as well"
    ):
        Headings.load(path)
    path.write_text("statment: []\n", encoding="utf-8")
    with pytest.raises(RuleError, match=r":1: headings has no key 'statment'; did you mean 'statement'"):
        Headings.load(path)
