"""Slate names: the scene number and a setup letter, as a clapper loader says them."""

from __future__ import annotations

from collections.abc import Sequence

from ..camera.model import Shot
from ..names import file_safe

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
"""No I and O: on a slate they read as 1 and 0."""


def shot_letters(index: int) -> str:
    """A, B, C ... Z, AA, AB ... for ``index`` from 0, without I and O."""
    letters = ""
    index += 1
    while index:
        index, digit = divmod(index - 1, len(_LETTERS))
        letters = _LETTERS[digit] + letters
    return letters


def shot_numbers(scene_number: str, shots: Sequence[Shot]) -> tuple[str, ...]:
    """The slate name of each of a scene's shots, in their order.

    A scene number that ends in a letter is set off by a dash (scene 12A: ``12A-A``), or its shots
    would be mistaken for scene 12's. Every name is safe as a file name.

    Args:
        scene_number: As written, or the ordinal of a scene that has none.
        shots: The scene's shots in cutting order.
    """
    number = scene_number.strip()
    gap = "-" if number and number[-1].isalpha() else ""
    return tuple(file_safe(f"{number}{gap}{shot_letters(i)}") for i in range(len(shots)))
