"""What a fixture's channels must be for what it follows; pure, so that it can be checked without a lamp."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from ...errors import InputError
from ...geometry import Vec3
from ...scene.model import LightPayload, Scene
from .._colour import black_body_rgb
from .._targets import find_target
from ._config import Fixture

F32 = NDArray[np.float32]
Level = tuple[float, Vec3, float]
"""Brightness 0..1, colour with its largest part at 1, kelvin (0: none)."""


class Patch:
    """The fixtures of one output over a scene.

    Values begin as the scene has them, never as zero: an output that starts sends the look, not a blackout.

    Args:
        surroundings: Linear (height, width, 3) equirectangular picture in nit, for pixel-mapped fixtures;
            its centre column is +Y, columns go to the right (clockwise from above), row 0 is straight up.

    Raises:
        InputError: A fixture follows what the scene does not have; the fixture is named.
    """

    def __init__(self, fixtures: Sequence[Fixture], scene: Scene, surroundings: F32 | None = None) -> None:
        self._values: dict[str, Any] = {}
        self._levels: list[tuple[Fixture, Callable[[], Level]]] = []
        for fixture in fixtures:
            where = f"fixture {fixture.universe}/{fixture.address}"
            try:
                self._levels.append((fixture, self._follower(fixture, scene, surroundings)))
            except InputError as e:
                raise InputError(e.what, where=f"outputs.toml: {where}: {e.where}", remedy=e.remedy) from e

    def update(self, changed: Mapping[str, object]) -> bool:
        """Take the newest values of slots; whether any of them is followed here."""
        mine = {slot: value for slot, value in changed.items() if slot in self._values}
        self._values.update(mine)
        return bool(mine)

    def universes(self) -> dict[int, bytes]:
        """512 channels of each universe that has a fixture."""
        found: dict[int, bytearray] = {}
        for fixture, level in self._levels:
            channels = encoded(fixture, level())
            data = found.setdefault(fixture.universe, bytearray(512))
            data[fixture.address - 1 : fixture.address - 1 + len(channels)] = channels
        return {number: bytes(data) for number, data in sorted(found.items())}

    def _follower(self, fixture: Fixture, scene: Scene, surroundings: F32 | None) -> Callable[[], Level]:
        if fixture.light:
            return self._light(fixture, scene)
        if fixture.target:
            target = find_target(scene, fixture.target)
            if not isinstance(target.base, float):
                raise InputError("a fixture follows a number", where=fixture.target, remedy="Take one of a light.")
            self._values[target.slot] = target.base
            return lambda: (_unit(float(self._values[target.slot]) / fixture.full), (1.0, 1.0, 1.0), 0.0)
        if surroundings is None:
            raise InputError("there are no surroundings", where="yaw_deg", remedy='Write surroundings = "sky.npy".')
        colour = cone_mean(surroundings, fixture.yaw_deg or 0.0, fixture.pitch_deg, fixture.spread_deg)
        return lambda: (_unit(max(colour) / fixture.full), _hue(colour), 0.0)

    def _light(self, fixture: Fixture, scene: Scene) -> Callable[[], Level]:
        owner = find_target(scene, f"{fixture.light}#visible").owner
        payload = scene.nodes[owner].payload
        if not isinstance(payload, LightPayload):
            raise InputError("this is no light", where=fixture.light, remedy="Name a light, or use target.")
        power = "lux" if payload.shape == "sun" else "lumen"
        slots = {name: f"{owner}#{path}" for name, path in (
            ("power", f"payload.{power}"), ("kelvin", "payload.kelvin"), ("tint", "payload.tint"), ("on", "visible"),
        )}  # fmt: skip
        base = {"power": getattr(payload, power), "kelvin": payload.kelvin, "tint": payload.tint}
        self._values.update({slots[k]: v for k, v in base.items()})
        self._values[slots["on"]] = scene.nodes[owner].visible

        def level() -> Level:
            kelvin = float(self._values[slots["kelvin"]])
            tint = cast("Vec3", tuple(self._values[slots["tint"]]))
            r, g, b = black_body_rgb(kelvin)
            seen = float(bool(self._values[slots["on"]]))
            brightness = _unit(float(self._values[slots["power"]]) * seen / fixture.full)
            return brightness, _hue((r * tint[0], g * tint[1], b * tint[2])), kelvin

        return level


def _unit(value: float) -> float:
    return min(1.0, max(0.0, value)) if math.isfinite(value) else 0.0


def _hue(rgb: Vec3) -> Vec3:
    """A colour with its largest part at 1; darkness is white, so that a lamp fades up in no colour."""
    r, g, b = (max(0.0, c) for c in rgb)
    most = max(r, g, b)
    return (r / most, g / most, b / most) if most > 0 else (1.0, 1.0, 1.0)


def encoded(fixture: Fixture, level: Level) -> bytes:
    """The channels of a fixture, in its mode's order."""
    brightness, colour, kelvin = level
    if fixture.curve == "square":
        # The fixture squares what it gets.
        brightness = math.sqrt(brightness)
    if fixture.mode == "dimmer":
        return _bytes(brightness)
    if fixture.mode == "dimmer16":
        return _words(brightness)
    if fixture.mode == "dimmer_cct":
        warm, cold = fixture.kelvin
        return _bytes(brightness, _unit((kelvin - warm) / (cold - warm)) if kelvin and cold != warm else 0.0)
    parts = [brightness * c for c in colour]
    if fixture.mode == "rgbw":
        white = min(parts)
        return _bytes(*(p - white for p in parts), white)
    return _words(*parts) if fixture.mode == "rgb16" else _bytes(*parts)


def _bytes(*parts: float) -> bytes:
    return bytes(round(_unit(p) * 255) for p in parts)


def _words(*parts: float) -> bytes:
    return b"".join(round(_unit(p) * 65535).to_bytes(2, "big") for p in parts)


def cone_mean(picture: F32, yaw_deg: float, pitch_deg: float, spread_deg: float) -> Vec3:
    """The mean radiance of an equirectangular picture inside a cone, each pixel weighted by its solid angle.

    Args:
        picture: Linear (height, width, 3).
        yaw_deg: Counter-clockwise from +Y seen from above; ``pitch_deg`` up.
        spread_deg: The cone's full angle.
    """
    height, width = picture.shape[:2]
    yaw, pitch = math.radians(yaw_deg), math.radians(pitch_deg)
    axis = (-math.sin(yaw) * math.cos(pitch), math.cos(yaw) * math.cos(pitch), math.sin(pitch))
    turns = [(i + 0.5) / width * 2 * math.pi - math.pi for i in range(width)]
    heights = [math.pi / 2 - (i + 0.5) / height * math.pi for i in range(height)]
    flat, up = (np.array([f(e) for e in heights])[:, None] for f in (math.cos, math.sin))
    right, ahead = (np.array([f(a) for a in turns]) for f in (math.sin, math.cos))
    along = flat * right * axis[0] + flat * ahead * axis[1] + up * axis[2]
    weight = np.where(along >= math.cos(math.radians(spread_deg) / 2), flat, 0.0)
    total = float(weight.sum())
    if total <= 0:  # a cone narrower than a pixel takes the pixel it points at
        at = np.unravel_index(int(np.argmax(along)), along.shape)
        r, g, b = (float(c) for c in picture[at])
        return (r, g, b)
    r, g, b = (float((picture[..., i] * weight).sum()) / total for i in range(3))
    return (r, g, b)
