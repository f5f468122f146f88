"""Asking a service or a program for proposals: what comes of it, and what hostile ones cannot do."""

from __future__ import annotations

import shutil
import stat
import sys
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import msgspec
import pytest

from setpiece.build import build, create, judge_corrections, open_built, propose
from setpiece.errors import ConflictError, FormatError, InputError, WorkerError
from setpiece.script.breakdown import open_backend

DRAFT = "\n".join(
    f"INT. ROOM {n} - DAY\n\nAnna tunes the zymograph number {n}.\n\nANNA\nNow.\n" for n in ("ONE", "TWO", "SIX", "TEN")
)
FILE = "breakdown.proposals.json"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    (folder / "a.fountain").write_text(DRAFT)
    root = create(folder / "a.fountain", folder / "film")
    build(root)
    return root


@pytest.fixture
def film(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "film"))


@contextmanager
def served(answer: Any) -> Generator[tuple[str, list[dict[str, Any]]]]:
    """A service on this machine; ``answer(handler, question)`` writes its answer."""
    asked: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            asked.append({"path": self.path, "key": self.headers.get("Authorization"), **msgspec.json.decode(body)})
            with_break(lambda: answer(self, asked[-1]))

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def with_break(work: Any) -> None:
    with suppress(OSError):  # who asked has gone
        work()


def send(handler: BaseHTTPRequestHandler, body: bytes, status: int = 200, **headers: str) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def chat(content: object) -> bytes:
    return msgspec.json.encode({"choices": [{"message": {"role": "assistant", "content": content}}]})


def scene_asked(question: dict[str, Any]) -> str:
    return msgspec.json.decode(question["messages"][1]["content"])["scene"]


def good(handler: BaseHTTPRequestHandler, question: dict[str, Any]) -> None:
    quote = scene_asked(question).split("\n\n")[1]
    elements = [{"category": "props", "name": "zymograph", "quote": quote}]
    if "ONE" in quote:
        elements.append({"category": "vehicles", "name": "tram", "quote": "A tram rings."})
    send(handler, chat(msgspec.json.encode({"elements": elements}).decode()))


def props(root: Path, scene_id: str = "s001") -> list[tuple[str, str]]:
    uses = open_built(root).breakdown.scenes[scene_id].elements.get("props", ())
    return [(u.name, u.source) for u in uses]


def test_a_service_is_asked_once_a_scene_and_builds_read_the_file(film: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SETPIECE_MODEL_KEY", "s3cret")
    with served(good) as (address, asked):
        report = propose(film, open_backend(address, "tiny-1"))
    assert report.scenes == {"s001": 1, "s002": 1, "s003": 1, "s004": 1}
    assert [f.message for f in report.findings] == ["scene 1: 1 proposal was left out: quotes what is not in the scene"]
    assert [(q["path"], q["model"], q["key"]) for q in asked] == [
        ("/v1/chat/completions", "tiny-1", "Bearer s3cret")
    ] * 4
    assert msgspec.json.decode(asked[0]["messages"][1]["content"])["cast"] == ["ANNA"]
    kept = msgspec.json.decode((film / FILE).read_bytes())["scenes"]["s001"]
    assert (kept["backend"], kept["model"]) == (f"{address}/chat/completions", "tiny-1")
    assert kept["refused"] == {"quotes what is not in the scene": 1}
    assert b"s3cret" not in (film / FILE).read_bytes()
    assert props(film) == [], "nothing changes before a build"
    build(film)  # the service is gone: a build asks nobody
    assert props(film) == [("zymograph", "proposal")]
    state = (film / "state.json").read_bytes()
    build(film)
    assert (film / "state.json").read_bytes() == state


def test_a_persons_word_outranks_a_proposal(film: Path) -> None:
    with served(good) as (address, _):
        propose(film, open_backend(address))
    wrong = {"scenes": {"s002": {"elements": [{"category": "props", "name": "zymograph", "present": False}]}}}
    (film / "breakdown.edits.json").write_bytes(msgspec.json.encode({"format": "1.0", **wrong}))
    build(film)
    assert props(film, "s001") == [("zymograph", "proposal")]
    assert props(film, "s002") == []
    scores = judge_corrections(film).batches["corrected"].categories["props"]
    assert (scores.right, scores.invented, scores.missed) == (0, 1, 0), "what a person denied counts against"


def slow(handler: BaseHTTPRequestHandler, _: object) -> None:
    handler.send_response(200)
    handler.end_headers()
    for _ in range(40):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.05)


