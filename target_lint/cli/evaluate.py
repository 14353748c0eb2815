"""``target-lint evaluate``: how well targets are read, on labelled ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from target_lint.cli.common import checking_options, linter_from


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@checking_options
@click.option("--output-format", "-f", "output_format", type=click.Choice(["text", "json"]), default="text")
def evaluate(files: tuple[Path, ...], output_format: str, **how: Any) -> None:
    """Measure the checker on labelled targets: JSON lines (see target_lint/learning/labelled.py), or a folder such as corpus/ (see target_lint/learning/corpus.py)."""
    import json

    from target_lint.engine import Linter
    from target_lint.learning import corpus, labelled
    from target_lint.learning import evaluate as measuring

    targets = []
    for path in files:
        if path.is_dir():
            targets += [item.labelled for hand in corpus.hands(path) for item in corpus.load(path, hand)]
        else:
            targets += labelled.load(path)
    if not targets:
        raise click.UsageError("there is nothing labelled in it")
    linter = linter_from(**how).for_number(len(targets))
    alone = Linter(linter.settings.changed("evaluate", model="none")).check_many if linter.model else None
    figures = measuring.evaluate(targets, linter.check_many, alone, linter.reader if linter.model else None)
    if output_format == "json":
        click.echo(json.dumps(figures, ensure_ascii=False, indent=1))
        return
    for line in measuring.render(figures):
        click.echo(line)
