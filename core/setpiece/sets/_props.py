"""From a script's noun to a piece: props, animals, vehicles and dressing, with their synonyms."""

from __future__ import annotations

import tomllib
from functools import cache

from ..resources import text
from ._piece import PieceMaker


@cache
def _makers() -> dict[str, PieceMaker]:
    from . import (
        _animals,
        _props_carried,
        _props_food,
        _props_home,
        _props_large,
        _props_personal,
        _props_tools,
        _vehicles_other,
    )

    return {
        **_props_large.MAKERS,
        **_props_home.MAKERS,
        **_props_personal.MAKERS,
        **_props_carried.MAKERS,
        **_props_food.MAKERS,
        **_props_tools.MAKERS,
        **_animals.MAKERS,
        **_vehicles_other.MAKERS,
    }


@cache
def _synonyms() -> dict[str, str]:
    table = tomllib.loads(text("sets", "props.toml"))
    out: dict[str, str] = {}
    for noun, words in table["synonyms"].items():
        for word in words:
            out[word] = noun
    return out


def nouns() -> tuple[str, ...]:
    """Every noun with a piece of its own, sorted."""
    return tuple(sorted(_makers()))


def _known(word: str) -> PieceMaker | None:
    makers, also = _makers(), _synonyms()
    forms = [word]
    if word.endswith("ies"):
        forms.append(word[:-3] + "y")
    if word.endswith("ves"):
        forms += [word[:-3] + "f", word[:-3] + "fe"]
    if word.endswith("es"):
        forms.append(word[:-2])
    if word.endswith("s"):
        forms.append(word[:-1])
    for form in forms:
        name = form if form in makers else also.get(form, "")
        if name in makers:
            return makers[name]
    return None


def piece_for(noun: str, category: str = "props") -> PieceMaker | None:
    """The maker for ``noun`` ("old police cars", "a cup of coffee"), or None.

    The whole phrase is tried first, then its head: the last word before "of", then the words
    from the end.
    """
    phrase = " ".join(noun.lower().replace("-", " ").replace("'s", "").split())
    for article in ("a ", "an ", "the ", "his ", "her ", "their ", "some "):
        phrase = phrase.removeprefix(article)
    head, _, rest = phrase.partition(" of ")
    for part in (phrase, head, rest):
        if not part:
            continue
        words = part.split()
        for start in range(len(words)):
            for stop in range(len(words), start, -1):
                if stop == len(words):
                    found = _known(" ".join(words[start:stop]))
                    if found is not None:
                        return found
    fallback = {"vehicles": "car"}.get(category)
    return _makers().get(fallback) if fallback else None
