"""A small scene and a console for it: what every test of the live room plays with."""

from __future__ import annotations

from setpiece.live import Effect, Event, Show, State, parse_cues
from setpiece.scene.model import (
    CameraPayload,
    CharacterPayload,
    EmptyPayload,
    Environment,
    Geometry,
    LightPayload,
    Material,
    MeshPayload,
    Node,
    Resources,
    Scene,
    Sun,
    Transform,
)

S = 1_000_000_000


def cube(id_: str) -> Geometry:
    return Geometry(id_, "h", {}, (-0.5, -0.5, -0.5), (0.5, 0.5, 0.5))


def node(id_: str, name: str, payload: object, at: tuple[float, float, float] = (0, 0, 0), **more: object) -> Node:
    return Node(id_, name, "sets", name, payload, Transform(translation=at), **more)  # type: ignore[arg-type]


def scene() -> Scene:
    nodes = (
        node("n1", "desk lamp", LightPayload("point", lumen=100.0, kelvin=3200.0), (0, 5, 2)),
        node("n2", "window light", LightPayload("area", lumen=1000.0), (0, 9, 2)),
        node("n3", "chair", MeshPayload("cube"), (0, 5, 0)),
        node("n4", "wall", MeshPayload("cube"), (8, 5, 0)),
        node("n5", "cushion", MeshPayload("cube"), (0, 0, 1), parent="n3"),
        node("n6", "camera A", CameraPayload(), (0, 0, 1.5)),
        node("n7", "ANNA", CharacterPayload("c1", "cube"), (1, 4, 0)),
        node("n8", "lamp", EmptyPayload()),
        node("n9", "lamp", EmptyPayload()),
    )
    return Scene(
        id="s001",
        resources=Resources(geometry={"cube": cube("cube")}, material={"m1": Material("m1")}),
        nodes={n.id: n for n in nodes},
        environment=Environment(sun=Sun(azimuth_rad=3.0, elevation_rad=0.7)),
    )


class Console:
    """A show with a state, pressed at seconds."""

    def __init__(self, text: str) -> None:
        self.show = Show(parse_cues(text), scene())
        step = self.show.start()
        self.state: State = step.state
        self.log: list[Effect] = list(step.effects)

    def at(self, seconds: float, *events: Event) -> dict[str, object]:
        now_ns = round(seconds * S)
        step = self.show.advance(self.state, now_ns)
        self.state = step.state
        self.log += step.effects
        for event in events:
            step = self.show.handle(self.state, event, now_ns)
            self.state = step.state
            self.log += step.effects
        return self.show.values(self.state)

    def told(self, kind: str) -> list[str]:
        return [e.what for e in self.log if e.kind == kind]

    def current(self, list_id: str = "main") -> str:
        return self.state.lists[list_id].current
