"""Vague words make room or are asked about, and the sentence stays one."""

import re
from dataclasses import replace

import pytest

from target_lint.advice.options import options, unalike
from target_lint.advice.questions import Questions
from target_lint.advice.suggest import candidates
from target_lint.advice.wording import UNLISTED, filled, make_room
from target_lint.advice.worlds import world
from target_lint.types import Field, Finding, Level, Place, WrittenTarget


@pytest.mark.parametrize(
    ("text", "rule", "words"),
    [
        ("Talk to parents as and when they come in about reading", "vague/rhythm", "as and when"),
        ("As and when we can we read with 9C", "vague/rhythm", "As and when"),
        ("Where staffing allows and parents agree, run a club", "vague/unlisted", "Where staffing allows"),
        ("Take learning outdoors where the weather permits", "vague/unlisted", "where the weather permits"),
        ("Attend as often as other pupils by July", "vague/unlisted", "as often as other pupils"),
        ("Most of 2026 goes into phonics", "vague/unlisted", "Most of 2026"),
        ("Most of them guess the word in 9C", "vague/amount", "Most of them"),
    ],
)
def test_what_a_rhythm_depends_on_is_not_taken_away(made, text, rule, words):
    assert made(text, (rule, words)).startswith(text)


@pytest.mark.parametrize(
    ("text", "rule", "words", "becomes"),
    [
        ("80 words from most of the group in 9C", "vague/unlisted", "most of the group", "80 words from [how many?] of the group in 9C"),
        ("In 9C I want most of them at the desk", "vague/amount", "most of them", "In 9C I want [how many?] of them at the desk"),
        ("I want most of 9C at the desk", "vague/amount", "most of 9C", "I want [how many?] of 9C at the desk"),
        ("Most of Year 8 write five lines with 9C", "vague/unlisted", "Most of", "[How many?] of Year 8 write five lines with 9C"),
        ("Call on 9C so that more pupils have a go", "vague/unlisted", "more pupils have a go", "Call on 9C so that [how many?] pupils have a go"),
        ("Call on 9C so that more pupils speak", "vague/more", "more pupils", "Call on 9C so that [how many?] pupils speak"),
    ],
)
def test_how_many_is_asked_in_its_place(made, text, rule, words, becomes):
    assert made(text, (rule, words)) == becomes


@pytest.mark.parametrize(
    ("text", "rule", "words"),
    [
        ("I want more pupils in 9C to read than in 9D", "vague/more", "more pupils"),
        ("Once more pupils in 9C are settled, I start", "vague/more", "more pupils"),
        ("In May I do most of the group work with 9C", "vague/amount", "most of the group"),
    ],
)
def test_what_is_no_number_of_people_stays(made, text, rule, words):
    assert made(text, (rule, words)).startswith(text)


def test_an_amount_of_what_nobody_counts_is_asked_what_it_looks_like(made):
    assert '"a bit more thought" means: [what would' in made("Sketches of 9C to show a bit more thought next May", ("vague/amount", "a bit more thought"))


def test_an_amount_is_asked_for_as_an_amount(linter):
    for words, question in (
        ("more boys", "[how many?]"),
        ("fewer of", "[how many?]"),
        ("less incidents", "[how many?]"),
        ("less noise", "[what would that look like?]"),
        ("a drop", "[from what to what?]"),
        ("more progress", "[what would somebody see?]"),
        ("more resilient performers", "[what would somebody see?]"),
        ("a rise", "[from what to what?]"),
        ("reduce the time", "[from what to what?]"),
        ("for longer", "[how long?]"),
        ("reduce the noise", "[what would that look like?]"),
        ("growth mindset", "[what would that look like?]"),
        ("much higher", "[from what to what?]"),
        ("a few of them", "[how many?]"),
        ("lower standards", "[what would that look like?]"),
    ):
        report = linter.check(f"Next year {words} in dance club - register shows 2")
        found = Finding("vague/unlisted", Level.WARNING, True, "", "", words, Place("statement", 10, 10 + len(words)))
        asked = Questions(report, options().themes["participation"], 0, True, world(""), unalike)
        assert question in make_room(report.fields[0], [found], asked.values, person="", measured=False).text


