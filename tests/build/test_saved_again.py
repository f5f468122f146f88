"""A draft that a program saved again, or printed again, says the same: nothing is built anew."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from tests.build.drafts import DRAFT_A

from setpiece.build import Request, Workspace, build, create, open_built, production_report, read_production, revise
from setpiece.build._draft import open_draft
from setpiece.build._ledger import Ledger
from setpiece.script import read_script, scenes_in_own_lines, write_script

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "scripts" / "fdx"
REAL = sorted(FOLDER.glob("*.fdx"))


def saved_again(data: bytes) -> bytes:
    """The same XML with attributes in another order, indented otherwise, a paragraph on lines of its own."""
    root = ET.fromstring(data)
    for node in root.iter():
        turned = dict(reversed(node.attrib.items()))
        node.attrib.clear()
        node.attrib.update(turned)
        if node.tag not in ("Text", "Paragraph") and len(node) and not (node.text or "").strip():
            node.text = "\n\n\t"
        if node.tag == "Paragraph":
            node.tail = "\n\n\n  "
    return ET.tostring(root, encoding="utf-8", xml_declaration=True)


def on_one_line(data: bytes) -> bytes:
    """The same XML without a line break between elements."""
    return re.sub(rb">\s*\n\s*<", b"><", data)


@pytest.mark.skipif(not REAL, reason="NOT RUN: ../shared/scripts/fdx is absent: real files were not saved again")
def test_real_files_saved_again_break_nothing_down(tmp_path: Path) -> None:
    (tmp_path / "production.toml").write_text("")
    space, production = Workspace(tmp_path), read_production(tmp_path)
    scenes = 0
    for path in REAL:
        data = path.read_bytes()
        first = open_draft(space, production, read_script(data, path.name), Ledger(), {})
        for other in (saved_again(data), on_one_line(data)):
            play = read_script(other, path.name)
            assert [e.text for e in play.elements] == [e.text for e in first.screenplay.elements]
            again = open_draft(space, production, play, first.ledger, first.records)
            assert {line.state for line in again.log} <= {"cached"}, path.name
            assert again.breakdown.scenes == first.breakdown.scenes
            scenes += len(again.log)
    assert scenes > 100


def test_a_final_draft_file_saved_again_runs_no_step(tmp_path: Path) -> None:
    play = read_script(DRAFT_A.encode(), "a.fountain")
    first, second, third = (tmp_path / f"{name}.fdx" for name in "abc")
    first.write_bytes(write_script(play, "a.fdx"))
    second.write_bytes(saved_again(first.read_bytes()))
    third.write_bytes(on_one_line(first.read_bytes()))
    root = create(first, tmp_path / "film")
    build(root, Request(scenes="1-2"))
    tags = production_report(root, "tags", "fdx")
    for path in (second, third):
        report = revise(root, path, Request(scenes="1-2"))
        assert report.draft.endswith(path.name)
        assert {(s.scene, s.step) for s in report.steps if s.state != "cached"} == set()
        assert {c.kind for c in report.scenes} == {"same"}
        assert production_report(root, "tags", "fdx").count(b"TagNumber") == tags.count(b"TagNumber")


def test_a_printed_draft_with_a_scene_before_it_builds_that_scene_alone(tmp_path: Path) -> None:
    fresh = "INT. CELLAR - NIGHT\n\n" + "\n\n".join(f"Water drips, {i} drops by now." for i in range(40)) + "\n\n"
    first, second = (tmp_path / f"{name}.pdf" for name in "ab")
    first.write_bytes(write_script(read_script(DRAFT_A.encode(), "a"), "a.pdf"))
    second.write_bytes(write_script(read_script((fresh + DRAFT_A).encode(), "b"), "b.pdf"))
    root = create(first, tmp_path / "film")
    build(root)
    report = revise(root, second)
    assert {s.scene for s in report.steps if s.state != "cached"} == {c.new for c in report.scenes if c.kind == "new"}


def test_lines_are_those_of_the_scene_as_it_would_be_typed(tmp_path: Path) -> None:
    fountain, fdx = tmp_path / "a.fountain", tmp_path / "a.fdx"
    fountain.write_text(DRAFT_A, encoding="utf-8")
    fdx.write_bytes(write_script(read_script(DRAFT_A.encode(), "a.fountain"), "a.fdx"))
    lines: list[object] = []
    for path in (fountain, fdx):
        root = create(path, tmp_path / path.suffix)
        build(root, Request(scenes="1"))
        sheets = open_built(root).breakdown.scenes.values()
        lines.append([[(b.text, b.line) for b in s.beats] for s in sheets])
    assert lines[0] == lines[1]


def test_a_note_stays_in_the_paragraph_it_is_pinned_to() -> None:
    note = "<ScriptNote><Paragraph><Text>Ask her.</Text></Paragraph></ScriptNote>"
    text = (
        '<FinalDraft DocumentType="Script" Version="5"><Content><Paragraph Type="Scene Heading"><Text>INT. A - DAY</Text>'
        f'</Paragraph><Paragraph Type="Action"><Text>One.</Text></Paragraph><Paragraph Type="Action">{note}'
        '<Text>Two.</Text></Paragraph><Paragraph Type="Character"><Text>ANNA</Text></Paragraph>'
        '<Paragraph Type="Dialogue"><Text>No.</Text></Paragraph></Content></FinalDraft>'
    )
    (scene,) = scenes_in_own_lines(read_script(text.encode(), "x.fdx"))
    assert [(e.kind, e.span.line) for e in (scene.heading, *scene.elements)] == [
        ("heading", 1), ("action", 3), ("action", 5), ("note", 5), ("character", 7), ("dialogue", 8)
    ]  # fmt: skip
