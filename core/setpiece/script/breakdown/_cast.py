"""The production's cast: who speaks, who is introduced, and which names are one person."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from setpiece.script.model import CastMember, Element, Screenplay

from ._aliases import merge_names, words_of
from ._cues import read_cue
from ._intros import Intro, apposed, intros, is_role
from ._lexicon import lexicon
from ._people import WEAK, people
from ._verbs import verbs

_MALE = frozenset("he him his himself".split())
_FEMALE = frozenset("she her hers herself".split())
_NOT_NAMES = frozenset(
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
_SEVERAL = re.compile(
    r"\b(?:two|three|four|five|six|several|some|many|the other|of (?:his|her|the|their))\s+(?:[a-z]+\s+)?$",
    re.IGNORECASE,
)
_ACTS = re.compile(
    r",[^.!?]{2,58}?,\s+[a-z]+s\s+(?:his|her|the|an?|at|into|in|through|out|up|down|past|on|from|to|with|towards?)\b"
)
_OWNS = re.compile(r"\b([A-Z][a-z'-]+)['’]s\s+[a-z]+")
_GOES_ON = re.compile(r"\s*(?:,\s|\()|\s+(?:and|&)\s+[A-ZÀ-Þ]{2}")
_ROLE_LEAD = re.compile(
    r"\b(?:an?|the|his|her|their|our|my|[\w-]+['’]s)\s+(?:[a-z-]+\s+){0,2}?([a-z]+),?\s+$", re.IGNORECASE
)
_DETERMINED = re.compile(
    r"\b(?:an?|the|his|her|their|another|one|our|my|[\w-]+['’]s)\s+(?:[a-z][\w-]*,?\s+){0,3}$", re.IGNORECASE
)
_ADJECTIVES = frozenset("OLD LITTLE BIG FAT TALL SHORT SMALL THIN POOR DEAR HANDSOME PRETTY BEAUTIFUL".split())
_DOES = re.compile(r"\b([A-Z][a-z'’-]+)\s+(?:[a-z]+ly\s+)?([a-z]+s)\b")
_CAPITAL = re.compile(r"(?<=[a-z,;] )([A-Z][a-z'’-]+)\b")
_PERSON_TAIL = re.compile(
    r"^\s*(?:,\s*(?:\d|(?:a|an|the|our|his|her|retired|former|also|who|in (?:his|her))\b)|\(|\s*(?:sits?|"
    r"stands?|enters?|walks?|runs?|looks?|stares?|"
    r"smiles?|turns?|steps?|emerges?|approaches|waits?|leans?|lies|drives?|holds?|is\s+(?:painting|sitting|"
    r"standing|walking|\d)|paces|watches|"
    r"comes?|opens?|takes?|picks?|nods?|hesitates|lights|pours|kneels|sleeps|types|reads)\b)"
)


@dataclass(slots=True)
class _Person:
    names: list[str] = field(default_factory=list[str])
    lines: Counter[str] = field(default_factory=Counter[str])
    ages: list[int] = field(default_factory=list[int])
    he: int = 0
    she: int = 0


def action_texts(elements: Iterable[Element]) -> list[str]:
    """The text of the action lines, in order."""
    return [e.text for e in elements if e.kind == "action" and e.text.strip()]


def find_cast(screenplay: Screenplay) -> tuple[CastMember, ...]:
    """Everyone the script names as a person, speaking or silent, each once.

    Cues are merged with the longer or shorter forms of the same name, and with nicknames that
    introductions give. Silent people are those introduced in capitals with an age, a description
    or a deed, and roles in capitals ("the MAILMAN").

    Returns:
        Members in order of appearance, without ids. ``name`` is the form most of their cues use.
    """
    elements = screenplay.elements or tuple(e for s in screenplay.scenes for e in (s.heading, *s.elements))
    lines, order, apart = _speakers(elements)
    texts = action_texts(elements)
    found = [i for t in texts for i in apposed(tuple(intros(t)), t)]
    silent = _silent(found, lines, _doers(texts), _written(texts))
    names = _by_appearance(elements, order, silent)
    also = _given_aliases(found, names)
    root = merge_names([*names, *(a for a in also if a not in names)], apart)
    persons: dict[str, _Person] = {}
    for name in names:
        key = root[name]
        for alias, owner in also.items():
            if alias == name and root.get(owner, owner) != key:
                key = root.get(owner, owner)
        person = persons.setdefault(key, _Person())
        person.names.append(name)
        person.lines[name] += lines.get(name, 0)
    for alias, owner in also.items():
        person = persons.get(root.get(owner, owner))
        if person is not None and alias not in person.names:
            person.names.append(alias)
    owner_of = {n: p for p in persons.values() for n in p.names}
    for intro in found:
        person = owner_of.get(intro.name)
        if person is not None and intro.age is not None:
            person.ages.append(intro.age)
    _count_pronouns(texts, owner_of)
    return tuple(_member(p) for p in persons.values())


def _speakers(elements: Sequence[Element]) -> tuple[Counter[str], list[str], frozenset[tuple[str, str]]]:
    """Cue names with the number of their cues, in order, and the pairs that answer each other."""
    cues = [e for e in elements if e.kind == "character"]
    simple = frozenset(n for e in cues for n in read_cue(e).names)
    lines: Counter[str] = Counter()
    order: list[str] = []
    turns: Counter[tuple[str, str]] = Counter()
    last = ""
    for e in elements:
        if e.kind == "heading":
            last = ""
        if e.kind != "character":
            continue
        cue = read_cue(e, simple)
        for n in cue.names:
            if not lines[n]:
                order.append(n)
            lines[n] += 1
        if len(cue.names) == 1:
            if last and last != cue.names[0] and not cue.continued:
                turns[(last, cue.names[0])] += 1
            last = cue.names[0]
    apart = {pair for pair, k in turns.items() if k >= 2 and turns[(pair[1], pair[0])] >= 1}
    return lines, order, frozenset(apart | {(b, a) for a, b in apart})


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
        out.update(m[1].lower() for m in _CAPITAL.finditer(text))
        out.update(m[1].lower() for m in _OWNS.finditer(text) if m[1].lower() not in _NOT_NAMES)
        out.update(m[1].lower() for m in _DOES.finditer(text) if m[1].lower() not in _NOT_NAMES)
    return frozenset(out)


def _silent(
    found: Sequence[Intro], lines: Counter[str], doers: frozenset[str], written: frozenset[str]
) -> dict[str, None]:
    """Names that the action introduces as people but that never speak."""
    out: dict[str, None] = {}
    for intro in found:
        name = intro.name
        if name in lines or name in out or not _namelike(name):
            continue
        if _may_be_silent(intro, lines, found) and _is_person(intro, doers, written):
            out[name] = None
    return out


def _may_be_silent(intro: Intro, lines: Counter[str], found: Sequence[Intro]) -> bool:
    """Whether a name may be one person who never speaks: no group, no thing, no other form of a speaker."""
    name, words = intro.name, words_of(intro.name)
    role, last = is_role(name), words[-1]
    if _only_described(name, lines, found):
        return False
    plurals = people().plurals
    if role:
        many = _head(words) in plurals or (last in people().roles and people().roles[last].plural)
        weak = len(words) == 1 and last in WEAK and not (last in _SURE and _DETERMINED.search(intro.lead))
        return not many and not weak
    if last.endswith("s") and _SEVERAL.search(intro.lead):
        return False
    return not _is_thing(words) or next(iter(words)) in given_names() or _titled(words)


def _titled(words: Sequence[str]) -> bool:
    """``NURSE KIM``, ``OLD PAVEL``: a name behind a rank, a trade or a kinship."""
    first = next(iter(words), "")
    return len(words) > 1 and (first in people().kin or first in people().role_words)


def _is_person(intro: Intro, doers: frozenset[str], written: frozenset[str]) -> bool:
    """Whether an introduction in capitals, or with an age, brings somebody."""
    words = words_of(intro.name)
    first, last = next(iter(words), ""), words[-1]
    if intro.age is not None:
        return True
    if not intro.shouted:
        return False
    if is_role(intro.name) or (len(words) <= 3 and not given_names().isdisjoint((first, last))):
        return True
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
    free = not _DETERMINED.search(intro.lead) and last not in _NOT_NAMES and last not in verbs() and len(last) > 2
    return free and last in written and bool(_GOES_ON.match(intro.tail))


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
    return first in _ADJECTIVES and rest in lines and all(i.name != rest for i in found)


def _called_by_role(intro: Intro) -> bool:
    """``Her brother TEDDY``, ``Their instructor, SUNNY DAS``: the word before says that it is a person."""
    m = _ROLE_LEAD.search(intro.lead)
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


def _namelike(name: str) -> bool:
    words = list(words_of(name))
    if is_role(name) and len(words) <= 7 and not is_role(words[-1]):  # "WOMAN IN RED"
        words = words[:4]
        words = words[: next((k for k, w in enumerate(words) if w in ("in", "with", "on", "at", "from")), 4)]
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    return (
        0 < len(words) <= 4
        and not {words[0], words[-1]} & _NOT_NAMES
        and not any(w in ("of", "to", "in", "at") for w in words)
        and words[-1] not in people().crowds
    )


def _is_thing(words: Sequence[str]) -> bool:
    rows = lexicon().get(words[0], ())
    return any(tuple(words[1:]) == rest for rest, _, _ in rows) or any(
        not rest for rest, _, _ in lexicon().get(words[-1], ())
    )


def _by_appearance(elements: Sequence[Element], speakers: Sequence[str], silent: dict[str, None]) -> list[str]:
    """Speaking and silent names in the order the script brings them."""
    known = frozenset(speakers)
    out: dict[str, None] = {}
    for e in elements:
        if e.kind == "character":
            out.update(dict.fromkeys(read_cue(e, known).names))
        elif e.kind == "action":
            out.update(dict.fromkeys(i.name for i in intros(e.text) if i.name in silent or i.name in known))
    return list(out)


def _given_aliases(found: Sequence[Intro], names: Sequence[str]) -> dict[str, str]:
    """Nicknames from introductions, and full names that hold a cue's name."""
    known = set(names)
    out: dict[str, str] = {}
    for intro in found:
        owner = intro.name if intro.name in known else next((a for a in intro.also if a in known), "")
        rest = intro.name.partition(" ")[2]
        if not owner and rest in known and intro.name.split()[0] in _ADJECTIVES and all(i.name != rest for i in found):
            owner = rest
        if not owner:
            full = words_of(intro.name)
            if (
                2 <= len(full) <= 3
                and full[0] not in verbs()
                and full[-1] not in verbs()
                and not is_role(intro.name)
                and _namelike(intro.name)
            ):
                hits = [n for n in names if n.lower() in (full[-1], full[0])]
                if len(hits) == 1 and not (set(full) & people().young) and len(intro.name) <= 30:
                    owner = hits[0]
        if owner:
            for a in (intro.name, *intro.also):
                if a != owner and a and _namelike(a):
                    out.setdefault(a, owner)
    return out


