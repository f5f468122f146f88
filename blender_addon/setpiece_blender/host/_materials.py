"""Looks as node chains: noise, checker and plain arithmetic on coordinates in metres.

Only nodes that other engines have too (no Voronoi, Brick or ColorRamp), so that the same few
parameters look alike everywhere. Coordinates are the object's own, so one metre is one metre.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import bpy
import msgspec

from setpiece.scene.model import Material

from .. import compat
from ._units import nit_to_blender

DOC = "setpiece_doc"


def material_for(look: Material) -> Any:
    """The one Blender material of a look; scenes with an equal look share it."""
    text = msgspec.json.encode(look).decode("utf-8")
    digest = hashlib.blake2b(text.encode("utf-8"), digest_size=4).hexdigest()
    name = f"{compat.clip_name(look.id, 50)} {digest}"
    found = bpy.data.materials.get(name)
    if found is None or found.get(DOC) != text:
        found = bpy.data.materials.new(name)
        build(found, look)
        found[DOC] = text
    return found


def look_of(material: Any) -> Material | None:
    """The look that one of our materials was built from, or None."""
    text = material.get(DOC) if material is not None else None
    return msgspec.json.decode(text, type=Material) if text else None


def capture(material: Any, id_: str) -> Material:
    """A person's material as the nearest look: its first Principled shader's constants."""
    tree = material.node_tree if material.use_nodes else None
    shader = next((n for n in tree.nodes if n.type == "BSDF_PRINCIPLED"), None) if tree else None
    if shader is None:
        return Material(id=id_, base_color=tuple(round(c, 4) for c in material.diffuse_color[:3]))  # type: ignore[arg-type]
    colour = tuple(round(c, 4) for c in shader.inputs["Base Color"].default_value[:3])
    return Material(
        id=id_,
        base_color=colour,  # type: ignore[arg-type]
        roughness=round(shader.inputs["Roughness"].default_value, 4),
        metallic=round(shader.inputs["Metallic"].default_value, 4),
        transmission=round(shader.inputs["Transmission Weight"].default_value, 4),
    )


def build(target: Any, look: Material) -> None:
    """Write the node tree of ``look`` into a Blender material."""
    tree = compat.node_tree(target)
    chain = Chain(tree, look)
    output, shader = chain.node("ShaderNodeOutputMaterial"), chain.node("ShaderNodeBsdfPrincipled")
    chain.link(shader.outputs["BSDF"], output.inputs["Surface"])
    shader.inputs["Roughness"].default_value = look.roughness
    shader.inputs["Metallic"].default_value = look.metallic
    shader.inputs["Transmission Weight"].default_value = look.transmission
    if look.emission_nit > 0:
        shader.inputs["Emission Color"].default_value = (*look.emission_color, 1.0)
        shader.inputs["Emission Strength"].default_value = nit_to_blender(look.emission_nit)
    _surface(chain, shader)
    target.diffuse_color = (*look.base_color, 1.0 - 0.8 * look.transmission)
    target.roughness, target.metallic = look.roughness, look.metallic
    if look.transmission > 0:
        _let_light_through(chain, shader, output)


def _surface(chain: Chain, shader: Any) -> None:
    look = chain.look
    masks = _PATTERNS.get(look.pattern)
    if masks is None or look.pattern_m <= 0:
        shader.inputs["Base Color"].default_value = (*look.base_color, 1.0)
        return
    mask, height = masks(chain)
    mix = chain.node("ShaderNodeMix")
    mix.data_type = "RGBA"
    mix.inputs[6].default_value, mix.inputs[7].default_value = (*look.base_color, 1), (*look.second_color, 1)
    chain.link(mask, mix.inputs[0])
    chain.link(mix.outputs[2], shader.inputs["Base Color"])
    if look.bump > 0:
        bump = chain.node("ShaderNodeBump")
        bump.inputs["Strength"].default_value = look.bump
        bump.inputs["Distance"].default_value = min(0.1 * look.pattern_m, 0.02)
        chain.link(height, bump.inputs["Height"])
        chain.link(bump.outputs["Normal"], shader.inputs["Normal"])


def _let_light_through(chain: Chain, shader: Any, output: Any) -> None:
    """Glass passes shadow rays in the measure of its transmission, or windows would stop the sun."""
    path, clear = chain.node("ShaderNodeLightPath"), chain.node("ShaderNodeBsdfTransparent")
    mix = chain.node("ShaderNodeMixShader")
    clear.inputs["Color"].default_value = (*chain.look.base_color, 1.0)
    chain.link(chain.math("MULTIPLY", path.outputs["Is Shadow Ray"], chain.look.transmission), mix.inputs[0])
    chain.link(shader.outputs["BSDF"], mix.inputs[1])
    chain.link(clear.outputs["BSDF"], mix.inputs[2])
    chain.link(mix.outputs[0], output.inputs["Surface"])


@dataclass
class Chain:
    """Builds a node tree left to right."""

    tree: Any
    look: Material

    def node(self, kind: str) -> Any:
        """A new node, placed in a readable column."""
        made = self.tree.nodes.new(kind)
        made.location = (220 * (len(self.tree.nodes) % 8), -260 * (len(self.tree.nodes) // 8))
        return made

    def link(self, source: Any, target: Any) -> None:
        """Connect two sockets."""
        self.tree.links.new(source, target)

    def math(self, operation: str, *inputs: Any) -> Any:
        """One arithmetic node; numbers and sockets alike as inputs."""
        made = self.node("ShaderNodeMath")
        made.operation = operation
        for socket, value in zip(made.inputs, inputs, strict=False):
            if isinstance(value, int | float):
                socket.default_value = value
            else:
                self.link(value, socket)
        return made.outputs[0]

    def coordinates(self) -> tuple[Any, Any, Any]:
        """(x, y, z) of the surface point in the object's own metres."""
        split = self.node("ShaderNodeSeparateXYZ")
        self.link(self.node("ShaderNodeTexCoord").outputs["Object"], split.inputs[0])
        return split.outputs[0], split.outputs[1], split.outputs[2]

    def flat(self) -> tuple[Any, Any]:
        """(u, v) in metres: x, y on floors; along the wall and z on walls."""
        x, y, z = self.coordinates()
        split = self.node("ShaderNodeSeparateXYZ")
        self.link(self.node("ShaderNodeTexCoord").outputs["Normal"], split.inputs[0])
        level = self.math("GREATER_THAN", self.math("ABSOLUTE", split.outputs[2]), 0.7)
        side = self.math("GREATER_THAN", self.math("ABSOLUTE", split.outputs[0]), 0.7)
        along = self.choose(side, x, y)
        return self.choose(level, along, x), self.choose(level, z, y)

    def choose(self, mask: Any, off: Any, on: Any) -> Any:
        """``off`` where the mask is 0, ``on`` where it is 1."""
        mix = self.node("ShaderNodeMix")
        self.link(mask, mix.inputs[0])
        self.link(off, mix.inputs[2])
        self.link(on, mix.inputs[3])
        return mix.outputs[0]

    def noise(self, size_m: float, detail: float = 3.0, stretch: tuple[float, float, float] = (1, 1, 1)) -> Any:
        """Fractal noise with features of ``size_m`` metres, 0..1 around 0.5."""
        scale = self.node("ShaderNodeVectorMath")
        scale.operation = "MULTIPLY"
        self.link(self.node("ShaderNodeTexCoord").outputs["Object"], scale.inputs[0])
        scale.inputs[1].default_value = [s / max(size_m, 1e-3) for s in stretch]
        noise = self.node("ShaderNodeTexNoise")
        noise.inputs["Scale"].default_value = 1.0
        noise.inputs["Detail"].default_value = detail
        self.link(scale.outputs[0], noise.inputs["Vector"])
        return noise.outputs[0]

    def contrast(self, value: Any, low: float, high: float) -> Any:
        """``value`` stretched so that low..high becomes 0..1."""
        spread = self.node("ShaderNodeMapRange")
        spread.inputs[1].default_value, spread.inputs[2].default_value = low, high
        self.link(value, spread.inputs[0])
        return spread.outputs[0]

    def cells(self, width_m: float, height_m: float, shift: float, joint_m: float) -> tuple[Any, Any]:
        """Running bond: (1 in a joint, a constant 0..1 per cell)."""
        u, v = self.flat()
        v = self.math("ADD", self.math("DIVIDE", v, height_m), 0.013)
        row = self.math("FLOOR", v)
        u = self.math("ADD", self.math("DIVIDE", u, width_m), self.math("MULTIPLY", row, shift))
        u = self.math("ADD", u, 0.017)
        near_u = self.math("LESS_THAN", self.math("FRACT", u), joint_m / width_m)
        near_v = self.math("LESS_THAN", self.math("FRACT", v), joint_m / height_m)
        joint = self.math("MAXIMUM", near_u, near_v)
        place = self.node("ShaderNodeCombineXYZ")
        self.link(self.math("FLOOR", u), place.inputs[0])
        self.link(row, place.inputs[1])
        each = self.node("ShaderNodeTexWhiteNoise")
        self.link(place.outputs[0], each.inputs["Vector"])
        return joint, each.outputs["Value"]


