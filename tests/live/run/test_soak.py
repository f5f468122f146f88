"""A minute of a busy show: three trackers, a page, GO after GO; memory stays flat and no frame rate is lost.

``SETPIECE_SOAK_S`` makes it longer: an hour of it is in docs/performance.md.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

import psutil
import pytest
from tests.live.run.process import ShowProcess, Trackers
from tests.live.run.rig import until
from websockets.sync.client import connect

pytestmark = pytest.mark.e2e
SECONDS = float(os.environ.get("SETPIECE_SOAK_S", "60"))
_MIB = 1 << 20


def test_a_busy_show_stays_as_small_as_it_was(tmp_path: Path) -> None:
    show = ShowProcess(tmp_path)
    show.start()
    trackers = Trackers(show.camera_port, show.people_port, rate=100.0)
    try:
        at = f"127.0.0.1:{show.web_port}"
        with connect(f"ws://{at}/show", additional_headers={"Origin": f"http://{at}"}, compression=None) as page:
            soaked(show, page)
    finally:
        trackers.close()
        show.close()


def soaked(show: ShowProcess, page: object) -> None:
    process = psutil.Process(show.process.pid)
    seen: dict = {}
    sizes: list[tuple[float, int]] = []
    rates: list[float] = []
    begun = time.monotonic()
    pressed = messages = read = 0
    while (now := time.monotonic() - begun) < SECONDS:
        if now >= pressed:
            pressed += 1
            # Every cue of the list, over and over; the guard and the list's end are part of a show.
            page.send(json.dumps({"do": "go", "list": "main", "number": pressed}))  # type: ignore[attr-defined]
            if seen.get("lists") and not seen["lists"][0][4]:
                page.send(json.dumps({"do": "goto", "list": "main", "cue": "1", "number": 0}))  # type: ignore[attr-defined]
            sizes.append((now, process.memory_info().rss))
        text = page.recv(10)  # type: ignore[attr-defined]
        read, messages = read + len(text), messages + 1
        seen.update(json.loads(text))
        rates.append(seen.get("run", [0, 60.0])[1])
    warm = [s for t, s in sizes if t >= SECONDS / 3]
    grown = (max(warm[len(warm) // 2 :]) - max(warm[: len(warm) // 2])) / _MIB
    load = process.cpu_percent(1.0)
    sys.stderr.write(
        f"\nsoak: {SECONDS:g} s, {pressed} GOs, {messages / SECONDS:.1f} messages/s of {read / messages:.0f} bytes, "
        f"{warm[-1] / _MIB:.0f} MiB, grown {grown:+.2f} MiB, {process.num_threads()} threads, "
        f"{len(process.open_files()) + len(process.net_connections())} files and sockets, CPU {load:.0f} %\n"
    )
    assert messages / SECONDS <= 25.0, "ten pushes a second, and the answers to keys"
    assert grown < max(3.0, SECONDS / 600), sizes
    assert all(t["rate_hz"] > 50 for t in seen["trackers"])
    assert {t["subject"] for t in seen["trackers"]} == {"cam:1", "anna", "boris"}
    assert sorted(rates)[len(rates) // 2] > 45
    until(lambda: len(show.ear.rows) > 100)
    assert sum(f.stat().st_size for f in (show.folder / "live").iterdir()) < 40 * _MIB
