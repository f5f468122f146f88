"""What every step gave for the short script, and why a step that gives something else must say so.

A build skips a step whose inputs and code are what they were. "Code" is a revision number and the
department's data files, so a step that gives other output under the same number would leave old
results standing in everybody's productions. ``golden.json`` remembers what each step was given
and gave; the test fails when only the output differs.
"""

from __future__ import annotations

import json
from pathlib import Path

from setpiece.build import REVISIONS, State
from setpiece.build._blobs import digest_of
from setpiece.build._steps import code_input

FILE = Path(__file__).with_name("golden.json")
SILENT = ("ids", "code")
"""Inputs left out of a comparison: ids are output too; code is compared by itself."""

Golden = dict[str, dict[str, dict[str, str]]]


def golden_of(state: State) -> Golden:
    """Step -> its code and, per scene, what it was given and gave."""
    table: Golden = {}
    for key, record in sorted(state.steps.items()):
        scene, step = key.split("/", 1)
        if step not in REVISIONS:
            continue
        row = table.setdefault(step, {"code": {"revision": str(REVISIONS[step]), "hash": code_input(step)}})
        given = {name: value for name, value in record.inputs.items() if name not in SILENT}
        row[scene] = {"given": digest_of(given), "gave": record.output}
    return table


def unraised(old: Golden, new: Golden) -> list[str]:
    """Steps that give something else from the same inputs under the same revision."""
    return sorted(
        step
        for step, row in new.items()
        if step in old
        and row["code"] == old[step]["code"]
        and any(
            scene in old[step] and pair["given"] == old[step][scene]["given"] and pair["gave"] != old[step][scene]["gave"]
            for scene, pair in row.items()
            if scene != "code"
        )
    )


def complaint(steps: list[str]) -> str:
    """What to do about them."""
    return "\n".join(f"raise REVISIONS[{step!r}] in build/_steps.py and run tools/golden.py" for step in steps)


def read() -> Golden:
    """The table as committed; empty before the first."""
    return json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else {}


def write(table: Golden) -> None:
    """Keep a table."""
    FILE.write_text(json.dumps(table, indent=1, sort_keys=True) + "\n", encoding="utf-8", newline="\n")
