"""The classifier: trained and read back alike, refused when it is not what its card says, and better than the rules."""

import json
import shutil

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from target_lint import Linter, Settings, shipped
from target_lint.nlp import classifier
from target_lint.nlp.pipeline import understanding
from target_lint.types import PART_NAMES, Field, ModelError, SettingsError, WrittenTarget
from tests.conftest import ROOT

MODEL = shipped.folder("models") / "objectives"
READER = understanding(shipped.folder("rules"))


def reading(text):
    return READER.reading(WrittenTarget((Field("statement", text or "-"),)))[0]


@pytest.fixture(scope="module")
def trained():
    pytest.importorskip("sklearn", reason="SKIPPED LOUDLY: pip install 'target-lint[train]' to test training")
    import joblib

    from target_lint.learning import train

    path = MODEL / train.TRAINING
    if not path.is_file():
        pytest.skip("SKIPPED LOUDLY: the training artefact is not part of a wheel")
    assert classifier.read_card(MODEL)["sha256"][train.TRAINING] == __import__("hashlib").sha256(path.read_bytes()).hexdigest()
    return joblib.load(path), train


@settings(max_examples=40, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(st.sampled_from("improve my differentiation in maths for the six pupils of 8X2 by Easter £50 12% through a weekly quiz so that they solve it unaided".split())).map(" ".join)))
def test_what_ships_says_the_same_as_what_was_trained(trained, text):
    kept, train = trained
    one = reading(text)
    matrix = train.Columns(kept["columns"]).matrix([one])
    wanted = 1 / (1 + np.exp(-(train.logits(kept["models"], matrix)[0] * kept["slopes"] + kept["offsets"])))
    said = classifier.load(MODEL).scores(one)
    assert list(said) == kept["labels"]
    assert np.allclose(list(said.values()), wanted, atol=5e-3)  # the weights ship as 16-bit numbers


def test_the_same_corpus_gives_the_same_model(tmp_path):
    pytest.importorskip("sklearn", reason="SKIPPED LOUDLY: pip install 'target-lint[train]' to test training")
    from target_lint.learning import train

    for name in ("hands", "labels"):
        (tmp_path / "corpus" / name).mkdir(parents=True)
        for path in sorted((ROOT / "corpus" / name).glob("h0[1-5].*")):
            shutil.copy(path, tmp_path / "corpus" / name)
    cards = [train.train(tmp_path / "corpus", tmp_path / name) for name in ("a", "b")]
    assert cards[0]["sha256"][classifier.WEIGHTS] == cards[1]["sha256"][classifier.WEIGHTS]
    assert cards[0]["cross_validation"] == cards[1]["cross_validation"]
    assert (tmp_path / "a" / "MODEL_CARD.md").read_text(encoding="utf-8").startswith("# Model card: a")
    assert classifier.load(tmp_path / "a").labels[:5] == PART_NAMES


def test_the_card_is_that_of_the_corpus_and_shows_a_gain():
    pytest.importorskip("sklearn", reason="SKIPPED LOUDLY: pip install 'target-lint[train]' to test training")
    from target_lint.learning import card, train

    kept = classifier.read_card(MODEL)
    assert kept["corpus"]["sha256"] == train.corpus_hash(ROOT / "corpus"), "the corpus has changed: run target-lint train --compare"
    assert (MODEL / "MODEL_CARD.md").read_text(encoding="utf-8") == card.page(kept)
    found = kept["cross_validation"]
    for name in PART_NAMES:
        assert found[name]["kappa"] > found[name]["rules_kappa"]
    assert (MODEL / classifier.WEIGHTS).stat().st_size < 12_000_000


def test_a_model_that_is_not_the_one_on_its_card_is_refused_and_the_rules_go_on(tmp_path):
    folder = tmp_path / "mine"
    folder.mkdir()
    for name in (classifier.WEIGHTS, classifier.CARD):
        shutil.copy(MODEL / name, folder)
    (folder / classifier.WEIGHTS).write_bytes((MODEL / classifier.WEIGHTS).read_bytes() + b"x")
    with pytest.raises(ModelError, match=r"the model mine is not the one that its card describes"):
        classifier.load(folder)
    linter = Linter(Settings(model=str(folder)))
    assert linter.check("I must improve my differentiation").verdict == "rewrite"
    assert "the rules alone" in linter.model_problem
    assert linter.model is None
    (folder / classifier.CARD).write_text(json.dumps({"schema": 2}), encoding="utf-8")
    with pytest.raises(ModelError, match="no card"):
        classifier.load(folder)
    with pytest.raises(SettingsError, match="there is no model 'nowhere'"):
        Linter(Settings(model="nowhere")).check("x")


def test_no_model_is_a_choice():
    linter = Linter(Settings(model="none"))
    assert linter.model is None
    assert linter.model_problem is None
    assert Linter().model == "objectives"


def test_the_words_that_speak_for_a_label_can_be_shown():
    one = reading("By Easter the six in 8X2 will show good progress")
    weights = classifier.load(MODEL).weights_of(one, "vague")
    assert len(weights) == len(one.tokens)
    assert max(weights) > 0 > min(weights)


def test_checking_imports_neither_scikit_learn_nor_spacy():
    import subprocess
    import sys

    code = "import sys, target_lint; target_lint.check('I must improve'); print(sorted({n.split('.')[0] for n in sys.modules} & {'sklearn', 'scipy', 'spacy', 'joblib', 'pandas', 'rich', 'openpyxl', 'docx'}))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


def test_the_pipe_puts_probabilities_into_cats():
    import spacy

    nlp = spacy.blank("en")
    nlp.add_pipe("target_classifier")
    weak, strong = nlp.pipe(
        [
            "I must improve my differentiation",
            "The six in 8X2 write a paragraph with point and evidence unaided by Easter; I model one each Tuesday.",
        ]
    )
    assert set(PART_NAMES) < set(weak.cats)
    for name in PART_NAMES:
        assert weak.cats[name] < strong.cats[name]
