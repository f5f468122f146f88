"""Nouns that only say what kind another thing is or what fills it: "gun shop", "a bottle of milk"."""

from __future__ import annotations

from functools import cache

from ._handling import words_in
from ._lexicon import Entry, Match, lexicon, plain_nouns, plural_of, words_of
from ._nounhood import plain_plurals
from ._people import people
from ._text import DETERMINERS, NUMBERS, PREPOSITIONS, Sentence
from ._verbs import verbs

_PRINTED_ON = words_of("compounds", "printed_on")
_FIRE_KIT = words_of("compounds", "fire_kit")
_HOLDERS = words_of("compounds", "holders")
_PLACE_HEADS = words_of("compounds", "place_heads")
_PARTS = words_of("compounds", "parts")
_FIGURES = words_of("compounds", "figures")
_ENGINE = words_of("compounds", "engine")
_CARS = words_of("compounds", "cars")
_COLOURS = words_of("compounds", "colours")
_THERE = frozenset("there open empty ready alone upright nearby next beside".split())
_TRADES = frozenset("expert experts dealer dealers teacher teachers seller sellers thief thieves maker makers".split())
_GROWTH = words_of("compounds", "growth")
_OWNED = words_of("compounds", "owned")
_GIVES = words_of("compounds", "gives")
_FIGURE_OF = words_of("compounds", "figure_of")
FABRICS = frozenset(
    "vinyl leather denim velvet corduroy tweed silk satin linen flannel wool lycra spandex latex rubber lace "
    "dollar".split()
)
"""What garments are made of."""
TOYS = words_of("compounds", "toys")
"""What toys and models are made of."""


@cache
def vessel_words() -> frozenset[str]:
    words = words_in("vessels", "words")
    return words | frozenset(plural_of(w) for w in words)


@cache
def _made_nouns() -> frozenset[str]:
    """Single words for things that could also be verbs: in the base form behind a noun they are its head."""
    rows = {word: rows for word, rows in lexicon().items() if not word.endswith("s")}
    return frozenset(
        word for word, found in rows.items() for rest, entries, plural in found
        if not rest and not plural and all(e.verby and e.category in ("props", "wardrobe") for e in entries)
    )  # fmt: skip


def figure(s: Sentence, m: Match) -> bool:
    """``an accordion of light``: a shape, no thing."""
    return (
        m.end + 1 < len(s.low) and s.low[m.end] == "of" and bool(_FIGURE_OF & frozenset(s.low[m.end + 1 : m.end + 3]))
    )


def hue(s: Sentence, m: Match, entry: Entry) -> bool:
    """``bleeds orange``: a fruit that nothing counts or owns is a colour."""
    if entry.name not in _COLOURS or m.plural or m.start == 0 or s.breaks(m.start):
        return False
    after = s.low[m.end] if m.end < len(s.low) else ""
    if after and s.gap[m.end].strip() in ('"', "“") and after not in PREPOSITIONS:
        return True
    phrase = range(m.start - 1, max(-1, m.start - 4), -1)
    return not any(s.low[k] in DETERMINERS or s.low[k] in NUMBERS or s.possessive[k] for k in phrase)


def part_of_a_name(s: Sentence, m: Match, entry: Entry) -> bool:
    """``Dog Street``, ``White Horse Tavern``: a capital inside a sentence that is no shouting."""
    if entry.brand:
        return _surname(s, m)
    word = s.raw[m.start]
    if m.end - m.start > 1 and s.raw[m.end - 1].islower():
        return False
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


def _surname(s: Sentence, m: Match) -> bool:
    """``Bob Ford``: a make behind a first name."""
    if m.start == 0 or s.breaks(m.start) or not s.raw[m.start][:1].isupper() or s.raw[m.start].isupper():
        return False
    before = s.low[m.start - 1]
    return (
        s.raw[m.start - 1][:1].isupper()
        and not s.possessive[m.start - 1]
        and before not in DETERMINERS
        and (before in people().male_names or before in people().female_names)
    )


def printed_on(s: Sentence, m: Match) -> bool:
    """``a tie with little anchors on it``: a pattern of what is worn or used."""
    told = bool(_PRINTED_ON & frozenset(s.low[: m.start])) or s.low[:2] in (("it", "has"), ("they", "have"))
    return told and s.low[m.end : m.end + 2] in (("on", "it"), ("on", "them"))


