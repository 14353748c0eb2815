"""The commands for the meeting, the school and the next version, and files given back, as a person runs them."""

import io
import json
import os
import zipfile
from pathlib import Path

import pytest

from target_lint import readers
from target_lint.cli import output as writing

docx = pytest.importorskip("docx", reason="python-docx builds the forms: pip install 'target-lint[office]'")
openpyxl = pytest.importorskip("openpyxl", reason="openpyxl reads and writes Excel: pip install 'target-lint[office]'")

EXAMPLES = Path(__file__).parents[1] / "examples"
FORM, SHEET = EXAMPLES / "history-teacher.docx", EXAMPLES / "school.csv"


def copied(path, folder):
    made = folder / path.name
    made.parent.mkdir(parents=True, exist_ok=True)
    made.write_bytes(path.read_bytes())
    return made


def test_a_word_form_comes_back_with_comments_beside_it(run, tmp_path):
    form = copied(FORM, tmp_path)
    done = run("check", form, "-f", "docx")
    assert done.returncode == 1 and "history-teacher.checked.docx" in done.stdout
    assert form.read_bytes() == FORM.read_bytes()
    assert len(list(docx.Document(tmp_path / "history-teacher.checked.docx").comments)) > 5


def test_the_end_of_the_name_says_what_to_write(run, tmp_path):
    form = copied(FORM, tmp_path)
    for name, start in (("r.html", b"<!doctype html>"), ("r.json", b"{"), ("r.jsonl", b"{"), ("r.docx", b"PK"), ("r.txt", b"/")):
        assert run("check", form, "-o", tmp_path / name).returncode == 1
        assert (tmp_path / name).read_bytes().startswith(start), name


def test_many_forms_go_to_a_folder_with_their_own_folders(run, tmp_path):
    copied(FORM, tmp_path / "in" / "humanities")
    copied(EXAMPLES / "deputy-head.docx", tmp_path / "in")
    assert run("check", "in", "-f", "docx", "-o", "out").returncode == 1
    found = sorted(path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*.docx"))
    assert found == ["deputy-head.checked.docx", "humanities/history-teacher.checked.docx"]
    again = run("check", "in", "-f", "docx")  # beside them, and not checked the next time
    assert again.returncode == 1
    assert "2 drafts" not in run("check", "in", "-f", "docx").stdout
    assert len(list((tmp_path / "in").rglob("*.docx"))) == 4
    one = run("check", "in", "-f", "docx", "-o", "one.docx")
    assert one.returncode == 2 and "name a folder" in one.stderr


def test_a_format_that_does_not_fit_is_one_sentence(run, tmp_path):
    form = copied(FORM, tmp_path)
    done = run("check", form, "-f", "xlsx")
    assert done.returncode == 2 and "columns go into an Excel workbook" in done.stderr and "-f html" in done.stderr
    done = run("check", "-", "-f", "docx", input="Objective: improve questioning")
    assert done.returncode == 2 and "Word document" in done.stderr


def test_a_draft_is_overwritten_only_when_told(run, tmp_path):
    form = copied(FORM, tmp_path)
    refused = run("check", form, "-f", "docx", "-o", form)
    assert refused.returncode == 2 and "--overwrite" in refused.stderr and form.read_bytes() == FORM.read_bytes()
    assert run("check", form, "-f", "docx", "-o", form, "--overwrite").returncode == 1
    assert form.read_bytes() != FORM.read_bytes() and zipfile.ZipFile(form).testzip() is None
    for command in ("brief", "overview"):
        page = copied(SHEET, tmp_path).rename(tmp_path / "x.html")
        assert run(command, page, "-o", page).returncode == 2


@pytest.mark.parametrize("name", ["school.csv", "school.tsv"])
def test_a_sheet_comes_back_with_columns(run, tmp_path, name):
    text = SHEET.read_text(encoding="utf-8")
    path = tmp_path / name
    path.write_text(text if name.endswith("csv") else "Name\tObjective\nA.B.\tImprove my marking\n", encoding="utf-8")
    assert run("check", path, "-f", "csv").returncode == 1
    made = (tmp_path / f"{path.stem}.checked{path.suffix}").read_text(encoding="utf-8-sig")
    assert "target-lint: verdict" in made.splitlines()[0]


def test_an_excel_sheet_comes_back_with_columns(run, tmp_path):
    book = openpyxl.Workbook()
    for row in (["Name", "Objective"], ["A.B.", "Improve my marking regularly"]):
        book.active.append(row)
    book.save(tmp_path / "staff.xlsx")
    assert run("check", "staff.xlsx", "-o", "out.xlsx").returncode == 1
    page = openpyxl.load_workbook(tmp_path / "out.xlsx").worksheets[0]
    assert page["C1"].value == "target-lint: verdict" and page["C2"].value == "rewrite"


@pytest.mark.parametrize("name", ["brief.html", "brief.docx", "brief.pdf"])
def test_a_brief_for_each_person(run, tmp_path, name):
    if name.endswith("pdf"):
        pytest.importorskip("weasyprint", reason="WeasyPrint writes PDF: pip install 'target-lint[pdf]'", exc_type=(ImportError, OSError))
    done = run("brief", EXAMPLES / "maths-department.docx", "-o", name, "--since", FORM)
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"{name}: 3 pages\n"
    data = (tmp_path / name).read_bytes()
    if name.endswith("docx"):
        text = "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs)
        assert all(words in text for words in ("A.B.", "C.D.", "E.F.", "Questions that would help most", "Since history-teacher.docx"))
    elif name.endswith("html"):
        assert data.decode().count('<section class="page"') == 3
    else:
        assert data.startswith(b"%PDF")


def test_an_overview_names_nobody_unless_told(run, tmp_path):
    done = run("overview", SHEET, "-o", "o.html")
    assert done.returncode == 0 and done.stdout == "o.html: 60 targets of 60 people\n"
    page = (tmp_path / "o.html").read_text(encoding="utf-8")
    assert "By department" in page and "T01" not in page
    assert run("overview", SHEET, "-o", "o.xlsx", "--names").returncode == 0
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(tmp_path / "o.xlsx").active.iter_rows()]
    assert ["people", 60] in [row[:2] for row in rows]


