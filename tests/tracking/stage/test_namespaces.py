"""Three cards that are real to the system: veth pairs into network namespaces, one tracker behind each."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from setpiece.tracking import read_sources

pytestmark = pytest.mark.e2e

STAGE = f"spstage{os.getpid()}"
CARDS = (
    # card, its address, the tracker's address, what the tracker runs
    ("nicA", "10.77.1.1", "10.77.1.2", ("freed", "10.77.1.1", "40000")),
    ("nicB", "10.77.2.1", "10.77.2.2", ("psn", "236.10.10.10", "56565")),
    ("nicC", "10.77.3.1", "10.77.3.2", ("opentrackio", "239.135.1.187", "55555")),
)


def ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True, text=True)


def inside(namespace: str, *words: str) -> list[str]:
    return ["ip", "netns", "exec", namespace, *words]


@pytest.fixture
def stage() -> Iterator[str]:
    """A namespace with three cards, each wired to a tracker's namespace."""
    try:
        ip("netns", "add", STAGE)
    except (OSError, subprocess.CalledProcessError) as e:
        pytest.skip(f"NOT RUN: this machine allows no network namespaces: {getattr(e, 'stderr', '') or e}")
    made = [STAGE]
    try:
        ip("-n", STAGE, "link", "set", "lo", "up")
        for i, (card, here, there, _) in enumerate(CARDS):
            tracker = f"{STAGE}t{i}"
            ip("netns", "add", tracker)
            made.append(tracker)
            ip("-n", STAGE, "link", "add", card, "type", "veth", "peer", "name", "cam0", "netns", tracker)
            for namespace, name, address in ((STAGE, card, here), (tracker, "cam0", there)):
                ip("-n", namespace, "addr", "add", f"{address}/24", "dev", name)
                ip("-n", namespace, "link", "set", name, "up")
            ip("-n", tracker, "route", "add", "224.0.0.0/4", "dev", "cam0")
        yield STAGE
    finally:
        for namespace in made:
            subprocess.run(["ip", "netns", "del", namespace], check=False, capture_output=True)


def setpiece(*words: str) -> tuple[str, ...]:
    return (sys.executable, "-c", "from setpiece.cli import main; main()", *words)


@pytest.fixture
def trackers(stage: str) -> Iterator[str]:
    """Three senders, each in its own namespace."""
    started = []
    try:
        for i, (*_, (protocol, host, port)) in enumerate(CARDS):
            command = setpiece("track", "send", "--protocol", protocol, "--host", host, "--port", port, "--rate", "50")
            started.append(subprocess.Popen(inside(f"{stage}t{i}", *command), stdout=subprocess.DEVNULL))
        time.sleep(2)
        yield stage
    finally:
        for process in started:
            process.terminate()
            process.wait(10)


def looked(stage: str, interface: str) -> dict:
    command = setpiece("track", "monitor", "--interface", interface, "--json")
    done = subprocess.run(inside(stage, *command), capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr[-800:] + done.stdout[-800:]
    return json.loads(done.stdout)


def test_three_trackers_on_three_cards_are_named(trackers: str, tmp_path) -> None:
    found = looked(trackers, "auto")
    cards = {n["name"]: n for n in found["interfaces"]}
    assert {c[0]: cards[c[0]]["addresses"] for c in CARDS} == {c: [f"{a}/24"] for c, a, *_ in CARDS}
    assert all(cards[c[0]]["up"] for c in CARDS)
    heard = {h["interface"]: h for h in found["heard"]}
    assert set(heard) == {"nicA", "nicB", "nicC"}
    assert len(found["heard"]) == 3, "each tracker is heard once, on its own card"
    for card, here, there, (protocol, host, port) in CARDS:
        h = heard[card]
        assert (h["protocol"], h["port"], h["sender"], h["accepted"]) == (protocol, int(port), there, 1.0)
        assert h["group"] == ("" if host == here else host)
        assert 40 < h["rate_hz"] < 60
        assert len(h["subjects"]) == 1
    (tmp_path / "tracking.toml").write_text("\n".join(h["toml"] for h in found["heard"]), encoding="utf-8")
    assert [s.protocol for s in read_sources(tmp_path / "tracking.toml")] == ["freed", "psn", "opentrackio"]
    listening = setpiece("track", "monitor", str(tmp_path), "--seconds", "2", "--json")
    done = subprocess.run(inside(trackers, *listening), capture_output=True, text=True, timeout=60)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert {r["protocol"] for r in rows} == {"freed", "psn", "opentrackio"}, done.stderr[-500:]


def test_one_card_hears_its_own_only(trackers: str) -> None:
    found = looked(trackers, "nicB")
    assert [(h["interface"], h["protocol"]) for h in found["heard"]] == [("nicB", "psn")]
