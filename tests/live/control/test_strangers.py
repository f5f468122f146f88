"""Another computer on the stage's network: a namespace with a card of its own, and what a show lets it do."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Generator
from pathlib import Path

import pytest
from tests.live.run.place import CUES

pytestmark = pytest.mark.e2e
HERE, THERE = "10.78.1.1", "10.78.1.2"
SHOW = Path(__file__).parents[1] / "run" / "show_process.py"

# What the stranger does: commands in, answers out, one JSON line each.
STRANGER = """
import http.client, json, socket, sys
sys.path.insert(0, sys.argv[1])
from setpiece.tracking.osc import decode_osc, encode_message
osc = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for line in sys.stdin:
    what, *words = json.loads(line)
    if what == "osc":
        osc.settimeout(3)
        for _ in range(words[0]):
            osc.sendto(encode_message(*words[1:]), ("10.78.1.1", 53000))
        answers = []
        try:
            while True:
                answers += [[m.address, *m.args] for m in decode_osc(osc.recv(65536))]
                osc.settimeout(0.4)
        except TimeoutError:
            pass
        print(json.dumps(answers), flush=True)
    else:
        link = http.client.HTTPConnection("10.78.1.1", 8080, timeout=5)
        link.request("GET", words[0])
        print(json.dumps(link.getresponse().status), flush=True)
"""


def ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True, text=True)


@pytest.fixture
def net() -> Generator[tuple[str, str]]:
    stage, booth = f"spshow{os.getpid()}", f"spbooth{os.getpid()}"
    try:
        ip("netns", "add", stage)
    except (OSError, subprocess.CalledProcessError) as e:
        pytest.skip(f"NOT RUN: this machine allows no network namespaces: {getattr(e, 'stderr', '') or e}")
    try:
        ip("netns", "add", booth)
        ip("-n", stage, "link", "add", "nic0", "type", "veth", "peer", "name", "nic0", "netns", booth)
        for name, address in ((stage, HERE), (booth, THERE)):
            ip("-n", name, "addr", "add", f"{address}/24", "dev", "nic0")
            ip("-n", name, "link", "set", "nic0", "up")
            ip("-n", name, "link", "set", "lo", "up")
        yield stage, booth
    finally:
        for name in (stage, booth):
            subprocess.run(["ip", "netns", "del", name], check=False, capture_output=True)


class Scene:
    """A show on one side, a stranger on the other."""

    def __init__(self, net: tuple[str, str], folder: Path, *options: str) -> None:
        (folder / "cues.toml").write_text(CUES, encoding="utf-8")
        stage, booth = net
        command = [sys.executable, str(SHOW), str(folder), "--host", HERE, "--port", "53000", "--web", "--web-port", "8080", *options]
        with (folder / "said.txt").open("wb") as said:
            self.show = subprocess.Popen(["ip", "netns", "exec", stage, *command], stdout=said, stderr=said)
        root = str(Path(__file__).parents[3])
        self.stranger = subprocess.Popen(
            ["ip", "netns", "exec", booth, sys.executable, "-c", STRANGER, root],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        end = time.monotonic() + 30
        while not (folder / "live" / "running.json").exists():
            assert time.monotonic() < end, (folder / "said.txt").read_text()
            time.sleep(0.05)

    def do(self, *words: object) -> list:
        assert self.stranger.stdin is not None
        assert self.stranger.stdout is not None
        self.stranger.stdin.write(json.dumps(words) + "\n")
        self.stranger.stdin.flush()
        return json.loads(self.stranger.stdout.readline())

    def __enter__(self) -> Scene:
        return self

    def __exit__(self, *_: object) -> None:
        for process in (self.stranger, self.show):
            process.terminate()
            process.communicate(timeout=15)


def test_a_stranger_may_do_nothing_until_it_says_the_token(net: tuple[str, str], tmp_path: Path) -> None:
    with Scene(net, tmp_path, "--token", "sesame") as scene:
        answers = scene.do("osc", 200, "/setpiece/go")
        assert 1 <= len(answers) <= 2, "told once a second, not two hundred times"
        assert answers[0][2] == "refused"
        assert "/setpiece/connect" in answers[0][3]
        assert scene.do("http", "/") == 403
        assert scene.do("http", "/?token=guess") == 403
        assert scene.do("osc", 1, "/setpiece/connect", "guess")[0][2] == "refused"
        time.sleep(1.1)
        assert scene.do("osc", 1, "/setpiece/connect", "sesame") == [["/setpiece/out/ack", "/setpiece/connect", "ok"]]
        lists = json.loads(scene.do("osc", 1, "/setpiece/get/lists")[0][1])
        assert lists[0]["current"] == "", "not one of the two hundred was done"
        assert scene.do("osc", 1, "/setpiece/go") == [["/setpiece/out/ack", "/setpiece/go", "ok"]]
        assert scene.do("http", "/?token=sesame") == 303


def test_the_allow_list_and_nobody_else(net: tuple[str, str], tmp_path: Path) -> None:
    with Scene(net, tmp_path, "--allow", THERE) as scene:
        assert scene.do("osc", 1, "/setpiece/go") == [["/setpiece/out/ack", "/setpiece/go", "ok"]]
        assert scene.do("http", "/") == 200
    other = tmp_path / "other"
    other.mkdir()
    with Scene(net, other, "--allow", "10.78.1.77") as scene:
        assert "--allow" in scene.do("osc", 1, "/setpiece/go")[0][3]
        assert "no token" in scene.do("osc", 1, "/setpiece/connect", "")[0][3]
        assert scene.do("http", "/") == 403
