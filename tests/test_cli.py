"""The command as a person runs it: a real process, its exit code, its two streams."""

import json
import signal
import subprocess
import sys
import textwrap

import pytest

WEAK = "I must improve my differentiation\n"
READY = (
    "Objective: improving history essay structure for EAL pupils through targeted use of formative feedback\n"
    "Success criteria: Each of the nine writes a paragraph with point and evidence unaided by May.\n"
)


@pytest.fixture
def weak(tmp_path):
    path = tmp_path / "weak.txt"
    path.write_text(WEAK, encoding="utf-8")
    return path


@pytest.fixture
def ready(tmp_path):
    path = tmp_path / "ready.txt"
    path.write_text(READY, encoding="utf-8")
    return path


def test_exit_codes(run, weak, ready, tmp_path):
    assert run("check", ready).returncode == 0
    assert run("check", weak).returncode == 1
    assert run("check", tmp_path / "gone.txt").returncode == 2
    assert run("check", weak, tmp_path / "gone.txt").returncode == 2
    assert run("check", "--no-such-flag").returncode == 2
    assert run("check", weak, "--exit-zero").returncode == 0
    assert run("check", weak, "--fail-on", "never").returncode == 0
    assert run("check", weak, "--fail-on", "error").returncode == 0
    assert run("check", ready, "--fail-on", "note").returncode == 1


def test_the_report_shows_words_questions_and_a_closing_line(run, weak):
    output = run("check", weak).stdout
    assert "I must improve my differentiation" in output
    line = next(line for line in output.splitlines() if "~~~" in line)
    assert line == "    " + " " * len("I must ") + "~" * len("improve my differentiation")
    assert "Which pupils would you look at first?" in output
    assert output.strip().splitlines()[-1].startswith("1 target: 0 ready, 0 to revise, 1 to rewrite.")


@pytest.mark.parametrize("width", [60, 160])
def test_no_line_is_wider_than_the_terminal(run, weak, ready, width):
    for line in run("check", weak.name, ready.name, env={"COLUMNS": str(width)}).stdout.splitlines():
        assert len(line) <= width


def test_colour_only_when_it_is_wanted(run, weak):
    assert "\x1b[" not in run("check", weak).stdout
    assert "\x1b[" in run("check", weak, env={"FORCE_COLOR": "1"}).stdout
    assert "\x1b[" not in run("check", weak, env={"FORCE_COLOR": "1", "NO_COLOR": "1"}).stdout


def test_json_is_the_contract(run, weak):
    data = json.loads(run("check", weak, "--output-format", "json").stdout)
    assert data["schema"] == 1
    target = data["drafts"][0]["targets"][0]
    assert target["verdict"] == "rewrite"
    assert set(target["parts"]) == {"pupil_group", "learning_focus", "success_measure", "steps", "timescale"}
    finding = next(one for one in target["findings"] if one["rule"] == "vague/practice_change")
    text = target["fields"][0]["text"]
    assert text[finding["start"] : finding["end"]] == finding["found"] == "improve my differentiation"
    assert target["suggestions"] == []
    assert data["errors"] == []


def test_jsonl_streams_rows_and_reports_broken_ones(run, tmp_path):
    path = tmp_path / "rows.jsonl"
    path.write_text('{"id": 1, "statement": "Spelling in 7B"}\n{"id": 2, "statement"\n"Choir"\n', encoding="utf-8")
    done = run("check", path, "-f", "jsonl")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["id"] for row in rows] == ["1", None]
    assert rows[0]["path"] == str(path)
    assert f"{path}:2: not readable as JSON" in done.stderr
    assert done.returncode == 2


def test_concise_is_a_line_a_finding(run, weak):
    lines = run("check", weak, "-f", "concise").stdout.splitlines()
    assert f"{weak}:1:8: warning vague/practice_change" in lines[0]


def test_statistics(run, weak):
    assert "     1  vague/practice_change" in run(
        "check", weak, weak, "--statistics", "--select", "vague"
    ).stdout.replace("     2", "     1")
    rows = json.loads(run("check", weak, "--statistics", "-f", "json").stdout)
    assert {"rule": "vague/practice_change", "count": 1} in rows


def test_standard_input(run):
    done = run("check", "-", input=WEAK)
    assert done.returncode == 1
    assert done.stdout.startswith("<stdin>")
    named = run(
        "check", "-", "--stdin-filename", "draft.csv", input="Objective;Timescale\nSpelling in 7B;May\n", env={}
    )
    assert named.stdout.startswith("draft.csv")
    assert "Timescale: May" in named.stdout


