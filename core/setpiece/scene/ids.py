"""Ids are minted once and never recycled; a slice of the ledger per scene and department.

A key says what a thing *is* in its scene ("piece:chair:2", "cast:c3", "shot:b5:single:c1"); the
id is what everything else refers to. A revision that finds the same key finds the same id.
"""

from __future__ import annotations

import msgspec


class Minted(msgspec.Struct, frozen=True):
    """An id, its place in minting order, and the content it was matched by."""

    id: str
    serial: int
    fingerprint: str = ""


class IdSlice(msgspec.Struct, frozen=True):
    """The part of the ledger one step reads and returns."""

    next: int = 1
    live: dict[str, Minted] = {}
    retired: dict[str, Minted] = {}


class Minter:
    """Looks ids up by key, mints what is new; ``finish`` retires what was not asked for.

    A retired key that comes back gets its old id: undo by rewriting the script is a revival,
    not a new thing.
    """

    def __init__(self, scope: str, slice_: IdSlice) -> None:
        self._scope, self._before, self._next = scope, slice_, slice_.next
        self._live: dict[str, Minted] = {}

    def mint(self, key: str, fingerprint: str = "") -> Minted:
        """The record for ``key``. Asking twice for one key is the same thing twice."""
        if key in self._live:
            return self._live[key]
        old = self._before.live.get(key) or self._before.retired.get(key)
        if old is None:
            old = Minted(f"{self._scope}{self._next}", self._next, fingerprint)
            self._next += 1
        self._live[key] = msgspec.structs.replace(old, fingerprint=fingerprint or old.fingerprint)
        return self._live[key]

    def id(self, key: str, fingerprint: str = "") -> str:
        """The id for ``key``."""
        return self.mint(key, fingerprint).id

    def finish(self) -> IdSlice:
        """The new slice."""
        gone = {k: v for k, v in self._before.live.items() if k not in self._live}
        kept = {k: v for k, v in self._before.retired.items() if k not in self._live}
        return IdSlice(
            next=self._next,
            live=dict(sorted(self._live.items())),
            retired=dict(sorted({**kept, **gone}.items())),
        )
