"""What people and revisions do to a set disturbs nothing else."""

from __future__ import annotations

import msgspec
import pytest
from tests.sets import oracle

from setpiece.geometry import quat_from_yaw
from setpiece.scene.ids import IdSlice
from setpiece.scene.model import Transform
from setpiece.sets import SetResult, check_set, generate
from setpiece.sets.model import Obstacle, PieceWish, Pin, SetSpec

BASE = SetSpec("room", "living", "living room", True, False, 3, 2)


def transforms(r: SetResult) -> dict[str, Transform]:
    return {n.id: n.transform for n in r.fragment.nodes}


def wish(noun: str, category: str = "props") -> PieceWish:
    return PieceWish(f"{category}:{noun}:1", noun, category)  # type: ignore[arg-type]


def test_a_new_prop_moves_nothing_and_finds_a_top() -> None:
    old = msgspec.structs.replace(BASE, wishes=(wish("gun"),))
    new = msgspec.structs.replace(BASE, wishes=(wish("letter"), wish("gun"), wish("dog", "animals")))
    a = generate(old, "s1", IdSlice())
    b = generate(new, "s1", a.ids)
    before, after = transforms(a), transforms(b)
    assert all(after[k] == v for k, v in before.items())
    assert {p.noun for p in b.plan.props} == {"gun", "letter", "dog"}
    assert check_set(b.plan).ok


def test_pins_hold_and_others_stay() -> None:
    a = generate(BASE, "s1", IdSlice())
    chair = next(n for n in a.fragment.nodes if n.kind == "armchair")
    lamp = next(n for n in a.fragment.nodes if n.kind == "floor lamp")
    moved = Transform((0.3, -1.2, 0.0), quat_from_yaw(0.7))
    pins = {chair.id: Pin(transform=moved), lamp.id: Pin(deleted=True)}
    b = generate(BASE, "s1", a.ids, pins)
    before, after = transforms(a), transforms(b)
    assert after[chair.id].translation == moved.translation
    assert lamp.id not in after
    assert lamp.id in {m.id for m in b.ids.live.values()}
    same = [after[k] == v for k, v in before.items() if k in after and k != chair.id]
    assert sum(same) >= 0.95 * len(same)
    assert not check_set(b.plan).collisions


def test_things_on_a_moved_table_move_with_it() -> None:
    a = generate(BASE, "s1", IdSlice())
    table = next(n for n in a.fragment.nodes if n.kind == "coffee table")
    book = next(n for n in a.fragment.nodes if n.kind == "books")
    x, y, z = table.transform.translation
    pin = Pin(transform=Transform((x + 0.1, y - 0.2, z), table.transform.rotation))
    b = transforms(generate(BASE, "s1", a.ids, {table.id: pin}))
    was, now = book.transform.translation, b[book.id].translation
    assert abs(now[0] - was[0] - 0.1) < 1e-3
    assert abs(now[1] - was[1] + 0.2) < 1e-3


@pytest.mark.parametrize("noun", ["television", "armchair", "coffee table", "sofa", "floor lamp", "bookshelf"])
def test_an_added_box_is_kept_clear(noun: str) -> None:
    """Put where a piece stands, it makes that piece find another place: it does not make it vanish."""
    a = generate(BASE, "s1", IdSlice())
    piece = next(n for n in a.fragment.nodes if n.kind == noun)
    x, y, _ = piece.transform.translation
    box = Obstacle("added", (x, y, 0.4), (0.25, 0.25, 0.4))
    b = generate(BASE, "s1", a.ids, {}, (box,))
    assert piece.id in transforms(b), f"the {noun} is gone"
    assert transforms(b)[piece.id] != piece.transform
    drawn = [*(t for t in oracle.things(b.fragment) if not t.house), oracle.box("added", box.center, box.half)]
    assert not [pair for pair in oracle.collisions(drawn) if "added" in pair]
    assert not [t for t in oracle.floating(oracle.things(b.fragment)) if t.endswith(piece.id)]


