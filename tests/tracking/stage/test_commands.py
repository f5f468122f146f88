"""The commands of the first hour: what they print, write and exit with."""

from __future__ import annotations

import json
import tomllib

import msgspec
import numpy as np
import pytest
from typer.testing import CliRunner

from setpiece.cli._app import app
from setpiece.errors import InputError
from setpiece.tracking import open_encoder, read_sources, read_volume_tracking
from setpiece.tracking.lens import read_lens_map
from setpiece.tracking.model import Source
from setpiece.tracking.stage import Segment, write_segments
from setpiece.tracking.takes import TakeInfo, TakeWriter

from .moves import MOVES, as_sample, axes_matrix, head, head_of, performed
from .test_align import SHIFT, TIP, WALL, pairs, swung

AXES = ("+y", "+x", "-z")
TOML = '# ours\n[[source]]\nprotocol = "freed"  # crane\nport = 40000\nflip_roll = true # wrong\n\n[[source]]\nprotocol = "psn"\n'


def run(*words: str, code: int = 0):
    done = CliRunner().invoke(app, ["track", *words])
    if isinstance(done.exception, InputError):
        raise done.exception
    assert done.exit_code == code, (done.exit_code, done.output, done.exception)
    return done.output


def wrong(move: str, rng) -> list:
    """Positions in centimetres and mirrored axes, the pan inverted."""
    samples = []
    for i, (p, r) in enumerate(performed(move, rng)):
        pan, tilt, roll = head_of(r)
        samples.append(as_sample(axes_matrix(AXES).T @ p * 10, head(-pan, tilt, roll), i * 33_000_000))
    return samples


@pytest.fixture
def production(tmp_path):
    (tmp_path / "tracking.toml").write_text(TOML, encoding="utf-8")
    rng = np.random.default_rng(7)
    write_segments(tmp_path / "moves.json", [Segment(m, tuple(wrong(m, rng))) for m in MOVES])
    return tmp_path


WANTED = Source(protocol="freed", port=40000, axes=AXES, unit=0.1, flip_pan=True, rotation_axes=None)


def test_the_wizard_writes_its_source_and_nothing_else(production) -> None:
    words = ("wizard", str(production), "--source", "1", "--segments", str(production / "moves.json"))
    said = json.loads(run(*words, "--push", "1.1", "--json"))
    assert (said["repeat"], said["unit_measured"]) == ([], True)
    text = (production / "tracking.toml").read_text(encoding="utf-8")
    assert text.startswith('# ours\n[[source]]\nprotocol = "freed"  # crane\nport = 40000\n')
    assert text.endswith('\n\n[[source]]\nprotocol = "psn"\n')
    first, second = read_sources(production / "tracking.toml")
    assert (first, second) == (
        msgspec.structs.replace(WANTED, rotation_axes=first.rotation_axes),
        Source(protocol="psn"),
    )
    assert tomllib.loads(said["toml"])["source"][0]["flip_pan"] is True


def test_without_a_tape_nothing_is_written_before_somebody_agrees(production) -> None:
    words = ("wizard", str(production), "--source", "freed", "--segments", str(production / "moves.json"))
    assert "the unit is not certain" in " ".join(run(*words, code=1).split())
    assert (production / "tracking.toml").read_text(encoding="utf-8") == TOML
    assert "nothing written" in run(*words, "--yes", "--dry-run")
    assert (production / "tracking.toml").read_text(encoding="utf-8") == TOML


def test_a_move_to_repeat_is_exit_code_1(production) -> None:
    rng = np.random.default_rng(7)
    write_segments(production / "moves.json", [Segment(m, tuple(wrong(m, rng))) for m in MOVES if m != "raise"])
    words = ("wizard", str(production), "--source", "1", "--segments", str(production / "moves.json"), "--push", "1.1")
    assert [r["move"] for r in json.loads(run(*words, "--json", code=1))["repeat"]] == ["raise"]
    assert (production / "tracking.toml").read_text(encoding="utf-8") == TOML


def test_moves_from_a_take_are_those_of_the_wire(production, tmp_path) -> None:
    """A take of the source with corrections that are wrong: the wizard hears the packets, not the corrections."""
    source = read_sources(production / "tracking.toml")[0]
    writer = TakeWriter(tmp_path / "moves.take", TakeInfo(sources=(source, Source(protocol="psn"))))
    tap, encoder, rng, at = writer.tap(0), open_encoder("freed"), np.random.default_rng(3), 0
    spans = []
    for move in MOVES:
        begun = at
        for sample in wrong(move, rng):
            for packet in encoder.encode([sample]):
                tap(packet, at)
            at += 33_000_000
        spans += ["--move", f"{move}={begun / 1e9 - (0 if not begun else 0.01)}-{at / 1e9 - 0.02}"]
    writer.close()
    words = (
        "wizard",
        str(production),
        "--source",
        "1",
        "--take",
        str(tmp_path / "moves.take"),
        *spans,
        "--push",
        "1.1",
    )
    run(*words)
    found = read_sources(production / "tracking.toml")[0]
    assert found == msgspec.structs.replace(WANTED, rotation_axes=found.rotation_axes)
    with pytest.raises(InputError, match="no move of a take"):
        run("wizard", str(production), "--source", "1", "--take", str(tmp_path / "moves.take"), "--move", "pan=1-2")


