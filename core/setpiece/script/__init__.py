"""From a draft's bytes to scenes and elements, and from one draft to the next."""

from ._compare import REVISION_COLOURS, DraftDiff, ElementDiff, SceneDiff, compare_drafts, revision_colour
from ._digest import CastDigest, SceneDigest, cast_digest, scene_digest
from ._document import Document, open_document
from ._formats import WRITABLE, read_script, script_format, write_script
from ._fountain import read_screenplay
from ._notes import NoteContent, note_content
from ._revisions import SceneMatch, match_beats, match_cast, match_scenes
from ._scenes import scenes_in_own_lines
from ._stats import CastStats, ScriptStats, script_stats
from ._write import write_fountain

__all__ = [
    "REVISION_COLOURS",
    "WRITABLE",
    "CastDigest",
    "CastStats",
    "Document",
    "DraftDiff",
    "ElementDiff",
    "NoteContent",
    "SceneDiff",
    "SceneDigest",
    "SceneMatch",
    "ScriptStats",
    "cast_digest",
    "compare_drafts",
    "match_beats",
    "match_cast",
    "match_scenes",
    "note_content",
    "open_document",
    "read_screenplay",
    "read_script",
    "revision_colour",
    "scene_digest",
    "scenes_in_own_lines",
    "script_format",
    "script_stats",
    "write_fountain",
    "write_script",
]