Masks = tuple[Any, Any]
"""(0 = base colour .. 1 = second colour, height for the bump)."""


def _grainy(size: float, low: float, high: float, detail: float = 4.0) -> Callable[[Chain], Masks]:
    def make(chain: Chain) -> Masks:
        value = chain.noise(size * chain.look.pattern_m, detail)
        return chain.contrast(value, low, high), value

    return make


def _wood(chain: Chain) -> Masks:
    value = chain.noise(chain.look.pattern_m, 4.0, (9.0, 9.0, 1.0))
    return chain.contrast(value, 0.38, 0.66), value


def _planks(chain: Chain) -> Masks:
    m = chain.look.pattern_m
    joint, each = chain.cells(8.0 * m, m, 0.37, 0.004)
    grain = chain.contrast(chain.noise(m, 3.0, (1.0, 7.0, 7.0)), 0.35, 0.7)
    tone = chain.math("ADD", chain.math("MULTIPLY", each, 0.55), chain.math("MULTIPLY", grain, 0.35))
    return chain.math("MAXIMUM", tone, joint), chain.math("SUBTRACT", 1.0, joint)


def _brick(chain: Chain) -> Masks:
    m = chain.look.pattern_m
    joint, each = chain.cells(m, 0.33 * m, 0.5, 0.05 * m)
    tone = chain.math("MULTIPLY", each, 0.25)
    return chain.math("MAXIMUM", tone, joint), chain.math("SUBTRACT", 1.0, joint)