def test_a_field_that_was_not_filled_in_makes_room(linter):
    found = linter.suggest({"statement": "Raise standards in writing across KS2", "actions": "tbc", "timescale": "Sept to July"})
    assert found and not any("?]:" in one.text for one in found)


def test_what_is_asked_in_an_empty_cell_is_what_belongs_there(rules_alone):
    found = rules_alone.suggest({"statement": "Raise the number of Year 9 options in history", "success_criteria": "tbc", "actions": "tbc after the options evening"})
    assert found
    for one in found:
        cells = {field.name: field.text for field in one.fields}
        assert cells["actions"].startswith("[doing what?") and cells["actions"].endswith("] after the options evening")
    assert all("[Doing what? e.g. " in one.text for one in rules_alone.suggest({"statement": "Improve reading fluency in Y4.", "actions": "TBC"}))


def test_an_ongoing_year_is_asked_when(rules_alone):
    found = rules_alone.suggest({"statement": "Improve provision mapping", "actions": "Update provision map", "timescale": "2016 ongoing"})
    assert found and all(next(field.text for field in one.fields if field.name == "timescale").startswith("2016 [by when?") for one in found)


def test_behind_several_sentences_a_measure_is_a_sentence(linter):
    found = linter.suggest({"statement": "Improve mental maths", "success_criteria": "Book looks. Pupil voice"})
    assert found and all("Pupil voice. [What will they do?" in one.text for one in found)


def test_a_quality_of_pupils_is_explained_by_what_should_get_better(linter):
    found = linter.suggest({"statement": "9X2: better essays by the summer, says the head of department.", "role": "History teacher"})
    assert found and all("better essays (that is: [what exactly should get better?" in one.text and "It is about" not in one.text for one in found)
    found = linter.suggest({"statement": "Improve outcomes in Y11 maths through quality first teaching.", "role": "Teacher"})
    assert found and not any('"quality first teaching" means: [what exactly' in one.text for one in found)
    found = linter.suggest({"statement": "75% of 4B get 15 of 20 on the spelling test in July, up from 48%.", "actions": "Improve pupils' attitude. Better behaviour."})
    assert not any('ehaviour, that is: [doing what?' in one.text for one in found)


def test_a_quality_of_a_practice_is_explained_by_the_step(linter):
    found = linter.suggest({"statement": "75% of 4B get 15 of 20 on the spelling test in July, up from 48%.", "actions": "Robust approach to spelling"})
    assert found and all('"robust approach" means: [doing what?' in one.text and one.text.count("[doing what?") == 1 for one in found)


def test_a_practice_is_explained_once_by_the_step_that_is_missing(linter):
    found = linter.suggest({"statement": "Be more visible", "role": "Deputy headteacher"})
    assert found and found[0].text.startswith("Be more visible, that is: [doing what?") and found[0].text.count("[doing what?") == 1


def test_a_quality_of_what_stands_before_it_is_asked_to_be_seen(linter):
    report = linter.check("The behaviour of 9C to be good. Cards are to be good.")
    for start, question in ((report.fields[0].text.index("be good"), "[what would somebody see?]"), (report.fields[0].text.rindex("be good"), "[what would that look like?]")):
        found = Finding("vague/quality", Level.WARNING, True, "", "", "be good", Place("statement", start, start + 7))
        asked = Questions(report, options().themes["behaviour"], 0, True, world(""), unalike)
        assert question in make_room(report.fields[0], [found], asked.values, person="", measured=False).text


