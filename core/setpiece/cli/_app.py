"""The commands, each a few lines around the room that does the work."""

from __future__ import annotations

import os
import shlex
import sys
from collections import Counter
from concurrent.futures import BrokenExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import msgspec
import typer
from rich.markup import escape

from ..errors import SetpieceError
from . import _latency, _live_run, _overscan, _relay, _stage, _takes, _timecode, _wizard
from . import _output as show
from ._live import live_app
from ._people import People
from ._script import breakdown, script_app
from ._track import track_app

if TYPE_CHECKING:
    from ..build import BuildReport

_HELP = "One screenplay in; sets, cameras, light and shots out. Begin with: setpiece new SCRIPT DIR"
app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
                  rich_markup_mode="rich", help=_HELP)  # fmt: skip
export_app = typer.Typer(no_args_is_help=True, help="Hand the production to another program.")
app.add_typer(export_app, name="export")
app.add_typer(script_app, name="script")
app.add_typer(live_app, name="live")
COMMANDS = (_live_run, _takes, _relay, _wizard, _stage, _latency, _overscan, _timecode)
"""Rooms of commands: to import one is to have its commands in the group it belongs to."""
app.add_typer(track_app, name="track")

Dir = Annotated[Path, typer.Argument(metavar="DIR", help="The production; default: this folder.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON object for machines.")]
Scenes = Annotated[str, typer.Option(help="Only these, for example 3,7-9.")]
Jobs = Annotated[int, typer.Option(min=1, help="Worker processes.")]
HERE = Path()
# What all usage errors are, in whichever click typer brings along.
USAGE_ERROR = cast("type[typer.BadParameter]", typer.BadParameter.__mro__[2])


def main() -> None:
    """Entry point of the ``setpiece`` command."""
    json = "--json" in sys.argv[1:]
    try:
        if json:
            sys.exit(app(standalone_mode=False))
        app()
    except SetpieceError as e:
        _fail(e, e.exit_code, json)
    except typer.Abort:  # Ctrl-C, or a question that nobody answers
        _fail(SetpieceError("stopped before it was done"), 1, json)
    except OSError as e:  # a full disk, a file somebody else holds
        where = str(e.filename or "the system")
        _fail(SetpieceError(str(e.strerror or e), where=where, remedy="Check rights and free space."), 2, json)
    except BrokenExecutor:
        remedy = "Build again, with fewer --jobs if memory is short."
        _fail(SetpieceError("a worker process was ended from outside", remedy=remedy), 2, json)
    except USAGE_ERROR as e:
        _fail(SetpieceError(e.format_message(), where="command line", remedy="See --help."), e.exit_code, json)


def _fail(e: SetpieceError, code: int, json: bool) -> None:
    show.err.print(f"[red]error[/] {escape(str(e))}", highlight=False, soft_wrap=True)
    if json:
        error = {"message": e.what, "where": e.where, "remedy": e.remedy, "code": code}
        show.json_line({"format": "1.0", "error": error})
    sys.exit(code)


