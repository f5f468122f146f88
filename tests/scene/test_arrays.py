"""One content is one hash, and fragments only unite when they agree."""

from __future__ import annotations

import numpy as np
import pytest

from setpiece.geometry import box
from setpiece.scene import (
    EmptyPayload,
    Fragment,
    Material,
    MemoryArrays,
    Node,
    Pieces,
    Resources,
    Scene,
    array_hash,
    canonical,
    geometry_resource,
    scene_findings,
    united,
)


def test_hash_is_of_content_dtype_and_shape() -> None:
    a = np.array([[1.0, 2.0], [3.0, 4.0]], dtype=np.float32)
    assert array_hash(a) == array_hash(a.astype(">f4")) == array_hash(np.asfortranarray(a))
    assert array_hash(a * 0) == array_hash(-a * 0)
    others = [a.astype(np.float64), a.reshape(4, 1), a.T, a + 1, a.view(np.int32)]
    assert len({array_hash(x) for x in [a, *others]}) == 6


def test_canonical_leaves_the_original_alone() -> None:
    a = np.array([-0.0, 1.0])
    out = canonical(a)
    out[1] = 7.0
    assert a[1] == 1.0
    assert np.signbit(a[0])
    assert not np.signbit(out[0])


def test_a_geometry_contains_its_positions_on_the_grid() -> None:
    mesh = box((0.33333333, 1.0, 2.0), (0.11111111, 0.0, 0.0))
    resource, arrays = geometry_resource("g", mesh)
    assert all(round(c, 4) == c for c in (*resource.bounds_min, *resource.bounds_max))
    scene = Scene("s", resources=Resources(geometry={"g": resource}))
    assert scene_findings(scene, MemoryArrays(arrays)) == []
    nudged, _ = geometry_resource("g", mesh.moved((0.000001, 0.0, 0.0)))
    assert nudged.hash == resource.hash
    moved, _ = geometry_resource("g", mesh.moved((0.01, 0.0, 0.0)))
    assert moved.hash != resource.hash


def test_pieces_register_a_mesh_once_and_unite() -> None:
    pieces = Pieces()
    assert pieces.mesh("g", box((1.0, 1.0, 1.0))) == pieces.mesh("g", box((1.0, 1.0, 1.0))) == "g"
    pieces.add(Node("n", "N", "sets", "x", EmptyPayload()), Material("m"))
    first = pieces.finish()
    second = Fragment(
        nodes=(Node("o", "O", "sets", "x", EmptyPayload()),),
        resources=Resources(material={"m": Material("m")}),
    )
    both = united([first, second])
    assert [n.id for n in both.nodes] == ["n", "o"]
    assert set(both.resources.material) == {"m"}
    assert both.arrays.keys() == first.arrays.keys()


def test_fragments_that_disagree_do_not_unite() -> None:
    node = Node("n", "N", "sets", "x", EmptyPayload())
    with pytest.raises(ValueError, match="two nodes with the id n"):
        united([Fragment(nodes=(node,)), Fragment(nodes=(node,))])
    ours, theirs = (
        Fragment(resources=Resources(material={"m": Material("m", roughness=r)})) for r in (0.1, 0.2)
    )
    with pytest.raises(ValueError, match="different material"):
        united([ours, theirs])
