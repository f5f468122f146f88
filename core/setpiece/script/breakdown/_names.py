"""Known people in a sentence: every mention of a cast member, and whether it puts them in view."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from setpiece.script.model import CastMember

from ._aliases import words_of
from ._hearsay import absent, likened, on_screen
from ._intros import is_role
from ._people import people
from ._text import DETERMINERS, OBJECTS, PARTICLES, PREPOSITIONS, Sentence
from ._verbs import verb_sets, verbs

_ABOUT = frozenset("about of from for to without".split())
_TOLD = frozenset(
    "photo photograph picture photos pictures portrait painting letter letters note call calls message "
    "messages text voice memory "
    "memories story stories sight sign home house grave name word news thinks thinking thought talks talking "
    "dreams voicemail file "
    "statue video footage image poster".split()
)
COMMON = frozenset(
    "man woman boy girl kid child baby person guy lady gentleman officer cop policeman guard soldier driver waiter "
    "waitress nurse doctor customer teenager teen friend stranger neighbor neighbour student worker clerk bartender "
    "mother father son daughter brother sister wife husband couple men women voice agent detective cook chef "
    "host passenger".split()
)
"""Roles so common that the next scene's "the man" is somebody else."""
_PEOPLES = frozenset(
    "german american french english british russian japanese chinese italian spanish irish scottish welsh dutch polish "
    "greek turkish arab african mexican indian european asian cuban korean vietnamese israeli iraqi afghan native army "
    "navy police military local foreign special male female".split()
)
"""What many may be called: no name of one."""
_GOES_ON = DETERMINERS | PREPOSITIONS | PARTICLES | OBJECTS
_MANY = 20
_FORMAL = frozenset("mr mrs ms miss the sir madame monsieur señor señora".split())
_TITLE_WORDS = {
    "dr": "doctor",
    "capt": "captain",
    "sgt": "sergeant",
    "lt": "lieutenant",
    "prof": "professor",
    "det": "detective",
}
_AFTER_IS = frozenset(
    "already still not never just now in on at too alone asleep awake gone here there no about surprised startled "
    "stunned furious confused".split()
)
_DONE = frozenset(
    "been had got gotten made done taken given found lost left seen heard come gone run begun worn torn broken driven "
    "fallen eaten drawn grown known shown thrown written bought brought caught built sent kept slept".split()
)
_LABELLED = frozenset("word words name letters marked labeled labelled reads reading says stenciled stencilled".split())
_PICTURES = frozenset("photo photos photograph photographs snapshot picture pictures portrait mugshot".split())
_DEALINGS = frozenset("experience experiences meeting conversation affair relationship history encounter date".split())
_SEEK = frozenset("searches searching looks looking calls calling waits waiting asks asking shouts shouting".split())


_OTHERS = frozenset("other another first second third fourth last next same only".split())
_ROLE_LEADS = frozenset("the his her their this that a an another one".split())
_SOME = frozenset("various several assorted another other some many more all few both different".split())
_OWNED_BY = frozenset(
    [("belongs", "to"), ("belonging", "to"), ("belonged", "to"), ("married", "to"), ("engaged", "to"), ("love", "with")]
    + [("named", "after"), ("addressed", "to"), ("divorced", "from"), ("dedicated", "to"), ("taught", "by")]
    + [(w, "by") for w in ("signed", "written", "painted", "owned", "sent", "made", "built", "directed", "left")]
)
"""Pairs of words before a name that only say whose something is."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A cast member named at words ``start`` to ``end``; ``seen`` when that puts them in view."""

    member: int
    start: int
    end: int
    seen: bool


@dataclass(frozen=True, slots=True)
class NameIndex:
    """First word -> (rest, member, lower case allowed), longest first."""

    rows: dict[str, tuple[tuple[tuple[str, ...], int, bool], ...]]


