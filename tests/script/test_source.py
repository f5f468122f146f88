"""Bytes in, exact places out: encodings, line ends, binary files, real scripts, mutations, time."""

import re
import time
import tomllib
from pathlib import Path

import pytest
from tests.script.mutator import CASES, chance, mutated

from setpiece.errors import ScriptError
from setpiece.script import read_screenplay, write_fountain

SCRIPTS = sorted((Path(__file__).resolve().parents[3] / "shared" / "scripts").glob("*.fountain"))
TABLE = {"ИНТ.": "INT", "НАТ.": "EXT"}
SAMPLE = """Title: Ünder\nAuthor: x\n\nINT. CAFÉ – DAY #1#\n\nÉlodie walks. [[a note]] On.\n/* gone\n\nyes */
\tIndented *twice*.\n\nÉLODIE (V.O.)\n(soft)\nÇa va?\n  \nOui.\n\nCUT TO:\n\nEXT. STREET - NIGHT\n\nRain.\n"""

ENCODINGS = [
    ("utf-8", b"", "utf-8"), ("utf-8", b"\xef\xbb\xbf", "utf-8-sig"), ("utf-16-le", b"\xff\xfe", "utf-16-le"),
    ("utf-16-be", b"\xfe\xff", "utf-16-be"), ("utf-16-le", b"", "utf-16-le"), ("utf-16-be", b"", "utf-16-be"),
    ("cp1252", b"", "cp1252"),
]  # fmt: skip


def letters(text: str) -> str:
    return "".join(c for c in text if c.isalnum())


def check_spans(data: bytes, play) -> None:
    """Each span, sliced out of the bytes, reads as its element; together they cover all that is ink."""
    codec = {"utf-8-sig": "utf-8"}.get(play.encoding, play.encoding)
    rows = [m.end() for m in re.finditer(r"\r\n|\r|\n", data.decode(codec, "replace"))]
    covered = bytearray(len(data))
    masked = [e for e in play.elements if e.kind in ("note", "boneyard")]
    for element in play.elements:
        span = element.span
        raw = bytearray(data[span.byte : span.end_byte])
        assert 1 <= span.line <= span.end_line <= len(rows) + 1
        if element.kind not in ("note", "boneyard"):
            for inner in reversed(masked):
                if span.byte <= inner.span.byte and inner.span.end_byte <= span.end_byte:
                    del raw[inner.span.byte - span.byte : inner.span.end_byte - span.byte]
        shown = letters(bytes(raw).decode(codec, "replace"))
        if element.kind == "heading":
            assert shown.endswith(
                letters(element.text).removeprefix("INT").removeprefix("EXT") + letters(element.number)
            )
        elif element.kind == "title":
            assert shown.casefold() == letters(element.text).casefold()
        else:
            assert shown == letters(element.text + element.extension), element
        covered[span.byte : span.end_byte] = b"\x01" * (span.end_byte - span.byte)
    bare = bytes(b for b, c in zip(data, covered, strict=True) if not c)
    assert not bare.decode(codec, "replace").strip("\ufeff\x00").strip()


@pytest.mark.parametrize("text", ["a\r\r\nb\r\n\nc\rd", "\r\n\r\ra", "a\n\rb\r", "a\r\nb\r\r\n\n"])
def test_mixed_line_ends_keep_their_lines(text):
    lines = [(m.group(1), m.start()) for m in re.finditer(r"([^\r\n]*)(\r\n|\r|\n|$)", text) if m.group()]
    play = read_screenplay(text.encode(), "x")
    for element in play.elements:
        first, last = lines[element.span.line - 1], lines[element.span.end_line - 1]
        assert element.span.byte == first[1]
        assert element.span.end_byte == last[1] + len(last[0])
    assert "".join(e.text for e in play.elements if e.kind != "blank").replace("\n", "") == re.sub(r"[\r\n]", "", text)


@pytest.mark.parametrize(("codec", "bom", "name"), ENCODINGS)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(codec, bom, name, end):
    data = bom + SAMPLE.replace("\n", end).encode(codec)
    play = read_screenplay(data, "x")
    assert play.encoding == name
    assert [s.heading.text for s in play.scenes] == ["INT. CAFÉ – DAY", "EXT. STREET - NIGHT"]
    assert play.title_page["title"] == ("Ünder",)
    check_spans(data, play)
    lines = [line.encode(codec) for line in SAMPLE.split("\n")]
    heading = play.scenes[1].heading.span
    assert (heading.line, heading.column) == (20, 1)
    assert heading.byte == len(bom) + sum(len(x) + len(end.encode(codec)) for x in lines[:19])


def test_column_counts_characters_and_byte_counts_bytes():
    span = read_screenplay("é\n\n  \u00a0INT. A - DAY\n\nx".encode(), "x").scenes[0].heading.span
    assert (span.line, span.column, span.byte, span.end_byte) == (3, 4, 8, 20)


def test_damaged_utf8_stays_utf8():
    data = SAMPLE.encode().replace(b"Rain.", b"Ra\xffin.")
    play = read_screenplay(data, "x")
    assert play.encoding == "utf-8"
    assert play.scenes[1].elements[0].text == "Ra\ufffdin."
    assert [(f.code, f.line) for f in play.findings] == [("damaged-text", 22)]


