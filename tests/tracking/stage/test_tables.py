"""Changing one table of a person's file changes nothing else in it."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from setpiece.errors import FormatError
from setpiece.tracking import with_entry, with_table, write_table

VOLUME = """# our stage, do not touch the wall
format = "1.0"

[wall]  # measured by Ann
note = '''
[tracking]
not = "a table"
'''
points = [
  [0.0, 1.0],  # left
  [2.0, 1.0],
]

[tracking]
# which camera
camera = "A # cam"   # the hero
volume_from_tracker_m = [
  1.0,
  2.0, # two
  3.0,
]
residual_mm = 4.0

[latency]
measured = false
"""


def test_keys_change_in_place() -> None:
    changed = with_table(
        VOLUME,
        "tracking",
        {"camera": "B", "volume_from_tracker_m": (0.5, 0.0, -1.0), "residual_deg": 0.1, "residual_mm": None},
    )
    assert changed == VOLUME.replace('"A # cam"   # the hero', '"B"  # the hero').replace(
        "[\n  1.0,\n  2.0, # two\n  3.0,\n]\nresidual_mm = 4.0\n",
        "[0.5,0.0,-1.0]\nresidual_deg = 0.1\n".replace(",", ", "),
    )
    assert tomllib.loads(changed)["wall"] == tomllib.loads(VOLUME)["wall"]


def test_a_table_that_is_not_there_comes_last() -> None:
    assert (
        with_table('format = "1.0"', "overscan", {"left_deg": 3.5}) == 'format = "1.0"\n\n[overscan]\nleft_deg = 3.5\n'
    )
    assert with_table("", "overscan", {"left_deg": 3.5}) == "[overscan]\nleft_deg = 3.5\n"


def test_line_ends_and_marks_stay(tmp_path) -> None:
    path = tmp_path / "volume.toml"
    path.write_bytes("\ufeff# a\r\n[latency]\r\nmeasured = false\r\n".encode())
    write_table(path, "latency", {"measured": True, "method": "clip"})
    assert path.read_bytes() == '\ufeff# a\r\n[latency]\r\nmeasured = true\r\nmethod = "clip"\r\n'.encode()
    write_table(tmp_path / "new.toml", "latency", {"measured": True})
    assert tomllib.loads((tmp_path / "new.toml").read_text()) == {"format": "1.0", "latency": {"measured": True}}
    assert [p.name for p in tmp_path.iterdir() if p.name.endswith(".new")] == []


SOURCES = """[[source]]
protocol = "psn"  # the roof

[source.subjects]
a = "A"

[[source]]
# the crane
protocol = "freed"
unit = 0.01 # Bob says so
port = 40000
"""


def test_one_of_several_sources_is_changed() -> None:
    changed = with_entry(SOURCES, "source", 1, {"unit": None, "flip_pan": True, "axes": ("+y", "-x", "+z")})
    assert (
        changed == SOURCES.replace("unit = 0.01 # Bob says so\n", "") + 'flip_pan = true\naxes = ["+y", "-x", "+z"]\n'
    )
    first = with_entry(SOURCES, "source", 0, {"unit": 0.5})
    assert first == SOURCES.replace("# the roof\n", "# the roof\nunit = 0.5\n")
    with pytest.raises(FormatError, match=r"no \[\[source\]\] number 3"):
        with_entry(SOURCES, "source", 2, {"unit": 0.5})


@pytest.mark.parametrize("text", ['tracking = { camera = "A" }\n', 'tracking.camera = "A"\n'])
def test_another_way_of_writing_is_refused_whole(text: str) -> None:
    with pytest.raises(FormatError, match=r"below \[tracking\]"):
        with_table(text, "tracking", {"camera": "B"})


def test_a_broken_file_is_named() -> None:
    with pytest.raises(FormatError, match=r"volume\.toml"):
        with_table("[tracking\n", "tracking", {}, "volume.toml")


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(st.sampled_from("abcde"), st.one_of(st.text(max_size=9), st.floats(-9, 9), st.booleans(), st.lists(st.integers(-9, 9)))),
       st.dictionaries(st.sampled_from("abcdx"), st.one_of(st.none(), st.text(max_size=9), st.integers(-9, 9))))  # fmt: skip
def test_it_says_what_was_set(old, new) -> None:
    text = with_table("# top\n[other]\na = 1\n", "t", old)
    changed = with_table(text, "t", new)
    assert tomllib.loads(changed) == {
        "other": {"a": 1},
        "t": {k: v for k, v in {**old, **new}.items() if v is not None},
    }
    assert changed.startswith("# top\n[other]\na = 1\n")
