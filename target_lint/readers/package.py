"""The guard in front of every zipped document: documents are hostile until read.

Limits are counted while the members are read, because the sizes that a zip states about itself can lie.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING

from target_lint.types import ReadError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

#: bytes of all members together, unpacked; members; unpacked bytes per packed byte
MOST_BYTES = 50_000_000
MOST_MEMBERS = 5_000
MOST_RATIO = 200
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Package:
    """An opened zipped document whose members can be read within the limits."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.names = frozenset(archive.namelist())
        self._left = MOST_BYTES

    def read(self, name: str) -> bytes:
        """One member. Raises ReadError if it is missing, broken or too large."""
        try:
            with self._archive.open(name) as member:
                data = member.read(self._left + 1)
        except KeyError:
            raise ReadError(
                f"the document has no part {name}, so it is no Word document; save it again as .docx"
            ) from None
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as error:
            raise ReadError(f"the document is damaged ({error}); open it in Word and save it again") from None
        except RuntimeError:
            raise ReadError("the document is protected by a password; save it without one and try again") from None
        self._left -= len(data)
        if self._left < 0:
            raise ReadError(_TOO_LARGE)
        return data

    def xml(self, name: str) -> Element:
        """One member as XML, without document types and entities. Raises ReadError."""
        from xml.etree.ElementTree import ParseError

        from defusedxml.common import DefusedXmlException
        from defusedxml.ElementTree import fromstring

        try:
            return fromstring(self.read(name), forbid_dtd=True)
        except DefusedXmlException:
            raise ReadError("the document holds XML entities, which no form needs; it was not read") from None
        except (ParseError, RecursionError) as error:
            raise ReadError(f"the document is damaged ({name}: {error}); open it in Word and save it again") from None


_TOO_LARGE = f"the document unpacks to more than {MOST_BYTES // 1_000_000} MB, which no form needs; it was not read"


def open_package(data: bytes) -> Package:
    """A zipped document from its bytes. Raises ReadError for anything else, and for what looks like a bomb."""
    if data.startswith(_OLE):
        raise ReadError(
            "the document is protected by a password or is in Word's old format; save it as .docx without a password"
        )
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise ReadError(
            "this is no Word document, or a damaged one; open it in Word and save it again as .docx"
        ) from None
    members = archive.infolist()
    if len(members) > MOST_MEMBERS:
        raise ReadError(f"the document has more than {MOST_MEMBERS} parts, which no form needs; it was not read")
    size = sum(member.file_size for member in members)
    if size > MOST_BYTES or any(
        member.file_size > MOST_RATIO * max(member.compress_size, 1) and member.file_size > 5_000_000
        for member in members
    ):
        raise ReadError(_TOO_LARGE)
    if any(member.flag_bits & 1 for member in members):
        raise ReadError("the document is protected by a password; save it without one and try again")
    return Package(archive)
