"""A LensFile that Unreal's Camera Calibration exported: its ``.ulens`` file, or the same tables as CSV.

Columns are those of the exchange format, version 0.0.0 (Unreal 5.0 and later): ``FocusEncoder, ZoomEncoder, Fx, Fy``;
``... Cx, Cy``; ``... K1, K2, K3, P1, P2``; ``... Qx, Qy, Qz, Qw, Tx, Ty, Tz``; ``FocusEncoder, FocusCM``;
``IrisEncoder, IrisFstop``. A CSV file holds one table or several below each other, each under its own header line.
Fx is in sensor widths unless the file says otherwise. Unreal's spherical model is OpenCV's. The nodal offset is in
centimetres, in OpenCV's axes (z forward) unless the file says ``Unreal`` (x forward).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from ...errors import FormatError
from ._curve import Curve, curve_through, grid_of
from ._distortion import OPENCV
from ._map import LensMap, dioptres_of, stops_of
from ._values import entries, part, positive, read_object, read_rows

_KEYS = ("focusencoder", "zoomencoder")
Row = dict[str, float]


class _File(msgspec.Struct):
    """What a file holds, header names in lower case."""

    rows: list[Row] = []
    sensor_mm: float | None = None
    fx_unit: str = "Normalized"
    image_px: float | None = None
    axes: str = "OpenCV"
    model: str = "spherical"
    name: str = ""


def lens_of_unreal(path: Path, sensor_width_mm: float | None = None) -> LensMap:
    """A ``.ulens`` file or a CSV of its tables.

    Args:
        sensor_width_mm: Where the file does not say; CSV never does.

    Raises:
        FormatError: A table is damaged, a needed width is missing, or the distortion is no spherical model.
    """
    held = _csv(path) if path.suffix.lower() == ".csv" else _ulens(path)
    sensor = sensor_width_mm or held.sensor_mm
    rows = held.rows
    if not rows:
        raise FormatError(
            "there is no table of a LensFile", where=str(path), remedy="Export the LensFile again as .ulens."
        )
    fx = _points(rows, ("fx",))
    if fx and not sensor:
        remedy = "Name the sensor's width in mm with --sensor-width."
        raise FormatError("focal lengths are in sensor widths", where=f"{path}: Fx", remedy=remedy)
    scale = (sensor or 0.0) / (held.image_px or 1.0) if held.fx_unit.startswith("Pixel") else sensor or 0.0
    if held.fx_unit.startswith("Millim"):
        scale = 1.0
    forward = "tx" if held.axes.startswith("Unreal") else "tz"
    shapes = _points(rows, ("k1", "k2", "p1", "p2", "k3"))
    if shapes and held.model.lower() not in ("spherical", "spherical lens model", ""):
        raise FormatError(f"the distortion model {held.model!r} is not read", where=str(path), remedy="Use spherical.")
    return LensMap(
        name=held.name or path.stem,
        origin=f"Unreal LensFile {path.name}",
        focus=_curve(rows, "focusencoder", "focuscm", lambda v: dioptres_of(v / 100), path),
        iris=_curve(rows, "irisencoder", "irisfstop", stops_of, path),
        focal_mm=grid_of([(f, z, (v[0] * scale,)) for f, z, v in fx]),
        entrance_pupil_m=grid_of([(f, z, (v[0] / 100,)) for f, z, v in _points(rows, (forward,))]),
        distortion=grid_of([(f, z, (*v, 0.0, 0.0, 0.0)) for f, z, v in shapes]),
        distortion_model=OPENCV if shapes else "",
        sensor_width_mm=sensor,
    )


def _points(rows: Sequence[Row], names: tuple[str, ...]) -> list[tuple[float, float, tuple[float, ...]]]:
    return [
        (row[_KEYS[0]], row[_KEYS[1]], tuple(row.get(n, 0.0) for n in names))
        for row in rows
        if names[0] in row and all(k in row for k in _KEYS)
    ]


def _curve(rows: Sequence[Row], raw: str, real: str, convert: Callable[[float], float], path: Path) -> Curve | None:
    points = [(row[raw], convert(row[real])) for row in rows if raw in row and real in row]
    return curve_through(points, f"{path}: {real}") if points else None


def _csv(path: Path) -> _File:
    held = _File()
    header: list[str] = []
    for number, cells in enumerate(read_rows(path), 1):
        if not cells:
            continue
        if not _is_number(cells[0]):
            header = [c.lower() for c in cells]
            continue
        held.rows.append(_row(header, cells, f"{path}:{number}"))
    return held


def _ulens(path: Path) -> _File:
    raw = read_object(path)
    meta, sensor, image = (part(raw, k) for k in ("metadata", "sensorDimensions", "imageDimensions"))
    held = _File(
        sensor_mm=positive(sensor.get("width")) if str(sensor.get("units", "")).startswith("Millim") else None,
        image_px=positive(image.get("width")),
        fx_unit=str(meta.get("fxFyUnits", "Normalized")),
        axes=str(meta.get("nodalOffsetCoordinateSystem", "OpenCV")),
        model=str(part(meta, "lensInfo").get("distortionModel", "spherical")),
        name=str(meta.get("name", "") or part(meta, "lensInfo").get("modelName", "")),
    )
    for table in (*entries(raw, "cameraParameterTables"), *entries(raw, "encoderTables")):
        where = f"{path}: {table.get('parameterName', '?')}"
        header = [h.strip().lower() for h in str(table.get("header", "")).split(",")]
        cells = [c.strip() for c in str(table.get("data", "")).replace("\n", ",").split(",") if c.strip()]
        if len(cells) % len(header):
            raise FormatError(f"{len(cells)} numbers do not fill {len(header)} columns", where=where)
        for at in range(0, len(cells), len(header)):
            held.rows.append(_row(header, cells[at : at + len(header)], where))
    return held


def _row(header: Sequence[str], cells: Sequence[str], where: str) -> Row:
    if len(cells) < len(header) or not header:
        raise FormatError(f"{len(cells)} cells below {len(header)} columns", where=where, remedy="Export it again.")
    try:
        return {name: float(cell) for name, cell in zip(header, cells, strict=False)}
    except ValueError as e:
        raise FormatError(str(e), where=where, remedy="Export it again.") from e


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
