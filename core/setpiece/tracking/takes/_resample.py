"""One pose a frame out of samples that came when they came: linear between positions, slerp between rotations."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ...errors import InputError
from ...geometry import Quat, Vec3, slerp
from ...scene.model import FrameRate
from ..model import FORWARD_QUAT, Sample, Status


@dataclass(frozen=True)
class Track:
    """One subject, one row a frame from ``start_ns`` on.

    Attributes:
        focal_mm, focus_m, f_stop: One number a frame; None where the source did not say for the whole take.
        longest_gap_ns: Between two neighbouring samples that were used; over it, the pose is a straight line.
    """

    subject: str
    rate: FrameRate
    start_ns: int
    positions_m: tuple[Vec3, ...]
    rotations_wxyz: tuple[Quat, ...]
    focal_mm: tuple[float, ...] | None
    focus_m: tuple[float, ...] | None
    f_stop: tuple[float, ...] | None
    longest_gap_ns: int


def frame_ns(frame: int, rate: FrameRate) -> int:
    """When a frame begins, nanoseconds from frame 0; exact whole-number arithmetic, so that nothing drifts."""
    return frame * 1_000_000_000 * rate.den // rate.num


def subject_of(samples: Iterable[Sample], subject: str) -> str:
    """The subject that is meant: the one named, or the only one with a pose.

    Raises:
        InputError: There is no such subject, or several to choose from; they are listed.
    """
    known = {s.subject: None for s in samples if s.position_m is not None or s.rotation_wxyz is not None}
    if subject in known or (not subject and len(known) == 1):
        return subject or next(iter(known))
    listed = ", ".join(known) or "nobody"
    what = f"{subject!r} has no pose in this take" if subject else "whose take is meant?"
    raise InputError(what, where="subject", remedy=f"Name one with --subject. In the take: {listed}.")


def picked(samples: Iterable[tuple[int, Sample]], subject: str = "", source: int | None = None) -> list[Sample]:
    """One subject's samples of one source, see ``subject_of``.

    Args:
        samples: Source number and sample.
        subject: Empty for the only one there is.
        source: None for the only one that has the subject.

    Raises:
        InputError: As ``subject_of``, or two sources have a subject of that name.
    """
    found = [(i, s) for i, s in samples if source is None or i == source]
    name = subject_of((s for _, s in found), subject)
    numbers = sorted({i for i, s in found if s.subject == name})
    if len(numbers) > 1:
        listed = ", ".join(map(str, numbers))
        raise InputError(f"sources {listed} both have {name!r}", where="source", remedy="Name one with --source.")
    return [s for _, s in found if s.subject == name]


def resampled(samples: Sequence[Sample], subject: str, rate: FrameRate, start_ns: int | None = None) -> Track:
    """One row a frame from the first to the last sample; samples that their source calls lost are not used.

    Args:
        samples: Of any subjects, in order of capture.
        subject: See ``subject_of``.
        rate: Frames per second.
        start_ns: Moment of frame 0; the first sample when it is not given.

    Raises:
        InputError: No such subject, or no pose of it that is valid.
    """
    name = subject_of(samples, subject)
    used = _usable([s for s in samples if s.subject == name])
    if not used:
        raise InputError(f"{name!r} has no valid pose in this take", where="subject")
    times = [s.capture_ns for s in used]
    begin = times[0] if start_ns is None else start_ns
    count = max(1, (times[-1] - begin) * rate.num // (1_000_000_000 * rate.den) + 1)
    grid = [_between(times, begin + frame_ns(k, rate)) for k in range(count)]
    places = [s.position_m or (0.0, 0.0, 0.0) for s in used]
    turns = [s.rotation_wxyz or FORWARD_QUAT for s in used]
    return Track(
        subject=name,
        rate=rate,
        start_ns=begin,
        positions_m=tuple(_mixed(places[i], places[j], u) for i, j, u in grid),
        rotations_wxyz=_one_sign([slerp(turns[i], turns[j], u) for i, j, u in grid]),
        focal_mm=_lens(used, grid, lambda s: s.lens.focal_mm if s.lens else None),
        focus_m=_lens(used, grid, lambda s: s.lens.focus_m if s.lens else None),
        f_stop=_lens(used, grid, lambda s: s.lens.f_stop if s.lens else None),
        longest_gap_ns=max((b - a for a, b in zip(times, times[1:], strict=False)), default=0),
    )


def _usable(samples: Sequence[Sample]) -> list[Sample]:
    """With a valid pose, each later than the one before."""
    used: list[Sample] = []
    for s in samples:
        posed = s.position_m is not None or s.rotation_wxyz is not None
        if posed and s.status != Status.LOST and (not used or s.capture_ns > used[-1].capture_ns):
            used.append(s)
    return used


def _between(times: Sequence[int], at_ns: int) -> tuple[int, int, float]:
    """The samples on either side of a moment, and how far from the first to the second it lies."""
    j = bisect_right(times, at_ns)
    if j == 0 or j == len(times):
        end = 0 if j == 0 else len(times) - 1
        return end, end, 0.0
    return j - 1, j, (at_ns - times[j - 1]) / (times[j] - times[j - 1])


def _mixed(a: Vec3, b: Vec3, u: float) -> Vec3:
    return (a[0] + (b[0] - a[0]) * u, a[1] + (b[1] - a[1]) * u, a[2] + (b[2] - a[2]) * u)


def _one_sign(rotations: Sequence[Quat]) -> tuple[Quat, ...]:
    """The same rotations; of q and -q each time the one nearer to that of the frame before."""
    out: list[Quat] = []
    for q in rotations:
        turned = bool(out) and sum(a * b for a, b in zip(out[-1], q, strict=True)) < 0
        out.append((-q[0], -q[1], -q[2], -q[3]) if turned else q)
    return tuple(out)


def _lens(
    used: Sequence[Sample], grid: Sequence[tuple[int, int, float]], what: Callable[[Sample], float | None]
) -> tuple[float, ...] | None:
    """One number a frame where every sample says it, None otherwise: what is not known is not made up."""
    said = [v for s in used if (v := what(s)) is not None]
    if len(said) != len(used):
        return None
    # Infinity minus infinity is no number: between equal values there is nothing to mix.
    return tuple(said[i] if said[i] == said[j] else said[i] + (said[j] - said[i]) * u for i, j, u in grid)
