"""No step may give something else without a new revision: old productions would keep stale results."""

from __future__ import annotations

import copy

import pytest
from tests.build import golden
from tests.build.six_sets import write_script

from setpiece.build import REVISIONS, Request, Workspace, build, create


@pytest.fixture(scope="module")
def now(tmp_path_factory: pytest.TempPathFactory) -> golden.Golden:
    folder = tmp_path_factory.mktemp("golden")
    root = create(write_script(folder), folder / "film")
    build(root, Request(jobs=1))
    state = Workspace(root).state()
    assert state is not None
    return golden.golden_of(state)


def test_output_changes_only_with_a_revision(now: golden.Golden) -> None:
    kept = golden.read()
    assert not golden.unraised(kept, now), golden.complaint(golden.unraised(kept, now))
    assert kept == now, "golden.json is of an older revision: run tools/golden.py"


def test_every_step_of_a_scene_is_watched(now: golden.Golden) -> None:
    stills = {"still"}  # rendered, compared as pictures elsewhere
    assert set(now) == set(REVISIONS) - stills
    assert all(len(row) == 1 + 6 for row in now.values())


def test_a_planted_change_is_named(now: golden.Golden) -> None:
    then = copy.deepcopy(now)
    then["light"]["s003"]["gave"] = "0" * 32
    assert golden.complaint(golden.unraised(then, now)) == (
        "raise REVISIONS['light'] in build/_steps.py and run tools/golden.py"
    )
    then["light"]["code"]["revision"] = "0"
    assert not golden.unraised(then, now), "a raised revision is all that is asked"
    then = copy.deepcopy(now)
    then["camera"]["s001"] = {"given": "0" * 32, "gave": "0" * 32}
    assert not golden.unraised(then, now), "other inputs may give other output"
