"""Words that are there although the thing is not: denied, compared with, pictured, or only heard."""

from __future__ import annotations

import re

from ._elsewhere import elsewhere
from ._lexicon import plain_nouns, words_of
from ._people import people
from ._text import PREPOSITIONS, SUBJECTS, Sentence
from ._verbs import verb_sets, verbs

_DEPICTED = words_of("hearsay", "depicted")
_OF_THE_MIND = words_of("hearsay", "of_the_mind")
_MENTAL = words_of("hearsay", "mental")
_ABSENT = words_of("hearsay", "absent")
_SCREENS = words_of("hearsay", "screens")
_PICTURES = words_of("hearsay", "pictures")
_SHOWN_BY = _SCREENS | frozenset("photos photographs pictures polaroid snapshot painting drawing page".split())
_FOLDS = frozenset("folds folding shapes shaping bends bending twists twisting moulds molds kneads rolls".split())
_SHOWS = words_of("hearsay", "shows")
_PRINTED = words_of("hearsay", "printed")
_HUNG = words_of("hearsay", "hung")
_CAST_IN = words_of("hearsay", "cast_in")
_REFLECTED = frozenset("reflection face smile grin profile silhouette himself herself".split())
_MADE_BY_HAND = words_of("hearsay", "made_by_hand")
_PROGRAMMES = words_of("hearsay", "programmes")
_PICTURING = words_of("hearsay", "picturing")
_ON_CLOTH = re.compile(r"\bwith (?:an? )?[\w-]+ on (?:it|them|the (?:front|back|side|lid|label|cover)|its)\b")
_VOICES = words_of("hearsay", "voices")
_BODILY = words_of("hearsay", "bodily")
_FARES = frozenset("misses missed catches catch missing takes took taking".split())
_SCHEDULED = frozenset("train bus plane ferry flight tram subway coach".split())
_CHANGED = frozenset("changed changes changing stripped grown".split())
_TELLING = frozenset("tune song ballad joke book poem riddle article rhyme film play tale".split())
_CURT = 4
_SOLID = frozenset("wall walls hill hills ridge partition bulkhead dunes".split())
_CALLING = frozenset("calls called calling".split())
_NEW_CLAUSE = SUBJECTS | PREPOSITIONS | frozenset("a an the his her their its and but with".split())
_NOT = words_of("hearsay", "not")
_LACK = words_of("hearsay", "lack")
_DENY = words_of("hearsay", "deny")
_LIKENESS = words_of("hearsay", "likeness")
_BARRIERS = words_of("hearsay", "barriers")
_COMPARED = words_of("hearsay", "compared")
_SENDS_FOR = words_of("hearsay", "sends_for")
_LIKERS = words_of("hearsay", "likers")
_NO_QUALITY = words_of("hearsay", "no_quality")
_PLAYED = words_of("hearsay", "played")
_NOISES = words_of("hearsay", "noises")
_PLAYERS = words_of("hearsay", "players")
_SIGNALS = words_of("hearsay", "signals")
_AFAR = words_of("hearsay", "afar")


def awaited(s: Sentence, i: int) -> bool:
    """``waits for a bus``, ``on the way to the car``: not there yet."""
    lead = s.low[max(0, i - 5) : i]
    if s.low[i] in _SCHEDULED and s.low[i + 1 : i + 3] == ("to", "catch"):
        return True
    for k, word in enumerate(lead):
        if word in _SENDS_FOR and lead[k + 1 : k + 2] == ("for",):
            return True
        if word in ("calls", "calling", "phones", "orders", "ordering") and k + 2 == len(lead):
            return lead[-1] in ("a", "an", "the")  # "calls a cab"
        if word == "way" and lead[k + 1 : k + 2] == ("to",):
            return True
        if word in _FARES and s.low[i] in _SCHEDULED and k + 2 == len(lead) and lead[-1] in ("a", "the", "his", "her"):
            return True  # "misses the train"
    return False


