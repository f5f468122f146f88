"""Lights a scene: environment, motivated fixtures solved for lux at the faces, and exposure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import msgspec

from ..cast.model import Blocking
from ..geometry import Quat, Vec3, look_rotation
from ..scene.arrays import Fragment, Pieces
from ..scene.ids import IdSlice, Minter
from ..scene.model import Environment, LightPayload, Node, Sun, Transform
from ..script.model import SceneBreakdown
from ..sets.model import Pin, SetPlan, Vec2
from ._effects import blinds, headlights, slats
from ._field import Face, Field, facing, middle
from ._house import ambient, practicals, windows
from ._rig import Lamp, camera_side, fill, keys, rim
from ._states import State, state_of
from ._sun import direction, place_sun, sun_lux
from .model import LightPlan

FACE_STOPS = 0.6
"""Grey-card exposure minus this many stops: skin comes out a little over middle grey, as faces are exposed."""
_SKY_ON_FACE = 0.55
"""Share of the sky's horizontal lux that an upright face gets, ground bounce included."""


@dataclass(frozen=True)
class LightResult:
    """The scene's lighting state, its fixtures and the new id slice."""

    plan: LightPlan
    fragment: Fragment
    ids: IdSlice


def light(
    scene: SceneBreakdown,
    plan: SetPlan,
    blocking: Blocking,
    scene_id: str,
    ids: IdSlice,
    pins: Mapping[str, Pin] = {},
) -> LightResult:
    """Light ``scene`` so that faces read and the hour and mood are told.

    Args:
        scene: Time of day, weather words, mood.
        plan: The set: windows and practicals motivate, solids are kept clear of.
        blocking: Whose faces are lit; main actors first.
        scene_id: Scope of the ids.
        ids: The ledger's slice of this scene's lights.
        pins: Node id -> what a person did to it: moved (kept exactly) or deleted (left out).

    Returns:
        The plan (environment with exposure, designed lux at the first face), one light node per
        fixture, and the slice. ``LightPlan.notes`` says what is unmotivated.
    """
    state = state_of(scene, plan)
    field = Field(plan, blocking)
    mains = [a for a in blocking.actors if not a.background] or list(blocking.actors)
    faces = [facing(a) for a in mains]
    side = camera_side(faces, field)
    sun = place_sun(state, faces, field, side)
    house = [*windows(plan, state), *practicals(plan, state)]
    state = _over_practicals(state, house, middle(faces, plan), plan.interior)
    notes = [f"lights' kelvin is as seen by a camera balanced for {state.balance:.0f} K (6500 K is white)"]
    room = ambient(plan, state, middle(faces, plan), house)
    rig, unmotivated = _rig(state, field, faces, side, sun, house, room)
    shades = blinds(plan, state)
    lamps = [*rig, *house, *([room] if room else []), *headlights(plan, state), *slats(plan, state, shades)]
    key_lux, fill_lux = _designed(state, field, faces, rig, house, sun)
    ev = _exposure(state, field, faces, key_lux + fill_lux, sun)
    minter, pieces = Minter(f"{scene_id}.l", ids), Pieces()
    for lamp in lamps:
        node = minter.id(lamp.key, lamp.name)
        if not pins.get(node, Pin()).deleted:
            pieces.add(_node(node, lamp, state, pins.get(node, Pin()).transform))
    for shade in shades:
        node = minter.id(shade.key, "Blind")
        if not pins.get(node, Pin()).deleted:
            shade.hang(pieces, node, scene_id, pins.get(node, Pin()).transform)
    sky = state.sky
    if state.dark and (not plan.interior or plan.kind == "vehicle"):  # a city glows: the sky keeps up with its lamps
        sky = msgspec.structs.replace(sky, lux=round(max(sky.lux, state.glow * state.key_lux), 3))
    environment = Environment(sky, _balanced(sun, state), state.fog, round(ev, 3))
    made = LightPlan(environment, state.mood, round(key_lux, 3), round(fill_lux, 3), (*notes, *unmotivated))
    return LightResult(made, pieces.finish(), minter.finish())


def _rig(
    state: State, field: Field, faces: Sequence[Face], side: Vec2, sun: Sun, house: Sequence[Lamp], room: Lamp | None
) -> tuple[list[Lamp], list[str]]:
    """Key, fill and rim for the faces; by day outdoors only a bounce where the sun leaves them dark."""
    mid, notes = middle(faces, field.plan), list[str]()
    if not faces:
        faces = [Face("", mid, side)]
    if state.key_lux <= 0:
        return _bounce(state, field, faces, side, sun), notes
    toward = [lamp.at for lamp in house if lamp.motivation]
    lamps = keys(faces, field, side, toward, state)
    motive = _motive(lamps[0], house)
    if not motive:
        notes.append("key light: unmotivated, no window or lamp stands on its side")
    lamps = [replace(lamp, motivation=_motive(lamp, house)) for lamp in lamps]
    soft = state.key_lux / (state.ratio - 1)  # what the room gives by itself is part of it
    soft = max(soft - (room.lux(faces[0]) if room else 0.0), 0.2 * soft)
    lamps.append(fill(faces, field, side, mid, state, soft))
    back = rim(faces, field, side, state)
    return ([*lamps, back] if back else lamps), notes


