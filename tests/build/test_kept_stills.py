"""A still that is kept tells again what was missing in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from setpiece.build import Workspace
from setpiece.build._boards import Kept

KEY = "ab" * 16


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    (tmp_path / "store").mkdir()
    return Kept(Workspace(tmp_path))


def test_what_blender_refused_is_remembered_with_the_picture(kept: Kept) -> None:
    kept.put(KEY, b"png", ["s001: the spot's cone\nis too narrow"])
    ref = kept.get(KEY)
    assert ref is not None
    assert kept.refused(KEY) == ("s001: the spot's cone is too narrow",)
    kept.put(KEY, b"png")
    assert (kept.get(KEY), kept.refused(KEY)) == (ref, ())


@pytest.mark.parametrize("damage", [b"", b"\xff\xfe", b"00" * 16, b"../../etc/passwd"])
def test_a_damaged_note_is_a_still_that_was_never_rendered(kept: Kept, tmp_path: Path, damage: bytes) -> None:
    kept.put(KEY, b"png", ["s001: something"])
    next((tmp_path / "store").rglob("*.still")).write_bytes(damage)
    assert kept.get(KEY) is None
    assert kept.refused(KEY) == ()
