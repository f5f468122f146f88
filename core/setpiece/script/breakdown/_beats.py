"""Beats: one per paragraph of action or turn of dialogue, with how long it plays and who carries it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

import msgspec

from setpiece.scene.model import FrameRate
from setpiece.script.model import Beat, CastMember, ScriptScene

from ._reading import Line, Paragraph
from ._scene_cast import owner_names, ref
from ._shot_cues import Made, cue_in, with_noted
from ._text import clean, sentences
from ._transitions import no_picture
from ._turns import Turn
from ._verbs import verb_sets

Kind = Literal["establish", "action", "dialogue", "move", "reveal", "insert", "enter", "exit", "cue"]
_WORDS_PER_SECOND = 2.5
_READ_PER_SECOND = 3.3
_SHORTEST_S, _SPLIT_S, _SPEECH_S, _LONGEST_S = 1.5, 6.0, 12.0, 20.0
_PACE = {
    "action": 0.85,
    "tense": 1.0,
    "comic": 0.9,
    "joyful": 0.95,
    "sad": 1.2,
    "romantic": 1.15,
    "calm": 1.1,
    "eerie": 1.15,
    "noir": 1.1,
}
_REVEAL = re.compile(
    r"\b(reveal(?:s|ing|ed)?|turns out|we (?:now )?see|discovers?|comes? into view|there stands?|is none other than)\b",
    re.IGNORECASE,
)


def fingerprint(text: str, speaker: str = "") -> str:
    """A hash of what a beat says, blind to case, spacing and punctuation."""
    words = " ".join(re.findall(r"[^\W_]+", f"{speaker} | {text}".lower()))
    return hashlib.sha256(words.encode("utf-8")).hexdigest()[:16]


def pace_of(mood: Sequence[str]) -> float:
    """How much longer or shorter than plain reading a mood plays."""
    return _PACE.get(mood[0], 1.0) if mood else 1.0


def beats_of(
    scene: ScriptScene,
    cast: Sequence[CastMember],
    turns: Sequence[Turn],
    read: Mapping[int, Paragraph],
    mood: Sequence[str],
    seen: frozenset[str],
    rate: FrameRate,
) -> tuple[Beat, ...]:
    """The scene's beats in script order; frames are at ``rate``, ids are left to the ledger."""
    by_start = {t.first: t for t in turns}
    owner = owner_names(cast)
    out: list[Made] = []
    pending, asked = "", 0
    pace = pace_of(mood)
    k = 0
    while k < len(scene.elements):
        e, at = scene.elements[k], k
        turn = by_start.get(k)
        made: list[Beat] = []
        if turn is not None:
            made = list(_speech(turn, cast, owner, seen, pace, rate))
            k = max(k + 1, turn.last)
        elif k in read:
            made = list(_action(read[k], cast, pace, rate, first=not out))
            k += 1
        else:
            if e.kind == "shot" and e.text.strip() and not no_picture(e.text):
                if pending:
                    out.append(Made(asked, [_bare(pending, scene, rate)]))
                pending, asked = f"{cue_in(e.text, True)}\n{clean(e.text)}", at
            k += 1
        if made and pending:
            cue = pending.split("\n", 1)[0]
            made[0] = msgspec.structs.replace(
                made[0], cue=made[0].cue or cue, kind="insert" if cue == "INSERT" else made[0].kind
            )
            pending = ""
        if made:
            out.append(Made(at, made))
    if pending:
        out.append(Made(asked, [_bare(pending, scene, rate)]))
    with_noted(scene, out, {name: ref(cast[m]) for name, m in owner.items() if ref(cast[m]) in seen})
    return tuple(beat for made in out for beat in made.beats)


def _bare(pending: str, scene: ScriptScene, rate: FrameRate) -> Beat:
    cue, text = pending.split("\n", 1)
    at = next(
        (e.span.line for e in scene.elements if e.kind == "shot" and clean(e.text) == text), scene.heading.span.line
    )
    return Beat("cue", max(0, at - scene.heading.span.line), text, _frames(2.0, rate), fingerprint(text), cue=cue)


def _frames(seconds: float, rate: FrameRate) -> int:
    seconds = max(_SHORTEST_S, seconds)
    return (int(seconds * 1000 + 0.5) * rate.num + 500 * rate.den) // (1000 * rate.den)


