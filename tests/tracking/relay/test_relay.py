"""The threads of a relay, with real sockets: predictors that hang, raise and lie, and any protocol to any other."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest
from tests.tracking.relay.stage import Engine, free_port, read_d1

from setpiece.errors import InputError
from setpiece.scene.model import FrameRate
from setpiece.tracking import (
    FORWARD_QUAT,
    Latency,
    Lens,
    Sample,
    Sender,
    Source,
    VolumeTracking,
    open_decoder,
    open_encoder,
)
from setpiece.tracking.lens import LensMap, curve_through
from setpiece.tracking.predict import Predictor
from setpiece.tracking.relay import Relay, RelayPlan, delay_words
from setpiece.tracking.takes import Raw, Sent, TakeInfo, TakeReader, TakeWriter

RATE = FrameRate(100, 1)


def until(done: Callable[[], bool], seconds: float = 10.0) -> None:
    """Wait for threads; a test that needs this long hangs."""
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "nothing came"
        time.sleep(0.002)


@contextmanager
def dolly(protocol: str, port: int) -> Iterator[None]:
    """A camera on a dolly, 100 samples a second, one metre a second along X."""
    stop, encoder = threading.Event(), open_encoder(protocol)

    def send() -> None:
        begun = time.monotonic_ns()
        with Sender("127.0.0.1", port) as sender:
            n = 0
            while not stop.wait(max(0.0, (begun + n * 10_000_000 - time.monotonic_ns()) / 1e9)):
                at = begun + n * 10_000_000
                sender.send(encoder.encode([Sample("cam:1", at, at, (n * 0.01, 0.0, 1.0), FORWARD_QUAT)]))
                n += 1

    thread = threading.Thread(target=send, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def plan(engine: Engine, to: str = "freed", source: str = "freed", **other: object) -> RelayPlan:
    sources = (Source(protocol=source, port=free_port()),)
    volume = VolumeTracking(latency=Latency(capture_to_photon_ms=60.0))
    return RelayPlan(sources=sources, to=to, port=engine.port, rate=RATE, volume=volume, **other)


@pytest.fixture
def engine() -> Iterator[Engine]:
    engine = Engine()
    yield engine
    engine.close()


class Switched:
    """The real predictor until somebody switches."""

    def __init__(self, how: Callable[[], object], broken: threading.Event) -> None:
        self._inner, self._how, self._broken = Predictor(), how, broken

    def observe(self, sample: Sample) -> object:
        return self._inner.observe(sample)

    def predict(self, at_ns: int) -> object:
        if self._broken.is_set() and (answer := self._how()) is not None:
            return answer
        return self._inner.predict(at_ns)


def test_a_predictor_that_hangs_costs_the_prediction_and_no_frame(engine: Engine, tmp_path: Path) -> None:
    broken, mended = threading.Event(), threading.Event()
    take = TakeWriter(tmp_path / "a.take", TakeInfo())
    relay = Relay(plan(engine), take, lambda: Switched(mended.wait, broken))
    with dolly("freed", relay.receivers[0].port), relay:
        until(lambda: relay.status().decisions.get("predicted", 0) > 30)
        broken.set()
        until(lambda: relay.status().decisions.get("raw_stalled", 0) > 30)
        frames = relay.status().frames
        until(lambda: relay.status().frames > frames + 20)
        predicted = relay.status().decisions["predicted"]
        broken.clear()
        mended.set()
        until(lambda: relay.status().decisions["predicted"] > predicted + 10)
    take.close()
    sent = [r for r in TakeReader(tmp_path / "a.take").records() if isinstance(r, Sent)]
    told = [r.decision for r in sent]
    first = told.index("raw_stalled", told.index("predicted") + 20)
    stalled = sent[first : first + 20]
    assert {r.decision for r in stalled} == {"raw_stalled"}, "every frame of it, from the first on"
    places = [read_d1(r.packet)[0][0] for r in stalled]
    assert places[-1] > places[0] + 0.1, "fresh raw poses, not one that is held"


def test_a_predictor_that_raises_is_begun_anew(engine: Engine) -> None:
    broken = threading.Event()

    def fail() -> None:
        broken.clear()
        raise ZeroDivisionError("by chance")

    relay = Relay(plan(engine), forecaster=lambda: Switched(fail, broken))
    with dolly("freed", relay.receivers[0].port), relay:
        until(lambda: relay.status().decisions.get("predicted", 0) > 20)
        broken.set()
        until(lambda: relay.status().faults == 1)
        before = relay.status().decisions["predicted"]
        until(lambda: relay.status().decisions["predicted"] > before + 20)
    assert relay.status().last_fault == "ZeroDivisionError: by chance"


def test_a_predictor_that_lies_is_found_out(engine: Engine) -> None:
    """It says where the camera was a quarter of a second ago: no wild pose, no stall, only wrong."""
    broken = threading.Event()
    answers = {"newest": 0.0}

    class Late(Predictor):
        def observe(self, sample: Sample) -> object:
            answers["newest"] = sample.position_m[0]
            return super().observe(sample)

    def late() -> object:
        found = Predictor().predict(0)
        return found._replace(position_m=(answers["newest"] - 0.25, 0.0, 1.0), rotation_wxyz=FORWARD_QUAT, state="live")

    def made() -> Switched:
        switched = Switched(late, broken)
        switched._inner = Late()
        return switched

    relay = Relay(plan(engine), forecaster=made)
    with dolly("freed", relay.receivers[0].port), relay:
        until(lambda: relay.status().decisions.get("predicted", 0) > 30)
        broken.set()
        until(lambda: relay.status().decisions.get("raw_worse", 0) > 30)
        assert relay.status().predicted_mm > relay.status().raw_mm
        broken.clear()
        before = relay.status().decisions["predicted"]
        until(lambda: relay.status().decisions["predicted"] > before + 20)


def test_closing_does_not_wait_for_a_predictor_that_hangs(engine: Engine) -> None:
    broken, never = threading.Event(), threading.Event()
    broken.set()
    relay = Relay(plan(engine), forecaster=lambda: Switched(never.wait, broken))
    with dolly("freed", relay.receivers[0].port), relay:
        until(lambda: relay.status().frames > 5)
    never.set()
    again = Relay(relay.plan)
    port = again.receivers[0].port
    again.close()
    assert port == relay.plan.sources[0].port, "its port was free"


def test_raw_and_sent_are_kept_apart(engine: Engine, tmp_path: Path) -> None:
    take = TakeWriter(tmp_path / "a.take", TakeInfo())
    relay = Relay(plan(engine), take)
    with dolly("freed", relay.receivers[0].port), relay:
        until(lambda: relay.status().frames > 60 and len(engine.heard) > 40)
    take.close()
    until(lambda: len(engine.heard) == relay._sender.sent)
    records = list(TakeReader(tmp_path / "a.take").records())
    sent = [r for r in records if isinstance(r, Sent)]
    raw = [r for r in records if isinstance(r, Raw)]
    assert [r.packet for r in sent] == [p for _, p in engine.heard]
    assert len(raw) == relay.receivers[0].stream.packets
    for r in sent:
        newest = max(read_d1(h.packet)[0][0] for h in raw if h.receive_ns <= r.sent_ns)
        assert r.decision != "predicted" or r.sent_ns < sent[20].sent_ns or read_d1(r.packet)[0][0] > newest + 0.02
    assert all(r.photon_ns > r.sent_ns for r in sent if r.decision == "predicted")


@pytest.mark.parametrize(
    ("source", "to"),
    [("opentrackio", "freed"), ("osc", "opentrackio"), ("psn", "osc"), ("vmc", "psn"), ("freed", "vmc")],
)
def test_any_protocol_to_any_other(engine: Engine, source: str, to: str) -> None:
    relay = Relay(plan(engine, to, source))
    with dolly(source, relay.receivers[0].port), relay:
        until(lambda: relay.status().decisions.get("predicted", 0) > 20)
    decoder = open_decoder(Source(protocol=to))
    poses = [s for _, p in engine.heard for s in decoder.feed(p, 0) if s.position_m is not None]
    places = [s.position_m for s in poses]
    assert len(places) > 15
    assert all(b[0] > a[0] - 0.02 for a, b in zip(places, places[1:], strict=False))
    assert places[-1][2] == pytest.approx(1.0, abs=1e-3)
    if to in ("osc", "opentrackio"):
        stamps = [s.source_ns for s in poses]
        assert stamps == sorted(stamps), "times that go back would make an engine drop the pose"
        assert {round((b - a) / 1e7) for a, b in zip(stamps, stamps[1:], strict=False)} <= set(range(1, 500))


def test_the_lens_map_says_what_encoders_mean(engine: Engine) -> None:
    """Focus in dioptres on a ring of 0 to 1000: at 500 it is one dioptre, a metre."""
    lens_map = LensMap(focus=curve_through([(0.0, 0.0), (500.0, 1.0), (1000.0, 2.0)], "focus"))
    relay = Relay(plan(engine, "opentrackio", lens=lens_map))
    head = Sample("cam:1", 0, 0, (0.0, 0.0, 0.0), FORWARD_QUAT, Lens(raw_zoom=0.0, raw_focus=500.0, raw_iris=0.0))
    with relay, Sender("127.0.0.1", relay.receivers[0].port) as sender:
        sender.send(open_encoder("freed").encode([head]))
        until(lambda: len(engine.heard) > 3)
    decoder = open_decoder(Source(protocol="opentrackio"))
    heard = [s for _, p in engine.heard for s in decoder.feed(p, 0)]
    assert heard[-1].lens.focus_m == pytest.approx(1.0)


def test_only_the_camera_that_was_named_is_relayed(engine: Engine) -> None:
    relay = Relay(plan(engine, camera="cam:2"))
    with relay, Sender("127.0.0.1", relay.receivers[0].port) as sender:
        for i in range(20):
            both = [Sample(f"cam:{n}", 0, 0, (float(n), 0.0, 0.0), FORWARD_QUAT) for n in (1, 2)]
            sender.send(open_encoder("freed").encode(both))
            time.sleep(0.01 * (i < 19))
        until(lambda: len(engine.heard) > 10)
    assert {p[1] for _, p in engine.heard} == {2}
    assert {round(read_d1(p)[0][0], 3) for _, p in engine.heard} == {2.0}


def test_the_first_with_a_pose_is_the_camera_when_nobody_is_named(engine: Engine) -> None:
    relay = Relay(plan(engine))
    assert relay.status().camera == ""
    relay._took(0, Sample("face", 0, 0, values=(("jaw", 1.0),)))
    relay._took(1, Sample("wand", 0, 0, (0.0, 0.0, 0.0)))
    relay._took(0, Sample("cam:1", 0, 0, (1.0, 0.0, 0.0)))
    assert relay.status().camera == "wand"
    relay._took(0, Sample("wand", 10, 10, (5.0, 0.0, 0.0)))
    assert relay.core.step(20).sample.position_m == (0.0, 0.0, 0.0), "another source's wand is another wand"
    relay.close()


def test_what_cannot_be_relayed_says_so(engine: Engine) -> None:
    with pytest.raises(InputError, match="can be read but not sent"):
        Relay(plan(engine, "f4"))
    good = plan(engine)
    twice = msgspec.structs.replace(good, sources=good.sources * 2)
    with pytest.raises(InputError, match="the port is in use"):
        Relay(twice)
    Relay(good).close()


def test_a_delay_that_nobody_measured_is_called_assumed() -> None:
    assert "assumed" in delay_words(Latency())
    assert delay_words(Latency(87.25, 1.5, measured=True)) == "87.25 +- 1.5 ms from capture to light, measured"
    assert math.isclose(Latency().capture_to_photon_ms, 120.0)
