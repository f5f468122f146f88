"""Packets for takes: a FreeD camera and an OSC tracker, with arrivals that are ragged as on a network."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np

from setpiece.scene.model import FrameRate
from setpiece.tracking import Sample, Source, pretended_move
from setpiece.tracking.freed import FreedEncoder
from setpiece.tracking.osc import OscEncoder
from setpiece.tracking.receive import Stream
from setpiece.tracking.takes import Raw, Record, TakeInfo, write_take

SOURCES = (Source(protocol="freed", name="head"), Source(protocol="osc", name="wand", flip_pan=True, unit=0.5, subjects={"cam:1": "wand"}))
INFO = TakeInfo(slate="12A", take=3, rate=FrameRate(24, 1), sources=SOURCES)


def packets(seed: int, count: int, hz: float = 50.0, loss: float = 0.02) -> list[Raw]:
    """Packets of both sources in the order they arrived, with jitter, loss and some that are damaged."""
    rng = np.random.default_rng(seed)
    move, freed, osc = pretended_move("walk"), FreedEncoder(), OscEncoder()
    found = []
    for i in range(count):
        at_ns = 7_000_000_000 + round(i * 1e9 / hz)
        for number, encoder in enumerate((freed, osc)):
            (packet,) = encoder.encode([move(at_ns * 1e-9, at_ns)])
            if rng.random() < loss:
                continue
            if rng.random() < 0.01:
                packet = packet[: len(packet) // 2]
            found.append(Raw(number, at_ns + int(rng.integers(0, 9_000_000)), packet))
    return sorted(found, key=lambda r: r.receive_ns)


def live(records: list[Raw]) -> list[tuple[int, Sample]]:
    """What receivers would have made of them, without any take."""
    streams = [Stream(s) for s in SOURCES]
    return [(r.source, s) for r in records for s in streams[r.source].take(r.packet, r.receive_ns)]


def take(path: Path, records: list[Record], info: TakeInfo = INFO) -> Path:
    write_take(path, info, records)
    return path


def angle_deg(a: tuple[float, ...], b: tuple[float, ...]) -> float:
    """Between two rotations."""
    dot = abs(sum(x * y for x, y in zip(a, b, strict=True)))
    return math.degrees(2 * math.acos(min(1.0, dot)))
