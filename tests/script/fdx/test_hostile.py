"""Damaged, hostile and huge files: an error that names the place or a finding, in time and memory that stay linear."""

import re
import time
import tracemalloc
from pathlib import Path

import pytest
from tests.script.mutator import CASES, chance

from setpiece.errors import ScriptError
from setpiece.script.fdx import (
    TagMark,
    definition_of,
    open_fdx,
    read_fdx,
    read_tags,
    stock_categories,
    tag_document,
    write_fdx,
)
from setpiece.script.fdx import TagSet as Tags

SAMPLES = Path(__file__).parent / "samples"
DUAL = b"""<FinalDraft Version="5"><Content>
<Paragraph Type="Scene Heading" Number="1"><SceneProperties Length="1/8" Page="1"><Summary><Paragraph><Text>s</Text>
</Paragraph></Summary></SceneProperties><Text>INT. A - DAY</Text></Paragraph>
<Paragraph StartsNewPage="Yes"><DualDialogue><Paragraph Type="Character"><Text>A (V.O.)</Text></Paragraph><Paragraph
Type="Dialogue"><Text Style="Bold">x</Text></Paragraph><Paragraph Type="Character"><Text TagNumber="1">B</Text></Paragraph>
</DualDialogue></Paragraph><Paragraph Type="Action"><ScriptNote Name="n"><Paragraph><Text>n</Text></Paragraph></ScriptNote>
<Text RevisionID="1">a </Text><Text>b</Text></Paragraph></Content><TagData><Tags><Tag Number="1"><DefId>d</DefId></Tag>
</Tags></TagData></FinalDraft>"""
TOKENS = [
    b"<Text>", b"</Text>", b"<Paragraph>", b"</Paragraph>", b"<DualDialogue>", b"<![CDATA[", b"]]>", b"<!--", b"-->", b"<?x ?>",
    b"&amp;", b"&#0;", b"&#x110000;", b"&#10;", b"&e;", b'"', b"'", b"<", b">", b"/>", b"=", b"\x00", b"\xff", b"\xc3", b"\xef\xbb\xbf",
    "é".encode(), b'<?xml version="1.0" encoding="utf-16"?>', b"<!DOCTYPE x>", b"(", b")", b"\r", b"\n", b"+", b"9" * 40,
    b'xmlns="u"', b"x:", b"-1", b"Style", b"Title: ",
]  # fmt: skip
VALUES = [
    b"", b" ", b"Yes", b"Scene Heading", b"character", b"DIALOGUE", b"General", b"New Act", b"Outline 9", b"1/0", b"9" * 30, b"-1",
    b"Bold+Italic+AllCaps+Nope", b"Center", b"1", b"&#10;", b"&lt;", b"\xc3\x9f",
]  # fmt: skip
PARTS = re.compile(rb"<(\w+)[^<>]*>[^<>]*</\1>|<\w+[^<>]*/>")
QUOTED = re.compile(rb'"[^"<>]*"')
WORDS = re.compile(rb">[^<>]+<")


def _mutated(rng, seed: bytes) -> bytes:
    data = bytearray(seed)
    for _ in range(int(rng.integers(1, 5))):
        at = int(rng.integers(0, len(data) + 1))
        match int(rng.integers(0, 9)):
            case 0:
                data[at:at] = TOKENS[int(rng.integers(0, len(TOKENS)))]
            case 1:
                data[at : at + 1] = bytes([int(rng.integers(0, 256))])
            case 2:
                del data[at : at + int(rng.integers(1, 30))]
            case 3 | 4:  # an attribute's value
                found = QUOTED.search(data, at)
                if found:
                    data[found.start() + 1 : found.end() - 1] = VALUES[int(rng.integers(0, len(VALUES)))]
            case 5:  # words
                found = WORDS.search(data, at)
                if found:
                    data[found.start() + 1 : found.end() - 1] = VALUES[int(rng.integers(0, len(VALUES)))]
            case 6:  # an element goes
                found = PARTS.search(data, at)
                if found:
                    del data[found.start() : found.end()]
            case _:  # an element comes twice, or elsewhere
                found, other = PARTS.search(data, at), PARTS.search(data, int(rng.integers(0, len(data) + 1)))
                if found and other:
                    data[other.start() : other.start()] = found.group()
    return bytes(data)


