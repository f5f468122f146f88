"""Things that hands give away: objects of verbs such as "unwraps", also where no lexicon knows the noun."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ._lexicon import data, lexicon, listed
from ._people import people
from ._text import AUXILIARIES, NUMBERS, OBJECTS, PREPOSITIONS, SUBJECTS, Sentence
from ._verbs import verbs

_PARTICLES = frozenset("up out down off back over away aside forth open".split())
_LEADS = frozenset("a an the his her their its another this that these those some several both any".split())
_ENDS = frozenset(("like",)) | PREPOSITIONS | AUXILIARIES | SUBJECTS | OBJECTS | _PARTICLES | frozenset(
    "and or but as while then that when where so because until before after if not too again everywhere around "
    "together upstairs downstairs inside outside there here".split()
)  # fmt: skip
_ABSTRACT = (
    "ness",
    "tion",
    "sion",
    "ity",
    "ence",
    "ance",
    "ment",
    "ship",
    "hood",
    "ism",
    "dom",
    "ing",
    "ed",
    "ly",
    "est",
)
_STUFF = frozenset(
    "leather silk wool wooden metal plastic rubber paper cotton velvet satin lace denim tweed nylon linen gold silver "
    "red blue green black white yellow pink brown grey gray purple old new big small little large".split()
)
_LIKE_NOUN = frozenset("in at from into to behind by inside through across beside under against near".split())
_DOUBLED = frozenset(
    "grab grip unwrap unzip uncap chop sip strum fit chug swig lug rip pin tap swat slap set put get wrap scrub "
    "flip drag drop dip tag sob hug hum zip stub cut dig hit let".split()
)
_SO = frozenset("open askew undone off loose crooked torn gone over around up down on".split())
_LONGEST = 5
_REACH = 6


@dataclass(frozen=True, slots=True)
class Handled:
    """An unknown noun at word ``at`` that is handled or worn."""

    name: str
    category: str
    at: int
    plural: bool
    confidence: float


@cache
def words_in(group: str, key: str) -> frozenset[str]:
    """A list of the data file."""
    return frozenset(listed(data("handling.toml")[group][key]))


def forms_of(lemma: str) -> tuple[str, str]:
    """Third person and -ing form of a regular verb."""
    if lemma.endswith(("s", "x", "z", "ch", "sh")):
        third = f"{lemma}es"
    elif lemma.endswith("y") and lemma[-2:-1] not in "aeiou":
        third = f"{lemma[:-1]}ies"
    else:
        third = f"{lemma}s"
    if lemma in _DOUBLED:
        return third, f"{lemma}{lemma[-1]}ing"
    if lemma.endswith("ie"):
        return third, f"{lemma[:-2]}ying"
    return third, f"{lemma.removesuffix('e')}ing"


@cache
def _forms(kind: str) -> frozenset[str]:
    return frozenset(f for lemma in words_in("verbs", kind) for f in forms_of(lemma))


@cache
def _any_form() -> frozenset[str]:
    return _forms("strong") | _forms("plain") | _forms("other")


@cache
def _stop() -> frozenset[str]:
    return words_in("stop", "body") | words_in("stop", "place") | words_in("stop", "abstract")


@cache
def _wear_phrases() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Last word -> the phrases that end with it."""
    out: dict[str, list[tuple[str, ...]]] = {}
    for phrase in sorted(words_in("wearing", "phrases")):
        words = tuple(phrase.split())
        out.setdefault(words[-1], []).append(words)
    return {k: tuple(v) for k, v in out.items()}


def _wears(s: Sentence, i: int) -> bool:
    """Whether word ``i`` ends "dressed in", "takes off" and the like."""
    return any(s.low[max(0, i + 1 - len(p)) : i + 1] == p for p in _wear_phrases().get(s.low[i], ()))


def handled_at(s: Sentence, i: int, kind: str = "") -> bool:
    """Whether the noun at word ``i`` is the object of a verb of handling, or in somebody's hand."""
    table = _forms(kind) if kind else _any_form()
    for k in range(i - 1, max(-1, i - _REACH - 1), -1):
        word = s.low[k]
        many = _many(s, k, (kind,) if kind else ("strong", "plain", "other"))
        if many or (word in table and not _noun_like(s, k)) or (word == "with" and not kind):
            return True
        if kind and (word in PREPOSITIONS or word == "open" or word in people().body):
            break
        if s.breaks(k + 1) or word in _LIKE_NOUN or word in SUBJECTS or (word in verbs() and word.endswith("s")):
            break
    if kind:
        return False
    tail = s.low[i + 1 : i + 4]
    return (
        tail[:1] == ("in",)
        and tail[1:2] != ()
        and bool({"hand", "hands", "fist", "arms", "lap", "mouth", "teeth", "pocket", "other"} & set(tail))
    )


