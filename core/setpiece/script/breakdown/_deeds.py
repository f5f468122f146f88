"""Deeds that cost: stunts, effects made on the set, make-up, music; found by verb, doer and what is done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from ._handling import words_in
from ._hearsay import not_done
from ._lexicon import data
from ._people import people
from ._text import AUXILIARIES, DETERMINERS, NUMBERS, OBJECTS, PARTICLES, PREPOSITIONS, SUBJECTS, Sentence
from ._verbs import verbs

if TYPE_CHECKING:
    from ._reading import Line

_NEAR = 6
FIREARMS = (
    "gun", "pistol", "revolver", "rifle", "shotgun", "musket", "carbine", "beretta", "glock", "luger", "uzi", "cannon",
    "derringer", "winchester", "kalashnikov", "ak 47", "colt 45", "firearm", "sidearm", "weapon", "shooter",
)  # fmt: skip
_CARRIED = frozenset("and then as or but while when before".split())
_GLASS = frozenset("window windows glass bottle mirror vase windshield windscreen pane bulb screen lens jar".split())
_CROCKERY = frozenset("plate dish cup saucer teapot teacup bowl mug dinner plate side plate".split())
_CLOTHES = frozenset(
    "dress coat sleeve shirt skirt trousers hair jacket robe gown veil hem apron nightgown cape".split()
)
_ALONE = frozenset("falls falling dives tumbles topples drops".split())
_FREELY = frozenset("and or each like as again until while hard dirty hand tooth to".split())
_NO_DOER = frozenset("hand hands figure silhouette".split())
_SHOT_OF = frozenset("various establishing tracking crane aerial wide close dolly montage reverse medium angle".split())
_DENIED = frozenset("doesn't don't didn't can't cannot won't couldn't wouldn't never not".split())
_NO_FIRE = frozenset(
    "cheeks face skin lungs eyes throat heart ears loins muscles legs lantern lanterns lamp lamps lights light candle "
    "candles headlights windows cigarette cigar".split()
)
_TURNS = frozenset("spins spinning careers veers screeches".split())
_THUNDERS = frozenset("lightning lightening thunder wave waves surf sea music cymbals rain wind".split())
_THINGS = frozenset("something nothing anything everything thing building ceiling string".split())
_WHO_DOES = ("er", "or", "ist", "man", "men", "woman", "women")
_STRIKES = frozenset("punch blow slap kick stabbing".split())
_ONESELF = frozenset("himself herself themselves itself myself".split())
_BEING = frozenset("is are gets get getting being".split())
_BLOWS_AT = frozenset(
    "face jaw nose gut stomach groin ribs chin mouth kidney kidneys balls crotch belly chest teeth throat shin shins "
    "temple skull".split()
)
_NO_VERB = DETERMINERS | NUMBERS.keys()
_HELPS = frozenset("grabs eats starts begins takes helps digs chews".split())
_ABOARD = frozenset("into in aboard out from".split())
_HIGH_OR_FAST = frozenset("moving speeding train helicopter helicopters plane planes roof racing galloping".split())
_BURSTS = frozenset("paint egg eggs tomato tomatoes milk cream pie juice ketchup laughter applause crowd".split())
_SENSED = frozenset("smell stench scent sight thought news realization realisation memory truth heat cold".split())
_MOODS = frozenset("laughter applause song tears cheers whistle action motion rage movement".split())
_MOUNTS = frozenset("bike bicycle scooter moped motorbike motorcycle horse pony stool table sofa couch".split())
_FIREBALL = frozenset("fireball flames flame fire blaze".split())
_HELD_BACK = frozenset(
    "almost nearly imagine imagines pretends pretend decides decide plans hopes prepares wants threatens tries "
    "refuses rehearses mimes if".split()
)


@dataclass(frozen=True, slots=True)
class Deed:
    """Something a sentence has happen, at word ``at``."""

    name: str
    category: str
    at: int
    confidence: float


@dataclass(frozen=True, slots=True)
class _Row:
    name: str
    category: str
    who: str
    object: str
    noun: bool
    weapon: bool
    passive: bool
    needs: frozenset[str]
    also: frozenset[str]
    bars: frozenset[str]
    near: int


@cache
def _rows() -> dict[str, tuple[_Row, ...]]:
    out: dict[str, list[_Row]] = {}
    for raw in data("deeds.toml")["deed"]:
        row = _Row(
            raw["name"],
            raw["category"],
            raw.get("who", ""),
            raw.get("object", ""),
            bool(raw.get("noun", False)),
            bool(raw.get("weapon", False)),
            bool(raw.get("passive", False)),
            frozenset(raw.get("with", "").split()),
            frozenset(raw.get("and", "").split()),
            frozenset(raw.get("not", "").split()),
            int(raw.get("near", _NEAR)),
        )
        for form in raw["forms"].split():
            out.setdefault(form, []).append(row)
    return {form: tuple(rows) for form, rows in out.items()}


def deeds_in(line: Line, armed: bool, driven: bool) -> Iterator[Deed]:
    """Deeds of a sentence of action, each name once.

    Args:
        line: The sentence with its people and things.
        armed: Whether a firearm is in the scene.
        driven: Whether the scene plays in or with a vehicle, so that "it" and its driver skid.
    """
    s = line.sentence
    kinds: dict[int, str] | None = None
    met: set[tuple[str, str]] = set()
    for i, word in enumerate(s.low):
        for row in _rows().get(word, ()):
            if (row.name, row.category) in met or s.quoted[i]:
                continue
            if kinds is None:
                kinds = _kinds(line)
            if _happens(s, i, row, kinds, armed, driven):
                met.add((row.name, row.category))
                yield Deed(row.name, row.category, i, 0.8 if row.who or row.object else 0.7)


def _kinds(line: Line) -> dict[int, str]:
    """Word -> what it stands for: person, vehicle, animal, weapon, thing."""
    out: dict[int, str] = {}
    for t in line.things:
        kind = "vehicle" if t.category == "vehicles" else "animal" if t.category == "animals" else "thing"
        kind = "weapon" if t.weapon and t.name.endswith(FIREARMS) else "clothes" if t.category == "wardrobe" else kind
        kind = "crockery" if t.name in _CROCKERY else "glass" if t.name in _GLASS else kind
        out.update(dict.fromkeys(range(t.start, t.end), kind))
    for m in line.mentions:
        out.update(dict.fromkeys(range(m.start, m.end), "person"))
    roles = people().role_words
    for i, word in enumerate(line.sentence.low):
        if i in out:
            continue
        if (
            (word in SUBJECTS and word not in ("it", "which"))
            or (word in roles and word not in _NO_DOER)
            or word in people().crowd_alone
        ):
            out[i] = "person"
        elif word in _GLASS:
            out[i] = "glass"
        elif word in _CLOTHES:
            out[i] = "clothes"
    return out


def _happens(s: Sentence, i: int, row: _Row, kinds: dict[int, str], armed: bool, driven: bool) -> bool:
    if (row.weapon and not (armed or "weapon" in kinds.values())) or not _in_company(s, i, row):
        return False
    if row.category == "special_effects" and s.low[i - 1 : i] == ("been",):
        return False  # "It has been raining."
    if _only_said(s, i, row):
        return False
    if not_done(s, i) or _only_if(s, i) or _HELD_BACK & frozenset(s.low[s.clause_start(i) : i]):
        return False
    if row.noun:
        return True
    before = s.low[i - 1] if i and not s.breaks(i) else ""
    owned = i > 0 and s.possessive[i - 1] and before not in SUBJECTS  # "it's raining"
    if before in _NO_VERB or (before in PREPOSITIONS and s.low[i] != "fire") or owned or (i and s.gap[i] == "-"):
        return False
    if _another_sense(s, i, row, kinds, before) or (row.passive and not _suffered(s, i)):
        return False
    sensed = not _SENSED.isdisjoint(s.low[s.clause_start(i) : i])
    if row.object == "person" and (sensed or (not row.who and i and _doer(s, i, kinds) in ("it", "vehicle"))):
        return False  # "It hits him: she is gone.", "The smell hits him", and a bus that hits him is no blow
    return _done_to(s, i, row, kinds) and (not row.who or _done_by(row, _doer(s, i, kinds), driven))


def _only_said(s: Sentence, i: int, row: _Row) -> bool:
    """``doesn't chase them``, ``lanterns ablaze``, ``his cheeks are on fire``."""
    lead = s.low[s.clause_start(i) : i]
    return bool(_DENIED & frozenset(lead[-4:])) or (row.name == "fire" and bool(_NO_FIRE & frozenset(lead)))


