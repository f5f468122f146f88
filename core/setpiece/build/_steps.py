"""A step: pure work under a name, a revision and hashed inputs; skipped when nothing changed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Literal, TypeVar

import msgspec

from ._blobs import Blobs
from ._state import StepRecord

T = TypeVar("T")

REVISIONS: dict[str, int] = {"breakdown": 6, "set": 5, "cast": 5, "light": 8, "camera": 8, "compose": 1, "still": 3}
"""Raise a number when the step's code changes what it gives; a golden test watches."""

_DATA_OF = {"breakdown": ("script",), "set": ("sets",), "cast": ("cast",), "light": ("light",), "camera": ("camera",)}


class StepLog(msgspec.Struct, frozen=True):
    """One line of a build's log, or of a dry run."""

    step: str
    scene: str
    state: Literal["run", "cached", "maybe"]
    reason: str


@cache
def code_input(step: str) -> str:
    """Hash of what a step is made of: its revision and its departments' data files."""
    h = hashlib.blake2b(f"{step}:{REVISIONS[step]}".encode(), digest_size=16)
    for department in _DATA_OF.get(step, ()):
        folder = files("setpiece") / department / "data"
        for item in sorted(_data_files(folder), key=lambda i: i.name):
            h.update(item.name.encode() + b"\0" + item.read_bytes())
    return h.hexdigest()


def _data_files(folder: Traversable) -> list[Traversable]:
    return [i for i in folder.iterdir() if i.is_file()] if folder.is_dir() else []


@dataclass
class Stepper:
    """Runs the steps of one scene against the records of the last build."""

    scene: str
    blobs: Blobs
    before: Mapping[str, StepRecord]
    dry: bool = False
    records: dict[str, StepRecord] = field(default_factory=dict)
    log: list[StepLog] = field(default_factory=list)
    uncertain: str = ""
    """Dry run: the first step that would run; what comes after it may."""

    def run(
        self,
        step: str,
        inputs: Mapping[str, str],
        kind: type[T],
        work: Callable[[], T],
        after: Callable[[T], Mapping[str, str]] = lambda _: {},
    ) -> T | None:
        """The step's output: from the store when its inputs are what they were, else by work.

        Args:
            step: Name in REVISIONS.
            inputs: Hash by input name.
            kind: Type of the output, for reading it back.
            work: Makes it.
            after: Inputs as they are once the work is done (minted ids are input and output:
                the next build starts from what this one minted).

        Returns:
            The output; None only in a dry run that cannot know.
        """
        wanted = {**inputs, "code": code_input(step)}
        record = self.before.get(step)
        reason = _reason(record, wanted)
        if record is not None and not reason and not self.uncertain and self.blobs.has(record.output):
            self.records[step] = record
            self.log.append(StepLog(step, self.scene, "cached", "nothing it depends on changed"))
            return self.blobs.get_struct(record.output, kind)
        if self.dry:
            first = not self.uncertain
            text = reason or f"depends on {self.uncertain}"
            self.log.append(StepLog(step, self.scene, "run" if first else "maybe", text))
            self.uncertain = self.uncertain or step
            return None
        value = work()
        output = self.blobs.put_struct(value)
        self.records[step] = StepRecord({**wanted, **after(value)}, output)
        self.log.append(StepLog(step, self.scene, "run", reason or "its stored result is missing"))
        return value


def _reason(record: StepRecord | None, wanted: Mapping[str, str]) -> str:
    if record is None:
        return "never built"
    changed = [name for name, value in wanted.items() if record.inputs.get(name) != value]
    return f"{', '.join(changed)} changed" if changed else ""
