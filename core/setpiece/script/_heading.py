"""Tells sluglines from everything else that starts with the same letters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import NamedTuple

from ..errors import ScriptError
from ._inline import escaped_end, plain

_PREFIX = r"(?:INT\.?/EXT|EXT\.?/INT|I\.?/E|E\.?/I|INT|EXT|EST)"
_ASCII = re.compile(rf"{_PREFIX}(?:\.|\s)(?=.*\w)", re.IGNORECASE)
_WIDE = re.compile(rf"({_PREFIX})[.。](?=.*\w)", re.IGNORECASE)
_USUAL = frozenset(("INT. ", "EXT. "))
_SPOKEN_EST = re.compile(r"[Ee][Ss][Tt]\s")
_LONGEST_NUMBER = 64
_FORCED = re.compile(r"\.(?=[*_]{0,6}[^\W_])")
_MARKED = re.compile(r"[*_]{1,6}[IEie]")
_EMBEDDED = re.compile(r"(\d+)-(?=[0-9]*[A-Z])([0-9A-Z]{5})$")
_TARGETS = ("INT", "EXT", "INT/EXT", "EST")
_LETTERS = r"[^\W\d_a-zA-Z]{2,6}[.．。]"
_FOREIGN_DOTTED = re.compile(rf"{_LETTERS}(?:\s?/\s?{_LETTERS})?(?=\s?\S)")
_FOREIGN = (
    "ИНТЕРЬЕР ИНТЕР ИНТ ЭКСТЕРЬЕР ЭКСТ НАТУРА НАТ ІНТ ЕКСТ ΕΣΩΤ ΕΞΩΤ ΕΣ ΕΞ 内景 外景 內景 屋内 屋外 室内 室外 실내 "
    "실외 פנים חוץ "
    "داخلي خارجي INNEN AUSSEN AUßEN INTERIEUR EXTERIEUR INTÉRIEUR EXTÉRIEUR INTERIOR EXTERIOR WNĘTRZE PLENER İÇ DIŞ"
).split()
_FOREIGN_WORDS = re.compile(rf"(?:{'|'.join(_FOREIGN)})(?:[.．。:：]\s*|\s+[-–—]?\s*)(?=\w)")
FOREIGN_STARTS = frozenset(word[:3] for word in _FOREIGN)
"""First letters of the sluglines of other languages; more lines than those have them."""


class HeadingRule(NamedTuple):
    """One opt-in prefix: what the line starts with (casefolded), and what it stands for."""

    prefix: str
    length: int
    target: str


class Heading(NamedTuple):
    """A recognised slugline, its number taken off, its prefix spelt INT./EXT. where it was not."""

    text: str
    number: str
    forced: bool


def heading_rules(table: Mapping[str, str] | None) -> tuple[HeadingRule, ...]:
    """The opt-in table as rules, longest prefix first.

    Raises:
        ScriptError: An empty prefix, or a target other than INT, EXT, INT/EXT, EST.
    """
    rules: list[HeadingRule] = []
    for prefix, target in (table or {}).items():
        kind = target.strip().rstrip(".").upper()
        if not prefix.strip() or kind not in _TARGETS:
            raise ScriptError(
                f"the heading table maps {prefix!r} to {target!r}",
                where="script headings",
                remedy='Write a prefix and one of INT, EXT, INT/EXT, EST, as in {"ИНТ." = "INT"}.',
            )
        rules.append(HeadingRule(prefix.strip().casefold(), len(prefix.strip()), kind))
    return tuple(sorted(rules, key=lambda r: (-r.length, r.prefix)))


def read_heading(line: str, rules: tuple[HeadingRule, ...]) -> Heading | None:
    """The slugline that ``line`` is, or None. Indentation does not matter, nor do marks before the prefix."""
    text = line.strip()
    if len(text) < 2:
        return None
    if text[:5] in _USUAL and text[-1].isalnum():
        return _finish(text)
    first = text[0]
    if first == ".":
        if _FORCED.match(text) and (text[1] not in "*_" or plain(text[1:])[0].isalnum()):
            return _finish(text[1:], forced=True)
        return None
    if first in "*_":
        shown = plain(text) if _MARKED.match(text) else ""
        return _finish(text) if _ASCII.match(shown) and not _is_spoken_est(shown) else None
    if first in "IiEe" and _ASCII.match(text) and not _is_spoken_est(text):
        return _finish(text)
    if first in "IiEeＩｉＥｅ":
        wide = _read_wide(text)
        if wide is not None:
            return _finish(wide)
    return _read_opted(text, rules) if rules else None


def _is_spoken_est(text: str) -> bool:
    """``Est-ce`` is no prefix, and ``Est il`` is French: without a full stop EST is upper case."""
    return _SPOKEN_EST.match(text) is not None and not text.startswith("EST")


def _read_wide(text: str) -> str | None:
    """``INT。 病院-日`` and full-width ``ＩＮＴ．`` with the prefix in ASCII."""
    if text.isascii():
        return None
    head = unicodedata.normalize("NFKC", text[:10])
    match = _WIDE.match(head + text[10:])
    if match is None:
        return None
    whole = head + text[10:]
    return f"{match.group(1)}. {whole[match.end() :].lstrip()}"


def _read_opted(text: str, rules: tuple[HeadingRule, ...]) -> Heading | None:
    for rule in rules:
        head, rest = text[: rule.length], text[rule.length :]
        if head.casefold() != rule.prefix or not rest.strip():
            continue
        if head[-1].isalnum() and rest[0].isalnum() and head.isascii():
            continue
        return _finish(f"{rule.target}. {rest.lstrip(' .。．:：')}")
    return None


def _finish(text: str, *, forced: bool = False) -> Heading:
    text, label = text.rstrip(), ""
    if text[-1] == "#":
        text, label = _split_number(text)
    return Heading(" ".join(text.split()), label, forced)


def _split_number(text: str) -> tuple[str, str]:
    """Take ``#12A#`` off the end, which is a hash. Whatever stands between the hashes is the number, as written."""
    opening = -1 if escaped_end(text) else text.rfind("#", 0, len(text) - 1)
    label = text[opening + 1 : -1].strip() if opening >= 0 else ""
    if not label or len(label) > _LONGEST_NUMBER:
        return text, ""
    return text[:opening], " ".join(label.split()).replace("\\/*", "/*")


def embedded_id(number: str) -> tuple[str, str]:
    """Scene number and the storyboarding program's id behind it: ``1-ZX3ZM`` is scene 1 with id ZX3ZM."""
    match = _EMBEDDED.match(number) if "-" in number else None
    return (match.group(1), match.group(2)) if match else (number, "")


def foreign_prefix(line: str) -> str:
    """The prefix of a line that looks like a slugline in another script or language, else ""."""
    text = line.strip()
    if len(text) > 200:
        return ""
    match = _FOREIGN_WORDS.match(text)
    if match is not None:
        return match.group(0).strip(" -–—")
    match = None if text.isascii() else _FOREIGN_DOTTED.match(text)
    if match is None:
        return ""
    prefix = match.group(0).strip()
    letters = [c for c in prefix if c.isalpha()]
    if any(c.islower() for c in letters) or not re.search(r"\s[-–—]\s?|[-–—]\s", text[match.end() :]):
        return ""
    return prefix