def absent(s: Sentence, i: int) -> bool:
    """Whether the clause denies what stands at word ``i``: "no gun", "doesn't have a gun"."""
    start = s.clause_start(i)
    lead = s.low[max(start, i - 9) : i]
    if any(lead[k : k + 3] == ("might", "as", "well") for k in range(len(lead))):
        return True
    if any(lead[k] == "if" and lead[k + 1] in ("that", "it", "this", "there") for k in range(len(lead) - 1)):
        return True  # "If that's a helicopter, it's quiet."
    if any(lead[k : k + 2] == ("out", "of") and lead[k - 1] in _CHANGED for k in range(1, len(lead) - 1)):
        return True  # "has changed out of her uniform"
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
        if word == "might" and i - k <= 6:
            return True
        if s.possessive[k] and word in ("night", "yesterday", "week") and i - k <= 2 and s.low[k - 1] != "in":
            return True
        if word == "to" and k > start and s.low[k - 1] == "used":
            return True
        if word in _LACK and k > start and s.low[k - 1] in _DENY:
            return True
        if word in ("instead", "rather") and k + 1 < i and s.low[k + 1] in ("of", "than"):
            return True
    end = s.clause_end(i)
    tail = s.low[i + 1 : min(end, i + 4)]
    return bool(tail) and (
        tail[:2]
        in (
            ("is", "gone"),
            ("are", "gone"),
            ("is", "missing"),
            ("are", "missing"),
        )
        or tail[:1] == ("missing",)
        or (tail[:1] in (("has",), ("have",)) and tail[1:2] in (("stopped",), ("gone",), ("ended",), ("vanished",)))
        or "nowhere" in tail
    )


def likened(s: Sentence, i: int) -> bool:
    """Similes: "like a horse", "as big as a house", "dressed as a bear"."""
    start = _through_adjectives(s, i)
    for k in range(i - 1, max(start - 1, i - 9), -1):
        word = s.low[k]
        if word in _LIKENESS:
            subject = s.low[k - 1] if k > start else ""
            liking = subject in _LIKERS and word == "like" and not s.possessive[k - 1]
            return not liking and subject not in ("would", "to", "don't")
        if word == "as":
            two_back = s.low[k - 2] if k - 2 >= start else ""
            one_back = s.low[k - 1] if k - 1 >= start else ""
            if two_back == "as" or one_back in ("dressed", "disguised", "such", "used") or one_back.endswith("ed"):
                return i - k <= 4 and (two_back == "as" or one_back in ("dressed", "disguised", "used"))
            bare = k + 1 == i and k > start
            if (bare or (k + 2 == i and s.low[k + 1] in ("a", "an"))) and _quality(one_back):
                return True  # "pink as a shrimp", "thick as soup"
            return k + 1 < i and s.low[k + 1] in _COMPARED
        if word == "than" and k > start:
            return i - k <= 3
    return False


def _quality(word: str) -> bool:
    """Whether a word in front of "as a ..." can only be what something is, not what somebody does or has."""
    return (
        len(word) > 2
        and word not in verbs()
        and word not in _NO_QUALITY
        and word not in PREPOSITIONS
        and word not in SUBJECTS
        and not word.endswith(("s", "ing", "ed", "er", "or", "ly"))
        and word not in plain_nouns()
        and word not in people().role_words
    )


def _through_adjectives(s: Sentence, i: int) -> int:
    """Where the clause of word ``i`` begins when commas between adjectives do not end it: "like a fat, old cat"."""
    start = s.clause_start(i)
    while start > 0 and s.gap[start].strip() == "," and not s.low[start].endswith("s"):
        if any(s.low[k] in _NEW_CLAUSE for k in range(start, i)):
            break
        start = s.clause_start(start - 1)
    return start


def inhabited(s: Sentence, i: int) -> bool:
    """``the front half of the cow``, ``two actors climb into the cow``: a costume with people in it."""
    lead = s.low[max(0, i - 3) : i]
    return lead[-2:] in (("into", "the"), ("inside", "the")) or lead in (("half", "of", "the"), ("end", "of", "the"))


