"""The commit point: old state or new state, whatever happens in between."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from setpiece.build import State, Workspace
from setpiece.build._blobs import Blobs, digest
from setpiece.errors import ConflictError, FormatError, ProductionError
from setpiece.scene import Edits
from setpiece.script.breakdown import Corrections


def committed(space: Workspace, text: str, draft: str = "script/001_a") -> State:
    ref = space.blobs.put(text.encode())
    state = State(draft=draft, order=("s001",), paths={"scenes/s001/scene.json": ref, f"only/{draft[7:10]}": ref})
    return space.commit(state, {}, space.state())


@pytest.fixture
def space(tmp_path: Path) -> Workspace:
    (tmp_path / "store").mkdir()
    return Workspace(tmp_path)


def test_a_commit_lays_its_files_out(space: Workspace) -> None:
    committed(space, "one")
    assert (space.root / "scenes/s001/scene.json").read_text() == "one"
    assert space.state() == committed(space, "one"), "the same content again is no new commit"


def test_undo_gives_back_the_former_draft_byte_for_byte(space: Workspace) -> None:
    committed(space, "one")
    before = (space.root / "state.json").read_bytes()
    committed(space, "two", "script/002_b")
    committed(space, "three", "script/002_b")
    assert (space.root / "only/002").exists()
    space.undo()
    assert (space.root / "state.json").read_bytes() == before
    assert (space.root / "scenes/s001/scene.json").read_text() == "one"
    assert not (space.root / "only/002").exists()
    assert (space.root / "only/001").exists()
    with pytest.raises(ProductionError, match="no earlier draft"):
        space.undo()


def test_a_second_writer_is_refused(space: Workspace) -> None:
    first = committed(space, "one")
    committed(space, "two")
    with pytest.raises(ConflictError, match="another build"):
        space.commit(State(draft="script/001_a"), {}, first)


def test_an_edit_made_while_building_is_not_overrun(space: Workspace) -> None:
    base = committed(space, "one")
    seen = {"scenes/s001/edits.json": digest(b"")}
    path = space.root / "scenes/s001/edits.json"
    path.write_text("{}")
    with pytest.raises(ConflictError, match=r"changed while building"):
        space.commit(State(draft="script/001_a"), seen, base)
    assert space.state() == base


def test_settle_repairs_what_a_power_cut_left(space: Workspace) -> None:
    committed(space, "one")
    committed(space, "two", "script/002_b")
    (space.root / "scenes/s001/scene.json").write_text("half of o")
    (space.root / "only").mkdir(exist_ok=True)
    (space.root / "only/001").write_text("left over from the former state")
    (space.root / "store/leaving.json").write_text('["only/001"]')  # what a kill between commit and copying leaves
    space.settle()
    assert (space.root / "scenes/s001/scene.json").read_text() == "two"
    assert not (space.root / "only/001").exists()


def test_settle_never_touches_what_people_own(space: Workspace) -> None:
    committed(space, "one")
    edits = space.root / "scenes/s001/edits.json"
    edits.write_text('{"format": "1.0"}')
    committed(space, "two", "script/002_b")
    space.undo()
    assert edits.read_text() == '{"format": "1.0"}'


@pytest.mark.parametrize("path", ["../outside", "/etc/outside", "scenes/../../outside"])
def test_a_state_cannot_write_outside_its_production(space: Workspace, path: str) -> None:
    ref = space.blobs.put(b"x")
    with pytest.raises(FormatError, match="leaves the production"):
        space.commit(State(draft="d", paths={path: ref}), {}, None)


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"draft": 3}', b"\xff\xfe", b'{"format": "2.0"}'])
def test_a_damaged_state_names_the_file_and_the_remedy(space: Workspace, damage: bytes) -> None:
    (space.root / "state.json").write_bytes(damage)
    with pytest.raises(FormatError) as caught:
        space.state()
    assert "state.json" in str(caught.value)
    assert caught.value.remedy


def test_a_damaged_blob_is_found_out(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    ref = blobs.put(b"content")
    blobs.path(ref).write_bytes(b"c0ntent")
    assert not blobs.has(ref)
    with pytest.raises(FormatError, match="damaged"):
        blobs.get(ref)


def test_the_state_document_is_canonical(space: Workspace) -> None:
    committed(space, "one")
    data = (space.root / "state.json").read_bytes()
    again = msgspec.json.format(msgspec.json.encode(msgspec.json.decode(data, type=State), order="sorted"), indent=1)
    assert data == again + b"\n"


@pytest.mark.parametrize("name", ["scenes/s001/edits.json", "breakdown.edits.json"])
@pytest.mark.parametrize("left", [b"", b"\n "])
def test_an_emptied_file_of_people_is_an_error_and_not_no_edits(space: Workspace, name: str, left: bytes) -> None:
    path = space.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(left)
    with pytest.raises(FormatError, match="the file is empty") as caught:
        _ = (space.edits("s001"), space.corrections())
    assert str(path) in str(caught.value)
    assert "backup" in caught.value.remedy
    if name.startswith("scenes"):
        with pytest.raises(FormatError):
            space.write_edits("s001", Edits(excluded=("s001.p1",)))
    assert path.read_bytes() == left
    path.unlink()
    assert space.edits("s001") == Edits()
    assert space.corrections() == Corrections()
