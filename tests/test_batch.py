"""Long runs: by several processes, broken off and gone on with, the same lines as in one go."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

COUNT = 1500


@pytest.fixture
def rows(tmp_path):
    path = tmp_path / "rows.jsonl"
    lines = [json.dumps({"id": str(i), "statement": f"Improve writing in 8X{i} by lesson {i}, where possible"}) for i in range(COUNT)]
    lines[7] = "no json"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def words(*more):
    return [sys.executable, "-m", "target_lint", "check", "--isolated", "--no-cache", "-f", "jsonl", *map(str, more)]


def test_two_processes_give_the_same_lines_in_the_same_order(rows):
    one, two = (subprocess.run(words(rows, "--jobs", jobs), capture_output=True, text=True, check=False) for jobs in (1, 2))
    assert one.stdout == two.stdout
    assert one.returncode == two.returncode == 2  # the seventh row is no JSON
    assert one.stdout.count("\n") == COUNT - 1
    assert [json.loads(line)["number"] for line in two.stdout.splitlines()] == list(range(1, COUNT))


@pytest.mark.skipif(os.name != "posix", reason="SKIPPED LOUDLY: needs signals")
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_run_that_was_killed_goes_on_where_it_stopped(rows, tmp_path, jobs):
    whole, out = tmp_path / "whole.jsonl", tmp_path / "out.jsonl"
    subprocess.run(words(rows, "-o", whole), capture_output=True, check=False)
    part = out.with_name("out.jsonl.part")
    process = subprocess.Popen(words(rows, "-o", out, "--resume", "--jobs", jobs), stderr=subprocess.DEVNULL, start_new_session=True)
    while process.poll() is None and (not part.exists() or part.stat().st_size < 200_000):
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert not out.exists()
    before = part.stat().st_size
    with part.open("ab") as file:
        file.write(b'{"torn')
    done = subprocess.run(words(rows, "-o", out, "--resume", "--jobs", jobs), capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert out.read_text(encoding="utf-8") == whole.read_text(encoding="utf-8")
    assert before > 0
    assert not part.exists()
    assert not list(tmp_path.glob("*.part*"))


def test_other_input_is_not_gone_on_with(rows, tmp_path):
    out = tmp_path / "out.jsonl"
    out.with_name("out.jsonl.part").write_text("", encoding="utf-8")
    out.with_name("out.jsonl.part.json").write_text('{"paths": []}', encoding="utf-8")
    done = subprocess.run(words(rows, "-o", out, "--resume"), capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "begun on other files, rules or settings" in done.stderr


@pytest.mark.parametrize("more", [("--resume",), ("--jobs", "2", "-f", "text"), ("--resume", "-f", "text", "-o", "x.txt")])
def test_what_makes_no_sense_is_said(rows, more, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = subprocess.run(words(rows, *more), capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "for long runs over rows" in done.stderr


def test_the_exit_code_counts_what_was_done_before(rows, tmp_path):
    good = tmp_path / "rows.jsonl"
    good.write_text("\n".join(json.dumps({"statement": "Improve writing, where possible"}) for _ in range(3)) + "\n", encoding="utf-8")
    out = tmp_path / "out.jsonl"
    whole = subprocess.run(words(good, "-o", out), capture_output=True, check=False)
    assert whole.returncode == 1
    part = out.with_name("out.jsonl.part")
    first = subprocess.run(words(good, "-o", out, "--resume"), capture_output=True, check=False)
    assert first.returncode == 1
    assert not part.exists()
