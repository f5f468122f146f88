"""Relations as constraints. Where a baked channel stands for one, the constraint is muted: the
move plays exactly as described, and an artist who wants the rig live unmutes it.
"""

from __future__ import annotations

from typing import Any

from mathutils import Matrix

from setpiece.scene.model import Node, Relation

_KINDS = {"attach": "CHILD_OF", "aim": "DAMPED_TRACK", "follow_path": "COPY_LOCATION", "focus_on": ""}


def write(relation: Relation, source: Any, target: Any, node: Node) -> None:
    """Make or refresh the constraint of ``relation`` on its source object."""
    baked = bool(relation.baked) and any(c.property == relation.baked for c in node.channels)
    if relation.kind == "focus_on":
        if source.type == "CAMERA":
            source.data.dof.focus_object = None if baked else target
        return
    name = f"setpiece {relation.id}"[:60]
    constraint = source.constraints.get(name) or source.constraints.new(_KINDS[relation.kind])
    constraint.name, constraint.target, constraint.mute = name, target, baked
    if relation.kind == "aim":
        constraint.track_axis = "TRACK_NEGATIVE_Z"
    elif relation.kind == "attach":
        constraint.inverse_matrix = Matrix.Translation(relation.offset) @ _rest(target).inverted_safe()


def _rest(obj: Any) -> Any:
    """The object's world matrix by its own numbers; ``matrix_world`` is stale without a window."""
    own = obj.matrix_parent_inverse @ obj.matrix_basis
    return _rest(obj.parent) @ own if obj.parent is not None else own


def remove(relation: Relation, source: Any) -> None:
    """Take the constraint off again."""
    if relation.kind == "focus_on":
        if source is not None and source.type == "CAMERA":
            source.data.dof.focus_object = None
        return
    constraint = source.constraints.get(f"setpiece {relation.id}"[:60]) if source is not None else None
    if constraint is not None:
        source.constraints.remove(constraint)
