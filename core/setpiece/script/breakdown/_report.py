"""The breakdown as the public JSON object of ``setpiece breakdown --json``."""

from __future__ import annotations

from typing import Any

from setpiece.script.model import Breakdown, SceneBreakdown

FORMAT = "1.0"


def breakdown_json(breakdown: Breakdown) -> dict[str, Any]:
    """The breakdown with the documented keys only.

    ``speaking``, ``silent`` and ``heard_only`` share nobody: who speaks but is never in view is
    in ``heard_only`` alone.

    Returns:
        ``{"format", "scenes": [...], "cast": [...]}``, ready for any JSON encoder.
    """
    return {
        "format": FORMAT,
        "scenes": [_scene(scene_id, s) for scene_id, s in breakdown.scenes.items()],
        "cast": [
            {"name": m.name, "aliases": list(m.aliases), "speaking": m.speaking, "minor": m.minor}
            for m in breakdown.cast
        ],
    }


def _scene(scene_id: str, s: SceneBreakdown) -> dict[str, Any]:
    return {
        "id": scene_id,
        "number": s.number,
        "heading": s.heading,
        "int_ext": s.int_ext,
        "location": s.location,
        "sublocation": s.sublocation,
        "time_of_day": s.time_of_day,
        "script_day": s.script_day,
        "eighths": s.eighths,
        "speaking": [c.name for c in s.cast if c.speaking and not c.heard_only],
        "silent": [c.name for c in s.cast if not c.speaking],
        "heard_only": [c.name for c in s.cast if c.speaking and c.heard_only],
        "background": [{"what": b.what, "count": b.count} for b in s.background],
        "elements": {
            category: [
                {
                    "name": u.name,
                    "explicit": u.explicit,
                    "confidence": u.confidence,
                    "line": u.line,
                    "quote": u.quote,
                    "source": u.source,
                }
                for u in uses
            ]
            for category, uses in s.elements.items()
        },
        "flags": list(s.flags),
        "mood": list(s.mood),
        "beats": [{"kind": b.kind, "line": b.line} for b in s.beats],
    }