def test_a_change_is_not_asked_about_where_the_focus_is(linter):
    report = linter.check("The 12 in S5 improve their algebra in May.")
    found = Finding("vague/unlisted", Level.WARNING, True, "", "", "improve their algebra", Place("statement", 13, 34))
    asked = Questions(report, options().themes["maths"], 0, True, world(""), unalike).values
    assert 'Here "improve their algebra" means: [' in make_room(report.fields[0], [found], asked, measured=False).text
    assert make_room(report.fields[0], [found], {**asked, "mean": "[what exactly should get better?]"}, measured=False).text == report.fields[0].text


def test_words_of_several_are_explained_by_several(rules_alone):
    for text, said in (("We will give effective feedback to Phase I pupils.", "we mean"), ("I will give effective feedback in our lessons.", "I mean")):
        found = rules_alone.suggest(text + " It counts.")
        assert found and all(said in one.text for one in found)


def test_a_let_out_at_an_end_is_asked_how_often(rules_alone):
    found = rules_alone.suggest({"statement": "Sit with the two new EAL girls in Y1 where possible.", "role": "TA"})
    assert found and all("girls in Y1 [how often?]" in one.text for one in found)
    assert not any("[how often?]" in one.text for one in rules_alone.suggest("Marking in 9C is up to date where possible."))


def test_a_cell_with_a_figure_alone_is_asked_from_what_to_what(rules_alone):
    cells = {"statement": "Detentions of the 12 in 10X who lose their homework. Homework room on Tuesdays, tutor to walk them there."}
    for cell in ("less detentions", "P8 improved", "retention figure"):
        found = rules_alone.suggest({**cells, "success_criteria": cell})
        assert found and all(one.fields[1].text == f"{cell}: [from what to what?]" for one in found)


def test_what_says_itself_that_it_is_open_stays(rules_alone):
    draft = {"statement": "Column subtraction in 4H: 20 of 26 get 8 of 10 right on the March sheet.", "timescale": "March", "actions": "tbc w/ maths lead"}
    found = rules_alone.suggest(draft)
    assert found and all("tbc w/ maths lead: [doing what?" in one.text for one in found)
    found = rules_alone.suggest({**draft, "actions": "Two fluency starters a week.", "support": "where possible"})
    assert all(one.fields[2].text == "[what belongs here?]" for one in found)
    assert all("[what is still open?]" in one.text for one in rules_alone.suggest("New website for Year 7 parents??"))


def test_a_regular_feature_stays_one(rules_alone):
    found = rules_alone.suggest("Spontaneous talk is to be a regular feature of our lessons.")
    assert found and all("a regular feature of our lessons" in one.text and 'By "regular" we mean: [how often?]' in one.text for one in found)


def test_a_time_that_is_none_makes_room_for_one(rules_alone):
    found = rules_alone.suggest({"statement": "Improve provision mapping", "actions": "Update provision map", "timescale": "ongoing"})
    assert all(next(field.text for field in one.fields if field.name == "timescale").startswith("[by when?") for one in found if len(one.fields) > 1)
    assert found


def test_words_that_only_the_model_knows_stay_and_are_asked_about(rules_alone):
    text = "Five of the six EAL pupils in 9C write a paragraph of presence with point and evidence by May; I model one a week."
    report = rules_alone.check(text)
    start = text.index("of presence")
    mark = Finding(UNLISTED, Level.WARNING, True, "", "", "of presence", Place("statement", start, start + len("of presence")))
    (first, *_) = candidates(replace(report, findings=(*report.findings, mark)))
    assert text[:-1] in first.text and 'By "presence" I mean: [what would that look like?]' in first.text


