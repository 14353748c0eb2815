"""What stands in the place of vague words (``rules/rewrites/phrases.yaml``): a blank, nothing, or the words themselves and a sentence that asks what they mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from target_lint.advice.frames import Phrase, frames, phrases
from target_lint.types import Field, Finding, Place

END = re.compile(r"[\s.;:,!]+$")
#: words that cannot be put between quotes
_QUOTED = re.compile(r"[\"“”\[\]\n]|^['‘’]|['‘’]$")
#: what a phrase that was found does not end or begin with when it is quoted
_LOOSE = "and|or|the|a|an|of|in|at|by|to|for|with|on|so|than|through|that|my|our|their|his|her|how|if|when|as|it|is|are|was|which|who"
_LOOSE_ENDS = re.compile(rf"^(?:(?:{_LOOSE})\s+)+|(?:\s+(?:{_LOOSE}))+$", re.I)
#: what stands in a field that was not filled in
UNFILLED = "missing/unfilled"
#: the rule whose words come from the model
UNLISTED = "vague/unlisted"
#: qualities that are seen in pupils or in what they make
OF_PUPILS = re.compile(
    r"pupil|student|child|learner|progress|confiden|engag|independ|resilien|motivat|attitude|outcome|attainment|result|behav|understand|fluen|"
    r"vocabulary|work|answer|writ|read|calm|settle|focus|ready|prepared|able|secure|participat|attend|effort|respect|kind|happ|better|success",
    re.I,
)
#: stand, for a moment, where words were taken out: an adverb or an aside, one of several adjectives
_ADVERB, _ADJECTIVE = "\x01", "\x02"
_GONE = _ADVERB + _ADJECTIVE
_EXAMPLE = re.compile(r" e\.g\. [^\[\]]*")
#: so many phrases are asked about in one sentence; nobody answers more
_MOST_ASKED = 4


def make_room(field: Field, findings: Iterable[Finding], values: Mapping[str, str], *, first_person: bool, measured: bool) -> Field:
    """``field`` with something else for the vague words in it, where a phrase is known for them.

    ``values``: the blanks by their names (``who``, ``do``, ``see``, ``two``, ``when``); ``first_person``: whether the draft speaks of "I" or "we";
    ``measured``: whether a measure will be asked for, which says what words mean that only the model marks.
    """
    text = field.text
    asked: dict[str, list[str]] = {}
    placed = [(one, one.place) for one in findings if one.place and one.place.field == field.name]
    for one, place in sorted(placed, key=lambda pair: pair[1].start):
        phrase = _phrase(one, text)
        if phrase and phrase.ask and not _QUOTED.search(one.found) and not (measured and one.rule == UNLISTED):
            quoted = _quoted(field.text, place)
            blank = phrase.ask.format(**values)
            blank = blank if OF_PUPILS.search(quoted) else _EXAMPLE.sub("", blank)  # a theme's example is one of pupils
            words = asked.setdefault(blank, [])
            words += [quoted] if quoted not in words else []
    for one, place in sorted(placed, key=lambda pair: -pair[1].start):
        phrase = _phrase(one, text)
        if phrase and not phrase.ask and "[" not in one.found and "]" not in one.found:
            start, put = _put(phrase, one, text, values)
            text = text[:start] + put + text[place.end :]
    text = _smoothed(text, field.text)
    for blank, words in asked.items():
        text = _asking(text, words[:_MOST_ASKED], blank, first_person)
    return replace(field, text=text)


def capital(text: str) -> str:
    """With a large first letter, that of a blank inside its bracket."""
    return text[:1].upper() + text[1:] if not text.startswith("[") else "[" + text[1:2].upper() + text[2:]


def _phrase(one: Finding, text: str) -> Phrase | None:
    """The first phrase that fits what was found and what stands around it."""
    place = one.place
    for phrase in phrases().get(one.rule, ()):
        if (
            place
            and phrase.found.fullmatch(one.found)
            and (not phrase.before or phrase.before.search(text[: place.start]))
            and (not phrase.after or phrase.after.match(text[place.end :]))
        ):
            return phrase
    return None


def _put(phrase: Phrase, one: Finding, text: str, values: Mapping[str, str]) -> tuple[int, str]:
    """From where on the words make room, and what stands there instead."""
    assert one.place is not None
    start = one.place.start
    match = phrase.found.fullmatch(one.found)
    before = phrase.before.search(text[:start]) if phrase.before else None
    if before and before.groupdict().get("gone"):
        start = before.start("gone")
    put = phrase.put.format(**values, **{name: value or "" for name, value in (match.groupdict() if match else {}).items()})
    if not put:
        return start, _ADJECTIVE if one.rule == "vague/quality" and not one.found.endswith("ly") else _ADVERB
    if one.rule == UNFILLED and start and not text[start - 1].isspace():
        put = " " + put
    return start, capital(put) if text[start : start + 1].isupper() else put


def _quoted(text: str, place: Place) -> str:
    """What was found, as it can be asked about: one word alone with the one before it or two behind it, without an "of" at the end."""
    start, end = place.start, place.end
    if " " not in text[start:end]:
        if before := re.search(r"[A-Za-z'’]+ $", text[:start]):
            start = before.start()
        elif after := re.match(r"(?: [A-Za-z'’]+){1,2}", text[end:]):
            end += after.end()
    end += len(re.match(r"[\w'’-]*", text[end:])[0])  # type: ignore[index]
    words = END.sub("", text[start:end])
    return _LOOSE_ENDS.sub("", words) or words


def _asking(text: str, words: list[str], blank: str, first_person: bool) -> str:
    """``text`` and what its ``words`` mean: at once if it ends with them, else in a sentence."""
    core = END.sub("", text)
    frame = frames().sentences
    if len(words) == 1 and core.endswith(words[0]):
        return core + frame["that_is"].format(blank=blank)
    quoted = [f'"{one}"' for one in words]
    found = " and ".join(filter(None, (", ".join(quoted[:-1]), quoted[-1])))
    name = "asked_first_person" if first_person else "asked" if len(words) == 1 else "asked_of_two"
    return (core if core.endswith("?") else core + ".") + " " + frame[name].format(found=found, blank=blank)


def _smoothed(text: str, before: str) -> str:
    """Without the traces of what was taken out: a lonely "and", a comma before a comma, a space before a full stop, a small first letter."""
    if not any(mark in text for mark in _GONE):
        return text
    text = re.sub(rf"[{_GONE}](?:,| and| but| &) (?=[{_GONE}]|\w+ly\b)", "", text)  # "purposefully and quickly"
    text = re.sub(rf",? (?:and|but|&) {_ADJECTIVE}(?= [a-z])", "", text)  # "rigorous, relevant and meaningful pathways"
    text = re.sub(rf"(?:,| and| &) ?[{_GONE}](?=\s*(?:[,.;:)]|$))", _ADVERB, text)  # "clearly and confidently."
    text = re.sub(rf"[{_GONE}]\.(?=[),;]| [a-z])", _ADVERB, text)  # "tempo, levels etc.) and"
    text = re.sub(rf"(^|[.!?]\s+|\n)[{_GONE}]\s*(\w)", lambda match: match[1] + match[2].upper(), text)
    text = re.sub(rf"\s*[{_GONE}]+(?=\s*[,.;:)\n]|\s*$)", "", text)
    text = re.sub(rf"\s*[{_GONE}]+\s*", " ", text)
    text = text.strip(" ,;")
    return capital(text) if before[:1].isupper() else text
