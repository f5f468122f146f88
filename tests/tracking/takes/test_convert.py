"""Takes as tables, FreeD, OpenTrackIO, USD cameras and edits, and other people's recordings as takes."""

from __future__ import annotations

import json
import math
import re
import struct
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.hosts.scenes import full_scene
from tests.tracking.takes.heard import angle_deg, packets, take

from setpiece.errors import FormatError, InputError
from setpiece.geometry import quat_multiply, quat_rotate, slerp
from setpiece.scene import MemoryHost, compose, diff, merge_edits
from setpiece.scene.model import CameraPayload, Edits, FrameRate, Scene, Transform
from setpiece.tracking import FORWARD_QUAT, Lens, Sample, Status, Timecode, pretended_move
from setpiece.tracking.takes import (
    Posed,
    Raw,
    TakeReader,
    bake_take,
    new_file,
    picked,
    read_any,
    read_csv,
    replayed,
    resampled,
    write_csv,
    write_freed,
    write_opentrackio,
    write_take,
    write_usd,
)

RATE = FrameRate(24000, 1001)
COLUMNS = 20 + len(Lens.__struct_fields__) - 1


def walk(count: int = 120, hz: float = 50.0, lens: Lens | None = None) -> list[Sample]:
    move = pretended_move("walk")
    made = []
    for i in range(count):
        s = move(i / hz, 5_000_000_000 + round(i * 1e9 / hz))
        made.append(Sample("cam:1", s.receive_ns, s.capture_ns, s.position_m, s.rotation_wxyz, lens, Status.GOOD))
    return made


# --- tables ----------------------------------------------------------------------------------

_number = st.floats(allow_nan=False)
_some = st.none() | _number


@st.composite
def samples(draw: st.DrawFn) -> Sample:
    quad = st.tuples(_number, _number, _number, _number)
    lens = Lens(*(draw(_some) for _ in range(8)), draw(st.none() | st.just(("brown-conrady-d-u", (0.1, -0.2)))))
    if "calibration" in Lens.__struct_fields__:
        lens = msgspec.structs.replace(lens, calibration=draw(st.sampled_from(["", "outside: zoom"])))
    return Sample(
        draw(st.text(min_size=1)), draw(st.integers(0, 2**62)), draw(st.integers(0, 2**62)),
        draw(st.none() | st.tuples(_number, _number, _number)), draw(st.none() | quad),
        draw(st.none() | st.just(Lens()) | st.just(lens)), draw(st.sampled_from(Status)),
        draw(st.none() | st.integers(0, 2**62)),
        draw(st.none() | st.just(Timecode(10, 0, 1, 12, RATE, False, 0.5))), draw(st.none() | st.integers(0, 65535)), 16,
        draw(st.sampled_from([None, True, False])), draw(st.text()),
        tuple(draw(st.lists(st.tuples(st.text(), st.floats(allow_nan=False, allow_infinity=False)), max_size=2))),
    )  # fmt: skip


@given(rows=st.lists(st.tuples(st.integers(0, 3), samples()), max_size=4))
@settings(max_examples=60)
def test_a_table_loses_nothing(tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[int, Sample]]) -> None:
    path = tmp_path_factory.mktemp("c") / "t.csv"
    assert write_csv(path, rows) == len(rows)
    assert list(read_csv(path)) == rows


def test_a_take_a_table_and_a_take_again(tmp_path: Path) -> None:
    records = packets(3, 60)
    heard = list(TakeReader(take(tmp_path / "a.take", records)).samples())
    write_csv(tmp_path / "a.csv", heard)
    info, back = read_any(tmp_path / "a.csv")
    write_take(tmp_path / "b.take", info, back)
    assert list(TakeReader(tmp_path / "b.take").samples()) == heard


@pytest.mark.parametrize(
    ("line", "reason"),
    [("1,a,b", "3 cells"), (",".join(["x"] * COLUMNS), "invalid literal"), ("0,,1,1" + "," * (COLUMNS - 4), r"t\.csv:2")],
)
def test_a_table_that_is_wrong_names_its_line(tmp_path: Path, line: str, reason: str) -> None:
    path = tmp_path / "t.csv"
    write_csv(path, [])
    with path.open("a", encoding="utf-8") as f:
        f.write(line + "\n")
    with pytest.raises(FormatError, match=reason):
        list(read_csv(path))
    path.write_text("t,x,y\n", encoding="utf-8")
    with pytest.raises(FormatError, match="no table of samples"):
        list(read_csv(path))


