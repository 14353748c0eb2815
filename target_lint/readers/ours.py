"""What we wrote ourselves. It is left out of folders, for it is no draft; a file that is named is read whatever it is.

Some is known by its name, some by a mark that the reports put into it, some by how it begins or ends.
"""

from __future__ import annotations

import re
from pathlib import Path

#: the last word but one in the name of a draft that we gave back with what was found in it
CHECKED = ".checked"
#: the same for what ``improve`` writes
IMPROVED = ".improved"
#: in the head of our pages
GENERATOR = b'<meta name="generator" content="target-lint">'
#: the category among the properties of our Word and Excel files
CATEGORY = "target-lint report"
#: the identifier of our PDF files
IDENTIFIER = b"target-lint"
_IMPROVED_NAME = re.compile(rf".*{re.escape(IMPROVED)}(?:-\d+)?\.(?:txt|text|md|markdown)", re.IGNORECASE)
_JSON_LINE = re.compile(rb'\{"path": "(?:[^"\\]|\\.)*", "number": \d+, "id": ')
_SUMMARY = re.compile(rb"^\d+ targets?: \d+ ready, \d+ to revise, \d+ to rewrite\. ", re.MULTILINE)
#: bytes at the beginning or the end of a file in which its mark stands
_NEAR = 4096


def is_ours_by_name(path: Path) -> bool:
    """Whether the name is one that we give: ``form.checked.docx``, ``draft.improved.txt``, ``draft.improved-2.txt``."""
    return path.stem.endswith(CHECKED) or bool(_IMPROVED_NAME.fullmatch(path.name))


def is_ours(path: Path) -> bool:
    """Whether the file is a report, a brief or an overview of ours; False for what cannot be opened. Looks at a few thousand bytes."""
    suffix = path.suffix.lower()
    try:
        if suffix in (".docx", ".xlsx"):
            return _category(path) == CATEGORY
        with path.open("rb") as file:
            if suffix in (".html", ".htm"):
                return GENERATOR in file.read(_NEAR)
            if suffix in (".jsonl", ".ndjson"):
                return bool(_JSON_LINE.match(file.read(_NEAR)))
            if suffix in (".pdf", ".txt", ".text", ".md", ".markdown"):
                file.seek(max(0, path.stat().st_size - _NEAR))
                end = file.read(_NEAR)
                return b"/ID [(" + IDENTIFIER + b") " in end if suffix == ".pdf" else bool(_SUMMARY.search(end))
    except OSError:
        pass
    return False


def _category(path: Path) -> str | None:
    import lzma
    import zipfile
    import zlib

    try:
        with zipfile.ZipFile(path) as archive, archive.open("docProps/core.xml") as member:
            found = re.search(rb"<cp:category>([^<]*)</cp:category>", member.read(_NEAR))
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, KeyError, NotImplementedError, RuntimeError, ValueError):
        return None
    return found[1].decode("utf-8", errors="replace") if found else None
