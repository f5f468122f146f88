"""Takes keep every packet, end where the disk ends, and sound again exactly as they sounded."""

from __future__ import annotations

import errno
import math
import shutil
import socket
import subprocess
import time
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.tracking.takes.heard import INFO, SOURCES, live, packets, take

from setpiece.errors import FormatError, InputError
from setpiece.tracking import Sample, Sender, Source, open_decoder, open_encoder
from setpiece.tracking.receive import Receiver
from setpiece.tracking.takes import (
    TAKE_MAGIC,
    BlockWriter,
    Dropped,
    End,
    Note,
    Output,
    Posed,
    Raw,
    Sent,
    TakeInfo,
    TakeReader,
    TakeWriter,
    Translated,
    play,
    raw_steps,
)
from setpiece.tracking.takes._records import encode_records


@given(seed=st.integers(0, 2**32 - 1), count=st.integers(0, 120), loss=st.sampled_from([0.0, 0.05, 0.3]))
@settings(max_examples=25)
def test_a_replay_is_bit_identical(tmp_path_factory: pytest.TempPathFactory, seed: int, count: int, loss: float) -> None:
    records = packets(seed, count, loss=loss)
    path = take(tmp_path_factory.mktemp("t") / "a.take", records)
    heard, again = live(records), list(TakeReader(path).samples())
    assert again == heard
    assert [msgspec.msgpack.encode(s) for _, s in again] == [msgspec.msgpack.encode(s) for _, s in heard]


def test_the_head_says_who_was_heard_and_what_was_in_force(tmp_path: Path) -> None:
    info = msgspec.structs.replace(INFO, notes="rain", outputs=(Output("freed", "10.0.0.5", 40000),))
    with TakeWriter(tmp_path / "a.take", info) as writer:
        writer.tap(0)(b"\xd1", 5)
        writer.sent(0, 6, 7, "predicted", b"out")
        writer.note(8, "10:00:00:00", "timecode")
        writer.pose(1, Sample("x", 9, 9))
    reader = TakeReader(tmp_path / "a.take")
    assert reader.info == info
    assert list(reader.records()) == [
        Raw(0, 5, b"\xd1"), Sent(0, 6, 7, "predicted", b"out"), Note(8, "timecode", "10:00:00:00"),
        Posed(1, Sample("x", 9, 9)), End(6, 1, 1, 0),
    ]  # fmt: skip
    assert (reader.whole, reader.lost_bytes, reader.finished) == (True, 0, True)


def test_a_receiver_feeds_it(tmp_path: Path) -> None:
    path = tmp_path / "a.take"
    with TakeWriter(path, TakeInfo(sources=(Source(protocol="freed"),))) as writer:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
            s.bind(("127.0.0.1", 0))
            port = s.getsockname()[1]
        with Receiver(Source(protocol="freed", port=port), tap=writer.tap(0)) as receiver:
            reader = receiver.reader()
            with Sender("127.0.0.1", receiver.port) as sender:
                for i in range(100):
                    sender.send(open_encoder("freed").encode([Sample("cam:1", 0, 0, position_m=(i / 100, 0.0, 0.0))]))
            end = time.monotonic() + 5
            while receiver.stream.packets < 100 and time.monotonic() < end:
                time.sleep(0.005)
            heard = reader.drain()
    assert len(heard) == 100
    assert [s for _, s in TakeReader(path).samples()] == heard


