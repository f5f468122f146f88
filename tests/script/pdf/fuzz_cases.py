"""Seeded mutations of small PDFs; ``main`` reads a range of them and says after each how far it got."""

from __future__ import annotations

import sys
from functools import cache
from io import BytesIO

import numpy as np
from pypdf import PdfWriter

from setpiece.errors import ScriptError
from setpiece.script import read_screenplay
from setpiece.script.pdf import write_pdf
from setpiece.script.pdf._extract import extract
from setpiece.script.pdf._read import assemble

from .papers import paper

TEXT = """\
Title: Fuzz
Author: Nobody

INT. ROOM - DAY #1#

It is **bold** and _ruled_.

ANNA
(low)
Yes.

BEN ^
No.

> CENTRE <

CUT TO:

EXT. SEA - NIGHT
"""
TOKENS = [
    b"endobj", b"stream", b"endstream", b"/Length 99999999", b"/Kids [3 0 R 2 0 R]", b"/Count -1", b"<<", b">>", b"[",
    b"BT", b"ET", b"q", b"Q", b"/F1 1e9 Tf", b"99999999999", b"-1", b"0 0 0 0 0 0 Tm", b"1 0 0 1 1e30 nan Tm", b"(", b")",
    b"/Filter [/FlateDecode /FlateDecode]", b"/Encrypt 5 0 R", b"startxref\n0\n%%EOF", b"/MediaBox [0 0 0 0]", b"\x00",
]


@cache
def corpus() -> tuple[bytes, ...]:
    """Our own print, one without compression, one set letter by letter, an encrypted one."""
    printed = write_pdf(read_screenplay(TEXT.encode(), "fuzz"))
    rows = [(108.0, 711.0, "INT. A - DAY"), (108.0, 687.0, "Words."), (252.0, 663.0, "ANNA"), (180.0, 651.0, "Yes.")]
    writer = PdfWriter(clone_from=BytesIO(printed))
    for page in writer.pages:
        page.compress_content_streams()
    plain = BytesIO()
    writer.write(plain)
    return printed, paper([rows, rows], compressed=False), paper([rows], by_letter=True, compressed=False), plain.getvalue()


def case(number: int) -> bytes:
    """The mutated file of that number, the same on every machine."""
    rng = np.random.Generator(np.random.PCG64(number))
    files = corpus()
    data = bytearray(files[number % len(files)])
    for _ in range(int(rng.integers(1, 9))):
        at = int(rng.integers(0, len(data)))
        kind = int(rng.integers(0, 6))
        if kind == 0:
            data[at] = int(rng.integers(0, 256))
        elif kind == 1:
            del data[at : at + int(rng.integers(1, 40))]
        elif kind == 2:
            data[at:at] = TOKENS[int(rng.integers(0, len(TOKENS)))]
        elif kind == 3:
            data[at:at] = data[at : at + int(rng.integers(1, 200))]
        elif kind == 4:
            digits = [i for i in range(at, min(len(data), at + 300)) if 48 <= data[i] <= 57]
            if digits:
                data[digits[0]] = 48 + int(rng.integers(0, 10))
        elif rng.random() < 0.1:
            del data[at:]
        data = data or bytearray(b"%PDF-")
    return bytes(data)


def main(first: int, count: int) -> None:
    """Read ``count`` cases from ``first`` on; any error but ScriptError leaves by its traceback."""
    for n in range(first, first + count):
        try:
            play = assemble(extract(case(n)), "fuzz.pdf")
            assert all(e.span.end_byte >= e.span.byte for e in play.elements)
            write_pdf(play)
        except ScriptError:
            pass
        sys.stdout.write(f"{n - first + 1}\n")
        sys.stdout.flush()
