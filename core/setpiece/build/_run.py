"""new, build, revise, undo: the whole way from a draft to a committed production."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from ..camera import filmback
from ..camera.model import ShotPlan
from ..errors import FormatError, InputError, ProductionError
from ..scene import read_document, write_atomic
from ..script import read_script
from ..script.model import Finding, Screenplay
from ._blobs import digest
from ._config import FILE, Production, new_production, read_production
from ._draft import Draft, open_draft, read_draft_bytes, script_findings
from ._drafts import DraftFile, coming_draft, draft_path, present_draft
from ._fresh import OUT_OF_DATE, boards_out_of_date, boards_that_hold, is_board
from ._index import Index, make_index, scene_numbers
from ._ledger import Ledger, remembering, with_slices
from ._names import former_numbers
from ._progress import Listener, Meter, silent
from ._report import BuildReport, change_rows, edit_rows, waiting, with_names
from ._scene_job import ComposeStep, SceneJob, SceneOutcome, build_scene
from ._state import CORRECTIONS, EDITS, PROPOSALS, State, StepRecord, Workspace, writable
from ._views import Built, opened

_NAMED = 6
"""Scenes a finding lists by name."""


@dataclass(frozen=True)
class Request:
    """How to build."""

    scenes: str = ""
    """``3,7-9``: scene numbers or ids; empty is all."""
    jobs: int = 1
    dry: bool = False
    commit: bool = True
    listener: Listener = silent


@dataclass
class _Work:
    """One build in flight."""

    space: Workspace
    production: Production
    base: State | None
    file: DraftFile
    request: Request
    draft: Draft
    seen: dict[str, str] = field(default_factory=dict)
    """Files that people write -> hash, as read."""


def create(script: Path, root: Path, play: Screenplay | None = None) -> Path:
    """Make a production folder around a script.

    Args:
        script: The first draft.
        root: The folder to be.
        play: The draft as read, where the caller has it: a PDF takes seconds.

    Raises:
        ScriptError: The script cannot be read.
        ProductionError: The folder exists already as a production, or cannot be written.
    """
    data = read_draft_bytes(script)
    title = " ".join((play or read_script(data, str(script))).title_page.get("title", ())) or script.stem
    if (root / FILE).exists():
        raise ProductionError(
            "is a production already", where=str(root), remedy="Bring a new draft in with `setpiece revise`."
        )
    writable(root)
    write_atomic(root / draft_path(script.name, 1), data)
    write_atomic(root / FILE, new_production(title).encode("utf-8"))
    return root


def build(root: Path, request: Request = Request()) -> BuildReport:
    """Build what changed and commit it.

    Raises:
        InputError: Production, script or edits are wrong; the message names the place.
        ConflictError: Somebody changed an input meanwhile.
    """
    space, production = Workspace(root), read_production(root)
    base = space.state()
    file = present_draft(space, base)
    play = read_script(file.data, Path(file.name).name, production.script.headings)
    return _go(space, production, base, file, play, request)


def revise(root: Path, script: Path, request: Request = Request()) -> BuildReport:
    """Bring a new draft in: keep it under script/, build what depends on it, commit.

    Raises:
        As ``build``; and ScriptError for a draft that cannot be read: nothing is changed then.
    """
    space, production = Workspace(root), read_production(root)
    data = read_draft_bytes(script)
    play = read_script(data, str(script), production.script.headings)  # unreadable, it changes nothing
    base = space.state()
    return _go(space, production, base, coming_draft(space, base, script, data), play, request)


def undo(root: Path) -> State:
    """Return to the state before the present draft came in.

    Raises:
        ProductionError: There is no earlier draft.
    """
    read_production(root)
    return Workspace(root).undo()


def _go(
    space: Workspace, production: Production, base: State | None, file: DraftFile, play: Screenplay, request: Request
) -> BuildReport:
    if request.commit and not request.dry:
        space.settle()
    records = dict(base.steps) if base else {}
    seen = {name: digest(space.people_wrote(name)) for name in (CORRECTIONS, PROPOSALS)} | dict(file.seen)
    draft = open_draft(space, production, play, _ledger(space, base), records)
    work = _Work(space, production, base, file, request, draft, seen)
    outcomes = _build_scenes(work)
    return _finish(work, outcomes)


def _ledger(space: Workspace, base: State | None) -> Ledger:
    """The ledger of the state, else the one on disk (a production whose state.json was lost)."""
    path = space.root / "ids.json"
    if base is not None and "ids.json" in base.paths:
        ledger = space.blobs.get_struct(base.paths["ids.json"], Ledger)
    else:
        ledger = read_document(path, Ledger).value if path.exists() else Ledger()
    undone = [space.blobs.get_struct(ref, Ledger) for ref in space.undone_ledgers()]
    return remembering(ledger, undone)


def _build_scenes(work: _Work) -> dict[str, SceneOutcome]:
    jobs = [_job(work, scene_id) for scene_id in _selected(work)]
    meter = Meter("scenes", len(jobs), work.request.listener)
    outcomes: dict[str, SceneOutcome] = {}
    for outcome in _outcomes(jobs, work.request.jobs):
        outcomes[outcome.scene_id] = outcome
        meter.step()
    return {scene_id: outcomes[scene_id] for scene_id in work.draft.order if scene_id in outcomes}


def _outcomes(jobs: Sequence[SceneJob], workers: int) -> Iterable[SceneOutcome]:
    """Spawned processes, never forked ones; a handful of scenes is not worth starting them."""
    if workers <= 1 or len(jobs) < 4 or jobs[0].dry:
        yield from map(build_scene, jobs)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=workers, mp_context=context) as pool:
        waiting = [pool.submit(build_scene, job) for job in jobs]
        try:
            for done in as_completed(waiting):
                yield done.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _job(work: _Work, scene_id: str) -> SceneJob:
    space, draft = work.space, work.draft
    work.seen[f"scenes/{scene_id}/{EDITS}"] = digest(space.edits_bytes(scene_id))
    sheet = draft.breakdown.scenes[scene_id]
    present = {c.cast_id for c in sheet.cast}
    known = next(s for s in draft.ledger.scenes if s.id == scene_id)
    base = work.base or State()
    start = f"{scene_id}/"
    return SceneJob(
        root=str(space.root),
        scene_id=scene_id,
        breakdown=sheet,
        cast=tuple(m for m in draft.breakdown.cast if m.cast_id in present),
        filmback=filmback(work.production.picture.camera, work.production.picture.delivery_aspect),
        rate=work.production.picture.frame_rate,
        slices=known.slices,
        records={k.removeprefix(start): v for k, v in base.steps.items() if k.startswith(start)},
        edits=space.edits(scene_id),
        before=base.paths.get(f"scenes/{scene_id}/composed.json", ""),
        dry=work.request.dry,
    )


def _selected(work: _Work) -> list[str]:
    order = work.draft.order
    if not work.request.scenes:
        return list(order)
    numbers = scene_numbers(order, work.draft.breakdown)
    return select_scenes(work.request.scenes, order, [numbers[s] for s in order])


def select_scenes(text: str, order: Sequence[str], numbers: Sequence[str]) -> list[str]:
    """Scene ids named by ``3,7-9``: numbers as the shot list prints them, or ids; ranges in script order.

    Raises:
        InputError: A name that is no scene, or no name at all.
    """
    if not text.replace(",", " ").strip():
        raise InputError("names no scene", where="--scenes", remedy="Write numbers, for example 3,7-9.")
    chosen: set[str] = set()
    for item in (t.strip() for t in text.split(",") if t.strip()):
        if item in numbers or item in order:
            chosen.update(s for s, n in zip(order, numbers, strict=True) if item in (s, n))
            continue
        ends = [_position(end.strip(), order, numbers) for end in item.split("-", 1)]
        if len(ends) != 2 or None in ends:
            known = f"Scenes are {numbers[0]} to {numbers[-1]}." if numbers else "The script has no scenes."
            raise InputError(f"there is no scene {item}", where="--scenes", remedy=known)
        low, high = sorted(e for e in ends if e is not None)
        chosen.update(order[low : high + 1])
    return [s for s in order if s in chosen]


def _position(name: str, order: Sequence[str], numbers: Sequence[str]) -> int | None:
    return next((i for i, (s, n) in enumerate(zip(order, numbers, strict=True)) if name in (s, n)), None)


def _finish(work: _Work, outcomes: Mapping[str, SceneOutcome]) -> BuildReport:
    log = [line for o in outcomes.values() for line in o.log]
    steps = tuple([line for line in work.draft.log if line.scene in outcomes] + log)
    findings = script_findings(work.draft)
    numbers = scene_numbers(work.draft.order, work.draft.breakdown)
    former = former_numbers(work.space.blobs, work.base)
    if work.request.dry:
        return BuildReport(
            steps=steps, scenes=work.draft.changes, findings=findings, draft=work.file.name, notes=_notes(work),
            numbers=numbers, numbers_before=former,
        )  # fmt: skip
    state, results = _new_state(work, outcomes)
    ledger = work.space.blobs.get_struct(state.paths["ids.json"], Ledger)
    kept, orphaned = edit_rows(work.space, results, ledger)
    report = BuildReport(
        steps=steps,
        scenes=work.draft.changes,
        changes=tuple(change_rows(work.space.blobs, work.base, state)),
        edits_kept=kept,
        edits_orphaned=orphaned,
        conflicts=tuple({"scene": s, **c} for s, r in results.items() for c in r.conflicts),
        findings=(*findings, *_department_findings(work, results)),
        draft=work.file.name,
        notes=(*_notes(work), *waiting(work.space, ledger, numbers), *_stale(work, state)),
        numbers=numbers,
        numbers_before=former,
    )
    report = with_names(report, work.space, work.base, state)
    if work.request.commit:
        work.space.commit(state, work.seen, work.base, work.file.keep)
    return report


def _notes(work: _Work) -> tuple[str, ...]:
    if work.file.edited is None:
        return ()
    old, new = work.file.edited
    done = "is" if work.request.commit and not work.request.dry else "would be"
    return (f"{old} was edited after it was built: the new text {done} kept as {new}, {old} as it was delivered",)


def _stale(work: _Work, state: State) -> tuple[str, ...]:
    before = work.base.paths if work.base is not None else {}
    return (OUT_OF_DATE,) if boards_out_of_date(before, state.paths) else ()


def _department_findings(work: _Work, results: Mapping[str, ComposeStep]) -> Iterable[Finding]:
    """What departments could not do; what several scenes share is said once, at the first one's line."""
    numbers = scene_numbers(work.draft.order, work.draft.breakdown)
    lines = dict(zip(work.draft.order, (s.heading.span.line for s in work.draft.screenplay.scenes), strict=True))
    where: dict[str, list[str]] = {}
    for scene_id in work.draft.order:
        for note in dict.fromkeys(results[scene_id].findings if scene_id in results else ()):
            where.setdefault(note, []).append(scene_id)
    for note, ids in where.items():
        named = ", ".join(f"{numbers[s]} ({s})" for s in ids[:_NAMED])
        more = f" and {len(ids) - _NAMED} more" if len(ids) > _NAMED else ""
        scenes = "scene" if len(ids) == 1 else "scenes"
        yield Finding("warning", f"{scenes} {named}{more}: {note}", lines[ids[0]], code="department")


