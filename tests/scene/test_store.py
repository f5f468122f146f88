"""The store gives back what it was given, notices damage, and never shows half a file."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from setpiece.errors import FormatError, ProductionError
from setpiece.scene import MemoryArrays, Store, array_hash, write_atomic

ARRAYS = [
    np.arange(12, dtype=np.float32).reshape(4, 3),
    np.array([[1.5, -0.0]], dtype=np.float64),
    np.arange(5, dtype=np.int32),
    np.array([2**60, -1], dtype=np.int64),
    np.array([True, False]),
    np.zeros((0, 3), dtype=np.float32),
    np.array([1, 255], dtype=np.uint8),
    np.arange(6, dtype=np.float32).reshape(2, 3).T,
    np.arange(4, dtype=">f4"),
]


@pytest.mark.parametrize("array", ARRAYS, ids=lambda a: f"{a.dtype.str}{a.shape}")
def test_arrays_come_back(tmp_path: Path, array: np.ndarray) -> None:
    store = Store(tmp_path)
    ref = store.put(array)
    back = store.array(ref)
    assert np.array_equal(back, array)
    assert back.shape == array.shape
    assert not back.flags.writeable or back.size == 0
    assert store.path(ref) == tmp_path / ref[:2] / f"{ref}.npy"
    store.verify(ref)
    assert np.array_equal(np.load(store.path(ref)), array)
    assert store.put(array.copy()) == ref
    assert store.refs() == (ref,)


def test_one_content_is_one_file_whatever_its_layout(tmp_path: Path) -> None:
    store = Store(tmp_path)
    a = np.arange(6, dtype=np.float32).reshape(2, 3)
    big = np.arange(6, dtype=">f4").reshape(2, 3)
    fortran = np.asfortranarray(a)
    negative_zero = a.copy()
    negative_zero[0, 0] = -0.0
    refs = {store.put(x) for x in (a, big, fortran, negative_zero)}
    assert len(refs) == 1
    first = store.path(refs.pop()).read_bytes()
    other = Store(tmp_path / "other")
    assert other.path(other.put(fortran)).read_bytes() == first


def test_reading_maps_the_file(tmp_path: Path) -> None:
    store = Store(tmp_path)
    assert isinstance(store.array(store.put(ARRAYS[0])), np.memmap)


def test_what_is_not_there_is_a_key_error(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        Store(tmp_path).array("0" * 32)
    with pytest.raises(KeyError):
        MemoryArrays().array("0" * 32)


@pytest.mark.parametrize("ref", ["", "../../etc/passwd", "0" * 31, "G" * 32, "0" * 32 + "/..", "٠" * 32])
def test_a_ref_that_is_no_hash_reaches_no_file(tmp_path: Path, ref: str) -> None:
    with pytest.raises(FormatError, match="not a content hash"):
        Store(tmp_path).array(ref)


@pytest.mark.parametrize("keep", [0, 4, 10, 100, 128, -1, -4])
def test_a_file_cut_short_is_named_with_the_remedy(tmp_path: Path, keep: int) -> None:
    store = Store(tmp_path)
    ref = store.put(ARRAYS[0])
    path = store.path(ref)
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(FormatError, match=rf"{ref}\.npy.*damaged.*setpiece build"):
        store.array(ref)


def test_a_file_with_bytes_too_many_is_damaged(tmp_path: Path) -> None:
    store = Store(tmp_path)
    ref = store.put(ARRAYS[0])
    with store.path(ref).open("ab") as f:
        f.write(b"\0")
    with pytest.raises(FormatError, match="bytes where"):
        store.array(ref)


def test_other_content_is_found_by_verify(tmp_path: Path) -> None:
    store = Store(tmp_path)
    ref = store.put(ARRAYS[0])
    data = bytearray(store.path(ref).read_bytes())
    data[-3] ^= 1
    store.path(ref).write_bytes(bytes(data))
    store.array(ref)
    with pytest.raises(FormatError, match="damaged"):
        store.verify(ref)


def test_pickles_and_archives_are_refused(tmp_path: Path) -> None:
    store = Store(tmp_path)
    ref = store.put(ARRAYS[0])
    np.save(store.path(ref), np.array([{"a": 1}], dtype=object), allow_pickle=True)
    with pytest.raises(FormatError):
        store.array(ref)
    with store.path(ref).open("wb") as f:
        np.savez(f, a=ARRAYS[0])
    with pytest.raises(FormatError):
        store.array(ref)


@pytest.mark.parametrize(
    "header",
    [
        "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999,)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (-3,)}",
        "{'descr': '|S100', 'fortran_order': False, 'shape': (1,)}",
        "{'descr': '>f4', 'fortran_order': False, 'shape': (3,)}",
        "{'descr': '<f4', 'fortran_order': True, 'shape': (3,)}",
        "__import__('os').getcwd()",
        "(" * 3000,
    ],
)
def test_hostile_headers_are_refused(tmp_path: Path, header: str) -> None:
    store = Store(tmp_path)
    ref = store.put(np.zeros(3, dtype=np.float32))
    text = header.encode() + b"\n"
    store.path(ref).write_bytes(b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text + b"\0" * 12)
    with pytest.raises(FormatError, match="damaged"):
        store.array(ref)


def test_a_dtype_that_is_not_kept(tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="not stored"):
        Store(tmp_path).put(np.array(["a"]))


def test_gc_keeps_what_is_live_and_what_is_not_ours(tmp_path: Path) -> None:
    store = Store(tmp_path)
    refs = [store.put(a) for a in ARRAYS[:4]]
    foreign = tmp_path / "ab" / "notes.npy"
    foreign.parent.mkdir(exist_ok=True)
    foreign.write_bytes(b"x")
    blob = store.path(refs[0]).with_suffix(".blob")
    blob.write_bytes(b"x")
    assert store.gc(refs[1:]) == (refs[0],)
    assert store.refs() == tuple(sorted(refs[1:]))
    assert foreign.exists()
    assert blob.exists()
    assert store.gc(refs[1:]) == ()


def test_a_failed_write_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    store = Store(tmp_path)
    monkeypatch.setattr(Path, "replace", lambda self, _: full(0))
    with pytest.raises(ProductionError, match="No space left"):
        store.put(ARRAYS[0])
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []


@pytest.mark.skipif(sys.platform == "win32", reason="needs a path that cannot be a folder")
def test_a_store_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(ProductionError, match="cannot write"):
        Store(tmp_path / "file").put(ARRAYS[0])


def test_memory_arrays_are_a_source_too() -> None:
    memory = MemoryArrays()
    ref = memory.put(ARRAYS[0])
    assert ref == array_hash(ARRAYS[0])
    assert np.array_equal(memory.array(ref), ARRAYS[0])


def test_a_part_left_by_a_power_cut_is_written_again(tmp_path: Path) -> None:
    store, array = Store(tmp_path), np.arange(50, dtype=np.int32)
    path = store.path(store.put(array))
    whole = path.read_bytes()
    for left in (b"", whole[:70], bytes(len(whole))):
        path.write_bytes(left)
        store.put(array)
        assert path.read_bytes() == whole


@pytest.mark.skipif(sys.platform == "win32", reason="rights are POSIX")
def test_colleagues_may_read_what_was_written(tmp_path: Path) -> None:
    write_atomic(tmp_path / "a", b"x")
    (tmp_path / "plain").write_bytes(b"x")
    assert (tmp_path / "a").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_a_file_that_another_process_reads_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, refusals = Path.replace, iter((True, True, False))

    def busy(self: Path, target: Path) -> Path:
        if next(refusals):
            raise PermissionError(13, "being used by another process")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", busy)
    write_atomic(tmp_path / "a.json", b"new")
    assert (tmp_path / "a.json").read_bytes() == b"new"
    refusals = iter([True] * 9)
    with pytest.raises(ProductionError, match="another process"):
        write_atomic(tmp_path / "a.json", b"newer")
    assert [p.read_bytes() for p in tmp_path.iterdir()] == [b"new"]
