"""diff is minimal, ordered and invertible; applying it is pure."""

from __future__ import annotations

import random

import msgspec
import pytest
from tests.hosts.scenes import full_scene, random_walk, step

from setpiece.errors import InputError
from setpiece.scene import (
    CameraPayload,
    Change,
    EmptyPayload,
    FrameRate,
    LightPayload,
    Material,
    MeshPayload,
    Node,
    Scene,
    SceneDraft,
    Transform,
    apply_changes,
    diff,
    equivalent,
    inverse,
    quantised,
    root_first,
    scene_findings,
    set_property,
)

replace = msgspec.structs.replace


def _with(scene: Scene, node: Node) -> Scene:
    return replace(scene, nodes={**scene.nodes, node.id: node})


def _empty(id_: str, parent: str | None = None) -> Node:
    return Node(id_, id_.upper(), "sets", "thing", EmptyPayload(), parent=parent)


def _tree(**parents: str | None) -> Scene:
    return Scene("t", nodes={k: _empty(k, p) for k, p in parents.items()})


def test_a_scene_does_not_differ_from_itself() -> None:
    scene, _ = full_scene()
    copy = msgspec.json.decode(msgspec.json.encode(scene), type=Scene)
    assert diff(scene, scene) == diff(scene, copy) == []


def test_below_the_quantum_is_no_change() -> None:
    scene, _ = full_scene()
    chair = scene.nodes["n-chair"]
    w, x, y, z = chair.transform.rotation
    near = Transform((0.00005, -0.9, 0.0), (-w, -x, -y, -z + 4e-7), (1.0, 1.0, 1.0))
    assert diff(scene, _with(scene, replace(chair, transform=near))) == []


def test_one_property_is_one_change_with_both_values() -> None:
    scene, _ = full_scene()
    moved = set_property(scene.nodes["n-chair"], "transform.translation", (1.0, 2.0, 3.0))
    assert diff(scene, _with(scene, moved)) == [
        Change("set", "node", "n-chair", "transform.translation", (1.0, 2.0, 3.0), (0.0, -0.9, 0.0))
    ]


def test_a_payload_of_another_type_is_one_change() -> None:
    scene, _ = full_scene()
    lamp = replace(scene.nodes["n-lamp"], payload=LightPayload("point", lumen=300.0))
    (change,) = diff(scene, _with(scene, lamp))
    assert (change.op, change.property, change.value) == ("set", "payload", lamp.payload)
    assert change.before == MeshPayload("g-chair", ("m-lamp",))


def test_lists_and_tables_are_one_change_each() -> None:
    scene, _ = full_scene()
    shots = tuple(reversed(scene.sequence.shots))
    other = replace(scene, sequence=replace(scene.sequence, shots=shots, rate=FrameRate(25)))
    assert [(c.target, c.property) for c in diff(scene, other)] == [
        ("sequence", "rate"),
        ("sequence", "shots"),
    ]
    cam = replace(scene.nodes["n-cam"], channels=())
    assert [c.property for c in diff(scene, _with(scene, cam))] == ["channels"]


def test_environment_name_resources_and_relations() -> None:
    scene, _ = full_scene()
    env = set_property(scene.environment, "sky.lux", 5.0)
    oak = replace(scene.resources.material["m-oak"], roughness=0.2)
    materials = {**scene.resources.material, "m-oak": oak}
    relation = replace(scene.relations["r-1"], offset=(0.0, 0.0, 1.0))
    other = replace(
        scene,
        name="Other",
        environment=env,
        relations={"r-1": relation},
        resources=replace(scene.resources, material=materials),
    )
    changes = diff(scene, other)
    assert [(c.target, c.id, c.property) for c in changes] == [
        ("resource", "material/m-oak", "roughness"),
        ("environment", "", "sky.lux"),
        ("scene", "", "name"),
        ("relation", "r-1", "offset"),
    ]
    assert apply_changes(scene, changes) == other


def test_parents_come_before_children_and_leave_after_them() -> None:
    small = _tree(z=None)
    big = _tree(z=None, a="b", b="c", c="z", d="a")
    adds = [c.id for c in diff(small, big)]
    assert adds == ["c", "b", "a", "d"]
    assert [c.id for c in diff(big, small)] == ["d", "a", "b", "c"]


