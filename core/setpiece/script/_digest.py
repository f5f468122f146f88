"""Scenes and characters boiled down to a few integers, small enough to keep in the id ledger."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from itertools import pairwise

import msgspec

from .model import CastMember, Element, ScriptScene

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_SILENT = ("note", "boneyard", "blank", "section", "synopsis", "page_break")
MOST_PARTS = 64
_SKETCH = 24
_MOST_LINES = 160
_MOST_WORDS = 20_000
"""Fifty pages: a longer scene is known by its beginning."""


class SceneDigest(msgspec.Struct, frozen=True, array_like=True):
    """What is needed to recognise a scene in another draft."""

    heading: str
    """Casefolded words of the slugline."""
    number: str
    content: int
    """Hash of all that is read or spoken, without the scene number and however it is spaced."""
    parts: tuple[int, ...] = ()
    """Sorted hashes of its paragraphs and speeches, 64 at most."""
    sketch: tuple[int, ...] = ()
    """The 24 smallest hashes of its word pairs (a bottom-k sketch: survives edits inside lines)."""
    words: int = 0
    embedded: str = ""
    """The id that another program wrote into the slugline."""


class CastDigest(msgspec.Struct, frozen=True, array_like=True):
    """What is needed to recognise a character in another draft under another name."""

    name: str
    aliases: tuple[str, ...] = ()
    lines: tuple[int, ...] = ()
    """Sorted hashes of what they say, with the scene it is said in."""
    said: tuple[int, ...] = ()
    """The same without the scene, lines of three words and more."""
    seen: tuple[int, ...] = ()
    """Sorted hashes of the action they are named in, their name left out."""
    scenes: tuple[str, ...] = ()


def words(text: str) -> tuple[str, ...]:
    """Casefolded words of ``text``."""
    return tuple(_WORD.findall(text.casefold()))


def even(text: str) -> str:
    """``text`` with single spaces: two after a full stop, or another line break, change nothing."""
    return " ".join(text.split())


def hash_words(tokens: tuple[str, ...], salt: str = "") -> int:
    """A 32-bit hash of words, the same everywhere."""
    data = "\x1f".join((salt, *tokens)).encode("utf-8", "replace")
    return int.from_bytes(hashlib.blake2b(data, digest_size=4).digest(), "big")


def _smallest(hashes: set[int], count: int) -> tuple[int, ...]:
    return tuple(sorted(hashes)[:count])


def _told(element: Element) -> str:
    return f"{element.text} {element.extension}" if element.kind == "character" else element.text


def scene_digest(scene: ScriptScene) -> SceneDigest:
    """Boil a scene down; equal scenes give equal digests whatever stands around them."""
    told = [(e.kind, words(_told(e))) for e in scene.elements if e.kind not in _SILENT]
    told = [(kind, tokens) for kind, tokens in told if tokens]
    flat = [token for _, tokens in told for token in tokens][:_MOST_WORDS]
    pairs = {hash_words(pair) for pair in pairwise(flat)} or {hash_words((t,)) for t in flat}
    parts = {hash_words(tokens, "part") for kind, tokens in told if kind != "character"}
    heading = words(scene.heading.text)
    exact = tuple(f"{e.kind} {even(_told(e))}" for e in scene.elements if e.kind not in _SILENT)
    return SceneDigest(
        heading=" ".join(heading),
        number=scene.number,
        content=hash_words((even(scene.heading.text), *exact), "scene"),
        parts=_smallest(parts, MOST_PARTS),
        sketch=_smallest(pairs, _SKETCH),
        words=len(flat),
        embedded=scene.heading.embedded_id,
    )


def cast_digest(member: CastMember, scenes: Mapping[str, ScriptScene]) -> CastDigest:
    """Boil a character down.

    Args:
        member: Name and aliases as this draft has them.
        scenes: This draft's scenes by scene id (already matched with the draft before, so that
            "where" means the same in both).
    """
    names = frozenset(" ".join(words(n)) for n in (member.name, *member.aliases))
    lines: set[int] = set()
    said: set[int] = set()
    seen: set[int] = set()
    where: list[str] = []
    for scene_id, scene in scenes.items():
        found = False
        speaking = False
        for element in scene.elements:
            if element.kind == "character":
                speaking = " ".join(words(element.text)) in names
                found = found or speaking
            elif element.kind in ("dialogue", "lyric") and speaking:
                tokens = words(element.text)
                lines.add(hash_words(tokens, scene_id))
                if len(tokens) > 2:
                    said.add(hash_words(tokens))
            elif element.kind == "action":
                speaking = False
                masked = _without_names(element.text, names)
                if masked is not None:
                    found = True
                    seen.add(hash_words(masked, "seen"))
        if found:
            where.append(scene_id)
    return CastDigest(
        member.name,
        member.aliases,
        _smallest(lines, _MOST_LINES),
        _smallest(said, _MOST_LINES),
        _smallest(seen, _MOST_LINES),
        tuple(where),
    )


def _without_names(text: str, names: frozenset[str]) -> tuple[str, ...] | None:
    """Words of ``text`` with each of ``names`` replaced by one mark; None when none is named."""
    joined = f" {' '.join(words(text.replace('’', chr(39))))} "
    joined = joined.replace("'s ", " 's ")
    masked = joined
    for name in sorted(names, key=lambda n: (-len(n), n)):
        if name:
            masked = masked.replace(f" {name} ", " \x02 ")
    return tuple(masked.split()) if masked != joined else None
