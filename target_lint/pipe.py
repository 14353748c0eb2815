"""The spaCy pipes: ``target_components`` marks the five parts of a target in ``doc.spans["parts"]``, ``target_classifier`` puts the trained
model's probabilities into ``doc.cats``.

A span's label is the part's name and its id is "certain" or "strong" (these words alone settle it) or "weak" (they may mean it). Field names and
their starts are read from ``doc.user_data["fields"]``, a list of ``(name, start character)``; without them the whole text is a statement.
The checker itself needs no Doc and never imports this module: spaCy costs more to import than a whole check takes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from target_lint import shipped
from target_lint.nlp.classifier import THEME
from target_lint.nlp.components import Hit, TargetComponents, components_for
from target_lint.nlp.pipeline import Understanding, understanding
from target_lint.nlp.words import plain
from target_lint.rulebook.look import look
from target_lint.settings import QUICK
from target_lint.types import Field, WrittenTarget

#: doc.user_data key
FIELDS = "fields"


class ComponentsPipe:
    """The pipe itself. ``Doc -> Doc``; keeps nothing between documents."""

    def __init__(self, components: TargetComponents) -> None:
        self.components = components

    def __call__(self, doc: Doc) -> Doc:
        return self.set_annotations(doc, self.match(doc))

    def match(self, doc: Doc) -> list[Hit]:
        """The parts of ``doc``, in order."""
        return self.components.match(plain(doc.text), doc.user_data.get(FIELDS) or [("statement", 0)])

    def set_annotations(self, doc: Doc, found: list[Hit]) -> Doc:
        spans, places = [], []
        for name, start, end, strength in found:
            span = doc.char_span(start, end, label=name, alignment_mode="expand")
            if span is not None:
                spans.append(Span(doc, span.start, span.end, label=name, span_id=strength))
                places.append((start, end))
        # spans are made of whole tokens ("8X." is one); the exact characters stand beside them
        doc.spans["parts"] = SpanGroup(doc, name="parts", spans=spans, attrs={"places": places})
        return doc


@Language.factory("target_components", default_config={"rules": None}, assigns=["doc.spans"])
def make_target_components(nlp: Language, name: str, rules: str | None) -> ComponentsPipe:
    """``nlp.add_pipe("target_components", config={"rules": folder})``; by default our own rules."""
    return ComponentsPipe(components_for(Path(rules) if rules else shipped.folder("rules")))


class ClassifierPipe:
    """``Doc -> Doc`` with a probability for each label of the model in ``doc.cats``; needs no other pipe."""

    def __init__(self, reader: Understanding) -> None:
        assert reader.classifier is not None  # the factory below gives it a model
        self.reader, self.classifier = reader, reader.classifier

    def __call__(self, doc: Doc) -> Doc:
        text, starts = doc.text, doc.user_data.get(FIELDS) or [("statement", 0)]
        ends = [start for _, start in starts[1:]] + [len(text)]
        fields = tuple(Field(name, text[start:end].strip("\n¶")) for (name, start), end in zip(starts, ends, strict=True))
        reading, _ = self.reader.reading(WrittenTarget(fields))
        doc.cats.update(self.classifier.judge(reading).scores)
        doc.cats.update({f"{THEME}{theme}": score for theme, score in self.reader.themes(text).items()})
        return doc

    def pipe(self, stream: Iterable[Doc], batch_size: int = 256) -> Iterator[Doc]:
        """``doc.cats`` for each of ``stream``, lazily; what a word says is worked out once for all of them."""
        yield from map(self, stream)


@Language.factory("target_classifier", default_config={"rules": None, "model": None}, assigns=["doc.cats"])
def make_target_classifier(nlp: Language, name: str, rules: str | None, model: str | None) -> ClassifierPipe:
    """``nlp.add_pipe("target_classifier", config={"rules": folder, "model": folder})``; by default our own rules and the quick model. Raises ModelError."""
    return ClassifierPipe(
        understanding(
            Path(rules) if rules else shipped.folder("rules"),
            Path(model) if model else shipped.folder("models") / QUICK,
            look,
        )
    )
