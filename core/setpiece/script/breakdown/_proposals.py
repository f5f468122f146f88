"""What a program proposes for a scene: checked against the scene's own words, and never more than a proposal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Annotated, Any

import msgspec

from ..fdx import stock_categories
from ..model import ElementUse, Finding, SceneBreakdown, ScriptScene
from ._corrections import category_key
from ._lexicon import plural_of

FORMAT = "1.0"
PROPOSAL = "proposal"
"""The source of an element that was proposed."""
MAX_REPLY_BYTES = 1 << 20
_MAX_ELEMENTS = 200
_CONFIDENCE = 0.4
_QUOTE = 90
_READ = frozenset(("heading", "action", "character", "parenthetical", "dialogue", "lyric", "shot", "centered"))
_FACTS = frozenset("synopsis cast_members background_actors notes script_day unit sequence location comments".split())
"""Stock categories that hold no elements: people and facts of the sheet."""

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
Quote = Annotated[str, msgspec.Meta(min_length=1, max_length=400)]


class Proposal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing that the scene is said to need, with the words that ask for it."""

    category: Name
    name: Name
    quote: Quote
    count: Annotated[int, msgspec.Meta(ge=1, le=9999)] = 1


class SceneProposals(msgspec.Struct, frozen=True):
    """What was proposed for a scene, and by whom.

    Attributes:
        refused: Reason -> how many others of the same reply were none.
        backend: Address or program that was asked.
        model: The model's name, where one was named.
        prompt: Hash of what was asked.
    """

    elements: tuple[Proposal, ...] = ()
    refused: dict[str, int] = {}
    backend: str = ""
    model: str = ""
    prompt: str = ""


class Proposals(msgspec.Struct, frozen=True):
    """``breakdown.proposals.json``: by scene id; an input of builds like the script."""

    format: str = FORMAT
    scenes: dict[str, SceneProposals] = {}


@cache
def element_categories() -> tuple[str, ...]:
    """The stock categories that hold elements, as sheets call them."""
    return tuple(k for k in (category_key(c.name) for c in stock_categories()) if k not in _FACTS)


def scene_text(scene: ScriptScene) -> str:
    """What is read of a scene: heading, action and speeches, without notes and what is struck."""
    return "\n\n".join(e.text for e in (scene.heading, *scene.elements) if e.kind in _READ)


def checked_reply(reply: bytes, scene: ScriptScene) -> SceneProposals:
    """The proposals of a reply ``{"elements": [...]}``; what is none is counted by reason.

    Args:
        reply: As the backend gave it.
        scene: What it was asked about.
    """
    if len(reply) > MAX_REPLY_BYTES:
        return SceneProposals(refused={"too long": 1})
    try:
        rows = msgspec.json.decode(reply, type=dict[str, Any])["elements"]
    except (msgspec.DecodeError, KeyError, UnicodeDecodeError, RecursionError):
        return SceneProposals(refused={"no JSON object with elements": 1})
    if not isinstance(rows, list):
        return SceneProposals(refused={"no JSON object with elements": 1})
    refused, kept = Counter[str](), dict[tuple[str, str], Proposal]()
    listed: list[Any] = rows
    if len(listed) > _MAX_ELEMENTS:
        refused["too many"] = len(listed) - _MAX_ELEMENTS
    words = tuple(_words(scene))
    for row in listed[:_MAX_ELEMENTS]:
        try:
            proposal = msgspec.convert(row, Proposal)
        except msgspec.ValidationError:
            refused["wrong fields"] += 1
            continue
        reason = _wrong(proposal, words)
        if reason:
            refused[reason] += 1
        else:
            kept.setdefault((proposal.category, _plain(proposal.name)), proposal)
    return SceneProposals(tuple(kept.values()), dict(sorted(refused.items())))


