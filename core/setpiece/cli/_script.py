"""``setpiece script`` and ``setpiece breakdown``: drafts and what they ask for, before anything is built."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from . import _output as show

if TYPE_CHECKING:
    from ..script import DraftDiff, ScriptStats
    from ..script.model import ElementUse, Screenplay

_WIDE, _LEAD = 90, 40
"""Characters of a line that are shown, and how many of them before the first change."""

script_app = typer.Typer(no_args_is_help=True, help="Look at drafts: check, convert, count, compare.")

Script = Annotated[Path, typer.Argument(metavar="SCRIPT", help="Fountain, FDX, PDF, Fade In, Celtx or plain text.")]
Headings = Annotated[
    list[str] | None, typer.Option("--heading", help="A slugline prefix of another language: ИНТ.=INT; repeatable.")
]
Json = Annotated[bool, typer.Option("--json", help="One JSON object for machines.")]


def _read(path: Path, headings: list[str] | None = None) -> Screenplay:
    from ..build import read_draft_bytes
    from ..script import read_script

    table = {prefix: target for prefix, _, target in (h.partition("=") for h in headings or ())}
    return read_script(read_draft_bytes(path), str(path), table or None)


def _write(path: Path, data: bytes) -> None:
    from ..scene import write_atomic

    write_atomic(path, data)


def _check(output: Path, endings: Sequence[str], *inputs: Path) -> None:
    from ..build import check_output

    check_output(output, endings, inputs)


@script_app.command()
def check(script: Script, heading: Headings = None, json: Json = False) -> None:
    """List what a person should look at in a draft, with lines. Exit code 1 when there is something.

    Example: setpiece script check pilot.fdx
    """
    play = _read(script, heading)
    if json:
        show.json_line({"format": "1.0", "read_as": play.format, "scenes": len(play.scenes),
                        "findings": play.findings})  # fmt: skip
    else:
        show.findings(play.findings, script.name)
        show.line(f"{script}: {play.format}, {len(play.scenes)} scenes, {len(play.findings)} findings")
    raise typer.Exit(1 if any(f.severity != "note" for f in play.findings) else 0)


@script_app.command()
def convert(
    script: Script,
    output: Annotated[Path, typer.Option("-o", "--output", help="Ends in .fountain, .fdx or .pdf.")],
    heading: Headings = None,
    font: Annotated[Path | None, typer.Option(help="A TrueType file for what Courier lacks in a PDF.")] = None,
    json: Json = False,
) -> None:
    """Write a draft in another format.

    Example: setpiece script convert pilot.fdx -o pilot.fountain
    """
    from ..build import read_draft_bytes
    from ..script import write_script

    _check(output, (".fountain", ".fdx", ".pdf"), script, *([font] if font else []))
    play = _read(script, heading)
    data = write_script(play, output.name, font=read_draft_bytes(font) if font else None)
    _write(output, data)
    if json:
        show.json_line({"format": "1.0", "path": str(output), "bytes": len(data), "scenes": len(play.scenes)})
    else:
        show.line(f"{output}: {len(play.scenes)} scenes, {len(data)} bytes")


@script_app.command()
def stats(script: Script, heading: Headings = None, json: Json = False) -> None:
    """Count pages, eighths, places, hours, and who speaks how much.

    Example: setpiece script stats pilot.pdf
    """
    from ..script import script_stats

    found = script_stats(_read(script, heading))
    if json:
        show.json_line(found)
    else:
        _show_stats(found)


def _show_stats(found: ScriptStats) -> None:
    from ..script.pages import format_eighths

    minutes, seconds = divmod(round(found.running_s), 60)
    spoken = 100 * found.dialogue_words // max(1, found.words)
    rows = [
        ("read as", f"{found.read_as} ({found.encoding})"),
        ("scenes", f"{found.scenes}" + (f", {found.omitted} omitted" if found.omitted else "")),
        ("pages", f"{found.pages}; scenes add up to {format_eighths(found.eighths)}"),
        ("running time", f"about {minutes} min {seconds} s"),
        ("words", f"{found.words}, {spoken} % spoken"),
        ("where", show.counts(found.int_ext)),
        ("when", show.counts(found.times)),
        ("locations", f"{found.locations}"),
    ]
    show.table(found.name, ("what", "figure"), rows)
    cast = [(c.name, c.speeches, c.words, c.scenes) for c in found.cast[:20]]
    show.table("Who speaks", ("name", "speeches", "words", "scenes"), cast)


@script_app.command()
def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD")],
    new: Annotated[Path, typer.Argument(metavar="NEW")],
    output: Annotated[Path | None, typer.Option("-o", "--output", help="A coloured report as .pdf.")] = None,
    revision: Annotated[int, typer.Option(min=0, help="Which revision NEW is: 1 blue, 2 pink ...")] = 1,
    heading: Headings = None,
    json: Json = False,
) -> None:
    """Compare two drafts: scenes moved, split, merged, cut, and every changed line. Exit code 1 when they differ.

    Example: setpiece script diff white.fdx blue.fdx -o changes.pdf
    """
    from ..script import compare_drafts, revision_colour

    if output is not None:
        _check(output, (".pdf",), old, new)
    found = compare_drafts(_read(old, heading), _read(new, heading))
    if output is not None:
        from ..script.reports import revision_report

        _write(output, revision_report(found, revision))
    if json:
        show.json_line({"format": "1.0", "colour": revision_colour(revision), **msgspec.to_builtins(found)})
    else:
        _show_diff(found)
    raise typer.Exit(1 if found.changed else 0)


def _show_diff(found: DraftDiff) -> None:
    for scene in found.changed:
        number = scene.new_number or scene.old_number
        was = f", was {scene.old_number}" if scene.renumbered else ""
        show.line(f"{scene.kind:8} {number or '-'}{was}  {scene.heading}")
        for e in scene.elements[:12]:
            mark = {"added": "+", "removed": "-", "changed": "~", "moved": ">"}[e.kind]
            new, old = _where_they_differ(e.new or e.old, e.old if e.kind == "changed" else "")
            show.line(f"    {mark} {e.new_line or e.old_line}: {new}")
            if old:
                show.line(f"      was: {old}")
        if len(scene.elements) > 12:
            show.line(f"    ... and {len(scene.elements) - 12} more (--json lists all)")
    if not found.changed:
        show.line("no scene differs")


def _where_they_differ(new: str, old: str) -> tuple[str, str]:
    """The stretch of two texts in which they begin to differ; the beginning of the first when there is no other."""
    new, old = " ".join(new.split()), " ".join(old.split())
    same = next((i for i, (a, b) in enumerate(zip(new, old, strict=False)) if a != b), min(len(new), len(old)))
    start = max(0, same - _LEAD)
    start = new.rfind(" ", 0, start) + 1 or start  # a script without spaces is cut anywhere
    dots = "... " if start else ""
    return dots + new[start : start + _WIDE], old and dots + old[start : start + _WIDE]


def breakdown(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The production; default: this folder.")] = Path(),
    report: Annotated[str, typer.Option(help="sheets, elements, cast, one-liner, strips, statistics, all, schedule, "
                                             "kitsu-shots, kitsu-assets, kitsu-casting, tags.")] = "",
    form: Annotated[str, typer.Option("--format", help="pdf, xlsx, csv, json, uss, fdx; default: by -o.")] = "",
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Where the report goes.")] = None,
    schedule: Annotated[Path | None, typer.Option(help="A .uss file whose days divide one-liner and strips.")] = None,
    evaluate: Annotated[Path | None, typer.Option(help="Score against gold: a file or folder.")] = None,
    scripts: Annotated[Path | None, typer.Option(help="Where the scripts of the gold lie.")] = None,
    wordnet: Annotated[Path | None, typer.Option(help="To score with this WordNet folder's nouns.")] = None,
    propose: Annotated[str, typer.Option(help="Ask a language model: its address, or a program. See docs.")] = "",
    model: Annotated[str, typer.Option(help="Which model to ask for.")] = "",
    seconds: Annotated[float, typer.Option(help="How long one scene's answer may take.")] = 120.0,
    remote: Annotated[bool, typer.Option("--remote", help="Let the script go to another machine.")] = False,
    json: Json = False,
) -> None:  # fmt: skip
    """Show every scene's breakdown sheet, write it as a report, score it, or ask for proposals.

    Example: setpiece breakdown my_film --report one-liner -o one_liner.pdf
    """
    if propose:
        _propose(folder, propose, model, seconds, remote, json)
    elif evaluate is not None:
        _evaluate(evaluate, scripts, folder, wordnet, json)
    elif report or form or output:
        _report(folder, report, form, output, schedule, json)
    else:
        _sheets(folder, json)


def _sheets(folder: Path, json: bool) -> None:
    from ..build import open_built
    from ..script.breakdown import breakdown_json
    from ..script.pages import format_eighths

    sheets = open_built(folder).sheets()
    if json:
        show.json_line(breakdown_json(sheets))
        return
    for s in sheets.scenes.values():
        people = ", ".join(c.name + (" (heard)" if c.heard_only else "") for c in s.cast) or "-"
        things = "; ".join(f"{k}: {', '.join(map(_counted, v))}" for k, v in s.elements.items() if v) or "-"
        extras = "; background " + ", ".join(f"{b.what} ({b.count})" for b in s.background) if s.background else ""
        show.line(f"{s.number}  {s.heading}  ({format_eighths(s.eighths)})")
        show.line(f"    {s.time_of_day}; {', '.join(s.mood) or 'no mood'}; cast {people}{extras}")
        show.line(f"    {things}")


def _counted(use: ElementUse) -> str:
    return f"{use.name} ({use.count})" if use.count > 1 else use.name


def _propose(folder: Path, where: str, model: str, seconds: float, remote: bool, json: bool) -> None:
    from ..build import propose
    from ..script.breakdown import open_backend

    backend = open_backend(where, model, seconds, remote)
    with show.progress("Asking") as listener:
        found = propose(folder, backend, listener)
    if json:
        show.json_line(found)
    else:
        show.findings(found.findings, backend.name)
        show.line(f"{found.path}: {sum(found.scenes.values())} proposals for {len(found.scenes)} scenes; the next "
                  f"build reads them")  # fmt: skip
    raise typer.Exit(1 if found.unanswered else 0)


def _report(folder: Path, kind: str, form: str, output: Path | None, schedule: Path | None, json: bool) -> None:
    from ..build import production_report

    kind = kind or "sheets"
    ending = output.suffix.lstrip(".").lower() if output else ""
    form = form or ending or {"tags": "fdx", "schedule": "uss"}.get(kind, "csv" if kind.startswith("kitsu") else "pdf")
    path = output or Path(f"{kind}.{form}")
    _check(path, (f".{form}",), *([schedule] if schedule else []))
    data = production_report(folder, kind, form, schedule)
    _write(path, data)
    if json:
        show.json_line({"format": "1.0", "path": str(path), "report": kind, "bytes": len(data)})
    else:
        show.line(f"{path}: {kind}, {len(data)} bytes")


def _evaluate(gold: Path, scripts: Path | None, folder: Path, wordnet: Path | None, json: bool) -> None:
    from ..build import judge_corrections
    from ..script.breakdown import evaluation_rows, judge, judgement_json, open_wordnet

    with open_wordnet(wordnet) as (kinds, unread):
        show.findings(unread, "--wordnet")
        own = gold.name == "breakdown.edits.json"
        found = judge_corrections(folder) if own else judge(gold, scripts, kinds)
    if json:
        show.json_line(judgement_json(found))
        return
    for batch, evaluation in found.batches.items():
        columns = ("category", "precision", "recall", "F1", "right", "invented", "missed")
        show.table(f"{batch}: {evaluation.scenes} scenes", columns, evaluation_rows(evaluation))
        show.line(f"without evidence: {evaluation.invented_without_evidence}")
    for reason in found.skipped[:20]:
        show.line(f"not judged: {reason}")
