"""Ids are minted once, found again by key, retired, revived, and never given to another thing."""

from __future__ import annotations

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from setpiece.scene import IdSlice, Minter


def _run(slice_: IdSlice, keys: list[str]) -> tuple[dict[str, str], IdSlice]:
    minter = Minter("s1.p", slice_)
    return {key: minter.id(key) for key in keys}, minter.finish()


def test_an_insertion_changes_nobody_elses_id() -> None:
    first, slice_ = _run(IdSlice(), ["chair:1", "chair:2", "lamp"])
    second, _ = _run(slice_, ["chair:1", "rug", "chair:2", "lamp"])
    assert first.items() <= second.items()
    assert second["rug"] == "s1.p4"


def test_what_goes_retires_and_what_comes_back_is_itself() -> None:
    first, slice_ = _run(IdSlice(), ["a", "b"])
    _, slice_ = _run(slice_, ["a"])
    assert set(slice_.retired) == {"b"}
    new, slice_ = _run(slice_, ["a", "c"])
    assert new["c"] not in first.values()
    back, slice_ = _run(slice_, ["a", "b", "c"])
    assert back["b"] == first["b"]
    assert slice_.retired == {}


def test_asking_twice_is_one_thing_and_fingerprints_are_kept() -> None:
    minter = Minter("s", IdSlice())
    assert minter.mint("a", "fp") == minter.mint("a")
    slice_ = minter.finish()
    again = Minter("s", slice_)
    assert again.mint("a").fingerprint == "fp"
    renewed = Minter("s", slice_)
    assert renewed.mint("a", "fp2").fingerprint == "fp2"


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(st.sampled_from("abcdefgh"), unique=True), max_size=8))
def test_one_id_is_one_key_for_ever(drafts: list[list[str]]) -> None:
    slice_, owner = IdSlice(), dict[str, str]()
    for keys in drafts:
        ids, slice_ = _run(slice_, keys)
        for key, id_ in ids.items():
            assert owner.setdefault(id_, key) == key
        assert set(slice_.live) == set(keys)
        assert not set(slice_.live) & set(slice_.retired)
        slice_ = msgspec.json.decode(msgspec.json.encode(slice_), type=IdSlice)
    assert len(owner) == len(set(owner.values()))