def _subject_kind(i: int, kinds: dict[int, str]) -> str:
    """What the sentence begins with, if it is something known: "Pie hits the table and hits him"."""
    return next((kinds[k] for k in range(i) if k in kinds and kinds[k] != "clothes"), "")


def _another_sense(s: Sentence, i: int, row: _Row, kinds: dict[int, str], before: str) -> bool:
    """Whether the verb at word ``i`` says something else here, by its subject or by what follows."""
    if before in _THUNDERS and row.name in ("crash", "breakaway glass", "fall", "blow"):
        return True  # "Lightning crashes by the window."
    if row.name == "blow" and _subject_kind(i, kinds) == "thing":
        return True  # a pie that hits somebody
    if row.name == "skid" and s.low[i] in _TURNS and _doer(s, i, kinds) != "vehicle":
        return True  # "She spins."
    after = s.low[i + 1] if i + 1 < len(s.low) else ""
    if row.name == "blow" and (after in ("on", "up") or {"waist", "knees"} & frozenset(s.low[i : i + 8])):
        return True  # "hits on her", "hits him up" is said of no blow
    if row.name == "fall" and s.low[i] == "goes" and after == "down":
        return s.low[i + 2 : i + 3] not in ((), ("hard",), ("in",), ("heavily",))  # "goes down, one step at a time"
    if row.name == "dive" and after == "in" and s.low[i + 2 : i + 3] != () and s.low[i + 2] in _HELPS:
        return True  # "She dives in, grabs a few."
    aboard = row.name == "jump" and after in _ABOARD and not _HIGH_OR_FAST & frozenset(s.low)
    if aboard and any(kinds.get(k) == "vehicle" for k in range(i + 2, min(len(s.low), i + 6))):
        return True  # "jumps into a minivan"
    if row.name == "crash" and (after in _NO_VERB or after in OBJECTS or kinds.get(i + 1) == "person"):
        return True  # "smashes it into a face"
    if (
        row.name == "explosion"
        and not row.noun
        and s.low[i].startswith("explod")
        and (_doer(s, i, kinds) in ("animal", "person"))
    ):
        return True  # "Pigeons explode upward."
    if row.name == "gunshot" and not row.noun and _doer(s, i, kinds) == "vehicle":
        return True  # a car that shoots off
    if after in _ONESELF and row.name in _STRIKES:
        return True  # "slaps himself awake"
    if row.name == "throw":
        return _given(s, i)
    return _costs_nothing(s, i, row, after)