@pytest.mark.parametrize(
    ("draft", "completed"),
    [
        ("We hope to inspire pupils, to bring the past alive and to win.", "We expect to inspire pupils, to bring the past alive and to win."),
        ("I will say how relevant their essays are.", 'I will say how relevant their essays are. Here "relevant" means: [what would that look like?].'),
        ("They ask to go to the loo, borrow a pen etc as Gaeilge.", "They ask to go to the loo, borrow a pen and [what else?] as Gaeilge."),
        ("She purposefully and meaningfully corrects errors.", 'She purposefully and meaningfully corrects errors. Here "purposefully and meaningfully" means: [what would that look like?].'),
        ("Routines that you apply reliably.", 'Routines that you apply reliably, that is: [what would that look like?]'),
        ("Bounce it back: 'Say it again, better.'", "Bounce it back: 'Say it again, better.' Here \"better\" means: [see]."),
        ("Help with the award if needed and look at a course.", "Help with the award [when exactly?] and look at a course."),
        ("We read. Hoping to see a change by May.", "We read. Expecting to see a change by May."),
        ("Should I be trying to get 9C to read?", "Should I get 9C to read?"),
        ("Have a go at the open questions in 9C.", "Attempt the open questions in 9C."),
        ("Email staff as often as needed.", "Email staff [how often?]."),
        ("Read with B as often as possible at lunchtime.", "Read with B [how often?] at lunchtime."),
        ("Meet 9C whenever the timetable allows us to.", "Meet 9C [how often?]."),
        ("The majority of 9C pass.", "[How many?] of 9C pass."),
        ("I'll also try and get the pool moved.", "I'll also get the pool moved."),
        ("On Thursday see how they are getting on with it.", "On Thursday see [what exactly?] with it."),
        ("Keep calm in 9C (mostly).", "Keep calm in 9C."),
        ("Run a club. Probably chess.", "Run a club. [For certain?] chess."),
        ("A coat song. Hope to see a change by May.", "A coat song. Expect to see a change by May."),
        ("I'll hear 9C read as often as I can, plus a volunteer.", "I'll hear 9C read [how often?], plus a volunteer."),
        ("Recall facts quicker.", "Recall facts quicker, that is: [from what to what?]"),
        ("Hopefully get them to grade 4 by May.", "Get them to grade 4 by May."),
        ("Books and etc in 9C.", "Books and [what else?] in 9C."),
        ("I'll be trying to make sure of it.", "I'll make sure of it."),
        ("Hopefully most of 9C can talk about it within .5 of a second.", "The aim is that most of 9C can talk about it within .5 of a second."),
        ("F will accept a wider range of textures at lunch.", "F will accept [which, and how many?] textures at lunch."),
        ("Teach the terms (proxemics, levels, tempo etc.) and model one.", "Teach the terms (proxemics, levels, tempo and [what else?]) and model one."),
        ("Become a more reflective practitioner in 9C.", 'Become a more reflective practitioner in 9C. Here "more reflective practitioner" means: [what would that look like?].'),
        ("Make the food room a calmer place.", "Make the food room a calmer place, that is: [see]"),
        ("Pupils make good progress in music through good feedback in 9C.", 'Pupils make good progress in music through good feedback in 9C. Here "good progress" and "good feedback" mean: [see].'),
    ],
)
def test_vague_words_make_room_and_the_sentence_stays_one(rules_alone, draft, completed):
    findings = [one for one in rules_alone.check(draft).findings if one.rule in {"vague/quality", "vague/comparative", "vague/amount", "vague/let_out"}]
    values = {"who": "[who]", "do": "[do]", "see": "[see]", "when": "[when]", "two": "[two]"}
    assert make_room(Field("statement", draft), findings, values, person="", measured=False).text == completed


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        ("for 8X2", "Improve essays in [in what?] for 8X2, by [doing what? e.g. x], so that [what will they do?] [by when?]."),
        ("8X2.", "Improve essays in [in what?] for 8X2, by [doing what? e.g. x], so that [what will they do?] [by when?]."),
    ],
)
def test_an_answer_is_fitted_to_its_place(answer, text):
    start = "Improve essays in [in what?] for [which pupils exactly? e.g. 9C], by [doing what? e.g. x], so that [what will they do?] [by when?]."
    fields = (Field("statement", start.replace("[in what?] ", "")),)
    (made,) = filled(fields, answer)
    assert made.text == text.replace("[in what?] ", "")
    (made,) = filled((Field("statement", "Essays for 9C [by when? e.g. by May]."),), "Easter")
    assert made.text == "Essays for 9C by Easter."
    (made,) = filled((Field("statement", "Essays for 9C, by [doing what? e.g. x]."),), "by modelling one a week")
    assert made.text == "Essays for 9C, by modelling one a week."


