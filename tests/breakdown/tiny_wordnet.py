"""A WordNet database of a few nouns in the text format of wndb(5), so that tests need no package."""

from __future__ import annotations

from pathlib import Path

LICENCE = b"  1 This is written by a test.  \n  2 It is no dictionary.  \n"
CHAINS = (
    ("marmot", "05", "animal"),
    ("animal", "03", "entity"),
    ("velocipede", "06", "vehicle"),
    ("vehicle", "06", "artifact"),
    ("artifact", "03", "entity"),
    ("tarlop", "06", "clothing"),
    ("clothing", "06", "artifact"),
    ("halberd", "06", "weapon"),
    ("weapon", "06", "artifact"),
    ("ambrix", "06", "artifact"),
    ("vorlet", "06", "furniture"),
    ("furniture", "06", "artifact"),
    ("prestor", "18", "person"),
    ("person", "03", "entity"),
    ("quondle", "04", "entity"),
    ("pipistrelle", "05", "animal"),
    ("entity", "03", ""),
)
"""Word of a synset, its lexicographer's file, the word of its hypernym."""
SENSES = {"pipistrelle": ("pipistrelle", "velocipede")}
"""Nouns with more senses than their own synset."""


def write_wordnet(folder: Path) -> Path:
    """Write index.noun and data.noun into ``folder``; returns it."""
    folder.mkdir(parents=True, exist_ok=True)
    length = {word: len(_data_line(0, word, file, 0, bool(above))) for word, file, above in CHAINS}
    at, offsets = len(LICENCE), dict[str, int]()
    for word, _, _ in CHAINS:
        offsets[word] = at
        at += length[word]
    lines = [_data_line(offsets[word], word, file, offsets.get(above, 0), bool(above)) for word, file, above in CHAINS]
    (folder / "data.noun").write_bytes(LICENCE + b"".join(lines))
    rows: list[bytes] = []
    for word in sorted(offsets):
        senses = [offsets[w] for w in SENSES.get(word, (word,))]
        told = " ".join(f"{o:08d}" for o in senses)
        rows.append(f"{word} n {len(senses)} 1 @ {len(senses)} 0 {told}  \n".encode())
    (folder / "index.noun").write_bytes(LICENCE + b"".join(rows))
    return folder


def _data_line(offset: int, word: str, file: str, above: int, pointed: bool) -> bytes:
    pointer = f"001 @ {above:08d} n 0000" if pointed else "000"
    return f"{offset:08d} {file} n 01 {word} 0 {pointer} | a gloss  \n".encode()
