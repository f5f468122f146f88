"""The one place that asks which Blender this is; everything else asks these functions."""

from __future__ import annotations

from typing import Any

import bpy

VERSION: tuple[int, int, int] = tuple(bpy.app.version)  # type: ignore[assignment]


def action_of(id_block: Any, create: bool = True) -> Any:
    """The action of an ID; makes one when there is none and ``create`` is true."""
    data = id_block.animation_data
    if data is None:
        if not create:
            return None
        data = id_block.animation_data_create()
    if data.action is None and create:
        data.action = bpy.data.actions.new(id_block.name)
    return data.action


def fcurve_ensure(id_block: Any, path: str, index: int = 0) -> Any:
    """The F-curve ``path[index]`` of an ID, made when missing (slots from 4.4, plain before)."""
    action = action_of(id_block)
    if hasattr(action, "fcurve_ensure_for_datablock"):
        return action.fcurve_ensure_for_datablock(id_block, path, index=index)
    found = action.fcurves.find(path, index=index)
    return found or action.fcurves.new(path, index=index)


def fcurves(id_block: Any) -> list[Any]:
    """All F-curves of an ID's own action slot."""
    data = id_block.animation_data
    if data is None or data.action is None:
        return []
    action = data.action
    if not hasattr(action, "layers"):
        return list(action.fcurves)
    slot = data.action_slot
    if slot is None:
        return []
    bags = [strip.channelbag(slot) for layer in action.layers for strip in layer.strips]
    return [curve for bag in bags if bag is not None for curve in bag.fcurves]


def fcurve_remove(id_block: Any, prefix: str) -> None:
    """Remove the ID's F-curves whose path starts with ``prefix``; drops an action left empty."""
    data = id_block.animation_data
    if data is None or data.action is None:
        return
    action = data.action
    if not hasattr(action, "layers"):
        for curve in [c for c in action.fcurves if c.data_path.startswith(prefix)]:
            action.fcurves.remove(curve)
    elif data.action_slot is not None:
        for strip in (s for layer in action.layers for s in layer.strips):
            bag = strip.channelbag(data.action_slot)
            for curve in [c for c in bag.fcurves if c.data_path.startswith(prefix)] if bag else []:
                bag.fcurves.remove(curve)
    if not fcurves(id_block):
        id_block.animation_data_clear()
        if action.users == 0:
            bpy.data.actions.remove(action)


def node_tree(owner: Any) -> Any:
    """The emptied node tree of a material or world (``use_nodes`` is the default from 5.0)."""
    if VERSION < (5, 0, 0):
        owner.use_nodes = True
    tree = owner.node_tree
    tree.nodes.clear()
    return tree


def eevee() -> str:
    """The identifier of the raster engine."""
    return "BLENDER_EEVEE" if VERSION >= (5, 0, 0) else "BLENDER_EEVEE_NEXT"


def has_light_temperature() -> bool:
    """True where lights take kelvin themselves (4.5 and later)."""
    return "temperature" in bpy.types.Light.bl_rna.properties


def clip_name(name: str, limit: int = 60) -> str:
    """``name`` cut to what a data-block name holds (63 bytes before 5.0), on a whole character."""
    return name.encode("utf-8")[:limit].decode("utf-8", "ignore") or "unnamed"


_OURS = "setpiece_compositor"


def compositor(scene: Any) -> Any:
    """The scene's compositing tree, emptied; None when a person made one (a group from 5.0 on)."""
    if VERSION >= (5, 0, 0):
        tree = scene.compositing_node_group
        if tree is None:
            tree = scene.compositing_node_group = bpy.data.node_groups.new(scene.name, "CompositorNodeTree")
            tree.interface.new_socket("Image", in_out="OUTPUT", socket_type="NodeSocketColor")
        elif not tree.get(_OURS):
            return None
    else:
        if scene.use_nodes and scene.node_tree is not None and not scene.node_tree.get(_OURS):
            return None
        scene.use_nodes = True
        tree = scene.node_tree
    tree[_OURS] = True
    tree.nodes.clear()
    return tree


def compositor_drop(scene: Any) -> None:
    """Take our compositing away, if there is any."""
    if VERSION >= (5, 0, 0):
        tree = scene.compositing_node_group
        if tree is not None and tree.get(_OURS):
            bpy.data.node_groups.remove(tree)
    elif scene.use_nodes and scene.node_tree is not None and scene.node_tree.get(_OURS):
        scene.node_tree.nodes.clear()
        del scene.node_tree[_OURS]
        scene.use_nodes = False


def compositor_math() -> str:
    """The type of the compositor's arithmetic node."""
    return "ShaderNodeMath" if VERSION >= (5, 0, 0) else "CompositorNodeMath"


def compositor_mix(tree: Any) -> tuple[Any, Any, Any, Any]:
    """A new colour mix: its factor, first and second input, and its output."""
    if VERSION >= (5, 0, 0):
        mix = tree.nodes.new("ShaderNodeMix")
        mix.data_type = "RGBA"
        return mix.inputs[0], mix.inputs[6], mix.inputs[7], mix.outputs[2]
    mix = tree.nodes.new("CompositorNodeMixRGB")
    return mix.inputs[0], mix.inputs[1], mix.inputs[2], mix.outputs[0]


def compositor_output(tree: Any) -> Any:
    """The input of a new output node, which the finished picture goes to."""
    kind = "NodeGroupOutput" if VERSION >= (5, 0, 0) else "CompositorNodeComposite"
    return tree.nodes.new(kind).inputs[0]
