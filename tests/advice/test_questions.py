"""Whom a blank asks about, and what."""

from dataclasses import replace

import pytest

from target_lint.advice.options import options, unalike
from target_lint.advice.questions import Questions
from target_lint.advice.suggest import candidates
from target_lint.advice.worlds import world
from target_lint.nlp import blanks
from target_lint.types import Finding, Level


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Fewer late marks. Ten pupils, two TAs, a bell at 8.50.", "The pupils are [which ones exactly?"),
        ("Fewer late marks in 9C, says the register of 4 May.", "It is for [which pupils exactly?"),
        ("The classes that I cover line up.", "The classes are [which ones exactly?"),
        ("Same nine, but in their own writing this time, pupils say.", "The same nine are [which ones exactly?"),
        ("Book first aid classes for new staff.", "It is for [which colleagues exactly?"),
        ("Every pupil on time.", "It is for [which class or year group?"),
        ("High expectations for all, always.", "It is for [which class or year group?"),
        ("Ring the parents of 7P3 twice a week.", "The parents are [which ones exactly?"),
        ("Fewer jams at the copier.", "It matters because [what will be better, and for whom?"),
        ("Train our ECTs in phonics.", "The ECTs are [which ones exactly?"),
        ("Lead 6+ learning walks, and book the hall for 7-9 March.", "It matters because [what will be better, and for whom?"),
        ("Stock the uniform shop.", "It matters because [what will be better, and for whom?"),
        ("Tell mums and dads one good thing.", "It is for [which families exactly?"),
        ("Half of all classes above FFT20.", "It is for [which class or year group?"),
        ("To deliver RE lessons in line with the Teachers' Standards, on GCSE results.", "It is for [which pupils exactly?"),
        ("Roll out 2FA by 3PM and save £10K.", "It matters because [what will be better, and for whom?"),
    ],
)
def test_people_of_whom_a_draft_speaks_are_asked_after_as_such(rules_alone, text, sentence):
    asked = Questions(rules_alone.check({"statement": text, "role": "Teacher"}), options().themes["operations"], 0, False, world(text), unalike)
    assert asked.group().startswith(sentence)


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("By 4 May students will punctuate speech with at most two slips in a page; I run a dictation each Tuesday.", "By 4 May [which students exactly?"),
        ("Children will find ten number bonds in a minute by 4 May, when the lead tests them; I play bond snap on Mondays.", "[Which children exactly?"),
        ("Up to 4 May pupils coming in late find a seat in a minute, counted by the TA; I stand at the door on Mondays.", "The pupils are [which ones exactly?"),
        ("I run a dictation on Mondays because students asked for it. By 4 May students will leave out two commas at most.", "By 4 May [which students exactly?"),
        ("By 4 May vulnerable children find ten bonds in a minute, counted by the TA; I play bond snap on Mondays.", "The children are [which ones exactly?"),
        ("By 4 May, parents will hear their children read a page, signed each Friday; I ring on Mondays.", "The children are [which ones exactly?"),
        ("Through 'children first' each page has two slips at most by 4 May; I run a dictation on Mondays.", "The children are [which ones exactly?"),
        ("Pupils A and D ask for what they need in four of five lessons by 4 May; I wait five seconds.", "The pupils are [which ones exactly?"),
        ("Children/parents read four nights in five by 4 May; I check records on Mondays.", "The children are [which ones exactly?"),
        ("By 4 May most pupils find ten bonds in a minute, counted by the TA; I play bond snap on Mondays.", "The pupils are [which ones exactly?"),
    ],
)
def test_it_is_asked_which_pupils_in_the_place_of_a_general_word(linter, text, there):
    report = linter.check({"statement": text, "role": "Teacher"})
    missing = replace(report.parts["pupil_group"], present=False, sure=True)
    asking = replace(report, parts={**report.parts, "pupil_group": missing}, findings=(Finding("missing/pupil_group", Level.WARNING, True, "", ""),))
    found = [one for one in candidates(asking) if one.frame == "sentences" and not one.last]
    assert found and all(there in one.text and one.text.count("?") == 1 for one in found)


def test_a_job_with_all_else_is_asked_what_it_is_good_for(linter):
    report = linter.check({"statement": "Renew the first aid certificate before it runs out in March", "role": "HLTA"})
    assert "It matters because" not in "".join(one.text for one in linter.suggest(report))
    first = linter.suggest(report)[0]
    assert first.text.endswith(", so that [what will be better, and for whom?].")
    assert {part for _, _, part in blanks.blanks(first.text.lower())} == {"pupil_group", "learning_focus"}


@pytest.mark.parametrize(
    ("target", "question"),
    [
        ({"statement": "Improve the team's consistency", "role": "Deputy headteacher"}, "which colleagues"),
        ({"statement": "K will line up calmly", "genre": "pupil_plan"}, "how well or how often"),
        ({"statement": "Improve communication with parents", "role": "Family liaison officer"}, "which families"),
        ({"statement": "Raise attendance of pupils", "role": "Attendance officer"}, "which pupils"),
        ({"statement": "Complete the refresher course in first aid", "role": "Lunchtime supervisor"}, "what will be better, and for whom"),
        ({"statement": "Move the booking sheet for the cameras onto Teams this year", "role": "Teacher of photography"}, "what will be better, and for whom"),
    ],
)
def test_other_people_are_asked_in_their_terms(linter, target, question):
    found = linter.suggest(target)
    assert any(blank.startswith(question) for one in found for blank in one.blanks)


