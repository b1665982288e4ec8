"""Pictures: small, upright, stripped, and never what they only pretend to be."""

from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from hub.content import images
from hub.content.images import initials_tone, is_picture, reencode
from hub.content.medals import METALS, SIDE, SIGNS, medal
from hub.errors import Refusal


def picture(
    size: tuple[int, int] = (40, 30), kind: str = "PNG", mode: str = "RGB", **options: object
) -> bytes:
    buffer = BytesIO()
    Image.new(mode, size, 1 if mode in {"1", "P"} else None).save(buffer, kind, **options)
    return buffer.getvalue()


def decoded(data: bytes) -> Image.Image:
    image: Image.Image = Image.open(BytesIO(data))
    image.load()
    return image


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_every_usual_kind_becomes_webp(kind: str) -> None:
    made = reencode(picture((400, 300), kind), max_side=200)
    assert (made.content_type, made.width, made.height) == ("image/webp", 200, 150)
    assert decoded(made.data).size == (200, 150)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_mode_of_png_is_read(mode: str) -> None:
    assert reencode(picture((300, 200), mode=mode), max_side=50).width == 50


def test_a_small_picture_is_never_enlarged() -> None:
    made = reencode(picture((40, 30)), max_side=400)
    assert (made.width, made.height) == (40, 30)


def test_a_square_keeps_the_middle() -> None:
    source = Image.new("RGB", (300, 100), "red")
    source.paste("blue", (100, 0, 200, 100))
    buffer = BytesIO()
    source.save(buffer, "PNG")
    made = reencode(buffer.getvalue(), max_side=64, square=True)
    assert (made.width, made.height) == (64, 64)
    red, _green, blue = decoded(made.data).convert("RGB").getpixel((32, 32))  # type: ignore[misc]
    assert blue > 200 > 60 > red


def test_a_photo_is_turned_upright_and_forgets_where_it_was_taken() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Camera maker"
    exif.get_ifd(0x8825)[1] = "N"
    data = picture((80, 40), "JPEG", exif=exif, comment=b"home address")
    made = reencode(data, max_side=100)
    assert (made.width, made.height) == (40, 80)
    image = decoded(made.data)
    assert not image.getexif()
    assert not {"exif", "icc_profile", "xmp", "comment"} & image.info.keys()
    assert b"Camera" not in made.data
    assert b"home" not in made.data


def test_an_animation_keeps_its_first_frame() -> None:
    buffer = BytesIO()
    Image.new("RGB", (20, 20), "red").save(
        buffer, "GIF", save_all=True, append_images=[Image.new("RGB", (20, 20), "blue")]
    )
    image = decoded(reencode(buffer.getvalue(), max_side=20).data)
    assert getattr(image, "n_frames", 1) == 1
    assert image.convert("RGB").getpixel((5, 5))[0] > 200


def test_transparency_stays() -> None:
    assert decoded(reencode(picture((20, 20), mode="RGBA"), max_side=20).data).mode == "RGBA"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00" * 100,
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<?xml version='1.0'?><svg/>",
        b"<html><script>alert(1)</script>",
        b"%PDF-1.7",
        b"\x89PNG\r\n\x1a\n" + b"\x00" * 40,
        b"GIF89a" + b"\xff" * 60,
        b"\xff\xd8\xff\xe0" + b"A" * 100,
        b"RIFF\x10\x00\x00\x00WEBPVP8 ",
        b"BM" + b"\x00" * 60,
        picture((300, 300), "PNG")[:-40],
        picture((300, 300), "JPEG")[: len(picture((300, 300), "JPEG")) // 2],
        picture((30, 30), "TIFF"),
        picture((30, 30), "ICO"),
    ],
)
def test_what_is_no_picture_is_refused_in_plain_words(data: bytes) -> None:
    with pytest.raises(Refusal, match="JPEG, PNG"):
        reencode(data, max_side=100)


def test_too_many_pixels_are_refused_before_they_are_decoded() -> None:
    data = bytearray(picture((10, 10)))
    data[16:24] = (50_000).to_bytes(4, "big") * 2
    with pytest.raises(Refusal):
        reencode(bytes(data), max_side=100)
    with pytest.raises(Refusal, match="16 million"):
        reencode(picture((4100, 4100), "WEBP", quality=1, method=0), max_side=100)


def test_too_many_bytes_are_refused() -> None:
    with pytest.raises(Refusal, match="10 MB"):
        reencode(b"\xff\xd8\xff" + bytes(images.MAX_BYTES), max_side=100)


def test_pictures_are_known_by_their_beginning() -> None:
    assert all(is_picture(picture(kind=kind)[:16]) for kind in ("PNG", "JPEG", "WEBP", "GIF"))
    assert not any(is_picture(beginning) for beginning in (b"", b"<svg", b"RIFF0000AVI ", b"%PDF-1.4"))


@given(st.binary(max_size=300) | st.binary(max_size=200).map(lambda tail: picture()[:60] + tail))
def test_broken_bytes_end_in_a_refusal(data: bytes) -> None:
    with suppress(Refusal):
        reencode(data, max_side=20)


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Amara Obi", "AO"),
        ("Jo", "J"),
        ("Ana María de la Vega", "AV"),
        ("", "?"),
        ("émile zola", "ÉZ"),
        ("李 小龙", "李小"),
        ("(x) Bo", "B"),
    ],
)
def test_initials_stand_for_a_face(name: str, letters: str) -> None:
    assert initials_tone(name)[0] == letters
    assert initials_tone(name) == initials_tone(name)
    assert initials_tone(name)[1] in images.TONES


@pytest.mark.parametrize(
    ("tone", "icon"),
    [*((tone, "") for tone in METALS), *(("gold", icon) for icon in SIGNS), ("pink", "unheard")],
)
def test_a_medal_is_drawn_for_any_name(tone: str, icon: str) -> None:
    image = decoded(medal("Übung macht den Meister", tone=tone, icon=icon))
    assert (image.size, image.mode) == ((SIDE, SIDE), "RGBA")
    corner, middle = image.getpixel((2, 2)), image.getpixel((SIDE // 2, SIDE // 3))
    assert (corner[3], middle[3]) == (0, 255)


def test_the_same_medal_is_always_the_same_picture() -> None:
    assert medal("Sieben", tone="silver", icon="heart") == medal("Sept", tone="silver", icon="heart")
    assert medal("Ärger") == medal("Anna")
    assert medal("李") == medal("")
