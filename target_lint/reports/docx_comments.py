"""The same Word document with comments on its words (``--output-format docx``). Needs lxml (extra ``office``).

Only four parts of the package change: the document gets anchors, the comments part the comments, and two lists name that part.
Every other part is copied byte for byte, and no letter of the text changes (ECMA-376 part 1, 17.13.4).
"""

from __future__ import annotations

import copy
import io
import posixpath
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from target_lint.advice.remarks import Remark, on_target
from target_lint.readers import docx
from target_lint.types import DraftReport, Field, Finding, ReadError

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W = f"{{{_NS}}}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_DOCUMENT, _RELATIONS_PART, _TYPES_PART = "word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"
_AUTHOR, _INITIALS = "target-lint", "TL"


def annotate(data: bytes, report: DraftReport) -> bytes:
    """The Word document ``data`` with the remarks of ``report``, which must have been made from it. Raises ReadError."""
    try:
        import lxml.etree
    except ImportError:
        raise ReadError("comments in Word need lxml: pip install 'target-lint[office]'") from None
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        document = _parsed(archive.read(_DOCUMENT))
        relations = _parsed(archive.read(_RELATIONS_PART) if _RELATIONS_PART in archive.namelist() else _NO_RELATIONS)
        part = _comments_part(relations)
        old = archive.read(part) if part in archive.namelist() else None
        comments = _parsed(old or f'<w:comments xmlns:w="{_NS}"/>'.encode())
        _comment(document, comments, report)
        changed = {_DOCUMENT: document, part: comments}
        if old is None:
            types = _parsed(archive.read(_TYPES_PART))
            lxml.etree.SubElement(types, _TYPES + "Override", PartName="/" + part, ContentType=_CONTENT)
            known = {relation.get("Id") for relation in relations}
            free = next(f"rIdTargetLint{number}" for number in range(1, 10**6) if f"rIdTargetLint{number}" not in known)
            lxml.etree.SubElement(relations, _RELATIONS + "Relationship", Id=free, Type=_TYPE, Target="comments.xml")
            changed |= {_TYPES_PART: types, _RELATIONS_PART: relations}
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
            for info in archive.infolist():
                root = changed.pop(info.filename, None)
                made.writestr(info, archive.read(info) if root is None else _written(root))
            for name, root in changed.items():
                made.writestr(name, _written(root))
    return stream.getvalue()


_NO_RELATIONS = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'


def _parsed(data: bytes) -> Element:
    from lxml import etree

    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))


def _written(root: Element) -> bytes:
    from lxml import etree

    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _comments_part(relations: Element) -> str:
    for relation in relations:
        if relation.get("Type") == _TYPE:
            return posixpath.normpath(posixpath.join("/word", relation.get("Target", "comments.xml"))).lstrip("/")
    return "word/comments.xml"


def _comment(document: Element, comments: Element, report: DraftReport) -> None:
    walker = docx.Walker()
    for _ in walker.blocks(document.find(_W + "body")):
        pass
    number = max((int(one.get(_W + "id", "0")) for one in comments), default=-1) + 1
    already = len(comments)
    remarks = list(_remarks(report))
    for index, (field, remark) in reversed(list(enumerate(remarks))):
        element, low, high = _find(walker.elements, field, remark)
        quoted = _anchor(element, low, high, number + index)
        lines = remark.lines if quoted else (f"“{field.text[remark.start : remark.end]}”", *remark.lines)
        comments.insert(already, _made(number + index, lines))


def _remarks(report: DraftReport) -> Iterator[tuple[Field, Remark]]:
    """Each remark with its field; findings over somebody's whole set stand on the first target of that person."""
    over_set: dict[str | None, list[Finding]] = {}
    for one in report.findings:
        over_set.setdefault(one.owner, []).append(one)
    for target in report.targets:
        fields = {field.name: field for field in target.fields}
        for remark in on_target(target, over_set.pop(target.owner, ())):
            yield fields[remark.field], remark


