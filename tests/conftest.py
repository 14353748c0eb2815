import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from target_lint.engine import Linter
from target_lint.settings import QUICK, Settings

settings.register_profile("default", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("default")

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def linter():
    return Linter()


@pytest.fixture(scope="session")
def quick():
    """With the quick model: for whatever goes over the whole corpus, or rests on what a small network makes of a text."""
    return Linter(Settings(model=QUICK))


@pytest.fixture(scope="session")
def rules_alone():
    """Without a trained model: an example counts as what the patterns take it for."""
    return Linter(Settings(model="none"))


@pytest.fixture
def run(tmp_path):
    """Runs the real command in a folder of its own; returns the finished process, its output as text."""

    def run(*arguments, input=None, env=None, cwd=tmp_path, text=True):
        environment = {
            key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS")
        }
        environment |= {"PYTHONWARNINGS": "ignore", **(env or {})}
        return subprocess.run(
            [sys.executable, "-m", "target_lint.cli", *map(str, arguments)],
            input=input,
            capture_output=True,
            text=text,
            encoding="utf-8" if text else None,
            cwd=cwd,
            env=environment,
            timeout=300,
        )

    return run
