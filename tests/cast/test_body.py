"""A stand-in has human measures, and its landmarks are where an independent look at the mesh finds them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from setpiece.cast._body import PARTS, body
from setpiece.cast._build import build_of
from setpiece.cast._pose import VARIANTS, Before
from setpiece.geometry import quat_to_matrix

POSES = [
    ("stand", 0.0),
    ("talk", 0.0),
    ("sit", 0.45),
    ("sit", 0.75),
    ("drive", 0.33),
    ("lie", 0.0),
    ("kneel", 0.0),
    ("walk", 0.0),
    ("run", 0.0),
    ("reach", 0.0),
]


def part(mesh, name):
    return mesh.position[mesh.part == mesh.part_names.index(name)].astype(float)


@pytest.mark.parametrize(("pose", "seat"), POSES)
@pytest.mark.parametrize("who", [("c1", False, 35), ("c2", True, 28), ("c4", True, 8), ("c5", False, 75)])
def test_landmarks_lie_where_the_mesh_says(pose, seat, who):
    b = body(build_of(*who), pose, 1, seat)
    marks = b.landmarks
    head, neck = part(b.mesh, "head"), part(b.mesh, "neck")
    axis = (head.max(0) + head.min(0) - neck.max(0) - neck.min(0)) if pose == "lie" else np.array([0.0, 0.0, 1.0])
    axis /= np.linalg.norm(axis)
    assert abs(np.array(marks["head_top"]) @ axis - (head @ axis).max()) < 2e-4
    for mark, name in (
        ("shoulders", "shoulder"),
        ("chest", "chest"),
        ("waist", "waist"),
        ("hips", "hips"),
        ("knees", "knee"),
    ):
        z = part(b.mesh, name)[:, 2]
        assert abs(marks[mark][2] - (z.min() + z.max()) / 2) < 2e-4, mark
    assert abs(marks["feet"][2] - part(b.mesh, "foot")[:, 2].min()) < 2e-4
    if pose == "lie":
        assert abs(np.array(marks["chin"]) @ axis - (head @ axis).min()) < 2e-4
        assert abs(axis[2]) < 0.4
    else:
        assert abs(marks["chin"][2] - part(b.mesh, "head")[:, 2].min()) < 0.012
        order = [marks[k][2] for k in ("head_top", "eyes", "chin", "shoulders", "chest", "waist", "hips")]
        assert order == sorted(order, reverse=True)
        assert marks["nose"][1] > marks["eyes"][1] + 0.01


@given(st.integers(0, 400), st.booleans(), st.sampled_from(POSES), st.integers(0, 23))
@settings(max_examples=25, deadline=None)
def test_the_chest_is_mid_sternum(n, female, pose, variant):
    """A hand's breadth and a half below the acromion line, and well over the waist."""
    if pose[0] == "lie":
        return
    marks = body(build_of(f"c{n}", female, 35), pose[0], variant, pose[1]).landmarks
    assert 0.15 < marks["shoulders"][2] - marks["chest"][2] < 0.21
    assert marks["chest"][2] - marks["waist"][2] > 0.08


@pytest.mark.parametrize("variant", range(6))
@pytest.mark.parametrize("who", [("c1", False, 35), ("c2", True, 28), ("c9", True, 45)])
def test_a_driver_holds_the_rim(who, variant):
    ahead, up, radius = 0.54, 0.2, 0.175
    seat = 0.42
    b = body(build_of(*who), "drive", variant, seat, 0.0, Before(wheel=(ahead, up, radius)))
    rim = np.array(
        [
            (radius * np.cos(a), ahead - 0.41 * radius * np.sin(a), seat + up + 0.91 * radius * np.sin(a))
            for a in np.linspace(0, 2 * np.pi, 120)
        ]
    )
    hands = part(b.mesh, "hand")
    for side in (-1, 1):
        one = hands[hands[:, 0] * side > 0]
        near = np.sqrt(((one[:, None, :] - rim[None, :, :]) ** 2).sum(axis=2)).min(axis=1)
        assert (near < 0.035).sum() > 8


