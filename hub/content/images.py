"""Pictures: what comes in is decoded once under limits and written anew, so that nothing but the picture
remains.

Limits are checked before a pixel is decoded. The place where a photo was taken, and anything else hidden
beside the pixels, is gone afterwards; animations keep their first frame. Drawings in SVG are programs and are
refused.
"""

import struct
from dataclasses import dataclass
from hashlib import blake2s
from io import BytesIO

from PIL import Image, ImageOps

from hub.errors import Refusal
from hub.i18n import _

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 50_000_000
MAX_WEBP_PIXELS = 16_000_000
"""Its decoder keeps three copies of the picture, so that as much memory is needed as for 50 million
elsewhere.
"""

TONES = ("sky", "g", "o", "r")
"""Grounds for initials, as the style sheet names them."""

Image.MAX_IMAGE_PIXELS = MAX_PIXELS

_READABLE = ("JPEG", "PNG", "WEBP", "GIF")
_BROKEN = (
    *(
        OSError,
        SyntaxError,
        ValueError,
        TypeError,
        IndexError,
        KeyError,
        EOFError,
        OverflowError,
        MemoryError,
    ),
    *(struct.error, Image.DecompressionBombError, Image.DecompressionBombWarning),
)


@dataclass(frozen=True)
class Picture:
    """A picture we wrote ourselves; `width` and `height` are pixels."""

    data: bytes
    content_type: str
    width: int
    height: int


def reencode(data: bytes, *, max_side: int, square: bool = False) -> Picture:
    """Return the picture as WebP, upright, without metadata, no side longer than `max_side` pixels, never
    enlarged.

    With `square` its middle is kept. Raises `Refusal` for what is no picture, too large, or damaged.
    """
    if len(data) > MAX_BYTES:
        raise Refusal(_("This picture is too large: %(most)s MB at most.", most=MAX_BYTES // 1024**2))
    try:
        image = _opened(data)
        image = _shrunk(image, max_side * 3 if square else max_side)
        image = ImageOps.exif_transpose(image)
        image = _plain(_middle(image, max_side) if square else image)
        return _written(image)
    except _BROKEN as error:
        raise Refusal(
            _("We cannot read this picture. Please choose a JPEG, PNG, WebP or GIF file.")
        ) from error


def is_picture(beginning: bytes) -> bool:
    """Whether a file that begins like this (16 bytes suffice) claims to be a picture we can read."""
    webp = beginning[:4] == b"RIFF" and beginning[8:12] == b"WEBP"
    return webp or beginning.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a"))


def initials_tone(name: str) -> tuple[str, str]:
    """Return what stands for somebody without a picture: up to two initials, and one of `TONES`, always the
    same.
    """
    words = [word for word in name.split() if word[0].isalnum()]
    ends = words[:1] + words[1:][-1:]
    letters = "".join(word[0] for word in ends).upper() or "?"
    return letters, TONES[blake2s(name.casefold().encode(), digest_size=1).digest()[0] % len(TONES)]


def _opened(data: bytes) -> Image.Image:
    image: Image.Image = Image.open(BytesIO(data), formats=_READABLE)
    most = MAX_WEBP_PIXELS if image.format == "WEBP" else MAX_PIXELS
    if image.width * image.height > most:
        raise Refusal(
            _("This picture has too many pixels: %(most)s million at most.", most=most // 1_000_000)
        )
    image.seek(0)
    return image


def _shrunk(image: Image.Image, side: int) -> Image.Image:
    """Make it small before anything else is done with it: every later step then needs little memory."""
    if image.mode not in {"RGB", "L"} and max(image.size) > 3 * side:
        image.thumbnail((2 * side, 2 * side), Image.Resampling.NEAREST)
    if image.mode not in {"RGB", "RGBA", "L"}:
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    image.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=3.0)
    return image


def _middle(image: Image.Image, max_side: int) -> Image.Image:
    side = min(max_side, *image.size)
    return ImageOps.fit(image, (side, side), Image.Resampling.LANCZOS)


def _plain(image: Image.Image) -> Image.Image:
    """Return the bare pixels: whatever the file carried beside them stays behind."""
    mode = "RGBA" if image.has_transparency_data else "RGB"
    bare = Image.new(mode, image.size)
    bare.paste(image.convert(mode))
    return bare


def _written(image: Image.Image) -> Picture:
    buffer = BytesIO()
    image.save(buffer, "WEBP", quality=84, method=4)
    return Picture(buffer.getvalue(), "image/webp", image.width, image.height)
