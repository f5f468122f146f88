"""Words with their places: what every reader of action lines needs, cut once per paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_STOP = re.compile(r"[.!?…]|\n\s*\n")
_ABBREVIATIONS = frozenset("mr mrs ms dr st rm mt jr sr lt sgt capt prof rev no vs blvd ave col gen det insp".split())
_LONGEST = 100
DETERMINERS = frozenset(
    "a an the his her their my your its our this that these those some any each every another no both "
    "several many few more other all half whose".split()
)
NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40,
    "fifty": 50, "hundred": 100,
}  # fmt: skip
VAGUE_NUMBERS = {
    "pair": 2, "couple": 2, "few": 3, "several": 4, "handful": 5, "many": 6, "dozen": 12, "dozens": 24,
    "scores": 40, "hundreds": 200, "thousands": 500,
}  # fmt: skip
SUBJECTS = frozenset("he she they it we i you who which".split())
OBJECTS = frozenset("him her them it us me himself herself themselves itself everyone everything".split())
PREPOSITIONS = frozenset(
    "in on with of by at from into onto under over beside behind near through against inside between for "
    "around across along past toward towards beneath without atop among above below".split()
)
PARTICLES = frozenset(
    "up down out off away back over at around on into to for across as through past toward towards ahead".split()
)
AUXILIARIES = frozenset(
    "can could will would shall should may might must do does did don't doesn't didn't can't won't is are "
    "was were be been being has have had not never to".split()
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence as parallel columns, one row per word.

    Attributes:
        text: As written.
        start: Where it begins in its paragraph, in characters.
        raw: The words as written, without a possessive ending.
        low: The same in lower case with straight apostrophes.
        at: Where each word begins in the paragraph.
        possessive: Whether the word carried ``'s`` or a closing ``'``.
        gap: What stands between the word before and this one.
        quoted: Whether the word stands inside double quotes.
    """

    text: str
    start: int
    raw: tuple[str, ...]
    low: tuple[str, ...]
    at: tuple[int, ...]
    possessive: tuple[bool, ...]
    gap: tuple[str, ...]
    quoted: tuple[bool, ...]

    def breaks(self, i: int) -> bool:
        """Whether a clause begins at word ``i``: punctuation or the sentence's start before it."""
        if i <= 0:
            return True
        gap = self.gap[i]
        return (gap != " " and any(c in gap for c in ',;:()[]—–"“”')) or "--" in gap

    def clause_start(self, i: int) -> int:
        """First word of the clause that word ``i`` stands in."""
        while i > 0 and not self.breaks(i):
            i -= 1
        return i

    def clause_end(self, i: int) -> int:
        """One past the last word of the clause that word ``i`` stands in."""
        i += 1
        while i < len(self.low) and not self.breaks(i):
            i += 1
        return i


def clean(text: str) -> str:
    """``text`` without emphasis marks and with single spaces, for quoting."""
    return " ".join(text.replace("*", "").replace("_", "").split())


def sentences(text: str) -> tuple[Sentence, ...]:
    """Cut a paragraph into sentences and words.

    Args:
        text: A paragraph of action, with its line breaks.
    """
    found = list(_WORD.finditer(text))
    if not found:
        return ()
    gaps: list[str] = []
    quoted: list[bool] = []
    inside, end = False, 0
    for m in found:
        gap = text[end : m.start()]
        for c in gap:
            if c == '"':
                inside = not inside
            elif c in "“”":
                inside = c == "“"
        gaps.append(gap)
        quoted.append(inside)
        end = m.end()
    cuts = [0]
    for i in range(1, len(found)):
        if _ends(found, gaps, i) or i - cuts[-1] >= _LONGEST:  # no sentence may make later passes quadratic
            cuts.append(i)
    cuts.append(len(found))
    return tuple(_sentence(text, found, gaps, quoted, a, b) for a, b in zip(cuts, cuts[1:], strict=False) if b > a)


def _ends(found: Sequence[re.Match[str]], gaps: Sequence[str], i: int) -> bool:
    gap = gaps[i]
    if gap == " " or not _STOP.search(gap):
        return False
    before, after = found[i - 1].group(), found[i].group()
    if gap.startswith(".") and not gap.startswith(".."):
        if before.lower() in _ABBREVIATIONS and " " in gap and (before.lower() != "no" or after[:1].isdigit()):
            return False
        if len(before) == 1 and len(gap) <= 2 and before.isupper():
            return False
        if gap == ".":
            return False
    return after[:1].isupper() or after[:1].isdigit() or not after[:1].islower()


def _sentence(
    text: str, found: Sequence[re.Match[str]], gaps: Sequence[str], quoted: Sequence[bool], a: int, b: int
) -> Sentence:
    start = found[a].start()
    end = found[b].start() if b < len(found) else len(text)
    raw: list[str] = []
    low: list[str] = []
    possessive: list[bool] = []
    for k in range(a, b):
        word = found[k].group()
        owns = len(word) > 2 and word[-2] in "'’" and word[-1] in "sS"
        if owns:
            word = word[:-2]
        elif word[-1] in "sS" and text[found[k].end() : found[k].end() + 2] in ("' ", "’ "):
            owns = True
        raw.append(word)
        low.append(word.lower().replace("’", "'"))
        possessive.append(owns)
    return Sentence(
        text[start:end].rstrip(),
        start,
        tuple(raw),
        tuple(low),
        tuple(m.start() for m in found[a:b]),
        tuple(possessive),
        tuple(gaps[a:b]),
        tuple(quoted[a:b]),
    )


def number_before(s: Sentence, i: int) -> int | None:
    """The count written in front of the noun at word ``i`` ("three tall candles" -> 3), or None."""
    for k in range(i - 1, max(-1, i - 5), -1):
        if s.breaks(k + 1):
            return None
        word = s.low[k]
        if word in NUMBERS:
            return NUMBERS[word]
        if word.isdigit() and len(word) <= 3:
            return max(1, int(word)) if word.isascii() else None
        if word in VAGUE_NUMBERS:
            return VAGUE_NUMBERS[word]
        if word in ("a", "an", "the", "his", "her", "their", "this", "that", "and"):
            return None
        if word in PREPOSITIONS and (k == 0 or s.low[k - 1] not in VAGUE_NUMBERS):
            return None
    return None
