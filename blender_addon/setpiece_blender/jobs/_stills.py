"""One picture per shot, at its middle frame, showing the extraction: what a storyboard prints."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import bpy

from setpiece.camera.model import Shot
from setpiece.errors import InputError, ProductionError

from .. import compat
from . import _export, _sources, _thrift

Engine = Literal["cycles", "eevee", "workbench"]
_STAMPS = (
    "date", "time", "render_time", "frame", "frame_range", "memory", "hostname", "camera", "lens", "scene", "note",
    "marker", "filename", "sequencer_strip",
)  # fmt: skip


def render_stills(
    report: Any,
    *,
    out: str,
    production: str = "",
    scenes: Sequence[Any] = (),
    store: str = "",
    only: Sequence[str] = (),
    shots: Sequence[str] = (),
    width_px: int = 640,
    engine: Engine = "cycles",
    samples: int = 3,
) -> dict[str, Any]:
    """Render every shot of the scenes to ``out/<shot id>.png``.

    Equal inputs give byte-equal files on one machine: fixed seed, no metadata.

    Args:
        report: The reporter.
        out: Folder for the pictures.
        production, scenes, store, only: See ``_sources.sources``.
        shots: Shot ids to render; empty for all.
        width_px: Width of the picture; its height follows the extraction.
        engine: Cycles on the CPU needs no GPU and no window.
        samples: Cycles' samples per pixel, before denoising.

    Returns:
        ``{"stills": [{"shot", "scene", "path", "frame"}], "refused": [...]}``.
    """
    found = _sources.sources(production, scenes, store, only)
    wanted = {s.scene.id: _chosen(s, shots) for s in found}
    total, done = sum(map(len, wanted.values())), 0
    Path(out).mkdir(parents=True, exist_ok=True)
    stills: list[dict[str, Any]] = []
    refused: list[str] = []
    report.step(0, total)
    for source in found:
        if not wanted[source.scene.id]:
            continue
        _export.clean()
        host, words = _sources.show(source, width_px)
        refused += words
        scene = host.blender_scene
        set_engine(scene, engine, samples)
        _thrift.thin_looks()
        for shot in wanted[source.scene.id]:
            path = Path(out) / f"{shot.id}.png"
            frame = shoot(scene, shot, path)
            done += 1
            stills.append({"shot": shot.id, "scene": source.scene.id, "path": str(path), "frame": frame})
            report.step(done, total, shot.id)
    return {"stills": stills, "refused": refused}


def _chosen(source: _sources.Source, shots: Sequence[str]) -> list[Shot]:
    if source.plan is None:
        raise InputError("the scene has no shots.", where=source.scene.id, remedy="Give its shots.json.")
    return [s for s in source.plan.shots if not shots or s.id in set(shots)]


def shoot(scene: Any, shot: Shot, path: Path) -> int:
    """Render the shot's middle frame to ``path``; returns the frame."""
    frame = (shot.first_frame + shot.last_frame) // 2
    camera = next((o for o in scene.objects if o.get("setpiece_id") == shot.camera_node), None)
    if camera is None:
        raise InputError("the shot's camera is not in the scene.", where=shot.id)
    scene.camera = camera
    scene.frame_set(frame)
    # Pictures are written with the original scene's view settings, and without a window Blender
    # does not copy the animated value back to it.
    graph = scene.view_layers[0].depsgraph
    scene.view_settings.exposure = scene.evaluated_get(graph).view_settings.exposure
    scene.render.filepath = str(path.resolve())
    # The operator takes the frame from the context's scene, whatever scene it is told to render.
    with bpy.context.temp_override(scene=scene, view_layer=scene.view_layers[0]):
        bpy.ops.render.render(write_still=True)
    if not path.is_file():
        raise ProductionError("Blender wrote no picture.", where=str(path), remedy="Check rights and free space.")
    return frame


def set_engine(scene: Any, engine: Engine, samples: int) -> None:
    """Fast, quiet and repeatable render settings."""
    render = scene.render
    render.use_file_extension, render.use_persistent_data = False, True
    render.image_settings.file_format, render.image_settings.color_mode = "PNG", "RGB"
    render.image_settings.color_depth, render.image_settings.compression = "8", 60
    for name in _STAMPS:
        if hasattr(render, f"use_stamp_{name}"):
            setattr(render, f"use_stamp_{name}", False)
    if engine == "workbench":
        _workbench(scene)
    elif engine == "eevee":
        render.engine = compat.eevee()
        scene.eevee.taa_render_samples = samples
    else:
        _cycles(scene, samples)


def _cycles(scene: Any, samples: int) -> None:
    """Few samples and a denoiser with smoothed guides: measured as the best picture per CPU second.

    The light tree costs a third of a lamp-lit room's time and gains nothing at these counts, but a
    sun among lamps gets its sharp shadows only through it. One bounce of light is worth its price.
    """
    scene.render.engine = "CYCLES"
    cycles = scene.cycles
    cycles.device, cycles.samples, cycles.seed, cycles.use_animated_seed = "CPU", samples, 0, False
    cycles.use_adaptive_sampling, cycles.use_denoising = False, True
    cycles.denoiser, cycles.denoising_use_gpu = "OPENIMAGEDENOISE", False
    cycles.denoising_prefilter, cycles.denoising_input_passes = "FAST", "RGB_ALBEDO_NORMAL"
    if hasattr(cycles, "denoising_quality"):  # from 4.2
        cycles.denoising_quality = "FAST"
    cycles.max_bounces, cycles.diffuse_bounces, cycles.glossy_bounces = 2, 1, 1
    cycles.transmission_bounces, cycles.transparent_max_bounces, cycles.volume_bounces = 2, 4, 0
    cycles.use_light_tree = any(o.type == "LIGHT" and o.data.type == "SUN" for o in scene.objects)
    cycles.caustics_reflective = cycles.caustics_refractive = False
    cycles.sample_clamp_indirect = 8.0
    scene.view_layers[0].use_pass_z = False


def _workbench(scene: Any) -> None:
    scene.render.engine = "BLENDER_WORKBENCH"
    shading = scene.display.shading
    shading.light, shading.color_type = "STUDIO", "MATERIAL"
    shading.show_shadows, shading.show_cavity, shading.show_object_outline = True, True, False
    scene.display.render_aa = "8"
    scene.view_settings.exposure = 0.0
    compat.fcurve_remove(scene, "view_settings.exposure")
