"""Who is on stage, whom they talk to, and how they hold themselves: what the text decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ..geometry import stream
from ..scene.ids import Minter
from ..script.model import CastMember, SceneBreakdown, SceneCast
from ..sets.model import SetPlan
from ._apart import far_ones

EXTRAS_MAX = 8
_TABLE_PLACES = ("restaurant", "diner", "cafe", "canteen", "bar", "pub", "club", "meeting", "conference",
                 "classroom", "court", "theatre", "church", "waiting", "dining")  # fmt: skip
_MOVING = ("walk", "run", "stand", "lie", "kneel")
_SIT_VERBS = frozenset({"sit", "sits", "sat", "sitting", "seated", "slump", "slumps"})
_CHILDREN = ("child", "kid", "boy", "girl", "pupil", "schoolchild")


@dataclass(frozen=True)
class Person:
    """Somebody who is seen in the scene."""

    key: str
    node: str
    serial: int
    cast_id: str
    name: str
    female: bool | None
    age: int | None
    pose: str
    """Wanted pose; "" lets the place decide."""
    speaks: bool
    background: bool = False
    slot: int = 0
    """Which mark of the group is theirs for good; those who were cut leave theirs empty."""
    far: bool = False
    """Said to be across the street or the room from the others."""

    @property
    def look(self) -> str:
        """The stable id that body and wardrobe come from."""
        return self.cast_id or self.node


def carrier(scene: SceneBreakdown, noun: str) -> str:
    """cast_id of who has the thing: the name last before its first mention, else whom that beat is about."""
    for beat in scene.beats:
        at = beat.text.lower().find(noun.lower())
        if at < 0 or beat.kind == "dialogue":
            continue
        before = beat.text[:at].upper()
        named = [(before.rfind(c.name.split()[0].upper()), c.cast_id) for c in scene.cast if c.name.strip()]
        last = max(named, default=(-1, ""))
        if last[0] >= 0:
            return last[1]
        if beat.subjects:
            return beat.subjects[0]
    return ""


def _speakers(scene: SceneBreakdown) -> list[str]:
    return [b.speaker for b in scene.beats if b.kind == "dialogue" and b.speaker]


def partners(scene: SceneBreakdown, on_stage: Sequence[str]) -> dict[str, str]:
    """cast_id -> whom they face: the other side of their first exchange, else who speaks first."""
    said = [s for s in _speakers(scene) if s in on_stage]
    out: dict[str, str] = {}
    for a, b in zip(said, said[1:], strict=False):
        if a != b:
            out.setdefault(a, b)
            out.setdefault(b, a)
    lead = said[0] if said else (on_stage[0] if on_stage else "")
    for who in on_stage:
        other = next((c for c in on_stage if c != who), "")
        out.setdefault(who, lead if lead and lead != who else other)
    return out


def _importance(scene: SceneBreakdown, people: Sequence[SceneCast]) -> list[SceneCast]:
    """The first exchange first, then by how much they say, then as the sheet lists them."""
    said = _speakers(scene)
    first = list(dict.fromkeys(said))[:2]

    def rank(row: tuple[int, SceneCast]) -> tuple[int, int, int]:
        i, c = row
        lead = first.index(c.cast_id) if c.cast_id in first else 2
        return (lead, -said.count(c.cast_id), i)

    return [c for _, c in sorted(enumerate(people), key=rank)]


def _wanted(person: SceneCast, scene: SceneBreakdown, plan: SetPlan) -> str:
    if plan.kind == "vehicle" and plan.seats and person.posture not in {"lie", "run"}:
        return "drive" if person.posture == "drive" else "sit"
    if person.posture == "drive":
        return "sit" if plan.seats else "stand"
    if person.posture:
        return person.posture
    verbs = {v for b in scene.beats if person.cast_id in b.subjects[:1] for v in b.verbs}
    if verbs & _SIT_VERBS and plan.seats:
        return "sit"
    place = f"{plan.kind} {plan.variant}"
    return "sit" if plan.seats and any(w in place for w in _TABLE_PLACES) else "stand"


def people_of(
    scene: SceneBreakdown,
    cast: Sequence[CastMember],
    plan: SetPlan,
    minter: Minter,
    others: Sequence[int] = (),
) -> tuple[Person, ...]:
    """Everybody who is seen, in minting order: newcomers come after those who were there.

    Args:
        scene: The sheet.
        cast: The production's cast, for sex and age that this scene does not tell.
        plan: The set.
        minter: Gives each their node id.
        others: Serials of main characters who ever were in the scene.
    """
    table: Mapping[str, CastMember] = {c.cast_id: c for c in cast}
    seen = [c for c in scene.cast if not c.heard_only]
    said = set(_speakers(scene))
    far = far_ones(scene, seen)
    mains: list[Person] = []
    for c in _importance(scene, seen):
        member = table.get(c.cast_id, CastMember(c.cast_id, c.name))
        minted = minter.mint(f"cast:{c.cast_id}", c.name)
        mains.append(
            Person(
                key=f"cast:{c.cast_id}",
                node=minted.id,
                serial=minted.serial,
                cast_id=c.cast_id,
                name=member.name or c.name,
                female=c.female if c.female is not None else member.female,
                age=member.age if member.age is not None else c.age,
                pose=_wanted(c, scene, plan),
                speaks=c.cast_id in said,
                far=c.cast_id in far,
            )
        )
    order = sorted({p.serial for p in mains} | set(others))
    mains = [replace(p, slot=order.index(p.serial)) for p in mains]
    return tuple(sorted([*mains, *_extras(scene, minter)], key=lambda p: p.serial))


def _extras(scene: SceneBreakdown, minter: Minter) -> tuple[Person, ...]:
    out: list[Person] = []
    for group in scene.background:
        for n in range(1, min(max(group.count, 1), EXTRAS_MAX) + 1):
            if len(out) >= EXTRAS_MAX:
                break
            key = f"extra:{group.what}:{n}"
            minted = minter.mint(key, group.what)
            draws = [float(stream(minted.id, "extra", k).random()) for k in ("age", "pose")]
            young = any(w in group.what.lower() for w in _CHILDREN)
            age = 7 + int(draws[0] * 6) if young else 20 + int(draws[0] * 50)
            out.append(
                Person(key, minted.id, minted.serial, "", f"{group.what.capitalize()} {n}", _sex(group.what), age,
                       "walk" if draws[1] < 0.55 else "stand", False, True)
            )  # fmt: skip
    return tuple(sorted(out, key=lambda p: p.serial))


def _sex(what: str) -> bool | None:
    words = what.lower().replace("-", " ").split()
    if any(w in {"woman", "women", "girl", "girls", "waitress", "nurse", "nun", "nuns", "nurses"} for w in words):
        return True
    if any(w in {"man", "men", "boy", "boys", "waiter", "cop", "cops", "priest", "monks"} for w in words):
        return False
    return None
