"""`setpiece live run` as people start it: on a built production, with a page, stopped, gone on with, ended."""

from __future__ import annotations

import http.client
import json
import signal
import subprocess
import sys
import time
from collections.abc import Generator
from pathlib import Path

import pytest
from tests.live.run.rig import OscPort, free_port

from setpiece.build import Request, build, create
from setpiece.script import read_script

SCRIPT = b"Title: One Room\n\nINT. KITCHEN - NIGHT\n\nANNA sits at the table.\n\nANNA\nYou came.\n"
CUES = """
[[list]]
id = "main"
[[list.cue]]
id = "10"
label = "Evening"
fade_s = 0.2
move = [{ target = "environment#sky.lux", to = 50.0 }]
[[list.cue]]
id = "20"
move = [{ target = "environment#sky.lux", to = 5.0 }]
"""


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("film")
    draft = folder / "room.fountain"
    draft.write_bytes(SCRIPT)
    root = create(draft, folder / "room", read_script(SCRIPT, "room.fountain"))
    build(root, Request(jobs=1))
    (root / "cues.toml").write_text(CUES, encoding="utf-8")
    return root


def command(*words: object) -> list[str]:
    return [sys.executable, "-c", "from setpiece.cli import main; main()", "live", "run", *map(str, words)]


class Run:
    """The command, running."""

    def __init__(self, film: Path, *options: object) -> None:
        self.port = free_port()
        (film / "live" / "running.json").unlink(missing_ok=True)
        self.process = subprocess.Popen(
            command(film, "--port", self.port, *options), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        end = time.monotonic() + 60
        while not (film / "live" / "running.json").exists():
            assert self.process.poll() is None, self.process.communicate()[0]
            assert time.monotonic() < end
            time.sleep(0.02)
        self.ports = json.loads((film / "live" / "running.json").read_text(encoding="utf-8"))
        self.hand = OscPort(self.port)

    def current(self) -> str:
        return json.loads(self.hand.ask("/setpiece/get/lists", want="/setpiece/out/lists")[0])[0]["current"]

    def stopped(self) -> str:
        said = self.process.communicate(timeout=30)[0]
        self.hand.close()
        assert self.process.returncode == 0, said
        return said


@pytest.fixture
def runs(film: Path) -> Generator[list[Run]]:
    started: list[Run] = []
    yield started
    for run in started:
        if run.process.poll() is None:
            run.process.kill()
            run.process.communicate()


def test_a_show_is_stopped_gone_on_with_and_ended(film: Path, runs: list[Run]) -> None:
    runs.append(first := Run(film, "--fresh", "--web", "--web-port", 0))
    link = http.client.HTTPConnection("127.0.0.1", first.ports["web_port"], timeout=10)
    link.request("GET", "/")
    assert b"SAFE LOOK" in link.getresponse().read()
    link.close()
    assert first.hand.ask("/setpiece/go")[1] == "ok"
    assert first.current() == "10"
    second = subprocess.run(command(film, "--port", 0), capture_output=True, text=True, check=False)
    assert second.returncode == 2
    assert "runs here already" in second.stderr
    first.process.send_signal(signal.SIGINT)
    said = first.stopped()
    assert "begins at its top" in said
    assert "fired" in said
    assert "Traceback" not in said
    runs.append(again := Run(film))
    assert again.current() == "10"
    ended = subprocess.run(command(film, "--end"), capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    assert "goes on where it stood" in again.stopped()
    ended = subprocess.run(command(film, "--end"), capture_output=True, text=True, check=False)
    assert "no show to end" in ended.stdout


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--scene", "99"), "no built scene '99'"),
        (("--allow", "stage left"), "no address"),
        (("--tcp-framing", "morse"), "slip or length"),
        (("--host", "192.0.2.7"), "192.0.2.7"),
    ],
)
def test_what_cannot_be_run_is_said_with_its_remedy(film: Path, options: tuple[str, ...], says: str) -> None:
    done = subprocess.run(command(film, "--port", 0, *options), capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 2
    assert says in done.stderr.replace("\n", " ")
    assert "Traceback" not in done.stderr


def test_without_cues_the_way_is_shown(film: Path, tmp_path: Path) -> None:
    cues = film / "cues.toml"
    cues.rename(tmp_path / "cues.toml")
    try:
        done = subprocess.run(command(film, "--port", 0), capture_output=True, text=True, check=False, timeout=60)
    finally:
        (tmp_path / "cues.toml").rename(cues)
    assert done.returncode == 2
    assert "docs/live.md" in done.stderr
