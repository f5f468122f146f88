"""Real sockets on this computer: UDP, both TCP framings, ports in use, senders that misbehave, consumers that sleep."""

from __future__ import annotations

import math
import shutil
import socket
import subprocess
import time
from collections.abc import Callable

import msgspec
import pytest

from setpiece.errors import InputError
from setpiece.tracking import Lens, Sample, Sender, Source
from setpiece.tracking.freed import FreedEncoder
from setpiece.tracking.osc import encode_message
from setpiece.tracking.receive import Reader, Receiver, Stream

POSE = Sample("cam:1", 0, 0, position_m=(1.0, 2.0, 3.0), rotation_wxyz=(math.sqrt(0.5), math.sqrt(0.5), 0.0, 0.0))


def until(done: Callable[[], bool], seconds: float = 5.0) -> None:
    """Wait for the network; a test that needs this long hangs."""
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "nothing came"
        time.sleep(0.002)


def free_port(kind: socket.SocketKind = socket.SOCK_DGRAM) -> int:
    with socket.socket(socket.AF_INET, kind) as s:
        s.bind(("127.0.0.1", 0))
        port: int = s.getsockname()[1]
        return port


def test_freed_over_udp_arrives_in_order() -> None:
    with Receiver(Source(protocol="freed", port=free_port())) as receiver, Sender("127.0.0.1", receiver.port) as sender:
        reader = receiver.reader()
        for i in range(50):
            sender.send(FreedEncoder().encode([Sample("cam:1", 0, 0, position_m=(i / 1000, 0.0, 0.0))]))
        until(lambda: receiver.stream.packets == 50)
        samples = reader.drain()
        latest = receiver.stream.latest("cam:1")
        (health,) = receiver.stream.health(time.monotonic_ns())
    assert [round(s.position_m[0] * 1000) for s in samples if s.position_m] == list(range(50))
    assert latest == samples[-1]
    assert (health.subject, health.protocol, health.position_m) == ("cam:1", "freed", samples[-1].position_m)


@pytest.mark.parametrize(("protocol", "transport"), [("osc-tcp", "tcp_length"), ("osc-slip", "tcp_slip")])
def test_osc_over_tcp(protocol, transport) -> None:
    port = free_port(socket.SOCK_STREAM)
    with Receiver(Source(protocol=protocol, port=port)) as receiver:
        for _ in range(2):  # a sender that comes back
            with Sender("127.0.0.1", port, transport) as sender:
                sender.send([encode_message("/subject/a/value/x", float(i)) for i in range(20)])
                assert sender.failed == 0
        until(lambda: receiver.stream.packets == 40)
        assert dict(receiver.stream.latest("a").values) == {"x": 19.0}


def test_a_stream_in_the_other_framing_is_closed_and_said() -> None:
    port = free_port(socket.SOCK_STREAM)
    with Receiver(Source(protocol="osc-tcp", port=port)) as receiver, Sender("127.0.0.1", port, "tcp_slip") as sender:
        sender.send([encode_message("/a", 1)])
        until(lambda: receiver.stream.refused == 1)
        assert "SLIP" in receiver.stream.last_refusal


def test_oscsend_is_heard() -> None:
    if shutil.which("oscsend") is None:
        pytest.skip("NOT RUN: liblo's oscsend is not installed (apt-get install liblo-tools)")
    with Receiver(Source(protocol="osc", port=free_port())) as receiver:
        words = "/cam/A/pose dffffffff 2 1 2 1.5 0.7071 0 0 0.7071 40".split()
        subprocess.run(["oscsend", "127.0.0.1", str(receiver.port), *words], check=True, timeout=10)
        until(lambda: receiver.stream.packets == 1)
        sample = receiver.stream.latest("A")
    assert sample is not None
    assert sample.position_m == (1.0, 2.0, 1.5)
    assert sample.source_ns == 2_000_000_000


