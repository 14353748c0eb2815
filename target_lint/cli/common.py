"""What the commands share: a group whose errors are sentences, and the options that say how to check."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from target_lint.engine import Linter
    from target_lint.settings import Settings

FOUND, FAILED = 1, 2


class Group(click.Group):
    """A group whose own errors (wrong settings, wrong rule files) are one sentence and exit 2."""

    def invoke(self, ctx: click.Context) -> Any:
        from target_lint.types import TargetLintError

        try:
            return super().invoke(ctx)
        except BrokenPipeError:  # a reader that goes away ends us quietly, as it ends other tools
            if hasattr(signal, "SIGPIPE"):
                signal.signal(signal.SIGPIPE, signal.SIG_DFL)
                signal.raise_signal(signal.SIGPIPE)
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            ctx.exit(0)
        except TargetLintError as error:
            complain(str(error))
            ctx.exit(FAILED)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from target_lint.yamlfile import near

            raise click.UsageError(
                error.message.rstrip(".") + near(args[0], self.list_commands(ctx)) + ".", ctx
            ) from None


def complain(text: str) -> None:
    click.echo(f"target-lint: {text}", err=True)


def checking_options(command: Any) -> Any:
    """The options that say how to check, shared by every command that does."""
    options = [
        click.option("--preset", metavar="NAME", help="objective, action_step, pupil_plan, support_staff or leader."),
        click.option(
            "--genre",
            type=click.Choice(["objective", "action_step", "pupil_plan"]),
            help="Read every target as this kind.",
        ),
        click.option(
            "--select", metavar="RULES", multiple=True, help="Only these rules or families (comma-separated)."
        ),
        click.option("--ignore", metavar="RULES", multiple=True, help="Not these rules or families (comma-separated)."),
        click.option(
            "--rules", metavar="DIR", multiple=True, type=click.Path(path_type=Path), help="A folder of your own rules."
        ),
        click.option(
            "--exclude", metavar="PATTERN", multiple=True, help="Leave out of folders: old, '*.csv', '2024/*'."
        ),
        click.option("--unsure", type=click.Choice(["show", "hide"]), help="Findings that may be wrong."),
        click.option(
            "--min-confidence",
            metavar="X",
            type=click.FloatRange(0, 1),
            help="Missing parts and vague words only from this probability on (0 to 1).",
        ),
        click.option(
            "--config", "config_path", metavar="FILE", type=click.Path(path_type=Path), help="Settings file to use."
        ),
        click.option("--model", metavar="NAME", help="thorough, objectives (the quick one), a folder with one (./mine), or none: the rules alone. By default thorough, and from 1,000 targets at once on the quick one."),
        click.option("--no-cache", is_flag=True, expose_value=False, help="Do it again, even if nothing has changed."),
        click.option("--isolated", is_flag=True, help="Use no settings file."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def linter_from(**how: Any) -> Linter:
    """A linter with the settings that the options ask for; says so if the model that they name cannot be used."""
    from target_lint.engine import Linter

    linter = Linter(settings_from(**how))
    if linter.model_problem:
        complain(linter.model_problem)
    return linter


def settings_from(
    preset: str | None,
    genre: str | None,
    select: Iterable[str],
    ignore: Iterable[str],
    rules: tuple[Path, ...],
    exclude: tuple[str, ...],
    unsure: str | None,
    config_path: Path | None,
    isolated: bool,
    model: str | None = None,
    min_confidence: float | None = None,
    fail_on: str | None = None,
) -> Settings:
    from target_lint import settings
    from target_lint.types import Genre, SettingsError
    from target_lint.yamlfile import near

    if preset is not None and preset not in settings.presets():
        known = settings.presets()
        raise SettingsError(
            f"--preset: there is no preset {preset!r}{near(preset, known)}; there are {', '.join(known)}"
        )
    if config_path is not None and not config_path.is_file():
        raise SettingsError(f"--config: there is no file {config_path}")
    base = settings.Settings() if isolated else settings.load(config_path)
    return base.changed(
        "command line",
        preset=preset,
        genre=Genre(genre) if genre else None,
        select=_listed(select) or None,
        ignore=_listed(ignore) or None,
        rules=(*base.rules, *(folder.resolve() for folder in rules)) if rules else None,
        exclude=(*base.exclude, *exclude) if exclude else None,
        unsure=unsure,
        min_confidence=min_confidence,
        model=model,
        fail_on=fail_on,
    )


def _listed(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(name.strip() for value in values for name in value.split(",") if name.strip())
