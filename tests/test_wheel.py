"""The wheel, installed alone in a new environment and run from another folder, finds its rules."""

import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytest.importorskip("hatchling", reason="hatchling is needed to build the wheel: pip install 'target-lint[test]'")


def test_the_wheel_is_whole(tmp_path):
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "wheel",
            "--quiet",
            "--no-deps",
            "--no-build-isolation",
            "--wheel-dir",
            tmp_path,
            ROOT,
        ],
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("target_lint-*.whl")
    venv.create(tmp_path / "env", with_pip=False)
    python = tmp_path / "env" / "bin" / "python"
    subprocess.run(
        [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", "--no-index", wheel],
        check=True,
    )
    (site,) = (tmp_path / "env" / "lib").glob("python*/site-packages")
    # the libraries are borrowed from here, after the wheel's own folder; this checkout is not on the way
    (site / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    where = subprocess.run(
        [
            python,
            "-c",
            "import target_lint, target_lint.shipped as s; print(target_lint.__file__); print(s.folder('rules'))",
        ],
        cwd=elsewhere,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    assert all(Path(line).is_relative_to(site) for line in where)
    command = tmp_path / "env" / "bin" / "target-lint"
    page = subprocess.run([command, "check", "-", "-f", "html", "--exit-zero"], input="Improve essays", cwd=elsewhere, capture_output=True, text=True)  # fmt: skip
    assert page.returncode == 0 and page.stdout.startswith("<!doctype html>"), page.stderr
    done = subprocess.run(
        [command, "check", "-"],
        input="I must improve my differentiation",
        cwd=elsewhere,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1, done.stderr
    assert "vague/practice_change" in done.stdout
    shipped = {
        path.relative_to(site / "target_lint" / "rules") for path in (site / "target_lint" / "rules").rglob("*.yaml")
    }
    assert shipped == {path.relative_to(ROOT / "rules") for path in (ROOT / "rules").rglob("*.yaml")}