def _new_state(
    work: _Work, outcomes: Mapping[str, SceneOutcome]
) -> tuple[State, dict[str, ComposeStep]]:
    blobs, base = work.space.blobs, work.base or State()
    records: dict[str, StepRecord] = dict(work.draft.records)
    for scene_id in work.draft.order:
        outcome = outcomes.get(scene_id)
        mine = (
            {f"{scene_id}/{k}": v for k, v in outcome.records.items()}
            if outcome
            else {k: v for k, v in base.steps.items() if k.startswith(f"{scene_id}/")}
        )
        records.update({k: v for k, v in mine.items() if not k.endswith("/breakdown")})
    results = {
        s: blobs.get_struct(records[f"{s}/compose"].output, ComposeStep)
        for s in work.draft.order
        if f"{s}/compose" in records
    }
    ledger = with_slices(work.draft.ledger, {s: o.slices for s, o in outcomes.items()})
    plans = {s: blobs.get_struct(r.shots, ShotPlan) for s, r in results.items()}
    index = make_index(work.draft.order, work.draft.breakdown, plans, work.draft.screenplay)
    paths = {
        "ids.json": blobs.put_struct(ledger),
        "breakdown.json": blobs.put_struct(work.draft.breakdown),
        "index.json": blobs.put_struct(index),
    }
    for scene_id, result in results.items():
        paths[f"scenes/{scene_id}/scene.json"] = result.generated
        paths[f"scenes/{scene_id}/composed.json"] = result.composed
        paths[f"scenes/{scene_id}/shots.json"] = result.shots
    if work.base is not None and _only_ids(work, paths, records):
        paths["ids.json"] = work.base.paths["ids.json"]
    state = State(
        draft=work.file.name,
        draft_ref=blobs.put(work.file.data),
        former=dict(work.file.former),
        corrections=work.seen[CORRECTIONS],
        proposals=work.seen[PROPOSALS],
        titled=base.titled,
        order=work.draft.order,
        paths=paths,
        steps=dict(sorted(records.items())),
    )
    return _with_boards(work, state), results


def _only_ids(work: _Work, paths: Mapping[str, str], records: Mapping[str, StepRecord]) -> bool:
    """Whether the same draft gave the same film: what undone drafts minted is no change of this one."""
    base = work.base or State()
    same = all(base.paths.get(p) == ref for p, ref in paths.items() if p != "ids.json")
    return same and "ids.json" in base.paths and base.draft == work.file.name and base.steps == dict(records)


def _with_boards(work: _Work, state: State) -> State:
    """The state with the boards that are still true: their pictures cost more than the whole build."""
    space, base = work.space, work.base
    if base is None or not any(is_board(p) for p in base.paths):
        return state
    index = space.blobs.get_struct(state.paths["index.json"], Index)
    try:
        after = Built(space, state, work.draft.breakdown, index)
        held = boards_that_hold(opened(space, base), after, work.production.title)
    except FormatError:  # the former state is damaged: nothing is known to hold
        held = {}
    return msgspec.structs.replace(state, paths={**held, **state.paths})