def test_then_and_now(run, tmp_path):
    (tmp_path / "old.txt").write_text("1. I must improve my differentiation\n2. Choir sings in two parts\n", encoding="utf-8")
    (tmp_path / "new.txt").write_text("1. I must improve my differentiation of column subtraction for the six in 8X2 by May\n", encoding="utf-8")
    done = run("compare", "old.txt", "new.txt", "--model", "none", env={"COLUMNS": "60"})
    assert done.returncode == 0 and "now says who, focus" in done.stdout
    assert done.stdout.rstrip().endswith("1 changed, 1 gone. Parts gained: 3, lost: 0.")
    assert all(len(line) <= 60 for line in done.stdout.splitlines())
    data = json.loads(run("compare", "old.txt", "new.txt", "-f", "json").stdout)
    assert [change["kind"] for change in data["changes"]] == ["changed", "gone"]
    assert data["changes"][0]["gained"][0] == "pupil_group" and data["changes"][0]["then"]["verdict"] == "rewrite"
    assert run("compare", "old.txt", "gone.txt").returncode == 2


@pytest.mark.parametrize("command", [["brief", "-o", "b.txt"], ["overview", "-o", "o.pdf"]])
def test_another_ending_is_refused(run, command):
    done = run(command[0], SHEET, *command[1:])
    assert done.returncode == 2 and "its name must end in" in done.stderr


