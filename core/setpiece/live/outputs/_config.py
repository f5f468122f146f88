"""outputs.toml: where a show goes besides the host: OSC receivers, sACN and Art-Net fixtures."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from ...errors import FormatError

OUTPUTS_FILE = "outputs.toml"

Mode = Literal["dimmer", "dimmer16", "dimmer_cct", "rgb", "rgb16", "rgbw"]
CHANNELS: dict[str, int] = {"dimmer": 1, "dimmer16": 2, "dimmer_cct": 2, "rgb": 3, "rgb16": 6, "rgbw": 4}
"""DMX channels that each mode takes."""


class Fixture(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One lamp of the stage, and what it follows: a light of the set, a property, or the surroundings.

    Attributes:
        light: Id or name of a light node: its lumen, colour temperature, tint and visibility.
        target: ``owner#property`` of a number, as in cues.toml.
        yaw_deg, pitch_deg, spread_deg: Where on the surroundings (an equirectangular picture) the lamp
            sits, and the cone it averages: it becomes a piece of the environment.
        full: What 100 % is: lumen, the property's unit, or nit.
        kelvin: Colour temperatures at the two ends of a ``dimmer_cct`` fixture's second channel.
        curve: ``square`` gives fine steps in the dark: the fixture's own dimmer must be set to match.
    """

    universe: Annotated[int, Meta(ge=0, le=63999)]
    address: Annotated[int, Meta(ge=1, le=512)]
    light: str = ""
    target: str = ""
    yaw_deg: float | None = None
    pitch_deg: Annotated[float, Meta(ge=-90, le=90)] = 0.0
    spread_deg: Annotated[float, Meta(gt=0, le=180)] = 30.0
    mode: Mode = "dimmer"
    full: Annotated[float, Meta(gt=0)] = 1000.0
    kelvin: tuple[float, float] = (2700.0, 6500.0)
    curve: Literal["linear", "square"] = "linear"


class OscMap(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A slot under an address of its own."""

    target: str
    address: Annotated[str, Meta(pattern=r"^/")]


class Output(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One ``[[output]]``.

    Attributes:
        host: Where to; for sACN empty means each universe's own multicast group.
        port: 0 takes the protocol's.
        interface: Address of the card for multicast.
        rate_hz: The most packets a second for one universe, or bundles for OSC.
        priority: Of sACN, against other sources.
        map: OSC addresses of single slots; without any, every change goes to ``/setpiece/value``.
    """

    kind: Literal["osc", "sacn", "artnet"]
    name: str = ""
    host: str = ""
    port: Annotated[int, Meta(ge=0, le=65535)] = 0
    interface: str = ""
    rate_hz: Annotated[float, Meta(gt=0, le=250)] = 40.0
    priority: Annotated[int, Meta(ge=0, le=200)] = 100
    map: tuple[OscMap, ...] = ()
    fixtures: tuple[Fixture, ...] = msgspec.field(default=(), name="fixture")


class OutputFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of outputs.toml."""

    format: str = "1.0"
    surroundings: str = ""
    """An equirectangular picture beside the file (.npy linear, or .png): what pixel-mapped fixtures see."""
    outputs: tuple[Output, ...] = msgspec.field(default=(), name="output")


def read_outputs(path: Path) -> OutputFile:
    """Read and check outputs.toml.

    Raises:
        FormatError: The file or a field is wrong; which one is named.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as e:
        raise FormatError(str(e), where=str(path), remedy="Correct that line.") from e
    if str(raw.get("format", "1.0")).split(".")[0] != "1":
        raise FormatError(f"format {raw['format']} is newer than this Setpiece", where=str(path),
                          remedy="Install a newer Setpiece.")  # fmt: skip
    try:
        found = msgspec.convert(raw, OutputFile)
    except msgspec.ValidationError as e:
        raise FormatError(str(e), where=str(path), remedy="See docs/live.md for the fields.") from e
    for number, output in enumerate(found.outputs, 1):
        _check(output, f"{path}: output {number}")
    return found


def _check(output: Output, where: str) -> None:
    if output.kind != "sacn" and not output.host:
        raise FormatError(f"{output.kind} needs a host", where=where, remedy='Write host = "10.0.0.20".')
    if output.kind == "osc" and not output.port:
        raise FormatError("osc needs a port", where=where, remedy="Write port = 53000, for example.")
    taken: dict[tuple[int, int], str] = {}
    for fixture in output.fixtures:
        follows = [bool(fixture.light), bool(fixture.target), fixture.yaw_deg is not None]
        here = f"{where}: fixture {fixture.universe}/{fixture.address}"
        if sum(follows) != 1:
            raise FormatError("a fixture follows one thing", where=here, remedy="Give light, target or yaw_deg.")
        last = fixture.address + CHANNELS[fixture.mode] - 1
        if last > 512:
            raise FormatError(f"its channels end at {last}, beyond 512", where=here, remedy="Move it.")
        if output.kind == "sacn" and not fixture.universe:
            raise FormatError("sACN universes begin at 1", where=here, remedy="Number it from 1.")
        for channel in range(fixture.address, last + 1):
            other = taken.setdefault((fixture.universe, channel), here)
            if other != here:
                raise FormatError(f"channel {channel} is taken by {other}", where=here, remedy="Move one of the two.")
