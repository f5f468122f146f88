"""Two movements in one clip: the stage's, which is the camera's own, and that of the picture on the wall.

The frame is cut into tiles; each tile's shift from frame to frame is found to a few hundredths of a pixel
(integer part by correlation, the rest by gradients: B. Lucas, T. Kanade, "An iterative image registration
technique", 1981). Tiles fall into two groups by how they follow the strongest movement. Rows of a rolling
shutter are exposed one after the other: what is fixed to the stage then moves a little later the lower
it is seen, which gives the shutter's speed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple

import numpy as np

from ...errors import InputError
from ._fit import F64, Series, smoothed

Frames = Sequence[Any] | np.ndarray[Any, np.dtype[Any]]
NDArrayInt = np.ndarray[Any, np.dtype[np.int64]]

_TILE = 48
_EDGE = 9
"""Pixels of a tile's border that are room to move in."""
_TURNS = 2
_SOFT = 6
_LEAST_FRAMES = 60
_LEAST_TEXTURE = 2.0
"""Mean gradient, in hundredths of the clip's range, below which a tile shows nothing."""
_AGREE = 0.06
_LEAST_PX = 0.15
"""RMS of the strongest movement from frame to frame, below which the clip counts as still."""


class Motions(NamedTuple):
    """Shifts from frame to frame, pixels, between frames.

    Attributes:
        times_s: (n,) midway between two frames, at the height of the picture's tiles.
        stage: (n, 2) of what is fixed to the stage, right and down, at the same height.
        picture: (n, 2) of what follows the frustum.
        shutter_s: From the exposure of the first row to that of the last.
        shutter_sigma_s: Its standard deviation where it matters: over the distance of the two groups.
    """

    times_s: F64
    stage: F64
    picture: F64
    shutter_s: float
    shutter_sigma_s: float

    def series(self, axis: Literal["pan", "tilt", "roll"]) -> tuple[Series, Series]:
        """How fast the camera turns and the picture on the wall moves, pixels a frame and of one sign.

        Speeds, not angles: summed up, a thousandth of a pixel a frame would be a drift.
        """
        column = 0 if axis == "pan" else 1
        picture = self.picture[:, column] - self.stage[:, column]
        return Series(self.times_s, -self.stage[:, column]), Series(self.times_s, picture)


def read_frames(path: Path) -> Frames:
    """Frames of a clip: a ``.npy`` array (n, h, w[, 3]), or a folder of images in the order of their names.

    Raises:
        InputError: It is neither; the remedy says how to get frames out of a film file.
    """
    try:
        if path.is_dir():
            from PIL import Image

            names = sorted(p for p in path.iterdir() if p.suffix.lower() in {".png", ".jpg", ".jpeg", ".tif", ".tiff"})
            frames: list[F64] = []
            for name in names:
                with Image.open(name) as image:
                    frames.append(np.asarray(image.convert("L"), dtype=np.float64))
            return frames
        if path.suffix == ".npy":
            return np.load(path, mmap_mode="r", allow_pickle=False)
    except (OSError, ValueError) as e:
        raise InputError("the clip cannot be read", where=str(path), remedy=str(e)) from e
    raise InputError(
        "this is neither a folder of images nor a .npy array", where=str(path),
        remedy="Take the frames out first: ffmpeg -i CLIP FOLDER/%05d.png",
    )  # fmt: skip


def motions_of(frames: Frames, rate_hz: float) -> Motions:
    """The two movements of a clip.

    Raises:
        InputError: Too few frames, nothing to see, nothing moves, or one movement only.
    """
    if len(frames) < _LEAST_FRAMES:
        raise InputError(f"{len(frames)} frames are too few", where="clip", remedy="Film ten seconds or more.")
    tiles = np.stack([_tiles(_grey(frame)) for frame in frames])  # (n, rows, columns, h, w)
    n, rows, columns = tiles.shape[:3]
    flat = tiles.reshape(n, rows * columns, *tiles.shape[3:])
    height = np.repeat((np.arange(rows) + 0.5) / rows, columns)
    flat, height = _with_texture(flat, height)
    shifts = np.stack([_shift(a, b) for a, b in zip(flat, flat[1:], strict=False)])  # (n-1, tiles, 2)
    return _grouped(shifts, height, rate_hz)


def _grey(frame: Any) -> F64:
    array = np.asarray(frame, dtype=np.float64)
    return array.mean(2) if array.ndim == 3 else array


