"""Answers that were given before: a command whose input has not changed is answered without doing it again.

What is kept is what a command printed and its exit code, in one SQLite file under the user's cache folder. The key is a hash of everything on
which the answer depends: the words of the command, the content of every file it names, the settings files, the rules, the model, this
package itself, the terminal. Appraisal text is personal, so an entry is enciphered with a second hash of the same things: whoever finds the
file can read nothing of it without the very draft. ``--no-cache`` or ``TARGET_LINT_NO_CACHE=1`` does without, ``target-lint cache clear`` empties it.

This module is imported before anything else, so it imports little: a cached answer should cost no more than to start Python.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from hashlib import blake2b, shake_256
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

#: bytes of all entries; past that the longest unused go
MOST_BYTES = 64_000_000
#: bytes of one answer, and of the files that a command names; beyond, the work outweighs what the cache saves
MOST_ANSWER = 4_000_000
_DAY = 86_400
#: what changes the look of an answer
_ENVIRONMENT = ("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "COLUMNS", "TARGET_LINT_OUTPUT_FORMAT", "TERM", "LANG", "LC_ALL")
_SETTINGS_FILES = ("target-lint.toml", "pyproject.toml")
_PACKAGE = Path(__file__).resolve().parent
_SHIPPED = (_PACKAGE, *(_PACKAGE.parent / name for name in ("rules", "models")))


class NotKept(Exception):
    """The command depends on something that cannot be part of a key."""


def folder() -> Path:
    """Where the cache lies: ``TARGET_LINT_CACHE_DIR``, or the place that the system has for caches."""
    if given := os.environ.get("TARGET_LINT_CACHE_DIR"):
        return Path(given)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "target-lint" / "Cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "target-lint"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "target-lint"


def fingerprint(places: Iterable[str | Path]) -> str:
    """Names, sizes and times of all files below ``places``, this package and what it ships included, as a hash."""
    return blake2b("\n".join(one for place in (*_SHIPPED, *places) for one in _stamps(place)).encode("utf-8", "surrogateescape")).hexdigest()


def _stamps(place: str | Path) -> Iterator[str]:
    """Names, sizes and times of the files below a folder: to read every rule again would cost more than the rest of a cached answer."""
    for entry in sorted(os.scandir(place), key=lambda one: one.name) if os.path.isdir(place) else ():
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _stamps(entry.path)
        else:
            seen = entry.stat()
            yield f"{entry.path} {seen.st_size} {seen.st_mtime_ns}"


class Key:
    """The hashes of everything on which an answer depends: ``name`` finds it, ``secret`` reads it."""

    def __init__(self, words: Iterable[str], files: Iterable[str] = (), settings: str | None = None) -> None:
        """``words``: of the command; ``files``: what they say to read; ``settings``: the file that they say to use. Raises NotKept and OSError."""
        self._hash = blake2b()
        self._bytes = 0
        words = list(words)
        self._add(*words, os.getcwd(), sys.version, str(sys.stdout.isatty()), str(self._width()))
        self._add(*(f"{name}={os.environ.get(name)}" for name in _ENVIRONMENT))
        for place in _SHIPPED:
            self._tree(place)
        for word in words:
            named = word.partition("=")[2] if word.startswith("-") else word
            if named and os.path.isdir(named):
                self._tree(named)
        for name in files:
            self._file(Path(name))
        if settings is not None:
            self._file(Path(settings))
            self._folders_named_in(Path(settings))
        here = Path.cwd()
        for above in (here, *here.parents):
            for name in _SETTINGS_FILES:
                if (above / name).is_file():
                    self._file(above / name)
                    self._folders_named_in(above / name)

    @property
    def name(self) -> bytes:
        return blake2b(self._hash.digest(), person=b"name").digest()

    @property
    def secret(self) -> bytes:
        return blake2b(self._hash.digest(), person=b"secret").digest()

    @staticmethod
    def _width() -> int:
        try:
            return os.get_terminal_size().columns
        except OSError:
            return 0

    def _add(self, *parts: str | bytes) -> None:
        for part in parts:
            data = part.encode("utf-8", "surrogateescape") if isinstance(part, str) else part
            self._hash.update(len(data).to_bytes(8, "big") + data)

    def _file(self, path: Path) -> None:
        self._bytes += path.stat().st_size
        if self._bytes > MOST_ANSWER:
            raise NotKept
        self._add(str(path), path.read_bytes())

    def _tree(self, place: str | Path) -> None:
        self._add(*_stamps(place))

    def _folders_named_in(self, path: Path) -> None:
        """A school's own rules, and its own model."""
        text = path.read_bytes()
        if b"rules" not in text and b"model" not in text:
            return
        import tomllib

        table = tomllib.loads(text.decode())
        if path.name == "pyproject.toml":
            tools = table.get("tool")
            table = tools.get("target-lint", {}) if isinstance(tools, dict) else {}
        if not isinstance(table, dict) or not isinstance(rules := table.get("rules", []), list):
            raise NotKept  # it is wrong, and the command will say so
        for one in (*rules, table.get("model", "")):
            if one and ("/" in str(one) or one in rules):
                self._tree(path.parent / str(one))


