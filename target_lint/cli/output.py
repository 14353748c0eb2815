"""Writing files so that a crash or a full disk leaves what was there, and never over a draft unless told."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

import click


def write(path: Path, content: bytes | Iterable[str]) -> None:
    """Writes next to ``path`` and renames when all is written. Raises click.UsageError in one sentence."""
    temporary: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        temporary = Path(name)
        with open(handle, "wb") as file:
            if isinstance(content, bytes):
                file.write(content)
            else:
                for line in content:
                    file.write(line.encode("utf-8", errors="backslashreplace"))
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
        temporary.replace(path)
        temporary = None
    except OSError as error:
        raise click.UsageError(f"cannot write {path}: {error.strerror or error}") from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def show(lines: Iterable[str], output: Path | None) -> None:
    """To the file ``output``, without colours, or else to standard output."""
    if output is not None:
        write(output, (click.unstyle(line) for line in lines))
        return
    for line in lines:
        click.echo(line, nl=False, color=colour())


def refuse_overwriting(output: Path, paths: Iterable[Path]) -> None:
    """Raises click.UsageError if ``output`` is one of the drafts, or lies where it would be taken for one of a folder's."""
    if any(path.exists() and output.exists() and os.path.samefile(path, output) for path in paths):
        raise click.UsageError(
            f"the report would overwrite the draft {output}; give another file to -o, or say --overwrite"
        )


def kind(output: Path, kinds: Iterable[str]) -> str:
    """The kind of report by the end of the file's name. Raises click.UsageError for another."""
    suffix = output.suffix.lower().lstrip(".")
    suffix = {"htm": "html"}.get(suffix, suffix)
    if suffix not in kinds:
        raise click.UsageError(f"{output}: its name must end in {', '.join('.' + one for one in kinds)}")
    return suffix


def width(to_file: bool) -> int:
    """Columns to write in: the terminal's, or 100 for a file."""
    return 100 if to_file else shutil.get_terminal_size((100, 24)).columns


def colour() -> bool | None:
    """NO_COLOR wins over FORCE_COLOR; otherwise colour on a terminal (None lets click see)."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR") or os.environ.get("CLICOLOR_FORCE"):
        return True
    return None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