def with_proposals(sheet: SceneBreakdown, proposals: SceneProposals, scene: ScriptScene) -> SceneBreakdown:
    """A sheet with what was proposed and it does not have; what does not hold of this scene is a finding.

    Args:
        sheet: As read.
        proposals: From ``breakdown.proposals.json``: they may be of another draft, or of somebody's hand.
        scene: The scene as it is now.
    """
    tables = {c: list(uses) for c, uses in sheet.elements.items()}
    known = {_plain(u.name) for uses in tables.values() for u in uses} | set(_people(sheet))
    known |= {plural_of(k) for k in known}
    words, odd = tuple(_words(scene)), Counter[str]()
    for p in proposals.elements:
        reason = _wrong(p, words)
        if reason:
            odd[reason] += 1
        elif _plain(p.name) not in known:
            tables.setdefault(p.category, []).append(_use(p, words))
            known |= {_plain(p.name), plural_of(_plain(p.name))}
    found = (_finding(sheet.heading, reason, n) for reason, n in sorted(odd.items()))
    elements = {c: tuple(sorted(uses, key=lambda u: (u.line, u.name))) for c, uses in tables.items()}
    return msgspec.structs.replace(sheet, elements=elements, findings=(*sheet.findings, *found))


def _people(sheet: SceneBreakdown) -> Iterator[str]:
    yield from (_plain(c.name) for c in sheet.cast)
    yield from (_plain(b.what) for b in sheet.background)


def _use(p: Proposal, words: Sequence[tuple[str, int]]) -> ElementUse:
    quote = " ".join(p.quote.split())
    short = quote if len(quote) <= _QUOTE else quote[:_QUOTE].rsplit(" ", 1)[0] + "…"
    named = _plain(p.name).split()[-1] in quote.casefold()
    return ElementUse(_plain(p.name), named, _CONFIDENCE, _place(p.quote, words), short, p.count, PROPOSAL)


def _wrong(p: Proposal, words: Sequence[tuple[str, int]]) -> str:
    """Why a proposal is none; empty when it is one."""
    if p.category not in element_categories():
        return "no such category"
    if not any(c.isalpha() for c in p.name) or not p.name.isprintable():
        return "no name"
    return "" if _place(p.quote, words) >= 0 else "quotes what is not in the scene"


def _words(scene: ScriptScene) -> Iterator[tuple[str, int]]:
    """Every word of a scene with its line below the heading; an empty word between paragraphs."""
    top = scene.heading.span.line
    for e in (scene.heading, *scene.elements):
        if e.kind in _READ:
            for below, line in enumerate(e.text.splitlines()):
                yield from ((word, max(0, e.span.line - top) + below) for word in line.split())
            yield "", 0


_AROUND = " \t\n.,;:!?()[]\"'“”‘’—–-"


def _place(quote: str, words: Sequence[tuple[str, int]]) -> int:
    """The line of a quote, which may begin and end anywhere between two words; -1 where it is not there.

    What stands before its first word and behind its last (a bracket, a full stop) need not be quoted.
    """
    wanted = quote.strip(_AROUND).split()
    if not wanted:
        return -1
    last = len(wanted) - 1
    for i in range(len(words) - last):
        said = [word for word, _ in words[i : i + last + 1]]
        said[0] = said[0].lstrip(_AROUND)
        said[last] = said[last].rstrip(_AROUND)
        if said == wanted:
            return words[i][1]
    return -1


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def refusals(refused: Mapping[str, int], where: str) -> Iterable[Finding]:
    """What a backend said that was no proposal, as findings.

    Args:
        refused: Reason -> how many.
        where: The scene, for people.
    """
    return (_finding(where, reason, n) for reason, n in refused.items())


def _finding(where: str, reason: str, count: int) -> Finding:
    many = "proposal was" if count == 1 else "proposals were"
    return Finding(
        "warning", f"{where}: {count} {many} left out: {reason}", code="proposal",
        remedy="Propose again with `setpiece breakdown --propose`, or leave it.",
    )  # fmt: skip
