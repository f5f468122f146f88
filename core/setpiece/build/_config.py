"""production.toml: what people decide about a production, with defaults that work."""

from __future__ import annotations

import tomllib
from fractions import Fraction
from pathlib import Path
from typing import Any

import msgspec

from ..camera import filmback
from ..errors import FormatError, InputError, ProductionError
from ..scene.model import FrameRate

FILE = "production.toml"
_WIDTHS_PX = (64, 7680)

_TEMPLATE = """\
# What people decide about this production. Every line is optional.
format = "1.0"
title = {title}

[picture]
rate = "24/1"              # frames per second as a fraction: 24/1, 25/1, 24000/1001 ...
camera = "ARRI ALEXA 35"   # filmback; `setpiece doctor` lists what is known
delivery_aspect = 2.0      # the extraction: framing and boards show this rectangle

[script]
# Headings in other languages are opt-in, for example:
# headings = {{ "ИНТ." = "INT", "НАТ." = "EXT" }}
headings = {{}}
# Nouns the lexicon does not know can be looked up in a WordNet database (docs/scripts.md), for example:
# wordnet = "/usr/share/wordnet"

[stills]
width_px = 480
samples = 3                # the denoiser does the rest; 8 for pictures to hang up
"""


class Picture(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The recorded and the delivered frame."""

    rate: str = "24/1"
    camera: str = "ARRI ALEXA 35"
    delivery_aspect: float = 2.0

    @property
    def frame_rate(self) -> FrameRate:
        """``rate`` as numbers."""
        whole = Fraction(self.rate)
        return FrameRate(whole.numerator, whole.denominator)


class ScriptOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How to read the script."""

    headings: dict[str, str] = {}
    wordnet: str = ""
    """Folder of a WordNet database, from the production's folder; empty does without."""


class Stills(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How boards are rendered."""

    width_px: int = 480
    samples: int = 3


class Production(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of production.toml."""

    format: str = "1.0"
    title: str = ""
    id: str = ""
    """Which production this is; empty takes the first draft's, see ``_stamp``."""
    picture: Picture = Picture()
    script: ScriptOptions = ScriptOptions()
    stills: Stills = Stills()


def new_production(title: str) -> str:
    """The text of a fresh production.toml."""
    return _TEMPLATE.format(title=msgspec.json.encode(title).decode("utf-8"))


def read_production(root: Path) -> Production:
    """Read and check production.toml.

    Raises:
        ProductionError: ``root`` is no production.
        FormatError: A value is wrong; the message names the field.
    """
    path = root / FILE
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as e:
        raise ProductionError(
            "this folder is not a production",
            where=str(root),
            remedy="Make one with `setpiece new SCRIPT DIR`, or name the folder that has production.toml.",
        ) from e
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as e:
        raise FormatError(str(e), where=str(path), remedy="Correct that line.") from e
    if str(raw.get("format", "1.0")).split(".")[0] != "1":
        raise FormatError(f"format {raw['format']} is newer than this Setpiece", where=str(path),
                          remedy="Install the Setpiece version that wrote it.")  # fmt: skip
    try:
        newer = str(raw.get("format", "1.0")) != "1.0"
        found = msgspec.convert(_known(raw, Production) if newer else raw, Production)
        _check(found)
        filmback(found.picture.camera, found.picture.delivery_aspect)
    except InputError as e:
        raise FormatError(f"picture.camera: {e.what}", where=str(path), remedy=e.remedy) from e
    except (msgspec.ValidationError, ValueError, ZeroDivisionError) as e:
        raise FormatError(str(e), where=str(path), remedy="See docs/conventions.md for the fields.") from e
    return found


def wordnet_folder(root: Path, production: Production) -> Path | None:
    """Where the production's WordNet database lies; None when it asks for none."""
    return root / production.script.wordnet if production.script.wordnet else None


def _known(raw: dict[str, Any], kind: type[msgspec.Struct]) -> dict[str, Any]:
    """What this version knows of a newer minor format; in our own, an unknown word is a typing error."""
    fields = {f.name: f.type for f in msgspec.structs.fields(kind)}
    parts = {name: t for name, t in fields.items() if isinstance(t, type) and issubclass(t, msgspec.Struct)}
    return {
        k: _known(v, parts[k]) if k in parts and isinstance(v, dict) else v for k, v in raw.items() if k in fields
    }


def with_width(stills: Stills, width_px: int) -> Stills:
    """Stills of another width.

    Raises:
        InputError: Out of production.toml's limits.
    """
    low, high = _WIDTHS_PX
    if not low <= width_px <= high:
        remedy = f"It must lie between {low} and {high}."
        raise InputError(f"{width_px} pixels is no width for stills", where="--width", remedy=remedy)
    return msgspec.structs.replace(stills, width_px=width_px)


def _check(production: Production) -> None:
    if len(production.picture.rate) > 20 or "e" in production.picture.rate.lower():
        raise ValueError(f"picture.rate is {production.picture.rate[:24]!r}; write a fraction such as 24/1")
    rate = Fraction(production.picture.rate)
    limits = (
        ("picture.rate", float(rate), 1, 240),
        ("picture.delivery_aspect", production.picture.delivery_aspect, 0.4, 4.0),
        ("stills.width_px", production.stills.width_px, *_WIDTHS_PX),
        ("stills.samples", production.stills.samples, 1, 4096),
    )
    for name, value, low, high in limits:
        if not low <= value <= high:
            raise ValueError(f"{name} is {value}; it must lie between {low} and {high}")
    for prefix, kind in production.script.headings.items():
        if kind not in {"INT", "EXT", "INT/EXT"}:
            raise ValueError(f"script.headings: {prefix!r} must be INT, EXT or INT/EXT, not {kind!r}")
