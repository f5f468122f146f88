"""``setpiece track``: what a stage's trackers say, recorded, predicted and sent on."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from . import _output as show

if TYPE_CHECKING:
    from ..tracking.model import Health, Source
    from ..tracking.receive import Listener

track_app = typer.Typer(no_args_is_help=True, help="Trackers: listen, record, replay, predict and send on.")

Json = Annotated[bool, typer.Option("--json", help="One JSON object a line, for machines.")]
Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The production with tracking.toml; default: this folder.")]
ProtocolName = Annotated[str, typer.Option(help="Listen to this protocol instead of what tracking.toml lists.")]
Host = Annotated[str, typer.Option(help="Address to listen on; 127.0.0.1 is this computer only, 0.0.0.0 everybody.")]
Port = Annotated[int, typer.Option(min=0, max=65535, help="0 takes the protocol's usual port.")]
Seconds = Annotated[float, typer.Option(min=0, help="Stop after so long; 0 runs until Ctrl-C.")]
Interface = Annotated[
    str, typer.Option(metavar="NAME|auto", help="Look at what is there: on this card, or on every card.")
]
HERE = Path()
_ADDRESSES = 8


def sources_of(folder: Path, protocol: str, host: str, port: int) -> tuple[Source, ...]:
    """One source from the command line, else those of the folder's tracking.toml."""
    from ..errors import InputError
    from ..tracking import open_decoder, protocol_info, read_sources, sources_file
    from ..tracking.model import Source

    if protocol:
        info = protocol_info(protocol)
        group = info.group if host != "127.0.0.1" else ""
        source = Source(protocol=protocol, host=host, port=port, multicast=group)  # pyright: ignore[reportArgumentType]
        open_decoder(source)
        return (source,)
    path = sources_file(folder)
    if not path.exists():
        raise InputError(
            f"there is no {path.name}", where=str(folder),
            remedy="Name a protocol with --protocol, or hear what is there: `setpiece track monitor --interface auto`.",
        )  # fmt: skip
    sources = read_sources(path)
    if not sources:
        raise InputError(
            "no source is listed", where=str(path),
            remedy="Add [[source]] tables; `setpiece track monitor --interface auto` prints them.",
        )  # fmt: skip
    return sources


@track_app.command()
def monitor(
    folder: Folder = HERE,
    protocol: ProtocolName = "",
    host: Host = "127.0.0.1",
    port: Port = 0,
    seconds: Seconds = 0,
    interface: Interface = "",
    json: Json = False,
) -> None:
    """Print what every subject does, once a second. Exit code 1 when nothing was heard.

    With --interface: which network cards there are and who is heard on each of them in 3 s (--seconds), on every
    port trackers use, with the lines to put into tracking.toml. This listens on all addresses of those cards and
    joins the multicast groups of the tracking protocols.

    Example: setpiece track monitor --protocol freed --host 0.0.0.0 --port 40000

    Example: setpiece track monitor --interface auto
    """
    from ..tracking.receive import open_receiver

    if interface:
        from ._stage import look_around

        look_around(interface, seconds or 3.0, json)

    sources = sources_of(folder, protocol, host, port)
    receivers: list[Listener] = []
    heard = False
    try:
        for source in sources:
            receivers.append(open_receiver(source).start())
        for _ in _every_second(seconds):
            rows = [row for r in receivers for row in r.stream.health(time.monotonic_ns())]
            heard = heard or bool(rows)
            _print_health(rows, receivers, json)
    finally:
        for receiver in receivers:
            receiver.close()
    raise typer.Exit(0 if heard else 1)


def _every_second(seconds: float) -> Iterator[None]:
    """Once a second until ``seconds`` are over or somebody presses Ctrl-C; 0 has no end."""
    begun = time.monotonic()
    tick = 0
    try:
        while not seconds or tick < seconds:
            tick += 1
            time.sleep(max(0.0, begun + min(tick, seconds or tick) - time.monotonic()))
            yield
    except KeyboardInterrupt:
        return


def _print_health(rows: list[Health], receivers: list[Listener], json: bool) -> None:
    if json:
        for row in rows:
            show.json_line(row)
        return
    for row in rows:
        place = "no position" if row.position_m is None else "x {:+.3f}  y {:+.3f}  z {:+.3f} m".format(*row.position_m)
        show.line(
            f"{row.subject:16} {row.protocol:12} {row.rate_hz:6.1f} Hz  age {row.age_ms:6.1f} ms  jitter "
            f"{row.jitter_ms:5.2f} ms  lost {row.lost}  twice {row.duplicate}  late {row.out_of_order}  {place}"
        )
    from ..tracking.receive import silence_of

    for receiver in receivers:
        stream, silence = receiver.stream, silence_of(receiver)
        if silence:
            show.line(silence)
        elif stream.refused:
            show.line(f"{stream.refused} of {stream.packets} packets refused, the last one: {stream.last_refusal}")
        if unknown := stream.unknown():
            most = sorted(unknown, key=lambda address: -unknown[address])[:_ADDRESSES]
            more = f" and {len(unknown) - len(most)} more" if len(unknown) > len(most) else ""
            show.line("not known to the profile: " + ", ".join(f"{a} ({unknown[a]})" for a in most) + more)


@track_app.command()
def send(
    protocol: Annotated[str, typer.Option(help="What to speak.")] = "osc",
    host: Annotated[str, typer.Option(help="Where to.")] = "127.0.0.1",
    port: Port = 0,
    rate: Annotated[float, typer.Option(min=0.1, max=1000, help="Samples a second.")] = 60.0,
    move: Annotated[str, typer.Option(help="still, pan (30 degrees to and fro, 8 s) or walk (a 2 m circle).")] = "pan",
    seconds: Seconds = 0,
) -> None:
    """Pretend to be a tracked camera, to try a network, a wall or Unreal without one.

    Example: setpiece track send --protocol freed --host 10.0.0.5 --port 40000 --move pan
    """
    from ..tracking import Sender, open_encoder, pretended_move, protocol_info

    info = protocol_info(protocol)
    encoder, pose = open_encoder(protocol), pretended_move(move)
    begun = time.monotonic_ns()
    with Sender(host, port or info.port, info.transport) as sender:
        sent = 0
        try:
            while not seconds or sent < seconds * rate:
                due = begun + round(sent * 1e9 / rate)
                time.sleep(max(0.0, (due - time.monotonic_ns()) / 1e9))
                sender.send(encoder.encode([pose((due - begun) / 1e9, due)]))
                sent += 1
        except KeyboardInterrupt:
            pass
        show.line(f"{sender.sent} packets sent to {host}:{port or info.port}, {sender.failed} failed")
    raise typer.Exit(1 if sender.failed else 0)
