"""``setpiece track relay``: any tracker in, the pose at the moment of light out, once a frame."""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from . import _output as show
from ._takes import Rate, open_take
from ._track import HERE, Folder, Port, ProtocolName, Seconds, sources_of, track_app
from ._until import frame_rate, until_stopped

if TYPE_CHECKING:
    from ..tracking.relay import RelayPlan, RelayStatus
    from ..tracking.takes import TakeWriter


_SWITCH_S = 0.0005
"""How long one thread may keep the others from running: the sender's frame does not wait for a predictor."""


@track_app.command()
def relay(
    folder: Folder = HERE,
    to: Annotated[str, typer.Option(help="What to speak: freed, opentrackio, osc, vmc, psn.")] = "freed",
    host: Annotated[str, typer.Option(help="Where to.")] = "127.0.0.1",
    port: Port = 0,
    rate: Rate = "",
    camera: Annotated[str, typer.Option(help="The subject; default: volume.toml's, else the first heard.")] = "",
    take: Annotated[str, typer.Option(help="Keep what is heard, and apart from it what is sent: FILE.take.")] = "",
    slate: Annotated[str, typer.Option(help="Of the take.")] = "",
    no_predict: Annotated[bool, typer.Option("--raw", help="Send poses on as they are.")] = False,
    protocol: ProtocolName = "",
    listen: Annotated[str, typer.Option(help="Address to listen on with --protocol.")] = "127.0.0.1",
    listen_port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on with --protocol.")] = 0,
    seconds: Seconds = 0,
    json: Annotated[bool, typer.Option("--json", help="One JSON object a second, for machines.")] = False,
) -> None:
    """Send the camera's pose, foretold for the moment of light, once a frame. Exit code 1 when nobody was heard.

    Example: setpiece track relay my_film --to freed --host 10.0.0.5 --rate 24
    """
    from ..tracking import VOLUME_FILE, read_volume_tracking
    from ..tracking.lens import read_lens_map
    from ..tracking.relay import Relay, RelayPlan, delay_words
    from ..tracking.relay import RelayStatus as Status

    volume = read_volume_tracking(folder / VOLUME_FILE)
    lens = read_lens_map(folder / volume.tracking.lens) if volume.tracking.lens else None
    plan = RelayPlan(
        sources=sources_of(folder, protocol, listen, listen_port), to=to, host=host, port=port,
        rate=frame_rate(rate, folder), camera=camera, predict=not no_predict, volume=volume, lens=lens,
    )  # fmt: skip
    if not json:
        show.line(f"{to} to {host}:{plan.destination[1]}, {plan.rate.num}/{plan.rate.den} frames a second; "
                  f"{delay_words(plan.volume.latency)}")  # fmt: skip
    show.notes(_warnings(plan))
    writer = _take(Path(take), slate, plan) if take else None
    status: Status | None = None
    sys.setswitchinterval(_SWITCH_S)
    try:
        running = Relay(plan, writer)
    except BaseException:
        if writer is not None:
            writer.discard()
        raise
    try:
        with running:
            gc.collect()
            gc.freeze()
            for _ in until_stopped(seconds):
                status = running.status()
                _tell(status, json)
    finally:
        if writer is not None:
            path = writer.close()
            show.notes([f"the take is {path}"] + [t for t in (writer.failure,) if t])
    raise typer.Exit(0 if status is not None and status.frames else 1)


def _take(path: Path, slate: str, plan: RelayPlan) -> TakeWriter:
    from ..tracking.takes import Output, TakeInfo

    host, port = plan.destination
    outputs = (Output(plan.to, host, port),)
    info = TakeInfo(slate=slate, rate=plan.rate, sources=plan.sources, outputs=outputs, volume=plan.volume)
    return open_take(path, info)


def _warnings(plan: RelayPlan) -> list[str]:
    latency, tracking = plan.volume.latency, plan.volume.tracking
    signs = {"pan": latency.pan_sign, "tilt": latency.tilt_sign, "roll": latency.roll_sign}
    found = [f"the wall was measured to turn against the camera's {n}: set flip_{n}" for n, s in signs.items() if s < 0]
    if plan.lens is None:
        found.append("the lens has no map (uncalibrated): what its source says of it is sent on as it is")
    if tracking.residual_mm is None:
        found.append("the tracker was never aligned to the volume: poses go out in the tracker's own space")
    return found


def _tell(status: RelayStatus, json: bool) -> None:
    if json:
        show.json_line(status)
        return
    age = "no age yet" if status.age_ms is None else f"age {status.age_ms:.1f} ms, {status.ahead_ms:.1f} ms ahead"
    worth = ""
    if status.predicted_deg is not None and status.raw_deg is not None:
        worth = f"  off by {status.predicted_mm:.2f} mm {status.predicted_deg:.3f} deg, raw would be by "
        worth += f"{status.raw_mm:.2f} mm {status.raw_deg:.3f} deg"
    who = status.camera or "nobody heard"
    if status.camera and not status.frames:
        who += ": not heard"
    show.line(f"{who}  {status.frames} sent, {status.skipped} skipped  {status.last}  {age}{worth}")
    counts = show.counts({k: v for k, v in status.decisions.items() if k != "predicted"})
    fault = f"the predictor failed {status.faults} times: {status.last_fault}" if status.faults else ""
    refused = f"{status.refused} poses refused: {status.last_refusal}" if status.refused else ""
    unsent = f"{status.send_failures} packets could not be sent to {status.to}" if status.send_failures else ""
    show.notes([t for t in (counts, fault, refused, unsent, status.take_failure) if t])
