"""The look at the network: cards from literal netlink bytes, protocols from packets, ports that are taken."""

from __future__ import annotations

import os
import socket
import threading
import time

import numpy as np
import pytest

from setpiece.errors import InputError
from setpiece.tracking import open_encoder, pretended_move, read_sources
from setpiece.tracking.receive import Receiver
from setpiece.tracking.stage import KnownPort, Nic, choose_nics, known_ports, list_nics, scan
from setpiece.tracking.stage._identify import identify
from setpiece.tracking.stage._nics import nics_of
from setpiece.tracking.stage._ports import groups_of, udp_holders

LO = Nic("lo", socket.if_nametoindex("lo") if "lo" in dict(map(reversed, socket.if_nameindex())) else 1,
         ("127.0.0.1/8",), loopback=True)  # fmt: skip
DONE = bytes.fromhex("14000000 03000200 01000000 00000000 00000000")


def attribute(kind: int, data: bytes) -> bytes:
    body = (len(data) + 4).to_bytes(2, "little") + kind.to_bytes(2, "little") + data
    return body + b"\0" * (-len(body) % 4)


def message(kind: int, body: bytes) -> bytes:
    return (16 + len(body)).to_bytes(4, "little") + kind.to_bytes(2, "little") + bytes(10) + body


def test_cards_from_netlink() -> None:
    """IFF_UP | IFF_BROADCAST | IFF_RUNNING | IFF_MULTICAST is 0x1043; a card without cable lacks RUNNING (0x40)."""

    def link(index: int, flags: int, name: bytes) -> bytes:
        head = bytes(4) + index.to_bytes(4, "little") + flags.to_bytes(4, "little") + bytes(4)
        return message(16, head + attribute(3, name + b"\0") + attribute(4, (9000).to_bytes(4, "little")))

    def address(index: int, prefix: int, text: str) -> bytes:
        head = bytes([2, prefix, 0, 0]) + index.to_bytes(4, "little")
        return message(20, head + attribute(1, b"\x0a\x00\x00\x01") + attribute(2, socket.inet_aton(text)))

    links = link(2, 0x1043, b"stage0") + link(7, 0x1003, b"spare") + DONE
    addresses = address(2, 24, "10.0.0.5") + address(2, 16, "172.16.3.4") + DONE
    assert nics_of(links, addresses) == (
        Nic("stage0", 2, ("10.0.0.5/24", "172.16.3.4/16"), True, 9000, True),
        Nic("spare", 7, (), False, 9000, True),
    )
    assert nics_of(b"", b"") == ()
    nics_of(links[:50], addresses[:31])


def test_the_cards_of_this_computer() -> None:
    nics = list_nics()
    assert {n.name for n in nics} >= {name for _, name in socket.if_nameindex() if name == "lo"}
    assert any(n.loopback and n.address == "127.0.0.1" for n in nics)


def test_without_netlink_addresses_stand_for_cards(monkeypatch) -> None:
    monkeypatch.setattr("setpiece.tracking.stage._nics._ask", lambda kind: (_ for _ in ()).throw(PermissionError()))
    monkeypatch.setattr(socket, "gethostbyname_ex", lambda name: (name, [], ["127.0.1.1", "10.1.2.3"]))
    assert [n.name for n in list_nics()] == ["127.0.0.1", "10.1.2.3"]


def test_a_card_is_chosen_by_name_or_address() -> None:
    nics = (LO, Nic("stage0", 5, ("10.0.0.5/24",)))
    assert choose_nics(nics, "auto") == nics
    assert choose_nics(nics, "stage0") == choose_nics(nics, "10.0.0.5") == nics[1:]
    with pytest.raises(InputError, match=r"no network card 'stage1'.*stage0 10\.0\.0\.5"):
        choose_nics(nics, "stage1")
    assert nics[1].holds("10.0.0.77")
    assert not nics[1].holds("10.0.1.77")
    assert nics[1].broadcasts("10.0.0.255")
    assert not nics[1].broadcasts("10.0.0.254")


def test_every_protocol_has_a_known_port_and_its_group() -> None:
    known = {p.port: p for p in known_ports()}
    assert {p.protocol for p in known.values()} >= {"freed", "opentrackio", "psn", "f4", "livelinkface", "vmc", "osc"}
    assert groups_of(known[56565]) == ("236.10.10.10",)
    groups = groups_of(known[55555])
    assert (len(groups), groups[0], groups[-1]) == (200, "239.135.1.1", "239.135.1.200")
    assert (known[7000].profile, known[39570].profile) == ("openvr", "vmt")


def packets(protocol: str, count: int = 20, **options) -> list[tuple[int, bytes]]:
    encoder, move = open_encoder(protocol, **options), pretended_move("walk")
    return [(i, p) for i in range(count) for p in encoder.encode([move(i / 20, i * 50_000_000)])]


