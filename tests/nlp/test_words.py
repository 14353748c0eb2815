import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from target_lint import shipped, yamlfile
from target_lint.nlp.patterns import Pattern
from target_lint.nlp.words import Words, phrases, plain, trie

FOLDER = shipped.folder("rules") / "words"
FILES = sorted(FOLDER.glob("*.yaml"))
WORDS = Words.load(FOLDER)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_word_lists_are_sorted_and_without_duplicates(path):
    listed = [entry.value for entry in yamlfile.load(path).value["words"].value]
    assert listed == sorted(set(listed))
    assert all(word == word.strip().lower() for word in listed)


@pytest.mark.parametrize("name", sorted(WORDS.lists))
def test_every_word_of_a_list_is_matched_whole(name):
    pattern = WORDS.any_of(name)._regex
    for word in WORDS.lists[name]:
        assert pattern.fullmatch(word), word


@given(st.text())
def test_plain_keeps_every_character_in_its_place(text):
    assert len(plain(text)) == len(text)
    assert plain(plain(text)) == plain(text)


@given(st.lists(st.text("abc de", min_size=1).map(str.strip).filter(bool), min_size=1, max_size=12))
def test_a_trie_matches_just_its_phrases(items):
    pattern = re.compile(trie(items))
    for item in items:
        assert pattern.fullmatch(" ".join(item.split()) if "  " not in item else item) or "  " in item
    assert not pattern.fullmatch("zzz")


def test_a_phrase_may_begin_with_a_mark_and_white_space():
    pattern, text = phrases(["% of pupils"]), plain("50 %  of pupils")
    assert [one.span() for one in pattern.matches(text)] == [(3, 15)]


@pytest.mark.parametrize("source", ["(?<!the )often", "(?i)stop"])
def test_a_pattern_that_cannot_be_compiled_is_refused_when_it_is_read(source):
    with pytest.raises(re.error):
        Pattern(source, WORDS)


def test_phrases_do_not_match_inside_words():
    pattern = phrases(["often", "as and when"])
    assert not pattern.search(plain("soften the edges"))
    assert pattern.search(plain("as  and\nwhen they come"))


def test_an_unknown_list_names_the_near_one(tmp_path):
    path = tmp_path / "part.yaml"
    path.write_text("x:\n  - '{pupil}'\n", encoding="utf-8")
    entry = yamlfile.load(path).value["x"].value[0]
    with pytest.raises(
        yamlfile.RuleError, match=r"part\.yaml:2: no word list is called 'pupil'; did you mean 'pupils'"
    ):
        WORDS.compile(entry)


def every_pattern():
    from target_lint.nlp.components import components_for

    for part in components_for(shipped.folder("rules")).parts:
        yield from (
            *part.strong,
            *part.weak,
            *part.excluded,
            *(one for _, _, patterns in part.within for one in patterns),
        )


TEXTS = [
    entry
    for path in (shipped.folder("rules")).rglob("*.yaml")
    for entry in path.read_text(encoding="utf-8").splitlines()
]


def test_anchors_never_change_what_a_pattern_matches():
    patterns = list(every_pattern())
    texts = [plain(line) for line in TEXTS[::7]]
    changed = [
        (pattern.source, text)
        for pattern in patterns
        for text in texts
        if [one.span() for one in pattern.matches(text)] != [one.span() for one in pattern._regex.finditer(text)]
    ]
    assert changed == []
    assert sum(pattern.need == 0 for pattern in patterns) < len(patterns) / 12


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (r"\w+ing the", "reading the"),  # the anchor is no token of its own
        (r"(?:\w+ly |all )?read", "they quickly read"),
        (r"(?:{pupils}|{cohort}) will", "pupils will"),  # the parser takes two lists for a class of two characters
        (r"\d+ ?%", "of ٣٤%"),  # digits of any script
        (r"(?:^|[.;] ?)stop", "no.   stop"),
        (r"(?:the )?(?:\w+ ){0,2}?pupils", "so that the two quiet pupils speak"),
        (r"[ab]?cd|_{3,}", "say ____ or cd"),
        (r"£\d+", "costs £50"),
        (r"year ３", "year ３"),
        (r"İstanbul trip", "İstanbul trip"),
        (r"(?i:stop)", "ſtop"),
        (r"(?>{pupils}|{cohort}) will", "pupils will"),
        (r"a (?:)?b", "a b"),
    ],
)
def test_anchors_of_odd_patterns(source, text):
    pattern, text = Pattern(source, WORDS), plain(text)
    spans = [one.span() for one in pattern._regex.finditer(text)]
    assert spans
    assert [one.span() for one in pattern.matches(text)] == spans
    assert pattern.search(text)
