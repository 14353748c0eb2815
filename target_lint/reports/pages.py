"""The pages: report, meeting brief and overview as HTML of one file each, and the brief as PDF.

No script and no outside asset, everything escaped, readable on paper, on a phone, in the dark and by a screen reader. The
templates lie beside this file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from target_lint.advice import brief as briefing
from target_lint.advice import overview as counting
from target_lint.advice.remarks import GENRE_WORDS, PART_HELP, PART_WORDS, is_open, of_finding, verdict_in_words
from target_lint.readers.ours import IDENTIFIER
from target_lint.reports.marks import segments
from target_lint.types import PART_NAMES, Report, TargetLintError, Verdict

if TYPE_CHECKING:
    from jinja2 import Environment

NEED_WORDS = {
    "training": "Courses and qualifications",
    "coaching": "Coaching and mentoring",
    "seeing": "Seeing others teach, working beside them",
    "reading": "Reading and research",
    "specialist": "Specialists and networks",
}
FIELD_WORDS = {"focus_area": "Focus", "success_criteria": "Success criteria"}


def field_words(name: str) -> str:
    """What to call a field of a form."""
    return FIELD_WORDS.get(name, name.replace("_", " ").capitalize())


def report(checked: Report) -> str:
    """The full report as one page."""
    verdicts = {verdict: sum(target.verdict is verdict for target in checked.targets) for verdict in Verdict}
    return _render("report.html", report=checked, verdicts=verdicts)


def brief(pages: Iterable[briefing.Brief], *, since: str | None = None) -> str:
    """The meeting briefs, one side of A4 each. ``since``: what to call the version that they are compared with."""
    return _render("brief.html", pages=list(pages), since=since, agree=list(briefing.AGREE))


def brief_pdf(pages: Iterable[briefing.Brief], *, since: str | None = None) -> bytes:
    """The same as PDF. Raises TargetLintError if WeasyPrint or the libraries that it needs are missing."""
    try:
        from weasyprint import HTML
    except (ImportError, OSError) as error:
        raise TargetLintError(
            "writing PDF needs WeasyPrint and the system's Pango: pip install 'target-lint[pdf]' "
            f"(Debian: apt install libpangoft2-1.0-0; macOS: brew install pango), or write .html and print it ({type(error).__name__})"
        ) from None
    return HTML(string=brief(pages, since=since), url_fetcher=_refuse).write_pdf(pdf_identifier=IDENTIFIER)


def _refuse(url: str, *_: Any, **__: Any) -> Any:
    raise ValueError(f"nothing is fetched: {url}")


def overview(
    figures: counting.Overview, titles: Mapping[str, str], plain: Mapping[str, str] = MappingProxyType({})
) -> str:
    """The overview of a school as one page. ``titles`` and ``plain``: what to call the rules and what they mean, by their ids."""
    return _render(
        "overview.html", o=figures, titles=titles, plain=plain, share=counting.share, needs=NEED_WORDS,
        dimensions=counting.DIMENSIONS, few=counting.FEW,
    )  # fmt: skip


def _render(name: str, **values: Any) -> str:
    return environment().get_template(name).render(**values)


@lru_cache
def environment(package: str = "target_lint.reports") -> Environment:
    """What the templates of ``package`` are rendered with: everything escaped, nothing undefined, and the words for parts and verdicts."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader(package),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.tests["still_open"] = is_open
    made.globals.update(
        PART_NAMES=PART_NAMES,
        part_words=PART_WORDS,
        part_help=PART_HELP,
        genre_words=GENRE_WORDS,
        verdict_in_words=verdict_in_words,
        segments=segments,
        said=of_finding,
        field_words=field_words,
        max=max,
    )
    return made
