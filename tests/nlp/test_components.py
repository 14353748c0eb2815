import pytest
import spacy

from target_lint import shipped
from target_lint.nlp.components import components_for
from target_lint.nlp.genre import is_of_a_pupil
from target_lint.nlp.pipeline import understanding
from target_lint.types import PART_NAMES, Field, Genre, WrittenTarget

RULES = shipped.folder("rules")
PARTS = {part.name: part for part in components_for(RULES).parts}


def understand(text, **more):
    return understanding(RULES).one(WrittenTarget((Field("statement", text),), **more))


def examples(kind):
    return [
        pytest.param(name, entry.value, id=f"{name}: {entry.value}")
        for name, part in PARTS.items()
        for entry in getattr(part, kind)
    ]


@pytest.mark.parametrize(("name", "text"), examples("present"))
def test_a_part_is_found_in_its_examples(name, text):
    assert understand(text, genre=Genre.OBJECTIVE).parts[name].present


@pytest.mark.parametrize(("name", "text"), examples("absent"))
def test_a_part_is_not_found_in_look_alikes(name, text):
    assert not understand(text, genre=Genre.OBJECTIVE).parts[name].present


def test_every_part_has_at_least_four_examples_of_each_sort():
    assert set(PARTS) == set(PART_NAMES)
    for part in PARTS.values():
        assert len(part.present) >= 4
        assert len(part.absent) >= 4


def test_the_pipe_is_found_by_its_name():
    nlp = spacy.blank("en")
    nlp.add_pipe("target_components")
    doc = nlp("Improving history essay structure for EAL pupils through targeted use of formative feedback")
    assert {span.label_: span.text for span in doc.spans["parts"]} == {
        "learning_focus": "history essay structure",
        "pupil_group": "EAL pupils",
        "steps": "through targeted use of formative feedback",
    }
    assert nlp.pipe_factories["target_components"] == "target_components"


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("my Year 9s hand in their homework", True),
        ("the nine who came up below 95 on the reading test", True),
        ("Y11 PP girls", True),
        ("8X2 line up in silence", True),
        ("80% of pupils", False),
        ("all learners", False),
    ],
)
def test_context_decides_what_is_a_group(text, group):
    assert understand(text, genre=Genre.OBJECTIVE).parts["pupil_group"].present is group


def test_a_year_in_a_comparison_is_no_timescale():
    assert not understand("Results in 9C are above those of 2024").parts["timescale"].present


def test_a_number_in_a_step_is_no_measure():
    target = understand("Use mini-whiteboards twice a week with 9C", genre=Genre.OBJECTIVE)
    assert target.parts["steps"].present
    assert not target.parts["success_measure"].present


def test_a_filled_timescale_is_one_and_ongoing_is_not():
    def parts(when):
        fields = (Field("statement", "Spelling in 7B"), Field("timescale", when))
        return understanding(RULES).one(WrittenTarget(fields)).parts

    assert parts("Michaelmas")["timescale"].present
    assert not parts("ongoing")["timescale"].present
    assert not parts("tbc")["timescale"].present


@pytest.mark.parametrize(
    ("text", "genre"),
    [
        ("I must improve my differentiation", Genre.OBJECTIVE),
        ("When a pupil answers, repeat the answer to the class before you judge it.", Genre.ACTION_STEP),
        ("Pause for three seconds after each question", Genre.ACTION_STEP),
        ("K will sit on the carpet for five minutes on 4 out of 5 days, as recorded by the TA.", Genre.PUPIL_PLAN),
        ("Raise attendance in Year 9 from 91% to 94% by Easter.", Genre.OBJECTIVE),
    ],
)
def test_the_genre_is_detected(text, genre):
    assert understand(text).genre is genre


def test_the_written_genre_wins():
    assert understand("Pause for three seconds", genre=Genre.PUPIL_PLAN).genre is Genre.PUPIL_PLAN


@pytest.mark.parametrize("role", ["pupil, Y9", "looked-after pupil Y11, PEP", "SEN support plan", "Y4 class teacher (pupil plan)", "Case manager, IEP annual goal"])
def test_a_pupils_role_settles_the_genre(role):
    target = understand("Do better in times tables", role=role)
    assert target.genre is Genre.PUPIL_PLAN and target.parts["pupil_group"].present


def test_the_written_genre_wins_over_a_pupils_role():
    assert understand("Do better in times tables", role="pupil, Y9", genre=Genre.OBJECTIVE).genre is Genre.OBJECTIVE


@pytest.mark.parametrize(
    "role",
    [
        None, "teacher", "Child protection officer", "Pupil premium lead", "SEN support assistant", "student teacher", "Student services", "EHCP coordinator",
        "TA for an EHCP pupil", "Deputy principal, student wellbeing", "Student adviser", "Pupil attendance", "IEP facilitator", "Support plan coordinator",
        "PME student", "BA QTS student", "Teachers of pupils with SEN", "Parent of pupil", "Headteacher, support target schools",
    ],
)  # fmt: skip
def test_the_role_of_somebody_who_works_with_pupils_does_not(role):
    assert not is_of_a_pupil(role)


def test_a_megabyte_on_one_line_is_understood():
    target = understand("improve questioning " * 50_000)
    assert not target.parts["pupil_group"].present


def test_an_office_has_a_focus_in_its_own_words():
    def focus(statement, role):
        fields = (Field("statement", statement), Field("success_criteria", "28 or more of the 30 are on file on 5 November."))
        return understanding(RULES).one(WrittenTarget(fields, role=role)).parts["learning_focus"]

    emergency = "A second emergency telephone contact on file for the 30 Reception starters"
    assert focus(emergency, "Office manager").present
    assert not focus(emergency, "Office manager").sure
    assert not focus(emergency, None).present
    assert not focus("Improve the quality of my work across the school", "Office manager").present


def test_where_all_the_rest_is_concrete_the_focus_is_taken_to_be_there_unless_it_is_a_mere_direction():
    def focus(text):
        part = understand(text, genre=Genre.OBJECTIVE).parts["learning_focus"]
        return part.present, part.sure

    assert focus("The nine in 8X do it unaided by May; I phone their parents every Friday.") == (True, False)
    assert focus("The nine in 8X make progress, 8 of 10 in the May test; I phone their parents every Friday.") == (False, False)
