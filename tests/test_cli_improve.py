"""``suggest`` and ``improve`` as a person runs them."""

import json

import pytest

from target_lint import readers

WEAK = "I must improve my differentiation\n"


@pytest.fixture
def draft(tmp_path):
    path = tmp_path / "draft.txt"
    path.write_text(WEAK, encoding="utf-8")
    return path


def test_suggest_shows_the_draft_and_up_to_three_versions(run, draft):
    done = run("suggest", draft, env={"COLUMNS": "70"})
    assert done.returncode == 0
    assert "  I must improve my differentiation\n" in done.stdout and "    1 I must improve" in done.stdout
    assert "what stands in brackets is yours to decide" in done.stdout
    assert all(len(line) <= 70 for line in done.stdout.splitlines() if "/" not in line)


def test_suggest_has_a_kind_word_for_what_is_ready(run, tmp_path):
    path = tmp_path / "ready.txt"
    path.write_text("Objective: history essay structure for the eleven EAL pupils in 9C by modelling one paragraph a week under the visualiser\nSuccess criteria: eight of eleven write a paragraph with point and evidence unaided by May\n", encoding="utf-8")
    assert "This is ready: it can go into the meeting as it stands." in run("suggest", path, "--model", "none").stdout


def test_suggestions_in_the_contract(run, draft):
    report = json.loads(run("check", draft, "-f", "json", "--suggest").stdout)
    found = report["drafts"][0]["targets"][0]["suggestions"]
    assert {"text", "blanks", "keeps", "clears", "theme", "score", "fields"} <= set(found[0])
    assert found[0]["fields"]["statement"] == found[0]["text"] and "missing/focus" in found[0]["clears"]
    line = json.loads(run("check", draft, "-f", "jsonl", "--suggest").stdout)
    assert line["suggestions"] == found
    assert json.loads(run("suggest", draft, "-f", "json").stdout)["drafts"][0]["targets"][0]["suggestions"] == found
    assert json.loads(run("check", draft, "-f", "json").stdout)["drafts"][0]["targets"][0]["suggestions"] == []
    assert "Perhaps like this" in run("check", draft, "--suggest").stdout
    assert "Perhaps like this" in run("check", draft, "-f", "html", "--suggest").stdout


ANSWERS = "1\nmulti-step word problems\nfor the lower prior attainers in 8X2\nfading worked examples\nthey solve two unaided in the weekly quiz\nEaster\n"


def test_improve_asks_and_writes_the_result_beside_the_draft(run, draft, tmp_path):
    done = run("improve", draft, "--model", "none", input=ANSWERS)
    assert done.returncode == 0, done.stderr
    assert "for example: " in done.stdout and "4 questions open" in done.stdout and "ready; nothing open" in done.stdout
    assert (tmp_path / "draft.improved.txt").read_text(encoding="utf-8") == (
        "I must improve my differentiation in multi-step word problems for the lower prior attainers in 8X2, by fading worked examples, "
        "so that they solve two unaided in the weekly quiz by Easter.\n"
    )
    assert draft.read_text(encoding="utf-8") == WEAK


def test_a_question_can_be_left_open_and_a_stop_loses_nothing(run, draft, tmp_path):
    done = run("improve", draft, "--model", "none", "-o", "new.txt", input="1\n\n8X2\n")
    assert done.returncode == 0 and "what you have so far is kept" in done.stdout
    text = (tmp_path / "new.txt").read_text(encoding="utf-8")
    assert "in [what exactly should get better? e.g. " in text and "for 8X2, by [doing what? e.g. " in text


@pytest.mark.parametrize("answer", ["s\n", ""])
def test_where_nothing_is_changed_nothing_is_written(run, draft, tmp_path, answer):
    done = run("improve", draft, input=answer)
    assert done.returncode == 0 and "nothing is written" in done.stdout
    assert not (tmp_path / "draft.improved.txt").exists()


def test_in_place_keeps_the_rest_of_the_file_and_a_backup(run, tmp_path):
    path = tmp_path / "targets.md"
    text = "# My targets\n\nName: A.B.\n\n1. Improve my marking\n2. 8X2 hand in homework on Fridays\n\nThanks\n"
    path.write_text(text, encoding="utf-8")
    done = run("improve", path, "--model", "none", "--in-place", input="1\ncorrections in maths books\n8X2\n\n\n\ns\n")
    assert done.returncode == 0, done.stderr
    made = path.read_text(encoding="utf-8")
    assert made.startswith("# My targets\n\nName: A.B.\n\n1. Improve my marking in corrections in maths books for 8X2") and "2. 8X2 hand in homework on Fridays" in made
    assert (tmp_path / "targets.md.bak").read_text(encoding="utf-8") == text


def test_in_place_is_for_text(run, tmp_path):
    (tmp_path / "x.csv").write_text("Objective\nImprove marking\n", encoding="utf-8")
    done = run("improve", "x.csv", "--in-place")
    assert done.returncode == 2 and "text or Markdown" in done.stderr
    assert run("improve", "gone.txt").returncode == 2


def test_an_earlier_answer_is_never_lost(run, draft, tmp_path):
    (tmp_path / "draft.improved.txt").write_text("kept\n", encoding="utf-8")
    for name in ("draft.improved-2.txt", "draft.improved-3.txt"):
        done = run("improve", draft, "--model", "none", input=ANSWERS)
        assert f"{name}; draft.improved.txt was there already and stays as it is.\n" in done.stdout
        assert "fading worked examples" in (tmp_path / name).read_text(encoding="utf-8")
    assert (tmp_path / "draft.improved.txt").read_text(encoding="utf-8") == "kept\n"
    assert [one.name for one in readers.find([tmp_path])] == ["draft.txt"]


def test_a_sheet_keeps_whose_targets_they_are(run, tmp_path):
    sheet = tmp_path / "staff.csv"
    sheet.write_text(
        "id,name,role,department,objective,success criteria\n"
        "7,Ann Bell,TA,Science,I must improve my differentiation,\n"
        "8,Ann Bell,TA,Science,Raise spelling in 7B,eight of ten\n"
        "9,Bo Lund,,,Raise talk in 7C,\n"
        "10,,Head of Year,,Raise attendance,\n"
        "11,,,,Raise reading,\n",
        encoding="utf-8",
    )
    done = run("improve", sheet, "--model", "none", input="1\nmulti-step problems\n")
    assert done.returncode == 0, done.stderr
    before, after = readers.read(sheet).targets, readers.read(tmp_path / "staff.improved.txt").targets
    assert "multi-step problems" in after[0].fields[0].text

    def whose(targets):
        return [(one.id, one.owner, one.role, one.about) for one in targets]

    def fields(targets):
        return [[(field.name, field.text) for field in one.fields] for one in targets]

    assert whose(after) == whose(before) and fields(after)[1:] == fields(before)[1:]


def test_numbers_of_a_text_stay(run, tmp_path):
    path = tmp_path / "list.txt"
    path.write_text("1. I must improve my differentiation\n2. Choir on Fridays\n", encoding="utf-8")
    run("improve", path, "--model", "none", input="1\nmulti-step problems\n")
    text = (tmp_path / "list.improved.txt").read_text(encoding="utf-8")
    assert text.startswith("1. I must improve my differentiation in multi-step problems") and text.endswith("\n\n2. Choir on Fridays\n")