def test_a_port_in_use_names_itself_and_is_free_again_afterwards() -> None:
    port = free_port()
    source = Source(protocol="freed", port=port)
    with Receiver(source), pytest.raises(InputError, match=rf"127\.0\.0\.1:{port}: the port is in use"):
        Receiver(source)
    Receiver(source).close()


def test_an_address_of_somebody_else() -> None:
    with pytest.raises(InputError, match="no such address"):
        Receiver(Source(protocol="freed", host="192.0.2.1", port=free_port()))


def test_nothing_listens_beyond_this_computer_unless_told() -> None:
    with Receiver(Source(protocol="freed", port=free_port())) as receiver:
        assert receiver._socket.getsockname()[0] == "127.0.0.1"


def test_garbage_is_counted_and_the_stream_goes_on() -> None:
    with Receiver(Source(protocol="freed", port=free_port())) as receiver, Sender("127.0.0.1", receiver.port) as sender:
        good = FreedEncoder().encode([POSE])[0]
        sender.send([b"", b"\xd1garbage", good[:-1] + b"\0", good])
        until(lambda: receiver.stream.packets >= 3 and receiver.stream.latest("cam:1") is not None)
        assert receiver.stream.refused == 2
        assert "checksum" in receiver.stream.last_refusal


def test_addresses_that_nobody_knows_are_listed() -> None:
    stream = Stream(Source(protocol="osc"))
    for address in ("/who/knows", "/who/knows", "/else", "/subject/a/value/b"):
        stream.take(encode_message(address, 1.0), 0)
    assert (stream.unknown(), stream.refused) == ({"/who/knows": 2, "/else": 1}, 0)
    assert Stream(Source(protocol="freed")).unknown() == {}


def test_a_decoder_that_fails_is_counted_and_the_stream_goes_on() -> None:
    class Broken:
        def feed(self, packet: bytes, receive_ns: int) -> list[Sample]:
            return [POSE] if packet[0] else []

    stream = Stream(Source(protocol="freed"), Broken())
    assert (stream.take(b"", 0), "decoder failed: IndexError" in stream.last_refusal) == ((), True)
    assert len(stream.take(b"x", 0)) == 1


def test_a_consumer_that_fails_makes_nobody_else_deaf() -> None:
    stream, heard = Stream(Source(protocol="freed")), Reader()
    stream.add_sink(lambda sample: [][len(sample.subject)])
    stream.add_sink(heard.put)
    stream.take(FreedEncoder().encode([POSE])[0], 0)
    assert (len(heard.drain()), "consumer failed: IndexError" in stream.last_refusal) == (1, True)


def test_of_a_lens_what_is_no_number_is_not_known() -> None:
    class Lenses:
        def feed(self, packet: bytes, receive_ns: int) -> list[Sample]:
            lens = Lens(focal_mm=math.nan, focus_m=math.inf, f_stop=2.8, raw_zoom=-math.inf, distortion=("d", (math.nan,)))
            return [msgspec.structs.replace(POSE, lens=lens)]

    (sample,) = Stream(Source(protocol="freed"), Lenses()).take(b"x", 0)
    assert sample.lens == Lens(focus_m=math.inf, f_stop=2.8)


def test_a_consumer_that_sleeps_loses_its_own_samples_only() -> None:
    stream = Stream(Source(protocol="freed"))
    slow, quick = Reader(capacity=10), Reader()
    stream.add_sink(slow.put)
    stream.add_sink(quick.put)
    for i in range(25):
        stream.take(FreedEncoder().encode([POSE])[0], i * 10_000_000)
    assert len(quick.drain()) == 25
    assert (len(slow.drain()), slow.overrun) == (10, 15)


