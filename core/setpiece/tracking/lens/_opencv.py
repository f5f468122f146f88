"""A camera calibrated with OpenCV: one focal length and one distortion, for the setting it was calibrated at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ...errors import FormatError
from ._curve import grid_of
from ._distortion import OPENCV, opencv_coefficients
from ._map import LensMap
from ._values import positive, read_object, real

_MATRIX = ("camera_matrix", "cameraMatrix", "K", "mtx", "intrinsic_matrix")
_DISTORTION = ("distortion_coefficients", "dist_coeffs", "distCoeffs", "dist", "D")
_WIDTH = ("image_width", "imageWidth", "width")
_LONGEST_MM = 1e5
_SENSOR = ("sensor_width_mm", "sensorWidthMm")


def lens_of_opencv(path: Path, sensor_width_mm: float | None = None) -> LensMap:
    """A JSON file with camera matrix, distortion and image width, as calibration scripts and ``cv.FileStorage`` write.

    The focal length is ``fx`` times the sensor's width over the image's. The distortion stays OpenCV's, from
    undistorted to distorted; ``opentrackio_from_opencv`` writes it in the other dialect.

    Args:
        sensor_width_mm: Of the part of the sensor that the calibrated image shows, where the file does not say.

    Raises:
        FormatError: A field is missing or wrong; it is named.
    """
    raw = read_object(path)
    matrix, shape = _numbers(raw, _MATRIX, path), _numbers(raw, _DISTORTION, path)
    width, sensor = _number(raw, _WIDTH), sensor_width_mm or _number(raw, _SENSOR)
    if len(matrix) != 9:
        raise FormatError(f"a camera matrix has 9 numbers, not {len(matrix)}", where=f"{path}: {_MATRIX[0]}")
    size = raw.get("image_size") or raw.get("imageSize")
    if width is None and isinstance(size, list) and size:
        width = positive(size[0])
    if not width:
        raise FormatError("the image's width is not said", where=f"{path}: {_WIDTH[0]}", remedy="Add it, in pixels.")
    if not sensor:
        remedy = "Add it, or name it with --sensor-width: the width that the calibrated image shows."
        raise FormatError("the sensor's width is not said", where=f"{path}: {_SENSOR[0]}", remedy=remedy)
    focal = matrix[0] * sensor / width
    if not (0 < focal < _LONGEST_MM):
        raise FormatError("no lens has this focal length", where=f"{path}: {_MATRIX[0]}")
    squeeze = matrix[4] / matrix[0]
    notes = ["one setting: its focal length and distortion are held wherever the rings are"]
    if abs(squeeze - 1) > 0.01:
        notes.append(f"fy is {squeeze:.4g} times fx: an anamorphic lens or non-square pixels; fx is taken")
    centre = (matrix[2] - width / 2) * sensor / width
    notes.append(f"principal point {centre:+.3f} mm to the right of the middle")
    return LensMap(
        name=str(raw.get("name", path.stem)),
        origin=f"OpenCV calibration {path.name}",
        focal_mm=grid_of([(None, None, (focal,))]),
        distortion=grid_of([(None, None, opencv_coefficients(shape))]),
        distortion_model=OPENCV,
        sensor_width_mm=sensor,
        notes=tuple(notes),
    )


def _numbers(raw: Mapping[str, Any], names: Sequence[str], path: Path) -> list[float]:
    """Rows, one flat row, or FileStorage's {rows, cols, data}."""
    found = next((raw[n] for n in names if n in raw), None)
    if isinstance(found, Mapping):
        found = found.get("data")
    flat: list[Any] = []
    for row in found if isinstance(found, Sequence) and not isinstance(found, str) else ():
        flat += row if isinstance(row, list) else [row]
    numbers = [v for v in map(real, flat) if v is not None]
    if not flat or len(numbers) != len(flat):
        raise FormatError("these numbers are missing", where=f"{path}: {names[0]}", remedy=f"Name them {names[0]!r}.")
    return numbers


def _number(raw: Mapping[str, Any], names: Sequence[str]) -> float | None:
    return positive(next((raw[n] for n in names if n in raw), None))
