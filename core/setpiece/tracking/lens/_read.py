"""Any file that a stage owns about a lens, by what it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import cast, get_args

from ...errors import FormatError, InputError
from ._map import LensMap, measured_map, read_lens_map
from ._opencv import lens_of_opencv
from ._opentrackio import lens_of_opentrackio
from ._stmap import Direction, lens_of_stmap
from ._unreal import lens_of_unreal
from ._values import read_object, read_rows

_IMAGES = (".exr", ".png", ".tif", ".tiff", ".npy")


def import_lens(
    path: Path, sensor_width_mm: float | None = None, focal_mm: float | None = None, direction: str = "undistort"
) -> LensMap:
    """A lens map from OpenTrackIO, OpenCV, an ST-map, an Unreal LensFile, measured points, or a map of our own.

    Args:
        sensor_width_mm: For OpenCV, ST-maps and Unreal, where the file does not say.
        focal_mm: For ST-maps.
        direction: Of an ST-map: ``undistort`` or ``distort``.

    Raises:
        FormatError, InputError, MissingExtraError: What is wrong, and the remedy.
    """
    kind = path.suffix.lower()
    if kind in _IMAGES:
        if direction not in get_args(Direction):
            raise InputError(f"no ST-map is made to {direction!r}", where="direction", remedy="undistort or distort.")
        if not (focal_mm and sensor_width_mm):
            remedy = "Name them with --focal and --sensor-width."
            raise InputError("an ST-map says neither focal length nor sensor", where=str(path), remedy=remedy)
        return lens_of_stmap(path, focal_mm, sensor_width_mm, cast("Direction", direction))
    if kind == ".csv":
        return _csv(path, sensor_width_mm)
    if kind == ".ulens":
        return lens_of_unreal(path, sensor_width_mm)
    return _json(path, sensor_width_mm)


def _json(path: Path, sensor_width_mm: float | None) -> LensMap:
    try:
        keys = set(read_object(path))
    except FormatError:
        return lens_of_opentrackio(path)  # a list, or one sample a line
    known: tuple[tuple[set[str], Callable[[], LensMap]], ...] = (
        ({"cameraParameterTables", "encoderTables"}, lambda: lens_of_unreal(path, sensor_width_mm)),
        ({"camera_matrix", "cameraMatrix", "K", "mtx", "intrinsic_matrix"},
         lambda: lens_of_opencv(path, sensor_width_mm)),
        ({"lens", "static", "transforms", "protocol"}, lambda: lens_of_opentrackio(path)),
        ({"origin", "focal_mm", "focus", "iris"}, lambda: read_lens_map(path)),
    )  # fmt: skip
    for marks, read in known:
        if marks & keys:
            return read()
    raise FormatError(
        f"no lens file known has the fields {', '.join(sorted(keys)[:5])}", where=str(path),
        remedy="Known: OpenTrackIO samples, OpenCV calibrations, Unreal .ulens, ST-maps, CSV of measured points.",
    )  # fmt: skip


def _csv(path: Path, sensor_width_mm: float | None) -> LensMap:
    rows = read_rows(path)
    if not rows or [c.lower() for c in rows[0][:3]] != ["axis", "raw", "value"]:
        return lens_of_unreal(path, sensor_width_mm)
    points: dict[str, list[tuple[float, float]]] = {"zoom": [], "focus": [], "iris": []}
    for number, row in enumerate(rows[1:], 2):
        if not row:
            continue
        if len(row) < 3 or row[0].lower() not in points:
            raise FormatError(
                f"{','.join(row)!r} is no point", where=f"{path}:{number}", remedy="zoom|focus|iris,raw,value"
            )
        try:
            points[row[0].lower()].append((float(row[1]), float(row[2])))
        except ValueError as e:
            raise FormatError(str(e), where=f"{path}:{number}", remedy="Numbers; focus may be inf.") from e
    return measured_map(path.stem, points["zoom"], points["focus"], points["iris"])
