"""Boards: clean stills from the worker, kept by what is in the picture, and labels drawn over them.

A still's key is everything that can be seen or that exposes it, and nothing else: not names, not
numbers, not other cameras. So a renamed character or an inserted scene renders nothing again.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from ..camera.model import Shot
from ..editorial import Panel, contact_sheet, label_still, sheet_png
from ..errors import InputError
from ..names import file_safe
from ..scene import write_atomic
from ..scene.model import CameraPayload, Scene
from ..script.model import Finding
from ..worker import Worker
from ._blobs import digest, digest_of
from ._config import Stills, read_production, with_width
from ._fresh import SHEET, SHEET_PDF, SHOT_LIST, is_board, newer_than_build, shot_list, telling
from ._index import scene_numbers
from ._progress import Listener, Meter, silent
from ._run import select_scenes
from ._stamp import stamp_of
from ._state import Workspace
from ._steps import code_input
from ._target import check_output
from ._views import Built, open_built


class BoardsResult(msgspec.Struct, frozen=True):
    """What ``boards`` made."""

    panels: tuple[str, ...]
    rendered: int
    sheet: str
    pdf: str
    shot_list: str
    refused: tuple[str, ...] = ()
    """What Blender would not show, in words."""
    findings: tuple[Finding, ...] = ()
    """What people changed after the build: the boards do not show it."""


@dataclass(frozen=True)
class _Wanted:
    """One still: its shot, and the key under which the clean picture is kept."""

    scene_id: str
    shot: Shot
    key: str


def render_boards(
    root: Path, scenes: str = "", width_px: int = 0, listener: Listener = silent
) -> BoardsResult:
    """Render what is missing, label everything, lay out the sheet, commit.

    With ``scenes`` only those are rendered; the sheet shows every scene whose stills are there.
    A still is kept as soon as its scene is rendered, so an interrupted run goes on where it was.

    Raises:
        InputError: No such scene, or a width out of production.toml's limits.
        ProductionError: Nothing is built.
        MissingExtraError: There is no Blender.
        WorkerError: Blender died twice.
    """
    built, production = open_built(root), read_production(root)
    built.space.settle()
    stills = production.stills
    if width_px:
        stills = with_width(stills, width_px)
    chosen = chosen_scenes(built, scenes)
    wanted = {s: _wanted(built, s, stills) for s in built.built_scenes}
    kept = Kept(built.space)
    missing = {s: [w for w in wanted[s] if kept.get(w.key) is None] for s in chosen}
    _render(built, {s: w for s, w in missing.items() if w}, stills, kept, listener)
    whole = [w for group in wanted.values() if all(kept.get(w.key) is not None for w in group) for w in group]
    paths = _lay_out(built, _panels(built, whole, kept), production.title)
    others = {p: r for p, r in built.state.paths.items() if not is_board(p)}
    paths_now = dict(sorted({**others, **paths}.items()))
    state = msgspec.structs.replace(built.state, titled=production.title, paths=paths_now)
    built.space.commit(state, {}, built.state)
    return BoardsResult(
        panels=tuple(str(root / p) for p in paths if p.split("/")[0] == "scenes" and p.split("/")[1] in chosen),
        rendered=sum(map(len, missing.values())),
        sheet=str(root / SHEET) if SHEET in paths else "",
        pdf=str(root / SHEET_PDF) if SHEET_PDF in paths else "",
        shot_list=str(root / SHOT_LIST),
        refused=tuple(dict.fromkeys(reason for s in chosen for w in wanted[s] for reason in kept.refused(w.key))),
        findings=newer_than_build(built, chosen),
    )


def chosen_scenes(built: Built, text: str) -> tuple[str, ...]:
    """Ids of the built scenes that ``text`` names; all of them when it is empty.

    Raises:
        InputError: A name that is no scene, or none that was built.
    """
    if not text:
        return built.built_scenes
    numbers = scene_numbers(built.state.order, built.breakdown)
    named = select_scenes(text, built.state.order, [numbers[s] for s in built.state.order])
    found = tuple(s for s in named if s in built.built_scenes)
    if not found:
        raise InputError("none of these scenes is built", where="--scenes", remedy="Run `setpiece build` for them.")
    return found


class Kept:
    """Clean stills by key. They belong to what is seen, not to a state: undoing keeps them."""

    def __init__(self, space: Workspace) -> None:
        self._space = space

    def _path(self, key: str) -> Path:
        return self._space.root / "store" / key[:2] / f"{key}.still"

    def get(self, key: str) -> str | None:
        """The blob of a still; None when it was never rendered or is damaged."""
        ref = self._lines(key)[0]
        return ref if len(ref) == len(key) and self._space.blobs.has(ref) else None

    def refused(self, key: str) -> tuple[str, ...]:
        """What Blender would not show of the scene when this still was rendered."""
        return tuple(self._lines(key)[1:])

    def put(self, key: str, png: bytes, refused: Sequence[str] = ()) -> None:
        """Keep a still, and what is missing in it."""
        lines = [self._space.blobs.put(png), *(" ".join(reason.split()) for reason in refused)]
        write_atomic(self._path(key), "\n".join(lines).encode(), durable=False)

    def _lines(self, key: str) -> list[str]:
        try:
            return self._path(key).read_text(encoding="utf-8").split("\n")
        except (OSError, UnicodeDecodeError):
            return [""]


def still_refs(root: Path, width_px: int = 0) -> dict[str, str]:
    """``scene/shot`` -> content hash of its clean still, for those that are rendered."""
    built, stills = open_built(root), read_production(root).stills
    if width_px:
        stills = msgspec.structs.replace(stills, width_px=width_px)
    kept = Kept(built.space)
    wanted = (w for s in built.built_scenes for w in _wanted(built, s, stills))
    return {f"{w.scene_id}/{w.shot.id}": ref for w in wanted if (ref := kept.get(w.key)) is not None}


def _wanted(built: Built, scene_id: str, stills: Stills) -> list[_Wanted]:
    scene, plan = built.scene(scene_id), built.plan(scene_id)
    look = digest_of(_seen(scene))
    picture = digest_of((plan.filmback, stills))
    return [
        _Wanted(scene_id, shot, digest(look, digest_of(_exposed(scene, shot)), picture, code_input("still")))
        for shot in plan.shots
    ]


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


def _render(
    built: Built, missing: Mapping[str, Sequence[_Wanted]], stills: Stills, kept: Kept, listener: Listener
) -> None:
    if not missing:
        return
    meter = Meter("stills", sum(map(len, missing.values())), listener)
    with tempfile.TemporaryDirectory(prefix="setpiece-stills-") as out, Worker() as worker:
        for scene_id, group in missing.items():
            result = worker.run("render_stills", {
                "production": str(built.space.root.resolve()),
                "only": [scene_id],
                "shots": [w.shot.id for w in group],
                "out": out,
                "width_px": stills.width_px,
                "samples": stills.samples,
            })  # fmt: skip
            files = {row["shot"]: Path(row["path"]) for row in result["stills"]}
            refused = [f"{scene_id}: {reason}" for reason in result["refused"]]
            for w in group:
                kept.put(w.key, files[w.shot.id].read_bytes(), refused)
            meter.step(len(group))


def _panels(built: Built, wanted: Sequence[_Wanted], kept: Kept) -> list[tuple[str, Panel]]:
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
        clean = built.space.blobs.get(kept.get(w.key) or "")
        panel = Panel(
            scene=place[w.scene_id].number,
            heading=place[w.scene_id].heading,
            number=number,
            png=label_still(clean, telling(built, w.scene_id, w.shot), number, names),
        )
        panels.append((f"scenes/{w.scene_id}/boards/{name}.png", panel))
    return panels


def _lay_out(built: Built, panels: Sequence[tuple[str, Panel]], title: str) -> dict[str, str]:
    put = built.space.blobs.put
    pictures = [panel for _, panel in panels]
    paths = {path: put(panel.png) for path, panel in panels}
    paths[SHOT_LIST] = put(shot_list(built))
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
    findings: tuple[Finding, ...] = ()
    """What people changed after the build: the file does not have it."""


def export_blend(root: Path, output: Path, scenes: str = "", listener: Listener = silent) -> ExportResult:
    """Write a .blend with one Blender scene per script scene.

    Raises:
        ProductionError: Nothing is built, or ``output`` cannot be written.
        InputError: No such scene, or an ``output`` that ``check_output`` refuses.
    """
    built = open_built(root)
    check_output(output, (".blend",))
    chosen = chosen_scenes(built, scenes)
    with Worker() as worker:
        rows = worker.run("export_blend", {
            "production": str(root.resolve()),
            "out": str(output.resolve()),
            "only": list(chosen),
            "labels": built.numbers(),
            "stamp": msgspec.to_builtins(stamp_of(root)),
        }, _listen(listener))  # fmt: skip
    return ExportResult(
        path=str(output),
        scenes=len(rows["scenes"]),
        objects=sum(r["objects"] for r in rows["scenes"]),
        refused=tuple(f"{r['id']}: {reason}" for r in rows["scenes"] for reason in r["refused"]),
        findings=newer_than_build(built, chosen),
    )


def _listen(listener: Listener) -> Callable[[object], None]:
    meter: list[Meter] = []

    def on_progress(p: object) -> None:
        done, total = int(getattr(p, "done", 0)), int(getattr(p, "total", 0))
        if not meter:
            meter.append(Meter("export", total, listener))
        meter[0].step(done - meter[0].done)

    return on_progress