@pytest.mark.parametrize(
    ("text", "role", "theme", "asked"),
    [
        ("Every learner, whatever the background, is to feel at home here", "Deputy headteacher", "families", "pupils"),
        ("Every student and every family will find their place", "Director of student life", "families", "pupils"),
        ("Improve displays, my own subject knowledge and also parental engagement", "teacher", "operations", "users"),
        ("Year 7 parents: get more of them to the phone-in", "Head of Year", "families", "families"),
        ("Keep carers up to date with reading by way of a journal", "teacher", "reading", "families"),
        ("Spelling in 7B", "teacher", "writing", "pupils"),
        ("Raise turnout at parents' evening", "Family liaison officer", "families", "families"),
        ("Try lolly sticks and watch two colleagues in maths", "RE teacher", "questioning", "pupils"),
        ("Voice and seating plan before the dept scrutiny", "trainee", "explanation", "pupils"),
        ("Voice and seating plan before the dept scrutiny", "Head of PE", "explanation", "staff"),
    ],
)
def test_it_is_asked_about_those_whom_a_draft_is_for(rules_alone, text, role, theme, asked):
    report = rules_alone.check({"statement": text, "role": role})
    assert Questions(report, options().themes[theme], 0, True, world(f"{text}\n{role}"), unalike).asked == asked


@pytest.mark.parametrize(("text", "first"), [("I must be stricter with 9C", "I will start by"), ("We must be stricter with 9C", "We will start by"), ("I'd like you to be stricter with 9C", "The first step:")])
def test_a_mentor_who_says_i_takes_no_step_of_the_other(rules_alone, text, first):
    found = rules_alone.suggest({"statement": text, "role": "trainee"})
    asked = [one.text for one in found if "[doing what?" in one.text]
    assert asked and all(first in text for text in asked)


def test_a_standing_has_no_examples_of_what_is_taught(linter):
    for statement in ("Raise the profile of drama", "Raise drama's profile"):
        found = linter.suggest({"statement": statement, "role": "Teacher of drama"})
        assert found and not any("[doing what? e.g." in one.text or "[what exactly should get better? e.g." in one.text for one in found)


def test_a_leader_gets_no_step_of_a_class_teacher(linter):
    for statement in ("Raise standards in reading for pupils in Key Stage 2", "Use a range of strategies to raise reading for pupils in Key Stage 2"):
        found = linter.suggest({"statement": statement, "role": "Deputy head"})
        assert found and not any("[doing what? e.g." in one.text or "[which two? e.g." in one.text for one in found)


def test_what_a_job_is_good_for_has_no_example(rules_alone):
    report = rules_alone.check({"statement": "Update the risk assessments", "role": "Office manager"})
    asked = Questions(report, options().themes["operations"], 0, True, world(""), unalike)
    assert asked.group_and_focus() == "It matters because [what will be better, and for whom?]."


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Raise attainment in algebra for 9X4", "which part of algebra exactly?"),
        ("Maths results in 9X4 up to 70% at grade 4", "which part of maths exactly?"),
        ("Raise attainment in reading, writing and maths for 9X4", "what exactly should get better?"),
        ("Raise attainment in history/geography for 9X4", "what exactly should get better?"),
        ("Improve geography skills and history skills in 9X4", "what exactly should get better?"),
        ("IMPROVE MATHS in 9X4", "which part of maths exactly?"),
        ("Improve PE for 9X4", "which part of PE exactly?"),
        ("Improve art displays for 9X4", "what exactly should get better?"),
        ("In English, get 9X4 to listen", "what exactly should get better?"),
        ("Better results for 9X4", "what exactly should get better?"),
    ],
)
def test_of_the_one_subject_that_a_draft_names_it_is_asked_which_part(rules_alone, text, asked):
    report = rules_alone.check({"statement": text, "role": "Teacher"})
    blank = Questions(report, options().themes["exams"], 0, True, world(text), unalike).blank("learning_focus")
    assert blank.startswith(f"[{asked}")
    assert [part for _, _, part in blanks.blanks(blank.lower())] == ["learning_focus"]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("9C will explain their method out loud by 3 May; I model one each Monday.", "how many of them do so, and how well?"),
        ("I model a method each Monday so that by 3 May the twelve in 9C can explain theirs.", "how many of them do so, and how well?"),
        ("9C can explain a method now but not their own; I model one each Monday until 3 May.", "what will they do?"),
        ("9C: explaining methods by 3 May; I model one each Monday.", "what will they do?"),
        ("K in 9C can explain a method by 3 May; I model one each Monday.", "what will they do?"),
        ("The child in 9C will explain a method by 3 May; I model one each Monday.", "what will they do?"),
        ("Sam, in 9C, will explain a method by 3 May; I model one each Monday.", "what will they do?"),
        ("Will 9C be able to explain a method by 3 May? I model one each Monday.", "what will they do?"),
        ("I write a booklet for 9C that they will use by 3 May.", "what will they do?"),
    ],
)
def test_what_a_draft_says_that_pupils_will_do_is_asked_how_many_and_how_well(linter, text, asked):
    report = linter.check({"statement": text, "role": "Teacher"})
    missing = replace(report.parts["success_measure"], present=False, sure=True)
    asking = replace(report, parts={**report.parts, "success_measure": missing}, findings=(Finding("missing/success_measure", Level.WARNING, True, "", ""),))
    found = list(candidates(asking))
    assert found and all(f"[{asked}" in one.text for one in found)
