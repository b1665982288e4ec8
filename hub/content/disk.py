"""Where bytes are kept: in a folder, under our own names, a whole file or none after a crash."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

from hub.config import Settings
from hub.errors import NotFound


class Disk:
    """Files in one folder, each named by its key below a folder of the key's first two characters."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def write(self, key: str, pieces: Iterable[bytes]) -> None:
        """Keep the pieces under `key`, whole and on the disk when this returns.

        What `pieces` raises leaves nothing.
        """
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, pieces)

    def open(self, key: str) -> BinaryIO:
        """Open what is kept under `key` for reading; raise `NotFound` when nothing is."""
        try:
            return self._path(key).open("rb")
        except FileNotFoundError as error:
            raise NotFound from error

    def remove(self, key: str) -> None:
        """Remove what is kept under `key`; nothing happens when nothing is."""
        self._path(key).unlink(missing_ok=True)

    def older_than(self, moment: float) -> Iterator[str]:
        """Return the keys of files, also unfinished, last written before `moment` (epoch seconds)."""
        for path in self.root.glob("??/*"):
            if path.stat().st_mtime < moment:
                yield path.name

    def _path(self, key: str) -> Path:
        if not key.removesuffix(".part").replace("-", "").replace("_", "").isalnum():
            raise NotFound
        return self.root / key[:2] / key


def disk(settings: Settings) -> Disk:
    """Return where this installation keeps its files: `STORAGE_URL`, else a folder beside the data."""
    if settings.storage_url:
        return Disk(Path(unquote(urlsplit(settings.storage_url).path)))
    return Disk(settings.data / "files")


def write_atomically(path: Path, data: bytes | Iterable[bytes]) -> None:
    """Write a file so that its name never stands for less than all of it, not even after a power cut."""
    part = path.with_name(f"{path.name[:64]}-{token_hex(4)}.part")
    try:
        with part.open("xb") as file:
            for piece in (data,) if isinstance(data, bytes) else data:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    _settle(path.parent)


def _settle(folder: Path) -> None:
    """Have the folder itself remember the new name."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
