"""The writer's own target, completed: every word that says something stays, vague words make room, what is missing becomes a blank.

Nothing is invented: numbers, dates, names, groups and methods stand in the draft or inside a blank, as an example of what to think
about. A candidate is only offered after it has been checked (:mod:`target_lint.advice.offer`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from target_lint.advice import cells, sentence
from target_lint.advice.audience import PUPILS
from target_lint.advice.frames import frames
from target_lint.advice.lacking import left_open, likeliest, unfilled, worth_asking
from target_lint.advice.options import Alike, Theme, options, unalike
from target_lint.advice.questions import Questions, whole
from target_lint.advice.verdict import WORDING
from target_lint.advice.wording import END, capital, make_room, stopped
from target_lint.advice.worlds import World, world
from target_lint.checks.defined import explained, is_defined
from target_lint.nlp.blanks import blanks
from target_lint.nlp.topics import topics
from target_lint.settings import preset_for
from target_lint.types import FIELD_NAMES, Field, Genre, TargetReport

#: parts that are asked for in this order
_ORDER = ("learning_focus", "pupil_group", "steps", "success_measure", "timescale")
_DEFAULT_THEME = {"leader": "leadership", "support_staff": "operations"}
_ANY_THEME = "explanation"
#: "I" is a mentor then, and the step is another's
_ADDRESSED = re.compile(r"\byou(?:r|rs|'\w+)?\b", re.I)
#: what stands in a field that was not filled in
_UNFILLED = re.compile(r"\[what belongs here\?\]", re.I)
#: how a subject or a person is seen: examples of what is taught in it are of something else
_STANDING = re.compile(
    r"\b(?:rais|lift|improv|build|enhanc|strengthen)(?:e|es|ing)?(?: up)? (?:the |my |our )?(?:\w+['’]s? )?(?:profile|standing|status|image|visibility|reputation)\b(?! of (?:each|every))|\bhigh(?:er)? profile\b", re.I
)

@dataclass(frozen=True, slots=True)
class Candidate:
    """A completed draft: its ``fields``, what it is called, its ``theme`` and how natural it is thought to be (higher is better)."""

    fields: tuple[Field, ...]
    frame: str
    theme: str
    score: float
    turn: int
    #: whether the draft is known to be about its theme; else its blanks hold no examples of it
    sure: bool
    #: the world of the draft, of which its examples are
    where: World
    #: whether it is only shown for want of another: sentences in the statement of a form that has cells for them, questions behind a sentence that could stand in it
    last: bool = False

    @property
    def text(self) -> str:
        """The statement alone, or the changed fields with their names."""
        if len(self.fields) == 1:
            return self.fields[0].text
        return "\n".join(f"{field.name.replace('_', ' ').capitalize()}: {field.text}" for field in self.fields)


def themes(target: TargetReport, likely: Sequence[str] = ()) -> tuple[str, ...]:
    """The themes of a draft, the likeliest first; never none. ``likely``: those that the trained model names."""
    known = options().themes
    text = whole(target)
    found = [name for name in (*likely, *topics().themes_of(text)) if name in known]
    found += [name for name in topics().themes_of(target.role or "") if name in known]
    preset = preset_for(target.role) or ""
    if preset not in _DEFAULT_THEME and PUPILS.search(text):
        # a teacher's words of pupils: a theme of staff or families is not what should change
        found = [name for name in found if known[name].audience == "pupils"] or [_ANY_THEME]
    return tuple(dict.fromkeys(found)) or (_DEFAULT_THEME.get(preset, _ANY_THEME),)


def candidates(target: TargetReport, likely: Sequence[str] = (), alike: Alike = unalike) -> Iterator[Candidate]:
    """Completed drafts of different shapes and with different examples, in no order; none of a draft that already holds blanks.

    ``likely``: the themes that the trained model names, ``alike``: how near it finds two texts, if there is one.
    """
    if any("?" in one and "[" in one for one in (field.text for field in target.fields)):
        return
    # words that are perhaps not vague stay: of ten that were asked about three were
    target = replace(target, findings=tuple(one for one in target.findings if one.sure or not one.rule.startswith(WORDING)))
    found = themes(target, likely)[: 3 if likely else 2]
    text = whole(target)
    about = likely or topics().themes_of(text)
    where = world(f"{text}\n{target.role or ''}", about)
    for rank, (name, turn) in enumerate([(name, 0) for name in found] + [(found[0], 1)]):
        sure = name in about and not _STANDING.search(target.fields[0].text)
        maker = _Maker(target, options().themes[name], turn, sure, where, alike)
        for frame, fields, score, spare in maker.all():
            last = spare or (frame == "sentences" and len(maker.fields) > 1)
            yield Candidate(fields, frame, name, score - 0.6 * rank, turn, sure, where, last)
        if not sure:
            return


def settled(target: TargetReport, candidate: Candidate, alike: Alike = unalike) -> Candidate:
    """``candidate``, of which ``target`` is the report, with something else for the vague words that only now stand by themselves."""
    maker = _Maker(target, options().themes[candidate.theme], candidate.turn, candidate.sure, candidate.where, alike)
    return replace(candidate, fields=maker.fields)


class _Maker:
    def __init__(self, target: TargetReport, theme: Theme, turn: int, sure: bool, where: World, alike: Alike) -> None:
        self.target = target
        #: whether questions may stand in their places, and whether one does
        self.in_place, self.placed = True, False
        self.questions = Questions(target, theme, turn, sure, where, alike)
        lacking = worth_asking(target)
        self.fields = self._with_room(lacking)
        counted = any(sentence.asks_how_many(field.text) for field in self.fields if field.name in ("statement", "success_criteria"))
        if counted and "success_measure" in left_open(target) - unfilled(target):  # "so that [how many?] students have a go" asks for a measure already
            lacking = tuple(name for name in lacking if name != "success_measure")
            self.fields = self._with_room(lacking)
        put = [part for field in self.fields for _, _, part in blanks(field.text.lower())]
        self.missing = [name for name in _ORDER if name in lacking and name not in put]
        if not put and set(self.missing) <= {"timescale"}:  # something is asked that the draft perhaps says
            self.missing = [name for name in _ORDER if name in (*self.missing, *likeliest(target))]

    def _with_room(self, lacking: Collection[str]) -> tuple[Field, ...]:
        """The fields with something else for what is vague in them; ``lacking``: the parts that will be asked for."""
        person, measured = sentence.person(whole(self.target)), "success_measure" in lacking
        made: list[Field] = []
        for field in self.target.fields:
            told = explained(tuple(made))  # the same words in another cell are asked about once
            findings = [one for one in self.target.findings if not (told and is_defined(one, self.target.fields, told))]
            made.append(make_room(field, findings, self._values(field, lacking), person=person, measured=measured))
        return tuple(made)

    def _values(self, field: Field, lacking: Collection[str]) -> dict[str, str]:
        """The blanks for vague words, and for what was not filled in, in a field. What a quality comes to (in the statement: one of pupils) is asked as the focus, or the step, that is missing: nobody answers the same twice."""
        values = self.questions.values
        if field.name in ("timescale", "review"):
            return {**values, "here": values["when"]}
        if field.name == "statement" and "steps" in lacking and self._is_told_here:
            values = {**values, "act": self.questions.blank("steps")}
        part = {"statement": "learning_focus", "actions": "steps"}.get(field.name)
        if part not in lacking or (part == "learning_focus" and self.questions.gain):
            return values
        blank = self.questions.blank(part)
        return {**values, "mean": blank, "here": blank if part == "steps" else values["here"]}

    @property
    def _is_told_here(self) -> bool:
        """Whether steps stand in the statement: no form asks for them, or its cell has some words already."""
        words = any(field.name == "actions" and field.text.strip() for field in self.target.fields)
        return len(self.target.fields) == 1 or (words and "steps" not in unfilled(self.target))

    def all(self) -> Iterator[tuple[str, tuple[Field, ...], float, bool]]:
        """``(frame, fields, score, whether it is only for want of another)``: with the questions in their places, and where that takes something away, behind the sentence."""
        shapes = list(self._shapes())
        yield from ((*one, False) for one in shapes)
        if self.placed:
            self.in_place = False
            yield from ((*one, True) for one in self._shapes() if one not in shapes)

    def _shapes(self) -> Iterator[tuple[str, tuple[Field, ...], float]]:
        first, rest = self.fields[0], self.fields[1:]
        if first.name != "statement":
            first, rest = Field("statement", "", first.line, first.column), self.fields
            if "learning_focus" not in self.missing or "pupil_group" not in self.missing:
                return
        if rest:
            yield "fields", self._in_fields(first, rest), 3.0
        elif self._bears_clauses(first.text, self.missing):
            yield "clauses", (replace(first, text=self._in_clauses(first.text, self.missing)),), 2.5
        if first.text.strip():
            yield "sentences", (replace(first, text=self._in_sentences(first.text, self.missing)), *rest), 2.0

    def _bears_clauses(self, text: str, missing: list[str]) -> bool:
        if "success_measure" in missing and self._question("success_measure"):
            return False
        if "learning_focus" in missing and self.questions.subject:  # "improve maths in [which part of maths exactly?]"
            return False
        return sentence.bears_clauses(text, missing, gain=bool(self.questions.gain))

    # -- shapes --------------------------------------------------------------------------------------------------

    def _in_clauses(self, text: str, missing: list[str]) -> str:
        """One sentence: focus and group before the means, then means, measure and time."""
        frame, core = frames().clauses, END.sub("", text)
        head, tail = sentence.parted(core, timed="timescale" not in missing)
        if "pupil_group" in missing and (placed := self._with_group(core)):
            return self._in_clauses(placed, [part for part in missing if part != "pupil_group"])
        for part in ("learning_focus", "pupil_group"):
            if part in missing:
                head += frame[part].format(blank=self.questions.blank(part))
        core = head + tail
        for part in ("steps", "success_measure", "timescale"):
            if part in missing:
                core += frame[self._named(part)].format(blank=self.questions.blank(part))
        return core.rstrip(",") + "."

    def _with_group(self, core: str) -> str | None:
        """A statement with the question for its group in the place of the general word for the people whom it is for; None if it has none."""
        anybody = None if self.target.genre is Genre.PUPIL_PLAN or not self.in_place else sentence.people_in_general(core, self.questions.asked)
        if anybody is None:
            return None
        self.placed = True
        blank = self.questions.group_of(anybody["people"])
        return core[: anybody.start()] + (capital(blank) if anybody[0][0].isupper() else blank) + core[anybody.end() :]

    def _in_sentences(self, text: str, missing: list[str]) -> str:
        """The statement as it stands, and a short sentence for each thing that is missing."""
        frame = frames().sentences
        core = END.sub("", text)
        if "pupil_group" in missing and (gain := self.questions.gain) and self._is_done_but_for_its_use(core):
            core, missing = core + gain, [part for part in missing if part not in ("pupil_group", "learning_focus")]
        if "pupil_group" in missing and "learning_focus" not in missing and (placed := self._with_group(core)):
            core, missing = placed, [part for part in missing if part != "pupil_group"]
        blank = {part: self.questions.blank(part, self._question(part)) for part in missing if part != "pupil_group"}
        if self.in_place and missing == ["learning_focus"] and (at := sentence.general_gain(core)):
            self.placed = True
            core, missing = core[:at] + frame["that_is_here" if core[at:] else "that_is"].format(blank=blank["learning_focus"]) + core[at:], []
        said = [stopped(core)]
        if {"learning_focus", "pupil_group"} <= set(missing):
            said.append(self.questions.group_and_focus())
        elif "learning_focus" in missing:
            said.append(frame["learning_focus"].format(blank=blank["learning_focus"]))
        elif "pupil_group" in missing:
            said.append(self.questions.group())
        if "steps" in missing:
            person = "" if _ADDRESSED.search(text) else capital(sentence.person(text))
            said.append(frame["steps_first_person" if person else "steps"].format(blank=blank["steps"], person=person))
        pupil = self.target.genre is Genre.PUPIL_PLAN
        if {"success_measure", "timescale"} <= set(missing) and not pupil:
            said.append(
                frame["success_measure_and_when"].format(measure=blank["success_measure"], when=blank["timescale"])
            )
        else:
            said += [
                frame[self._named(part)].format(blank=blank[part]) for part in ("success_measure", "timescale") if part in missing
            ]
        return " ".join(said)

    def _is_done_but_for_its_use(self, core: str) -> bool:
        """Whether a job has its steps and its measure, and its sentence can go on with what it is good for."""
        return sentence.bears_purpose(core) and not {"steps", "success_measure"} & set(self.missing)

    def _in_fields(self, statement: Field, rest: tuple[Field, ...]) -> tuple[Field, ...]:
        """Each missing part in the field where a form wants it; focus and group in the statement."""
        homes = frames().fields
        inside = [
            part
            for part in self.missing
            if part in ("learning_focus", "pupil_group") and (homes[part] not in {one.name for one in rest} or (part == "pupil_group" and self.questions.gain))
        ]
        if statement.text.strip():
            shape = self._in_clauses if self._bears_clauses(statement.text, inside) else self._in_sentences
            text = shape(statement.text, inside) if inside else statement.text
        else:
            text = f"{capital(self.questions.blank('learning_focus'))} for {self.questions.blank('pupil_group')}."
            inside = ["learning_focus", "pupil_group"]
        fields = {field.name: field for field in rest}
        for part in self.missing:
            if part in inside:
                continue
            name = homes[part]
            there = fields.get(name)
            written = END.sub("", there.text) if there else ""
            if topics().is_unfilled(written):
                written = ""
            blank = self.questions.blank(part, self._question(part, written))
            if empty := _UNFILLED.match(written):  # "tbc after the team meets" asks once
                written, blank = "", blank + written[empty.end() :]
            line, column = (there.line, there.column) if there else (statement.line, statement.column)
            cell = cells.followed(written, blank, timed=part == "timescale") if written else capital(blank)
            fields[name] = Field(name, cell, line, column)
        ordered = (fields[name] for name in FIELD_NAMES if name in fields)
        return (replace(statement, text=text), *ordered)

    def _question(self, part: str, written: str = "") -> str:
        """What is asked for a part in the place of the usual question, which is "": of a measure what is left open by what is ``written`` in its cell, or by the statement."""
        if part != "success_measure":
            return ""
        known = frames().blanks[part]
        if cells.is_counted(written):
            return known["count"]
        if self.questions.asked != "pupils":
            return ""
        if written and cells.is_of_one(written):
            return known["pupil"]
        if written:
            return known["well"] if self._is_plain("success_criteria") and cells.says_what_is_done(written) else ""
        told = "learning_focus" not in self.missing and self.target.genre is not Genre.PUPIL_PLAN and self._is_plain("statement") and sentence.says_a_deed(self.target.fields[0].text)
        return known["deed"] if told else ""

    def _is_plain(self, name: str) -> bool:
        """Whether nothing in a field is vague."""
        return not any(one.place and one.place.field == name and one.rule.startswith(WORDING) for one in self.target.findings)

    def _named(self, part: str) -> str:
        """A pupil's own plan says its measure in another way."""
        return f"{part}_pupil" if part == "success_measure" and self.target.genre is Genre.PUPIL_PLAN else part
