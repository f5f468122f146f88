"""The page's server asked by plain sockets and another websocket library: what it gives, and to whom."""

from __future__ import annotations

import http.client
import json
import socket
import sys
from collections.abc import Generator
from contextlib import ExitStack
from pathlib import Path

import pytest
from tests.live.run.rig import loaded, pressed, running, until
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from setpiece.errors import InputError, MissingExtraError
from setpiece.live import Back, Go, Panic, Rolling
from setpiece.live.control import Access
from setpiece.live.run import Runner
from setpiece.live.web import WebServer, event_of
from setpiece.live.web._gate import own_name, same_origin
from setpiece.live.web._messages import read_press


@pytest.fixture
def page(tmp_path: Path) -> Generator[tuple[Runner, WebServer]]:
    with running(loaded(tmp_path)) as runner:
        server = WebServer(runner, Access(), port=0).start()
        try:
            yield runner, server
        finally:
            server.close()


def get(server: WebServer, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    link = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    try:
        link.request("GET", path, headers=headers)
        answer = link.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()
    finally:
        link.close()


class Client:
    """A page without a page."""

    def __init__(self, server: WebServer, **headers: str) -> None:
        at = f"127.0.0.1:{server.port}"
        self._open = ExitStack()
        opening = connect(f"ws://{at}/show", additional_headers={"Origin": f"http://{at}", **headers}, compression=None)
        self.link = self._open.enter_context(opening)
        self.seen: dict = {}

    def until(self, key: str, what=lambda value: True):
        while True:
            message = json.loads(self.link.recv(10))
            self.seen.update(message)
            if key in message and what(message[key]):
                return message[key]

    def close(self) -> None:
        self._open.close()

    def say(self, **press: object) -> None:
        self.link.send(json.dumps(press))


def test_files_come_with_a_strict_policy(page: tuple[Runner, WebServer]) -> None:
    _, server = page
    for path, kind in (("/", "text/html"), ("/page.js", "text/javascript"), ("/plan.js", "text/javascript"), ("/page.css", "text/css"), ("/icon.svg", "image/svg+xml"), ("/manifest.json", "application/manifest+json")):
        status, headers, body = get(server, path)
        lower = {k.lower(): v for k, v in headers.items()}
        assert status == 200
        assert lower["content-type"].startswith(kind)
        assert "default-src 'none'" in lower["content-security-policy"]
        assert b"http://" not in body.replace(b"http://www.w3.org", b""), "nothing from elsewhere"
        assert b"https://" not in body
    assert get(server, "/../page.css")[0] == 404
    assert get(server, "/etc/passwd")[0] == 404


def test_a_page_hears_the_stage_then_what_changes(page: tuple[Runner, WebServer]) -> None:
    runner, server = page
    client = Client(server)
    stage = client.until("stage")
    assert [c["id"] for c in stage["lists"][0]["cues"]][:3] == ["1", "2", "2.5"]
    assert {f["kind"] for f in stage["plan"]} == {"piece", "wall", "zone", "camera", "figure"}
    client.until("lists")
    client.say(do="go", list="main", number=5)
    assert client.until("told") == 5
    client.until("lists", lambda rows: rows[0][1] == "1")
    client.say(do="go", list="main", number=6)
    client.until("told", lambda n: n == 6)
    assert "second GO" in client.seen["refused"]
    until(lambda: runner.look().status.lists[0].current == "1")
    client.close()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"do":"quit"}', '{"do":"go","list":5}', '{"do":"go","x":1}', '{"do":"go","number":-1}', '{"do":"goto","cue":"' + "9" * 200 + '"}'])
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        read_press(text)


def test_keys_are_events() -> None:
    assert event_of(read_press('{"do":"go"}')) == Go()
    assert event_of(read_press('{"do":"back","list":"sky"}')) == Back("sky")
    assert event_of(read_press('{"do":"panic"}')) == Panic()
    assert event_of(read_press('{"do":"rolling","on":false}')) == Rolling(False)


