"""One scene from its breakdown to scene.json and shots.json: set, cast, light, camera, compose.

Runs in a worker process. Takes and returns plain structs; content goes straight to the store,
where it is found by hash, so nothing is visible before the build commits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from ..camera import cover
from ..camera.model import Filmback, ShotPlan
from ..cast import block
from ..cast.model import Blocking
from ..errors import SetpieceError
from ..light import light
from ..light.model import LightPlan
from ..scene import Store, compose, quantised, scene_findings
from ..scene.arrays import Fragment, united
from ..scene.ids import IdSlice
from ..scene.model import (
    Edits,
    FrameRate,
    Marker,
    Node,
    Relation,
    Resources,
    Scene,
    Sequence,
    ShotRange,
    Transform,
)
from ..script.model import CastMember, SceneBreakdown
from ..sets import check_set, generate, spec_for
from ..sets.model import Pin, SetPlan
from ._blobs import digest_of
from ._edits import Constraints, constraints, gate_notes, moved_bases, pinned, with_obstacles
from ._state import StepRecord, Workspace
from ._steps import StepLog, Stepper

DEPARTMENTS = ("set", "cast", "light", "camera")


class SceneJob(msgspec.Struct, frozen=True):
    """Everything a scene's build depends on."""

    root: str
    scene_id: str
    breakdown: SceneBreakdown
    cast: tuple[CastMember, ...]
    filmback: Filmback
    rate: FrameRate
    slices: dict[str, IdSlice]
    records: dict[str, StepRecord]
    edits: Edits
    before: str = ""
    """Blob of the composed scene of the last build."""
    dry: bool = False


class Part(msgspec.Struct, frozen=True):
    """What every department's step keeps: its nodes and resources, and what it minted."""

    nodes: tuple[Node, ...]
    relations: tuple[Relation, ...]
    resources: Resources
    ids: IdSlice

    @property
    def fragment(self) -> Fragment:
        """As handed over; the arrays are in the store already."""
        return Fragment(self.nodes, self.relations, self.resources)


class SetStep(msgspec.Struct, frozen=True):
    part: Part
    plan: SetPlan
    unpinned: dict[str, Transform] = {}
    """Where pieces that people moved would stand by themselves: what their edits are held against."""
    gate: tuple[str, ...] = ()
    """What the gate says of the set with people's pieces in it."""


class CastStep(msgspec.Struct, frozen=True):
    part: Part
    blocking: Blocking


class LightStep(msgspec.Struct, frozen=True):
    part: Part
    plan: LightPlan


class CameraStep(msgspec.Struct, frozen=True):
    part: Part
    plan: ShotPlan


class ComposeStep(msgspec.Struct, frozen=True):
    """Blobs of the scene as generated, as composed with edits, and what is to be said of it."""

    generated: str
    composed: str
    shots: str
    findings: tuple[str, ...]
    conflicts: tuple[dict[str, str], ...]


class SceneOutcome(msgspec.Struct, frozen=True):
    """What a scene's build gave."""

    scene_id: str
    records: dict[str, StepRecord]
    slices: dict[str, IdSlice]
    result: ComposeStep | None
    log: tuple[StepLog, ...]


def build_scene(job: SceneJob) -> SceneOutcome:
    """Build one scene; only steps whose inputs changed run.

    Raises:
        SetpieceError: A department failed; the message names scene and step.
    """
    space = Workspace(Path(job.root))
    stepper = Stepper(job.scene_id, space.blobs, job.records, job.dry)
    before = space.blobs.get_struct(job.before, Scene) if job.before else None
    asked = constraints(job.edits, before, Store(space.root / "store").array)
    chain = _Chain(job, space, stepper, asked)
    try:
        result = chain.run()
    except SetpieceError:
        raise
    except Exception as e:
        step = stepper.log[-1].step if stepper.log else "set"
        raise SetpieceError(
            f"{type(e).__name__}: {e} (after step {step})",
            where=f"scene {job.scene_id} ({job.breakdown.heading})",
            remedy="This is a fault of Setpiece: please report it with the script.",
        ) from e
    return SceneOutcome(job.scene_id, stepper.records, chain.slices, result, tuple(stepper.log))


