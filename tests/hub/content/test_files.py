"""Files: what is hostile is refused or made harmless, and nothing half-written is ever a file."""

import os
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import sqlalchemy as sa
from openpyxl import Workbook
from PIL import Image

from hub.content import files
from hub.content.disk import Disk, disk, write_atomically
from hub.content.files import Accept, File
from hub.database import session
from hub.errors import NotFound, Refusal
from hub.house import house
from tests import factories

Store = Callable[..., File]


def picture(kind: str = "PNG", size: tuple[int, int] = (60, 40), **options: Any) -> bytes:
    buffer = BytesIO()
    Image.new("RGB", size, "teal").save(buffer, kind, **options)
    return buffer.getvalue()


def workbook() -> bytes:
    buffer = BytesIO()
    Workbook().save(buffer)
    return buffer.getvalue()


def zipped(**parts: bytes) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def huge_picture() -> bytes:
    data = bytearray(picture())
    data[16:24] = (60_000).to_bytes(4, "big") * 2
    return bytes(data)


def photo() -> bytes:
    exif = Image.Exif()
    exif.get_ifd(0x8825)[2] = (52.0, 31.0, 12.0)
    exif[0x010F] = "Maker"
    return picture("JPEG", exif=exif)


@pytest.fixture
def store(db: None, at: datetime) -> Iterator[Store]:
    def stored(data: bytes | BinaryIO, accept: Accept, **details: Any) -> File:
        stream = BytesIO(data) if isinstance(data, bytes) else data
        asked: dict[str, Any] = {"name": "upload", "holder": ("thing", 1), "owner": None, "now": at}
        return files.store(stream, accept=accept, **asked | details)

    yield stored
    for key in disk(house().settings).older_than(float("inf")):
        disk(house().settings).remove(key)


def bytes_of(file: File) -> bytes:
    with files.open_(file) as stream:
        return stream.read()


SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
HTML = b"<!doctype html><script>alert(1)</script>"
POLYGLOT = b"GIF89a/*" + b"\x00" * 20 + b"*/=1;alert(1)//<script>alert(1)</script>"

REFUSED = [
    pytest.param(SVG, Accept.IMAGE, id="svg"),
    pytest.param(b"\xef\xbb\xbf<?xml version='1.0'?>" + SVG, Accept.IMAGE, id="svg with a mark"),
    pytest.param(SVG, Accept.PROOF, id="svg as proof"),
    pytest.param(HTML, Accept.IMAGE, id="page as picture"),
    pytest.param(HTML, Accept.PROOF, id="page as proof"),
    pytest.param(POLYGLOT, Accept.IMAGE, id="script as gif"),
    pytest.param(b"\xff\xd8\xff\xe0" + HTML, Accept.IMAGE, id="page as jpeg"),
    pytest.param(b"\x89PNG\r\n\x1a\n" + HTML, Accept.IMAGE, id="page as png"),
    pytest.param(b"RIFF\x20\x00\x00\x00WEBP" + HTML, Accept.IMAGE, id="page as webp"),
    pytest.param(b" %PDF-1.7", Accept.PROOF, id="pdf behind a blank"),
    pytest.param(b"%PDF-1.7 x", Accept.IMAGE, id="pdf as picture"),
    pytest.param(b"", Accept.IMAGE, id="nothing"),
    pytest.param(b"", Accept.TABLE, id="empty table"),
    pytest.param(b"\x00" * 64, Accept.TABLE, id="zeros as table"),
    pytest.param(huge_picture(), Accept.IMAGE, id="too many pixels"),
    pytest.param(picture(size=(900, 900))[:-90], Accept.IMAGE, id="cut off png"),
    pytest.param(picture("JPEG", (900, 900))[:2000], Accept.IMAGE, id="cut off jpeg"),
    pytest.param(picture() + b"x" * (10 * files.MEGABYTE), Accept.IMAGE, id="too large a picture"),
    pytest.param(b"%PDF-1.7" + b"x" * (10 * files.MEGABYTE), Accept.PROOF, id="too large a pdf"),
    pytest.param(b"MZ" + b"\x90\x00\x03" * 40, Accept.PROOF, id="program"),
    pytest.param(b"MZ" + b"\x90\x00\x03" * 40, Accept.TABLE, id="program as table"),
    pytest.param(b"\x7fELF\x02\x01\x01\x00", Accept.TABLE, id="program of linux"),
    pytest.param(b"a,b\n1,2\n" * 20 + b"\x01\x02", Accept.TABLE, id="table turning binary"),
    pytest.param(zipped(**{"../../etc/passwd": b"x"}), Accept.TABLE, id="zip with a path"),
    pytest.param(zipped(**{"a.docm": b"x"}), Accept.TABLE, id="any zip"),
    pytest.param(b"PK\x03\x04" + b"x" * 200, Accept.TABLE, id="broken zip"),
    pytest.param(workbook()[:-300], Accept.TABLE, id="cut off workbook"),
    pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 100, Accept.TABLE, id="old office file"),
    pytest.param(picture(), Accept.TABLE, id="picture as table"),
    pytest.param(picture("BMP"), Accept.IMAGE, id="bmp"),
    pytest.param(picture("TIFF"), Accept.PROOF, id="tiff"),
]


