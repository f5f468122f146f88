"""Outputs against recorders that read the wire themselves: sacn's own receiver, Art-Net by ``struct``, python-osc."""

from __future__ import annotations

import socket
import struct
import time
from contextlib import ExitStack, closing
from pathlib import Path

import numpy as np
import pytest
from pythonosc.osc_bundle import OscBundle
from sacn.messages.data_packet import DataPacket

from setpiece.errors import FormatError, InputError
from setpiece.live.outputs import (
    DmxDriver,
    Fixture,
    GuardedOutput,
    HostDriver,
    OscDriver,
    OscMap,
    Output,
    Patch,
    artnet_packet,
    cone_mean,
    encoded,
    open_outputs,
    read_outputs,
    sacn_group,
    sacn_packet,
)
from setpiece.scene import MemoryHost
from setpiece.scene.model import EmptyPayload, LightPayload, Node, Scene

S = 1_000_000_000
LAMP = "s1.l1"


def scene() -> Scene:
    lamp = Node(LAMP, "desk lamp", "light", "practical", payload=LightPayload(shape="point", lumen=500.0, kelvin=3200.0))
    return Scene(id="s1", nodes={LAMP: lamp, "s1.p1": Node("s1.p1", "chair", "sets", "chair", payload=EmptyPayload())})


