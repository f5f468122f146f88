"""Tables as CSV that a spreadsheet opens without running anything in it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv_table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Rows as RFC 4180 CSV in UTF-8: a header, CRLF, quotes doubled, every cell :func:`harmless`."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow([harmless(cell) for cell in row])
    return out.getvalue().encode("utf-8", "replace")


def harmless(value: object) -> str:
    """A cell as text; what a spreadsheet would run as a formula is preceded by an apostrophe.

    The rule is OWASP's (CSV injection), with the full-width forms of the four signs.
    """
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA[:4]) else text