def _mimed(s: Sentence, i: int) -> bool:
    """``making a convincing bird, a passable monkey``; ``Bob lies there, a lion in wait``."""
    for k in range(i - 1, -1, -1):
        if s.low[k] in ("making", "makes", "doing", "being", "playing", "plays"):
            return k + 1 < i and s.low[k + 1] in ("a", "an", "the")
        if s.low[k] in _PICTURING:
            return True  # "paints a butterfly on her cheek"
        if s.low[k] in PREPOSITIONS or s.low[k] in SUBJECTS or s.low[k] in verbs():
            break
    return s.low[i + 1 : i + 3] in (("in", "wait"), ("at", "bay"), ("on", "the")) and s.low[i + 3 : i + 4] in (
        (),
        ("prowl",),
    )


def embodied(s: Sentence, i: int) -> bool:
    """``the grace of a cat``, ``a bear of a man``: the animal at word ``i`` is a figure of speech."""
    if s.low[i + 1 : i + 3] == ("of", "a") and s.low[i + 3 : i + 4] and s.low[i - 1 : i] in (("a",), ("an",)):
        return True
    after = s.low[i + 1] if i + 1 < len(s.low) and not s.breaks(i + 1) else ""
    if s.low[max(0, i - 2) : i] in (("as", "a"), ("as", "an")) and after not in verbs():
        return True  # "poised as a cat"
    if _CALLING & frozenset(s.low[max(0, i - 4) : i]) and s.low[i - 1] in ("a", "an", "you"):
        return True  # "calls him a rat"
    colon = next((k for k in range(i, max(0, i - 5), -1) if ":" in s.gap[k]), 0)
    if colon and s.low[colon] in ("a", "an") and _REFLECTED & frozenset(s.low[:colon]):
        return True  # "He sees his reflection: an old bull."
    if _mimed(s, i) or inhabited(s, i) or s.low[i - 1 : i] in (("part",), ("half",), ("pure",)):
        return True  # "Part bear, part gorilla."
    if i >= 3 and s.low[i - 1] in ("a", "an") and s.low[i - 2] in ("is", "was"):
        return s.low[i - 3] not in ("it", "there", "this", "that", "here")  # "His moustache is a caterpillar"
    if i >= 2 and s.low[i - 1] in ("a", "an"):
        subject = (
            s.low[i - 3] if i >= 3 and s.low[i - 2] in ("is", "was") else s.low[i - 2] if s.possessive[i - 2] else ""
        )
        if subject in ("he", "she", "who"):
            return True  # "She is a lion"
    if i == 1 and s.possessive[0] and s.low[0] in ("he", "she"):
        return True  # "He's chicken."
    if i >= 2 and s.low[i - 1] in ("a", "an") and s.low[i - 2] == "of" and not s.possessive[i]:
        before = s.low[i - 3] if i >= 3 else ""
        return before not in _BODILY
    return False


def depicted(s: Sentence, i: int) -> bool:
    """ "A photo of a horse", "talks about guns", "dreams of a boat"."""
    start = s.clause_start(i)
    for k in range(i - 1, max(start - 1, i - 11), -1):
        word = s.low[k]
        if word == "of" and k > start and (s.low[k - 1] in _DEPICTED or s.low[k - 1] in _OF_THE_MIND):
            return True
        if word == "with" and k > start and s.low[k - 1] in _HUNG:
            return True  # "a calendar with palm trees"
        told = k > start and (
            s.low[k - 1] in verbs() or s.low[k - 1] in _DEPICTED or s.low[k - 1].endswith(("s", "ing", "y"))
        )
        if word == "about" and (told or (k > start and s.low[k - 1] in _TELLING)):
            return True
        if word in _MENTAL:
            return True
        finite = word in verbs() and not word.endswith("ing")
        if (word in PREPOSITIONS and word not in ("of", "with", "in")) or finite:
            break
    return _in_the_picture(s, i) or elsewhere(s, i)


def _in_the_picture(s: Sentence, i: int) -> bool:
    """``a poster of Anna, looking grave, holding a gun``: nothing happens between the picture and word ``i``."""
    for k in range(i - 1, 0, -1):
        if s.low[k] in ("of", "with") and s.low[k - 1] in _HUNG:
            return True
        if (
            (s.low[k] in verbs() and s.low[k].endswith("s"))
            or s.low[k] in ("and", "as", "then", "while")
            or (";" in s.gap[k + 1] or "." in s.gap[k + 1] or "-" in s.gap[k + 1])
        ):
            return False
    return False


