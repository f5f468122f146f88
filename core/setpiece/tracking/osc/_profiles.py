"""Address profiles: what the senders of a stage mean by their OSC arguments, as data."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from ...errors import FormatError, InputError
from ...resources import text
from .._spaces import Space

MEANINGS = frozenset(
    "x y z qx qy qz qw rx ry rz rrx rry rrz t fov hfov focal focus iris zoom name ok value value_name _".split()
)


class MessageShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One kind of message.

    Attributes:
        address: With ``{name}`` for a part that varies.
        args: What each argument means; see the head of ``data/osc.toml``.
        subject: The subject's name, made of the address's parts and ``{name}``; empty: read and passed over.
        value_name: What the ``value`` argument is called.
        space: Where it differs from the profile's.
        emit: Whether the message completes a sample.
    """

    address: str
    args: tuple[str, ...]
    subject: str = ""
    value_name: str = ""
    space: Space | None = None
    emit: bool = True


class OscProfile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One sender's manner of speaking.

    Attributes:
        space: The axes; see ``setpiece.tracking._spaces``.
        euler_order: Intrinsic order of turns, e.g. ``"yxz"``: first about the source's y.
        unit: Metres in one unit of x, y and z.
        port: Where it is usually heard; 0: unknown.
    """

    label: str
    message: tuple[MessageShape, ...]
    space: Space = "ours"
    euler_order: Literal["xyz", "xzy", "yxz", "yzx", "zxy", "zyx"] = "yxz"
    unit: Annotated[float, Meta(gt=0, le=1e6)] = 1.0
    port: int = 0


@cache
def osc_profiles() -> dict[str, OscProfile]:
    """Every shipped profile by name."""
    return _checked(tomllib.loads(text("tracking", "osc.toml")), "data/osc.toml")


def osc_profile(name: str) -> OscProfile:
    """A shipped profile by name (empty is ``native``), or the only one of a ``.toml`` file.

    Raises:
        InputError: No such profile; the message lists those there are.
        FormatError: The file is wrong; the field is named.
    """
    if name.endswith(".toml"):
        return _from_file(Path(name))
    found = osc_profiles().get(name or "native")
    if found is None:
        known = ", ".join(osc_profiles())
        raise InputError(
            f"there is no OSC profile {name!r}", where="profile", remedy=f"Known: {known}; or name a .toml file."
        )
    return found


def _from_file(path: Path) -> OscProfile:
    try:
        found = _checked(tomllib.loads(path.read_text(encoding="utf-8-sig")), str(path))
    except OSError as e:
        raise FormatError(
            e.strerror or str(e), where=str(path), remedy="A profile's file lies beside tracking.toml."
        ) from e
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as e:
        raise FormatError(str(e), where=str(path), remedy="Correct that line.") from e
    if len(found) != 1:
        raise FormatError(f"{len(found)} profiles instead of one", where=str(path), remedy="Keep one [table] in it.")
    return next(iter(found.values()))


def _checked(raw: object, where: str) -> dict[str, OscProfile]:
    try:
        profiles = msgspec.convert(raw, dict[str, OscProfile])
    except msgspec.ValidationError as e:
        raise FormatError(str(e), where=where, remedy="See docs/osc.md for the fields.") from e
    for name, profile in profiles.items():
        for shape in profile.message:
            unknown = sorted(set(shape.args) - MEANINGS)
            if unknown or not shape.address.startswith("/"):
                what = f"no argument means {unknown[0]!r}" if unknown else "an address begins with a slash"
                raise FormatError(what, where=f"{where}: {name}: {shape.address}", remedy="See docs/osc.md.")
    return profiles