# --- streams ---------------------------------------------------------------------------------


def test_freed_messages_end_to_end(tmp_path: Path) -> None:
    """Checked with the byte layout of the manual, not with our decoder."""
    made = walk(40)
    assert write_freed(tmp_path / "a.freed", made) == 40
    data = (tmp_path / "a.freed").read_bytes()
    assert len(data) == 40 * 29
    for i, sample in enumerate(made):
        message = data[i * 29 : i * 29 + 29]
        assert (message[0], message[1], sum(message) & 0xFF) == (0xD1, 1, 0x40)
        x, y, z = (int.from_bytes(message[at : at + 3], "big", signed=True) / 64000 for at in (11, 14, 17))
        assert (x, y, z) == pytest.approx(sample.position_m, abs=1e-5)
        pan = int.from_bytes(message[2:5], "big", signed=True) / 32768
        look = quat_rotate(sample.rotation_wxyz, (0.0, 0.0, -1.0))
        assert (math.sin(math.radians(pan)), math.cos(math.radians(pan))) == pytest.approx(look[:2], abs=1e-5)
    with pytest.raises(InputError, match=r"sample 1: FreeD x.*24 bits"):
        write_freed(tmp_path / "b", [made[0], Sample("cam:1", 0, 0, position_m=(500.0, 0.0, 0.0))])


def test_opentrackio_samples_one_a_line(tmp_path: Path) -> None:
    made = walk(150, lens=Lens(focal_mm=35.0, focus_m=math.inf))
    assert write_opentrackio(tmp_path / "a.jsonl", made, RATE, shift_ns=1_000) == 150
    lines = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(lines) == 150
    assert [i for i, line in enumerate(lines) if "static" in line] == [0, 100]
    for line, sample in zip(lines, made, strict=True):
        place = line["transforms"][0]["translation"]
        assert (place["x"], place["y"], place["z"]) == pytest.approx(sample.position_m)
        stamp = line["timing"]["sampleTimestamp"]
        assert stamp["seconds"] * 10**9 + stamp["nanoseconds"] == sample.capture_ns + 1_000
        assert line["timing"]["sampleRate"] == {"num": 24000, "denom": 1001}
        assert line["lens"] == {"pinholeFocalLength": 35.0}


# --- one row a frame -------------------------------------------------------------------------


def test_frames_lie_between_samples_and_never_drift() -> None:
    made = walk(3000)
    track = resampled(made, "", RATE)
    assert len(track.positions_m) == 1 + (made[-1].capture_ns - made[0].capture_ns) * 24000 // (1001 * 10**9)
    move = pretended_move("walk")
    for frame, (p, q) in enumerate(zip(track.positions_m, track.rotations_wxyz, strict=True)):
        want = move(frame * 1001 / 24000, 0)
        assert p == pytest.approx(want.position_m, abs=2e-5), "the chord of 20 ms on a 2 m circle is 10 um off"
        assert angle_deg(q, want.rotation_wxyz) < 1e-3
    assert (track.focal_mm, track.longest_gap_ns) == (None, 20_000_000)


def test_lost_poses_are_not_used_and_lenses_not_made_up() -> None:
    lens = Lens(focal_mm=30.0, focus_m=2.0)
    made = walk(20, lens=lens)
    wild = [Sample("cam:1", s.receive_ns, s.capture_ns, (99.0, 0.0, 0.0), FORWARD_QUAT, lens, Status.LOST) for s in made]
    track = resampled([*made[:8], *wild[8:12], *made[12:]], "", FrameRate(25, 1))
    assert max(p[0] for p in track.positions_m) < 2.1
    assert track.longest_gap_ns == 100_000_000
    assert set(track.focal_mm or ()) == {30.0}
    assert resampled([*made[:8], Sample("cam:1", 0, made[8].capture_ns, (0.0, 0.0, 0.0))], "", RATE).focal_mm is None


