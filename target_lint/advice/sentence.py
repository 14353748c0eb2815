"""What the sentence of a draft can bear: whether clauses can go on with it, where it can be cut, and where in it a question has its place."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from target_lint import shipped
from target_lint.advice.audience import GENERAL, NUMBER
from target_lint.advice.quoting import END, NAMES
from target_lint.nlp.topics import topics
from target_lint.nlp.words import word_lists

_FIRST_PERSON = re.compile(r"(?<!Phase )(?<!Title )(?<!Stage )\b(?:I|i|i'll|[Mm]y|[Ww]e|[Oo]ur)\b")
_MEANS = re.compile(
    rf"[,;]?\s+(?:by (?:\w+ly )?\w+ing|through|using|via|with the help of|so that|so they|so (?:all |the |my |our )*(?:{GENERAL['pupils']})|so as to|in order that|in order to)\b", re.I
)
_METHOD = re.compile(r"\b(?:by (?:\w+ly )?\w+ing|through|using|via|with the help of)\b", re.I)
_PURPOSE = re.compile(r"\b(?:so|so that|so as|in order|when|until)\b", re.I)
#: what a clause cannot be put behind: lists, asides, a verb or a preposition at the end
_NO_CLAUSE = re.compile(r"[:;/()\[\]–—?!\"“”\n]|\s-|-\s|\.\s|\b(?:i'm|i am|which|because|but|if|whilst?|although|don't|can't|hasn't)\b", re.I)
_NO_OBJECT = re.compile(r"\b(?:\w{3,}ed|to|and|or|of|in|on|at|with|for|from|is|are|be|been|better|worse|more|less|up|out|\w+ly|it|this|them|do|done|get|go)$", re.I)
_TIMES = (
    r"(?:janu|febru)ary|march|april|may|june|july|august|(?:septem|octo|novem|decem)ber|easter|christmas|whit\w*|spring|summer|autumn|winter|half[- ]term|term|year|weeks?|months?|lesson|20\d\d"
)
_TIME_TAIL = re.compile(rf"[,;]?\s+(?:by|before|until|in|during|this|over)\s+(?=[^,;.]*\b(?:{_TIMES})\b)[^,;.]{{2,40}}$", re.I)
#: people in general, who make room for the blank that asks which of them
_ANYBODY = {
    whom: re.compile(rf"\b(?:all (?:of )?)?(?:(?:the|my|our|your|their|his|her) )?(?P<people>{words})\b(?![-'’/])", re.I)
    for whom, words in GENERAL.items()
}
#: where they are spoken of as those whom the target is for: at the beginning, behind a word that leads to them, behind a time
_LEADS_TO = re.compile(
    r"(?:\A|[.!?:;,\n•–]\s*|\s-\s+|\b(?:that|so|for|to|with|by|and|help|helps|helping|teach|teaching|get|getting|have|having|want|ensure|ensures|ensuring|enable|enabling|allow|encourage|support"
    r"|supporting|let|give|giving|see|ask|asking|show|showing|can|do|train|training|prepare|until|from|all) )\Z",
    re.I,
)
_TIME_BEFORE = re.compile(rf"\b(?:{_TIMES}) \Z", re.I)
#: what goes on about them, and says no more of who they are
_GOES_ON = re.compile(
    r"\s*(?:[.;]|\Z)|,(?! (?:who|which|that|especially|particularly|such|including|aged|in|of|with|from)\b)|\s+(?:will|can|could|should|must|to|are|have|do|need|know|through|by|so|and|using|when|each|both|also|then|never|always|often|better|how|what|why)\b"
)
#: at the beginning of a sentence they do something, unless a word says more of who they are
_BEGINS = re.compile(r"(?:\A|[.!?:\n]\s*)\Z")
_NARROWS = re.compile(r"(?:in|with|who|whose|on|from|at|of|not|new|below|above|without|under|over|aged|eligible|that|which|taught|as|or|first|council|union|voice|premium|parliament|evening|forum|\w|\w+ing|\w+ed)", re.I)
_WILL = re.compile(r"\s+(?:will|can|could|should|must|to)\b")
_NEXT = re.compile(r"\s+([a-z]+)")
_QUOTED = re.compile(r"(?<!\w)['‘\"“][^'’\"“”\n]{2,80}['’\"”](?!\w)")
#: "improve my marking" can go on with "in ..."; "75% at grade 4" and "seating plans annotated" cannot
_CHANGE = re.compile(
    r"(?:(?:i|we|the (?:teacher|postholder)|my (?:target|aim) is) )?(?:(?:must|will|want to|need to|would like to|to|continue to) )*"
    r"(?:improv|rais|increas|develop|boost|strengthen|enhanc|build|support|us(?:e|ing)\b|embed|extend|reduc|deepen|refin|differentiat|promot)[^+&%\d]*$",
    re.I,
)
#: behind one of these "in [what exactly should get better?]" would belong to the wrong words ("the profile of music across school in ...")
_PREPOSITION = re.compile(r"\b(?:across|throughout|within|around|among|between|at|on|with|for|from|of)\b", re.I)
_VERB = re.compile(r"^to\b|\b(?:will|must|should|can|could|is|are|be|need|needs|want|wants|i|we)\b", re.I)
#: what somebody will do, and the end of its sentence; that it is so already
_WILL_DO = re.compile(r"\b(?:will|can|to)(?: (?:all|each|both|be|able|to|\w+ly))* (?P<deed>[a-z]+)\b[^.;:?!\n]*", re.I)
_NOW = re.compile(r"\b(?:now|currently|at (?:the moment|present)|already|but|(?:can|will)(?:not|['’]t)|can only)\b", re.I)
#: those of whom it is said, by words for several, or a class right before it; not "a scheme that they will use"
_SEVERAL = re.compile(
    rf"(?<!that )(?<!which )\b(?:they|(?:all|each|both)(?: of them)?|everyone|class|set|group|(?:the|my|our|these|those|all) (?:\w+ )?{NUMBER}"
    r"|(?!always|lessons|weeks|days|months|this|his|its|is|was|has)[a-z]{2,}[^\Wsui'’]s)\b|(?<!in )\b(?-i:(?:[1-9]|1[0-3])[A-Z][A-Za-z]{0,5}\d?) ?\Z",
    re.I,
)
#: of whom it is no question how many do it
_ONE_PUPIL = re.compile(r"\b(?:he|she|him|his|her|hers)\b|\b(?:the|a|one|my) (?:child|pupil|student)\b|\b(?:child|pupil|student) (?-i:[A-Z])\b|\A\W*(?-i:[B-HJ-Z])\b(?! (?:level|team)s?\b)", re.I)
_I = re.compile(r"\b(?:i|we) \Z", re.I)
#: subjects whose names are words for something else as well, unless they stand beside another
_ALSO_WORDS = frozenset(["reading", "writing", "art", "food", "law", "business", "media", "re", "statistics", "literature", "languages"])
_BESIDE = re.compile(r"(?:\band|\bor|,|&|/) ?\Z", re.I)
#: longer words in capitals are shouted: "PSHE" and "MATHS"
_LONGEST_INITIALS = 4
#: words beyond which a statement is completed by sentences and not by clauses
_LONGEST_CLAUSE = 32
#: words beyond which nobody knows any more what "in" and "for" belong to
_LONGEST_HEAD = 14
#: how many people, asked in the place of words
_HOW_MANY = re.compile(
    r"\[how many\?\] (?:of (?:(?:the|my|our|these|those) )?)?(?:them|us|pupils|students|children|learners|boys|girls|kids|teachers|colleagues|parents|families|group|class|set|cohort|\d{1,2})", re.I
)


def _masked(text: str) -> str:
    """``text`` with what stands in blanks hidden, letter for letter: it is no place to cut, and no part of the sentence."""
    return re.sub(r"\[[^\[\]]*\]", lambda match: "_" * len(match[0]), text)


def bears_clauses(text: str, missing: Collection[str], *, gain: bool) -> bool:
    """Whether one sentence can hold what is ``missing`` and stay one that a person would write. ``gain``: whether it is asked what a job is good for, in the place of its group."""
    core = _masked(END.sub("", text.strip()))
    if not core or len(core.split()) > _LONGEST_CLAUSE or _NO_CLAUSE.search(core):
        return False
    if ("steps" in missing and _METHOD.search(core)) or ("success_measure" in missing and _PURPOSE.search(core)):
        return False
    if {"steps", "success_measure"} & set(missing) and not _says_something(core):
        return False
    if "pupil_group" in missing and gain:  # "Maintain the hygiene rating for [whom exactly?]"
        return False
    head = _MEANS.split(core, maxsplit=1)[0]
    if "learning_focus" in missing and (not _CHANGE.match(head) or _PREPOSITION.search(head)):
        return False
    inside = {"pupil_group", "learning_focus"} & set(missing)
    return not inside or (not re.search(r",|\bin\b", head) and len(head.split()) <= _LONGEST_HEAD and not _NO_OBJECT.search(head))


def bears_purpose(core: str) -> bool:
    """Whether a sentence can go on with "so that ..."."""
    return len(core.split()) <= _LONGEST_CLAUSE and not _NO_CLAUSE.search(core) and not _PURPOSE.search(core)


def parted(core: str, *, timed: bool) -> tuple[str, str]:
    """``(head, rest)``: the rest begins with the means or the purpose, or (``timed``) else with a time at the end."""
    seen = _masked(core)
    means = next((match for match in _MEANS.finditer(seen) if seen[: match.start()].count(" ") > 1), None)
    if means:
        return core[: means.start()], core[means.start() :]
    time = _TIME_TAIL.search(seen) if timed else None
    return (core[: time.start()], core[time.start() :]) if time else (core, "")


def says_a_deed(core: str) -> bool:
    """Whether a statement says what several pupils will do, in the words of something that they do ("explain", not "improve"): what is left to ask is how many, and how well."""
    seen = _masked(core)
    for one in _WILL_DO.finditer(seen):
        front = re.split(r"[.;:?!\n]|\bso that\b", seen[: one.start()])[-1]
        asked = seen[one.end() : one.end() + 1] == "?"
        if one["deed"].lower() in topics().deeds and _SEVERAL.search(front) and not asked and not any(not_so.search(front) for not_so in (_I, _ONE_PUPIL)) and not _NOW.search(one[0]):
            return True
    return False


def only_subject(text: str) -> str | None:
    """The one subject that a text names, if it says that something in it is to get better; None if it names another as well."""
    seen = _masked(text)
    found = _subjects().search(seen)
    if found is None or re.fullmatch(r"\s*(?:in|at) ", seen[: found.start()], re.I):
        return None
    if any(one[0].lower() != found[0].lower() for one in _any_subject().finditer(seen) if one[0].lower() not in _ALSO_WORDS or _BESIDE.search(seen[: one.start()])):
        return None
    word = found[0]
    plain = word.istitle() and word.split()[0].lower() not in NAMES
    return word.lower() if plain or (word.isupper() and len(word) > _LONGEST_INITIALS) else word


def people_in_general(core: str, whom: str) -> re.Match[str] | None:
    """Where a sentence speaks of those whom it is for by a general word and nothing else (``people`` in the match), whose place a question can take."""
    seen = _QUOTED.sub(lambda match: "_" * len(match[0]), _masked(core))
    return next((one for one in _ANYBODY[whom].finditer(seen) if _is_general(seen, one)), None) if whom in _ANYBODY else None


def _is_general(seen: str, found: re.Match[str]) -> bool:
    before, behind = seen[: found.start()], seen[found.end() :]
    if not (_LEADS_TO.search(before) or (_TIME_BEFORE.search(before) and _WILL.match(behind))):
        return False
    if found[0][0].isupper() and before and before.rstrip()[-1:] not in (".", "!", "?", ":", ";", "•", "–", "-") and "\n" not in before[-2:]:  # a name
        return False
    verb = _NEXT.match(behind)
    does = verb is not None and (verb[1] in topics().verbs or (_BEGINS.search(before) is not None and not _NARROWS.fullmatch(verb[1])))
    return does or _GOES_ON.match(behind) is not None


def general_gain(core: str) -> int | None:
    """Where "progress in maths" ends, behind which it can be asked in what exactly; None if nothing such is there, or it is one subject among several."""
    found = _general().search(_masked(core))
    return found.end() if found else None


def _subject() -> str:
    """Any subject of the shipped list."""
    return word_lists(shipped.folder("rules") / "words").branch("subject")


@lru_cache(maxsize=1)
def _any_subject() -> re.Pattern[str]:
    return re.compile(rf"\b{_subject()}\b", re.I)


@lru_cache(maxsize=1)
def _subjects() -> re.Pattern[str]:
    """A subject that is no part of another name ("art displays"): led to by a word, or at the beginning, and followed by none that could belong to it."""
    subject = _subject()
    led_to = r"(?:(?<!\w)(?:(?<=in )|(?<=at )|(?<=with )|(?<=their )|(?<=improve )|(?<=improving )|(?<=develop )|(?<=raise )|(?<=about ))|\A)"
    gain = r"(?:progress|attainment|achievement|results|outcomes|skills|grades|scores|levels|gaps?)\b"
    alone = rf"(?=\s*(?:[.,;:!?()\n]|$)|\s+[–-]\s|\s+(?:{gain}|(?:for|by|in|at|with|so|through|using|this|next|to|across|among|on|is|are|will|and|lessons?)\b))"
    return re.compile(rf"{led_to}{subject}\b{alone}|\b{subject}(?= {gain})", re.I)


@lru_cache(maxsize=1)
def _general() -> re.Pattern[str]:
    """What gets better, by words that could stand in any target."""
    subject = _subject()
    return re.compile(
        rf"\b(?:progress|attainment|achievement|improvement) in {subject}(?: (?:and|&) {subject})?\b(?!,? (?:and|&) {subject}\b|, {subject}\b)"
        r"(?=\s*(?:[.,;)\n]|$)|\s+(?:and|but|so|by|with|through|using|this|next|before|until|during|on|at)\b)",
        re.I,
    )


def person(text: str) -> str:
    """"I" or "we", if a text speaks so."""
    found = {match[0].lower() for match in _FIRST_PERSON.finditer(text)}
    return "I" if found - {"we", "our"} else "we" if found else ""


def _says_something(core: str) -> bool:
    """Whether a text begins with a verb or has an auxiliary one, to which "by ..." and "so that ..." can belong."""
    first = core.split()[0].lower()
    return first in topics().verbs or first.endswith("ing") or bool(_VERB.search(core))


def asks_how_many(text: str) -> bool:
    """Whether a text asks in their place how many people there are: "[how many?] of the group"."""
    return _HOW_MANY.search(text) is not None
