"""What a plan of shots becomes on paper: slate names, shot list, labelled stills, contact sheets."""

from ..names import file_safe
from ._label import label_still
from ._numbers import shot_letters, shot_numbers
from ._sheet import Panel, contact_sheet, sheet_png
from ._shot_list import ShotRow, csv_bytes, shot_rows

__all__ = [
    "Panel",
    "ShotRow",
    "contact_sheet",
    "csv_bytes",
    "file_safe",
    "label_still",
    "sheet_png",
    "shot_letters",
    "shot_numbers",
    "shot_rows",
]
