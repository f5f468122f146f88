"""Turns a draft's bytes into lines, and places in those lines back into exact byte offsets."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from operator import add

import numpy as np

from ..errors import ScriptError
from .model import Finding, Span

_MAGIC = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a zip archive (docx, odt, fadein, celtx ...)"),
    (b"\xd0\xcf\x11\xe0", "an old Word document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"SQLite format 3", "an SQLite database"),
)
_REMEDY = "Export the script as Fountain (plain text, UTF-8) from your screenwriting program; give that file."
_CONTROLS = bytes(b for b in range(32) if b not in b"\t\n\x0b\x0c\r\x1a\x1b") + b"\x7f"
_NEWLINE = re.compile(r"\r\n|\r|\n")
_SURROGATES = re.compile("[\ud800-\udfff]")
_LONG_LINE = 20_000
_STRAY = 8
"""Control characters that any text may hold."""


@dataclass(frozen=True)
class Source:
    """Decoded text with its line table.

    Attributes:
        text: The whole draft without its byte order mark; undecodable bytes are lone surrogates.
        lines: Lines without their ends.
        byte_starts: Byte offset in the file where each line starts.
        byte_ends: Where each ends, before its line end.
    """

    text: str
    lines: list[str]
    byte_starts: list[int]
    byte_ends: list[int]
    encoding: str
    codec: str
    on_error: str
    """How the codec keeps what it cannot decode; "strict" when there was nothing of the kind."""
    findings: list[Finding] = field(default_factory=list)
    _last: list[int] = field(default_factory=lambda: [-1, 0, 0])
    """Line, column, byte offset asked for last: many places on one huge line stay linear."""

    @cached_property
    def starts(self) -> list[int]:
        """Character offset in ``text`` where each line starts; only notes and boneyards ask for it."""
        if "\r" in self.text:
            return [0, *(end.end() for end in _NEWLINE.finditer(self.text))][: len(self.lines)]
        return [0, *accumulate([len(line) + 1 for line in self.lines])][: len(self.lines)]

    @cached_property
    def damaged(self) -> bool:
        """Whether there are undecodable bytes in it."""
        if self.on_error == "strict" or self.text.isascii():
            return False
        try:
            self.text.encode("utf-8")  # many times faster than a search
        except UnicodeEncodeError:
            return True
        return False

    @property
    def line_end(self) -> str:
        """The first line's end; a line feed where there is but one line."""
        found = _NEWLINE.search(self.text)
        return found.group() if found else "\n"

    def byte_at(self, line: int, column: int) -> int:
        """Byte offset of the place before character ``column`` (from 0) of ``line`` (from 0)."""
        known_line, known_column, byte = self._last
        if line != known_line or column < known_column:
            known_column, byte = 0, self.byte_starts[line]
        byte += self.width(self.lines[line][known_column:column])
        self._last[:] = line, column, byte
        return byte

    def width(self, text: str) -> int:
        """Bytes that ``text`` takes in the file."""
        if self.codec in ("utf-16-le", "utf-16-be"):
            return 2 * len(text) if text.isascii() else len(text.encode(self.codec, self.on_error))
        return len(text) if text.isascii() else len(text.encode(self.codec, self.on_error))

    def span(self, line: int, column: int, end_line: int, end_column: int) -> Span:
        """The span between two places, all from 0 and ``end_column`` exclusive."""
        return Span(
            line + 1,
            column + 1,
            self.byte_at(line, column),
            end_line + 1,
            self.byte_at(end_line, end_column),
        )


def readable(text: str) -> str:
    """``text`` with every undecodable byte shown as U+FFFD, so that it can be written as UTF-8."""
    return text if text.isascii() else _SURROGATES.sub("\ufffd", text)


def open_source(data: bytes, name: str) -> Source:
    """Decode a draft.

    UTF-8 and UTF-16 with or without a byte order mark are recognised; what is neither is taken for
    Windows-1252. UTF-8 with a few damaged bytes stays UTF-8.

    Raises:
        ScriptError: The file is empty or not text.
    """
    refuse_binary(data, name)
    bom, encoding, codec = _detect(data)
    body = data[bom:]
    findings: list[Finding] = []
    if codec.startswith("utf-16") and len(body) % 2:
        body = body[:-1]
        findings.append(Finding("warning", "the file ends in half a character", 0, "Save it again.", "damaged-text"))
    on_error = "surrogatepass" if codec.startswith("utf-16") else "strict"
    try:
        text = body.decode(codec, on_error)
    except UnicodeDecodeError:
        if encoding == "utf-8" and _is_cp1252(data):
            encoding = codec = "cp1252"
        on_error = "surrogateescape"
        text = body.decode(codec, on_error)
    if not text or text.isspace() or ("\x00" in text and text.replace("\x00", " ").isspace()):
        raise ScriptError("the script is empty", where=name, remedy="Give a file with a script in it.")
    source = _line_table(text, body, bom, encoding, codec, on_error)
    return _with_text_findings(source, findings)