def test_who_is_meant() -> None:
    both = [Sample("a", 0, 0, (0.0, 0.0, 0.0)), Sample("b", 0, 0, (1.0, 0.0, 0.0)), Sample("face", 0, 0)]
    with pytest.raises(InputError, match=r"Name one with --subject\. In the take: a, b"):
        resampled(both, "", RATE)
    with pytest.raises(InputError, match="'face' has no pose"):
        resampled(both, "face", RATE)
    assert resampled(both, "b", RATE).positions_m == ((1.0, 0.0, 0.0),)
    twice = [(0, both[0]), (1, both[1]), (2, both[0])]
    with pytest.raises(InputError, match=r"sources 0, 2 both have 'a'.*--source"):
        picked(twice, "a")
    assert (picked(twice, "a", 2), picked(twice, source=1)) == ([both[0]], [both[1]])


# --- USD -------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", [".usda", ".usdc"])
def test_a_usd_camera_read_back_by_usd(tmp_path: Path, suffix: str) -> None:
    pytest.importorskip("pxr", reason="NOT RUN: usd-core is not installed")
    from pxr import Gf, Usd, UsdGeom

    zooming = [
        Sample(s.subject, 0, s.capture_ns, s.position_m, s.rotation_wxyz, Lens(24.0 + i / 10, 3.0, 2.8), Status.GOOD)
        for i, s in enumerate(walk(200))
    ]
    track = resampled(zooming, "cam:1", RATE)
    with new_file(tmp_path / f"a{suffix}") as part:
        notes = write_usd(part, track, CameraPayload(50.0, 27.99, 19.22), "A cam")
    assert (notes.prim, notes.lens) == ("/A_cam", "measured")
    stage = Usd.Stage.Open(str(tmp_path / f"a{suffix}"))
    assert (UsdGeom.GetStageUpAxis(stage), UsdGeom.GetStageMetersPerUnit(stage)) == ("Z", 0.01)
    assert stage.GetTimeCodesPerSecond() == pytest.approx(24000 / 1001)
    assert (stage.GetStartTimeCode(), stage.GetEndTimeCode()) == (0, len(track.positions_m) - 1)
    camera = UsdGeom.Camera(stage.GetDefaultPrim())
    assert (camera.GetHorizontalApertureAttr().Get(), camera.GetVerticalApertureAttr().Get()) == (
        pytest.approx(27.99), pytest.approx(19.22),
    )  # fmt: skip
    move = pretended_move("walk")
    for frame in range(len(track.positions_m)):
        seen = camera.ComputeLocalToWorldTransform(frame)
        want = move(frame * 1001 / 24000, 0)
        where, look = seen.Transform(Gf.Vec3d(0, 0, 0)), seen.TransformDir(Gf.Vec3d(0, 0, -1))
        assert [v / 100 for v in where] == pytest.approx(want.position_m, abs=1e-4)
        assert list(look) == pytest.approx(quat_rotate(want.rotation_wxyz, (0, 0, -1)), abs=1e-4)
        lens = camera.GetCamera(frame)
        assert lens.focalLength == pytest.approx((track.focal_mm or ())[frame], rel=1e-6)
        assert (lens.focusDistance, lens.fStop) == (pytest.approx(300.0), pytest.approx(2.8))
    # 24 mm on 27.99 mm: the angle of view USD itself works out.
    assert camera.GetCamera(0).GetFieldOfView(Gf.Camera.FOVHorizontal) == pytest.approx(
        math.degrees(2 * math.atan(27.99 / 2 / 24)), abs=1e-3
    )


def test_a_lens_nobody_measured_is_not_guessed(tmp_path: Path) -> None:
    pytest.importorskip("pxr", reason="NOT RUN: usd-core is not installed")
    from pxr import Usd, UsdGeom

    track = resampled(walk(30), "", RATE)
    assert write_usd(tmp_path / "a.usda", track).lens == "uncalibrated"
    assert write_usd(tmp_path / "b.usda", track, CameraPayload(40.0)).lens == "uncalibrated, locked to the shot's"
    stages = [Usd.Stage.Open(str(tmp_path / n)) for n in ("a.usda", "b.usda")]
    a, b = (UsdGeom.Camera(stage.GetDefaultPrim()) for stage in stages)
    assert not a.GetFocalLengthAttr().HasAuthoredValue()
    assert b.GetFocalLengthAttr().Get() == 40.0


