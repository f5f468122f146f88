"""Reads what people did out of a .blend that we once wrote."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import bpy
import msgspec
import numpy as np

from setpiece.errors import FormatError, InputError
from setpiece.scene import MemoryArrays, Scene, Store

from ..host import BlenderHost


def scan(report: Any, *, blend: str, out: str, store: str = "") -> dict[str, Any]:
    """The edits of every scene in ``blend``.

    Args:
        report: The reporter.
        blend: The file.
        out: Folder for the scenes' descriptions: a feature's do not fit one message.
        store: Where captured arrays go; empty to drop them (then added meshes have no geometry).

    Returns:
        ``{"scenes": {id: {"scan": {"edits", "duplicated", "unknown"}, "shown", "current",
        "locked", "mark"}}}``: plain values. ``shown`` and ``current`` are paths of documents: the
        scene as last applied, and as the file holds it now. ``locked`` and ``mark``: what was
        locked, and which edits were known, when the file was written.

    Raises:
        InputError: There is no such file.
        FormatError: Blender cannot read it, or it is not one of ours.
    """
    if not Path(blend).is_file():
        raise InputError("there is no such file.", where=blend)
    try:
        bpy.ops.wm.open_mainfile(filepath=str(Path(blend).resolve()), load_ui=False)
    except RuntimeError as e:
        raise FormatError(f"Blender cannot read it: {e}", where=blend) from e
    ids = [s["setpiece_id"] for s in bpy.data.scenes if s.get("setpiece_id")]
    if not ids:
        raise FormatError("no scene in it was written by Setpiece.", where=blend, remedy="Use `setpiece export blend`.")
    found: dict[str, Any] = {}
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    for i, scene_id in enumerate(ids):
        report.step(i, len(ids), scene_id)
        host = BlenderHost(undo=False)
        host.begin(scene_id, MemoryArrays())
        result = host.scan()
        if store:
            kept = Store(store)
            for array in result.arrays.values():
                kept.put(np.asarray(array))
        found[scene_id] = {
            "scan": msgspec.to_builtins(msgspec.structs.replace(result, arrays={})),
            "shown": _document(folder / f"{i}.shown.json", host.given),
            "current": _document(folder / f"{i}.current.json", host.current()),
            "locked": list(host.given_locks),
            "mark": host.mark,
        }
    return {"scenes": found}


def _document(path: Path, scene: Scene) -> str:
    path.write_bytes(msgspec.json.encode(scene))
    return str(path)
