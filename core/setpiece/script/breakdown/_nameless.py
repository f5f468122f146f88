"""People without a name who do something of their own: "A woman enters with a tray. She falls and lies still."."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass

from setpiece.script.model import Element

from ._cues import read_cue
from ._extras import ANYBODY_THERE, extras_in
from ._intros import intros
from ._people import WEAK, people
from ._text import DETERMINERS, OBJECTS, PARTICLES, PREPOSITIONS, SUBJECTS, Sentence, sentences
from ._transitions import pictured
from ._verbs import verbs

_PRONOUNS = {"he": False, "she": True}
_AT_WORK = frozenset(("driver",))
"""Whom a scene may have as "the driver" at once: somebody drives."""
_SHAPES = frozenset(("figure", "stranger"))
_LEAST_DEEDS = 2
_TO_WHOM = re.compile(r"\bto (?:the|a|his|her) ([a-z]+)\b\s*(?:\)|$)")
_TOLD = re.compile(r"\b(?:[Tt]his is|[Tt]his must be|name is|called|named|known (?:only |just )?as)\s+[\"“]?[A-ZÀ-Þ]")


@dataclass(slots=True)
class Doer:
    """Somebody without a name: the word for them, how they come in, and how often they act."""

    role: str
    new: bool
    """Whether they come in as "a woman", or beside others as "Anna and the guard"; not as "the woman"."""
    deeds: int = 0


def all_unnamed(scenes: Iterable[Sequence[Element]]) -> Iterator[str]:
    """As ``unnamed``, scene by scene, with the names that earlier scenes have."""
    known: set[str] = set()
    for scene in scenes:
        yield from unnamed(scene, known)
        known.update(n for e in scene if e.kind == "character" for n in read_cue(e).names)
        known.update(i.name for e in scene if e.kind == "action" for i in intros(e.text))


def unnamed(scene: Sequence[Element], known: Set[str] = frozenset()) -> tuple[str, ...]:
    """Names, as WOMAN, for those in a scene who act, have no name, and are none of those who have.

    Args:
        scene: The scene's elements.
        known: Names that earlier scenes have.
    """
    action = [pictured(e.text) for e in scene if e.kind == "action"]
    cues = [n for e in scene if e.kind == "character" for n in read_cue(e).names]
    shouted = [i.name for text in action for i in intros(text)]
    words = {w for n in (*cues, *shouted) for w in n.lower().split()}
    written = " ".join(action)
    told = set(re.findall(r"[\w'-]+", written.lower()))
    unseen = [n for n in cues if told.isdisjoint(n.lower().split()) and (not _is_bare(n) or n.lower() in WEAK)]
    if unseen or any(_TOLD.search(text) for text in action):
        return ()  # a speaker whom the action does not name, or a name for the one without
    later = [n.lower().split()[-1] for n in cues if n not in known and n not in shouted and not _is_bare(n)]
    addressed = [m[1] for e in scene if e.kind == "parenthetical" for m in _TO_WHOM.finditer(e.text.lower())]
    spoken_to = [
        w for w in dict.fromkeys(addressed) if w in people().role_words and w not in words | told | people().plurals
    ]
    nobody = not cues and words.isdisjoint(people().female_names | people().male_names)
    alone = nobody and not re.search(r"(?<=[a-z,] )[A-ZÀ-Þ][a-zà-ÿ]+", written)
    return tuple(w.upper() for w in spoken_to if w not in WEAK) + tuple(
        d.role.upper()
        for d in doers([s for text in action for s in sentences(text)], bool(words))
        if not words & set(d.role.split())
        and not _named_later(d.role, later, written.lower())
        and (d.new or alone or d.role.split()[-1] not in ANYBODY_THERE or d.role in _AT_WORK)
    )


def _named_later(role: str, later: Sequence[str], written: str) -> bool:
    """``A woman holds a newspaper. -- ANNA: Aggie. -- Aggie follows.``: who speaks is first named behind the woman."""
    at = written.find(role.rsplit(maxsplit=1)[-1])
    return any(written.find(name) > at for name in later)


def _is_bare(name: str) -> bool:
    return name.rsplit(maxsplit=1)[-1].lower() in people().role_words


def doers(action: Sequence[Sentence], beside_others: bool) -> Iterator[Doer]:
    """Single people without a name who act twice or more in a scene's sentences of action.

    Args:
        action: The sentences.
        beside_others: Whether the scene has people with names, whom "she" may mean rather than the clerk.
    """
    found: dict[str, Doer] = {}
    last: Doer | None = None
    for s in action:
        low = s.low[0]
        if last is not None and low in _PRONOUNS:
            female = people().roles[last.role].female if last.role in people().roles else None
            if female == _PRONOUNS[low] or (female is None and not beside_others):
                last.deeds += max(1, _acts(s, 1))
                continue
        here: list[Doer] = []
        for extra in extras_in(s, frozenset(), False, WEAK - _SHAPES):
            i = extra.start
            j = i + len(extra.what.split())
            if extra.count > 1 or (s.raw[j : j + 1] != () and s.raw[j][:1].isupper()):
                continue  # "the adult ANNA"
            doer = found.setdefault(extra.what, Doer(extra.what, False))
            doer.new = doer.new or not _definite(s, i)
            doer.deeds += _acts(s, j)
            here.append(doer)
        last = here[0] if len(here) == 1 else None
    acting = [d for d in found.values() if d.deeds >= _LEAST_DEEDS]
    first = next((d for d in acting if d.new), None)
    for d in acting:
        if d.new or first is None or beside_others or not _may_be(first.role, d.role):
            yield d


def _may_be(one: str, other: str) -> bool:
    """Whether "the artist" may be "a young man" of before: their sexes agree."""
    sexes = {people().roles[r].female for r in (one, other) if r in people().roles} - {None}
    return len(sexes) < _LEAST_DEEDS


def _definite(s: Sentence, i: int) -> bool:
    lead = s.low[max(0, i - 3) : i]
    return "the" in lead and not {"a", "an", "another", "and"} & set(lead)


def _acts(s: Sentence, j: int) -> int:
    """How many finite verbs follow word ``j`` of the same sentence."""
    count = 0
    for k in range(j, len(s.low)):
        word = s.low[k]
        another = s.raw[k][:1].isupper() and not s.raw[k].isupper()
        if k > j and (another or (s.breaks(k) and (word in DETERMINERS or word in SUBJECTS))):
            break  # another subject
        if word.endswith("s") and not s.possessive[k] and _is_finite(s, k):
            count += 1
    return count


def _is_finite(s: Sentence, k: int) -> bool:
    before = s.low[k - 1] if k else ""
    if before in DETERMINERS or before in PREPOSITIONS or (k and s.possessive[k - 1]):
        return False
    if s.low[k] in ("is", "was", "has", "his", "this", "as", "its", "us", "yes"):
        return False
    after = s.low[k + 1] if k + 1 < len(s.low) else ""
    goes_on = after == "and" or after in DETERMINERS or after in PREPOSITIONS or after in PARTICLES or after in OBJECTS
    return s.low[k] in verbs() or (goes_on and not s.breaks(k) and s.low[k] not in people().plurals)