# --- edits -----------------------------------------------------------------------------------


def played(scene: Scene, arrays: object, node: str, frame: float) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Where a camera is at a frame, by the rule of channels alone."""
    (channel,) = (c for c in scene.nodes[node].channels if c.property == "transform")
    rows = arrays.array(channel.samples).astype(float)
    at = min(max(frame - channel.first_frame, 0.0), len(rows) - 1.0)
    a, b, u = rows[int(at)], rows[min(int(at) + 1, len(rows) - 1)], at - int(at)
    return tuple(a[:3] + (b[:3] - a[:3]) * u), slerp(tuple(a[3:]), tuple(b[3:]), u)


def test_a_baked_camera_moves_as_the_take(tmp_path: Path) -> None:
    """Through layers and a host: what the host then holds, followed by the rule of channels, is the take."""
    scene, arrays = full_scene()
    track = resampled(walk(200, lens=Lens(focal_mm=32.0)), "", scene.sequence.rate)
    baked = bake_take(track, scene, "n-cam2", first_frame=48, author="op")
    for rows in baked.arrays.values():
        arrays.put(rows)
    edits = merge_edits(Edits(), baked.edits, scene)
    composed = compose(scene, edits)
    assert composed.conflicts == ()
    host = MemoryHost()
    host.begin(scene.id, arrays)
    host.apply(diff(Scene(id=scene.id), scene))
    report = host.apply(diff(scene, composed.scene))
    assert report.refused == ()
    move = pretended_move("walk")
    for frame in range(48, 48 + len(track.positions_m)):
        place, turn = played(host.current(), arrays, "n-cam2", frame)
        want = move((frame - 48) / 24, 0)
        assert place == pytest.approx(want.position_m, abs=1e-4)
        assert angle_deg(turn, want.rotation_wxyz) < 0.02
    focal = next(c for c in host.current().nodes["n-cam2"].channels if c.property == "payload.focal_mm")
    assert arrays.array(focal.samples).tolist() == [[32.0]] * len(track.positions_m)
    assert host.current().nodes["n-cam"] == MemoryHostTruth(scene, arrays).nodes["n-cam"], "the other camera stays"


def MemoryHostTruth(scene: Scene, arrays: object) -> Scene:
    host = MemoryHost()
    host.begin(scene.id, arrays)
    host.apply(diff(Scene(id=scene.id), scene))
    return host.current()


def test_a_bake_goes_through_placement_and_parents() -> None:
    scene, arrays = full_scene()
    hung = msgspec.structs.replace(scene.nodes["n-cam2"], parent="n-group")
    scene = msgspec.structs.replace(scene, nodes={**scene.nodes, "n-cam2": hung})
    turn = (math.cos(0.5), 0.0, 0.0, math.sin(0.5))
    track = resampled(walk(50), "", scene.sequence.rate)
    baked = bake_take(track, scene, "n-cam2", set_from_volume=Transform((10.0, 0.0, 0.0), turn))
    for rows in baked.arrays.values():
        arrays.put(rows)
    shown = compose(scene, baked.edits).scene
    place, local = played(shown, arrays, "n-cam2", 10)
    group = scene.nodes["n-group"].transform
    world = np.array(group.translation) + np.array(quat_rotate(group.rotation, place))
    want = np.array((10.0, 0.0, 0.0)) + np.array(quat_rotate(turn, track.positions_m[10]))
    assert world == pytest.approx(want, abs=1e-4)
    assert angle_deg(quat_multiply(group.rotation, local), quat_multiply(turn, track.rotations_wxyz[10])) < 0.02


def test_a_bake_names_what_is_wrong() -> None:
    scene, _ = full_scene()
    track = resampled(walk(50), "", FrameRate(25, 1))
    with pytest.raises(InputError, match=r"no such camera.*n-cam, n-cam2"):
        bake_take(track, scene, "n-table")
    with pytest.raises(InputError, match="another rate"):
        bake_take(track, scene, "n-cam")


# --- other people's recordings ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("space", "place", "look", "up"),
    [  # a body at (1, 2, 3) with no rotation: where it stands and looks in our space, by hand
        ("z_up", (1, 2, 3), (0, 1, 0), (0, 0, 1)),
        ("y_up", (1, -3, 2), (0, 1, 0), (0, 0, 1)),
        ("camera", (1, 2, 3), (0, 0, -1), (0, 1, 0)),
        ("optical", (1, 2, 3), (0, 0, 1), (0, -1, 0)),
    ],
)
def test_trajectories_as_text(tmp_path: Path, space: str, place, look, up) -> None:
    path = tmp_path / "a.tum"
    path.write_text("# ground truth\n1.5 1 2 3 0 0 0 2\n\n1.75 1 2 3 0 0 0 1\n", encoding="utf-8")
    info, records = read_any(path, space)
    (_, first), (_, second) = replayed(info, records)
    assert (first.capture_ns, second.source_ns) == (1_500_000_000, 1_750_000_000)
    assert first.position_m == pytest.approx(place)
    assert quat_rotate(first.rotation_wxyz, (0, 0, -1)) == pytest.approx(look, abs=1e-9)
    assert quat_rotate(first.rotation_wxyz, (0, 1, 0)) == pytest.approx(up, abs=1e-9)


@pytest.mark.parametrize("line", ["1 2 3", "1 2 3 4 5 6 7 nan", "1 2 3 4 0 0 0 0", "a b c d e f g h"])
def test_lines_that_are_no_pose(tmp_path: Path, line: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"1 2 3 4 0 0 0 1\n{line}\n", encoding="utf-8")
    with pytest.raises(FormatError, match=re.escape(f"{path}:2")):
        read_any(path)
    with pytest.raises(InputError, match="Known: z_up"):
        read_any(path, "sideways")


def f4_packet(pan_mdeg: int, frame: int) -> bytes:
    axes = [(0x01, struct.pack(">i", pan_mdeg)[1:]), (0x05, b"\x01\x86\xa0")]
    label = (10 << 18 | 1 << 6 | frame).to_bytes(3, "big")
    body = bytes([0xF4, 1, 3, 0]) + b"".join(bytes([a, 0]) + v for a, v in axes) + bytes([0xF8, 2 << 5]) + label
    return body + bytes([(0x40 - sum(body)) & 0xFF])


def test_f4_recordings_run_at_their_own_rate(tmp_path: Path) -> None:
    path = tmp_path / "a.f4"
    path.write_bytes(b"".join(f4_packet(1000 * i, i % 30) for i in range(40)) + f4_packet(0, 0)[:9])
    info, records = read_any(path)
    assert info.rate == FrameRate(30, 1)
    assert [r.receive_ns for r in records if isinstance(r, Raw)][:4] == [0, 33333333, 66666667, 100000000]
    heard = [s for _, s in replayed(info, records)]
    assert len(heard) == 40
    assert heard[3].position_m == pytest.approx((1.0, 0.0, 0.0)), "100,000 counts of a thousandth of a centimetre"
    path.write_bytes(b"no recording")
    with pytest.raises(FormatError, match="begins with f4"):
        read_any(path)


def test_real_recordings(tmp_path: Path, real_tracking: Path) -> None:
    info, records = read_any(real_tracking / "startracker_A003_C001.f4")
    write_take(tmp_path / "a.take", info, records)
    heard = [s for _, s in TakeReader(tmp_path / "a.take").samples()]
    assert (len(heard), info.rate) == (1497, FrameRate(25, 1))
    track = resampled(heard, "", info.rate)
    assert abs(len(track.positions_m) - 1497) <= 1
    info, records = read_any(real_tracking / "freiburg1_xyz_groundtruth.tum", "optical")
    assert sum(isinstance(r, Posed) for r in records) > 2900


def test_extensions_and_files_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_any(tmp_path / "a.take")
    (tmp_path / "a.doc").write_bytes(b"")
    with pytest.raises(InputError, match=r"\.doc is not read.*\.f4"):
        read_any(tmp_path / "a.doc")


def test_a_file_that_could_not_be_made_leaves_nothing(tmp_path: Path) -> None:
    made = [Sample("cam:1", 0, 0, position_m=(x, 0.0, 0.0)) for x in (1.0, 500.0)]

    def write() -> None:
        with new_file(tmp_path / "a.freed") as part:
            write_freed(part, made)

    with pytest.raises(InputError, match="24 bits"):
        write()
    assert list(tmp_path.iterdir()) == []
