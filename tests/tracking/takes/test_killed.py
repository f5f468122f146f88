"""kill -9 in the middle of `track record`: the take reads to the last whole block, and that is a moment ago."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from tests.tracking.relay.stage import free_port

from setpiece.tracking import Sample, Sender, open_encoder
from setpiece.tracking.takes import Raw, TakeReader

COMMAND = "from setpiece.cli import main; main()"


def killed(folder: Path, delay_s: float) -> tuple[list[Raw], list[bytes], float, TakeReader]:
    """What was recorded, what was sent, and how long before the kill the last record was (ms)."""
    port, path = free_port(), folder / "a.take"
    arguments = ["track", "record", str(folder), "--protocol", "freed", "--port", str(port), "-o", str(path)]
    encoder, sent = open_encoder("freed"), list[bytes]()
    part = folder / "a.part.take"
    with subprocess.Popen([sys.executable, "-c", COMMAND, *arguments], stdout=subprocess.DEVNULL) as process:
        with Sender("127.0.0.1", port) as sender:
            begun, head = 0.0, 0
            while not begun or time.monotonic() - begun < delay_s:
                packets = encoder.encode([Sample("cam:1", 0, 0, (len(sent) / 64000, 0.0, 0.0))])
                sender.send(packets)
                sent += packets
                time.sleep(0.001)
                if not begun and part.exists():
                    head = head or part.stat().st_size
                    begun = time.monotonic() if part.stat().st_size > head else 0.0
        process.send_signal(signal.SIGKILL)
        at_ns = time.monotonic_ns()
    reader = TakeReader(part)
    records = [r for r in reader.records() if isinstance(r, Raw)]
    assert not path.exists(), "a take that was killed is called a part"
    return records, sent, (at_ns - records[-1].receive_ns) / 1e6 if records else 1e9, reader


def check(tmp_path: Path, seed: int, times: int) -> None:
    lost = []
    for n, delay_s in enumerate(np.random.default_rng(seed).uniform(0.1, 0.6, times)):
        (folder := tmp_path / str(n)).mkdir()
        records, sent, lost_ms, reader = killed(folder, float(delay_s))
        assert len(records) > 0
        first = sent.index(records[0].packet)
        assert [r.packet for r in records] == sent[first : first + len(records)]
        assert not reader.finished
        assert len(list(reader.samples())) == len(records)
        lost.append(lost_ms)
    print(f"killed {times} times: lost up to {max(lost):.0f} ms, median {sorted(lost)[len(lost) // 2]:.0f} ms")
    assert max(lost) < 1000, "a block every 50 ms, on a machine with other work"


@pytest.mark.skipif(os.name == "nt", reason="NOT RUN: Windows has no kill -9")
def test_killed_ten_times(tmp_path: Path) -> None:
    check(tmp_path, 1, 10)


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="NOT RUN: Windows has no kill -9")
def test_killed_a_hundred_times(tmp_path: Path) -> None:
    check(tmp_path, 2, 100)
