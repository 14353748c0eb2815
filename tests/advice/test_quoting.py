"""Weak words are quoted as whole phrases, so that they can be asked about."""

import pytest


def test_words_of_a_verb_are_quoted_to_the_end_of_their_clause(made):
    for text, words, quoted in (
        ("Swap a period to see how she does choral reading, by May", "see how she does", "see how she does choral reading"),
        ("They should feel confident by the summer in 9C", "feel confident", "feel confident"),
        ("Look at what they remember and have enjoyed in 9C", "have enjoyed", "remember and have enjoyed"),
        ("Use PAT-M better with the new class", "better", "PAT-M better"),
        ("The 9C concert takes place and is enjoyed by parents", "is enjoyed", "enjoyed"),
        ("I honestly don't mind which of 9C", "honestly don't", "honestly don't mind"),
        ("PP boys in 9C achieve as well as the girls", "achieve as well", "achieve as well"),
        ("Girls in 8B feel listened to by staff", "feel listened to", "feel listened to"),
        ("Help T to be more independent in writing as well, with a card", "be more independent", "be more independent in writing"),
        ("Seats at the front for those who need it in 9C", "those who need it", "those who need it"),
        ("Some 80% of 11X2 making expected progress by May", "80% of 11X2 making expected progress", "making expected progress"),
        ("She plays a substantial part in drawing up the plan for 9C", "substantial part in drawing", "substantial part"),
        ("Get the 9C newsletter out sooner to parents", "sooner", "newsletter out sooner"),
        ("Post 9C a student-friendly language list", "-friendly language", "student-friendly language"),
        ("Look after my own wellbeing, says 9C", "after my own", "Look after my own wellbeing"),
        ("9C follow a suitably complex instruction", "suitably", "suitably complex"),
        ("Plan meaningful two-way dialogue with parents of 9C", "meaningful two-way", "meaningful two-way dialogue"),
        ("9C have got on top of their spellings, says the tutor", "got on top of their", "got on top of their spellings"),
        ("9C cope better with the new timetable by 3 May", "cope better with the", "cope better with the new timetable"),
        ("Tick how settled they are in 9C", "how settled they are", "how settled they are"),
        ("The choir of 9C becomes a bigger, keener group on Mondays", "a bigger, keener", "bigger, keener group"),
        ("I want each of them calm in 9C", "calm", "calm"),
        ("Marks of 9C to be better before the trip in June", "be better before the", "be better"),
        ("Ring by ten so that we know where everybody is, 9C too", "know where everybody is", "know where everybody is"),
        ("Spellings of 9C little and often, by May", "often", "little and often"),
        ("9C will do better on it by May", "better on", "better"),
        ("9C have moved on in writing about places they know", "moved on in", "moved on in writing"),
        ("Sweep the hall properly instead, 9C", "properly", "properly"),
        ("Rota for 9C, maybe a second coach if one is free. By May", "maybe a", "maybe a second coach if one is free"),
        ("Keep all relevant health & safety rules in 9C", "relevant health", "relevant health & safety rules"),
        ("In May we talk through where we are with 9C", "talk through where we", "talk through where we are"),
    ):
        text = made(text, ("vague/unlisted", words))
        assert f'Here "{quoted}" means: [' in text or f"{quoted} (that is: [" in text


def test_an_amount_of_people_is_quoted_without_their_verb(made):
    assert '"most of them" means: [how many?]' in made("Most of them sound out the word in 9C", ("vague/amount", "Most of them"))


def test_words_that_two_rules_mark_are_quoted_once(made):
    text = made("Do a lot more paired reading with 9C", ("vague/amount", "a lot more paired"), ("vague/more", "more paired reading"))
    assert text.count('"') == 2 and '"a lot more paired reading" means: [' in text


def test_words_that_cannot_be_quoted_as_one_are_not_joined(made):
    text = made("Do a lot more live 3-step modelling with 9C", ("vague/amount", "a lot more live"), ("vague/more", "more live 3-step modelling"))
    assert '"a lot more live" means: [how much?]' in text


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("Make assessment in 9C meaningful but not onerous", "meaningful"),
        ("Speak a lot more German in lessons with 8B", "a lot more German"),
    ],
)
def test_words_are_quoted_so_that_they_can_be_asked_about(rules_alone, text, quoted):
    assert any(f'"{quoted}"' in one.text for one in rules_alone.suggest(text))
