"""``target-lint train``: the shipped model, made again from the corpus."""

from __future__ import annotations

import time
from pathlib import Path

import click


@click.command()
@click.option("--corpus", "folder", type=click.Path(path_type=Path, exists=True, file_okay=False), default=Path("corpus"), show_default=True, help="The labelled corpus.")
@click.option("--output", "-o", type=click.Path(path_type=Path), default=Path("models/objectives"), show_default=True, help="The folder of the model.")
@click.option("--compare", is_flag=True, help="Measure other learners in the same folds, for the card (some ten minutes more).")
def train(folder: Path, output: Path, compare: bool) -> None:
    """Train the classifier on the corpus and write it with its card. Needs the extra 'train'; some minutes on two cores."""
    try:
        from target_lint.learning import train as training
    except ImportError as error:
        raise click.UsageError(f"training needs scikit-learn and joblib ({error}); pip install 'target-lint[train]'") from None
    begun = time.monotonic()

    def say(text: str) -> None:
        click.echo(f"{time.monotonic() - begun:5.0f} s  {text}", err=True)

    card = training.train(folder, output, say, compare=compare)
    found = card["cross_validation"]
    click.echo(f"{output}: macro kappa {found['macro_kappa']} on unseen hands (patterns alone {found['macro_rules_kappa']}), vague wording {found['vague']['kappa']}")
