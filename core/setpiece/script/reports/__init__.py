"""Reports of a breakdown: sheets, lists, one-liner, strips and statistics; schedule and Kitsu files."""

from ._kitsu import ShotFacts
from ._model import CastRow, ElementRow, Group, Item, OneLine, Reports, SceneFacts, Sheet, StatRow
from ._palette import Category, Palette, stock_palette
from ._report import FORMATS, KINDS, PAPERS, ReportSettings, report
from ._revisions import revision_report
from ._tables import tabulate
from ._uss import read_uss, write_uss
from ._uss_model import UssSchedule
from ._uss_schedule import schedule_days, uss_schedule

__all__ = [
    "FORMATS",
    "KINDS",
    "PAPERS",
    "CastRow",
    "Category",
    "ElementRow",
    "Group",
    "Item",
    "OneLine",
    "Palette",
    "ReportSettings",
    "Reports",
    "SceneFacts",
    "Sheet",
    "ShotFacts",
    "StatRow",
    "UssSchedule",
    "read_uss",
    "report",
    "revision_report",
    "schedule_days",
    "stock_palette",
    "tabulate",
    "uss_schedule",
    "write_uss",
]
