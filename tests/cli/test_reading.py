"""What people read on the terminal: scene numbers and names, what to do next; what machines read when it goes wrong."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from tests.build.drafts import BAR, FOREST, KITCHEN, KITCHEN_TOP

from setpiece.build import Workspace, build, create, open_built
from setpiece.scene import Edit, Edits

from .test_contract import EXAMPLE, run

ID = re.compile(r"\bs\d{3}\b")


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two scenes in a folder with a space; a chair was moved from a place that is another now, one edit is lost."""
    folder = tmp_path_factory.mktemp("reading")
    (folder / "a.fountain").write_text(f"{KITCHEN_TOP}{KITCHEN}\n{BAR}", encoding="utf-8")
    (folder / "b.fountain").write_text(f"{KITCHEN_TOP}{KITCHEN}\n{FOREST}\n{BAR}\n/* open\n", encoding="utf-8")
    root = create(folder / "a.fountain", folder / "my film")
    build(root)
    chair = next(n for n in open_built(root).scene("s001").nodes.values() if n.kind == "chair")
    x, y, z = chair.transform.translation
    moved = Edit(chair.id, "transform.translation", (x, y - 0.3, z), base=(x + 1.0, y, z))
    lost = Edit("s001.p999", "transform.translation", (0.0, 0.0, 0.0), base=(1.0, 0.0, 0.0))
    Workspace(root).write_edits("s001", Edits(records=(moved, lost)))
    return root


def test_new_prints_a_command_that_can_be_pasted(tmp_path: Path) -> None:
    done = run("new", EXAMPLE, tmp_path / "my film")
    assert done.stdout.rstrip().endswith(f"8 scenes. Next: setpiece build '{tmp_path / 'my film'}'")


def test_new_offers_no_build_of_nothing(tmp_path: Path) -> None:
    (tmp_path / "prose.fountain").write_text("Nora walks in.\n", encoding="utf-8")
    done = run("new", tmp_path / "prose.fountain", tmp_path / "film")
    assert "0 scenes." in done.stdout
    assert "Next" not in done.stdout


def test_diff_names_pieces_and_numbers_scenes(film: Path) -> None:
    done = run("diff", film)
    assert re.search(r"│ 1 +│ set +│ Chair\b.*│ place", done.stdout), done.stdout
    assert "edits kept: scene 1, Chair" in done.stdout
    assert not ID.search(done.stdout.replace("s001.p999", "")), done.stdout
    conflict = next(line for line in done.stderr.splitlines() if "would stand elsewhere" in line)
    said, settle = conflict.split(" To decide: ")
    assert said.startswith("conflict scene 1, Chair")
    assert not ID.search(said)
    assert f"resolve keep|take|relative '{film}' --at s001:s001.p" in settle
    assert "(" not in settle
    machine = json.loads(run("diff", film, "--json").stdout)
    assert machine["numbers"] == {"s001": "1", "s002": "2"}
    assert set(machine["names"].values()) >= {"Chair"}


def test_a_dry_run_names_the_draft_whose_lines_it_prints(film: Path) -> None:
    done = run("revise", film.parent / "b.fountain", film, "--dry-run")
    assert "b.fountain:" in done.stderr
    assert "a.fountain" not in done.stderr
    assert re.search(r"│ 2 +│ set +│ never built", done.stdout), done.stdout
    assert re.search(r"│ - +│ 2 +│ new", done.stdout), done.stdout


@pytest.mark.parametrize(
    ("arguments", "message", "where"),
    [
        (("build", "{film}", "--scenes", "99"), "there is no scene 99", "--scenes"),
        (("build", "{film}", "--scenes", ","), "names no scene", "--scenes"),
        (("boards", "{film}", "--width", "-5"), "-5 pixels is no width for stills", "--width"),
        (("boards", "{film}", "--width", "3"), "3 pixels is no width for stills", "--width"),
        (("boards", "{film}", "--width", "wide"), "'--width'", "command line"),
        (("export", "blend", "{film}", "-o", "{film}/state.json"), "another ending", "{film}/state.json"),
        (("shots", "{film}/none"), "not a production", "{film}/none"),
        (("script", "stats", "{film}/none.fdx"), "cannot read", "{film}/none.fdx"),
        (("revise",), "name the new draft", "command line"),
        (("paint", "{film}"), "No such command", "command line"),
    ],
)
def test_errors_are_one_object_for_machines_and_one_line_for_people(
    film: Path, arguments: tuple[str, ...], message: str, where: str
) -> None:
    done = run(*(a.format(film=film) for a in arguments), "--json")
    assert done.returncode == 2
    told = json.loads(done.stdout)
    assert set(told) == {"format", "error"}
    assert told["error"]["code"] == 2
    assert message in told["error"]["message"]
    assert told["error"]["where"] == where.format(film=film)
    assert told["error"]["remedy"]
    assert message in " ".join(done.stderr.split())
    assert len(done.stderr.splitlines()) == 1


def test_an_error_says_nothing_on_standard_output_without_json(film: Path) -> None:
    done = run("build", film, "--scenes", "99")
    assert (done.returncode, done.stdout) == (2, "")


def test_findings_are_no_error_for_machines(film: Path) -> None:
    done = run("diff", film, "--json")
    assert done.returncode == 1
    assert "error" not in json.loads(done.stdout)


def test_a_draft_edited_in_place_is_said_on_the_terminal(film: Path) -> None:
    draft = film / "script" / "001_a.fountain"
    before = draft.read_bytes()
    draft.write_bytes(before + b"\nJon laughs.\n")
    try:
        done = run("diff", film)
    finally:
        draft.write_bytes(before)
    assert "note script/001_a.fountain was edited after it was built" in done.stderr
