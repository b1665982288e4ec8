"""What a file is: told by its content, never by its name; and the name under which it is shown then."""

import re
from io import BytesIO
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile

from hub.content import images

PDF = "application/pdf"
CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PICTURE = "image/webp"
_ENDINGS = {PDF: ".pdf", CSV: ".csv", XLSX: ".xlsx", PICTURE: ".webp"}
_NOT_TEXT = re.compile(rb"[\x01-\x08\x0e-\x19\x1b-\x1f]")


def told_by(beginning: bytes, accepted: set[str]) -> str | None:
    """Decide by the first bytes what it is, among what is accepted; None when it is none of it."""
    if PICTURE in accepted and images.is_picture(beginning):
        return PICTURE
    if PDF in accepted and beginning.startswith(b"%PDF-"):
        return PDF
    if XLSX in accepted and beginning.startswith(b"PK\x03\x04"):
        return XLSX
    if CSV in accepted and _may_be_text(beginning):
        return CSV
    return None


def is_not(kind: str, piece: bytes) -> bool:
    """Whether a later piece shows that it is not what its beginning promised: text that turns out to be none."""
    return kind == CSV and _NOT_TEXT.search(piece) is not None


def is_workbook(stream: BinaryIO) -> bool:
    """Whether a zip is a workbook; how large it unpacks is checked by who reads it."""
    try:
        with ZipFile(BytesIO(stream.read())) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except (BadZipFile, ValueError, NotImplementedError, OSError):
        return False


def proper_name(name: str, kind: str) -> str:
    """Return the name to show and to download under: no path, nothing invisible, the ending that fits the
    content."""
    base = name.replace("\\", "/").rpartition("/")[2]
    visible = "".join(
        letter if letter.isprintable() and letter not in '<>:"|?*%;' else " " for letter in base
    )
    stem = visible.rpartition(".")[0] or visible
    return (" ".join(stem.split()).strip(". ")[:100] or "file") + _ENDINGS[kind]


def _may_be_text(beginning: bytes) -> bool:
    wide = beginning.startswith((b"\xff\xfe", b"\xfe\xff"))
    foreign = beginning.startswith((b"%PDF", b"\x89PNG", b"GIF8", b"\xd0\xcf\x11\xe0"))
    return wide or not (foreign or b"\x00" in beginning or _NOT_TEXT.search(beginning))
