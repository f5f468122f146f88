"""A running show fed by ten trackers at 240 Hz with three reactions each, against a plain socket's echo.

The sender numbers every sample and sends it to both in turn. Ours is measured from the packet's arrival to the
moment at which the session has what the sample's reactions give: decoding, order, clock, a change of thread, the
journal, the show and the frame are in it. The echo is a socket in another process that sends everything back.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks._table import machine, printed, row
from setpiece.live import Show, model
from setpiece.live.outputs import GuardedOutput
from setpiece.live.run import Loaded, Runner
from setpiece.scene.model import LightPayload, Node, Scene
from setpiece.tracking import Sample, Source, VolumeTracking

ROOT = Path(__file__).resolve().parents[1]
TRACKERS, RATE, SECONDS = 10, 240.0, 8.0
NUMBERS = 10_000_000.0


class Noted:
    """An output that notes when the session had each number: the driven place is the number."""

    name = "noted"

    def __init__(self) -> None:
        self.came: dict[int, int] = {}
        self.received: dict[int, int] = {}

    def update(self, changed: Mapping[str, object]) -> None:
        """The session has taken these values just now."""
        now = time.monotonic_ns()
        for slot, value in changed.items():
            if slot.startswith("s1.n") and isinstance(value, tuple):
                self.came.setdefault(round(value[0]), now)

    def heard(self, sample: Sample) -> None:
        """A sample was decoded; its ``receive_ns`` is when its packet was read."""
        if sample.position_m is not None:
            self.received[round(sample.position_m[0])] = sample.receive_ns

    def send(self, now_ns: int) -> None:
        """Nothing to send."""

    def reassert(self) -> None:
        """Nothing to say again."""

    def close(self) -> None:
        """Nothing to close."""


def show() -> Show:
    """Thirty lights: for each tracker one whose place is its number, one by distance, one by zone."""
    nodes = {
        f"s1.{kind}{t}": Node(f"s1.{kind}{t}", f"{kind}{t}", "light", "lamp", LightPayload(shape="point"))
        for t in range(TRACKERS) for kind in "ndz"
    }  # fmt: skip
    reactions: list[model.Reaction] = []
    for t in range(TRACKERS):
        subject = f"t{t}"
        measures = {
            "n": model.Measure(axis="x", subject=subject), "d": model.Measure(distance=(subject, f"d{t}")),
            "z": model.Measure(zone="stage", subject=subject),
        }  # fmt: skip
        for kind, measure in measures.items():
            drive = model.Mapping(target=f"{kind}{t}#lumen", input=(0.0, 10.0), output=(0.0, 1000.0))
            if kind == "n":  # a place goes straight from end to end, an intensity would go in stops
                ends = ([0.0, 0.0, 0.0], [NUMBERS, 0.0, 0.0])
                drive = model.Mapping(target=f"n{t}#transform.translation", input=(0.0, NUMBERS), output=ends)
            reactions.append(model.Reaction(id=f"{kind}{t}", when=measure, map_=drive))
    zone = model.Zone("stage", (0.0, 0.0, 0.0), size=(4.0, 4.0, 4.0))
    cues = model.CueList("main", cues=(model.Cue("1"),))
    return Show(model.CueFile(lists=(cues,), zones=(zone,), reactions=tuple(reactions)), Scene(id="s1", nodes=nodes))


def measured(folder: Path) -> tuple[list[float], list[float], dict[str, int]]:
    """Milliseconds of ours and of the echo, and the counts."""
    noted = Noted()
    source = Source(protocol="osc", port=_free())
    loaded = Loaded(folder, "bench", "scene 1", show(), (GuardedOutput(noted),), (source,), VolumeTracking())
    runner = Runner(loaded, fresh=True)
    thread = threading.Thread(target=runner.run)
    thread.start()
    command = [sys.executable, "-m", "benchmarks._tracker_crowd"]
    with subprocess.Popen([*command, "echo"], cwd=ROOT, stdout=subprocess.PIPE, text=True) as echo:
        port = echo.stdout.readline().strip() if echo.stdout else ""
        _tap(runner, noted)
        where = [str(source.port), port, str(TRACKERS), str(RATE), str(SECONDS)]
        sending = subprocess.run([*command, "send", *where], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
        echo.kill()
    time.sleep(0.3)
    look = runner.look()
    runner.stop()
    thread.join()
    count = int(RATE * SECONDS) * TRACKERS
    ours_ms = [(at - noted.received[n]) / 1e6 for n, at in noted.came.items() if n in noted.received]
    echo_ms = [ns / 1e6 for ns in json.loads(sending.stdout)]
    lost = sum(t.lost for t in look.trackers) + count - look.receivers[0].packets + look.receivers[0].refused
    return ours_ms, echo_ms, {"sent": count, "lost": lost, "shown": len(ours_ms)}


def _tap(runner: Runner, noted: Noted) -> None:
    """Note when each number was received, beside what the show does with it."""
    while not (receiver := runner._trackers._ears[0].receiver):  # noqa: SLF001  nothing else tells the moment
        time.sleep(0.01)
    receiver.stream.add_sink(noted.heard)


def _free() -> int:
    import socket

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.bind(("127.0.0.1", 0))
        port: int = s.getsockname()[1]
        return port


def _at(values: list[float], part: float) -> float:
    return sorted(values)[min(len(values) - 1, int(part * len(values)))]


def rows() -> list[dict[str, Any]]:
    """The table: the median run of three, by its ratio."""
    runs: list[tuple[float, list[float], list[float], dict[str, int]]] = []
    for _ in range(3):
        with tempfile.TemporaryDirectory() as folder:
            ours_ms, echo_ms, counts = measured(Path(folder))
        runs.append((_at(ours_ms, 0.99) / _at(echo_ms, 0.99), ours_ms, echo_ms, counts))
    ratio, ours_ms, echo_ms, counts = sorted(runs, key=lambda r: r[0])[1]
    lost = sum(r[3]["lost"] for r in runs)
    shown = counts["shown"] / counts["sent"]
    note = f"at most 1.5x a plain socket's echo; {shown:.1%} of samples had a frame of their own"
    ours, echo = (_at(values, 0.99) for values in (ours_ms, echo_ms))
    return [
        row("live: p99, received to session, 10 x 240 Hz", ours, echo, unit="ms", ok=ratio <= 1.5, note=note),
        row("live: p50 of the same", _at(ours_ms, 0.5), _at(echo_ms, 0.5), unit="ms", note="nothing is demanded"),
        row("live: samples lost", lost, 0, unit="samples", ok=lost == 0, note="none of 57,600 may be"),
    ]


def main() -> None:
    """Print the table; ``--json`` for the runner."""
    found = rows()
    table = {"format": "1.0", "machine": machine(), "rows": found}
    print(json.dumps(table) if "--json" in sys.argv else printed(found))


if __name__ == "__main__":
    main()