def worn_at(s: Sentence, i: int) -> bool:
    """Whether the noun at word ``i`` is worn, put on or taken off."""
    for k in range(i - 1, max(-1, i - _REACH - 1), -1):
        if (s.low[k] in _forms("wear") and not _sporting(s, k)) or _wears(s, k):
            return True
        if s.breaks(k + 1) and s.gap[k + 1].strip() != ",":
            return False
    return False


def put_on(s: Sentence, i: int) -> bool:
    """Whether nothing but an article and adjectives stands between the noun at word ``i`` and a verb of wearing."""
    for k in range(i - 1, max(-1, i - _LONGEST), -1):
        if s.breaks(k + 1):
            return False
        if s.low[k] in _forms("wear"):
            return not _sporting(s, k) and not _noun_like(s, k)
        if s.low[k] in _ENDS or s.low[k] in verbs() or s.possessive[k]:
            return False
    return False


def described_at(s: Sentence, i: int) -> bool:
    """Whether the noun at word ``i`` is described by itself: "tie flapping", "shirt open"."""
    after = s.low[i + 1] if i + 1 < len(s.low) and not s.breaks(i + 1) else ""
    return i > 0 and s.breaks(i) and (after.endswith(("ing", "ed")) or after in _SO)


def _sporting(s: Sentence, k: int) -> bool:
    """``a sports show``, ``sporting equipment``: no garment is worn."""
    return s.low[k] in ("sports", "sporting") and s.low[k + 1 : k + 2] != () and s.low[k + 1] not in _LEADS


@cache
def _bases(kinds: tuple[str, ...]) -> frozenset[str]:
    return frozenset(lemma for kind in kinds for lemma in words_in("verbs", kind))


def _many(s: Sentence, k: int, kinds: tuple[str, ...]) -> bool:
    """Whether word ``k`` is what several people do: "Soldiers carry trunks", "they throw stones"."""
    if k == 0 or s.breaks(k) or s.low[k] not in _bases(kinds):
        return False
    before = s.low[k - 1]
    things = any(not rest for rest, _, _ in lexicon().get(before, ()))  # "Lanterns hang over a chest."
    plain = not things and (k == 1 or s.low[k - 2] not in _LEADS)
    return before in ("they", "we", "who", "both", "all", "people", "men", "women", "children") or (
        before.endswith("s")
        and not before.endswith(("ss", "us"))
        and before not in verbs()
        and plain
        and (k == 1 or s.low[k - 2] not in PREPOSITIONS)
    )


def bracketed(s: Sentence, i: int, j: int) -> bool:
    """``A BANKER (40s, dark suit, glasses)``: an item of the list that introduces somebody, at words ``i`` to ``j``."""
    after = s.gap[j] if j < len(s.low) else s.text[s.at[j - 1] - s.start + len(s.raw[j - 1]) :][:1]
    start = s.clause_start(i)
    if not (after.lstrip()[:1] in (",", ")") and i - start <= 3 and start > 0):
        return False
    opened = next((k for k in range(start, 0, -1) if "(" in s.gap[k] or ")" in s.gap[k]), 0)
    return opened > 0 and "(" in s.gap[opened] and s.raw[opened - 1].isupper()


def _noun_like(s: Sentence, k: int) -> bool:
    """Whether a verb form stands as a noun: "the drinks", "a drawing"."""
    before = s.low[k - 1] if k and not s.breaks(k) else ""
    return before in _LEADS or before in NUMBERS or (before != "" and s.possessive[k - 1])


def unknown_things(s: Sentence, taken: frozenset[int]) -> Iterator[Handled]:
    """Objects of handling and wearing verbs that the lexicon does not know.

    Args:
        s: The sentence.
        taken: Words that already are part of a name or a thing.
    """
    for i, word in enumerate(s.low):
        if s.quoted[i]:
            continue
        if word in _forms("wear") and not _noun_like(s, i) and not _sporting(s, i):
            yield from _listed(s, i + 1, taken, "wardrobe", 0.6, bare=True)
        elif _wears(s, i):
            yield from _listed(s, i + 1, taken, "wardrobe", 0.6, bare=word == "in")
        elif word in _forms("strong") and not _noun_like(s, i) and s.low[i : i + 2] != ("rattles", "off"):
            yield from _listed(s, i + 1, taken, "props", 0.6)
        elif _many(s, i, ("strong", "plain")) or (word in _forms("plain") and not _noun_like(s, i)) or _takes_out(s, i):
            yield from _listed(s, i + 1, taken, "props", 0.5)


