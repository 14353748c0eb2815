import pytest
from hypothesis import given
from hypothesis import strategies as st

from target_lint import readers
from target_lint.types import FIELD_NAMES, ReadError


def read(text, name="draft.txt"):
    return readers.read_text(text, name)


def shape(draft):
    return [{field.name: field.text for field in target.fields} for target in draft.targets]


def test_one_sentence_is_one_statement():
    draft = read("I must improve my differentiation")
    assert shape(draft) == [{"statement": "I must improve my differentiation"}]
    assert not draft.prose


@pytest.mark.parametrize(
    "text",
    [
        "1. Spelling in 7B\n2. Essays in 9C\n",
        "1) Spelling in 7B\n2) Essays in 9C\n",
        "(a) Spelling in 7B\n(b) Essays in 9C\n",
        "- Spelling in 7B\n- Essays in 9C\n",
        "• Spelling in 7B\n• Essays in 9C\n",
        "Objective 1: Spelling in 7B\nObjective 2: Essays in 9C\n",
        "Target 1 - Spelling in 7B\nTarget 2 - Essays in 9C\n",
        "Objective 1\nSpelling in 7B\n\nObjective 2\nEssays in 9C\n",
        "TARGET 1:\n\nSpelling in 7B\n\nTARGET 2:\n\nEssays in 9C\n",
        "My targets\n\n1. Spelling in 7B\n2. Essays in 9C\n",
        "Targets for this week:\n- Spelling in 7B\n- Essays in 9C\n",
        "Spelling in 7B\n\nEssays in 9C\n",
        "Spelling in 7B\r\n\r\nEssays in 9C\r\n",
        "[ ] Spelling in 7B\n[x] Essays in 9C",
    ],
)
def test_many_targets_however_they_are_listed(text):
    assert shape(read(text)) == [{"statement": "Spelling in 7B"}, {"statement": "Essays in 9C"}]


def test_a_wrapped_paragraph_is_one_target():
    text = "Improve the spelling of the nine\nin 7B by a quiz\non Fridays.\n"
    assert shape(read(text)) == [{"statement": text.strip()}]


def test_labelled_fields_in_one_line_and_below():
    draft = read(
        "Objective 1: Spelling in 7B\n"
        "How will you know? Each scores 8 of 10.\n"
        "Key actions:\n- quiz on Fridays\n- phone home\n\n"
        "By when: May\n"
        "Training needs: none yet\n"
        "Evidence - quiz sheets\n"
        "Link to SDP: priority 2\n\n"
        "Objective 2: Essays in 9C\n"
        "Success Criteria: a paragraph unaided\n"
    )
    assert shape(draft) == [
        {
            "statement": "Spelling in 7B",
            "success_criteria": "Each scores 8 of 10.",
            "actions": "quiz on Fridays\n- phone home",
            "support": "none yet",
            "timescale": "May",
            "evidence": "quiz sheets",
            "link": "priority 2",
        },
        {"statement": "Essays in 9C", "success_criteria": "a paragraph unaided"},
    ]


def test_cells_run_together():
    draft = read("Objective: Spelling in 7B / Success criteria: 8 of 10 / Actions: quiz on Fridays / Timescale: May")
    assert shape(draft) == [
        {"statement": "Spelling in 7B", "success_criteria": "8 of 10", "actions": "quiz on Fridays", "timescale": "May"}
    ]


def test_a_slash_in_a_sentence_cuts_nothing():
    text = "Spelling / vocabulary in 7B / 7C with the TA / HLTA"
    assert shape(read(text)) == [{"statement": text}]


def test_bullets_under_an_introducing_line_belong_to_it():
    text = "Improve behaviour in 9C by:\n- greeting at the door\n- seating plans\n\nEssays in 9C"
    assert [one["statement"].split("\n")[0] for one in shape(read(text))] == [
        "Improve behaviour in 9C by:",
        "Essays in 9C",
    ]


def test_several_people_in_one_file():
    draft = read(
        "Name: R.P.\nRole: TA\n\n1. Spelling in 7B\n2. Choir\n\nName: S.T.\nJob title: History teacher\n\n1. Essays in 9C\n"
    )
    assert [(one.owner, one.role, one.fields[0].text) for one in draft.targets] == [
        ("R.P.", "TA", "Spelling in 7B"),
        ("R.P.", "TA", "Choir"),
        ("S.T.", "History teacher", "Essays in 9C"),
    ]


def test_markdown():
    draft = read(
        "---\ntitle: x\n---\n# Weekly targets\n\n## Week 1\n\n- Pause after each question\n- Use the *visualiser* in 8X\n\n"
        "## Week 2\n\n### Target 1: Stand at the door\n\n**Success criteria:** greeted by name\n\n```\nnot this\n```\n",
        "week.md",
    )
    assert shape(draft) == [
        {"statement": "Pause after each question"},
        {"statement": "Use the *visualiser* in 8X"},
        {"statement": "Stand at the door", "success_criteria": "greeted by name"},
    ]


def test_prose_is_said_to_be_prose_and_courtesies_are_no_targets():
    draft = read(
        "Dear Sam, here is my draft for Tuesday.\n\nI want the nine in 8X to spell better.\n\nThen the choir.\n\nSee you then.\n"
    )
    assert draft.prose
    assert shape(draft) == [{"statement": "I want the nine in 8X to spell better."}, {"statement": "Then the choir."}]


def test_a_title_is_no_target():
    draft = read(
        "Objectives for the year to come, agreed at our meeting in November\n\nName: R.P.\n\nObjective 1: Choir\n"
    )
    assert shape(draft) == [{"statement": "Choir"}]


