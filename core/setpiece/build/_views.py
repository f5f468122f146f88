"""What a committed production says, as rows for people and machines."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import msgspec

from ..camera.model import Shot, ShotPlan
from ..errors import ProductionError
from ..scene.model import FrameRate, Scene
from ..script.model import Breakdown
from ._config import read_production
from ._index import Index, scene_numbers
from ._state import State, Workspace


@dataclass(frozen=True)
class Built:
    """A committed production, read through its state."""

    space: Workspace
    state: State
    breakdown: Breakdown
    index: Index

    @property
    def rate(self) -> FrameRate:
        """Frames a second of the production."""
        return read_production(self.space.root).picture.frame_rate

    @property
    def built_scenes(self) -> tuple[str, ...]:
        """Ids of the scenes that were built, in script order."""
        return tuple(s.id for s in self.index.scenes)

    def scene_numbers(self) -> dict[str, str]:
        """Every scene's number, built or not, as the shot list prints it."""
        return scene_numbers(self.state.order, self.breakdown)

    def sheets(self) -> Breakdown:
        """The breakdown in script order, each scene with the number that the shot list prints."""
        numbers, scenes = self.scene_numbers(), self.breakdown.scenes
        numbered = {s: msgspec.structs.replace(scenes[s], number=n) for s, n in numbers.items()}
        return msgspec.structs.replace(self.breakdown, scenes=numbered)

    def plan(self, scene_id: str) -> ShotPlan:
        """A scene's shots."""
        return self.space.blobs.get_struct(self.state.paths[f"scenes/{scene_id}/shots.json"], ShotPlan)

    def scene(self, scene_id: str) -> Scene:
        """A scene with people's edits in it."""
        return self.space.blobs.get_struct(self.state.paths[f"scenes/{scene_id}/composed.json"], Scene)

    def told(self, scene_id: str, shot: Shot) -> str:
        """What happens in a shot, in the script's own words, for boards and shot list."""
        beats = {b.id: b for b in self.breakdown.scenes[scene_id].beats}
        beat = beats.get(shot.beat)
        if beat is None or shot.kind == "insert":
            return shot.description
        name = self.names().get(beat.speaker, "")
        return f"{name}: {beat.text}" if beat.kind == "dialogue" and name else beat.text

    def numbers(self) -> dict[str, str]:
        """Slate name by shot id."""
        return {shot.id: shot.number for scene in self.index.scenes for shot in scene.shots}

    def names(self) -> dict[str, str]:
        """Character name by cast id."""
        return {m.cast_id: m.name for m in self.breakdown.cast}


def open_built(root: Path) -> Built:
    """Read a production's committed state.

    Raises:
        ProductionError: It was never built.
        FormatError: Something in it is damaged.
    """
    read_production(root)
    space = Workspace(root)
    state = space.state()
    if state is None:
        raise ProductionError("nothing is built yet", where=str(root), remedy="Run `setpiece build` first.")
    return opened(space, state)


def opened(space: Workspace, state: State) -> Built:
    """A state, committed or not, with what it names.

    Raises:
        FormatError: Something in it is damaged.
    """
    blobs = space.blobs
    return Built(
        space,
        state,
        blobs.get_struct(state.paths["breakdown.json"], Breakdown),
        blobs.get_struct(state.paths["index.json"], Index),
    )


def shots_json(root: Path) -> dict[str, object]:
    """The contract of ``setpiece shots --json``."""
    built = open_built(root)
    numbers, names, rows = built.numbers(), built.names(), list[dict[str, object]]()
    for scene in built.index.scenes:
        plan = built.plan(scene.id)
        for shot in plan.shots:
            row = _shot_row(shot, scene.number, numbers[shot.id], names, plan.filmback.name)
            rows.append({**row, "action": built.told(scene.id, shot)})
    return {"format": "1.0", "shots": rows}


def _shot_row(
    shot: Shot, scene: str, number: str, names: dict[str, str], filmback: str
) -> dict[str, object]:
    return {
        "id": shot.id,
        "scene": scene,
        "number": number,
        "setup": shot.setup,
        "kind": shot.kind,
        "size": shot.size,
        "angle": shot.angle,
        "vantage": shot.vantage,
        "subjects": [names.get(c, c) for c in shot.subjects],
        "over": names.get(shot.over, shot.over),
        "prop": shot.prop,
        "focal_mm": shot.focal_mm,
        "focus_m": shot.focus_m,
        "f_stop": shot.f_stop,
        "filmback": filmback,
        "rig": shot.rig,
        "move": shot.move,
        "frames": shot.last_frame - shot.first_frame + 1,
        "camera_node": shot.camera_node,
        "description": shot.description,
        "locked": shot.locked,
        "failed_checks": [c.name for c in shot.checks if not c.ok],
        "alternatives": [],
    }
