"""``setpiece track``'s first hour on a stage: what is heard, what its axes mean, where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from . import _output as show
from ._track import HERE, Folder, Host, Port, ProtocolName, sources_of, track_app
from ._wizard import DryRun, Json, Subject

if TYPE_CHECKING:
    from ..tracking.model import Sample, Source
    from ..tracking.stage import Heard, Scan



def look_around(interface: str, seconds: float, json: bool) -> None:
    """List cards and senders; exit code 1 when nobody was heard."""
    from ..tracking.stage import scan

    found = scan(interface, seconds)
    if json:
        show.json_line({"format": "1.0", **_plain(found)})
    else:
        _print_scan(found)
    raise typer.Exit(0 if any(h.protocol for h in found.heard) else 1)


def _plain(value: Scan) -> dict[str, object]:
    import msgspec

    return dict(msgspec.to_builtins(value))


def _print_scan(found: Scan) -> None:
    rows = [
        (n.name, ", ".join(n.addresses) or "-", "up" if n.up else "down", n.mtu or "-", _told(found, n.name))
        for n in found.interfaces
    ]
    show.table(f"network cards, listened to for {found.seconds:g} s", ("card", "IPv4", "state", "MTU", "heard"), rows)
    for heard in found.heard:
        show.line(_sentence(heard))
        if heard.toml:
            show.line("  for tracking.toml:")
            for line in heard.toml.splitlines():
                show.line(f"    {line}")
    for trouble in found.troubles:
        show.notes([f"{trouble.where}: {trouble.why}"])
    if not found.heard:
        show.line("nothing heard; check the sender's destination address, the cable and the firewall (doctor network)")


def _told(found: Scan, card: str) -> str:
    names = [f"{h.protocol or 'unknown'}:{h.port}" for h in found.heard if h.interface == card]
    return ", ".join(names) or "nothing"


def _sentence(heard: Heard) -> str:
    to = f"{heard.destination} {heard.group}".strip()
    where = f"{heard.interface} port {heard.port} ({to}) from {heard.sender}"
    if not heard.protocol:
        return f"{where}: unknown, {heard.rate_hz:.1f} packets/s, begins {heard.first_bytes}. {heard.note}"
    who = ", ".join(f"{s.subject} {s.rate_hz:.1f} Hz" for s in heard.subjects) or "nobody yet"
    profile = f" ({heard.profile})" if heard.profile else ""
    note = f" {heard.note}" if heard.note else ""
    return f"{where}: {heard.protocol}{profile}, {heard.accepted:.0%} of its packets fit; {who}.{note}"


@track_app.command()
def align(
    folder: Folder = HERE,
    points: Annotated[Path | None, typer.Option(metavar="CSV", help="Points known in both spaces.")] = None,
    markers: Annotated[Path | None, typer.Option(metavar="CSV", help="Markers of the volume: name,x,y,z.")] = None,
    take: Annotated[Path | None, typer.Option(metavar="TAKE", help="The wand session; else it is heard now.")] = None,
    wand: Annotated[Path | None, typer.Option(metavar="TAKE", help="A take of the wand swung about its tip.")] = None,
    subject: Subject = "",
    protocol: ProtocolName = "",
    host: Host = "127.0.0.1",
    port: Port = 0,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Find where the tracker's space sits in the volume, and write it into volume.toml.

    From three points and more, known in both spaces (name,tracker_x,tracker_y,tracker_z,volume_x,volume_y,volume_z),
    or from a wand that rests a second on each marker in turn. Exit code 1 when a point had to be left out.

    Example: setpiece track align my_film --points floor.csv
    """
    import msgspec

    from ..errors import InputError
    from ..tracking import VOLUME_FILE, write_table
    from ..tracking.stage import align as fit
    from ..tracking.stage import pairs_of_session, pivot, read_markers, read_pairs

    if (points is None) == (markers is None):
        raise InputError("say what is known", where="command line", remedy="Give --points CSV, or --markers CSV.")
    if points is not None:
        pairs = read_pairs(points)
    else:
        tip = (0.0, 0.0, 0.0) if wand is None else pivot(_of_take(wand, subject)).tip_m
        samples = _of_take(take, subject) if take else _touched(sources_of(folder, protocol, host, port), subject)
        pairs = pairs_of_session(samples, read_markers(markers or HERE), tip)
    found = fit(pairs)
    if not dry_run:
        write_table(folder / VOLUME_FILE, "tracking", found.table())
    if json:
        show.json_line({"format": "1.0", **msgspec.to_builtins(found), "written": not dry_run})
    else:
        rows = [(p.name, f"{p.mm:.1f}", f"{p.deg:.3f}", "" if p.used else "left out") for p in found.points]
        show.table("alignment", ("point", "mm", "deg", ""), rows)
        show.line(f"residual {found.residual_mm:.2f} mm, {found.residual_deg:.3f} deg (RMS)")
        show.notes(found.warnings)
        show.line("nothing written" if dry_run else f"written to {folder / VOLUME_FILE}")
    raise typer.Exit(0 if all(p.used for p in found.points) else 1)


def _of_take(path: Path, subject: str) -> list[Sample]:
    """One subject's samples, corrected as its source is."""
    from ..tracking.stage import liveliest
    from ..tracking.takes import TakeReader

    samples = [s for _, s in TakeReader(path).samples()]
    who = subject or liveliest(samples)
    return [s for s in samples if s.subject == who]


def _touched(sources: Sequence[Source], subject: str) -> list[Sample]:
    """The wand session as it is made now, until Enter."""
    from ..tracking.receive import open_receiver
    from ..tracking.stage import liveliest

    heard: list[Sample] = []
    receivers = [open_receiver(s) for s in sources]
    try:
        for receiver in receivers:
            receiver.stream.add_sink(heard.append)
            receiver.start()
        show.notes(["Touch the markers in the order of the list, resting a second on each."])
        typer.prompt("Press Enter after the last one", default="", show_default=False, err=True)
    finally:
        for receiver in receivers:
            receiver.close()
    who = subject or liveliest(heard)
    return [s for s in heard if s.subject == who]


@track_app.command()
def lens(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="OpenTrackIO, OpenCV, ST-map, .ulens, CSV.")],
    folder: Folder = HERE,
    sensor_width: Annotated[float, typer.Option(min=0, help="Width of the sensor in mm, where FILE lacks it.")] = 0.0,
    focal: Annotated[float, typer.Option(min=0, help="Focal length in mm, for an ST-map.")] = 0.0,
    direction: Annotated[str, typer.Option(help="What an ST-map is made to do: undistort or distort.")] = "undistort",
    output: Annotated[str, typer.Option("-o", "--output", help="Name of the map beside volume.toml.")] = "lens.json",
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Import what a lens's rings mean, and name the map in volume.toml.

    Example: setpiece track lens zoom.ulens my_film
    """
    import msgspec

    from ..tracking import VOLUME_FILE, write_table
    from ..tracking.lens import import_lens, write_lens_map

    found = import_lens(file, sensor_width or None, focal or None, direction)
    if not dry_run:
        write_lens_map(folder / output, found)
        write_table(folder / VOLUME_FILE, "tracking", {"lens": output})
    if json:
        show.json_line({"format": "1.0", "lens": msgspec.to_builtins(found), "written": not dry_run})
        return
    known = [
        n for n in ("focal_mm", "focus", "iris", "entrance_pupil_m", "distortion") if getattr(found, n) is not None
    ]
    show.line(f"{found.name}: {', '.join(known)} from {found.origin}")
    show.notes(found.notes)
    show.line("nothing written" if dry_run else f"written to {folder / output}, and named in {folder / VOLUME_FILE}")
