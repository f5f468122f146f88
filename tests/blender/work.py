"""An artist at work in a .blend: run in its own Blender, saves the file again.

    python work.py FILM.blend TASK ...

Tasks: ``lock=ID`` ``unlock=ID`` ``move=ID`` (0.25 m along x) ``back=ID`` ``delete=ID`` (set aside,
as an undo would find it again) ``undelete=ID`` ``cube=NAME`` ``model=ID`` (raise a vertex of its mesh,
which others may share) ``unmodel=ID`` ``own=ID`` (give it a mesh of its own, made twice as high)
``rigged=NAME`` (a cube on an armature) ``asset=NAME`` (a collection from a library, appended and dropped in:
two boxes, one mirrored, and a lamp) ``array=ID`` (three of it, 1 m apart) ``noarray=ID`` ``beveled=NAME`` (a cube
with an array and a bevel) ``late=NAME`` (a cube with an array that only renders show) ``text=NAME`` ``tube=NAME``
``path=NAME`` (a bare curve) ``follow=ID`` (to 3, 1, 0 by a constraint) ``track=ID`` (a constraint over whatever
moves it) ``animate=NAME`` (a moving cube) ``raise=NAME`` (an object by its name, 1 m) ``unstamp`` (as files were
before they said which production they are of) ``rescene=ID`` (name the scene).
"""

import math
import os
import sys

import bpy

blend, *tasks = sys.argv[1:]
bpy.ops.wm.open_mainfile(filepath=blend)
scene = next(s for s in bpy.data.scenes if s.get("setpiece_id"))
by_id = {o["setpiece_id"]: o for o in bpy.data.objects if o.get("setpiece_id")}


def linked(name: str, data: object, at: tuple[float, float, float] = (0.0, 0.0, 0.0)) -> bpy.types.Object:
    made = bpy.data.objects.new(name, data)
    made.location = at
    scene.collection.objects.link(made)
    return made


def box(name: str) -> bpy.types.Mesh:
    mesh = bpy.data.meshes.new(name)
    corners = [(x, y, z) for z in (0, 0.4) for y in (-0.2, 0.2) for x in (-0.2, 0.2)]
    sides = [(0, 2, 3, 1), (4, 5, 7, 6), (0, 1, 5, 4), (1, 3, 7, 5), (3, 2, 6, 7), (2, 0, 4, 6)]
    mesh.from_pydata(corners, [], sides)
    return mesh


def dropped(name: str) -> None:
    """As the Asset Browser does: a library's collection, appended, shown by an empty."""
    model = bpy.data.collections.new(name)
    for place, size, colour in (((1.0, 0.0, 0.0), 1.0, "Red"), ((-1.0, 0.0, 0.0), -1.0, "Blue")):
        part = bpy.data.objects.new(f"{name} {colour}", box(colour))
        part.location, part.scale = place, (size, 1.0, 1.0)
        paint = bpy.data.materials.new(colour)
        if not paint.use_nodes:
            paint.use_nodes = True
        shader = next(n for n in paint.node_tree.nodes if n.type == "BSDF_PRINCIPLED")
        shader.inputs["Base Color"].default_value = (*((0.9, 0.1, 0.1) if colour == "Red" else (0.1, 0.1, 0.9)), 1.0)
        part.data.materials.append(paint)
        model.objects.link(part)
    model.objects.link(bpy.data.objects.new(f"{name} Bulb", bpy.data.lights.new("Bulb", "POINT")))
    library = blend.replace(".blend", ".library.blend")
    bpy.data.libraries.write(library, {model})
    for part in list(model.objects):
        bpy.data.objects.remove(part)
    bpy.data.collections.remove(model)
    with bpy.data.libraries.load(library, link=False) as (_, into):
        into.collections = [name]
    shown = linked(name, None, (2.0, 1.0, 0.0))
    shown.instance_type, shown.instance_collection = "COLLECTION", into.collections[0]
    shown.rotation_euler.z = math.pi / 2


for task in tasks:
    what, _, id_ = task.partition("=")
    obj = by_id.get(id_)
    if what in ("lock", "unlock"):
        obj.lock_location = obj.lock_rotation = (what == "lock",) * 3
    elif what in ("move", "back"):
        obj.location.x += 0.25 if what == "move" else -0.25
    elif what == "delete":
        obj.use_fake_user = True
        obj["was_in"] = obj.users_collection[0].name
        obj.users_collection[0].objects.unlink(obj)
    elif what == "undelete":
        bpy.data.collections[obj["was_in"]].objects.link(obj)
        obj.use_fake_user = False
    elif what in ("model", "unmodel"):
        vertex = obj.data.vertices[0]
        obj["was_at"] = obj.get("was_at", vertex.co.z)
        vertex.co.z = obj["was_at"] + 0.5 if what == "model" else obj["was_at"]
    elif what == "own":
        obj.data = obj.data.copy()
        for vertex in obj.data.vertices:
            vertex.co.z *= 2.0
    elif what == "cube":
        linked(id_, box(id_))
    elif what == "raise":
        bpy.data.objects[id_].location.z += 1.0
    elif what == "rigged":
        rig = linked("Rig", bpy.data.armatures.new("Rig"), (1.0, 2.0, 0.0))
        linked(id_, box(id_), (0.0, 0.5, 1.0)).parent = rig
    elif what == "asset":
        dropped(id_)
    elif what == "array":
        modifier = obj.modifiers.new("Row", "ARRAY")
        modifier.count, modifier.use_relative_offset, modifier.use_constant_offset = 3, False, True
        modifier.constant_offset_displace = (1.0, 0.0, 0.0)
    elif what == "noarray":
        obj.modifiers.clear()
    elif what == "beveled":
        made = linked(id_, box(id_))
        made.modifiers.new("Mirror", "MIRROR").use_axis = (False, False, True)
        made.modifiers.new("Bevel", "BEVEL").width = 0.02
    elif what == "late":
        linked(id_, box(id_)).modifiers.new("Late", "ARRAY").show_viewport = False
    elif what == "text":
        letters = bpy.data.curves.new(id_, "FONT")
        letters.body, letters.extrude = "EXIT", 0.05
        linked(id_, letters, (0.0, 0.0, 2.0))
    elif what in ("tube", "path"):
        line = bpy.data.curves.new(id_, "CURVE")
        line.dimensions, line.bevel_depth = "3D", 0.05 if what == "tube" else 0.0
        spline = line.splines.new("POLY")
        spline.points.add(1)
        spline.points[1].co = (1.0, 0.0, 0.0, 1.0)
        linked(id_, line)
    elif what == "follow":
        goal = linked("Goal", None, (3.0, 1.0, 0.0))
        obj.constraints.new("COPY_LOCATION").target = goal
    elif what == "track":
        obj.constraints.new("TRACK_TO").target = linked("Goal", None, (3.0, 1.0, 0.0))
    elif what == "animate":
        made = linked(id_, box(id_))
        for frame in (1, 20):
            made.location.x = frame / 10
            made.keyframe_insert("location", frame=frame)
    elif what == "unstamp":
        for one in bpy.data.scenes:
            del one["setpiece_production"]
    elif what == "rescene":
        scene["setpiece_id"] = id_
    else:
        raise SystemExit(f"no such task: {task}")
bpy.ops.wm.save_mainfile(filepath=blend)
sys.stdout.write("WORK DONE\n")
sys.stdout.flush()
os._exit(0)
