"""Suggestions: the writer's own target, completed. What they promise is held on targets of our own and on any text."""

import json
import re
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from target_lint import readers, shipped
from target_lint.advice.offer import offered
from target_lint.advice.options import AUDIENCES, Example, choose, options, unalike
from target_lint.advice.questions import Questions
from target_lint.advice.suggest import candidates, left_open
from target_lint.advice.verdict import NEEDED
from target_lint.advice.wording import END, UNLISTED, filled, make_room
from target_lint.advice.worlds import world
from target_lint.engine import Linter
from target_lint.nlp import blanks
from target_lint.nlp.pipeline import understanding
from target_lint.nlp.topics import topics
from target_lint.nlp.words import Words
from target_lint.settings import Settings
from target_lint.types import Field, Finding, Genre, Level, Place, Verdict
from tests.conftest import ROOT

BLANK = re.compile(r"\[[^\[\]]*\]")
WORD = re.compile(r"[A-Za-z0-9%£](?:[A-Za-z0-9%£'’-]*[A-Za-z0-9%£])?")


def corpus():
    for path in sorted((ROOT / "corpus" / "hands").glob("h*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if row["kind"] == "target":
                yield {"statement": row["statement"], "role": row["role"], **row["fields"]}


TARGETS = list(corpus())[::2]


def promised(linter, report, one):
    """Everything that a suggestion promises, but for its grammar."""
    after = linter.check(readers.WrittenTarget(one.fields, role=report.role, genre=report.genre))
    is_complete(after, report)
    assert {(f.rule, f.found) for f in after.findings} <= {(f.rule, f.found) for f in report.findings}
    assert not set(one.clears) & {f.rule for f in after.findings}
    for name in one.keeps:
        assert after.parts[name].present
    assert linter.suggest(after) == ()
    old, new = (" ".join(field.text for field in fields) for fields in (report.fields, one.fields))
    outside = BLANK.sub(" ", new)
    assert Counter(re.findall(r"\d+", outside)) <= Counter(re.findall(r"\d+", old))
    known = {word.lower() for word in WORD.findall(old)} | FRAME_WORDS
    assert {word.lower() for word in WORD.findall(outside)} <= known
    weak = Counter(word.lower() for f in report.findings if f.place for word in WORD.findall(f.found))
    said = " ".join(field.text for field in report.fields if not topics().is_unfilled(END.sub("", field.text)))
    lost = Counter(word.lower() for word in WORD.findall(said)) - Counter(word.lower() for word in WORD.findall(new)) - weak
    assert set(lost) <= EMPTY  # weak words that another rule had marked first
    assert list(one.blanks) == [text for field in one.fields for text in blanks.texts(field.text)]


def is_complete(after, report):
    """Ready, but for parts that the draft perhaps had and that were not asked for beside what it surely lacks."""
    lacking = {name for name in NEEDED[after.genre] if not after.parts[name].present}
    assert lacking <= left_open(report)
    assert lacking or after.verdict is Verdict.READY


#: the words of frames and phrases; whatever else stands outside a blank must be the writer's
FRAME_WORDS = set(
    ["it", "is", "about", "for", "the", "first", "step", "i", "will", "start", "by", "has", "worked", "when", "we", "that", "in", "so", "as", "lower", "prior-attaining", "prior", "attainers", "review", "reach", "expect", "use", "and", "be", "going", "to", "here", "means", "mean", "help", "with", "are"]
)


LISTS = Words.load(ROOT / "rules" / "words").lists
EMPTY = {word for name in ("quality", "stop", "pupils") for entry in LISTS[name] for word in entry.split()}


@pytest.mark.parametrize(("model", "every"), [("objectives", 1), ("thorough", 12)])
def test_what_is_promised_holds_on_our_own_targets(model, every):
    linter = Linter(Settings(model=model))
    offered = judged = 0
    for row in TARGETS[::every]:
        report = linter.check(row)
        found = linter.suggest(report)
        judged += report.verdict is not Verdict.READY
        offered += bool(found)
        assert len(found) <= 3 and len({one.text for one in found}) == len(found)
        assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
        for one in found:
            promised(linter, report, one)
    assert offered > 0.9 * judged


def test_ready_targets_are_left_alone(quick):
    for row in TARGETS:
        report = quick.check(row)
        if report.verdict is Verdict.READY:
            assert quick.suggest(report) == ()


@given(st.text(alphabet="improve my marking for 9C by May [?] all pupils regularly\n.;:", max_size=150))
def test_any_text_gets_what_is_promised_or_nothing(linter, text):
    if not text.strip():
        return
    report = linter.check(text)
    for one in linter.suggest(report):
        after = linter.check(readers.WrittenTarget(one.fields, genre=report.genre))
        is_complete(after, report)
        assert linter.suggest(after) == ()
        assert len(one.text) < len(text) + 1500


def test_the_example_of_the_issue(rules_alone, linter):
    first, second, third = rules_alone.suggest("I must improve my differentiation")
    assert len(linter.suggest("I must improve my differentiation")) == 3 and third.blanks != first.blanks
    assert first.text.startswith("I must improve my differentiation in [what exactly should get better? e.g. ")
    assert [blank.partition("?")[0] for blank in first.blanks] == ["what exactly should get better", "which pupils exactly", "doing what", "what will they do", "by when"]
    assert "missing/pupil_group" in first.clears and "vague/practice_change" in first.clears
    assert second.text.startswith("I must improve my differentiation. It is about [") and "I will start by [" in second.text


def test_what_is_there_stays_word_for_word(linter):
    text = "improving history essay structure for EAL pupils through targeted use of formative feedback"
    for one in linter.suggest(text):
        assert text in one.text
        assert one.keeps == ("pupil_group", "learning_focus", "steps")
        assert [blank.partition("?")[0] for blank in one.blanks] == ["what will they do", "by when"]


def test_what_is_perhaps_there_is_asked_for_as_such(linter):
    report = linter.check("The nine in 8X2 who came in below 100 read aloud for two minutes in the May check. Paired reading on Mondays.")
    for score, said in ((0.4, "[doing what? (perhaps said already) e.g. "), (0.1, "[doing what? e.g. ")):
        missing = replace(report.parts["steps"], present=False, score=score)
        asked = Questions(replace(report, parts={**report.parts, "steps": missing}), options().themes["reading"], 0, True, world(""), unalike)
        assert asked.blank("steps").startswith(said)


def test_a_doubtful_part_is_asked_for_only_where_there_is_nothing_else_to_mend(linter):
    report = linter.check("Sensory circuit at 8.50 for ten pupils; sitting by 9.15 on four days in five. TA1 sets out, two TAs lead it.")

    def with_scores(findings=(), **scores):
        parts = {name: replace(part, present=name not in scores, sure=name not in scores, score=scores.get(name, 0.9)) for name, part in report.parts.items()}
        return left_open(replace(report, genre=Genre.OBJECTIVE, parts=parts, findings=findings))

    assert with_scores(pupil_group=0.3) == frozenset()
    assert with_scores(pupil_group=0.25, steps=0.25) == {"pupil_group"}
    assert with_scores(pupil_group=0.4, steps=0.35) == {"pupil_group"}
    assert with_scores(pupil_group=0.3, steps=0.05) == {"pupil_group"}
    vague = Finding("vague/more", Level.WARNING, True, "", "")
    assert with_scores([vague], pupil_group=0.3) == {"pupil_group"}
    assert with_scores([vague], pupil_group=0.05) == frozenset()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Fewer late marks. Ten pupils, two TAs, a bell at 8.50.", "The pupils are [which ones exactly?"),
        ("Fewer late marks in 9C, says the register of 4 May.", "It is for [which pupils exactly?"),
        ("Every pupil on time.", "It is for [which class or year group?"),
        ("High expectations for all, always.", "It is for [which class or year group?"),
        ("Ring the parents of 7P3 twice a week.", "The parents are [which ones exactly?"),
        ("Fewer jams at the copier.", "It will help [whom exactly?"),
        ("Train our ECTs in phonics.", "The ECTs are [which ones exactly?"),
        ("Roll out 2FA by 3PM and save £10K.", "It will help [whom exactly?"),
    ],
)
def test_people_of_whom_a_draft_speaks_are_asked_after_as_such(rules_alone, text, sentence):
    asked = Questions(rules_alone.check({"statement": text, "role": "Teacher"}), options().themes["operations"], 0, False, world(text), unalike)
    assert asked.group().startswith(sentence)


def test_words_of_a_verb_are_quoted_to_the_end_of_their_clause(linter):
    for text, words, quoted in (
        ("Swap a period to see how she does choral reading, by May", "see how she does", "see how she does choral reading"),
        ("They should feel confident by the summer in 9C", "feel confident", "feel confident"),
        ("Look at what they remember and have enjoyed in 9C", "have enjoyed", "remember and have enjoyed"),
        ("Use PAT-M better with the new class", "better", "PAT-M better"),
        ("Seats at the front for those who need it in 9C", "those who need it", "those who need it"),
    ):
        start = text.index(words)
        found = Finding("vague/unlisted", Level.WARNING, True, "", "", words, Place("statement", start, start + len(words)))
        report = linter.check(text)
        asked = Questions(report, options().themes["reading"], 0, True, world(""), unalike)
        assert f'Here "{quoted}" means: [' in make_room(report.fields[0], [found], asked.values, first_person=False, measured=False).text


def test_a_job_with_all_else_is_asked_what_it_is_good_for(linter):
    report = linter.check({"statement": "Renew the first aid certificate before it runs out in March", "role": "HLTA"})
    assert "It will help [whom exactly?]" not in "".join(one.text for one in linter.suggest(report))
    first = linter.suggest(report)[0]
    assert first.text.endswith(", so that [what will be better, and for whom?].")
    assert {part for _, _, part in blanks.blanks(first.text.lower())} == {"pupil_group", "learning_focus"}


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
        ("growth mindset", "[what would that look like?]"),
    ):
        report = linter.check(f"Next year {words} in dance club - register shows 2")
        found = Finding("vague/unlisted", Level.WARNING, True, "", "", words, Place("statement", 10, 10 + len(words)))
        asked = Questions(report, options().themes["participation"], 0, True, world(""), unalike)
        assert question in make_room(report.fields[0], [found], asked.values, first_person=False, measured=False).text


