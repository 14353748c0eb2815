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
_THAT_IS = re.compile(r",? ?(?:\(?that is[:,]|meaning:|\(?i\.e\.|by which (?:i|we) mean) ?\S", re.I)
#: what is explained behind it, within the sentence or at its end
_EXPLAINS = re.compile(r"(?<=\w) \(that is[:,] ?\S|(?<=\w), that is: ?\S", re.I)
#: words before which a phrase begins anew
_JOINS = re.compile(
    r".*(?:[^\w'’ &-]|\b(?:and|or|but|so|that|which|who|with|without|to|into|in|on|at|by|for|from|of|through|using|as|than|when|while|if|because|the|an?|my|our|your|their|his|her|its)\b)", re.S | re.I
)

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
    """The words, in small letters, that a target explains: `Here "a calm start" means: ...`, `By "fluent" I mean: ...`, `calmer lessons (that is: ...)`."""
    found = {
        words
        for field in fields
        if '"' in field.text and "mean" in field.text
        for match in _EXPLAINED.finditer(field.text)
        for words in _QUOTED.findall(match["words"].lower())
    }
    found |= {last_phrase(field.text, match.start()) for field in fields if "that is" in field.text.lower() for match in _EXPLAINS.finditer(field.text)}
    return frozenset(found - {""})


def last_phrase(text: str, end: int) -> str:
    """The words before ``end`` that belong together, in small letters: "effective feedback" of "progress with effective feedback"."""
    return _JOINS.sub("", text[max(end - 80, 0) : end].lower()).strip()


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
