"""The loop around a show: it resumes, it is deaf to failures around it, and it hears trackers."""

from __future__ import annotations

import math
import socket
import threading
import time
from pathlib import Path

import msgspec
import pytest
from tests.live.run.place import CUES, place
from tests.live.run.rig import loaded, pressed, running, settled, until

from setpiece.errors import InputError, ProductionError
from setpiece.live import Arm, Go, Goto, Rolling, Seen, Sensed, Timecode
from setpiece.live.outputs import GuardedOutput
from setpiece.live.run import Runner, Trackers, end_show, hold_lock, load, read_running, stage_of, write_running
from setpiece.live.run._lock import Running
from setpiece.live.run._outline import box_outline, hull
from setpiece.live.run._pace import Pace
from setpiece.scene.model import FrameRate
from setpiece.tracking import FORWARD_QUAT, Lens, Sample, Sender, Status, Tracking, VolumeTracking, open_encoder
from setpiece.tracking import Timecode as Label

LAMP = "l1#payload.lumen"


class Broken:
    """An output whose driver fails as it likes."""

    name = "broken"

    def __init__(self, error: Exception) -> None:
        self.error, self.sends, self.closed = error, 0, False

    def update(self, changed: object) -> None: ...

    def send(self, now_ns: int) -> None:
        self.sends += 1
        raise self.error

    def reassert(self) -> None: ...

    def close(self) -> None:
        self.closed = True


class Kept(Broken):
    """An output that works and remembers."""

    name = "kept"

    def __init__(self) -> None:
        super().__init__(OSError())
        self.seen: dict[str, object] = {}

    def update(self, changed: dict[str, object]) -> None:
        self.seen.update(changed)

    def send(self, now_ns: int) -> None:
        self.sends += 1


@pytest.mark.parametrize("error", [OSError("no route"), RuntimeError("a bug")])
def test_a_failing_output_neither_stops_the_show_nor_the_output_beside_it(tmp_path: Path, error: Exception) -> None:
    broken, kept = Broken(error), Kept()
    show = msgspec.structs.replace(loaded(tmp_path), outputs=(GuardedOutput(broken), GuardedOutput(kept)))
    with running(show) as runner:
        assert pressed(runner, Go()) == ""
        until(lambda: kept.seen.get(LAMP) == 20.0)
        told = [line for line in runner.look().log if line.what == "broken"]
        assert told[0].level == "fault"
        assert str(error) in told[0].text
        assert runner.look().frames > 10
    assert broken.closed
    assert len(told) < 5, "it is told, not shouted sixty times a second"
    assert broken.sends >= 1


def test_ctrl_c_keeps_the_show_and_an_end_ends_it(tmp_path: Path) -> None:
    show = loaded(tmp_path)
    with running(show) as runner:
        assert not runner.resumed
        pressed(runner, Goto("2.5"))
        settled(runner, LAMP, 450.0)
        digest = runner.look().digest
    again = loaded(tmp_path)
    with running(again) as runner:
        assert runner.resumed
        assert runner.look().digest == digest
        assert runner.look().status.lists[0].current == "2.5"
        runner.finish()
    with running(loaded(tmp_path)) as runner:
        assert not runner.resumed
        assert runner.look().values == {}


def test_a_restart_gives_every_output_everything(tmp_path: Path) -> None:
    with running(loaded(tmp_path)) as runner:
        pressed(runner, Goto("2.5"))
        settled(runner, LAMP, 450.0)
        whole = runner.look().values
    kept = Kept()
    with running(msgspec.structs.replace(loaded(tmp_path), outputs=(GuardedOutput(kept),))):
        until(lambda: kept.sends > 2)
    assert kept.seen == whole


def test_fresh_begins_at_the_top(tmp_path: Path) -> None:
    with running(loaded(tmp_path)) as runner:
        pressed(runner, Go())
    with running(loaded(tmp_path), fresh=True) as runner:
        assert runner.look().status.lists[0].current == ""


