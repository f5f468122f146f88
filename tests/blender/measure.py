"""Measure every shot of a production in Blender, with code that shares nothing with core.

Usage::

    python tests/blender/measure.py PRODUCTION_DIR [--luminance] [--scenes s1,s2] [--sample 3] \\
        [--lit 2] [--stills FOLDER] [-o out.json]

Blender is asked what it shows: evaluated meshes, ``scene.ray_cast``, ``world_to_camera_view`` and
small renders. The table of sizes is typed from the documentation, not imported. ``--sample`` keeps
that many shots a scene, the first and then evenly spaced ones: always the same; ``--lit`` measures the
geometry of all and renders only so many. A camera that moves is measured at its first, middle and last
frame. Besides the shots each scene is counted: meshes, lights, who was to be seen and who was.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from pathlib import Path
from typing import Any

import bpy  # noqa: F401  (makes mathutils importable)
from mathutils import Vector

sys.path.insert(0, str(Path(__file__).parents[2]))  # run as a script, this folder alone would be on it

from tests.blender.lit import alike_masters, is_dark, luminance, sampled
from tests.blender.stage import Stage, group_points, middle, spread

# Size -> (vertex group of the lowest part, how its point is taken, share of the frame's height).
SIZE = {
    "EWS": ("foot", "sole", 0.25),
    "WS": ("foot", "sole", 0.45),
    "FS": ("foot", "sole", 0.80),
    "MLS": ("knee", "middle", 0.82),
    "MS": ("waist", "middle", 0.72),
    "MCU": ("chest", "middle", 0.86),  # mid-sternum
    "CU": ("shoulder", "middle", 0.84),  # acromion line
    "BCU": ("head", "chin", 0.74),
}
HEIGHT_TOLERANCE = 0.15
CLEARANCE_M = 0.2
EDGE = 0.005
"""Share of the frame by which a hair may stick out of it."""
NEAR_PART_M = 0.15
FACE_DEG = 100.0
"""How far the face of who is to be seen may be turned from the lens: a little past profile."""
_FACED = ("CU", "MCU", "BCU")
_FACED_KINDS = ("single", "ots")
GRID = 9
"""Rays each way that a shot without subjects sends out."""
GRID_OBJECTS = 3
GRID_NEAR_M = 0.5
LEAST_MESHES = 12
LEAST_KINDS = 6
"""Meshes that are drawn, scattered ones counted, and how many different ones among them."""
LEAST_LIGHTS = 1


class Person:
    """The measured points of a stand-in."""

    def __init__(self, stage: Stage, obj: Any, size: str) -> None:
        self.obj = obj
        self.head = group_points(stage, obj, "head")
        neck = group_points(stage, obj, "neck")
        part, how, self.fill = SIZE[size]
        self.part = self.head if part == "head" else group_points(stage, obj, part)
        self.ok = bool(self.head and self.part)
        if not self.ok:
            return
        self.middle = middle(self.head)
        axis = (self.middle - middle(neck)).normalized() if neck else Vector((0, 0, 1))
        self.up = Vector((0, 0, 1)) if axis.z > 0.5 else axis
        self.top = max(self.head, key=lambda p: p.dot(self.up))
        if how == "chin":
            self.low = min(self.head, key=lambda p: p.dot(self.up))
        elif how == "sole":
            bottom = min(p.z for p in self.part)
            self.low = middle(self.part)
            self.low.z = bottom
        else:
            self.low = middle(self.part)


def face(stage: Stage, obj: Any) -> tuple[Vector, Vector] | None:
    """(middle of the eyes, where the face points), from the evaluated mesh alone.

    The eyes are the faces of the ``head`` painted with the material that ends in "eye"; the face
    points from the middle of the head's skin (its bounds, so that hair and hats do not count) to
    the middle between the eyes: that vector turns and nods with the head.
    """
    group = obj.vertex_groups.get("head")
    real = obj.evaluated_get(stage.graph)
    slots = {i: s.material.name.split(" ")[0] for i, s in enumerate(real.material_slots) if s.material}
    eye, skin = ({i for i, n in slots.items() if n.endswith(end)} for end in ("eye", "skin"))
    if group is None or not eye or not skin:
        return None
    head = {v.index for v in real.data.vertices if any(g.group == group.index and g.weight > 0.5 for g in v.groups)}
    points: dict[str, list[Vector]] = {"eye": [], "skin": []}
    for polygon in real.data.polygons:
        kind = "eye" if polygon.material_index in eye else "skin" if polygon.material_index in skin else ""
        if kind:
            points[kind] += [real.data.vertices[v].co for v in polygon.vertices if v in head]
    if not points["eye"] or not points["skin"]:
        return None
    eyes, skin = middle(points["eye"]), middle(points["skin"])
    matrix = real.matrix_world
    return matrix @ eyes, (matrix.to_3x3() @ (eyes - skin)).normalized()


def measure_shot(stage: Stage, shot: dict[str, Any], cast: dict[str, str]) -> dict[str, Any]:
    """One row: every criterion with its value, and the reasons of those that fail."""
    row: dict[str, Any] = {"shot": shot["id"], "kind": shot["kind"], "size": shot["size"], "values": {}, "fails": {}}
    camera = stage.by_id.get(shot["camera_node"])
    if camera is None or camera.type != "CAMERA":
        row["fails"]["camera"] = "the shot's camera is not in the scene"
        return row
    if shot["subjects"] and shot["size"] not in SIZE:
        row["fails"]["size"] = f"{shot['size']!r} is no size of a person"
        return row
    first, last = shot["first_frame"], shot["last_frame"]
    frames = (first, (first + last) // 2, last) if shot.get("moves") else ((first + last) // 2,)
    for frame in frames:
        at = _measure_frame(stage, shot, cast, stage.go(camera, frame))
        for name, reason in at["fails"].items():
            row["fails"].setdefault(name, reason if len(frames) == 1 else f"frame {frame}: {reason}")
        for name, value in at["values"].items():
            row["values"][name] = min(value, row["values"].get(name, value)) if name.endswith("_m") else value
    row["values"]["frames"] = len(frames)
    return row


def _measure_frame(stage: Stage, shot: dict[str, Any], cast: dict[str, str], camera: Any) -> dict[str, Any]:
    row: dict[str, Any] = {"values": {}, "fails": {}}
    eye = camera.matrix_world.translation.copy()
    for i, who in enumerate(shot["subjects"]):
        obj = stage.by_id.get(cast.get(who, ""))
        _person(stage, camera, eye, obj, shot["size"], i == 0, row)
        if i == 0 and obj is not None and (shot["kind"] in _FACED_KINDS or shot["size"] in _FACED):
            _faced(stage, eye, obj, shot.get("vantage", ""), row)
    insert = shot["kind"] == "insert" or shot["size"] == "INSERT"
    if insert:
        _prop(stage, camera, eye, stage.by_id.get(shot["prop"]), row)
    elif not shot["subjects"]:
        _something_to_see(stage, camera, row)
    distance, whose = stage.clearance(eye, 1.0)
    row["values"]["clearance_m"] = round(distance, 4)
    if distance < CLEARANCE_M:
        row["fails"]["clearance"] = f"{distance:.3f} m to {whose}"
    return row


def _faced(stage: Stage, eye: Vector, obj: Any, vantage: str, row: dict[str, Any]) -> None:
    found = face(stage, obj)
    if found is None:
        row["fails"]["face"] = f"{obj.name} has no eyes or no skin on its head"
        return
    eyes, way = found
    turned = math.degrees(way.angle(eye - eyes))
    row["values"]["face_deg"] = round(turned, 1)
    if turned > FACE_DEG and not vantage.startswith(("profile", "back")):
        row["fails"]["face"] = f"{obj.name}: the face is turned {turned:.0f} degrees from the lens"


def _something_to_see(stage: Stage, camera: Any, row: dict[str, Any]) -> None:
    """A shot without subjects shows a place: several things, none of them right before the lens."""
    found = stage.view(camera, GRID)
    things, nearest = {what for what, _ in found}, min((d for _, d in found), default=math.inf)
    row["values"]["things"] = len(things)
    if len(things) < GRID_OBJECTS:
        row["fails"]["bare"] = f"all there is to see: {', '.join(sorted(things)) or 'nothing'}"
    if nearest < GRID_NEAR_M:
        row["fails"]["walled"] = f"{min(found, key=lambda f: f[1])[0]} is {nearest:.2f} m before the lens"


def _person(stage: Stage, camera: Any, eye: Vector, obj: Any, size: str, first: bool, row: dict[str, Any]) -> None:
    fails = row["fails"]
    if obj is None:
        fails["subject"] = "a named subject is not in the scene"
        return
    person, name = Person(stage, obj, size), obj.name
    if not person.ok:
        fails["subject"] = f"{name} has no vertices of its head or lowest part"
        return
    spots = [stage.in_frame(camera, p) for p in person.head]
    if any(not _inside(s) for s in spots):
        worst = max(spots, key=lambda s: max(abs(s[0] - 0.5), abs(s[1] - 0.5)))
        fails["head_in_frame"] = f"{name}: head reaches ({worst[0]:.3f}, {worst[1]:.3f})"
    low, top = stage.in_frame(camera, person.low), stage.in_frame(camera, person.top)
    if not _inside(low):
        fails["part_in_frame"] = f"{name}: lowest part at ({low[0]:.3f}, {low[1]:.3f})"
    hit, where = stage.look(eye, person.middle)
    if hit is None or hit.original != obj.original:
        fails["head_seen"] = f"{name}: {hit.original.name if hit else 'nothing'} is in the way"
    blockers: set[str] = set()
    for point in spread(person.part, 40):
        hit, where = stage.look(eye, point)
        if hit is not None and hit.original == obj.original and (where - point).length <= NEAR_PART_M:
            break
        blockers.add(hit.original.name if hit else "nothing")
    else:
        fails["part_seen"] = f"{name}: lowest part is behind {', '.join(sorted(blockers))}"
    if first:
        share = abs(top[1] - low[1])
        row["values"]["height"] = round(share, 4)
        if low[2] <= 0 or top[2] <= 0 or abs(share / person.fill - 1.0) > HEIGHT_TOLERANCE:
            fails["height"] = f"{name}: {share:.3f} of the frame, {size} wants {person.fill}"


def _inside(spot: tuple[float, float, float]) -> bool:
    return spot[2] > 0 and -EDGE <= spot[0] <= 1 + EDGE and -EDGE <= spot[1] <= 1 + EDGE


def _prop(stage: Stage, camera: Any, eye: Vector, obj: Any, row: dict[str, Any]) -> None:
    if obj is None or obj.type != "MESH":
        row["fails"]["prop"] = "the insert's object is not in the scene"
        return
    real = obj.evaluated_get(stage.graph)
    points = [real.matrix_world @ v.co for v in real.data.vertices]
    spots = [stage.in_frame(camera, p) for p in points]
    if any(not _inside(s) for s in spots):
        worst = max(spots, key=lambda s: max(abs(s[0] - 0.5), abs(s[1] - 0.5)))
        row["fails"]["prop_in_frame"] = f"{obj.name}: reaches ({worst[0]:.3f}, {worst[1]:.3f})"
    for point in [middle(points), *spread(points, 60)]:
        hit, _ = stage.look(eye, point)
        if hit is not None and hit.original == obj.original:
            return
    row["fails"]["prop_seen"] = f"{obj.name} cannot be seen"


def measure_scene(
    scene: Any,
    document: dict[str, Any],
    plan: dict[str, Any],
    with_luminance: bool = False,
    sheet: dict[str, Any] | None = None,
    sample: int = 0,
    stills: Path | None = None,
    lit: int = 0,
) -> list[dict[str, Any]]:
    """Rows for the shots of a scene that lies in Blender.

    Args:
        scene: The Blender scene.
        document: Its scene.json.
        plan: Its shots.json.
        with_luminance: Render a small still of each shot.
        sheet: Its row of breakdown.json: hour and mood decide how dark it may be.
        sample: How many shots; 0 for all.
        stills: Folder to keep the stills in.
        lit: Of how many of them a still is rendered; 0 for all.
    """
    back = plan["filmback"]
    stage = Stage(scene, (back["extraction_width"], back["extraction_height"]))
    cast = {n["payload"]["cast_id"]: k for k, n in document["nodes"].items() if n["payload"]["type"] == "character"}
    moving = {k for k, n in document["nodes"].items() if n.get("channels")}
    dark = is_dark(sheet or {}, document.get("environment", {}).get("sky", {}).get("kind", ""))
    rows = []
    shots = sampled(plan["shots"], sample)
    bright = {s["id"] for s in sampled(shots, lit)}
    for shot in shots:
        shot = {"over": "", "prop": "", "subjects": [], "moves": shot["camera_node"] in moving, **shot}
        row = measure_shot(stage, shot, cast)
        row["scene"], row["dark"], row["subjects"] = document["id"], dark, list(shot["subjects"])
        if with_luminance and shot["id"] in bright:
            keep = stills / f"{document['id']}_{shot['id'].replace(':', '_')}.png" if stills else None
            luminance(stage, shot, dark, row, keep)
        row["ok"] = not row["fails"]
        rows.append(row)
    return rows


def _open_sky(scene: Any) -> int:
    """1 under a sky that lights a scene by itself (an overcast day has no other lamp)."""
    nodes = scene.world.node_tree.nodes if scene.world and scene.world.node_tree else ()
    colours = [i.default_value for n in nodes if n.type == "MIX" for i in n.inputs if i.type == "RGBA"]
    return int(any(max(c[0], c[1], c[2]) > 1.0 for c in colours))


def count_scene(
    scene: Any, id_: str, plan: dict[str, Any], rows: list[dict[str, Any]], sheet: dict[str, Any] | None, whole: bool
) -> dict[str, Any]:
    """What a scene holds in Blender, and whom its shots show, against what the script asked for.

    Args:
        scene: The Blender scene.
        id_: Its id.
        plan: Its shots.json.
        rows: What was measured of it.
        sheet: Its row of breakdown.json.
        whole: Whether all shots were to be measured.
    """
    shown = [o for o in scene.objects if not o.hide_render]
    drawn = [i.object.data.name for i in scene.view_layers[0].depsgraph.object_instances
             if i.object.type == "MESH" and len(i.object.data.polygons) and not i.object.hide_render]  # fmt: skip
    meshes, kinds = len(drawn), len(set(drawn))
    lights = sum(o.type == "LIGHT" and o.data.energy > 0 for o in shown)
    lights += _open_sky(scene)
    visible = [m["name"] for m in (sheet or {}).get("cast", ()) if not m.get("heard_only")]
    seen = {s for r in rows for s in r.get("subjects", ())}
    fails = {}
    if meshes < LEAST_MESHES or kinds < LEAST_KINDS or lights < LEAST_LIGHTS:
        fails["empty_set"] = f"{meshes} meshes of {kinds} kinds, {lights} lights"
    if not plan["shots"]:
        fails["no_shots"] = "nothing is planned"
    if whole and [r["shot"] for r in rows if r["shot"]] != [s["id"] for s in plan["shots"]]:
        fails["shots_missing"] = f"{len(rows)} of {len(plan['shots'])} were measured"
    if whole and visible and not seen:
        fails["cast_unseen"] = f"no shot shows any of {', '.join(visible)}"
    return {"scene": id_, "meshes": meshes, "kinds": kinds, "lights": lights, "planned": len(plan["shots"]), "visible": visible,
            "subjects": sorted(seen), "fails": fails}  # fmt: skip


def summary(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """How many passed, and how often each criterion failed."""
    failed: dict[str, int] = {}
    for row in rows:
        for name in row["fails"]:
            failed[name] = failed.get(name, 0) + 1
    good = sum(r["ok"] for r in rows)
    return {"shots": len(rows), "passed": good, "share": round(good / len(rows), 4) if rows else math.nan, "failed": failed}


def measure_production(
    root: Path, with_luminance: bool, only: list[str], sample: int = 0, stills: Path | None = None, lit: int = 0
) -> dict[str, Any]:
    """Show each scene of a production in Blender and measure it."""
    from setpiece_blender.jobs import _export, _sources

    state = json.loads((root / "state.json").read_text(encoding="utf-8"))

    def blob(path: str) -> Any:
        ref = state["paths"][path]
        return json.loads((root / "store" / ref[:2] / f"{ref}.blob").read_text(encoding="utf-8"))

    sheets = blob("breakdown.json")["scenes"]
    rows: list[dict[str, Any]] = []
    scenes: list[dict[str, Any]] = []
    locations: dict[str, str] = {}
    for source in _sources.sources(str(root), only=only):
        id_ = source.scene.id
        document = blob(f"scenes/{id_}/composed.json")
        locations[id_] = sheets.get(id_, {}).get("location") or document.get("name", id_)
        _export.clean()
        host, refused = _sources.show(source, 640)
        for reason in refused:
            rows.append({"scene": id_, "shot": "", "kind": "", "size": "", "values": {}, "fails": {"refused": reason}, "ok": False})
        plan = blob(f"scenes/{id_}/shots.json")
        sheet = sheets.get(id_)
        found = measure_scene(
            host.blender_scene, document, plan, with_luminance, sheet, sample, stills, lit
        )
        rows += found
        scenes.append(count_scene(host.blender_scene, id_, plan, found, sheet, not sample))
        print(f"{id_}: {summary([r for r in rows if r['scene'] == id_])}", file=sys.stderr, flush=True)
    for id_ in sheets:
        if id_ not in locations and (not only or id_ in only):
            scenes.append({"scene": id_, "planned": 0, "fails": {"not_built": "in the breakdown, not in Blender"}})
    return {
        "summary": summary(rows), "alike_masters": alike_masters(rows, locations), "scenes": scenes, "rows": rows
    }  # fmt: skip


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description="Measure every shot of a production in Blender.")
    parser.add_argument("production", type=Path)
    parser.add_argument("--luminance", action="store_true")
    parser.add_argument("--scenes", default="")
    parser.add_argument("--sample", type=int, default=0, metavar="N", help="N shots a scene; 0 for all")
    parser.add_argument("--lit", type=int, default=0, metavar="N", help="render N of them; 0 for all")
    parser.add_argument("--stills", type=Path, metavar="FOLDER", help="keep the stills, 320 pixels wide")
    parser.add_argument("-o", "--out", type=Path)
    given = parser.parse_args(arguments)
    if given.stills:
        given.stills.mkdir(parents=True, exist_ok=True)
    found = measure_production(
        given.production, given.luminance, [s for s in given.scenes.split(",") if s],
        given.sample, given.stills, given.lit,
    )  # fmt: skip
    text = json.dumps(found, indent=1)
    if given.out:
        given.out.write_text(text, encoding="utf-8")
    print(json.dumps(found["summary"]))
    for row in found["rows"]:
        if not row["ok"]:
            print(row["scene"], row["shot"], row["kind"], row["size"], row["fails"], file=sys.stderr)
    for scene in found["scenes"]:
        if scene["fails"]:
            print(scene["scene"], scene["fails"], file=sys.stderr)
    good = all(r["ok"] for r in found["rows"]) and not any(s["fails"] for s in found["scenes"])
    return 0 if found["rows"] and good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
