"""An artist at work in a .blend: run in its own Blender, saves the file again.

    python work.py FILM.blend TASK ...

Tasks: ``lock=ID`` ``unlock=ID`` ``move=ID`` (0.25 m along x) ``back=ID`` ``delete=ID`` (set aside,
as an undo would find it again) ``undelete=ID`` ``cube=NAME`` ``model=ID`` (raise a vertex of its mesh,
which others may share) ``unmodel=ID`` ``own=ID`` (give it a mesh of its own, made twice as high)
``unstamp`` (as files were before they said which production they are of) ``rescene=ID`` (name the scene).
"""

import os
import sys

import bpy

blend, *tasks = sys.argv[1:]
bpy.ops.wm.open_mainfile(filepath=blend)
scene = next(s for s in bpy.data.scenes if s.get("setpiece_id"))
by_id = {o["setpiece_id"]: o for o in bpy.data.objects if o.get("setpiece_id")}
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
        mesh = bpy.data.meshes.new(id_)
        corners = [(x, y, z) for z in (0, 0.4) for y in (-0.2, 0.2) for x in (-0.2, 0.2)]
        sides = [(0, 2, 3, 1), (4, 5, 7, 6), (0, 1, 5, 4), (1, 3, 7, 5), (3, 2, 6, 7), (2, 0, 4, 6)]
        mesh.from_pydata(corners, [], sides)
        scene.collection.objects.link(bpy.data.objects.new(id_, mesh))
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
