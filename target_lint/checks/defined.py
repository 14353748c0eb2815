"""Words that the same target explains are not vague in it: "By 'more fluent' I mean: 90 words a minute"; nor are those of a standard that it quotes and fills.

Source: the guide to labels (``corpus/GUIDE.md``), "It is *not* vague when the same target then defines it".
"""

from __future__ import annotations

import re

from target_lint.types import Field, Finding

_EXPLAINED = re.compile(r"(?:here|by) (?P<words>\"[^\"\n]{2,120}\"(?:(?:, | and )\"[^\"\n]{2,120}\"){0,5}),? (?:i |we )?means?:? ?\S", re.I)
_ARTICLE = re.compile(r"^(?:the|an?) ")
_QUOTED = re.compile(r"\"([^\"]+)\"")
#: "that is" without its comma and colon goes on about a thing ("feedback that is timely")
_THAT_IS = re.compile(r"(?:[ \w'’-]{0,40} \(that is:|,? ?(?:that is[:,]|meaning:|\(?i\.e\.|by which (?:i|we) mean)) ?\S", re.I)

#: how the clauses of the Teachers' Standards (England, 2011) begin
_CLAUSE = (
    r"(?:set (?:high|goals|homework)|establish a|demonstrate|be accountable|be aware|plan (?:teaching|and teach|other)|guide pupils|encourage pupils|have (?:a|clear|high)"
    r"|promote|if teaching|impart|contribute to|reflect systematically|know (?:when|and|how)|make (?:use|a positive|accurate)|use relevant|give pupils|adapt teaching"
    r"|manage|maintain|develop effective|deploy|take responsibility|communicate|fulfil|act decisively)\b"
)
#: words of a standard beside its number: "TS3 - promote high standards of literacy; ...", "communicate effectively with parents (TS8)", "(TS1, safe environment)"
_STANDARD = re.compile(
    rf"\bTS ?[1-8][a-z]?\b[\s;:,.–-]*{_CLAUSE}[^;.\n]*|\b{_CLAUSE}[^;.\n]*\(TS ?[1-8][a-z]?\)|\(TS ?[1-8][a-z]?[,:;] [^()\n]*\)", re.I
)


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
    found = _ARTICLE.sub("", one.found.lower())  # which is left out where words are quoted
    if any(_holds(known, found) or _holds(found, known) for known in words):
        return True
    place = one.place
    text = next((field.text for field in fields if place and field.name == place.field), "")
    return bool(place and _THAT_IS.match(text, place.end))


def is_of_standard(one: Finding, fields: tuple[Field, ...]) -> bool:
    """Whether the found words are those of a numbered standard, as a target quotes it."""
    text = next((field.text for field in fields if one.place and field.name == one.place.field), "")
    return bool(one.place and "TS" in text and any(match.start() <= one.place.start and one.place.end <= match.end() for match in _STANDARD.finditer(text)))


def _holds(text: str, words: str) -> bool:
    """Whether ``words`` stand in ``text`` as whole words."""
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text) is not None