def test_an_event_that_breaks_is_refused_and_the_next_one_works(tmp_path: Path) -> None:
    with running(loaded(tmp_path)) as runner:
        engine, fine = runner._engine, runner._engine.handle
        engine.handle = lambda *_: 1 / 0  # type: ignore[method-assign]
        assert "ZeroDivision" in pressed(runner, Go())
        engine.handle = fine  # type: ignore[method-assign]
        assert pressed(runner, Go()) == ""


def test_a_full_disk_costs_the_journal_and_never_the_show(tmp_path: Path) -> None:
    with running(loaded(tmp_path)) as runner:
        assert runner._engine._journal is not None

        def full(_: object) -> None:
            raise OSError(28, "No space left on device")

        runner._engine._journal.append = full  # type: ignore[method-assign]
        assert pressed(runner, Go()) == ""
        settled(runner, LAMP, 20.0)
        until(lambda: any("No space left" in line.text for line in runner.look().log))
        assert runner.look().status.lists[0].current == "1"


def test_a_source_that_cannot_listen_is_told_of_and_the_show_runs(tmp_path: Path) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        toml = f'[[source]]\nprotocol = "freed"\nname = "head"\nport = {port}\n'
        with running(loaded(tmp_path, tracking=toml)) as runner:
            until(lambda: any(line.what == "head" and "in use" in line.text for line in runner.look().log))
            assert runner.look().receivers[0].fault
            assert pressed(runner, Go()) == ""


def test_somebody_walks_into_a_zone_and_a_cue_plays(tmp_path: Path) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as spare:
        spare.bind(("127.0.0.1", 0))
        port = spare.getsockname()[1]
    toml = f'[[source]]\nprotocol = "osc"\nport = {port}\n'
    encoder = open_encoder("osc")

    def at(x: float) -> list[bytes]:
        now_ns = time.monotonic_ns()
        return encoder.encode([Sample("anna", now_ns, now_ns, (x, 1.0, 1.6), FORWARD_QUAT)])

    with running(loaded(tmp_path, tracking=toml)) as runner, Sender("127.0.0.1", port) as sender:
        until(lambda: sender.send(at(0.0)) or runner.look().trackers)
        assert runner.look().status.lists[1].current == ""
        until(lambda: sender.send(at(-3.2)) or runner.look().status.lists[1].current == "b")
        row = runner.look().trackers[0]
        assert row.subject == "anna"
        assert row.position_m == pytest.approx((-3.2, 1.0, 1.6))


def test_the_camera_brings_frustum_rolling_and_timecode() -> None:
    from setpiece.live import Show, parse_cues

    volume = VolumeTracking(tracking=Tracking(camera="cam", volume_from_tracker_m=(10.0, 0.0, 0.0), camera_from_body_m=(0.0, 0.0, -1.0)))
    woken = threading.Event()
    trackers = Trackers((), volume, Show(parse_cues(CUES), place()), woken.set, lambda *_: None)
    label = Label(1, 0, 0, 12, FrameRate(24, 1))
    trackers._heard(Sample("cam", 1, 1, (0.0, 0.0, 1.5), FORWARD_QUAT, lens=Lens(focal_mm=50.0), recording=True, timecode=label, status=Status.GOOD))
    trackers._heard(Sample("nobody", 1, 1, (0.0, 0.0, 0.0), FORWARD_QUAT))
    assert woken.is_set()
    rolling, timecode, seen = trackers.drain()
    assert rolling == Rolling(True, "tracker")
    assert timecode == Timecode(3600 * 24 + 12)
    assert isinstance(seen, Seen)
    assert seen.view is not None
    assert seen.view.position_m == pytest.approx((10.0, 1.0, 1.5))  # a metre ahead of the body, which looks along +Y
    half = math.atan(28.25 / 2 / 50.0) + math.radians(volume.overscan.left_deg)
    assert seen.view.left == pytest.approx(math.tan(half))
    assert trackers.drain() == []
    trackers._heard(Sample("cam", 2, 2, (0.0, 0.0, 0.0), FORWARD_QUAT, status=Status.LOST))
    assert trackers.drain() == [], "a lost camera keeps its frustum"
    trackers._heard(Sample("anna", 3, 3, (1.0, 2.0, 3.0), FORWARD_QUAT, status=Status.LOST))
    assert trackers.drain() == [Sensed({"anna": None})]


