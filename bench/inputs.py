"""The texts that are measured on: targets of about 45 words from sentences of our corpus, no two the same."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path

CORPUS = Path(__file__).resolve().parent.parent / "corpus" / "hands"
WORDS = 45
SEED = 5


def targets(count: int) -> Iterator[str]:
    chance, sentences = random.Random(SEED), list(_sentences())
    for _ in range(count):
        words: list[str] = []
        while len(words) < WORDS:
            words += chance.choice(sentences).split()
        yield " ".join(words[: WORDS + chance.randint(-8, 8)])


def write(folder: Path, count: int) -> tuple[Path, Path]:
    """``(targets.jsonl, targets.txt)``: the same targets as rows for us and as paragraphs for prose linters."""
    rows, text = folder / f"targets-{count}.jsonl", folder / f"targets-{count}.txt"
    with rows.open("w", encoding="utf-8") as to_rows, text.open("w", encoding="utf-8") as to_text:
        for number, target in enumerate(targets(count), 1):
            to_rows.write(json.dumps({"id": str(number), "statement": target}, ensure_ascii=False) + "\n")
            to_text.write(target.replace("\n", " ") + "\n\n")
    return rows, text


def _sentences() -> Iterator[str]:
    for path in sorted(CORPUS.glob("h*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            for text in (row.get("statement", ""), *(row.get("fields") or {}).values()):
                yield from (one.strip() for one in re.split(r"(?<=[.!?;])\s+", text) if len(one) > 8)
