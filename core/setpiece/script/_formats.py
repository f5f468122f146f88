"""Any script file in, any script file out: what a file is is told by its bytes, its name only settles doubt."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import PurePath

from ..errors import InputError, ScriptError
from ._fountain import read_screenplay
from ._source import open_source
from ._write import write_fountain
from .fdx import TagSet, read_fdx, write_fdx
from .model import Screenplay
from .other import is_laid_out, read_celtx, read_fadein, read_osf, read_plain
from .pdf import read_pdf, write_pdf

WRITABLE = ("fountain", "fdx", "pdf")
_SUFFIXES = {".fountain": "fountain", ".spmd": "fountain", ".txt": "fountain", ".md": "fountain", ".fdx": "fdx",
             ".pdf": "pdf"}  # fmt: skip
_FOUNTAIN = (".fountain", ".spmd", ".md")
_HEAD = 4096


def script_format(data: bytes, name: str) -> str:
    """What a script file is: fountain, text, fdx, osf, fadein, celtx or pdf.

    Whatever else it is counts as fountain, whose reader refuses what is no text.
    """
    head = data[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n\x00")
    if head.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return _zipped(data, name)
    if head.startswith((b"<?xml", b"<FinalDraft", b"<document", b"<!DOCTYPE", b"<!--")) or _wide_xml(data):
        return "osf" if b"<document" in data[:_HEAD] else "fdx"
    if PurePath(name).suffix.lower() in _FOUNTAIN:
        return "fountain"
    return "text" if _laid_out(data, name) else "fountain"


def _wide_xml(data: bytes) -> bool:
    """XML in UTF-16."""
    return data.startswith((b"\xff\xfe<\x00", b"\xfe\xff\x00<", b"<\x00?\x00", b"\x00<\x00?"))


def _zipped(data: bytes, name: str) -> str:
    named = {".fadein": "fadein", ".celtx": "celtx"}.get(PurePath(name).suffix.lower(), "fountain")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [n.lower().rpartition("/")[2] for n in archive.namelist()[:2000]]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return named
    if any(n in ("document.xml", "document.osf") for n in names) and "[content_types].xml" not in names:
        return "fadein"
    return "celtx" if any(n.startswith("script") and n.endswith((".html", ".htm")) for n in names) else named


def _laid_out(data: bytes, name: str) -> bool:
    try:
        return is_laid_out(open_source(data, name).text)
    except ScriptError:
        return False


def read_script(data: bytes, name: str, headings: Mapping[str, str] | None = None) -> Screenplay:
    """Read a script of any known format.

    Args:
        data: The file's bytes.
        name: What messages call it.
        headings: Slugline prefixes of other languages; see ``read_screenplay``. Final Draft, Fade In and
            Celtx say themselves which paragraphs are headings.

    Raises:
        ScriptError: It cannot be read; names the place.
        MissingExtraError: A PDF, and the extra ``pdf`` is not installed.
    """
    match script_format(data, name):
        case "pdf":
            return read_pdf(data, name, headings)
        case "fdx":
            return read_fdx(data, name)
        case "osf":
            return read_osf(data, name)
        case "fadein":
            return read_fadein(data, name)
        case "celtx":
            return read_celtx(data, name)
        case "text":
            return read_plain(data, name, headings)
        case _:
            return read_screenplay(data, name, headings)


def write_script(
    screenplay: Screenplay, name: str, tags: TagSet | None = None, *, font: bytes | None = None
) -> bytes:
    """A script as a file of the format that ``name`` ends in: .fountain, .fdx or .pdf.

    Args:
        screenplay: From whatever format.
        name: The file to be.
        tags: Breakdown tags, which only .fdx can hold.
        font: A TrueType file for what Courier lacks, which only .pdf needs.

    Raises:
        InputError: Another ending.
        ScriptError: No typeface has one of the script's characters.
    """
    match _SUFFIXES.get(PurePath(name).suffix.lower()):
        case "fountain":
            return write_fountain(screenplay)
        case "fdx":
            return write_fdx(screenplay, tags)
        case "pdf":
            return write_pdf(screenplay, font=font)
        case _:
            raise InputError(
                "is no format that can be written", where=name,
                remedy="End the name in .fountain, .fdx or .pdf.",
            )  # fmt: skip
