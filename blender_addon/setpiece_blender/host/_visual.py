"""What people see in the viewport where the stored numbers do not say it: modifiers, constraints,
collection instances, text and curves, things that hang on things no record knows.

Nothing here runs for a scene that has none of these: evaluating one costs time.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from mathutils import Matrix

from setpiece.geometry import Mesh, merge

from . import _channels, _meshes

SHAPED = ("CURVE", "SURFACE", "FONT", "META")
"""Types that Blender turns into meshes."""
_MOST_POINTS = 4_000_000
_REASONS = {
    "ARMATURE": "an armature has no shape of its own; what it bends or carries is taken as it stands",
    "CURVES": "hair is not taken; convert it to a mesh (Object > Convert)",
    "GPENCIL": "drawings are not taken",
    "GREASEPENCIL": "drawings are not taken",
    "LATTICE": "a lattice has no shape of its own; what it bends is taken as it stands",
    "LIGHT_PROBE": "light probes are not taken",
    "POINTCLOUD": "point clouds are not taken; convert it to a mesh (Object > Convert)",
    "SPEAKER": "sounds are not taken",
    "VOLUME": "volumes are not taken; convert it to a mesh (Object > Convert)",
}
_PLACES = ("location", "rotation", "scale", "delta_")
_SKEW = 1e-4


def reason(obj: Any) -> str:
    """Why a thing of this type does not come back."""
    return _REASONS.get(obj.type, f"a {obj.type.lower().replace('_', ' ')} is not taken")


def has_shape_of_its_own(obj: Any) -> bool:
    """Whether what it shows is more than its mesh: modifiers, instances, shape keys, text, curves."""
    if obj.type in SHAPED or obj.instance_type != "NONE":
        return True
    if obj.type != "MESH":
        return False
    keys = obj.data.shape_keys
    return keys is not None or any(m.show_viewport for m in obj.modifiers)


def has_hidden_modifiers(obj: Any) -> bool:
    """Whether a render would show modifiers that the viewport does not."""
    return any(m.show_render and not m.show_viewport for m in obj.modifiers)


def is_constrained(obj: Any) -> bool:
    """Whether something of people's, no relation of ours, decides where it stands."""
    if any(not c.mute and c.influence > 0 and not c.name.startswith("setpiece ") for c in obj.constraints):
        return True
    data = obj.animation_data
    return data is not None and any(d.data_path.startswith(_PLACES) for d in data.drivers)


def hangs_by_more_than_place(obj: Any) -> bool:
    """Whether it hangs on a bone, a vertex or the like, not on the object as a whole."""
    return obj.parent is not None and obj.parent_type != "OBJECT"


def moves(obj: Any) -> bool:
    """Whether curves move it, or change its lens or light."""
    return bool(_channels.digest(obj))


def moving_target(obj: Any) -> bool:
    """Whether one of its constraints or parents follows something animated."""
    targets = [getattr(c, "target", None) for c in obj.constraints if not c.mute]
    above = [obj.parent] if obj.parent is not None else []
    while above:
        thing = above.pop()
        targets.append(thing)
        if thing.parent is not None and thing.parent not in targets:
            above.append(thing.parent)
    return any(t is not None and t.animation_data is not None and t.animation_data.action for t in targets)


class Visual:
    """A scene as Blender evaluates it, at its present frame; evaluated when first asked."""

    def __init__(self, scene: Any) -> None:
        self._scene, self._graph = scene, None

    def _evaluated(self, obj: Any) -> Any:
        """The evaluated object; None when the viewport leaves it out."""
        made = obj.evaluated_get(self.graph)
        return made if made.is_evaluated else None

    @property
    def graph(self) -> Any:
        """The dependency graph of the scene's first view layer."""
        if self._graph is None:
            layer = self._scene.view_layers[0]
            layer.update()
            self._graph = layer.depsgraph
        return self._graph

    def place(self, obj: Any, below: Any = None) -> tuple[tuple[float, ...], bool] | None:
        """Location, quaternion and scale as seen, below an object or in the world.

        Returns:
            The ten numbers, and whether a skew was lost in them; None when the viewport leaves it out.
        """
        made = self._evaluated(obj)
        if made is None:
            return None
        matrix = made.matrix_world.copy()
        if below is not None:
            above = self._evaluated(below)
            if above is None:
                return None
            matrix = above.matrix_world.inverted_safe() @ matrix
        at, turn, size = matrix.decompose()
        back = Matrix.LocRotScale(at, turn, size)
        skewed = any(abs(matrix[r][c] - back[r][c]) > _SKEW for r in range(3) for c in range(3))
        return (*at, *turn, *size), skewed

    def shape(self, obj: Any, say: Callable[[str], None]) -> tuple[Mesh, list[Any]] | None:
        """Everything that an object shows as one mesh in its own space, and its materials.

        Args:
            obj: An object of the scene.
            say: Is told what of it cannot be taken.

        Returns:
            None when there is no surface, or the viewport leaves it out.
        """
        made = self._evaluated(obj)
        if made is None:
            say("it is hidden in the viewport, or its collection is; show it, and scan again")
            return None
        meshes: list[Mesh] = []
        materials: list[Any] = []
        if obj.type in (*SHAPED, "MESH"):
            _collect(made, Matrix.Identity(4), meshes, materials)
        home, left = made.matrix_world.inverted_safe(), set[str]()
        for one in self.graph.object_instances:
            if not one.is_instance or one.parent is None or one.parent.original != obj:
                continue
            if sum(len(m.position) for m in meshes) > _MOST_POINTS:
                say(f"it has more than {_MOST_POINTS:,} points; only a part was taken. Use fewer copies")
                break
            if one.object.type in (*SHAPED, "MESH"):
                _collect(one.object, home @ one.matrix_world, meshes, materials)
            elif one.object.type != "EMPTY":
                left.add(f"{one.object.name} in it, a {one.object.type.lower()}, was not taken; "
                         "add it to the scene by itself")  # fmt: skip
        for text in sorted(left):
            say(text)
        whole = merge(meshes)
        return (whole, materials) if len(whole.face_start) else None


def _collect(made: Any, matrix: Any, meshes: list[Mesh], materials: list[Any]) -> None:
    """Add an evaluated object's mesh, moved by ``matrix``, its slots among all materials."""
    data = made.to_mesh()
    if data is None:
        return
    mesh = _meshes.capture(data)
    slots = [s.material.original if s.material is not None else None for s in made.material_slots] or [None]
    made.to_mesh_clear()
    for material in slots:
        if material not in materials:
            materials.append(material)
    table = np.array([materials.index(m) for m in slots], dtype=np.int32)
    meshes.append(_meshes.moved(mesh, matrix, table[np.clip(mesh.material, 0, len(slots) - 1)]))
