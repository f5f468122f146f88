"""Whether a word that could be a verb stands as a noun, and the other way round."""

from __future__ import annotations

from functools import cache

from ._lexicon import Match, plain_nouns, plural_of
from ._people import people
from ._text import (
    AUXILIARIES,
    DETERMINERS,
    NUMBERS,
    OBJECTS,
    PARTICLES,
    PREPOSITIONS,
    SUBJECTS,
    VAGUE_NUMBERS,
    Sentence,
)
from ._verbs import verbs

_ONWARD = frozenset("back down ahead through towards toward off away past along up out".split())
_AROUND = _ONWARD | frozenset("around across over round".split())
_ADJECTIVES = frozenset(
    "friendly ugly lovely curly silly elderly lonely deadly early daily woolly smelly prickly holy wobbly "
    "lively".split()
)
_PLAIN_ADJECTIVES = frozenset(
    "old new big small black white red blue green brown grey gray little wild dead young other last first huge large "
    "loose stray two three pale dark".split()
)
_SINGLED = frozenset("the his her its their a an this that".split())
_DOINGS = frozenset(
    "rattles whistles drums rings bangs drips snaps rocks slips trips tips locks cracks forks snakes fires shakes "
    "lights shifts pops rolls hooks barrels beams tops tears cuts boots swings waves hoses pumps blocks bolts "
    "plugs".split()
)
_SINGULAR = frozenset("a an another this that each every".split())


def _adjective(word: str) -> bool:
    return word in _PLAIN_ADJECTIVES or word.endswith(
        ("y", "ed", "ing", "ful", "ous", "ish", "less", "al", "ive", "able", "ic")
    )


def before_is_series(s: Sentence, i: int, after: str) -> bool:
    """``it jerks, slips;``: the last of several verbs, with nothing behind it."""
    if i == 0 or after or not s.low[i].endswith("s") or not s.breaks(i) or s.gap[i].strip() != ",":
        return False
    return s.low[i - 1] in verbs() and s.low[i - 1].endswith("s")


def _many_do(s: Sentence, m: Match, after: str) -> bool:
    """``Her boots drum on the salt``: a plural subject and a bare verb."""
    i = m.start
    if m.plural or m.end - i > 1 or i < 2 or s.breaks(i) or s.breaks(i - 1) or s.possessive[i - 1]:
        return False
    one = after in PREPOSITIONS or after in PARTICLES
    return one and s.low[i - 1] in plain_plurals() and s.low[i - 2] in DETERMINERS


def is_deed(s: Sentence, m: Match, names: frozenset[int]) -> bool:
    """Whether a noun in the plural is what somebody does: "Muffin drums on the wheel", "a cart rattles by"."""
    i = m.start
    after = s.low[i + 1] if i + 1 < len(s.low) and not s.breaks(i + 1) else ""
    acts = m.plural or (s.low[i].endswith("s") and after in DETERMINERS)  # "Anna fries a fish"
    if _many_do(s, m, after):
        return True
    one = i > 1 and s.low[i - 1] in people().role_words and s.low[i - 1] not in people().plurals
    goes_on = after in PREPOSITIONS or after in PARTICLES or after in DETERMINERS or one
    shouted = s.raw[i].isupper() and i - 1 not in names and not goes_on
    if not acts or m.end - i > 1 or i == 0 or s.breaks(i) or s.possessive[i - 1] or shouted:
        return False
    if i - 1 in names or (s.low[i - 1] in SUBJECTS and s.low[i - 1] not in ("we", "they", "you", "i")):
        return True
    if s.low[i - 1] in VAGUE_NUMBERS | NUMBERS.keys() | DETERMINERS | PREPOSITIONS or s.low[i - 1].endswith("ing"):
        return False  # "a man feeding ducks"
    if not m.plural:
        return False
    if i > 1 and s.low[i - 2] == "the" and after in _AROUND and not _adjective(s.low[i - 1]) and not s.breaks(i - 1):
        return True  # "The line snakes around the block."
    for k in range(i - 2, max(-1, i - 5), -1):
        if s.breaks(k + 1) or s.breaks(k + 2):
            return False
        word = s.low[k]
        if word in _SINGULAR:
            return s.low[k + 1] not in VAGUE_NUMBERS and s.low[k + 1] not in NUMBERS
        if word in DETERMINERS or word in PREPOSITIONS or word in VAGUE_NUMBERS or s.possessive[k] or word in verbs():
            return False
    return False


def _several(word: str) -> bool:
    """Whether a word before a bare noun is a plural, so that the noun is what they do."""
    return word in plain_plurals() or (
        len(word) > 4
        and word.endswith("s")
        and not word.endswith(("ss", "us", "is", "ous"))
        and word not in verbs()
        and (word in people().plurals or word == "things")
    )


