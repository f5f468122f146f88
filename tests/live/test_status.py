"""What a page shows of a running show: where lists stand, what waits and why, who owns what."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from tests.live.stage import Console, S, scene

from setpiece.live import Capture, Effect, Engine, Go, Hold, Rate, Rolling, Show, Stop, parse_cues, status_of
from setpiece.scene.model import Scene

CUES = """
show = { curve = "linear", fade_s = 4, min_go_s = 0 }
[[list]]
id = "main"
label = "Main"
[[list.cue]]
id = "1"
label = "first"
follow_s = 10
move = [{ target = "desk lamp#lumen", to = 400 }, { target = "chair#translation", to = [0, 0, 0] }]
[[list.cue]]
id = "2"
label = "second"
link = "1"
[[list]]
id = "fx"
[[list.cue]]
id = "a"
move = [{ target = "desk lamp#lumen", to = 4 }]
[[reaction]]
id = "r"
when = { osc = "/x" }
go = "fx"
"""


def test_a_list_at_a_glance() -> None:
    console = Console(CUES)
    console.at(0)
    top = status_of(console.show, console.state).lists[0]
    assert (top.list, top.label, top.current, top.next, top.next_label, top.fraction) == ("main", "Main", "", "1", "first", 1.0)
    console.at(0, Go())
    console.at(1)
    now = status_of(console.show, console.state).lists[0]
    assert (now.current, now.current_label, now.next, now.fraction, now.follow_in_s) == ("1", "first", "2", 0.25, 9.0)
    assert now.owns == ("n1#payload.lumen", "n3#transform.translation")
    console.at(1, Rate(2.0))
    assert status_of(console.show, console.state).lists[0].follow_in_s == pytest.approx(4.5)
    console.at(2, Stop())
    still = status_of(console.show, console.state).lists[0]
    assert (still.fraction, still.follow_in_s, still.stopped, still.rate) == (0.75, None, True, 2.0)
    console.at(2, Go(), Go())
    linked = status_of(console.show, console.state).lists[0]
    assert (linked.current, linked.next, linked.next_label) == ("2", "1", "first")


def test_who_owns_what_and_what_sleeps() -> None:
    console = Console(CUES)
    console.at(0, Go(), Go("fx"), Capture("chair#visible", True), Rolling(True, "slate"))
    status = status_of(console.show, console.state)
    assert [x.owns for x in status.lists] == [("n3#transform.translation",), ("n1#payload.lumen",)]
    assert (status.captured, status.rolling, status.hold) == (("n3#visible",), ("slate",), False)
    assert [(h.kind, h.what, h.reason) for h in status.held] == [("reaction", "r", "rolling")]
    assert [(r.id, r.armed, r.fault, r.true) for r in status.reactions] == [("r", True, "", None)]
    console.at(1, Rolling(False, "slate"), Hold())
    assert [h.reason for h in status_of(console.show, console.state).held] == ["on hold"]
    assert msgspec.json.decode(msgspec.json.encode(status))["lists"][0]["label"] == "Main", "a page can have it"


def test_a_scene_that_was_built_anew_between_two_runs(tmp_path: Path) -> None:
    first = Engine(Show(parse_cues(CUES), scene()), 0, tmp_path)
    first.handle(Go(), 0)
    first.frame(2 * S)
    shown = first.full()
    first.close()
    smaller = scene()
    nodes = {i: n for i, n in smaller.nodes.items() if i != "n3"}
    rebuilt: Scene = msgspec.structs.replace(smaller, nodes={**nodes, "n5": msgspec.structs.replace(nodes["n5"], parent=None)})
    cues = parse_cues(CUES.replace(', { target = "chair#translation", to = [0, 0, 0] }', ""))
    second = Engine(Show(cues, rebuilt), 0, tmp_path)
    told: tuple[Effect, ...] = second.frame(0).effects
    assert any("built anew" in e.text for e in told)
    assert second.full() == {"n1#payload.lumen": shown["n1#payload.lumen"]}, "what is still there goes on"
    assert second.frame(2 * S).changed == {"n1#payload.lumen": 400.0}
    second.close()
    # And a second time, now that the segment's own state knows nothing of what is gone.
    third = Engine(Show(cues, rebuilt), 0, tmp_path)
    assert third.full() == {"n1#payload.lumen": 400.0}
    third.close()