def on_screen(s: Sentence, i: int) -> bool:
    """``On the television, a shark``, ``the poster shows a car``, ``In the photo, Anna``: pictured, not there."""
    for k, word in enumerate(s.low):
        if word not in _SCREENS:
            continue
        before = s.low[max(0, k - 3) : k]
        if "in" in before and word in _PICTURES:
            return True
        if "on" in before and not ({"puts", "sets", "lays", "sits"} & frozenset(s.low[:k])):
            return True
        if k < i and {"shows", "showing", "depicts", "depicting", "displays", "plays"} & frozenset(s.low[k + 1 : i]):
            return True
    return False


def pictured_thing(s: Sentence, i: int) -> bool:
    """Whether an animal or a vehicle at word ``i`` is on a screen, drawn, printed, or part of a programme."""
    near = s.low[i - 1] if i else "", *s.low[i + 1 : i + 2]
    if "drawn" in near and "horse" in s.low[max(0, i - 2) : i + 1]:
        return False  # "a horse-drawn coach"
    if _MADE_BY_HAND & frozenset(s.low[max(0, i - 3) : max(0, i - 1)]):
        return True
    if _MADE_BY_HAND & frozenset(near) and not s.breaks(i + 1 if near[0] not in _MADE_BY_HAND else i):
        return True
    shown = [k for k in range(i) if s.low[k] in _SHOWS]
    if shown and frozenset(s.low[: shown[-1]]) & (_PRINTED | _SCREENS):
        return True
    if s.low[i + 1 : i + 3] in (("on", "the"), ("on", "a"), ("on", "his"), ("on", "her")) and (
        (_PRINTED - {"sign"}) & frozenset(s.low[i + 3 : i + 5])
    ):
        return True
    if _ON_CLOTH.search(s.text[max(0, s.at[i] - s.start - 8) :][:48]):
        return True
    if any(word in _PROGRAMMES and k != i for k, word in enumerate(s.low)):
        return True
    colon = next((k for k in range(i, 0, -1) if ":" in s.gap[k]), 0)
    if _SHOWN_BY & frozenset(s.low[:colon]):
        return True  # "He slides a photograph across the table: a dog."
    if any(s.low[k] == "in" and s.low[k + 1] in _CAST_IN for k in range(i + 1, min(len(s.low) - 1, i + 6))):
        return True  # "an eagle clutches arrows in bronze"
    if s.low[i - 2 : i - 1] == ("into",) and _FOLDS & frozenset(s.low[: i - 2]):
        return True  # "folds it into a boat"
    return on_screen(s, i)


def gone(s: Sentence, j: int) -> bool:
    """``the shotgun that is not there``."""
    tail = s.low[j : j + 5]
    if tail[:1] not in (("that",), ("which",), ("who",)):
        return False
    return tail[1:3] in (("is", "not"), ("is", "no"), ("was", "not"), ("are", "not")) or tail[1:2] in (
        ("isn't",),
        ("wasn't",),
        ("aren't",),
    )


def noise_at(s: Sentence, j: int) -> str:
    """The word for a noise among the four words from word ``j``, or nothing."""
    return next((w for w in s.low[j : min(len(s.low), j + 4)] if w in verb_sets()["sound"]), "")


def _out_of_sight(s: Sentence, i: int, j: int) -> bool:
    """``Somewhere a siren``, ``a train behind the wall``, ``Far off, guns.``: there, and not in frame."""
    if s.low[j : j + 1] == ("somewhere",) or "unseen" in s.low or "out of sight" in s.text.lower():
        return True
    if {"beyond", "behind"} & frozenset(s.low[j : j + 6]) and frozenset(s.low[j : j + 9]) & _BARRIERS:
        return True
    if s.low[0] in ("behind", "beyond") and not _SOLID.isdisjoint(s.low[1:4]) and i > 1:
        return s.low[i] not in _SOLID  # "Behind the wall a bus changes gear."
    if "somewhere" in (s.low[0], s.low[i - 1] if i else ""):
        return True
    if s.low[i] in _SIGNALS and (
        s.low in ((s.low[i],), ("a", s.low[i]), ("the", s.low[i])) or s.low[j : j + 2] == ("of", "a")
    ):
        return True  # "A whistle."
    short = len(s.low) < 5
    return short and s.low[0] in verb_sets()["away"]


