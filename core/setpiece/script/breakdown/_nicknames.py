"""Two names for one person that the script itself joins: Petey Douglas speaks as DOUGLAS, a WAITRESS is Lisa."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from setpiece.script.model import Element

from ._aliases import tells_apart
from ._cues import read_cue
from ._intros import is_role
from ._longhand import scenes_of
from ._people import people

_PAIR = re.compile(r"(?<![\w'’-])([A-ZÀ-Þ][\w'’-]*[^\W\d])\s+([A-ZÀ-Þ][\w'’-]*[^\W\d])(?![\w'’-])")
_CALLS_ONESELF = re.compile(
    r"\b(?:I['’]m|I am|[Mm]y name is|[Mm]y name['’]s|[Tt]he name['’]s)\s+([A-Z][a-z]+)\s*[.,!?]"
)
_LEAST = 3
_PAIRED = 2


def first_and_last(names: Sequence[str], lines: Mapping[str, int], texts: Sequence[str]) -> dict[str, str]:
    """Silent single names -> the cue of the same person: PETEY of "Petey Douglas" for DOUGLAS, DEB for DEBRA.

    Args:
        names: All names, in order of appearance.
        lines: How often each speaks.
        texts: The action lines.
    """
    single = {n for n in names if " " not in n and not is_role(n)}
    out: dict[str, str] = {}
    for text in texts:
        for m in _PAIR.finditer(text):
            a, b = m[1].upper(), m[2].upper()
            if a in single and b in single and a != b and bool(lines.get(a)) != bool(lines.get(b)):
                out.setdefault(*((a, b) if lines.get(b) else (b, a)))
    for short in names:
        if short not in single or lines.get(short) or short in out or len(short) < _LEAST:
            continue
        longer = [n for n in names if n in single and n != short and n.startswith(short) and lines.get(n)]
        if len(longer) == 1 and longer[0].lower() in people().female_names | people().male_names:
            out[short] = longer[0]
    return out


def who_says_so(elements: Sequence[Element], lines: Mapping[str, int]) -> dict[str, str]:
    """Names of cues -> the role under which they spoke before they said it: LISA for a WAITRESS who says "I'm Lisa".

    Args:
        elements: The script's elements, in order.
        lines: How often each cue speaks.
    """
    out: dict[str, str] = {}
    spoken = list(_speeches(elements))
    for k, (name, said) in enumerate(spoken):
        m = _CALLS_ONESELF.search(said)
        told = m[1].upper() if m is not None else ""
        if not told or not lines.get(told) or not is_role(name) or any(c.isdigit() for c in name):
            continue
        before = {n for n, _ in spoken[: k + 1]}
        after = {n for n, _ in spoken[k + 1 :]}
        if told not in before and told in after and name not in after:
            out.setdefault(told, name)
    return out


def shortened(elements: Sequence[Element]) -> dict[str, str]:
    """Cues that are the end of a longer one of every scene they speak in: PATRON for MALE PATRON.

    Args:
        elements: The script's elements, in order.
    """
    met: dict[str, list[set[str]]] = {}
    for scene in scenes_of(elements):
        cues = {n for e in scene if e.kind == "character" for n in read_cue(e).names}
        for n in sorted(cues):
            met.setdefault(n, []).append(cues)
    out: dict[str, str] = {}
    for short, scenes in met.items():
        if not is_role(short) or " " in short:
            continue
        longer = [n for n in sorted(set.intersection(*scenes)) if n.endswith(f" {short}") and len(n.split()) == _PAIRED]
        if len(longer) == 1 and not tells_apart([longer[0].split()[0].lower()]):
            out[short] = longer[0]
    return out


def _speeches(elements: Sequence[Element]) -> Iterator[tuple[str, str]]:
    """The single name of every cue, and what is said under it."""
    name, said = "", list[str]()
    for e in elements:
        if e.kind == "character":
            if name:
                yield name, " ".join(said)
            found = read_cue(e).names
            name, said = (found[0] if len(found) == 1 else ""), []
        elif e.kind == "dialogue":
            said.append(e.text)
    if name:
        yield name, " ".join(said)
