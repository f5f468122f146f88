"""One place decides how a name written by a person becomes part of a file name."""

from __future__ import annotations

import re
import unicodedata

_RESERVED = frozenset(
    {"con", "prn", "aux", "nul", "conin$", "conout$"}
    | {f"{port}{digit}" for port in ("com", "lpt") for digit in "0123456789¹²³"}
)
_LONGEST = 80


def file_safe(name: str) -> str:
    """``name`` as a file-name part that Windows, macOS and Linux all take, and that looks like it.

    Letters and digits of any script, dot, dash and underscore stay; every run of anything else is
    one dash. Names Windows keeps for devices get a trailing underscore, leading and trailing dots
    and dashes go, and at most 80 characters and 200 bytes of UTF-8 are kept. Never empty.

    The result is not unique: ``12/A`` and ``12-A`` both give ``12-A``.
    """
    plain = unicodedata.normalize("NFC", name)
    kept = "".join(c if c.isalnum() or c in "._-" or unicodedata.combining(c) else "/" for c in plain)
    kept = re.sub(r"\.{2,}", ".", re.sub(r"/+", "-", kept)).strip(".-")[:_LONGEST]
    while len(kept.encode("utf-8", "replace")) > 200:
        kept = kept[:-1]
    kept = kept.strip(".-") or "unnamed"
    if kept.split(".", 1)[0].casefold() in _RESERVED:
        stem, dot, rest = kept.partition(".")
        return f"{stem}_{dot}{rest}"
    return kept