@pytest.mark.parametrize("variant", range(8))
@pytest.mark.parametrize("who", [("c1", False, 35), ("c2", True, 28)])
def test_hands_lie_on_a_table_and_not_in_it(who, variant):
    b = body(build_of(*who), "sit", variant, 0.45, 0.0, Before(0.2, 0.29))
    over = [p for p in part(b.mesh, "hand") if p[1] > 0.22]
    on_top = [p for p in over if p[2] > 0.7]
    assert len(on_top) > 20
    assert min(p[2] for p in on_top) > 0.45 + 0.29 - 0.012


def test_idle_people_differ():
    build = build_of("c1", False, 35)
    shapes = {body(build, "stand", v).mesh.position.tobytes() for v in range(VARIANTS)}
    assert len(shapes) == VARIANTS


@given(st.integers(0, 400), st.sampled_from([None, True, False]), st.integers(1, 90))
@settings(max_examples=25, deadline=None)
def test_proportions_are_human(n, female, age):
    build = build_of(f"c{n}", female, age)
    b = body(build, "stand", n % 6)
    z = part(b.mesh, "head")[:, 2]
    heads = float(b.mesh.position[:, 2].max()) / float(z.max() - z.min())
    assert 3.8 < heads < 7.9
    if age >= 18:
        assert heads > 7.0
        assert 1.5 < build.height < 1.95
    assert abs(float(b.mesh.position[:, 2].max()) - build.height) < 0.03 * build.height
    assert set(PARTS) <= set(b.mesh.part_names)
    wide = np.ptp(part(b.mesh, "shoulder")[:, 0]) / build.height
    assert 0.17 < wide < 0.34


@pytest.mark.parametrize(("pose", "seat"), POSES)
def test_the_mesh_is_closed_and_small(pose, seat):
    m = body(build_of("c1", False, 40), pose, 0, seat).mesh
    assert len(m.position) < 3500
    uses = np.bincount(m.corner_edge, minlength=len(m.edge_verts))
    assert (uses == 2).all()
    ends = np.append(m.face_start[1:], len(m.corner_vert))
    for start, end in list(zip(m.face_start, ends, strict=True))[::97]:
        loop = m.corner_vert[start:end]
        for k, v in enumerate(loop):
            edge = set(m.edge_verts[m.corner_edge[start + k]].tolist())
            assert edge == {int(v), int(loop[(k + 1) % len(loop)])}


@pytest.mark.parametrize(("pose", "seat"), POSES)
def test_every_vertex_is_in_a_box_and_boxes_hug(pose, seat):
    b = body(build_of("c2", True, 30), pose, 2, seat)
    p = b.mesh.position.astype(float)
    inside = np.zeros(len(p), dtype=bool)
    volume = 0.0
    for center, half, turn in b.boxes:
        local = (p - np.array(center)) @ quat_to_matrix(turn)
        inside |= (np.abs(local) <= np.array(half) + 2e-4).all(axis=1)
        volume += 8 * half[0] * half[1] * half[2]
    assert inside.mean() > 0.995
    assert volume < 0.26


def test_sitters_rest_on_the_seat_with_feet_on_the_floor():
    b = body(build_of("c1", False, 35), "sit", 0, 0.45)
    hips = part(b.mesh, "hips")
    assert abs(hips[:, 2].min() - 0.45) < 0.01
    assert abs(part(b.mesh, "foot")[:, 2].min()) < 0.01
    thigh = part(b.mesh, "thigh")
    assert np.ptp(thigh[:, 1]) > 2 * np.ptp(thigh[:, 2]) * 0.8
    high = body(build_of("c1", False, 35), "sit", 0, 0.75)
    assert part(high.mesh, "foot")[:, 2].min() > 0.04


def test_faces_point_outwards():
    for pose, seat in POSES:
        m = body(build_of("c1", False, 35), pose, 0, seat).mesh
        ends = np.append(m.face_start[1:], len(m.corner_vert))
        volume = 0.0
        for start, end in zip(m.face_start, ends, strict=True):
            p = m.position[m.corner_vert[start:end]].astype(float)
            for k in range(1, len(p) - 1):
                volume += float(np.dot(p[0], np.cross(p[k], p[k + 1]))) / 6
        assert 0.05 < volume < 0.13, pose
