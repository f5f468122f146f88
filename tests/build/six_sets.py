"""One short script that asks for every kind of set, and what a build of it leaves on disk."""

from __future__ import annotations

import hashlib
from pathlib import Path

KINDS = ("room", "office", "bar", "street", "landscape", "vehicle")

SCRIPT = """Title: Lost Property
Author: the tests

INT. LIVING ROOM - NIGHT

A lamp burns beside the sofa. VERA (34) sits with an umbrella across her knees. OTTO (61) stands at the window.

VERA
It is not mine. It was in the hall.

OTTO
Then somebody is getting wet.

Vera opens the umbrella.

INT. LOST PROPERTY OFFICE - DAY

Two CLERKS sit at desks. Vera puts the umbrella and a suitcase on the counter.

CLERK
Which of these is yours?

VERA
Neither. That is why I came.

EXT. STREET - DUSK

Rain. A van waits by the kerb. Otto runs across the street with a newspaper over his head.

OTTO
Wait! That one is mine!

INT. BAR - NIGHT

A crowd at the tables. Vera and Otto sit with two glasses between them.

OTTO
Thirty years I carried it.

VERA
And never once opened it?

EXT. HILLSIDE - DAWN

Vera walks between the trees with a dog. She leans the umbrella against a rock.

INT. CAR - MORNING

Otto drives. Vera sits beside him, a map on her knees.

VERA
Left at the church.

OTTO
There is no church.
"""


def write_script(folder: Path) -> Path:
    """The script as a file in ``folder``."""
    path = folder / "lost_property.fountain"
    path.write_text(SCRIPT, encoding="utf-8", newline="\n")
    return path


def tree(root: Path) -> dict[str, str]:
    """Every file of a production, by its hash: documents, arrays and step results alike."""
    return {
        p.relative_to(root).as_posix(): hashlib.blake2b(p.read_bytes(), digest_size=16).hexdigest()
        for p in sorted(root.rglob("*"))
        if p.is_file() and p.name != ".lock"
    }


def difference(a: dict[str, str], b: dict[str, str]) -> list[str]:
    """What differs between two trees; documents before blobs, because they say more."""
    wrong = [
        f"{path}: {'only here' if path not in b else 'only there' if path not in a else 'differs'}"
        for path in sorted({*a, *b})
        if a.get(path) != b.get(path)
    ]
    return sorted(wrong, key=lambda line: line.startswith("store/"))
