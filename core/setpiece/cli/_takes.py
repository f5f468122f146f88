"""``setpiece track record|replay|convert``: takes, made, heard again and handed on."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from . import _output as show
from ._track import HERE, Folder, Host, Port, ProtocolName, Seconds, sources_of, track_app
from ._until import frame_rate, until_stopped

if TYPE_CHECKING:
    from ..scene.model import CameraPayload, FrameRate
    from ..tracking.model import Sample, Source
    from ..tracking.receive import Listener
    from ..tracking.takes import TakeInfo, TakeWriter, Track

Rate = Annotated[str, typer.Option(help="Frames per second: 24, 23.976, 30000/1001; empty: the production's, else 24.")]
Subject = Annotated[str, typer.Option(help="Whose take, where several were tracked.")]


def open_take(path: Path, info: TakeInfo) -> TakeWriter:
    """A take about to be written; its moment is now."""
    import msgspec

    from ..tracking.takes import TakeWriter

    started = {"started_unix_ns": time.time_ns(), "started_monotonic_ns": time.monotonic_ns()}
    return TakeWriter(path, msgspec.structs.replace(info, **started))


@track_app.command()
def record(
    output: Annotated[Path, typer.Option("-o", "--output", help="The take to write: FILE.take.")],
    folder: Folder = HERE,
    slate: Annotated[str, typer.Option(help="As on the slate: 12A.")] = "",
    take: Annotated[int, typer.Option(min=0, help="Number of the take.")] = 1,
    notes: Annotated[str, typer.Option(help="Anything to remember.")] = "",
    rate: Rate = "",
    protocol: ProtocolName = "",
    host: Host = "127.0.0.1",
    port: Port = 0,
    seconds: Seconds = 0,
) -> None:
    """Keep every packet that is heard. Exit code 1 when nothing was, or when the disk ended the take.

    Example: setpiece track record my_film --slate 12A --take 3 -o 12A_3.take
    """
    from ..tracking import VOLUME_FILE, read_volume_tracking
    from ..tracking.takes import TakeInfo

    sources = sources_of(folder, protocol, host, port)
    volume = read_volume_tracking(folder / VOLUME_FILE)
    frames = frame_rate(rate, folder)
    info = TakeInfo(slate=slate, take=take, notes=notes, rate=frames, sources=sources, volume=volume)
    writer = open_take(output, info)
    receivers = _listening(sources, writer)
    try:
        for _ in until_stopped(seconds):
            packets = sum(r.stream.packets for r in receivers)
            show.line(f"{packets} packets, {writer.bytes_written / 1e6:.2f} MB")
            if writer.failure:
                break
    finally:
        for receiver in receivers:
            receiver.close()
        path = writer.close()
    packets = sum(r.stream.packets for r in receivers)
    show.line(f"{path}: {packets} packets")
    _say(writer.failure, f"{writer.dropped} packets were dropped" if writer.dropped else "")
    raise typer.Exit(1 if writer.failure or writer.dropped or not packets else 0)


def _listening(sources: Sequence[Source], writer: TakeWriter) -> list[Listener]:
    """Receivers that leave their packets with a take; one that cannot be had takes all back, the take too."""
    from ..tracking.receive import open_receiver

    receivers: list[Listener] = []
    try:
        for number, source in enumerate(sources):
            receivers.append(open_receiver(source, tap=writer.tap(number)).start())
    except BaseException:
        for receiver in receivers:
            receiver.close()
        writer.discard()
        raise
    return receivers


def _say(*texts: str) -> None:
    show.notes([text for text in texts if text])


@track_app.command()
def replay(
    take: Annotated[Path, typer.Argument(metavar="TAKE", help="A take, or what `track convert` reads.")],
    to: Annotated[str, typer.Option(help="Speak this protocol.")] = "",
    raw: Annotated[bool, typer.Option("--raw", help="The packets as they came, to the ports they came to.")] = False,
    host: Annotated[str, typer.Option(help="Where to.")] = "127.0.0.1",
    port: Port = 0,
    rate: Annotated[str, typer.Option(help="1 as recorded, 2 twice as fast, or fast: without waiting.")] = "1.0",
) -> None:
    """Play a take to the network again. Exit code 1 when a packet could not be sent.

    Example: setpiece track replay 12A_3.take --to opentrackio --host 10.0.0.5
    """
    from contextlib import ExitStack

    from ..errors import InputError
    from ..tracking import Sender, open_encoder, protocol_info
    from ..tracking.takes import Translated, has_packets, play, raw_steps, read_any

    if raw == bool(to):
        raise InputError("say what is played", where="command line", remedy="Give --to PROTOCOL, or --raw.")
    info, records = read_any(take)
    if raw and not has_packets(records):
        raise InputError("there are no packets in it, only poses", where=str(take), remedy="Play it --to a protocol.")
    speed = _speed(rate)
    steps = raw_steps(records) if raw else Translated(info, records, open_encoder(to), speed)
    with ExitStack() as stack:
        senders: dict[int, Sender] = {}

        def send(source: int, packets: tuple[bytes, ...]) -> None:
            key = source if raw else 0
            if key not in senders:
                known = protocol_info(info.sources[source].protocol if raw else to)
                there = port or (info.sources[source].port if raw else 0) or known.port
                senders[key] = stack.enter_context(Sender(host, there, known.transport))
            senders[key].send(packets)

        begun = time.monotonic_ns()
        if isinstance(steps, Translated):
            steps.begun_ns = begun
        try:
            play(steps, send, rate=speed, begun_ns=begun, now_ns=time.monotonic_ns, sleep=time.sleep)
        except KeyboardInterrupt:
            show.line("stopped")
        failed = sum(s.failed for s in senders.values())
        show.line(f"{sum(s.sent for s in senders.values())} packets sent to {host}, {failed} failed")
    if isinstance(steps, Translated) and steps.refused:
        _say(f"{steps.refused} poses that {to} cannot carry, the last one: {steps.last_refusal}")
    raise typer.Exit(1 if failed else 0)


def _speed(text: str) -> float:
    from ..errors import InputError

    if text == "fast":
        return math.inf
    try:
        speed = float(text)
    except ValueError:
        speed = 0.0
    if not 0 < speed <= 1000:
        raise InputError(f"{text!r} is no rate", where="--rate", remedy="Give a number above 0, or fast.")
    return speed


@track_app.command()
def convert(
    take: Annotated[Path, typer.Argument(metavar="IN", help="A .take, .f4, .csv, or a trajectory as .tum or .txt.")],
    output: Annotated[
        Path,
        typer.Option("-o", "--output", help="A .take .csv .jsonl (OpenTrackIO) .freed .usda .usdc, or a production."),
    ],
    subject: Subject = "",
    source: Annotated[int, typer.Option(help="Its number, where two sources have a subject of one name.")] = -1,
    rate: Annotated[str, typer.Option(help="Frames per second, where the input or the take should have another.")] = "",
    space: Annotated[str, typer.Option(help="Of a trajectory: z_up, y_up, camera or optical.")] = "z_up",
    filmback: Annotated[str, typer.Option(help="USD: the camera's recorded area, see `setpiece doctor`.")] = "",
    focal_mm: Annotated[float, typer.Option(min=0, help="USD: the lens, where the take does not say it.")] = 0.0,
    scene: Annotated[str, typer.Option(help="Of the production: the scene's number.")] = "",
    camera: Annotated[str, typer.Option(help="Of the production: id of the camera, see `setpiece shots --json`.")] = "",
    first_frame: Annotated[int, typer.Option(min=0, help="Of the scene: where the take begins.")] = 0,
) -> None:
    """Make one kind of recording into another, by extension; nothing is written over.

    Into a production folder it bakes the take: the camera of the scene then moves as the take did.

    Example: setpiece track convert 12A_3.take -o 12A_3.usda --subject cam:1
    """
    from ..tracking.takes import new_file, picked, read_any, replayed, resampled, write_take

    asked = frame_rate(rate) if rate else None
    info, records = read_any(take, space, asked)
    only = None if source < 0 else source
    wish = _Wish(subject, only, asked or info.rate, _filmback(filmback, focal_mm))
    if output.is_dir():
        samples = picked(replayed(info, records), subject, only)
        what = _bake(output, scene, camera, first_frame, lambda r: resampled(samples, "", r))
    elif output.suffix.lower() == ".take":
        what = f"{write_take(output, info, records)} records"
    else:
        with new_file(output) as part:
            what = _written(part, info, [*replayed(info, records)], wish)
    show.line(f"{output}: {what}")


class _Wish(NamedTuple):
    """What of a take is written, and for which camera."""

    subject: str
    source: int | None
    rate: FrameRate
    back: CameraPayload | None


def _filmback(name: str, focal_mm: float) -> CameraPayload | None:
    """The shot's camera; without both, no lens is written that the take does not know."""
    from ..camera import filmbacks
    from ..errors import InputError
    from ..scene.model import CameraPayload

    if bool(name) != bool(focal_mm):
        raise InputError("a lens needs both", where="command line", remedy="Give --filmback NAME and --focal-mm.")
    if not name:
        return None
    known = filmbacks()
    if name not in known:
        raise InputError(f"there is no camera {name!r}", where="--filmback", remedy=f"Known: {', '.join(known)}.")
    return CameraPayload(focal_mm, known[name].width_mm, known[name].height_mm)


