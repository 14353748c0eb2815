"""Where the command ``target-lint`` (and ``python -m target_lint``) begins: with the answers that were given before."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from target_lint.cache import Key

#: commands that only print, and print the same for the same input; and what makes them do or need more than that
_ANSWERS = ("check", "rules", "config", "--help", "-h", "--version")
_MORE = ("-o", "--output", "--overwrite", "test", "-")
#: formats that write files
_FILES = ("docx", "xlsx", "csv")
NO_CACHE = "--no-cache"
#: characters that are remembered of an answer; a longer one is not kept
MOST = 1_000_000
#: options of "check" that take a value; what else does not begin with a hyphen is a file
_VALUED = {
    "--preset", "--genre", "--select", "--ignore", "--rules", "--exclude", "--unsure", "--min-confidence", "--config", "--model", "--output-format", "--format",
    "-f", "--fail-on", "--stdin-filename", "--jobs", "-j",
}  # fmt: skip


class _Recorder:
    """Standard output, or standard error, that remembers what was written to it."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self.written: list[str] = []
        self.length = 0

    def write(self, text: str) -> int:
        done = self._stream.write(text)  # first, because it refuses what is no text
        self.length += len(text)
        if self.length <= MOST:
            self.written.append(text)
        return done

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def main() -> NoReturn:
    """Entry point of the command."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    words = [word for word in sys.argv[1:] if word != NO_CACHE]
    key = _key(words) if words == sys.argv[1:] else None
    sys.argv[1:] = words
    if key is None:
        _run()
    from target_lint.cache import Cache

    try:
        cache = Cache()
        known = cache.get(key)
    except Exception:  # whatever is wrong with the cache, the command does without
        _run()
    if known is not None:
        try:
            sys.stdout.write(known[1])
            sys.stdout.flush()
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        except OSError as error:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            sys.stderr.write(f"target-lint: cannot write the report: {error.strerror}\n")
            sys.exit(2)
        sys.exit(known[0])
    printed = sys.stdout = _Recorder(sys.stdout)  # type: ignore[assignment]
    complained = sys.stderr = _Recorder(sys.stderr)  # type: ignore[assignment]
    try:
        _run()
    except SystemExit as end:
        if end.code in (0, 1, None) and not complained.length and printed.length <= MOST:
            again = _key(words)  # a file that was saved meanwhile may be another than the one that was read
            if again is not None and again.name == key.name:
                with suppress(Exception):
                    cache.put(key, int(end.code or 0), "".join(printed.written))
        raise


def _key(words: list[str]) -> Key | None:
    """The key of an answer that may be kept, or None."""
    if not words or words[0] not in _ANSWERS or os.environ.get("TARGET_LINT_NO_CACHE") or sys.stdout is None:
        return None
    if any(word.partition("=")[0] in _MORE or word.startswith("-o") for word in words):
        return None
    asked = [*words, f"-{os.environ.get('TARGET_LINT_OUTPUT_FORMAT', '')}"]
    if any(word in _FILES or (word.startswith("-") and word.endswith(_FILES)) for word in asked):
        return None
    if sys.platform == "win32":
        return None  # the console there is not written to through standard output
    files, settings = _named(words[1:])
    if words[0] == "check" and (not files or not all(map(os.path.isfile, files))):
        return None  # standard input, a folder, or nothing that is there
    from target_lint.cache import Key

    try:
        return Key(words, files if words[0] == "check" else (), settings)
    except Exception:  # the command itself will say what is wrong
        return None


def _named(words: list[str]) -> tuple[list[str], str | None]:
    """``(files to read, settings file)`` that the words of a command name."""
    files, settings, left = [], None, iter(words)
    for word in left:
        if word == "--":
            files += left
        elif word in _VALUED:
            value = next(left, None)
            settings = value if word == "--config" else settings
        elif word.startswith("--config="):
            settings = word.partition("=")[2]
        elif not word.startswith("-"):
            files.append(word)
    return files, settings


def _run() -> NoReturn:
    from target_lint.cli import cli

    cli(prog_name="target-lint")
    raise SystemExit(0)


if __name__ == "__main__":
    main()
