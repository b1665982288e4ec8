"""Files that people hand in: what they are is decided by their content, where they lie by us, who may fetch
them by what holds them.

The bytes are safe on the disk before the row is flushed: a crash leaves at most a file without a row, which
the sweep removes. Pictures are written anew; everything else is only ever handed out as a download.
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import Enum
from hashlib import sha256
from io import BytesIO
from secrets import token_urlsafe
from typing import TYPE_CHECKING, BinaryIO
from zipfile import BadZipFile, ZipFile

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hub.content import images
from hub.content.disk import disk
from hub.database import Model, session, transaction
from hub.errors import Refusal
from hub.house import house
from hub.i18n import _

if TYPE_CHECKING:
    from hub.people.persons import Person

MEGABYTE = 1024 * 1024
QUOTA = 200 * MEGABYTE
"""Bytes that one person's files may take in all."""

UNATTACHED = timedelta(days=7)
ORPHANED = timedelta(days=1)

PDF = "application/pdf"
CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PICTURE = "image/webp"
_ENDINGS = {PDF: ".pdf", CSV: ".csv", XLSX: ".xlsx", PICTURE: ".webp"}
_CHUNK = 1 << 16
_NOT_TEXT = re.compile(rb"[\x01-\x08\x0e-\x19\x1b-\x1f]")


class Accept(Enum):
    """What a field takes: kinds of content, bytes at most, and for pictures the longest side in pixels."""

    IMAGE = ({PICTURE}, 10 * MEGABYTE, 1600)
    PORTRAIT = ({PICTURE}, 10 * MEGABYTE, 512)
    PROOF = ({PICTURE, PDF}, 10 * MEGABYTE, 2400)
    TABLE = ({CSV, XLSX}, 50 * MEGABYTE, 0)

    def __init__(self, kinds: set[str], most: int, max_side: int) -> None:
        self.kinds = kinds
        self.most = most
        self.max_side = max_side