class _Chain:
    """The departments in order, each fed by the ones before."""

    def __init__(self, job: SceneJob, space: Workspace, stepper: Stepper, asked: Constraints) -> None:
        self.job, self.space, self.stepper, self.asked = job, space, stepper, asked
        self.slices = dict(job.slices)
        # Numbers, script days and findings move when something is inserted above: not our business.
        self.sheet = msgspec.structs.replace(job.breakdown, number="", script_day=1, findings=())

    def run(self) -> ComposeStep | None:
        set_ = self._set()
        if set_ is None:
            return self._unknown("cast", "light", "camera", "compose")
        cast = self._cast(set_)
        if cast is None:
            return self._unknown("light", "camera", "compose")
        lit = self._light(set_, cast)
        if lit is None:
            return self._unknown("camera", "compose")
        shot = self._camera(set_, cast, lit)
        return self._unknown("compose") if shot is None else self._compose(set_, cast, lit, shot)

    def _unknown(self, *steps: str) -> None:
        for step in steps:
            self.stepper.log.append(
                StepLog(step, self.job.scene_id, "maybe", f"depends on {self.stepper.uncertain}")
            )

    def _ids(self, department: str) -> IdSlice:
        return self.slices.get(department, IdSlice())

    def _edits(self, letter: str) -> dict[str, str]:
        return {"edits": digest_of(self.asked.of(self._scope(letter)))}

    def _scope(self, letter: str) -> str:
        return f"{self.job.scene_id}.{letter}"

    def _pins(self, letter: str, free: Callable[[], Fragment]) -> tuple[dict[str, Pin], dict[str, Transform]]:
        """A department's pins, and where the moved nodes would stand by themselves.

        ``free`` makes the department's part as if nobody had moved anything; it only runs when
        somebody did.
        """
        fixed, moves = self.asked.of(self._scope(letter))
        nodes = {n.id: n for n in free().nodes} if moves else {}
        return pinned(fixed, moves, nodes), {n: nodes[n].transform for n in moves if n in nodes}

    def _keep(self, department: str, fragment: Fragment, ids: IdSlice) -> Part:
        self.space.put_arrays(dict(fragment.arrays))
        self.slices[department] = ids
        return Part(fragment.nodes, fragment.relations, fragment.resources, ids)

    def _set(self) -> SetStep | None:
        spec = spec_for(self.sheet, self.job.scene_id)
        ids = self._ids("set")

        def work() -> SetStep:
            pins, free = self._pins("p", lambda: generate(spec, self.job.scene_id, ids).fragment)
            r = generate(spec, self.job.scene_id, ids, pins, self.asked.obstacles)
            plan = with_obstacles(r.plan, self.asked.obstacles)
            touched = {*pins, *(o.node for o in self.asked.obstacles)}
            gate = gate_notes(check_set(plan), touched) if touched else ()
            return SetStep(self._keep("set", r.fragment, r.ids), plan, free, gate)

        inputs = {
            "spec": digest_of(spec),
            "ids": digest_of(ids.live),
            **self._edits("p"),
            "added pieces": digest_of(self.asked.obstacles),
        }
        return self.stepper.run("set", inputs, SetStep, work, _minted)

    def _cast(self, set_: SetStep) -> CastStep | None:
        ids, job = self._ids("cast"), self.job

        def work() -> CastStep:
            pins, _ = self._pins("c", lambda: block(self.sheet, job.cast, set_.plan, job.scene_id, ids).fragment)
            r = block(self.sheet, job.cast, set_.plan, job.scene_id, ids, pins)
            return CastStep(self._keep("cast", r.fragment, r.ids), r.blocking)

        inputs = {
            "breakdown": digest_of(self.sheet),
            "cast": digest_of(self.job.cast),
            "set": digest_of(set_.plan),
            "ids": digest_of(ids.live),
            **self._edits("c"),
        }
        return self.stepper.run("cast", inputs, CastStep, work, _minted)

    def _light(self, set_: SetStep, cast: CastStep) -> LightStep | None:
        ids, job = self._ids("light"), self.job

        def work() -> LightStep:
            lit = (self.sheet, set_.plan, cast.blocking, job.scene_id, ids)
            pins, _ = self._pins("l", lambda: light(*lit).fragment)
            r = light(*lit, pins)
            return LightStep(self._keep("light", r.fragment, r.ids), r.plan)

        inputs = {
            "breakdown": digest_of(self.sheet),
            "set": digest_of(set_.plan),
            "blocking": digest_of(cast.blocking),
            "ids": digest_of(ids.live),
            **self._edits("l"),
        }
        return self.stepper.run("light", inputs, LightStep, work, _minted)

    def _camera(self, set_: SetStep, cast: CastStep, lit: LightStep) -> CameraStep | None:
        ids, job = self._ids("camera"), self.job

        def work() -> CameraStep:
            r = cover(
                self.sheet, set_.plan, cast.blocking, lit.plan, job.filmback, job.rate, job.scene_id, ids,
                self.asked.cameras,
            )  # fmt: skip
            return CameraStep(self._keep("camera", r.fragment, r.ids), r.plan)

        inputs = {
            "breakdown": digest_of(self.sheet),
            "set": digest_of(set_.plan),
            "blocking": digest_of(cast.blocking),
            "light": digest_of(lit.plan),
            "picture": digest_of((job.filmback, job.rate)),
            "ids": digest_of(ids.live),
            "locked cameras": digest_of({k: v.node for k, v in self.asked.cameras.items()}),
        }
        return self.stepper.run("camera", inputs, CameraStep, work, _minted)

    def _compose(self, set_: SetStep, cast: CastStep, lit: LightStep, shot: CameraStep) -> ComposeStep | None:
        parts = [set_.part, cast.part, lit.part, shot.part]

        def work() -> ComposeStep:
            scene = self._scene([p.fragment for p in parts], lit.plan, shot.plan)
            composed = compose(scene, self.job.edits)
            put = self.space.blobs.put_struct
            return ComposeStep(
                generated=put(scene),
                composed=put(composed.scene),
                shots=put(shot.plan),
                findings=(
                    *set_.plan.refusals,
                    *set_.gate,
                    *cast.blocking.refusals,
                    *shot.plan.findings,
                    *scene_findings(composed.scene),
                ),
                conflicts=tuple(
                    _conflict_row(c) for c in (*composed.conflicts, *moved_bases(self.job.edits, set_.unpinned))
                ),
            )

        inputs = {
            "set": digest_of(set_.part),
            "cast": digest_of(cast.part),
            "light": digest_of((lit.part, lit.plan)),
            "camera": digest_of((shot.part, shot.plan)),
            "heading": digest_of(self.sheet.heading),
            "edits": digest_of(self.job.edits),
        }
        return self.stepper.run("compose", inputs, ComposeStep, work)

    def _scene(self, fragments: list[Fragment], lit: LightPlan, shots: ShotPlan) -> Scene:
        whole = united(fragments)
        ranges = tuple(
            ShotRange(s.id, s.camera_node, s.first_frame, s.last_frame, s.ev100) for s in shots.shots
        )
        scene = Scene(
            id=self.job.scene_id,
            name=self.sheet.heading,
            resources=whole.resources,
            nodes={n.id: n for n in whole.nodes},
            relations={r.id: r for r in whole.relations},
            environment=lit.environment,
            sequence=Sequence(
                rate=self.job.rate,
                last_frame=max((r.last_frame for r in ranges), default=0),
                shots=ranges,
                markers=tuple(Marker(f"m-{s.id}", s.first_frame, s.kind) for s in shots.shots),
            ),
        )
        return quantised(scene)


def _minted(step: SetStep | CastStep | LightStep | CameraStep) -> Mapping[str, str]:
    """Only what lives counts: what was retired, or is yet to be minted, changes no output."""
    return {"ids": digest_of(step.part.ids.live)}


def _conflict_row(conflict: object) -> dict[str, str]:
    fields = msgspec.to_builtins(conflict)
    return {str(k): v if isinstance(v, str) else msgspec.json.encode(v).decode() for k, v in fields.items()}