def test_a_full_disk_ends_the_take_and_leaves_it_readable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The third block does not fit: half of it reaches the file before the system refuses."""
    writer = TakeWriter(tmp_path / "a.take", INFO)
    file, blocks = writer._blocks._file, 0

    class Full:
        def __getattr__(self, name: str) -> object:
            return getattr(file, name)

        def write(self, data: bytes) -> int:
            nonlocal blocks
            blocks += 1
            if blocks < 3:
                return file.write(data)
            if blocks == 3:
                return file.write(data[: len(data) // 2])
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(writer._blocks, "_file", Full())
    for i in range(5):
        writer.tap(0)(b"x" * 50, i)
        if not writer.failure:
            writer._flush()
    assert "No space left on device" in writer.failure
    assert "can be read" in writer.failure
    part = writer.close()
    assert part.name == "a.part.take"
    assert not (tmp_path / "a.take").exists()
    reader = TakeReader(part)
    kept = [r.receive_ns for r in reader.records() if isinstance(r, Raw)]
    assert kept == list(range(len(kept)))
    assert 1 <= len(kept) < 5
    assert (reader.whole, reader.finished) == (True, False)
    assert writer.dropped > 0


def test_a_real_disk_that_is_full(tmp_path: Path) -> None:
    (small := tmp_path / "small").mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(small)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("NOT RUN: mounting a small disk needs root")
    try:
        writer = TakeWriter(small / "a.take", INFO)
        end = time.monotonic() + 10
        while not writer.failure and time.monotonic() < end:
            writer.tap(0)(b"x" * 1000, 1)
            time.sleep(0.0005)
        assert "No space left on device" in writer.failure
        reader = TakeReader(writer.close())
        assert 500 < sum(isinstance(r, Raw) for r in reader.records()) < 1100
        assert reader.whole
    finally:
        subprocess.run(["umount", str(small)], check=False)


def test_a_queue_that_is_full_drops_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("setpiece.tracking.takes._writer._QUEUE", 10)
    monkeypatch.setattr("setpiece.tracking.takes._writer._BLOCK_EVERY_S", 30.0)
    with TakeWriter(tmp_path / "a.take", INFO) as writer:
        for i in range(25):
            writer.tap(0)(b"x", i)
    records = list(TakeReader(tmp_path / "a.take").records())
    assert [r.receive_ns for r in records if isinstance(r, Raw)] == list(range(10))
    assert Dropped(9, 15) in records
    assert records[-1] == End(9, 10, 0, 15)


def test_nothing_is_written_over(tmp_path: Path) -> None:
    path, part = tmp_path / "a.take", tmp_path / "a.part.take"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.take: is there already"):
        TakeWriter(path, INFO)
    path.unlink()
    part.write_text("from a crash", encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.part\.take: is there already.*interrupted run left"):
        TakeWriter(path, INFO)
    part.unlink()
    writer = TakeWriter(path, INFO)
    path.write_text("came meanwhile", encoding="utf-8")
    with pytest.raises(InputError, match=r"whole in .*a\.part\.take"):
        writer.close()
    assert path.read_text(encoding="utf-8") == "came meanwhile"
    assert TakeReader(part).finished
    with pytest.raises(InputError, match="no such folder"):
        TakeWriter(tmp_path / "nowhere" / "a.take", INFO)


def test_versions(tmp_path: Path) -> None:
    """A later minor version is read without what it adds, a later major one refused by name."""

    def written(name: str, version: str) -> Path:
        blocks = BlockWriter(tmp_path / name, TAKE_MAGIC)
        head = {**msgspec.to_builtins(INFO), "format": version, "weather": "rain"}
        blocks.append(msgspec.msgpack.encode(head))
        blocks.append(msgspec.msgpack.encode([["raw", 0, 5, b"x", "more"], ["smell", 1, 2], ["raw", 0, 6, b"y"]]))
        blocks.close()
        return tmp_path / name

    reader = TakeReader(written("a", "1.7"))
    assert reader.info.slate == "12A"
    assert [r.receive_ns for r in reader.records()] == [5, 6]
    with pytest.raises(FormatError, match=r"Install Setpiece 2\.0"):
        TakeReader(written("b", "2.0"))
    with pytest.raises(FormatError, match=r"c: block 1: a block holds no records"):
        list(TakeReader(written("c", "1.0")).records())


def test_what_is_no_take(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(TAKE_MAGIC)
    with pytest.raises(FormatError, match="ends before its head"):
        TakeReader(tmp_path / "a")
    blocks = BlockWriter(tmp_path / "b", TAKE_MAGIC)
    blocks.append(encode_records(INFO))
    blocks.append(encode_records([Raw(9, 1, b"x")]))
    blocks.close()
    with pytest.raises(FormatError, match="source 9"):
        list(TakeReader(tmp_path / "b").samples())


class Clock:
    """Time that passes only when somebody sleeps."""

    def __init__(self) -> None:
        self.now, self.slept = 1_000_000_000, 0

    def sleep(self, seconds: float) -> None:
        self.slept += 1
        self.now += round(seconds * 1e9)


@pytest.mark.parametrize(("rate", "factor"), [(1.0, 1.0), (4.0, 0.25), (0.5, 2.0), (math.inf, 0.0)])
def test_raw_bytes_are_played_at_any_rate(rate: float, factor: float) -> None:
    records, clock = packets(1, 20), Clock()
    sent: list[tuple[int, int, bytes]] = []
    count = play(
        raw_steps(records), lambda source, ps: sent.extend((clock.now, source, p) for p in ps),
        rate=rate, begun_ns=clock.now, now_ns=lambda: clock.now, sleep=clock.sleep,
    )  # fmt: skip
    assert count == len(records)
    assert [(s, p) for _, s, p in sent] == [(r.source, r.packet) for r in records]
    for (at, _, _), record in zip(sent, records, strict=True):
        due = 1_000_000_000 + (record.receive_ns - records[0].receive_ns) * factor
        assert at == pytest.approx(due, abs=5)


@pytest.mark.parametrize("protocol", ["freed", "opentrackio", "osc", "vmc", "psn"])
def test_a_take_is_played_in_every_protocol(protocol: str) -> None:
    records = packets(2, 30)
    steps = Translated(INFO, records, open_encoder(protocol), rate=2.0)
    steps.begun_ns = 50_000_000_000
    played = list(steps)
    poses = [s for _, s in live(records)]
    assert len(played) == len(poses)
    assert steps.refused == 0
    decoder = open_decoder(Source(protocol=protocol))
    decoded = [s for _, _, ps in played for p in ps for s in decoder.feed(p, 0)]
    heard = [s for s in decoded if s.position_m is not None]
    for sample, pose in zip(heard, poses, strict=True):
        assert sample.position_m == pytest.approx(pose.position_m, abs=1e-4)
    if protocol == "opentrackio":
        first = poses[0].receive_ns
        assert heard[9].source_ns == 50_000_000_000 + round((poses[9].capture_ns - first) / 2)


def test_a_pose_a_protocol_cannot_carry_is_counted() -> None:
    records = [Posed(0, Sample("cam:1", i, i, position_m=(far, 0.0, 0.0))) for i, far in enumerate((1.0, 900.0, 2.0))]
    steps = Translated(INFO, records, open_encoder("freed"))
    assert len(list(steps)) == 2
    assert (steps.refused, "24 bits" in steps.last_refusal) == (1, True)


def test_sources_survive_the_head(tmp_path: Path) -> None:
    assert TakeReader(take(tmp_path / "a.take", [])).info.sources == SOURCES
