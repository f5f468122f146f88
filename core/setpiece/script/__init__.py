"""From a draft's bytes to scenes and elements, and from one draft to the next."""

from ._compare import REVISION_COLOURS, DraftDiff, ElementDiff, SceneDiff, compare_drafts, revision_colour
from ._digest import CastDigest, SceneDigest, cast_digest, scene_digest
from ._document import Document, open_document
from ._fountain import read_screenplay
from ._notes import NoteContent, note_content
from ._revisions import SceneMatch, match_beats, match_cast, match_scenes
from ._write import write_fountain

__all__ = [
    "REVISION_COLOURS",
    "CastDigest",
    "Document",
    "DraftDiff",
    "ElementDiff",
    "NoteContent",
    "SceneDiff",
    "SceneDigest",
    "SceneMatch",
    "cast_digest",
    "compare_drafts",
    "match_beats",
    "match_cast",
    "match_scenes",
    "note_content",
    "open_document",
    "read_screenplay",
    "revision_colour",
    "scene_digest",
    "write_fountain",
]
