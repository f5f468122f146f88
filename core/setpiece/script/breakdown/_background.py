"""The scene's background: extras of every line told apart from the cast and from each other, each kind once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from setpiece.script.model import Background, SceneCast

from ._extras import GENERIC, Extra, named_for, singular
from ._reading import Line, Paragraph

_THIS_IS = (
    "this is", "must be", "it is", "he's called", "she's called", "is called", "is named", "her name is",
    "his name is",
)  # fmt: skip
_FEW = 5
_CROWDS = frozenset(("crowd", "audience"))
_HEAD = 3
"""Where a sentence's subject ends, in words."""
_ANYBODY = frozenset(("man", "woman", "person"))
_ALSO_CALLED = {
    "infant": "baby", "newborn": "baby", "kid": "child", "pedestrian": "passerby", "bystander": "onlooker",
    "spectator": "onlooker", "cop": "police officer", "policeman": "police officer", "partygoer": "guest",
    "party guest": "guest", "party goer": "guest", "diner": "customer", "patron": "customer", "trooper": "soldier",
    "townsperson": "villager", "mob": "crowd", "throng": "crowd", "crowds": "crowd", "commuter": "passenger",
}  # fmt: skip
"""Words for the same extras: a scene with kids and children has one kind."""
_YOUNG = frozenset("teenager teen youth twin".split())
_FEMALE = frozenset("woman women girl girls lady ladies".split())
_MALE = frozenset("man men boy boys guy guys gentleman gentlemen".split())


def background_of(
    read: Mapping[int, Paragraph], cast: Sequence[SceneCast], female: Sequence[bool | None]
) -> tuple[tuple[Background, ...], bool]:
    """Extras of a scene, and whether children are among them.

    Args:
        read: The action as read.
        cast: Those in the scene: "a boy" who then speaks as BOY is no extra.
        female: The sex of every member of the production's cast, by the index that mentions carry.
    """
    words = [c.name.lower().rsplit(maxsplit=1)[-1] for c in cast if c.name]
    counts: dict[str, tuple[Extra, int]] = {}
    for line, extra, rest in _told_apart(read):
        key = _ALSO_CALLED.get(singular(extra.what), singular(extra.what))
        if extra.count == 1 and key.rsplit(maxsplit=1)[-1] in words:
            continue
        if extra.count > 1 and (_are_cast(extra, key, words) or _are_introduced(extra, rest, female)):
            continue
        if extra.known and extra.start < _HEAD and any(e.count > 1 for e, _ in counts.values()):
            continue  # "The dancers part": the couples of before
        if key not in counts or (extra.told, extra.count) > (counts[key][0].told, counts[key][0].count):
            counts[key] = extra, id(line)
    shown = _merged(counts)
    return tuple(Background(named_for(e.what, e.count), e.count) for e in shown), any(e.minor for e in shown)


def _told_apart(read: Mapping[int, Paragraph]) -> Iterator[tuple[Line, Extra, list[list[int]]]]:
    """Every extra, but for one whose name the same or the next paragraph tells; and who is named after it.

    The last are members in the rest of the paragraph, then those with the next paragraph's.
    """
    paragraphs = list(read.values())
    one = sum(x.count == 1 for p in paragraphs for line in p.lines for x in line.extras) == 1
    for p, after in zip(paragraphs, [*paragraphs[1:], None], strict=False):
        following = () if after is None else after.lines
        rest_of_scene = [line for q in paragraphs for line in q.lines if q.line > p.line] if one else following
        single = [x for line in following for x in line.extras if x.count == 1]
        told = _told_who(p.lines) or (not single and _told_who(rest_of_scene))
        for k, line in enumerate(p.lines):
            for extra in line.extras:
                if extra.count == 1 and told:
                    continue
                here = [m for m in line.mentions if m.seen and m.start > extra.start]
                rest = [m.member for m in (*here, *(m for x in p.lines[k + 1 :] for m in x.mentions if m.seen))]
                yield line, extra, [rest, rest + [m.member for x in following for m in x.mentions if m.seen]]


def _told_who(lines: Sequence[Line]) -> bool:
    """Whether the lines say who "a man" is: "This must be JACOB BILLUPS", "He's called Deacon"."""
    return any(
        m.start > 1 and (" ".join(line.sentence.low[max(0, m.start - 3) : m.start])).endswith(_THIS_IS)
        for line in lines
        for m in line.mentions
    )


def _are_cast(extra: Extra, key: str, words: Sequence[str]) -> bool:
    """``THREE PRIESTS`` where RED PRIEST, BLUE PRIEST and GREEN PRIEST play; "the cops" of the cue TWO COPS."""
    if extra.what.rsplit(maxsplit=1)[-1] in words:
        return True
    return extra.told and words.count(key.rsplit(maxsplit=1)[-1]) >= extra.count


def _are_introduced(extra: Extra, named: Sequence[Sequence[int]], female: Sequence[bool | None]) -> bool:
    """``Three women share a bench.`` where just three women of the cast are named next."""
    key = extra.what.rsplit(maxsplit=1)[-1]
    if singular(key) not in GENERIC | _YOUNG or not extra.told:
        return False
    sex = True if key in _FEMALE else False if key in _MALE else None
    return any(len({k for k in members if sex is None or female[k] in (sex, None)}) == extra.count for members in named)


def _merged(counts: Mapping[str, tuple[Extra, int]]) -> list[Extra]:
    """Without the words that only say again who is there: "the crowd" is the dancers, "men" are the soldiers."""
    many = [key for key, (e, _) in counts.items() if e.count > _FEW and key not in _CROWDS]
    trades = {line for key, (_, line) in counts.items() if key in many and key not in GENERIC}
    return [
        e
        for key, (e, line) in counts.items()
        if not (many and key in _CROWDS)
        and not (key in _ANYBODY and trades - {line} and e.count > 1 and not e.told and not e.shouted)
    ]
