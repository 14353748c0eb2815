"""The kinds of rule. A kind is one module: its ``Options`` are the keys of a rule file, ``check`` yields findings.

``KINDS`` is the one list. A rule of kind ``x`` is a YAML file with ``kind: x``; it needs no code.
"""

from target_lint.checks import absent, compound, lexical, missing, model, pattern, set_repeated, set_scattered, set_size

KINDS = {
    "absent": absent,
    "compound": compound,
    "lexical": lexical,
    "missing": missing,
    "model": model,
    "pattern": pattern,
    "set_repeated": set_repeated,
    "set_scattered": set_scattered,
    "set_size": set_size,
}

#: kinds that look at one person's targets together
SET_KINDS = frozenset({"set_repeated", "set_scattered", "set_size"})
