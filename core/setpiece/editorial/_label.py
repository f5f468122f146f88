"""Draws what a shot is in a strip below its still, the way boards are read on a wall."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ..camera.model import Shot
from ..typefaces import fit, font_for, printable, wrap
from ._shot_list import trimmed

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw

_INK = (17, 17, 17)
_SOFT = (84, 84, 84)
_PAPER = (255, 255, 255)
_SPOKEN = {"ots": "OTS", "pov": "POV"}


def label_still(still: bytes | Path, shot: Shot, number: str, names: Mapping[str, str]) -> bytes:
    """A still with its strip: slate name, size, lens, kind and move, who is in it, what happens.

    The strip's height depends on the picture's width only, so panels of a film line up. Equal
    inputs give equal bytes.

    Args:
        still: A PNG, or its path: the extraction frame as delivered, without the rest of the filmback.
        shot: What it shows.
        number: Its slate name.
        names: Cast id -> name.

    Returns:
        A PNG, as wide as the still.
    """
    from PIL import Image, ImageDraw

    with Image.open(io.BytesIO(still) if isinstance(still, bytes) else still) as opened:
        picture = opened.convert("RGB")
    strip = _strip_height(picture.width)
    panel = Image.new("RGB", (picture.width, picture.height + strip), _PAPER)
    panel.paste(picture, (0, 0))
    _draw_strip(ImageDraw.Draw(panel), picture.size, shot, printable(number), names)
    return png_bytes(panel)


def png_bytes(image: Image) -> bytes:
    """An image as PNG without time stamps or other metadata."""
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=6)
    return out.getvalue()


def _text_px(width: int) -> int:
    return max(9, round(width / 28))


def _strip_height(width: int) -> int:
    text = _text_px(width)
    return round(text * 1.3) * 4 + round(text * 1.1)


def _draw_strip(
    draw: ImageDraw, size: tuple[int, int], shot: Shot, number: str, names: Mapping[str, str]
) -> None:
    width, top = size
    text = _text_px(width)
    leading, pad = round(text * 1.3), round(text * 0.5)
    y = top + pad
    block = _draw_slate(draw, top, number, text, leading)
    left, right = block + pad, width - pad
    bold = font_for("A", text, bold=True)
    plain = font_for("A", text)
    lens = f"{shot.size}   {trimmed(shot.focal_mm)} mm   f/{trimmed(shot.f_stop)}"
    draw.text((left, y), fit(lens, bold, right - left), font=bold, fill=_INK)
    room = right - left - bold.getlength(lens) - 2 * pad
    parts = how(shot)
    while len(parts) > 1 and plain.getlength(" · ".join(parts)) > room:
        parts.pop()
    move = fit(" · ".join(parts), plain, room)
    draw.text((right - plain.getlength(move), y), move, font=plain, fill=_SOFT)
    who = printable(who_is_in_it(shot, names))
    face = font_for(who, text)
    draw.text((left, y + leading), fit(who, face, right - left), font=face, fill=_INK)
    said = printable(shot.description)
    face = font_for(said, text)
    for i, line in enumerate(wrap(said, face, width - 2 * pad, 2)):
        draw.text((pad, y + (2 + i) * leading + pad // 2), line, font=face, fill=_SOFT)


def _draw_slate(draw: ImageDraw, top: int, number: str, text: int, leading: int) -> int:
    """The slate name, white on black over two lines' height; returns its right edge."""
    height = round(text * 0.5) + 2 * leading
    size = round(text * 1.55)
    number = number or "?"
    face = font_for(number, size, bold=True)
    shown = fit(number, face, 9 * text)
    box = max(round(face.getlength(shown)) + round(text * 1.2), 3 * text)
    draw.rectangle((0, top, box - 1, top + height - 1), fill=_INK)
    draw.text((box / 2, top + height / 2), shown, font=face, fill=_PAPER, anchor="mm")
    return box


def how(shot: Shot) -> list[str]:
    """Move, kind and angle, what matters most first; an insert's size says its kind already."""
    kind = _SPOKEN.get(shot.kind, shot.kind)
    angle = "" if shot.angle == "eye" else shot.angle
    move = shot.move if shot.move != "static" or shot.rig != "handheld" else "handheld"
    kind = "" if shot.kind == shot.size.lower() else kind
    said = [part for part in (kind, move, angle) if part]
    return said if shot.move == "static" else [move, *(part for part in said if part != move)]


def who_is_in_it(shot: Shot, names: Mapping[str, str]) -> str:
    """Names of the subjects, and whose shoulder is in the foreground."""
    seen = ", ".join(names.get(c, c) for c in shot.subjects)
    over = f"over {names.get(shot.over, shot.over)}" if shot.over else ""
    return " ".join(part for part in (seen, over) if part)
