"""The thorough model: what ships says what was learnt, whatever is written, and it reads unseen hands better than the quick one."""

import random
import re
import shutil
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from target_lint import Linter, Settings, shipped
from target_lint.nlp import classifier, transformer
from target_lint.types import PART_NAMES, Field, ModelError, ReadError, WrittenTarget
from tests.conftest import ROOT
from tests.learning.test_train import LOUD, MODEL, TEXTS, reading

THOROUGH = shipped.folder("models") / "thorough"
PIECES = ["[CLS]", "[SEP]", "[UNK]", *"abcdefghijklmnopqrstuvwxyz0123456789.,%£", *(f"##{char}" for char in "abcdefghijklmnopqrstuvwxyz0123456789"), "improve", "pupils"]


@pytest.fixture(scope="module")
def learnt(tmp_path_factory):
    """``(folder, network as it ships, its vocabulary)`` of a very small transformer that has read a little of our corpus."""
    for name in ("torch", "wordllama", "sklearn"):
        pytest.importorskip(name, reason=LOUD)
    import torch
    from safetensors.torch import save_file

    from target_lint.learning import network, train
    from target_lint.learning import transformer as learning

    torch.manual_seed(1)
    folder = tmp_path_factory.mktemp("models")
    for name in ("hands", "labels"):
        (folder / "corpus" / name).mkdir(parents=True)
        for path in sorted((ROOT / "corpus" / name).glob("h0[1-5].*")):
            shutil.copy(path, folder / "corpus" / name)
    ordered = (ROOT / "corpus" / "rewrites.jsonl").read_text(encoding="utf-8").splitlines()
    (folder / "corpus" / "rewrites.jsonl").write_text("\n".join(line for line in ordered if re.search(r'"id": ?"h0[1-5]-', line)), encoding="utf-8")
    small = learning.Network(len(PIECES), 24, 48, 2, transformer.MOST, 1, 1).state_dict()
    theirs = {
        "first": "embeddings.LayerNorm",
        **{f"layers.{layer}.{ours}": f"encoder.layer.{layer}.{name}" for layer in (0, 1) for ours, name in (("given", "attention.output.dense"), ("attention", "attention.output.LayerNorm"), ("inner", "intermediate.dense"), ("outer", "output.dense"), ("last", "output.LayerNorm"))},
    }  # fmt: skip
    tensors = {f"{name}.{end}": small[f"{ours}.{end}"] for ours, name in theirs.items() for end in ("weight", "bias")}
    for layer in (0, 1):
        for end in ("weight", "bias"):
            asked = small[f"layers.{layer}.asked.{end}"].chunk(3)
            tensors |= {f"encoder.layer.{layer}.attention.self.{name}.{end}": one for name, one in zip(("query", "key", "value"), asked, strict=True)}
    tensors |= {"embeddings.word_embeddings.weight": small["words.weight"], "embeddings.position_embeddings.weight": small["positions.weight"], "embeddings.token_type_embeddings.weight": torch.zeros(2, 24)}
    save_file({name: value.contiguous() for name, value in tensors.items()}, folder / "model.safetensors")
    (folder / "vocab.txt").write_text("\n".join(PIECES), encoding="utf-8")
    (folder / "config.json").write_text('{"num_attention_heads": 12}', encoding="utf-8")
    kept = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(network, "EPOCHS", 1)
        patch.setattr(train, "JOBS", 1)  # in this process, where there is one epoch
        patch.setattr(learning, "EPOCHS", 1)
        patch.setattr(learning, "ONE_IN", 10)  # of five hands
        rounded = learning.rounded
        patch.setattr(learning, "rounded", lambda one: kept.append(rounded(one)) or kept[0])
        train.train(folder / "corpus", folder / "objectives")
        card = learning.train(folder / "corpus", folder / "small", folder / "objectives", folder)
    assert card["corpus"]["held_out"] == ["h05"] and "h05" not in card["corpus"]["hands"]
    return folder / "small", kept[0], learning.Encoder.read(folder).vocabulary