def _find(paragraphs: list[Element], field: Field, remark: Remark) -> tuple[Element, int, int]:
    """The paragraph that holds the words of a remark, and their offsets in it; one line of a field lies in one paragraph."""
    before = field.text[: remark.start]
    number, start = before.count("\n"), remark.start - (before.rfind("\n") + 1)
    index, offset = field.line - 1, 0
    for count, line in enumerate(field.text.split("\n")):
        if not line.strip():
            continue
        wanted = line.removeprefix("• ")
        there = index
        while there < len(paragraphs):
            at = _text(paragraphs[there]).find(wanted, offset if there == index else 0)
            if at >= 0:
                index, offset = there, at + len(wanted)
                break
            there += 1
        else:
            break
        if count == number:
            low = at + max(0, start - (len(line) - len(wanted)))
            end = min(remark.end - remark.start + low, at + len(wanted))
            return paragraphs[index], low, max(end, low)
    element = paragraphs[min(field.line, len(paragraphs)) - 1]
    return element, 0, len(_text(element))


def _text(paragraph: Element) -> str:
    return "".join(text for text, _ in docx.pieces(paragraph))


def _anchor(paragraph: Element, low: int, high: int, number: int) -> bool:
    """Puts the marks of comment ``number`` around characters ``low`` to ``high``; False if around a whole text box instead."""
    box = next(paragraph.iterancestors(_W + "txbxContent"), None)
    if box is not None:  # Word keeps no comment inside a text box: the paragraph that holds the box gets it
        host = list(paragraph.iterancestors(_W + "p"))[-1]
        runs = host.findall(_W + "r")
        first, last = (runs[0], runs[-1]) if runs else (None, None)
        _mark(host, first, last, number)
        return False
    runs = _runs(paragraph, low, high)
    _mark(paragraph, runs[0] if runs else None, runs[-1] if runs else None, number)
    return True


def _mark(paragraph: Element, first: Element | None, last: Element | None, number: int) -> None:
    from lxml import etree

    start = etree.Element(_W + "commentRangeStart", {_W + "id": str(number)})
    end = etree.Element(_W + "commentRangeEnd", {_W + "id": str(number)})
    run = etree.Element(_W + "r")
    etree.SubElement(run, _W + "commentReference", {_W + "id": str(number)})
    if first is None or last is None:
        paragraph.extend((start, end, run))
        return
    first.addprevious(start)
    last.addnext(end)
    end.addnext(run)


def _runs(paragraph: Element, low: int, high: int) -> list[Element]:
    """The runs that hold exactly the characters from ``low`` to ``high``; a run is split where it holds more."""
    found: list[Element] = []
    position = 0
    for text, node in list(docx.pieces(paragraph)):
        start, end = position, position + len(text)
        position = end
        if not text or end <= low or start >= high:
            continue
        run = next(node.iterancestors(_W + "r"), None)
        if run is None:
            continue
        if start < low:
            run, node = _split(run, node, low - start)
            start = low
        else:
            run = _split_before(run, node)
        if end > high:
            _split(run, node, high - start)
        else:
            _split_after(run, node)
        found.append(run)
    return found


def _split(run: Element, node: Element, at: int) -> tuple[Element, Element]:
    """Cuts ``node`` (a ``w:t`` of ``run``) at character ``at``; what follows moves into a run of its own with the same looks."""
    rest = copy.deepcopy(node)
    node.text, rest.text = node.text[:at], node.text[at:]
    for part in (node, rest):
        part.set(_SPACE, "preserve")
    node.addnext(rest)
    return _split_before(run, rest), rest


def _split_before(run: Element, node: Element) -> Element:
    """Moves ``node`` and what follows it in ``run`` into a run of its own, unless nothing but the looks stands before it."""
    moved = [node, *node.itersiblings()]
    if all(child.tag == _W + "rPr" for child in run if child not in moved):
        return run
    made = copy.copy(run)
    for child in list(made):
        if child.tag != _W + "rPr":
            made.remove(child)
    made.extend(moved)
    run.addnext(made)
    return made


def _split_after(run: Element, node: Element) -> None:
    following = node.getnext()
    if following is not None:
        _split_before(run, following)


def _made(number: int, lines: tuple[str, ...]) -> Any:
    """One comment of a paragraph a line."""
    from lxml import etree

    now = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    about = {"id": str(number), "author": _AUTHOR, "date": now, "initials": _INITIALS}
    comment = etree.Element(_W + "comment", {_W + name: value for name, value in about.items()})
    for line in lines:
        run = etree.SubElement(etree.SubElement(comment, _W + "p"), _W + "r")
        text = etree.SubElement(run, _W + "t", {_SPACE: "preserve"})
        text.text = "".join(char for char in line if char.isprintable() or char == " ")
    return comment