def modifies(s: Sentence, m: Match, entry: Entry) -> bool:
    """``gun shop``, ``dog food``: the noun only says what kind another thing is."""
    if m.end >= len(s.low) or s.gap[m.end] not in (" ", "-"):
        return False
    after = s.low[m.end]
    if s.gap[m.end] == "-" and after in ("like", "shaped", "sized", "faced", "haired", "eyed", "themed"):
        return True
    if s.gap[m.end] == "-" and after in ("drawn", "clad"):
        return False
    if entry.category == "props" and _made_of(s, m, entry, after):
        return True
    if s.gap[m.end] == "-":
        return after not in plain_nouns() or after.endswith("er")
    if entry.category == "special_effects" and after == "of" and {entry.name, s.low[m.start]} & _FIGURES:
        return True
    if s.possessive[m.end - 1]:
        return entry.category in ("animals", "vehicles") and after in _OWNED
    if _by_kind(s, m, entry, after) or (entry.category == "props" and not m.plural and _holder_follows(s, m.end)):
        return True
    if entry.category == "greenery" and after in plain_nouns():
        return True
    if (after in _PLACE_HEADS and after not in verbs()) or (after in _TRADES and not m.plural):
        return True  # "the gun expert"
    if entry.name in TOYS and after not in PREPOSITIONS and after not in verbs() and after not in ("and", "or"):
        return True
    return (entry.category == "animals" and after in _PARTS) or _kind_of_next(s, m) or _ticket(s, m, entry)


def _made_of(s: Sentence, m: Match, entry: Entry, after: str) -> bool:
    """``three hundred dollar shoes``, ``vinyl pants``."""
    if m.plural:
        return False
    if entry.name == "dollar" and after not in PREPOSITIONS and after not in verbs():
        return after not in ("and", "or", "bill", "bills", "coin", "coins")
    return s.low[m.end - 1] in FABRICS and bool(lexicon().get(after, ()))


def _by_kind(s: Sentence, m: Match, entry: Entry, after: str) -> bool:
    """``tank engines``, ``fire door``, ``apple blossom``, ``orange suit``."""
    if entry.name == "tank" and after == "of":
        return True
    if entry.category == "vehicles":
        return after in _ENGINE and not (m.plural and after in verbs())
    if entry.category == "special_effects":
        return (after in words_in("stop", "place") or (entry.name == "fire" and after in _FIRE_KIT)) and not s.low[
            m.end - 1
        ].endswith("s")
    if entry.category in ("props", "greenery") and after in _GROWTH:
        return True
    if entry.category == "props" and after in _CARS:
        return True  # "ice-cream van"
    coloured = s.quoted[m.end] or any(not rest for rest, _, _ in lexicon().get(after, ()))
    return entry.name in _COLOURS and coloured


def _holder_follows(s: Sentence, i: int) -> bool:
    """``hat stand``, ``wine rack``; in "a radio stands on the shelf" the word is a verb."""
    stands = s.low[i] in ("stands", "counters") and i + 1 < len(s.low) and s.low[i + 1] in PREPOSITIONS | _THERE
    return s.low[i] in _HOLDERS and not stands


def _ticket(s: Sentence, m: Match, entry: Entry) -> bool:
    """``train ticket``, ``camel coat``: a creature or a vehicle that only says what the next thing is."""
    if entry.category not in ("animals", "vehicles") or m.plural or s.gap[m.end] != " ":
        return False
    word = s.low[m.end]
    if word in _OWNED or word in verbs() or (word.endswith("s") and not word.endswith("ss")):
        return False
    kinds = [e for rest, entries, _ in lexicon().get(word, ()) if not rest for e in entries]
    return bool(kinds) and all(e.category in ("props", "wardrobe") and e.sense is None for e in kinds)


def _kind_of_next(s: Sentence, m: Match) -> bool:
    """``tuna sandwich``, ``canvas bag``: the next word is the thing; but "hands the boy milk" gives two."""
    noises = [e for rest, entries, _ in lexicon().get(s.low[m.end], ()) if not rest for e in entries]
    if any(e.category == "sound" for e in noises):
        return False  # "The radio crackles."
    made = s.low[m.end] in _made_nouns() and s.low[m.end] not in verbs() and s.low[m.end] not in vessel_words()
    following = s.low[m.end] in plain_nouns() or made
    if not following or m.plural or s.low[m.end - 1] in plain_plurals():
        return False
    for k in range(m.start - 1, max(-1, m.start - 5), -1):
        if s.breaks(k + 1):
            break
        if s.low[k] in _GIVES:
            return False
    return True


def contained(s: Sentence, m: Match, entry: Entry) -> bool:
    """``a bottle of milk``: what fills a vessel goes with the vessel."""
    if m.start < 2 or s.low[m.start - 1] != "of":
        return entry.mass and m.start > 2 and s.low[m.start - 2] == "of" and s.low[m.start - 3] in vessel_words()
    return s.low[m.start - 2] in vessel_words() and not _plain_vessel(s, m)


def _plain_vessel(s: Sentence, m: Match) -> bool:
    """Whether the lexicon does not know the vessel: "a packet of mints" then is named by its mints."""
    return m.start > 1 and s.low[m.start - 1] == "of" and s.low[m.start - 2] in ("packet", "sachet", "punnet", "slab")
