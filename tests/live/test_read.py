"""cues.toml: what is taken, and that what is wrong is named by file, list, cue, move and field."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from setpiece.errors import FormatError, SetpieceError
from setpiece.live import parse_cues, read_cues
from setpiece.live.control import read_aliases
from setpiece.live.model import CueFile
from setpiece.live.outputs import read_outputs

GOOD = """
format = "1.0"
[show]
safe_look = "main/10"
fades.light.fade_s = 4
[place]
latitude_deg = 34.1
date = "2025-06-21"
[[list]]
id = "main"
[[list.cue]]
id = "10"
fade_s = 3
follow_s = 1
move = [{ target = "desk lamp#lumen", to = 400, curve = "s-curve" }, { target = "sun", to = "17:30" }]
[[list.cue]]
id = "9"
assert = true
link = "10"
loop = 2
[[list.cue]]
id = "2b"
[[list.cue.trigger]]
when = { zone = "door", subject = "ANNA" }
[[zone]]
id = "door"
center = [0, 0, 0]
size = [2, 1, 2]
[[reaction]]
id = "near"
when = { distance = ["ANNA", "chair"] }
below = 1.5
cue = "main/9"
[[reaction]]
id = "dim"
when = { osc = "/fader/1" }
map = { target = "desk lamp#lumen", input = [0, 1], output = [0, 800], rate_per_s = 400 }
"""


def test_ids_are_strings_in_the_order_of_the_file() -> None:
    file = parse_cues(GOOD)
    assert [c.id for c in file.lists[0].cues] == ["10", "9", "2b"]
    first, second, _ = file.lists[0].cues
    assert (first.fade_s, first.follow_s, first.moves[0].to) == (3.0, 1.0, 400.0)
    assert (second.assert_, second.link, second.loop) == (True, "10", 2)


def test_a_file_on_disk_and_one_that_is_not(tmp_path: Path) -> None:
    path = tmp_path / "cues.toml"
    with pytest.raises(FormatError, match=r"cues\.toml: there is no such file"):
        read_cues(path)
    path.write_text("\ufeff" + GOOD, encoding="utf-8")
    assert read_cues(path) == parse_cues(GOOD)
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(FormatError, match="UTF-8"):
        read_cues(path)


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("fade_s = 3", 'fade_s = "3"', "cues.toml: list main, cue 10, fade_s: Expected"),
        ("fade_s = 3", "fade_s = -1", "list main, cue 10, fade_s"),
        ("fade_s = 3", "fade_s = nan", "list 1.cue 1.fade_s: the number is not finite"),
        ("to = 400", "too = 400", "list main, cue 10, move 1: Object contains unknown field `too`"),
        ('curve = "s-curve"', 'curve = "bezier"', "list main, cue 10, move 1, curve: Invalid enum value"),
        ('id = "9"', "id = 9.0", "list main, cue number 2, id: Expected `str`, got `float`"),
        ('id = "9"', 'id = "10"', "list main, cue 10: there are two with this id"),
        ('id = "9"', 'id = "a/b"', "list main, cue a/b, id"),
        ("follow_s = 1", "follow_s = 1\nhang_s = 1", "cue 10: it has both follow_s and hang_s"),
        ('link = "10"\n', "", "cue 9: loop counts how often"),
        ("size = [2, 1, 2]", "radius_m = 1", "zone door: it is neither a box nor a cylinder"),
        ("below = 1.5\n", "", "reaction near: distance needs a threshold"),
        ("below = 1.5", "below = 1.5\nabove = 1", "reaction near: it has both above and below"),
        ('cue = "main/9"', 'cue = "main/9"\ngo = "main"', "reaction near: a reaction does one thing"),
        ('osc = "/fader/1"', 'osc = "fader"', "reaction dim, when: an OSC address begins with /"),
        ('osc = "/fader/1"', 'speed = "A", osc = "/a"', "reaction dim, when: it measures speed and osc"),
        ("input = [0, 1]", "input = [1, 1]", "reaction dim, map.input: its two ends are one"),
        (', subject = "ANNA"', "", "trigger 1, when: zone of whom?"),
        ('date = "2025-06-21"', 'date = "2025-02-30"', "place, date"),
        ('target = "sun"', 'target = "desk lamp#lumen"', "move 2: 'desk lamp#lumen' is moved twice"),
        ("[[zone]]", "[[zones]]", "there is no table 'zones'"),
        ("[[zone]]", "[zone]", "zone: zone must be written as tables"),
        ('format = "1.0"', 'format = "2.0"', "format 2.0 is newer"),
        ("[[zone]]", "[[zone]", "cues.toml:"),
    ],
)
def test_what_is_wrong_is_named(old: str, new: str, where: str) -> None:
    assert old in GOOD
    with pytest.raises(FormatError) as caught:
        parse_cues(GOOD.replace(old, new, 1))
    assert where in str(caught.value)
    assert caught.value.remedy


def test_a_newer_minor_format_is_read_and_its_words_left_out() -> None:
    newer = GOOD.replace('"1.0"', '"1.4"').replace("follow_s = 1", "follow_s = 1\nsparkle = true") + "\n[lasers]\nx = 1\n"
    assert parse_cues(newer).lists == parse_cues(GOOD).lists


def test_the_structs_travel() -> None:
    file = parse_cues(GOOD)
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(file), type=CueFile) == file


@settings(max_examples=150)
@given(st.data())
def test_damage_is_refused_and_nothing_else(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(GOOD) - 1))
    size = data.draw(st.integers(0, 8))
    text = GOOD[:at] + data.draw(st.text(max_size=4)) + GOOD[at + size :]
    with contextlib.suppress(SetpieceError):  # anything else is a failure
        assert isinstance(parse_cues(text), CueFile)


def test_the_page_for_people_shows_files_that_are_read(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "live.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    others = {"[[output]]": [], "[[profile]]": []}  # outputs.toml and osc_aliases.toml
    cues = [b for b in blocks if not any(others[k].append(b) is None for k in others if b.startswith(k))]
    assert [len(others[k]) for k in others] == [1, 1]
    (tmp_path / "outputs.toml").write_text(others["[[output]]"][0], encoding="utf-8")
    assert [o.kind for o in read_outputs(tmp_path / "outputs.toml").outputs] == ["osc", "sacn"]
    assert read_aliases(others["[[profile]]"][0], "live.md")[0].alias[0].to == "goto"
    file = parse_cues("\n".join(cues))
    assert [c.id for c in file.lists[0].cues] == ["10", "10.5", "2b"]
    assert [r.id for r in file.reactions] == ["door-light", "lamp-follows"]
