"""Writes the parts of docs/ that are made: the property table, and pictures out of demo/.

    python tools/make_docs.py          # after `make demo`
"""

from __future__ import annotations

import sys
from pathlib import Path

from setpiece.scene import property_table_markdown

ROOT = Path(__file__).parents[1]
TABLE = ROOT / "docs" / "properties.md"
INTRO = """# Property table

Generated from the structs in `setpiece.scene.model` by `tools/make_docs.py`; edits, diffs, cues and hosts all read
this one table.

"""
SHEET_WIDTH_PX = 1500


def property_page() -> str:
    """The page as it should be."""
    return INTRO + property_table_markdown().rstrip() + "\n"


def pictures(demo: Path, out: Path) -> list[Path]:
    """The contact sheet and a strip of three shots, small enough for a repository."""
    from PIL import Image

    out.mkdir(parents=True, exist_ok=True)
    with Image.open(demo / "boards" / "contact_sheet.png") as opened:
        sheet = opened.convert("RGB")
    height = round(sheet.height * SHEET_WIDTH_PX / sheet.width)
    sheet.resize((SHEET_WIDTH_PX, height), Image.Resampling.LANCZOS).save(out / "contact_sheet.jpg", quality=82)
    shown = (("s002", 0), ("s002", 3), ("s005", 1))
    panels = [sorted((demo / "scenes" / s / "boards").glob("*.png"))[i] for s, i in shown]
    opened_panels = [Image.open(p).convert("RGB") for p in panels]
    strip = Image.new("RGB", (sum(p.width for p in opened_panels), max(p.height for p in opened_panels)), "white")
    x = 0
    for panel in opened_panels:
        strip.paste(panel, (x, 0))
        x += panel.width
    strip.resize((SHEET_WIDTH_PX, round(strip.height * SHEET_WIDTH_PX / strip.width)), Image.Resampling.LANCZOS).save(
        out / "shots.jpg", quality=85
    )
    return [out / "contact_sheet.jpg", out / "shots.jpg"]


if __name__ == "__main__":
    TABLE.write_text(property_page(), encoding="utf-8")
    if (ROOT / "demo" / "boards" / "contact_sheet.png").exists():
        pictures(ROOT / "demo", ROOT / "docs" / "img")
    else:
        sys.stderr.write("no demo/: run `make demo` first to renew the pictures\n")