class Cache:
    """The file of answers. Every method does nothing, rather than fail, when the file cannot be used."""

    def __init__(self, place: Path | None = None) -> None:
        self.path = (place or folder()) / "answers.sqlite"

    def get(self, key: Key) -> tuple[int, str] | None:
        """``(exit code, what was printed)``, or None."""
        import time

        with self._open() as data:
            row = data and data.execute("SELECT nonce, body, used FROM answers WHERE name = ?", (key.name,)).fetchone()
            if not row:
                return None
            if row[2] < time.time() - _DAY:
                data.execute("UPDATE answers SET used = ? WHERE name = ?", (int(time.time()), key.name))
            plain = _enciphered(row[1], key, row[0])
            return plain[0], plain[1:].decode("utf-8", "surrogatepass")
        return None

    def put(self, key: Key, code: int, printed: str) -> None:
        import time

        body, nonce = bytes([code]) + printed.encode("utf-8", "surrogatepass"), os.urandom(16)
        if len(body) > MOST_ANSWER:
            return
        with self._open(make=True) as data:
            if data:
                row = (key.name, nonce, _enciphered(body, key, nonce), int(time.time()), len(body))
                data.execute("INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?)", row)
                self._shrink(data)

    def clear(self) -> int:
        """Forgets everything; the number of answers there were."""
        count = 0
        with self._open() as data:
            count = data.execute("SELECT count(*) FROM answers").fetchone()[0] if data else 0
        for end in ("", "-journal", "-wal", "-shm"):
            with suppress(OSError):
                Path(f"{self.path}{end}").unlink(missing_ok=True)
        return count

    def size(self) -> tuple[int, int]:
        """``(answers, bytes)``."""
        with self._open() as data:
            return data.execute("SELECT count(*), coalesce(sum(size), 0) FROM answers").fetchone() if data else (0, 0)
        return 0, 0

    @staticmethod
    def _shrink(data: sqlite3.Connection) -> None:
        total = data.execute("SELECT coalesce(sum(size), 0) FROM answers").fetchone()[0]
        for name, size in data.execute("SELECT name, size FROM answers ORDER BY used").fetchall():
            if total <= MOST_BYTES:
                return
            data.execute("DELETE FROM answers WHERE name = ?", (name,))
            total -= size

    @contextmanager
    def _open(self, make: bool = False) -> Iterator[sqlite3.Connection | None]:
        import sqlite3

        if not make and not self.path.is_file():
            yield None
            return
        data = None
        try:
            if make:
                self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            data = sqlite3.connect(self.path, timeout=0.2)
            data.execute("PRAGMA synchronous = OFF")  # what a crash loses is worked out again
            if make:
                data.execute(
                    "CREATE TABLE IF NOT EXISTS answers (name BLOB PRIMARY KEY, nonce BLOB, body BLOB, used INTEGER, size INTEGER)"
                )
                self.path.chmod(0o600)
        except (sqlite3.Error, OSError) as error:
            self._give_up(data, error)
            yield None
            return
        try:
            yield data
            data.commit()
        except (sqlite3.Error, OSError, UnicodeDecodeError, IndexError) as error:
            self._give_up(data, error)
        finally:
            data.close()

    def _give_up(self, data: sqlite3.Connection | None, error: Exception) -> None:
        """Without the cache this time; a file that is no database, or not ours, is begun anew the next."""
        import sqlite3

        if data is not None:
            data.close()
        gone = "no such" in str(error) or "has no column" in str(error)  # an older version made it
        if gone or not isinstance(error, (sqlite3.OperationalError, OSError)):  # those are locks and full disks
            with suppress(OSError):
                self.path.unlink(missing_ok=True)


def _enciphered(body: bytes, key: Key, nonce: bytes) -> bytes:
    """``body`` with the key stream of SHAKE256 (FIPS 202) over the secret and a nonce of its own; the same call deciphers."""
    stream = shake_256(key.secret + nonce).digest(len(body))
    return (int.from_bytes(body, "big") ^ int.from_bytes(stream, "big")).to_bytes(len(body), "big")
