"""Documents are hostile until read: each gives one clear sentence, within limits."""

import io
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from target_lint import readers
from target_lint.readers import package
from target_lint.types import ReadError

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def word(document, **members):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", document)
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


def refused(data, message, name="form.docx"):
    with pytest.raises(ReadError, match=message) as caught:
        readers.read_bytes(data, name)
    assert "\n" not in str(caught.value)


def test_a_plain_document_is_read():
    data = word(f"<w:document {W}><w:body><w:p><w:r><w:t>Choir</w:t></w:r></w:p></w:body></w:document>")
    assert readers.read_bytes(data, "form.docx").targets[0].fields[0].text == "Choir"


def test_a_bomb_is_refused_without_being_unpacked():
    data = word(b"<x>" + b" " * 200_000_000 + b"</x>")
    tracemalloc.start()
    refused(data, "unpacks to more than 50 MB")
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()


def test_a_bomb_that_lies_about_its_size_is_refused(monkeypatch):
    monkeypatch.setattr(package, "MOST_BYTES", 1_000_000)
    data = bytearray(word(b"<x>" + b" " * 3_000_000 + b"</x>"))
    real = (3_000_007).to_bytes(4, "little")
    assert data.count(real) == 2
    refused(bytes(data.replace(real, (900).to_bytes(4, "little"))), "damaged|unpacks to more than")


def test_entities_and_document_types_are_refused():
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
    refused(word(laughs), "XML entities")
    outside = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
    refused(word(outside), "XML entities")


def test_broken_documents():
    refused(word("<w:document"), "damaged")
    refused(word(f"<w:document {W}/>"), "has no text")
    refused(b"PK\x03\x04garbage", "damaged")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("other.xml", "<x/>")
    refused(stream.getvalue(), "no part word/document.xml")


def test_protected_documents():
    refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "password")
    data = bytearray(word("<x/>"))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    refused(bytes(data), "password")


def test_too_many_members():
    refused(word("<x/>", **{f"m{number}": "" for number in range(5_001)}), "more than 5000 parts")


def test_deep_nesting_is_refused_or_read_but_never_a_traceback():
    deep = f"<w:document {W}><w:body>" + "<w:ins>" * 5_000 + "</w:ins>" * 5_000 + "</w:body></w:document>"
    with pytest.raises(ReadError):
        readers.read_bytes(word(deep), "form.docx")


def test_texts_over_the_limit_are_refused(tmp_path):
    path = tmp_path / "huge.txt"
    path.write_bytes(b"improve questioning\n" * 2_600_000)
    with pytest.raises(ReadError, match="larger than 20 MB"):
        readers.read(path)


@pytest.mark.parametrize("suffix", [".doc", ".rtf", ".xls", ".xlsb", ".ods", ".eml"])
def test_formats_that_are_not_read_say_how_to_save(tmp_path, suffix):
    path = tmp_path / f"form{suffix}"
    path.write_bytes(b"x")
    with pytest.raises(ReadError, match=r"save (?:it|the \w+) as \.(?:docx|xlsx|html)"):
        readers.read(path)


def test_files_that_are_not_there_or_not_allowed(tmp_path, monkeypatch):
    with pytest.raises(ReadError, match="there is no such file"):
        readers.read(tmp_path / "gone.txt")
    with pytest.raises(ReadError, match="this is a folder"):
        readers.read(tmp_path)

    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(ReadError, match="no permission"):
        readers.read(tmp_path / "secret.txt")


def test_a_zip_called_txt_is_read_for_what_it_is():
    data = word(f"<w:document {W}><w:body><w:p><w:r><w:t>Choir</w:t></w:r></w:p></w:body></w:document>")
    assert readers.read_bytes(data, "form.txt").targets[0].fields[0].text == "Choir"


def test_folders(tmp_path):
    for name in ("a.txt", "b.xls", ".hidden.txt", "~$c.docx", "d/e.md", "d/e.checked.md", "old/f.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x", encoding="utf-8")

    def found(*exclude):
        return [path.relative_to(tmp_path).as_posix() for path in readers.find([tmp_path], exclude)]

    assert found() == ["a.txt", "d/e.md", "old/f.txt"]
    assert found("old") == found("old/") == found("old/*") == ["a.txt", "d/e.md"]
    assert found("*.md", "a.*") == ["old/f.txt"]
