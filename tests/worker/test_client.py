"""The worker as its users meet it: progress, errors, crashes, cancelling, and a clean end."""

from __future__ import annotations

import importlib.util
import os
import stat
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from setpiece.errors import InputError, MissingExtraError, WorkerError
from setpiece.worker import Backend, Progress, Worker, find_backend
from setpiece.worker import _backend as backend_module

needs_bpy = pytest.mark.skipif(importlib.util.find_spec("bpy") is None, reason="needs bpy")
pytestmark = pytest.mark.blender


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    with Worker() as made:
        yield made


@needs_bpy
def test_a_job_tells_its_progress_and_its_result(worker: Worker) -> None:
    seen: list[Progress] = []
    assert worker.run("trial", {"steps": 4, "seconds": 0.02}, seen.append) == {"steps": 4}
    assert [(p.done, p.total) for p in seen] == [(i, 4) for i in range(4)]
    assert seen[0].remaining_s < 0 < seen[-1].remaining_s
    assert worker.hello is not None
    assert worker.hello.blender.startswith(("4.", "5."))


@needs_bpy
def test_printing_disturbs_nothing_and_is_logged(worker: Worker) -> None:
    assert worker.run("trial", {"fail": "print"}) == {"steps": 1}
    assert worker.run("trial") == {"steps": 1}
    assert "stdout belongs to Blender" in worker.log_tail()


@needs_bpy
def test_a_failing_job_is_an_error_and_the_worker_lives_on(worker: Worker) -> None:
    pid = worker.pid
    with pytest.raises(WorkerError, match="on purpose"):
        worker.run("trial", {"fail": "raise"})
    with pytest.raises(WorkerError, match="no job 'dance'"):
        worker.run("dance")
    with pytest.raises(InputError, match="no such file"):
        worker.run("scan", {"blend": "/nowhere/a.blend", "out": "/nowhere"})
    assert worker.run("trial") == {"steps": 1}
    assert worker.pid == pid


@needs_bpy
def test_a_crash_is_tried_once_more(tmp_path: Path) -> None:
    with Worker(log=tmp_path / "log.txt") as worker:
        assert worker.run("trial", {"fail": "crash", "once": str(tmp_path / "once")}) == {"steps": 1}


@needs_bpy
def test_a_second_crash_is_an_error_with_the_end_of_the_log(tmp_path: Path) -> None:
    with Worker(log=tmp_path / "log.txt") as worker:
        with pytest.raises(WorkerError, match="died twice") as caught:
            worker.run("trial", {"fail": "crash"})
        assert "the trial crashes now" in caught.value.remedy
        assert "exit code 11" in caught.value.what
        assert worker.run("trial") == {"steps": 1}


@needs_bpy
def test_cancelling_ends_the_job_at_its_next_step(worker: Worker) -> None:
    worker.run("trial")
    begun = time.monotonic()

    def stop_at_two(progress: Progress) -> None:
        if progress.done == 2:
            worker.cancel()

    with pytest.raises(WorkerError, match="cancelled"):
        worker.run("trial", {"steps": 500, "seconds": 0.05}, stop_at_two)
    assert time.monotonic() - begun < 10
    assert worker.run("trial") == {"steps": 1}


@needs_bpy
def test_dropping_the_events_stops_the_process(worker: Worker) -> None:
    events = worker.events("trial", {"steps": 500, "seconds": 0.05})
    next(events)
    begun = time.monotonic()
    events.close()
    assert time.monotonic() - begun < 15
    assert worker.run("trial") == {"steps": 1}


@needs_bpy
def test_the_process_leaves_with_code_0_and_no_hang() -> None:
    worker = Worker()
    worker.run("trial")
    child: Any = worker._child
    begun = time.monotonic()
    worker.close()
    assert child.process.returncode == 0
    assert time.monotonic() - begun < 5


@needs_bpy
def test_a_hung_job_is_stopped_and_said(tmp_path: Path) -> None:
    with Worker(log=tmp_path / "log.txt", patience_s=1.0) as worker:
        begun = time.monotonic()
        with pytest.raises(WorkerError, match=r"hung during 'trial': no word for 1 s") as caught:
            worker.run("trial", {"fail": "hang"})
        assert time.monotonic() - begun < 30
        assert "the trial hangs now" in caught.value.remedy
        assert worker.pid is None
        assert worker.run("trial") == {"steps": 1}


@needs_bpy
def test_a_slow_job_that_speaks_is_no_hang() -> None:
    with Worker(patience_s=0.4) as worker:
        assert worker.run("trial", {"steps": 8, "seconds": 0.1}) == {"steps": 8}


@needs_bpy
def test_an_output_that_cannot_be_is_bad_input_naming_it(worker: Worker, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for out, word in ((tmp_path, "folder"), (tmp_path / "file" / "a.blend", "cannot be written")):
        with pytest.raises(InputError, match=word) as caught:
            worker.run("export_blend", {"out": str(out), "scenes": [], "store": str(tmp_path)})
        assert caught.value.where == str(out)


def test_nothing_of_the_log_is_left_open_or_lying_about() -> None:
    folder = Path("/proc/self/fd")
    if not folder.is_dir():
        pytest.skip("this system lists no open files")
    before = len(list(folder.iterdir()))
    workers = [Worker(Backend("blender", "none")) for _ in range(5)]
    logs = [w._log for w in workers]
    assert all(log.exists() for log in logs)
    assert len(list(folder.iterdir())) == before
    for w in workers:
        w.close()
    assert not any(log.exists() for log in logs)


def test_a_program_that_speaks_nonsense_is_an_error(tmp_path: Path) -> None:
    mute, missing = Backend("blender", _script(tmp_path, "exit 0")), Backend("blender", str(tmp_path / "none"))
    with Worker(mute, tmp_path / "log") as worker, pytest.raises(WorkerError, match="died twice"):
        worker.run("trial")
    with Worker(missing, tmp_path / "log") as worker, pytest.raises(WorkerError, match="cannot be started"):
        worker.run("trial")


def test_the_order_in_which_blender_is_looked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backend_module.importlib.util, "find_spec", lambda _name: None)
    monkeypatch.delenv(backend_module.ENV, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingExtraError, match=r"pip install 'setpiece\[blender\]'"):
        find_backend()
    program = _script(tmp_path, "exit 0", "blender")
    assert find_backend() == Backend("blender", program)
    other = _script(tmp_path, "exit 0", "other")
    monkeypatch.setenv(backend_module.ENV, other)
    assert find_backend().where == other
    monkeypatch.setenv(backend_module.ENV, str(tmp_path / "gone"))
    with pytest.raises(MissingExtraError, match="names no program"):
        find_backend()


@needs_bpy
def test_the_module_is_found_first() -> None:
    found = find_backend()
    assert (found.kind, found.where) == ("module", sys.executable)
    assert found.version


def _script(folder: Path, body: str, name: str = "fake") -> str:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def test_the_pipes_are_not_left_to_the_environment() -> None:
    assert "SETPIECE_WORKER_PIPES" not in os.environ
