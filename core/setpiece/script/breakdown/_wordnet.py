"""The WordNet database on disk (wndb(5)), looked into where the lexicon ends; nothing of it is shipped or needed."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Generator, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import BinaryIO

from setpiece.errors import FormatError, InputError

from ..model import Finding
from ._lexicon import data, listed

_FILES = ("index.noun", "data.noun")
_LINE_BYTES = 16_384
"""Longer than any line of index.noun; lines of data.noun are cut here, behind their pointers."""
_DEEPEST = 24
_WORD = re.compile(r"[a-z0-9][a-z0-9'./_-]*")
_REMEDY = "Install it anew (Debian: wordnet-base), or take `wordnet` out of production.toml."
_HASHED_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class _Synset:
    words: frozenset[str]
    file: str
    """Number of the lexicographer's file, two digits: 05 animal, 06 artifact, 18 person ..."""
    above: tuple[int, ...]
    """Byte offsets of its hypernyms."""


class Wordnet:
    """Nouns by what they are kinds of. Reads a few lines a word; nothing is loaded.

    Attributes:
        version: Hash of both files: an input of everything that looked into them.
    """

    def __init__(self, folder: Path) -> None:
        """Open the noun files of a folder such as ``/usr/share/wordnet``.

        Raises:
            InputError: They are not there.
            FormatError: They are no WordNet database.
        """
        self._folder = folder
        with ExitStack() as opened:
            try:
                self._index, self._data = (opened.enter_context((folder / name).open("rb")) for name in _FILES)
            except OSError as e:
                raise InputError(
                    f"no WordNet database: {e.strerror}", where=str(e.filename or folder), remedy=_REMEDY
                ) from e
            self.version = _hash(self._index, self._data)
            self._index_bytes = self._index.seek(0, os.SEEK_END)
            self._data_bytes = self._data.seek(0, os.SEEK_END)
            self.kinds_of = lru_cache(maxsize=4096)(self._kinds_of)
            self._synset = lru_cache(maxsize=4096)(self._read_synset)
            if not self._senses("entity"):
                raise FormatError("is no WordNet database", where=str(folder / _FILES[0]), remedy=_REMEDY)
            self._close = opened.pop_all().close

    def __enter__(self) -> Wordnet:
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close both files."""
        self._close()

    def _kinds_of(self, noun: str) -> tuple[str, ...]:
        """What each sense of a noun is, the commonest sense first.

        Args:
            noun: Lower case, singular; blanks between the words of a compound.

        Returns:
            One word a sense out of ``wordnet.toml`` (animal, vehicle, garment ...), ``""`` for a
            sense that is none of them; nothing at all for a word that is not in the database.

        Raises:
            FormatError: The database is damaged.
        """
        key = noun.replace(" ", "_")
        if not _WORD.fullmatch(key):
            return ()
        return tuple(self._kind(offset) for offset in self._senses(key))

    def _senses(self, key: str) -> tuple[int, ...]:
        """Byte offsets of a lemma's synsets, by bisection over the sorted lines of index.noun."""
        wanted = key.encode()
        low, high = 0, self._index_bytes
        while low < high:
            middle = (low + high) // 2
            found = _line_after(self._index, middle)
            if found.startswith(b" ") or (found and found.split(b" ", 1)[0] < wanted):
                low = middle + 1
            else:
                high = middle
        fields = _line_after(self._index, low).decode("utf-8", "replace").split()
        return self._offsets(fields, key) if fields and fields[0] == key else ()

    def _offsets(self, fields: list[str], key: str) -> tuple[int, ...]:
        """``lemma n senses pointers [symbol...] senses tagged offset [offset...]``."""
        try:
            count, pointers = int(fields[2]), int(fields[3])
            rest = [int(f) for f in fields[6 + pointers :]]
        except (IndexError, ValueError) as e:
            raise self._damaged("index.noun", key) from e
        if not 0 < count == len(rest):
            raise self._damaged("index.noun", key)
        return tuple(rest)

    def _kind(self, offset: int) -> str:
        """The first of ``wordnet.toml``'s kinds met on the way up."""
        level, met = [offset], {offset}
        for _ in range(_DEEPEST):
            above: list[int] = []
            for at in level:
                synset = self._synset(at)
                for word in sorted(synset.words):
                    kind = _roots().get((synset.file, word))
                    if kind is not None:
                        return kind
                above += [a for a in synset.above if a not in met]
                met.update(synset.above)
            level = above
        return ""

    def _read_synset(self, offset: int) -> _Synset:
        """``offset file n words word id ... pointers symbol offset n 0000 ... | gloss``; counts are hex and decimal."""
        if not 0 <= offset < self._data_bytes:
            raise self._damaged("data.noun", str(offset))
        self._data.seek(offset)
        fields = self._data.readline(_LINE_BYTES).decode("utf-8", "replace").split()
        try:
            words = int(fields[3], 16)
            named = frozenset(w.lower() for w in fields[4 : 4 + 2 * words : 2])
            start = 5 + 2 * words
            pointers = [fields[k : k + 4] for k in range(start, start + 4 * int(fields[start - 1]), 4)]
            above = tuple(int(p[1]) for p in pointers if p and p[0] in ("@", "@i") and p[2] == "n")
            right = int(fields[0]) == offset
        except (IndexError, ValueError) as e:
            raise self._damaged("data.noun", str(offset)) from e
        if not right:
            raise self._damaged("data.noun", str(offset))
        return _Synset(named, fields[1], above)

    def _damaged(self, name: str, where: str) -> FormatError:
        return FormatError(
            f"the WordNet database is damaged at {where}", where=str(self._folder / name), remedy=_REMEDY
        )


def _line_after(file: BinaryIO, at: int) -> bytes:
    """The first whole line that begins at byte ``at`` or behind it; empty at the end."""
    file.seek(max(0, at - 1))
    if at:
        while (part := file.readline(_LINE_BYTES)) and not part.endswith(b"\n"):
            pass
    return file.readline(_LINE_BYTES)


def _hash(*opened: BinaryIO) -> str:
    h = hashlib.blake2b(digest_size=16)
    for file in opened:
        file.seek(0)
        while part := file.read(_HASHED_BYTES):
            h.update(part)
    return h.hexdigest()


@cache
def _roots() -> Mapping[tuple[str, str], str]:
    """(Lexicographer's file, word of a synset) -> kind."""
    return dict(_rows())


def _rows() -> Iterator[tuple[tuple[str, str], str]]:
    for kind, by_file in data("wordnet.toml")["kinds"].items():
        for file, words in by_file.items():
            yield from (((file, word), kind) for word in listed(words))


@contextmanager
def open_wordnet(folder: Path | None) -> Generator[tuple[Wordnet | None, tuple[Finding, ...]]]:
    """The database of a folder while it is used; without one, nothing, and a finding that says why.

    Args:
        folder: Where index.noun and data.noun lie; None asks for nothing.
    """
    with ExitStack() as opened:
        found, findings = None, tuple[Finding, ...]()
        try:
            found = None if folder is None else opened.enter_context(Wordnet(folder))
        except InputError as e:
            findings = (Finding("warning", f"{e.where}: {e.what}: read without it", remedy=e.remedy, code="wordnet"),)
        yield found, findings
