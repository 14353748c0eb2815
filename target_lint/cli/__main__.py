"""``python -m target_lint.cli``."""

from target_lint.cli import main

main()