def test_an_unclear_source_is_asked_for(production) -> None:
    with pytest.raises(InputError, match="1 freed, 2 psn"):
        run("wizard", str(production), "--segments", str(production / "moves.json"))


def test_align_writes_its_table(tmp_path) -> None:
    lines = ["name,tracker_x,tracker_y,tracker_z,volume_x,volume_y,volume_z"]
    lines += [",".join([p.name, *map(str, (*p.tracker_m, *p.volume_m))]) for p in pairs(noise=0.0005)]
    (tmp_path / "points.csv").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "volume.toml").write_text("# the stage\n[wall]\nwidth_m = 8.0\n", encoding="utf-8")
    said = json.loads(run("align", str(tmp_path), "--points", str(tmp_path / "points.csv"), "--json"))
    tracking = read_volume_tracking(tmp_path / "volume.toml").tracking
    assert tracking.volume_from_tracker_m == pytest.approx(tuple(SHIFT), abs=0.002)
    assert tracking.residual_mm == pytest.approx(said["residual_mm"], abs=0.01)
    assert (tmp_path / "volume.toml").read_text(encoding="utf-8").startswith("# the stage\n[wall]\nwidth_m = 8.0\n")
    lines[3] = lines[3].replace(lines[3].split(",")[1], "9.0", 1)
    (tmp_path / "points.csv").write_text("\n".join(lines), encoding="utf-8")
    assert "left out" in run("align", str(tmp_path), "--points", str(tmp_path / "points.csv"), "--dry-run", code=1)
    (tmp_path / "points.csv").write_text("x,y\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"points\.csv:1.*Begin with name,tracker_x"):
        run("align", str(tmp_path), "--points", str(tmp_path / "points.csv"))


def osc_take(path, samples) -> None:
    source = Source(protocol="osc")
    writer = TakeWriter(path, TakeInfo(sources=(source,)))
    tap, encoder = writer.tap(0), open_encoder("osc")
    for s in samples:
        for packet in encoder.encode([s]):
            tap(packet, s.receive_ns)
    writer.close()


def test_align_from_takes_of_a_wand(tmp_path) -> None:
    from .test_align import TURN

    rng, at, session = np.random.default_rng(4), 1_000_000_000, []
    where = (WALL[:5] - SHIFT) @ TURN
    for i, point in enumerate(where):
        session += swung(point, rng, 120, 15, 0.0003, at)
        at += 120 * 10_000_000
        for s in np.linspace(0.05, 0.95, 30):
            session.append(as_sample(point + s * (where[(i + 1) % 5] - point) - head(0, 0, 0) @ TIP, head(0, 0, 0), at))
            at += 10_000_000
    osc_take(tmp_path / "session.take", session)
    osc_take(tmp_path / "wand.take", swung(np.array([1, 2, 0.5]), rng, at=1_000_000_000))
    rows = [f"w{i},{x},{y},{z}" for i, (x, y, z) in enumerate(WALL[:5].tolist())]
    (tmp_path / "markers.csv").write_text("\n".join(["name,x,y,z", *rows]), encoding="utf-8")
    run(
        "align",
        str(tmp_path),
        "--markers",
        str(tmp_path / "markers.csv"),
        "--take",
        str(tmp_path / "session.take"),
        "--wand",
        str(tmp_path / "wand.take"),
    )
    tracking = read_volume_tracking(tmp_path / "volume.toml").tracking
    assert tracking.volume_from_tracker_m == pytest.approx(tuple(SHIFT), abs=0.003)
    assert tracking.residual_mm < 1.5


def test_a_lens_is_imported_and_named(tmp_path) -> None:
    (tmp_path / "zoom.csv").write_text("axis,raw,value\nzoom,0,24\nzoom,100,70\n", encoding="utf-8")
    run("lens", str(tmp_path / "zoom.csv"), str(tmp_path))
    assert read_volume_tracking(tmp_path / "volume.toml").tracking.lens == "lens.json"
    assert read_lens_map(tmp_path / "lens.json").name == "zoom"
