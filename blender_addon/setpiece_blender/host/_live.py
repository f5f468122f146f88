"""Session values of what is no node: the surroundings and the looks of surfaces, shown and taken back.

Neither is read back by ``scan`` from Blender's own data (the world follows the document, a copied material
keeps the document's look in its properties), so nothing shown here can become an edit.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import bpy
import msgspec

from setpiece.errors import InputError
from setpiece.scene import checked_value, set_property
from setpiece.scene.model import Environment, Material, Scene

from . import _fog, _materials, _nodes, _world

LIVE = "setpiece_live"
_AIR = ("sky.", "sun", "fog.")


def environment_with(environment: Environment, values: Mapping[str, Any]) -> Environment:
    """The environment with session values, by property path.

    Raises:
        InputError: No such property, or a wrong value.
    """
    for path, value in values.items():
        environment = set_property(environment, path, checked_value(environment, path, value))
    return environment


def show_environment(scene: Any, document: Scene, environment: Environment, paths: Mapping[str, Any]) -> None:
    """Write what ``paths`` touch of an environment; the document stays as it is.

    Args:
        scene: The Blender scene.
        environment: All of it, session values included.
    """
    shown = msgspec.structs.replace(document, environment=environment)
    if "exposure_ev100" in paths:
        _world.write_view(scene, shown)
    if any(path.startswith(_AIR) for path in paths):
        _world.write_sun(scene, shown, _nodes.collection_for(scene, "light"))
        _world.write_world(scene, environment, f"{document.id} world")
        _fog.write(scene, environment)


def show_material(look: Material, values: Mapping[str, Any]) -> None:
    """A copy of the look's Blender material, with session values, in the place of the original everywhere.

    Raises:
        InputError: No such property, or a wrong value.
    """
    changed = look
    for path, value in values.items():
        changed = set_property(changed, path, checked_value(changed, path, value))
    live = _live_of(look.id)
    if live is None:
        original = _materials.material_for(look)
        live = original.copy()
        live[LIVE] = [look.id, original.name]
        original.use_fake_user = True  # nothing uses it now, and a save would drop it
        original.user_remap(live)
    _materials.build(live, changed)


def _live_of(id_: str) -> Any:
    return next((m for m in bpy.data.materials if LIVE in m and m[LIVE][0] == id_), None)


def end_materials() -> None:
    """Every surface has its own material again."""
    for live in [m for m in bpy.data.materials if LIVE in m]:
        original = bpy.data.materials.get(live[LIVE][1])
        if original is not None:
            live.user_remap(original)
            original.use_fake_user = False
        bpy.data.materials.remove(live)


def look_called(document: Scene, id_: str) -> Material:
    """A look of the document.

    Raises:
        InputError: There is none with this id.
    """
    look = document.resources.material.get(id_)
    if look is None:
        raise InputError("there is no material with this id.", where=f"material/{id_}")
    return look