@lru_cache(maxsize=16)
def name_index(cast: tuple[CastMember, ...]) -> NameIndex:
    """Compile the cast's names, aliases and unambiguous single names."""
    forms: dict[tuple[str, ...], tuple[int, bool]] = {}
    parts: dict[str, set[int]] = {}
    titles: dict[str, set[int]] = {}
    for k, member in enumerate(cast):
        for name in (member.name, *member.aliases):
            parted = (w for part in words_of(name) for w in part.replace("-", " ").replace("/", " ").split())
            words = tuple(w.removesuffix("'s") for w in parted)  # as sentences have them
            if not words:
                continue
            forms.setdefault(words, (k, is_role(name)))
            title = _TITLE_WORDS.get(words[0], words[0])
            if len(words) > 1 and title in people().kin and title not in _FORMAL:
                titles.setdefault(title, set()).add(k)
            if len(words) > 1 and not is_role(name):
                for w in words:
                    if stands_alone(w):
                        parts.setdefault(w, set()).add(k)
    for word, owners in parts.items():
        if len(owners) == 1 and (word,) not in forms:
            forms[(word,)] = (next(iter(owners)), False)
    for word, owners in titles.items():  # "the king" is KING ALDRIC where there is but one
        if len(owners) == 1 and (word,) not in forms:
            forms[(word,)] = (next(iter(owners)), True)
    rows: dict[str, list[tuple[tuple[str, ...], int, bool]]] = {}
    for words, (k, role) in forms.items():
        rows.setdefault(words[0], []).append((words[1:], k, role))
    return NameIndex({w: tuple(sorted(r, key=lambda x: (-len(x[0]), x[0]))) for w, r in rows.items()})


@lru_cache(maxsize=16)
def namesakes(cast: tuple[CastMember, ...]) -> dict[int, tuple[int, ...]]:
    """Member -> those whose names hold all words of theirs: ANNA -> YOUNG ANNA."""
    holding: dict[str, list[int]] = {}
    words = [frozenset(words_of(m.name)) for m in cast]
    for k, own in enumerate(words):
        for w in sorted(own):
            holding.setdefault(w, []).append(k)
    out: dict[int, tuple[int, ...]] = {}
    for k, own in enumerate(words):
        near = min((holding[w] for w in sorted(own)), key=len, default=[])
        if len(near) <= _MANY:
            out[k] = tuple(j for j in near if j != k and own < words[j])
    return {k: v for k, v in out.items() if v}


def stands_alone(word: str) -> bool:
    """Whether a word of a name may be all of it that a sentence says."""
    p = people()
    return (
        len(word) > 2
        and word not in _SOME
        and word not in p.kin
        and word not in p.young
        and word not in p.role_words
        and word not in _PEOPLES
        and not word.isdigit()
    )


def mentions(s: Sentence, index: NameIndex) -> list[Mention]:
    """Cast members named in a sentence, left to right."""
    out: list[Mention] = []
    i, n = 0, len(s.low)
    while i < n:
        step = 1
        for rest, member, role in index.rows.get(s.low[i], ()):
            j = i + 1 + len(rest)
            if j <= n and s.low[i + 1 : j] == rest and _written_as_name(s, i, j, role):
                while j < n and s.gap[j] == " " and s.raw[j][:1].isupper() and _is_part(index, s.low[j], member):
                    j += 1  # "Don Aurelio"
                out.append(Mention(member, i, j, _in_view(s, i, j)))
                step = j - i
                break
        i += step
    return out


def _is_part(index: NameIndex, word: str, member: int) -> bool:
    return any(not rest and k == member for rest, k, _ in index.rows.get(word, ()))


def _written_as_name(s: Sentence, i: int, j: int, role: bool) -> bool:
    if all(w[:1].isupper() or not w[:1].islower() for w in s.raw[i:j]):
        neighbour = s.raw[j] if j < len(s.raw) and s.gap[j] == " " else ""
        title_case = not s.raw[i].isupper() and neighbour[:1].isupper() and not neighbour.isupper()
        return not (
            title_case and neighbour.lower() in ("street", "avenue", "road", "county", "city", "hotel", "house", "park")
        )
    if not role or s.possessive[j - 1]:
        return False
    if j > i + 1 and s.possessive[i] and s.raw[i][:1].isupper():
        return True  # "Anna's father"
    return determiner_of(s, i) in _ROLE_LEADS


def determiner_of(s: Sentence, i: int) -> str:
    """The article or the like before the noun at word ``i``, over two adjectives at most; or nothing."""
    for k in range(i - 1, max(-1, i - 4), -1):
        if s.breaks(k + 1):
            return ""
        if s.low[k] in _ROLE_LEADS:
            return s.low[k]
        if s.low[k] in _GOES_ON or s.low[k] in people().role_words or s.low[k] in _OTHERS or s.possessive[k]:
            return ""
    return ""


