"""What was found, quoted so that it can be asked about: whole phrases, whatever the rule or the model marked of them."""

from __future__ import annotations

import re

END = re.compile(r"[\s.;:,!]+$")
#: what a phrase that was found does not end or begin with when it is quoted
_LOOSE = "and|or|but|yet|the|a|an|of|in|at|by|to|for|with|on|so|than|through|that|my|our|your|their|his|her|its|how|if|when|as|it|is|are|was|which|who"
_THING = re.compile(
    rf" (?!(?:{_LOOSE}|be|been|will|can|have|has|had|do|does|not|but|because|from|into|while|where|this|these|they|we|i|you|some|any|also|each|all|during|before|after|across|within|about|more|between|over|off|out|up|down|away|back|instead|rather|together|again|today|when|what|then|there|here|now|still|yet|already|just|even|really)\b|\w+ing\b)[a-z'’-]{{3,}}\b"
)
_COMPARED = re.compile(r"(?!(?:bett|soon|lat|oth|eith|neith|ov|und|aft|rath|furth|low|high)er\b)\w{2,}[^\Wae]er", re.I)
_QUALITY = re.compile(r"(?:ive|ful|able|ible|ate|ant|ous)$", re.I)
_SHARE = re.compile(r"^\d+ ?% (?:of )?")
#: "if poss", "when available", "as often as they can", "how confident they are" keep their first word, and what ends them
_CONDITION = re.compile(r"(?:if|when|whenever|where|wherever|how|as and when|as \w+ as)\b", re.I)
_LOOSE_BEGINNING = re.compile(rf"^(?!on (?:top|track|task|board|time)\b)(?:(?:{_LOOSE})\s+)+", re.I)
_LOOSE_END = re.compile(rf"(?:(?<!\bneed)(?<!\blistened)(?<!\bcatered)(?<!\btalked)(?<!\bspoken)\s+(?:{_LOOSE}|this|these|each|every|next|last|what|under|over|into|onto))+$", re.I)
#: the beginning of a time, which is no part of "be better before the" trip
_CUT_SHORT = re.compile(r"(?<=\w) (?:before|after|until|during)(?: (?:the|a|my|our|this|their))?$", re.I)
#: begins what comes next: "a good deal happier having" a go
_NEXT_VERB = re.compile(r"(?<=er) (?:having|being|doing|getting|making|going|coming|taking|using|trying)$", re.I)
#: of "a substantial part in drawing up the strategy"
_CUT_VERB = re.compile(r"(?<=\w) in \w+ing$", re.I)
_AS_WELL = re.compile(r" (?:as well|too|also)$", re.I)
#: what the word before belongs to: "effective classroom" is half of "effective classroom management"
_HEAD = re.compile(
    r" (?:(?:and|&) safety(?: (?:legislation|law|rules|guidance|policy|procedures))?|management|intent|design|delivery|practices?|strateg(?:y|ies)|approach(?:es)?|environments?|culture|climate|teaching|learning|planning|development|outcomes|skills|language|behaviours?|behaviors?|routines?|(?:and \w+ )?progress|gains)\b",
    re.I,
)
#: words of a verb go on to the end of their clause, and so does what is only perhaps to be done
_VERBAL = re.compile(r"(?:maybe|perhaps|possibly|probably) \w|(?:(?:to|should|will|can) )?(?:see|feel|be|have|become|get|make|do|take|give|know|understand|show|keep|want|look|find|help|go|come|think|leave) \w", re.I)
_STOPS = r"(?:and|but|or|so|because|by|when|while|which|through|using|this|next|before|after|until|for|with)\b"
_TO_ITS_END = re.compile(rf"(?: (?!{_STOPS})[\w'’-]+){{1,9}}?(?=\s*(?:$|[.,;:!?()\[\]–—\n])| {_STOPS})", re.I)
#: goes on with its verb: "talk through where we" are
_OPEN = re.compile(r" (?:where|how|what|that|which|who|if|when) (?:i|we|they|you|he|she|it)$", re.I)
#: goes on with its noun: "moved on in writing", "got on top of their reversals"
_GOVERNS = re.compile(r"(?<=\w) (?:of|in|on|with|about|through|than|at|to|for)(?: (?:my|our|their|his|her|the|a|an))?$", re.I)
#: what does not belong to that noun any more
_ENDS_NOUN = rf"{_STOPS}|(?:it|them|these|those|last|each|every|in|on|at|as|about|from|during|who|that|to|is|are|will)\b"
_GOVERNED = re.compile(rf"(?: (?!{_ENDS_NOUN})[A-Za-z'’-]+){{1,3}}?(?=\s*(?:$|[.,;:!?()\[\]–—\n])| (?:{_ENDS_NOUN}))", re.I)
#: what is left of "if I can" is no phrase
_BARE = re.compile(r"(?:i|we|they|you) \w+", re.I)
_AUXILIARY = re.compile(r"(?:have|has|had)\b", re.I)
_BEFORE_AUXILIARY = re.compile(r"(?<![A-Za-z'’])[A-Za-z'’]+ (?:and|or) $")
#: words that begin with a large letter anywhere
NAMES = frozenset(
    ["english", "french", "german", "spanish", "italian", "latin", "mandarin", "irish", "welsh", "scottish", "british", "american", "ofsted", "reception", "year", "key", "christmas", "easter", "i"]
)
_ADJECTIVAL = re.compile(r"\w(?:al|ic|ive|ful|ous|ary|-(?:way|term|based|wide|led|quality|level))$", re.I)
#: the second of two adjectives: "a larger, keener" cohort
_LISTED = re.compile(r", \w+er$", re.I)
#: a phrase does not end with these, or begin with those without their verb
_CUT_OFF, _PARTICLE = re.compile(r"\bown$", re.I), re.compile(r"(?:after|up|out|off|over|down)\b ", re.I)
#: a word that says something of one of these is quoted alone
_POINTS = re.compile(r"\b(?:this|that|it|them|these|those|us|him|her|everyone|everything) $", re.I)
#: belongs to the amount behind it
_MUCH = re.compile(r"\b(?:a (?:lot|bit|little|great deal)|much|far|lots|many|even) $", re.I)
#: the rest of an idiom
_LITTLE_AND = re.compile(r"\blittle and $", re.I)
#: characters before some words at which is looked for what belongs to them
_NEAR = 80