def huge(handler: BaseHTTPRequestHandler, _: object) -> None:
    handler.send_response(200)
    handler.end_headers()
    for _ in range(64):
        handler.wfile.write(b"x" * (1 << 20))


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (slow, "no answer in"),
        (huge, "longer than"),
        (lambda h, _: send(h, b"{nonsense"), "no chat completion"),
        (lambda h, _: send(h, b"[" * 100_000), "no chat completion"),
        (lambda h, _: send(h, b'{"choices": []}'), "no chat completion"),
        (lambda h, _: send(h, chat(None)), "has no text"),
        (lambda h, _: send(h, b"", 500), "500"),
        (lambda h, _: send(h, b"", 302, Location="http://192.0.2.1/"), "302"),
        (lambda h, _: h.wfile.write(b"\x00\xff nonsense\r\n\r\n"), "no answer"),
    ],
)
def test_a_bad_service_is_asked_three_times_in_all(film: Path, answer: Any, told: str) -> None:
    with served(answer) as (address, asked), pytest.raises(WorkerError, match=told):
        propose(film, open_backend(address, seconds=0.3 if answer is slow else 20.0))
    assert len(asked) <= 3
    assert not (film / FILE).exists()


def test_nobody_there_is_said(film: Path) -> None:
    with served(good) as (address, _):
        pass
    with pytest.raises(WorkerError, match="nothing was proposed"):
        propose(film, open_backend(address))


def test_an_unanswered_scene_keeps_what_it_had(film: Path) -> None:
    with served(good) as (address, _):
        propose(film, open_backend(address))

    def half(handler: BaseHTTPRequestHandler, question: dict[str, Any]) -> None:
        text = scene_asked(question)
        send(handler, b"", 503) if "TWO" in text else send(handler, chat('{"elements": []}'))

    with served(half) as (address, _):
        report = propose(film, open_backend(address))
    assert report.unanswered == ("s002",)
    scenes = msgspec.json.decode((film / FILE).read_bytes())["scenes"]
    assert [len(scenes[s]["elements"]) for s in sorted(scenes)] == [0, 1, 0, 0]


def test_who_changes_the_file_meanwhile_wins(film: Path) -> None:
    def meddling(handler: BaseHTTPRequestHandler, question: dict[str, Any]) -> None:
        (film / FILE).write_text('{"format": "1.0"}')
        good(handler, question)

    with served(meddling) as (address, _), pytest.raises(ConflictError):
        propose(film, open_backend(address))
    assert (film / FILE).read_text() == '{"format": "1.0"}'


@pytest.mark.parametrize(
    ("where", "told"),
    [
        ("http://192.0.2.1/v1", "another machine"),
        ("https://example.org/v1", "another machine"),
        ("http://localhost.example.org/", "another machine"),
        ("http://127.0.0.1@192.0.2.1/", "more than a place"),
        ("http://user:word@127.0.0.1/", "more than a place"),
        ("file:///etc/passwd", "no http"),
        ("http://", "no http"),
        ("http://[::1", "no address"),
        ("http://127.0.0.1:99999/", "no address"),
        ("nowhere/at/all", "no program"),
        ("/", "no program"),
    ],
)
def test_only_what_a_person_named_is_asked(where: str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        open_backend(where)


def test_another_machine_needs_a_word_of_its_own() -> None:
    assert open_backend("https://example.org/v1/", remote=True).name == "https://example.org/v1/chat/completions"
    for here in ("http://localhost:1/v1", "http://[::1]:1", "http://127.9.9.9/v1/chat/completions"):
        assert open_backend(here).name.endswith("/chat/completions")
    with pytest.raises(InputError, match="no time"):
        open_backend("http://localhost/", seconds=0)


def program(folder: Path, text: str) -> str:
    path = folder / "proposer.py"
    path.write_text(f"#!{sys.executable}\nimport json, sys, time\n{text}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def test_a_program_is_asked_on_its_standard_input(film: Path, tmp_path: Path) -> None:
    asked = program(
        tmp_path,
        "q = json.load(sys.stdin)\n"
        "line = q['scene'].split('\\n\\n')[1]\n"
        "print(json.dumps({'elements': [{'category': q['categories'][0], 'name': q['model'], 'quote': line}]}))",
    )
    report = propose(film, open_backend(asked, "winch"))
    assert sum(report.scenes.values()) == 4
    assert report.findings == ()
    assert msgspec.json.decode((film / FILE).read_bytes())["scenes"]["s004"]["backend"] == "proposer.py"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("time.sleep(60)", "no answer in"),
        ("sys.exit(3)", "ended with 3"),
        ("sys.stdout.write('x' * (1 << 22))", "longer than"),
        ("time.sleep(60) if json.load(sys.stdin) else 0", "no answer in"),
    ],
)
def test_a_bad_program_ends(film: Path, tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(WorkerError, match=told):
        propose(film, open_backend(program(tmp_path, text), seconds=0.3 if "sleep" in text else 20.0))
    assert not (film / FILE).exists()


def test_a_damaged_file_is_named(film: Path) -> None:
    (film / FILE).write_text("{")
    with pytest.raises(FormatError, match=FILE):
        build(film)
