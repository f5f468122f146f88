"""Draft A to draft B: who is who after insertions, cuts, shuffles, edits and renames."""

from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from setpiece.geometry import stream
from setpiece.script import (
    CastDigest,
    SceneDigest,
    cast_digest,
    match_beats,
    match_cast,
    match_scenes,
    read_screenplay,
    scene_digest,
)
from setpiece.script.model import CastMember

SCRIPTS = sorted((Path(__file__).resolve().parents[3] / "shared" / "scripts").glob("*.fountain"))
WORDS = (
    "window table rain slowly looks turns walks gun letter door opens closes night train smoke coffee "
    "hand face quietly runs stops laughs chair bottle street shadow light paper music waits phone"
).split()
PLACES = ["KITCHEN", "OFFICE", "BAR", "STREET", "HARBOUR", "STATION", "ROOF", "CAR"]
NAMES = ["ANNA", "KOLYA", "MIRA", "OTTO"]


def scene_text(serial: int) -> str:
    """A synthetic scene: the same for one serial, and much like others in place and words."""
    rng = stream("synthetic", str(serial))

    def pick(items: list[str]) -> str:
        return items[int(rng.integers(0, len(items)))]

    lines = [f"INT. {pick(PLACES)} - {pick(['DAY', 'NIGHT'])}", ""]
    for _ in range(int(rng.integers(2, 7))):
        sentence = " ".join(pick(WORDS) for _ in range(int(rng.integers(4, 12))))
        if rng.random() < 0.5:
            lines += [pick(NAMES), f"{sentence.capitalize()}.", ""]
        else:
            lines += [f"{pick(NAMES).title()} {sentence}.", ""]
    return "\n".join(lines) + "\n"


def stranger(serial: int) -> str:
    """A scene elsewhere: one in the place of a cut scene, under its slugline, is that scene rewritten."""
    _, _, body = scene_text(1000 + serial).partition("\n")
    return f"EXT. PLANET {serial} - DAWN\n{body}"


def digests(texts: list[str]) -> list[SceneDigest]:
    play = read_screenplay("\n".join(texts).encode(), "x")
    assert len(play.scenes) == len(texts)
    return [scene_digest(s) for s in play.scenes]


def edited(text: str, rng, share: float = 0.3) -> str:
    """Replace about ``share`` of the words below the slugline, and add a line."""
    head, _, body = text.partition("\n\n")
    lines = []
    for line in body.split("\n"):
        if line.isupper() or not line:
            lines.append(line)
            continue
        words = [WORDS[int(rng.integers(0, len(WORDS)))] if rng.random() < share else w for w in line.split(" ")]
        lines.append(" ".join(words))
    return head + "\n\n" + "\n".join(lines) + "\nA new thing happens here.\n"


BASE = [scene_text(i) for i in range(60)]
BASE_DIGESTS = digests(BASE)


def test_unchanged_draft_is_all_same():
    found = match_scenes(BASE_DIGESTS, BASE_DIGESTS)
    assert [(m.old, m.new, m.kind) for m in found] == [(i, i, "same") for i in range(60)]


@settings(max_examples=12, deadline=None)
@given(st.permutations(range(60)))
def test_shuffles_keep_identity(order):
    found = match_scenes(BASE_DIGESTS, [BASE_DIGESTS[i] for i in order])
    assert [m.old for m in found] == list(order)
    assert {m.kind for m in found} <= {"same", "moved"}


@settings(max_examples=12, deadline=None)
@given(st.sets(st.integers(0, 59), max_size=10), st.sets(st.integers(0, 59), max_size=10), st.integers(0, 10**6))
def test_insertions_cuts_and_edits_keep_identity(cut, touched, seed):
    rng = stream("edits", str(seed))
    texts, truth = [], []
    for i, text in enumerate(BASE):
        if i in cut:
            continue
        if rng.random() < 0.1:
            texts.append(stranger(int(rng.integers(0, 10**6))))
            truth.append(None)
        texts.append(edited(text, rng) if i in touched else text)
        truth.append(i)
    found = match_scenes(BASE_DIGESTS, digests(texts))
    assert [m.old for m in found if m.new is not None] == truth
    assert sorted(m.old for m in found if m.new is None) == sorted(cut)
    for m in found:
        if m.old is not None and m.new is not None:
            assert m.kind == ("changed" if m.old in touched else "same")


