"""Plain sets to stand in: a box room, a table for four, a car, a slope."""

from __future__ import annotations

import math

from setpiece.geometry import quat_from_yaw
from setpiece.script.model import Background, Beat, SceneBreakdown, SceneCast
from setpiece.sets.model import Ground, Opening, Practical, Seat, SetPlan, Solid


def room(
    wide: float = 6.0, deep: float = 5.0, tall: float = 2.8, furniture: tuple[Solid, ...] = (), **more: object
) -> SetPlan:
    x, y, z = wide / 2, deep / 2, tall / 2
    walls = [
        ((-x - 0.05, 0, z), (0.05, y, z)),
        ((x + 0.05, 0, z), (0.05, y, z)),
        ((0, -y - 0.05, z), (x, 0.05, z)),
        ((0, y + 0.05, z), (x, 0.05, z)),
        ((0, 0, tall + 0.05), (x, y, 0.05)),
    ]
    solids = [Solid("s.p1", c, h, kind="structure") for c, h in walls]
    solids.append(Solid("s.p2", (0, 0, -0.05), (x, y, 0.05), kind="ground"))
    values: dict[str, object] = {
        "kind": "room",
        "variant": "living",
        "interior": True,
        "floor": ((-x, -y), (x, -y), (x, y), (-x, y)),
        "ceiling_m": tall,
        "acting_center": (0.0, 0.0),
        "solids": (*solids, *furniture),
        "openings": (
            Opening("s.p3", "window", (-x, 0.5, 1.5), 1.4, 1.2, -math.pi / 2),
            Opening("s.p4", "door", (1.8, -y, 1.0), 0.9, 2.0, 0.0),
        ),
        "practicals": (Practical("s.p5", (x - 0.5, y - 0.5, 1.5), 600, 2700, "floor"),),
    }
    values.update(more)
    return SetPlan(**values)  # type: ignore[arg-type]


def table_room() -> SetPlan:
    """A table with four chairs round it in a large room."""
    seats, solids = (
        [],
        [Solid("t.p9", (0, 0, 0.735), (0.6, 0.4, 0.015)), Solid("t.p9", (0, 0, 0.36), (0.05, 0.05, 0.36))],
    )
    for i, (x, y, yaw) in enumerate(
        ((-0.3, -0.62, 0.0), (0.3, 0.62, math.pi), (0.3, -0.62, 0.0), (-0.3, 0.62, math.pi))
    ):
        node = f"t.p{20 + i}"
        seats.append(Seat(node, (x, y, 0.45), yaw, "t.p9"))
        back = -0.24 * math.cos(yaw)
        solids += [
            Solid(node, (x, y, 0.435), (0.22, 0.22, 0.015), quat_from_yaw(yaw)),
            Solid(node, (x, y + back, 0.68), (0.2, 0.015, 0.22), quat_from_yaw(yaw)),
        ]
    return room(8, 7, 3.0, tuple(solids), kind="bar", variant="restaurant", seats=tuple(seats))


def car() -> SetPlan:
    seats = (
        Seat("v.p1", (-0.38, 0.1, 0.55), 0.0, "front", True),
        Seat("v.p1", (0.38, 0.1, 0.55), 0.0, "front"),
        Seat("v.p2", (-0.38, -0.8, 0.55), 0.0, "rear"),
        Seat("v.p2", (0.38, -0.8, 0.55), 0.0, "rear"),
    )
    solids = (
        Solid("v.p0", (0, 0, 0.22), (0.8, 1.8, 0.03), kind="vehicle"),
        Solid("v.p0", (0, 0, 1.46), (0.7, 0.9, 0.02), kind="vehicle"),
    )
    return room(
        kind="vehicle",
        variant="car",
        solids=solids,
        seats=seats,
        ceiling_m=1.44,
        openings=(),
        practicals=(),
        floor=((-0.75, -1.2), (0.75, -1.2), (0.75, 1.2), (-0.75, 1.2)),
    )


def slope() -> SetPlan:
    """A hillside that rises 2 m in 20 m towards +X."""
    rows = columns = 11
    heights = tuple(0.2 * c for _ in range(rows) for c in range(columns))
    return room(
        kind="landscape",
        variant="field",
        interior=False,
        solids=(),
        ceiling_m=0.0,
        openings=(),
        practicals=(),
        floor=((-9, -9), (9, -9), (9, 9), (-9, 9)),
        ground=Ground((-10.0, -10.0), 2.0, rows, columns, heights),
    )


def scene(
    count: int,
    time: str = "DAY",
    mood: tuple[str, ...] = (),
    extras: int = 0,
    posture: str = "",
    skip: tuple[int, ...] = (),
) -> SceneBreakdown:
    """``count`` people who talk in turn; ``skip`` leaves some out."""
    who = [i for i in range(1, count + 1) if i not in skip]
    cast = tuple(
        SceneCast(f"c{i}", f"PERSON {i}", speaking=True, female=i % 2 == 0, age=30, posture=posture) for i in who
    )  # type: ignore[arg-type]
    beats = (
        tuple(
            Beat(
                "dialogue",
                n,
                "Yes.",
                48,
                f"f{n}",
                speaker=f"c{who[n % len(who)]}",
                subjects=(f"c{who[n % len(who)]}",),
            )
            for n in range(6)
        )
        if who
        else ()
    )
    background = (Background("guests", extras),) if extras else ()
    return SceneBreakdown(
        "1", f"INT. HOUSE - {time}", "INT", "HOUSE", "", time, time, 4, mood, cast, background, {}, beats, ()
    )  # type: ignore[arg-type]
