"""The same Word document with comments: on exactly the words, and nothing else changed."""

import copy
import io
import re
import shutil
import subprocess
import zipfile

import pytest

from target_lint import readers

docx = pytest.importorskip("docx", reason="python-docx builds the forms: pip install 'target-lint[office]'")
from docx.oxml import OxmlElement  # noqa: E402
from docx.oxml.ns import qn  # noqa: E402

from target_lint.reports import docx_comments  # noqa: E402

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CHANGED = {"word/document.xml", "word/comments.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"}


def saved(document):
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def annotated(linter, data):
    return docx_comments.annotate(data, linter.lint(readers.read_bytes(data, "form.docx")))


def parts(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def texts(data):
    return [(field.name, field.text) for target in readers.read_bytes(data, "form.docx").targets for field in target.fields]


def comments(data):
    """(the words that a comment stands on, its text), read back with another library."""
    document = docx.Document(io.BytesIO(data))
    found = []
    for one in document.comments:
        inside, words = False, []
        for node in document.element.iter():
            if node.tag == W + "commentRangeStart" and node.get(W + "id") == str(one.comment_id):
                inside = True
            elif node.tag == W + "commentRangeEnd" and node.get(W + "id") == str(one.comment_id):
                inside = False
            elif inside and node.tag == W + "t":
                words.append(node.text or "")
        found.append(("".join(words), one.text))
    return found


def weak_words(linter, data):
    """The words on one line that a rule marks; a comment of several lines stands on the first."""
    report = linter.lint(readers.read_bytes(data, "form.docx"))
    return {one.found for target in report.targets for one in target.findings if one.place and "\n" not in one.found}


def form(*rows):
    document = docx.Document()
    document.add_paragraph("Name: R.P.")
    table = document.add_table(len(rows) + 1, 3)
    for cell, text in zip(table.rows[0].cells, ("Objective", "Success criteria", "Timescale"), strict=True):
        cell.text = text
    for row, made in zip(rows, table.rows[1:], strict=True):
        for cell, text in zip(made.cells, row, strict=True):
            cell.text = text
    return document


def test_a_comment_stands_on_exactly_the_weak_words_of_a_cell(linter):
    data = annotated(linter, saved(form(("I must improve my differentiation", "Good progress", "ongoing"))))
    found = dict(comments(data))
    assert "Which pupils would notice" in found["improve my differentiation"]
    assert "sets no rhythm" in found["ongoing"] and "Instead: " in found["ongoing"]


def test_what_is_missing_stands_on_the_cell_where_it_belongs(linter):
    data = annotated(linter, saved(form(("Paragraph structure in history essays for the EAL pupils in 9C", "Results", "by May"))))
    found = comments(data)
    whole = next(text for words, text in found if words == "Paragraph structure in history essays for the EAL pupils in 9C")
    assert whole.startswith("Revise: ")
    assert any(words == "Results" and "hope to see there" in text for words, text in found)


def test_nothing_else_changes(linter):
    before = saved(form(("Improve questioning regularly", "better", ""), ("9C essays", "", "")))
    after = annotated(linter, before)
    old, new = parts(before), parts(after)
    assert {name for name in new if old.get(name) != new[name]} <= CHANGED
    assert set(new) - set(old) == {"word/comments.xml"}
    assert texts(before) == texts(after)
    plain = re.compile(rb"<w:(?:commentRange|commentRef)[^>]*>")
    assert not plain.search(old["word/document.xml"]) and plain.search(new["word/document.xml"])


def test_words_over_several_runs_keep_their_looks(linter):
    document = docx.Document()
    paragraph = document.add_paragraph("Objective: I will impr")
    paragraph.add_run("ove my que").bold = True
    paragraph.add_run("stioning in lessons")
    before = saved(document)
    after = annotated(linter, before)
    assert weak_words(linter, before) == {"improve my questioning in lessons"} <= set(dict(comments(after)))
    assert texts(before) == texts(after)
    bold = [run.text for run in docx.Document(io.BytesIO(after)).paragraphs[0].runs if run.bold]
    assert "".join(bold) == "ove my que"


def test_tracked_insertions_content_controls_links_tabs_and_breaks(linter):
    document = docx.Document()
    paragraph = document.add_paragraph("Objective:\tI will ")
    for tag, text in (("w:ins", "improve my "), ("w:hyperlink", "differentiation")):
        wrapper = OxmlElement(tag)
        if tag == "w:ins":
            wrapper.set(qn("w:id"), "9")
            wrapper.set(qn("w:author"), "X")
        wrapper.append(copy.deepcopy(paragraph.runs[0]._r))
        for node in wrapper.iter(qn("w:t")):
            node.text = text
        for node in list(wrapper.iter(qn("w:tab"))):
            node.getparent().remove(node)
        for extra in list(wrapper.iter(qn("w:t")))[1:]:
            extra.getparent().remove(extra)
        paragraph._p.append(wrapper)
    last = paragraph.add_run(" as and when")
    last.add_break()
    last.add_text("and meet regularly.")
    before = saved(document)
    after = annotated(linter, before)
    assert len(weak_words(linter, before)) == 2
    assert weak_words(linter, before) <= set(dict(comments(after)))
    assert texts(before) == texts(after)


def test_comments_of_others_stay(linter):
    document = form(("Improve my marking", "", ""))
    cell = document.tables[0].rows[1].cells[0]
    document.add_comment(cell.paragraphs[0].runs, "Please see me", author="Head", initials="H")
    after = annotated(linter, saved(document))
    made = list(docx.Document(io.BytesIO(after)).comments)
    assert made[0].text == "Please see me" and made[0].author == "Head"
    assert len({one.comment_id for one in made}) == len(made) > 1
    assert {one.author for one in made[1:]} == {"target-lint"}
    again = annotated(linter, after)
    assert texts(again) == texts(after)


def test_a_text_box_has_its_comment_outside_it_with_the_words(linter):
    document = docx.Document()
    run = document.add_paragraph().add_run()
    box = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
        ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><mc:Choice Requires="wps"><wps:txbx><w:txbxContent><w:p><w:r>'
        "<w:t>Objective: improve my questioning</w:t></w:r></w:p></w:txbxContent></wps:txbx></mc:Choice></mc:AlternateContent>"
    )
    run._r.append(docx.oxml.parse_xml(box))
    after = annotated(linter, saved(document))
    assert any(text.startswith("“improve my questioning”") for _, text in comments(after))
    content = docx.Document(io.BytesIO(after)).element.find(f".//{W}txbxContent")
    assert content.find(f".//{W}commentReference") is None


@pytest.mark.parametrize("name", ["history-teacher", "reception-teacher", "maths-department", "deputy-head"])
def test_every_remark_on_the_examples_finds_its_words(linter, name):
    data = (readers.Path(__file__).parents[2] / "examples" / f"{name}.docx").read_bytes()
    report = linter.lint(readers.read_bytes(data, "form.docx"))
    after = docx_comments.annotate(data, report)
    on = [words for words, _ in comments(after)]
    for target in report.targets:
        for one in target.findings:
            if one.place:
                assert one.found in on
    assert texts(data) == texts(after)


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice (soffice) is not installed: opening the annotated form in it is not tested")
def test_it_opens_in_libreoffice_with_every_comment(linter, tmp_path):
    data = saved(form(("I must improve my differentiation", "Good progress", "ongoing")))
    path = tmp_path / "form.checked.docx"
    path.write_bytes(annotated(linter, data))
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "fodt", "--outdir", tmp_path, path],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    text = (tmp_path / "form.checked.fodt").read_text(encoding="utf-8")
    assert text.count("<office:annotation ") == text.count("<office:annotation-end") == len(comments(path.read_bytes()))
