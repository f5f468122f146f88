"""How bright a shot is: small stills rendered in Blender, against the limits of day and night."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import bpy
import numpy as np
from tests.blender.stage import Stage

SHADES = (0.0, 0.05, 0.10, 0.16, 0.25, 0.40, 0.60, 1.0)
"""Edges of the histogram, display code: finer in the darks, or all night scenes would look alike."""
LUMINANCE = (0.08, 0.80)
LUMINANCE_NIGHT = (0.03, 0.80)
_TWILIGHT = ("EVENING", "DUSK", "DAWN")
_DARK_SKIES = ("night", "blue_hour")


def is_dark(sheet: dict[str, Any], sky: str) -> bool:
    """Whether the night's limit holds: by the breakdown's hour and leading mood, and the sky as lit.

    Args:
        sheet: The scene's row of breakdown.json.
        sky: Kind of the environment's sky.
    """
    hour = sheet.get("time_of_day", "DAY")
    twilight = hour in _TWILIGHT and sky in _DARK_SKIES
    return hour == "NIGHT" or twilight or list(sheet.get("mood", ())[:1]) == ["noir"]


def luminance(stage: Stage, shot: dict[str, Any], dark: bool, row: dict[str, Any], keep: Path | None = None) -> None:
    """Mean display luminance (coded 0..1, Rec.709 weights) of a small still of the extraction.

    Args:
        stage: The scene.
        shot: Its row of shots.json.
        dark: Whether the night's limit holds.
        row: Takes the value and, outside the limits, the reason.
        keep: Also write the still there, twice as wide, for a person to open.
    """
    scene, camera = stage.scene, stage.by_id.get(shot["camera_node"])
    if camera is None:
        return
    stage.go(camera, (shot["first_frame"] + shot["last_frame"]) // 2)
    # Without a window the animated exposure does not reach the scene that pictures are written with.
    scene.view_settings.exposure = scene.evaluated_get(stage.graph).view_settings.exposure
    pixels = render_small(scene, stage.extraction, 320 if keep else 160, keep=keep)
    level = float((pixels * np.array([0.2126, 0.7152, 0.0722])).sum(axis=-1).mean())
    row["values"]["luminance"] = round(level, 4)
    if shot["kind"] == "master":
        counts, _ = np.histogramdd(np.clip(pixels.reshape(-1, 3), 0, 1), bins=[SHADES] * 3)
        row["values"]["histogram"] = [round(float(c), 4) for c in counts.ravel() / counts.sum()]
    low, high = LUMINANCE_NIGHT if dark else LUMINANCE
    if not low <= level <= high:
        row["fails"]["luminance"] = f"{level:.3f} is not in {low}..{high}"


def render_small(
    scene: Any, extraction: tuple[float, float], width: int = 160, samples: int = 4, keep: Path | None = None
) -> np.ndarray:
    """(h, w, 3) display-coded pixels of the extraction frame."""
    r = scene.render
    x, y = r.resolution_x, r.resolution_y
    r.resolution_percentage = 100
    scale = width / (x * extraction[0])
    r.resolution_x, r.resolution_y = round(x * scale), round(y * scale)
    r.use_border = r.use_crop_to_border = True
    r.border_min_x, r.border_max_x = 0.5 - extraction[0] / 2, 0.5 + extraction[0] / 2
    r.border_min_y, r.border_max_y = 0.5 - extraction[1] / 2, 0.5 + extraction[1] / 2
    r.engine, scene.cycles.device, scene.cycles.samples = "CYCLES", "CPU", samples
    scene.cycles.use_denoising, scene.cycles.use_adaptive_sampling = True, False
    scene.cycles.max_bounces, r.use_persistent_data = 4, True
    r.image_settings.file_format, r.image_settings.color_mode = "PNG", "RGB"
    with tempfile.TemporaryDirectory() as folder:
        r.filepath = str(keep or Path(folder) / "still.png")
        with bpy.context.temp_override(scene=scene, view_layer=scene.view_layers[0]):
            bpy.ops.render.render(write_still=True)  # its frame is the context scene's
        image = bpy.data.images.load(r.filepath)
        w, h = image.size
        flat = np.zeros(w * h * image.channels, dtype=np.float32)
        image.pixels.foreach_get(flat)
        pixels = flat.reshape(h, w, image.channels)[..., :3].astype(np.float64)
        bpy.data.images.remove(image)
    r.resolution_x, r.resolution_y = x, y
    return pixels


def sampled(shots: list[dict[str, Any]], count: int) -> list[dict[str, Any]]:
    """At most ``count`` of the shots (0: all): the first, the last and evenly between; always the same."""
    n = len(shots)
    if not 0 < count < n:
        return shots
    return [shots[i * (n - 1) // max(count - 1, 1)] for i in range(count)]


def alike_masters(rows: list[dict[str, Any]], locations: dict[str, str], limit: float = 0.10) -> list[dict[str, Any]]:
    """Pairs of masters of different locations whose histograms hardly differ (L1 / 2 below ``limit``)."""
    masters = [r for r in rows if "histogram" in r["values"]]
    out = []
    for i, a in enumerate(masters):
        for b in masters[i + 1 :]:
            if locations.get(a["scene"]) == locations.get(b["scene"]):
                continue
            d = float(np.abs(np.array(a["values"]["histogram"]) - np.array(b["values"]["histogram"])).sum() / 2)
            if d < limit:
                out.append({"a": a["shot"], "b": b["shot"], "distance": round(d, 4)})
    return out
