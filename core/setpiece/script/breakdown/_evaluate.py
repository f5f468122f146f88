"""How well sheets agree with gold: precision, recall and F1 for each category.

Two names agree when they are equal in lower case and singular, or when one is the other's head
noun ("enamel bowl" and "bowl"; the last word of an English compound); gold may name others that
count as well. Each name agrees once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from ..model import CastMember, SceneBreakdown
from ._gold import GoldElement, GoldScene

SCORED = ("props", "vehicles", "animals", "wardrobe", "special_effects", "stunts")
"""The element categories that the micro average is taken over, with the cast."""


class Score(msgspec.Struct, frozen=True):
    """Counts over scenes."""

    right: int = 0
    invented: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Share of what was found that is right; 1 where nothing was found."""
        return self.right / (self.right + self.invented) if self.right + self.invented else 1.0

    @property
    def recall(self) -> float:
        """Share of what is there that was found; 1 where there is nothing."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        total = 2 * self.right + self.invented + self.missed
        return 2 * self.right / total if total else 1.0

    def plus(self, other: Score) -> Score:
        """Both together."""
        return Score(self.right + other.right, self.invented + other.invented, self.missed + other.missed)


class Miss(msgspec.Struct, frozen=True):
    """One disagreement, for people who look why."""

    scene: str
    category: str
    kind: str
    """invented, missed, trap (an invention that gold warned of), no-evidence."""
    name: str
    note: str = ""


class Evaluation(msgspec.Struct, frozen=True):
    """Scores by category ("cast" is one of them), and what disagrees."""

    scenes: int
    categories: dict[str, Score]
    speaking: Score
    misses: tuple[Miss, ...]

    @property
    def micro(self) -> Score:
        """Cast and the scored element categories together."""
        total = Score()
        for category in ("cast", *SCORED):
            total = total.plus(self.categories.get(category, Score()))
        return total

    @property
    def invented_without_evidence(self) -> int:
        """Elements whose quote is not in the scene's text. Must be 0."""
        return sum(1 for m in self.misses if m.kind == "no-evidence")


def evaluate(
    pairs: Sequence[tuple[GoldScene, SceneBreakdown, str]], casts: Sequence[Sequence[CastMember]] = ()
) -> Evaluation:
    """Compare sheets with gold.

    Args:
        pairs: Gold, the sheet, and the scene's text (for the evidence).
        casts: For each pair the cast of its script, by whose aliases people are known as well; empty is by name only.
    """
    categories: dict[str, Score] = {}
    speaking, misses = Score(), list[Miss]()
    for k, (gold, sheet, text) in enumerate(pairs):
        forms = {m.name: m.aliases for m in casts[k]} if casts else {}
        tables = _tables(gold, sheet)
        for category, (wanted, found) in tables.items():
            score, wrong = _compare(gold, category, wanted, found, forms if category == "cast" else {})
            categories[category] = categories.get(category, Score()).plus(score)
            misses += wrong
        said = _compare(
            gold, "speaking",
            [GoldElement(c.name, aliases=c.aliases, optional=c.optional) for c in gold.cast if c.speaking],
            [c.name for c in sheet.cast if c.speaking],
            forms,
        )  # fmt: skip
        speaking = speaking.plus(said[0])
        misses += _without_evidence(gold, sheet, text)
    order = {c: i for i, c in enumerate(("cast", *SCORED))}
    ordered = dict(sorted(categories.items(), key=lambda kv: (order.get(kv[0], len(order)), kv[0])))
    return Evaluation(len(pairs), ordered, speaking, tuple(misses))


def _tables(gold: GoldScene, sheet: SceneBreakdown) -> dict[str, tuple[list[GoldElement], list[str]]]:
    tables: dict[str, tuple[list[GoldElement], list[str]]] = {
        "cast": (
            [GoldElement(c.name, aliases=c.aliases, optional=c.optional) for c in gold.cast],
            [c.name for c in sheet.cast],
        ),
        "background_actors": (
            [GoldElement(b.what, b.count, aliases=b.aliases, optional=b.optional) for b in gold.background],
            [b.what for b in sheet.background],
        ),
    }
    placed = _where_gold_would_accept(gold, sheet)
    for category in sorted({*gold.elements, *placed}):
        found = placed.get(category, [])
        wanted = list(gold.elements.get(category, ()))
        if category in tables:  # a gold file may list extras as elements too
            tables[category][0].extend(wanted)
            tables[category][1].extend(found)
        else:
            tables[category] = (wanted, found)
    return tables


