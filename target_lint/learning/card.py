"""The card of a model for people: ``MODEL_CARD.md``, written from ``card.json`` and never by hand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from target_lint.types import PART_NAMES

_QUICK = (
    "A small convolutional network over the words of a target in their order, each a static embedding (WordLlama's, 8-bit) beside what the patterns of `rules/parts` and the rules "
    "marked there. It says how likely each of the five parts is there, whether the wording is vague and which words are, and which genre it is. Beside it logistic regressions over words, pairs and pieces of words say what "
    "the target is about. It runs on the machine of whoever checks, from plain arrays."
)
_THOROUGH = (
    "A transformer of {layers} layers, begun with the weights of a public encoder (all-MiniLM-L6-v2, Apache 2.0; sha256 of its file {encoder}) and taught further with our corpus. It reads each word in the light of all others, "
    "beside what the patterns of `rules/parts` and the rules marked there, and says the same things as the quick model, at some ten times the cost; what a target is about, and texts of more than some 400 words, it leaves to "
    "that. It runs on the machine of whoever checks, from plain 8-bit arrays."
)


def page(card: dict[str, Any]) -> str:
    return "\n".join(_lines(card)) + "\n"


def _lines(card: dict[str, Any]) -> Iterator[str]:
    corpus, thorough, taught = card["corpus"], "base" in card, card.get("taught")
    found = card.get("held_out") or card["cross_validation"]
    yield f"# Model card: {card['name']}"
    yield ""
    yield "Written by `target-lint train` from `card.json`; do not edit."
    yield ""
    yield f"**What it is.** {_THOROUGH.format_map(card) if thorough else _QUICK}"
    yield ""
    yield (
        f"**Trained on** {corpus['texts']} texts and the quiet sentences of {len(corpus['hands'])} hands of our own corpus (`corpus/DATASHEET.md`), and on the examples in `rules/parts` and the vague rules. Hands and readers are runs of a language model: "
        "the figures say how well the model does on more text of that kind, not on every school's."
    )
    yield ""
    yield "**Not for** judging a person. A score is about words; it moves nobody's pay, and the tool shows no scores to people."
    yield ""
    if taught:
        yield (
            f"**Taught by** the model `{taught['by']}` (`target-lint train --taught`). The hands above are those of the themes and of the network before it was taught, which had macro kappa "
            f"{card['cross_validation']['macro_network_kappa']} in cross-validation (5 folds; the whole checker {card['cross_validation']['macro_kappa']}). The network that ships has learnt from {len(taught['hands'])} of them: "
            f"{taught['texts']} texts, with the shortened ones and the examples, of which the teacher's word counts four fifths and a reader's label, where there is one, one fifth."
        )
        yield ""
    if "held_out" in card:
        yield f"## On {found['texts']} texts of {len((taught or corpus)['held_out'])} hands that it was not trained on"
    else:
        yield "## On hands that it was not trained on (5 folds, no hand in two)"
    yield ""
    yield (
        "The whole checker, rules and network, as a school would see it (vague: something marked at warning level). Calibration and thresholds were chosen on these very predictions, "
        "which flatters them a little; the rules' examples are learnt as well."
    )
    yield ""
    yield "| problem | P | R | F1 | kappa | kappa of the rules alone |"
    yield "|---|---|---|---|---|---|"
    for name in (*PART_NAMES, "vague"):
        row = found[name]
        rules = row.get("rules_kappa", "")
        yield f"| {'vague wording' if name == 'vague' else 'no ' + name.replace('_', ' ')} | {row['precision']} | {row['recall']} | {row['f1']} | {row['kappa']} | {rules} |"
    yield f"| macro of the parts | | | {found['macro_f1']} | {found['macro_kappa']} | {found['macro_rules_kappa']} |"
    yield ""
    spans, ready, families = found["vague_spans"], found["ready"], found["families"]
    same = f" (of the quick model on these texts: {found['quick_network_kappa']})" if thorough else ""
    yield f"The network's own word on the parts, without what surely marked ones are given: macro kappa {found['macro_network_kappa']}{same}."
    yield ""
    yield f"Vague words: {spans['ours_right']} of the {spans['ours']} marked phrases overlap a reader's; {spans['theirs_found']} of the readers' {spans['theirs']} are found."
    yield ""
    yield (
        f"Of {ready['targets']} ready targets {ready['unmarked']} have nothing marked at warning level ({ready['unmarked'] / max(ready['targets'], 1):.1%}). "
        f"Contrast families with every member right in every part and in vagueness: {families['all_right']} of {families['families']}; with the good one above each that lacks something: {families['in_order']}. Genre right: {found['genre_accuracy']:.1%}."
    )
    yield ""
    if themes := card.get("cross_validation", {}).get("themes"):
        yield f"Theme of {themes['texts']} targets that have one, in cross-validation (5 folds of all hands): first guess {themes['top_1']}, among the first three {themes['top_3']}."
        yield ""
    if "ranking" in card:
        yield f"Order of completed versions, {card['ranking']['drafts']} drafts ordered by readers, each by a ranking that saw none of its hand:"
        yield ""
        yield "| | pairs as the reader has them | first place as the reader's |"
        yield "|---|---|---|"
        for name, row in card["ranking"].items():
            if name != "drafts":
                yield f"| {name} | {row['pairs']} | {row['first']} |"
        yield ""
    if "rivals" in card:
        yield f"## What else was tried, in the same{' five' if taught else ''} folds (kappa)"
        yield ""
        yield "| | " + " | ".join(name.replace("_", " ") for name in (*PART_NAMES, "vague", "macro")) + " |"
        yield "|---" * 8 + "|"
        for name, row in card["rivals"].items():
            yield f"| {name} | " + " | ".join(str(row.get(label, "")) for label in (*PART_NAMES, "vague", "macro")) + " |"
        yield ""
    yield "## Thresholds, chosen there"
    yield ""
    yield (
        f"A part is there from its threshold on; beyond `+` surely, below `-` surely missing: claims beyond were right {card['sure']} of the time or more. "
        f"A word is marked from `vague words` on: there readers had marked {card['marked']} of the phrases, at least in part."
    )
    yield ""
    for name, value in card["thresholds"].items():
        if not name.startswith("theme"):
            yield f"- `{name}`: {value}"
    yield ""
    yield "## Hashes"
    yield ""
    for name, value in card["sha256"].items():
        yield f"- `{name}`: {value}"
    yield f"- corpus: {corpus['sha256']}"