def test_a_list_after_a_labelled_target_starts_new_ones_under_a_new_heading():
    draft = read(
        "## Week 1\n\n**Target 1:** Door\n\n**Success criteria:** by name\n\n## Week 2\n\n- Pause\n- Wait\n", "a.md"
    )
    assert shape(draft) == [
        {"statement": "Door", "success_criteria": "by name"},
        {"statement": "Pause"},
        {"statement": "Wait"},
    ]


def test_comments_in_markdown_are_no_text():
    assert shape(read("<!-- written on\nTuesday -->\n- Choir <!-- or not -->\n", "a.md")) == [{"statement": "Choir"}]


def test_ignore_comments_belong_to_a_target():
    draft = read(
        "1. Meet her regularly  # target-lint: ignore vague/rhythm agreed with her\n"
        "# target-lint: ignore tone missing/review\n2. Keep an evidence file\n3. Choir\n"
    )
    assert [one.ignores for one in draft.targets] == [("vague/rhythm",), ("tone", "missing/review"), ()]
    assert [one.fields[0].text for one in draft.targets] == ["Meet her regularly", "Keep an evidence file", "Choir"]
    everywhere = read("<!-- target-lint: ignore-file vague -->\n- Often\n- Regularly\n", "a.md")
    assert [one.ignores for one in everywhere.targets] == [("vague",), ("vague",)]


LINES = st.lists(
    st.sampled_from(
        ["", "1. Spelling in 7B", "- quiz on Fridays", "Objective 2: essays", "Success criteria:", "By when: May", "a wrapped line of words",
         "  - deeper", "Name: R.P.", "# Title", "Actions: ring home / email", "Objective: a / Actions: b / Timescale: c", "…", "É £ — “x”"]
    ),
    max_size=14,
).map("\n".join)  # fmt: skip


@given(st.text(max_size=300) | LINES, st.sampled_from(["a.txt", "a.md"]))
def test_every_field_knows_where_it_stood(text, name):
    try:
        draft = read(text, name)
    except ReadError:
        return
    lines = text.encode("utf-8", errors="replace").decode().split("\n")
    for target in draft.targets:
        assert len({field.name for field in target.fields}) == len(target.fields)
        for field in target.fields:
            assert field.text.strip()
            first = field.text.split("\n")[0].rstrip("\r")
            assert lines[field.line - 1][field.column - 1 :].startswith(first), (field, lines)


def test_a_long_line_and_a_long_file_are_read_in_linear_time():
    assert len(read("improve questioning " * 50_000).targets) == 1
    assert len(read("- improve questioning\n" * 20_000).targets) == 20_000
    assert len(read("Objective: a / Actions: b\n" * 5_000).targets) == 5_000


def test_windows_and_utf_16_text():
    for data in (
        "Pupils’ spelling – 7B".encode("cp1252"),
        "Pupils’ spelling – 7B".encode("utf-16"),
        "\ufeffPupils’ spelling – 7B".encode(),
    ):
        assert readers.read_bytes(data, "a.txt").targets[0].fields[0].text == "Pupils’ spelling – 7B"


@pytest.mark.parametrize(
    "words, rules",
    [
        ("vague/quality, missing", ["vague/quality", "missing"]),
        ("vague/quality,missing , tone because we agreed", ["vague/quality", "missing", "tone"]),
        ("vague/quality, vague/rhythm agreed, missing", ["vague/quality", "vague/rhythm"]),
        ("vague/rhythm, agreed with her", ["vague/rhythm"]),
        ("vague/rhythm, words are hers", ["vague/rhythm"]),
        ("vague/rhythm missing from the form", ["vague/rhythm"]),
        ("ours, ours/rule", ["ours", "ours/rule"]),
    ],
)
def test_what_follows_a_comma_in_a_comment_is_listed(words, rules):
    draft = read(f"Choir\n\nMeet her often  # target-lint: ignore {words}\n")
    assert draft.targets[1].ignores == tuple(rules)
    assert draft.ignores == tuple((3, rule) for rule in rules)


def whose(draft):
    return [(one.owner, one.role) for one in draft.targets]


GAPS = ["      ", "  ", "\t", "\t\t", " | ", "|", " - ", " – ", "  -  "]


@pytest.mark.parametrize("gap", GAPS)
def test_name_and_role_in_one_line(gap):
    line = f"Name: Helen Carter{gap}Role: Teacher of Geography{gap}Date: 5 May"
    assert whose(read(f"{line}\n\nObjective: Choir\n")) == [("Helen Carter", "Teacher of Geography")]
    assert whose(read(f"**Name:** Helen Carter{gap}**Role:** TA\n\n- Choir\n", "a.md")) == [("Helen Carter", "TA")]


@pytest.mark.parametrize(
    "text",
    [
        "I will improve spelling - role: the modeller  name: the thing",
        "Teacher talk: less of it  - pupils: more of it",
        "Objective: better talk in 7B  Name: the feature first",
        "We met twice  Name: to be agreed",
    ],
)
def test_a_label_inside_a_sentence_cuts_nothing(text):
    assert [one.fields[0].text for one in read(text + "\n").targets] == [text.removeprefix("Objective: ")]
    assert whose(read(text + "\n")) == [(None, None)]


def test_a_dash_in_a_name_or_a_role_cuts_nothing():
    assert whose(read("Name: Ann Bell - Smith  Role: Head of Year - KS3\n\nObjective: Choir\n")) == [("Ann Bell - Smith", "Head of Year - KS3")]


def test_a_suggestion_of_a_form_is_read_back_as_it_was_shown():
    shown = "\n".join(f"{name.replace('_', ' ').capitalize()}: words of {name}" for name in FIELD_NAMES)
    assert shape(read(shown)) == [{name: f"words of {name}" for name in FIELD_NAMES}]
