"""What a control connection can ask, answered from the newest look: as OSC messages, or as data for JSON."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import msgspec

from ...errors import InputError
from ...tracking.osc import OscValue
from .._status import ListStatus
from ..desk import Desk, ListInfo, Look, Stage
from ._words import Words

OUT = "/setpiece/out"
Message = tuple[str, tuple[OscValue, ...]]


class Answer(NamedTuple):
    """``messages`` for OSC; ``data`` for those who want JSON; ``key`` and ``names`` find a desk's own address."""

    messages: tuple[Message, ...]
    data: object
    key: str = ""
    names: tuple[tuple[str, str], ...] = ()


WHAT = ("cues", "status", "lists", "reactions", "outputs", "tracking", "preview", "value", "hash", "version")


def answer(words: Words, desk: Desk, slot_of: Callable[[str], str]) -> Answer:
    """The answer to ``get <what> ...``.

    Raises:
        InputError: There is no such thing; the message lists what there is.
    """
    what, stage, look = words.id("what to get", "status"), desk.stage, desk.look()
    if what == "preview":
        return preview(words, desk)
    if what in ("status", "lists", "reactions", "outputs", "tracking"):
        data = _json(what, look)
        return Answer(((f"{OUT}/{what}", (_text(data),)),), data)
    if what == "cues":
        return cues(words, stage)
    if what == "value":
        return _value(words.id("a target"), look, slot_of)
    if what == "hash":
        return Answer(((f"{OUT}/hash", (look.digest,)),), look.digest)
    if what == "version":
        return Answer(((f"{OUT}/version", (stage.version,)),), stage.version, "version")
    if what == "cue count":
        info = list_named(stage, words.id("a list id", ""))
        count = len(info.cues)
        return Answer(((f"{OUT}/cue/count", (info.id, count)),), count, "cue_count", (("list", info.id),))
    if what in ("cue lists", "running cues", "workspaces"):
        return Answer((), _qlab(what, stage, look))
    raise InputError(f"there is no {what!r} to get.", remedy=f"There are: {', '.join(WHAT)}.")


def list_named(stage: Stage, list_id: str) -> ListInfo:
    """A list; the first without a name; a number counts them.

    Raises:
        InputError: There is no such list.
    """
    if not list_id:
        return stage.lists[0]
    found = next((c for c in stage.lists if c.id == list_id), None)
    if found is None and list_id.isdecimal() and 1 <= int(list_id) <= len(stage.lists):
        found = stage.lists[int(list_id) - 1]
    if found is None:
        names = ", ".join(c.id for c in stage.lists)
        raise InputError(f"there is no list {list_id!r}.", remedy=f"Lists: {names}.")
    return found


def cues(words: Words, stage: Stage) -> Answer:
    """Every cue of a list as one message: list, id, label, place, how many."""
    info = list_named(stage, words.id("a list id", ""))
    total = len(info.cues)
    messages = tuple(
        (f"{OUT}/cue", (info.id, c.id, c.label, place, total)) for place, c in enumerate(info.cues, 1)
    )
    return Answer((*messages, (f"{OUT}/cues/end", (info.id, total))), info)


def preview(words: Words, desk: Desk) -> Answer:
    """What GO of a list (``preview [list]``) or GOTO of a cue (``preview list cue``) would change, a message a slot.

    Raises:
        InputError: There is no such list or cue, or nothing comes next.
    """
    info = list_named(desk.stage, words.id("a list id", ""))
    rows = desk.preview(info.id, words.id("a cue id") if len(words) else None)
    messages = tuple((f"{OUT}/preview", (r.slot, *_row(r.then))) for r in rows)
    return Answer((*messages, (f"{OUT}/preview/end", (info.id, len(rows)))), rows)


def _row(value: object) -> Sequence[OscValue]:
    return [float(v) for v in value] if isinstance(value, (list, tuple)) else [_plain(value)]


def _value(target: str, look: Look, slot_of: Callable[[str], str]) -> Answer:
    slot = slot_of(target)
    if slot not in look.values:
        raise InputError(f"the show has not touched {slot}.", remedy="It is as the scene has it.")
    value = look.values[slot]
    return Answer(((f"{OUT}/value", (slot, *_row(value))),), value)


def _plain(value: object) -> OscValue:
    return value if isinstance(value, (bool, int, float, str)) else str(value)


def _json(what: str, look: Look) -> object:
    return {
        "status": look.status,
        "lists": look.status.lists,
        "reactions": look.status.reactions,
        "outputs": look.outputs,
        "tracking": look.trackers,
    }[what]


def _text(data: object) -> str:
    return msgspec.json.encode(data).decode("utf-8")


def _qlab(what: str, stage: Stage, look: Look) -> object:
    if what == "workspaces":
        return [{"uniqueID": "setpiece", "displayName": stage.production, "version": stage.version}]
    if what == "running cues":
        busy = [c for c in look.status.lists if c.current and c.fraction < 1.0]
        return [_qlab_cue(c.list, c.current, c.current_label) for c in busy]
    return [
        {**_qlab_cue(c.id, "", c.label or c.id), "type": "Cue List",
         "cues": [_qlab_cue(c.id, q.id, q.label) for q in c.cues]}
        for c in stage.lists
    ]  # fmt: skip


def _qlab_cue(list_id: str, number: str, name: str) -> dict[str, object]:
    return {"uniqueID": f"{list_id}/{number}", "number": number, "name": name, "listName": name, "type": "Network",
            "armed": True, "flagged": False, "colorName": "none"}  # fmt: skip


def told_lists(before: Sequence[ListStatus], now: Sequence[ListStatus], all_of_them: bool) -> list[Message]:
    """(what, arguments) of what changed: ``active`` and ``pending`` with list, cue, label; active's fraction."""
    old = {c.list: c for c in before}
    told: list[Message] = []
    for c in now:
        was = old.get(c.list)
        if all_of_them or was is None or (was.current, round(was.fraction, 2)) != (c.current, round(c.fraction, 2)):
            told.append(("active", (c.list, c.current, c.current_label, c.fraction)))
        if all_of_them or was is None or was.next != c.next:
            told.append(("pending", (c.list, c.next, c.next_label)))
    return told
