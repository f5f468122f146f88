"""The journal: whatever moment a process dies at, the show goes on from there as if it had not."""

from __future__ import annotations

import math
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Generator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.live.stage import Console, S, scene
from tests.live.test_rolling import CAMERA

from setpiece import live
from setpiece.errors import FormatError
from setpiece.live import (
    Arm,
    Back,
    Capture,
    Entry,
    Event,
    Go,
    Goto,
    Header,
    Hold,
    Journal,
    Off,
    Osc,
    Panic,
    Rate,
    Release,
    Resume,
    Rolling,
    Seen,
    Sensed,
    Show,
    Stop,
    _journal,
    parse_cues,
    read_journal,
)  # fmt: skip
from setpiece.live.model import Pose

OPEN: list[live.Engine] = []


def Engine(*args: Any, **kwargs: Any) -> live.Engine:
    """An engine that nothing closes before its test is over, as a killed process leaves it."""
    OPEN.append(live.Engine(*args, **kwargs))
    return OPEN[-1]


def leave() -> None:
    for engine in OPEN:
        engine.close()
    OPEN.clear()


@pytest.fixture(autouse=True)
def _leaving() -> Generator[None]:
    yield
    leave()


TEXT = """
show = { fade_s = 1.5, goto_s = 0.4, safe_look = "main/1", min_go_s = 0.05 }
[[list]]
id = "main"
[[list.cue]]
id = "1"
follow_s = 0.7
move = [{ target = "desk lamp#lumen", to = 800 }, { target = "desk lamp#tint", to = "2800 K" }]
[[list.cue]]
id = "2"
hang_s = 0.3
cue_only = true
move = [{ target = "desk lamp#tint", to = [0.2, 0.9, 0.3] }, { target = "sun", to = "17:10" }, { target = "chair#visible", to = false }]
[[list.cue]]
id = "3"
link = "1"
loop = 2
move = [{ target = "chair#translation", to = [0, 7, 0], fade_s = 0 }, { target = "window light#lumen", to = 0, delay_s = 0.6 }]
[[list]]
id = "fx"
priority = 5
[[list.cue]]
id = "flash"
hang_s = 0.2
link = "flash"
move = [{ target = "desk lamp#lumen", to = 5, fade_s = 0.3 }]
[[zone]]
id = "door"
center = [0, 0, 1]
size = [2, 2, 2]
[[reaction]]
id = "door"
when = { zone = "door", subject = "ANNA" }
cue = "fx/flash"
[[reaction]]
id = "near"
when = { axis = "x", subject = "ANNA" }
while_rolling = true
map = { target = "camera A#focus_m", input = [0, 4], output = [1, 9], smooth_s = 0.3, rate_per_s = 4 }
[[reaction]]
id = "gone"
when = { lost = "ANNA" }
above = 0.8
go = "main"
"""
SCENE = scene()
SHOW = Show(parse_cues(TEXT), SCENE)

EVENTS: st.SearchStrategy[Event] = st.one_of(
    st.sampled_from([
        Go(), Go(), Go("fx"), Back(), Stop(), Stop("fx"), Goto("3"), Goto("1", time_s=0.0), Goto("9"), Hold(), Resume(), Panic(),
        Rate(1.5), Rate(0.35, "fx"), Off("fx"), Rolling(True), Rolling(False), Rolling(True, "slate"), Seen(CAMERA), Seen(None),
        Capture("desk lamp#lumen", 33.0, 0.5), Capture("chair#visible", False), Capture("nothing#lumen", 1.0), Release(),
        Release("desk lamp#lumen", 0.0), Arm("door", False), Arm("door"), Osc("/x", (1.0, "a", True)),
    ]),
    st.floats(-1.0, 5.0).map(lambda x: Sensed({"ANNA": Pose((x, 0.0, 1.0), None)})),
    st.just(Sensed({"ANNA": None})),
    st.just(Sensed({"ANNA": Pose((math.nan, 0.0, 1.0), None)})),
)  # fmt: skip
SCRIPT = st.lists(st.tuples(st.integers(0, 400), st.one_of(st.none(), EVENTS)), min_size=2, max_size=25)


