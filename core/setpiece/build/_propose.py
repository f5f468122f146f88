"""Asking a program for proposals: the one thing that may leave this machine, and only when a person says so."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from ..errors import ConflictError, WorkerError
from ..scene import encode_document, write_atomic
from ..script import read_script
from ..script.breakdown import (
    BreakdownBackend,
    Proposals,
    SceneProposals,
    checked_reply,
    prompt,
    refusals,
    scene_text,
)
from ..script.model import Finding, ScriptScene
from ._blobs import digest
from ._config import read_production
from ._drafts import built_draft
from ._index import scene_numbers
from ._progress import Listener, Meter, silent
from ._state import PROPOSALS, Workspace
from ._views import open_built

_FAILURES = 3
"""So many scenes in a row without an answer end the asking: what is down stays down."""


class ProposeReport(msgspec.Struct, frozen=True):
    """What asking gave.

    Attributes:
        path: Of the file, from the production's folder.
        scenes: Scene id -> how many elements were proposed.
        unanswered: Scenes without an answer; they keep the proposals they had.
        findings: What was no proposal, and what was no answer.
    """

    path: str
    scenes: dict[str, int]
    unanswered: tuple[str, ...]
    findings: tuple[Finding, ...]


def propose(root: Path, backend: BreakdownBackend, listener: Listener = silent) -> ProposeReport:
    """Ask about every scene of the draft that is built; builds from then on read ``breakdown.proposals.json``.

    Args:
        root: The production.
        backend: Who is asked, once a scene and never again.
        listener: Told after each scene.

    Raises:
        ProductionError: Nothing is built.
        WorkerError: No scene was answered; the file stays as it was.
        ConflictError: Somebody changed the file meanwhile.
    """
    built, production = open_built(root), read_production(root)
    space, state = built.space, built.state
    before, seen = space.proposals(), digest(space.people_wrote(PROPOSALS))
    draft = read_script(built_draft(space, state), Path(state.draft).name, production.script.headings)
    numbers = scene_numbers(state.order, built.breakdown)
    asking = _Asking(backend, [m.name for m in built.breakdown.cast])
    meter = Meter("scenes", len(state.order), listener)
    for scene_id, scene in zip(state.order, draft.scenes, strict=True):
        asking.ask(scene_id, scene, f"scene {numbers[scene_id]}")
        meter.step()
    if not asking.found:
        told = asking.findings[0].message if asking.findings else "the script has no scenes"
        raise WorkerError(f"nothing was proposed: {told}", where=backend.name, remedy="Look whether it runs.")
    scenes = dict(sorted({**before.scenes, **asking.found}.items()))
    _write(space, Proposals(scenes=scenes), seen)
    counts = {s: len(p.elements) for s, p in asking.found.items()}
    return ProposeReport(PROPOSALS, counts, tuple(asking.unanswered), tuple(asking.findings))


@dataclass
class _Asking:
    backend: BreakdownBackend
    cast: list[str]
    found: dict[str, SceneProposals] = field(default_factory=dict)
    unanswered: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    failed: int = 0
    """Scenes in a row."""

    def ask(self, scene_id: str, scene: ScriptScene, where: str) -> None:
        """Ask about a scene, unless the last ones say that nobody is there."""
        if self.failed >= _FAILURES:
            self.unanswered.append(scene_id)
            return
        try:
            reply = checked_reply(self.backend.propose(scene_text(scene), self.cast), scene)
        except WorkerError as e:
            self.failed += 1
            self.unanswered.append(scene_id)
            told = f"{where}: {e.where}: {e.what}"
            self.findings.append(Finding("warning", told, remedy=e.remedy, code="unanswered"))
            return
        who = {"backend": self.backend.name, "model": self.backend.model, "prompt": digest(prompt())}
        self.failed, self.found[scene_id] = 0, msgspec.structs.replace(reply, **who)
        self.findings.extend(refusals(reply.refused, where))


def _write(space: Workspace, proposals: Proposals, seen: str) -> None:
    path = space.root / PROPOSALS
    with space.locked():
        if digest(space.people_wrote(PROPOSALS)) != seen:
            raise ConflictError("changed while asking", where=str(path), remedy="Ask again.")
        write_atomic(path, encode_document(proposals))
