"""``target-lint config``: the settings that hold here."""

from __future__ import annotations

from typing import Any

import click

from target_lint.cli.common import Group, checking_options, settings_from


@click.group(cls=Group)
def config() -> None:
    """The settings that hold here."""


@config.command("show")
@checking_options
def config_show(**how: Any) -> None:
    """Every setting, its value and where it came from."""
    from target_lint.engine import Linter
    from target_lint.settings import KEYS

    settings = Linter(settings_from(**how)).settings
    for key in KEYS:
        name = key.replace("-", "_")
        value = getattr(settings, name)
        if name == "levels":
            shown = ", ".join(f"{rule} = {level}" for rule, level in value.items()) or "as the rules say"
        elif isinstance(value, tuple):
            shown = ", ".join(map(str, value)) or ("all" if name == "select" else "none")
        else:
            shown = str(value) if value is not None else {"genre": "detected", "preset": "by role"}[name]
        click.echo(f"{key:<10} {shown}   ({settings.where(name)})")
