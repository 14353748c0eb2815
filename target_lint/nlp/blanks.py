"""Our own blanks: ``[which pupils exactly? e.g. the EAL pupils in 9C]``.

A suggestion leaves open what only the writer knows, in square brackets that begin with a question. The checker takes a blank for the
part that its question asks for (``rules/rewrites/frames.yaml``) and reads nothing else into its words, so that a completed draft can be
checked before the blanks are filled.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from target_lint import shipped, yamlfile
from target_lint.types import PART_NAMES

#: what ``frames.yaml`` holds
KEYS = frozenset({"blanks", "clauses", "sentences", "fields"})
#: stands in a question for words of the draft
THING = "{thing}"
_BLANK = re.compile(r"\[(?P<question>[^\[\]?]{1,60}\?)(?P<rest>[^\[\]]{0,400})\]")


def blanks(text: str) -> list[tuple[int, int, str | None]]:
    """``(start, end, part)`` of each blank in plain ``text``, of one that asks for two parts twice; the part is None for a question that stands for none."""
    if "[" not in text:
        return []
    return [(match.start(), match.end(), part) for match in _BLANK.finditer(text) for part in _asked(match["question"].lower())]


def _asked(question: str) -> tuple[str | None, ...]:
    """The parts that the answer to a question is."""
    known = questions()
    return known.get(question) or next((parts for form, parts in known.items() if THING in form and _fits(question, form)), (None,))


def _fits(question: str, form: str) -> bool:
    head, _, tail = form.partition(THING)
    return question.startswith(head) and question.endswith(tail) and len(question) > len(head + tail)


def texts(text: str) -> list[str]:
    """What stands in the blanks of ``text``, in order, without the brackets."""
    return [match[0][1:-1] for match in _BLANK.finditer(text)]


@lru_cache(maxsize=1)
def questions() -> Mapping[str, tuple[str, ...]]:
    """Question -> the part, or the two, that its answer is."""
    keys = yamlfile.load(shipped.folder("rules") / "rewrites" / "frames.yaml").mapping(
        "frames", KEYS, ("blanks",)
    )
    found: dict[str, tuple[str, ...]] = {}
    for part, entry in keys["blanks"].mapping("blanks", PART_NAMES).items():
        for _, item in entry.mapping(part).items():
            question = item.text("a question").lower()
            found[question] = (*found.get(question, ()), part)
    return found