def _costs_nothing(s: Sentence, i: int, row: _Row, after: str) -> bool:
    """``Yellow paint explodes on his goggles``, ``jumps off his bike``."""
    if row.name == "explosion":
        merry = after == "into" and _MOODS & frozenset(s.low[i + 2 : i + 5])
        return not row.noun and bool(merry or _BURSTS & frozenset(s.low[max(0, i - 3) : i]))
    dismounts = row.name == "jump" and after == "off" and bool(_MOUNTS & frozenset(s.low[i + 2 : i + 5]))
    return dismounts and not _HIGH_OR_FAST & frozenset(s.low)


def _given(s: Sentence, i: int) -> bool:
    """Whether what is thrown follows whom it is thrown to."""
    receiver = s.low[i + 1 : i + 2]
    return (
        len(s.low) > i + 2
        and receiver != ()
        and not s.breaks(i + 2)
        and s.low[i + 2] in _NO_VERB
        and (receiver[0] in ("him", "her", "them", "me", "us") or s.raw[i + 1][:1].isupper())
    )


def _suffered(s: Sentence, i: int) -> bool:
    """``is punched``, ``gets badly beaten``: what happens now, not "has been"."""
    k = i - 1
    while k > 0 and s.low[k].endswith("ly") and not s.breaks(k):
        k -= 1
    return k >= 0 and s.low[k] in _BEING


