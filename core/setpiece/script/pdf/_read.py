"""Reads a screenplay out of a PDF: extraction in a process of its own, then columns, furniture, elements."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence

import msgspec

from setpiece.errors import MissingExtraError, ScriptError
from setpiece.script._heading import HeadingRule, heading_rules
from setpiece.script._scenes import split_scenes
from setpiece.script.model import Element, Finding, RevisionSet, Screenplay, Span

from ._elements import read_elements
from ._furniture import script_lines
from ._measure import measure
from ._sheets import Sheet, Sheets
from ._title_read import has_title_page, read_title

MAX_BYTES = 64 << 20
TIMEOUT_S = 90.0
_CHILD = "from setpiece.script.pdf._extract import main; main()"


def read_pdf(data: bytes, name: str, headings: Mapping[str, str] | None = None) -> Screenplay:
    """Read a digital screenplay (not a scan).

    The document's own columns are found by histograms, so other indents than the trade's will do.
    Page numbers, headers, footers, CONTINUED, (MORE) with the repeated cue, revision stars and the
    scene numbers in the margins are taken off; a heading keeps its number, a starred element gets
    ``revision`` 1. Bold and italic come from the faces, underlines from rules under the text.

    A PDF holds no paragraphs, only rows: where a row could have taken the next word, the writer broke
    the line; where not, the rows are joined by a space. Runs of spaces at a row's end are lost, and
    whether a paragraph that ends a page goes on on the next is told by its words.

    Args:
        data: The file's bytes.
        name: What messages call the file.
        headings: Slugline prefixes of other languages; see ``read_screenplay``.

    Returns:
        The draft. ``Span`` counts lines and bytes of the extracted text, one line a printed row, page
        after page; ``Element.page`` is the page of the file.

    Raises:
        ScriptError: No PDF, damaged, cut off, encrypted, a scan without text, or larger than a
            screenplay can be (64 MiB, 2000 pages, 4 million characters, 90 seconds, 3 GiB).
        MissingExtraError: The extra ``pdf`` is not installed.
    """
    rules = heading_rules(headings)
    return assemble(extract_apart(data, name), name, rules)


def extract_apart(data: bytes, name: str) -> Sheets:
    """The rows of a PDF, extracted by a process that may crash or hang without harm."""
    if len(data) > MAX_BYTES:
        raise ScriptError(
            f"it is {len(data) >> 20} MiB large, more than {MAX_BYTES >> 20}",
            where=name, remedy="Print the script alone to PDF, without pictures.",
        )  # fmt: skip
    if b"%PDF-" not in data[:1024]:
        raise ScriptError(
            "it is no PDF: it does not begin with %PDF-", where=name, remedy="Export the script as PDF again."
        )
    if importlib.util.find_spec("pypdfium2") is None:
        raise MissingExtraError(
            "reading PDF needs pypdfium2", where=name, remedy='Install it: pip install "setpiece[pdf]"'
        )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    try:
        done = subprocess.run(  # noqa: S603  # our own interpreter and our own code
            [sys.executable, "-c", _CHILD], input=data, capture_output=True, timeout=TIMEOUT_S, check=False,
            env=environment,
        )  # fmt: skip
    except subprocess.TimeoutExpired as e:
        raise ScriptError(
            f"its pages are too complex: nothing after {TIMEOUT_S:.0f} seconds",
            where=name, remedy="Print it to PDF again.",
        ) from e  # fmt: skip
    try:
        return msgspec.msgpack.decode(done.stdout, type=Sheets)
    except msgspec.MsgspecError as e:
        tail = " ".join(done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:])
        raise ScriptError(
            f"it is damaged or needs too much memory: reading it ended with code {done.returncode} {tail}".rstrip(),
            where=name, remedy="Export the script as PDF again.",
        ) from e  # fmt: skip


def assemble(sheets: Sheets, name: str, rules: tuple[HeadingRule, ...] = ()) -> Screenplay:
    """The screenplay that extracted rows make.

    Raises:
        ScriptError: Nothing was extracted, or it has no text.
    """
    if sheets.error:
        where = f"{name}, page {sheets.page}" if sheets.page else name
        raise ScriptError(sheets.error, where=where, remedy=sheets.remedy)
    if not any(sheet.rows for sheet in sheets.pages):
        _refuse_empty(sheets.pages, name)
    columns = measure(sheets.pages, rules)
    texts = [row.text for sheet in sheets.pages for row in sheet.rows]
    titled = has_title_page(sheets.pages, columns)
    title_page = read_title(sheets.pages[0], columns) if titled else {}
    body = [msgspec.structs.replace(s, rows=()) if titled and s.number == 1 else s for s in sheets.pages]
    skipped = len(sheets.pages[0].rows) if titled else 0
    lines = script_lines(body, columns, first_number=1 + skipped)
    elements = (*_title_elements(title_page, sheets.pages), *read_elements(lines, columns, texts))
    revised = any(e.revision for e in elements)
    scenes, omitted = split_scenes(elements)
    return Screenplay(
        name, title_page, elements, scenes, tuple(_findings(sheets.pages, elements)), format="pdf",
        revisions=(RevisionSet(1, "Revised"),) if revised else (), omitted=omitted,
    )  # fmt: skip


def _refuse_empty(pages: Sequence[Sheet], name: str) -> None:
    for page in pages:
        if page.trouble:
            raise ScriptError(
                page.trouble, where=f"{name}, page {page.number}", remedy="Export the script as PDF again."
            )
    if any(page.pictures for page in pages):
        first = next(page.number for page in pages if page.pictures)
        raise ScriptError(
            f"it is a scan: {len(pages)} pages of pictures without text", where=f"{name}, page {first}",
            remedy="Run a text recognition over it first (ocrmypdf), or get the file it was printed from.",
        )  # fmt: skip
    raise ScriptError("it has no text", where=f"{name}, {len(pages)} pages", remedy="Export the script as PDF again.")


def _title_elements(title_page: dict[str, tuple[str, ...]], pages: Sequence[Sheet]) -> list[Element]:
    if not title_page:
        return []
    rows = pages[0].rows
    end = sum(len(row.text.encode()) + 1 for row in rows)
    span = Span(1, 1, 0, len(rows), end)
    return [Element("title", f"{key}: " + "\n".join(values), span, page=1) for key, values in title_page.items()]


def _findings(pages: Sequence[Sheet], elements: Sequence[Element]) -> list[Finding]:
    found = [
        Finding("warning", f"page {page.number}: {page.trouble}", code="pdf-page-unread",
                remedy="Export the script as PDF again.")
        for page in pages if page.trouble
    ]  # fmt: skip
    scans = [page.number for page in pages if page.pictures and not page.rows]
    if scans:
        listed = ", ".join(map(str, scans[:10])) + (" ..." if len(scans) > 10 else "")
        found.append(Finding(
            "warning", f"pages without text, only pictures: {listed}", code="pdf-picture-pages",
            remedy="Run a text recognition over the file first if these are script pages.",
        ))  # fmt: skip
    if not any(e.kind == "heading" for e in elements):
        found.append(Finding(
            "warning", "no scene heading was found", code="no-scenes",
            remedy="A heading begins with INT. or EXT. at the left edge of the action.",
        ))  # fmt: skip
    return found
