"""The verdict on a target, computed from its parts and findings and never guessed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from target_lint.types import NEEDED, Finding, Genre, Level, Part, Verdict

#: the rule that finds what is still to be filled in
UNFILLED = "missing/unfilled"
#: begins the rules that find vague wording
WORDING = "vague/"


def rule_for(part: str) -> str:
    """The rule that finds a part missing."""
    return "missing/focus" if part == "learning_focus" else f"missing/{part}"


def decides(one: Finding, genre: Genre) -> bool:
    """Whether a finding is of a missing part that a target of this genre needs to be ready."""
    return one.rule in map(rule_for, NEEDED[genre])


def is_vague(findings: Iterable[Finding]) -> bool:
    """Whether something vague is found that counts: surely, and at warning level or above."""
    return any(one.rule.startswith(WORDING) and one.sure and one.level.rank >= Level.WARNING.rank for one in findings)


def verdict(genre: Genre, parts: Mapping[str, Part], findings: Iterable[Finding]) -> Verdict:
    """``ready``: every needed part and nothing vague; ``rewrite``: none or one of them (an action step: no step and no
    focus); otherwise ``revise``. A vague finding below warning level, or an unsure one, does not count."""
    needed = NEEDED[genre]
    there = sum(parts[name].present for name in needed)
    if there == len(needed):
        return Verdict.REVISE if is_vague(findings) else Verdict.READY
    if genre is Genre.ACTION_STEP:
        return Verdict.REVISE if parts["learning_focus"].present else Verdict.REWRITE
    return Verdict.REWRITE if there <= 1 else Verdict.REVISE
