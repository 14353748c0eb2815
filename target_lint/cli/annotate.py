"""``check --output-format docx|xlsx|csv``: each file back as it was, with what was found in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from target_lint.cli import output as writing
from target_lint.cli.common import complain

if TYPE_CHECKING:
    from target_lint.cli.run import Run
    from target_lint.types import DraftReport

#: format -> the files that can be given back so
ENDINGS = {"docx": (".docx", ".docm", ".dotx"), "xlsx": (".xlsx", ".xlsm"), "csv": (".csv", ".tsv", ".tab")}
_WHAT = {"docx": "comments go into a Word document (.docx)", "xlsx": "columns go into an Excel workbook (.xlsx)", "csv": "columns go into a .csv or .tsv file"}  # fmt: skip


def annotate(run: Run, output_format: str, output: Path | None, overwrite: bool) -> None:
    """Writes a file for each that was read: ``form.checked.docx`` beside it or in the folder ``output``, or the file ``output``."""
    report = run.report()
    several = len(run.paths) > 1 or any(path.is_dir() for path in run.paths)
    folder = output if output is not None and (output.is_dir() or (several and not output.suffix)) else None
    if output is not None and folder is None and several:
        raise click.UsageError(f"{output} is one file, but several were given; name a folder that is to hold them")
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
    for draft in report.drafts:
        target = _where(Path(draft.path), run.paths, output, folder)
        if draft.path == run.stdin_name or Path(draft.path).suffix.lower() not in ENDINGS[output_format]:
            run.errors.append((draft.path, f"{_WHAT[output_format]}; for this file try -f html"))
            continue
        if not overwrite:
            writing.refuse_overwriting(target, [Path(draft.path)])
        _write(run, draft, output_format, target)


def _where(path: Path, given: tuple[Path, ...], output: Path | None, folder: Path | None) -> Path:
    """The name of the file to write; below ``folder`` as the draft lay below the folder that was given."""
    from target_lint.readers.ours import CHECKED

    if output is not None and folder is None:
        return output
    name = f"{path.stem}{CHECKED}{path.suffix}"
    if folder is None:
        return path.with_name(name)
    above = next((one for one in given if one.is_dir() and path.is_relative_to(one)), path.parent)
    return folder / path.parent.relative_to(above) / name


def _write(run: Run, draft: DraftReport, output_format: str, target: Path) -> None:
    from target_lint.types import ReadError

    data = Path(draft.path).read_bytes()
    content: bytes
    try:
        if output_format == "docx":
            from target_lint.reports import docx_comments

            content = docx_comments.annotate(data, draft)
        else:
            from target_lint.reports import sheet_columns

            if output_format == "csv":
                content = sheet_columns.annotate_csv(data, draft).encode("utf-8-sig")
            else:
                content = sheet_columns.annotate_workbook(data, draft)
                if sheet_columns.lost(data):
                    complain(f"{target}: shapes, slicers and controls of {draft.path} are not kept in it")
    except ReadError as error:
        run.errors.append((draft.path, str(error)))
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    writing.write(target, content)
    click.echo(f"{draft.path} -> {target}")
