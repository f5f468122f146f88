"""Data files (lexicon, filmbacks, shaders) by name: from the wheel, else from the checkout."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from .errors import InputError


@cache
def text(package: str, name: str) -> str:
    """The data file ``name`` of department ``package`` ("sets", "script" ...), as text.

    Raises:
        InputError: The installation lacks it.
    """
    path = files("setpiece") / package / "data" / name
    try:
        return path.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError) as e:
        raise InputError(
            f"the data file {package}/data/{name} is missing", remedy="Reinstall setpiece."
        ) from e