def _written(part: Path, info: TakeInfo, samples: list[tuple[int, Sample]], wish: _Wish) -> str:
    from ..errors import InputError
    from ..tracking.takes import picked, resampled, write_csv, write_freed, write_opentrackio, write_usd

    kept = [(i, s) for i, s in samples if wish.subject in ("", s.subject) and wish.source in (None, i)]
    poses = [s for _, s in kept]
    kind = part.suffix.lower()
    if kind == ".csv":
        return f"{write_csv(part, kept)} samples"
    if kind == ".jsonl":
        shift = info.started_unix_ns - info.started_monotonic_ns
        return f"{write_opentrackio(part, poses, wish.rate, shift)} samples"
    if kind == ".freed":
        return f"{write_freed(part, poses)} messages"
    if kind in (".usda", ".usdc", ".usd"):
        notes = write_usd(part, resampled(picked(kept, wish.subject, wish.source), "", wish.rate), wish.back)
        return f"{notes.frames} frames of {notes.prim}, lens {notes.lens}"
    known = ".take .csv .jsonl .freed .usda .usdc .usd, or a production's folder"
    wanted = part.with_name(part.name.replace(f".part{part.suffix}", part.suffix))
    raise InputError(f"{kind or 'no extension'} is not written", where=str(wanted), remedy=f"Known: {known}.")


def _bake(root: Path, scene_number: str, camera: str, first_frame: int, track_at: Callable[[FrameRate], Track]) -> str:
    """Lay the take on a camera as edits, in one step that a build then takes up."""
    from ..build import Workspace, open_built
    from ..errors import InputError
    from ..scene import merge_edits
    from ..tracking.takes import bake_take

    with Workspace(root).locked():
        built = open_built(root)
        scenes = {s.number: s.id for s in built.index.scenes}
        if scene_number not in scenes:
            listed = ", ".join(scenes)
            raise InputError(f"there is no scene {scene_number!r}", where="--scene", remedy=f"Built: {listed}.")
        scene = built.scene(scenes[scene_number])
        track = track_at(scene.sequence.rate)
        baked = bake_take(track, scene, camera, first_frame=first_frame)
        built.space.put_arrays(dict(baked.arrays))
        merged = merge_edits(built.space.edits(scene.id), baked.edits, scene, showed_old=False)
        built.space.write_edits(scene.id, merged)
    return f"{len(track.positions_m)} frames on {camera} of scene {scene_number}; `setpiece build` takes them up"