def _speech(
    turn: Turn, cast: Sequence[CastMember], owner: Mapping[str, int], seen: frozenset[str], pace: float, rate: FrameRate
) -> Iterator[Beat]:
    who = [owner[n] for n in turn.cue.names if n in owner]
    speaker = ref(cast[who[0]]) if who else ""
    subjects = tuple(r for r in (ref(cast[w]) for w in who) if r in seen)
    pause = sum(1.0 if a.lower().strip(" .") in ("beat", "pause", "then", "a beat") else 0.3 for a in turn.asides)
    mark = " ".join(turn.cue.names)
    chunks = _chunks(turn.spoken) or [turn.spoken]
    loud = any(
        w in a.lower() for a in turn.asides for w in ("shout", "yell", "scream", "angr", "furious", "crying", "sobbing")
    )
    for n, text in enumerate(chunks):
        seconds = len(text.split()) / _WORDS_PER_SECOND * pace + 0.4 + (pause if n == 0 else 0.0)
        capitals = sum(1 for w in text.split() if len(w) > 2 and w.isupper())
        intensity = min(3, (1 if "!" in text else 0) + (1 if capitals else 0) + (1 if loud else 0))
        yield Beat(
            "dialogue", turn.line, text, _frames(min(seconds, _LONGEST_S), rate), fingerprint(text, mark),
            speaker=speaker, subjects=subjects, intensity=intensity,
        )  # fmt: skip


def _chunks(spoken: str) -> list[str]:
    """A long speech cut at sentences into pieces of at most some twelve seconds."""
    if len(spoken.split()) <= _SPEECH_S * _WORDS_PER_SECOND:
        return [spoken] if spoken else []
    out: list[str] = []
    size = 0
    for s in sentences(spoken):
        n = len(s.text.split())
        if out and size + n <= (_SPEECH_S - 2) * _WORDS_PER_SECOND:
            out[-1] += f" {s.text}"
            size += n
        else:
            out.append(s.text)
            size = n
    return out or [spoken]


def _action(p: Paragraph, cast: Sequence[CastMember], pace: float, rate: FrameRate, first: bool) -> Iterator[Beat]:
    if not p.lines:
        text = p.text
        if text:
            yield Beat("establish" if first else "action", p.line, text, _frames(2.0, rate), fingerprint(text))
        return
    groups: list[list[Line]] = []
    if sum(_seconds(x, pace) for x in p.lines) > _SPLIT_S:
        for line in p.lines:
            if (
                groups
                and sum(_seconds(x, pace) for x in [*groups[-1], line]) <= _SPLIT_S * 0.75
                and _same_subject(groups[-1], line)
            ):
                groups[-1].append(line)
            else:
                groups.append([line])
    else:
        groups = [list(p.lines)]
    for n, group in enumerate(groups):
        yield _group_beat(group, cast, pace, rate, first and n == 0)


def _same_subject(group: Sequence[Line], line: Line) -> bool:
    return not line.seen or not group[-1].seen or line.seen[0] == group[-1].seen[0]


def _seconds(line: Line, pace: float) -> float:
    words = len(line.sentence.low)
    moving = sum(1 for _, v in line.verbs if v.motion)
    return min(8.0, max(0.8, (words / _READ_PER_SECOND * 0.75 + 0.5 * moving) * pace))


def _group_beat(group: Sequence[Line], cast: Sequence[CastMember], pace: float, rate: FrameRate, first: bool) -> Beat:
    text = clean(" ".join(x.sentence.text for x in group))
    subjects = tuple(ref(cast[m]) for m in dict.fromkeys(m for x in group for m in x.seen))
    verbs = [v for x in group for _, v in x.verbs]
    lemmas = tuple(dict.fromkeys(v.lemma for v in verbs))
    props = tuple(
        dict.fromkeys(
            t.name for x in group for t in x.things if t.category in ("props", "vehicles", "animals", "set_dressing")
        )
    )
    cue = cue_in(group[0].sentence.text)
    shouting = sum(
        1
        for x in group
        for w in x.sentence.raw
        if len(w) > 2 and w.isupper() and w.lower().endswith(("s", "ed", "ing"))
    )
    intensity = min(3, max((v.weight for v in verbs), default=0) + (1 if "!" in text and verbs else 0))
    if shouting >= 2 and intensity < 3 and intensity > 0:
        intensity += 1
    return Beat(
        _kind(group, lemmas, subjects, cue, text, first), group[0].line, text,
        _frames(sum(_seconds(x, pace) for x in group), rate),
        fingerprint(text), subjects=subjects, props=props, verbs=lemmas, intensity=intensity, cue=cue,
    )  # fmt: skip


def _kind(
    group: Sequence[Line], lemmas: Sequence[str], subjects: Sequence[str], cue: str, text: str, first: bool
) -> Kind:
    sets = verb_sets()
    if cue == "INSERT":
        return "insert"
    if first:
        return "establish"
    if any(v in sets["enter"] for v in lemmas) and subjects:
        return "enter"
    if any(v in sets["exit"] for v in lemmas) and subjects:
        return "exit"
    if cue == "REVEAL" or _REVEAL.search(text):
        return "reveal"
    if (
        not subjects
        and not any(x.extras for x in group)
        and any(t.category == "props" for x in group for t in x.things)
    ):
        return "insert"
    return (
        "move"
        if any(v in sets["move"] for v in lemmas)
        and (subjects or any(t.category == "vehicles" for x in group for t in x.things))
        else "action"
    )