def _only_if(s: Sentence, i: int) -> bool:
    """``She'd tackle him if she could``: wished, not done."""
    return (i > 0 and s.low[i - 1].endswith("'d")) or s.low[max(0, i - 2) : i] in (("might", "as"), ("as", "if"))


def _in_company(s: Sentence, i: int, row: _Row) -> bool:
    """Whether the words that follow are such as the deed needs, and none that bars it."""
    after = frozenset(s.low[i + 1 : i + 1 + row.near])
    thrown = s.low[i - 1 : i] == ("it",) and not row.object and s.low[i].startswith("explode")
    if row.name == "explosion" and thrown and not _FIREBALL & after:
        return False  # the plate, thrown
    if row.name == "gunshot" and i and s.low[i - 1] in _SHOT_OF:
        return False  # "VARIOUS SHOTS"
    if row.name == "gunshot" and row.noun and "distant" not in s.low and len(s.low) <= 3:  # "A shot."
        whole = "glass" not in s.low and not any(s.breaks(k) for k in range(1, len(s.low)))
        return whole and s.low[i].startswith(("shot", "gunshot", "blam"))
    if row.bars & frozenset(s.low[i + 1 : i + 5]):
        return False
    if (
        row.name == "wind" and i == 0 and len(s.low) != 2 and (len(s.low) == 1 or s.breaks(1))
    ):  # "Wind, feathers everywhere."
        return True
    ends = i + 1 == len(s.low) or s.breaks(i + 1)
    alone = (
        ends
        and row.category == "stunts"
        and (s.low[i] in _ALONE or (s.low[i] in ("jump", "jumps") and len(s.low) <= 3))
    )
    return alone or ((not row.needs or bool(row.needs & after)) and (not row.also or bool(row.also & after)))


def _done_to(s: Sentence, i: int, row: _Row, kinds: dict[int, str]) -> bool:
    bare = i > 0 and not s.breaks(i) and s.raw[i - 1].islower() and row.name != "fall"
    ideas = words_in("stop", "abstract") - people().role_words
    if bare and (row.object or row.name == "explosion") and s.low[i - 1] in ideas:
        return False  # "The idea hits him."
    if row.object == "if any":
        after = s.low[i + 1] if i + 1 < len(s.low) and not s.breaks(i + 1) else ""
        if after == "with":
            near = range(i + 2, min(len(s.low), i + 6))
            return s.low[i + 2 : i + 3] == ("each",) or any(kinds.get(k) in ("person", "animal") for k in near)
        loose = not after or after in PREPOSITIONS or after in PARTICLES or after in _FREELY or after.endswith("ly")
        follows = not loose or after in DETERMINERS
        return not follows or _somebody(s, i, kinds, True)
    return not row.object or _somebody(s, i, kinds, row.object == "person", row.name in _STRIKES)


def _done_by(row: _Row, doer: str, driven: bool) -> bool:
    if row.who == "weather":
        return doer in ("it", "")
    if row.who == "vehicle":
        return doer == "vehicle" or (driven and (doer == "it" or (row.name == "skid" and doer in ("person", ""))))
    if row.who == "person":
        return doer in ("person", "")
    if row.who == "body":
        return doer == "person"
    return doer == row.who


