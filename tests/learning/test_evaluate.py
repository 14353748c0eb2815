import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from target_lint.learning import labelled
from target_lint.learning.evaluate import evaluate, render, unmarked
from target_lint.learning.scores import Table, interval
from target_lint.nlp.features import COLUMNS
from target_lint.types import Field, ReadError, WrittenTarget

GOOD = "The nine in 8X solve eight of ten column subtractions unaided by May; I model one on the board every Monday."
ROWS = [
    {"id": "a", "statement": GOOD, "labels": dict.fromkeys(("pupil_group", "learning_focus", "success_measure", "steps", "timescale"), True), "pair": "b", "pair_role": "strong", "family": "f"},
    {"id": "b", "statement": "I must improve my differentiation", "vague": ["improve my differentiation"], "pair": "a", "pair_role": "weak", "family": "f",
     "labels": dict.fromkeys(("pupil_group", "learning_focus", "success_measure", "steps", "timescale"), False)},
]  # fmt: skip


def write(tmp_path, rows):
    path = tmp_path / "labelled.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


def test_figures_of_two_targets_that_are_read_rightly(tmp_path, quick):
    figures = evaluate(labelled.load(write(tmp_path, ROWS)), quick.check_many)
    assert figures["macro"] == {"f1": 1.0, "kappa": 1.0}
    assert figures["vague_spans"] == {"ours": 1, "ours_right": 1, "theirs": 1, "theirs_found": 1}
    assert figures["ready"] == {"targets": 1, "unmarked": 1}
    assert figures["pairs"] == {"pairs": 1, "in_order": 1}
    assert figures["families"] == {"families": 1, "all_right": 1, "in_order": 1, "weaker": 1, "weaker_below": 1}
    assert figures["verdicts"] == {"ready read as ready": 1, "rewrite read as rewrite": 1}
    assert figures["worst"] == []
    assert any("macro: F1 1.000" in line for line in render(figures))


def test_the_model_alone_has_nothing_of_what_the_rules_marked(tmp_path, quick):
    reading, _ = quick.reader.reading(WrittenTarget((Field("statement", "Regularly improve my differentiation in 9C by May"),)))
    bare = unmarked(reading)
    assert {COLUMNS[column] for _, _, column in bare.spans} <= {"statement", "capital", "digits", "first of its field"} and not any(bare.whole) and not bare.rules
    assert len(bare.spans) < len(reading.spans) and bare.tokens == reading.tokens
    figures = evaluate(labelled.load(write(tmp_path, ROWS)), quick.check_many, None, quick.reader)
    assert {"rules", "model"} <= set(figures["problems"]["steps"]) and figures["macro"]["model_kappa"] > 0.5
    assert any("the model alone" in line for line in render(figures))


def test_the_standard_error_of_kappa():
    """By hand: 40 + 45 of 100 agree, .5 would by chance."""
    table = Table(40, 5, 10, 45)
    assert table.kappa == pytest.approx((0.85 - 0.5) / 0.5)
    assert table.kappa_error == pytest.approx((0.85 * 0.15 / 100) ** 0.5 / 0.5)
    assert Table().kappa == Table().kappa_error == 0.0


@pytest.mark.parametrize(("scores", "in_order"), [((0.4, 0.2), 1), ((0.2, 0.4), 0), ((0.9, 0.7), 1)])
def test_among_versions_with_as_many_parts_the_likelier_is_above(tmp_path, rules_alone, scores, in_order):
    """Pairs and families are put in order by how likely their parts are, because both versions may lack the same."""

    def reader(written):
        for one, score in zip(written, scores, strict=True):
            report = rules_alone.check(one)
            yield replace(report, parts={name: replace(part, present=score > 0.5, score=score) for name, part in report.parts.items()}, findings=())

    assert evaluate(labelled.load(write(tmp_path, ROWS)), reader)["pairs"] == {"pairs": 1, "in_order": in_order}


def test_an_error_is_shown_with_its_words(tmp_path, quick):
    wrong = [{**ROWS[0], "labels": {**ROWS[0]["labels"], "steps": False}}]
    figures = evaluate(labelled.load(write(tmp_path, wrong)), quick.check_many)
    assert figures["worst"] == [{"id": "a", "text": GOOD, "errors": ["steps: not said missing"]}]


def test_the_command(run, tmp_path):
    path = write(tmp_path, ROWS)
    assert "2 labelled targets" in run("evaluate", path).stdout
    assert json.loads(run("evaluate", path, "-f", "json").stdout)["targets"] == 2
    path.write_text('{"statement": "x"}\n', encoding="utf-8")
    done = run("evaluate", path)
    assert done.returncode == 2
    assert f"{path}:1: no labelled target" in done.stderr


def test_wrong_files(tmp_path):
    with pytest.raises(ReadError, match="cannot be read"):
        labelled.load(tmp_path / "gone.jsonl")
    with pytest.raises(ReadError, match="no labelled target in it"):
        labelled.load(write(tmp_path, []))


def test_kappa_of_a_known_table():
    # Cohen's own kind of example: 20 and 15 agreed, 5 and 10 not: observed .70, by chance .50
    table = Table(hit=20, false=5, missed=10, quiet=15)
    assert table.kappa == pytest.approx(0.4)
    assert (table.precision, table.recall) == (0.8, pytest.approx(2 / 3))
    assert table.f1 == pytest.approx(8 / 11)


@given(st.lists(st.tuples(st.booleans(), st.booleans()), max_size=30))
def test_figures_stay_within_their_bounds(pairs):
    table = Table.of([true for true, _ in pairs], [said for _, said in pairs])
    assert table.hit + table.false + table.missed + table.quiet == len(pairs)
    assert -1 <= table.kappa <= 1
    assert all(0 <= figure <= 1 for figure in (table.precision, table.recall, table.f1))


def test_the_interval_holds_the_figure_and_draws_groups_together():
    items = [(group, value) for group in range(30) for value in (group % 2, group % 2)]
    low, high = interval(
        items, lambda item: item[0], lambda some: sum(value for _, value in some) / len(some), rounds=200
    )
    assert low <= 0.5 <= high
    assert high - low > 0.2