@pytest.mark.parametrize(
    "data",
    [
        b"", b"  \n\r\n\t", b"\xef\xbb\xbf\n", b"\xff\xfe", b"\xff\xfe \x00\n\x00", b"%PDF-1.7 x", b"PK\x03\x04abc",
        b"\x89PNG\r\n\x1a\n", b"{\\rtf1 x}", bytes(range(256)) * 4, b"\x00" * 100, b"<?xml version='1.0'?><FinalDraft/>",
        b"\x7fELF\x02\x01\x01" + b"\x00" * 64,
    ],
)  # fmt: skip
def test_binary_and_empty_are_refused_with_a_remedy(data):
    with pytest.raises(ScriptError) as caught:
        read_screenplay(data, "draft.fountain")
    assert caught.value.where == "draft.fountain"
    assert caught.value.remedy


def _independent_headings(text: str) -> int:
    """Sluglines by a rule of its own: after an empty line, INT/EXT/EST/I/E with a dot or space, or forced."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    lines = ["", *re.split(r"\r\n|\n|\r", text)]
    starts = re.compile(
        r"\s*((INT|EXT|EST)\.?(/(INT|EXT)\.?)?|I/E\.?|ИНТ\.|НАТ\.)(\s|。)|\s*(INT|EXT)[.。]|\.\w", re.IGNORECASE
    )
    loose = re.compile(r"\s*$|#|=|\[\[.*\]\]\s*$")
    return sum(1 for a, b in zip(lines, lines[1:], strict=False) if loose.match(a) and starts.match(b))


@pytest.mark.real
@pytest.mark.skipif(not SCRIPTS, reason="NOT RUN: ../shared/scripts is absent, real scripts were not read")
@pytest.mark.parametrize("path", SCRIPTS, ids=lambda p: p.stem)
def test_real_scripts(path):
    data = path.read_bytes()
    play = read_screenplay(data, path.name, TABLE)
    check_spans(data, play)
    assert len(play.scenes) == _independent_headings(data.decode())
    assert play.encoding == "utf-8"


TOKENS = [
    b"/*", b"*/", b"[[", b"]]", b"\n\n", b"\r", b"#", b"=", b"===", b"!", b"@", b">", b"<", b"~", b"^", b"INT. ", b"(",
    b")", b"*", b"_", b"\\", b"  \n", b"\x00", b"\xff", b"\xc3", "é".encode(), "。".encode(), b"#1#", b"TO:", b"\xef\xbb\xbf",
    b"Title: ", b":", b"\t", b"\x85", b"A",
]  # fmt: skip


def _corpus() -> list[bytes]:
    """Snippets of every rule, and a page of all of them in four encodings."""
    seeds = [SAMPLE.encode(), SAMPLE.encode("utf-16"), SAMPLE.encode("cp1252"), SAMPLE.replace("\n", "\r\n").encode()]
    table = tomllib.loads((Path(__file__).parent / "conformance.toml").read_text(encoding="utf-8"))["case"]
    return [s[: len(s) // 2] for s in seeds] + seeds[:1] + [case["source"].encode() for case in table]


def _read(play) -> list[tuple]:
    return [(e.kind, e.text, e.styles, e.extension, e.dual, e.number, e.level, e.embedded_id) for e in play.elements]


def test_mutations_never_break_the_reader():
    """Nor the writer: every eighth draft that could be read is written, and reads the same again."""
    count, rng = CASES, chance("fountain")
    seeds = _corpus()
    refused = 0
    for case in range(count):
        data = mutated(rng, seeds[case % len(seeds)], TOKENS, 5)
        try:
            play = read_screenplay(data, "x")
        except ScriptError:
            refused += 1
            continue
        end = -1
        for element in play.elements:
            assert 0 <= element.span.byte <= element.span.end_byte <= len(data)
            assert element.span.byte >= end
            end = element.span.byte
            element.text.encode()
        if case % 8 == 0:
            again = read_screenplay(write_fountain(play), "x")
            assert _read(again) == _read(play), data
    assert refused < count // 2


HOSTILE = {
    "notes": b"[[ ", "open notes": b"[[a\n\n", "boneyards": b"/* ", "closed": b"/* */[[x]]", "stars": b"*a ",
    "underscores": b" _a", "hashes": b"INT. A #", "keys": b"a:\n", "two spaces": b"  \n", "cues": b"\nA\nb\n",
    "tabs": b"\t", "mixed": b"[[/*x*/", "accents": "é[[é]]".encode(),
}  # fmt: skip


@pytest.mark.parametrize("what", sorted(HOSTILE))
def test_time_is_linear(what):
    def seconds(count: int) -> float:
        data = b"x " + HOSTILE[what] * count + b"\nx"
        start = time.process_time()
        read_screenplay(data, "x")
        return time.process_time() - start

    small, large = min(seconds(1500) for _ in range(3)), min(seconds(24000) for _ in range(2))
    assert large < 16 * 5 * small + 0.1  # a quadratic reader takes 256 times as long
