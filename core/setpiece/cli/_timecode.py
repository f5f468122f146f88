"""``setpiece track timecode``: what a recorder's timecode track says, and where it stops or jumps."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from . import _output as show
from ._track import Json, track_app
from ._until import frame_rate

if TYPE_CHECKING:
    from ..tracking.timecode import LtcDecoder, LtcFrame, Run, Wav



@track_app.command()
def timecode(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A WAV with LTC on a channel; - reads it as it comes.")],
    channel: Annotated[int, typer.Option(min=0, help="From 1; 0 tries all until one has timecode (of -: first).")] = 0,
    rate: Annotated[str, typer.Option(help="What is known to run: 24, 23.976 ...; LTC itself does not say.")] = "",
    labels: Annotated[bool, typer.Option("--labels", help="Every label, not only where it begins and ends.")] = False,
    send: Annotated[str, typer.Option(help="Host to send it on to as Art-Net, as it comes: for -.")] = "",
    json: Json = False,
) -> None:
    """Print the labels of a recording's LTC, its gaps and its jumps. Exit code 1 when there is no timecode in it.

    Example: setpiece track timecode 12A_3.wav

    Example: arecord -q -f S16_LE -r 48000 -t wav | setpiece track timecode - --send 127.0.0.1
    """
    from ..tracking.timecode import LtcDecoder, Wav, runs

    flowing = str(file) == "-"
    wav = Wav(sys.stdin.buffer if flowing else file)
    known = frame_rate(rate) if rate else None
    wanted = [max(0, channel - 1)] if channel or flowing else range(wav.channels)
    found = 0
    for number in wanted:
        decoder = LtcDecoder(wav.sample_rate_hz, known)
        frames = _frames(wav, number, decoder)
        if send:
            frames = _sent_on(frames, send)
        if labels:
            for frame in frames:
                found += 1
                _tell_label(frame, wav, number, json)
        else:
            for run in runs(frames):
                found += run.count
                _tell_run(run, wav, number, json)
        if decoder.rejected:
            show.notes([f"channel {number + 1}: {decoder.rejected} frames whose digits are no label"])
        if found:
            break
    if not found and not json:
        show.line(f"{file}: no timecode in {wav.frames / wav.sample_rate_hz:.1f} s of {wav.channels} channels")
    raise typer.Exit(0 if found else 1)


def _frames(wav: Wav, channel: int, decoder: LtcDecoder) -> Iterator[LtcFrame]:
    for block in wav.blocks(channel):
        yield from decoder.feed(block)
    yield from decoder.flush()


def _sent_on(frames: Iterator[LtcFrame], host: str) -> Iterator[LtcFrame]:
    """Each as Art-Net by the label that begins when its frame is over, which is now."""
    from ..tracking import Sender
    from ..tracking.timecode import ART_NET_PORT, encode_art_timecode

    with Sender(host, ART_NET_PORT) as sender:
        for frame in frames:
            sender.send([encode_art_timecode(frame.running)])
            yield frame


def _frame(frame: LtcFrame, wav: Wav) -> dict[str, Any]:
    from ..tracking.timecode import label_text

    return {
        "timecode": label_text(frame.timecode), "start_sample": round(frame.start_sample, 2),
        "end_sample": round(frame.end_sample, 2), "start_s": round(frame.start_sample / wav.sample_rate_hz, 6),
        "reverse": frame.reverse, "user_bits": f"{frame.user_bits:08x}",
    }  # fmt: skip


def _tell_label(frame: LtcFrame, wav: Wav, channel: int, json: bool) -> None:
    told = _frame(frame, wav)
    if json:
        show.json_line({"channel": channel + 1, **told})
        return
    back = "  backwards" if frame.reverse else ""
    show.line(f"{told['timecode']}  {told['start_s']:.4f} s  sample {told['start_sample']:.1f}{back}")


def _tell_run(run: Run, wav: Wav, channel: int, json: bool) -> None:
    first, last = _frame(run.first, wav), _frame(run.last, wav)
    rate = run.last.timecode.rate
    if json:
        show.json_line({
            "channel": channel + 1, "first": first, "last": last, "frames": run.count, "rate": f"{rate.num}/{rate.den}",
            "fps": round(run.last.fps, 4), "silent_s": round(run.silent_samples / wav.sample_rate_hz, 6),
        })  # fmt: skip
        return
    if run.silent_samples:
        show.line(f"gap: {run.silent_samples / wav.sample_rate_hz:.3f} s without timecode")
    named = f"{rate.num / rate.den:.6g}" + (" drop-frame" if run.last.timecode.drop else "")
    back = ", backwards" if run.first.reverse else ""
    show.line(
        f"{first['timecode']} to {last['timecode']}  {run.count} frames, {named} fps{back}, ran at {run.last.fps:.4f}, "
        f"channel {channel + 1}, {first['start_s']:.3f} s to {last['end_sample'] / wav.sample_rate_hz:.3f} s"
    )
