"""Which poses a runtime is asked for, from ``openxr.toml``."""

from __future__ import annotations

import tomllib
from functools import cache

import msgspec

from ...resources import text


class InteractionProfile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One kind of controller; without an extension it is in OpenXR itself."""

    path: str
    extension: str = ""


class TrackerRoles(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Trackers that a runtime knows by what they are worn on."""

    path: str
    extension: str
    roles: tuple[str, ...]


class Profiles(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file."""

    hands: tuple[str, ...]
    profile: tuple[InteractionProfile, ...]
    trackers: TrackerRoles

    def extensions(self) -> tuple[str, ...]:
        """All that are worth asking for."""
        return (*(p.extension for p in self.profile if p.extension), self.trackers.extension)


@cache
def profiles() -> Profiles:
    """What is shipped."""
    return msgspec.convert(tomllib.loads(text("tracking", "openxr.toml")), Profiles)
