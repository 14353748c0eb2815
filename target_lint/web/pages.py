"""The two pages as the server writes them; without JavaScript they work as they are, with it they grow."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from target_lint.advice.brief import part_words
from target_lint.advice.remarks import GENRE_WORDS, PART_WORDS, of_finding, verdict_in_words
from target_lint.reports import json_report
from target_lint.reports.marks import segments
from target_lint.types import PART_NAMES, Report

if TYPE_CHECKING:
    from jinja2 import Environment
    from starlette.datastructures import FormData

#: the boxes of one target, what to call them, and a word of help
BOXES = (
    ("statement", "Target", "What should change, for whom?"),
    ("success_criteria", "Success criteria", "How will you know?"),
    ("actions", "Actions", "What will somebody do?"),
    ("support", "Support", "Training, time, people"),
    ("timescale", "Timescale", "By when, looked at how often?"),
)
PART_HELP = {
    "pupil_group": "whose learning",
    "learning_focus": "what should change",
    "success_measure": "how you will know",
    "steps": "what somebody does",
    "timescale": "by when",
}


def written(form: FormData) -> list[dict[str, str]]:
    """The targets in a form whose boxes are repeated for each target; empty boxes and empty targets are left out."""
    columns = [[str(value) for value in form.getlist(name)] for name, *_ in BOXES]
    rows = zip_longest(*columns, fillvalue="")
    found = [
        {name: text.replace("\r\n", "\n") for (name, *_), text in zip(BOXES, row, strict=True) if text.strip()}
        for row in rows
    ]
    return [one for one in found if one]


def draft(targets: Sequence[Mapping[str, str]], report: Report | None = None, error: str | None = None) -> str:
    return _render("draft.html", targets=targets, report=report, error=error)


def meeting(report: Report | None, name: str = "", error: str | None = None) -> str:
    data = json.dumps(json_report.to_dict(report), ensure_ascii=False) if report else ""
    return _render("meeting.html", report=report, name=name, error=error, data=data)


def _render(template: str, **values: Any) -> str:
    return _environment().get_template(template).render(**values)


def _open(target: Any) -> Iterable[str]:
    return [PART_WORDS[name] for name in PART_NAMES if not target.parts[name].present]


@lru_cache(maxsize=1)
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("target_lint.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(
        BOXES=BOXES,
        PART_NAMES=PART_NAMES,
        PART_HELP=PART_HELP,
        part_words=PART_WORDS,
        words_of=part_words,
        genre_words=GENRE_WORDS,
        verdict_in_words=verdict_in_words,
        segments=segments,
        said=of_finding,
        still_open=_open,
    )
    return made
