"""The documentation says what the code does: generated pages, links, commands, sizes."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

from setpiece.camera.model import SIZES

ROOT = Path(__file__).parents[2]
DOCS = sorted((ROOT / "docs").glob("*.md"))


def test_the_property_table_is_the_structs() -> None:
    page = runpy.run_path(str(ROOT / "tools" / "make_docs.py"))["property_page"]()
    assert (ROOT / "docs" / "properties.md").read_text(encoding="utf-8") == page, "run tools/make_docs.py"


def test_every_link_leads_somewhere() -> None:
    broken = []
    for path in [*DOCS, ROOT / "README.md", ROOT / "LICENSING.md"]:
        for target in re.findall(r"\]\(([^)#]+)\)", path.read_text(encoding="utf-8")):
            if not target.startswith("http") and not (path.parent / target).exists():
                broken.append(f"{path.name}: {target}")
    assert not broken


def test_every_page_is_in_the_navigation() -> None:
    navigation = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert [p.name for p in DOCS if p.name not in navigation] == []


def test_sizes_are_as_documented() -> None:
    text = (ROOT / "docs" / "conventions.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([A-Z]+) \| ([a-z]+) \| (0\.\d+) \|$", text, re.MULTILINE)
    assert {name: (part, float(share)) for name, part, share in rows} == {
        name: (rule.lowest, rule.fill) for name, rule in SIZES.items()
    }


def test_documented_commands_exist() -> None:
    from typer.main import get_command

    from setpiece.cli._app import app

    top = get_command(app).commands  # type: ignore[attr-defined]
    known = {name for name, c in top.items() if not hasattr(c, "commands")}
    known |= {f"{name} {sub}" for name, c in top.items() for sub in getattr(c, "commands", ())}
    used = set()
    for path in [*DOCS, ROOT / "README.md"]:
        text = path.read_text(encoding="utf-8")
        for first, second in re.findall(r"^(?:\.venv/bin/)?setpiece (\w+)(?: (\w+))?", text, re.MULTILINE):
            used.add(f"{first} {second}" if hasattr(top.get(first), "commands") else first)
    assert used
    assert used <= known, used - known
