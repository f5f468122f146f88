"""Frames, markers bound to cameras, and the picture's shape."""

from __future__ import annotations

import json
from typing import Any

from setpiece.scene.model import CameraPayload, Scene

from .. import compat

_MARKERS = "setpiece_markers"


def write(scene: Any, document: Scene, objects: dict[str, Any]) -> None:
    """Frame range, rate and markers of the description."""
    sequence = document.sequence
    rate = sequence.rate
    scene.render.fps = max(round(rate.num / rate.den), 1)
    scene.render.fps_base = scene.render.fps * rate.den / rate.num
    last = max([sequence.last_frame, *(s.last_frame for s in sequence.shots)])
    scene.frame_start, scene.frame_end = 0, last
    # Markers take no custom properties from 5.2 on: the scene remembers which ones are ours.
    before = set(json.loads(scene.get(_MARKERS, "[]")))
    for marker in [m for m in scene.timeline_markers if m.name in before]:
        scene.timeline_markers.remove(marker)
    ours: list[str] = []
    for shot in sequence.shots:
        camera = objects.get(shot.camera)
        marker = scene.timeline_markers.new(compat.clip_name(shot.id), frame=shot.first_frame)
        ours.append(marker.name)
        if camera is not None and camera.type == "CAMERA":
            marker.camera = camera
    for note in sequence.markers:
        marker = scene.timeline_markers.new(compat.clip_name(note.label or note.id), frame=note.frame)
        ours.append(marker.name)
    scene[_MARKERS] = json.dumps(ours)
    first = min(sequence.shots, key=lambda s: s.first_frame, default=None)
    if first is not None and first.camera in objects:
        scene.camera = objects[first.camera]
    elif scene.camera is None:
        cameras = [k for k, n in document.nodes.items() if isinstance(n.payload, CameraPayload)]
        scene.camera = objects.get(cameras[0]) if cameras else None


def write_delivery(
    scene: Any, filmback_mm: tuple[float, float], extraction: tuple[float, float], width_px: int
) -> tuple[int, int]:
    """Render the delivered rectangle of the full recorded area; returns its size in pixels.

    Cameras keep the whole filmback as their sensor. The render is as large as the recorded
    area at the pixel pitch that makes the extraction ``width_px`` wide, and a cropping render
    border, on whole pixels around the centre, cuts the extraction out of it.

    Args:
        scene: The Blender scene.
        filmback_mm: Width and height of the recorded area.
        extraction: Share of each that is delivered.
        width_px: Wanted width of the picture.
    """
    full_w = max(round(width_px / extraction[0]), width_px)
    full_h = max(round(full_w * filmback_mm[1] / filmback_mm[0]), 1)
    out_w, out_h = width_px, min(max(round(full_h * extraction[1]), 1), full_h)
    render = scene.render
    render.resolution_x, render.resolution_y, render.resolution_percentage = full_w, full_h, 100
    render.pixel_aspect_x = render.pixel_aspect_y = 1.0
    cropped = (out_w, out_h) != (full_w, full_h)
    render.use_border = render.use_crop_to_border = cropped
    x, y = (full_w - out_w) // 2, (full_h - out_h) // 2
    nudge = 0.25  # Blender truncates border * size; stay clear of the pixel edge
    render.border_min_x, render.border_max_x = (x + nudge) / full_w, min((x + out_w + nudge) / full_w, 1.0)
    render.border_min_y, render.border_max_y = (y + nudge) / full_h, min((y + out_h + nudge) / full_h, 1.0)
    if not cropped:
        render.border_min_x = render.border_min_y = 0.0
        render.border_max_x = render.border_max_y = 1.0
    return out_w, out_h
