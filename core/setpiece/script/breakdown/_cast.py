"""The production's cast: who speaks, who is introduced, and which names are one person."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from setpiece.script.model import CastMember, Element, Screenplay

from ._acting import acting_names
from ._aliases import merge_names, words_of
from ._cues import read_cue
from ._introduced import ADJECTIVES, namelike, silent_people
from ._intros import Intro, apposed, intros, is_role, plain_intros, revealed
from ._longhand import misspelt, scenes_of, spoken_short
from ._nameless import all_unnamed
from ._names import stands_alone
from ._nicknames import first_and_last, shortened, who_says_so
from ._people import people
from ._verbs import verbs

_FULL = 2
"""Words of a first and a last name."""
_MALE = frozenset("he him his himself".split())
_FEMALE = frozenset("she her hers herself".split())


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
    found = [i for t in texts for i in (*revealed(apposed(tuple(intros(t)), t)), *plain_intros(t))]
    silent = silent_people(found, lines, texts)
    names = _by_appearance(elements, order, silent)
    taken = frozenset(w for n in names for w in words_of(n))
    others = (*acting_names(texts, taken), *all_unnamed(scenes_of(elements)))
    names += [n for n in dict.fromkeys(others) if n not in names]
    slips = misspelt(names, lines, texts)
    names = [n for n in names if n not in slips]
    also = spoken_short(elements, silent.keys() - slips.keys(), lines.keys()) | _given_aliases(found, names) | slips
    also |= first_and_last(names, lines, texts) | who_says_so(elements, lines) | shortened(elements)
    root = merge_names([*names, *(a for a in also if a not in names and a not in slips)], apart)
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
    _called(persons.values(), " ".join(texts))
    _short_forms(persons.values(), " ".join((*texts, *(e.text for e in elements if e.kind == "dialogue"))))
    return tuple(_member(p) for p in persons.values())


def _short_forms(persons: Iterable[_Person], text: str) -> None:
    """Add to the aliases of WALTER PELL the Walter and the Pell that the script calls him, where nobody shares them."""
    persons = list(persons)
    taken = Counter(w for p in persons for w in dict.fromkeys(w for n in p.names for w in words_of(n)))
    said = re.findall(r"\w+", text)
    singles, pairs = Counter(said), Counter((a.lower(), b.lower()) for a, b in itertools.pairwise(said))
    for p in persons:
        for full in [n for n in p.names if " " in n and not is_role(n) and namelike(n)]:
            for low in words_of(full):
                if not low.isalpha() or not stands_alone(low) or taken[low] > 1 or low.upper() in p.names:
                    continue
                forms = [words_of(n) for n in p.names if low in words_of(n)]
                beside = dict.fromkeys(x for f in forms for x in itertools.pairwise(f) if low in x)
                whole = sum(pairs[pair] for pair in beside)
                if singles[low.title()] + singles[low.upper()] > whole + 1:
                    p.names.append(low.upper())


def _called(persons: Iterable[_Person], text: str) -> None:
    """Put first the name that the action uses for who never speaks: WALTER for WALTER PELL."""
    persons = list(persons)
    taken = Counter(w for p in persons for w in dict.fromkeys(w for n in p.names for w in words_of(n)))
    said = re.findall(r"[^\W\d_]+", text)
    singles, pairs = Counter(said), Counter((a.lower(), b.lower()) for a, b in itertools.pairwise(said))
    for p in persons:
        full = p.names[0]
        words = full.split()
        if sum(p.lines.values()) or len(words) != _FULL or is_role(full) or not namelike(full):
            continue
        if words[0].lower() not in people().female_names | people().male_names or taken[words[0].lower()] > 1:
            continue
        whole = pairs[words[0].lower(), words[1].lower()]
        alone = singles[words[0].title()] + singles[words[0]] - whole
        if alone > whole and words[0] not in p.names:
            p.names.insert(0, words[0])


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


def _by_appearance(elements: Sequence[Element], speakers: Sequence[str], silent: dict[str, None]) -> list[str]:
    """Speaking and silent names in the order the script brings them."""
    known = frozenset(speakers)
    out: dict[str, None] = {}
    for e in elements:
        if e.kind == "character":
            out.update(dict.fromkeys(read_cue(e, known).names))
        elif e.kind == "action":
            met = (*intros(e.text), *plain_intros(e.text))
            out.update(dict.fromkeys(i.name for i in met if i.name in silent or i.name in known))
    return list(out)


def _given_aliases(found: Sequence[Intro], names: Sequence[str]) -> dict[str, str]:
    """Nicknames from introductions, and full names that hold a cue's name."""
    known = set(names)
    out: dict[str, str] = {}
    for intro in found:
        owner = intro.name if intro.name in known else next((a for a in intro.also if a in known), "")
        rest = intro.name.partition(" ")[2]
        if not owner and rest in known and intro.name.split()[0] in ADJECTIVES and all(i.name != rest for i in found):
            owner = rest
        if not owner:
            full = words_of(intro.name)
            if (
                2 <= len(full) <= 3
                and full[0] not in verbs()
                and full[-1] not in verbs()
                and not is_role(intro.name)
                and namelike(intro.name)
            ):
                hits = [n for n in names if n.lower() in (full[-1], full[0])]
                if len(hits) == 1 and not (set(full) & people().young) and len(intro.name) <= 30:
                    owner = hits[0]
        if owner:
            for a in (intro.name, *intro.also):
                if a != owner and a and (a in known or namelike(a)):
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
    name = max(person.names, key=lambda n: (not n.endswith(" VOICE"), person.lines[n], -person.names.index(n)))
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
