"""The thorough model: a small transformer that reads each word in the light of all others, where the quick one sees a window of them.

MiniLM (Wang et al. 2020), whose weights (all-MiniLM-L6-v2) were trained further on our corpus by :mod:`target_lint.learning.transformer`; at each piece of a word
it is given what patterns and rules marked there. Its matrices ship in 8-bit numbers and are read with numpy. It stands on the quick model, which tells what a target
is about and how near two texts are, and reads in its place what is too long for it.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from target_lint import shipped
from target_lint.nlp import classifier
from target_lint.nlp.classifier import WEIGHTS, Classifier, Judgement
from target_lint.nlp.features import COLUMNS, Reading
from target_lint.nlp.themes import Wording
from target_lint.types import ModelError

if TYPE_CHECKING:
    import numpy as np
#: what begins and ends a text, and what stands for a piece that is not known
BEGIN, END, UNKNOWN = "[CLS]", "[SEP]", "[UNK]"
#: begins a piece that goes on with a word
_INSIDE = "##"
#: pieces of a text that can be read, some 400 words; the encoder has learnt no more places
MOST = 512
HEADS = 12
#: of the normalisation of a layer (Ba 2016)
EPSILON = 1e-12
#: a longer word is not known, whatever it is
_LONGEST = 100


def pieces(word: str, known: Mapping[str, int]) -> list[int]:
    """The longest known pieces that ``word`` can be cut into from its beginning (WordPiece, Schuster 2012), by their numbers."""
    shown = "".join(char for char in unicodedata.normalize("NFD", word[: _LONGEST + 1]) if not unicodedata.combining(char))
    start, found = 0, []
    while start < len(shown) <= _LONGEST:
        lead = _INSIDE if start else ""
        end = next((end for end in range(len(shown), start, -1) if lead + shown[start:end] in known), 0)
        if not end:
            return [known[UNKNOWN]]
        found.append(known[lead + shown[start:end]])
        start = end
    return found or [known[UNKNOWN]]


@dataclass(frozen=True, slots=True)
class Pieces:
    """``rows``: the pieces of a text in the vocabulary; ``words``: for each the number of its word, or -1; ``firsts``: where each word begins."""

    rows: list[int]
    words: list[int]
    firsts: list[int]

    @classmethod
    def of(cls, reading: Reading, known: Mapping[str, int]) -> Pieces | None:
        """None of a text that is too long."""
        rows, words, firsts = [known[BEGIN]], [-1], []
        for index, token in enumerate(reading.tokens):
            found = pieces(token.word, known)
            firsts.append(len(rows))
            rows += found
            words += [index] * len(found)
            if len(rows) >= MOST:
                return None
        return cls([*rows, known[END]], [*words, -1], firsts or [0])


@dataclass
class Transformer:
    """Judges readings as :class:`~target_lint.nlp.classifier.Classifier` does. ``vocabulary``: piece -> its row in ``table`` (pieces x size, 8-bit), which is to be
    multiplied by ``scale`` (pieces). Safe to share between threads."""

    base: Classifier
    card: Mapping[str, Any]
    rules: Mapping[str, int]
    arrays: Mapping[str, np.ndarray]
    vocabulary: Mapping[str, int]
    table: np.ndarray
    scale: np.ndarray

    heavy: ClassVar[bool] = True

    @property
    def name(self) -> str:
        return self.card["name"]

    @property
    def thresholds(self) -> Mapping[str, float]:
        return self.card["thresholds"]

    def themes(self, wording: Wording) -> dict[str, float]:
        return self.base.themes(wording)

    def alike(self, one: str, other: str) -> float:
        return self.base.alike(one, other)

    def one_thread(self) -> AbstractContextManager[object]:
        return self.base.one_thread()

    def judge(self, reading: Reading) -> Judgement:
        text = Pieces.of(reading, self.vocabulary)
        if text is None:
            return self.base.judge(reading)
        with self.one_thread():
            return classifier.judged(self.base.labels, self.rules, self.arrays, self._seen(text, reading), reading)

    def _seen(self, text: Pieces, reading: Reading) -> np.ndarray:
        """What is seen of each word (words x size)."""
        import numpy as np

        arrays = self.arrays
        marks = np.zeros((len(reading.tokens) + 1, len(COLUMNS)), np.float32)  # the last row is for what is no word
        for low, high, column in reading.spans:
            marks[low:high, column] = 1
        seen = self.table[text.rows] * self.scale[text.rows, None] + arrays["positions"][: len(text.rows)] + marks[text.words] @ arrays["marks"]
        seen = _normal(seen, arrays, "first")
        for layer in range(self.card["layers"]):
            seen = _normal(seen + self._attended(seen, layer), arrays, f"{layer} attention")
            inner = seen @ arrays[f"{layer} inner"] + arrays[f"{layer} inner bias"]
            # the unit of Hendrycks and Gimpel (2016), by its approximation
            inner *= 0.5 * (1 + np.tanh(0.7978845608 * (inner + 0.044715 * inner * inner * inner)))
            seen = _normal(seen + inner @ arrays[f"{layer} outer"] + arrays[f"{layer} outer bias"], arrays, f"{layer} outer")
        return seen[text.firsts]

    def _attended(self, seen: np.ndarray, layer: int) -> np.ndarray:
        """What each piece takes from all others (Vaswani 2017)."""
        import numpy as np

        arrays, size = self.arrays, len(seen)
        three = seen @ arrays[f"{layer} asked"] + arrays[f"{layer} asked bias"]
        query, key, value = three.reshape(size, 3, HEADS, -1).transpose(1, 2, 0, 3)
        weight = query @ key.transpose(0, 2, 1) * (query.shape[-1] ** -0.5)
        weight = np.exp(weight - weight.max(axis=-1, keepdims=True))
        weight /= weight.sum(axis=-1, keepdims=True)
        both = (weight @ value).transpose(1, 0, 2).reshape(size, -1)
        return both @ arrays[f"{layer} given"] + arrays[f"{layer} given bias"]


def _normal(seen: np.ndarray, arrays: Mapping[str, np.ndarray], name: str) -> np.ndarray:
    import numpy as np

    seen = seen - seen.mean(axis=1, keepdims=True)
    seen /= np.sqrt((seen * seen).mean(axis=1, keepdims=True) + EPSILON)
    return seen * arrays[f"{name} slope"] + arrays[f"{name} offset"]


def beside(folder: Path, name: str) -> Path:
    """The folder of the model ``name`` on which the one in ``folder`` stands: beside it, or else the shipped one."""
    found = folder.resolve().parent / name
    return found if found.is_dir() else shipped.folder("models") / name


def load(folder: Path, card: Mapping[str, Any]) -> Transformer:
    """The model in ``folder``, whose card is read already. Raises ModelError."""
    import numpy as np

    data, name = classifier.checked(folder, card, WEIGHTS), card["base"]["name"]
    place = beside(folder, name)
    if "base" in classifier.read_card(place):
        raise ModelError(f"the model {folder.name} stands on {name}, which stands on another itself")
    base = classifier.load(place)
    if any(base.card["sha256"][file] != hashed for file, hashed in card["base"]["sha256"].items()):
        raise ModelError(f"the model {folder.name} stands on another {name} than the one that is there")
    with np.load(io.BytesIO(data), allow_pickle=False) as found:
        weights = {name: found[name] for name in found.files}
    table, scale = weights.pop("table"), weights.pop("table scale")
    vocabulary = {piece: row for row, piece in enumerate(weights.pop("vocabulary").tobytes().decode("utf-8").split("\n"))}
    arrays = {name: (array * weights[f"{name} scale"] if array.dtype == np.int8 else array).astype(np.float32, order="C") for name, array in weights.items()}
    return Transformer(base, card, {rule: column for column, rule in enumerate(card["rules"])}, arrays, vocabulary, table, scale)