def _contraction(s: Sentence, j: int) -> bool:
    """Whether ``'s`` before word ``j`` is short for "is" or "has": "Anna's already there", "Anna's made it through"."""
    after = s.low[j]
    if after in _AFTER_IS or (after in verbs() and after.endswith("ing")):
        return True
    done = after in _DONE or (after.endswith("ed") and len(after) > 4)
    return done and s.low[j + 1 : j + 2] != () and not s.breaks(j + 1) and s.low[j + 1] in _GOES_ON


def _of_body(s: Sentence, j: int) -> bool:
    """Whether what is owned at word ``j`` is a part or a state of the body: "Anna's trembling left hand"."""
    for k in range(j, min(len(s.low), j + 3)):
        if s.breaks(k) or s.low[k] in _GOES_ON:
            return False
        if s.low[k] in people().body and not (k + 1 < len(s.low) and s.gap[k + 1] == "-"):
            return True
    return False


def _left(s: Sentence, i: int, j: int) -> bool:
    """``where Anna stood``, ``no trace of Anna``, ``Anna is gone``: named, and not there."""
    tail = s.low[j : j + 2]
    if tail in (
        ("is", "gone"), ("has", "gone"), ("has", "left"), ("is", "nowhere"), ("had", "been"), ("used", "to"),
        ("would", "have"), ("could", "have"), ("isn't", "there"),
    ):  # fmt: skip
        return True
    if tail[:1] in (("was",), ("had",)) and i > 1 and not s.breaks(i) and s.low[i - 1] not in _GOES_ON:
        return bool(DETERMINERS & set(s.low[max(0, i - 3) : i - 1]))  # "the same station Anna was listening to"
    lead = s.low[max(0, i - 3) : i]
    return lead[-1:] == ("where",) or (
        lead[-1:] == ("of",) and bool({"sign", "trace", "memory", "thoughts"} & set(lead))
    )


def _captioned(s: Sentence, i: int) -> bool:
    """``A photo on the cover: ANNA PELL.``, ``a picture in his hand of him and Anna``: who is in the picture."""
    colon = next((k for k in range(i, 0, -1) if ":" in s.gap[k]), 0)
    if colon and not _PICTURES.isdisjoint(s.low[:colon]):
        return True
    k = next((k for k in range(i - 1, -1, -1) if s.low[k] in _PICTURES), -1)
    return k >= 0 and "of" in s.low[k + 1 : i] and not any(w.endswith("s") and w in verbs() for w in s.low[k + 1 : i])


def _in_view(s: Sentence, i: int, j: int) -> bool:
    if s.quoted[i] or absent(s, i) or all(w in people().voices for w in s.low[i:j]):
        return False
    after = s.low[j] if j < len(s.low) and not s.breaks(j) else ""
    if s.possessive[j - 1] and not (after and _contraction(s, j)):
        return _of_body(s, j)
    before = s.low[i - 1] if i and not s.breaks(i) else ""
    two = s.low[i - 2] if i > 1 and not s.breaks(i) and not s.breaks(i - 1) else ""
    if before in _ABOUT and (two in _TOLD or (before == "about")):
        return False
    if before == "for" and two in _SEEK:
        return False
    if before in ("call", "phone", "ring", "telephone", "text") and two == "to":
        return False
    if before in _LABELLED and s.raw[i].isupper():
        return False
    if before == "with" and two in _DEALINGS:
        return False
    revealed = s.low[max(0, i - 3) : i] == ("none", "other", "than")
    while_ = before == "as" and two not in ("dressed", "disguised") and "as" not in s.low[max(0, i - 5) : i - 1]
    if (two, before) in _OWNED_BY or (likened(s, i) and not while_ and not revealed):
        return False
    if before in ("hears", "hear", "remembers", "imagines", "phones", "dials", "misses", "mentions"):
        return False
    if on_screen(s, i) or _captioned(s, i) or _left(s, i, j):
        return False
    tail = s.text[s.at[j - 1] - s.start :][:40].upper()
    if "(O.S.)" in tail or "(V.O.)" in tail or "(OS)" in tail or "(VO)" in tail:
        return False
    clause = s.low[s.clause_start(i) : i]
    if {"depicts", "depicting"} & frozenset(clause):
        return False  # "an ad that depicts a TEEN GIRL"
    return not any(w in verb_sets()["heard"] for w in clause)
