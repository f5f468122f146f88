"""A camera on a head before a wall, filmed: a stage that stands still, and a frustum that follows late."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

WIDTH, HEIGHT, PX_PER_DEG = 432, 192, 20.0


def _texture(seed: int, height: int, width: int) -> np.ndarray:
    """Blotches of a few pixels, 0..1."""
    noise = np.random.default_rng(seed).random((height, width))
    for _ in range(3):
        noise = (noise + np.roll(noise, 1, 0) + np.roll(noise, 1, 1) + np.roll(np.roll(noise, 1, 0), 1, 1)) / 4
    return (noise - noise.min()) / (noise.max() - noise.min())


def _looked_up(texture: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    x0, y0 = np.floor(x).astype(int), np.floor(y).astype(int)
    fx, fy = x - x0, y - y0
    h, w = texture.shape
    a, b = texture[y0 % h, x0 % w], texture[y0 % h, (x0 + 1) % w]
    c, d = texture[(y0 + 1) % h, x0 % w], texture[(y0 + 1) % h, (x0 + 1) % w]
    return (a * (1 - fx) + b * fx) * (1 - fy) + (c * (1 - fx) + d * fx) * fy


def film(
    pan_deg: Callable[[np.ndarray], np.ndarray],
    delay_s: float,
    rate_hz: float,
    *,
    seconds: float = 12.0,
    shutter_s: float = 0.0,
    noise: float = 0.0,
    sign: int = 1,
    tilt: bool = False,
    layout: str = "middle",
    seed: int = 5,
) -> np.ndarray:
    """Frames (n, h, w), uint8: row r of frame k is exposed at k / rate + shutter * r / height.

    Args:
        pan_deg: Angle over time; of the tilt axis with ``tilt``.
        layout: ``middle``: the frustum fills the middle columns; ``top``: the upper rows.
    """
    stage, picture = _texture(seed, 512, 2048), _texture(seed + 1, 512, 2048)
    rng = np.random.default_rng(seed + 2)
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH].astype(float)
    frames = []
    for k in range(int(seconds * rate_hz)):
        when = k / rate_hz + shutter_s * rows / HEIGHT
        camera, shown = pan_deg(when) * PX_PER_DEG, sign * pan_deg(when - delay_s) * PX_PER_DEG
        slip = camera - shown
        on_stage = (columns, rows + camera) if tilt else (columns + camera, rows)
        on_picture = (columns, rows + slip) if tilt else (columns + slip, rows)
        inside = (
            np.abs(on_picture[0] - WIDTH / 2) < 0.27 * WIDTH if layout == "middle" else on_picture[1] < 0.45 * HEIGHT
        )
        image = np.where(inside, _looked_up(picture, *on_picture), _looked_up(stage, *on_stage))
        frames.append(np.clip(255 * (image + noise * rng.standard_normal(image.shape)), 0, 255).astype(np.uint8))
    return np.stack(frames)
