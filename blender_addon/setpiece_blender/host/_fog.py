"""Haze over distance, mixed into the finished picture from the mist pass.

No object and no shader takes part: rays of people and tools hit what they did, people's own
materials are hazed like ours, and clear scenes pay nothing. Lights do not glow in it.
"""

from __future__ import annotations

import math
from typing import Any

from setpiece.scene.model import Environment

from .. import compat
from . import _units

_SEEN = 4.0
"""Optical depth of the horizon: what is farther is hazed by 98 % and no more."""
_GROUND = 0.2
"""Share of the sky's light that the ground sends back up."""


def radiance(environment: Environment) -> tuple[float, float, float]:
    """Scene-linear colour of endless fog under the sky and sun.

    An isotropically scattering medium shows the mean radiance from all directions times its
    albedo: half a sphere of sky (E / pi), half of lit ground, and the sun (E / 4 pi).
    """
    sky, sun = environment.sky.lux, environment.sun.lux if environment.sun.elevation_rad > 0 else 0.0
    mean = sky * (0.5 + 0.5 * _GROUND) / math.pi + sun / (4.0 * math.pi)
    r, g, b = (c * mean / _units.LUMEN_PER_WATT for c in environment.fog.color)
    return r, g, b


def write(scene: Any, environment: Environment) -> None:
    """Show the fog, or take ours away; a person's own compositing is left alone."""
    density = environment.fog.density_per_m
    if density <= 0:
        compat.compositor_drop(scene)
        return
    tree = compat.compositor(scene)
    if tree is None:
        return
    mist = scene.world.mist_settings
    mist.start, mist.depth, mist.falloff = 0.0, _SEEN / density, "LINEAR"
    for layer in scene.view_layers:
        layer.use_pass_mist = True
    picture = tree.nodes.new("CompositorNodeRLayers")
    picture.scene = scene
    clear = _math(tree, "EXPONENT", _math(tree, "MULTIPLY", picture.outputs["Mist"], -_SEEN))
    mix, below, above, result = compat.compositor_mix(tree)
    above.default_value = (*radiance(environment), 1.0)
    tree.links.new(_math(tree, "SUBTRACT", 1.0, clear), mix)
    tree.links.new(picture.outputs["Image"], below)
    tree.links.new(result, compat.compositor_output(tree))
    for x, node in enumerate(tree.nodes):
        node.location = (220 * x, 0)


def _math(tree: Any, operation: str, *inputs: Any) -> Any:
    node = tree.nodes.new(compat.compositor_math())
    node.operation = operation
    for socket, value in zip(node.inputs, inputs, strict=False):
        if isinstance(value, int | float):
            socket.default_value = value
        else:
            tree.links.new(value, socket)
    return node.outputs[0]
