import pytest

from target_lint.advice.options import options, unalike
from target_lint.advice.questions import Questions
from target_lint.advice.wording import make_room
from target_lint.advice.worlds import world
from target_lint.types import Finding, Level, Place


@pytest.fixture
def made(linter):
    """What a statement with this text becomes, in which ``(rule, words)`` were found."""

    def made(text, *found):
        findings = [
            Finding(rule, Level.WARNING, True, "", "", words, Place("statement", text.index(words), text.index(words) + len(words))) for rule, words in found
        ]
        report = linter.check(text)
        asked = Questions(report, options().themes["reading"], 0, True, world(""), unalike)
        return make_room(report.fields[0], findings, asked.values, measured=False).text

    return made
