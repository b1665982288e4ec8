"""Medals: the picture of a badge, drawn from its name, a tone and a sign, so that no designer is needed.

A struck coin with a beaded ring on a ribbon; the same arguments always give the same picture.
"""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from math import cos, pi, sin
from unicodedata import normalize

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

SIDE = 512
"""Width and height of the picture in pixels."""

_FINE = 2
_S = SIDE * _FINE
_CENTRE = (_S * 0.5, _S * 0.43)

Point = tuple[float, float]
Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Metal:
    """The colours of a medal: its light and shade, the enamel in its middle, and its ribbon."""

    light: Colour
    body: Colour
    shade: Colour
    enamel: Colour
    ribbon: Colour


METALS = {
    "gold": Metal((255, 241, 196), (224, 173, 74), (133, 88, 16), (22, 74, 58), (31, 98, 76)),
    "green": Metal((214, 240, 224), (74, 150, 116), (18, 74, 56), (250, 245, 232), (201, 154, 60)),
    "silver": Metal((255, 255, 255), (178, 188, 197), (92, 104, 116), (38, 62, 88), (55, 89, 125)),
    "bronze": Metal((252, 222, 190), (190, 122, 72), (104, 56, 26), (70, 36, 36), (140, 62, 62)),
}
_GOLD_SIGN = METALS["gold"]


def medal(name: str, *, tone: str = "gold", icon: str = "") -> bytes:
    """Return a PNG of `SIDE` pixels each way on a clear ground.

    `tone` is one of `METALS` (anything else is gold), `icon` one of `SIGNS`; without one the name's initial
    is struck (V when it is not of the Latin alphabet).
    """
    metal = METALS.get(tone, _GOLD_SIGN)
    canvas = Image.new("RGBA", (_S, _S))
    _hang_ribbon(canvas, metal)
    _strike_coin(canvas, metal)
    _strike_sign(canvas, _sign(name, icon), metal)
    buffer = BytesIO()
    canvas.resize((SIDE, SIDE), Image.Resampling.LANCZOS).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _hang_ribbon(canvas: Image.Image, metal: Metal) -> None:
    """Two tails with a notch each, the left one over the right, both falling from behind the coin."""
    for side, strength in ((1, 0.82), (-1, 1.0)):
        tail = _polygon(
            [
                _hung(side, *point)
                for point in ((0.02, 0.5), (0.2, 0.46), (0.315, 0.93), (0.2, 0.885), (0.12, 0.965))
            ]
        )
        colour = _mixed(metal.ribbon, (0, 0, 0), 1 - strength)
        _fill(canvas, tail, _mixed(colour, (255, 255, 255), 0.12), _mixed(colour, (0, 0, 0), 0.35))
        stripe = _polygon(
            [
                _hung(side, *point)
                for point in ((0.08, 0.5), (0.14, 0.5), (0.237, 0.9), (0.2, 0.885), (0.183, 0.902))
            ]
        )
        _fill(canvas, stripe, metal.light, metal.body, 0.85)


def _hung(side: int, x: float, y: float) -> Point:
    return (_S * (0.5 + side * x), _S * y)


def _strike_coin(canvas: Image.Image, metal: Metal) -> None:
    """The rim with its lobes, a bevel, the ring of beads and the enamelled middle, each with light from above
    left.
    """
    rim = _polygon(
        [_around(turn / 720 * 2 * pi, 0.385 + 0.011 * cos(turn / 720 * 2 * pi * 30)) for turn in range(720)]
    )
    _cast_shadow(canvas, rim, 0.022, 110)
    _fill(canvas, rim, metal.light, metal.shade)
    _fill(canvas, _disc(0.366), metal.shade, metal.light)
    _fill(canvas, _disc(0.358), metal.light, metal.body)
    for bead in range(60):
        _fill_at(canvas, _around(bead / 60 * 2 * pi, 0.327), 0.0085, metal)
    _fill(canvas, _disc(0.294), metal.shade, metal.light)
    _fill(
        canvas,
        _disc(0.284),
        _mixed(metal.enamel, (255, 255, 255), 0.16),
        _mixed(metal.enamel, (0, 0, 0), 0.22),
    )
    _gleam(canvas)


