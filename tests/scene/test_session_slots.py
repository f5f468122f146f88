"""A session reaches beyond nodes: the environment and materials, by the owner's part of the slot."""

from __future__ import annotations

import msgspec
import pytest
from tests.scene.edited import generated

from setpiece.errors import InputError
from setpiece.scene import Material, Session, bake, slot_owner


def test_a_session_reaches_the_environment_and_materials_and_bakes_the_nodes() -> None:
    plain = generated()
    materials = {**plain.resources.material, "glow": Material("glow")}
    scene = msgspec.structs.replace(
        plain, resources=msgspec.structs.replace(plain.resources, material=materials)
    )
    session = Session(scene)
    session.stage(["environment#sky.lux", "material/glow#emission_nit", "n-cam#payload.focus_m"], [5.0, 40.0, 2.5])
    shown = session.shown()
    assert shown.environment.sky.lux == 5.0
    assert shown.resources.material["glow"].emission_nit == 40.0
    assert [r.node for r in bake(session).records] == ["n-cam"]
    for slot in ("environment#sky.kind", "material/none#emission_nit", "environment#nothing"):
        with pytest.raises(InputError):
            session.stage([slot], [1.0])
    assert session.end() is scene
    assert slot_owner(scene, "n-nobody") is None
