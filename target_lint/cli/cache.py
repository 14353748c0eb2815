"""``target-lint cache``: where the answers given before lie, and how to forget them."""

from __future__ import annotations

import click

from target_lint.cli.common import Group


@click.group(cls=Group)
def cache() -> None:
    """The answers given before (--no-cache does without): see where they lie, or forget them."""


@cache.command("show")
def cache_show() -> None:
    """Where the cache lies and how large it is."""
    from target_lint.cache import Cache

    kept = Cache()
    answers, size = kept.size()
    click.echo(f"{kept.path}: {answers} answers, {size / 1e6:.1f} MB")


@cache.command("clear")
def cache_clear() -> None:
    """Forget every answer."""
    from target_lint.cache import Cache

    click.echo(f"{Cache().clear()} answers forgotten.")
