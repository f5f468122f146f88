"""Takes: what was heard and what was sent, kept so that a crash costs a moment at most."""

from ._bake import Baked, bake_take
from ._blocks import BlockReader, BlockWriter
from ._export import write_freed, write_opentrackio
from ._files import new_file
from ._import import TumSpace, read_any, read_f4, read_table, read_tum, write_take
from ._reader import TakeReader, replayed
from ._records import (
    TAKE_FORMAT,
    TAKE_MAGIC,
    Dropped,
    End,
    Note,
    Output,
    Posed,
    Raw,
    Record,
    Sent,
    TakeInfo,
)
from ._replay import Step, Translated, begins_at, has_packets, play, raw_steps
from ._resample import Track, frame_ns, picked, resampled, subject_of
from ._tables import read_csv, write_csv
from ._usd import UsdNotes, write_usd
from ._writer import TakeWriter

__all__ = [
    "TAKE_FORMAT",
    "TAKE_MAGIC",
    "Baked",
    "BlockReader",
    "BlockWriter",
    "Dropped",
    "End",
    "Note",
    "Output",
    "Posed",
    "Raw",
    "Record",
    "Sent",
    "Step",
    "TakeInfo",
    "TakeReader",
    "TakeWriter",
    "Track",
    "Translated",
    "TumSpace",
    "UsdNotes",
    "bake_take",
    "begins_at",
    "frame_ns",
    "has_packets",
    "new_file",
    "picked",
    "play",
    "raw_steps",
    "read_any",
    "read_csv",
    "read_f4",
    "read_table",
    "read_tum",
    "replayed",
    "resampled",
    "subject_of",
    "write_csv",
    "write_freed",
    "write_opentrackio",
    "write_take",
    "write_usd",
]
