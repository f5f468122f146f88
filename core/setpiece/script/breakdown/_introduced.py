"""Who of those named in the action is a person, and not a thing, a noise or a camera move in capitals."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ._aliases import words_of
from ._intros import Intro, is_role
from ._lexicon import BLOCKED, lexicon, plain_nouns
from ._people import WEAK, people
from ._verbs import verbs

NOT_NAMES = frozenset(
    "the a an and but then suddenly continued cont'd more fade cut dissolve smash match int ext close angle on "
    "pov insert wide wider "
    "push pull back reveal revealing super title titles credits end sound sfx vfx music camera montage "
    "intercut later same day night "
    "beat pause off over into to from we see hear black white omit omitted flash flashback begin resume tv fbi "
    "cia dna usa us uk nyc la "
    "in of with at by ok id suv ufo dvd cd pc ad bc am pm".split()
)
_SURE = frozenset(
    "father mother dad mom mum mama papa brother sister son daughter husband wife uncle aunt grandfather grandmother "
    "grandma grandpa nephew niece twin guard judge coach minister conductor stranger neighbor neighbour boss host cook "
    "director partner owner groom server operator private friend cousin roommate author writer editor producer".split()
)
_KIND = re.compile(r"\s*,\s*(?:an?|the|his|her|their)\s+((?:[\w-]+\s+){0,2}[\w-]+)")
_KIND_BEFORE = re.compile(
    r"\b(?:an?|the|his|her|their)\s+((?:[a-z-]+\s+){0,2}[a-z-]+),?\s+(?:called\s+|named\s+)?$", re.IGNORECASE
)
_SUBJECT = re.compile(r"\b(?:an?|the|his|her|their)\s+(?:[a-z-]+\s+){0,2}?([a-z]+)\s+$", re.IGNORECASE)
_SEVERAL = re.compile(
    r"\b(?:two|three|four|five|six|several|some|many|the other|of (?:his|her|the|their))\s+(?:[a-z]+\s+)?$",
    re.IGNORECASE,
)
_ACTS = re.compile(
    r",[^.!?]{2,58}?,\s+[a-z]+s\s+(?:his|her|the|an?|at|into|in|through|out|up|down|past|on|from|to|with|towards?)\b"
)
_OWNS = re.compile(r"\b([A-Z][a-z'-]+)['’]s\s+[a-z]+")
_SHAPES = frozenset("figure figures silhouette silhouettes ring date model medium mind local regular character".split())
_FULL_NAME = 2
_GROWN = 16
"""An age that no dog has."""
_COMMON = frozenset(
    "silence darkness daylight sunlight moonlight light lights shadow shadows sky sun moon earth world time death hell "
    "chaos panic nothing something everything someone somebody everyone everybody nobody anyone one another water air "
    "heat power engine door doors window city home others others' all both each it he she they we you him her this "
    "that what who "
    "night morning dawn dusk noon midnight today credits text words voice voices hand hands feet face eyes "
    "footage footsteps action there here now laughter applause cheers music gunfire sirens static".split()
)
"""Words in capitals before a verb that are nobody."""
_TOLD = re.compile(r"(?:^|[.!?]\s+)(?:[Tt]his is|[Tt]his must be|[Mm]eet|(?:[Hh]er|[Hh]is) name is)\s+$")
_OF_THINGS = frozenset(
    "falls rises appears drops flies hits strikes slams crosses passes spins turns screeches".split()
)
"""Verbs of which things are as often the subject."""
_RUNS = re.compile(r"\s+(?:is|[a-z]+[^\Ws]s)\s+[a-z]+")
_POSE = re.compile(
    r"\s+(?:pose(?! for| with)|position|costume|uniform|outfit|mask|entrance|figurine|statue|poster|sign|label)\b"
)
_PLACE_LEAD = re.compile(
    r"\b(?:town|city|village|county|state|streets?|outskirts|suburbs?|hills|valley|port|island|kingdom|planet|shores?|"
    r"banks?) of\s+$",
    re.IGNORECASE,
)
_PLACES = frozenset(
    "creek river lake bay beach county valley island islands street road avenue drive boulevard lane highway bridge "
    "hotel motel hospital school college university park square station airport church hall bar cafe diner inn pub "
    "mall store shop city town village falls springs heights".split()
)
_MAPPED = frozenset("lake mount fort camp cape".split())
_LIFTS = re.compile(r"\s+[a-z]+[^\Ws]s\s+(?:an?|the|his|her|their|into|to|at|from|out|up|down|back|away|over|in)\b")
_STEPS = re.compile(r"\s+(?:[a-z]+ly\s+)?([a-z]+s)\b(?!['’])")
_GOES_ON = re.compile(r"\s*(?:,\s|\()|\s+(?:and|&)\s+[A-ZÀ-Þ]{2}")
_ROLE_LEAD = re.compile(
    r"\b(?:an?|the|his|her|their|our|my|[\w-]+['’]s)\s+(?:[a-z-]+\s+){0,2}?([a-z]+),?\s+$", re.IGNORECASE
)
_RANK_LEAD = re.compile(r"(?:^|[.!?]\s+|\band\s+)(?:[A-Z][a-z-]+\s+)?([A-Za-z][a-z]+)\s+$")
_DETERMINED = re.compile(
    r"\b(?:an?|the|his|her|their|another|one|our|my|[\w-]+['’]s)\s+(?:[a-z][\w-]*,?\s+){0,3}$", re.IGNORECASE
)
ADJECTIVES = frozenset("OLD LITTLE BIG FAT TALL SHORT SMALL THIN POOR DEAR HANDSOME PRETTY BEAUTIFUL".split())
_DOES = re.compile(r"\b([A-Z][a-z'’-]+)\s+(?:[a-z]+ly\s+)?([a-z]+s)\b")
CAPITAL = re.compile(r"(?<=[a-z,;] )([A-Z][a-z'’-]+)\b")
_PERSON_TAIL = re.compile(
    r"^\s*(?:,\s*(?:\d|(?:a|an|the|our|his|her|retired|former|also|who|in (?:his|her))\b)|\(|\s*(?:sits?|"
    r"stands?|enters?|walks?|runs?|looks?|stares?|"
    r"smiles?|turns?|steps?|emerges?|approaches|waits?|leans?|lies|drives?|holds?|is\s+(?:painting|sitting|"
    r"standing|walking|\d)|paces|watches|"
    r"comes?|opens?|takes?|picks?|nods?|hesitates|lights|pours|kneels|sleeps|types|reads)\b)"
)


def _doers(texts: Sequence[str]) -> frozenset[str]:
    """Words written as a name that a verb of motion or gesture follows somewhere: "The Baron lunges"."""
    out: set[str] = set()
    for text in texts:
        for m in _DOES.finditer(text):
            if m[2] in verbs() or m[2] in ("does", "says"):
                out.add(m[1].lower())
    return frozenset(out)


def _written(texts: Sequence[str]) -> frozenset[str]:
    """Words written with a capital inside a sentence, or as its subject: "Kofi twists two wires"."""
    out: set[str] = set()
    for text in texts:
        out.update(m[1].lower() for m in CAPITAL.finditer(text))
        out.update(m[1].lower() for m in _OWNS.finditer(text) if m[1].lower() not in NOT_NAMES)
        out.update(m[1].lower() for m in _DOES.finditer(text) if m[1].lower() not in NOT_NAMES)
    return frozenset(out)


def silent_people(found: Sequence[Intro], lines: Counter[str], texts: Sequence[str]) -> dict[str, None]:
    """Names that the action introduces as people but that never speak.

    Args:
        found: The names met in the action.
        lines: Cue names with the number of their cues.
        texts: The action lines.
    """
    doers, written = _doers(texts), _written(texts)
    often = Counter(i.name for i in found if i.shouted)
    doers |= {i.name.lower() for i in found if often[i.name] > 1 and _LIFTS.match(i.tail)}
    out: dict[str, None] = {}
    for intro in found:
        name = intro.name
        if name in lines or name in out or not namelike(name) or (intro.presented and lines.keys() & set(intro.also)):
            continue
        if _may_be_silent(intro, lines, found) and _is_person(intro, doers, written):
            out[name] = None
    return out


def _may_be_silent(intro: Intro, lines: Counter[str], found: Sequence[Intro]) -> bool:
    """Whether a name may be one person who never speaks: no group, no thing, no other form of a speaker."""
    name, words = intro.name, words_of(intro.name)
    role, last = is_role(name), words[-1]
    if last in _COMMON or (not role and len(words) > 1 and any(w.endswith("'s") for w in words[:-1])):
        return False  # "GENERAL LAUGHTER", "ANNA'S DESK"
    if _PLACE_LEAD.search(intro.lead) or (len(words) > 1 and (last in _PLACES or words[0] in _MAPPED)):
        return False
    if any(w.endswith("'s") for w in words) and last in ("silhouette", "silhouettes", "shadow", "reflection"):
        return False
    if _only_described(name, lines, found) or _does(intro, words) or is_beast(intro.lead, intro.tail):
        return False
    plurals = people().plurals
    if role:
        many = _head(words) in plurals or (last in people().roles and people().roles[last].plural)
        known = _DETERMINED.search(intro.lead) is not None
        acts = last not in _SHAPES and _RUNS.match(intro.tail) is not None
        weak = len(words) == 1 and last in WEAK and not (known and (last in _SURE or acts))
        return not many and not weak and not _POSE.match(intro.tail)
    if last.endswith("s") and _SEVERAL.search(intro.lead):
        return False
    return (
        bool(intro.presented)
        or not _is_thing(words)
        or next(iter(words)) in given_names()
        or _titled(words)
        or (_called_by_role(intro) or _told(intro))
        or (intro.age is not None and intro.age >= _GROWN and len(words) > 1)
    )


def _titled(words: Sequence[str]) -> bool:
    """``NURSE KIM``, ``OLD PAVEL``: a name behind a rank, a trade or a kinship; not ``SAMURAI SWORD``."""
    first = next(iter(words), "")
    if len(words) < 2 or any(tuple(words[1:]) == rest for rest, _, _ in lexicon().get(first, ())):
        return False
    return first in people().kin or (
        first in people().role_words and (words[-1] in given_names() or not _thing_word(words[-1]))
    )


def _thing_word(word: str) -> bool:
    return any(not rest and any(e.category != BLOCKED for e in entries) for rest, entries, _ in lexicon().get(word, ()))


def is_beast(lead: str, tail: str) -> bool:
    """Whether what stands around a name makes it an animal's: ``BRUTUS, a bulldog``, ``Her cat, PANCAKE``."""
    m = _KIND.match(tail)
    before = _KIND_BEFORE.search(lead)
    words = [w for x in (m, before) if x is not None for w in x[1].lower().split()]
    if any(w in people().role_words for w in words):
        return False
    return any(
        not rest and all(e.category == "animals" for e in entries)
        for w in words for rest, entries, _ in lexicon().get(w, ())
    )  # fmt: skip


