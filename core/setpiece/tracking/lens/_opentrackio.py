"""A lens from OpenTrackIO samples: the static block names it, dynamic ones at several settings draw its curves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from ...errors import FormatError, PacketError
from ..model import Lens
from ..opentrackio import JSON, OpenTrackIoDecoder, cut
from ._curve import Curve, grid_of
from ._map import LensMap, dioptres_of, stops_of
from ._values import part, positive

_SPREAD = 256


def lens_of_opentrackio(path: Path) -> LensMap:
    """Samples as JSON: one object, a list of them, or one on each line, as a receiver records them.

    A focal length is the pinhole's of the dynamic block; the nominal one of the static block is never used for it.

    Raises:
        FormatError: Not OpenTrackIO, or no sample says both what the rings read and what that means.
    """
    decoder = OpenTrackIoDecoder()
    lenses: list[Lens] = []
    for number, raw in enumerate(_objects(path), 1):
        # The packet decoder judges each field, and knows which encoder goes before which.
        try:
            for packet in cut(msgspec.json.encode(raw), JSON, number % 0xFFFF + 1):
                lenses += [s.lens for s in decoder.feed(packet, 0) if s.lens is not None]
        except PacketError as e:
            raise FormatError(e.what, where=f"{path}: sample {number}", remedy="Record it again.") from e
    static = next(iter(decoder.statics.values()), {})
    return lens_of_samples(lenses, static, f"OpenTrackIO {path.name}", str(path))


def lens_of_samples(lenses: Sequence[Lens], static: dict[str, Any], origin: str, where: str = "lens") -> LensMap:
    """The same from decoded lenses and a static block."""
    about, camera = part(static, "lens"), part(static, "camera")
    focal = [(n.raw_focus, n.raw_zoom, (n.focal_mm,)) for n in lenses if n.focal_mm]
    pupil = [(n.raw_focus, n.raw_zoom, (n.entrance_pupil_m,)) for n in lenses if n.entrance_pupil_m is not None]
    focus = [(n.raw_focus, dioptres_of(n.focus_m)) for n in lenses if n.raw_focus is not None and n.focus_m]
    iris = [(n.raw_iris, stops_of(n.f_stop)) for n in lenses if n.raw_iris is not None and n.f_stop]
    model, shapes = _shapes(lenses)
    if not (focal or pupil or focus or iris or shapes):
        raise FormatError(
            "no sample says what the lens does", where=where,
            remedy="Record samples with pinholeFocalLength, focusDistance or distortion.",
        )  # fmt: skip
    width = positive(part(camera, "activeSensorPhysicalDimensions").get("width"))
    words = (about.get(k, "") for k in ("make", "model", "serialNumber"))
    return LensMap(
        name=" ".join(str(w) for w in words if w) or "lens",
        origin=origin,
        focus=_curve(focus),
        iris=_curve(iris),
        focal_mm=grid_of(focal),
        entrance_pupil_m=grid_of(pupil),
        distortion=grid_of(shapes),
        distortion_model=model,
        sensor_width_mm=width,
        notes=("one setting only",) if len(lenses) == 1 else (),
    )


def _objects(path: Path) -> Iterable[object]:
    try:
        text = path.read_text(encoding="utf-8-sig")
        try:
            raw = msgspec.json.decode(text)
        except msgspec.DecodeError:
            raw = [msgspec.json.decode(line) for line in text.splitlines() if line.strip()]
    except (OSError, UnicodeDecodeError, RecursionError, msgspec.DecodeError) as e:
        raise FormatError(str(e), where=str(path), remedy="Record the samples again as JSON.") from e
    return raw if isinstance(raw, list) else [raw]


def _shapes(lenses: Sequence[Lens]) -> tuple[str, list[tuple[float | None, float | None, tuple[float, ...]]]]:
    """Distortion points of the first model that is there, all of one length."""
    shaped = [(n, n.distortion) for n in lenses if n.distortion is not None]
    if not shaped:
        return "", []
    model = shaped[0][1][0]
    size = max(len(d[1]) for _, d in shaped if d[0] == model)
    return model, [(n.raw_focus, n.raw_zoom, (*d[1], *(0.0,) * (size - len(d[1])))) for n, d in shaped if d[0] == model]


def _curve(points: Sequence[tuple[float, float]]) -> Curve | None:
    """A curve through many recorded points: one for each 256th of the travel, their mean."""
    if not points:
        return None
    low, high = min(r for r, _ in points), max(r for r, _ in points)
    step = (high - low) / _SPREAD or 1.0
    cells: dict[int, list[tuple[float, float]]] = {}
    for raw, value in points:
        cells.setdefault(round((raw - low) / step), []).append((raw, value))
    means = [tuple(sum(column) / len(cell) for column in zip(*cell, strict=True)) for _, cell in sorted(cells.items())]
    return Curve(tuple(m[0] for m in means), tuple(m[1] for m in means))
