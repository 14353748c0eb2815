"""The trained classifier: which parts a target has, whether its wording is vague and which words are, and what it is about.

A small convolutional network (Kim 2014) over the words of a target in their order: each word as a static embedding (WordLlama's, in 8-bit numbers)
beside what the patterns and rules marked there, two layers of windows over the neighbouring words, then for each label what attention and the highest
values find. Trained by :mod:`target_lint.learning.network`. What is read here are plain arrays with the hash that the model's card gives; nothing is
unpickled, and neither PyTorch nor scikit-learn is imported. numpy is imported when a model is loaded.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from target_lint.nlp.features import COLUMNS, WHOLE, Reading
from target_lint.nlp.themes import Themes, Wording
from target_lint.types import ModelError

if TYPE_CHECKING:
    import numpy as np
    from threadpoolctl import ThreadpoolController

    from target_lint.nlp.transformer import Transformer
WEIGHTS, THEME_WEIGHTS, CARD = "weights.npz", "themes.npz", "card.json"
#: what the network is given, as its card says
INPUTS = {"at a token": list(COLUMNS), "of the whole": list(WHOLE)}
#: begins the labels that are themes
THEME = "theme "
#: how far apart the words of a window stand, a layer each; the window has WINDOW of them
DILATIONS, WINDOW = (1, 2), 5
#: a word's embedding has this length, which the marks beside it were trained with
LENGTH = 4.0
#: begins a word among the pieces of an embedding's vocabulary
_BEGINS = "\u2581"
_LONGEST_PIECE = 16
_LONGER = re.compile(r"[a-z]{4,}")
#: words that are remembered; beyond, they are worked out anew
_REMEMBERED = 50_000


@dataclass(frozen=True, slots=True)
class Judgement:
    """``scores``: label -> probability between 0 and 1, calibrated (Platt 1999) on targets of hands that the model was not trained on. ``vague``: for each
    token of the reading how likely it is part of vague wording."""

    scores: Mapping[str, float]
    vague: Sequence[float]


@dataclass
class Embedding:
    """Static vectors of pieces of words: ``table`` (pieces x size, 8-bit) times ``scale`` (pieces). Safe to share between threads."""

    pieces: Mapping[str, int]
    table: np.ndarray
    scale: np.ndarray

    def of(self, word: str) -> np.ndarray:
        """The mean vector of the pieces of ``word``, of length :data:`LENGTH`; zeros if it has none."""
        import numpy as np

        rows = self.rows(word)
        if not rows:
            return np.zeros(self.table.shape[1], np.float32)
        mean = (self.table[rows] * self.scale[rows, None]).mean(axis=0)
        return (mean * (LENGTH / (float(np.linalg.norm(mean)) + 1e-6))).astype(np.float32)

    def rows(self, word: str) -> list[int]:
        """The longest pieces that ``word`` can be cut into from its beginning."""
        shown, start, found = _BEGINS + word, 0, []
        while start < len(shown):
            for end in range(min(len(shown), start + _LONGEST_PIECE), start, -1):
                row = self.pieces.get(shown[start:end])
                if row is not None:
                    found.append(row)
                    start = end
                    break
            else:
                start += 1
        return found


@dataclass
class Classifier:
    """``labels``: what the network scores, in the order of its columns; ``rules``: those whose findings it has learnt from. Safe to share between threads."""

    labels: tuple[str, ...]
    thresholds: Mapping[str, float]
    card: Mapping[str, Any]
    rules: Mapping[str, int]
    embedding: Embedding
    arrays: Mapping[str, np.ndarray]
    #: the file of the themes, which is read when they are first asked for: a check does without
    of_themes: bytes
    #: of numpy's linear algebra
    arithmetic: ThreadpoolController
    _known: dict[str, np.ndarray] = field(default_factory=dict)
    _meanings: dict[str, np.ndarray | None] = field(default_factory=dict)

    #: whether a judgement takes so long that several at a time pay
    heavy: ClassVar[bool] = False

    @property
    def name(self) -> str:
        return self.card["name"]

    @cached_property
    def about(self) -> Themes:
        import numpy as np

        names = [label.removeprefix(THEME) for label in self.card["labels"] if label.startswith(THEME)]
        with np.load(io.BytesIO(self.of_themes), allow_pickle=False) as found:
            return Themes.of(names, {name: found[name] for name in found.files})

    def one_thread(self) -> AbstractContextManager[object]:
        """Within it numpy works with one thread: one target is too little work for several, and ten times the time would go into waking them. The number is one for the
        whole process; of several threads that set it the last restores what the first had found, or 1."""
        return self.arithmetic.limit(limits=1)

    def judge(self, reading: Reading) -> Judgement:
        with self.one_thread():
            return judged(self.labels, self.rules, self.arrays, self._seen(reading), reading)

    def themes(self, wording: Wording) -> dict[str, float]:
        """Theme -> probability that a text of this wording is about it."""
        return self.about.scores(wording)

    def alike(self, one: str, other: str) -> float:
        """How near two texts are in what their longer words mean, from -1 to 1; 0 if one has none."""
        mine, theirs = self._meaning(one), self._meaning(other)
        return 0.0 if mine is None or theirs is None else float(mine @ theirs)

    def _meaning(self, text: str) -> np.ndarray | None:
        import numpy as np

        known = self._meanings
        if text not in known:
            words = set(_LONGER.findall(text.lower()))
            mean = sum(map(self.embedding.of, sorted(words))) if words else np.zeros(1)
            size = float(np.linalg.norm(mean))
            if len(known) >= _REMEMBERED // 50:
                self._meanings = known = {}
            known[text] = mean / size if size else None
        return known[text]

    def _seen(self, reading: Reading) -> np.ndarray:
        """What is seen of each word (words x width); of a text without words one row."""
        import numpy as np

        arrays, size = self.arrays, max(len(reading.tokens), 1)
        marks = np.zeros((size, len(COLUMNS)), np.float32)
        for low, high, column in reading.spans:
            marks[low:high, column] = 1
        seen = marks @ arrays["marks"]
        if reading.tokens:
            seen += np.array([self._word(one.word) for one in reading.tokens])
        seen += arrays["first_bias"]
        np.maximum(seen, 0, out=seen)
        for layer, dilation in enumerate(DILATIONS):
            margin = dilation * (WINDOW // 2)
            padded = np.zeros((size + 2 * margin, seen.shape[1]), np.float32)
            padded[margin : margin + size] = seen
            windows = np.concatenate([padded[offset * dilation : offset * dilation + size] for offset in range(WINDOW)], axis=1)
            found = windows @ arrays[f"window_{layer}"]
            found += arrays[f"window_bias_{layer}"]
            seen = seen + np.maximum(found, 0, out=found)
        return seen

    def _word(self, word: str) -> np.ndarray:
        """What a word brings to the first layer."""
        known = self._known.get(word)
        if known is None:
            known = self.embedding.of(word) @ self.arrays["words"]
            if len(self._known) >= _REMEMBERED:
                self._known = {}
            self._known[word] = known
        return known


def judged(labels: Sequence[str], rules: Mapping[str, int], arrays: Mapping[str, np.ndarray], seen: np.ndarray, reading: Reading) -> Judgement:
    """What the labels (by attention and by the highest values) and the words are given, of what is ``seen`` of each word (words x width)."""
    import numpy as np

    count = len(labels)
    both = seen @ arrays["heads"]  # a column each for attention, value and the tokens' own
    attention = both[:, :count]
    attention = np.exp(attention - attention.max(axis=0))
    attended = (attention * both[:, count : 2 * count]).sum(axis=0) / attention.sum(axis=0)
    whole = np.zeros(len(WHOLE) + len(rules), np.float32)
    whole[: len(WHOLE)] = reading.whole
    for rule, times in reading.rules.items():
        if rule in rules:
            whole[len(WHOLE) + rules[rule]] = min(times, 2) / 2
    logits = attended + seen.max(axis=0) @ arrays["peak"] + whole @ arrays["whole"] + arrays["bias"]
    tokens = both[: len(reading.tokens), -1] * arrays["token_slope"] + arrays["token_offset"]
    return Judgement(dict(zip(labels, _sigmoids(logits * arrays["slopes"] + arrays["offsets"]), strict=True)), _sigmoids(tokens))


def _sigmoids(values: np.ndarray) -> list[float]:
    import numpy as np

    return (1 / (1 + np.exp(-values.clip(-30.0, 30.0), dtype=np.float64))).tolist()


@lru_cache(maxsize=4)
def load(folder: Path) -> Classifier | Transformer:
    """The model in ``folder``. Raises ModelError if it is not whole, or not the one that its card describes."""
    import numpy as np
    from threadpoolctl import ThreadpoolController

    card = read_card(folder)
    if card["inputs"] != INPUTS:
        raise ModelError(f"the model {folder.name} was trained for another version of target-lint")
    if "base" in card:
        from target_lint.nlp import transformer

        return transformer.load(folder, card)
    files = {name: checked(folder, card, name) for name in (WEIGHTS, THEME_WEIGHTS)}
    with np.load(io.BytesIO(files[WEIGHTS]), allow_pickle=False) as found:
        weights = {name: found[name] for name in found.files}
    vocabulary = weights.pop("pieces").tobytes().decode("utf-8").split("\n")
    embedding = Embedding({piece: row for row, piece in enumerate(vocabulary)}, weights.pop("table"), weights.pop("scale").astype(np.float32))
    labels = tuple(label for label in card["labels"] if not label.startswith(THEME))
    return Classifier(
        labels,
        card["thresholds"],
        card,
        {rule: column for column, rule in enumerate(card["rules"])},
        embedding,
        {name: array.astype(np.float32) for name, array in weights.items()},
        files[THEME_WEIGHTS],
        ThreadpoolController().select(user_api="blas"),
    )


def checked(folder: Path, card: Mapping[str, Any], name: str) -> bytes:
    """A file of the model in ``folder``. Raises ModelError if it is not the one that the card describes."""
    try:
        data = (folder / name).read_bytes()
    except OSError as error:
        raise ModelError(f"the model {folder.name} cannot be read ({error.strerror})") from None
    if sha256(data).hexdigest() != card["sha256"].get(name):
        raise ModelError(f"the model {folder.name} is not the one that its card describes: the hash of {name} differs")
    return data


def read_card(folder: Path) -> dict[str, Any]:
    """The card of the model in ``folder``. Raises ModelError."""
    try:
        card = json.loads((folder / CARD).read_text(encoding="utf-8"))
        wanted = {"name", "labels", "thresholds", "sha256", "rules", "inputs"}
        if card["schema"] == 2 and (wanted | {"layers"} if "base" in card else wanted) <= set(card):
            return card
        raise ValueError("it is of another kind")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"the model {folder.name} has no card that can be read ({error})") from None
