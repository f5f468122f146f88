"""``setpiece track wizard``: the operator makes six moves, and the source's axes, unit and signs are right."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from . import _output as show
from ._track import HERE, Folder, Host, Port, ProtocolName, sources_of, track_app

if TYPE_CHECKING:
    from ..tracking.model import Sample, Source
    from ..tracking.receive import Listener
    from ..tracking.stage import Inference, Move, Segment


_ROUNDS = 4
Json = Annotated[bool, typer.Option("--json", help="One JSON object for machines.")]
Push = Annotated[float, typer.Option(min=0, help="Length of the push in metres, by tape: it settles the unit.")]
Which = Annotated[str, typer.Option("--source", help="Which source of tracking.toml: its name, or its number from 1.")]
Subject = Annotated[str, typer.Option(help="Whose moves; empty takes the one that moves most.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be written, and write nothing.")]


@track_app.command()
def wizard(
    folder: Folder = HERE,
    which: Which = "",
    subject: Subject = "",
    push: Push = 0.0,
    protocol: ProtocolName = "",
    host: Host = "127.0.0.1",
    port: Port = 0,
    four: Annotated[bool, typer.Option("--four", help="Leave out roll and truck unless they are needed.")] = False,
    move_s: Annotated[float, typer.Option("--seconds", min=1, help="How long each move is listened to.")] = 5.0,
    segments: Annotated[Path | None, typer.Option(metavar="FILE", help="Moves from a file instead.")] = None,
    keep: Annotated[Path | None, typer.Option(metavar="FILE", help="Keep the moves, to be judged again.")] = None,
    take: Annotated[Path | None, typer.Option(metavar="TAKE", help="Moves from a take, with --move.")] = None,
    move: Annotated[list[str] | None, typer.Option(help="Where in the take: pan_right=3.5-6 (seconds).")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Take the likeliest unit without asking.")] = False,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Find axes, unit and signs of a source from guided moves, and write them into tracking.toml.

    Before each move: level, facing the wall. Exit code 1 when a move must be repeated first.

    Example: setpiece track wizard my_film --source crane --push 1.0
    """
    from ..tracking.stage import infer, read_segments, write_segments

    number, source = _chosen(sources_of(folder, protocol, host, port), which)
    if segments is not None:
        moves = list(read_segments(segments))
        found = infer(moves, source, push or None)
    elif take is not None:
        moves = _from_take(take, move or [], number, subject)
        found = infer(moves, source, push or None)
    else:
        moves, found = _made(source, subject, push or None, move_s, four)
    if keep is not None:
        write_segments(keep, moves)
    sure = yes or found.unit_measured or not found.units or _confirmed(found, json)
    written = ""
    if found.source is not None and sure and not dry_run:
        written = _write(folder, number, found, bool(protocol))
    _report(found, sure, written, json)
    raise typer.Exit(0 if found.source is not None and sure else 1)


def _chosen(sources: Sequence[Source], which: str) -> tuple[int, Source]:
    from ..errors import InputError

    names = [s.name or s.protocol for s in sources]
    if not which and len(sources) == 1:
        return 0, sources[0]
    for i, name in enumerate(names):
        if which and which in (name, str(i + 1)):
            return i, sources[i]
    known = ", ".join(f"{i + 1} {name}" for i, name in enumerate(names))
    raise InputError("which source is not said", where="--source", remedy=f"There are: {known}.")


def _from_take(take: Path, spans: Sequence[str], number: int, subject: str) -> list[Segment]:
    from ..tracking.stage import parse_span, segments_of_take

    return list(segments_of_take(take, [parse_span(s) for s in spans], number, subject)[0])


def _made(
    source: Source, subject: str, push_m: float | None, move_s: float, four: bool
) -> tuple[list[Segment], Inference]:
    """The moves as the operator makes them now; what is unclear is asked for again, a few times."""
    from ..tracking.receive import open_receiver
    from ..tracking.stage import infer, uncorrected

    plain = uncorrected(source)
    asked: list[Move] = ["pan_right", "tilt_up", "push_in", "raise"]
    if not four:
        asked.extend(("roll_clockwise", "truck_right"))
    made: dict[Move, Segment] = {}
    receiver = open_receiver(plain).start()
    try:
        for _ in range(_ROUNDS):
            made.update(_heard(receiver, asked, subject, move_s))
            found = infer(list(made.values()), plain, push_m)
            asked = list(dict.fromkeys(r.move for r in found.repeat))
            if not asked:
                break
            show.notes([f"{r.move}: {r.why}" for r in found.repeat])
    finally:
        receiver.close()
    return list(made.values()), infer(list(made.values()), source, push_m)


def _heard(receiver: Listener, moves: Sequence[Move], subject: str, move_s: float) -> dict[Move, Segment]:
    from ..tracking.stage import SAY, Segment, liveliest

    heard: list[Sample] = []
    receiver.stream.add_sink(heard.append)
    raw: dict[Move, list[Sample]] = {}
    for move in moves:
        show.notes([f"Level, facing the wall. {SAY[move]}"])
        typer.prompt("Press Enter, hold still for a second, then move", default="", show_default=False, err=True)
        heard.clear()
        time.sleep(move_s)
        raw[move] = list(heard)
    who = subject or liveliest([s for samples in raw.values() for s in samples])
    return {move: Segment(move, tuple(s for s in samples if s.subject == who)) for move, samples in raw.items()}


def _confirmed(found: Inference, json: bool) -> bool:
    """Whether somebody says that the unit is the one that is likely."""
    if found.source is None or json or not sys.stdin.isatty():
        return False
    guess = found.units[0]
    return typer.confirm(f"The push was {guess.push_m:.2f} m long if it is {guess.says}. Is that right?")


def _write(folder: Path, number: int, found: Inference, alone: bool) -> str:
    """Corrections into the source's own table; how the camera sits on what is tracked into volume.toml."""
    from ..tracking import VOLUME_FILE, source_toml, sources_file, write_table
    from ..tracking.stage import corrections_of

    if found.source is None:
        return ""
    path = sources_file(folder)
    if alone:  # a source of the command line is in no file yet
        return source_toml(found.source)
    write_table(path, "source", corrections_of(found.source), number)
    if found.camera_from_body_wxyz is not None:
        turned = {"camera_from_body_wxyz": tuple(round(v, 6) for v in found.camera_from_body_wxyz)}
        write_table(folder / VOLUME_FILE, "tracking", turned)
    return str(path)


def _report(found: Inference, sure: bool, written: str, json: bool) -> None:
    import msgspec

    from ..tracking import source_toml

    lines = source_toml(found.source) if found.source is not None else ""
    if json:
        show.json_line({"format": "1.0", **msgspec.to_builtins(found), "toml": lines, "written": written})
        return
    for text in found.found:
        show.line(text)
    if found.source is not None:
        show.line(f"confidence {found.confidence:.0%}; tracking.toml:")
        for line in lines.splitlines():
            show.line(f"    {line}")
    show.notes([f"not checked by any move: {text}" for text in found.assumed])
    show.notes([f"repeat {r.move}: {r.why}" for r in found.repeat])
    if not sure and found.units:
        others = "; ".join(f"{g.push_m:.2f} m if {g.says}" for g in found.units)
        show.notes([f"the unit is not certain: the push was {others}. Measure it: --push METRES, or say --yes"])
    show.line(f"written to {written}" if written and "\n" not in written else "nothing written")