def test_a_position_that_is_no_number_moves_nothing() -> None:
    stream = Stream(Source(protocol="osc"))
    pose = ("/subject/a/pose", 0.0, 1.0, 2.0, 3.0, 0.0, 0.0, 0.0, 1.0)
    stream.take(encode_message(*pose), 0)
    before = stream.latest("a")
    stream.take(encode_message(pose[0], 0.0, math.nan, *pose[3:]), 1)
    stream.take(encode_message(pose[0], 0.0, 1.0, math.inf, *pose[4:]), 2)
    assert stream.latest("a") == before
    assert stream.refused == 2
    assert "no number" in stream.last_refusal


@pytest.mark.parametrize("seconds", [1e209, 1e11])
def test_a_time_beyond_all_clocks_spoils_no_figures(seconds: float) -> None:
    stream = Stream(Source(protocol="osc"))
    for t in (1.0, seconds, 2.0):
        stream.take(encode_message("/cam/a/pose", t, *[0.0] * 6, 1.0, 40.0, types="dffffffff"), round(t) if t < 3 else 1)
    assert stream.refused == 1
    assert "beyond all clocks" in stream.last_refusal
    assert stream.health(5)[0].jitter_ms < 1e9


def test_subjects_are_bounded() -> None:
    stream = Stream(Source(protocol="osc"))
    for i in range(2000):
        stream.take(encode_message(f"/subject/{i}/value/x", 1.0), i)
    assert len(stream.subjects()) == 512
    assert stream.refused > 0


def test_corrections_of_the_source() -> None:
    """Centimetres, X and Y swapped as a mirror, and a head that counts its pan the other way."""
    plain = Stream(Source(protocol="freed"))
    odd = Stream(Source(protocol="freed", axes=("+y", "+x", "+z"), unit=0.01, flip_pan=True, subjects={"cam:1": "A"}))
    turned = Sample("cam:1", 0, 0, position_m=(1.0, 2.0, 3.0), rotation_wxyz=(0.653281, 0.653281, -0.270598, -0.270598))
    (packet,) = FreedEncoder().encode([turned])
    (before,), (after,) = plain.take(packet, 0), odd.take(packet, 0)
    assert (after.subject, after.position_m) == ("A", pytest.approx((0.02, 0.01, 0.03)))
    from setpiece.geometry import quat_rotate

    x, y, z = quat_rotate(before.rotation_wxyz, (0, 0, -1))
    assert quat_rotate(after.rotation_wxyz, (0, 0, -1)) == pytest.approx((-x, y, z))


@pytest.mark.parametrize("axes", [("+x", "+x", "+z"), ("x", "+y", "+z"), ("+x", "+y", "+w")])
def test_axes_that_are_none(axes) -> None:
    with pytest.raises(InputError, match=r"axis|once each"):
        Stream(Source(protocol="freed", axes=axes))


def test_health_counts_what_happened() -> None:
    stream = Stream(Source(protocol="f4"))
    axes = bytes.fromhex("0100015f900500000003e8"[:20])
    for i, n in enumerate((1, 2, 2, 5, 6)):
        body = bytes([0xF4, 1, 2, n]) + axes
        stream.take(body + bytes([(0x40 - sum(body)) % 256]), i * 40_000_000)
    (health,) = stream.health(200_000_000)
    assert (health.lost, health.duplicate, health.rate_hz) == (2, 1, pytest.approx(25, rel=0.4))


def test_a_receiver_that_is_gone_costs_a_sender_no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[float] = []

    def nobody(to: object, timeout: float) -> socket.socket:
        tries.append(timeout)
        raise TimeoutError

    monkeypatch.setattr(socket, "create_connection", nobody)
    now = iter([0.0, 3.5, 4.0, 4.01, 5.0, 6.0])
    monkeypatch.setattr("setpiece.tracking._sender.time.monotonic", lambda: next(now))
    with Sender("127.0.0.1", 9, "tcp_slip") as sender:
        sender.send([b"a"] * 6)
    assert (tries, sender.sent, sender.failed) == ([3.0, 0.05, 0.05], 0, 6)
