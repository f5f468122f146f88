"""Gold annotations: scenes with what a person marked in them. The guide is docs/gold.md."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from ...errors import FormatError, InputError
from ..model import Background, SceneBreakdown, Screenplay, ScriptScene


class GoldElement(msgspec.Struct, frozen=True):
    """An element a person marked; ``aliases`` are other names that count as right.

    ``also``: other categories in which it may be listed just as well. ``optional``: one may mark it
    or not; finding it is neither right nor wrong.
    """

    name: str
    count: int | None = None
    explicit: bool = True
    aliases: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    optional: bool = False


class GoldCast(msgspec.Struct, frozen=True):
    """A character in the scene."""

    name: str
    aliases: tuple[str, ...] = ()
    speaking: bool = False
    heard_only: bool = False
    minor: bool = False
    count: int | None = None
    optional: bool = False


class GoldBackground(msgspec.Struct, frozen=True):
    """Extras."""

    what: str
    count: int | None = None
    aliases: tuple[str, ...] = ()
    optional: bool = False


class Trap(msgspec.Struct, frozen=True):
    """Something that must not be marked, and why one could be tempted."""

    category: str
    name: str
    why: str = ""


class GoldSource(msgspec.Struct, frozen=True):
    """Where the scene's text is: a script, and the lines (from 1) from its heading to its last.

    ``text_hash`` guards against another edition of the script; ``scene``, the ordinal, is for people.
    """

    kind: Literal["written", "shared"]
    script: str
    scene: int
    number: str = ""
    line: int = 0
    last_line: int = 0
    text_hash: str = ""


class GoldScene(msgspec.Struct, frozen=True):
    """One annotated scene.

    ``batch``: "blind" scenes were annotated and kept before the extractor had seen them.
    """

    format: str
    id: str
    batch: Literal["seen", "blind"]
    source: GoldSource
    int_ext: str | None = ""
    time_of_day: str | None = ""
    cast: tuple[GoldCast, ...] = ()
    background: tuple[GoldBackground, ...] = ()
    elements: dict[str, tuple[GoldElement, ...]] = {}
    flags: tuple[str, ...] = ()
    traps: tuple[Trap, ...] = ()


def read_gold(path: Path) -> tuple[tuple[Path, GoldScene], ...]:
    """The gold scenes of a file, or of every .json below a folder, by path.

    Raises:
        InputError: There is none.
        FormatError: One is damaged; names file and field.
    """
    if not path.exists():
        raise InputError("there is no gold here: no such file or folder", where=str(path), remedy="Check the path.")
    files = [path] if path.is_file() else sorted(path.rglob("*.json"))
    if not files:
        raise InputError("there are no gold scenes", where=str(path), remedy="Give a .json file or their folder.")
    return tuple((file, _decode(file)) for file in files)


def _decode(path: Path) -> GoldScene:
    try:
        gold = msgspec.json.decode(path.read_bytes(), type=GoldScene)
    except (msgspec.DecodeError, OSError) as e:
        raise FormatError(f"{e}", where=str(path), remedy="See docs/gold.md for the fields.") from e
    if gold.format.partition(".")[0] != "1":
        raise FormatError(f"has format {gold.format}", where=str(path), remedy="This Setpiece reads format 1.")
    return gold


def scene_of(gold: GoldScene, screenplay: Screenplay, text: str) -> tuple[int, ScriptScene]:
    """The annotated scene in its script: its index from 0, and the scene.

    Args:
        gold: The annotation.
        screenplay: Its script, read.
        text: The script's decoded text, whose lines the scene's spans count.

    Raises:
        InputError: The script has no such scene, or another text stands there.
    """
    where = f"{gold.id}: {gold.source.script}"
    found = [i for i, s in enumerate(screenplay.scenes) if s.heading.span.line == gold.source.line]
    if not found:
        raise InputError(f"line {gold.source.line} is no scene's heading", where=where, remedy="Annotate it again.")
    index = found[0]
    if gold.source.text_hash:
        lines = text.splitlines()[gold.source.line - 1 : gold.source.last_line]
        if text_hash("\n".join(lines)) != gold.source.text_hash:
            raise InputError("is another text than the annotated one", where=where, remedy="Annotate it again.")
    return index, screenplay.scenes[index]


def text_hash(text: str) -> str:
    """What ``text_hash`` holds: BLAKE2b (16 bytes) of the text with every run of white space one blank."""
    return hashlib.blake2b(" ".join(text.split()).encode("utf-8"), digest_size=16).hexdigest()


def gold_of(sheet: SceneBreakdown, id_: str, source: GoldSource) -> GoldScene:
    """A sheet that people corrected, as gold."""
    return GoldScene(
        format="1.0",
        id=id_,
        batch="seen",
        source=source,
        int_ext=sheet.int_ext,
        time_of_day=sheet.time_of_day,
        cast=tuple(GoldCast(c.name, (), c.speaking, c.heard_only, c.minor) for c in sheet.cast),
        background=tuple(_extras(sheet.background)),
        elements={k: tuple(GoldElement(u.name, u.count, u.explicit) for u in v) for k, v in sheet.elements.items()},
        flags=sheet.flags,
    )


def _extras(background: Sequence[Background]) -> Iterator[GoldBackground]:
    for b in background:
        yield GoldBackground(b.what, b.count)
