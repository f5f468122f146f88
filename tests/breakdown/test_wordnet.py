"""The dictionary of kinds behind the lexicon: its reader, what it adds, and what happens when it is broken."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from setpiece.errors import FormatError, InputError
from setpiece.scene.model import FrameRate
from setpiece.script import read_screenplay
from setpiece.script.breakdown import Wordnet, break_down_scene, find_cast, judge, open_wordnet
from setpiece.script.model import SceneBreakdown

from .tiny_wordnet import CHAINS, write_wordnet

REAL = Path("/usr/share/wordnet")
GOLD = Path(__file__).parents[1] / "data" / "gold"
DATA = "data.noun"
INDEX = "index.noun"


@pytest.fixture
def tiny(tmp_path: Path) -> Iterator[Wordnet]:
    with Wordnet(write_wordnet(tmp_path / "dict")) as opened:
        yield opened


def sheet(action: str, kinds: Wordnet | None) -> SceneBreakdown:
    play = read_screenplay(f"INT. HUT - DAY\n\n{action}\n\nANNA\nNow.\n".encode(), "t.fountain")
    return break_down_scene(play.scenes[0], find_cast(play), "DAY", 1, FrameRate(24, 1), kinds)


def found(action: str, kinds: Wordnet | None) -> dict[str, list[str]]:
    return {c: [u.name for u in uses] for c, uses in sheet(action, kinds).elements.items() if c != "animal_wrangler"}


def test_every_noun_is_found_and_others_are_not(tiny: Wordnet) -> None:
    for word, _, above in CHAINS:
        assert (tiny.kinds_of(word) != ()) is True, word
        assert above == "" or tiny.kinds_of(word)[0] in (above, "thing", "garment", word, ""), word
    assert tiny.kinds_of("marmot") == ("animal",)
    assert tiny.kinds_of("tarlop") == ("garment",)
    assert tiny.kinds_of("pipistrelle") == ("animal", "vehicle"), "the commonest sense comes first"
    assert tiny.kinds_of("quondle") == ("",), "known, and nothing that can be held"
    for word in ("", "aardvark", "zz", "marmo", "marmots", "Marmot", " ", "1", "marmot\n", "ä"):
        assert tiny.kinds_of(word) == (), word


@pytest.mark.parametrize(
    ("action", "without", "with_it"),
    [
        (
            "A marmot sits on the table.",
            {"set_dressing": ["table"]},
            {"animals": ["marmot"], "set_dressing": ["table"]},
        ),
        ("The marmot looks up.", {}, {}),
        ("It's a marmot.", {}, {}),
        ("No marmot in sight.", {}, {}),
        ("Anna grins like a marmot.", {}, {}),
        ("Anna grabs a quondle.", {"props": ["quondle"]}, {}),
        ("Anna grabs a prestor.", {"props": ["prestor"]}, {}),
        ("Anna grabs an ambrix.", {"props": ["ambrix"]}, {"props": ["ambrix"]}),
        ("Her tarlop is torn.", {}, {"wardrobe": ["tarlop"]}),
        ("A velocipede rolls in.", {}, {"vehicles": ["velocipede"]}),
        ("A pipistrelle hangs there.", {}, {}),
        ("A vorlet, covered in dust.", {}, {"set_dressing": ["vorlet"]}),
    ],
)
def test_what_it_adds_and_takes_away(
    tiny: Wordnet, action: str, without: dict[str, list[str]], with_it: dict[str, list[str]]
) -> None:
    assert found(action, None) == without
    assert found(action, tiny) == with_it


def test_what_it_knows_says_so_and_is_less_sure(tiny: Wordnet) -> None:
    uses = sheet("A marmot sits on a wooden table. Anna grabs an ambrix.", tiny).elements
    (marmot,), (table,), (ambrix,) = uses["animals"], uses["set_dressing"], uses["props"]
    assert (marmot.source, table.source, ambrix.source) == ("wordnet", "", "verb")
    assert marmot.confidence <= 0.5 < table.confidence
    assert marmot.quote == "A marmot sits on a wooden table."


def test_the_version_is_of_the_bytes(tmp_path: Path) -> None:
    folder = write_wordnet(tmp_path)
    with Wordnet(folder) as a, Wordnet(folder) as b:
        assert a.version == b.version
        first = a.version
    with (folder / DATA).open("ab") as f:
        f.write(b"\n")
    with Wordnet(folder) as c:
        assert c.version != first


def test_no_database_is_a_finding_and_the_scene_is_read_without(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no WordNet database"):
        Wordnet(tmp_path)
    with open_wordnet(tmp_path) as (kinds, findings):
        assert kinds is None
        assert [f.code for f in findings] == ["wordnet"]
        assert str(tmp_path) in findings[0].message
    with open_wordnet(None) as (kinds, findings):
        assert (kinds, findings) == (None, ())


def test_other_files_are_no_database(tmp_path: Path) -> None:
    for name in (INDEX, DATA):
        (tmp_path / name).write_bytes(b"\x00\xff" * 5000)
    with pytest.raises(FormatError, match="no WordNet"):
        Wordnet(tmp_path)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        (DATA, b"05 n 01 marmot 0 001 @", b"05 n 01 marmot 0 0xx @"),
        (DATA, b"05 n 01 marmot", b"05 n zz marmot"),
        (INDEX, b"marmot n 1 1 @ 1 0 ", b"marmot n 1 1 @ 1 0 9"),
        (INDEX, b"marmot n 1 1 @", b"marmot n 2 1 @"),
        (INDEX, b"marmot n 1 1 @ 1 0", b"marmot n"),
    ],
)
def test_damage_is_a_finding_and_no_back_off(tmp_path: Path, name: str, old: bytes, new: bytes) -> None:
    path = write_wordnet(tmp_path) / name
    path.write_bytes(path.read_bytes().replace(old, new))
    with Wordnet(tmp_path) as broken:
        with pytest.raises(FormatError, match="damaged"):
            broken.kinds_of("marmot")
        read = sheet("A marmot sits on a velocipede.", broken)
    assert "animals" not in read.elements
    assert "vehicles" not in read.elements
    assert [f.code for f in read.findings] == ["wordnet"]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 700), st.integers(0, 255), st.sampled_from((INDEX, DATA)))
def test_no_byte_makes_it_fall(tmp_path_factory: pytest.TempPathFactory, at: int, byte: int, name: str) -> None:
    path = write_wordnet(tmp_path_factory.mktemp("wn")) / name
    raw = bytearray(path.read_bytes())
    raw[at % len(raw)] = byte
    path.write_bytes(raw)
    with open_wordnet(path.parent) as (kinds, findings):
        assert (kinds is None) == bool(findings)
        for word, _, _ in CHAINS:
            with suppress(FormatError):
                assert kinds is None or len(kinds.kinds_of(word)) <= 2


def test_a_ring_of_hypernyms_ends(tmp_path: Path) -> None:
    folder = write_wordnet(tmp_path)
    raw = (folder / DATA).read_bytes()
    quondle = raw.index(b" 04 n 01 quondle") - 8
    line = raw[quondle : raw.index(b"\n", quondle)]
    ring = line.replace(line[line.index(b"@") + 2 :][:8], b"%08d" % quondle)
    (folder / DATA).write_bytes(raw.replace(line, ring))
    with Wordnet(folder) as ringed:
        assert ringed.kinds_of("quondle") == ("",)


@pytest.mark.skipif(
    not (REAL / INDEX).exists(), reason="NOT RUN: there is no wordnet-base, no real nouns were looked up"
)
def test_the_real_database() -> None:
    with Wordnet(REAL) as real:
        for noun, kind in {
            "rapier": "weapon", "fedora": "garment", "sedan": "vehicle", "horse": "animal", "lectern": "furniture",
            "brandy": "food", "forklift": "vehicle", "milkman": "person", "shrug": "", "steam engine": "thing",
        }.items():  # fmt: skip
            assert real.kinds_of(noun)[0] == kind, noun
        without, with_it = judge(GOLD / "written").batches, judge(GOLD / "written", kinds=real).batches
    for batch, evaluation in without.items():
        assert with_it[batch].micro.precision >= evaluation.micro.precision - 0.005
        assert with_it[batch].invented_without_evidence == 0