def _tile(chain: Chain) -> Masks:
    m = chain.look.pattern_m
    joint, each = chain.cells(m, m, 0.0, min(0.02 * m, 0.006))
    tone = chain.math("MULTIPLY", each, 0.12)
    return chain.math("MAXIMUM", tone, joint), chain.math("SUBTRACT", 1.0, joint)


def _checker(chain: Chain) -> Masks:
    u, v = chain.flat()
    m = chain.look.pattern_m
    column, row = (chain.math("FLOOR", chain.math("DIVIDE", c, m)) for c in (u, v))
    half = chain.math("MULTIPLY", chain.math("ADD", column, row), 0.5)
    odd = chain.math("GREATER_THAN", chain.math("FRACT", half), 0.25)
    return odd, odd


def _fabric(chain: Chain) -> Masks:
    weave = chain.noise(0.04 * chain.look.pattern_m, 2.0)
    broad = chain.noise(chain.look.pattern_m, 2.0)
    both = chain.math("MULTIPLY", chain.math("ADD", weave, broad), 0.5)
    return chain.contrast(both, 0.38, 0.62), weave


def _stone(chain: Chain) -> Masks:
    joint, each = chain.cells(chain.look.pattern_m, 0.6 * chain.look.pattern_m, 0.43, 0.025 * chain.look.pattern_m)
    rough = chain.noise(0.3 * chain.look.pattern_m, 4.0)
    tone = chain.math("ADD", chain.math("MULTIPLY", each, 0.4), chain.math("MULTIPLY", rough, 0.4))
    return chain.math("MAXIMUM", tone, joint), chain.math("SUBTRACT", rough, joint)


def _water(chain: Chain) -> Masks:
    wave = chain.noise(chain.look.pattern_m, 3.0, (1.0, 2.2, 1.0))
    return chain.contrast(wave, 0.3, 0.75), wave


_PATTERNS: dict[str, Callable[[Chain], Masks]] = {
    "plaster": _grainy(1.0, 0.25, 0.85, 5.0),
    "wood": _wood,
    "planks": _planks,
    "brick": _brick,
    "tile": _tile,
    "checker": _checker,
    "concrete": _grainy(1.2, 0.3, 0.75, 6.0),
    "asphalt": _grainy(0.15, 0.35, 0.68, 6.0),
    "grass": _grainy(0.35, 0.32, 0.68, 6.0),
    "soil": _grainy(0.5, 0.32, 0.7, 6.0),
    "fabric": _fabric,
    "carpet": _fabric,
    "metal": _grainy(0.8, 0.3, 0.9, 3.0),
    "stone": _stone,
    "foliage": _grainy(0.3, 0.3, 0.7, 3.0),
    "bark": _wood,
    "water": _water,
    "paper": _grainy(0.5, 0.3, 0.9, 2.0),
}


def assign(obj: Any, names: tuple[str, ...], resources: Any) -> None:
    """Put the looks into the object's own slots, so that objects can share one mesh."""
    while len(obj.material_slots) < len(names):
        obj.data.materials.append(None)
    for index, slot in enumerate(obj.material_slots):
        look = resources.material.get(names[index]) if index < len(names) else None
        slot.link = "OBJECT"
        slot.material = None if look is None else material_for(look)
