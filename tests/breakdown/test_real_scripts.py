"""Every real script beside the checkout breaks down; hostile text does not slow it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from setpiece.script import read_screenplay
from setpiece.script.breakdown import break_down_scene, find_cast, resolve_times

from .reading import RATE, break_down

SCRIPTS = Path(__file__).resolve().parents[3] / "shared" / "scripts"


@pytest.mark.real
@pytest.mark.parametrize("path", sorted(SCRIPTS.glob("*.fountain")), ids=lambda p: p.stem)
def test_breaks_down(path: Path) -> None:
    play = read_screenplay(path.read_bytes(), path.name)
    cast = find_cast(play)
    assert len({m.name for m in cast}) == len(cast)
    spoken = {n for m in cast for n in (m.name, *m.aliases)}
    assert len(spoken) >= len(cast)
    times = resolve_times(play)
    for scene, (hour, day) in zip(play.scenes, times, strict=True):
        sheet = break_down_scene(scene, cast, hour, day, RATE)
        assert sheet.eighths >= 1
        assert sheet.script_day >= 1
        assert all(b.line >= 0 and b.frames >= 36 for b in sheet.beats)
        last = max((e.span.end_line for e in scene.elements), default=scene.heading.span.line)
        assert all(b.line <= last - scene.heading.span.line for b in sheet.beats)
        members = {m.name for m in cast}
        assert all({b.speaker, *b.subjects} - {""} <= members for b in sheet.beats)


def test_the_real_scripts_are_there() -> None:
    if not SCRIPTS.is_dir():
        pytest.skip(f"{SCRIPTS} is absent: the real scripts were not read")
    assert list(SCRIPTS.glob("*.fountain"))


@pytest.mark.parametrize(
    "unit",
    ["A", "AB-", "A'B", "(1", "DOG ", "a dog ", "no ", "of the ", "MR. ", '"A" ', "he ", "\u00c9\u00e9"],
)
def test_time_grows_no_faster_than_the_text(unit: str) -> None:
    def seconds(n: int) -> float:
        text = f"INT. ROOM - DAY\n\n{unit * (n // len(unit))}a\n"
        begin = time.process_time()
        break_down(text)
        return time.process_time() - begin

    seconds(500)
    small = max(min(seconds(4_000) for _ in range(2)), 0.004)
    assert seconds(32_000) / small < 40


def test_many_names_do_not_meet_each_other() -> None:
    def seconds(n: int) -> float:
        text = "INT. HALL - DAY\n\n" + "".join(f"PERSON{k} OF{k}\nYes.\n\n" for k in range(n))
        begin = time.process_time()
        find_cast(read_screenplay(text.encode(), "many"))
        return time.process_time() - begin

    seconds(50)
    small = max(seconds(400), 0.01)
    assert seconds(3_200) / small < 40
