"""The seam between the scene description and whatever shows it (Blender, Unreal, memory)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Protocol

import msgspec

from .model import Edits, Scene

Target = Literal["scene", "resource", "node", "relation", "environment", "sequence"]


class Change(msgspec.Struct, frozen=True):
    """One step of a diff.

    Attributes:
        op: ``add`` / ``remove`` carry a whole struct, ``set`` one property.
        target: What kind of thing.
        id: Its id (resources: ``"geometry/<id>"``); empty for environment and sequence.
        property: Dotted path below the target, empty for add and remove.
        value: The new value (add, set).
        before: The old value (remove, set): what makes a change invertible.
    """

    op: Literal["add", "remove", "set"]
    target: Target
    id: str = ""
    property: str = ""
    value: object = None
    before: object = None


class Refusal(msgspec.Struct, frozen=True):
    """A change the host would not make, and why, in words for a person."""

    change: Change
    reason: str


class Report(msgspec.Struct, frozen=True):
    """What ``apply`` did."""

    applied: int = 0
    refused: tuple[Refusal, ...] = ()


class Scan(msgspec.Struct, frozen=True):
    """What people did in the host since the last apply."""

    edits: Edits
    duplicated: dict[str, str] = {}
    """New id -> the id it was copied from; the copies are also in ``edits.added``."""
    unknown: tuple[str, ...] = ()
    """Things the host holds that no record explains (named, never touched)."""
    arrays: dict[str, object] = {}
    """Content hash -> numpy array that ``edits.added_resources`` needs and no store has yet."""


class ArraySource(Protocol):
    """Where a host gets arrays from: the store, or memory in tests."""

    def array(self, ref: str) -> object:
        """The numpy array whose content hash is ``ref``. Raises ``KeyError``."""
        ...


class Host(Protocol):
    """Every host passes the one conformance suite in tests/hosts."""

    @property
    def capabilities(self) -> frozenset[str]:
        """Of: meshes, instances, lights, cameras, characters, channels, relations, undo, stage."""
        ...

    def begin(self, scene_id: str, arrays: ArraySource) -> None:
        """Open (creating if needed) the host's version of a scene."""
        ...

    def apply(self, changes: Sequence[Change]) -> Report:
        """Make changes in order; a change that cannot be made is refused, the rest go on.

        Adding what is there replaces it, removing what is gone does nothing: applying a list
        again changes nothing.
        """
        ...

    def commit(self, label: str) -> None:
        """End of one undo step, named for people."""
        ...

    def current(self) -> Scene:
        """The scene as the host holds it now, for comparison (values as stored)."""
        ...

    def scan(self) -> Scan:
        """Compare with the values stored at apply; report what people changed."""
        ...

    def stage(self, slots: Sequence[str], values: Sequence[object]) -> None:
        """Session data by pre-resolved ``node#property`` slots: never undone, never saved.

        No slots at all ends the session: the host shows the composed scene again.
        """
        ...
