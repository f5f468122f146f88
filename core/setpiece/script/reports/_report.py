"""One call for every report: kind and format in, bytes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from ...errors import InputError
from ...scene.model import FrameRate
from ..model import Breakdown
from ._json import json_bytes
from ._kitsu import ShotFacts, kitsu_assets, kitsu_casting, kitsu_shots
from ._model import Reports, SceneFacts
from ._palette import Palette
from ._paper import Paper, page_size
from ._print_lists import TABLES as PRINTED
from ._print_lists import list_pdf, print_table
from ._print_sheets import print_sheets, sheets_pdf
from ._print_strips import strips_pdf
from ._rows import TABLES
from ._spreadsheet import csv_of, workbook
from ._tables import tabulate
from ._uss import write_uss
from ._uss_schedule import uss_schedule

_ALL = ("pdf", "xlsx", "csv", "json")
KINDS: Mapping[str, tuple[str, ...]] = {
    "sheets": _ALL, "elements": _ALL, "cast": _ALL, "one-liner": _ALL, "strips": _ALL, "statistics": _ALL,
    "all": ("pdf", "xlsx", "json"), "kitsu-shots": ("csv",), "kitsu-assets": ("csv",), "kitsu-casting": ("csv",),
    "schedule": ("uss",),
}  # fmt: skip
"""Kind of report -> the formats it comes in."""
FORMATS = ("pdf", "xlsx", "csv", "json", "uss")
PAPERS = ("a4", "letter")
_JSON_FORMAT = "1.0"
_PARTS = {
    "sheets": "sheets", "elements": "elements", "cast": "cast", "one-liner": "one_liner", "strips": "one_liner",
    "statistics": "statistics",
}  # fmt: skip


class ReportSettings(msgspec.Struct, frozen=True):
    """What a production says of its reports; every part has a default."""

    title: str = ""
    draft: str = ""
    """Printed at the foot: "Blue revision, 12 March"."""
    paper: str = "a4"
    days: tuple[tuple[str, ...], ...] = ()
    """Scene ids of each shooting day; empty keeps script order."""
    cast_numbers: dict[str, int] = {}
    """Cast id -> board number given earlier; kept."""
    shots: dict[str, tuple[ShotFacts, ...]] = {}
    """Scene id -> its shots, for Kitsu."""
    rate: FrameRate = FrameRate(24, 1)
    episode: str = ""
    author: str = ""
    company: str = ""
    created: str = ""
    """ISO date written into a schedule; empty leaves it out."""
    palette: Palette | None = None


def report(
    kind: str,
    fmt: str,
    breakdown: Breakdown,
    order: Sequence[str] = (),
    numbers: Mapping[str, str] | None = None,
    facts: Mapping[str, SceneFacts] | None = None,
    settings: ReportSettings | None = None,
) -> bytes:
    """A report as a file's bytes. Equal inputs give equal bytes.

    Args:
        kind: A key of :data:`KINDS`.
        fmt: One of its formats.
        breakdown: Scenes and cast.
        order: Scene ids in script order; empty takes the breakdown's.
        numbers: Scene id -> scene number to print.
        facts: Scene id -> page, length in eighths, times, synopsis ... where known.
        settings: Title, paper, shooting days, colours ...

    Raises:
        InputError: A kind, format, paper or scene that does not exist.
        MissingExtraError: XLSX without xlsxwriter.
    """
    given = settings or ReportSettings()
    _check(kind, fmt, given.paper)
    tables = tabulate(
        breakdown, order, numbers, facts, title=given.title, days=given.days, cast_numbers=given.cast_numbers,
        palette=given.palette,
    )  # fmt: skip
    match kind:
        case "kitsu-shots":
            return kitsu_shots(tables, breakdown, given.shots, given.rate, given.episode)
        case "kitsu-assets":
            return kitsu_assets(tables)
        case "kitsu-casting":
            return kitsu_casting(tables, breakdown, given.shots, given.episode)
        case "schedule":
            return write_uss(uss_schedule(tables, created=given.created, author=given.author, company=given.company))
        case _:
            return _as(kind, fmt, tables, given)


def _check(kind: str, fmt: str, paper: str) -> None:
    if kind not in KINDS:
        raise InputError(f"there is no report {kind!r}", remedy=f"Choose one of: {', '.join(KINDS)}.")
    if fmt not in KINDS[kind]:
        raise InputError(f"the report {kind!r} does not come as {fmt!r}", remedy=f"Choose: {', '.join(KINDS[kind])}.")
    if paper not in PAPERS:
        raise InputError(f"there is no paper {paper!r}", remedy=f"Choose one of: {', '.join(PAPERS)}.")


def _as(kind: str, fmt: str, tables: Reports, given: ReportSettings) -> bytes:
    kinds = list(TABLES) if kind == "all" else [kind]
    if fmt == "json":
        return _json(tables, kinds)
    if fmt == "csv":
        return csv_of(TABLES[kind][-1](tables))
    if fmt == "xlsx":
        return workbook([made(tables) for k in kinds for made in TABLES[k]], given.title or "Breakdown", tables.palette)
    if kind == "all":
        return _book(tables, given)
    if kind == "sheets":
        return sheets_pdf(tables, given.paper, given.draft)
    return (
        strips_pdf(tables, given.paper, given.draft)
        if kind == "strips"
        else list_pdf(kind, tables, given.paper, given.draft)
    )


def _json(tables: Reports, kinds: Sequence[str]) -> bytes:
    body: dict[str, Any] = {"format": _JSON_FORMAT, "title": tables.title, "eighths": tables.eighths}
    for kind in kinds:
        part = _PARTS[kind]
        body[part] = msgspec.to_builtins(getattr(tables, part))
    return json_bytes(body)


def _book(tables: Reports, given: ReportSettings) -> bytes:
    """All that is upright in one document: one-liner, cast, elements, statistics, then the sheets."""
    paper = Paper(f"{tables.title} - breakdown", page_size(given.paper))
    for kind in ("one-liner", "cast", "elements", "statistics"):
        print_table(paper, PRINTED[kind](tables), tables.title, draft=given.draft)
    print_sheets(paper, tables, draft=given.draft)
    return paper.done()