def test_how_often_takes_the_place_of_the_whole_rhythm(made):
    for rhythm, rule, words in (
        ("pretty regularly", "vague/rhythm", "regularly"),
        ("every so often", "vague/rhythm", "often"),
        ("as and when there's time", "vague/rhythm", "as and when"),
        ("on a more regular basis", "vague/rhythm", "regular"),
        ("on an occasional basis", "vague/unlisted", "an occasional basis"),
        ("as often as my mornings let me", "vague/unlisted", "as often as my mornings let"),
        ("as often as my mornings let me", "vague/unlisted", "as often"),
        ("where staffing allows", "vague/unlisted", "where staffing allows"),
        ("where staffing allows", "vague/unlisted", "allows"),
    ):
        text = f"Ask two of 9C for the time {rhythm}, so that by 3 May nine of ten tell it to the minute."
        assert made(text, (rule, words)) == text.replace(rhythm, "[how often?]")


def test_what_could_stand_instead_fits_its_place(rules_alone):
    def instead(text):
        return {one.found: one.rewrites for one in rules_alone.check(text).findings if one.place}

    assert instead("Regular intervention for 9C.") == {"Regular": ("[How often?]",)}
    assert instead("I will raise standards in the department.") == {"raise standards in the department": ("help [which pupils exactly?] to [do what?]",)}
    assert instead("PP boys in 9C will raise standards in the department.") == {"raise standards in the department": ()}
    assert instead("Most pupils in 9C use a range of strategies.")["Most pupils"] == ("[How many?] pupils",)


def test_what_stands_instead_is_not_marked_again(rules_alone):
    tried = 0
    for rule in rules_alone.rulebook.rules:
        for example in rule.examples:
            if not rule.id.startswith("vague/") or example.others or not example.fires:
                continue
            report = rules_alone.check(WrittenTarget(example.fields, genre=example.genre))
            for one in report.findings:
                if one.place and one.rule == rule.id:
                    for put in one.rewrites:
                        field = next(field for field in report.fields if field.name == one.place.field)
                        text = field.text[: one.place.start] + put + field.text[one.place.end :]
                        fields = tuple(replace(other, text=text) if other is field else other for other in report.fields)
                        after = rules_alone.check(WrittenTarget(fields, genre=report.genre))
                        spans = [(again.place.start, again.found) for again in after.findings if again.place and again.rule == rule.id and again.place.field == field.name]
                        assert not any(one.place.start <= start < one.place.start + len(put) for start, _ in spans), (text, spans)
                        tried += 1
    assert tried > 20


def test_the_same_words_in_two_cells_are_asked_about_once(rules_alone):
    for statement in ("Texts home and appropriate follow-up in 9C on the day", "Texts home, appropriate follow-up, and a call to 9C", "Texts to 9C and appropriate follow-up"):
        found = rules_alone.suggest({"statement": statement, "actions": "Gate duty, appropriate follow-up at lunch"})
        assert found and all(len(re.findall(r"(?:means|that is): \[", one.text)) == 1 for one in found)


def test_a_cell_that_says_what_pupils_do_is_asked_how_many_and_how_well(rules_alone):
    asked = {"Pupils explain why": True, "The six pupils answer it": True, "Marking, planning and learning walks": False, "Calm pupils": False, "Data drop to SLT": False}
    for cell, well in asked.items():
        found = rules_alone.suggest({"statement": "Raise attainment in 9C", "success_criteria": cell, "role": "Teacher"})
        assert found and all(("[how many, and how well?" in one.text) is well for one in found)
