"""Boards go with what they show: a change of one scene leaves the others' panels, and no sheet that lies."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from setpiece.build import Workspace, build, create, export_blend, open_built, render_boards, revise, undo
from setpiece.build._boards import Kept, _wanted
from setpiece.build._config import read_production
from setpiece.build._fresh import OUT_OF_DATE, newer_than_build
from setpiece.errors import InputError
from setpiece.scene import Edit, Edits

SCENES = [
    f"INT. ROOM {c} - DAY{{{i}}}\n\nAnna{c} cuts bread with a knife.\n\nANNA{c}\nYou are late.\n"
    for i, c in enumerate(("ONE", "TWO"))
]
THREE = "INT. CELLAR - NIGHT{2}\n\nZoe reads.\n\nZOE\nHello.\n"


def script(path: Path, scenes: list[str], numbers: tuple[str, ...] = ()) -> Path:
    text = "\n".join(scenes)
    for i in range(3):
        text = text.replace(f"{{{i}}}", f" #{numbers[i]}#" if numbers else "")
    path.write_text(text, encoding="utf-8")
    return path


def draw(root: Path) -> None:
    """Boards, with a blank picture for every still: nothing is left for Blender to render."""
    built, blank = open_built(root), io.BytesIO()
    Image.new("RGB", (96, 48)).save(blank, "PNG")
    kept = Kept(built.space)
    for scene_id in built.built_scenes:
        for w in _wanted(built, scene_id, read_production(root).stills):
            kept.put(w.key, blank.getvalue())
    assert render_boards(root).rendered == 0


@pytest.fixture
def film(tmp_path: Path) -> Path:
    root = create(script(tmp_path / "a.fountain", SCENES, ("1", "2", "3")), tmp_path / "film")
    build(root)
    draw(root)
    return root


def boards(root: Path) -> dict[str, bytes]:
    files = [*root.glob("boards/*"), *root.glob("scenes/*/boards/*")]
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in files}


def panels(root: Path, scene_id: str) -> dict[str, bytes]:
    return {p: data for p, data in boards(root).items() if p.startswith(f"scenes/{scene_id}/")}


def move_something(root: Path, scene_id: str) -> None:
    node = next(n for n in open_built(root).scene(scene_id).nodes.values() if n.kind == "table")
    x, y, z = node.transform.translation
    edit = Edit(node.id, "transform.translation", (x, y - 0.1, z), base=(x, y, z))
    Workspace(root).write_edits(scene_id, Edits(records=(edit,)))


def test_an_edit_drops_its_scenes_panels_and_the_sheets_only(film: Path) -> None:
    before, other = boards(film), panels(film, "s002")
    assert {"boards/contact_sheet.png", "boards/contact_sheet.pdf", "boards/shots.csv"} <= before.keys()
    assert len(other) >= 2
    assert build(film).notes == ()
    assert boards(film) == before
    move_something(film, "s001")
    assert OUT_OF_DATE in build(film).notes
    left = boards(film)
    assert panels(film, "s002") == other
    assert not panels(film, "s001")
    assert not {"boards/contact_sheet.png", "boards/contact_sheet.pdf"} & left.keys()
    assert OUT_OF_DATE in build(film).notes, "said until they are drawn"
    draw(film)
    assert build(film).notes == ()


def test_an_inserted_scene_keeps_panels_whose_numbers_stay(film: Path, tmp_path: Path) -> None:
    before = boards(film)
    new = script(tmp_path / "b.fountain", [SCENES[0], THREE, SCENES[1]], ("1", "2", "1A"))
    assert OUT_OF_DATE in revise(film, new).notes
    assert boards(film) == {p: data for p, data in before.items() if p.startswith("scenes/")}
    undo(film)
    assert boards(film) == before


def test_another_slate_number_is_another_panel(film: Path, tmp_path: Path) -> None:
    first = panels(film, "s001")
    assert OUT_OF_DATE in revise(film, script(tmp_path / "b.fountain", SCENES, ("1", "7", "8"))).notes
    assert boards(film) == first


def test_other_words_on_the_strip_are_another_panel(film: Path, tmp_path: Path) -> None:
    second = panels(film, "s002")
    new = [SCENES[0].replace("You are late.", "You are soon."), SCENES[1]]
    revise(film, script(tmp_path / "b.fountain", new, ("1", "2", "3")))
    assert not panels(film, "s001")
    assert boards(film) == second


def test_edits_after_the_build_are_a_warning(film: Path) -> None:
    built = open_built(film)
    assert newer_than_build(built, built.built_scenes) == ()
    move_something(film, "s001")
    (film / "breakdown.edits.json").write_text('{"format": "1.0"}')
    found = render_boards(film).findings
    assert [(f.severity, f.message) for f in found] == [
        ("warning", "breakdown.edits.json was edited after the build"),
        ("warning", "scene 1 (s001) was edited after the build"),
    ]
    assert all("setpiece build" in f.remedy for f in found)
    assert [f.message for f in newer_than_build(built, ("s002",))] == ["breakdown.edits.json was edited after the build"]
    build(film)
    built = open_built(film)
    assert newer_than_build(built, built.built_scenes) == ()
    draft = film / "script" / "001_a.fountain"
    draft.write_text(draft.read_text(encoding="utf-8") + "\nThe end.\n", encoding="utf-8")
    assert ["script/001_a.fountain" in f.message for f in newer_than_build(built, ())] == [True]


@pytest.mark.parametrize("width", [-5, 3, 7681])
def test_widths_have_production_tomls_limits(film: Path, width: int) -> None:
    with pytest.raises(InputError, match=r"--width.*between 64 and 7680"):
        render_boards(film, width_px=width)


@pytest.mark.parametrize("names", [",", " ", " , "])
def test_scenes_that_name_none_are_a_mistake(film: Path, names: str) -> None:
    with pytest.raises(InputError, match=r"--scenes: names no scene"):
        render_boards(film, names)


def test_an_export_never_lands_on_the_productions_own_files(film: Path) -> None:
    for name in ("state.json", "script/001_a.blend", "store/x.blend", "film.txt"):
        with pytest.raises(InputError):
            export_blend(film, film / name)


def test_another_title_drops_the_contact_sheet_and_nothing_else(film: Path) -> None:
    sheets = {"boards/contact_sheet.png", "boards/contact_sheet.pdf"}
    before, toml = boards(film), film / "production.toml"
    toml.write_text(toml.read_text(encoding="utf-8") + "# A remark\n", encoding="utf-8")
    assert build(film).notes == ()
    lines = toml.read_text(encoding="utf-8").splitlines()
    lines = ['title = "High Water"' if line.startswith("title") else line for line in lines]
    toml.write_text("\n".join(lines) + "\n", encoding="utf-8")
    report = build(film)
    assert OUT_OF_DATE in report.notes
    assert {s.state for s in report.steps} == {"cached"}
    assert boards(film) == {p: data for p, data in before.items() if p not in sheets}
    assert render_boards(film).rendered == 0
    after = boards(film)
    assert {p for p in before if before[p] != after[p]} == sheets
    state = (film / "state.json").read_bytes()
    assert build(film).notes == ()
    assert (film / "state.json").read_bytes() == state
