"""``setpiece track latency``: how long from a pose's capture to its light on the wall, measured and written down."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from . import _output as show
from ._track import HERE, Folder, track_app


@track_app.command()
def latency(
    folder: Folder = HERE,
    clip: Annotated[
        Path | None, typer.Option(metavar="FRAMES", help="Folder of images or .npy array filmed by the tracked camera.")
    ] = None,
    rate: Annotated[str, typer.Option(help="Frames a second of the clip, as 25 or 24000/1001.")] = "",
    tracker: Annotated[Path | None, typer.Option(metavar="CSV", help="t,pan,tilt,roll of the tracker.")] = None,
    wall: Annotated[
        Path | None, typer.Option(metavar="CSV", help="t,pan,tilt,roll of the picture on the wall.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Measure, and write nothing.")] = False,
    json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Measure capture-to-photon latency from a slow pan to and fro, and write it into volume.toml.

    Example: setpiece track latency my_film --clip frames --rate 24000/1001
    """
    import msgspec

    from ..errors import InputError
    from ..tracking import VOLUME_FILE, write_table
    from ..tracking.latency import latency_from_clip, latency_from_logs, read_angle_log, read_frames

    if clip is not None and tracker is None and wall is None:
        found = latency_from_clip(read_frames(clip), _rate_of(rate))
    elif clip is None and tracker is not None and wall is not None:
        found = latency_from_logs(read_angle_log(tracker), read_angle_log(wall))
    else:
        raise InputError(
            "it takes a clip, or two logs", where="command line",
            remedy="Give --clip FRAMES --rate 25, or --tracker CSV --wall CSV.",
        )  # fmt: skip
    values = {name: value for name, value in msgspec.structs.asdict(found).items() if value is not None}
    if not dry_run:
        write_table(folder / VOLUME_FILE, "latency", values)
    if json:
        show.json_line({"format": "1.0", **values, "written": not dry_run})
        return
    show.line(
        f"{found.capture_to_photon_ms:.1f} ms from capture to light, +- {found.uncertainty_ms:.1f} ms ({found.method})"
    )
    turned = [axis for axis in ("pan", "tilt", "roll") if getattr(found, f"{axis}_sign") < 0]
    if turned:
        show.line(f"the picture goes the other way: {', '.join(turned)}")
    show.line("nothing written" if dry_run else f"written to {folder / VOLUME_FILE}")


def _rate_of(text: str) -> float:
    from ..errors import InputError

    above, _, below = text.partition("/")
    try:
        rate = float(above) / float(below or 1)
    except (ValueError, ZeroDivisionError):
        rate = 0.0
    if not 10 <= rate <= 1000:
        raise InputError(
            f"{text!r} is no frame rate", where="--rate", remedy="Give the clip's true rate: 25, or 24000/1001."
        )
    return rate
