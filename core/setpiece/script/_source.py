"""Turns a draft's bytes into lines, and places in those lines back into exact byte offsets."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate

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
    """

    text: str
    lines: list[str]
    byte_starts: list[int]
    encoding: str
    codec: str
    on_error: str
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
        if self.text.isascii():
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
    bom, encoding, codec, on_error = _detect(data)
    body = data[bom:]
    findings: list[Finding] = []
    if codec.startswith("utf-16") and len(body) % 2:
        body = body[:-1]
        findings.append(Finding("warning", "the file ends in half a character", 0, "Save it again.", "damaged-text"))
    text = body.decode(codec, on_error)
    if not text or text.isspace():
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


def _detect(data: bytes) -> tuple[int, str, str, str]:
    """Length of the byte order mark, encoding to report, codec, and how its errors are kept."""
    if data.startswith(b"\xef\xbb\xbf"):
        return 3, "utf-8-sig", "utf-8", "surrogateescape"
    if data.startswith(b"\xff\xfe"):
        return 2, "utf-16-le", "utf-16-le", "surrogatepass"
    if data.startswith(b"\xfe\xff"):
        return 2, "utf-16-be", "utf-16-be", "surrogatepass"
    bare = _bare_utf16(data)
    if bare:
        return 0, bare, bare, "surrogatepass"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "surrogateescape")
        bad = len(_SURROGATES.findall(text))
        good = sum(1 for c in text if c > "\x7f") - bad
        if bad > good:
            return 0, "cp1252", "cp1252", "surrogateescape"
    return 0, "utf-8", "utf-8", "surrogateescape"


def _line_table(text: str, body: bytes, bom: int, encoding: str, codec: str, on_error: str) -> Source:
    """By whole-list operations, never line by line: bytes know their own lines."""
    lines = _split(text)
    if not codec.startswith("utf-16"):
        byte_starts = list(accumulate(map(len, body.splitlines(keepends=True)), initial=bom))
        del byte_starts[len(lines) :]
        return Source(text, lines, byte_starts, encoding, codec, on_error)
    source = Source(text, lines, [], encoding, codec, on_error)
    ends = [len(end.group()) for end in _NEWLINE.finditer(text)]
    widths = [source.width(line) + 2 * end for line, end in zip(lines, ends, strict=False)]
    source.byte_starts.extend(accumulate(widths, initial=bom))
    del source.byte_starts[len(lines) :]
    return source


def _split(text: str) -> list[str]:
    """Lines without their ends: LF, CR LF or CR, whatever else ``str.splitlines`` would split at."""
    if "\r" not in text:
        lines = text.split("\n")
    elif text.count("\r\n") == text.count("\r") == text.count("\n"):
        lines = text.split("\r\n")
    else:
        lines = _NEWLINE.split(text)
    if not lines[-1]:
        lines.pop()
    return lines


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
    if not source.damaged and max(map(len, source.lines), default=0) <= _LONG_LINE:
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
