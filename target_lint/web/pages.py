"""The two pages as the server writes them; without JavaScript they work as they are, with it they grow."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from target_lint.advice.said import said
from target_lint.reports import json_report
from target_lint.reports.pages import environment
from target_lint.types import Report

if TYPE_CHECKING:
    from starlette.datastructures import FormData

#: the boxes of one target, what to call them, and a word of help
BOXES = (
    ("statement", "Target", "What should change, for whom?"),
    ("success_criteria", "Success criteria", "How will you know?"),
    ("actions", "Actions", "What will somebody do?"),
    ("support", "Support", "Training, time, people"),
    ("timescale", "Timescale", "By when, looked at how often?"),
    ("group", "Group", "Whose learning?"),
    ("focus_area", "Focus", "Which piece of learning?"),
    ("baseline", "Baseline", "Where are they now?"),
    ("evidence", "Evidence", "What will you look at together?"),
    ("review", "Review", "When, and with whom?"),
    ("link", "Link", "The plan that it serves"),
)
#: of them, those that are shown before something stands in them
USUAL = ("statement", "success_criteria", "actions", "support", "timescale")


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
    made = environment("target_lint.web").get_template(template)
    return made.render(BOXES=BOXES, USUAL=USUAL, words_of=said, **values)