@pytest.mark.parametrize(("content", "accept"), REFUSED)
def test_what_is_hostile_or_not_asked_for_leaves_nothing(
    content: bytes, accept: Accept, store: Store
) -> None:
    with pytest.raises(Refusal):
        store(content, accept)
    assert session.scalar(sa.select(sa.func.count(File.id))) == 0
    assert list(disk(house().settings).older_than(float("inf"))) == []


HARMLESS = [
    pytest.param(picture() + HTML, Accept.IMAGE, id="page behind png"),
    pytest.param(picture("GIF") + SVG, Accept.IMAGE, id="drawing behind gif"),
    pytest.param(picture("JPEG", comment=HTML), Accept.PROOF, id="page in a comment"),
    pytest.param(photo(), Accept.PORTRAIT, id="photo with a place"),
    pytest.param(photo() + zipped(a=HTML), Accept.IMAGE, id="zip behind jpeg"),
]


@pytest.mark.parametrize(("content", "accept"), HARMLESS)
def test_of_a_picture_only_the_picture_is_kept(content: bytes, accept: Accept, store: Store) -> None:
    file = store(content, accept)
    kept = bytes_of(file)
    assert (file.content_type, files.disposition(file)) == ("image/webp", "inline")
    assert len(kept) == file.size
    assert not any(piece in kept for piece in (b"<script", b"<svg", b"Maker", b"PK\x03", b"GPS", b"EXIF"))


def test_a_portrait_is_square_and_a_wide_picture_is_made_smaller(store: Store) -> None:
    portrait = bytes_of(store(picture(size=(900, 700)), Accept.PORTRAIT))
    assert Image.open(BytesIO(portrait)).size == (512, 512)
    wide = bytes_of(store(picture(size=(3200, 100)), Accept.IMAGE))
    assert Image.open(BytesIO(wide)).size == (1600, 50)


@pytest.mark.parametrize(
    ("content", "accept", "name"),
    [
        (b"%PDF-1.7\n<script>alert(1)</script>", Accept.PROOF, "upload.pdf"),
        (b"a,b\n<script>,2\n", Accept.TABLE, "upload.csv"),
        (HTML, Accept.TABLE, "upload.csv"),
        ("a,b\nä,2\n".encode("utf-16"), Accept.TABLE, "upload.csv"),
        (workbook(), Accept.TABLE, "upload.xlsx"),
    ],
)
def test_everything_but_pictures_is_only_downloaded(
    content: bytes, accept: Accept, name: str, store: Store
) -> None:
    file = store(content, accept)
    assert (files.disposition(file), file.name, bytes_of(file)) == ("attachment", name, content)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd.webp"),
        ("C:\\Users\\me\\cat.exe", "cat.webp"),
        ("cat.png\x00.html", "cat.png.webp"),
        ("cat\r\nSet-Cookie: x.png", "cat Set-Cookie x.webp"),
        ("\u202egnp.exe", "gnp.webp"),
        ('"><script>.png', "script.webp"),
        ("", "file.webp"),
        ("...", "file.webp"),
        ("x" * 400 + ".png", "x" * 100 + ".webp"),
        ("Größe 1.PNG", "Größe 1.webp"),
    ],
)
def test_the_name_is_only_shown_and_fits_the_content(name: str, shown: str, store: Store) -> None:
    file = store(picture(), Accept.IMAGE, name=name)
    assert file.name == shown
    assert shown not in str(sorted(disk(house().settings).root.rglob("*")))


def test_keys_cannot_be_guessed_and_lead_nowhere_else(store: Store) -> None:
    keys = {store(picture(), Accept.IMAGE).public_key for _ in range(5)}
    assert len(keys) == 5
    assert all(len(key) >= 22 for key in keys)
    for trick in ("../../secret_key", "..", "", "/etc/passwd", "a/b", "a\x00b"):
        with pytest.raises(NotFound):
            disk(house().settings).open(trick)


