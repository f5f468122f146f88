"""From a draft on disk to a ledger and one breakdown sheet per scene."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from ..errors import ProductionError, ScriptError
from ..scene.model import FrameRate
from ..script import scenes_in_own_lines
from ..script.breakdown import (
    Wordnet,
    break_down_scene,
    continuity_of,
    correct_cast,
    correct_scene,
    find_cast,
    odd_corrections,
    open_wordnet,
    resolve_places,
    resolve_times,
    with_proposals,
)
from ..script.model import Breakdown, CastMember, Finding, SceneBreakdown, Screenplay, ScriptScene, TimeOfDay
from ._blobs import digest_of
from ._config import Production, wordnet_folder
from ._ledger import Ledger, SceneChange, matched, with_beats
from ._state import StepRecord, Workspace
from ._steps import StepLog, Stepper


@dataclass(frozen=True)
class Draft:
    """A draft, read, matched with what is known, and broken down."""

    screenplay: Screenplay
    ledger: Ledger
    changes: tuple[SceneChange, ...]
    breakdown: Breakdown
    records: Mapping[str, StepRecord]
    log: tuple[StepLog, ...]

    @property
    def order(self) -> tuple[str, ...]:
        """Scene ids in script order."""
        return tuple(s.id for s in self.ledger.scenes)


def read_draft_bytes(path: Path) -> bytes:
    """The bytes of a script a person named.

    Raises:
        ScriptError: It cannot be read.
    """
    try:
        return path.read_bytes()
    except IsADirectoryError as e:
        raise ScriptError("is a folder, not a script", where=str(path), remedy="Name the file in it.") from e
    except OSError as e:
        raise ScriptError(f"cannot read: {e.strerror}", where=str(path), remedy="Check name and rights.") from e


def open_draft(
    space: Workspace, production: Production, screenplay: Screenplay, ledger: Ledger,
    records: Mapping[str, StepRecord],
) -> Draft:  # fmt: skip
    """Match a draft with the ledger, break its scenes down."""
    corrections, proposed = space.corrections(), space.proposals().scenes
    cast, odd = correct_cast(find_cast(screenplay), corrections)
    ledger, changes = matched(ledger, screenplay.scenes, cast)
    members = tuple(
        msgspec.structs.replace(m, cast_id=c.id) for m, c in zip(cast, ledger.cast, strict=True)
    )
    sheets, scenes = dict[str, SceneBreakdown](), list(ledger.scenes)
    new_records, log = dict[str, StepRecord](), list[StepLog]()
    times, places = resolve_times(screenplay), resolve_places(screenplay, cast)
    with open_wordnet(wordnet_folder(space.root, production)) as (kinds, unread):
        for i, (script_scene, known) in enumerate(zip(scenes_in_own_lines(screenplay), ledger.scenes, strict=True)):
            stepper = Stepper(known.id, space.blobs, _of_scene(records, known.id))
            how = _How(times[i], places[i], production.picture.frame_rate, kinds)
            sheet = _break_down(stepper, script_scene, _relevant(members, script_scene), how)
            if known.id in proposed:
                sheet = with_proposals(sheet, proposed[known.id], script_scene)
            if known.id in corrections.scenes:
                sheet = correct_scene(sheet, corrections.scenes[known.id], members)
            scenes[i], beats = with_beats(known, sheet.beats)
            sheets[known.id] = msgspec.structs.replace(sheet, beats=beats, number=script_scene.number)
            new_records.update({f"{known.id}/{k}": v for k, v in stepper.records.items()})
            log.extend(stepper.log)
    everywhere = (s.id for s in (*ledger.scenes, *ledger.retired_scenes))
    findings = (*screenplay.findings, *unread, *odd, *odd_corrections(corrections, everywhere))
    breakdown = Breakdown(sheets, members, findings, continuity_of(sheets))
    ledger = msgspec.structs.replace(ledger, scenes=tuple(scenes))
    return Draft(screenplay, ledger, changes, breakdown, new_records, tuple(log))


@dataclass(frozen=True)
class _How:
    """What a scene's breakdown takes from outside the scene."""

    time: tuple[TimeOfDay, int]
    place: str
    rate: FrameRate
    kinds: Wordnet | None


def _break_down(stepper: Stepper, scene: ScriptScene, cast: Sequence[CastMember], how: _How) -> SceneBreakdown:
    hour = how.time[0]
    inputs = {
        "text": digest_of(_text(scene)),
        "cast": digest_of(cast),
        "time of day": digest_of((hour, how.rate)),
        "place": how.place,
        "wordnet": how.kinds.version if how.kinds is not None else "",
    }
    numberless = msgspec.structs.replace(scene, number="")
    sheet = stepper.run(
        "breakdown", inputs, SceneBreakdown,
        lambda: break_down_scene(numberless, cast, hour, 1, how.rate, how.kinds, how.place),
    )  # fmt: skip
    if sheet is None:  # a breakdown is never left open: it is what dry runs reason from
        raise ProductionError("a breakdown was skipped", where=stepper.scene)
    return msgspec.structs.replace(sheet, script_day=how.time[1])


def _text(scene: ScriptScene) -> list[object]:
    """What is read of a scene, where below its slugline; of a note also where in the line it stands."""
    top = scene.heading.span.line
    return [
        (e.kind, e.text, e.extension, e.dual, e.span.line - top, e.span.column if e.kind == "note" else 1)
        for e in (scene.heading, *scene.elements)
    ]


def _relevant(cast: Sequence[CastMember], scene: ScriptScene) -> tuple[CastMember, ...]:
    """The members whose name, or a word of it, occurs in the scene: nobody else can matter to it."""
    text = " ".join(e.text for e in (scene.heading, *scene.elements)).casefold()
    words = set(_words(text))
    return tuple(
        m for m in cast if any(w in words for name in (m.name, *m.aliases) for w in _words(name.casefold()))
    )


def _words(text: str) -> list[str]:
    return "".join(c if c.isalnum() else " " for c in text).split()


def _of_scene(records: Mapping[str, StepRecord], scene_id: str) -> dict[str, StepRecord]:
    start = f"{scene_id}/"
    return {k.removeprefix(start): v for k, v in records.items() if k.startswith(start)}


def script_findings(draft: Draft) -> tuple[Finding, ...]:
    """Everything the reader and the breakdown want a person to see."""
    sheets = (f for s in draft.breakdown.scenes.values() for f in s.findings)
    return tuple(dict.fromkeys((*draft.breakdown.findings, *sheets)))