def test_two_hundred_files_of_which_ten_are_broken(run, tmp_path):
    for number in range(190):
        kind = number % 3
        if kind == 0:
            document = docx.Document()
            document.add_paragraph(f"Objective: Improve questioning in set {number}")
            document.save(tmp_path / f"f{number}.docx")
        elif kind == 1:
            (tmp_path / f"f{number}.html").write_text(f"<p>Objective: Improve marking in set {number}", encoding="utf-8")
        else:
            (tmp_path / f"f{number}.txt").write_text(f"Objective: Improve essays in set {number}\n", encoding="utf-8")
    for number, (suffix, data) in enumerate([("docx", b"PK\x03\x04x"), ("xlsx", b"PK\x03\x04y"), ("odt", b"z"), ("txt", b""), ("csv", b"a,b\n1,2\n")] * 2):
        (tmp_path / f"broken{number}.{suffix}").write_bytes(data)
    done = run("check", ".", "-f", "json")
    assert done.returncode == 2
    report = json.loads(done.stdout)
    assert len(report["drafts"]) == 190 and len(report["errors"]) == 10
    lines = [line for line in done.stderr.splitlines() if line.startswith("target-lint: ")]
    assert len(lines) == 10 and all("broken" in line and "Traceback" not in line for line in lines)


def test_a_full_disk_leaves_what_was_there(tmp_path, monkeypatch):
    path = tmp_path / "report.html"
    path.write_text("before", encoding="utf-8")

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(writing.click.UsageError, match="No space left on device"):
        writing.write(path, b"after")
    assert path.read_text(encoding="utf-8") == "before" and os.listdir(tmp_path) == ["report.html"]


def test_a_crash_leaves_no_half_file(tmp_path):
    def lines():
        yield "half"
        raise RuntimeError

    with pytest.raises(RuntimeError):
        writing.write(tmp_path / "report.txt", lines())
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize(("command", "module", "extra"), [(["check", "f.docx", "-f", "docx"], "lxml", "office"), (["check", "s.xlsx"], "openpyxl", "office"), (["brief", "f.docx", "-o", "b.docx"], "docx", "office"), (["check", "p.pdf"], "pdfplumber", "pdf")])
def test_without_an_extra_a_sentence_says_what_to_install(run, tmp_path, command, module, extra):
    copied(FORM, tmp_path).rename(tmp_path / "f.docx")
    openpyxl.Workbook().save(tmp_path / "s.xlsx")
    (tmp_path / "p.pdf").write_bytes(b"%PDF-1.4")
    (tmp_path / "blocked" / module).mkdir(parents=True)
    (tmp_path / "blocked" / module / "__init__.py").write_text("raise ImportError('not here')", encoding="utf-8")
    done = run(*command, env={"PYTHONPATH": f"{tmp_path / 'blocked'}{os.pathsep}{EXAMPLES.parent}"})
    assert done.returncode == 2 and f"pip install 'target-lint[{extra}]'" in done.stderr


def test_a_folder_is_read_without_what_we_wrote_into_it(run, tmp_path):
    pytest.importorskip("weasyprint", reason="WeasyPrint writes PDF: pip install 'target-lint[pdf]'", exc_type=(ImportError, OSError))
    draft = tmp_path / "draft.txt"
    draft.write_text("Name: Helen Carter\n\n1. I must improve spelling in 7B\n2. Choir on Fridays\n", encoding="utf-8")
    reports = ["report.html", "report.jsonl", "report.txt", "concise.md"]
    made = [run("check", ".", "--model", "none", "-o", name, *(["-f", "concise"] if name == "concise.md" else [])) for name in reports]
    made += [run("brief", ".", "--model", "none", "-o", f"brief.{kind}") for kind in ("html", "docx", "pdf")]
    made += [run("overview", ".", "--model", "none", "-o", f"overview.{kind}") for kind in ("html", "xlsx")]
    assert all(done.returncode in (0, 1) for done in made), [done.stderr for done in made]
    assert len(list(tmp_path.iterdir())) == 10
    assert [one.name for one in readers.find([tmp_path])] == ["draft.txt"]
    assert json.loads(run("check", ".", "--model", "none", "-f", "json").stdout)["drafts"][0]["path"] == "draft.txt"
    assert readers.read(tmp_path / "brief.docx").targets  # what is named is read