def test_a_part_that_is_seen_no_more_beside_blanks_is_asked_for_as_well(linter):
    first = linter.check("Raise value added in 9C.")
    assert first.parts["pupil_group"].present

    def check(written):
        """A checker that sees the group of the draft no more, only a blank that asks for it."""
        report = linter.check(written)
        if any("(perhaps said already)" in field.text for field in written.fields):
            return report
        lost = replace(report.parts["pupil_group"], present=False, sure=False)
        missing = Finding("missing/pupil_group", Level.WARNING, False, "", "Which pupils?")
        return replace(report, parts={**report.parts, "pupil_group": lost}, findings=(*report.findings, missing), verdict=Verdict.REVISE)

    found = offered(first, check, understanding(shipped.folder("rules")), None)
    assert found and all("for [which pupils exactly? (perhaps said already)" in one.text and "pupil_group" in one.keeps for one in found)


def test_a_form_gets_each_part_in_its_field(linter):
    first = linter.suggest({"statement": "Improve essay structure for the EAL pupils in 9C", "success_criteria": "Results", "actions": "Model one a week"})[0]
    fields = {field.name: field.text for field in first.fields}
    assert fields["statement"] == "Improve essay structure for the EAL pupils in 9C" and fields["actions"] == "Model one a week"
    assert re.match(r"Results: \[what will they do\?( \(perhaps said already\))? e\.g\. \w", fields["success_criteria"])
    assert fields["timescale"].startswith("[By when? e.g. ")