@settings(max_examples=40, deadline=None)
@given(TEXTS, TEXTS)
def test_what_ships_says_the_same_as_what_was_trained(learnt, text, actions):
    import torch

    from target_lint.learning import data
    from target_lint.learning import network as quick
    from target_lint.learning import transformer as learning

    folder, network, vocabulary = learnt
    model = classifier.load(folder)
    one = reading(text or "-", **({"actions": actions} if actions.strip() else {}))
    said = model.judge(one)
    texts = quick.Texts.of([one], np.zeros((1, len(data.LABELS))), [[0.0] * len(one.tokens)], model.card["rules"])
    given = data.Data([], [one], texts, np.array(["h01"]), [], [], np.zeros((1, 0)), model.card["rules"])
    logits, words = learning.logits(network, learning.Texts(given, vocabulary), [0])
    arrays = model.arrays
    assert np.allclose(list(said.scores.values()), torch.sigmoid(torch.from_numpy(logits[0] * arrays["slopes"] + arrays["offsets"])), atol=1e-4)
    if one.tokens:
        slope, offset = arrays["token_slope"], arrays["token_offset"]
        bias = float(network.token.bias.detach())
        assert np.allclose(said.vague, torch.sigmoid(torch.from_numpy((words[0] - bias) * slope + offset)), atol=1e-4)


def test_a_small_corpus_makes_a_model_that_the_checker_can_use(learnt):
    folder, _, _ = learnt
    linter = Linter(Settings(model=str(folder)))
    assert linter.model == "small" and linter.model_problem is None
    report = linter.check("I must improve my differentiation")
    assert set(report.parts) == set(PART_NAMES)
    assert linter.suggest(report) is not None
    assert (folder / "MODEL_CARD.md").read_text(encoding="utf-8").startswith("# Model card: small")


def test_it_stands_on_its_own_quick_model_and_no_other(learnt, tmp_path):
    folder, _, _ = learnt
    shutil.copytree(folder, tmp_path / "small")
    with pytest.raises(ModelError, match="stands on another objectives than the one that is there"):
        classifier.load(tmp_path / "small")  # the shipped one
    shutil.copytree(folder, tmp_path / "objectives")
    with pytest.raises(ModelError, match="stands on objectives, which stands on another itself"):
        classifier.load(tmp_path / "small")


def test_what_cannot_be_trained_is_told_before_the_work_begins(learnt, tmp_path):
    from target_lint.learning import transformer as learning

    home = learnt[0].parent
    (tmp_path / "vocab.txt").write_text("a", encoding="utf-8")
    with pytest.raises(ReadError, match="no encoder can be read"):
        learning.Encoder.read(tmp_path)
    for output, base, message in (
        ("objectives", home / "objectives", "is to be the quick model"),
        ("small", home / "nowhere", "stands on the quick one, beside it"),
        ("small", MODEL, "was not trained on this corpus"),
    ):
        with pytest.raises(ReadError, match=message):
            learning.train(home / "corpus", home / output, base, home)


def test_words_are_cut_into_the_longest_known_pieces():
    known = {piece: row for row, piece in enumerate(["[CLS]", "[SEP]", "[UNK]", "work", "##sheet", "##s", "e"])}
    assert [list(known)[row] for row in transformer.pieces("worksheets", known)] == ["work", "##sheet", "##s"]
    assert transformer.pieces("é", known) == [known["e"]]
    assert transformer.pieces("zebra", known) == [known["[UNK]"]]


def test_the_card_is_that_of_the_corpus_and_shows_a_gain():
    pytest.importorskip("torch", reason=LOUD)
    from target_lint.learning import card, train

    kept, quick = classifier.read_card(THOROUGH), classifier.read_card(MODEL)
    assert kept["corpus"]["sha256"] == train.corpus_hash(ROOT / "corpus"), "the corpus has changed: run target-lint train --thorough"
    assert (THOROUGH / "MODEL_CARD.md").read_text(encoding="utf-8") == card.page(kept)
    assert kept["sha256"]["ranking.json"] == quick["sha256"]["ranking.json"], "the quick model is a newer one: copy its ranking"
    assert quick["taught"]["sha256"] == kept["sha256"][classifier.WEIGHTS], "the thorough model is a newer one: run target-lint train --taught"
    found = kept["held_out"]
    for name in PART_NAMES:
        assert found[name]["kappa"] > found[name]["rules_kappa"]
    assert found["macro_network_kappa"] > found["quick_network_kappa"]


