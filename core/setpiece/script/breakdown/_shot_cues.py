"""The shots a writer asks for, in capitals or in a camera note: ``CLOSE ON``, ``[[SHOT: CU ANNA]]``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec

from setpiece.script._notes import note_content
from setpiece.script.model import Beat, ScriptScene, Span

_CUE = re.compile(
    r"^\W*(?:(?:EXTREME |TIGHT )?CLOSE(?:[- ]?UP)?(?: SHOT)?(?: ON\b| OF\b|:|\s*-|\s*$)|CLOSE ANGLE|"
    r"ANGLES? ON\b|(?:ANOTHER|NEW|HIGH|LOW|WIDER?|REVERSE) ANGLE\b|"
    r"INSERT\b|WIDER?\b(?: SHOT| ON|:|\s*-|\s*$)|WIDE SHOT|LONG SHOT|MASTER SHOT|TWO[- ]SHOT|TRACKING SHOT|"
    r"AERIAL(?: SHOT| VIEW)?\b|OVERHEAD\b|"
    r"BACK TO (?:SCENE|SHOT)|PULL(?:ING|S)? BACK|PUSH(?:ING|ES)? IN|DOLLY\b|CRANE (?:UP|DOWN|SHOT)|"
    r"PAN(?:NING)? (?:TO|ACROSS|UP|DOWN|LEFT|RIGHT)|"
    r"TILT (?:UP|DOWN)|ON (?=[A-Z]{2})|POV\b|FOLLOWING\b(?= [A-Z])|REVEAL(?:ING)?\b)"
)
_INNER = re.compile(
    r"\b(POV|PUSH(?:ING|ES)? IN|PULL(?:ING|S)? BACK|CLOSE ON|ANGLE ON|WIDE ON|INSERT|CAMERA (?:PANS|TILTS|"
    r"PUSHES|PULLS|DOLLIES|TRACKS|FOLLOWS|MOVES|CRANES)|"
    r"TRACKING SHOT|SLOW MOTION|CRANE UP|CRANE DOWN|DOLLY IN|ZOOM IN|RACK FOCUS)\b"
)
_CANON = (
    ("INSERT", "INSERT"), ("POV", "POV"), ("CLOSE", "CLOSE ON"), ("TIGHT", "CLOSE ON"), ("ON ", "ANGLE ON"),
    ("PULL", "PULL BACK"), ("PUSH", "PUSH IN"), ("DOLLY IN", "PUSH IN"), ("ZOOM IN", "PUSH IN"),
    ("WIDE", "WIDE"), ("LONG SHOT", "WIDE"), ("MASTER", "WIDE"), ("BACK TO", "BACK TO SCENE"),
    ("AERIAL", "AERIAL"), ("OVERHEAD", "OVERHEAD"), ("HIGH ANGLE", "HIGH ANGLE"), ("LOW ANGLE", "LOW ANGLE"),
    ("REVERSE", "REVERSE ANGLE"), ("TWO", "TWO SHOT"), ("TRACKING", "TRACKING"), ("FOLLOWING", "TRACKING"),
    ("CRANE", "CRANE"), ("PAN", "PAN"), ("TILT", "TILT"), ("CAMERA P", "PAN"), ("CAMERA", "TRACKING"),
    ("RACK", "RACK FOCUS"), ("SLOW", "SLOW MOTION"), ("REVEAL", "REVEAL"), ("ANGLE", "ANGLE ON"),
    ("ANOTHER", "ANGLE ON"), ("NEW", "ANGLE ON"), ("DOLLY", "DOLLY"),
)  # fmt: skip
_SHORT = (
    ("CLOSE ON", re.compile(r"\b(?:[EBXM]?CU|CLOSE-?UPS?|CLOSER?)\b")),
    ("TWO SHOT", re.compile(r"\b(?:2S|2-SHOT)\b")),
    ("MEDIUM", re.compile(r"\b(?:MS|MWS|MED|MEDIUM|COWBOY)\b")),
    ("WIDE", re.compile(r"\b(?:[EV]?[WL]S|FS|ESTABLISHING|WIDER?)\b")),
    ("INSERT", re.compile(r"\bDETAIL\b")),
)
"""Sizes as crews write them, which only a camera note uses; a medium close-up is rather close than medium."""


@dataclass(frozen=True)
class Made:
    """The beats of one paragraph or speech, and where it begins in the scene's elements."""

    first: int
    beats: list[Beat]


