"""A show of forty cues that is cut off at twenty moments tells its outputs what one that was not cut off tells."""

from __future__ import annotations

import random
from pathlib import Path

from tests.live.stage import S, scene

from setpiece.live import Engine, Event, Go, Hold, Osc, Resume, Rolling, Sensed, Show, Stop, parse_cues
from setpiece.live.model import Pose

FRAME = S // 50


def forty() -> str:
    dice = random.Random(40)
    cues = []
    for i in range(40):
        then = dice.choice(["", "", "follow_s = 0.3", "hang_s = 0.2"])
        moves = [
            f'{{ target = "desk lamp#lumen", to = {dice.randint(1, 900)}, fade_s = {dice.choice([0.2, 0.9])} }}',
            f'{{ target = "desk lamp#tint", to = "{dice.randint(2000, 9000)} K", delay_s = {dice.choice([0, 0.15])} }}',
            f'{{ target = "sun", to = "{dice.randint(7, 18)}:{dice.randint(10, 59)}" }}',
            f'{{ target = "chair#translation", to = [{dice.randint(-3, 3)}, 5, 0], curve = "s-curve" }}',
            f'{{ target = "wall#visible", to = {dice.choice(["true", "false"])} }}',
        ]
        cues.append(f'[[list.cue]]\nid = "{i + 1}"\n{then}\nmove = [{", ".join(dice.sample(moves, 3))}]')
    return "\n".join(["show = { fade_s = 0.6, min_go_s = 0 }", "[[list]]", 'id = "main"', *cues, """
[[reaction]]
id = "near"
when = { axis = "x", subject = "ANNA" }
map = { target = "window light#lumen", input = [0, 5], output = [20, 2000], smooth_s = 0.2 }
[[reaction]]
id = "pad"
when = { osc = "/pad" }
go = "main"
"""])  # fmt: skip


def happenings(frames: int) -> dict[int, list[Event]]:
    dice = random.Random(41)
    events: dict[int, list[Event]] = {}
    for frame in range(frames):
        now: list[Event] = []
        if frame % 3 == 0:
            now.append(Sensed({"ANNA": Pose((dice.uniform(0, 5), 4.0, 0.0))}))
        if frame % 20 == 7:
            now.append(dice.choice([Go(), Go(), Go(), Osc("/pad"), Stop(), Rolling(True), Rolling(False), Hold(), Resume()]))
        if frame % 100 == 50:
            now += [Resume(), Rolling(False)]
        events[frame] = now
    return events


def test_twenty_cuts(tmp_path: Path) -> None:
    frames, away_ns = 2200, 0
    show, script = Show(parse_cues(forty()), scene()), happenings(frames)
    cuts = set(random.Random(42).sample(range(10, frames), 20))
    whole, cut_off = Engine(show, 0), Engine(show, 0, tmp_path)
    heard: dict[str, object] = {}
    for frame in range(frames):
        now_ns = frame * FRAME
        if frame in cuts:
            cut_off.close()  # no end is said; the system closes a killed process's files too
            away_ns += 7 * S
            cut_off = Engine(show, now_ns + away_ns, tmp_path)
            assert cut_off.resumed
            assert cut_off.full() == heard, "what outputs show last is what they are told first"
            cut_off._origin_ns = away_ns  # the moments of the other run, so that the two can be compared
        for event in script[frame]:
            whole.handle(event, now_ns)
            cut_off.handle(event, now_ns + away_ns)
        whole.frame(now_ns)
        heard.update(cut_off.frame(now_ns + away_ns).changed)
        assert heard == whole.full()
    assert len(whole.full()) == 7
    assert int(whole.status().lists[0].current) > 35
    cut_off.close()
