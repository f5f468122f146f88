"""What rubs is listed: a value generated anew under an edit, a piece that would stand elsewhere."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from filelock import FileLock, Timeout
from tests.build.drafts import DRAFT_A

from setpiece.build import Request, Workspace, build, create, open_built, resolve
from setpiece.errors import InputError
from setpiece.scene import Edit, Edits, LightPayload


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("conflicts")
    (folder / "a.fountain").write_text(DRAFT_A, encoding="utf-8")
    root = create(folder / "a.fountain", folder / "film")
    build(root, Request(scenes="1"))
    return root


def rebuilt(root: Path, edits: Edits) -> tuple[dict[str, str], ...]:
    scene_id = open_built(root).built_scenes[0]
    Workspace(root).write_edits(scene_id, edits)
    return build(root, Request(scenes="1")).conflicts


def test_a_light_that_changed_under_an_edit(film: Path) -> None:
    built = open_built(film)
    scene = built.scene(built.built_scenes[0])
    light = next(n for n in scene.nodes.values() if isinstance(n.payload, LightPayload) and n.payload.lumen > 0)
    assert isinstance(light.payload, LightPayload)
    fitting = Edit(light.id, "payload.lumen", 123.0, base=light.payload.lumen, author="dp")
    assert not rebuilt(film, Edits(records=(fitting,)))
    stale = msgspec.structs.replace(fitting, base=light.payload.lumen * 2)
    listed = rebuilt(film, Edits(records=(stale,)))
    assert [(c["node"], c["property"], c["kind"]) for c in listed] == [(light.id, "payload.lumen", "changed")]


def test_a_moved_piece_that_would_stand_elsewhere(film: Path) -> None:
    rebuilt(film, Edits())
    built = open_built(film)
    scene = built.scene(built.built_scenes[0])
    chair = next(n for n in scene.nodes.values() if n.kind == "chair")
    x, y, z = chair.transform.translation
    moved = Edit(chair.id, "transform.translation", (x + 0.2, y, z), base=(x, y, z))
    assert not rebuilt(film, Edits(records=(moved,)))
    stale = msgspec.structs.replace(moved, base=(x + 1.0, y, z))
    listed = rebuilt(film, Edits(records=(stale,)))
    assert [(c["node"], c["property"]) for c in listed] == [(chair.id, "transform.translation")]


def test_an_orphan_is_reported_and_kept(film: Path) -> None:
    lost = Edit("s001.p9999", "transform.translation", (0.0, 0.0, 0.0), base=(1.0, 0.0, 0.0))
    scene_id = open_built(film).built_scenes[0]
    Workspace(film).write_edits(scene_id, Edits(records=(lost,)))
    report = build(film, Request(scenes="1"))
    assert report.edits_orphaned == ("s001:s001.p9999#transform.translation",)
    assert [c["kind"] for c in report.conflicts] == ["orphaned"]
    kept = Workspace(film).edits(scene_id).records
    assert [(r.node, r.property, tuple(r.value)) for r in kept] == [(lost.node, lost.property, lost.value)]


@pytest.mark.parametrize(("choice", "step"), [("keep", 0.2), ("take", 0.0), ("relative", -0.8)])
def test_a_decision_settles_it(film: Path, choice: str, step: float) -> None:
    rebuilt(film, Edits())
    built = open_built(film)
    scene_id = built.built_scenes[0]
    chair = next(n for n in built.scene(scene_id).nodes.values() if n.kind == "chair")
    x, y, z = chair.transform.translation
    stale = Edit(chair.id, "transform.translation", (x + 0.2, y, z), base=(x + 1.0, y, z))
    assert len(rebuilt(film, Edits(records=(stale,)))) == 1
    assert resolve(film, choice) == (f"{scene_id}:{chair.id}#transform.translation",)
    assert not build(film, Request(scenes="1")).conflicts
    here = open_built(film).scene(scene_id).nodes[chair.id].transform.translation
    assert here == pytest.approx((x + step, y, z), abs=2e-4)


def test_a_decision_is_read_and_written_under_the_lock(film: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rebuilt(film, Edits())
    chair = next(n for n in open_built(film).scene("s001").nodes.values() if n.kind == "chair")
    x, y, z = chair.transform.translation
    rebuilt(film, Edits(records=(Edit(chair.id, "transform.translation", (x + 0.2, y, z), base=(x + 1.0, y, z)),)))
    held: list[str] = []

    def watched(name: str) -> None:
        real = getattr(Workspace, name)

        def call(*given: object) -> object:
            with pytest.raises(Timeout), FileLock(film / "store" / ".lock", timeout=0):
                pass
            held.append(name)
            return real(*given)

        monkeypatch.setattr(Workspace, name, call)

    watched("edits")
    watched("write_edits")
    resolve(film, "keep")
    assert {*held} == {"edits", "write_edits"}
    FileLock(film / "store" / ".lock", timeout=0).acquire().lock.release()


def test_a_decision_about_nothing_is_an_error(film: Path) -> None:
    rebuilt(film, Edits())
    with pytest.raises(InputError, match="no such conflict"):
        resolve(film, "keep", "s001:s001.p1#name")
    with pytest.raises(InputError, match="no choice"):
        resolve(film, "maybe")
