"""What a scene needs although no word asks for it: teachers with minors, armourers with guns, pens that write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from setpiece.script.model import CastMember, ElementUse, SceneCast

from ._hearsay import absent
from ._people import people
from ._reading import Line, Paragraph
from ._text import DETERMINERS, PREPOSITIONS, SUBJECTS, clean
from ._turns import Turn

_WRITES = frozenset(
    "writes writing scribbles scribbling jots jotting scrawls scrawling signs autographs doodles doodling".split()
)
_TOOLS: Mapping[str, tuple[str, frozenset[str]]] = {
    "handcuffed": ("handcuffs", frozenset({"handcuff", "handcuffs"})),
    "cuffed": ("handcuffs", frozenset({"handcuff", "handcuffs"})),
    "cable-tied": ("cable tie", frozenset({"cable tie"})),
    "tied": ("cable tie", frozenset({"cable tie"})),
    "blindfolded": ("blindfold", frozenset({"blindfold"})),
    "gagged": ("gag", frozenset({"gag"})),
    "smokes": ("cigarette", frozenset({"cigarette", "cigar", "pipe", "joint", "cigarillo", "spliff", "bong"})),
    "bandaged": ("bandage", frozenset({"bandage", "plaster"})),
}
_PENS = frozenset("pen pencil biro chalk marker crayon quill sharpie typewriter keyboard paintbrush laptop".split()) | {
    "fountain pen",
    "felt tip pen",
    "felt tip",
    "marker pen",
    "ballpoint pen",
}


def implied_props(line: Line, names: frozenset[str]) -> Iterator[tuple[str, float]]:
    """Props that a sentence cannot do without: a pen for who writes, handcuffs for who is cuffed.

    Args:
        line: A sentence of action.
        names: What the scene already has.
    """
    s = line.sentence
    for i, word in enumerate(s.low):
        if s.quoted[i] or absent(s, i):
            continue
        before = s.low[i - 1] if i else ""
        if word in _WRITES and before not in ("the", "his", "her", "neon", "street", "road", "of", "a", "typewriter"):
            after = s.low[i + 1] if i + 1 < len(s.low) else ""
            if before in PREPOSITIONS or before in DETERMINERS or after in ("and", "above", "outside"):
                continue  # "blocked with signs and warnings"
            if word == "signs" and after not in DETERMINERS and after not in ("it", "them", "for"):
                continue  # "FOR SALE signs"
            if not _PENS & names and after not in ("of", "off", "on", "to", "himself", "herself"):
                yield "pen", 0.5
        tool = _TOOLS.get(word)
        if word == "tied" and before != "cable":
            continue
        if (
            word == "smokes"
            and i
            and s.raw[i - 1].islower()
            and not (before in SUBJECTS or before in people().role_words)
        ):
            continue  # "Her breath smokes."
        if tool is not None and not tool[1] & names:
            yield tool[0], 0.6


def crew_for(
    elements: Mapping[str, Sequence[ElementUse]], weapon: ElementUse | None, minor: tuple[int, str] | None
) -> Iterator[tuple[str, ElementUse]]:
    """Crew and equipment that follow from what is in the scene, each with the sentence that asks for it.

    Args:
        elements: What the scene has.
        weapon: A weapon in it, if any.
        minor: Line and sentence that bring a minor into view, if any do.
    """
    if minor is not None:
        yield "additional_labor", ElementUse("studio teacher", False, 0.8, *minor)
    stunts = elements.get("stunts", ())
    if stunts:
        yield "additional_labor", ElementUse("stunt coordinator", False, 0.8, stunts[0].line, stunts[0].quote)
    if weapon is not None:
        yield "additional_labor", ElementUse("armourer", False, 0.7, weapon.line, weapon.quote)
    animals = elements.get("animals", ())
    if animals:
        yield "animal_wrangler", ElementUse("animal wrangler", False, 0.8, animals[0].line, animals[0].quote)
    for use in stunts:
        if use.name == "wire work":
            yield "special_equipment", ElementUse("wire rig", False, 0.5, use.line, use.quote)


def minor_in_view(
    people: Sequence[SceneCast], cast: Sequence[CastMember], read: Mapping[int, Paragraph], turns: Sequence[Turn]
) -> tuple[int, str] | None:
    """Line and words that first bring somebody under age into view; None when nobody is."""
    young = {c.name for c in people if c.minor and not c.heard_only}
    spots: list[tuple[int, str]] = []
    for paragraph in read.values():
        for line in paragraph.lines:
            if any(m.seen and cast[m.member].name in young for m in line.mentions) or any(e.minor for e in line.extras):
                spots.append((line.line, clean(line.sentence.text)[:90]))
    owner = {n: m.name for m in cast for n in (m.name, *m.aliases)}
    spots += [(t.line, n) for t in turns for n in t.cue.names if owner.get(n) in young]
    return min(spots, default=None)
