"""Files that people hand in: what they are is decided by their content, where they lie by us, who may fetch
them by what holds them.

The bytes are safe on the disk before the row is flushed: a crash leaves at most a file without a row, which
the sweep removes. Pictures are written anew; everything else is only ever handed out as a download.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from hashlib import sha256
from io import BytesIO
from secrets import token_urlsafe
from typing import TYPE_CHECKING, BinaryIO

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hub.content import images, kinds
from hub.content.disk import disk
from hub.content.kinds import CSV, PDF, PICTURE, XLSX
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

_CHUNK = 1 << 16


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
    kept = keep(stream, name=name, owner=owner, accept=accept)
    return record(kept, holder=holder, owner=owner, now=now)


@dataclass(frozen=True)
class Kept:
    """What was handed in, on the disk and known to nobody yet: as the row will say it."""

    public_key: str
    name: str
    content_type: str
    size: int
    sha256: str

    def open(self) -> BinaryIO:
        """Open it for reading."""
        return disk(house().settings).open(self.public_key)


def keep(stream: BinaryIO, *, name: str, owner: "Person | None", accept: Accept) -> Kept:
    """Write down what a person handed in: the slow half of `store`, which needs no write lock. Whatever comes
    before `record` goes into `with or_removed(kept)`. Raises `Refusal` like `store`, and leaves nothing then.
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
    kept = Kept(key, kinds.proper_name(name, kind), kind, tally.size, tally.hash.hexdigest())
    with or_removed(kept):
        _check_workbook(kept)
    return kept


def record(kept: Kept, *, holder: tuple[str, int] | None, owner: "Person | None", now: datetime) -> File:
    """Record what was kept: the quick half of `store`. Raises `Refusal` beyond the person's quota, and leaves
    nothing then.
    """
    kind, holder_id = holder or (None, None)
    owner_id = owner.id if owner else None
    file = File(**vars(kept), holder_kind=kind, holder_id=holder_id, owner_id=owner_id, created_at=now)
    with or_removed(kept):
        _check_quota(owner, kept.size)
    session.add(file)
    session.flush()
    return file


@contextmanager
def or_removed(kept: Kept) -> Iterator[None]:
    """Remove what was kept when what is done meanwhile goes wrong."""
    try:
        yield
    except Exception:
        disk(house().settings).remove(kept.public_key)
        raise


def drop(file: File) -> None:
    """Remove a file that came to nothing in the transaction that recorded it."""
    session.delete(file)
    session.flush()
    disk(house().settings).remove(file.public_key)


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
    kind = kinds.told_by(beginning, accept.kinds)
    if kind is None:
        raise Refusal(_REFUSED[accept])
    return kind


_REFUSED = {
    Accept.IMAGE: _("Please choose a picture: JPEG, PNG, WebP or GIF."),
    Accept.PORTRAIT: _("Please choose a picture: JPEG, PNG, WebP or GIF."),
    Accept.PROOF: _("Please choose a picture (JPEG, PNG, WebP, GIF) or a PDF."),
    Accept.TABLE: _("Please choose a CSV file or an Excel workbook (.xlsx)."),
}


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
            if kinds.is_not(self.kind, piece):
                raise Refusal(_REFUSED[Accept.TABLE])
            self.size += len(piece)
            self.hash.update(piece)
            yield piece


def _check_workbook(kept: Kept) -> None:
    if kept.content_type == XLSX:
        with kept.open() as stream:
            if not kinds.is_workbook(stream):
                raise Refusal(_REFUSED[Accept.TABLE])


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