def _does(intro: Intro, words: Sequence[str]) -> bool:
    """``A flashlight SWEEPS past``, ``GIRLS SQUEAL``: a capital deed, no name."""
    if len(words) > 1:
        return words[0] in people().plurals and words[-1] not in people().role_words  # but "POLICE OFFICER"
    if not words[0].endswith("s") or words[0] in given_names() or intro.age is not None:
        return False
    m = _SUBJECT.search(intro.lead)
    return m is not None and m[1] not in people().role_words


def _is_person(intro: Intro, doers: frozenset[str], written: frozenset[str]) -> bool:
    """Whether an introduction in capitals, or with an age, brings somebody."""
    words = words_of(intro.name)
    first, last = next(iter(words), ""), words[-1]
    if intro.presented:
        acts = words[-1] in doers or words[0] in doers
        return intro.presented == "called" or acts or (intro.presented == "this is" and words[0] in given_names())
    if intro.age is not None:
        return True
    if not intro.shouted:
        return False
    if is_role(intro.name) or _told(intro):
        return True
    if len(words) <= 3 and not given_names().isdisjoint((first, last)):
        deed = last in verbs() or (len(words) > 1 and f"{last}s" in verbs())  # "WILHELM SCREAM"
        return not (_named_thing(intro, words) or (deed and last not in written))
    if _titled(words) and first != "the" and last not in verbs() and last not in people().role_words:
        return True
    if len(words) > 3:
        return False
    if last not in verbs() and last in doers and len(last) > 2:
        return True
    tail = bool(_PERSON_TAIL.match(intro.tail)) and (len(words) > 1 or len(last) > 2)
    if (tail and (_described(intro) or last in written)) or _called_by_role(intro):
        return True
    opens = re.search(r"(?:^|[.!?]\s+)$", intro.lead) is not None
    if opens and _ACTS.match(intro.tail) and last not in verbs() and len(last) > 2:
        return True
    free = not _DETERMINED.search(intro.lead) and last not in NOT_NAMES and last not in verbs() and len(last) > 2
    return (free and last in written and bool(_GOES_ON.match(intro.tail))) or _steps_in(intro, words)


