"""Things the action lines ask for: lexicon matches that survive negation, simile, hearsay and names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ._lexicon import BLOCKED, Entry, Match, matches, plain_nouns, stem
from ._people import people
from ._text import (
    AUXILIARIES,
    DETERMINERS,
    NUMBERS,
    OBJECTS,
    PARTICLES,
    PREPOSITIONS,
    SUBJECTS,
    Sentence,
    number_before,
)
from ._verbs import verb_sets, verbs

_PLACE_HEADS = frozenset(
    "shop store station street road avenue boulevard lane drive alley house club park lot school company department "
    "factory market office building room hall depot yard district county city town creek river lake hill valley hotel "
    "motel inn tavern saloon bar cafe restaurant museum theater theatre church college academy island bay beach field "
    "farm ranch show race fair festival contest competition industry business dealer dealership maker salesman "
    "lovers lover owner owners driver drivers player players collector trainer rider riders walker sitter breeder "
    "ride rides fight fights party parties camp trip museum exhibit auction sale court team league law rights".split()
)
_PARTS = frozenset(
    "food collar bowl leash cage saddle hair fur skin meat tracks track trail suit costume mask poster manure dung "
    "shit poop feces feathers bones bone hide noises noise sounds sound bite bites droppings egg milk brush shampoo "
    "tag blanket treat treats medicine fight call calls cry chariot shaped".split()
)
_TOYS = frozenset(
    "toy model stuffed plastic rubber wooden ceramic inflatable miniature fake prop plush porcelain".split()
)
_DEPICTED = frozenset(
    "photo photograph photos photographs picture pictures painting paintings portrait poster drawing drawings sketch "
    "image images statue statues sculpture logo cartoon map model tattoo carving silhouette story stories tale tales "
    "talk talks thought thoughts memory memories dream dreams idea size shape color colour smell scent taste hint "
    "kind sort symbol shadow shadows footage movie film documentary show".split()
)
_MENTAL = frozenset(
    "imagine imagines imagining remember remembers remembering dreams pretends wishes wants wanted needs wonders "
    "mentions discusses describes recalls expects forgets create creates build builds".split()
)
_ABSENT = frozenset("no without neither nor nobody nowhere lacks lacking never missing minus".split())
_NOT = frozenset("not isn't aren't wasn't weren't ain't".split())
_LACK = frozenset("have has own find carry wear need possess contain hold".split())
_DENY = frozenset("doesn't don't didn't can't cannot couldn't won't hasn't haven't not never".split())
_LIKENESS = frozenset("like resembling resembles resemble reminiscent unlike".split())
_PLAYED = frozenset(
    "violin piano trumpet guitar saxophone flute drum drums radio cello organ bell bells fiddle horn".split()
)
_ONWARD = frozenset("back down ahead through towards toward off away past along up out".split())
_FIGURES = frozenset("flood storm fire explosion fog blizzard avalanche earthquake flame spark waterfall mist".split())
_VESSELS = frozenset(
    "bottle bottles glass glasses cup cups mug mugs can cans jug pitcher bowl bowls pot pots flask tray trays "
    "carton crate case".split()
)
_NOISES = frozenset(
    "roar rumble screech howl bark barking whistle wail creak hum chime beep blare honk screeching howling "
    "growl buzz cry squeal".split()
)
_CARRIERS = frozenset("animals vehicles props set_dressing greenery sound".split())


@dataclass(frozen=True, slots=True)
class Thing:
    """A noun that stands in the scene, or is heard in it."""

    name: str
    category: str
    start: int
    end: int
    count: int
    weapon: bool
    confidence: float


def things_in(
    s: Sentence, names: frozenset[int], scene_words: frozenset[str], window: frozenset[str]
) -> Iterator[Thing]:
    """Things that a sentence of action puts into the scene.

    Args:
        s: The sentence.
        names: Words of it that are part of a character's name.
        scene_words: Upper-case words of the slugline.
        window: Stems of the words of the whole paragraph, for company an ambiguous word keeps.
    """
    for m in matches(s.low):
        entry = _meaning(s, m, scene_words, window)
        if entry is None or entry.category == BLOCKED or _refused(s, m, entry, names):
            continue
        yield _thing(s, m, entry)


def _meaning(s: Sentence, m: Match, scene_words: frozenset[str], window: frozenset[str]) -> Entry | None:
    for entry in m.entries:
        if entry.verby and not noun_here(s, m.start, m.end):
            continue
        if entry.sense is None or _fits(s, m, entry, scene_words, window):
            return entry
    return None


def _fits(s: Sentence, m: Match, entry: Entry, scene_words: frozenset[str], window: frozenset[str]) -> bool:
    sense = entry.sense
    if sense is None:
        return True
    before = s.low[m.start - 1] if m.start and not s.breaks(m.start) else ""
    after = s.low[m.end] if m.end < len(s.low) and not s.breaks(m.end) else ""
    if before in sense.not_before or after in sense.not_after:
        return False
    if before and m.start > 1 and f"{s.low[m.start - 2]} {before}" in sense.not_before:
        return False
    own = frozenset(s.low[m.start : m.end])
    if sense.not_near & (frozenset(stem(w) for w in s.low) - own):
        return False
    if sense.before and before not in sense.before:
        return False
    if sense.scene:
        return bool(sense.scene & scene_words)
    return not sense.near or bool(sense.near & (window - own))


def noun_here(s: Sentence, i: int, j: int) -> bool:  # noqa: C901, PLR0912 -- one decision list, in order
    """Whether words ``i`` to ``j``, which could be a verb, stand where a noun stands."""
    after = s.low[j] if j < len(s.low) and not s.breaks(j) else ""
    takes_object = after in DETERMINERS or after in OBJECTS or after in PARTICLES
    if s.breaks(i):
        if s.low[i].endswith("s") and not s.raw[i].isupper():  # "Fires twice." has its subject in the line before
            idle = not after or after.endswith("ly") or after in ("twice", "again", "once", "then")
            return not takes_object and not (idle and i == 0)
        return not takes_object or after in ("on", "in", "over", "at", "up")
    before = s.low[i - 1]
    if s.possessive[i - 1] or before in NUMBERS or before.isdigit():
        return True
    if before in ("that", "her", "this") and (after in DETERMINERS or after in OBJECTS):
        return False
    if before in DETERMINERS or before in PREPOSITIONS:
        return True
    if s.low[i].endswith("s") and (after in _ONWARD or (takes_object and before in plain_nouns())):
        return False  # "The car barrels down the street."
    if before in SUBJECTS or before in AUXILIARIES or before in OBJECTS:
        return False
    if before in people().role_words or (before in people().young and before == "other"):
        return not takes_object and s.low[i] not in verbs() and not s.low[i].endswith("s")
    if before == "and":
        return not takes_object
    for k in range(i - 2, max(-1, i - 5), -1):
        if s.breaks(k + 1):
            break
        word = s.low[k]
        if word in DETERMINERS or word in NUMBERS or s.possessive[k]:
            if takes_object and s.low[i].endswith("s") and before in plain_nouns():
                return False
            return after not in DETERMINERS and after not in OBJECTS
        if word in verbs() or word in SUBJECTS:
            break
    if s.raw[i - 1][:1].isupper() and i > 1:
        return False
    if before.endswith("ly"):
        return False
    return not takes_object


def _refused(s: Sentence, m: Match, entry: Entry, names: frozenset[int]) -> bool:
    if any(k in names for k in range(m.start, m.end)) or s.quoted[m.start]:
        return True
    return (
        _part_of_a_name(s, m, entry)
        or _modifies(s, m, entry)
        or absent(s, m.start)
        or _likened(s, m.start)
        or _depicted(s, m.start)
        or _contents(s, m, entry)
    )


def _part_of_a_name(s: Sentence, m: Match, entry: Entry) -> bool:
    """``Dog Street``, ``White Horse Tavern``: a capital inside a sentence that is no shouting."""
    if entry.brand:
        return False
    word = s.raw[m.start]
    if m.start == 0 or word.isupper() or not word[:1].isupper():
        following = s.raw[m.end] if m.end < len(s.raw) and not s.breaks(m.end) else ""
        return (
            m.start == 0
            and word[:1].isupper()
            and not word.isupper()
            and following[:1].isupper()
            and (not following.isupper() and len(following) > 1)
        )
    return True


def _modifies(s: Sentence, m: Match, entry: Entry) -> bool:
    """``gun shop``, ``dog food``: the noun only says what kind another thing is."""
    if m.end >= len(s.low) or s.gap[m.end] not in (" ", "-"):
        return False
    after = s.low[m.end]
    if s.gap[m.end] == "-" and after in ("like", "shaped", "sized", "faced", "haired", "eyed", "themed"):
        return True
    if s.gap[m.end] == "-":
        return after not in plain_nouns()
    if entry.category == "sfx" and after == "of" and entry.name in _FIGURES:
        return True
    if s.possessive[m.end - 1]:
        return False
    if entry.category == "greenery" and after in plain_nouns():
        return True
    if after in _PLACE_HEADS and after not in verbs():
        return True
    if entry.name in _TOYS and after not in PREPOSITIONS and after not in verbs() and after not in ("and", "or"):
        return True
    return entry.category == "animals" and after in _PARTS


def _contents(s: Sentence, m: Match, entry: Entry) -> bool:
    """``a bottle of milk``: what fills a vessel goes with the vessel."""
    return entry.mass and m.start > 1 and s.low[m.start - 1] == "of" and s.low[m.start - 2] in _VESSELS


def absent(s: Sentence, i: int) -> bool:
    """Whether the clause denies what stands at word ``i``: "no gun", "doesn't have a gun"."""
    start = s.clause_start(i)
    for k in range(i - 1, max(start - 1, i - 7), -1):
        word = s.low[k]
        if word in _ABSENT:
            return i - k <= (6 if word in ("neither", "nor", "nobody") else 4) and not (
                word == "no" and k + 1 < i and s.low[k + 1] in ("longer", "sooner")
            )
        if word in _NOT and i - k <= 3:
            return True
        if word in ("could", "would") and k > start and s.low[k - 1] == "you":
            return True
        if s.possessive[k] and word in ("night", "yesterday", "week") and i - k <= 2:
            return True
        if word in _LACK and k > start and s.low[k - 1] in _DENY:
            return True
        if word in ("instead", "rather") and k + 1 < i and s.low[k + 1] in ("of", "than"):
            return True
    end = s.clause_end(i)
    tail = s.low[i + 1 : min(end, i + 4)]
    return bool(tail) and (
        tail[:2] in (("is", "gone"), ("are", "gone"), ("is", "missing"), ("are", "missing"))
        or tail[:1] == ("missing",)
        or "nowhere" in tail
    )


def _likened(s: Sentence, i: int) -> bool:
    """Similes: "like a horse", "as big as a house", "dressed as a bear"."""
    start = s.clause_start(i)
    for k in range(i - 1, max(start - 1, i - 7), -1):
        word = s.low[k]
        if word in _LIKENESS:
            subject = s.low[k - 1] if k > start else ""
            liking = subject in SUBJECTS and word == "like" and not s.possessive[k - 1]
            return not liking and subject not in ("would", "to", "don't")
        if word == "as":
            two_back = s.low[k - 2] if k - 2 >= start else ""
            one_back = s.low[k - 1] if k - 1 >= start else ""
            if two_back == "as" or one_back in ("dressed", "disguised", "such") or one_back.endswith("ed"):
                return i - k <= 4 and (two_back == "as" or one_back in ("dressed", "disguised"))
            return k + 1 < i and s.low[k + 1] in ("if", "though")
        if word == "than" and k > start:
            return i - k <= 3
    return False


def _depicted(s: Sentence, i: int) -> bool:
    """ "A photo of a horse", "talks about guns", "dreams of a boat"."""
    start = s.clause_start(i)
    for k in range(i - 1, max(start - 1, i - 8), -1):
        word = s.low[k]
        if word == "of" and k > start and s.low[k - 1] in _DEPICTED:
            return True
        if word == "about" and k > start and (s.low[k - 1] in verbs() or s.low[k - 1].endswith(("s", "ing", "y"))):
            return True
        if word in _MENTAL:
            return True
        if (word in PREPOSITIONS and word not in ("of", "with")) or word in verbs():
            return False
    return False


def _thing(s: Sentence, m: Match, entry: Entry) -> Thing:
    name, category, weapon = entry.name, entry.category, entry.weapon
    before = s.low[m.start - 1] if m.start and not s.breaks(m.start) else ""
    if (before in _TOYS and category in ("animals", "vehicles")) or (weapon and before in ("toy", "plastic", "fake")):
        name, category, weapon = f"{before} {name}", "props", False
    count = number_before(s, m.start)
    if count is None:
        count = 2 if m.plural and not entry.mass else 1
    if category == "sound" or (count > 1 and not m.plural and not entry.mass):
        count = 1
    caps = s.raw[m.start].isupper() and len(s.raw[m.start]) > 1
    confidence = 0.95 if caps else 0.9
    if entry.sense is not None:
        confidence -= 0.2
    elif entry.verby:
        confidence -= 0.1
    if category in _CARRIERS and category != "sound":
        sound = heard_only(s, m.start, m.end)
        if sound is not None:
            return Thing(f"{name} {sound}".strip(), "sound", m.start, m.end, 1, False, round(confidence - 0.1, 2))
    return Thing(name, category, m.start, m.end, count, weapon, round(confidence, 2))


def heard_only(s: Sentence, i: int, j: int) -> str | None:
    """What is heard of the thing at words ``i`` to ``j`` when it is not seen; None when it is seen."""
    sets = verb_sets()
    start, end = s.clause_start(i), s.clause_end(i)
    clause = s.low[start:end]
    noise = next((w for w in s.low[j : min(len(s.low), j + 4)] if w in sets["sound"]), "")
    if i > start and s.low[i - 1] == "distant" and s.low[i] in _PLAYED:
        return noise or "(heard)"
    for k in range(i - 1, max(start - 1, i - 7), -1):
        word = s.low[k]
        if word in sets["heard"] and "see" not in clause and "sees" not in clause:
            return noise or "(heard)"
        if word == "of" and k > start and s.low[k - 1] in _NOISES and i - k <= 3:
            return s.low[k - 1]
    if not noise and not any(w in sets["sound"] for w in s.low):
        return None
    away = sets["away"]
    if any(w in away for w in s.low) or "o.s." in s.text.lower() or "off screen" in s.text.lower():
        return noise or "(heard)"
    if j < len(s.low) and s.low[j] in sets["sound"] and s.gap[j] in (" ", "'s "):
        nxt = s.low[j + 1] if j + 1 < len(s.low) else ""
        if nxt in ("outside", "nearby", "beyond", "below", "elsewhere", "somewhere"):
            return noise
    return None


def in_words_only(s: Sentence, i: int) -> bool:
    """Whether the noun at word ``i`` is denied, compared with, pictured or only heard."""
    return absent(s, i) or _likened(s, i) or _depicted(s, i) or heard_only(s, i, i + 1) is not None