def _where_gold_would_accept(gold: GoldScene, sheet: SceneBreakdown) -> dict[str, list[str]]:
    """What was found, by category; a thing listed in one of gold's ``also`` stands where gold has it."""
    placed = {category: [u.name for u in uses] for category, uses in sheet.elements.items()}
    for category, elements in gold.elements.items():
        for element in elements:
            if any(_agree(element, name, False) for name in placed.get(category, ())):
                continue
            for other in element.also:
                hit = next((n for n in placed.get(other, ()) if _agree(element, n, False)), None)
                if hit is not None and not any(_agree(e, hit, False) for e in gold.elements.get(other, ())):
                    placed[other].remove(hit)
                    placed.setdefault(category, []).append(hit)
                    break
    return placed


def _compare(
    gold: GoldScene,
    category: str,
    wanted: Sequence[GoldElement],
    found: Sequence[str],
    forms: Mapping[str, Sequence[str]],
) -> tuple[Score, list[Miss]]:
    left = list(found)
    open_: list[GoldElement] = []
    right = 0
    for exact in (True, False):  # exact names first, so that a head noun takes nothing from them
        todo = list(wanted) if exact else open_
        open_ = []
        for element in todo:
            hit = next((f for f in left if any(_agree(element, x, exact) for x in (f, *forms.get(f, ())))), None)
            if hit is None:
                open_.append(element)
                continue
            left.remove(hit)
            right += not element.optional
    missed = [e for e in open_ if not e.optional]
    known = [e for e in wanted if any(_agree(e, f, False) for f in left)]
    extra = [f for f in left if not any(_agree(e, f, False) and e.optional for e in known)]
    traps = {t.name.casefold(): t.why for t in gold.traps if t.category == category}
    wrong = [
        Miss(gold.id, category, "trap" if _base(f) in map(_base, traps) else "invented", f, traps.get(f.casefold(), ""))
        for f in extra
    ]
    wrong += [Miss(gold.id, category, "missed", e.name) for e in missed]
    return Score(right, len(extra), len(missed)), wrong


def _agree(element: GoldElement, found: str, exact: bool) -> bool:
    names = (element.name, *element.aliases)
    if exact:
        return any(_base(n) == _base(found) for n in names)
    return any(_is_head(_base(n), _base(found)) or _is_head(_base(found), _base(n)) for n in names)


def _is_head(short: str, long: str) -> bool:
    return short != "" and (short == long or long.endswith(f" {short}"))


def _base(name: str) -> str:
    return " ".join(_singular(w) for w in name.casefold().replace("-", " ").replace("’", "'").split())


def _singular(word: str) -> str:
    if word in ("men", "children", "people"):
        return {"men": "man", "children": "child", "people": "person"}[word]
    for ending, instead in (("ies", "y"), ("shes", "sh"), ("ches", "ch"), ("xes", "x"), ("sses", "ss"), ("men", "man")):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return word.removesuffix(ending) + instead
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3 else word


def _without_evidence(gold: GoldScene, sheet: SceneBreakdown, text: str) -> Iterable[Miss]:
    flat = _flat(text)
    for category, uses in sheet.elements.items():
        for use in uses:
            if not use.quote or _flat(use.quote) not in flat:
                yield Miss(gold.id, category, "no-evidence", use.name, use.quote)


def _flat(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())


def evaluation_rows(evaluation: Evaluation) -> list[tuple[str, str, str, str, str, str, str]]:
    """Rows for a table: category, precision, recall, F1, right, invented, missed."""
    parts: Mapping[str, Score] = {**evaluation.categories, "speaking": evaluation.speaking, "micro": evaluation.micro}
    return [
        (name, f"{s.precision:.3f}", f"{s.recall:.3f}", f"{s.f1:.3f}", str(s.right), str(s.invented), str(s.missed))
        for name, s in parts.items()
    ]