def _told(intro: Intro) -> bool:
    """``He throws back his head. This is CRANE.``"""
    return _TOLD.search(intro.lead) is not None and intro.tail.lstrip()[:1] in (".", ",", "(", ";", ":", "")


def _steps_in(intro: Intro, words: Sequence[str]) -> bool:
    """``Inside the lock, BRANDT slaps the button.``: no thing of the lexicon, and it does what people do."""
    deed = _STEPS.match(intro.tail)
    if deed is None or len(words) > _FULL_NAME or words[-1].endswith(("ing", "ed")) or _is_thing(words):
        return False
    common = set(words) & (plain_nouns() | _COMMON | NOT_NAMES | people().crowds | people().plurals)
    if common or words[-1] in verbs() or len(words[-1]) <= _FULL_NAME:
        return False
    if _DETERMINED.search(intro.lead.rpartition(",")[2]):
        return False
    return deed[1] in verbs() and deed[1] not in _OF_THINGS


def _named_thing(intro: Intro, words: Sequence[str]) -> bool:
    """``A rusty HARLEY``, ``the MERCEDES``: a thing that has a given name."""
    m = _DETERMINED.search(intro.lead)
    return m is not None and _is_thing(words) and not people().role_words & set(m[0].lower().replace(",", "").split())


def given_names() -> frozenset[str]:
    """Given names of either sex."""
    return people().female_names | people().male_names


