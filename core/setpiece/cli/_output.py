"""What a command prints: tables and progress for people, one JSON object for machines."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import msgspec
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
from rich.progress import Progress as Bar
from rich.table import Table

if TYPE_CHECKING:  # --help must not wait for numpy
    from ..build import Progress
    from ..script.model import Finding

out = Console()
err = Console(stderr=True)


def json_line(value: object) -> None:
    """One JSON object on standard output, and nothing else."""
    sys.stdout.write(msgspec.json.encode(value).decode("utf-8") + "\n")


def table(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """A table on the terminal; a title may be wider than it, as a path is."""
    view = Table(header_style="bold")
    for column in columns:
        view.add_column(column, overflow="fold")
    for row in rows:
        view.add_row(*(escape(str(cell)) for cell in row))
    out.print(escape(title), style="italic", highlight=False, soft_wrap=True)
    out.print(view)


def shot_table(title: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """The shot list, one line a shot: what is narrow stays whole, the action gives way."""
    view = Table(title=title, title_justify="left", header_style="bold", box=SIMPLE_HEAD, expand=True,
                 padding=(0, 1, 0, 0), pad_edge=False)  # fmt: skip
    for column in ("shot", "size", "kind", "lens", "move", "frames"):
        view.add_column(column, no_wrap=True)
    view.add_column("who", max_width=14, overflow="ellipsis", no_wrap=True)
    view.add_column("action", ratio=1, overflow="ellipsis", no_wrap=True)
    for r in rows:
        who = ", ".join(r["subjects"]) or "-"
        lens = f"{r['focal_mm']:g} mm"
        move = r["move"] if r["move"] != "static" else ""
        cells = (r["number"], r["size"], r["kind"], lens, move, str(r["frames"]), who, r["action"])
        view.add_row(*(escape(c) for c in cells))
    out.print(view)


def findings(items: Sequence[Finding], name: str, limit: int = 20) -> None:
    """Findings with their lines, on standard error; the rest as a count."""
    for f in items[:limit]:
        where = f"{name}:{f.line}" if f.line else name
        text = f"{f.message.rstrip('.')}. {f.remedy}" if f.remedy else f.message
        err.print(f"[yellow]{f.severity}[/] {escape(where)}: {escape(text)}", highlight=False, soft_wrap=True)
    if len(items) > limit:
        err.print(f"... and {len(items) - limit} more (--json lists all)")


@contextmanager
def progress(what: str) -> Generator[Callable[[Progress], None]]:
    """A bar with the remaining time when standard error is a terminal; silence otherwise."""
    if not err.is_terminal:
        yield lambda _: None
        return
    with Bar(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[left]}"),
        console=err, transient=True,
    ) as bar:  # fmt: skip
        task = bar.add_task(what, total=None, left="")

        def listen(p: Progress) -> None:
            left = "" if p.remaining_s is None else f"{p.remaining_s:.0f} s left"
            bar.update(task, total=p.total, completed=p.done, left=left)

        yield listen


def refused(reasons: Sequence[str]) -> None:
    """What a host would not do, on standard error."""
    for reason in reasons[:20]:
        err.print(f"[yellow]refused[/] {escape(reason)}", highlight=False, soft_wrap=True)


def notes(texts: Sequence[str]) -> None:
    """What a person should know and need not mend, on standard error."""
    for text in texts:
        err.print(f"[cyan]note[/] {escape(text)}", highlight=False, soft_wrap=True)


def line(text: str) -> None:
    """One line of plain text: brackets in it are brackets."""
    out.print(escape(text), highlight=False, soft_wrap=True)


def counts(values: Mapping[str, int]) -> str:
    """``3 run, 9 cached``."""
    return ", ".join(f"{n} {name}" for name, n in values.items() if n)
