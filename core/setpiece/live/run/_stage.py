"""What a page shows of a show that does not run yet: its lists, its reactions, and the set from above."""

from __future__ import annotations

from collections.abc import Iterator

from ... import __version__
from ...geometry import Quat, Vec3, quat_multiply, quat_rotate
from ...scene.model import CameraPayload, CharacterPayload, MeshPayload, Node, Scene
from .._program import ReadyCue, ReadyList
from .._show import Show
from ..desk import CueInfo, Footprint, ListInfo, ReactionInfo, Stage
from ..model import Reaction, Zone
from ._load import Loaded
from ._outline import box_outline, hull, ring_outline

_MOST = 400
"""Footprints; beyond, the smallest are left out."""
_THIN_M = 0.03


def stage_of(loaded: Loaded, rate_hz: float = 60.0) -> Stage:
    """The unchanging part of what a page shows."""
    show = loaded.show
    return Stage(
        production=loaded.production,
        scene=loaded.scene,
        lists=tuple(_list(show, ready) for ready in show.lists.values()),
        reactions=tuple(ReactionInfo(r.id, r.label, _does(r)) for r in show.file.reactions),
        plan=(*_pieces(show.scene), *map(_zone, show.file.zones)),
        safe_look=show.file.show.safe_look,
        min_go_s=show.file.show.min_go_s,
        version=__version__,
        rate_hz=rate_hz,
    )


def _list(show: Show, ready: ReadyList) -> ListInfo:
    source = next(c for c in show.file.lists if c.id == ready.id)
    return ListInfo(ready.id, source.label, tuple(map(_cue, ready.cues)))


def _cue(ready: ReadyCue) -> CueInfo:
    cue = ready.cue
    longest_ns = max((m.fade_ns + m.delay_ns for m in ready.moves), default=0)
    return CueInfo(
        cue.id, cue.label, longest_ns / 1e9, cue.follow_s, cue.hang_s, cue.link, cue.mark, len(ready.moves)
    )


def _does(reaction: Reaction) -> str:
    if reaction.map_ is not None:
        return f"drives {reaction.map_.target}"
    return f"GO {reaction.go}" if reaction.go else f"cue {reaction.cue}"


def _zone(zone: Zone) -> Footprint:
    x, y, _ = zone.center
    if zone.size is not None:
        outline = box_outline((x, y), zone.size[0], zone.size[1], zone.yaw_deg)
    else:
        outline = ring_outline((x, y), zone.radius_m or 0.0)
    return Footprint(zone.id, zone.id, "zone", outline, (x, y))


def _pieces(scene: Scene) -> tuple[Footprint, ...]:
    found: list[tuple[float, Footprint]] = []
    for node in scene.nodes.values():
        place, turn, scale = _world(scene, node)
        here = (round(place[0], 3), round(place[1], 3))
        if isinstance(node.payload, CameraPayload):
            ahead = quat_rotate(turn, (0.0, 0.0, -1.0))
            facing = (round(ahead[0], 4), round(ahead[1], 4))
            found.append((1e6, Footprint(node.id, node.name, "camera", (here,), here, facing)))
        elif isinstance(node.payload, CharacterPayload):
            found.append((1e6, Footprint(node.id, node.name, "figure", (here,), here)))
        elif isinstance(node.payload, MeshPayload):
            mesh = scene.resources.geometry.get(node.payload.geometry)
            if mesh is not None:
                corners = _corners(mesh.bounds_min, mesh.bounds_max, place, turn, scale)
                outline = hull(corners)
                kind = "wall" if node.stage == "wall" else "piece"
                if len(outline) > 2:
                    found.append((_extent(outline), Footprint(node.id, node.name, kind, outline, here)))
    found.sort(key=lambda row: -row[0])
    kept = [f for extent, f in found[:_MOST] if extent > _THIN_M]
    # In the order of drawing: who stands in the set stands on top of it.
    return (*(f for f in kept if len(f.outline) > 1), *(f for f in kept if len(f.outline) == 1))


def _world(scene: Scene, node: Node) -> tuple[Vec3, Quat, Vec3]:
    """Place, turn and scale in the set; a parent's uneven scale under a turn is not followed."""
    place, turn, scale = node.transform.translation, node.transform.rotation, node.transform.scale
    for parent in _parents(scene, node):
        t = parent.transform
        x, y, z = quat_rotate(
            t.rotation, (place[0] * t.scale[0], place[1] * t.scale[1], place[2] * t.scale[2])
        )
        place = (x + t.translation[0], y + t.translation[1], z + t.translation[2])
        turn = quat_multiply(t.rotation, turn)
        scale = (scale[0] * t.scale[0], scale[1] * t.scale[1], scale[2] * t.scale[2])
    return place, turn, scale


def _parents(scene: Scene, node: Node) -> Iterator[Node]:
    seen = {node.id}
    while node.parent is not None and node.parent in scene.nodes and node.parent not in seen:
        node = scene.nodes[node.parent]
        seen.add(node.id)
        yield node


def _corners(low: Vec3, high: Vec3, place: Vec3, turn: Quat, scale: Vec3) -> list[tuple[float, float]]:
    points: list[tuple[float, float]] = []
    for index in range(8):
        local = [(high if index >> axis & 1 else low)[axis] * scale[axis] for axis in range(3)]
        x, y, _ = quat_rotate(turn, (local[0], local[1], local[2]))
        points.append((round(x + place[0], 3), round(y + place[1], 3)))
    return points


def _extent(outline: tuple[tuple[float, float], ...]) -> float:
    return max(max(p[i] for p in outline) - min(p[i] for p in outline) for i in (0, 1))