def heard_only(s: Sentence, i: int, j: int) -> str | None:
    """What is heard of the thing at words ``i`` to ``j`` when it is not seen; None when it is seen."""
    sets = verb_sets()
    start, end = s.clause_start(i), s.clause_end(i)
    clause = s.low[start:end]
    hidden = _out_of_sight(s, i, j)
    if hidden:
        return noise_at(s, j) or "(heard)"
    noise = noise_at(s, j)
    if i > start and s.low[i - 1] == "distant" and s.low[i] in _PLAYED:
        return noise or "(heard)"
    if {"provide", "provides"} & frozenset(s.low[j : j + 8]) and {"noise", "noises", "sound", "sounds"} & frozenset(
        s.low[j:]
    ):
        return "(heard)"
    if s.low[j : j + 1] == ("on",) and _PLAYERS & frozenset(s.low[j + 1 : j + 4]):
        return noise or "(heard)"  # "Surf guitar on the stereo."
    for k in range(i - 1, max(start - 1, i - 7), -1):
        word = s.low[k]
        if word in ("on", "over", "through") and s.low[k + 1] in ("his", "her", "their", "a"):
            break  # "listens to music on his tape player"
        if word in sets["heard"] and "see" not in clause and "sees" not in clause:
            return noise or "(heard)"
        if word == "of" and k > start and s.low[k - 1] in _NOISES and i - k <= 3:
            return s.low[k - 1]
    if noise and s.low[j : j + 1] == (noise,) and sets["heard"] & frozenset(s.low):
        return noise  # "you can hear the engine, and dogs barking"
    if not noise and not any(w in sets["sound"] for w in s.low):
        return None
    away = sets["away"]
    unseen = s.low[0] in ("outside", "below", "overhead", "upstairs", "downstairs")
    unseen = unseen or (s.low[0] in ("over", "beyond", "behind") and not _BARRIERS.isdisjoint(s.low[1:5]))
    unseen = unseen or noise in ("backfires", "backfire")
    if unseen or any(w in away for w in s.low) or "o.s." in s.text.lower() or "off screen" in s.text.lower():
        return noise or "(heard)"
    return noise if _sounds_from(s, j, end) else None


def _sounds_from(s: Sentence, j: int, end: int) -> bool:
    """``a dog barks outside``, ``an engine starts in the dark``: the noise comes from where nobody looks."""
    sounds = verb_sets()["sound"]
    q = next((k for k in range(j, min(end, j + 3)) if s.low[k] in sounds), -1)
    if q == j or (q > j and s.low[j] in ("door", "engine", "horn", "tyres", "tires", "siren", "alarm")):
        nxt = s.low[q + 1] if q + 1 < len(s.low) else ""
        if nxt in ("outside", "nearby", "beyond", "below", "elsewhere", "somewhere"):
            return True
        if nxt in ("in", "from", "behind", "across", "up", "over", "on") and _AFAR & frozenset(s.low[q + 2 : q + 6]):
            return True
    return False


def voice_alone(s: Sentence, j: int) -> str | None:
    """The noise of ``Birds sing.``: a short sentence about an animal's voice puts no animal into the frame."""
    if j >= len(s.low) or s.low[j] not in _VOICES:
        return None
    ends = j + 1 == len(s.low) or s.breaks(j + 1) or s.low[j + 1] in ("and", "as")
    bare = j == 1 or s.breaks(j - 1)
    return s.low[j] if len(s.low) <= _CURT or (bare and ends and s.low[j - 1].endswith("s")) else None


def not_done(s: Sentence, i: int) -> bool:
    """Whether the deed at word ``i`` is denied or only compared with."""
    return absent(s, i) or likened(s, i) or _in_the_picture(s, i) or elsewhere(s, i)


def in_words_only(s: Sentence, i: int) -> bool:
    """Whether the noun at word ``i`` is denied, compared with, pictured or only heard."""
    return absent(s, i) or likened(s, i) or depicted(s, i) or heard_only(s, i, i + 1) is not None
