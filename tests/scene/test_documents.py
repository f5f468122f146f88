"""Files: canonical bytes, newer versions, damage, hostility, and writes that are whole or not."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.hosts.scenes import full_scene

from setpiece.errors import FormatError, InputError, ProductionError
from setpiece.scene import (
    Edit,
    Edits,
    Node,
    Scene,
    decode_document,
    encode_document,
    equivalent,
    read_document,
    set_property,
    write_document,
)


def _plain(scene: Scene) -> dict[str, Any]:
    return json.loads(encode_document(scene))


def _bytes(plain: object) -> bytes:
    return json.dumps(plain).encode()


def test_a_scene_goes_there_and_back(tmp_path: Path) -> None:
    scene, _ = full_scene()
    path = tmp_path / "scenes" / "s1" / "scene.json"
    write_document(path, scene)
    assert equivalent(read_document(path, Scene).value, scene)
    assert path.read_bytes().endswith(b"}\n")
    first = path.read_bytes()
    write_document(path, read_document(path, Scene))
    assert path.read_bytes() == first


def test_bytes_do_not_depend_on_order_sign_of_zero_or_int() -> None:
    scene, _ = full_scene()
    shuffled = msgspec.structs.replace(scene, nodes=dict(reversed(scene.nodes.items())))
    assert list(shuffled.nodes) != list(scene.nodes)
    assert encode_document(shuffled) == encode_document(scene)
    chair = scene.nodes["n-chair"]
    zero = msgspec.structs.replace(
        chair, transform=msgspec.structs.replace(chair.transform, translation=(0, -0.9, -0.0))
    )
    same = msgspec.structs.replace(scene, nodes={**scene.nodes, "n-chair": zero})
    assert encode_document(same) == encode_document(scene)


def test_unknown_fields_of_a_newer_minor_are_written_back_where_they_were() -> None:
    scene, _ = full_scene()
    plain = _plain(scene)
    plain["format"] = "1.7"
    plain["weather"] = {"rain": [1, 2.5, {"deep": None}], "big": 2**60}
    plain["nodes"]["n-chair"]["mass_kg"] = 4.5
    plain["nodes"]["n-cam"]["payload"]["anamorphic"] = {"squeeze": 2.0}
    plain["sequence"]["shots"][1]["note"] = "pick up"
    plain["nodes"]["n-cam"]["channels"][0]["curve"] = "bezier"
    document = decode_document(_bytes(plain), Scene)
    assert document.value.format == "1.7"
    assert json.loads(encode_document(document)) == plain
    paths = document.unknown.paths() if document.unknown else ()
    assert "$.weather" in paths
    assert any("squeeze" in p or "anamorphic" in p for p in paths)


def test_unknown_fields_follow_their_part_through_changes() -> None:
    scene, _ = full_scene()
    plain = _plain(scene)
    plain["nodes"]["n-chair"]["mass_kg"] = 4.5
    plain["nodes"]["n-lamp"]["mass_kg"] = 1.5
    plain["sequence"]["shots"][1]["note"] = "pick up"
    document = decode_document(_bytes(plain), Scene)
    value = document.value
    nodes = {k: v for k, v in value.nodes.items() if k != "n-lamp"}
    nodes["n-chair"] = set_property(nodes["n-chair"], "name", "Stool")
    turned = tuple(reversed(value.sequence.shots))
    value = msgspec.structs.replace(
        value, nodes=nodes, sequence=msgspec.structs.replace(value.sequence, shots=turned)
    )
    out = json.loads(encode_document(document.replaced(value)))
    assert out["nodes"]["n-chair"] == {**plain["nodes"]["n-chair"], "name": "Stool"}
    assert "n-lamp" not in out["nodes"]
    assert [s.get("note") for s in out["sequence"]["shots"]] == ["pick up", None]


def test_unknown_fields_of_an_edit_follow_its_node_and_property() -> None:
    edits = Edits(records=(Edit("a", "visible", False, True), Edit("b", "visible", False, True)))
    plain = json.loads(encode_document(edits))
    plain["records"][1]["reviewed_by"] = "Kim"
    document = decode_document(_bytes(plain), Edits)
    changed = msgspec.structs.replace(edits, records=(Edit("b", "visible", True, True), edits.records[0]))
    out = json.loads(encode_document(document.replaced(changed)))
    assert [r.get("reviewed_by") for r in out["records"]] == ["Kim", None]


def test_a_newer_major_is_refused_naming_what_to_install() -> None:
    with pytest.raises(FormatError, match=r"scene\.json: has format 2\.3.*Install Setpiece 2\.3"):
        decode_document(b'{"format": "2.3", "id": "s1"}', Scene, "scene.json")


def test_a_newer_minor_with_something_we_cannot_hold_names_the_way_out() -> None:
    plain = {
        "format": "1.9",
        "id": "s",
        "nodes": {
            "n": {
                "id": "n",
                "name": "N",
                "department": "sets",
                "kind": "x",
                "payload": {"type": "volumetric"},
            }
        },
    }
    with pytest.raises(FormatError, match=r"\$\.nodes\.n\.payload.*newer Setpiece \(format 1\.9\)"):
        decode_document(_bytes(plain), Scene)


@pytest.mark.parametrize("version", [None, 1, 1.0, "1", "one", "1.0.0", "", "0.9", "٢.٠", "1." + "9" * 5000])
def test_a_version_that_is_none_is_refused(version: object) -> None:
    with pytest.raises(FormatError, match=r"format"):
        decode_document(_bytes({"format": version, "id": "s"}), Scene)


def test_damage_names_file_and_line() -> None:
    scene, _ = full_scene()
    data = encode_document(scene)
    lines = data.split(b"\n")
    lines[20] = lines[20] + b" %%%"
    with pytest.raises(FormatError, match=r"^scene\.json:21: .*malformed.*Repair"):
        decode_document(b"\n".join(lines), Scene, "scene.json")
    with pytest.raises(FormatError, match=r"scene\.json:\d+: .*truncated"):
        decode_document(data[: len(data) // 2], Scene, "scene.json")


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        (
            ("nodes", "n-chair", "transform", "translation"),
            [0, 0],
            r"\$\.nodes\.n-chair\.transform\.translation",
        ),
        (("nodes", "n-cam", "payload", "focal_mm"), -1, r"\$\.nodes\.n-cam\.payload.*>= 1"),
        (("environment", "exposure_ev100"), "bright", r"\$\.environment\.exposure_ev100"),
        (("sequence", "shots"), [{"id": 3}], r"\$\.sequence\.shots\[0\]\.id"),
        (("nodes",), [], r"\$\.nodes"),
    ],
)
def test_a_wrong_field_is_named(path: tuple[str, ...], value: object, words: str) -> None:
    scene, _ = full_scene()
    plain = _plain(scene)
    at: Any = plain
    for name in path[:-1]:
        at = at[name]
    at[path[-1]] = value
    with pytest.raises(FormatError, match=words):
        decode_document(_bytes(plain), Scene, "scene.json")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"   ",
        b"null",
        b"[]",
        b"3",
        b'"x"',
        b"\xff\xfe\x00",
        b'{"format": "1.0", "id": "\xff"}',
        b'{"format": "1.0", "id": "s", "environment": {"exposure_ev100": NaN}}',
        b'{"format": "1.0", "id": "s", "environment": {"exposure_ev100": Infinity}}',
        b'{"format": "1.0", "id": "s", "environment": {"exposure_ev100": 1e999}}',
        b'{"format": "1.0", "id": "s", "x": ' + b"[" * 150 + b"]" * 150 + b"}",
        b'{"format": "1.0", "id": "s", "x": ' + b"[" * 200_000 + b"]" * 200_000 + b"}",
        b'{"format": "1.0", "id": "s"} trailing',
        b"\x00" * 64,
        b'{"format": "1.0"}',
    ],
)
def test_hostile_bytes_are_a_format_error(data: bytes) -> None:
    with pytest.raises(FormatError) as caught:
        decode_document(data, Scene, "evil.json")
    assert "evil.json" in str(caught.value)
    assert caught.value.remedy


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_any_mutation_reads_or_is_a_format_error(data: st.DataObject) -> None:
    good = encode_document(
        Scene("s", nodes={"n": Node("n", "N", "sets", "x", full_scene()[0].nodes["n-cam"].payload)})
    )
    at = data.draw(st.integers(0, len(good) - 1))
    junk = data.draw(st.binary(min_size=0, max_size=6))
    cut = data.draw(st.integers(0, 8))
    mutated = good[:at] + junk + good[at + cut :]
    try:
        document = decode_document(mutated, Scene, "m.json")
    except FormatError as e:
        said = str(e)
    else:
        said = "m.json"
        again = encode_document(document)
        assert encode_document(decode_document(again, Scene)) == again
    assert "m.json" in said


def test_what_is_not_finite_is_not_written(tmp_path: Path) -> None:
    scene = Scene(
        "s", environment=msgspec.structs.replace(full_scene()[0].environment, exposure_ev100=float("nan"))
    )
    path = tmp_path / "scene.json"
    path.write_bytes(b"old")
    with pytest.raises(InputError, match=r"exposure_ev100.*finite"):
        write_document(path, scene)
    assert path.read_bytes() == b"old"
    edits = Edits(records=(Edit("a", "payload.focal_mm", float("inf"), 35.0),))
    with pytest.raises(InputError, match=r"records\[0\]\.value|finite"):
        encode_document(edits)


def test_a_failed_write_leaves_the_old_file_and_no_litter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "scene.json"
    write_document(path, Scene("old"))
    before = path.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ProductionError, match="No space left"):
        write_document(path, Scene("new"))
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["scene.json"]


def test_a_missing_file_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(ProductionError, match=r"nothing\.json: cannot read"):
        read_document(tmp_path / "nothing.json", Scene)


def test_a_file_too_big_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from setpiece.scene import _documents

    monkeypatch.setattr(_documents, "MAX_BYTES", 100)
    path = tmp_path / "big.json"
    path.write_bytes(b" " * 101)
    with pytest.raises(FormatError, match="101 bytes are too many"):
        read_document(path, Scene)
