"""LTC written from the standard's table of bits, sharing nothing with the decoder."""

from __future__ import annotations

import numpy as np

Label = tuple[int, int, int, int]
SYNC = "0011111111111101"


def following(label: Label, base: int, drop: bool = False) -> Label:
    """The next label; drop-frame skips 0 and 1 at the beginning of every minute that is no tenth."""
    h, m, s, f = label
    f += 1
    if f == base:
        f, s = 0, s + 1
    if s == 60:
        s, m = 0, m + 1
    if m == 60:
        m, h = 0, h + 1
    h %= 24
    if drop and f == 0 and s == 0 and m % 10:
        f = 2
    return h, m, s, f


def labels(first: Label, count: int, base: int, drop: bool = False) -> list[Label]:
    found = [first]
    while len(found) < count:
        found.append(following(found[-1], base, drop))
    return found


def word(label: Label, drop: bool = False, user: int = 0) -> str:
    """Eighty bits in the order of sending: each digit least significant bit first, the user's fours between."""

    def digit(value: int, bits: int) -> str:
        return format(value, f"0{bits}b")[::-1]

    h, m, s, f = label
    u = [digit(user >> 4 * i & 15, 4) for i in range(8)]
    text = (
        digit(f % 10, 4) + u[0] + digit(f // 10, 2) + str(int(drop)) + "0" + u[1]
        + digit(s % 10, 4) + u[2] + digit(s // 10, 3) + "0" + u[3]
        + digit(m % 10, 4) + u[4] + digit(m // 10, 3) + "0" + u[5]
        + digit(h % 10, 4) + u[6] + digit(h // 10, 2) + "0" + "0" + u[7]
        + SYNC
    )  # fmt: skip
    assert len(text) == 80
    return text


def edges(words: list[str]) -> np.ndarray:
    """Where the signal changes sides, in bits: at every bit's beginning, and in the middle of every one."""
    bits = np.frombuffer("".join(words).encode(), dtype=np.uint8) - ord("0")
    begins = np.arange(len(bits), dtype=float)
    return np.sort(np.concatenate([begins, begins[bits == 1] + 0.5, [float(len(bits))]]))


def sound(
    words: list[str], fps: float, sample_rate: int, speed: float | np.ndarray = 1.0, lead_s: float = 0.05,
    rise_s: float = 25e-6,
) -> tuple[np.ndarray, np.ndarray]:
    """A trapezoid of full scale 1 with SMPTE's rise time, silence around it; and the bounds of all frames in samples.

    ``speed`` may be one number, or one for each frame.
    """
    per_frame = np.broadcast_to(speed, (len(words),)).astype(float)
    frame_s = 1.0 / (fps * per_frame)
    bounds_s = lead_s + np.concatenate([[0.0], np.cumsum(frame_s)])
    when = np.interp(edges(words) / 80, np.arange(len(words) + 1), bounds_s)
    sides = np.where(np.arange(len(when) + 1) % 2, 1.0, -1.0)
    times = np.stack([when - rise_s / 2, when + rise_s / 2], axis=1).reshape(-1)
    levels = np.stack([sides[:-1], sides[1:]], axis=1).reshape(-1)
    t = np.arange(int((bounds_s[-1] + lead_s) * sample_rate)) / sample_rate
    wave = np.interp(t, times, levels)
    # The generator idles at a level for 2 ms before and after, so that the outermost bits have both their edges.
    wave[(t < bounds_s[0] - 0.002) | (t > bounds_s[-1] + 0.002)] = 0.0
    return wave, bounds_s * sample_rate


def tape(
    first: Label, count: int, base: int, fps: float, sample_rate: int, drop: bool = False, user: int = 0, **more
) -> tuple[list[Label], np.ndarray, np.ndarray]:
    """Labels, sound and the bounds of their frames."""
    told = labels(first, count, base, drop)
    wave, bounds = sound([word(label, drop, user) for label in told], fps, sample_rate, **more)
    return told, wave, bounds