@pytest.mark.parametrize(
    ("target", "question"),
    [
        ({"statement": "Improve the team's consistency", "role": "Deputy headteacher"}, "which colleagues"),
        ({"statement": "K will line up calmly", "genre": "pupil_plan"}, "how well or how often"),
        ({"statement": "Raise turnout at parents' evening", "role": "Family liaison officer"}, "which families"),
        ({"statement": "Raise attendance of pupils", "role": "Attendance officer"}, "which pupils"),
        ({"statement": "Complete the refresher course in first aid", "role": "Lunchtime supervisor"}, "what will be better, and for whom"),
        ({"statement": "Move the booking sheet for the cameras onto Teams this year", "role": "Teacher of photography"}, "what will be better, and for whom"),
    ],
)
def test_other_people_are_asked_in_their_terms(linter, target, question):
    found = linter.suggest(target)
    assert any(blank.startswith(question) for one in found for blank in one.blanks)


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


def test_among_examples_the_nearest_in_meaning_comes_first():
    near = {"sentences": 0.9, "sums": 0.1, "throws": 0.2}
    found, where = [Example(one) for one in near], world("")
    assert choose(found, "punctuation", where, alike=lambda text, example: near[example]) == "sentences"
    assert choose(found, "punctuation", where, 1, alike=lambda text, example: near[example]) == "throws"
    assert choose(found, "the throws", where) == "throws"


