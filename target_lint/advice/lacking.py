"""What a draft lacks: surely, or perhaps."""

from __future__ import annotations

from target_lint.advice.verdict import UNFILLED, decides, is_vague, rule_for
from target_lint.types import NEEDED, PART_NAMES, TargetReport

#: below this score a part that a draft perhaps lacks is asked for all the same, where nothing else is: below .2 most of three blind readers put 45 of 46 such drafts behind their version;
#: up to .3 seven of ten such parts are missing
_LIKELY = 0.3


def wanted(target: TargetReport) -> tuple[str, ...]:
    """The parts that a draft of its genre should have and surely lacks; a time too, where something else is missing or asked for."""
    asked = {one.rule for one in target.findings if one.rule == rule_for("timescale") or decides(one, target.genre)}
    doubtful = _doubtful(target)
    return tuple(name for name in PART_NAMES if not target.parts[name].present and rule_for(name) in asked and name not in doubtful)


def left_open(target: TargetReport) -> frozenset[str]:
    """The parts that a draft of its genre should have, lacks, and perhaps has: a question for what stands there already would spoil those for what does not."""
    return _doubtful(target).intersection(NEEDED[target.genre])


def likeliest(target: TargetReport) -> tuple[str, ...]:
    """Of the parts that are left open those that are likely missing after all, or else the likeliest; a group of pupils last."""
    left = sorted(left_open(target), key=lambda name: (name == "pupil_group", target.parts[name].score))
    return tuple(name for name in left if target.parts[name].score < _LIKELY or name == left[0])


def _doubtful(target: TargetReport) -> frozenset[str]:
    return frozenset(part.name for part in target.parts.values() if not part.present and not part.sure)


def is_only_in_doubt(target: TargetReport) -> bool:
    """Whether a draft perhaps has all that it seems to lack, and is not vague: its questions serve it better than a version. Of drafts without a group of pupils alone readers put half
    (16 of 31) before a version that asks for it, so a group that is perhaps there never calls for one."""
    lacking = {name for name in NEEDED[target.genre] if not target.parts[name].present}
    likely = any(target.parts[name].score < _LIKELY for name in lacking - {"pupil_group"})
    unfilled = any(one.rule == UNFILLED for one in target.findings)
    return bool(lacking) and not likely and not is_vague(target.findings) and not unfilled and lacking == left_open(target)