def test_files_are_found_by_key_and_by_what_holds_them(store: Store) -> None:
    file, loose = store(picture(), Accept.IMAGE), store(picture(), Accept.IMAGE, holder=None)
    assert files.find(file.public_key) is file
    assert files.find("unheard") is None
    assert files.held_by("thing", 1) == [file]
    files.attach(loose, ("thing", 1))
    files.attach(loose, ("thing", 1))
    assert files.held_by("thing", 1) == [file, loose]
    with pytest.raises(Refusal):
        files.attach(loose, ("thing", 2))


def test_one_person_cannot_fill_the_disk(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "QUOTA", 2_000)
    owner = factories.person()
    store(b"%PDF-1.7" + b"x" * 1_500, Accept.PROOF, owner=owner)
    with pytest.raises(Refusal, match="together"):
        store(b"%PDF-1.7" + b"x" * 1_500, Accept.PROOF, owner=owner)
    store(b"%PDF-1.7" + b"x" * 1_500, Accept.PROOF, owner=factories.person())
    assert len(list(disk(house().settings).older_than(float("inf")))) == 2


class Broken(BytesIO):
    def read(self, size: int | None = -1) -> bytes:
        if self.tell() > 100_000:
            raise ConnectionError
        return super().read(size)


def test_an_upload_that_breaks_off_leaves_nothing(store: Store) -> None:
    with pytest.raises(ConnectionError):
        store(Broken(b"%PDF-1.7" + b"x" * 300_000), Accept.PROOF)
    assert list(disk(house().settings).older_than(float("inf"))) == []


def test_the_bytes_are_there_before_the_row(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    class PowerCut(Exception):
        pass

    def cut(*_: object, **__: object) -> None:
        raise PowerCut

    monkeypatch.setattr(session(), "flush", cut)
    with pytest.raises(PowerCut):
        store(picture(), Accept.IMAGE)
    assert len(list(disk(house().settings).older_than(float("inf")))) == 1


def test_the_sweep_removes_what_nobody_claimed(store: Store, at: datetime) -> None:
    kept, loose, fresh = (
        store(picture(), Accept.IMAGE, holder=holder) for holder in (("thing", 1), None, None)
    )
    loose.created_at = at - timedelta(days=8)
    orphan, young = ("orphan-key-of-22-letters", "young-key-of-22-letters")
    shelf = disk(house().settings)
    for key in (orphan, young):
        shelf.write(key, [b"x"])
    for key in (kept.public_key, loose.public_key, fresh.public_key, orphan):
        os.utime(shelf.root / key[:2] / key, times=(at.timestamp() - 90_000,) * 2)
    os.utime(shelf.root / young[:2] / young, times=(at.timestamp(),) * 2)
    loose_key = loose.public_key
    session.commit()
    files.sweep_orphans(now=at)
    assert {kept.public_key, fresh.public_key, young} == set(shelf.older_than(float("inf")))
    assert files.find(loose_key) is None


def test_writing_replaces_whole_files_only(tmp_path: Path) -> None:
    def failing() -> Iterator[bytes]:
        yield b"half"
        raise OSError

    path = tmp_path / "file"
    write_atomically(path, b"old")
    with pytest.raises(OSError):
        write_atomically(path, failing())
    assert path.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["file"]


def test_bytes_that_are_gone_are_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        Disk(tmp_path).open("never-written")
    Disk(tmp_path).remove("never-written")


@pytest.mark.parametrize("content", [picture(), photo(), b"%PDF-1.7 and so on"])
def test_what_was_redrawn_before_is_kept_as_if_it_were_redrawn_now(content: bytes, store: Store) -> None:
    stream = files.redrawn(BytesIO(content), Accept.PROOF)
    before, now_ = store(stream, accept=Accept.PROOF), store(content, accept=Accept.PROOF)
    assert (before.sha256, before.size, before.content_type) == (now_.sha256, now_.size, now_.content_type)


@pytest.mark.parametrize(
    ("content", "accept"), [case for case in REFUSED if case.values[1] is not Accept.TABLE]
)
def test_what_is_hostile_is_not_redrawn_and_kept_either(content: bytes, accept: Accept, store: Store) -> None:
    with pytest.raises(Refusal):
        store(files.redrawn(BytesIO(content), accept), accept=accept)