@pytest.mark.parametrize("protocol", ["freed", "opentrackio", "psn", "vmc", "osc"])
def test_a_protocol_is_told_from_its_packets_alone(protocol: str) -> None:
    guess = identify(packets(protocol))
    assert (guess.protocol, guess.accepted, guess.profile) == (protocol, 1.0, "")
    assert [count for _, count in guess.subjects] == [20]


def test_an_osc_profile_is_told_by_its_addresses() -> None:
    from setpiece.tracking.osc import encode_message

    message = encode_message("/tracker/position/cam7", 1.0, 2.0, 3.0, 0.0, 90.0, 0.0, types="ffffff")
    assert identify([(0, message)]).profile == "loled"
    nobody = identify([(0, encode_message("/my/own", 1.0, types="f"))])
    assert (nobody.protocol, nobody.subjects) == ("osc", ())
    assert "/my/own" in nobody.note


def test_noise_is_no_protocol() -> None:
    rng = np.random.default_rng(1)
    noise = [(i, rng.integers(0, 256, 29, dtype=np.uint8).tobytes()) for i in range(100)]
    guess = identify(noise, KnownPort(1511, "OptiTrack NatNet"))
    assert (guess.protocol, guess.accepted) == ("", 0.0)
    assert "OptiTrack" in guess.note


def test_a_few_damaged_packets_hide_nobody() -> None:
    good = packets("freed")
    damaged = [(i, p[:-1] + bytes([p[-1] ^ 1])) if i % 4 == 0 else (i, p) for i, p in good]
    guess = identify(damaged)
    assert (guess.protocol, guess.accepted) == ("freed", 0.75)


def free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


def sending(port: int, what: list[bytes], stop: threading.Event) -> threading.Thread:
    def run() -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
            while not stop.is_set():
                for packet in what:
                    sock.sendto(packet, ("127.0.0.1", port))
                    time.sleep(0.01)

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_known_and_unknown_traffic_and_a_taken_port(tmp_path) -> None:
    freed, strange, taken = free_port(), free_port(), free_port()
    ports = [KnownPort(freed, "FreeD", "freed"), KnownPort(strange, "a mystery"), KnownPort(taken, "held", "osc")]
    stop = threading.Event()
    threads = [sending(freed, [p for _, p in packets("freed")], stop), sending(strange, [b"\xffhello"], stop)]
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as holder:
            holder.bind(("0.0.0.0", taken))
            found = scan("auto", 0.4, (LO,), ports)
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    heard = {h.port: h for h in found.heard}
    assert set(heard) == {freed, strange}
    assert (heard[freed].protocol, heard[freed].sender, heard[freed].interface) == ("freed", "127.0.0.1", "lo")
    assert heard[freed].subjects[0].subject == "cam:1"
    assert (heard[strange].protocol, heard[strange].toml) == ("", "")
    assert heard[strange].first_bytes.startswith("ff 68 65 6c 6c 6f")
    (trouble,) = found.troubles
    assert (trouble.port, "in use by another program" in trouble.why) == (taken, True)
    if os.path.exists("/proc/net/udp"):
        assert f"({os.getpid()})" in trouble.why
    (tmp_path / "tracking.toml").write_text(heard[freed].toml, encoding="utf-8")
    (source,) = read_sources(tmp_path / "tracking.toml")
    with Receiver(source) as receiver:
        assert receiver.port == freed


def test_holders_in_the_text_of_the_system() -> None:
    table = (
        "   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref\n"
        "  123: 0500000A:9C40 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 4711 2 0 0\n"
    )
    assert udp_holders(table) == {40000: [("10.0.0.5", 4711)]}


def test_any_answer_of_the_system_is_survived() -> None:
    rng = np.random.default_rng(0)
    for _ in range(300):
        links, addresses = (rng.integers(0, 40, rng.integers(0, 200), dtype=np.uint8).tobytes() for _ in range(2))
        assert all(nic.name for nic in nics_of(links, addresses))
        assert all(0 <= port < 65536 for port in udp_holders(links.decode("latin-1")))


def test_noise_on_every_port_is_survived() -> None:
    """Packets of each protocol with bytes changed, dropped and doubled: named or not, never a crash."""
    rng = np.random.default_rng(1)
    for protocol in ("freed", "opentrackio", "psn", "vmc", "osc"):
        damaged = []
        for i, packet in packets(protocol, 40):
            data = bytearray(packet)
            for _ in range(rng.integers(1, 5)):
                at = int(rng.integers(len(data)))
                data[at] = int(rng.integers(256))
            damaged.append((i, bytes(data[: int(rng.integers(1, len(data) + 1))])))
        assert 0 <= identify(damaged).accepted <= 1