def test_swap_of_two_scenes():
    order = list(range(60))
    order[10], order[40] = 40, 10
    found = match_scenes(BASE_DIGESTS, [BASE_DIGESTS[i] for i in order])
    assert [m.new for m in found if m.kind == "moved"] == [10, 40]


def test_equal_scenes_pair_in_order_around_an_insertion():
    empty = "EXT. ROAD - DAY\n\nThe car drives.\n"
    old = digests([BASE[0], empty, BASE[1], empty, BASE[2], empty])
    new = digests([BASE[0], empty, BASE[3], empty, BASE[1], empty, BASE[2], empty])
    found = {m.new: m.old for m in match_scenes(old, new) if m.new is not None}
    assert (found[5], found[7], found[0], found[4], found[6]) == (3, 5, 0, 2, 4)
    assert sorted(o for o in found.values() if o is not None) == [0, 1, 2, 3, 4, 5]


def test_new_slugline_and_rewritten_scene_keep_identity():
    changed = list(BASE)
    changed[20] = changed[20].replace(changed[20].split("\n")[0], "EXT. DESERT - DAWN")
    changed[30] = changed[30].split("\n")[0] + "\n\nNothing of what was there is left at all.\n"
    found = match_scenes(BASE_DIGESTS, digests(changed))
    assert [(m.old, m.kind) for m in found][20] == (20, "changed")
    assert [(m.old, m.kind) for m in found][30] == (30, "changed")


def test_an_id_in_the_slugline_goes_before_everything():
    old = ["INT. BAR - DAY #1-AAAAA#\n\nTom waits.\n", "INT. BAR - DAY #2-BBBBB#\n\nTom leaves.\n"]
    swapped = ["INT. BAR - DAY #1-BBBBB#\n\nTom waits.\n", "EXT. SEA - NIGHT #2-AAAAA#\n\nOther words.\n"]
    found = match_scenes(digests(old), digests(swapped))
    assert {(m.old, m.new) for m in found} == {(1, 0), (0, 1)}
    copied = ["INT. BAR - DAY #1-AAAAA#\n\nTom waits.\n", "EXT. SEA - NIGHT #1A-AAAAA#\n\nOther words.\n"]
    found = match_scenes(digests(old[:1]), digests(copied))
    assert {(m.old, m.new) for m in found} == {(0, 0), (None, 1)}


def test_renumbering_is_no_change():
    numbered = [t.replace("\n", f" #{i}#\n", 1) for i, t in enumerate(BASE)]
    assert {m.kind for m in match_scenes(BASE_DIGESTS, digests(numbered))} == {"same"}


def test_empty_drafts():
    assert match_scenes([], []) == []
    assert [m.kind for m in match_scenes([], BASE_DIGESTS[:2])] == ["new", "new"]
    assert [m.kind for m in match_scenes(BASE_DIGESTS[:2], [])] == ["cut", "cut"]


def test_digests_survive_json_and_are_small():
    blob = msgspec.json.encode(BASE_DIGESTS)
    assert msgspec.json.decode(blob, type=list[SceneDigest]) == BASE_DIGESTS
    assert len(blob) < 60 * 1000


# --- cast


def casts(texts: list[str], names: list[str]) -> list[CastDigest]:
    play = read_screenplay("\n".join(texts).encode(), "x")
    scenes = {f"s{i}": s for i, s in enumerate(play.scenes)}
    return [cast_digest(CastMember("", name), scenes) for name in names]


def renamed(texts: list[str], old: str, new: str) -> list[str]:
    return [t.replace(old, new).replace(old.title(), new.title()) for t in texts]


@pytest.mark.parametrize("old", NAMES)
def test_renamed_character_is_found(old):
    fresh = [n for n in NAMES if n != old] + ["ZENOBIA"]
    found = match_cast(casts(BASE, NAMES), casts(renamed(BASE, old, "ZENOBIA"), fresh))
    assert found == {i: NAMES.index(n if n != "ZENOBIA" else old) for i, n in enumerate(fresh)}


def test_silent_character_renamed():
    a = ["INT. A - DAY\n\nThe BUTLER pours tea and leaves.\n", "INT. B - DAY\n\nThe butler drops a cup.\n"]
    b = [t.replace("BUTLER", "VALET").replace("butler", "valet") for t in a]
    assert match_cast(casts(a, ["BUTLER"]), casts(b, ["VALET"])) == {0: 0}


