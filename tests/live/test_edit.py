"""How far a change of a cue reaches: to the next move, to a block, or no further than the cue."""

from __future__ import annotations

import pytest
from tests.live.stage import scene

from setpiece.errors import InputError
from setpiece.live import Goto, Show, edited, parse_cues
from setpiece.live.model import CueFile, Move

FILE = parse_cues("""
[[list]]
id = "main"
[[list.cue]]
id = "1"
move = [{ target = "desk lamp#lumen", to = 200, fade_s = 4 }]
[[list.cue]]
id = "2"
[[list.cue]]
id = "3"
block = true
[[list.cue]]
id = "4"
move = [{ target = "n1#payload.lumen", to = 50 }]
""")
LAMP, WINDOW = "n1#payload.lumen", "n2#payload.lumen"


def looks(file: CueFile, slot: str = LAMP) -> list[object]:
    """What each cue shows of a slot."""
    show, shown = Show(file, scene()), []
    for cue in file.lists[0].cues:
        state = show.handle(show.start().state, Goto(cue.id, time_s=0.0), 0).state
        shown.append(show.values(state).get(slot))
    return shown


def test_a_change_tracks_to_the_block() -> None:
    assert looks(FILE) == [200, 200, 200, 50]
    after = edited(FILE, scene(), "main", "1", Move("n1#lumen", 300.0))
    assert looks(after) == [300, 300, 200, 50]
    assert len(after.lists[0].cues[0].moves) == 1, "in place of the old one, whatever it was called"


def test_a_change_between_tracks_too() -> None:
    assert looks(edited(FILE, scene(), "main", "2", Move("desk lamp#lumen", 300.0))) == [200, 300, 200, 50]


def test_cue_only_reaches_no_further() -> None:
    assert looks(edited(FILE, scene(), "main", "1", Move("desk lamp#lumen", 300.0), cue_only=True)) == [300, 200, 200, 50]


def test_a_slot_that_nobody_moved_goes_back_to_the_scene() -> None:
    after = edited(FILE, scene(), "main", "2", Move("window light#lumen", 5.0))
    assert looks(after, WINDOW) == [None, 5, 1000, 1000]
    sun = edited(FILE, scene(), "main", "2", Move("sun", "12:00"), cue_only=True)
    assert looks(sun, "environment#sun.azimuth_rad")[2] == pytest.approx(3.0)


def test_what_cannot_be_is_refused() -> None:
    for list_id, cue, move in (("main", "9", Move("sun", "12:00")), ("x", "1", Move("sun", "12:00")),
                               ("main", "1", Move("sun", "noon")), ("main", "1", Move("sum#x", 1.0))):  # fmt: skip
        with pytest.raises(InputError):
            edited(FILE, scene(), list_id, cue, move)