def test_frames_keep_an_absolute_schedule() -> None:
    pace = Pace(50.0, 0)
    assert pace.due(0)
    assert not pace.due(19_999_999)
    assert pace.wait_s(15_000_000) == pytest.approx(0.005)
    assert pace.due(33_000_000)  # late, and the next one is not later for it
    assert pace.wait_s(33_000_000) == pytest.approx(0.007)
    assert [pace.due(n * 20_000_000) for n in range(2, 60)] == [True] * 58
    assert pace.rate_hz(59 * 20_000_000) == pytest.approx(50.0, rel=0.02)
    assert pace.due(3_000_000_000)
    assert pace.late == 90
    assert not pace.due(3_010_000_000), "no burst to catch up"


def test_one_show_at_a_time(tmp_path: Path) -> None:
    with hold_lock(tmp_path):
        write_running(tmp_path, Running("127.0.0.1", 53000, web_port=8080))
        assert read_running(tmp_path) == Running("127.0.0.1", 53000, 0, 8080)
        with pytest.raises(ProductionError, match="runs here already"), hold_lock(tmp_path):
            pass
    assert read_running(tmp_path) is None


def test_a_show_that_does_not_run_is_ended_by_its_journal(tmp_path: Path) -> None:
    with running(loaded(tmp_path)) as runner:
        pressed(runner, Go())
    assert end_show(loaded(tmp_path))
    assert not end_show(loaded(tmp_path))


def test_a_production_without_a_build_says_so(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        load(tmp_path)


def test_the_set_from_above() -> None:
    assert box_outline((1.0, 2.0), 2.0, 1.0, 90.0) == ((1.5, 1.0), (1.5, 3.0), (0.5, 3.0), (0.5, 1.0))
    assert hull([(0, 0), (1, 0), (1, 1), (0, 1), (0.5, 0.5), (0.5, 0.0)]) == ((0, 0), (1, 0), (1, 1), (0, 1))
    assert len(hull([(0, 0), (1, 1), (2, 2)])) == 2


def test_the_stage_tells_what_a_page_draws(tmp_path: Path) -> None:
    stage = stage_of(loaded(tmp_path))
    by_id = {f.id: f for f in stage.plan}
    board = by_id["p4"].outline  # 1.6 by 0.45, a quarter turn
    assert max(x for x, _ in board) - min(x for x, _ in board) == pytest.approx(0.45, abs=2e-3)
    assert max(y for _, y in board) - min(y for _, y in board) == pytest.approx(1.6, abs=2e-3)
    assert by_id["k1"].facing == (0.0, 1.0)
    assert by_id["w1"].kind == "wall"
    kinds = [f.kind for f in stage.plan]
    assert kinds.index("figure") > kinds.index("piece"), "who stands in the set is drawn on top of it"
    assert [r.does for r in stage.reactions] == ["cue sky/b", "drives desk lamp#kelvin", "drives neon sign#kelvin"]
    assert stage.lists[0].cues[3].mark


def test_too_many_events_are_refused_and_not_queued_for_ever(tmp_path: Path) -> None:
    runner = Runner(loaded(tmp_path))  # nobody runs it
    told: list[str] = []
    for _ in range(2100):
        runner.press(Arm("fader"), lambda effects: told.extend(e.text for e in effects))
    assert len(told) == 100
    assert "behind" in told[0]
    runner._close()


def test_a_flood_of_events_holds_no_frame_up(tmp_path: Path) -> None:
    with running(loaded(tmp_path)) as runner:
        fine = runner._engine.handle

        def and_another(event: object, now_ns: int) -> object:
            runner.press(Arm("fader"))
            return fine(event, now_ns)

        runner._engine.handle = and_another  # type: ignore[method-assign]
        runner.press(Arm("fader"))
        before = runner.look().frames
        until(lambda: runner.look().frames > before + 10)
        runner._engine.handle = fine  # type: ignore[method-assign]
