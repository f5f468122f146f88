"""What all tests share: Blender without the user's settings, one pace for hypothesis, and the price of each room."""

from __future__ import annotations

import importlib.util
import os
import platform
import re
import shutil
import sys
import tempfile
from collections import defaultdict
from collections.abc import Generator
from pathlib import Path

import hypothesis
import pytest

NEEDS_BLENDER = re.compile(r"^pytestmark = .*pytest\.mark\.blender", re.MULTILINE)

# Before anything imports bpy: neither the settings nor the add-ons of whoever runs this belong in a test.
_USER = tempfile.mkdtemp(prefix="setpiece-blender-user-")
os.environ["BLENDER_USER_RESOURCES"] = _USER

# The same cases every day; `make test-all` explores. A loaded machine is no failure, so no deadline.
hypothesis.settings.register_profile("same", deadline=None, derandomize=True, database=None)
hypothesis.settings.register_profile("explore", deadline=None)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Files that need Blender are not even imported where they are not asked for: bpy is slow to load and to leave."""
    if "not blender" not in config.option.markexpr or collection_path.suffix != ".py":
        return None
    return True if NEEDS_BLENDER.search(collection_path.read_text(encoding="utf-8")) else None


# Where a wheel of bpy can be had: https://pypi.org/project/bpy and https://download.blender.org/pypi.
_BPY_PYTHONS = ((3, 11), (3, 13))
_BPY_MACHINES = {("linux", "x86_64"), ("win32", "amd64"), ("darwin", "arm64"), ("darwin", "x86_64")}


def _blender_is_missing(config: pytest.Config) -> bool:
    """Whether this run asks for Blender's tests (by mark, or by being CI) and there is no bpy."""
    expression = config.option.markexpr
    asked = "not blender" not in expression and ("blender" in expression or bool(os.environ.get("CI")))
    return asked and importlib.util.find_spec("bpy") is None


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Prices(), "setpiece-prices")
    here = (sys.platform, platform.machine().lower())
    if _blender_is_missing(config) and sys.version_info[:2] in _BPY_PYTHONS and here in _BPY_MACHINES:
        raise pytest.UsageError("Blender's tests are asked for and bpy is not installed: run `bash tools/setup.sh test`")


def pytest_sessionfinish(session: pytest.Session) -> None:
    if _blender_is_missing(session.config) and session.exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED:
        session.exitstatus = pytest.ExitCode.OK


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if _blender_is_missing(config):
        where = f"Python {sys.version_info.major}.{sys.version_info.minor} on {sys.platform} {platform.machine()}"
        terminalreporter.section(f"BLENDER'S TESTS DID NOT RUN: there is no bpy for {where}", red=True, bold=True)


def pytest_unconfigure(config: pytest.Config) -> None:
    shutil.rmtree(_USER, ignore_errors=True)


class Prices:
    """CPU seconds of every room, children included: what `make test` spends, whatever else the machine does."""

    def __init__(self) -> None:
        self.rooms: dict[str, float] = defaultdict(float)
        self.files: dict[str, float] = defaultdict(float)
        self._last = sum(os.times()[:4])

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        report = yield
        now = sum(os.times()[:4])
        report.cpu_s, self._last = now - self._last, now  # type: ignore[attr-defined]
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        file = report.nodeid.split("::", 1)[0]
        self.files[file] += getattr(report, "cpu_s", 0.0)
        self.rooms["/".join(file.split("/")[:2])] += getattr(report, "cpu_s", 0.0)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        total = sum(self.rooms.values())
        if total < 5.0:
            return
        terminalreporter.section(f"CPU seconds: {total:.0f}")
        for table, count in ((self.rooms, 20), (self.files, 8)):
            dear = sorted(table.items(), key=lambda kv: -kv[1])[:count]
            terminalreporter.write_line("  ".join(f"{name.removeprefix('tests/')} {s:.1f}" for name, s in dear))


if sys.flags.optimize:
    raise RuntimeError("tests are written with assert: run them without -O")