def noun_phrases(s: Sentence, taken: frozenset[int]) -> Iterator[tuple[int, str, bool]]:
    """Noun phrases whose head the lexicon does not know: word of the head, its singular, whether it is a plural.

    Args:
        s: The sentence.
        taken: Words that already are part of a name or a thing.
    """
    for i, word in enumerate(s.low):
        found = _phrase(s, i, False) if (word in _LEADS or word in NUMBERS) and not s.quoted[i] else None
        if found is None:
            continue
        head = found[0]
        if word in ("a", "an") and head > i + 1 and s.low[head].endswith("s") and not s.low[head].endswith("ss"):
            head -= 1  # "A velocipede rolls in."
        name = "" if head in taken else _name(s, head, "props")
        if name:
            yield head, name, name != s.low[head]


def _takes_out(s: Sentence, i: int) -> bool:
    """``takes out``, ``pulls out``: verbs that handle only with a particle."""
    return s.low[i] in _forms("other") and i + 1 < len(s.low) and s.low[i + 1] in ("out", "up")


def _listed(
    s: Sentence, i: int, taken: frozenset[int], category: str, confidence: float, bare: bool = False
) -> Iterator[Handled]:
    """The object at word ``i`` and those that "and" or a comma joins to it."""
    for _ in range(_LONGEST):
        found = _phrase(s, i, bare)
        if found is None:
            return
        head, end = found
        clause = any(s.low[k] in people().role_words and not s.possessive[k] for k in range(i, head))
        name = "" if clause else _name(s, head, category)  # ", and the children boo"
        if name and not any(k in taken for k in range(i, head + 1)):
            word = s.low[head]
            yield Handled(name, category, head, name != word, confidence)
        if end >= len(s.low):
            return
        joined = s.low[end] == "and" or s.gap[end].strip() == ","
        if not joined:
            return
        i = end + 1 if s.low[end] == "and" else end
        if i < len(s.low) and s.low[i] == "and":
            i += 1


def _phrase(s: Sentence, i: int, bare: bool) -> tuple[int, int] | None:
    """Head and end of the noun phrase that begins at word ``i``; None where none does."""
    n = len(s.low)
    while i < n and s.low[i] in _PARTICLES and not s.breaks(i):
        i += 1
    receiver = i + 1 < n and (s.low[i] in ("him", "them", "us", "me", "her") or s.raw[i][:1].isupper())
    if receiver and s.low[i + 1] in _LEADS and s.gap[i + 1] == " ":
        i += 1
    if i >= n:
        return None
    if s.low[i] in _LEADS or s.low[i] in NUMBERS or s.possessive[i]:
        i += 1
    elif not bare:
        return None
    k = i
    while k < n and k - i <= _LONGEST and (k == i or not s.breaks(k)) and s.low[k] not in _ENDS:
        after = s.low[k + 1] if k + 1 < n and not s.breaks(k + 1) else ""
        act = (
            k > i and s.low[k] in verbs() and (s.low[k].endswith("s") or after in _ENDS or after in _LEADS or not after)
        )
        if s.low[k].endswith("ly") or act:
            break
        k += 1
    if k == i or (not bare and _goes_on(s, k)):
        return None  # "his rough, large hand": not the noun yet
    head = k - 1
    if k + 1 < n and s.low[k] == "of" and s.low[head] in words_in("measures", "words"):
        inner = k + 1
        if s.low[inner] in _LEADS:
            inner += 1
        return _phrase(s, inner, True) if inner < n else None
    return head, k


def _goes_on(s: Sentence, k: int) -> bool:
    """Whether the comma before word ``k`` stands between adjectives."""
    if k + 1 >= len(s.low) or s.gap[k].strip() != "," or s.breaks(k + 1):
        return False
    word, after = s.low[k], s.low[k + 1]
    return not (word in _ENDS or word in _LEADS or word in verbs() or word.endswith(("s", "ing")) or after in _ENDS)


def _name(s: Sentence, head: int, category: str) -> str:
    """The head as a prop's name; empty where it is none."""
    word = s.low[head]
    raw = s.raw[head]
    if head + 1 < len(s.low) and s.gap[head + 1] == "-":
        return ""  # "a written-on notepad"
    if (raw[:1].isupper() and not raw.isupper()) or not word.isalpha() or len(word) < 3 or word in _LEADS:
        return ""
    one = singular_of(word)
    if {word, one} & _stop() or one in people().role_words or word in people().role_words or one in people().body:
        return ""
    if word in _STUFF or word.endswith(_ABSTRACT) or one in verbs() or word in NUMBERS or s.possessive[head]:
        return ""
    if any(not rest for w in (word, one) for rest, _, _ in lexicon().get(w, ())):  # known, and left out for a reason
        return ""
    if one in people().male_names or one in people().female_names:
        return ""
    return word if category == "wardrobe" and word.endswith("s") else one


def singular_of(word: str) -> str:
    """A regular plural's singular."""
    for ending, instead in (("ies", "y"), ("ches", "ch"), ("shes", "sh"), ("xes", "x"), ("sses", "ss"), ("ves", "f")):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return word.removesuffix(ending) + instead
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        return word[:-1]
    return word
