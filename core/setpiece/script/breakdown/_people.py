"""Words for people: roles, kin, given names, crowds; compiled once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ._lexicon import data, listed, plural_of

WEAK = frozenset(
    "rocker "
    "major general model native regular local medium figure silhouette date ex extra giant owner couple friend lover "
    "fellow medium operator server private host fan runner caller match cook guard judge coach minister conductor "
    "partner target character alien robot zombie dwarf mind lord sir miss mr mrs ms minor double stranger neighbor "
    "neighbour painter figures silhouettes friends boss ring cousin parent twin sibling roommate father mother dad "
    "mom mommy daddy mama brother sister son daughter husband wife uncle aunt grandfather grandmother grandma grandpa "
    "nephew niece brothers sisters parents sons daughters twins cousins parents anchor marine director author writer "
    "editor producer model mime elf buyer seller date extra native giants".split()
)


_NO_PERSON = frozenset(
    "be bee bees bes bies by chief chiefs command commands court d d' d's ds fan fans hand hands hôtel "
    "honor honors honour honours law laws pair "
    "pairs shark sharks sharp sharps sweep sweeps waiting waitings".split()
)
"""Ends of "passer by", "mother in law", "man of honor": no persons by themselves."""
_TITLES = frozenset("mr mrs ms miss sir madam monsieur madame señor señora reverend".split())


@dataclass(frozen=True, slots=True)
class Role:
    """A word for a person: its singular, whether plural, and what it says of them."""

    name: str
    plural: bool
    female: bool | None
    minor: bool


@dataclass(frozen=True, slots=True)
class People:
    """Everything the data file knows."""

    roles: dict[str, Role]
    plurals: frozenset[str]
    """Last words of plural roles."""
    role_words: frozenset[str]
    """Last words of roles, singular and plural: person nouns."""
    crowds: frozenset[str]
    crowd_alone: dict[str, int]
    voices: frozenset[str]
    young: frozenset[str]
    kin: frozenset[str]
    groups: frozenset[str]
    body: frozenset[str]
    female_names: frozenset[str]
    male_names: frozenset[str]


@cache
def people() -> People:
    """The compiled table of person words."""
    raw = data("people.toml")
    rows = raw["roles"]
    minors = frozenset(listed(rows["minor"]))
    roles: dict[str, Role] = {}
    for key, female in (("male", False), ("female", True), ("neutral", None)):
        for name in listed(rows[key]):
            minor = name in minors
            roles.setdefault(name, Role(name, False, female, minor))
            if name not in _TITLES:
                roles.setdefault(plural_of(name), Role(name, True, female, minor))
    for item in listed(rows["plural"]):
        many, _, one = item.partition("=")
        base = roles.get(one, Role(one, False, None, False))
        roles[many.lower()] = Role(one, True, base.female, base.minor)
    alone: dict[str, int] = {}
    for item in listed(rows["crowd_alone"]):
        word, _, count = item.partition("=")
        alone[word] = int(count)
    return People(
        roles,
        frozenset(name.split()[-1] for name, role in roles.items() if role.plural) - _NO_PERSON,
        frozenset(name.split()[-1] for name in roles) - _NO_PERSON,
        frozenset(listed(rows["crowds"])),
        alone,
        frozenset(listed(rows["voices"])),
        frozenset(listed(rows["young"])),
        frozenset(listed(rows["kin"])),
        frozenset(listed(rows["groups"])),
        frozenset(listed(rows["body"])),
        frozenset(listed(raw["names"]["female"])),
        frozenset(listed(raw["names"]["male"])),
    )