class File(Model):
    """A file that is kept. `public_key` names it to the outside and cannot be guessed; `size` is in bytes."""

    __tablename__ = "files"
    __table_args__ = (sa.Index("ix_files_holder", "holder_kind", "holder_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_key: Mapped[str] = mapped_column(unique=True)
    holder_kind: Mapped[str | None]
    holder_id: Mapped[int | None]
    owner_id: Mapped[int | None] = mapped_column(sa.ForeignKey("persons.id"), index=True)
    name: Mapped[str]
    content_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    created_at: Mapped[datetime]


def find(public_key: str) -> File | None:
    """Return the file with this key."""
    return session.scalar(sa.select(File).where(File.public_key == public_key))


def held_by(kind: str, holder_id: int) -> list[File]:
    """Return the files that a thing holds, oldest first."""
    held = sa.select(File).where(File.holder_kind == kind, File.holder_id == holder_id)
    return list(session.scalars(held.order_by(File.id)))


class Redrawn(BytesIO):
    """A picture that we wrote ourselves, ready to be kept as it is."""


def redrawn(stream: BinaryIO, accept: Accept) -> BinaryIO:
    """Return an upload as it can be kept: a picture written anew, anything else as it came.

    This takes seconds for a large photo. Call it `with reading()` before `store`, so that nobody waits for it.
    Raises `Refusal` like `store`.
    """
    beginning = stream.read(16)
    stream.seek(0)
    if _kind(beginning, accept) != PICTURE:
        return stream
    return Redrawn(b"".join(_redrawn(b"".join(_limited(b"", stream, accept.most)), accept)))


def store(
    stream: BinaryIO,
    *,
    name: str,
    holder: tuple[str, int] | None,
    owner: "Person | None",
    accept: Accept,
    now: datetime,
) -> File:
    """Keep what a person handed in, for `holder` (kind, id) or nothing yet (swept after 7 days unless
    attached). A picture is written anew unless `redrawn` did so.

    Raises `Refusal` when it is empty, of another kind than accepted, too large, damaged, or beyond the
    person's quota.
    """
    beginning = stream.read(16)
    kind = _kind(beginning, accept)
    pieces = _limited(beginning, stream, accept.most)
    if kind == PICTURE and not isinstance(stream, Redrawn):
        pieces = _redrawn(b"".join(pieces), accept)
    tally = _Tally(pieces, kind)
    key = token_urlsafe(16)
    _check_quota(owner, 0)
    disk(house().settings).write(key, tally)
    file = _row(key, _proper_name(name, kind), kind, tally, holder, owner, now)
    try:
        _check_quota(owner, tally.size)
        _check_workbook(file)
    except Refusal:
        disk(house().settings).remove(key)
        raise
    session.add(file)
    session.flush()
    return file


def attach(file: File, holder: tuple[str, int]) -> None:
    """Give a file that nothing holds yet to the thing it was handed in for; raise `Refusal` when another
    holds it."""
    if (file.holder_kind, file.holder_id) not in {(None, None), holder}:
        raise Refusal(_("This file already belongs to something else."))
    file.holder_kind, file.holder_id = holder
    session.flush()


def release(file: File) -> None:
    """Let go of a file that another one replaces; the sweep removes it."""
    file.holder_kind = file.holder_id = None
    session.flush()


def open_(file: File) -> BinaryIO:
    """Open the file for reading; raise `NotFound` when its bytes are gone."""
    return disk(house().settings).open(file.public_key)


def disposition(file: File) -> str:
    """Say how a browser gets it: `inline` for pictures that we drew ourselves, `attachment` for anything
    else."""
    return "inline" if file.content_type == PICTURE else "attachment"


def sweep_orphans(*, now: datetime) -> None:
    """Remove rows that nothing came to hold for 7 days, and bytes that no row has named for a day."""
    with transaction():
        session.execute(sa.delete(File).where(File.holder_kind.is_(None), File.created_at < now - UNATTACHED))
    kept = disk(house().settings)
    for key in kept.older_than((now - ORPHANED).timestamp()):
        if find(key) is None:
            kept.remove(key)


def _kind(beginning: bytes, accept: Accept) -> str:
    """Decide by the first bytes what it is, among what is accepted."""
    if not beginning:
        raise Refusal(_("This file is empty."))
    if PICTURE in accept.kinds and images.is_picture(beginning):
        return PICTURE
    if PDF in accept.kinds and beginning.startswith(b"%PDF-"):
        return PDF
    if XLSX in accept.kinds and beginning.startswith(b"PK\x03\x04"):
        return XLSX
    if CSV in accept.kinds and _may_be_text(beginning):
        return CSV
    raise Refusal(_REFUSED[accept])


_REFUSED = {
    Accept.IMAGE: _("Please choose a picture: JPEG, PNG, WebP or GIF."),
    Accept.PORTRAIT: _("Please choose a picture: JPEG, PNG, WebP or GIF."),
    Accept.PROOF: _("Please choose a picture (JPEG, PNG, WebP, GIF) or a PDF."),
    Accept.TABLE: _("Please choose a CSV file or an Excel workbook (.xlsx)."),
}


def _may_be_text(beginning: bytes) -> bool:
    wide = beginning.startswith((b"\xff\xfe", b"\xfe\xff"))
    foreign = beginning.startswith((b"%PDF", b"\x89PNG", b"GIF8", b"\xd0\xcf\x11\xe0"))
    return wide or not (foreign or b"\x00" in beginning or _NOT_TEXT.search(beginning))


def _limited(beginning: bytes, stream: BinaryIO, most: int) -> Iterator[bytes]:
    """Pass the bytes on until they are too many."""
    size, piece = 0, beginning or stream.read(_CHUNK)
    while piece:
        size += len(piece)
        if size > most:
            raise Refusal(_("This file is too large: %(most)s MB at most.", most=most // MEGABYTE))
        yield piece
        piece = stream.read(_CHUNK)


def _redrawn(data: bytes, accept: Accept) -> Iterator[bytes]:
    square = accept is Accept.PORTRAIT
    yield images.reencode(data, max_side=accept.max_side, square=square).data


class _Tally:
    """Pass bytes on while counting and hashing them; refuse text that turns out to be none."""

    def __init__(self, pieces: Iterator[bytes], kind: str) -> None:
        self.pieces = pieces
        self.kind = kind
        self.size = 0
        self.hash = sha256()

    def __iter__(self) -> Iterator[bytes]:
        for piece in self.pieces:
            if self.kind == CSV and _NOT_TEXT.search(piece):
                raise Refusal(_REFUSED[Accept.TABLE])
            self.size += len(piece)
            self.hash.update(piece)
            yield piece


def _check_quota(owner: "Person | None", more: int) -> None:
    if owner is None:
        return
    used = (
        session.scalar(
            sa.select(sa.func.coalesce(sa.func.sum(File.size), 0)).where(File.owner_id == owner.id)
        )
        or 0
    )
    if used + more > QUOTA:
        raise Refusal(_("Your files take more than %(most)s MB together.", most=QUOTA // MEGABYTE))


def _check_workbook(file: File) -> None:
    """A zip is only taken when it is a workbook; how large it unpacks is checked by who reads it."""
    if file.content_type != XLSX:
        return
    with open_(file) as stream:
        try:
            with ZipFile(BytesIO(stream.read())) as archive:
                genuine = "xl/workbook.xml" in archive.namelist()
        except (BadZipFile, ValueError, NotImplementedError, OSError):
            genuine = False
    if not genuine:
        raise Refusal(_REFUSED[Accept.TABLE])


def _row(
    key: str,
    name: str,
    kind: str,
    tally: _Tally,
    holder: tuple[str, int] | None,
    owner: "Person | None",
    now: datetime,
) -> File:
    holder_kind, holder_id = holder or (None, None)
    return File(
        public_key=key,
        holder_kind=holder_kind,
        holder_id=holder_id,
        owner_id=owner.id if owner else None,
        name=name,
        content_type=kind,
        size=tally.size,
        sha256=tally.hash.hexdigest(),
        created_at=now,
    )


def _proper_name(name: str, kind: str) -> str:
    """Return the name to show and to download under: no path, nothing invisible, the ending that fits the
    content."""
    base = name.replace("\\", "/").rpartition("/")[2]
    visible = "".join(
        letter if letter.isprintable() and letter not in '<>:"|?*%;' else " " for letter in base
    )
    stem = visible.rpartition(".")[0] or visible
    return (" ".join(stem.split()).strip(". ")[:100] or "file") + _ENDINGS[kind]