def test_a_field_that_was_not_filled_in_makes_room(linter):
    found = linter.suggest({"statement": "Raise standards in writing across KS2", "actions": "tbc", "timescale": "Sept to July"})
    assert found and not any("?]:" in one.text for one in found)


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
        ("Help with the award if needed and look at a course.", "Help with the award and look at a course."),
        ("Hopefully most of 9C can talk about it within .5 of a second.", "Most of 9C can talk about it within .5 of a second."),
        ("F will accept a wider range of textures at lunch.", "F will accept [which, and how many?] textures at lunch."),
        ("Teach the terms (proxemics, levels, tempo etc.) and model one.", "Teach the terms (proxemics, levels, tempo) and model one."),
        ("Become a more reflective practitioner in 9C.", 'Become a more reflective practitioner in 9C. Here "more reflective practitioner" means: [what would that look like?].'),
        ("Make the food room a calmer place.", "Make the food room a calmer place, that is: [see]"),
        ("Pupils make good progress in music through good feedback in 9C.", 'Pupils make good progress in music through good feedback in 9C. Here "good progress" and "good feedback" mean: [see].'),
    ],
)
def test_vague_words_make_room_and_the_sentence_stays_one(rules_alone, draft, completed):
    findings = [one for one in rules_alone.check(draft).findings if one.rule in {"vague/quality", "vague/comparative", "vague/amount", "vague/let_out"}]
    values = {"who": "[who]", "do": "[do]", "see": "[see]", "when": "[when]", "two": "[two]"}
    assert make_room(Field("statement", draft), findings, values, first_person=False, measured=False).text == completed


def test_a_clause_is_only_put_where_a_person_would_put_it(rules_alone):
    for draft in ("Seating plans annotated for all classes", "75% of 11H at grade 4", "Attend 3 sessions + observe 2 colleagues", "Clubs to be logged by the LSA"):
        for one in rules_alone.suggest(draft):
            assert one.text.startswith(draft + "."), one.text


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


# -- the examples in the blanks ----------------------------------------------------------------------------------

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
    for slot, audiences in (("steps", known.steps), ("measure", known.measure)):
        for audience, found in audiences.items():
            yield from ((slot, example.text, ROLE["pupils" if audience == "pupils" else "users"]) for example in found)
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
    assert all(len(found) >= 12 for audiences in (known.groups, known.steps, known.measure) for found in audiences.values())


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("Make assessment in 9C meaningful but not onerous", "meaningful"),
        ("Speak a lot more German in lessons with 8B", "a lot more German"),
    ],
)
def test_words_are_quoted_so_that_they_can_be_asked_about(rules_alone, text, quoted):
    assert any(f'"{quoted}"' in one.text for one in rules_alone.suggest(text))


@pytest.mark.parametrize(
    ("text", "role", "theme", "asked"),
    [
        ("Every learner, whatever the background, is to feel at home here", "Deputy headteacher", "families", "pupils"),
        ("Every student and every family will find their place", "Director of student life", "families", "pupils"),
        ("Year 7 parents: get more of them to the phone-in", "Head of Year", "families", "families"),
        ("Keep carers up to date with reading by way of a journal", "teacher", "reading", "families"),
        ("Spelling in 7B", "teacher", "writing", "pupils"),
        ("Voice and seating plan before the dept scrutiny", "trainee", "explanation", "pupils"),
        ("Voice and seating plan before the dept scrutiny", "Head of PE", "explanation", "staff"),
    ],
)
def test_it_is_asked_about_those_whom_a_draft_is_for(rules_alone, text, role, theme, asked):
    report = rules_alone.check({"statement": text, "role": role})
    assert Questions(report, options().themes[theme], 0, True, world(f"{text}\n{role}"), unalike).asked == asked


@pytest.mark.parametrize(("text", "first"), [("I must be stricter with 9C", "I will start by"), ("I'd like you to be stricter with 9C", "The first step:")])
def test_a_mentor_who_says_i_takes_no_step_of_the_other(rules_alone, text, first):
    found = rules_alone.suggest({"statement": text, "role": "trainee"})
    assert any(first in one.text for one in found)
    assert not any("I will start by" in one.text for one in found if first != "I will start by")


def test_what_a_job_is_good_for_has_no_example(rules_alone):
    report = rules_alone.check({"statement": "Update the risk assessments", "role": "Office manager"})
    asked = Questions(report, options().themes["operations"], 0, True, world(""), unalike)
    assert re.fullmatch(r"It will help \[whom exactly\?\] with \[what exactly should get better\?[^\[\]]*\]\.", asked.group_and_focus())
    assert " e.g. " not in asked.group_and_focus()


def test_a_special_school_gets_groups_of_its_own(rules_alone):
    report = rules_alone.check({"statement": "Pupils use their AAC more", "role": "special school teacher, KS2"})
    asked = Questions(report, options().themes["oracy"], 0, True, world("special school teacher"), unalike).blank("pupil_group")
    assert asked.startswith("[which pupils exactly?") and re.search("communication aid|PMLD|resource base|symbols|wheelchair", asked)
