"""What a command prints: tables and progress for people, one JSON object for machines."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

import msgspec
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
from rich.progress import Progress as Bar
from rich.table import Table

from ..build import Progress
from ..script.model import Finding

out = Console()
err = Console(stderr=True)


def json_line(value: object) -> None:
    """One JSON object on standard output, and nothing else."""
    sys.stdout.write(msgspec.json.encode(value).decode("utf-8") + "\n")


def table(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """A table on the terminal."""
    view = Table(title=title, title_justify="left", header_style="bold")
    for column in columns:
        view.add_column(column, overflow="fold")
    for row in rows:
        view.add_row(*(str(cell) for cell in row))
    out.print(view)


def findings(items: Sequence[Finding], name: str, limit: int = 20) -> None:
    """Findings with their lines, on standard error; the rest as a count."""
    for f in items[:limit]:
        where = f"{name}:{f.line}" if f.line else name
        err.print(f"[yellow]{f.severity}[/] {where}: {f.message} {f.remedy}".rstrip(), highlight=False)
    if len(items) > limit:
        err.print(f"... and {len(items) - limit} more (--json lists all)")


@contextmanager
def progress(what: str) -> Iterator[Callable[[Progress], None]]:
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


def counts(values: Mapping[str, int]) -> str:
    """``3 run, 9 cached``."""
    return ", ".join(f"{n} {name}" for name, n in values.items() if n)
