"""The reader judged by a folder of gold: reads the scripts, breaks them down, scores the halves apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import msgspec

from ...errors import InputError, SetpieceError
from ...scene.model import FrameRate
from .._formats import read_script
from .._source import open_source
from ..model import CastMember, SceneBreakdown, Screenplay, TimeOfDay
from ._backoff import Kinds
from ._cast import find_cast
from ._evaluate import Evaluation, evaluate
from ._gold import GoldScene, read_gold, scene_of
from ._places import resolve_places
from ._sheet import break_down_scene
from ._times import resolve_times

_RATE = FrameRate(24, 1)
"""Breakdowns count beats in frames; no score looks at them."""


class Judgement(msgspec.Struct, frozen=True):
    """Scores by batch ("seen", "blind"), and the gold scenes that could not be judged, with the reason."""

    batches: dict[str, Evaluation]
    skipped: tuple[str, ...]


def judge(gold: Path, scripts: Path | None = None, kinds: Kinds | None = None) -> Judgement:
    """Score the breakdown against gold.

    Args:
        gold: A gold file or a folder of them.
        scripts: Where scripts lie that are not beside their gold file.
        kinds: A dictionary for nouns that the lexicon does not know, as for ``break_down_scene``.

    Raises:
        InputError: There is no gold, or none of it could be judged.
    """
    pairs: dict[str, list[tuple[GoldScene, SceneBreakdown, str]]] = {}
    casts: dict[str, list[Sequence[CastMember]]] = {}
    skipped: list[str] = []
    open_script = cache(_Script)
    for path, scene in read_gold(gold):
        try:
            script = open_script(_find(scene, path.parent, scripts))
            pairs.setdefault(scene.batch, []).append((scene, *script.sheet(scene, kinds)))
            casts.setdefault(scene.batch, []).append(script.cast)
        except SetpieceError as e:
            skipped.append(str(e))
    if not pairs:
        raise InputError(
            f"none of the gold could be judged: {skipped[0]}", where=str(gold),
            remedy="Say with --scripts where the scripts lie.",
        )  # fmt: skip
    return Judgement({batch: evaluate(rows, casts[batch]) for batch, rows in sorted(pairs.items())}, tuple(skipped))


def _find(gold: GoldScene, beside: Path, scripts: Path | None) -> Path:
    for folder in (beside, scripts):
        if folder is not None and (folder / gold.source.script).is_file():
            return folder / gold.source.script
    raise InputError("its script is not there", where=f"{gold.id}: {gold.source.script}")


class _Script:
    """A script, read and broken down as far as scenes share it."""

    def __init__(self, path: Path) -> None:
        data = path.read_bytes()
        self.text = open_source(data, path.name).text
        self.play: Screenplay = read_script(data, path.name)
        self.cast: Sequence[CastMember] = find_cast(self.play)
        self.times: Sequence[tuple[TimeOfDay, int]] = resolve_times(self.play)
        self.places: Sequence[str] = resolve_places(self.play, self.cast)

    def sheet(self, gold: GoldScene, kinds: Kinds | None) -> tuple[SceneBreakdown, str]:
        """The sheet of the gold scene as read, and the scene's text."""
        index, scene = scene_of(gold, self.play, self.text)
        text = "\n".join(self.text.splitlines()[gold.source.line - 1 : gold.source.last_line])
        return break_down_scene(scene, self.cast, *self.times[index], _RATE, kinds, self.places[index]), text


def judgement_json(judgement: Judgement) -> Mapping[str, object]:
    """The judgement as plain values: scores with their rates, and every disagreement."""
    return {
        "format": "1.0",
        "batches": {
            batch: {
                "scenes": e.scenes,
                "scores": {
                    name: {"precision": round(s.precision, 4), "recall": round(s.recall, 4), "f1": round(s.f1, 4),
                           "right": s.right, "invented": s.invented, "missed": s.missed}
                    for name, s in {**e.categories, "speaking": e.speaking, "micro": e.micro}.items()
                },
                "invented_without_evidence": e.invented_without_evidence,
                "misses": msgspec.to_builtins(e.misses),
            }
            for batch, e in judgement.batches.items()
        },
        "skipped": list(judgement.skipped),
    }  # fmt: skip
