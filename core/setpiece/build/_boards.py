"""Boards: clean stills from the worker, kept by what is in the picture, and labels drawn over them.

A still's key is everything that can be seen or that exposes it, and nothing else: not names, not
numbers, not other cameras. So a renamed character or an inserted scene renders nothing again.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from ..camera.model import Shot, ShotPlan
from ..editorial import Panel, contact_sheet, csv_bytes, label_still, sheet_png, shot_rows
from ..names import file_safe
from ..scene.model import CameraPayload, Scene
from ..worker import Worker
from ._blobs import digest_of
from ._config import Stills, read_production
from ._progress import Listener, Meter, silent
from ._run import select_scenes
from ._state import StepRecord
from ._steps import code_input
from ._views import Built, open_built

SHEET = "boards/contact_sheet.png"
SHEET_PDF = "boards/contact_sheet.pdf"
SHOT_LIST = "boards/shots.csv"


class BoardsResult(msgspec.Struct, frozen=True):
    """What ``boards`` made."""

    panels: tuple[str, ...]
    rendered: int
    sheet: str
    pdf: str
    shot_list: str


@dataclass(frozen=True)
class _Wanted:
    """One still: where its record lies, what it depends on, and the shot."""

    scene_id: str
    shot: Shot
    record: str
    inputs: dict[str, str]


def render_boards(
    root: Path, scenes: str = "", width_px: int = 0, listener: Listener = silent
) -> BoardsResult:
    """Render what is missing, label everything, lay out the sheet, commit.

    Raises:
        ProductionError: Nothing is built.
        MissingExtraError: There is no Blender.
        WorkerError: Blender died twice.
    """
    built, production = open_built(root), read_production(root)
    built.space.settle(built.state)
    stills = production.stills
    if width_px:
        stills = msgspec.structs.replace(stills, width_px=width_px)
    numbers = {s.id: s.number for s in built.index.scenes}
    chosen = built.built_scenes
    if scenes:
        chosen = tuple(select_scenes(scenes, chosen, [numbers[s] for s in chosen]))
    wanted = [w for s in chosen for w in _wanted(built, s, stills)]
    steps = dict(built.state.steps)
    missing = [w for w in wanted if not _held(built, w)]
    steps.update(_render(built, missing, stills, listener))
    panels = _panels(built, wanted, steps)
    paths = _lay_out(built, panels, production.title)
    kept = {p: r for p, r in built.state.paths.items() if "boards/" not in p}
    others = {
        p: r for p, r in built.state.paths.items()
        if p.startswith("scenes/") and "/boards/" in p and p.split("/")[1] not in chosen
    }  # fmt: skip
    state = msgspec.structs.replace(
        built.state, paths=dict(sorted({**kept, **others, **paths}.items())), steps=dict(sorted(steps.items()))
    )
    built.space.commit(state, {}, built.state)
    return BoardsResult(
        panels=tuple(str(root / p) for p in paths if "scenes/" in p),
        rendered=len(missing),
        sheet=str(root / SHEET),
        pdf=str(root / SHEET_PDF),
        shot_list=str(root / SHOT_LIST),
    )


def _wanted(built: Built, scene_id: str, stills: Stills) -> list[_Wanted]:
    scene, plan = built.scene(scene_id), built.plan(scene_id)
    look = digest_of(_seen(scene))
    picture = digest_of((plan.filmback, stills))
    return [
        _Wanted(scene_id, shot, f"{scene_id}/still/{shot.id}", {
            "scene": look,
            "shot": digest_of(_exposed(scene, shot)),
            "picture": picture,
            "code": code_input("still"),
        })
        for shot in plan.shots
    ]  # fmt: skip


def _seen(scene: Scene) -> object:
    """A scene without what no picture shows."""
    nodes = {
        key: msgspec.structs.replace(node, name="", kind="")
        for key, node in scene.nodes.items()
        if not isinstance(node.payload, CameraPayload)
    }
    return (scene.resources, nodes, scene.relations, scene.environment, scene.sequence.rate)


def _exposed(scene: Scene, shot: Shot) -> object:
    camera = scene.nodes.get(shot.camera_node)
    middle = (shot.first_frame + shot.last_frame) // 2
    bare = None if camera is None else msgspec.structs.replace(camera, name="", kind="")
    return (bare, middle if camera is not None and camera.channels else 0, shot.ev100)


def _held(built: Built, wanted: _Wanted) -> bool:
    record = built.state.steps.get(wanted.record)
    return record is not None and record.inputs == wanted.inputs and built.space.blobs.has(record.output)


def _render(
    built: Built, missing: Sequence[_Wanted], stills: Stills, listener: Listener
) -> dict[str, StepRecord]:
    if not missing:
        return {}
    meter = Meter("stills", len(missing), listener)
    records: dict[str, StepRecord] = {}
    by_scene: dict[str, list[_Wanted]] = {}
    for w in missing:
        by_scene.setdefault(w.scene_id, []).append(w)
    with tempfile.TemporaryDirectory(prefix="setpiece-stills-") as out, Worker() as worker:
        for scene_id, group in by_scene.items():
            result = worker.run("render_stills", {
                "production": str(built.space.root.resolve()),
                "only": [scene_id],
                "shots": [w.shot.id for w in group],
                "out": out,
                "width_px": stills.width_px,
                "samples": stills.samples,
            })  # fmt: skip
            files = {row["shot"]: Path(row["path"]) for row in result["stills"]}
            for w in group:
                ref = built.space.blobs.put(files[w.shot.id].read_bytes())
                records[w.record] = StepRecord(w.inputs, ref)
            meter.step(len(group))
    return records


def _panels(built: Built, wanted: Sequence[_Wanted], steps: dict[str, StepRecord]) -> list[tuple[str, Panel]]:
    """(path, labelled panel) of every still, in cutting order."""
    numbers, names = built.numbers(), built.names()
    place = {s.id: s for s in built.index.scenes}
    used: set[str] = set()
    panels: list[tuple[str, Panel]] = []
    for w in wanted:
        number = numbers[w.shot.id]
        name = file_safe(number)
        if (w.scene_id + name.casefold()) in used:
            name = f"{name}_{file_safe(w.shot.id)}"
        used.add(w.scene_id + name.casefold())
        clean = built.space.blobs.get(steps[w.record].output)
        panel = Panel(
            scene=place[w.scene_id].number,
            heading=place[w.scene_id].heading,
            number=number,
            png=label_still(clean, _telling(built, w.scene_id, w.shot), number, names),
        )
        panels.append((f"scenes/{w.scene_id}/boards/{name}.png", panel))
    return panels


def _telling(built: Built, scene_id: str, shot: Shot) -> Shot:
    """The shot described by what happens in it: its lens and size are printed anyway."""
    return msgspec.structs.replace(shot, description=built.told(scene_id, shot))


def _telling_plan(built: Built, scene_id: str) -> ShotPlan:
    plan = built.plan(scene_id)
    return msgspec.structs.replace(plan, shots=tuple(_telling(built, scene_id, s) for s in plan.shots))


def _lay_out(built: Built, panels: Sequence[tuple[str, Panel]], title: str) -> dict[str, str]:
    put = built.space.blobs.put
    pictures = [panel for _, panel in panels]
    plans = {s: _telling_plan(built, s) for s in built.built_scenes}
    rows = shot_rows(built.breakdown, plans, built.numbers(), {s.id: s.number for s in built.index.scenes},
                     built.breakdown.cast, rate=built.rate)  # fmt: skip
    paths = {path: put(panel.png) for path, panel in panels}
    paths[SHOT_LIST] = put(csv_bytes(rows))
    if pictures:
        paths[SHEET] = put(sheet_png(pictures, title))
        paths[SHEET_PDF] = put(contact_sheet(pictures, title))
    return paths


class ExportResult(msgspec.Struct, frozen=True):
    """What an export wrote."""

    path: str
    scenes: int
    objects: int
    refused: tuple[str, ...] = ()


def export_blend(root: Path, output: Path, scenes: str = "", listener: Listener = silent) -> ExportResult:
    """Write a .blend with one Blender scene per script scene.

    Raises:
        ProductionError: Nothing is built, or ``output`` cannot be written.
    """
    built = open_built(root)
    only: list[str] = []
    if scenes:
        numbers = [s.number for s in built.index.scenes]
        only = select_scenes(scenes, built.built_scenes, numbers)
    with Worker() as worker:
        rows = worker.run("export_blend", {
            "production": str(root.resolve()),
            "out": str(output.resolve()),
            "only": only,
            "labels": built.numbers(),
        }, _listen(listener))  # fmt: skip
    return ExportResult(
        path=str(output),
        scenes=len(rows["scenes"]),
        objects=sum(r["objects"] for r in rows["scenes"]),
        refused=tuple(reason for r in rows["scenes"] for reason in r["refused"]),
    )


def _listen(listener: Listener) -> Callable[[object], None]:
    meter: list[Meter] = []

    def on_progress(p: object) -> None:
        done, total = int(getattr(p, "done", 0)), int(getattr(p, "total", 0))
        if not meter:
            meter.append(Meter("export", total, listener))
        meter[0].step(done - meter[0].done)

    return on_progress