def _head(words: Sequence[str]) -> str:
    """The noun of a role: "man" of "heavyset man in overalls"."""
    end = next((k for k, w in enumerate(words) if k and w in ("in", "with", "on", "at", "from")), len(words))
    return words[end - 1]


def _only_described(name: str, lines: Counter[str], found: Sequence[Intro]) -> bool:
    """Whether "OLD FINN" is but how FINN, who speaks, is introduced."""
    first, _, rest = name.partition(" ")
    return first in ADJECTIVES and rest in lines and all(i.name != rest for i in found)


def _called_by_role(intro: Intro) -> bool:
    """``Her brother TEDDY``, ``Their instructor, SUNNY DAS``: the word before says that it is a person."""
    m = _ROLE_LEAD.search(intro.lead) or _RANK_LEAD.search(intro.lead)
    if m is None or m[1].lower() not in people().role_words or m[1].lower() in people().plurals:
        return False
    low = intro.name.lower()
    given = low in people().female_names or low in people().male_names
    return given or "," in m[0] or not low.endswith(("s", "ing", "ed"))


def _described(intro: Intro) -> bool:
    """An appositive with a person word: "NAK, a fellow whose ...", "COGNITO, the mastermind"."""
    tail = intro.tail.lower()
    return tail.lstrip()[:1] == "," and bool(
        {w.strip(".,;:") for w in tail.split()[:8]} & people().role_words
        or re.match(r"\s*,\s*(?:who|retired|former)\b", tail)
    )


def namelike(name: str) -> bool:
    words = list(words_of(name))
    if is_role(name) and len(words) <= 7 and not is_role(words[-1]):  # "WOMAN IN RED"
        words = words[:4]
        words = words[: next((k for k, w in enumerate(words) if w in ("in", "with", "on", "at", "from")), 4)]
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    return (
        0 < len(words) <= 4
        and not {words[0], words[-1]} & NOT_NAMES
        and (name.lower() in people().roles or not any(w in ("of", "to", "in", "at") for w in words))
        and words[-1] not in people().crowds
    )


def _is_thing(words: Sequence[str]) -> bool:
    rows = lexicon().get(words[0], ())
    return any(tuple(words[1:]) == rest for rest, _, _ in rows) or any(
        not rest for rest, _, _ in lexicon().get(words[-1], ())
    )
