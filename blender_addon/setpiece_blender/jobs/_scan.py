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
from ._export import PRODUCTION, TITLE


def scan(report: Any, *, blend: str, out: str, store: str = "", production: str = "") -> dict[str, Any]:
    """The edits of every scene in ``blend``.

    Args:
        report: The reporter.
        blend: The file.
        out: Folder for the scenes' descriptions: a feature's do not fit one message.
        store: Where captured arrays go; empty to drop them (then added meshes have no geometry).
        production: Id of the production that takes the edits; empty takes every file.

    Returns:
        ``{"scenes": {id: {"scan": {"edits", "duplicated", "unknown"}, "shown", "current",
        "locked", "mark"}}, "strange": [names], "unstamped": [names], "copies": [names]}``: plain
        values. ``strange`` scenes are another production's and were left alone, as were ``copies`` of whole
        scenes; ``unstamped`` ones do not say whose they are. ``shown`` and ``current`` are paths of documents: the
        scene as last applied, and as the file holds it now. ``locked`` and ``mark``: what was
        locked, and which edits were known, when the file was written.

    Raises:
        InputError: There is no such file, or it is another production's.
        FormatError: Blender cannot read it, or it is not one of ours.
    """
    if not Path(blend).is_file():
        raise InputError("there is no such file.", where=blend)
    try:
        bpy.ops.wm.open_mainfile(filepath=str(Path(blend).resolve()), load_ui=False)
    except RuntimeError as e:
        raise FormatError(f"Blender cannot read it: {e}", where=blend) from e
    written = [s for s in bpy.data.scenes if s.get("setpiece_id")]
    if not written:
        raise FormatError("no scene in it was written by Setpiece.", where=blend, remedy="Use `setpiece export blend`.")
    strange = [s for s in written if production and s.get(PRODUCTION, production) != production]
    if len(strange) == len(written):
        _refuse(blend, strange[0])
    first = {s["setpiece_id"]: s for s in reversed(written) if s not in strange}
    ids = [s["setpiece_id"] for s in written if s in first.values()]
    copies = [s.name for s in written if s not in strange and s not in first.values()]
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
    unstamped = [s.name for s in written if not s.get(PRODUCTION)]
    return {"scenes": found, "strange": [s.name for s in strange], "unstamped": unstamped, "copies": copies}


def _refuse(blend: str, scene: Any) -> None:
    title, id_ = str(scene.get(TITLE, "")), str(scene[PRODUCTION])
    raise InputError(
        f"was exported from another production{f' ({title})' if title else ''}; nothing was taken from it.",
        where=blend,
        remedy="Name the folder it came from: `setpiece scan BLEND DIR`. If this is the same film all the same, "
        f'write id = "{id_}" below the title in production.toml.',
    )


def _document(path: Path, scene: Scene) -> str:
    path.write_bytes(msgspec.json.encode(scene))
    return str(path)