def noun_here(s: Sentence, i: int, j: int) -> bool:  # noqa: C901, PLR0912 -- one decision list, in order
    """Whether words ``i`` to ``j``, which could be a verb, stand where a noun stands."""
    after = s.low[j] if j < len(s.low) and not s.breaks(j) else ""
    takes_object = after in DETERMINERS or after in OBJECTS or after in PARTICLES
    if s.low[i] == "fish" and after in ("with", "for"):
        return False
    if before_is_series(s, i, after):
        return False
    if i == 0 and s.low[0].endswith("s") and s.raw[0].islower():
        return False  # "(notices the bag)"
    if i > 0 and s.breaks(i) and s.low[i] in ("snake", "fish", "duck", "crane", "worm") and after in PREPOSITIONS:
        return False  # "Cars, lights on, snake through the hall."
    if s.low[i] == "fires" and (after in NUMBERS or after in ("at", "back", "into", "again", "twice", "once", "over")):
        return False  # "pulls his gun, fires three times"
    if s.breaks(i):
        if s.low[i].endswith("s") and not s.raw[i].isupper():  # "Fires twice." has its subject in the line before
            idle = not after or after.endswith("ly") or after in ("twice", "again", "once", "then")
            return not takes_object and not (idle and i == 0)
        return not takes_object or after in PREPOSITIONS or after == "up"
    before = s.low[i - 1]
    if s.low[i] == "can":
        return s.possessive[i - 1] or before in DETERMINERS or before in NUMBERS or _adjective(before)
    if takes_object and s.low[i].endswith("s") and before in ("one", "other", "first", "second", "third", "last"):
        return False  # "The second one rams the bike."
    if s.possessive[i - 1] or before in NUMBERS or before.isdigit():
        return True
    if not s.low[i].endswith("s") and j - i == 1 and _several(before) and s.low[i] not in plain_plurals():
        return False  # "She lets the pieces fly.", "Things rattle."
    if before in ("has", "had", "having") and s.low[i].endswith("s"):
        return not takes_object
    if before in _SINGULAR and s.low[i].endswith("s") and not s.low[i].endswith("ss") and j - i == 1:
        return before not in ("that", "this")  # "the road that snakes away"
    if before in ("that", "her", "this") and (after in DETERMINERS or after in OBJECTS):
        return False
    if before in DETERMINERS or before in PREPOSITIONS:
        return True
    if before in ("even", "just", "only", "always", "also", "still", "then", "ever", "barely", "soon"):
        return False  # "Edward doesn't even notice."
    if s.low[i].endswith("s") and before.endswith("ly") and before not in _ADJECTIVES:
        return False  # "The professor finally notices what is written there."
    two = s.low[i - 2] if i > 1 else ""
    if s.low[i].endswith("s") and two in ("a", "an", "the") and after in _AROUND and not _adjective(before):
        return False  # "The line snakes around the block."
    if s.low[i].endswith("s") and (after in _ONWARD or (takes_object and before in plain_nouns())):
        return False  # "The car barrels down the street."
    if before in SUBJECTS or before in AUXILIARIES or before in OBJECTS:
        return False
    idle = not after or after in PREPOSITIONS or after in PARTICLES or after in ("and", "as", "but", "then")
    led = i > 1 and s.low[i - 2] in _SINGLED and not _adjective(before) and not s.breaks(i - 1)
    if s.low[i] in _DOINGS and idle and (before in plain_nouns() or led) and before not in plain_plurals():
        return False  # "The train rattles, sways."
    if before in people().role_words or (before in people().young and before == "other"):
        return not takes_object and s.low[i] not in verbs() and not s.low[i].endswith("s")
    if before == "and":
        return not takes_object and not (s.low[i] in verbs() and s.low[i].endswith("s"))
    for k in range(i - 2, max(-1, i - 5), -1):
        if s.breaks(k + 1):
            break
        word = s.low[k]
        if word in DETERMINERS or word in NUMBERS or s.possessive[k]:
            if takes_object and s.low[i].endswith("s") and before in plain_nouns():
                return False
            tells = after == "that" and s.low[i].endswith("s") and not before.endswith("s")
            return (after in ("that", "which") and not tells) or (after not in DETERMINERS and after not in OBJECTS)
        if word in verbs() or word in SUBJECTS:
            break
    doing = i == 1 and before.endswith("ing")  # "Reviewing files."
    if s.raw[i - 1][:1].isupper() and not doing and (i > 1 or s.low[i].endswith("s")):
        return False
    if before.endswith("ly"):
        return False
    return not takes_object


@cache
def plain_plurals() -> frozenset[str]:
    """Plurals of single nouns: what stands before another noun is rarely one."""
    return frozenset(plural_of(w) for w in plain_nouns())