@pytest.mark.parametrize(("kind", "variant", "noun", "friends"), [
    ("room", "living", "sofa", ("coffee table", "armchair", "rug", "books")), ("room", "dining", "chair", ("table", "bowl")),
    ("room", "bedroom", "nightstand", ("bed", "table lamp")), ("office", "office", "desk", ("office chair", "chair", "telephone")),
])  # fmt: skip
def test_a_box_on_one_piece_takes_no_other_away(kind: str, variant: str, noun: str, friends: tuple[str, ...]) -> None:
    """What belongs with it stays, and what finds no place is named."""
    spec = SetSpec(kind, variant, variant, True, False, 3, 2)  # type: ignore[arg-type]
    for scene in ("s1", "s2", "s3"):
        a = generate(spec, scene, IdSlice())
        piece = next(n for n in a.fragment.nodes if n.kind == noun)
        x, y, _ = piece.transform.translation
        b = generate(spec, scene, a.ids, {}, (Obstacle("added", (x, y, 0.45), (0.3, 0.3, 0.45)),))
        kinds = [[n.kind for n in r.fragment.nodes] for r in (a, b)]
        for friend in friends:
            assert kinds[0].count(friend) == kinds[1].count(friend), f"{scene}: the {friend} went with the {noun}"
        gone = set(transforms(a)) - set(transforms(b))
        assert len(gone) <= 1
        assert len([r for r in b.plan.refusals if "no place left" in r]) == len(gone)
        assert not check_set(b.plan).collisions
        assert not oracle.floating(oracle.things(b.fragment))


def test_what_stands_on_a_moved_piece_goes_with_it() -> None:
    a = generate(BASE, "s1", IdSlice())
    board, vase = (next(n for n in a.fragment.nodes if n.kind == k) for k in ("sideboard", "vase"))
    x, y, _ = board.transform.translation
    added = generate(BASE, "s1", a.ids, {}, (Obstacle("added", (x, y, 0.2), (0.2, 0.2, 0.2)),))
    after = transforms(added)
    assert after[board.id] != board.transform
    assert vase.id in after
    assert not oracle.floating(oracle.things(added.fragment))
    pinned = generate(BASE, "s1", a.ids, {board.id: Pin(transform=Transform((0.2, -1.4, 0.0), board.transform.rotation))})
    on = transforms(pinned)[vase.id].translation
    assert abs(on[0] - 0.2) < 1.0
    assert abs(on[1] + 1.4) < 0.6


@pytest.mark.parametrize("noun", ["trolley", "gurney", "cart", "wheelchair", "stretcher"])
@pytest.mark.parametrize("variant", ["corridor", "hospital_corridor"])
def test_what_rolls_finds_its_place_in_a_corridor(variant: str, noun: str) -> None:
    for scene in ("s1", "s2"):
        r = generate(SetSpec("room", variant, variant, True, False, 3, 0, (wish(noun),)), scene, IdSlice())
        assert not r.plan.refusals
        assert [p.noun for p in r.plan.props] == [noun]
        assert check_set(r.plan).ok


def test_an_unknown_noun_is_named_and_still_there() -> None:
    r = generate(msgspec.structs.replace(BASE, wishes=(wish("zorgblatt"),)), "s1", IdSlice())
    assert any("zorgblatt" in x for x in r.plan.refusals)
    assert [p.noun for p in r.plan.props] == ["zorgblatt"]


def test_furniture_asked_for_is_the_furniture_there() -> None:
    r = generate(msgspec.structs.replace(BASE, wishes=(wish("sofa", "set_dressing"),)), "s1", IdSlice())
    assert len([n for n in r.fragment.nodes if n.kind == "sofa"]) == 1
    assert [p.noun for p in r.plan.props] == ["sofa"]


def test_the_bed_of_a_ward_is_the_bed_of_the_script() -> None:
    """It stands beside the action, where a wide shot of it has the bed in the frame."""
    spec = SetSpec("room", "hospital", "hospital room", True, False, 2, 0, (wish("bed", "set_dressing"),))
    for scene in ("s1", "s2", "s3", "s4"):
        r = generate(spec, scene, IdSlice())
        beds = [n for n in r.fragment.nodes if "bed" in n.kind.split()]
        assert [p.noun for p in r.plan.props] == ["bed"]
        assert not r.plan.refusals
        main = next(n for n in beds if n.kind == "hospital bed")
        x, y, _ = main.transform.translation
        assert (x - r.plan.acting_center[0]) ** 2 + (y - r.plan.acting_center[1]) ** 2 < 3.6**2
