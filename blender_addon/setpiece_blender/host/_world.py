"""Sky, sun and exposure: a dome whose light on a horizontal surface is what the description says."""

from __future__ import annotations

import math
from typing import Any

import bpy

from setpiece.geometry import look_rotation
from setpiece.scene.model import Environment, LightPayload, Scene, Sky

from .. import compat
from . import _channels, _units
from ._materials import Chain
from ._records import INNER


def sky_strength(sky: Sky) -> float:
    """Factor on the gradient's colours that makes a horizontal surface receive ``sky.lux``.

    Radiance over elevation s = sin(e): L(s) = horizon + (zenith - horizon) * sqrt(s). Irradiance
    2 pi * integral of L(s) s ds over 0..1 = pi * (horizon + 0.8 * (zenith - horizon)).
    """
    low, high = _units.luminance(sky.horizon_color), _units.luminance(sky.zenith_color)
    received = math.pi * (low + 0.8 * (high - low))
    return sky.lux / _units.LUMEN_PER_WATT / received if received > 0 else 0.0


def ground_strength(environment: Environment) -> float:
    """Radiance of a white ground below the horizon under the sky and sun."""
    sun = environment.sun
    lux = environment.sky.lux + max(math.sin(sun.elevation_rad), 0.0) * sun.lux
    return lux / _units.LUMEN_PER_WATT / math.pi


def write_world(scene: Any, environment: Environment, name: str) -> None:
    """Build the scene's world from the description."""
    world = scene.world
    if world is None or world.users > 1:
        world = scene.world = bpy.data.worlds.new(compat.clip_name(name))
    chain = Chain(compat.node_tree(world), None)  # type: ignore[arg-type]
    sky = environment.sky
    split = chain.node("ShaderNodeSeparateXYZ")
    chain.link(chain.node("ShaderNodeTexCoord").outputs["Generated"], split.inputs[0])
    up = split.outputs[2]
    rise = chain.math("SQRT", chain.math("MAXIMUM", up, 0.0))
    dome = _mix(chain, rise, sky.horizon_color, sky.zenith_color, sky_strength(sky))
    ground = [c * ground_strength(environment) for c in sky.ground_color]
    below = chain.contrast(up, 0.0, -0.02)
    whole = chain.node("ShaderNodeMix")
    whole.data_type = "RGBA"
    chain.link(below, whole.inputs[0])
    chain.link(dome, whole.inputs[6])
    whole.inputs[7].default_value = (*ground, 1.0)
    shader, output = chain.node("ShaderNodeBackground"), chain.node("ShaderNodeOutputWorld")
    chain.link(whole.outputs[2], shader.inputs["Color"])
    chain.link(shader.outputs[0], output.inputs["Surface"])
    if hasattr(world, "cycles"):  # a smooth gradient needs no fine map, and the automatic one costs seconds
        world.cycles.sampling_method, world.cycles.sample_map_resolution = "MANUAL", 64
    world.color = [min(c, 1.0) for c in sky.horizon_color]


def _mix(chain: Chain, factor: Any, low: Any, high: Any, scale: float) -> Any:
    mix = chain.node("ShaderNodeMix")
    mix.data_type = "RGBA"
    mix.inputs[6].default_value = (*(c * scale for c in low), 1.0)
    mix.inputs[7].default_value = (*(c * scale for c in high), 1.0)
    chain.link(factor, mix.inputs[0])
    return mix.outputs[2]


def write_sun(scene: Any, document: Scene, collection: Any) -> None:
    """The environment's sun as a helper object, unless a sun light among the nodes stands for it."""
    sun = document.environment.sun
    lit = any(isinstance(n.payload, LightPayload) and n.payload.shape == "sun" for n in document.nodes.values())
    old = next((o for o in scene.objects if o.get(INNER) == "sun"), None)
    if lit or sun.lux <= 0 or sun.elevation_rad <= 0:
        if old is not None:
            bpy.data.lights.remove(old.data)
        return
    if old is None:
        light = bpy.data.lights.new("Sun", "SUN")
        old = bpy.data.objects.new("Sun", light)
        old[INNER] = "sun"
        collection.objects.link(old)
    flat = math.cos(sun.elevation_rad)
    way = (flat * math.sin(sun.azimuth_rad), flat * math.cos(sun.azimuth_rad), math.sin(sun.elevation_rad))
    old.rotation_mode = "QUATERNION"
    old.location = [c * 50.0 for c in way]
    old.rotation_quaternion = look_rotation(way, (0.0, 0.0, 0.0))
    old.data.energy = sun.lux / _units.LUMEN_PER_WATT
    old.data.angle = 0.00918
    if compat.has_light_temperature():
        old.data.use_temperature, old.data.temperature = True, sun.kelvin
    else:
        old.data.color = _units.kelvin_rgb(sun.kelvin)


def write_view(scene: Any, document: Scene) -> None:
    """View transform and exposure; keyed per shot, constant from its first frame on."""
    scene.display_settings.display_device = "sRGB"
    scene.view_settings.view_transform = "AgX"
    scene.view_settings.look = "None"
    scene.view_settings.exposure = _units.exposure_stops(document.environment.exposure_ev100)
    compat.fcurve_remove(scene, "view_settings.exposure")
    shots = sorted(document.sequence.shots, key=lambda s: s.first_frame)
    if shots:
        stops = [_units.exposure_stops(s.ev100) for s in shots]
        scene.view_settings.exposure = stops[0]  # what a file opened at its first frame shows
        _channels.keys(scene, "view_settings.exposure", 0, [s.first_frame for s in shots], stops, constant=True)
