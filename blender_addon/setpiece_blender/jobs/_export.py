"""Writes a .blend with every scene of a production."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import bpy

from setpiece.errors import InputError, ProductionError

from .. import compat
from . import _sources

PRODUCTION, TITLE = "setpiece_production", "setpiece_title"
"""On a scene: which production it was written from."""


def export_blend(
    report: Any,
    *,
    out: str,
    production: str = "",
    scenes: Sequence[Any] = (),
    store: str = "",
    only: Sequence[str] = (),
    labels: Mapping[str, str] | None = None,
    width_px: int = 1920,
    stamp: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Build all scenes and save.

    Args:
        report: The reporter.
        out: The .blend to write.
        production, scenes, store, only: See ``_sources.sources``.
        labels: Slate name by shot id, for the markers on the timeline.
        width_px: Width of the delivered picture that F12 renders.
        stamp: ``id`` and ``title`` of the production, for ``scan`` to know its files by.

    Returns:
        ``{"path", "scenes": [{id, name, objects, ...counts, refused}]}``.

    Raises:
        InputError: ``out`` is a folder, or may not be written.
        ProductionError: Writing it failed.
    """
    check_output(Path(out))
    found = _sources.sources(production, scenes, store, only)
    clean()
    rows: list[dict[str, Any]] = []
    for i, source in enumerate(found):
        report.step(i, len(found) + 1, source.scene.name or source.scene.id)
        host, refused = _sources.show(source, width_px)
        scene = host.blender_scene
        _label(scene, labels or {})
        if stamp and stamp.get("id"):
            scene[PRODUCTION], scene[TITLE] = stamp["id"], stamp.get("title", "")
        scene.frame_set(scene.frame_start)
        rows.append({"id": source.scene.id, "name": scene.name, **counts(scene), "refused": refused})
    _drop_startup_scenes()
    report.step(len(found), len(found) + 1, "saving")
    _save(Path(out))
    report.step(len(found) + 1, len(found) + 1, "saved")
    return {"path": out, "scenes": rows}


def check_output(path: Path) -> None:
    """Refuse a file that cannot be written before the work, not after it.

    Raises:
        InputError: ``path`` is a folder, or it or its folder may not be written.
    """
    if path.is_dir():
        raise InputError("is a folder, not a file.", where=str(path), remedy="Name a file: -o film.blend.")
    if path.exists() and not os.access(path, os.W_OK):
        raise InputError("may not be written.", where=str(path), remedy="Check its rights, or name another file.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=path.parent):
            pass
    except OSError as e:
        raise InputError(
            f"cannot be written: {e.strerror}.", where=str(path), remedy="Check its folder's rights, or name another."
        ) from e


def clean() -> None:
    """An empty file with factory settings."""
    bpy.ops.wm.read_homefile(use_empty=True, use_factory_startup=True)


def counts(scene: Any) -> dict[str, int]:
    """How many of what a Blender scene holds."""
    kinds = [o.type for o in scene.objects]
    meshes = {o.data.name for o in scene.objects if o.type == "MESH"}
    return {
        "objects": len(kinds),
        "meshes": len(meshes),
        "lights": kinds.count("LIGHT"),
        "cameras": kinds.count("CAMERA"),
        "markers": len(scene.timeline_markers),
        "last_frame": scene.frame_end,
    }


def _label(scene: Any, labels: Mapping[str, str]) -> None:
    for marker in scene.timeline_markers:
        label = labels.get(marker.name)
        if label:
            marker.name = compat.clip_name(label)


def _drop_startup_scenes() -> None:
    ours = [s for s in bpy.data.scenes if s.get("setpiece_id")]
    if not ours:
        return
    window = bpy.context.window_manager.windows[0] if bpy.context.window_manager.windows else None
    if window is not None:
        window.scene = ours[0]
    for scene in [s for s in bpy.data.scenes if not s.get("setpiece_id")]:
        bpy.data.scenes.remove(scene)


def _save(path: Path) -> None:
    try:
        bpy.ops.wm.save_as_mainfile(filepath=str(path.resolve()), compress=True, check_existing=False)
    except (OSError, RuntimeError) as e:
        raise ProductionError(
            f"cannot write the .blend: {e}.", where=str(path), remedy="Check rights and free space."
        ) from e