def test_names_exchanged_follow_the_lines():
    swapped = [
        t.replace("ANNA", "\x01").replace("KOLYA", "ANNA").replace("\x01", "KOLYA")
        .replace("Anna", "\x01").replace("Kolya", "Anna").replace("\x01", "Kolya")
        for t in BASE
    ]  # fmt: skip
    assert match_cast(casts(BASE, NAMES), casts(swapped, NAMES)) == {0: 1, 1: 0, 2: 2, 3: 3}


def test_stranger_is_not_a_rename():
    a = ["INT. A - DAY\n\nWAITER\nYes?\n"]
    b = ["INT. A - DAY\n\nNobody.\n", "INT. POLICE - DAY\n\nCOP\nYes?\n"]
    assert match_cast(casts(a, ["WAITER"]), casts(b, ["COP"])) == {}


def test_rewritten_lines_keep_the_name():
    a, b = ["INT. A - DAY\n\nANNA\nOne thing here.\n"], ["INT. C - DAY\n\nANNA\nQuite another matter.\n"]
    assert match_cast(casts(a, ["ANNA"]), casts(b, ["ANNA"])) == {0: 0}


# --- beats


def beats(*texts: str) -> list[tuple[str, str]]:
    return [(f"print of {t}", t) for t in texts]


def test_beats():
    old = beats("Anna enters.", "She waits.", "She waits.", "Kolya pours the cold coffee.", "Exit.")
    new = beats("A knock.", "Anna enters.", "She waits.", "Exit.", "Kolya pours the hot coffee.", "She waits.")
    assert match_beats(old, new) == {1: 0, 2: 1, 3: 4, 4: 3, 5: 2}
    assert match_beats(old, old) == {i: i for i in range(5)}
    assert match_beats(old, []) == {}
    assert match_beats([], new) == {}


def test_monstrous_scene_is_matched_near_its_place():
    old = beats(*(f"line {i} of many" for i in range(3000)))
    new = beats("a new line", *(f"line {i} of many" for i in range(3000)), "the end of it")
    found = match_beats([("first", "x"), *old, ("last", "y")], new)
    assert sum(found.get(i + 1) == i + 1 for i in range(3000)) > 2900


def test_film_of_one_scene_repeated():
    empty = digests(["EXT. ROAD - DAY\n\nThe car drives.\n"]) * 3000
    assert [m.old for m in match_scenes(empty, empty)] == list(range(3000))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from("abcdef"), max_size=14), st.lists(st.sampled_from("abcdef"), max_size=14))
def test_beat_matching_is_one_to_one_and_complete(old, new):
    found = match_beats(beats(*old), beats(*new))
    assert len(set(found.values())) == len(found)
    assert all(old[o] == new[n] for n, o in found.items())
    assert len(found) == sum(min(old.count(c), new.count(c)) for c in set(old))


# --- real scripts


def _real_draft(scene, data: bytes) -> str:
    end = max([scene.heading.span.end_byte, *(e.span.end_byte for e in scene.elements)])
    return data[scene.heading.span.byte : end].decode()


@pytest.mark.real
@pytest.mark.skipif(not SCRIPTS, reason="NOT RUN: ../shared/scripts is absent, real drafts were not matched")
def test_real_scripts_with_random_edits():
    right = total = 0
    for path in SCRIPTS:
        data = path.read_bytes()
        play = read_screenplay(data, path.name)
        if len(play.scenes) < 8:
            continue
        old = [scene_digest(s) for s in play.scenes]
        for trial in range(3):
            rng = stream(path.stem, f"trial {trial}")
            parts = [(i, _real_draft(s, data)) for i, s in enumerate(play.scenes)]
            parts = [p for p in parts if rng.random() > 0.06]
            for _ in range(max(1, len(parts) // 15)):
                a, b = (int(rng.integers(0, len(parts))) for _ in range(2))
                parts[a], parts[b] = parts[b], parts[a]
            texts, truth = [], []
            for i, text in parts:
                if rng.random() < 0.07:
                    texts.append(scene_text(int(rng.integers(0, 10**6))))
                    truth.append(None)
                texts.append(edited(text.replace("\r\n", "\n"), rng, 0.25) if rng.random() < 0.25 else text)
                truth.append(i)
            drafted = read_screenplay("\n\n".join(texts).encode(), "b")
            assert len(drafted.scenes) == len(texts)
            found = match_scenes(old, [scene_digest(s) for s in drafted.scenes])
            pairs = {m.new: m.old for m in found if m.new is not None}
            right += sum(pairs[n] == o for n, o in enumerate(truth))
            total += len(truth)
    assert total > 1000
    assert right / total >= 0.99, f"{right} of {total}"
