"""Answers given before: the same as new ones, unreadable without the draft, and never in the way."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from target_lint.cache import MOST_ANSWER, Cache, Key


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.setenv("TARGET_LINT_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.delenv("TARGET_LINT_NO_CACHE", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words, **more):
    return subprocess.run(
        [sys.executable, "-m", "target_lint", *words], capture_output=True, text=True, check=False, **more
    )


def test_an_unchanged_file_is_answered_from_the_cache(place):
    draft = place / "draft.txt"
    draft.write_text("I must improve my differentiation", encoding="utf-8")
    fresh, again = run("check", "draft.txt"), run("check", "draft.txt")
    assert Cache().size()[0] == 1
    assert (fresh.returncode, fresh.stdout) == (again.returncode, again.stdout)
    assert fresh.returncode == 1
    assert run("check", "draft.txt", "--no-cache").stdout == fresh.stdout


def test_a_cached_answer_imports_hardly_anything(place):
    (place / "draft.txt").write_text("I must improve my differentiation", encoding="utf-8")
    run("check", "draft.txt")
    code = (
        "import sys, atexit; from target_lint.__main__ import main; sys.argv = ['target-lint', 'check', 'draft.txt']\n"
        "atexit.register(lambda: print(sorted({n.split('.')[0] for n in sys.modules} & {'click', 'spacy', 'numpy', 'yaml', 'dataclasses', 'sklearn'}), file=sys.stderr))\n"
        "main()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr.strip() == "[]"
    assert "REWRITE" in done.stdout


@pytest.mark.parametrize(
    "change",
    [
        lambda place: (place / "draft.txt").write_text("Column subtraction in 3B by May", encoding="utf-8"),
        lambda place: (place / "target-lint.toml").write_text('ignore = ["missing"]', encoding="utf-8"),
    ],
)
def test_what_changes_the_answer_changes_the_key(place, change):
    (place / "draft.txt").write_text("I must improve my differentiation", encoding="utf-8")
    before = run("check", "draft.txt").stdout
    change(place)
    assert run("check", "draft.txt").stdout != before
    assert Cache().size()[0] == 2


def test_a_schools_own_rules_are_part_of_the_key(place):
    ours = place / "ours" / "vague"
    ours.mkdir(parents=True)
    (place / "target-lint.toml").write_text('rules = ["ours"]', encoding="utf-8")
    before = Key(["check"]).name
    (ours / "x.yaml").write_text("kind: lexical", encoding="utf-8")
    assert Key(["check"]).name != before


def test_nothing_of_a_draft_can_be_read_in_the_file(place):
    (place / "draft.txt").write_text("I must improve my xylophone differentiation", encoding="utf-8")
    assert "xylophone" in run("check", "draft.txt").stdout
    kept = place / "cache" / "answers.sqlite"
    assert b"xylophone" not in kept.read_bytes()
    assert b"differentiation" not in kept.read_bytes()
    if os.name == "posix":
        assert kept.stat().st_mode & 0o077 == 0


def test_standard_input_errors_and_written_files_are_not_kept(place):
    (place / "draft.txt").write_text("I must improve my differentiation", encoding="utf-8")
    run("check", "-", input="I must improve my differentiation")
    run("check", "gone.txt")
    run("check", "draft.txt", "-o", "report.html")
    run("check", "draft.txt", "--no-cache")
    run("check", "draft.txt", env={**os.environ, "TARGET_LINT_NO_CACHE": "1"})
    assert Cache().size() == (0, 0)


def test_a_broken_cache_is_begun_anew(place):
    (place / "draft.txt").write_text("I must improve my differentiation", encoding="utf-8")
    first = run("check", "draft.txt")
    (place / "cache" / "answers.sqlite").write_bytes(b"no database " * 100)
    assert run("check", "draft.txt").stdout == first.stdout
    assert run("check", "draft.txt").stdout == first.stdout
    assert Cache().size()[0] == 1


def test_cache_show_and_clear(place):
    run("rules", "explain", "vague/rhythm")
    assert "1 answers" in run("cache", "show").stdout
    assert "1 answers forgotten" in run("cache", "clear").stdout
    assert Cache().size() == (0, 0)


def test_many_processes_share_it(place):
    (place / "draft.txt").write_text("I must improve my differentiation", encoding="utf-8")
    with ThreadPoolExecutor(4) as pool:
        answers = {done.stdout for done in pool.map(lambda _: run("check", "draft.txt"), range(8))}
    assert len(answers) == 1


def test_the_longest_unused_answers_go_first(place, monkeypatch):
    monkeypatch.setattr("target_lint.cache.MOST_BYTES", 300)
    cache = Cache()
    keys = [Key([str(number)]) for number in range(6)]
    for key in keys:
        cache.put(key, 0, "x" * 99)
    assert cache.size() == (3, 300)
    assert cache.get(keys[-1]) == (0, "x" * 99)
    cache.put(keys[0], 0, "x" * MOST_ANSWER)
    assert cache.get(keys[0]) is None or cache.get(keys[0])[1] != "x" * MOST_ANSWER


def test_what_comes_by_standard_input_is_never_answered_from_the_cache(place):
    (place / "school.toml").write_text('unsure = "hide"', encoding="utf-8")
    one = run("check", "--config", "school.toml", input="I must improve my differentiation")
    two = run("check", "--config", "school.toml", input="Column subtraction")
    assert one.stdout != two.stdout
    run("check", "/dev/stdin", "--config", "school.toml", input="I must improve my differentiation")
    assert Cache().size() == (0, 0)


@pytest.mark.parametrize("words", [("check", "draft.txt", "-fcsv"), ("check", "draft.csv", "--output-format=csv")])
def test_a_command_that_writes_files_is_done_again(place, words):
    (place / "draft.csv").write_text("statement\nI must improve my differentiation\n", encoding="utf-8")
    (place / "draft.txt").write_text("I must improve my differentiation", encoding="utf-8")
    run(*words)
    assert Cache().size() == (0, 0)


def test_rules_named_by_any_settings_file_are_part_of_the_key(place):
    (place / "ours").mkdir()
    (place / "conf.cfg").write_text('rules = ["ours"]', encoding="utf-8")
    before = Key(["check"], (), "conf.cfg").name
    (place / "ours" / "x.yaml").write_text("kind: lexical", encoding="utf-8")
    assert Key(["check"], (), "conf.cfg").name != before


@pytest.mark.skipif(os.name != "posix" or not hasattr(os, "geteuid"), reason="SKIPPED LOUDLY: needs POSIX files")
def test_a_cache_that_cannot_be_used_is_done_without(place):
    (place / "draft.txt").write_text("I must improve my differentiation", encoding="utf-8")
    (place / "cache").write_text("in the way", encoding="utf-8")
    done = run("check", "draft.txt")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "0 answers forgotten" in run("cache", "clear").stdout


def test_every_option_that_takes_a_value_is_known_to_the_cache():
    """What is not known would be taken for a file, and its value for another."""
    from target_lint.__main__ import _VALUED
    from target_lint.cli.check import check

    taking = {name for one in check.params if getattr(one, "opts", None) and one.param_type_name == "option" and not one.is_flag for name in one.opts}
    assert taking - {"-o", "--output"} == _VALUED