def test_nonsense_from_a_page_is_answered_and_the_page_stays(page: tuple[Runner, WebServer]) -> None:
    _, server = page
    client = Client(server)
    client.link.send("nonsense")
    client.until("refused")
    client.say(do="goto", cue="6", number=3)
    client.until("told", lambda n: n == 3)
    client.close()


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1:1"])
def test_another_site_s_script_cannot_press(page: tuple[Runner, WebServer], origin: str) -> None:
    _, server = page
    with pytest.raises(InvalidStatus), connect(f"ws://127.0.0.1:{server.port}/show", additional_headers={"Origin": origin}):
        pass
    with pytest.raises(InvalidStatus), connect(f"ws://127.0.0.1:{server.port}/show"):
        pass


def test_a_foreign_name_for_this_computer_gets_nothing(page: tuple[Runner, WebServer]) -> None:
    _, server = page
    assert get(server, "/", Host="rebound.example")[0] == 421
    assert own_name(f"localhost:{server.port}", "")
    assert own_name("[::1]:8080", "")
    assert own_name(f"{socket.gethostname()}:80", "")
    assert not own_name("evil.example:8080", "0.0.0.0")
    assert same_origin({"origin": "http://10.0.0.2:8080", "host": "10.0.0.2:8080"})
    assert not same_origin({"origin": "", "host": ""})


class _Stranger(Access):
    def admits(self, host: str) -> bool:
        return False


def test_a_stranger_needs_the_token_and_keeps_it_in_a_cookie(tmp_path: Path) -> None:
    with running(loaded(tmp_path)) as runner:
        server = WebServer(runner, _Stranger(token="sesame"), port=0).start()
        try:
            assert get(server, "/")[0] == 403
            assert get(server, "/?token=open")[0] == 403
            status, headers, _ = get(server, "/?token=sesame")
            lower = {k.lower(): v for k, v in headers.items()}
            assert (status, lower["location"]) == (303, "/")
            assert "httponly" in lower["set-cookie"].lower()
            assert "samesite=strict" in lower["set-cookie"].lower()
            cookie = lower["set-cookie"].split(";")[0]
            assert get(server, "/", Cookie=cookie)[0] == 200
            with pytest.raises(InvalidStatus):
                Client(server)
            client = Client(server, Cookie=cookie)
            assert client.until("stage")["scene"] == "scene 12"
            client.close()
        finally:
            server.close()


def test_a_page_asks_what_a_cue_would_change(page: tuple[Runner, WebServer]) -> None:
    _, server = page
    client = Client(server)
    client.say(ask="preview", list="main", cue="6")
    assert ["plant", "visible", True, False] in client.until("rows")
    client.say(ask="preview", list="main", cue="99")
    assert "no cue" in client.until("refused")
    client.say(ask="everything")
    assert "no question" in client.until("refused", lambda text: "cue" not in text)
    client.close()


def test_news_are_only_news(page: tuple[Runner, WebServer]) -> None:
    runner, server = page
    client = Client(server)
    client.until("lists")
    for _ in range(20):  # nothing moves: only the run's own numbers and signs of life
        message = json.loads(client.link.recv(10))
        assert set(message) <= {"run", "latency", "log"}
    assert pressed(runner, Go()) == ""
    client.until("lists", lambda rows: rows[0][1] == "1")
    client.close()


def test_a_slow_page_delays_nobody(page: tuple[Runner, WebServer]) -> None:
    runner, server = page
    sleepy = Client(server)  # never reads again
    client = Client(server)
    for cue in ("2", "3", "4"):
        client.say(do="goto", cue=cue, list="main", number=1)
        client.until("lists", lambda rows, cue=cue: rows[0][1] == cue)
    assert runner.look().status.lists[0].current == "4"
    sleepy.close()
    client.close()


def test_without_the_extra_the_remedy_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    with running(loaded(tmp_path)) as runner, pytest.raises(MissingExtraError, match=r"setpiece\[web\]"):
        WebServer(runner, Access(), port=0)


def test_a_port_in_use_is_named(page: tuple[Runner, WebServer]) -> None:
    runner, server = page
    with pytest.raises(InputError, match=str(server.port)):
        WebServer(runner, Access(), port=server.port)
