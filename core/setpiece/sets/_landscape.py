"""Open country: ground, what grows on it, what people put there, and hills that close the view."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from ..geometry import pick, stream
from ..scene.ids import Minter
from . import _scatter as scatter
from ._batch import F64
from ._biomes import Biome, biome_of
from ._draft import Scatter, SetDraft
from ._landscape_extras import dress
from ._piece import Part, Piece, PieceMaker
from ._plants import log_seat, rock
from ._skyline import black_sky, skyline
from ._terrain import HALF_M, Carve, Terrain, hill_ring, land_beyond, rolling, smooth_step, strip
from ._wishes import place_wishes, set_seats
from ._yard import Want, Yard, ring_spots
from .model import Obstacle, Pin, SetSpec, Vec2

_CLEAR_M = 2.75
_LENS_M = 13.0
_FLOOR_M = 13.5
_WATER_Z = -0.42
_CRATERS = (
    (14.0, 13.0, 4.6),
    (-16.0, 10.0, 6.0),
    (-13.0, -15.0, 4.0),
    (17.0, -12.0, 5.2),
    (3.0, 26.0, 7.0),
    (-31.0, 24.0, 8.0),
)
"""x, y and radius of the nearer craters, metres; the acting circle stays level."""


def build(
    spec: SetSpec, scene_id: str, minter: Minter, pins: Mapping[str, Pin], obstacles: Sequence[Obstacle]
) -> SetDraft:
    """A landscape for ``spec`` (see ``_biomes`` for the variants)."""
    name, biome = biome_of(spec.variant, spec.location)
    seed = (scene_id, spec.seed, name)
    terrain = rolling(stream(*seed, "terrain"), biome.swell_m, carve=_carve(biome))
    yard = Yard(scene_id, minter, pins, obstacles, terrain.at)
    _lay_ground(yard, biome, terrain, seed)
    yard.keep_out(-_CLEAR_M, -_LENS_M, _CLEAR_M, _LENS_M)
    yard.keep_out(-_CLEAR_M - 1.2, -_CLEAR_M, _CLEAR_M + 1.2, _CLEAR_M, 1.9)
    set_seats(yard, spec, log_seat if name in ("forest", "woods", "camp", "river", "mountains", "snow") else None)
    refused = place_wishes(yard, spec, ground_only=True)
    dress(yard, biome.extras, spec.night)
    _heroes(yard, biome, seed)
    yard.settle()
    node = yard.id("place:ground")
    return SetDraft(
        kind="landscape",
        variant=spec.variant or name,
        interior=False,
        placed=yard.placed,
        floor=_circle(_FLOOR_M),
        ceiling_m=0.0,
        acting_center=(0.0, 0.0),
        scatter=_scatters(yard, biome, terrain, seed),
        ground=terrain.ground(),
        refusals=(*refused, *yard.refusals),
        solids=terrain.slabs(node),
    )


def _circle(radius: float) -> tuple[Vec2, ...]:
    turn = [2 * math.pi * i / 24 for i in range(24)]
    return tuple((round(radius * math.cos(a), 4), round(radius * math.sin(a), 4)) for a in turn)


def _carve(biome: Biome) -> Carve | None:
    def coast(x: F64, y: F64) -> F64:
        return -1.8 * smooth_step((y - 10.0 + 0.02 * x) / 12.0)

    def lake(x: F64, y: F64) -> F64:
        return -1.7 * smooth_step((y - 9.5 - 0.004 * x * x) / 6.0)

    def river(x: F64, y: F64) -> F64:
        middle = 16.5 + 0.0016 * x * x
        return -1.9 * (1 - smooth_step((np.abs(y - middle) - 3.0) / 3.8))

    def pools(x: F64, y: F64) -> F64:
        far = np.sqrt(x * x + y * y)
        return -0.75 * smooth_step((far - 9.0) / 5.0)

    def craters(x: F64, y: F64) -> F64:
        out = np.zeros(np.broadcast(x, y).shape)
        for cx, cy, radius in _CRATERS:
            dx, dy = x - cx, y - cy
            far = np.sqrt(dx * dx + dy * dy) / radius
            bowl = -0.32 * radius * (1 - smooth_step(far))
            rim = 0.09 * radius * smooth_step(1 - np.abs(far - 1.0) / 0.35)
            out = out + bowl + rim
        return out

    if biome.craters:
        return craters
    shapes: dict[str, Carve] = {"coast": coast, "lake": lake, "river": river, "pools": pools}
    return shapes.get(biome.water)


def _lay_ground(yard: Yard, biome: Biome, terrain: Terrain, seed: tuple[object, ...]) -> None:
    names = (str(seed[0]), str(seed[1]), str(seed[2]))
    yard.fixed("place:ground", "Ground", terrain.piece(biome.ground), solid=False)
    plain_z = -2.4 if biome.water in ("coast", "lake") else -0.3 if not biome.water else -2.0
    yard.fixed("place:plain", "Plain", land_beyond(biome.ground, plain_z), solid=False)
    gap = (math.radians(12), math.radians(168)) if biome.water == "coast" else None
    near = hill_ring(stream(*names, "near hills"), HALF_M - 3.0, 150.0, biome.near_crest_m, biome.near_hills, gap=gap)
    yard.fixed("place:near hills", "Near hills", near, (0.0, 0.0, -0.1), solid=False)
    far = hill_ring(stream(*names, "far hills"), 170.0, 430.0, biome.far_crest_m, biome.far_hills, 0.75, gap)
    yard.fixed("place:far hills", "Far hills", far, (0.0, 0.0, -0.5), solid=False)
    if biome.mountains:
        peaks = hill_ring(stream(*names, "mountains"), 420.0, 860.0, 210.0, biome.mountains, 0.7, gap, 144, ridge=True)
        yard.fixed("place:mountains", "Mountains", peaks, (0.0, 0.0, -1.0), solid=False)
    if biome.city:
        yard.fixed("place:skyline", "Skyline", skyline(stream(*names, "city"), 150.0, 330.0, 46.0), solid=False)
    if biome.void:
        yard.fixed("place:skyline", "Black sky", black_sky(stream(*names, "stars")), solid=False)
    if biome.path:
        _lay_path(yard, biome, terrain, stream(*names, "path"))
    if biome.water:
        half = 880.0 if biome.water == "coast" else HALF_M - 2.0
        z = -0.3 if biome.water == "pools" else _WATER_Z
        center_y = half + 8.0 if biome.water == "coast" else 0.0
        part = Part(land_beyond("x", 0.0, half).parts[0].mesh, biome.water_look, solid=False)
        yard.fixed(
            "place:water", "Water", Piece("water", (part,), solid_kind="ground"), (0.0, center_y, z), solid=False
        )


def _lay_path(yard: Yard, biome: Biome, terrain: Terrain, rng: np.random.Generator) -> None:
    bend, phase = 2.0 + 4.0 * rng.random(), rng.random() * 6.28
    side = 1.2 if biome.road else 0.4
    points: list[tuple[float, float]] = []
    for i in range(45):
        y = -66.0 + 3.0 * i
        if biome.water and y > (8.0 if biome.water != "river" else 9.0):
            break
        drift = bend * (math.sin(y / 21.0 + phase) - math.sin(phase))
        points.append((side - 0.4 + drift * min(1.0, abs(y) / 20.0), y))
    mesh = strip(points, biome.path_width_m, terrain)
    parts = [Part(mesh, biome.path, solid=False)]
    if biome.road:
        for off, wide in ((0.0, 0.12), (-3.2, 0.1), (3.2, 0.1)):
            line = [(x + off, y) for x, y in points]
            parts.append(Part(strip(line, wide, terrain, 0.022), "road_paint", solid=False))
    yard.fixed(
        "place:path", "Road" if biome.road else "Path", Piece("path", tuple(parts), solid_kind="ground"), solid=False
    )
    if biome.road:
        yard.keep_out(-4.2, -60.0, 4.2, 60.0)


def _heroes(yard: Yard, biome: Biome, seed: tuple[object, ...]) -> None:
    """Named trees around the action; four shapes shared among them."""
    if not biome.trees:
        return
    shapes = [biome.trees[i % len(biome.trees)](stream(*map(str, seed), "hero", i)) for i in range(4)]

    def make(rng: np.random.Generator) -> Piece:
        return pick(rng, shapes)

    arcs = ((-0.75, 0.75), (math.pi - 0.75, math.pi + 0.75), (1.0, 1.3), (1.85, 2.15), (-1.3, -1.0), (-2.15, -1.85))
    if biome.water in ("coast", "lake", "river"):
        arcs = ((-0.9, 0.35), (math.pi - 0.35, math.pi + 0.9), (-2.0, -1.8), (-1.35, -1.15))
    for i in range(biome.heroes):
        reach = (6.8, 13.0) if i % 2 else (9.0, 16.0)
        spots = ring_spots((0.0, 0.0), reach, arcs, "any", 30)
        yard.want(Want(f"piece:tree:{i + 1}", f"Tree {i + 1}", make, spots, rank=8))


def _scatters(yard: Yard, biome: Biome, terrain: Terrain, seed: tuple[object, ...]) -> tuple[Scatter, ...]:
    out: list[Scatter] = []
    rows: tuple[tuple[str, Sequence[PieceMaker], int, float, float, float, float], ...] = (
        ("far trees", biome.trees, biome.far_trees, 20.0, 62.0, 3.6, 2.0),
        ("bushes", biome.bushes, biome.bush_count, 15.5, 40.0, 1.6, 0.5),
        ("grass", biome.tufts, biome.tuft_count, 0.6, 27.0, 0.0, 0.08),
        ("stones", _stones(biome), biome.rock_count, 15.0, 42.0, 1.4, 0.5),
        ("pebbles", _pebbles(biome), biome.rock_count * 4, 3.0, 24.0, 0.0, 0.1),
    )
    for kind, makers, count, near, far, apart, margin in rows:
        node = yard.id(f"scatter:{kind}")
        if not makers or not count or yard.is_deleted(node):
            continue
        rng = stream(*map(str, seed), node, "points")
        x, y = scatter.ring_points(rng, count, near, far)
        ok = yard.clear_points(x, y, margin) | (np.abs(x) < _CLEAR_M) & (np.sqrt(x * x + y * y) > 3.4) & (
            kind == "grass"
        )
        if biome.road or biome.path:
            ok &= ~_on_path(yard, x, y, margin)
        z = terrain.at_many(x, y)
        ok &= z > (-0.3 if biome.water == "pools" and kind != "far trees" else _WATER_Z + 0.12 if biome.water else -9.0)
        if apart:
            ok[ok] = scatter.thinned(x[ok], y[ok], apart)
        sizes = (0.75, 1.25) if kind in ("grass", "pebbles") else (0.8, 1.35)
        out.append(
            scatter.table(
                node, kind.capitalize(), kind, scatter.prototypes(node, makers), rng, x[ok], y[ok], z[ok], sizes
            )
        )
    return tuple(out)


def _on_path(yard: Yard, x: F64, y: F64, margin: float) -> NDArray[np.bool_]:
    """(n,) true on the path's drawn corners (nearest row by y)."""
    path = next((p for p in yard.placed if p.key == "place:path"), None)
    if path is None:
        return np.zeros(len(x), dtype=np.bool_)
    p = path.piece.parts[0].mesh.position.astype(np.float64).reshape(-1, 5, 3)
    row = np.clip(np.round((y - p[0, 2, 1]) / 3.0).astype(np.int64), 0, len(p) - 1)
    half = np.abs(p[:, 4, 0] - p[:, 0, 0]) / 2
    inside = np.abs(x - p[row, 2, 0]) < half[row] + margin + 0.25
    on: NDArray[np.bool_] = inside & (y < p[-1, 2, 1] + 1.0)
    return on


def _stones(biome: Biome) -> tuple[PieceMaker, ...]:
    return tuple(partial(rock, size_m=s, look=biome.rocks) for s in (0.45, 0.8, 1.3))


def _pebbles(biome: Biome) -> tuple[PieceMaker, ...]:
    return tuple(partial(rock, size_m=s, look=biome.rocks) for s in (0.07, 0.12))
