"""``target-lint train``: the shipped models, made again from the corpus."""

from __future__ import annotations

import time
from pathlib import Path

import click


@click.command()
@click.option("--corpus", "folder", type=click.Path(path_type=Path, exists=True, file_okay=False), default=Path("corpus"), show_default=True, help="The labelled corpus.")
@click.option("--output", "-o", type=click.Path(path_type=Path), help="The folder of the model; the thorough one has the quick one beside it.  [default: models/objectives, models/thorough]")
@click.option("--compare", is_flag=True, help="Measure other learners in the same folds, for the card (some five minutes more).")
@click.option("--thorough", is_flag=True, help="The thorough model, some 40 minutes; the quick one comes first.")
@click.option("--taught", is_flag=True, help="The quick model again, taught by the thorough one, which comes first; some 35 minutes.")
@click.option("--encoder", type=click.Path(path_type=Path, exists=True, file_okay=False), help="The folder with the encoder that the thorough model begins with.")
def train(folder: Path, output: Path | None, compare: bool, thorough: bool, taught: bool, encoder: Path | None) -> None:
    """Train a model on the corpus and write it with its card. Needs the extra 'train'; some 25 minutes on two cores."""
    if compare and (thorough or taught):
        raise click.UsageError("--compare is about the quick model, before it is taught")
    if thorough and taught:
        raise click.UsageError("--thorough comes first, then --taught")
    if encoder and not thorough:
        raise click.UsageError("--encoder is what the thorough model begins with: give --thorough as well")
    from target_lint.settings import QUICK, THOROUGH
    from target_lint.types import ReadError

    try:
        from target_lint.learning import taught as teaching
        from target_lint.learning import train as training
        from target_lint.learning import transformer
    except ImportError as error:
        raise click.UsageError(f"training needs PyTorch, safetensors, scikit-learn and joblib ({error}); pip install 'target-lint[train]'") from None
    begun = time.monotonic()

    def say(text: str) -> None:
        click.echo(f"{time.monotonic() - begun:5.0f} s  {text}", err=True)

    output = output or Path("models") / (THOROUGH if thorough else QUICK)
    try:
        if taught:
            found = teaching.teach(folder, output, output.resolve().parent / THOROUGH, say)["held_out"]
        elif thorough:
            found = transformer.train(folder, output, output.resolve().parent / QUICK, encoder, say)["held_out"]
        else:
            found = training.train(folder, output, say, compare=compare)["cross_validation"]
    except ReadError as error:
        raise click.UsageError(str(error)) from None
    click.echo(f"{output}: macro kappa {found['macro_kappa']} on unseen hands (patterns alone {found['macro_rules_kappa']}), vague wording {found['vague']['kappa']}")
