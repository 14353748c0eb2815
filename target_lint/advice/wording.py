"""Words that fit their place: what stands for vague ones (``rules/rewrites/phrases.yaml``: a blank, nothing, or the words themselves and a sentence that asks
what they mean), and answers in the place of blanks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from target_lint.advice.audience import PUPILS
from target_lint.advice.frames import frames, phrases
from target_lint.advice.quoting import END, quoted
from target_lint.advice.verdict import UNFILLED
from target_lint.checks.defined import last_phrase
from target_lint.nlp.blanks import blanks
from target_lint.nlp.words import plain
from target_lint.types import Field, Finding

#: words that cannot be put between quotes, or have a figure, which is written once
_UNQUOTABLE = re.compile(r"[\d\"“”\[\]\n]|^['‘’]|['‘’]$")
#: "80% of 11X2 making expected progress" is asked about from "making" on
_TO_LAST_FIGURE = re.compile(r"^.*\d\S*\s+(?=\S+ \S)", re.S)
#: amounts and comparisons, which are of something: what stands behind "more infant" in "more infant parents" belongs to it
_AMOUNTS = ("vague/amount", "vague/more", "vague/comparative")
#: the rule whose words come from the model
UNLISTED = "vague/unlisted"
#: qualities that are seen in pupils or in what they make
_OF_PUPILS = re.compile(
    r"pupil|student|child|learner|progress|confiden|engag|independ|resilien|motivat|attitude|outcome|attainment|result|behav|understand|fluen|"
    r"vocabulary|work|answer|writ|read|calm|settle|focus|ready|prepared|able|secure|participat|attend|effort|respect|kind|happ|better|success|themsel|on their own",
    re.I,
)
#: a quality without its noun, which is of what stands before it: "progress of PP to be good"
_PREDICATE = re.compile(r"(?:to )?(?:be|is|are|become|becomes|get|gets|stay|stays) \w+(?: \w+)?|(?:very |really )?(?:good|better|strong|stronger|excellent|outstanding)", re.I)
#: how something is done
_MANNER = re.compile(r"[a-z]+ly", re.I)
#: a change that the model marks: what should get better is asked for where no focus is there
_CHANGES = re.compile(r"(?:to )?(?:improv|rais|increas|develop|boost|strengthen|enhanc|deepen|refin|build|support|promot)(?:e|es|ed|ing|s)?\b", re.I)
#: fields that hold something else than a time
_NO_TIMES = frozenset({"success_criteria", "actions", "support", "evidence"})
#: the full stop of "etc." within a sentence
_GOES_ON = re.compile(r"\.(?=[),;]| [a-z])")
#: stand, for a moment, where words were taken out: an adverb or an aside, one of several adjectives
_ADVERB, _ADJECTIVE = "\x01", "\x02"
_GONE = _ADVERB + _ADJECTIVE
#: asks what words mean that say nothing of pupils; no measure, as what would be seen of pupils is
_LOOKS_LIKE = "[what would that look like?]"
#: a clause that asks for its pupils, and where one can stand
_WHICH = "[which pupils"
_BEGINS_A_CLAUSE = re.compile(r"(?:\A|[.;:!?\n•]\s)\s*(?:(?:I|we) )?(?:(?:to|will|must|should|want to|need to|would like to|aim to)\s+)*\Z", re.I)
_LEADS = {"pupil_group": "for", "learning_focus": "in|about", "steps": "by", "success_measure": "so that|when"}
_TIME_WORD = re.compile(
    r"(?:by|before|in|on|during|at|from|until|till|this|next|every|each|over|after|within|for)\b", re.I
)
#: what may stand behind a blank within a sentence
_BEARS_BLANK = re.compile(
    r"\s*(?:[,;\n]|\.(?!\s*[a-z]))(?!['’\"”])|\s+(?:so|because|by|when|while|which|before|after|until)\b", re.I
)
#: the rest of a list
_LISTED = re.compile(r",(?: (?:and|or|&))? [\w'’-]+(?: [\w'’-]+)?(?:,| and\b| or\b|\s*[.;]|\s*$)|,? (?:and|or|&) ", re.I)
#: so many phrases are asked about in one sentence; nobody answers more
_MOST_ASKED = 4
#: characters around some words at which phrases look
_NEAR = 300


def make_room(field: Field, findings: Iterable[Finding], values: Mapping[str, str], *, person: str = "", measured: bool) -> Field:
    """``field`` with something else for the vague words in it, where a phrase is known for them.

    ``values``: the blanks by their names (``who``, ``do``, ``see``, ``two``, ``when``, ``here``); ``mean``, if it is there: what explains words in the place of the usual
    question, ``act`` what explains a practice; ``person``: "I" or "we" if the draft speaks so; ``measured``: whether a measure will be asked for, which says what words mean that only the model marks.
    """
    text = field.text
    if field.name in _NO_TIMES:  # "ongoing" is no evidence and no step, and neither is a date
        values = {**values, "when": values["here"]}
    placed = [(one.place.start, one.place.end, one) for one in findings if one.place and one.place.field == field.name]
    placed.sort(key=lambda row: row[:2])
    few = sum(not (measured and one.rule == UNLISTED) for _, _, one in placed) <= _MOST_ASKED
    fitting = [(start, end, one, fit) for start, end, one in placed if (fit := _fitting(one, start, end, text, few=few))]
    quotes: list[tuple[int, int, str, bool]] = []
    for start, end, one, fit in fitting:
        if fit.ask and not (one.rule == UNLISTED and (measured or ("mean" in values and "{mean}" in fit.ask and _CHANGES.match(one.found)))):
            joined = quotes and quotes[-1][2] == fit.ask and re.fullmatch(r",? (?:and|or) ", text[quotes[-1][1] : start])
            quotes.append((quotes.pop()[0] if joined else start, end, fit.ask, one.rule in _AMOUNTS))
    asked, ends, of_them = _asked_about(text, quotes)
    edits: list[tuple[int, int, str]] = []
    for start, end, one, fit in fitting:
        if not fit.ask and "[" not in one.found and "]" not in one.found:
            start, end = fit.start, fit.end + bool(one.found.lower() == "etc" and _GOES_ON.match(text, end))
            edits.append((start, end, _put(fit, one, text, values)))
    sentences: list[tuple[list[str], str]] = []
    explained, act = values.get("mean", ""), values.get("act", "")
    for ask, words in asked.items():
        of_pupils = any(one in of_them or _OF_PUPILS.search(one) or (field.name == "statement" and _is_done_by_pupils(text, one)) for one in words)
        # what would be seen is the measure that a cell of measures lacks
        mean = values["see"] if of_pupils or (measured and field.name == "success_criteria") else act or _LOOKS_LIKE
        # "better essays"; neither "positively" nor "outstanding lessons" names what could get better
        if explained and "{mean}" in ask and len(words) == 1 and " " in words[0] and "," not in words[0] and of_pupils is (field.name != "actions"):
            mean, explained = explained, ""
        act = "" if "{mean}" in ask and mean == act else act
        blank = ask.format(**{**values, "mean": mean})
        words = words[:_MOST_ASKED]
        end = ends[words[0]] if len(words) == 1 else -1
        if end >= 0 and not any(low <= end <= high for low, high, _ in edits):
            edits.append((end, end, frames().sentences["that_is_here"].format(blank=blank)))
        else:
            sentences.append((words, blank))
    for start, end, put in sorted(edits, reverse=True):
        text = text[:start] + put + text[end:]
    text = _smoothed(text, field.text)
    for words, blank in sentences:
        left = [one for one in words if one.lower() in text.lower()]  # the others went with a longer phrase
        text = _asking(text, left, blank, person) if left else text
    return replace(field, text=text)


def _asked_about(text: str, quotes: Iterable[tuple[int, int, str, bool]]) -> tuple[dict[str, list[str]], dict[str, int], set[str]]:
    """``(question -> the phrases about which it asks, phrase -> where it ends if a blank can stand behind it, else -1, the phrases that are of pupils)``; each of ``quotes``
    is ``(start, end, question, whether with the word behind it)``, in order."""
    asked: dict[str, list[str]] = {}
    ends: dict[str, int] = {}
    of_pupils: set[str] = set()
    last: tuple[int, int, str, str] | None = None
    shown = plain(text)  # in which every character has its place
    for start, end, ask, of_things in quotes:
        phrase = _TO_LAST_FIGURE.sub("", quoted(text, start, end, of_things=of_things))
        low = shown.find(plain(phrase), max(start - len(phrase), 0))
        if last and 0 <= low < last[1] and last[0] < low + len(phrase):  # "a lot more live" and "more live modelling" are one phrase
            low, high, ask = min(low, last[0]), max(low + len(phrase), last[1]), last[2]
            phrase = last[3] + text[last[1] : high] if low == last[0] else text[low:high]
            if _UNQUOTABLE.search(phrase) or last[3] not in asked[ask]:
                continue
            asked[ask].remove(last[3])
            ends.pop(last[3], None)
        if _UNQUOTABLE.search(phrase):
            continue
        words = asked.setdefault(ask, [])
        words += [phrase] if phrase not in words else []
        if phrase not in ends:
            ends[phrase] = _its_end(text, phrase, text[start:end])
        if _PREDICATE.fullmatch(phrase) and _OF_PUPILS.search(_sentence_before(text, start)):
            of_pupils.add(phrase)
        last = (low, low + len(phrase), ask, phrase) if low >= 0 else None
    return asked, ends, of_pupils


def _is_done_by_pupils(text: str, phrase: str) -> bool:
    """Whether a ``phrase`` is how pupils do something ("write up the practicals properly")."""
    return _MANNER.fullmatch(phrase) is not None and PUPILS.search(_sentence_before(text, max(text.find(phrase), 0))) is not None


def _sentence_before(text: str, start: int) -> str:
    """What stands in its sentence before a place."""
    return re.split(r"[.;\n]", text[:start])[-1]


def _its_end(text: str, phrase: str, found: str) -> int:
    """Where a quoted ``phrase`` ends, if a blank that explains what was ``found`` can stand right behind them: once in the text, in no brackets and no list, and the
    sentence goes on. Else -1."""
    shown = text.lower()
    if shown.count(found.lower()) != 1 or shown.count(phrase.lower()) != 1:
        return -1
    end = shown.index(phrase.lower()) + len(phrase)
    before, behind = text[:end], text[end:]
    if before.count("(") > before.count(")") or _LISTED.match(behind) or not END.sub("", behind) or not _BEARS_BLANK.match(behind):
        return -1
    return end if found.lower() in last_phrase(text, end) else -1


def instead(one: Finding, text: str) -> tuple[str, ...]:
    """What could stand in the place of the words that were found in a field with this ``text``: the phrase that fits there, with blanks. For a rule without phrases
    what it offers itself, but no clause that asks which pupils where the words are no clause of their own."""
    if not one.place or "[" in one.found:
        return one.rewrites
    start, end = one.place.start, one.place.end
    if one.rule not in phrases():
        fits = _BEGINS_A_CLAUSE.search(_around(text, start, end)[0])
        offered = (put for put in one.rewrites if fits or _WHICH not in put)
        return tuple(capital(put) if one.found[:1].isupper() else put for put in offered)
    fit = _fitting(one, start, end, text, few=False)
    if fit is None or not fit.put or (fit.start, fit.end) != (start, end):
        return ()
    values = _plain()
    return (_put(fit, one, text, {**values, "when": values["here"]} if one.place.field in _NO_TIMES else values).strip(),)


@lru_cache(maxsize=1)
def _plain() -> dict[str, str]:
    """The blanks without examples."""
    asked = frames().blanks
    put = {"who": asked["pupil_group"]["pupils"], "do": asked["success_measure"]["do"], "see": asked["success_measure"]["see"], "two": asked["steps"]["two"], "when": asked["timescale"]["pupils"]}
    return {name: f"[{question}]" for name, question in put.items()} | {"here": "[what belongs here?]"}


def stopped(core: str) -> str:
    """A sentence with its full stop, which a question, or one within quotes, has already."""
    return core if re.search(r"\?$|[.!?]['’\"”)]$", core) else core + "."


def capital(text: str) -> str:
    """With a large first letter, that of a blank inside its bracket."""
    return text[:1].upper() + text[1:] if not text.startswith("[") else "[" + text[1:2].upper() + text[2:]


def filled(fields: tuple[Field, ...], answer: str) -> tuple[Field, ...]:
    """``fields`` with ``answer`` in the place of their first blank, fitted to the words before it."""
    for index, field in enumerate(fields):
        for start, end, part in blanks(field.text.lower()):
            text = _fitted(answer.strip(), field.text[:start], part)
            made = replace(field, text=field.text[:start] + text + field.text[end:])
            return (*fields[:index], made, *fields[index + 1 :])
    return fields


def _fitted(answer: str, before: str, part: str | None) -> str:
    """Without a "for" or "so that" that stands there already, with a "by" before a bare time, small or capital as the place asks."""
    answer = END.sub("", answer)
    lead = _LEADS.get(part or "")
    if lead and re.search(rf"\b(?:{lead})\s*$", before, re.I):
        answer = re.sub(rf"^(?:{lead})\s+", "", answer, flags=re.I)
    if part == "timescale" and not _TIME_WORD.match(answer):
        answer = f"by {answer}"
    at_start = not before.strip() or before.rstrip().endswith((".", "!", "?"))
    return capital(answer) if at_start else answer


@dataclass(frozen=True, slots=True)
class _Fit:
    """The phrase for what was found: ``put`` stands there from ``start`` to ``end``, or ``ask`` asks about it; ``named``: what stands in the phrase's groups."""

    start: int
    end: int
    put: str
    ask: str
    named: Mapping[str, str]


