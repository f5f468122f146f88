"""Cover a scene: plan its cuts, solve each setup once, measure every shot, hand over cameras."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import msgspec

from ..cast.model import Blocking
from ..light.model import LightPlan
from ..scene.arrays import Fragment, Pieces, array_hash
from ..scene.ids import IdSlice, Minter
from ..scene.model import CameraPayload, Channel, FrameRate, Node, Transform
from ..script.model import SceneBreakdown
from ..sets.model import SetPlan
from ._describe import angle_of, describe, vantage_of
from ._grammar import SIZE_ORDER
from ._lens_view import F64, Cameras, one_camera, project
from ._line import line_of
from ._locked import locked_setup, move_of, on_screen, row_pose, tangents, timing_notes, travelled
from ._moves import Path, path
from ._optics import circle_of_confusion_mm, depth_of_field_m
from ._plan import Segment, Wish, joined, planned
from ._search import Pick
from ._solved import LockedCamera, Setup, Stage, focus_m, posed, solve, stand_ins
from ._subjects import by_id, subject_of
from ._verify import people_checks, place_checks, prop_checks
from ._wide import last_resort
from ._world import world_of
from .model import Check, Filmback, Move, Shot, ShotPlan

_STOPS = (2.8, 4.0, 5.6, 8.0, 11.0)
_DARK_EV100, _INSERT_STOPS = 6.0, 0.9
"""Below this exposure an insert is opened by so many stops."""


@dataclass(frozen=True)
class CameraResult:
    """What the camera department hands over."""

    plan: ShotPlan
    fragment: Fragment
    ids: IdSlice


def cover(
    scene: SceneBreakdown,
    plan: SetPlan,
    blocking: Blocking,
    light: LightPlan,
    filmback: Filmback,
    rate: FrameRate,
    scene_id: str,
    ids: IdSlice,
    locked: Mapping[str, LockedCamera] = {},
) -> CameraResult:
    """The scene's coverage in cutting order, each shot measured against the set.

    Args:
        scene: What happens, beat by beat; beat lengths make the cut lengths.
        plan: The set. Cameras keep ``_search.KEEP_CLEAR_M`` from its solids.
        blocking: Who stands where. Background people may hide things but are never named.
        light: How the scene is exposed.
        filmback: The camera; framing uses its extraction rectangle.
        rate: Frames per second of the scene's timeline.
        scene_id: Scope of ids.
        ids: The camera department's slice of the ledger.
        locked: Camera node id -> how an artist left it: verified and reported, handed on unchanged.
    """
    world = world_of(plan, blocking)
    people = by_id([subject_of(a, world) for a in blocking.actors if not a.background and a.cast_id])
    stage = Stage(scene_id, plan, world, people, line_of(scene, people, world), filmback)
    return _Coverage(stage, scene, light, rate, Minter(f"{scene_id}.k", ids), ids, locked).result()


class _Coverage:
    """One scene's setups and shots, as they are found."""

    def __init__(
        self,
        stage: Stage,
        scene: SceneBreakdown,
        light: LightPlan,
        rate: FrameRate,
        minter: Minter,
        ids: IdSlice,
        locked: Mapping[str, LockedCamera],
    ) -> None:
        self._stage, self._scene, self._light, self._rate = stage, scene, light, rate
        self._minter, self._ids, self._locked = minter, ids, locked
        self._setups: dict[str, Setup | None] = {}
        self._findings: list[str] = []
        self._taken: dict[str, int] = {}

    def result(self) -> CameraResult:
        stage = self._stage
        segments = planned(self._scene, stage.people, stage.plan.props, stage.line, self._rate)
        cuts = self._varied(self._settled(segments))
        pieces, shots = Pieces(), list[Shot]()
        frame = 0
        made: dict[str, tuple[str, Path | None]] = {}
        for segment in cuts:
            setup = self._setups[segment.wish.key]
            if setup is None:  # _settled leaves none of these
                continue
            key = segment.wish.key
            if key not in made:
                setup, notes = self._in_time(setup, segment, frame)
                made[key] = self._camera(pieces, setup, segment, frame)
                self._findings += notes
            node, move = made[key]
            shots.append(self._shot(setup, segment, node, move, frame, shots))
            frame += segment.frames
        self._keep_locked(pieces, {n for n, _ in made.values()})
        line = self._stage.line
        findings = [*self._findings, *_failed(shots)]
        shot_plan = ShotPlan(self._stage.filmback, tuple(shots), line.side if line else 0, tuple(findings))
        return CameraResult(shot_plan, pieces.finish(), self._minter.finish())

    # --- solving ---------------------------------------------------------------------------

    def _settled(self, segments: Sequence[Segment]) -> list[Segment]:
        """Every stretch with a setup that stands: solved, stood in for, or absorbed by the one before."""
        out: list[Segment] = []
        for segment in segments:
            wish = next((w for w in stand_ins(segment.wish) if self._setup(w) is not None), None)
            if wish is not None:
                out.append(replace(segment, wish=wish))
            elif out:
                out[-1] = replace(out[-1], frames=out[-1].frames + segment.frames)
            else:
                out.append(replace(segment, wish=self._resort(segment.wish)))
        return joined(out)

    def _setup(self, wish: Wish) -> Setup | None:
        if wish.key not in self._setups:
            self._setups[wish.key] = self._solved(wish)
        return self._setups[wish.key]

    def _solved(self, wish: Wish) -> Setup | None:
        known = self._ids.live.get(wish.key) or self._ids.retired.get(wish.key)
        if known is not None and known.id in self._locked:
            return locked_setup(wish, self._locked[known.id], self._stage)
        pick = self._movable(wish, solve(wish, self._stage, self._matching_lens(wish)))
        if pick is None:
            return None
        position, rotation = posed(pick)
        return Setup(wish, wish.role, pick, position, rotation)

    def _movable(self, wish: Wish, pick: Pick | None) -> Pick | None:
        """``pick``, or one or two sizes tighter when there is no room for the move that was asked for."""
        if pick is None or wish.move == "static" or pick.size not in SIZE_ORDER:
            return pick
        step = SIZE_ORDER.index(pick.size)
        for size in (pick.size, *SIZE_ORDER[step + 1 : min(step + 3, 7)]):
            other = pick if size == pick.size else solve(replace(wish, size=size), self._stage)
            if other is not None and path(other, wish.move, 24, self._stage.world) is not None:
                return other
        return pick

    def _matching_lens(self, wish: Wish) -> float:
        """The reverse of a pair uses the lens of the shot it answers."""
        line = self._stage.line
        if line is None or not wish.subjects or wish.role not in ("single", "ots") or wish.move != "static":
            return 0.0
        a, b = line.a.actor.cast_id, line.b.actor.cast_id
        if wish.subjects[0] != b:
            return 0.0
        other = replace(wish, subjects=(a,), over=b if wish.over else "")
        known = self._setups.get(other.key)
        return known.pick.lens_mm if known is not None and not known.locked else 0.0

    def _resort(self, wish: Wish) -> Wish:
        """Nothing passes: the least bad camera there is, its failures listed."""
        pick = last_resort(self._stage.world, self._stage.plan.acting_center, self._stage.filmback)
        position, rotation = posed(pick)
        crowd = self._stage.crowd[:1]
        pick = replace(pick, named=crowd, size="WS") if crowd else pick
        self._setups[wish.key] = Setup(wish, "master", pick, position, rotation)
        return wish

    def _varied(self, cuts: Sequence[Segment]) -> list[Segment]:
        """No cut between near-equal views of one person (30 degrees, or another size)."""
        out: list[Segment] = []
        for segment in cuts:
            if out and not self._is_locked(segment) and self._jumps(out[-1].wish, segment.wish):
                out[-1] = replace(out[-1], frames=out[-1].frames + segment.frames)
            else:
                out.append(segment)
        return joined(out)

    def _is_locked(self, segment: Segment) -> bool:
        setup = self._setups[segment.wish.key]
        return setup is not None and setup.locked

    def _jumps(self, before: Wish, after: Wish) -> bool:
        a, b = self._setups[before.key], self._setups[after.key]
        if a is None or b is None or before.key == after.key or not a.pick.named or not b.pick.named:
            return False
        if a.pick.named[0] is not b.pick.named[0] or a.pick.size != b.pick.size:
            return False
        if len(a.pick.named) != len(b.pick.named):
            return False
        head = a.pick.named[0].head
        u = [float(v) for v in a.pick.camera.position[0] - head]
        w = [float(v) for v in b.pick.camera.position[0] - head]
        size = math.sqrt(sum(v * v for v in u) * sum(v * v for v in w))
        return sum(p * q for p, q in zip(u, w, strict=True)) > math.cos(math.radians(30)) * size

    def _in_time(self, setup: Setup, segment: Segment, frame: int) -> tuple[Setup, list[str]]:
        """A locked move goes with its shot: it begins where the first shot of its camera begins."""
        if setup.kept is None:
            return setup, []
        kept, by = travelled(setup.kept, frame)
        self._setups[segment.wish.key] = setup = replace(setup, kept=kept)
        return setup, timing_notes(kept, by, self._said(setup, segment.wish, short=True), segment.frames)

    # --- handing over ----------------------------------------------------------------------

    def _stop(self, pick: Pick) -> float:
        """The widest stop that holds everybody named sharp; close shots stay open."""
        start = 1 if not self._stage.plan.interior or pick.size in ("EWS", "WS", "FS", "INSERT") else 0
        back = self._stage.filmback
        coc = circle_of_confusion_mm(back.width_mm, back.height_mm)
        if len(pick.named) < 2:
            return _STOPS[start]
        depths = [float(project(pick.camera, s.eyes[None])[2][0, 0]) for s in pick.named]
        for stop in _STOPS[start:]:
            near, far = depth_of_field_m(pick.lens_mm, stop, depths[0], coc)
            if near <= min(depths) and far >= max(depths):
                return stop
        return _STOPS[-1]

    def _camera(self, pieces: Pieces, setup: Setup, segment: Segment, frame: int) -> tuple[str, Path | None]:
        wish = segment.wish
        node = self._minter.id(wish.key, wish.role)
        name = self._said(setup, wish, short=True)
        if setup.kept is not None:
            self._hand_on(pieces, setup.kept, name)
            return node, None
        move = None
        if wish.move != "static":
            move = path(setup.pick, wish.move, segment.frames, self._stage.world)
        transform, channels = Transform(setup.position, setup.rotation), tuple[Channel, ...]()
        focus, stop = self._optics(setup, move)
        if move is not None:
            transform = Transform(*row_pose(move.transform, 0))
            channels = (
                Channel("transform", frame, pieces.array(move.transform)),
                Channel("payload.focus_m", frame, pieces.array(move.focus)),
            )
        back = self._stage.filmback
        payload = CameraPayload(
            focal_mm=setup.pick.lens_mm, filmback_width_mm=back.width_mm, filmback_height_mm=back.height_mm,
            focus_m=focus, f_stop=stop,
        )  # fmt: skip
        pieces.add(Node(node, name, "camera", "camera", payload, transform, channels=channels))
        return node, move

    def _hand_on(self, pieces: Pieces, camera: LockedCamera, name: str) -> None:
        """The artist's node as it is; only what people call it follows the shot."""
        refs = {c.samples for c in camera.node.channels}
        if camera.rows is not None and array_hash(camera.rows) in refs:
            pieces.array(camera.rows)
        pieces.add(msgspec.structs.replace(camera.node, name=name))

    def _optics(self, setup: Setup, move: Path | None) -> tuple[float, float]:
        """(focus metres, f-stop) at the shot's first frame."""
        if setup.kept is not None:
            return setup.kept.lens.focus_m, setup.kept.lens.f_stop
        return self._focus(setup) if move is None else float(move.focus[0, 0]), self._stop(setup.pick)

    def _said(self, setup: Setup, wish: Wish, *, short: bool = False, move: Move = "static") -> str:
        names = [s.actor.name for s in setup.pick.named]
        shown = replace(wish, role=setup.role)
        return describe(setup.pick, shown, names, short=short, prop=self._noun(wish), move=move)

    def _focus(self, setup: Setup) -> float:
        prop = next((p for p in self._stage.plan.props if p.node == setup.wish.prop), None)
        if setup.of_prop and prop is not None:
            way = [c - p for c, p in zip(prop.center, setup.position, strict=True)]
            return max(round(math.sqrt(sum(v * v for v in way)), 3), 0.1)
        return focus_m(setup.pick, self._stage)

    def _noun(self, wish: Wish) -> str:
        return next((p.noun for p in self._stage.plan.props if p.node == wish.prop), "")

    def _shot(
        self, setup: Setup, segment: Segment, node: str, path_: Path | None, frame: int, before: Sequence[Shot]
    ) -> Shot:
        wish, pick = segment.wish, setup.pick
        what = (wish.subjects[:1] or (wish.prop,))[0]
        id_ = self._fresh(f"shot:{segment.beat}:{wish.role if setup.locked else setup.role}:{what}")
        rows = path_.transform if path_ is not None else None
        move: Move = wish.move if path_ is not None else "static"
        if setup.kept is not None:
            rows = on_screen(setup.kept, frame, segment.frames)
            move = move_of(rows) if rows is not None else self._unmeasured(setup.kept, wish)
        place, turn = row_pose(rows, 0) if rows is not None else (setup.position, setup.rotation)
        focus, stop = self._optics(setup, path_)
        kind = "group" if setup.role == "master" and before and len(pick.named) > 2 else setup.role
        return Shot(
            id=id_,
            camera_node=node,
            beat=segment.beat,
            setup=node,
            kind=kind,
            size=pick.size,
            angle=angle_of(pick.camera),
            vantage=vantage_of(pick),
            subjects=tuple(s.actor.cast_id for s in pick.named),
            over=wish.over if setup.role == "ots" else "",
            prop=wish.prop if setup.of_prop else "",
            focal_mm=pick.lens_mm,
            focus_m=focus,
            f_stop=stop,
            position=place,
            rotation=turn,
            rig="sticks" if move == "static" else "head" if move in ("pan", "tilt") else "dolly",
            move=move,
            first_frame=frame,
            last_frame=frame + segment.frames - 1,
            ev100=self._exposed(setup),
            description=self._said(setup, wish, move=move),
            locked=setup.locked,
            checks=self._checks(setup, rows),
        )

    def _exposed(self, setup: Setup) -> float:
        """A thing in the dark is opened up to: on the day somebody would hold a lamp to it."""
        ev100 = self._light.environment.exposure_ev100
        return round(ev100 - _INSERT_STOPS, 3) if setup.of_prop and ev100 < _DARK_EV100 else ev100

    def _unmeasured(self, camera: LockedCamera, wish: Wish) -> Move:
        """The planned move of a camera that moves, but whose samples were not given."""
        moves = any(c.property == "transform" for c in camera.node.channels)
        return wish.move if moves else "static"

    def _fresh(self, base: str) -> str:
        self._taken[base] = self._taken.get(base, 0) + 1
        return self._minter.id(base if self._taken[base] == 1 else f"{base}:{self._taken[base]}")

    def _checks(self, setup: Setup, rows: F64 | None) -> tuple[Check, ...]:
        """Every promise at the worst of five frames of the move, else where the camera stands."""
        lens = tangents(setup, self._stage.filmback)
        if rows is None:
            return tuple(self._measured(setup, one_camera(setup.position, setup.rotation, lens)))
        worst: dict[str, Check] = {}
        last = len(rows) - 1
        for i in sorted({0, last // 4, last // 2, (3 * last) // 4, last}):
            camera = one_camera(*row_pose(rows, i), lens)
            for check in self._measured(setup, camera):
                if check.name not in worst or (worst[check.name].ok and not check.ok):
                    worst[check.name] = check
        return tuple(worst.values())

    def _measured(self, setup: Setup, camera: Cameras) -> list[Check]:
        stage, named = self._stage, setup.pick.named
        prop = next((p for p in stage.plan.props if p.node == setup.wish.prop), None)
        if setup.of_prop and prop is not None:
            return [*prop_checks(camera, prop, stage.world), *place_checks(camera, stage.world, None)]
        single = setup.role in ("single", "ots", "pov")
        line = stage.line
        paired = line is not None and (setup.role == "master" or line.a in named or line.b in named)
        checks = people_checks(camera, named, setup.pick.size, stage.world, single)
        return [*checks, *place_checks(camera, stage.world, line if paired and setup.role != "pov" else None)]

    def _keep_locked(self, pieces: Pieces, used: set[str]) -> None:
        """A locked camera that no shot needs any more stays where its artist put it."""
        known = {m.id: k for k, m in {**self._ids.retired, **self._ids.live}.items()}
        for node, camera in sorted(self._locked.items()):
            if node in used or node not in known:
                continue
            self._minter.id(known[node])
            self._hand_on(pieces, camera, camera.node.name)
            self._findings.append(f"the locked camera {node} is no longer used by any shot; it was kept")


def _failed(shots: Sequence[Shot]) -> list[str]:
    out: list[str] = []
    for shot in shots:
        bad = [f"{c.name} {c.value:g} (wanted {c.limit})" for c in shot.checks if not c.ok]
        if bad:
            whose = ", locked and left as it is" if shot.locked else ""
            out.append(f"{shot.id} {shot.description}{whose}: {'; '.join(bad)}")
    return out
