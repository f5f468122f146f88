"""Cheaper looks for small stills: what no one sees at storyboard size is not computed.

Shading costs more than tracing there: fine octaves average out within a pixel, bump evaluates
its texture three times, and a rough surface's reflection is a second lobe for a faint sheen. Only
the file in this process changes; what the host wrote into an exported .blend stays whole.
"""

from __future__ import annotations

from typing import Any

import bpy

_MOST_DETAIL = 1.0
_DULL = 0.55
"""From this roughness on, a plain diffuse surface stands for a dielectric."""
_DECIDING = ("Roughness", "Metallic", "Transmission Weight", "Emission Strength")


def thin_looks() -> None:
    """Simplify every material of the open file."""
    for material in bpy.data.materials:
        if material.node_tree is not None:
            _thin(material.node_tree)


def _thin(tree: Any) -> None:
    for node in [n for n in tree.nodes if n.type == "BUMP"]:
        tree.nodes.remove(node)
    for node in tree.nodes:
        if node.type == "TEX_NOISE":
            detail = node.inputs["Detail"]
            detail.default_value = min(detail.default_value, _MOST_DETAIL)
    for node in [n for n in tree.nodes if n.type == "BSDF_PRINCIPLED" and _dull(n)]:
        _flatten(tree, node)


def _dull(shader: Any) -> bool:
    value = {name: shader.inputs[name].default_value for name in _DECIDING}
    return value["Roughness"] >= _DULL and not any(value[name] for name in _DECIDING[1:])


def _flatten(tree: Any, shader: Any) -> None:
    plain = tree.nodes.new("ShaderNodeBsdfDiffuse")
    source, target = shader.inputs["Base Color"], plain.inputs["Color"]
    target.default_value = source.default_value
    for link in list(source.links):
        tree.links.new(link.from_socket, target)
    for link in list(shader.outputs["BSDF"].links):
        tree.links.new(plain.outputs[0], link.to_socket)
    tree.nodes.remove(shader)
