"""One pass over a scene's action: sentences with their people, things, verbs, all found once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from setpiece.script.model import CastMember, Element, ScriptScene

from ._backoff import Kinds, backed_off
from ._extras import Extra, extras_in
from ._lexicon import stem
from ._nameless import unnamed
from ._names import COMMON, Mention, determiner_of, mentions, name_index, namesakes
from ._noises import heard_in
from ._nouns import Thing, things_in
from ._people import people
from ._text import Sentence, clean, sentences
from ._transitions import no_picture, pictured
from ._verbs import Verb, verbs_in

_INSET = 8
_ALBUM = frozenset("photo photos photograph photographs picture pictures snapshot snapshots portrait polaroid".split())
_ON_AIR = re.compile(
    r"On (?:the|a|his|her|their|its) (?:[\w-]+ ){0,2}(?:television|tv|telly|screen|monitor)\b(?! (?:stand|set))",
    re.IGNORECASE,
)
_BACK = re.compile(r"(?:In|Back in|Inside|Across|Around|Behind) (?:the|a|his|her) |[A-Z]\w+ (?:watches|looks|turns)\b")
_DISPLAYS = frozenset("show shows depict depicts".split())
_LABEL = 5
"""Words of a sentence that only tells who is in a picture."""
_READS = re.compile(r"\b(?:reads?|reading|says|sign|headline|words|label)\b[^.!?]*:\s*$", re.IGNORECASE)
_PRONOUNS = {"he": False, "him": False, "his": False, "she": True, "her": True, "hers": True}


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of action and what was found in it; ``people`` are indices into the cast."""

    sentence: Sentence
    line: int
    mentions: tuple[Mention, ...]
    carried: tuple[int, ...]
    """Cast meant by a pronoun."""
    things: tuple[Thing, ...]
    extras: tuple[Extra, ...]
    verbs: tuple[tuple[int, Verb], ...]
    on_air: bool = False
    """Whether all this is on a screen."""

    @property
    def seen(self) -> tuple[int, ...]:
        """Cast in view, first mentioned first."""
        out = dict.fromkeys(m.member for m in self.mentions if m.seen)
        if self.carried:
            out = (
                dict.fromkeys((*self.carried, *out))
                if not out or self.sentence.low[0] in _PRONOUNS
                else out | dict.fromkeys(self.carried)
            )
        return tuple(out)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """An action paragraph as read."""

    element: Element
    line: int
    text: str
    lines: tuple[Line, ...]


def read_action(
    scene: ScriptScene,
    cast: Sequence[CastMember],
    speaking: Sequence[int],
    scene_words: frozenset[str],
    unseen: frozenset[int] = frozenset(),
    kinds: Kinds | None = None,
) -> dict[int, Paragraph]:
    """Read every action paragraph of a scene.

    Args:
        scene: The scene.
        cast: The production's cast.
        speaking: Indices of those with a cue in this scene.
        scene_words: Upper-case words of the slugline.
        unseen: Those of them who are voices only.
        kinds: What says of unknown nouns what they are; None leaves them to the verbs.

    Returns:
        Position in ``scene.elements`` -> the paragraph.
    """
    index = name_index(tuple(cast))
    out: dict[int, Paragraph] = {}
    last: dict[bool | None, int] = {}
    present = bool(speaking)
    known = set(speaking) - unseen
    inset = _INSET + min((_margin(e.text) for e in scene.elements if e.kind == "action"), default=0)
    twins = namesakes(tuple(cast))
    before_reads = False
    doing = frozenset(unnamed(scene.elements))
    unseen |= {k for k in twins if k not in known}
    aired: set[int] = set()
    for k, e in enumerate(scene.elements):
        written = pictured(e.text) if e.kind == "action" and _margin(e.text) < inset else ""
        if not written.strip():
            continue
        base = max(0, e.span.line - scene.heading.span.line)
        said = sentences(written)
        if before_reads and written.strip().isupper():
            continue  # the words on a sign
        before_reads = bool(_READS.search(written))
        cut = [s for s in said if not (s.text.isupper() and no_picture(s.text))]
        if said and not cut:
            continue
        window = frozenset(stem(w) for s in cut for w in s.low)
        lines: list[Line] = []
        album = False
        broadcast = bool(cut) and _ON_AIR.match(cut[0].text) is not None
        for s in cut:
            named = [m for m in mentions(s, index) if _established(s, m, cast, known, doing)]
            named = [_which(m, twins, known, unseen) for m in named]
            broadcast = broadcast and not _BACK.match(s.text)
            if broadcast:
                aired.update(m.member for m in named if m.member not in known)
            named = [replace(m, seen=False) if m.member in aired else m for m in named]
            if broadcast or (album and _shows(s)):
                named = [replace(m, seen=False) for m in named]
            album = album or not _ALBUM.isdisjoint(s.low)
            known.update(m.member for m in named)
            covered = frozenset(i for m in named for i in range(m.start, m.end))
            present = present or bool(named)
            carried = _carry(s, named, last, cast)
            things = tuple(things_in(s, covered, scene_words, window))
            if kinds is not None:
                things = tuple(backed_off(s, things, covered, kinds))
            things = heard_in(s, things)
            worn = frozenset(i for t in things if t.category == "wardrobe" for i in range(t.start, t.end))
            extras = () if broadcast else tuple(extras_in(s, covered | worn, present))
            at = base + written.count("\n", 0, s.start)
            lines.append(Line(s, at, tuple(named), carried, things, extras, tuple(verbs_in(s)), broadcast))
        out[k] = Paragraph(e, base, clean(written), tuple(lines))
    return out