@app.callback(invoke_without_command=True)
def _root(version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    if version:
        from .. import __version__

        typer.echo(__version__)
        raise typer.Exit


@app.command()
def new(
    script: Annotated[Path, typer.Argument(metavar="SCRIPT")],
    folder: Annotated[Path, typer.Argument(metavar="DIR")],
    json: Json = False,
) -> None:
    """Make a production folder around a script.

    Example: setpiece new pilot.fountain my_film
    """
    from ..build import create, read_draft_bytes
    from ..script import read_script

    screenplay = read_script(read_draft_bytes(script), str(script))
    root = create(script, folder, screenplay)
    found = [f for f in screenplay.findings if f.severity != "note"]
    if json:
        show.json_line({"format": "1.0", "production": str(root), "scenes": len(screenplay.scenes),
                        "findings": found})  # fmt: skip
    else:
        count = len(screenplay.scenes)
        told = f"{root}: {count} scene{'' if count == 1 else 's'}."
        show.line(f"{told} Next: setpiece build {shlex.quote(str(root))}" if count else told)
        show.findings(found, script.name)
    raise typer.Exit(1 if found else 0)


@app.command()
def build(
    folder: Dir = HERE,
    scenes: Scenes = "",
    jobs: Jobs = max(1, os.cpu_count() or 1),
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would run, and why.")] = False,
    json: Json = False,
) -> None:
    """Build what changed: sets, cast, light, cameras, shots.

    Example: setpiece build my_film --scenes 3,7-9 --dry-run
    """
    from ..build import Request
    from ..build import build as run

    with show.progress("building") as listen:
        report = run(folder, Request(scenes, jobs, dry_run, listener=listen))
    _report(report, folder, json, dry_run)


@app.command()
def diff(folder: Dir = HERE, jobs: Jobs = 1, json: Json = False) -> None:
    """Show what a build would change, property by property, without committing it.

    Example: setpiece diff my_film
    """
    from ..build import Request
    from ..build import build as run

    with show.progress("comparing") as listen:
        report = run(folder, Request(jobs=jobs, commit=False, listener=listen))
    _report(report, folder, json)


@app.command()
def revise(
    script: Annotated[Path | None, typer.Argument(metavar="NEW_SCRIPT")] = None,
    folder: Dir = HERE,
    undo: Annotated[bool, typer.Option("--undo", help="Return to the former draft: revise --undo [DIR].")] = False,
    jobs: Jobs = max(1, os.cpu_count() or 1),
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would run, and why.")] = False,
    json: Json = False,
) -> None:
    """Bring a new draft in; what people moved, re-lit or locked stays.

    Example: setpiece revise draft_b.fountain my_film
    """
    from ..build import Request
    from ..build import revise as run
    from ..build import undo as back

    if undo:
        if dry_run:
            raise typer.BadParameter("--undo has no dry run; `setpiece revise --undo` can be revised again")
        state = back(script or folder)
        if json:
            show.json_line({"format": "1.0", "draft": state.draft})
        else:
            show.line(f"back to {state.draft}")
        return
    if script is None:
        raise typer.BadParameter("name the new draft: setpiece revise NEW_SCRIPT [DIR]")
    with show.progress("revising") as listen:
        report = run(folder, script, Request(jobs=jobs, dry=dry_run, listener=listen))
    _report(report, folder, json, dry_run, script.name if dry_run else "")


def _report(r: BuildReport, folder: Path, json: bool, dry: bool = False, draft: str = "") -> None:
    problems = [f for f in r.findings if f.severity != "note"]
    if json:
        show.json_line({"format": "1.0", **msgspec.to_builtins(r)})
    else:
        people = People(r)
        _show_steps(r, people, folder, dry)
        if r.changes:
            rows = [(people.number(c.scene), c.op, people.target(c.target), people.property(c.property))
                    for c in r.changes[:30]]  # fmt: skip
            show.table(f"{len(r.changes)} changes", ("scene", "what", "of", "property"), rows)
        for title, rows in (("edits kept", r.edits_kept), ("edits without a home", r.edits_orphaned)):
            if rows:
                show.line(f"{title}: " + "; ".join(map(people.edit, rows)))
        _show_conflicts(r, people, folder)
        told = [msgspec.structs.replace(f, message=people.text(f.message)) for f in problems]
        show.findings(told, draft or Path(r.draft).name)
        show.notes(r.notes)
    raise typer.Exit(1 if problems or r.conflicts else 0)


def _show_steps(r: BuildReport, people: People, folder: Path, dry: bool) -> None:
    steps = Counter(s.state for s in r.steps)
    show.line(f"{folder}: {len({s.scene for s in r.steps})} scenes; steps: {show.counts(steps) or 'none'}")
    moved = [c for c in r.scenes if c.kind != "same"]
    if any(c.old for c in r.scenes) and moved:
        rows = [(people.number(c.old, before=True) if c.old else "-", people.number(c.new) if c.new else "-", c.kind)
                for c in moved[:40]]  # fmt: skip
        show.table("Scenes", ("old", "new", "what"), rows)
    would = [s for s in r.steps if s.state != "cached"]
    if dry and would:
        rows = [(people.number(s.scene), s.step, s.reason) for s in would[:40]]
        show.table("Would run", ("scene", "step", "why"), rows)


def _show_conflicts(r: BuildReport, people: People, folder: Path) -> None:
    for c in r.conflicts:
        where = f"{c['scene']}:{c['node']}" + (f"#{c['property']}" if c.get("property") else "")
        settle = f"setpiece resolve keep|take|relative {shlex.quote(str(folder))} --at {where}"
        text = f"{people.edit(where)}: {people.text(c['reason'])} Yours was kept. To decide: {settle}"
        show.err.print(f"[yellow]conflict[/] {escape(text)}", highlight=False, soft_wrap=True)


app.command()(breakdown)


@app.command()
def shots(folder: Dir = HERE, json: Json = False) -> None:
    """Show the shot list.

    Example: setpiece shots my_film
    """
    from ..build import shots_json

    data = shots_json(folder)
    if json:
        show.json_line(data)
        return
    rows = msgspec.convert(data["shots"], list[dict[str, Any]])
    show.shot_table(str(folder), rows)


@app.command()
def boards(
    folder: Dir = HERE,
    scenes: Scenes = "",
    width: Annotated[int, typer.Option(help="Pixels, 64 to 7680; 0 takes production.toml.")] = 0,
    json: Json = False,
) -> None:
    """Render a still for every shot, with a contact sheet (PNG and PDF) and the shot list.

    Example: setpiece boards my_film --scenes 1-3
    """
    from ..build import render_boards

    with show.progress("rendering") as listen:
        result = render_boards(folder, scenes, width, listen)
    if json:
        show.json_line({"format": "1.0", **msgspec.to_builtins(result)})
    else:
        show.line(f"{len(result.panels)} panels ({result.rendered} rendered): {result.sheet}")
        show.refused(result.refused)
        show.findings(result.findings, str(folder))
    raise typer.Exit(1 if result.refused or result.findings else 0)


@export_app.command("blend")
def export_blend(
    folder: Dir = HERE,
    output: Annotated[Path, typer.Option("-o", "--output", help="The .blend to write.")] = Path("production.blend"),
    scenes: Scenes = "",
    json: Json = False,
) -> None:
    """Write a .blend: one Blender scene per script scene, cameras bound to markers.

    Example: setpiece export blend my_film -o my_film.blend
    """
    from ..build import export_blend as run

    with show.progress("exporting") as listen:
        result = run(folder, output, scenes, listen)
    if json:
        show.json_line({"format": "1.0", **msgspec.to_builtins(result)})
    else:
        show.line(f"{result.path}: {result.scenes} scenes, {result.objects} objects")
        show.refused(result.refused)
        show.findings(result.findings, str(folder))
    raise typer.Exit(1 if result.refused or result.findings else 0)


@app.command()
def resolve(
    choice: Annotated[str, typer.Argument(metavar="keep|take|relative")],
    folder: Dir = HERE,
    at: Annotated[str, typer.Option(help="One conflict as listed: scene:node#property; default: all.")] = "",
    json: Json = False,
) -> None:
    """Decide conflicts: keep your value, take the generated one, or do your change again to it.

    Example: setpiece resolve keep my_film --at s003:s003.p7 && setpiece build my_film
    """
    from ..build import resolve as run

    decided = run(folder, choice, at)
    if json:
        show.json_line({"format": "1.0", "decided": decided})
    else:
        show.line(f"{choice}: " + (", ".join(decided) or "there is no conflict"))


@app.command()
def scan(
    blend: Annotated[Path, typer.Argument(metavar="BLEND")],
    folder: Dir = HERE,
    json: Json = False,
) -> None:
    """Bring what was moved, added or deleted in a .blend back into the production as edits.

    Example: setpiece scan my_film.blend my_film && setpiece build my_film
    """
    from ..build import scan_blend

    result = scan_blend(folder, blend)
    if json:
        show.json_line({"format": "1.0", **msgspec.to_builtins(result)})
    else:
        for scene_id, rows in result.told.items():
            for row in rows:
                show.line(f"{result.scenes[scene_id]}: {row}")
        for scene_id, things in result.unknown.items():
            for thing in things:
                show.line(f"{result.scenes[scene_id]}: not taken: {thing}")
        if not result.told:
            show.line("no changes")
        show.findings(result.findings, blend.name)
    raise typer.Exit(1 if any(f.severity != "note" for f in result.findings) else 0)


@app.command()
def doctor(
    what: Annotated[str, typer.Argument(metavar="[network]", help="Look at the network for trackers instead.")] = "",
    json: Json = False,
) -> None:
    """Check this machine: Python, packages, Blender, cameras known; or its network. Exit code 1 with findings.

    Example: setpiece doctor network
    """
    from ._doctor import examine, examine_network

    if what not in ("", "network"):
        raise typer.BadParameter(f"there is no check {what!r}; `setpiece doctor` or `setpiece doctor network`")
    rows = examine_network() if what else examine()
    if json:
        show.json_line({"format": "1.0", "checks": rows})
    else:
        show.table(f"doctor {what}".strip(), ("check", "found", "status", "remedy"), [tuple(r.values()) for r in rows])
    raise typer.Exit(0 if all(r["status"] in ("ok", "unknown") for r in rows) else 1)
