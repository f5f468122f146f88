"""``setpiece track overscan``: how far beyond the lens the inner frustum must reach, read off a take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from . import _output as show
from ._track import HERE, Folder, track_app


@track_app.command()
def overscan(
    take: Annotated[Path, typer.Argument(metavar="TAKE", help="A take of the camera moving as it will in the shot.")],
    folder: Folder = HERE,
    distance: Annotated[float, typer.Option(min=0.1, help="Metres from the camera to the wall, the nearest.")] = 4.0,
    fov: Annotated[str, typer.Option(help="The lens's angles of view in degrees, across x up.")] = "60x36",
    subject: Annotated[str, typer.Option(help="The camera in the take; default: the only one.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Work it out, and write nothing.")] = False,
    json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Set volume.toml's overscan from what prediction misses in 1 of 100 frames of a take.

    Example: setpiece track overscan takes/pan.take my_film --distance 4.5 --fov 40x23
    """
    import msgspec

    from ..tracking import VOLUME_FILE, read_volume_tracking, write_table
    from ..tracking.predict import Predictor, overscan_from
    from ..tracking.relay import Alignment, delay_words
    from ..tracking.takes import TakeReader, picked, replayed

    h_fov_deg, v_fov_deg = _angles(fov)
    volume = read_volume_tracking(folder / VOLUME_FILE)
    alignment, predictor = Alignment(volume.tracking), Predictor()
    reader = TakeReader(take)
    for sample in picked(replayed(reader.info, reader.records()), subject):
        predictor.observe(alignment.apply(sample))
    residuals = predictor.turned_residuals(volume.latency.capture_to_photon_ms)
    found = overscan_from(residuals, distance_m=distance, h_fov_deg=h_fov_deg, v_fov_deg=v_fov_deg)
    values = msgspec.structs.asdict(found)
    if not dry_run:
        write_table(folder / VOLUME_FILE, "overscan", values)
    if json:
        show.json_line({"format": "1.0", **values, "written": not dry_run})
        return
    sides = "  ".join(f"{side} {values[f'{side}_deg']:.2f}" for side in ("left", "right", "top", "bottom"))
    show.line(f"{sides} degrees beyond the lens hold 99 of 100 frames; {delay_words(volume.latency)}")
    show.line("nothing written" if dry_run else f"written to {folder / VOLUME_FILE}")


def _angles(text: str) -> tuple[float, float]:
    from ..errors import InputError

    across, _, up = text.lower().partition("x")
    try:
        angles = float(across), float(up)
    except ValueError:
        angles = 0.0, 0.0
    if not all(1 <= a < 170 for a in angles):
        raise InputError(f"{text!r} are no angles of view", where="--fov", remedy="Write degrees across x up: 40x23.")
    return angles