@pytest.fixture
def wire():
    """A socket that hears what is sent to it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))
        sock.settimeout(2)
        yield sock


@pytest.fixture
def kept():
    """Closes whatever a test opened."""
    with ExitStack() as stack:
        yield lambda thing: stack.enter_context(closing(thing))


def heard(sock: socket.socket) -> list[bytes]:
    packets = []
    sock.settimeout(0.05)
    while True:
        try:
            packets.append(sock.recv(2000))
        except TimeoutError:
            return packets


def test_a_light_begins_as_the_scene_has_it_and_follows_its_slots() -> None:
    patch = Patch([Fixture(1, 10, light="desk lamp", full=1000.0), Fixture(1, 11, light=LAMP, mode="rgb")], scene())
    before = patch.universes()[1]
    assert before[9] == 128, "500 of 1000 lm, never a blackout first"
    red, green, blue = before[10:13]
    assert red == 128 > green > blue, "3200 K is warm"
    assert patch.update({f"{LAMP}#payload.lumen": 250.0, "other#payload.lumen": 1.0})
    assert patch.universes()[1][9] == 64
    assert patch.update({f"{LAMP}#visible": False})
    assert patch.universes()[1][9:13] == bytes(4)
    assert not patch.update({"other#payload.lumen": 1.0})


@pytest.mark.parametrize(
    ("mode", "channels"),
    [
        ("dimmer", [128]), ("dimmer16", [0x80, 0x00]), ("dimmer_cct", [128, 51]), ("rgb", [128, 64, 0]),
        ("rgb16", [0x80, 0x00, 0x40, 0x00, 0x00, 0x00]), ("rgbw", [128, 64, 0, 0]),
    ],
)  # fmt: skip
def test_channels_of_each_mode(mode, channels) -> None:
    fixture = Fixture(1, 1, light="x", mode=mode, kelvin=(2500.0, 6000.0))
    assert list(encoded(fixture, (0.5, (1.0, 0.5, 0.0), 3200.0))) == channels


def test_white_is_taken_out_of_colour_and_squares_are_undone() -> None:
    assert list(encoded(Fixture(1, 1, light="x", mode="rgbw"), (1.0, (1.0, 0.8, 0.6), 0.0))) == [102, 51, 0, 153]
    assert list(encoded(Fixture(1, 1, light="x", curve="square"), (0.25, (1.0, 1.0, 1.0), 0.0))) == [128]


def test_a_property_of_its_own() -> None:
    patch = Patch([Fixture(0, 1, target="environment#sky.lux", full=100.0)], scene())
    assert patch.update({"environment#sky.lux": 50.0})
    assert patch.universes()[0][0] == 128


def test_pieces_of_the_surroundings() -> None:
    """Left half of the picture red at 100 nit, right half blue at 50: columns go clockwise from behind."""
    picture = np.zeros((64, 128, 3), np.float32)
    picture[:, :64, 0], picture[:, 64:, 2] = 100.0, 50.0
    assert cone_mean(picture, 90, 0, 40) == pytest.approx((100, 0, 0)), "yaw 90 is to the left"
    assert cone_mean(picture, -90, 0, 40) == pytest.approx((0, 0, 50))
    assert cone_mean(picture, 0, 0, 60) == pytest.approx((50, 0, 25), rel=0.05)
    assert cone_mean(picture, 90, 0, 0.01)[0] == 100.0
    uniform = np.full((32, 64, 3), 7.0, np.float32)
    for pitch in (-90, -20, 0, 55, 90):
        assert cone_mean(uniform, 10, pitch, 50) == pytest.approx((7, 7, 7))
    patch = Patch([Fixture(1, 1, yaw_deg=90, mode="rgb", full=200.0)], scene(), picture)
    assert list(patch.universes()[1][:3]) == [128, 0, 0]


def test_sacn_is_read_by_its_own_library(wire, kept) -> None:
    output = Output("sacn", "practicals", "127.0.0.1", wire.getsockname()[1], fixtures=(Fixture(7, 3, light=LAMP),), priority=120)
    driver = kept(DmxDriver(output, scene(), cid="film-1"))
    driver.send(0)
    driver.update({f"{LAMP}#payload.lumen": 1000.0})
    driver.send(S)
    first, twice, second = (DataPacket.make_data_packet(tuple(p)) for p in heard(wire))
    assert (first.universe, first.priority, first.sourceName) == (7, 120, "Setpiece practicals")
    assert (first.dmxData[2], second.dmxData[2]) == (128, 255)
    assert first.dmxData == twice.dmxData
    assert second.sequence == (twice.sequence + 1) % 256
    for last in range(256):  # whatever a receiver heard before: E1.31, 6.7.2
        assert any((p.sequence - last + 128) % 256 - 128 not in range(-19, 1) for p in (first, twice)), last
    again = kept(DmxDriver(output, scene(), cid="film-1"))
    again.send(0)
    assert DataPacket.make_data_packet(tuple(heard(wire)[0])).cid == first.cid, "a restart is the same source"
    assert sacn_group(0x1234) == "239.255.18.52"


def test_artnet_byte_by_byte(wire, kept) -> None:
    assert artnet_packet(0x0123, b"\x05\x06", 0) == b"Art-Net\0\x00\x50\x00\x0e\x01\x00\x23\x01\x00\x02\x05\x06"
    assert artnet_packet(0, b"\0\0", 255)[12] == 1, "0 would switch ordering off"
    output = Output("artnet", host="127.0.0.1", port=wire.getsockname()[1], fixtures=(Fixture(2, 1, light=LAMP),))
    driver = kept(DmxDriver(output, scene(), "f"))
    driver.send(0)
    (packet,) = heard(wire)
    magic, opcode, version, _, _, universe, length = struct.unpack(">8s2sHBBHH", packet[:18])
    assert (magic, opcode, version, universe, length) == (b"Art-Net\0", b"\x00\x50", 14, 0x0200, 512)
    assert packet[18] == 128


def test_the_look_is_kept_alive_and_paced(wire, kept) -> None:
    fixtures = (Fixture(1, 1, light=LAMP),)
    driver = kept(DmxDriver(Output("sacn", host="127.0.0.1", port=wire.getsockname()[1], rate_hz=10, fixtures=fixtures), scene(), "f"))
    for frame in range(240):  # four seconds at 60 frames
        if frame < 60:
            driver.update({f"{LAMP}#payload.lumen": float(frame)})
        driver.send(frame * S // 60)
    packets = heard(wire)
    assert 10 <= len(packets) - 3 <= 12, "ten a second while it changes, then one every 0.8 s"
    assert [p[126] for p in packets[-3:]] == [round(59 / 1000 * 255)] * 3, "the last look"


def test_osc_of_every_change_and_of_a_map(wire, kept) -> None:
    plain = kept(OscDriver(Output("osc", host="127.0.0.1", port=wire.getsockname()[1]), scene()))
    plain.update({f"{LAMP}#payload.lumen": 12.5, f"{LAMP}#visible": True, f"{LAMP}#payload.tint": (1.0, 0.5, 0.25)})
    plain.send(0)
    plain.send(S)
    (packet,) = heard(wire)
    bundle = OscBundle(packet)
    assert [(m.address, *m.params) for m in bundle] == [
        ("/setpiece/value", f"{LAMP}#payload.lumen", 12.5), ("/setpiece/value", f"{LAMP}#visible", True),
        ("/setpiece/value", f"{LAMP}#payload.tint", 1.0, 0.5, 0.25),
    ]  # fmt: skip
    assert abs(bundle.timestamp - time.time()) < 5
    to = Output("osc", host="127.0.0.1", port=wire.getsockname()[1], map=(OscMap("desk lamp#lumen", "/lamp"),))
    mapped = kept(OscDriver(to, scene()))
    mapped.update({f"{LAMP}#payload.lumen": 3.0, f"{LAMP}#visible": False})
    mapped.send(0)
    assert [(m.address, *m.params) for m in OscBundle(heard(wire)[0])] == [("/lamp", 3.0)]
    mapped.reassert()
    mapped.send(S)
    assert len(heard(wire)) == 1


def test_a_host_is_staged_and_shows_the_scene_again_at_the_end() -> None:
    from setpiece.scene import diff

    host = MemoryHost()
    host.begin("s1", {})
    assert host.apply(diff(Scene(id="s1"), scene())).refused == ()
    driver = HostDriver(host)
    driver.update({f"{LAMP}#payload.lumen": 1.0})
    driver.send(0)
    assert host.staged == {f"{LAMP}#payload.lumen": 1.0}
    driver.close()
    assert host.staged == {}


class Flaky:
    """A driver that fails while ``broken``."""

    def __init__(self) -> None:
        self.broken, self.sent, self.reasserted = True, 0, 0
        self.name = "flaky"

    def update(self, changed) -> None: ...

    def send(self, now_ns: int) -> None:
        if self.broken:
            raise OSError("no route to host")
        self.sent += 1

    def reassert(self) -> None:
        self.reasserted += 1

    def close(self) -> None:
        raise OSError("gone")


def test_a_failing_output_is_tried_later_each_time_and_told_of_once() -> None:
    driver = Flaky()
    output = GuardedOutput(driver)
    told, attempts, at = [], [], 0
    while at < 100 * S:
        before = driver.reasserted
        if text := output.send(at):
            told.append(text)
        if driver.reasserted > before:
            attempts.append(at / S)
        at += S // 10
    assert told == ["flaky fails: no route to host"]
    assert attempts == pytest.approx([0, 0.5, 1.5, 3.5, 7.5, 15.5, 31.5, 61.5, 91.5], abs=0.11)
    assert output.status(at).fault == "no route to host"
    driver.broken = False
    assert output.send(200 * S) == "flaky works again after: no route to host"
    assert (driver.sent, output.status(200 * S).fault) == (1, "")
    output.close()


GOOD = """
[[output]]
kind = "sacn"
name = "practicals"
[[output.fixture]]
light = "desk lamp"
universe = 1
address = 1
mode = "rgbw"
"""


def test_a_file_opens_over_a_scene(tmp_path: Path) -> None:
    (tmp_path / "outputs.toml").write_text(GOOD)
    (output,) = open_outputs(read_outputs(tmp_path / "outputs.toml"), scene(), "f", tmp_path)
    assert output.name == "practicals"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[output]]\nkind = 'osc'\nhost = '127.0.0.1'\n", "output 1: osc needs a port"),
        ("[[output]]\nkind = 'artnet'\n", "artnet needs a host"),
        (GOOD.replace("address = 1", "address = 510"), "fixture 1/510: its channels end at 513"),
        (GOOD.replace("universe = 1", "universe = 0"), "begin at 1"),
        (GOOD.replace('light = "desk lamp"', ""), "follows one thing"),
        (GOOD + "[[output.fixture]]\nlight='desk lamp'\nuniverse=1\naddress=4\n", "channel 4 is taken by"),
        (GOOD.replace("rgbw", "cmyk"), "cmyk"),
        ("format = '2.0'\n", "newer"),
        ("[[output]\n", "outputs.toml"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "outputs.toml"
    path.write_text(text)
    with pytest.raises(FormatError, match=message):
        read_outputs(path)


def test_what_the_scene_lacks_is_named(tmp_path: Path) -> None:
    for fixture, message in (
        (Fixture(1, 5, light="desk lump"), r"fixture 1/5.*Near it: desk lamp"),
        (Fixture(1, 5, light="chair"), "this is no light"),
        (Fixture(1, 5, yaw_deg=0.0), "no surroundings"),
    ):
        with pytest.raises(InputError, match=message):
            Patch([fixture], scene())
    np.save(tmp_path / "sky.npy", np.zeros(5))
    (tmp_path / "outputs.toml").write_text('surroundings = "sky.npy"\n' + GOOD)
    with pytest.raises(FormatError, match="shape"):
        open_outputs(read_outputs(tmp_path / "outputs.toml"), scene(), "f", tmp_path)


def test_a_packet_without_the_library_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    from setpiece.errors import MissingExtraError

    monkeypatch.setitem(sys.modules, "sacn.messages.data_packet", None)
    with pytest.raises(MissingExtraError, match="setpiece\\[tracking\\]"):
        sacn_packet(bytes(16), "a", 1, b"", 0, 100)
