"""``python -m target_lint.cli``."""

from target_lint.__main__ import main

main()
