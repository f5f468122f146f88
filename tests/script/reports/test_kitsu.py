"""Kitsu's CSVs: its headers to the letter, names its conventions can take apart again, casting that adds up."""

import csv
import io
import re

import pytest
from hypothesis import given, settings
from tests.script.reports.hostile import breakdowns, film, hostile, scene, use

from setpiece.scene.model import FrameRate
from setpiece.script.model import Breakdown, SceneCast
from setpiece.script.reports import ReportSettings, ShotFacts, report


def read(kind: str, b: Breakdown, **more) -> list[dict[str, str]]:
    data = report(kind, "csv", b, settings=ReportSettings(**more)).decode("utf-8")
    return list(csv.DictReader(io.StringIO(data, newline="")))


@pytest.mark.parametrize(
    ("kind", "header"),
    [
        ("kitsu-shots", b"Episode,Sequence,Name,Description,Nb Frames,FPS,Frame In,Frame Out"),
        ("kitsu-assets", b"Type,Name,Description"),
        ("kitsu-casting", b"Episode,Parent,Name,Asset Type,Asset,Occurences,Label"),
    ],
)
def test_headers_are_kitsus_own(kind, header):
    assert report(kind, "csv", film()).split(b"\r\n")[0] == header


@pytest.mark.parametrize("b", [film(), hostile()], ids=["film", "hostile"])
def test_a_clip_name_comes_apart_again(b):
    """The convention ``${project}_${sequence}-${shot}`` as the server compiles it."""
    names = set()
    for row in read("kitsu-shots", b):
        got = re.fullmatch(r"(\w*)_(\w*)-(\w*)", f"my_film_{row['Sequence']}-{row['Name']}")
        assert got
        assert got.groups() == ("my_film", row["Sequence"], row["Name"])
        names.add((row["Sequence"].casefold(), row["Name"].casefold()))
    assert len(names) == len(b.scenes)
    for row in read("kitsu-assets", b):
        assert re.fullmatch(r"\w+", row["Name"])


@settings(max_examples=40, deadline=None)
@given(breakdowns)
def test_what_is_cast_exists_and_is_cast_once(b):
    assets = {(r["Type"], r["Name"]) for r in read("kitsu-assets", b)}
    assert len({(t, n.casefold()) for t, n in assets}) == len(read("kitsu-assets", b))
    shots = {(r["Sequence"], r["Name"]) for r in read("kitsu-shots", b)}
    casting = read("kitsu-casting", b)
    keys = [(r["Parent"], r["Name"], r["Asset Type"], r["Asset"]) for r in casting]
    assert len(keys) == len(set(keys))
    assert {k[:2] for k in keys} <= shots
    assert {k[2:] for k in keys} <= assets
    assert all(int(r["Occurences"]) >= 1 for r in casting)


def test_scenes_that_look_alike_keep_apart():
    b = Breakdown({"a": scene("12-A"), "b": scene("12A"), "c": scene("12 a"), "d": scene("!")}, ())
    assert [r["Sequence"] for r in read("kitsu-shots", b)] == ["SC012A", "SC012Ax2", "SC012ax3", "SC000"]


def test_two_things_of_one_name_are_two_assets():
    cast = (SceneCast("c1", "REX", speaking=True), SceneCast("c2", "REX"))
    b = Breakdown({"a": scene("1", cast=cast, elements={"animals": (use("Rex"),)})}, ())
    assert [(r["Type"], r["Name"]) for r in read("kitsu-assets", b)] == [
        ("Characters", "REX"), ("Characters", "REXx2"), ("Environment", "KITCHEN"), ("Characters", "Rexx3"),
    ]  # fmt: skip


def test_shots_carry_frames_and_only_who_is_in_them():
    shots = {"a": (ShotFacts("1A", 48, "=Anna waits", ("c1",), ("knife",)), ShotFacts("1B", 24, "", ("c2",), ()))}
    rows = read("kitsu-shots", film(), shots=shots, rate=FrameRate(24000, 1001), episode="E01")
    assert list(rows[0].values()) == ["E01", "SC001", "1A", "'=Anna waits", "48", "23.976", "1001", "1048"]
    assert [r["Name"] for r in rows[:2]] == ["1A", "1B"]
    casting = read("kitsu-casting", film(), shots=shots)
    seen = {(r["Name"], r["Asset"]): r["Occurences"] for r in casting if r["Parent"] == "SC001"}
    assert seen == {
        ("1A", "KITCHEN"): "1", ("1A", "ANNA"): "1", ("1A", "knife"): "1", ("1B", "KITCHEN"): "1", ("1B", "KOLYA"): "1",
    }  # fmt: skip
    street = {r["Asset"]: r["Occurences"] for r in casting if r["Parent"] == "SC002"}
    assert street == {"STREET_CORNER": "1", "ANNA": "1", "passers_by": "12", "taxi": "2", "knife": "3"}
