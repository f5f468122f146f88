"""What a lens's rings mean: from encoder values to millimetres, metres and stops, or an honest "uncalibrated"."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import msgspec

from ...errors import FormatError, InputError
from ..model import Lens, Sample
from ._curve import Curve, Grid, curve_through, grid_of

_FEW_POINTS = 5


class LensMap(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One lens.

    Attributes:
        name: For people: make, model, serial number.
        origin: Where the numbers come from.
        focus: Raw focus -> dioptres (1 / metres; 0 is infinity), because a ring is even in these.
        iris: Raw iris -> stops from f/1 (2 log2 of the f-number).
        focal_mm: Pinhole focal length over raw focus and zoom: breathing is in it.
        entrance_pupil_m: From the tracked camera's own point, forward positive.
        distortion: Coefficients of ``distortion_model``.
        sensor_width_mm: The sensor they were measured on; ``None``: not said.
        notes: What whoever uses it should know.
    """

    name: str = ""
    origin: str = ""
    focus: Curve | None = None
    iris: Curve | None = None
    focal_mm: Grid | None = None
    entrance_pupil_m: Grid | None = None
    distortion: Grid | None = None
    distortion_model: str = ""
    sensor_width_mm: float | None = None
    notes: tuple[str, ...] = ()
    format: str = "1.0"


def with_lens(sample: Sample, lens_map: LensMap | None) -> Sample:
    """The sample with what the map knows of its lens; ``Lens.calibration`` says whose word it is.

    Without a map, or without the encoder a map needs, nothing is made up: the focal length stays what the source
    itself said, or ``None``, which is the shot's. Beyond what was measured the nearest measured value is held.
    """
    lens = sample.lens or Lens()
    if lens_map is None:
        return msgspec.structs.replace(sample, lens=msgspec.structs.replace(lens, calibration="uncalibrated"))
    focal, outside_a = _read_grid(lens_map.focal_mm, lens)
    pupil, outside_b = _read_grid(lens_map.entrance_pupil_m, lens)
    shape, outside_c = _read_grid(lens_map.distortion, lens)
    dioptres, outside_d = _read_curve(lens_map.focus, lens.raw_focus, "focus")
    stops, outside_e = _read_curve(lens_map.iris, lens.raw_iris, "iris")
    outside = sorted({*outside_a, *outside_b, *outside_c, *outside_d, *outside_e})
    known = [v for v in (focal, pupil, shape, dioptres, stops) if v is not None]
    focused = lens.focus_m if dioptres is None else 1 / dioptres if dioptres > 1e-9 else math.inf
    calibration = f"outside: {', '.join(outside)}" if outside else "calibrated" if known else "uncalibrated"
    if lens_map.focal_mm is not None and focal is None:
        calibration = "uncalibrated"
    found = msgspec.structs.replace(
        lens,
        focal_mm=lens.focal_mm if focal is None else focal[0],
        focus_m=focused,
        f_stop=lens.f_stop if stops is None else 2 ** (stops / 2),
        entrance_pupil_m=lens.entrance_pupil_m if pupil is None else pupil[0],
        distortion=lens.distortion if shape is None else (lens_map.distortion_model, shape),
        calibration=calibration,
    )
    return msgspec.structs.replace(sample, lens=found)


def _read_grid(grid: Grid | None, lens: Lens) -> tuple[tuple[float, ...] | None, tuple[str, ...]]:
    if grid is None:
        return None, ()
    needs_focus, needs_zoom = grid.needs
    if (needs_focus and lens.raw_focus is None) or (needs_zoom and lens.raw_zoom is None):
        return None, ()
    return grid.at(lens.raw_focus, lens.raw_zoom)


def _read_curve(curve: Curve | None, raw: float | None, name: str) -> tuple[float | None, tuple[str, ...]]:
    if curve is None or raw is None:
        return None, ()
    value, inside = curve.at(raw)
    return value, () if inside else (name,)


def dioptres_of(metres: float) -> float:
    """1 / distance; infinity is 0.

    Raises:
        InputError: No distance in front of the camera.
    """
    if not metres > 0:
        raise InputError(f"{metres:g} m is no focus distance", where="focus", remedy="Give metres, or inf.")
    return 0.0 if math.isinf(metres) else 1 / metres


def stops_of(f_number: float) -> float:
    """Stops from f/1.

    Raises:
        InputError: No f-number.
    """
    if not (f_number > 0 and math.isfinite(f_number)):
        raise InputError(f"{f_number:g} is no f-number", where="iris", remedy="Give one like 2.8.")
    return 2 * math.log2(f_number)


def measured_map(
    name: str,
    zoom: Sequence[tuple[float, float]] = (),
    focus: Sequence[tuple[float, float]] = (),
    iris: Sequence[tuple[float, float]] = (),
) -> LensMap:
    """A map from five to nine measured points along each ring.

    Args:
        zoom: (encoder, focal length in mm).
        focus: (encoder, distance in m; ``inf`` for infinity).
        iris: (encoder, f-number).

    Raises:
        InputError: Points that contradict each other, or none at all.
    """
    if not (zoom or focus or iris):
        raise InputError("there are no points", where=name, remedy="Measure five to nine along each ring.")
    curve = curve_through(zoom, "zoom") if zoom else None
    if curve and min(curve.value) <= 0:
        raise InputError("a focal length is above zero", where="zoom", remedy="Give millimetres.")
    notes = [
        f"{axis}: {len(points)} points; five to nine are better"
        for axis, points in (("zoom", zoom), ("focus", focus), ("iris", iris))
        if 0 < len(points) < _FEW_POINTS
    ]
    return LensMap(
        name=name,
        origin="measured points",
        focus=curve_through([(r, dioptres_of(m)) for r, m in focus], "focus") if focus else None,
        iris=curve_through([(r, stops_of(n)) for r, n in iris], "iris") if iris else None,
        focal_mm=grid_of([(None, r, (v,)) for r, v in zip(curve.raw, curve.value, strict=True)]) if curve else None,
        notes=tuple(notes),
    )


def read_lens_map(path: Path) -> LensMap:
    """A map that ``write_lens_map`` wrote.

    Raises:
        FormatError: The file is wrong; the field is named.
    """
    try:
        found = msgspec.json.decode(path.read_bytes(), type=LensMap)
    except OSError as e:
        raise FormatError(
            e.strerror or str(e), where=str(path), remedy="Import the lens again: `setpiece track lens`."
        ) from e
    except msgspec.DecodeError as e:
        raise FormatError(str(e), where=str(path), remedy="Import the lens again: `setpiece track lens`.") from e
    if found.format.split(".", maxsplit=1)[0] != "1":
        raise FormatError(f"format {found.format} is newer", where=str(path), remedy="Install a newer Setpiece.")
    return found


def write_lens_map(path: Path, lens_map: LensMap) -> None:
    """Write a map as JSON."""
    beside = path.with_name(path.name + ".new")
    beside.write_bytes(msgspec.json.format(msgspec.json.encode(lens_map), indent=1) + b"\n")
    beside.replace(path)
