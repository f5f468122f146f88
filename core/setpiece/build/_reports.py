"""A production's breakdown as reports and as a tagged Final Draft file."""

from __future__ import annotations

from pathlib import Path

from ..camera.model import Shot
from ..errors import InputError
from ..script import read_script, script_format, write_script
from ..script.fdx import open_fdx, tag_document, tags_of_breakdown
from ..script.model import Beat, Screenplay
from ..script.pages import paginate, time_scene
from ..script.reports import KINDS, ReportSettings, SceneFacts, ShotFacts, read_uss, report, schedule_days
from ._config import read_production
from ._draft import read_draft_bytes
from ._drafts import built_draft
from ._views import Built, open_built


def production_report(root: Path, kind: str, form: str, schedule: Path | None = None, scenario: str = "") -> bytes:
    """One of the reports of ``setpiece.script.reports`` as a file's bytes.

    Args:
        root: A built production.
        kind: Sheets, elements, cast, one-liner, strips ...; "tags" is the present draft as .fdx with
            the breakdown as Final Draft's tags.
        form: pdf, xlsx, csv, json, uss; fdx for tags.
        schedule: A .uss file; its strip board's days order and divide the one-liner and the strips.
        scenario: Which of its boards; empty takes the first.

    Raises:
        ProductionError: Nothing is built.
        InputError: No such report or form.
        MissingExtraError: XLSX without xlsxwriter.
    """
    built = open_built(root)
    if kind == "tags":
        if form != "fdx":
            raise InputError(f"the report 'tags' does not come as {form!r}", remedy="Choose: fdx.")
        return _tagged(built)
    if kind not in KINDS:
        raise InputError(f"there is no report {kind!r}", remedy=f"Choose one of: {', '.join((*KINDS, 'tags'))}.")
    numbers = built.scene_numbers()
    settings = ReportSettings(
        title=read_production(root).title,
        draft=f"Draft {Path(built.state.draft).stem}",
        days=_days(schedule, scenario, numbers) if schedule else (),
        cast_numbers=_board_numbers(built),
        shots=_shots(built),
        rate=built.rate,
    )
    return report(kind, form, built.breakdown, built.state.order, numbers, _facts(built), settings)


def _days(schedule: Path, scenario: str, numbers: dict[str, str]) -> tuple[tuple[str, ...], ...]:
    found = read_uss(read_draft_bytes(schedule), schedule.name)
    return schedule_days(found, {number: scene_id for scene_id, number in numbers.items()}, scenario)


def _board_numbers(built: Built) -> dict[str, int]:
    """The numbers in the cast ids: minted once, so a new draft renumbers nobody."""
    return {m.cast_id: int(m.cast_id[1:]) for m in built.breakdown.cast if m.cast_id[1:].isdecimal()}


def _facts(built: Built) -> dict[str, SceneFacts]:
    """Where each scene stands in the present draft, and how long it may run; the index tells it of what is built."""
    if len(built.index.scenes) == len(built.state.order):
        return {s.id: _fact(s.page, s.eighths, s.screen_seconds) for s in built.index.scenes}
    draft = _draft(built)
    rows = zip(built.state.order, paginate(draft).scenes, draft.scenes, strict=True)
    return {
        scene_id: _fact(at.page, at.eighths, round(time_scene(scene).estimate_s, 1)) for scene_id, at, scene in rows
    }


def _fact(page: int, eighths: int, screen_seconds: float) -> SceneFacts:
    return SceneFacts(page=str(page) if page else "", eighths=eighths, screen_seconds=screen_seconds)


def _draft(built: Built) -> Screenplay:
    name = Path(built.state.draft).name
    headings = read_production(built.space.root).script.headings
    return read_script(built_draft(built.space, built.state), name, headings)


def _shots(built: Built) -> dict[str, tuple[ShotFacts, ...]]:
    rows: dict[str, tuple[ShotFacts, ...]] = {}
    for scene in built.index.scenes:
        plan = {s.id: s for s in built.plan(scene.id).shots}
        beats = {b.id: b for b in built.breakdown.scenes[scene.id].beats}
        rows[scene.id] = tuple(
            ShotFacts(
                number=indexed.number,
                frames=indexed.frames,
                description=built.told(scene.id, shot),
                cast=tuple(c for c in dict.fromkeys((*shot.subjects, shot.over)) if c),
                elements=_things(shot, beats.get(shot.beat)),
            )
            for indexed in scene.shots
            for shot in (plan[indexed.id],)
        )
    return rows


def _things(shot: Shot, beat: Beat | None) -> tuple[str, ...] | None:
    """What a closer shot shows: what its beat is about. A master shows all: None."""
    if shot.kind == "master":
        return None
    return beat.props if beat is not None else ()


def _tagged(built: Built) -> bytes:
    """The draft with tags: its own file when it is Final Draft's, so that nothing in it is lost."""
    data, name = built_draft(built.space, built.state), Path(built.state.draft).name
    if script_format(data, name) == "fdx":
        document = open_fdx(data, name)
        return tag_document(document, tags_of_breakdown(document.screenplay, built.breakdown)).write()
    draft = _draft(built)
    return write_script(draft, "tagged.fdx", tags_of_breakdown(draft, built.breakdown))
