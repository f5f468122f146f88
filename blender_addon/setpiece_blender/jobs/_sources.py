"""Where a job's scenes come from: a built production, or scene documents and a store."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from setpiece.camera.model import ShotPlan
from setpiece.errors import FormatError, InputError, ProductionError
from setpiece.scene import Edits, Scene, Store, diff

from ..host import BlenderHost

T = TypeVar("T")


class _State(msgspec.Struct):
    """The part of state.json that a reader needs."""

    order: tuple[str, ...] = ()
    paths: dict[str, str] = {}


@dataclass(frozen=True)
class Source:
    """One scene to show: its document, its shots (None when there are none), its arrays."""

    scene: Scene
    plan: ShotPlan | None
    arrays: Store
    edits: Edits = field(default_factory=Edits)
    mark: str = ""
    """A fingerprint of the edits; empty when there are none."""


def sources(
    production: str = "", scenes: Sequence[Any] = (), store: str = "", only: Sequence[str] = ()
) -> list[Source]:
    """The scenes of a job, in script order.

    Args:
        production: Folder of a built production; its committed state is read.
        scenes: Or documents: ``{"scene": path, "shots": path or ""}`` each (or just the path).
        store: Their store.
        only: Scene ids to keep; empty for all.

    Raises:
        ProductionError: The production was never built.
        FormatError: A document is damaged.
    """
    found = list(_of_production(Path(production)) if production else _of_documents(scenes, store))
    if only:
        found = [s for s in found if s.scene.id in set(only)]
        missing = set(only) - {s.scene.id for s in found}
        if missing:
            raise InputError(f"no such scene: {', '.join(sorted(missing))}.", where=production)
    return found


def _of_production(root: Path) -> Iterator[Source]:
    path = root / "state.json"
    if not path.is_file():
        raise ProductionError("nothing is built yet.", where=str(root), remedy="Run `setpiece build` first.")
    state, store = _decode(path, _State), Store(root / "store")
    for scene_id in state.order:
        paths = [state.paths.get(f"scenes/{scene_id}/{name}") for name in ("composed.json", "scene.json", "shots.json")]
        document = paths[0] or paths[1]
        if document:
            plan = _decode(_blob(root, paths[2]), ShotPlan) if paths[2] else None
            edits, mark = _edits(root / "scenes" / scene_id / "edits.json")
            yield Source(_decode(_blob(root, document), Scene), plan, store, edits, mark)


def _edits(path: Path) -> tuple[Edits, str]:
    if not path.is_file():
        return Edits(), ""
    edits = _decode(path, Edits)
    return edits, hashlib.blake2b(path.read_bytes(), digest_size=16).hexdigest()


def _blob(root: Path, ref: str) -> Path:
    return root / "store" / ref[:2] / f"{ref}.blob"


def _of_documents(scenes: Sequence[Any], store: str) -> Iterator[Source]:
    arrays = Store(Path(store))
    for entry in scenes:
        named = {"scene": entry} if isinstance(entry, str) else entry
        shots = named.get("shots") or ""
        plan = _decode(Path(shots), ShotPlan) if shots else None
        yield Source(_decode(Path(named["scene"]), Scene), plan, arrays)


def _decode(path: Path, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except OSError as e:
        raise ProductionError(f"cannot read: {e.strerror}.", where=str(path), remedy="Run `setpiece build`.") from e
    except msgspec.DecodeError as e:
        raise FormatError(f"{e}.", where=str(path), remedy="Run `setpiece build` again.") from e


def show(source: Source, width_px: int) -> tuple[BlenderHost, list[str]]:
    """Put a scene into Blender; returns its host and what was refused, in words."""
    host = BlenderHost(undo=False)
    host.begin(source.scene.id, source.arrays)
    report = host.apply(diff(host.current(), source.scene))
    host.keep_edits(source.edits, source.mark)
    if source.plan is not None:
        back = source.plan.filmback
        share = (back.extraction_width, back.extraction_height)
        host.deliver((back.width_mm, back.height_mm), share, width_px)
    return host, [r.reason for r in report.refused]