def _over_practicals(state: State, house: Sequence[Lamp], mid: Vec3, inside: bool) -> State:
    """At night the key must hold its own against street lamps and bulbs near by."""
    if not state.dark or state.key_lux <= 0:
        return state
    spill = 0.0
    for lamp in house:
        if lamp.role == "practical":
            far2 = max(sum((a - b) ** 2 for a, b in zip(lamp.at, mid, strict=True)), 1.0)
            spill += lamp.lumen / (math.pi if lamp.shape == "area" else 4 * math.pi) / far2
    roof = 0.25 if state.cabin else 0.4 if inside else 0.8
    return replace(state, key_lux=max(state.key_lux, roof * spill))


def _motive(lamp: Lamp, house: Sequence[Lamp]) -> str:
    """The window or lamp on the key's side of the face, if there is one."""
    best, node = 0.3, ""
    ax, ay = lamp.at[0] - lamp.aim[0], lamp.at[1] - lamp.aim[1]
    for source in house:
        bx, by = source.at[0] - lamp.aim[0], source.at[1] - lamp.aim[1]
        size = math.sqrt((ax * ax + ay * ay) * (bx * bx + by * by))
        cosine = (ax * bx + ay * by) / size if size > 1e-6 else 0.0
        if source.motivation and round(cosine, 4) > best:
            best, node = round(cosine, 4), source.motivation
    return node


def _bounce(state: State, field: Field, faces: Sequence[Face], side: Vec2, sun: Sun) -> list[Lamp]:
    """A reflector or silk for faces that sun and sky leave too far under the ground: less far with a low sun."""
    wanted = _ground(state, sun) / (1.8 if state.sky.kind == "golden" else 2.8)
    way = direction(sun.azimuth_rad, sun.elevation_rad)
    dark = [f for f in faces[:4] if sun_lux(sun.lux, way, f, field) + _SKY_ON_FACE * state.sky.lux < wanted]
    if not dark:
        return []
    lift = wanted - _SKY_ON_FACE * state.sky.lux
    if lift <= 0:
        return []
    made = keys(dark, field, side, [], replace(state, key_lux=lift, soft_m=1.6))
    return [
        replace(
            lamp,
            key=f"light:bounce:{i}",
            name=f"Bounce {i}",
            role="fill",
            motivation="sun",
            kelvin=state.sun_kelvin,
        )
        for i, lamp in enumerate(made, 1)
    ]


def _ground(state: State, sun: Sun) -> float:
    return state.sky.lux + max(math.sin(sun.elevation_rad), 0.0) * sun.lux


def _designed(
    state: State, field: Field, faces: Sequence[Face], rig: Sequence[Lamp], house: Sequence[Lamp], sun: Sun
) -> tuple[float, float]:
    """(key, fill) lux at the first faces, by arithmetic; the mean of the first two."""
    if not faces:
        if state.key_lux > 0:
            return state.key_lux, state.key_lux / (state.ratio - 1)
        return sun.lux, state.sky.lux
    way = direction(sun.azimuth_rad, sun.elevation_rad)
    key, soft = 0.0, 0.0
    for face in faces[:2]:
        for lamp in [*rig, *house]:
            lux = lamp.lux(face)
            if lamp.role == "key" or (lamp.role == "practical" and state.dark):
                key += lux
            elif lamp.role in {"fill", "ambient"}:
                soft += lux
        if not field.plan.interior:
            key += sun_lux(sun.lux, way, face, field)
            soft += _SKY_ON_FACE * state.sky.lux
        else:
            soft += 0.5 * state.ambient * state.key_lux
    n = len(faces[:2])
    return key / n, soft / n


def _exposure(state: State, field: Field, faces: Sequence[Face], face_lux: float, sun: Sun) -> float:
    """EV100 for the faces, within reach of what surrounds them."""
    ev = math.log2(max(face_lux, 0.05) / 2.5) + FACE_STOPS + state.stops + state.pale
    if field.plan.interior or state.key_lux > 0:
        return ev
    ground = math.log2(max(_ground(state, sun), 0.05) / 2.5)
    ground += state.pale + max(state.stops, 0.0)
    return min(max(ev, ground - 0.3), ground + 1.0) if faces else ground - 0.35


def _balanced(sun: Sun, state: State) -> Sun:
    """The sun in the colour that the balanced camera sees."""
    return Sun(sun.azimuth_rad, sun.elevation_rad, sun.lux, float(round(state.seen(sun.kelvin))))


def _rounded(v: Vec3) -> Vec3:
    return (round(v[0], 4), round(v[1], 4), round(v[2], 4))


def _node(node: str, lamp: Lamp, state: State, pinned: Transform | None) -> Node:
    at = _rounded(lamp.at)
    q = look_rotation(at, lamp.aim)
    rotation: Quat = (round(q[0], 6), round(q[1], 6), round(q[2], 6), round(q[3], 6))
    payload = LightPayload(
        shape=lamp.shape,
        role=lamp.role,
        lumen=round(lamp.lumen, 1),
        kelvin=float(round(state.seen(lamp.kelvin))),
        width_m=round(lamp.width_m, 4),
        height_m=round(lamp.height_m, 4),
        cone_rad=round(lamp.cone_rad or 0.8, 6),
        blend=lamp.blend,
        motivation=lamp.motivation,
    )
    return Node(node, lamp.name, "light", f"{lamp.role} light", payload, pinned or Transform(at, rotation))
