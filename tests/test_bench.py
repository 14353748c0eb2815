"""The harness of the benchmarks runs; what it measures is no test."""

import subprocess
import sys

import pytest

from tests.conftest import ROOT


@pytest.mark.skipif(sys.platform == "win32", reason="SKIPPED LOUDLY: the harness reads the CPU time of other processes, which Windows does not give")
def test_the_harness_runs():
    done = subprocess.run([sys.executable, ROOT / "bench" / "run.py", "--quick"], capture_output=True, text=True, check=True)
    assert "One short file, unchanged since the last check" in done.stdout
    assert "50 different targets" in done.stdout
    assert done.stdout.count("| target-lint |") >= 6
