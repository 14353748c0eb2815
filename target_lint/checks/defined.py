"""Words that the same target explains are not vague in it: "By 'more fluent' I mean: 90 words a minute".

Source: the guide to labels (``corpus/GUIDE.md``), "It is *not* vague when the same target then defines it".
"""

from __future__ import annotations

import re

from target_lint.types import Field, Finding

_EXPLAINED = re.compile(r"(?:here|by) (?P<words>\"[^\"\n]{2,120}\"(?:(?:, | and )\"[^\"\n]{2,120}\"){0,5}),? (?:i |we )?means?:? ?\S", re.I)
_QUOTED = re.compile(r"\"([^\"]+)\"")
#: "that is" without its comma and colon goes on about a thing ("feedback that is timely")
_THAT_IS = re.compile(r",? ?(?:that is[:,]|meaning:|\(?i\.e\.|by which (?:i|we) mean) ?\S", re.I)


def explained(fields: tuple[Field, ...]) -> frozenset[str]:
    """The words, in small letters, that sentences of a target explain: `Here "a calm start" means: ...`, `By "fluent" I mean: ...`."""
    return frozenset(
        words
        for field in fields
        if '"' in field.text and "mean" in field.text
        for match in _EXPLAINED.finditer(field.text)
        for words in _QUOTED.findall(match["words"].lower())
    )


def is_defined(one: Finding, fields: tuple[Field, ...], words: frozenset[str]) -> bool:
    """Whether the found words are among the explained ``words``, or are explained right behind them ("..., that is: ...")."""
    found = one.found.lower()
    if any(_holds(known, found) or _holds(found, known) for known in words):
        return True
    place = one.place
    text = next((field.text for field in fields if place and field.name == place.field), "")
    return bool(place and _THAT_IS.match(text, place.end))


def _holds(text: str, words: str) -> bool:
    """Whether ``words`` stand in ``text`` as whole words."""
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text) is not None