def test_output_goes_to_a_file_and_never_over_the_draft(run, weak, tmp_path):
    out = tmp_path / "report.txt"
    assert run("check", weak, "-o", out).stdout == ""
    assert "1 target" in out.read_text(encoding="utf-8")
    refused = run("check", weak, "-o", weak)
    assert refused.returncode == 2
    assert "would overwrite the draft" in refused.stderr
    assert weak.read_text(encoding="utf-8") == WEAK
    nowhere = run("check", weak, "-o", tmp_path / "no" / "such" / "folder.txt")
    assert nowhere.returncode == 2
    assert "Traceback" not in nowhere.stderr


@pytest.mark.skipif(not hasattr(signal, "SIGPIPE"), reason="no pipes of that kind on this system")
def test_a_closed_pipe_ends_quietly(tmp_path):
    path = tmp_path / "many.txt"
    path.write_text("\n".join(f"{number}. {WEAK}" for number in range(1, 400)), encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "target_lint.cli", "check", str(path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == b""
    process.wait(timeout=60)


def test_folders_are_read_and_an_empty_one_is_an_error(run, weak, tmp_path):
    (tmp_path / "empty").mkdir()
    assert "weak.txt" in run("check", tmp_path).stdout
    done = run("check", tmp_path / "empty")
    assert done.returncode == 2
    assert "no file in this folder can be read" in done.stderr


def test_rules_can_be_listed_and_explained(run):
    assert "vague/rhythm" in run("rules", "list").stdout
    assert "vague/rhythm" in {one["id"] for one in json.loads(run("rules", "list", "-f", "json").stdout)}
    page = run("rules", "explain", "vague/rhythm").stdout
    assert "## Why it matters" in page
    assert "Meet my mentor **regularly**." in page
    unknown = run("rules", "explain", "vague/rythm")
    assert unknown.returncode == 2
    assert "did you mean 'vague/rhythm'?" in unknown.stderr


def test_rules_test_finds_a_broken_promise(run, tmp_path):
    assert " 0 broken." in run("rules", "test").stdout
    folder = tmp_path / "ours" / "vague"
    folder.mkdir(parents=True)
    rule = textwrap.dedent("""\
        kind: lexical
        level: note
        title: A house word
        message: "'{found}' is a house word."
        question: What does it mean here?
        why: New colleagues cannot know what it stands for in this school.
        source: our school
        phrases: [learning power]
        examples:
          flag: ["Use [[learning power]].", "[[Learning power]]!", "More [[learning power]].", "No words of that sort."]
          accept: ["A.", "B.", "C.", "D."]
        """)
    (folder / "house.yaml").write_text(rule, encoding="utf-8")
    done = run("rules", "test", tmp_path / "ours")
    assert done.returncode == 1
    assert "house.yaml:10: vague/house: missing: it should be flagged" in done.stdout
    assert "1 rules, 8 examples, 1 broken." in done.stdout
    used = run("check", "-", "--rules", tmp_path / "ours", "--select", "vague/house", input="Show learning power")
    assert "is a house word" in used.stdout
    (folder / "house.yaml").write_text(rule.replace("phrases", "phrasess"), encoding="utf-8")
    broken = run("check", "-", "--rules", tmp_path / "ours", input="Show learning power")
    assert broken.returncode == 2
    assert "house.yaml:8:" in broken.stderr
    assert "Traceback" not in broken.stderr


def test_settings_files(run, weak, tmp_path):
    (tmp_path / "target-lint.toml").write_text(
        'fail-on = "never"\nglossary = ["differentiation"]\n[levels]\n"missing/review" = "off"\n', encoding="utf-8"
    )
    done = run("check", weak)
    assert done.returncode == 0
    assert "vague/practice_change" not in done.stdout
    assert "missing/review" not in done.stdout
    shown = run("config", "show", "--preset", "leader").stdout
    assert f"never   ({tmp_path / 'target-lint.toml'})" in shown
    assert "leader   (command line)" in shown
    assert "all   (default)" in shown
    assert run("check", weak, "--isolated").returncode == 1


def test_settings_in_pyproject_are_found_upward(run, tmp_path):
    (tmp_path / "pyproject.toml").write_text('[tool.target-lint]\npreset = "leader"\n', encoding="utf-8")
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    assert "pyproject.toml" in run("config", "show", cwd=below).stdout


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('glosary = ["x"]', "there is no setting 'glosary'; did you mean 'glossary'?"),
        ('ignore = ["vague/rythm"]', "did you mean 'vague/rhythm'?"),
        ('fail-on = "warn"', "did you mean 'warning'?"),
        ('preset = "leaders"', "did you mean 'leader'?"),
        ('levels = {"vague/rhythm" = "loud"}', "must be one of note, warning, error, off"),
        ("ignore = 3", "must be a list of texts"),
        ("min-confidence = 80", "must be a number from 0 to 1"),
        ("ignore = [", "not readable as TOML"),
        ('rules = ["nowhere"]', "no such folder of rules"),
    ],
)
def test_wrong_settings_are_one_sentence(run, weak, tmp_path, text, message):
    (tmp_path / "target-lint.toml").write_text(text, encoding="utf-8")
    done = run("check", weak)
    assert done.returncode == 2
    assert message in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "-", "--preset", "leeder"],
        ["check", "-", "--ignore", "vage"],
        ["chek"],
        ["check", "-", "--config", "no.toml"],
    ],
)
def test_wrong_flags_are_one_sentence(run, arguments):
    done = run(*arguments, input=WEAK)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()


