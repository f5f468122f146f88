"""Script nouns become pieces of the right size, in known looks, with boxes that hug."""

from __future__ import annotations

import tomllib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from setpiece.geometry import Boxes, inside_boxes, stream
from setpiece.resources import text
from setpiece.sets._compose import part_box
from setpiece.sets._looks import INTERIOR
from setpiece.sets._looks_outdoor import OUTDOOR
from setpiece.sets._piece import Part, Piece
from setpiece.sets._props import nouns, piece_for

_BURIED = {
    "log",
    "stump",
    "cactus",
    "rock",
    "tree",
    "palm tree",
    "dead tree",
    "fir tree",
    "bush",
    "cross",
    "truck",
    "bus",
}


def _make(noun: str) -> Piece:
    maker = piece_for(noun)
    assert maker is not None, noun
    return maker(stream(noun, "test"))


def _enclosed_m3(part: Part) -> float:
    """Volume under the part's faces (divergence theorem over triangle fans)."""
    mesh = part.mesh
    ends = [*mesh.face_start.tolist(), len(mesh.corner_vert)]
    p = mesh.position.astype(np.float64)
    total = 0.0
    for a, b in zip(ends, ends[1:], strict=False):
        loop = p[mesh.corner_vert[a:b]]
        for i in range(1, len(loop) - 1):
            total += float((loop[0] * np.cross(loop[i], loop[i + 1])).sum()) / 6
    return total


def test_there_are_enough_nouns_and_every_synonym_finds_its_piece() -> None:
    table = tomllib.loads(text("sets", "props.toml"))["synonyms"]
    assert len(nouns()) >= 150
    assert set(table) <= set(nouns())
    for noun, words in table.items():
        for word in words:
            assert piece_for(word) is not None, (noun, word)


@pytest.mark.parametrize("noun", nouns())
def test_a_piece_stands_on_the_floor_in_known_looks(noun: str) -> None:
    piece = _make(noun)
    lo, hi = piece.bounds
    assert {p.look for p in piece.parts} <= INTERIOR.keys() | OUTDOOR.keys()
    assert all(h - low > 0 for low, h in zip(lo, hi, strict=True))
    assert lo[2] < 0.06, "it floats"
    assert lo[2] > -0.06 or noun in _BURIED, "it is sunk"


@pytest.mark.parametrize(
    ("noun", "longest_m"),
    [
        ("phone", (0.12, 0.18)), ("cup", (0.08, 0.16)), ("pistol", (0.15, 0.25)), ("rifle", (0.9, 1.3)), ("guitar", (0.9, 1.3)),
        ("book", (0.18, 0.3)), ("newspaper", (0.25, 0.45)), ("key", (0.05, 0.12)), ("suitcase", (0.5, 0.8)), ("apple", (0.06, 0.11)),
        ("bottle", (0.22, 0.36)), ("piano", (1.3, 1.7)), ("coffin", (1.9, 2.3)), ("car", (4.2, 5.0)), ("bus", (9.0, 13.0)),
        ("bicycle", (1.5, 2.0)), ("dog", (0.7, 1.5)), ("horse", (2.0, 3.4)), ("elephant", (3.0, 5.5)), ("cat", (0.35, 0.9)),
    ],
)  # fmt: skip
def test_sizes_are_those_of_the_real_thing(noun: str, longest_m: tuple[float, float]) -> None:
    lo, hi = _make(noun).bounds
    assert longest_m[0] <= max(h - low for low, h in zip(lo, hi, strict=True)) <= longest_m[1]


@pytest.mark.parametrize(
    ("words", "noun"),
    [
        ("old police cars", "police car"), ("a cup of coffee", "cup"), ("knives", "knife"), ("Christmas tree", "fir tree"),
        ("her wedding ring", "ring"), ("bunch of flowers", "bouquet"), ("GUNS", "pistol"), ("the squad car", "police car"),
    ],
)  # fmt: skip
def test_phrases_find_their_head(words: str, noun: str) -> None:
    maker = piece_for(words)
    assert maker is not None
    assert maker(stream("x")).noun == noun


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=30))
def test_any_words_are_answered(words: str) -> None:
    maker = piece_for(words)
    assert maker is None or maker(stream("y")).parts


def test_an_unknown_noun_has_no_piece() -> None:
    assert piece_for("zorgblatt") is None


@pytest.mark.parametrize(
    "noun", ["car", "bicycle", "dog", "pistol", "guitar", "tree", "bench", "horse", "truck", "phone booth"]
)
def test_every_drawn_vertex_of_a_solid_part_lies_in_the_boxes(noun: str) -> None:
    piece = _make(noun)
    solid = [p for p in piece.parts if p.solid]
    boxes = Boxes.build([(*part_box(p), p.rotation) for p in solid])
    points = np.concatenate([p.placed.position for p in solid]).astype(np.float64)
    for chunk in np.array_split(points, max(1, len(points) // 500)):
        assert inside_boxes(chunk, boxes, 0.01).all()


@pytest.mark.parametrize(
    "noun", ["car", "bicycle", "dog", "pistol", "bench", "horse", "truck", "piano", "suitcase", "bus", "cup"]
)
def test_boxes_are_mostly_full(noun: str) -> None:
    """Over a piece, what is drawn fills at least half of what blocks a ray."""
    full = boxed = 0.0
    for part in _make(noun).parts:
        _, half = part_box(part)
        if part.solid:
            full += abs(_enclosed_m3(part))
            boxed += 8 * half[0] * half[1] * half[2]
    assert full / boxed >= 0.45


def test_a_piece_is_the_same_from_the_same_stream_and_differs_from_another() -> None:
    maker = piece_for("car")
    assert maker is not None
    one, two = maker(stream("a")), maker(stream("a"))
    assert [p.look for p in one.parts] == [p.look for p in two.parts]
    assert len({maker(stream(str(i))).parts[0].look for i in range(12)}) > 3