def _somebody(s: Sentence, i: int, kinds: dict[int, str], animals: bool, blow: bool = False) -> bool:
    """Whether a person follows word ``i`` as its object: "hits him", "hits the guard", but not "hits her head"."""
    j = i + 1
    while (
        j < len(s.low) and s.low[j] in ("at", "on", "after", "down", "over", "out", "back", "into") and not s.breaks(j)
    ):
        j += 1
    if j >= len(s.low) or s.breaks(j):
        return False
    word = s.low[j]
    if blow and _of_another(s, i, j):
        return True
    if word == "her":
        tail = s.low[j + 1] if j + 1 < len(s.low) and not s.breaks(j + 1) else ""
        return tail == "" or tail in PREPOSITIONS or tail in PARTICLES or tail in _CARRIED or tail in _NO_VERB
    if word in ("him", "them", "me", "us", "himself", "herself", "themselves", "each", "everyone", "everybody"):
        return True
    while j < min(len(s.low), i + 6) and not s.breaks(j) and s.low[j] not in PREPOSITIONS | {"to"}:
        if j > i + 2 and s.low[j] in DETERMINERS:
            break  # "smacks the phone a couple of times"
        if kinds.get(j) == "person" or (animals and kinds.get(j) == "animal"):
            owner = s.possessive[j]
            return not owner
        j += 1
    return False


def _of_another(s: Sentence, i: int, j: int) -> bool:
    """``slaps his face``, ``kicks the man's shin``: a part of somebody else, by what the subject is."""
    head = j
    while head + 1 < len(s.low) and not s.breaks(head + 1) and head - j < 3 and s.low[head] not in _BLOWS_AT:
        head += 1
    if s.low[head] not in _BLOWS_AT or head == j:
        return False
    if s.low[j] in ("his", "her"):
        subject = next((s.low[k] for k in range(i - 1, -1, -1) if s.low[k] in ("he", "she")), "")
        return subject != {"his": "he", "her": "she"}[s.low[j]]
    return s.possessive[head - 1]


def _noun_end(s: Sentence, k: int, kinds: dict[int, str]) -> bool:
    """Whether word ``k`` is a plural that nobody is: "stinging bugs flying at him"."""
    return k not in kinds and s.low[k] not in verbs() and not s.breaks(k + 1)


def _doer(s: Sentence, i: int, kinds: dict[int, str]) -> str:
    """What does the verb at word ``i``; empty where the sentence leaves it out."""
    k = i - 1
    while k >= 0 and (
        s.low[k].endswith("ly") or s.low[k] in AUXILIARIES or s.low[k] in ("then", "all", "both", "just")
    ):
        k -= 1
    if k < 0:
        return ""
    if s.low[k] in _THINGS or (
        not s.low[i].endswith(("s", "ed")) and s.low[k].endswith("s") and _noun_end(s, k, kinds)
    ):
        return "thing"
    particle = s.low[k] in PARTICLES and not (k and s.low[k - 1] in DETERMINERS)
    noun = k > 0 and s.low[k - 1] in DETERMINERS  # "the bottoms collapsing"
    if noun and not s.breaks(k + 1) and k not in kinds and s.low[k] not in PARTICLES:
        return "person" if s.raw[k].isupper() or s.low[k].endswith(_WHO_DOES) else "thing"
    joined = s.breaks(k + 1) or s.low[k] in _CARRIED or particle or s.low[k].endswith(("ing", "ed", "s"))
    if k in kinds and not s.breaks(k + 1):
        return kinds[k]
    if s.low[k] == "it" and not s.breaks(k + 1):
        return "it"
    if (
        joined
        and s.low[0] in DETERMINERS
        and "thing" in (kinds.get(1), kinds.get(2))
        and "person" not in kinds.values()
    ):
        return "thing"  # "The teddy bear takes off and flies through the air."
    if joined:
        left = [kinds[j] for j in range(k, -1, -1) if kinds.get(j) in ("person", "vehicle", "animal")]
        if not left and s.low[0] == "it" and s.low[i] in ("keels", "topples", "tumbles", "rolls", "falls"):
            return "it"  # "It noses along the wall, keels over."
        return "person" if "person" in left else left[0] if left else ""
    return "thing"
