"""Words for things that are only said, or that are a part of another thing and none of their own."""

from __future__ import annotations

from collections.abc import Mapping

from ._handling import singular_of, words_in
from ._lexicon import Entry, Match
from ._text import DETERMINERS, PREPOSITIONS, Sentence

_SHAMS = frozenset(
    "mask masks costume costumes disguise disguises puppet puppets toys figurines statuettes statues carvings cookies "
    "balloons posters stickers cartoons animals'".split()
)
_BURNING_PARTS = frozenset("cheeks face skin lungs eyes throat heart ears loins muscles legs".split())
_LIGHTS = frozenset("headlights headlight lights glare beam beams taillights fumes smell wake shadow".split())
_WRITTEN = frozenset("drawn written painted scrawled sketched scribbled printed signed".split())
_CUTTING = frozenset("cuts cut cutting tears torn rips ripped slices sliced shreds slashes rolls crumples".split())
_SPORTS = frozenset("football baseball basketball volleyball softball".split())
_ONE = (DETERMINERS | frozenset("one two three four with deflated".split())) - {"all", "both", "more", "other"}
_MEALS = frozenset("breakfast lunch dinner supper brunch picnic".split())
_MEALTIMES = frozenset("at after before during for over since until till to".split())
_OPENED = frozenset(
    "open opens opening opened returns returning return ceases cease exchange holds hold covering".split()
)
_AT_ARMS = frozenset(
    "rocket heavy enemy covering suppressive sniper artillery mortar cannon german rifle gun friendly return".split()
)
_SOUND_OF = frozenset({("sound", "of"), ("sounds", "of"), ("noise", "of")})


def only_said(s: Sentence, m: Match, entry: Entry) -> bool:
    """``a pheasant's worth of feathers``, ``the word KESTREL``, ``the sound of rain``, ``after dinner``."""
    after = s.low[m.end] if m.end < len(s.low) and not s.breaks(m.end) else ""
    before = s.low[m.start - 1] if m.start and not s.breaks(m.start) else ""
    if s.possessive[m.end - 1] and after in ("worth", "length", "width", "distance", "throw"):
        return True
    if entry.category == "special_effects" and _spoken_of(s, m, entry, before):
        return True
    if before in ("word", "words", "name", "letters", "reads", "reading", "says", "saying"):
        return True
    if (
        entry.category == "vehicles"
        and _LIGHTS & frozenset(s.low[max(0, m.start - 4) : m.start])
        and ("of" in s.low[max(0, m.start - 3) : m.start])
    ):
        return True
    lead = s.low[max(0, m.start - 4) : m.start]
    if "in" in lead and _WRITTEN & frozenset(lead) and not DETERMINERS & frozenset(lead[lead.index("in") :]):
        return True  # "drawn in felt-tip", "written in rain-smeared ink"
    if entry.name == "camera" and before in ("towards", "toward", "at", "to", "into", "past", "from", "off"):
        return True  # "sails upward TOWARDS CAMERA"
    if before == "into" and entry.name in ("ribbon", "strip", "ball") and _CUTTING & frozenset(s.low[: m.start]):
        return True  # "cuts the dough into ribbons"
    if s.low[max(0, m.start - 2) : m.start] in (("made", "of"), ("made", "from")):
        return True  # "a bosom made of balloons"
    if entry.name in _SPORTS and after in ("highlights", "game", "match", "practice", "season", "scores", "team"):
        return True
    if entry.name in _SPORTS and not (frozenset(s.low[max(0, m.start - 3) : m.start]) & _ONE) and not m.plural:
        return True  # "baseball highlights", "they talk football"
    if entry.name in _MEALS and (before in _MEALTIMES or after in ("table", "party", "parties", "time", "guests")):
        return True
    if entry.category != "animals":
        return False
    shown = next((k for k in range(m.start - 1, 0, -1) if ":" in s.gap[k]), 0)
    return shown > 0 and s.low[shown - 1] in _SHAMS


def _spoken_of(s: Sentence, m: Match, entry: Entry, before: str) -> bool:
    """``opens fire``, ``smells smoke``, ``a candle flame``, ``sparks fly between them``, ``his cheeks are on fire``."""
    lead = s.low[max(0, m.start - 5) : m.start]
    if lead[-2:] in _SOUND_OF or (entry.name == "rain" and lead[-2:] == ("from", "the")):
        return True  # "heavy from the rain"
    if s.low[m.end : m.end + 1] in (("off",), ("from",)) and before == "the":
        return True  # "shakes the rain off his hat"
    if s.low[m.end : m.end + 2] in (("is", "out"), ("is", "over"), ("is", "forecast")):
        return True  # "The fire is out."
    if before in _OPENED and entry.name == "fire" and not (lead[-2:-1] and lead[-2] in DETERMINERS):
        return True
    if entry.name == "fire" and (before in _AT_ARMS or lead[-2:] == ("line", "of")):
        return True  # "heavy fire", "the line of fire"
    if before in ("smells", "smell", "smelling", "says", "promises", "candle", "match", "lighter"):
        return True
    if entry.name == "spark" and "between" in s.low[m.end : m.end + 3]:
        return True
    return entry.name == "fire" and before == "on" and bool(_BURNING_PARTS & frozenset(lead))


def built_in(s: Sentence, m: Match, entry: Entry, kinds: Mapping[int, str]) -> bool:
    """``the helicopter's guns``, ``a boat with its oars``: part of a thing that is there as a whole."""
    if entry.category not in ("props", "wardrobe"):
        return False
    for k in range(m.start - 1, max(-1, m.start - 6), -1):
        if s.breaks(k + 1):
            return False
        if s.possessive[k]:
            return kinds.get(k) == "vehicles"
        if s.low[k] == "its" and entry.category == "props":
            owners = [kinds[j] for j in range(k) if j in kinds]
            return bool(owners) and "animals" not in owners
        if s.low[k] in PREPOSITIONS or s.low[k] in DETERMINERS:
            return False
    return False


def box_of(s: Sentence, m: Match) -> str:
    """The vessel that follows: "map case" is one thing, though "case" alone says little."""
    if m.plural or m.end >= len(s.low) or s.gap[m.end] != " " or s.possessive[m.end - 1]:
        return ""
    word = singular_of(s.low[m.end])
    follows = s.low[m.end + 1] if m.end + 1 < len(s.low) and not s.breaks(m.end + 1) else ""
    return (
        word
        if word in words_in("vessels", "words") and follows != "of" and word not in ("shot", "deck", "roll")
        else ""
    )
