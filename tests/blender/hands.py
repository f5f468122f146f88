"""An artist's hands in a .blend: run in its own Blender, saves the file again.

    python hands.py FILM.blend SCENE_ID CHAIR_ID LAMP_ID CAMERA_ID

Moves the chair, deletes the lamp, adds a cube, moves and locks the camera.
"""

import sys

import bpy

blend, scene_id, chair_id, lamp_id, camera_id = sys.argv[1:6]
bpy.ops.wm.open_mainfile(filepath=blend)
scene = next(s for s in bpy.data.scenes if s.get("setpiece_id") == scene_id)
by_id = {o.get("setpiece_id"): o for o in scene.objects if o.get("setpiece_id")}

by_id[chair_id].location.x += 0.25
by_id[chair_id].location.y -= 0.1
bpy.data.objects.remove(by_id[lamp_id])

mesh = bpy.data.meshes.new("Crate")
corners = [(x, y, z) for z in (0, 0.4) for y in (-0.2, 0.2) for x in (-0.2, 0.2)]
mesh.from_pydata(corners, [], [(0, 2, 3, 1), (4, 5, 7, 6), (0, 1, 5, 4), (1, 3, 7, 5), (3, 2, 6, 7), (2, 0, 4, 6)])
crate = bpy.data.objects.new("Crate", mesh)
crate.location = (float(sys.argv[6]), float(sys.argv[7]), 0.0)
scene.collection.objects.link(crate)

camera = by_id[camera_id]
camera.animation_data_clear()
camera.location.z += 0.05
camera.lock_location = camera.lock_rotation = (True, True, True)
bpy.ops.wm.save_mainfile(filepath=blend)
sys.stdout.write("HANDS DONE\n")
sys.stdout.flush()
import os  # noqa: E402

os._exit(0)
