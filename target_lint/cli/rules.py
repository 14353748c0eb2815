"""``target-lint rules``: list them, read one, run their examples."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from target_lint.cli.common import FOUND, Group


@click.group(cls=Group)
def rules() -> None:
    """The rules: list them, read one, run their examples."""


@rules.command("list")
@click.option("--output-format", "-f", "output_format", type=click.Choice(["text", "json"]), default="text")
@click.option(
    "--rules",
    "folders",
    metavar="DIR",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A folder of your own rules.",
)
def rules_list(output_format: str, folders: tuple[Path, ...]) -> None:
    """Every rule: its id, its level and what it is about."""
    from target_lint.rulebook.load import rulebook

    book = rulebook(tuple(folder.resolve() for folder in folders))
    if output_format == "json":
        import json

        keys = ("id", "kind", "level", "title", "message", "question", "why", "source")
        click.echo(
            json.dumps([{key: getattr(rule, key) for key in keys} for rule in book.rules], ensure_ascii=False, indent=1)
        )
        return
    room = max(map(len, book.ids))
    for rule in book.rules:
        click.echo(f"{rule.id:<{room}}  {rule.level:<7}  {rule.title}")


@rules.command("explain")
@click.argument("rule_id", metavar="ID")
@click.option(
    "--rules",
    "folders",
    metavar="DIR",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A folder of your own rules.",
)
def rules_explain(rule_id: str, folders: tuple[Path, ...]) -> None:
    """One rule: what it marks, why, what it leaves alone."""
    from target_lint.rulebook.load import rulebook
    from target_lint.rulebook.page import page
    from target_lint.types import SettingsError
    from target_lint.yamlfile import near

    book = rulebook(tuple(folder.resolve() for folder in folders))
    rule = book.get(rule_id)
    if rule is None:
        raise SettingsError(f"there is no rule {rule_id!r}{near(rule_id, book.ids)}")
    click.echo(page(rule), nl=False)


@rules.command("test")
@click.argument("folder", required=False, metavar="[DIR]", type=click.Path(path_type=Path))
def rules_test(folder: Path | None) -> None:
    """Run the examples of our rules, or of the rules in DIR: each must be marked, or left alone, just as it says."""
    from target_lint.rulebook.examples import reader_for, run
    from target_lint.rulebook.load import rulebook

    book = rulebook((folder.resolve(),) if folder else ())
    tested = [rule for rule in book.rules if folder is None or rule.path.is_relative_to(folder.resolve())]
    broken = total = 0
    for rule in tested:
        for result in run(rule, reader_for(rule)):
            total += 1
            if result.problem:
                broken += 1
                click.echo(f"{rule.path}:{result.line}: {rule.id}: {result.problem}")
    click.echo(f"{len(tested)} rules, {total} examples, {broken} broken.")
    sys.exit(FOUND if broken else 0)
