"""A distortion from an ST-map: for every pixel of one image, where to look in the other; fitted, with what is left.

Directions: ``undistort`` maps, which make a straight image of a bent one, say for each straight pixel where the bent
one is: OpenCV's direction, fitted as ``OpenCV``. ``distort`` maps say the opposite, fitted as
``Brown-Conrady D-U``. Whether v counts from below (Nuke) or from above is seen in the map itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from ...errors import FormatError, InputError, MissingExtraError
from .._linear import solve
from ._curve import grid_of
from ._distortion import D_U, OPENCV, apply_opencv
from ._map import LensMap

F64 = NDArray[np.float64]
Direction = Literal["undistort", "distort"]
_POINTS = 4000
_EXTRA = 'pip install "setpiece[lens]"'
_ROUNDS = 8
_STEP = 1e-6


def lens_of_stmap(path: Path, focal_mm: float, sensor_width_mm: float, direction: Direction = "undistort") -> LensMap:
    """A map with one distortion: the map's, at the setting it was made at.

    Args:
        path: EXR (read by OpenEXR), PNG or TIFF of 16 bits (by OpenCV), or ``.npy``, (height, width, 2 or more).
        focal_mm, sensor_width_mm: Of the image the map was made for.

    Raises:
        FormatError: No map in it, or one of 8 bits.
        MissingExtraError: The library for the image is not installed.
    """
    fitted, rms_px, worst_px = fit_stmap(read_stmap(path), focal_mm, sensor_width_mm, direction)
    return LensMap(
        name=path.stem,
        origin=f"ST-map {path.name}, to {direction}",
        focal_mm=grid_of([(None, None, (focal_mm,))]),
        distortion=grid_of([(None, None, fitted)]),
        distortion_model=OPENCV if direction == "undistort" else D_U,
        sensor_width_mm=sensor_width_mm,
        notes=(
            f"the fit leaves {rms_px:.3f} px RMS, {worst_px:.2f} px at worst",
            "one setting: its focal length and distortion are held wherever the rings are",
        ),
    )


def read_stmap(path: Path) -> F64:
    """(height, width, 2) of u and v in [0, 1].

    Raises:
        FormatError, MissingExtraError: See ``lens_of_stmap``.
    """
    raw = _array(path) if path.suffix.lower() == ".npy" else _image(path)
    if raw.ndim != 3 or raw.shape[2] < 2 or min(raw.shape[:2]) < 8:
        raise FormatError(
            f"an image of shape {raw.shape} is no ST-map", where=str(path), remedy="Export red and green."
        )
    if raw.dtype == np.uint8:
        remedy = "Export it with 16 bits or as EXR."
        raise FormatError("8 bits are too coarse for an ST-map", where=str(path), remedy=remedy)
    scale = float(np.iinfo(raw.dtype).max) if np.issubdtype(raw.dtype, np.integer) else 1.0
    uv = np.asarray(raw[:, :, :2], dtype=np.float64) / scale
    if not np.isfinite(uv).all():
        raise FormatError("there are pixels that are no number", where=str(path), remedy="Export it again.")
    return uv


def _array(path: Path) -> NDArray[Any]:
    try:
        raw: NDArray[Any] = np.load(path, allow_pickle=False)
    except (OSError, ValueError, EOFError) as e:
        raise FormatError(str(e), where=str(path), remedy="Save it with numpy.save.") from e
    return raw


def _image(path: Path) -> NDArray[Any]:
    return _exr(path) if path.suffix.lower() == ".exr" else _bitmap(path)


def _exr(path: Path) -> NDArray[Any]:
    try:
        import OpenEXR  # pyright: ignore[reportMissingImports]
    except ImportError as e:
        raise MissingExtraError("EXR files need OpenEXR", where=str(path), remedy=_EXTRA) from e
    try:
        with OpenEXR.File(str(path), separate_channels=True) as file:
            planes = file.channels()
            return np.stack([planes["R"].pixels, planes["G"].pixels], axis=2)
    except (RuntimeError, KeyError, ValueError) as e:
        raise FormatError("this EXR has no red and green", where=str(path), remedy="Export it as RGB.") from e


def _bitmap(path: Path) -> NDArray[Any]:
    try:
        import cv2  # pyright: ignore[reportMissingImports]
    except ImportError as e:
        raise MissingExtraError("16-bit images need OpenCV", where=str(path), remedy=_EXTRA) from e
    raw: NDArray[Any] | None = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
    if raw is None or raw.ndim != 3:
        raise FormatError("this image cannot be read", where=str(path), remedy="Export it as 16-bit PNG or TIFF.")
    return raw[:, :, 2::-1]  # blue, green, red in the file


def fit_stmap(
    uv: F64, focal_mm: float, sensor_width_mm: float, direction: Direction
) -> tuple[tuple[float, ...], float, float]:
    """Coefficients, and what they leave: root mean square and worst, in pixels.

    Three radial and two tangential coefficients by least squares, the principal point moved along: a
    map's centre need not be the image's.

    Raises:
        InputError: The map does not cover enough of the image.
    """
    height, width = uv.shape[:2]
    every = max(1, round((height * width / _POINTS) ** 0.5))
    rows, columns = np.mgrid[every // 2 : height : every, every // 2 : width : every]
    picked = uv[rows, columns].reshape(-1, 2)
    at = np.stack([columns.ravel() + 0.5, rows.ravel() + 0.5], axis=1)
    v_px = picked[:, 1] * height
    # Row numbers grow downward: a v that falls with them counts from below.
    if float(((v_px - v_px.mean()) * (at[:, 1] - at[:, 1].mean())).sum()) < 0:
        v_px = height - v_px
    to = np.stack([picked[:, 0] * width, v_px], axis=1)
    inside = (picked > 0).all(axis=1) & (picked < 1).all(axis=1)
    if int(inside.sum()) < 100:
        raise InputError("too little of the map is filled", where="ST-map", remedy="Export it for the whole image.")
    focal_px = focal_mm * width / sensor_width_mm
    centre = np.array([width / 2, height / 2])
    coefficients, left = _fitted((at[inside] - centre) / focal_px, (to[inside] - centre) / focal_px)
    left_px = np.sqrt((left * left).sum(axis=1)) * focal_px
    rms, worst = float(np.sqrt((left_px * left_px).mean())), float(left_px.max())
    k1, k2, k3, p1, p2 = coefficients
    if direction == "undistort":
        return (k1, k2, p1, p2, k3, 0.0, 0.0, 0.0), rms, worst
    f2 = focal_mm * focal_mm
    q = (p1 / focal_mm, p2 / focal_mm)
    return (k1 / f2, 0.0, k2 / (f2 * f2), 0.0, k3 / (f2 * f2 * f2), 0.0, *q), rms, worst


def _fitted(a: F64, b: F64) -> tuple[list[float], F64]:
    """k1, k2, k3, p1, p2 that bring ``a`` to ``b``; Gauss-Newton over them and the two coordinates of the centre."""
    found = [0.0] * 7
    for turn in range(_ROUNDS):
        # Without any distortion yet, nothing depends on its centre.
        count = 5 if turn == 0 else 7
        now = _model(a, found)
        columns = [(_model(a, [v + _STEP * (i == k) for i, v in enumerate(found)]) - now) / _STEP for k in range(count)]
        normal = [[float((p * q).sum()) for q in columns] for p in columns]
        step = solve(normal, [float((p * (b - now)).sum()) for p in columns])
        if step is None:
            break
        found = [v + s for v, s in zip(found, (*step, 0.0, 0.0), strict=False)]
    left = b - _model(a, found)
    return found[:5], left


def _model(a: F64, values: Sequence[float]) -> F64:
    k1, k2, k3, p1, p2, cx, cy = values
    centre = np.array([cx, cy])
    return apply_opencv(a - centre, (k1, k2, p1, p2, k3)) + centre
