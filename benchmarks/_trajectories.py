"""Camera moves to judge prediction by: recordings read from their files, and moves made up here.

Nothing of ours is used: own readers, own arithmetic with rotation matrices, own FreeD bytes. A matrix has
the camera's right, up and back in its columns; the world has +Y ahead, +Z up, +X right.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np

RATE_SYNTHETIC_HZ = 1000


@dataclass
class Move:
    """Times (n,) s, positions (n, 3) m, and unwrapped pan, tilt, roll (n, 3) degrees by FreeD's signs."""

    name: str
    times: np.ndarray
    positions: np.ndarray
    angles: np.ndarray

    def reversed(self) -> Move:
        """The same, run backwards."""
        return Move(
            self.name + " reversed", (self.times[-1] - self.times)[::-1], self.positions[::-1], self.angles[::-1]
        )

    def at(self, times: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Positions and angles at other times, straight between the recorded ones."""
        p = np.stack([np.interp(times, self.times, self.positions[:, i]) for i in range(3)], 1)
        return p, np.stack([np.interp(times, self.times, self.angles[:, i]) for i in range(3)], 1)

    def sampled(self, rate_hz: float) -> Move:
        """The samples a tracker of this rate would take."""
        times = np.arange(self.times[0], self.times[-1], 1 / rate_hz)
        return Move(self.name, times, *self.at(times))


def matrices(angles_deg: np.ndarray) -> np.ndarray:
    """(n, 3, 3) right, up, back from pan (clockwise from above), tilt (up) and roll (clockwise from behind)."""
    pan, tilt, roll = np.radians(angles_deg).T
    zero = np.zeros_like(pan)
    ahead = np.stack([np.sin(pan) * np.cos(tilt), np.cos(pan) * np.cos(tilt), np.sin(tilt)], 1)
    level = np.stack([np.cos(pan), -np.sin(pan), zero], 1)
    over = np.cross(level, ahead)
    c, s = np.cos(roll)[:, None], np.sin(roll)[:, None]
    return np.stack([c * level - s * over, s * level + c * over, -ahead], 2)


def angles_of(m: np.ndarray) -> np.ndarray:
    """Pan, tilt, roll (n, 3) in degrees, unwrapped, of matrices."""
    ahead = -m[:, :, 2]
    pan, tilt = np.arctan2(ahead[:, 0], ahead[:, 1]), np.arcsin(np.clip(ahead[:, 2], -1, 1))
    level = np.stack([np.cos(pan), -np.sin(pan), np.zeros_like(pan)], 1)
    over = np.cross(level, ahead)
    roll = np.arctan2(-(m[:, :, 0] * over).sum(1), (m[:, :, 0] * level).sum(1))
    return np.degrees(np.stack([np.unwrap(pan), tilt, np.unwrap(roll)], 1))


def matrix_of(w: float, x: float, y: float, z: float) -> np.ndarray:
    """The matrix of a unit quaternion."""
    return np.array([
        [w * w + x * x - y * y - z * z, 2 * (x * y - w * z), 2 * (x * z + w * y)],
        [2 * (x * y + w * z), w * w - x * x + y * y - z * z, 2 * (y * z - w * x)],
        [2 * (x * z - w * y), 2 * (y * z + w * x), w * w - x * x - y * y + z * z],
    ])  # fmt: skip


def log_of(m: np.ndarray) -> np.ndarray:
    """Rotation vectors (n, 3), radians, of matrices (n, 3, 3) that turn by less than half a turn."""
    cosine = np.clip((np.trace(m, axis1=1, axis2=2) - 1) / 2, -1, 1)
    skew = np.stack([m[:, 2, 1] - m[:, 1, 2], m[:, 0, 2] - m[:, 2, 0], m[:, 1, 0] - m[:, 0, 1]], 1) / 2
    sine = np.linalg.norm(skew, axis=1)
    angle = np.arctan2(sine, cosine)
    return skew * np.where(sine > 1e-9, angle / np.maximum(sine, 1e-9), 1.0)[:, None]


def exp_of(v: np.ndarray) -> np.ndarray:
    """Matrices (n, 3, 3) of rotation vectors (n, 3), by Rodrigues."""
    angle = np.linalg.norm(v, axis=1)
    axis = v / np.maximum(angle, 1e-12)[:, None]
    k = np.zeros((len(v), 3, 3))
    k[:, 0, 1], k[:, 0, 2], k[:, 1, 0] = -axis[:, 2], axis[:, 1], axis[:, 2]
    k[:, 1, 2], k[:, 2, 0], k[:, 2, 1] = -axis[:, 0], -axis[:, 1], axis[:, 0]
    return np.eye(3) + np.sin(angle)[:, None, None] * k + (1 - np.cos(angle))[:, None, None] * (k @ k)


def freed_bytes(position_m: np.ndarray, angles_deg: np.ndarray) -> bytes:
    """One FreeD D1 packet: pan, tilt, roll in 1/32768 degree, X, Y, height in 1/64 mm, big-endian 24 bits."""
    wrapped = [(a + 180.0) % 360.0 - 180.0 for a in angles_deg]
    numbers = [round(a * 32768) for a in wrapped] + [round(x * 64000) for x in position_m]
    body = b"\xd1\x01" + b"".join(struct.pack(">i", n)[1:] for n in numbers) + bytes(8)
    return body + bytes([(0x40 - sum(body)) % 256])


def star_tracker(path: Path) -> Move:
    """A Mo-Sys F4 recording at 25 a second; lengths taken for centimetres."""
    data, rows, at = path.read_bytes(), [], 0
    while at < len(data):
        found = {data[at + 4 + 5 * i]: data[at + 6 + 5 * i : at + 9 + 5 * i] for i in range(data[at + 2])}
        rows.append([int.from_bytes(found[k], "big", signed=True) / 1000 for k in (5, 6, 7, 1, 2, 0x13)])
        at += 5 * data[at + 2] + 5
    table = np.array(rows)
    angles = np.degrees(np.unwrap(np.radians(table[:, 3:]), axis=0))
    return Move("StarTracker", np.arange(len(table)) / 25.0, table[:, :3] / 100.0, angles)


def freiburg(path: Path) -> Move:
    """A TUM trajectory: t x y z qx qy qz qw, the camera looking along its +z with +y down."""
    table = np.loadtxt(path)
    turned = np.stack([matrix_of(w, x, y, z) for x, y, z, w in table[:, 4:8]]) @ np.diag([1.0, -1.0, -1.0])
    return Move("freiburg1", table[:, 0] - table[0, 0], table[:, 1:4] - table[0, 1:4], angles_of(turned))


def _wander(rng: np.random.Generator, times: np.ndarray, low_hz: float, high_hz: float, size: float) -> np.ndarray:
    out = np.zeros((len(times), 3))
    for i in range(3):
        for f in np.exp(rng.uniform(np.log(low_hz), np.log(high_hz), 12)):
            out[:, i] += rng.normal() / f**1.5 * np.sin(2 * np.pi * f * times + rng.uniform(0, 2 * np.pi))
    return out * size / out.std()


def ramped(times: np.ndarray, begin_s: float, speed: float, up_s: float, hold_s: float, down_s: float) -> np.ndarray:
    """Angle over time of a pan that speeds up evenly, holds its speed, and slows down evenly."""

    def ramp(t: np.ndarray, over: float) -> np.ndarray:
        return np.where(t < 0, 0.0, np.where(t < over, t * t / (2 * over), t - over / 2))

    return speed * (ramp(times - begin_s, up_s) - ramp(times - begin_s - up_s - hold_s, down_s))


def synthetic(seed: int) -> list[tuple[Move, float]]:
    """Moves as film sets see them, each with a tracker's rate."""
    times = np.arange(24 * RATE_SYNTHETIC_HZ) / RATE_SYNTHETIC_HZ
    rng = np.random.default_rng(seed)
    still = np.zeros((len(times), 3))
    whip, place = still.copy(), 1.0
    while place < 21:
        up, hold, speed = (
            rng.choice([0.15, 0.25, 0.4]),
            rng.uniform(0.1, 1.0),
            rng.choice([-1, 1]) * rng.uniform(60, 180),
        )
        whip[:, 0] += ramped(times, place, speed, up, hold, up)
        place += 2 * up + hold + rng.uniform(0.5, 2.0)
    dolly, turn, place = still.copy(), still.copy(), 0.5
    while place < 20:
        over = rng.uniform(1.5, 5)
        u = np.clip((times - place) / over, 0, 1)
        eased = u * u * u * (10 - 15 * u + 6 * u * u)
        dolly[:, 1] += rng.uniform(-3, 3) * eased
        turn[:, 0] += rng.uniform(-15, 15) * eased
        place += over + rng.uniform(0.3, 1.5)
    shake_m, shake_deg = _wander(rng, times, 5, 12, 0.0003), _wander(rng, times, 5, 12, 0.01)
    return [
        (Move("whips", times, _wander(rng, times, 0.1, 0.5, 0.02), whip), 50.0),
        (Move("dolly", times, dolly + shake_m, turn + shake_deg), 25.0),
        (Move("crane", times, _wander(rng, times, 0.03, 0.12, 1.5) + _wander(rng, times, 0.8, 1.2, 0.008),
              _wander(rng, times, 0.03, 0.15, 10) + _wander(rng, times, 0.8, 1.3, 0.08)), 25.0),
        (Move("handheld", times, _wander(rng, times, 0.3, 2, 0.02),
              _wander(rng, times, 0.3, 2, 0.8) + _wander(rng, times, 4, 10, 0.05)), 60.0),
        (Move("drone", times, _wander(rng, times, 0.1, 0.8, 1.0), _wander(rng, times, 0.2, 2, 12)), 120.0),
        (Move("tripod", times, _wander(rng, times, 6, 14, 0.0002), _wander(rng, times, 6, 14, 0.02)), 60.0),
    ]  # fmt: skip