def test_mutations_never_break_the_reader():
    count, rng = CASES, chance("fdx")
    features = (SAMPLES / "features.fdx").read_bytes()
    cut = features[: features.index(b'<Paragraph Type="Lyric">')] + b"</Content></FinalDraft>"
    seeds = [DUAL, (SAMPLES / "tagged.fdx").read_bytes(), DUAL, cut, DUAL.decode().encode("utf-16"), DUAL]
    refused = 0
    for case in range(count):
        data = _mutated(rng, seeds[case % len(seeds)])
        try:
            document = open_fdx(data, "x")
        except ScriptError as e:
            refused += e.where.startswith("x:")
            continue
        play = document.screenplay
        for element in play.elements:
            assert 0 <= element.span.byte < element.span.end_byte <= len(data)
            assert all(0 <= r.start < r.end <= len(element.text) for r in (*element.styles, *element.revised))
            element.text.encode()
        assert sum(len(s.elements) + 1 for s in play.scenes) <= len(play.elements)
        tags = read_tags(document)
        if case % 50 == 0:
            assert [e.kind for e in read_fdx(write_fdx(play, tags), "x").elements] == [e.kind for e in play.elements]
            bell = definition_of(6, "bell")
            marks = tuple(TagMark(i, 0, 1, bell.id) for i in document.places if play.elements[i].text)
            tagged = tag_document(document, Tags(stock_categories(), (bell,), marks))
            assert [e.text for e in tagged.screenplay.elements] == [e.text for e in play.elements]
    assert count // 10 < refused < count * 3 // 4


HEAD, TAIL = b"<FinalDraft><Content>", b"</Content></FinalDraft>"
ROW = b'<Paragraph Type="Character"><Text>A</Text></Paragraph>'
HOSTILE = {
    "paragraphs": (HEAD, ROW, TAIL),
    "blanks": (HEAD, b"<Paragraph/>", TAIL),
    "runs": (HEAD + b"<Paragraph>", b"<Text Style='Bold'>a</Text><Text>b</Text>", b"</Paragraph>" + TAIL),
    "brackets": (HEAD + b'<Paragraph Type="Character"><Text>A', b"(", b"</Text></Paragraph>" + TAIL),
    "closed": (HEAD + b'<Paragraph Type="Character"><Text>', b"(x) ", b"y</Text></Paragraph>" + TAIL),
    "duals": (HEAD + b"<Paragraph>", b"<DualDialogue>" + ROW + b"</DualDialogue>", b"</Paragraph>" + TAIL),
    "notes": (HEAD + b"<Paragraph>", b"<ScriptNote/>", b"</Paragraph>" + TAIL),
    "entities": (HEAD + b"<Paragraph><Text>", b"&amp;\n", b"</Text></Paragraph>" + TAIL),
    "types": (HEAD, b"<Paragraph Type='t'/><X/>", TAIL),
    "title lines": (b"<FinalDraft><TitlePage><Content>", b"<Paragraph><Text>a: b</Text></Paragraph>", b"</Content></TitlePage></FinalDraft>"),
    "title groups": (
        b"<FinalDraft><TitlePage><Content>", b"<Paragraph Alignment='Center'><Text>x</Text></Paragraph><Paragraph/>",
        b"</Content></TitlePage></FinalDraft>",
    ),
    "revisions": (HEAD + b"<Paragraph>", b"<Text RevisionID='1'>a</Text><Text RevisionID='2'>b</Text>", b"</Paragraph>" + TAIL),
    "tags": (
        HEAD + ROW + b"</Content><TagData><TagDefinitions>", b"<TagDefinition CatId='a' Id='b'/>",
        b"</TagDefinitions></TagData></FinalDraft>",
    ),
    "tagged": (
        HEAD + b"<Paragraph>", b"<Text TagNumber='1'>a</Text><Text TagNumber='2'>b</Text>",
        b"</Paragraph></Content><TagData><TagDefinitions><TagDefinition Id='a'/></TagDefinitions><Tags><Tag Number='1'>"
        + b"<DefId>a</DefId>" * 3000 + b"</Tag></Tags></TagData></FinalDraft>",
    ),
    "attribute": (b"<FinalDraft a='", b"xxxxxxxxxxxxxxxx", b"'>" + TAIL[10:]),
    "comments": (HEAD, b"<!-- a -->", TAIL),
}  # fmt: skip


@pytest.mark.parametrize("what", sorted(HOSTILE))
def test_time_is_linear(what):
    head, row, tail = HOSTILE[what]

    def seconds(count: int) -> float:
        data = head + row * count + tail
        start = time.process_time()
        document = open_fdx(data, "x")
        write_fdx(document.screenplay, read_tags(document))
        return time.process_time() - start

    small, large = min(seconds(1000) for _ in range(3)), min(seconds(16000) for _ in range(2))
    assert large < 16 * 5 * small + 0.1  # a quadratic reader takes 256 times as long


@pytest.mark.parametrize("data", [
    b"<FinalDraft>" + b"<a>" * 200_000,
    b"<FinalDraft>" + b"<a/>" * 200_000 + b"</FinalDraft>",
    b"<FinalDraft " + b" ".join(b'a%d=""' % i for i in range(80_000)) + b"/>",
    b'<!DOCTYPE x [<!ENTITY a "' + b"x" * 1_000_000 + b'">]><FinalDraft>' + b"&a;" * 100_000 + b"</FinalDraft>",
], ids=["deep", "wide", "attributes", "entity"])  # fmt: skip
def test_memory_is_bounded(data, monkeypatch):
    monkeypatch.setattr("setpiece.script.fdx._tree.MOST_NODES", 20_000)
    tracemalloc.start()
    try:
        with pytest.raises(ScriptError):
            read_fdx(data, "x")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 30_000_000
