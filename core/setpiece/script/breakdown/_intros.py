"""Introductions in the action lines: names in capitals, ages, and what the pronouns say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ._cues import tidy
from ._people import people
from ._verbs import verbs

_CAP = r"[^\W\d_a-zà-öø-ÿа-яё]"
_CAPS = r"[^\W_a-zà-öø-ÿа-яё]"
_TITLE = (
    r"(?:MRS?|MS|DR|ST|LT|SGT|CAPT|PROF|REV|COL|GEN|DET|INSP|SUPT|CONST|CPL|PVT|PTE|CMDR|MAJ|FR|MME|MLLE|SEN|GOV|ADM)\."
)
_WORD = rf"(?:{_TITLE}|{_CAP}{_CAPS}*(?:['’.-]{_CAPS}+)*(?!\w|['’](?!s\b)))"
_NAME = re.compile(
    rf"(?<![\w'’-])({_WORD}(?:\s+(?:[\"“']{_CAP}{_CAPS}+(?:\s{_CAPS}+){{0,2}}[\"”']|#?\d{{1,2}}\b(?!\s?%)|{_WORD}))*)"
)
_TITLED = re.compile(r"(?<![\w'’-])([^\W\d_][\w'’-]+(?:\s+[^\W\d_][\w'’-]+){0,2})\s*\(([^()]{1,40})\)")
_AGE = re.compile(
    r"^\s*(?:aged?\s+|now\s+|about\s+|around\s+|in (?:his|her|their)\s+)?(early|late|mid)?[\s-]*"
    r"(?:to[\s-]+(?:early|late|mid)[\s-]+)?'?(\d{1,2})(?:\s*[-–/]\s*\d{1,2})?('?’?s\b)?(?=$|[\s,.;:)'’]|-?year)",
    re.IGNORECASE,
)
_DECADES = {
    "teens": 16, "twenties": 25, "thirties": 35, "forties": 45, "fifties": 55, "sixties": 65, "seventies": 75,
    "eighties": 85, "nineties": 95,
}  # fmt: skip
_WORD_DECADE = re.compile(rf"\b(early|late|mid)?[\s-]*({'|'.join(_DECADES)})\b", re.IGNORECASE)
_YEARS_OLD = re.compile(r"\b(\d{1,2}|[a-z]+)[\s-]years?[\s-]old\b", re.IGNORECASE)
_SMALL = {
    "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
    "nineteen": 19, "twenty": 20,
}  # fmt: skip
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_SPELLED = re.compile(
    rf"^\s*(?:aged?\s+|about\s+|barely\s+|just\s+|now\s+)?(?:({'|'.join(_TENS)})(?:[\s-](one|two|{'|'.join(_SMALL)}))?|"
    rf"({'|'.join(_SMALL)}))(?:\s+and\s+(?:a\s+half|a\s+quarter|three[\s-]quarters))?(?=\s*(?:$|[,.;)]|--|—))",
    re.IGNORECASE,
)
_AKA = re.compile(
    r"^\s*[,(]?\s*(?i:a\.?k\.?a\.?|also known as|known (?:only |just )?as|nicknamed|"
    r"called|named|by the name of)\s+[\"“]?([^\W\d_][\w'’-]*(?:\s+[A-ZÀ-Þ][\w'’-]*)?)",
)

_QUOTED = re.compile(r"\"[^\"\n]{1,200}\"|“[^”\n]{1,200}”")
_IN_BRACKETS = re.compile(r"^\s*\(((?:THE )?[A-ZÀ-Þ]{3,}(?: [A-ZÀ-Þ]{3,})?)\)")
_READS = re.compile(
    r"\b(?:headlines?|caption|banner|sign|label|subtitle|signs?|title)\b[^.!?:]{0,12}(?::|\breads?)\s*[\"“]?$",
    re.IGNORECASE,
)
_JOINS = re.compile(r"(?:\s*\([^()]{1,20}\))?,\s+(?:(?:an?|the|his|her|their)\s+(?:[a-z-]+\s+){0,2})?")
_ATTIRED = re.compile(r"\s(?:in|with|on|at|from)\s")
_CALLED = re.compile(
    r"^[^.!?]{0,50}?[,(–—-]\s*(?:(?:everyone|everybody)['’]s\s+(?:favou?rite\s+)?|(?:better\s+)?known\s+(?:to\s+[\w\s]{2,20}\s+)?as\s+|"
    r"goes\s+by\s+|answers\s+to\s+|call\s+(?:him|her)\s+|friends\s+call\s+(?:him|her)\s+|alias\s+)[\"“‘']?([A-ZÀ-Þ][\w’'-]+)()"
    r"|^\s*,\s*[\"“]()([A-ZÀ-Þ][\w’'-]+)[\"”]\s+to\s"
    r"|^\s*,\s*()([A-ZÀ-Þ][\w’'-]+)\s+to\s+(?:(?:his|her|their|all|the|close)\s)?(?:\w+\s)?(?:friends|mates|family|"
    r"everyone|everybody|colleagues|most)\b",
)


PLAIN_NAME = r"((?:(?:Mrs?|Ms|Dr)\.\s+)?[A-ZÀ-Þ][a-zà-ÿ'’-]+(?:\s+[A-ZÀ-Þ][a-zà-ÿ'’-]+){0,2})(?![\w'’])"
_NAMED = re.compile(
    r"\b(?:called|named|by the name of|known (?:only |just )?as|whom? every(?:one|body) calls)\s+" + PLAIN_NAME
)
_THIS_IS = re.compile(r"\b[Tt]his is\s+" + PLAIN_NAME + r"(?=\s*[,.;:(–—-])")
_OF_KIN = re.compile(r"\b(?:his|her|their|the|a)\s+(?:[a-z-]+\s+){0,2}?([a-z-]+),?\s+" + PLAIN_NAME)


@dataclass(frozen=True, slots=True)
class Intro:
    """A name met in the action: as written, where, its age if told, and names it goes by as well."""

    name: str
    start: int
    end: int
    age: int | None
    also: tuple[str, ...]
    shouted: bool
    tail: str
    """What follows, up to 60 characters."""
    lead: str = ""
    """What stands before, up to 40 characters."""
    presented: str = ""
    """How a name that is not in capitals comes in: "called" ("a clerk called Tibbs"), "this is", or "kin"."""


def age_in(text: str) -> int | None:
    """An age told at the beginning of ``text``: "28", "30s", "late twenties", "six-year-old", "thirteen"."""
    m = _AGE.match(text)
    if m and (
        m[3] or not text[m.end() :].lstrip().lower().startswith(("%", "pm", "am", "th", "miles", "feet", "of the"))
    ):
        age = int(m[2])
        if m[3]:
            age += {"early": 2, "late": 8}.get((m[1] or "").lower(), 5)
        return age if 0 < age < 120 else None
    m = _SPELLED.match(text)
    if m:
        ones = (m[2] or m[3] or "").lower()
        return _TENS.get((m[1] or "").lower(), 0) + {"one": 1, "two": 2, "": 0}.get(ones, _SMALL.get(ones, 0))
    head = text[:40]
    m = _WORD_DECADE.search(head)
    if m:
        base = _DECADES[m[2].lower()]
        return base + {"early": -3, "late": 3}.get((m[1] or "").lower(), 0)
    m = _YEARS_OLD.search(head)
    if m:
        return int(m[1]) if m[1].isdigit() else _SMALL.get(m[1].lower())
    return None


def intros(text: str) -> Iterator[Intro]:
    """Names in capitals, and names of any case that an age in brackets follows."""
    taken: set[int] = set()
    written = {k for q in _QUOTED.finditer(text) for k in range(q.start() + 1, q.end() - 1)}
    for m in _NAME.finditer(text):
        raw = m[1]
        if (m.start() in written and m.end() - 1 in written) or _READS.search(text[: m.start()][-40:]):
            continue  # the words of a sign
        if len(raw.strip(".")) < 2 or not any(c.isalpha() for c in raw) or raw.upper() == raw.lower():
            continue
        nick = tuple(tidy(q) for q in re.findall(r"[\"“']([^\"”“']+)[\"”']", raw) if len(q) > 1)
        name = tidy(re.sub(r"\s*[\"“'](?=\S)[^\"”“']+[\"”'](?=\s|$)", "", raw))
        name = _until_deed(re.sub(r"^(?:A|AN)\s+(?=\S{2})", "", name))
        if raw.endswith(("'S", "’S")):
            name = name.removesuffix("'S")
        tail = text[m.end() : m.end() + 60]
        aka = _AKA.match(tail) or _CALLED.match(tail) or _IN_BRACKETS.match(tail)
        also = (*nick, tidy(next(g for g in aka.groups() if g))) if aka else nick
        taken.update(range(m.start(), m.end()))
        for one in _persons(name):
            lead = text[max(0, m.start() - 40) : m.start()]
            yield Intro(one, m.start(), m.end(), _age_after(text, m.start(), tail), also, True, tail, lead)
    for m in _TITLED.finditer(text):
        age = age_in(m[2])
        words = m[1].split()
        while words and not words[0][:1].isupper():
            words = words[1:]
        if age is None or not words or any(k in taken for k in range(m.start(1), m.end(1))):
            continue
        name = " ".join(words)
        yield Intro(
            _persons(tidy(name))[-1], m.end(1) - len(name), m.end(1), age, (), False, text[m.end(1) : m.end(1) + 60]
        )


def plain_intros(text: str) -> Iterator[Intro]:
    """Names without capitals that the action presents: "a teacher called Mags Pugh", "This is Kestrel"."""
    found: dict[int, tuple[re.Match[str], int, str]] = {}
    for m in _OF_KIN.finditer(text):
        if m[1] in people().role_words and m[1] not in people().plurals:
            found[m.start(2)] = (m, 2, "kin")
    for m in _NAMED.finditer(text):
        before = re.split(r"[.!?]", text[max(0, m.start() - 60) : m.start()])[-1].lower()
        if {w.strip(",;:'\"") for w in before.split()[-8:]} & (people().role_words - people().plurals):
            found[m.start(1)] = (m, 1, "called")
    for m in _THIS_IS.finditer(text):
        found[m.start(1)] = (m, 1, "this is")
    for at, (m, group, how) in sorted(found.items()):
        name = re.sub(r"^(?:A|AN|THE)\s+", "", tidy(m[group]))
        tail, lead = text[m.end() : m.end() + 60], text[max(0, at - 40) : at]
        nick = re.match(r"\s*,\s*([A-ZÀ-Þ]{2,})\b", tail)
        yield Intro(name, at, m.end(), _age_after(text, at, tail), (nick[1],) if nick else (), False, tail, lead, how)


_WHERE = frozenset("ACROSS OUTSIDE BEHIND NEAR BESIDE INSIDE AMONG SITTING STANDING WALKING RUNNING".split())
_DOES = frozenset("GOES DOES SAYS HAS IS SEES HEARS TRIES BEGINS STARTS".split())


def _until_deed(name: str) -> str:
    """``LARA EXITS FRAME`` is Lara."""
    words = name.split()
    at = next((k for k, w in enumerate(words) if k and (w in _WHERE or (w.endswith("ING") and k > 1))), len(words))
    if is_role(" ".join(words[:at])):
        words = words[:at]  # "POLICE OFFICER ACROSS THE STREET"
    deed = next(
        (k for k, w in enumerate(words) if k and w.endswith("S") and (w.lower() in verbs() or w in _DOES)), len(words)
    )
    return " ".join(words[:deed])


def _persons(name: str) -> list[str]:
    """``HIS WIFE JOSEPHINE`` is Josephine; ``DAISY AND DEMI`` are two; ``AKA DAN`` is Dan."""
    out: list[str] = []
    for part in re.split(r"\s+(?:AND|&|AKA)\s+", f" {name} "):
        words = part.split()
        if len(words) > 1 and words[0] == "AKA":
            words = words[1:]
        owned = len(words) > 2 and (words[0] in ("HIS", "HER", "THEIR", "MY") or words[0].endswith("'S"))
        if owned and words[1].lower() in people().role_words and words[-1].lower() not in people().role_words:
            words = words[2:]
        if words:
            out.append(" ".join(words))
    return out


def _age_after(text: str, start: int, tail: str) -> int | None:
    flat = tail.lstrip()
    if flat.startswith(("(", ",")):
        inner = flat[1:].lstrip()
        stop = inner.find(")") if flat[0] == "(" else min((k for k in (inner.find("."), 40) if k >= 0), default=40)
        told = age_in(inner[: stop if stop >= 0 else 40])
        if told is not None:
            return told
    if re.match(r"\s+is\s+(?:now\s+)?\d", tail):
        return age_in(tail.lstrip()[2:])
    before = text[max(0, start - 24) : start]
    m = _YEARS_OLD.search(before)
    if m and before[m.end() :].strip() == "":
        return int(m[1]) if m[1].isdigit() else _SMALL.get(m[1].lower())
    return None


def is_role(name: str) -> bool:
    """Whether a name is a role ("SECURITY GUARD", "WOMAN #2", "MAN IN BLACK") and no proper name."""
    words = [w for w in _ATTIRED.split(name.lower())[0].split() if not w.strip("#").isdigit()]
    return bool(words) and words[-1] in people().role_words


_REVEALED = re.compile(r"\b(?:(?:This|That|It) (?:is|must be)|(?:Her|His) name is)\s+$")


def revealed(found: Sequence[Intro]) -> list[Intro]:
    """``AN OLD MAN in a cap. This is KARL.``: the man of the same paragraph is the name's alias."""
    out = list(found)
    for k, intro in enumerate(found):
        roles = [j for j in range(k) if is_role(found[j].name) and found[j].shouted]
        if len(roles) == 1 and not is_role(intro.name) and _REVEALED.search(intro.lead):
            j = roles[0]
            out[k] = replace(intro, also=(*intro.also, found[j].name), presented="called")
            out[j] = replace(found[j], shouted=False, age=None)
    return out


def apposed(found: Sequence[Intro], text: str) -> list[Intro]:
    """``a HOST, CHIP CHAMBERS, bounds in``: the role is the name's alias, unless both stand in a list."""
    out = list(found)
    for k, (a, b) in enumerate(zip(found, found[1:], strict=False)):
        if is_role(a.name) == is_role(b.name) or not (a.shouted and b.shouted):
            continue
        after = text[b.end : b.end + 8]
        listed = re.match(r",?\s+and\b|,\s+(?:an?\s+)?[A-ZÀ-Þ]{2}", after) or (
            k and _JOINS.fullmatch(text[found[k - 1].end : a.start])
        )
        if listed or not _JOINS.fullmatch(text[a.end : b.start]) or not re.match(r"[,.(—–:]|\s*\(", after):
            continue
        name, role = (b, a) if is_role(a.name) else (a, b)
        at = k if name is a else k + 1
        out[at] = replace(name, also=(*name.also, role.name))
        out[k + 1 if name is a else k] = replace(role, shouted=False, age=None)
    return out
