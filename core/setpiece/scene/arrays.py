"""Arrays by content: canonical form, hash, and what a department hands over (a Fragment)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ..geometry import Mesh, Vec3
from .model import ArrayRef, Geometry, Node, Relation, Resources

Array = NDArray[np.generic]
_KINDS = {"f4": "<f4", "f8": "<f8", "i4": "<i4", "i8": "<i8", "b1": "|b1", "u1": "|u1"}


def canonical(array: Array) -> Array:
    """``array`` as C-contiguous little-endian, with -0.0 written as 0.0.

    Raises:
        TypeError: For a dtype that the store does not keep.
    """
    kind = f"{array.dtype.kind}{array.dtype.itemsize}"
    if kind not in _KINDS:
        raise TypeError(f"arrays of {array.dtype} are not stored; use one of {sorted(_KINDS)}")
    out = np.ascontiguousarray(array, dtype=np.dtype(_KINDS[kind]))
    return out + np.zeros(1, dtype=out.dtype) if array.dtype.kind == "f" else out


def array_hash(array: Array) -> ArrayRef:
    """Content hash (blake2b, 32 hex digits) over dtype, shape and canonical bytes."""
    fixed = canonical(array)
    digest = hashlib.blake2b(f"{fixed.dtype.str}{fixed.shape}".encode(), digest_size=16)
    digest.update(fixed.tobytes())
    return digest.hexdigest()


def _on_grid(corner: Vec3) -> Vec3:
    x, y, z = (round(c, 4) + 0.0 for c in corner)
    return (x, y, z)


def geometry_resource(id_: str, mesh: Mesh) -> tuple[Geometry, dict[ArrayRef, Array]]:
    """The resource record of ``mesh`` and its arrays by hash. Positions are rounded to 0.1 mm."""
    rounded = (np.round(mesh.position.astype(np.float64) * 1e4) / 1e4).astype(np.float32)
    named: dict[str, Array] = {
        "position": rounded,
        "face_start": mesh.face_start,
        "corner_vert": mesh.corner_vert,
        "edge_verts": mesh.edge_verts,
        "corner_edge": mesh.corner_edge,
        "material": mesh.material,
        "smooth": mesh.smooth,
    }
    if mesh.part_names:
        named["part"] = mesh.part
    refs = {name: array_hash(a) for name, a in named.items()}
    whole = hashlib.blake2b("".join(f"{k}={v};" for k, v in sorted(refs.items())).encode(), digest_size=16)
    lo, hi = (_on_grid(corner) for corner in mesh.bounds)
    resource = Geometry(
        id=id_, hash=whole.hexdigest(), arrays=refs, bounds_min=lo, bounds_max=hi, part_names=mesh.part_names
    )
    return resource, {refs[name]: canonical(a) for name, a in named.items()}


@dataclass(frozen=True)
class Fragment:
    """A department's part of a scene: nodes and the resources and arrays they need."""

    nodes: tuple[Node, ...] = ()
    relations: tuple[Relation, ...] = ()
    resources: Resources = field(default_factory=Resources)
    arrays: Mapping[ArrayRef, Array] = field(default_factory=dict)


def united(fragments: Sequence[Fragment]) -> Fragment:
    """All fragments in one.

    Raises:
        ValueError: Two nodes, or two different resources, share an id.
    """
    nodes: dict[str, Node] = {}
    tables: dict[str, dict[str, object]] = {"geometry": {}, "material": {}, "image": {}, "prototype": {}}
    arrays: dict[ArrayRef, Array] = {}
    for f in fragments:
        arrays.update(f.arrays)
        for node in f.nodes:
            if node.id in nodes:
                raise ValueError(f"two nodes with the id {node.id}")
            nodes[node.id] = node
        for name, table in tables.items():
            for key, value in getattr(f.resources, name).items():
                if table.setdefault(key, value) != value:
                    raise ValueError(f"two different {name} resources with the id {key}")
    resources = Resources(**{k: dict(sorted(v.items())) for k, v in tables.items()})  # type: ignore[arg-type]
    relations = tuple(r for f in fragments for r in f.relations)
    return Fragment(tuple(nodes.values()), relations, resources, arrays)


class Pieces:
    """Collects nodes and resources while a department builds; ``finish`` gives the Fragment."""

    def __init__(self) -> None:
        self._nodes: list[Node] = []
        self._relations: list[Relation] = []
        self._resources = Resources(geometry={}, material={}, image={}, prototype={})
        self._arrays: dict[ArrayRef, Array] = {}

    def mesh(self, id_: str, mesh: Mesh) -> str:
        """Register a geometry once; returns its id."""
        if id_ not in self._resources.geometry:
            self._resources.geometry[id_], arrays = geometry_resource(id_, mesh)
            self._arrays.update(arrays)
        return id_

    def add(self, *things: object) -> None:
        """Register nodes, relations, materials and prototypes."""
        for thing in things:
            if isinstance(thing, Node):
                self._nodes.append(thing)
            elif isinstance(thing, Relation):
                self._relations.append(thing)
            else:
                table = getattr(self._resources, type(thing).__name__.lower())
                table[thing.id] = thing  # type: ignore[attr-defined]

    def array(self, array: Array) -> ArrayRef:
        """Register a loose array (channel samples, instance tables); returns its hash."""
        ref = array_hash(array)
        self._arrays[ref] = canonical(array)
        return ref

    def finish(self) -> Fragment:
        """Everything collected."""
        return Fragment(tuple(self._nodes), tuple(self._relations), self._resources, dict(self._arrays))
