"""The operator's page in the system's Chromium: pressed as an operator presses, and looked at.

``SETPIECE_SHOTS=docs/img`` keeps the pictures for the documentation.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from tests.live.run.process import ShowProcess, Trackers
from tests.live.run.rig import until

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(CHROMIUM is None, reason="NO BROWSER: apt-get install chromium"),
    # playwright's own loop is closed by its context manager; its transport warns on the way out
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


@pytest.fixture(scope="module")
def browser() -> Generator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def show(tmp_path: Path) -> Generator[ShowProcess]:
    process = ShowProcess(tmp_path)
    process.start()
    trackers = Trackers(process.camera_port, process.people_port)
    yield process
    trackers.close()
    process.close()


def opened(browser: Any, show: ShowProcess, width: int, height: int) -> tuple[Any, list[str]]:
    page = browser.new_page(viewport={"width": width, "height": height})
    wrong: list[str] = []
    page.on("console", lambda m: wrong.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda e: wrong.append(str(e)))
    page.goto(show.url)
    page.wait_for_selector("body:not(.lost)")
    page.wait_for_selector("#trackers td")
    return page, wrong


def current(show: ShowProcess, number: int = 0) -> str:
    return json.loads(show.hand.ask("/setpiece/get/lists", want="/setpiece/out/lists")[0])[number]["current"]


def shot(page: Any, name: str, folder: Path) -> None:
    target = Path(os.environ.get("SETPIECE_SHOTS", folder)) / f"{name}.png"
    page.screenshot(path=target)
    assert target.stat().st_size > 10_000


def place_of(page: Any, what: str) -> tuple[float, ...]:
    return page.evaluate(f"(r => [r.x, r.y, r.width, r.height])(document.querySelector('{what}').getBoundingClientRect())")


def test_go_from_the_page_reaches_the_lamp(browser: Any, show: ShowProcess, tmp_path: Path) -> None:
    page, wrong = opened(browser, show, 1440, 900)
    before = place_of(page, "#go")
    page.click("#go")
    until(lambda: current(show) == "1")
    until(lambda: show.ear.of("l1#payload.lumen")[-1:] == [20.0])
    fade = show.ear.of("l1#payload.lumen")
    assert fade == sorted(fade, reverse=True), "from 100 down to 20, never beyond"
    assert len(fade) > 5
    page.wait_for_selector("#now-id:text-is('1')")
    page.wait_for_timeout(400)
    page.keyboard.press("Space")
    until(lambda: current(show) == "2")
    page.keyboard.press("Space")
    page.wait_for_selector("#answer:has-text('second GO')")
    assert current(show) == "2"
    page.wait_for_selector("#next-id:text-is('2.5')")
    assert place_of(page, "#go") == before, "no label may move the button"
    page.keyboard.press("r")
    page.wait_for_selector("#state .rolling")
    page.wait_for_timeout(600)
    shot(page, "operator-page", tmp_path)
    page.keyboard.press("r")
    page.wait_for_selector("#state .ready")
    assert wrong == []
    page.close()


def test_preview_back_stop_hold_goto_lists_and_arm(browser: Any, show: ShowProcess, tmp_path: Path) -> None:
    page, wrong = opened(browser, show, 1440, 900)
    page.click("#rows [data-cue='6']")
    page.wait_for_selector("#preview-rows div:has-text('plant'):has-text('hidden')")
    assert current(show) == "", "a preview moves nothing"
    shot(page, "operator-page-preview", tmp_path)
    page.click("#rows [data-cue='4']")
    page.click("#rows [data-cue='4'] button")
    until(lambda: current(show) == "4")
    page.keyboard.press("b")
    until(lambda: current(show) == "3")
    page.keyboard.press("h")
    page.wait_for_selector("#state .hold")
    assert show.hand.ask("/setpiece/go")[1] == "refused"
    page.keyboard.press("h")
    page.wait_for_selector("#state .ready")
    page.keyboard.press("2")
    page.keyboard.press("Space")
    until(lambda: current(show, 1) in "ab")
    page.keyboard.press("s")
    page.wait_for_selector(".bar.stopped")
    page.click("#reactions .line:nth-child(3) .switch")
    page.wait_for_selector("#reactions .line:nth-child(3) .switch[aria-checked='true']")
    page.keyboard.press("ArrowDown")
    page.wait_for_selector(".row.picked")
    assert wrong == []
    page.close()


def test_escape_twice_is_the_safe_look_and_once_is_nothing(browser: Any, show: ShowProcess) -> None:
    page, wrong = opened(browser, show, 1440, 900)
    page.keyboard.press("Escape")
    page.wait_for_selector("#panic.armed")
    page.wait_for_selector("#panic:not(.armed)", timeout=4000)
    assert page.query_selector("#state .safe") is None
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.wait_for_selector("#state .safe")
    until(lambda: show.ear.of("l3#payload.lumen")[-1:] == [3000.0])
    assert "E-stop" not in page.content()
    assert wrong == []
    page.close()


def test_a_lost_connection_is_loud_and_heals_by_itself(browser: Any, show: ShowProcess, tmp_path: Path) -> None:
    page, _ = opened(browser, show, 390, 844)
    page.click("#go")
    until(lambda: current(show) == "1")
    page.wait_for_selector("#now-id:text-is('1')")
    show.kill()
    page.wait_for_selector("#lost", state="visible")
    assert "CONNECTION LOST" in page.inner_text("#lost")
    page.keyboard.press("Space")
    page.wait_for_selector("#answer:has-text('nothing was sent')")
    shot(page, "operator-page-lost", tmp_path)
    show.start()
    page.wait_for_selector("body:not(.lost)", timeout=15000)
    assert page.inner_text("#now-id") == "1"
    page.click("#go")
    until(lambda: current(show) == "2")
    page.close()


@pytest.mark.parametrize(("width", "height", "name"), [(390, 844, "operator-page-phone"), (820, 1180, "operator-page-tablet"), (1440, 900, "desk"), (1920, 1080, "wide")])
def test_every_size_has_go_in_sight_and_nothing_beside_the_screen(
    browser: Any, show: ShowProcess, tmp_path: Path, width: int, height: int, name: str
) -> None:
    page, wrong = opened(browser, show, width, height)
    show.hand.ask("/setpiece/goto", "2")
    page.wait_for_selector("#now-id:text-is('2')")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for what in ("#go", "#back", "#stop", "#hold", "#rolling", "#panic", "#now-id"):
        x, y, w, h = place_of(page, what)
        assert x >= 0, what
        assert y >= 0, what
        assert x + w <= width, what
        assert y + h <= height, what
        assert h >= (44 if what != "#now-id" else 20), what
    time.sleep(0.5)
    shot(page, name, tmp_path)
    assert wrong == []
    page.close()
