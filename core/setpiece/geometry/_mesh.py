"""Meshes as arrays with their edges supplied, and the primitives everything is made of.

Hosts write these arrays straight into attributes; edges are known here for nothing, while a
host pays half its time to find them again.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from ._rigid import IDENTITY_QUAT, Quat, Vec3, quat_to_matrix

F32 = NDArray[np.float32]
I32 = NDArray[np.int32]


@dataclass(frozen=True)
class Mesh:
    """A polygon mesh.

    Attributes:
        position: (v, 3) float32 metres.
        face_start: (f,) int32, index of each face's first corner.
        corner_vert: (c,) int32, vertex of each corner, counter-clockwise seen from outside.
        edge_verts: (e, 2) int32, each edge once.
        corner_edge: (c,) int32, the edge from this corner to the face's next.
        material: (f,) int32, slot of each face.
        smooth: (f,) bool.
        part: (v,) int32 index into ``part_names``; -1 for none (body parts of stand-ins).
        part_names: names that ``part`` indexes.
    """

    position: F32
    face_start: I32
    corner_vert: I32
    edge_verts: I32
    corner_edge: I32
    material: I32
    smooth: NDArray[np.bool_]
    part: I32
    part_names: tuple[str, ...] = field(default=())

    @property
    def bounds(self) -> tuple[Vec3, Vec3]:
        """(min, max) corners; zeros for an empty mesh."""
        if not len(self.position):
            return (0.0, 0.0, 0.0), (0.0, 0.0, 0.0)
        lo, hi = self.position.min(axis=0), self.position.max(axis=0)
        return (float(lo[0]), float(lo[1]), float(lo[2])), (float(hi[0]), float(hi[1]), float(hi[2]))

    def moved(
        self,
        translation: Vec3 = (0.0, 0.0, 0.0),
        rotation: Quat = IDENTITY_QUAT,
        scale: Vec3 = (1.0, 1.0, 1.0),
    ) -> Mesh:
        """A copy scaled, then rotated, then translated. Scales must be positive."""
        p = self.position.astype(np.float64) * np.array(scale)
        m = quat_to_matrix(rotation)
        turned = p[:, 0:1] * m[:, 0] + p[:, 1:2] * m[:, 1] + p[:, 2:3] * m[:, 2]
        moved = (turned + np.array(translation)).astype(np.float32)
        return replace(self, position=moved)

    def painted(self, material: int = 0, smooth: bool | None = None) -> Mesh:
        """A copy with every face in one material slot (and shading, when given)."""
        changed = np.full(len(self.face_start), material, dtype=np.int32)
        shade = self.smooth if smooth is None else np.full(len(self.face_start), smooth, dtype=np.bool_)
        return replace(self, material=changed, smooth=shade)

    def named(self, part: str) -> Mesh:
        """A copy whose every vertex belongs to body part ``part``."""
        return replace(self, part=np.zeros(len(self.position), dtype=np.int32), part_names=(part,))


def from_faces(position: object, faces: Sequence[Sequence[int]], smooth: bool = False) -> Mesh:
    """A mesh from (v, 3) positions and faces as vertex loops; finds the edges."""
    position_array = np.asarray(position, dtype=np.float32).reshape(-1, 3)
    starts = np.cumsum([0] + [len(f) for f in faces])[:-1].astype(np.int32)
    corners = np.array([v for f in faces for v in f], dtype=np.int32)
    edge_of: dict[tuple[int, int], int] = {}
    corner_edge: list[int] = []
    for f in faces:
        for a, b in zip(f, [*f[1:], f[0]], strict=True):
            corner_edge.append(edge_of.setdefault((min(a, b), max(a, b)), len(edge_of)))
    return Mesh(
        position=position_array,
        face_start=starts,
        corner_vert=corners,
        edge_verts=np.array(list(edge_of), dtype=np.int32).reshape(-1, 2),
        corner_edge=np.array(corner_edge, dtype=np.int32),
        material=np.zeros(len(faces), dtype=np.int32),
        smooth=np.full(len(faces), smooth, dtype=np.bool_),
        part=np.full(len(position_array), -1, dtype=np.int32),
    )


def merge(meshes: Sequence[Mesh]) -> Mesh:
    """All meshes in one, materials kept, part names united. No meshes make an empty mesh."""
    if not meshes:
        return from_faces(np.zeros((0, 3)), [])
    names: list[str] = []
    for m in meshes:
        names.extend(n for n in m.part_names if n not in names)
    verts = np.cumsum([0] + [len(m.position) for m in meshes])
    edges = np.cumsum([0] + [len(m.edge_verts) for m in meshes])
    corners = np.cumsum([0] + [len(m.corner_vert) for m in meshes])

    def parts(m: Mesh) -> I32:
        table = np.array([names.index(n) for n in m.part_names] + [-1], dtype=np.int32)
        return table[m.part]

    def cat(arrays: list[NDArray[np.int32]]) -> I32:
        return np.concatenate(arrays).astype(np.int32)

    return Mesh(
        position=np.concatenate([m.position for m in meshes]),
        face_start=cat([m.face_start + c for m, c in zip(meshes, corners[:-1], strict=True)]),
        corner_vert=cat([m.corner_vert + v for m, v in zip(meshes, verts[:-1], strict=True)]),
        edge_verts=cat([m.edge_verts + v for m, v in zip(meshes, verts[:-1], strict=True)]),
        corner_edge=cat([m.corner_edge + e for m, e in zip(meshes, edges[:-1], strict=True)]),
        material=cat([m.material for m in meshes]),
        smooth=np.concatenate([m.smooth for m in meshes]),
        part=cat([parts(m) for m in meshes]),
        part_names=tuple(names),
    )


_BOX_FACES = ((0, 3, 2, 1), (4, 5, 6, 7), (0, 1, 5, 4), (1, 2, 6, 5), (2, 3, 7, 6), (3, 0, 4, 7))


def box(size: Vec3, center: Vec3 = (0.0, 0.0, 0.0)) -> Mesh:
    """A cuboid of ``size`` metres around ``center``."""
    x, y, z = (s / 2 for s in size)
    corners = [(-x, -y, -z), (x, -y, -z), (x, y, -z), (-x, y, -z), (-x, -y, z), (x, -y, z), (x, y, z), (-x, y, z)]
    return from_faces([[c[i] + center[i] for i in range(3)] for c in corners], _BOX_FACES)


def quad(width_m: float, depth_m: float, z: float = 0.0) -> Mesh:
    """A horizontal rectangle facing up."""
    x, y = width_m / 2, depth_m / 2
    return from_faces([(-x, -y, z), (x, -y, z), (x, y, z), (-x, y, z)], [(0, 1, 2, 3)])


def lathe(profile: Sequence[tuple[float, float]], sides: int = 16, smooth: bool = True) -> Mesh:
    """A surface of revolution about Z.

    Args:
        profile: (radius, z) pairs from bottom to top; a radius of 0 closes to a point.
        sides: Segments around.
        smooth: Shade smooth (caps made of the first and last ring stay flat).
    """
    points: list[Vec3] = []
    rings: list[list[int]] = []
    for radius, z in profile:
        if radius <= 0:
            rings.append([len(points)])
            points.append((0.0, 0.0, z))
            continue
        rings.append([len(points) + i for i in range(sides)])
        turn = [2 * math.pi * i / sides for i in range(sides)]
        points.extend((radius * math.cos(a), radius * math.sin(a), z) for a in turn)
    faces: list[tuple[int, ...]] = []
    for low, high in zip(rings, rings[1:], strict=False):
        for i in range(sides):
            j = (i + 1) % sides
            a, b = low[i % len(low)], low[j % len(low)]
            c, d = high[j % len(high)], high[i % len(high)]
            loop = [v for k, v in enumerate((a, b, c, d)) if v not in (a, b, c, d)[:k]]
            if len(loop) >= 3:
                faces.append(tuple(loop))
    sides_count = len(faces)
    if len(rings[0]) > 1:
        faces.append(tuple(reversed(rings[0])))
    if len(rings[-1]) > 1:
        faces.append(tuple(rings[-1]))
    shade = np.zeros(len(faces), dtype=np.bool_)
    shade[:sides_count] = smooth
    return replace(from_faces(points, faces), smooth=shade)


def cylinder(radius_m: float, height_m: float, sides: int = 16, top_radius_m: float | None = None) -> Mesh:
    """A closed cylinder or cone standing on z = 0."""
    top = radius_m if top_radius_m is None else top_radius_m
    return lathe([(radius_m, 0.0), (top, height_m)], sides)


def ellipsoid(radii_m: Vec3, center: Vec3 = (0.0, 0.0, 0.0), sides: int = 16, rings: int = 8) -> Mesh:
    """An ellipsoid of the three radii around ``center``."""
    turn = [math.pi * i / rings - math.pi / 2 for i in range(rings + 1)]
    profile = [(math.cos(a) if 0 < i < rings else 0.0, math.sin(a)) for i, a in enumerate(turn)]
    return lathe(profile, sides).moved(translation=center, scale=radii_m)


def capsule(radius_m: float, bottom: Vec3, top: Vec3, sides: int = 12, top_radius_m: float | None = None) -> Mesh:
    """A limb: a round-ended, possibly tapering tube whose axis ends are ``bottom`` and ``top``."""
    r1 = radius_m if top_radius_m is None else top_radius_m
    d = [t - b for t, b in zip(top, bottom, strict=True)]
    length = math.sqrt(sum(c * c for c in d))
    steps = [math.pi / 2 * i / 3 for i in range(4)]
    low = [(radius_m * math.sin(a), -radius_m * math.cos(a)) for a in steps]
    high = [(r1 * math.cos(a), length + r1 * math.sin(a)) for a in steps]
    profile = [(0.0, low[0][1]), *low[1:], *high[:3], (0.0, high[3][1])]
    return lathe(profile, sides).moved(translation=bottom, rotation=_from_z(d, length))


def _from_z(d: Sequence[float], length: float) -> Quat:
    """The shortest rotation that takes +Z to the direction ``d``."""
    if length < 1e-9:
        return IDENTITY_QUAT
    x, y, z = (c / length for c in d)
    if z < -0.999999:
        return (0.0, 1.0, 0.0, 0.0)
    size = math.sqrt(2 * (1 + z))
    return (size / 2, -y / size, x / size, 0.0)


def extrude(polygon: Sequence[tuple[float, float]], z0: float, z1: float) -> Mesh:
    """A prism over a simple counter-clockwise polygon; the caps are single faces."""
    n = len(polygon)
    points = [(x, y, z) for z in (z0, z1) for x, y in polygon]
    sides = [(i, (i + 1) % n, n + (i + 1) % n, n + i) for i in range(n)]
    return from_faces(points, [tuple(reversed(range(n))), tuple(range(n, 2 * n)), *sides])


def grid(heights: NDArray[np.float64], cell_m: float, origin: tuple[float, float], smooth: bool = True) -> Mesh:
    """A height field as quads, facing up.

    Args:
        heights: (rows, columns) metres; row is +Y, column is +X.
        cell_m: Spacing.
        origin: (x, y) of heights[0, 0].
        smooth: Shade smooth.
    """
    rows, cols = heights.shape
    y, x = np.mgrid[0:rows, 0:cols]
    position = np.stack([origin[0] + x * cell_m, origin[1] + y * cell_m, heights], axis=-1)
    index = np.arange(rows * cols, dtype=np.int32).reshape(rows, cols)
    a, b, c, d = index[:-1, :-1], index[:-1, 1:], index[1:, 1:], index[1:, :-1]
    corners = np.stack([a, b, c, d], axis=-1).reshape(-1)
    across = np.stack([index[:, :-1], index[:, 1:]], axis=-1).reshape(-1, 2)
    along = np.stack([index[:-1, :], index[1:, :]], axis=-1).reshape(-1, 2)
    ea = np.arange(rows * (cols - 1), dtype=np.int32).reshape(rows, cols - 1)
    eb = (len(across) + np.arange((rows - 1) * cols, dtype=np.int32)).reshape(rows - 1, cols)
    corner_edge = np.stack([ea[:-1], eb[:, 1:], ea[1:], eb[:, :-1]], axis=-1).reshape(-1)
    faces = (rows - 1) * (cols - 1)
    return Mesh(
        position=position.reshape(-1, 3).astype(np.float32),
        face_start=(np.arange(faces, dtype=np.int32) * 4),
        corner_vert=corners.astype(np.int32),
        edge_verts=np.concatenate([across, along]).astype(np.int32),
        corner_edge=corner_edge.astype(np.int32),
        material=np.zeros(faces, dtype=np.int32),
        smooth=np.full(faces, smooth, dtype=np.bool_),
        part=np.full(rows * cols, -1, dtype=np.int32),
    )
