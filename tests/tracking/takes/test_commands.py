"""`track record`, `replay` and `convert` as a person meets them."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.tracking.relay.stage import free_port, read_d1
from tests.tracking.takes.heard import live, packets, take

from setpiece.tracking import Sender, Source
from setpiece.tracking.receive import Receiver
from setpiece.tracking.takes import Raw, TakeReader

COMMAND = [sys.executable, "-c", "from setpiece.cli import main; main()", "track"]


def run(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*COMMAND, *map(str, words)], capture_output=True, text=True, timeout=60, check=False)


def until(done, seconds: float = 20.0) -> None:
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "nothing came"
        time.sleep(0.01)


def test_a_recording_from_slate_to_replay(tmp_path: Path) -> None:
    """Two sources of tracking.toml are recorded, and played again to the ports they came to."""
    ports = free_port(), free_port()
    (tmp_path / "tracking.toml").write_text(
        "".join(f'[[source]]\nprotocol = "{p}"\nport = {n}\n' for p, n in zip(("freed", "osc"), ports, strict=True)),
        encoding="utf-8",
    )
    path = tmp_path / "12A_3.take"
    words = ["record", tmp_path, "--slate", "12A", "--take", "3", "--notes", "wet floor", "--rate", "23.976"]
    made = packets(4, 60, loss=0.0)
    with subprocess.Popen([*COMMAND, *map(str, words), "-o", str(path), "--seconds", "3"]) as process:
        until((tmp_path / "12A_3.part.take").exists)
        with Sender("127.0.0.1", ports[0]) as a, Sender("127.0.0.1", ports[1]) as b:
            time.sleep(0.3)
            for record in made:
                (a, b)[record.source].send([record.packet])
                time.sleep(0.002)
        assert process.wait(timeout=20) == 0
    reader = TakeReader(path)
    info = reader.info
    assert (info.slate, info.take, info.notes, info.rate.num) == ("12A", 3, "wet floor", 24000)
    assert [s.protocol for s in info.sources] == ["freed", "osc"]
    assert info.started_unix_ns > 1_700_000_000 * 10**9
    assert info.started_monotonic_ns <= time.monotonic_ns()
    recorded = [r for r in reader.records() if isinstance(r, Raw)]
    assert sorted((r.source, r.packet) for r in recorded) == sorted((r.source, r.packet) for r in made)
    assert (reader.whole, reader.finished) == (True, True)

    with Receiver(Source(protocol="freed", port=ports[0])) as freed, Receiver(Source(protocol="osc", port=ports[1])) as osc:
        done = run("replay", path, "--raw", "--rate", "fast")
        assert done.returncode == 0, done.stderr
        until(lambda: freed.stream.packets + osc.stream.packets == len(made))
    again = run("record", tmp_path, "-o", path, "--seconds", "1")
    assert again.returncode == 2
    assert "is there already" in again.stderr


def test_replay_in_another_protocol_at_twice_the_pace(tmp_path: Path) -> None:
    made = packets(5, 40)
    path = take(tmp_path / "a.take", made)
    with Receiver(Source(protocol="opentrackio", port=free_port())) as receiver:
        reader = receiver.reader()
        done = run("replay", path, "--to", "opentrackio", "--port", receiver.port, "--rate", "2")
        assert done.returncode == 0, done.stderr
        until(lambda: receiver.stream.packets >= len(live(made)))
        heard = reader.drain()
    span_s = (heard[-1].source_ns - heard[0].source_ns) / 1e9
    taken = [s.capture_ns for _, s in live(made)]
    assert span_s == pytest.approx((taken[-1] - taken[0]) / 2e9, abs=0.01)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["replay", "a.take"], "--to PROTOCOL, or --raw"), (["replay", "a.take", "--raw", "--rate", "0"], "no rate"),
        (["replay", "nowhere.take", "--raw"], "no such file"), (["replay", "a.take", "--to", "f4"], "not sent"),
        (["convert", "a.take", "-o", "b.doc"], "is not written"), (["convert", "a.take", "-o", "a.csv"], "there already"),
        (["convert", "a.take", "-o", "b.usda"], "whose take is meant"),
        (["convert", "a.take", "-o", "b.usda", "--filmback", "x"], "needs both"),
        (["record", ".", "-o", "b.take"], "there is no tracking.toml"), (["convert", "a.csv", "-o", "c.csv"], "no table"),
    ],
)  # fmt: skip
def test_mistakes_are_named(tmp_path: Path, words: list[str], said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """In one process: these end before any socket is opened."""
    from typer.testing import CliRunner

    from setpiece.cli._app import app
    from setpiece.errors import InputError

    monkeypatch.chdir(tmp_path)
    take(tmp_path / "a.take", packets(6, 10, loss=0.0))
    (tmp_path / "a.csv").write_text("mine", encoding="utf-8")
    result = CliRunner().invoke(app, ["track", *words])
    assert isinstance(result.exception, InputError)
    assert said in str(result.exception)
    assert {p.name for p in tmp_path.iterdir()} == {"a.take", "a.csv"}, "nothing is left behind"


def test_convert_by_extension(tmp_path: Path) -> None:
    made = packets(7, 40)
    path = take(tmp_path / "a.take", made)
    poses = live(made)
    for name in ("a.csv", "a.jsonl", "a.freed", "b.take"):
        done = run("convert", path, "-o", tmp_path / name, "--subject", "cam:1")
        assert done.returncode == 0, done.stderr
    camera = [s for _, s in poses if s.subject == "cam:1"]
    data = (tmp_path / "a.freed").read_bytes()
    places = [read_d1(data[i : i + 29])[0] for i in range(0, len(data), 29)]
    assert places == [pytest.approx(s.position_m, abs=1e-5) for s in camera]
    rows = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(rows) == len(camera)
    assert list(TakeReader(tmp_path / "b.take").samples()) == poses, "a take keeps everybody"
    assert len((tmp_path / "a.csv").read_text(encoding="utf-8").splitlines()) == 1 + len(camera)


@pytest.mark.slow
def test_a_take_baked_into_a_production(tmp_path: Path) -> None:
    """The next build takes the move up, and its scene moves the camera as the take did."""
    from tests.tracking.takes.test_convert import played, walk

    from setpiece.build import open_built
    from setpiece.scene import Store
    from setpiece.tracking import pretended_move
    from setpiece.tracking.takes import Posed, TakeInfo

    root, script = tmp_path / "film", Path(__file__).parents[3] / "examples" / "low_tide.fountain"
    whole = [sys.executable, "-c", "from setpiece.cli import main; main()"]

    def setpiece(*words: object) -> str:
        done = subprocess.run([*whole, *map(str, words)], capture_output=True, text=True, timeout=300, check=False)
        assert done.returncode in (0, 1), done.stderr
        return done.stdout

    setpiece("new", script, root)
    setpiece("build", root, "--scenes", "2", "--jobs", "1")
    shot = json.loads(setpiece("shots", root, "--json"))["shots"][0]
    path = take(tmp_path / "a.take", [Posed(0, s) for s in walk(200)], TakeInfo(sources=(Source(protocol="osc"),)))
    told = setpiece("track", "convert", path, "-o", root, "--scene", "2", "--camera", shot["camera_node"])
    assert "frames on" in told
    setpiece("build", root, "--scenes", "2", "--jobs", "1")
    built = open_built(root)
    scene = built.scene(built.built_scenes[0])
    move, rate = pretended_move("walk"), scene.sequence.rate
    for frame in range(0, 90, 10):
        place, _ = played(scene, Store(root / "store"), shot["camera_node"], frame)
        assert place == pytest.approx(move(frame * rate.den / rate.num, 0).position_m, abs=1e-3)
