"""The command line. Only click is imported here; everything heavy waits until a command needs it."""

from __future__ import annotations

import click

from target_lint.cli.cache import cache
from target_lint.cli.check import check
from target_lint.cli.common import Group
from target_lint.cli.config import config
from target_lint.cli.evaluate import evaluate
from target_lint.cli.improve import improve, suggest
from target_lint.cli.meeting import brief, compare, overview
from target_lint.cli.rules import rules
from target_lint.cli.serve import serve
from target_lint.cli.train import train


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(
    None, "--version", package_name="target-lint", prog_name="target-lint", message="%(prog)s %(version)s"
)
def cli() -> None:
    """Read drafts of performance-management targets before the meeting: which words are weak, what is missing, what to ask.

    Everything stays on this machine.
    """


for command in (check, suggest, improve, brief, compare, overview, serve, rules, config, cache, evaluate, train):
    cli.add_command(command)

