"""A show follows Art-Net timecode: every frame once, on through a hole, a cue on the frame it jumps to not run over."""

from __future__ import annotations

import threading
import time

from tests.live.run.place import CUES, place
from tests.tracking.relay.stage import free_port

from setpiece.live import Show, Timecode, parse_cues
from setpiece.live.run._trackers import Trackers
from setpiece.scene.model import FrameRate
from setpiece.tracking import FORWARD_QUAT, Sample, Sender, Source, VolumeTracking
from setpiece.tracking import Timecode as Label

RATE = 24  # of the place's scene


def art(h: int, m: int, s: int, f: int) -> bytes:
    """An ArtTimeCode of film."""
    return b"Art-Net\x00\x00\x97\x00\x0e\x00\x00" + bytes((f, s, m, h, 0))


def following(woken: threading.Event, *sources: Source) -> Trackers:
    return Trackers(sources, VolumeTracking(), Show(parse_cues(CUES), place()), woken.set, lambda *_: None)


def frames(trackers: Trackers) -> list[int]:
    return [e.frame for e in trackers.drain() if isinstance(e, Timecode)]


def test_over_the_network_each_frame_once_and_on_for_a_while() -> None:
    port, woken, told = free_port(), threading.Event(), []
    trackers = following(woken, Source(protocol="artnet", port=port)).start()
    try:
        with Sender("127.0.0.1", port) as sender:
            begun = time.monotonic()
            for i in range(24):
                if i not in (9, 10):  # two packets are lost
                    sender.send([art(1, 0, 0, i), b"Art-Net\x00\x00\x50\x00\x0e" + bytes(9)])  # and light goes there too
                while time.monotonic() < begun + (i + 1) / RATE:
                    if woken.wait(0.005):
                        woken.clear()
                        told += frames(trackers)
            running = len(told)
            end = time.monotonic() + 1.5
            while time.monotonic() < end:
                if woken.wait(0.01):
                    woken.clear()
                    told += frames(trackers)
        assert trackers.receivers()[0].refused == 0
    finally:
        trackers.close()
    start = 3600 * RATE
    assert told[0] == start
    assert told == sorted(set(told))  # none twice, none backwards
    assert running > 15
    assert start + 24 <= told[-1] <= start + 23 + 13, "it goes on for twelve frames and stands"


def test_where_it_jumps_to_is_told() -> None:
    trackers = following(threading.Event())
    now = time.monotonic_ns()
    for i in range(3):
        trackers._heard(Sample("timecode", now, now + i * 1_000_000_000 // RATE, timecode=Label(0, 0, 1, i, FrameRate(RATE))))
    trackers.drain()
    for i in range(2):
        trackers._heard(Sample("timecode", now, now + (3 + i) * 1_000_000_000 // RATE, timecode=Label(0, 1, 0, i, FrameRate(RATE))))
    assert frames(trackers) == [60 * RATE]


def test_a_source_of_its_own_is_heard_rather_than_the_camera() -> None:
    trackers = following(threading.Event())
    now = time.monotonic_ns()
    label = Label(0, 0, 1, 0, FrameRate(RATE))
    trackers._heard(Sample("cam", now, now, (0.0, 0.0, 1.5), FORWARD_QUAT, timecode=label))
    assert frames(trackers) == [RATE]
    trackers._heard(Sample("timecode:3", now, now, timecode=Label(0, 0, 9, 0, FrameRate(RATE))))
    trackers._heard(Sample("cam", now, now, (0.0, 0.0, 1.5), FORWARD_QUAT, timecode=label))
    assert frames(trackers) == [9 * RATE]
