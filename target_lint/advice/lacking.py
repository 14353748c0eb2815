"""What a draft lacks: surely, or perhaps."""

from __future__ import annotations

from target_lint.advice.verdict import UNFILLED, decides, is_vague, rule_for
from target_lint.types import NEEDED, PART_NAMES, Part, TargetReport

#: of the parts that are said to be missing with at least this score, readers found three to five in ten there (dev and six hands that the model had not met);
#: of groups of pupils, which texts name in many ways, already from the second on, and of what should get better (of 21 with .2 to .3 it was missing in 11: dev, four unseen hands, eleven held out)
_PERHAPS, _PERHAPS_SOONER = 0.3, 0.2


def is_perhaps_there(part: Part) -> bool:
    """Whether a part that was found missing may be there all the same."""
    return part.score >= (_PERHAPS_SOONER if part.name in ("pupil_group", "learning_focus") else _PERHAPS)


def wanted(target: TargetReport) -> tuple[str, ...]:
    """The parts that a draft of its genre should have and lacks; a time too, where something else is missing or asked for."""
    asked = {one.rule for one in target.findings if one.rule == rule_for("timescale") or decides(one, target.genre)}
    doubtful = _doubtful(target)
    return tuple(name for name in PART_NAMES if not target.parts[name].present and rule_for(name) in asked and name not in doubtful)


def left_open(target: TargetReport) -> frozenset[str]:
    """The parts that a draft of its genre should have, lacks, and perhaps has: a question for what stands there already would spoil those for what does not."""
    return _doubtful(target).intersection(NEEDED[target.genre])


def _doubtful(target: TargetReport) -> frozenset[str]:
    return frozenset(part.name for part in target.parts.values() if not part.present and not part.sure and is_perhaps_there(part))


def is_only_in_doubt(target: TargetReport) -> bool:
    """Whether a draft perhaps has all that it seems to lack, and is not vague. Of seven such drafts readers put five before any version of them."""
    lacking = {name for name in NEEDED[target.genre] if not target.parts[name].present}
    unfilled = any(one.rule == UNFILLED for one in target.findings)
    return bool(lacking) and not is_vague(target.findings) and not unfilled and lacking == left_open(target)
