"""A rule's page: what ``target-lint rules explain`` prints, made from the rule file itself."""

from __future__ import annotations

from target_lint.types import Example, Rule


def page(rule: Rule) -> str:
    """Markdown: what is marked, why, what to ask instead, and the examples that are also its tests."""
    lines = [
        f"# {rule.id}: {rule.title}",
        "",
        f"Level: {rule.level} · kind: {rule.kind}"
        + ("" if len(rule.genres) == 3 else " · for: " + ", ".join(genre.replace("_", " ") for genre in rule.genres)),
        "",
        f"Says: {rule.message}",
        f"Asks: {rule.question}",
        "",
        "## Why it matters",
        "",
        rule.why,
        "",
        f"Source: {rule.source}",
        "",
        "## Marked",
        "",
        *(_shown(example) for example in rule.examples if example.fires),
        "",
        "## Left alone",
        "",
        *(_shown(example) for example in rule.examples if not example.fires),
    ]
    if rule.rewrites:
        lines += ["", "## Instead", "", *(f"- {rewrite}" for rewrite in rule.rewrites)]
    return "\n".join(lines) + "\n"


def _shown(example: Example) -> str:
    targets = []
    for fields in (example.fields, *example.others):
        texts = []
        for field in fields:
            text = field.text
            for mark in sorted(example.marks, key=lambda mark: -mark.start):
                if mark.field == field.name and fields is example.fields:
                    text = f"{text[: mark.start]}**{text[mark.start : mark.end]}**{text[mark.end :]}"
            text = " ".join(text.split())
            texts.append(text if field.name == "statement" else f"{field.name.replace('_', ' ')}: {text}")
        targets.append(" · ".join(texts))
    return "- " + "  \n  ".join(targets)