@pytest.mark.parametrize("text", ["", " ", "-", "\u2028", "x" * 5000, "é" * 40, "§¶§", "word " * 1000])
def test_odd_text_is_judged_too(text):
    one = reading(text)
    said = classifier.load(THOROUGH).judge(one)
    assert all(0 <= score <= 1 for score in said.scores.values())
    assert len(said.vague) == len(one.tokens)


def test_what_is_too_long_is_read_by_the_quick_model():
    one = reading("word " * (transformer.MOST + 20))
    assert classifier.load(THOROUGH).judge(one) == classifier.load(MODEL).judge(one)


def test_the_checker_reads_with_it_what_is_said_in_an_unusual_way():
    linter = Linter(replace(Settings(), model="thorough"))
    assert linter.model == "thorough"
    good = "Children in 1B who still count from one learn to count on from the bigger number: I play the cup game with them daily until, by Easter, each of them does six sums that way with nobody beside them."
    assert linter.check(good).verdict == "ready"


@pytest.fixture(scope="module")
def taught(learnt, tmp_path_factory):
    """``(folder of the quick model, its card)``, taught twice by the small transformer, each time from the same beginning."""
    from target_lint.learning import network, train
    from target_lint.learning import taught as teaching
    from target_lint.learning import transformer as learning

    home = learnt[0].parent
    made = []
    for name in ("a", "b"):
        folder = tmp_path_factory.mktemp(name)
        for model in ("objectives", "small"):
            shutil.copytree(home / model, folder / model)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(network, "EPOCHS", 1)
            patch.setattr(train, "JOBS", 1)
            patch.setattr(learning, "ONE_IN", 10)
            made.append((folder, teaching.teach(home / "corpus", folder / "objectives", folder / "small")))
    assert made[0][1]["sha256"][classifier.WEIGHTS] == made[1][1]["sha256"][classifier.WEIGHTS]
    return made[0]


def test_the_quick_model_is_taught_and_its_teacher_stands_on_it_still(learnt, taught):
    folder, card = taught
    before = classifier.read_card(learnt[0].parent / "objectives")
    assert card["sha256"][classifier.WEIGHTS] != before["sha256"][classifier.WEIGHTS] and card["sha256"][classifier.THEME_WEIGHTS] == before["sha256"][classifier.THEME_WEIGHTS]
    assert card["taught"]["held_out"] == ["h05"] and card["held_out"]["texts"] and card["cross_validation"] == before["cross_validation"]
    assert "**Taught by** the model `small`" in (folder / "objectives" / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert classifier.read_card(folder / "small")["base"]["sha256"][classifier.WEIGHTS] == card["sha256"][classifier.WEIGHTS]
    classifier.load.cache_clear()  # which knows both as they were
    for name in ("objectives", "small"):
        linter = Linter(Settings(model=str(folder / name)))
        assert linter.check("I must improve my differentiation").parts and linter.model == name and linter.model_problem is None


def test_only_a_thorough_model_teaches_and_only_the_quick_one_of_its_corpus(learnt, taught, tmp_path):
    from target_lint.learning import taught as teaching

    home = learnt[0].parent
    for output, teacher, message in (
        (home / "objectives", tmp_path, "both come first"),
        (home / "objectives", home / "objectives", "the quick model and"),
        (MODEL, THOROUGH, "was not trained on this corpus"),
    ):
        with pytest.raises(ReadError, match=message):
            teaching.teach(home / "corpus", output, teacher)


@given(st.lists(st.text("ab ,.;", min_size=1, max_size=60), min_size=1, max_size=4), st.integers(0, 99))
def test_a_shortened_target_says_less_and_nothing_else(texts, seed):
    pytest.importorskip("torch", reason=LOUD)
    from target_lint.learning.taught import shortened

    written = WrittenTarget(tuple(Field(name, text) for name, text in zip(("statement", "actions", "evidence", "review"), texts, strict=False)))
    made = shortened(written, random.Random(seed))
    if made is not None:
        before = {field.name: field.text for field in written.fields}
        assert made.fields and sum(len(field.text) for field in made.fields) < sum(map(len, texts))
        for field in made.fields:
            assert not Counter(field.text) - Counter(before[field.name])