def _tiles(frame: F64) -> F64:
    rows, columns = frame.shape[0] // _TILE, frame.shape[1] // _TILE
    if rows < 2 or columns < 2:
        raise InputError(
            f"frames of {frame.shape[1]}x{frame.shape[0]} are too small", where="clip", remedy="Film 320x180 or more."
        )
    top, left = (frame.shape[0] - rows * _TILE) // 2, (frame.shape[1] - columns * _TILE) // 2
    cut = frame[top : top + rows * _TILE, left : left + columns * _TILE]
    return cut.reshape(rows, _TILE, columns, _TILE).swapaxes(1, 2)


def _with_texture(flat: F64, height: F64) -> tuple[F64, F64]:
    some = flat[:: max(1, len(flat) // 20)]
    reach = max(float(some.max() - some.min()), 1e-9)
    soft = (some[..., :-2, :] + some[..., 1:-1, :] + some[..., 2:, :]) / 3
    soft = (soft[..., :-2] + soft[..., 1:-1] + soft[..., 2:]) / 3
    contrast = np.sqrt(((soft - soft.mean((2, 3), keepdims=True)) ** 2).mean((2, 3))).mean(0) / reach * 100
    kept = contrast > _LEAST_TEXTURE
    if kept.sum() < 4:
        raise InputError("there is no pattern to see", where="clip", remedy="Light it, focus on it, fill the frame.")
    return flat[:, kept], height[kept]


def _shift(a: F64, b: F64) -> F64:
    """(tiles, 2) pixels right and down by which ``b`` is ``a`` moved; NaN where nothing fits.

    Frames are moved by whole pixels only: what resampling does to them is worth more than the rest of a
    pixel that is left to the gradients.
    """
    a = _softened(a - a.mean((1, 2), keepdims=True))
    b = _softened(b - b.mean((1, 2), keepdims=True))
    moved: F64 = _whole_shift(a, b).astype(np.float64)
    step = np.zeros_like(moved)
    far = np.abs(moved).max(1) > _TILE // 3
    moved[far] = 0.0
    for _ in range(_TURNS):
        whole = np.rint(moved).astype(np.int64)
        before, after = _moved(a, whole // 2 - whole), _moved(b, whole // 2)
        both = (before + after) / 2
        gx, gy = _slope(both)[:, 2:-2], _slope(both.swapaxes(1, 2)).swapaxes(1, 2)[:, :, 2:-2]
        change = (after - before)[:, 2:-2, 2:-2]
        xx, xy, yy, tx, ty = (
            (p * q).sum((1, 2)) for p, q in ((gx, gx), (gx, gy), (gy, gy), (gx, change), (gy, change))
        )
        damp = 1e-4 * (xx + yy) + 1e-12
        area = (xx + damp) * (yy + damp) - xy * xy
        step = np.stack([-((yy + damp) * tx - xy * ty) / area, -((xx + damp) * ty - xy * tx) / area], 1)
        moved = whole.astype(np.float64) + np.clip(step, -1.5, 1.5)
    moved[far | (np.abs(step).max(1) > 0.75)] = np.nan
    return moved


def _moved(tiles: F64, by: NDArrayInt) -> F64:
    """The middle of each tile, seen ``by`` (tiles, 2) whole pixels further right and down."""
    grid = np.arange(_EDGE, _TILE - _EDGE)[None]
    rows = np.clip(grid + by[:, 1:], 0, _TILE - 1)
    columns = np.clip(grid + by[:, :1], 0, _TILE - 1)
    return tiles[np.arange(len(tiles))[:, None, None], rows[:, :, None], columns[:, None, :]]


def _softened(tiles: F64) -> F64:
    """Without the finest detail, whose gradients the differences below would find too flat."""
    out = tiles
    for _ in range(_SOFT):
        side = (out[:, :-2] + 2 * out[:, 1:-1] + out[:, 2:]) / 4
        out = (side[:, :, :-2] + 2 * side[:, :, 1:-1] + side[:, :, 2:]) / 4
    return np.pad(out, ((0, 0), (_SOFT, _SOFT), (_SOFT, _SOFT)), mode="edge")


def _slope(image: F64) -> F64:
    """Derivative along the last axis, exact for quartics; two values shorter on each side."""
    return (image[..., :-4] - 8 * image[..., 1:-3] + 8 * image[..., 3:-1] - image[..., 4:]) / 12


def _whole_shift(a: F64, b: F64) -> NDArrayInt:
    edge = 1.0 - ((np.arange(_TILE) - (_TILE - 1) / 2) / (_TILE / 2)) ** 2
    window = edge[:, None] * edge[None]
    spectrum = np.conj(np.fft.rfft2(a * window)) * np.fft.rfft2(b * window)
    match = np.fft.irfft2(spectrum, s=(_TILE, _TILE))
    at = match.reshape(len(a), -1).argmax(1)
    y, x = at // _TILE, at % _TILE
    half = _TILE // 2
    return np.stack([np.where(x >= half, x - _TILE, x), np.where(y >= half, y - _TILE, y)], 1)


def _grouped(shifts: F64, height: F64, rate_hz: float) -> Motions:
    axis = int(
        np.nanmean(np.nanmedian(np.abs(shifts), axis=0)[:, 1]) > np.nanmean(np.nanmedian(np.abs(shifts), axis=0)[:, 0])
    )
    series = _mended(shifts)
    energy = np.sqrt((series[:, :, axis] ** 2).mean(0))
    strongest = np.median(series[:, energy >= np.quantile(energy, 0.75), axis], axis=1)
    if math.sqrt(float((strongest**2).mean())) < _LEAST_PX:
        raise InputError(
            "nothing moves",
            where="clip",
            remedy="Pan slowly to and fro, a few degrees each way, for ten seconds or more.",
        )
    around = strongest - strongest.mean()
    follows = (series[:, :, axis] * around[:, None]).sum(0) / (around * around).sum()
    order = np.argsort(follows, kind="stable")
    gaps = np.diff(follows[order])
    split = int(np.argmax(gaps)) + 1
    if gaps[split - 1] < 0.25:
        raise InputError(
            "everything in the clip moves alike", where="clip",
            remedy="Show a pattern that stands still on the stage and one in the inner frustum, side by side.",
        )  # fmt: skip
    low, high = _core(order[:split], follows, 1), _core(order[split:], follows, -2)
    # Fixed to the stage is the group about which the other one moves as far as the stage itself does.
    stage, picture = (high, low) if _fits(follows, high, low) else (low, high)
    return _timed(series, height, stage, picture, rate_hz, axis)


def _core(group: NDArrayInt, follows: F64, end: int) -> NDArrayInt:
    """Tiles of a group, in rising order, that agree with its outer end.

    A tile over which the border between the two patterns wanders lies between the groups.
    """
    outer = float(follows[group[end]] if len(group) > 2 else follows[group[0 if end > 0 else -1]])
    return group[np.abs(follows[group] - outer) < _AGREE]


def _fits(follows: F64, stage: NDArrayInt, picture: NDArrayInt) -> bool:
    s, p = float(np.median(follows[stage])), float(np.median(follows[picture]))
    off = abs(abs(p - s) / max(abs(s), 1e-9) - 1.0)
    other = abs(abs(s - p) / max(abs(p), 1e-9) - 1.0)
    return off <= other


def _mended(shifts: F64) -> F64:
    """Where a tile was lost for a moment, its neighbours in time."""
    out = shifts.copy()
    for tile in range(out.shape[1]):
        for axis in (0, 1):
            column = out[:, tile, axis]
            known = np.isfinite(column)
            if not known.any():
                column[:] = 0.0
            elif not known.all():
                at = np.arange(len(column))
                column[~known] = np.interp(at[~known], at[known], column[known])
    return out


def _timed(series: F64, height: F64, stage: NDArrayInt, picture: NDArrayInt, rate_hz: float, axis: int) -> Motions:
    times = (np.arange(len(series)) + 0.5) / rate_hz
    mean, at = np.median(series[:, stage], axis=1), float(height[stage].mean())
    shutter_s, sigma_s = _shutter(series[:, stage, axis], height[stage], mean[:, axis], times)
    away = float(height[picture].mean()) - at
    moved = np.stack([smoothed(Series(times, mean[:, k]), times + shutter_s * away) for k in (0, 1)], 1)
    known = np.isfinite(moved).all(1)
    found = np.median(series[:, picture], axis=1)
    return Motions(times[known], moved[known], found[known], shutter_s, sigma_s * abs(away))


def _shutter(tiles: F64, height: F64, mean: F64, times: F64) -> tuple[float, float]:
    """Seconds from first row to last, and their spread: how much later lower tiles move."""
    middle = Series(times, mean)
    rise = (smoothed(middle, times + 0.02) - smoothed(middle, times - 0.02)) / 0.04
    known = np.isfinite(rise)
    power = float((rise[known] ** 2).sum())
    around = height - height.mean()
    spread = float((around * around).sum())
    if power <= 0 or spread < 0.02:
        return 0.0, 0.0
    # What is exposed later shows the movement of a later moment: mean(t + shutter * height).
    later = ((tiles - mean[:, None])[known] * rise[known][:, None]).sum(0) / power
    shutter = float((around * later).sum()) / spread
    off = later - later.mean() - shutter * around
    sigma = math.sqrt(float((off * off).sum()) / max(len(off) - 2, 1) / spread)
    return (shutter, sigma) if abs(shutter) > 2 * sigma and abs(shutter) < 0.05 else (0.0, sigma)
