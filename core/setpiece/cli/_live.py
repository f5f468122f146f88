"""``setpiece live``: the show of a production, checked before the day and run on it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from . import _output as show

if TYPE_CHECKING:
    from ..build import Built
    from ..live.model import CueFile, Finding

live_app = typer.Typer(no_args_is_help=True, help="The live show: cues, reactions, outputs.")

Json = Annotated[bool, typer.Option("--json", help="One JSON object for machines.")]
Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The production with cues.toml; default: this folder.")]
SceneNumber = Annotated[str, typer.Option("--scene", help="Number or id; default: the one that cues.toml names.")]
HERE = Path()


def scene_of(built: Built, cues: CueFile, wanted: str) -> str:
    """The id of the scene that a show is for."""
    from ..errors import InputError

    name = wanted or cues.show.scene
    scenes = built.index.scenes
    known = ", ".join(s.number for s in scenes[:20])
    if not name and len(scenes) == 1:
        return scenes[0].id
    if not name:
        remedy = f'Write scene = "..." under [show], or use --scene. Built: {known}.'
        raise InputError("which scene are these cues for?", where="cues.toml: show", remedy=remedy)
    found = [s.id for s in scenes if name in {s.number, s.id}]
    if not found:
        raise InputError(f"scene {name!r} is not built.", where="cues.toml: show, scene", remedy=f"Built: {known}.")
    return found[0]


@live_app.command()
def check(folder: Folder = HERE, scene: SceneNumber = "", json: Json = False) -> None:
    """Check cues.toml against the built scene: targets, links, loops, the safe look, pops in shots' frames.

    Example: setpiece live check my_film
    """
    from ..build import open_built
    from ..live import CUES_FILE, check_show, read_cues
    from ..scene import Store
    from ..tracking import VOLUME_FILE, read_volume_tracking

    cues = read_cues(folder / CUES_FILE)
    built = open_built(folder)
    scene_id = scene_of(built, cues, scene)
    overscan = read_volume_tracking(folder / VOLUME_FILE).overscan
    found = check_show(cues, built.scene(scene_id), Store(folder / "store"), overscan, built.numbers())
    if json:
        counts = {"lists": len(cues.lists), "cues": sum(len(c.cues) for c in cues.lists)}
        counts["reactions"] = len(cues.reactions)
        show.json_line({"format": "1.0", "scene": scene_id, **counts, "findings": found})
    else:
        _print(found, len(cues.lists))
    raise typer.Exit(1 if any(f.severity != "note" for f in found) else 0)


def _print(found: Sequence[Finding], lists: int) -> None:
    if not found:
        show.line(f"{lists} cue list{'' if lists == 1 else 's'}, nothing to say")
    for f in found:
        show.line(f"{f.severity:8} {f.where}: {f.message} {f.remedy}".rstrip())
