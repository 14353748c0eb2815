"""target-lint reads drafts of performance-management targets and says, per target, which words are weak,
what is missing and what to ask.

>>> import target_lint
>>> target_lint.check("I must improve my differentiation").verdict.value
'rewrite'

Everything runs on this machine: no network, no telemetry, nothing kept.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from typing import Any

    from target_lint.engine import Linter
    from target_lint.settings import Settings
    from target_lint.types import (
        Draft,
        DraftReport,
        Field,
        Finding,
        Genre,
        Level,
        Part,
        Place,
        ReadError,
        Report,
        RuleError,
        SettingsError,
        TargetLintError,
        TargetReport,
        Verdict,
        WrittenTarget,
    )

__all__ = [
    "Draft",
    "DraftReport",
    "Field",
    "Finding",
    "Genre",
    "Level",
    "Linter",
    "Part",
    "Place",
    "ReadError",
    "Report",
    "RuleError",
    "Settings",
    "SettingsError",
    "TargetLintError",
    "TargetReport",
    "Verdict",
    "WrittenTarget",
    "check",
    "check_file",
]


def check(target: str | Mapping[str, Any] | WrittenTarget) -> TargetReport:
    """One target, with our default settings.

    ``target``: a text, or a mapping such as ``{"statement": "...", "success_criteria": "...", "role": "TA"}`` whose keys are
    field names or any heading that forms use. Raises ReadError for a mapping without words.
    """
    return _linter().check(target)


def check_file(path: str | Path) -> Report:
    """Every target in one file (.txt, .md, .docx, .csv, .tsv, .jsonl), with our default settings. Raises ReadError."""
    return _linter().check_file(path)


@lru_cache(maxsize=1)
def _linter() -> Linter:
    from target_lint.engine import Linter

    return Linter()


def __getattr__(name: str) -> Any:
    # everything is imported when first asked for: a cached answer of the command line needs none of it
    import importlib

    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = {"Linter": "engine", "Settings": "settings"}.get(name, "types")
    return getattr(importlib.import_module(f"target_lint.{home}"), name)
