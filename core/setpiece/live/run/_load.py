"""Everything a show needs, read from a production's folder; what is wrong is said before anything runs."""

from __future__ import annotations

from pathlib import Path

import msgspec

from ...errors import InputError
from ...scene.model import Scene
from ...tracking import VOLUME_FILE, Source, VolumeTracking, read_sources, read_volume_tracking, sources_file
from .._read import CUES_FILE, read_cues
from .._show import Show
from ..outputs import OUTPUTS_FILE, GuardedOutput, open_outputs, read_outputs

JOURNAL_FOLDER = "live"


class Loaded(msgspec.Struct, frozen=True):
    """A show ready to run.

    Attributes:
        folder: The production's.
        production: Its title; ``scene``: what the scene is called.
        outputs: Opened, nothing sent yet.
    """

    folder: Path
    production: str
    scene: str
    show: Show
    outputs: tuple[GuardedOutput, ...]
    sources: tuple[Source, ...]
    volume: VolumeTracking

    @property
    def journal_folder(self) -> Path:
        """Where the journal lies."""
        return self.folder / JOURNAL_FOLDER


def load(folder: Path, scene: str = "") -> Loaded:
    """The show of a production.

    Args:
        scene: Number or id of the scene; empty takes what cues.toml says, or the only one.

    Raises:
        ProductionError: Nothing is built.
        FormatError: cues.toml, outputs.toml, tracking.toml or volume.toml is wrong.
        InputError: There is no such scene, or the files do not fit it.
    """
    from ...build import open_built, read_production

    production = read_production(folder)
    built = open_built(folder)
    file = read_cues(folder / CUES_FILE)
    wanted = scene or file.show.scene
    known = {s.id: s.number for s in built.index.scenes}
    found = [i for i, number in known.items() if wanted in (i, number)] if wanted else list(known)
    if len(found) != 1:
        what = f"there is no built scene {wanted!r}" if wanted else f"{len(found)} scenes are built"
        numbers = ", ".join(known.values()) or "none"
        raise InputError(f"{what}.", where=str(folder), remedy=f"Name one with --scene or in cues.toml: {numbers}.")
    title = production.title or folder.resolve().name
    return loaded_from(folder, built.scene(found[0]), title, f"scene {known[found[0]]}", production.id or title)


def loaded_from(folder: Path, scene: Scene, production: str, scene_name: str, cid: str) -> Loaded:
    """The show of a folder with a scene given; the rest as in ``load``."""
    show = Show(read_cues(folder / CUES_FILE), scene)
    outputs = folder / OUTPUTS_FILE
    sources = sources_file(folder)
    return Loaded(
        folder=folder,
        production=production,
        scene=scene_name,
        show=show,
        outputs=open_outputs(read_outputs(outputs), scene, cid, folder) if outputs.exists() else (),
        sources=read_sources(sources) if sources.exists() else (),
        volume=read_volume_tracking(folder / VOLUME_FILE),
    )
