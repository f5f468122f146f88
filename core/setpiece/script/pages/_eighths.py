"""Length of a scene in eighths of a page, by the rule Final Draft's stored lengths follow."""

from __future__ import annotations

from setpiece.script.model import ScriptScene

from ._blocks import blocks_of
from ._format import STANDARD
from .model import PageFormat

_PARTS = 8


def eighths_of(scene: ScriptScene, fmt: PageFormat = STANDARD) -> int:
    """Eighths of a page: ``ceil(8 * lines / 55)``, at least 1.

    Lines are the scene's wrapped rows and the blank ones above its elements, the heading's two
    included, wherever the scene stands; page breaks play no part, so an insertion elsewhere changes
    nothing. Write them ``1 4/8``, never ``1 1/2`` (``format_eighths``).
    """
    return max(1, -(-_PARTS * scene_lines(scene, fmt) // fmt.page_lines))


def scene_lines(scene: ScriptScene, fmt: PageFormat = STANDARD) -> int:
    """Lines a scene takes when no page ends within it."""
    return sum(block.height + block.space for block in blocks_of((scene.heading, *scene.elements), fmt))


def format_eighths(eighths: int) -> str:
    """``11`` as ``1 3/8``, ``8`` as ``1``, ``3`` as ``3/8``."""
    pages, rest = divmod(eighths, _PARTS)
    if not rest:
        return str(pages)
    return f"{pages} {rest}/{_PARTS}" if pages else f"{rest}/{_PARTS}"