def _fill_at(canvas: Image.Image, at: Point, radius: float, metal: Metal) -> None:
    draw = ImageDraw.Draw(canvas)
    for colour, size, off in ((metal.shade, 1.0, 0.25), (metal.light, 0.8, -0.1)):
        r = radius * _S * size
        x, y = at[0] + off * radius * _S, at[1] + off * radius * _S
        draw.ellipse((x - r, y - r, x + r, y + r), fill=(*colour, 255))


def _gleam(canvas: Image.Image) -> None:
    """A soft reflection over the upper left of the enamel."""
    light = ImageChops.subtract(_disc(0.284), _disc(0.34, (_CENTRE[0] + _S * 0.09, _CENTRE[1] + _S * 0.15)))
    light = light.filter(ImageFilter.GaussianBlur(_S * 0.006)).point(
        [value * 26 // 255 for value in range(256)]
    )
    canvas.alpha_composite(_tinted((255, 255, 255), light))


def _strike_sign(canvas: Image.Image, sign: Image.Image, metal: Metal) -> None:
    dark = sum(metal.enamel) < 384
    _cast_shadow(canvas, sign, 0.008, 120 if dark else 50)
    raised = metal if dark else Metal(metal.body, metal.body, metal.shade, metal.enamel, metal.ribbon)
    _fill(canvas, sign, raised.light, raised.body if dark else raised.shade)


def _sign(name: str, icon: str) -> Image.Image:
    if icon in SIGNS:
        return SIGNS[icon]()
    mask = Image.new("L", (_S, _S))
    letter = next(
        (letter for letter in normalize("NFKD", name).upper() if letter.isascii() and letter.isalnum()), "V"
    )
    font = ImageFont.load_default(_S * 0.33)
    ImageDraw.Draw(mask).text(_CENTRE, letter, fill=255, font=font, anchor="mm", stroke_width=_S // 160)
    return mask


def _mark() -> Image.Image:
    """The V of the house, as in its logo."""
    return _stroke([(-0.115, -0.1), (0.0, 0.105), (0.115, -0.1)], 0.055)


def _check() -> Image.Image:
    return _stroke([(-0.125, 0.01), (-0.035, 0.095), (0.13, -0.09)], 0.055)


def _star() -> Image.Image:
    spokes = [(0.165 if point % 2 == 0 else 0.068, point * pi / 5 - pi / 2) for point in range(10)]
    return _polygon([_placed(length * cos(turn), length * sin(turn) + 0.008) for length, turn in spokes])


def _heart() -> Image.Image:
    turns = [step / 200 * 2 * pi for step in range(200)]
    curve = [(16 * sin(t) ** 3, 13 * cos(t) - 5 * cos(2 * t) - 2 * cos(3 * t) - cos(4 * t)) for t in turns]
    return _polygon([_placed(x * 0.0088, -y * 0.0088 - 0.012) for x, y in curve])


def _speech() -> Image.Image:
    """A balloon with three dots: somebody spoke."""
    mask = _polygon([_placed(-0.075, 0.05), _placed(0.02, 0.05), _placed(-0.085, 0.15)])
    draw = ImageDraw.Draw(mask)
    draw.rounded_rectangle((*_placed(-0.15, -0.125), *_placed(0.15, 0.075)), radius=_S * 0.05, fill=255)
    for x in (-0.075, 0.0, 0.075):
        draw.ellipse((*_placed(x - 0.019, -0.044), *_placed(x + 0.019, -0.006)), fill=0)
    return mask


def _people() -> Image.Image:
    """Two who met."""
    mask = Image.new("L", (_S, _S))
    draw = ImageDraw.Draw(mask)
    for x in (-0.08, 0.08):
        draw.ellipse((*_placed(x - 0.048, -0.125), *_placed(x + 0.048, -0.029)), fill=255)
        draw.pieslice((*_placed(x - 0.074, -0.01), *_placed(x + 0.074, 0.22)), 180, 360, fill=255)
    return mask


def _flag() -> Image.Image:
    mask = _polygon(
        [
            _placed(-0.095, -0.14),
            _placed(0.14, -0.14),
            _placed(0.085, -0.07),
            _placed(0.14, 0.0),
            _placed(-0.095, 0.0),
        ]
    )
    stick = _stroke([(-0.105, -0.135), (-0.105, 0.135)], 0.026)
    return ImageChops.lighter(mask, stick)


SIGNS: dict[str, Callable[[], Image.Image]] = {
    "mark": _mark,
    "check": _check,
    "star": _star,
    "heart": _heart,
    "speech": _speech,
    "people": _people,
    "flag": _flag,
}


def _placed(x: float, y: float) -> Point:
    return (_CENTRE[0] + x * _S, _CENTRE[1] + y * _S)


def _around(turn: float, radius: float) -> Point:
    return _placed(radius * cos(turn), radius * sin(turn))


def _polygon(points: list[Point]) -> Image.Image:
    mask = Image.new("L", (_S, _S))
    ImageDraw.Draw(mask).polygon(points, fill=255)
    return mask


def _disc(radius: float, at: Point = _CENTRE) -> Image.Image:
    mask = Image.new("L", (_S, _S))
    r = radius * _S
    ImageDraw.Draw(mask).ellipse((at[0] - r, at[1] - r, at[0] + r, at[1] + r), fill=255)
    return mask


def _stroke(points: list[Point], width: float) -> Image.Image:
    """A line with round ends and corners."""
    mask = Image.new("L", (_S, _S))
    draw = ImageDraw.Draw(mask)
    placed = [_placed(*point) for point in points]
    draw.line(placed, fill=255, width=round(width * _S), joint="curve")
    r = width * _S / 2
    for x, y in placed:
        draw.ellipse((x - r, y - r, x + r, y + r), fill=255)
    return mask


def _fill(
    canvas: Image.Image, mask: Image.Image, light: Colour, shade: Colour, strength: float = 1.0
) -> None:
    """Lay a metal sheen from upper left to lower right through the mask."""
    slope = _slope(mask.getbbox() or (0, 0, 1, 1))
    sheen = Image.composite(Image.new("RGB", (_S, _S), shade), Image.new("RGB", (_S, _S), light), slope)
    sheen.putalpha(mask.point([round(value * strength) for value in range(256)]))
    canvas.alpha_composite(sheen)


def _slope(box: tuple[int, int, int, int]) -> Image.Image:
    """From black at the upper left of the box to white at its lower right."""
    width, height = box[2] - box[0], box[3] - box[1]
    down = Image.linear_gradient("L").resize((width, height))
    across = Image.linear_gradient("L").rotate(90).resize((width, height))
    slope = Image.new("L", (_S, _S))
    slope.paste(Image.blend(down, across, 0.4), box[:2])
    return slope


def _cast_shadow(canvas: Image.Image, mask: Image.Image, drop: float, strength: int) -> None:
    shadow = ImageChops.offset(mask, 0, round(drop * _S)).filter(ImageFilter.GaussianBlur(drop * _S * 0.8))
    canvas.alpha_composite(
        _tinted((10, 20, 16), shadow.point([value * strength // 255 for value in range(256)]))
    )


def _tinted(colour: Colour, mask: Image.Image) -> Image.Image:
    layer = Image.new("RGB", mask.size, colour)
    layer.putalpha(mask)
    return layer


def _mixed(one: Colour, other: Colour, share: float) -> Colour:
    """Return `one` with a share (0 to 1) of `other` in it."""
    red, green, blue = (round(a * (1 - share) + b * share) for a, b in zip(one, other, strict=True))
    return red, green, blue
