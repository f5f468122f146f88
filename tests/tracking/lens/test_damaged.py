"""Lens files with anything in the wrong place: refused with a reason, or read; never a crash."""

from __future__ import annotations

import copy
import json
import math
import random

import numpy as np
import pytest

from setpiece.errors import SetpieceError
from setpiece.tracking.lens import import_lens, with_lens
from setpiece.tracking.model import Lens, Sample

from .test_files import OPENCV, ULENS, otio

STRANGE = [None, True, -1, 0, 1e308, 10**400, "", "x", [], {}, [1], {"a": 1}, [[]], float("inf"), "1,2,,x", 1e-320]


def places(value, path=()):
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from places(inner, (*path, key))


def put(value, path, strange):
    if not path:
        return strange
    value = copy.deepcopy(value)
    at = value
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = strange
    return value


def read(path) -> bool:
    """Whether the file was taken; what was taken never gives a number that is none."""
    try:
        found = import_lens(path, 24.0, 35.0)
    except SetpieceError:
        return False
    for raw in (0.0, 0.5, 1e9):
        lens = with_lens(Sample("a", 0, 0, lens=Lens(raw_zoom=raw, raw_focus=raw, raw_iris=raw)), found).lens
        assert lens is not None
        assert not any(v is not None and math.isnan(v) for v in (lens.focal_mm, lens.focus_m, lens.f_stop))
    return True


CSV = "FocusEncoder, ZoomEncoder, Fx, Fy\n0.0,0.0,1.0,1.7\n0.0,1.0,3.0,5.3\n\nFocusEncoder, FocusCM\n0.0,50\n1.0,400\n"
POINTS = "axis,raw,value\nzoom,0,24\nzoom,100,70\nfocus,0,0.5\nfocus,9,inf\niris,0,2.8\n"


@pytest.mark.parametrize(
    ("name", "whole"),
    [("a.json", OPENCV), ("a.ulens", ULENS), ("a.json", [otio(0, 0, 24.0, 1.0), otio(9, 9, 30.0, 2.0)]), ("a.json", otio(0, 0, 24.0, 1.0))],
)  # fmt: skip
def test_anything_in_any_place_of_a_document(tmp_path, name: str, whole) -> None:
    rng = random.Random(1)
    every = [(p, s) for p in places(whole) for s in STRANGE]
    taken = []
    for path, strange in rng.sample(every, min(500, len(every))):
        (tmp_path / name).write_text(json.dumps(put(whole, path, strange)), encoding="utf-8")
        taken.append(read(tmp_path / name))
    assert not all(taken), "nothing strange is refused"


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.csv", CSV), ("a.csv", POINTS), ("a.ulens", json.dumps(ULENS)), ("a.json", json.dumps(OPENCV))],
)
def test_bytes_that_changed_on_the_way(tmp_path, name: str, text: str) -> None:
    rng = random.Random(2)
    taken = []
    for _ in range(400):
        data = bytearray(text.encode())
        for _ in range(rng.randint(1, 4)):
            at = rng.randrange(len(data))
            choice = rng.random()
            if choice < 0.5:
                data[at] = rng.choice(b'0123456789.,-\n"{}[]eEx\x00\xff')
            elif choice < 0.75:
                del data[at : at + rng.randint(1, 20)]
            else:
                data[at:at] = data[at : at + rng.randint(1, 20)]
        (tmp_path / name).write_bytes(bytes(data))
        taken.append(read(tmp_path / name))
    assert any(taken)
    assert not all(taken)


def test_arrays_that_are_no_maps(tmp_path) -> None:
    rng = np.random.default_rng(3)
    for i, array in enumerate(
        [
            rng.random((20, 20, 2)),
            np.ones((20, 20, 2)) / 2,
            np.full((9, 9, 3), 70000, np.int64),
            rng.random((8, 8, 2)) * 1e300,
        ]
    ):
        np.save(tmp_path / f"{i}.npy", array)
        read(tmp_path / f"{i}.npy")
    (tmp_path / "bad.npy").write_bytes(b"\x93NUMPY\x01\x00junk")
    assert not read(tmp_path / "bad.npy")