def test_ignore_comments_are_counted(run, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(
        "Meet my mentor regularly  # target-lint: ignore vague/rhythm agreed with her\n\nShare it often # target-lint: ignore tone/audit\n",
        encoding="utf-8",
    )
    output = run("check", path).stdout
    assert "1 finding left out, as a comment in the file asks." in output
    assert "The comment that leaves out 'tone/audit' fits no finding." in " ".join(output.split())


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("empty.txt", b"", "the file is empty"),
        ("binary.txt", bytes(range(256)) * 20, "this is no text"),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "save it as .docx"),
        ("form.docx", b"PK\x03\x04 not really", "damaged"),
        ("locked.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "password"),
        ("sheet.csv", b"Colour,Size\nred,3\n", "no column of a target was found"),
        ("form.pdf", b"%PDF-1.7", "the PDF is damaged"),
        ("headings.txt", b"\n\n   \n---\n", "no target was found"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_sentence_and_the_others_are_checked(
    run, weak, tmp_path, name, data, message
):
    (tmp_path / name).write_bytes(data)
    done = run("check", tmp_path / name, weak)
    assert done.returncode == 2
    assert message in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert str(tmp_path / name) in done.stderr
    assert "improve my differentiation" in done.stdout


def test_light_commands_import_nothing_heavy(tmp_path):
    script = (
        "import sys\nfrom target_lint.cli import cli\n"
        "try:\n    cli(sys.argv[1:], prog_name='target-lint')\nexcept SystemExit:\n    pass\n"
        "print(sorted({name.split('.')[0] for name in sys.modules} & {'spacy', 'numpy', 'sklearn', 'pandas', 'rich', 'docx', 'yaml'}), file=sys.stderr)\n"
    )
    for arguments in (["--help"], ["--version"], ["check", "--help"]):
        done = subprocess.run(
            [sys.executable, "-c", script, *arguments], capture_output=True, text=True, cwd=tmp_path, check=True
        )
        assert done.stderr.strip().splitlines()[-1] == "[]"


def test_checking_imports_no_scikit_learn(tmp_path):
    script = "import sys, target_lint\ntarget_lint.check('Spelling in 7B')\nprint(sorted({'sklearn', 'pandas', 'docx'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=tmp_path, check=True)
    assert done.stdout.strip() == "[]"


def test_a_comment_that_names_no_rule_says_where_and_which_is_meant(run, tmp_path):
    path = tmp_path / "draft.txt"
    path.write_text("Choir\n\nMeet my mentor regularly  # target-lint: ignore vague/rythm, missing agreed\n", encoding="utf-8")
    done = run("check", path, "--model", "none", "--exit-zero")
    assert done.returncode == 0
    assert done.stderr == f"target-lint: {path}:3: a comment leaves out 'vague/rythm', but there is no such rule; did you mean 'vague/rhythm'?\n"


def test_a_report_says_where_it_went_and_is_not_written_as_what_it_is_not(run, tmp_path):
    (tmp_path / "draft.txt").write_text("Improve behaviour", encoding="utf-8")
    refused = run("check", "draft.txt", "-o", "report.pdf")
    assert refused.returncode == 2 and "cannot be written as .pdf" in refused.stderr and not (tmp_path / "report.pdf").exists()
    done = run("check", "draft.txt", "-o", "report.html")
    assert done.returncode == 1 and done.stderr.startswith("1 target: ") and done.stderr.endswith(" -> report.html\n")
    missing = run("check", "nosuch.docx")
    assert missing.returncode == 2 and "0 targets." in missing.stdout and "settle" not in missing.stdout