def cue_in(text: str, shot_line: bool = False) -> str:
    """The shot a writer asks for in capitals, in one canonical form; empty when none."""
    head = text.strip()
    m = _CUE.match(head.upper() if shot_line else head)
    if m is None and (shot_line or head[:80].isupper()):
        m = _INNER.search(head.upper())
    if m is None:
        m = _INNER.search(head[:120])
    if m is None:
        return "ANGLE ON" if shot_line else ""
    found = m[0].strip(" :-").upper()
    if re.match(r"^\W*ON $", m[0]) and not shot_line:
        found = "ON "
    for key, name in _CANON:
        if found.startswith(key.strip()):
            return name
    return found


def with_noted(scene: ScriptScene, made: Sequence[Made], people: Mapping[str, str]) -> None:
    """Give the shots of camera notes to the beats they stand in.

    A note on its own speaks of what comes next, as a shot line does; the last one in a scene of what
    was before. A shot that is written out in the beat is stronger than a note.

    Args:
        scene: As read.
        made: Its beats in script order; changed in place.
        people: Name -> how beats call them, of those who are seen in the scene.
    """
    if not made:
        return
    for k, element in enumerate(scene.elements):
        content = note_content(element) if element.kind == "note" else None
        if content is not None and content.kind == "shot" and content.text:
            group, at = _place(scene, made, k)
            group.beats[at] = _asked(group.beats[at], content.text, people)


def _place(scene: ScriptScene, made: Sequence[Made], k: int) -> tuple[Made, int]:
    """The beats that the note at ``k`` stands in, or below without a blank line, and which of them it is."""
    note = scene.elements[k].span
    ends = [_end(scene, group.first) for group in made]
    for group, end in zip(made, ends, strict=True):
        start = scene.elements[group.first].span.byte
        if start <= note.byte < end.end_byte:
            return group, _part(group.beats, note.byte - start, end.end_byte - start)
    for group, end in zip(made, ends, strict=True):
        if group.first > k:
            return group, 0
        if note.line <= end.end_line + 1:
            return group, len(group.beats) - 1
    return made[-1], len(made[-1].beats) - 1


def _end(scene: ScriptScene, first: int) -> Span:
    """Where the last is that is said in a speech, or a paragraph itself."""
    last = scene.elements[first]
    for element in scene.elements[first + 1 :] if last.kind == "character" else ():
        if element.kind not in ("dialogue", "lyric", "parenthetical", "note"):
            break
        last = last if element.kind == "note" else element
    return last.span


def _part(beats: Sequence[Beat], at: int, size: int) -> int:
    """Which of a paragraph's beats a byte of it falls in."""
    left = at * sum(len(b.text) for b in beats) // size
    for n, beat in enumerate(beats):
        left -= len(beat.text)
        if left < 0:
            return n
    return len(beats) - 1


def _asked(beat: Beat, text: str, people: Mapping[str, str]) -> Beat:
    if beat.cue:
        return beat
    cue = cue_in(text, True)
    if cue == "ANGLE ON":
        cue = next((name for name, short in _SHORT if short.search(text.upper())), cue)
    said = _words(text)
    named = [who for name, who in people.items() if said >= _words(name)]
    if cue == "CLOSE ON" and not named and any(said >= _words(p) for p in beat.props):
        cue = "INSERT"
    if beat.speaker:
        return msgspec.structs.replace(beat, cue=cue)
    subjects = tuple(dict.fromkeys((*named, *beat.subjects)))
    return msgspec.structs.replace(beat, cue=cue, kind="insert" if cue == "INSERT" else beat.kind, subjects=subjects)


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W_]+", text.upper()))
