"""A take as a USD camera, written by usd-core itself; one time sample a frame."""

from __future__ import annotations

import math
from importlib import import_module
from pathlib import Path
from typing import Any

import msgspec

from ...errors import MissingExtraError
from ...scene.model import CameraPayload
from ._resample import Track

_CM = 100.0


class UsdNotes(msgspec.Struct, frozen=True):
    """What was written: the prim's path, how many frames, and where the focal length came from."""

    prim: str
    frames: int
    lens: str


def write_usd(path: Path, track: Track, back: CameraPayload | None = None, name: str = "Camera") -> UsdNotes:
    """Write a stage with one animated camera, Z up, in centimetres.

    A USD lens is given in tenths of a scene unit; in centimetres those are the millimetres everybody
    writes there, also who does not know the rule. USD cameras look along -Z with +Y up, as ours do.

    Args:
        path: A new ``.usda``, ``.usdc`` or ``.usd`` file.
        track: One row a frame.
        back: The shot's camera: its filmback, and its focal length where the take does not say one.
            Without both, no focal length is written: a lens that was not measured is not guessed.
        name: Of the camera's prim.

    Raises:
        MissingExtraError: usd-core is not installed.
    """
    Gf, Tf, Usd, UsdGeom = (_pxr(module) for module in ("Gf", "Tf", "Usd", "UsdGeom"))
    stage = Usd.Stage.CreateInMemory()
    UsdGeom.SetStageUpAxis(stage, UsdGeom.Tokens.z)
    UsdGeom.SetStageMetersPerUnit(stage, 1.0 / _CM)
    per_second, last = track.rate.num / track.rate.den, len(track.positions_m) - 1
    stage.SetTimeCodesPerSecond(per_second)
    stage.SetFramesPerSecond(per_second)
    stage.SetStartTimeCode(0)
    stage.SetEndTimeCode(last)
    prim = f"/{Tf.MakeValidIdentifier(name)}"
    camera = UsdGeom.Camera.Define(stage, prim)
    stage.SetDefaultPrim(camera.GetPrim())
    move = camera.AddTranslateOp(UsdGeom.XformOp.PrecisionDouble)
    turn = camera.AddOrientOp(UsdGeom.XformOp.PrecisionDouble)
    for frame, (p, q) in enumerate(zip(track.positions_m, track.rotations_wxyz, strict=True)):
        move.Set(Gf.Vec3d(p[0] * _CM, p[1] * _CM, p[2] * _CM), frame)
        turn.Set(Gf.Quatd(q[0], q[1], q[2], q[3]), frame)
    lens = _write_lens(camera, track, back)
    camera.GetPrim().SetCustomDataByKey("setpiece:lens", lens)
    camera.GetPrim().SetCustomDataByKey("setpiece:subject", track.subject)
    stage.GetRootLayer().Export(str(path))
    return UsdNotes(prim, last + 1, lens)


def _pxr(module: str) -> Any:
    try:
        return import_module(f"pxr.{module}")
    except ImportError as e:
        what, remedy = "USD is written by usd-core, which is not installed", 'pip install "setpiece[usd]"'
        raise MissingExtraError(what, remedy=remedy) from e


def _write_lens(camera: Any, track: Track, back: CameraPayload | None) -> str:
    if back is not None:
        camera.CreateHorizontalApertureAttr(back.filmback_width_mm)
        camera.CreateVerticalApertureAttr(back.filmback_height_mm)
        camera.CreateClippingRangeAttr((back.near_m * _CM, back.far_m * _CM))
    _each_frame(camera.CreateFocusDistanceAttr, track.focus_m, _CM)
    _each_frame(camera.CreateFStopAttr, track.f_stop, 1.0)
    if track.focal_mm is not None:
        _each_frame(camera.CreateFocalLengthAttr, track.focal_mm, 1.0)
        return "measured"
    if back is not None:
        camera.CreateFocalLengthAttr(back.focal_mm)
        return "uncalibrated, locked to the shot's"
    return "uncalibrated"


def _each_frame(create: Any, numbers: tuple[float, ...] | None, scale: float) -> None:
    """USD has no infinity in its readers: a focus at infinity is left to the reader's own default."""
    if numbers is None or not all(map(math.isfinite, numbers)):
        return
    attribute = create()
    for frame, number in enumerate(numbers):
        attribute.Set(number * scale, frame)