def _fitting(one: Finding, start: int, end: int, text: str, *, few: bool) -> _Fit | None:
    """The first phrase that fits what was found and what stands around it. ``few``: little is vague in its field; then words that could go are asked
    about, if that can be done, because their writer meant something by them."""
    front, behind = _around(text, start, end)
    for phrase in phrases().get(one.rule, ()):
        fits = phrase.match(one.found, front, behind)
        if fits is None:
            continue
        match, before, after = fits
        begin = start - len(front) + before.start("gone") if before and "gone" in before.groupdict() else start
        close = end + after.end("gone") if after and "gone" in after.groupdict() else end
        named = {name: value or "" for one in (match, after) if one for name, value in one.groupdict().items()}
        return _Fit(begin, close, phrase.put or "", phrase.ask if few or phrase.put is None else "", named)
    return None


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and behind some words, as far as phrases look; a text that goes on does not begin or end there."""
    front = text[:start] if start <= _NEAR else "x" + text[start - _NEAR : start]
    return front, text[end:] if len(text) - end <= _NEAR else text[end : end + _NEAR] + "x"


def _put(fit: _Fit, one: Finding, text: str, values: Mapping[str, str]) -> str:
    """What stands in the place of what was found, large or small as its place asks; a mark where nothing does."""
    put = fit.put.format(**values, **fit.named)
    if not put:
        return _ADJECTIVE if one.rule == "vague/quality" and not one.found.endswith("ly") else _ADVERB
    if one.rule == UNFILLED and fit.start and not text[fit.start - 1].isspace():
        put = " " + put
    return capital(put) if text[fit.start : fit.start + 1].isupper() else put


def _asking(text: str, words: list[str], blank: str, person: str) -> str:
    """``text`` and what its ``words`` mean: at once if it ends with them, else in a sentence."""
    core = END.sub("", text)
    frame = frames().sentences
    if len(words) == 1 and core.lower().endswith(words[0].lower()):
        return core + frame["that_is"].format(blank=blank)
    marked = [f'"{one}"' for one in words]
    found = " and ".join(filter(None, (", ".join(marked[:-1]), marked[-1])))
    name = "asked_first_person" if person else "asked" if len(words) == 1 else "asked_of_two"
    return stopped(core) + " " + frame[name].format(found=found, blank=blank, person=person)


def _smoothed(text: str, before: str) -> str:
    """Without the traces of what was taken out: a lonely "and", a comma before a comma, a space before a full stop, a small first letter."""
    if not any(mark in text for mark in _GONE):
        return text
    text = re.sub(rf"\s*\(\s*[{_GONE}]+\s*\)", "", text)  # "(mostly)"
    text = re.sub(rf"[{_GONE}](?:,| and| but| &) (?=[{_GONE}]|\w+ly\b)", "", text)  # "purposefully and quickly"
    text = re.sub(rf",? (?:and|but|&) {_ADJECTIVE}(?= [a-z])", "", text)  # "rigorous, relevant and meaningful pathways"
    text = re.sub(rf",\s*{_ADVERB}\s*,(?= [a-z])", _ADVERB, text)  # "are, wherever possible, moved on"
    text = re.sub(rf"(?:,? (?:and|&)|,) ?[{_GONE}](?=\s*(?:[,.;:)]|$))", _ADVERB, text)  # "clearly and confidently."
    text = re.sub(rf"(^|[.!?]\s+|\n)[{_GONE}]\s*(\w)", lambda match: match[1] + match[2].upper(), text)
    text = re.sub(rf"\s*[{_GONE}]+(?=\s*[,.;:)\n]|\s*$)", "", text)
    text = re.sub(rf"(?<=\()[{_GONE}]+\s*", "", text)  # "(usually with a day's notice"
    text = re.sub(rf"\s*[{_GONE}]+\s*", " ", text)
    text = text.strip(" ,;")
    return capital(text) if before[:1].isupper() else text