def _margin(text: str) -> int:
    """Blanks before the first word: a letter or a card is set deeper than what happens."""
    return len(text) - len(text.lstrip(" \t")) if text.strip() else 0


def _shows(s: Sentence) -> bool:
    """Whether a sentence after one about a photograph goes on about it: "It's Anna.", "Another of Anna." """
    first, after = s.low[0], s.low[1:2]
    if first in ("another", "one") and after == ("of",):
        return True
    if first in ("it", "it's", "this", "that") and (s.possessive[0] or after == ("is",)):
        return len(s.low) <= _LABEL
    return first in ("they", "it", "another", "all", "both", "most") and not _DISPLAYS.isdisjoint(s.low[:4])


def _which(m: Mention, twins: Mapping[int, tuple[int, ...]], known: set[int], unseen: frozenset[int]) -> Mention:
    """Anna is YOUNG ANNA where only YOUNG ANNA is in the scene, also under an older ANNA's voice."""
    if m.member not in unseen or m.member not in twins:
        return m
    here = [k for k in twins[m.member] if k in known]
    return replace(m, member=here[0]) if len(here) == 1 else m


def _established(s: Sentence, m: Mention, cast: Sequence[CastMember], known: set[int], doing: frozenset[str]) -> bool:
    """Whether "the woman" in lower case is WOMAN: only where this scene has brought her in, or she acts in it."""
    lower = s.raw[m.end - 1].islower()
    if lower and determiner_of(s, m.start) in ("a", "an", "another", "one"):
        return cast[m.member].name in doing and m.member not in known
    if m.member in known or (lower and cast[m.member].name in doing):
        return True
    if not s.raw[m.end - 1].islower():
        own_title = s.low[m.end : m.end + 2] in (("in", "the"), ("of", "the")) and not s.raw[m.start].isupper()
        return not (own_title and s.low[m.start] in COMMON and s.raw[m.end + 2 : m.end + 3] != ()
                    and s.raw[m.end + 2][:1].isupper())  # fmt: skip
    words = [w for w in s.low[m.start : m.end] if w not in people().young and w != "the"]
    own = cast[m.member]
    if own.speaking and set(words) <= people().kin and sum(own.name.split()[-1] in c.name.split() for c in cast) == 1:
        return True  # "the father" of a script with one FATHER
    return bool(set(words) - COMMON) or cast[m.member].name.lower() not in " ".join(s.low[m.start : m.end])


def _carry(
    s: Sentence, named: Sequence[Mention], last: dict[bool | None, int], cast: Sequence[CastMember]
) -> tuple[int, ...]:
    """Who a he or she at the head of a clause means: the last of that sex who was named in view."""
    out: list[int] = []
    first = min((m.start for m in named), default=len(s.low))
    for i, word in enumerate(s.low):
        female = _PRONOUNS.get(word)
        if female is None or i > first or word in ("his", "her", "him", "hers"):
            continue
        who = last.get(female, last.get(None))
        if who is not None and cast[who].female in (female, None) and who not in out:
            out.append(who)
    for m in named:
        if m.seen:
            female = cast[m.member].female
            last[female] = m.member
            if female is None:
                last.setdefault(True, m.member)
                last.setdefault(False, m.member)
    return tuple(out)
