"""What the blanks of a completed draft ask, of whom, and which examples stand in them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from target_lint.advice import audience, sentence
from target_lint.advice.frames import frames
from target_lint.advice.options import EVERYONE, Alike, Example, Options, Theme, choose, options
from target_lint.advice.worlds import World
from target_lint.settings import preset_for
from target_lint.types import Genre, TargetReport

_OF_A_CLASS = re.compile(r"\bmy (?:[\w ]+ )?(?:class(?:es)?|groups?|sets?)\b|\bclass \d")
_MOST_ABLE = re.compile(r"\b(?:(?:more|most|very) able|high(?:er|est)?[- ](?:prior )?attain\w*|greater depth|gifted|stretch(?:ing)?)\b", re.I)
#: themes of what pupils do in any subject
_OF_NO_SUBJECT = frozenset({"attendance", "behaviour", "participation", "wellbeing"})
#: a draft of more words names a thing, to which the focus of another irritates
_NAMES_SOMETHING = 10


def whole(target: TargetReport) -> str:
    """All that a target says, field by field."""
    return "\n".join(field.text for field in target.fields)


@dataclass
class Questions:
    """The questions about one draft. ``sure``: whether it is known to be about its ``theme``; ``where``: its world, of which examples are; ``turn``: 0 for the
    first example that fits, 1 for the next ...; ``alike``: how near two texts are."""

    target: TargetReport
    theme: Theme
    turn: int
    sure: bool
    where: World
    alike: Alike

    @cached_property
    def whole(self) -> str:
        return whole(self.target)

    @property
    def known(self) -> Options:
        return options()

    def blank(self, part: str, question: str = "") -> str:
        """``[which pupils exactly? e.g. the EAL pupils in 9C]``, for a part that is missing. ``question``: in the place of the usual one."""
        usual, example = self._asked_for(part)
        measures = frames().blanks["success_measure"]
        if question in (measures["deed"], measures["count"]):  # an example would be of another deed, or of no figure
            example = ""
        return f"[{question or usual}{example}]"

    def group(self) -> str:
        """``It is for [which pupils exactly? e.g. ...].``: the sentence that asks whom a target is for; of people whom it names by a general word it asks which of them."""
        sentences = frames().sentences
        if self._whom == "users":  # of a job nobody is asked whom it helps, but what it is good for
            return sentences["gain"].format(blank=self._gain)
        people = audience.same_ones(self.whole) if self._whom == "pupils" else None
        people = people or audience.named(self.target.fields[0].text, self._whom)
        if people is None:
            return sentences["pupil_group"].format(blank=self.blank("pupil_group"))
        return sentences["pupil_group_named"].format(people=people, blank=self.blank("pupil_group", frames().blanks["pupil_group"]["named"]))

    def group_of(self, people: str) -> str:
        """``[which children exactly? e.g. ...]``, in the place of that general word."""
        return self.blank("pupil_group", "" if self._whom == EVERYONE else frames().blanks["pupil_group"].get(people.lower(), ""))

    def group_and_focus(self) -> str:
        """The sentence that asks whom a target is for and what should get better."""
        if self._whom == "users":
            return frames().sentences["gain"].format(blank=self._gain)
        return frames().sentences["pupil_group_and_focus"].format(focus=self.blank("learning_focus"), group=self.blank("pupil_group"))

    @property
    def gain(self) -> str | None:
        """The clause that asks what somebody's job is good for, and for whom; None for a target that names its people."""
        return frames().clauses["gain"].format(blank=self._gain) if self._whom == "users" else None

    @property
    def _gain(self) -> str:
        return f"[{frames().blanks['pupil_group']['gain']}]"

    @property
    def _whom(self) -> str:
        """Whom the question for the group names."""
        return EVERYONE if self.asked == "pupils" and audience.is_for_everyone(self.whole) else self.asked

    @cached_property
    def subject(self) -> str | None:
        """The subject of which it is asked which part should get better, if the draft names one."""
        asks = self._whom in ("pupils", EVERYONE) and self.theme.name not in _OF_NO_SUBJECT
        return sentence.only_subject(self.whole) if asks else None

    def _asked_for(self, part: str) -> tuple[str, str]:
        """The question and the example for a part."""
        questions, whom = frames().blanks[part], self._whom
        question = questions.get(whom, questions.get(self.asked, questions["pupils"]))
        if part == "timescale":
            return question, self._example(self.known.time(self.target.genre))
        if part == "pupil_group":
            return question, self._of_group(whom)
        if part == "success_measure" and self.target.genre is Genre.PUPIL_PLAN:
            return questions["pupil"], self._example(self.known.common["pupil_measure"])
        if part == "learning_focus":
            if whom == "users" and not self.target.parts["pupil_group"].present:  # what a job is good for is not the job, and the example that is near says it again
                return question, ""
            question = questions["part"].format(thing=self.subject) if self.subject else question
            near = len(self.whole.split()) > _NAMES_SOMETHING or audience.is_other_staff(self.target.role)
            return question, self._of_theme(self.theme.focus, near=near)
        if part == "success_measure":
            return question, self._for_focus(self.theme.measure)
        return question, self._for_focus(self._steps)

    def _of_group(self, whom: str) -> str:
        """An example of whom a target could be for. Nobody knows of what service "users" are, or which of the colleagues that a draft does not name."""
        if whom == "users":
            return ""
        groups = self.known.groups[EVERYONE if whom == "pupils" and (self.theme.of_classes or not self._themed) else whom]
        if audience.is_other_staff(self.target.role):  # who have no class
            groups = tuple(one for one in groups if not _OF_A_CLASS.search(one.text))
        return self._example(groups, near=int(whom == "staff"))

    @property
    def _steps(self) -> tuple[Example, ...]:
        """The theme's steps; what a teacher does with a class is none of somebody who leads teachers and teaches none."""
        role = self.target.role or ""
        leads = self.asked == "pupils" and preset_for(role) == "leader" and "teacher" not in role.lower()
        return () if leads else self.theme.steps

    @property
    def _themed(self) -> bool:
        """Whether the examples of the theme are of those whom the target is for; adaptation is mostly of those who need help."""
        return self.sure and self.theme.audience == self.asked and not (self.theme.name == "adaptation" and _MOST_ABLE.search(self.whole))

    def _for_focus(self, examples: tuple[Example, ...]) -> str:
        """An example of the theme; for a draft that names its own focus, or for pupils and by somebody who does not teach, one that shares a word with it."""
        return self._of_theme(examples, near=self.target.parts["learning_focus"].present or (self.asked == "pupils" and audience.is_other_staff(self.target.role)))

    def _of_theme(self, examples: tuple[Example, ...], *, near: bool) -> str:
        return self._example(examples, near=max(self.theme.near, int(near))) if self._themed else ""

    @cached_property
    def asked(self) -> str:
        """Whom the target is for."""
        return audience.of(self.target, self.whole, self.theme, sure=self.sure)

    def _example(self, examples: Iterable[Example], *, near: int = 0) -> str:
        """`` e.g. ...``, or nothing where none is of the draft's world: one from another irritates, and the question stands without it."""
        words = choose(examples, f"{self.whole}\n{self.target.role or ''}", self.where, self.turn, self.alike, near=near)
        return f" e.g. {words}" if words else ""

    @cached_property
    def values(self) -> dict[str, str]:
        """The blanks that stand in the place of vague words."""
        asked = frames().blanks
        plural = tuple(replace(one, text=one.text.removeprefix("they ")) for one in self.theme.measure if one.text.startswith("they "))
        return {
            "who": "[{}{}]".format(*self._asked_for("pupil_group")),
            "do": f"[{asked['success_measure']['do']}{self._for_focus(plural)}]",
            "see": f"[{asked['success_measure']['see']}]",
            "when": "[{}{}]".format(*self._asked_for("timescale")),
            "here": "[what belongs here?]",
            "two": f"[{asked['steps']['two']}{self._of_theme(self._steps, near=False)}]",
        }