def quoted(text: str, start: int, end: int, *, of_things: bool) -> str:
    """What was found, as it can be asked about within a sentence: one word alone with the one before it or two behind it, a verb with the rest of its clause or what
    it is joined to, an adjective or a preposition with its noun; without a share before it, an "of" at an end or a large letter that only began a sentence. ``of_things``: with the word behind it."""
    found_at = start
    start, end = _begun(text, start, end, of_things=of_things)
    start, end, entire = _ended(text, start, end)
    rest = re.match(r"[\w'’-]*", text[end:])  # of a word that was cut
    words = END.sub("", text[start : end + (rest.end() if rest else 0)])
    words = words if text[end:].startswith(" as ") else _AS_WELL.sub("", words)
    if _SHARE.match(words):
        return _SHARE.sub("", words)
    kept = words if entire or (" " in words and _CONDITION.match(words)) else _trimmed(words, goes_on=re.match(r" \w", text[end:]) is not None)
    before = text[:start].rstrip()
    begins = not before or before[-1] in ".!?:" or "\n" in text[len(before) : start]
    if begins and start == found_at and kept[1:2].islower() and text.startswith(kept, start) and kept.split()[0].lower() not in NAMES:
        kept = kept[0].lower() + kept[1:]  # within the sentence that asks
    of_a = re.search(r"\ba $", text[:start], re.I) or re.match(r"(?:for )?a ", words, re.I)  # "a little practice" is some, "little practice" hardly any
    return f"a {kept}" if of_a and re.match(r"(?:lot|bit|little|couple) ", kept) else kept