def _count_pronouns(texts: Sequence[str], owner_of: dict[str, _Person]) -> None:
    """Count he and she in sentences where one person alone is named before them."""
    single = {n.lower(): p for n, p in owner_of.items() if " " not in n}
    token = re.compile(r"[^\W\d_]+|[.!?]")
    for text in texts:
        last: _Person | None = None
        carried = False
        names = 0
        for m in token.finditer(text):
            raw = m[0]
            if raw in ".!?":
                carried = last is not None and not carried and names == 1
                names = 0
                if not carried:
                    last = None
                continue
            low = raw.lower()
            person = single.get(low) if raw[:1].isupper() else None
            if person is not None and person is not last:
                names += 1
                last = person if names == 1 else None
                carried = False
            elif person is not None:
                names = max(names, 1)
            elif last is not None and low in _MALE:
                last.he += 1
            elif last is not None and low in _FEMALE:
                last.she += 1


def _member(person: _Person) -> CastMember:
    name = max(person.names, key=lambda n: (person.lines[n], -person.names.index(n)))
    grown = [a for a in person.ages if a >= 18]
    age = grown[0] if grown else person.ages[0] if person.ages else None
    words = [w for n in person.names for w in words_of(n)]
    roles = people().roles
    child = any(w in roles and roles[w].minor and not roles[w].plural for w in words_of(name))
    return CastMember(
        cast_id="",
        name=name,
        aliases=tuple(n for n in person.names if n != name),
        speaking=sum(person.lines.values()) > 0,
        minor=age < 18 if age is not None else child,
        female=_gender(words, person),
        age=age,
    )


def _gender(words: Sequence[str], person: _Person) -> bool | None:
    roles = people().roles
    titled = {roles[w].female for w in words if w in roles and roles[w].female is not None}
    if len(titled) == 1:
        return titled.pop()
    he, she = person.he, person.she
    first = words[0] if words else ""
    for w in words:
        if w in people().female_names or w in people().male_names:
            first = w
            break
    named = True if first in people().female_names else False if first in people().male_names else None
    if named is not None and (he if named else she) < 4 + 2 * (she if named else he):
        return named
    if he + she >= 2 and max(he, she) >= 2 * min(he, she):
        return she > he
    return named if named is not None else (she > he if he != she else None)
