"""ids.json: which scene, character and beat of a new draft is which of the old one.

Matching is by content (``setpiece.script``); what matches keeps its id, what is new gets the
next number, what is gone is retired and its number never used again. Of a scene that was split, the
part that kept most of it keeps the id.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from ..scene.ids import IdSlice
from ..script import (
    CastDigest,
    SceneDigest,
    SceneMatch,
    cast_digest,
    match_beats,
    match_cast,
    match_scenes,
    scene_digest,
)
from ..script.model import Beat, CastMember, ScriptScene

FORMAT = "1.0"


class LedgerBeat(msgspec.Struct, frozen=True):
    """A beat and the text it was matched by."""

    id: str
    fingerprint: str
    text: str


class LedgerScene(msgspec.Struct, frozen=True):
    """A scene, its beats, and what each department minted in it."""

    id: str
    digest: SceneDigest
    beats: tuple[LedgerBeat, ...] = ()
    retired_beats: tuple[LedgerBeat, ...] = ()
    next_beat: int = 1
    slices: dict[str, IdSlice] = {}
    into: str = ""
    """Of a retired scene: the one it was merged into."""


class LedgerCast(msgspec.Struct, frozen=True):
    """A character."""

    id: str
    digest: CastDigest


class Ledger(msgspec.Struct, frozen=True):
    """The whole of ids.json. ``scenes`` in script order; nothing is ever removed."""

    format: str = FORMAT
    next_scene: int = 1
    next_cast: int = 1
    scenes: tuple[LedgerScene, ...] = ()
    retired_scenes: tuple[LedgerScene, ...] = ()
    cast: tuple[LedgerCast, ...] = ()
    retired_cast: tuple[LedgerCast, ...] = ()


class SceneChange(msgspec.Struct, frozen=True):
    """How a scene of the new draft relates to the old: ids, empty where there is none.

    A scene that was split has a row for each of its parts, one that others were merged into a row
    for each of them.
    """

    old: str
    new: str
    kind: str


def matched(
    ledger: Ledger, script: Sequence[ScriptScene], cast: Sequence[CastMember]
) -> tuple[Ledger, tuple[SceneChange, ...]]:
    """The ledger of a new draft: same ids for the same scenes and characters.

    Scenes first: a character is recognised by what they say *where*.
    """
    ledger, changes = _match_scenes(ledger, [scene_digest(s) for s in script])
    by_id = {known.id: scene for known, scene in zip(ledger.scenes, script, strict=True)}
    return _match_cast(ledger, [cast_digest(member, by_id) for member in cast]), changes


def _match_scenes(ledger: Ledger, scenes: Sequence[SceneDigest]) -> tuple[Ledger, tuple[SceneChange, ...]]:
    matches = match_scenes([s.digest for s in ledger.scenes], scenes)
    old_of = {m.new: m.old for m in matches if m.new is not None and m.old is not None}
    revived = _revivals(ledger, scenes, old_of)
    next_scene, live = ledger.next_scene, list[LedgerScene]()
    for i, scene in enumerate(scenes):
        if i in old_of:
            known = ledger.scenes[old_of[i]]
        elif i in revived:
            known = revived[i]
        else:
            known = LedgerScene(f"s{next_scene:03d}", scene)
            next_scene += 1
        live.append(msgspec.structs.replace(known, digest=scene, into=""))
    ids = [s.id for s in live]
    changes = [_change(m, ledger, ids, back=m.new in revived) for m in matches]
    retired = {s.id: s for s in ledger.retired_scenes if s.id not in ids}
    into = {c.old: c.new for c in changes if c.kind in ("merged", "cut")}
    gone = (s for s in ledger.scenes if s.id not in ids)
    retired.update((s.id, msgspec.structs.replace(s, into=into[s.id])) for s in gone)
    return msgspec.structs.replace(
        ledger, next_scene=next_scene, scenes=tuple(live), retired_scenes=tuple(retired.values())
    ), _with_survivors(changes)


def _change(match: SceneMatch, ledger: Ledger, ids: Sequence[str], back: bool) -> SceneChange:
    """A match as ids; ``back`` says that a cut scene came back word for word."""
    old, new = match.old, match.new
    if match.source is not None and not back:
        old, new = (match.source, new) if old is None else (old, match.source)
    return SceneChange(
        "" if old is None else ledger.scenes[old].id, "" if new is None else ids[new], "revived" if back else match.kind
    )


def _with_survivors(changes: Sequence[SceneChange]) -> tuple[SceneChange, ...]:
    """The rows, those of scenes that lost or gained another one saying so too."""
    whole = {c.old if c.kind == "split" else c.new: c.kind for c in changes if c.kind in ("split", "merged")}
    return tuple(
        msgspec.structs.replace(c, kind=whole.get(c.old, c.kind)) if c.old == c.new else c for c in changes
    )


def merged_into(ledger: Ledger, scene_id: str) -> str:
    """The living scene that a retired one is in now; empty when it was cut."""
    retired = {s.id: s.into for s in ledger.retired_scenes}
    while scene_id in retired:
        scene_id = retired.pop(scene_id)
    return scene_id


def _revivals(
    ledger: Ledger, scenes: Sequence[SceneDigest], old_of: Mapping[int, int]
) -> dict[int, LedgerScene]:
    """Cut scenes that come back word for word get their old ids."""
    fresh = [i for i in range(len(scenes)) if i not in old_of]
    pairs = match_scenes([s.digest for s in ledger.retired_scenes], [scenes[i] for i in fresh])
    return {
        fresh[p.new]: ledger.retired_scenes[p.old]
        for p in pairs
        if p.new is not None and p.old is not None and ledger.retired_scenes[p.old].digest == scenes[fresh[p.new]]
    }


def _match_cast(ledger: Ledger, cast: Sequence[CastDigest]) -> Ledger:
    old_of = match_cast([c.digest for c in ledger.cast], list(cast))
    next_cast, live = ledger.next_cast, list[LedgerCast]()
    retired = list(ledger.retired_cast)
    for i, digest in enumerate(cast):
        if i in old_of:
            live.append(LedgerCast(ledger.cast[old_of[i]].id, digest))
            continue
        back = next((r for r in retired if r.digest == digest), None)
        if back is not None:
            retired.remove(back)
            live.append(back)
            continue
        live.append(LedgerCast(f"c{next_cast}", digest))
        next_cast += 1
    kept = {c.id for c in live}
    retired.extend(c for c in ledger.cast if c.id not in kept)
    return msgspec.structs.replace(
        ledger, next_cast=next_cast, cast=tuple(live), retired_cast=tuple(retired)
    )


def with_beats(scene: LedgerScene, beats: Sequence[Beat]) -> tuple[LedgerScene, tuple[Beat, ...]]:
    """Give each beat its id: the old one where the text, or its place, says it is the same."""
    old_of = match_beats(
        [(b.fingerprint, b.text) for b in scene.beats], [(b.fingerprint, b.text) for b in beats]
    )
    back = {b.fingerprint: b.id for b in scene.retired_beats}
    next_beat, records, out = scene.next_beat, list[LedgerBeat](), list[Beat]()
    for i, beat in enumerate(beats):
        if i in old_of:
            beat_id = scene.beats[old_of[i]].id
        elif beat.fingerprint in back:
            beat_id = back.pop(beat.fingerprint)
        else:
            beat_id, next_beat = f"b{next_beat}", next_beat + 1
        records.append(LedgerBeat(beat_id, beat.fingerprint, beat.text))
        out.append(msgspec.structs.replace(beat, id=beat_id))
    live = {b.id for b in records}
    retired = {b.id: b for b in (*scene.retired_beats, *scene.beats) if b.id not in live}
    return msgspec.structs.replace(
        scene, beats=tuple(records), retired_beats=tuple(retired.values()), next_beat=next_beat
    ), tuple(out)


def remembering(ledger: Ledger, undone: Sequence[Ledger]) -> Ledger:
    """The ledger with everything that undone drafts minted, as retired: no id is given out twice.

    What an undone draft had and the next one has again gets its old id back.
    """
    for other in undone:
        live = {s.id: s for s in ledger.scenes}
        known = {s.id for s in (*ledger.scenes, *ledger.retired_scenes)}
        theirs = {s.id: s for s in (*other.retired_scenes, *other.scenes)}
        scenes = tuple(_both(s, theirs[s.id]) if s.id in theirs else s for s in live.values())
        taken = {c.id for c in (*ledger.cast, *ledger.retired_cast)}
        ledger = msgspec.structs.replace(
            ledger,
            next_scene=max(ledger.next_scene, other.next_scene),
            next_cast=max(ledger.next_cast, other.next_cast),
            scenes=scenes,
            retired_scenes=(*ledger.retired_scenes, *(s for s in theirs.values() if s.id not in known)),
            retired_cast=(*ledger.retired_cast, *(c for c in (*other.retired_cast, *other.cast) if c.id not in taken)),
        )
    return ledger


def _both(mine: LedgerScene, theirs: LedgerScene) -> LedgerScene:
    known = {b.id for b in (*mine.beats, *mine.retired_beats)}
    slices = {
        d: _both_slices(mine.slices.get(d, IdSlice()), theirs.slices.get(d, IdSlice()))
        for d in sorted({*mine.slices, *theirs.slices})
    }
    return msgspec.structs.replace(
        mine,
        next_beat=max(mine.next_beat, theirs.next_beat),
        retired_beats=(
            *mine.retired_beats, *(b for b in (*theirs.retired_beats, *theirs.beats) if b.id not in known)
        ),
        slices=slices,
    )  # fmt: skip


def _both_slices(mine: IdSlice, theirs: IdSlice) -> IdSlice:
    lost = {k: v for k, v in {**theirs.retired, **theirs.live}.items() if k not in mine.live}
    return IdSlice(max(mine.next, theirs.next), mine.live, dict(sorted({**lost, **mine.retired}.items())))


def with_slices(ledger: Ledger, slices: Mapping[str, Mapping[str, IdSlice]]) -> Ledger:
    """The ledger after the departments minted in their scenes."""
    scenes = tuple(
        msgspec.structs.replace(s, slices=dict(slices[s.id])) if s.id in slices else s for s in ledger.scenes
    )
    return msgspec.structs.replace(ledger, scenes=scenes)
