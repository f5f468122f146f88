"""Whether two names mean one vehicle: "squad car" and "cruiser", "Harley" and "bike", "Honda Civic" and "Honda"."""

from __future__ import annotations

from functools import cache

from ._lexicon import brands, data, listed


def same_vehicle(first: str, second: str) -> bool:
    """Whether a scene that has ``first`` may call it ``second``.

    Args:
        first: Name of a vehicle that is there.
        second: What is named later, by "the" or by an owner.
    """
    if first == second or f"{first} ".startswith(f"{second} ") or f"{second} ".startswith(f"{first} "):
        return True
    if any({_class(first, g), _class(second, g)} <= g for g in _groups()):
        return True
    made, also_made = first.split(maxsplit=1)[0] in brands(), second.split(maxsplit=1)[0] in brands()
    return made != also_made and (second if made else first) in _group("motor")


def _class(name: str, group: frozenset[str]) -> str:
    """The name, or its head where only that is in a group: "military helicopter" is a helicopter."""
    return name if name in group else name.rsplit(maxsplit=1)[-1]


@cache
def _groups() -> tuple[frozenset[str], ...]:
    return tuple(_group(k) for k in data("handling.toml")["alike"] if k != "motor")


@cache
def _group(key: str) -> frozenset[str]:
    return frozenset(listed(data("handling.toml")["alike"][key]))