def play(engine: live.Engine, script: list[tuple[int, Event | None]], start_ms: int = 0) -> list[dict[str, object]]:
    """The full look after every step of a script; a step without an event is a frame."""
    looks, now = [], start_ms
    for gap, event in script:
        now += gap
        if event is not None:
            engine.handle(event, now * S // 1000)
        engine.frame(now * S // 1000)
        looks.append(engine.full())
    return looks


@settings(max_examples=60)
@given(SCRIPT, st.data())
def test_a_show_that_was_cut_anywhere_ends_as_one_that_was_not(script: list[tuple[int, Event | None]], data: st.DataObject) -> None:
    whole = Engine(SHOW, 0)
    expected = play(whole, script)
    cut = data.draw(st.integers(0, len(script)), label="cut")
    away_ms = data.draw(st.integers(0, 100_000), label="away")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        before = Engine(SHOW, 0, folder)
        looks = play(before, script[:cut])
        gone_ms = sum(gap for gap, _ in script[:cut])
        # Killed: nothing is closed, nothing is said. What was being written may have been cut in the middle.
        torn = data.draw(st.binary(max_size=40), label="torn")
        newest = max(folder.glob("*.journal"))
        newest.write_bytes(newest.read_bytes() + torn)
        after = Engine(SHOW, (gone_ms + away_ms) * S // 1000, folder)
        assert after.resumed
        assert after.full() == (looks[-1] if looks else {}), "no value passes through a default"
        # Nothing moved in between, or the frames were journalled: the show's time goes on where it stood.
        assert after.show.at_rest(after.state) or after.state.now_ns == gone_ms * S // 1000
        after._origin_ns = away_ms * S // 1000  # the same moments as in the run that was not cut
        looks += play(after, script[cut:], gone_ms + away_ms)
        assert looks == expected
        # As bytes: a pose that is no number is not equal to itself.
        states = [msgspec.structs.replace(one.state, now_ns=0) for one in (after, whole)]
        assert msgspec.msgpack.encode(states[0]) == msgspec.msgpack.encode(states[1])
        again = read_journal(folder)
        assert again is not None
        assert again.damaged == 0
        leave()


def test_the_first_frame_after_a_restart_says_everything(tmp_path: Path) -> None:
    first = Engine(SHOW, 5 * S, tmp_path)
    first.handle(Go(), 5 * S)
    first.frame(5 * S)
    shown = first.frame(5 * S + S // 2).changed
    assert set(shown) == {"n1#payload.lumen", "n1#payload.tint"}
    second = Engine(SHOW, 900 * S, tmp_path)
    frame = second.frame(900 * S)
    assert frame.changed == shown
    assert second.frame(900 * S).changed == {}
    assert second.session.values.keys() == shown.keys()
    assert second.status().lists[0].current == "1"


def test_an_outage_can_be_counted(tmp_path: Path) -> None:
    first = Engine(SHOW, 0, tmp_path)
    first.handle(Goto("3", time_s=0.0), 0)
    first.handle(Capture("desk lamp#lumen", 33.0, 10.0), 0)
    first.frame(2 * S)
    second = Engine(SHOW, 0, tmp_path, outage_ns=8 * S)
    assert second.frame(0).changed["n1#payload.lumen"] == 33.0


def test_a_show_that_ended_begins_anew(tmp_path: Path) -> None:
    first = Engine(SHOW, 0, tmp_path)
    first.handle(Go(), 0)
    first.frame(S)
    assert first.end() is SCENE
    second = Engine(SHOW, 0, tmp_path)
    assert (second.resumed, second.full()) == (False, {})
    second.handle(Go(), 0)
    second.close()
    assert Engine(SHOW, 0, tmp_path).resumed
    assert not Engine(SHOW, 0, tmp_path, fresh=True).resumed


def test_an_idle_show_writes_nothing(tmp_path: Path) -> None:
    engine = Engine(SHOW, 0, tmp_path)
    engine.handle(Goto("3", time_s=0.0), 0)
    for i in range(300):
        engine.frame(i * S)
    size = max(tmp_path.glob("*.journal")).stat().st_size
    for i in range(300, 600):
        engine.frame(i * S)
    assert max(tmp_path.glob("*.journal")).stat().st_size == size


def test_segments_follow_each_other_and_old_ones_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_journal, "SEGMENT_BYTES", 4000)
    engine, plain = Engine(SHOW, 0, tmp_path), Engine(SHOW, 0)
    for i in range(400):
        for one in (engine, plain):
            one.handle(Sensed({"ANNA": Pose((i % 7 / 2, 0.0, 1.0), None)}), i * S // 50)
            one.frame(i * S // 50)
    names = sorted(p.name for p in tmp_path.iterdir())
    assert len(names) == 2, "the newest, and the one before"
    assert int(names[-1][5:11]) > 3
    assert Engine(SHOW, 8 * S, tmp_path).full() == plain.full()


def test_without_a_whole_header_the_segment_before_counts(tmp_path: Path) -> None:
    engine = Engine(SHOW, 0, tmp_path)
    engine.handle(Goto("3", time_s=0.0), 0)
    (tmp_path / "show-000009.journal").write_bytes(b"\x10\x00\x00\x00 torn")
    (tmp_path / "show-000002.new").write_bytes(b"never renamed")
    assert Engine(SHOW, 0, tmp_path).full() == engine.full()


@settings(max_examples=40)
@given(st.data())
def test_any_damage_leaves_a_readable_beginning(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as name:
        engine = Engine(SHOW, 0, Path(name))
        looks = [engine.full(), *play(engine, [(100, Go()), (100, None), (100, Panic()), (300, Go())])]
        path = next(Path(name).glob("*.journal"))
        raw = bytearray(path.read_bytes())
        at = data.draw(st.integers(0, len(raw) - 1))
        raw[at] ^= data.draw(st.integers(1, 255))
        found = _journal.read_segment(bytes(raw))
        if found is not None:
            assert found.damaged > 0
            path.write_bytes(raw)
            assert Engine(SHOW, 0, Path(name)).full() in [*looks, *_between()]
        leave()


def _between() -> list[dict[str, object]]:
    """Looks of the script above between an event and its frame."""
    engine, now, looks = Engine(SHOW, 0), 0, []
    for gap, event in [(100, Go()), (100, None), (100, Panic()), (300, Go())]:
        now += gap
        if event is not None:
            engine.handle(event, now * S // 1000)
            looks.append(engine.full())
        engine.frame(now * S // 1000)
    return looks


def test_a_newer_journal_is_not_guessed_at(tmp_path: Path) -> None:
    newer = msgspec.structs.replace(Header(SHOW.file, "", SHOW.start().state), format="2.0")
    journal = Journal(tmp_path, newer)
    journal.append(Entry(0, Go()))
    journal.close()
    with pytest.raises(FormatError, match="newer"):
        Engine(SHOW, 0, tmp_path)


def test_a_full_disk_costs_the_journal_and_not_the_show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = Engine(SHOW, 0, tmp_path)
    engine.handle(Goto("1", time_s=0.0), 0)
    append, full = Journal.append, True

    def fail(self: Journal, entry: Entry) -> None:
        if not full:
            return append(self, entry)
        self._file.write(b"torn")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Journal, "append", fail)
    engine.handle(Go(), S)
    assert "No space left" in engine.frame(S).effects[0].text
    engine.handle(Capture("desk lamp#lumen", 21.0), 2 * S)
    assert engine.full()["n1#payload.lumen"] == 21.0
    full = False
    engine.frame(4 * S)
    assert len(list(tmp_path.iterdir())) == 1, "not every frame tries again"
    assert [e.text for e in engine.frame(7 * S).effects if e.what == "journal"] == ["it is written again"]
    assert Engine(SHOW, 7 * S, tmp_path).full() == engine.full()


def crc_32(data: bytes) -> int:
    """ISO 3309's, bit by bit."""
    rest = 0xFFFFFFFF
    for byte in data:
        rest ^= byte
        for _ in range(8):
            rest = rest >> 1 ^ (0xEDB88320 if rest & 1 else 0)
    return rest ^ 0xFFFFFFFF


def test_records_are_laid_out_as_the_page_says() -> None:
    assert crc_32(b"123456789") == 0xCBF43926, "the published check value"
    head = b"\x03\x00\x00\x00"
    data = head + crc_32(head + b"abc").to_bytes(4, "little") + b"abc"
    assert _journal.framed(b"abc") == data
    assert list(_journal.records(data + data[:-1])) == [(11, b"abc")]
    assert list(_journal.records(b"\xff\xff\xff\xff" + data)) == []


def test_cues_may_be_rewritten_between_two_runs(tmp_path: Path) -> None:
    first = Engine(SHOW, 0, tmp_path)
    first.handle(Go("fx"), 0)
    first.handle(Goto("2", time_s=0.0), 0)
    first.frame(S)
    lamp = first.full()["n1#payload.lumen"]
    other = TEXT.split('[[list]]\nid = "fx"', maxsplit=1)[0].replace('id = "3"', 'id = "3b"')
    second = Engine(Show(parse_cues(other), SCENE), 0, tmp_path)
    assert second.full()["n1#payload.lumen"] == lamp, "its list is gone; it stands where it was"
    assert second.status().lists[0].current == ""
    assert {e.what for e in second.frame(0).effects} >= {"fx", "main/3"}
    second.handle(Goto("1", time_s=0.0), 0)
    assert second.full()["n1#payload.lumen"] == 800.0


def test_cues_may_be_rewritten_while_the_show_runs(tmp_path: Path) -> None:
    engine = Engine(SHOW, 0, tmp_path)
    engine.handle(Go(), 0)
    engine.frame(S // 2)
    before = engine.full()
    engine.reload(Show(parse_cues(TEXT.replace("to = 800", "to = 900")), SCENE))
    assert engine.full() == before
    assert engine.frame(4 * S // 10).changed == {}, "time that has passed already"
    engine.handle(Goto("1", time_s=0.0), S)
    assert engine.full()["n1#payload.lumen"] == 900.0
    assert Engine(engine.show, S, tmp_path).full() == engine.full()


KILLED = """
import sys, time
from pathlib import Path
from setpiece.live import Engine, Go, Show, parse_cues
from tests.live.stage import scene
from tests.live.test_journal import SHOW
engine = Engine(SHOW, time.monotonic_ns(), Path(sys.argv[1]))
engine.handle(Go(), time.monotonic_ns())
while True:
    engine.frame(time.monotonic_ns())
    sys.stdout.write(repr(engine.full()) + "\\n")
    sys.stdout.flush()
    time.sleep(0.005)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
@pytest.mark.parametrize("lines", [1, 40])
def test_kill_minus_nine(tmp_path: Path, lines: int) -> None:
    root = Path(__file__).parents[2]
    env = {**os.environ, "PYTHONPATH": str(root)}
    with subprocess.Popen([sys.executable, "-c", KILLED, str(tmp_path)], stdout=subprocess.PIPE, text=True, env=env, cwd=root) as run:
        assert run.stdout is not None
        shown = [run.stdout.readline() for _ in range(lines)]
        run.send_signal(signal.SIGKILL)
        shown += [line for line in run.stdout if line.endswith("\n")]
    engine = Engine(SHOW, 0, tmp_path)
    assert engine.resumed
    # What was last shown, or a frame that was journalled and did not get out any more: never an older one.
    told = repr(engine.full()) + "\n"
    assert told == shown[-1] or told not in shown


def test_a_console_and_an_engine_are_one_show() -> None:
    console, engine = Console(TEXT), Engine(SHOW, 0)
    console.at(1, Go())
    engine.handle(Go(), S)
    engine.frame(4 * S)
    assert engine.full() == console.at(4)