def refuse_binary(data: bytes, name: str) -> None:
    """Raise ScriptError for what is no script text at all."""
    if not data.strip(b" \t\r\n\x00"):
        raise ScriptError("the script is empty", where=name, remedy="Give a file with a script in it.")
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise ScriptError(f"this is {what}, not a Fountain script", where=name, remedy=_REMEDY)
    head = data[:400].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith((b"<?xml", b"<FinalDraft")):
        raise ScriptError("this is XML (Final Draft?), not a Fountain script", where=name, remedy=_REMEDY)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or _bare_utf16(data):
        return
    controls = len(data) - len(data.translate(None, _CONTROLS))
    if controls > _STRAY and controls * 50 > len(data):
        raise ScriptError("this is a binary file, not a script", where=name, remedy=_REMEDY)


def _bare_utf16(data: bytes) -> str:
    """The codec if ``data`` looks like UTF-16 without a byte order mark, else ""."""
    head = data[:4096]
    pairs = len(head) // 2
    if pairs < 4:
        return ""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd * 10 > pairs * 6 and even * 20 < pairs:
        return "utf-16-le"
    return "utf-16-be" if even * 10 > pairs * 6 and odd * 20 < pairs else ""


def _detect(data: bytes) -> tuple[int, str, str]:
    """Length of the byte order mark, encoding to report, codec; UTF-8 where nothing says otherwise."""
    if data.startswith(b"\xef\xbb\xbf"):
        return 3, "utf-8-sig", "utf-8"
    if data.startswith(b"\xff\xfe"):
        return 2, "utf-16-le", "utf-16-le"
    if data.startswith(b"\xfe\xff"):
        return 2, "utf-16-be", "utf-16-be"
    bare = _bare_utf16(data)
    return (0, bare, bare) if bare else (0, "utf-8", "utf-8")


def _is_cp1252(data: bytes) -> bool:
    """Whether what is no UTF-8 is more likely Windows-1252 than UTF-8 with damage."""
    text = data.decode("utf-8", "surrogateescape")
    bad = len(_SURROGATES.findall(text))
    good = sum(1 for c in text if c > "\x7f") - bad
    return bad > good


def _line_table(text: str, body: bytes, bom: int, encoding: str, codec: str, on_error: str) -> Source:
    """By whole-list operations, never line by line: bytes know their own lines."""
    lines = _split(text)
    if not codec.startswith("utf-16"):
        starts, ends = _byte_lines(body, bom)
        return Source(text, lines, starts[: len(lines)], ends[: len(lines)], encoding, codec, on_error)
    source = Source(text, lines, [], [], encoding, codec, on_error)
    widths = list(map(source.width, lines))
    gaps = [2 * len(end.group()) for end in _NEWLINE.finditer(text)]
    source.byte_starts.extend(accumulate(map(add, widths, gaps), initial=bom))
    del source.byte_starts[len(lines) :]
    source.byte_ends.extend(map(add, source.byte_starts, widths))
    return source


def _byte_lines(body: bytes, bom: int) -> tuple[list[int], list[int]]:
    """Where each line starts and where it ends in the file, ``bom`` bytes before ``body``."""
    codes = np.frombuffer(body, np.uint8)
    ends = codes == 10
    starts = ends
    if b"\r" in body:
        feeds, returns = ends, codes == 13
        starts, ends = feeds | returns, feeds | returns
        ends[1:] &= ~(feeds[1:] & returns[:-1])  # of CR LF the line ends before the one and starts behind the other
        starts[:-1] &= ~(returns[:-1] & feeds[1:])
    return (
        [bom, *(starts.nonzero()[0] + (bom + 1)).tolist()],
        [*(ends.nonzero()[0] + bom).tolist(), bom + len(body)],
    )


def _split(text: str) -> list[str]:
    """Lines without their ends: LF, CR LF or CR, whatever else ``str.splitlines`` would split at."""
    unix = text.replace("\r\n", "\n") if "\r" in text else text
    lines = _NEWLINE.split(text) if "\r" in unix else unix.split("\n")
    if not lines[-1]:
        lines.pop()
    return lines


def _has_long_line(source: Source) -> bool:
    """Half a long line without a line end is a part of every long one: most drafts are known by that."""
    text, half = source.text, _LONG_LINE // 2
    if all(text.find("\n", at, at + half) >= 0 for at in range(0, len(text) - half + 1, half)):
        return False
    return max(map(len, source.lines)) > _LONG_LINE


def _with_text_findings(source: Source, findings: list[Finding]) -> Source:
    add = source.findings
    add.extend(findings)
    if source.encoding == "cp1252":
        add.append(
            Finding(
                "note", "the file is not UTF-8; it was read as Windows-1252", 0,
                "Save it as UTF-8 if accents look wrong.", "encoding",
            )
        )  # fmt: skip
    if not source.damaged and not _has_long_line(source):
        return source
    damaged = 0
    for number, line in enumerate(source.lines, 1):
        if len(line) > _LONG_LINE:
            add.append(
                Finding(
                    "warning", f"a line of {len(line)} characters", number,
                    "Break it into paragraphs: no page holds it.", "long-line",
                )
            )  # fmt: skip
        if not line.isascii() and _SURROGATES.search(line):
            damaged += 1
            if damaged == 1:
                add.append(
                    Finding(
                        "warning", "bytes that are no characters (shown as \ufffd)", number,
                        "Save the script as UTF-8 and check this line.", "damaged-text",
                    )
                )  # fmt: skip
    return source