def _begun(text: str, start: int, end: int, *, of_things: bool) -> tuple[int, int]:
    """Where the phrase begins to which the words from ``start`` to ``end`` belong, and where it ends at least."""
    if cut := re.search(r"\w[\w'’]*[-'’]$", text[: start + (text[start] in "-'’")]):  # the second half of "high-yield", or of "we've"
        start = cut.start()
    if cut_off := _CUT_OFF.search(text[start:end]) and re.match(r" [A-Za-z'’-]+", text[end:]):  # "look after my own" wellbeing
        end += cut_off.end()
    at = max(start - _NEAR, 0)  # what belongs to a word stands near it, and a text can be long
    before = text[at:start]
    if (of_things and (much := _MUCH.search(before))) or (much := _LITTLE_AND.search(before)):
        start = at + much.start()
    if _PARTICLE.match(text[start:end]) and (verb := re.search(r"[A-Za-z'’-]+ $", text[:start])):
        start = verb.start()
    if " " not in text[start:end] and text[:end].endswith("ly") and (of := _THING.match(text[end:])):  # "suitably complex"
        end += of.end()
    elif " " not in text[start:end] and not text[:end].endswith("ly"):
        if _QUALITY.search(text[start:end]) and (thing := _THING.match(text[end:])):  # "effective small group"
            end += thing.end()
            end += more.end() if (more := _THING.match(text[end:])) else 0
        elif _COMPARED.fullmatch(text[start:end]) or _POINTS.search(before):  # "safer" of "make the hall safer", "safe" of "every one of them safe"
            pass
        elif beside := re.search(r"(?:[A-Za-z][A-Za-z'’-]* (?=(?:out|up|on|in|off|back|down|away|over) ))?[A-Za-z][A-Za-z'’-]* $", text[:start]):
            start = beside.start()
        elif after := re.match(r"(?: (?!(?:but|and|or)\b)[A-Za-z'’]+){1,2}", text[end:]):
            end += after.end()
    elif _AUXILIARY.match(text[start:end]) and (joined := _BEFORE_AUXILIARY.search(text[:start])):
        start = joined.start()  # "remember and have enjoyed"
    elif of_things and re.search(r"\b(?:more|better|greater|higher|improved|of) (?!\w+ly$|(?:them|us|these|those|it|mine)$)\w+$", text[start:end], re.I) and (thing := _THING.match(text[end:])):
        end += thing.end()
    if re.match(r"\w+ as\b", text[start:end]) and text[:start].lower().endswith(" as "):
        start -= len("as ")
    return start, end


def _ended(text: str, start: int, end: int) -> tuple[int, int, bool]:
    """``start``, where the phrase from there ends, and whether it ends with its clause or its noun, so that nothing of it is loose."""
    if cut := _CUT_SHORT.search(text[start:end]):
        return start, end - len(cut[0]), True
    entire = False
    if _VERBAL.match(text[start:end]) or _OPEN.search(text[start:end]):
        rest = _TO_ITS_END.match(text[end:])  # "see how she does" of "see how she does choral reading"
        entire = rest is not None or not re.match(r" \w", text[end:])  # "know where everybody is"
        end += rest.end() if rest else 0
    elif " " in text[start:end] and (head := _HEAD.match(text[end:]) or ((_ADJECTIVAL.search(text[start:end]) or _LISTED.search(text[start:end])) and _THING.match(text[end:]))):
        end += head.end()  # "effective classroom", "better historical"
    elif _GOVERNS.search(text[start:end]) and (noun := _GOVERNED.match(text[end:])):
        end, entire = end + noun.end(), True
        start += loose.end() if (loose := _LOOSE_BEGINNING.match(text[start:end])) else 0
    if re.search(r"(?:n['’]t|\bnot)$", text[start:end]) and (denied := re.match(r" [\w'’]+", text[end:])):
        end += denied.end()  # "honestly don't mind"
    return start, end, entire


def _trimmed(words: str, *, goes_on: bool) -> str:
    """``words`` without what is loose at their ends. ``goes_on``: their clause does."""
    kept = _LOOSE_BEGINNING.sub("", _LOOSE_END.sub("", words)) or words
    kept = _NEXT_VERB.sub("", _CUT_VERB.sub("", kept)) if goes_on else kept
    return words if _BARE.fullmatch(kept) else kept
