"""From elements to pages: page breaks, places, eighths and running times."""

from ._eighths import eighths_of, format_eighths, scene_lines
from ._format import STANDARD
from ._paginate import paginate
from ._timing import SceneTiming, time_scene
from .model import ColumnSpec, Page, PageFormat, Pagination, Place, Row, ScenePlace

__all__ = [
    "STANDARD",
    "ColumnSpec",
    "Page",
    "PageFormat",
    "Pagination",
    "Place",
    "Row",
    "ScenePlace",
    "SceneTiming",
    "eighths_of",
    "format_eighths",
    "paginate",
    "scene_lines",
    "time_scene",
]
