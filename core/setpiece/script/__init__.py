"""From a draft's bytes to scenes and elements, and from one draft to the next."""

from ._digest import CastDigest, SceneDigest, cast_digest, scene_digest
from ._fountain import read_screenplay
from ._revisions import SceneMatch, match_beats, match_cast, match_scenes

__all__ = [
    "CastDigest",
    "SceneDigest",
    "SceneMatch",
    "cast_digest",
    "match_beats",
    "match_cast",
    "match_scenes",
    "read_screenplay",
    "scene_digest",
]
