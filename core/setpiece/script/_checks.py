"""What a person should look at in a draft: each finding with its line and its remedy."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..names import file_safe
from ._heading import foreign_prefix
from ._masks import Masks
from ._source import Source
from .model import Element, Finding, ScriptScene

_INCLUDE = re.compile(r"\{\{[ \t]{0,9}INCLUDE\b[^{}]{0,300}\}\}", re.IGNORECASE)
_ANY_INCLUDE = re.compile(r"\{\{")
_OMITTED = re.compile(r"(?:SCENES? )?(?:\S+ )?OMITTED[^\w#]*(?:#[^#\n]+#)?")
_MOST_PER_CODE = 50
_LONG_ELEMENT = 100_000
_SHORT = 60


def check(
    source: Source,
    masks: Masks,
    elements: Sequence[Element],
    scenes: Sequence[ScriptScene],
    *,
    loose: Sequence[int],
    foreign: Sequence[int],
) -> tuple[Finding, ...]:
    """Every finding of a draft, by line; at most 50 of one code.

    Args:
        source: The decoded draft.
        masks: Its notes and boneyards, closed and not.
        elements: The elements read.
        scenes: The scenes read.
        loose: Lines (from 0) that read like sluglines inside a paragraph.
        foreign: Lines (from 0) that may be sluglines in another script.
    """
    found = [*source.findings, *_unclosed(masks), *_numbers(scenes), *_loose(loose)]
    found += _foreign(source, foreign)
    found += _omitted(elements)
    found += _includes(source)
    found += [] if len(source.text) <= _LONG_ELEMENT else [
        Finding(
            "warning", f"an element of {len(e.text)} characters", e.span.line,
            "Break it into paragraphs.", "long-element",
        )
        for e in elements if len(e.text) > _LONG_ELEMENT
    ]  # fmt: skip
    if not scenes:
        found.append(
            Finding(
                "error", "the script has no scene headings", 0,
                "Start each scene with a line such as INT. KITCHEN - DAY between blank lines, or force "
                "a heading with a leading full stop.", "no-scenes",
            )
        )  # fmt: skip
    return _capped(sorted(found, key=lambda f: (f.line, f.code)))


def _unclosed(masks: Masks) -> list[Finding]:
    yards = [
        Finding(
            "warning", "a boneyard /* is never closed; its text stays in the script", line + 1,
            "Close it with */ or remove the /*.", "unclosed-boneyard",
        )
        for line in masks.open_boneyards
    ]  # fmt: skip
    notes = [
        Finding(
            "warning", "a note [[ is not closed before the next blank line; its text stays in the script",
            line + 1, "Close it with ]], or put two spaces on the blank line inside it.", "unclosed-note",
        )
        for line in masks.open_notes
    ]  # fmt: skip
    return yards + notes


def _numbers(scenes: Sequence[ScriptScene]) -> list[Finding]:
    found: list[Finding] = []
    seen: dict[str, int] = {}
    for scene in scenes:
        line, number = scene.heading.span.line, scene.number
        if not number:
            continue
        key = number.casefold()
        if key in seen:
            found.append(
                Finding(
                    "warning", f"scene number {number} is used again (first on line {seen[key]})", line,
                    "Give one of the two another number.", "duplicate-number",
                )
            )  # fmt: skip
        seen.setdefault(key, line)
        safe = number if number.isascii() and number.isdigit() else file_safe(number)
        if safe != number:
            found.append(
                Finding(
                    "note", f"scene number {number!r} cannot be part of a file name; files will say {safe!r}",
                    line, "Use letters, digits, dashes and inner full stops.", "hostile-number",
                )
            )  # fmt: skip
    return found


def _loose(lines: Sequence[int]) -> list[Finding]:
    return [
        Finding(
            "warning", "this reads like a scene heading, but no blank line stands before it", line + 1,
            "Put a blank line before it, or start it with ! if it is none.", "heading-not-separated",
        )
        for line in lines
    ]  # fmt: skip


def _omitted(elements: Sequence[Element]) -> list[Finding]:
    return [
        Finding(
            "warning", f"{e.text} reads like a scene that was cut, but it is no heading", e.span.line,
            "Force it as a heading that keeps the number: .OMITTED #6#", "omitted-not-heading",
        )
        for e in elements
        if e.kind == "action" and len(e.text) < _SHORT and _OMITTED.fullmatch(e.text)
    ]  # fmt: skip


def _includes(source: Source) -> list[Finding]:
    if _ANY_INCLUDE.search(source.text) is None:
        return []
    return [
        Finding(
            "warning", f"{match.group().strip()} names another file, and a script is read from one file only",
            line, "Paste that file's text here.", "include",
        )
        for line, text in enumerate(source.lines, 1)
        if "{{" in text
        for match in _INCLUDE.finditer(text)
    ]  # fmt: skip


def _foreign(source: Source, lines: Sequence[int]) -> list[Finding]:
    seen: dict[str, list[int]] = {}
    for line in lines:
        prefix = foreign_prefix(source.lines[line])
        if prefix:
            seen.setdefault(prefix, []).append(line + 1)
    return [
        Finding(
            "warning",
            f"{len(at)} line(s) starting with {prefix!r} look like scene headings of another language",
            at[0],
            f"If they are, say what the prefix stands for: --heading {prefix}=INT (or EXT, INT/EXT) in `setpiece "
            f'script`, headings = {{ "{prefix}" = "INT" }} under [script] in production.toml.',
            "foreign-heading",
        )
        for prefix, at in seen.items()
    ]  # fmt: skip


def _capped(found: list[Finding]) -> tuple[Finding, ...]:
    counts: dict[str, int] = {}
    kept: list[Finding] = []
    for finding in found:
        counts[finding.code] = counts.get(finding.code, 0) + 1
        if counts[finding.code] <= _MOST_PER_CODE:
            kept.append(finding)
    for code, count in counts.items():
        if count > _MOST_PER_CODE:
            kept.append(Finding("note", f"{count - _MOST_PER_CODE} more findings of this kind", 0, "", code))
    return tuple(kept)