def test_resources_come_first_and_leave_last() -> None:
    scene, _ = full_scene()
    changes = diff(Scene(scene.id), scene)
    kinds = [c.target for c in changes if c.op == "add"]
    assert kinds.index("node") > max(i for i, k in enumerate(kinds) if k == "resource")
    back = [c.target for c in diff(scene, Scene(scene.id)) if c.op == "remove"]
    assert back.index("resource") > max(i for i, k in enumerate(back) if k == "node")
    assert apply_changes(Scene(scene.id), changes) == scene
    gone = apply_changes(scene, diff(scene, Scene(scene.id)))
    assert gone.nodes == gone.resources.geometry == gone.resources.prototype == {}
    ids = [c.id.split("/")[0] for c in changes if c.target == "resource"]
    assert ids.index("prototype") > ids.index("geometry") > ids.index("material")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (_tree(a=None, b="a"), _tree(b=None, a="b")),
        (_tree(a=None, b="a", c="b"), _tree(c=None, b="c", a="b")),
        (_tree(a=None, b="a", c="b", d="c"), _tree(b=None, a="d", d="b", c="a")),
        (_tree(a=None, b="a"), _tree(b="n", a="b", n=None)),
        (_tree(a=None, b="a", c="b"), _tree(c=None)),
        (_tree(a=None, b="a", c="b"), _tree(c="b", b=None)),
    ],
)
def test_no_state_in_between_is_a_circle_or_an_orphan(before: Scene, after: Scene) -> None:
    for a, b in ((before, after), (after, before)):
        changes = diff(a, b)
        for steps in (changes, inverse(diff(b, a))):
            state = a
            for change in steps:
                state = apply_changes(state, [change])
                assert scene_findings(state) == []
            assert state == b


def test_a_circle_is_named() -> None:
    with pytest.raises(InputError, match=r"a, b.*circle"):
        diff(Scene("t"), _tree(a="b", b="a"))
    with pytest.raises(InputError, match="circle"):
        root_first(_tree(a="a").nodes)


def test_scenes_of_different_ids_are_not_compared() -> None:
    with pytest.raises(InputError, match=r"'a'.*'b'"):
        diff(Scene("a"), Scene("b"))


def test_inverse_swaps_values_and_order() -> None:
    change = Change("set", "node", "n", "visible", False, True)
    add = Change("add", "node", "m", "", _empty("m"))
    assert inverse([change, add]) == [
        Change("remove", "node", "m", "", None, _empty("m")),
        Change("set", "node", "n", "visible", True, False),
    ]
    assert inverse(inverse([change, add])) == [change, add]


def test_apply_is_pure_and_applying_again_changes_nothing() -> None:
    scene, _ = full_scene()
    frozen = msgspec.json.encode(scene)
    other = step(random.Random(3), scene, 1)
    changes = [*diff(scene, other), Change("add", "node", "q", "", _empty("q"))]
    once = apply_changes(scene, changes)
    assert msgspec.json.encode(scene) == frozen
    assert apply_changes(once, changes) == once


@pytest.mark.parametrize("seed", range(8))
def test_random_scenes_there_and_back_through_valid_states(seed: int) -> None:
    scene, _ = full_scene()
    for changes, after in random_walk(seed, scene, 150):
        draft = SceneDraft(scene)
        for change in changes:
            draft.apply(change)
        assert draft.scene() == after
        assert apply_changes(after, inverse(changes)) == scene
        assert diff(after, draft.scene()) == []
        assert len({(c.op, c.target, c.id, c.property) for c in changes}) == len(changes)
        # Minimal: without any one of the changes, the result is another.
        drop = changes[len(changes) // 2]
        if drop.op == "set" and drop.property != "parent":
            rest = [c for c in changes if c is not drop]
            assert not equivalent(apply_changes(scene, rest), after)
        scene = after
    assert scene_findings(scene) == []
    assert quantised(scene) == scene


def test_far_scenes_there_and_back() -> None:
    """Not neighbours but ends of a walk: many adds, removes and reparents in one diff."""
    scene, _ = full_scene()
    ends = [[after for _, after in random_walk(seed, scene, 600)][-1] for seed in (100, 200)]
    a, b = ends
    changes = diff(a, b)
    assert apply_changes(a, changes) == b
    assert apply_changes(b, inverse(changes)) == a
    assert apply_changes(b, diff(b, a)) == a


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (Change("remove", "environment"), "can only be set"),
        (Change("add", "resource", "sound/x", "", Material("x")), "not the id of a resource"),
        (Change("add", "resource", "material/x", "", Material("y")), "calls itself 'y'"),
        (Change("add", "node", "x", "", "nonsense"), "not a node"),
        (
            Change("add", "node", "x", "", replace(_empty("x"), transform=Transform((float("nan"), 0, 0)))),
            "finite",
        ),
        (
            Change("add", "node", "x", "", Node("x", "X", "camera", "x", CameraPayload(focal_mm=-4.0))),
            "focal_mm|>= 1",
        ),
        (
            Change(
                "set",
                "sequence",
                "",
                "shots",
                [{"id": "s", "camera": "n-nobody", "first_frame": 0, "last_frame": 1}],
            ),
            "n-nobody",
        ),
        (
            Change(
                "set",
                "sequence",
                "",
                "shots",
                [{"id": "s", "camera": "n-chair", "first_frame": 0, "last_frame": 1}],
            ),
            "not a camera",
        ),
        (Change("set", "node", "n-cam", "payload", {"type": "empty"}), "camera|shot"),
        (Change("remove", "node", "n-lamp"), "refers to"),
        (Change("remove", "resource", "geometry/g-chair"), "refers to"),
    ],
)
def test_changes_that_would_break_a_scene_are_refused_whole(change: Change, words: str) -> None:
    scene, _ = full_scene()
    draft = SceneDraft(scene)
    with pytest.raises(InputError, match=words):
        draft.apply(change)
    assert draft.scene() == scene
