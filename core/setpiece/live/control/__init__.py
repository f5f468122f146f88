"""The show's control over OSC: our own namespace, and other desks' addresses as aliases of it."""

from ._access import Access
from ._aliases import ALIASES_FILE, Alias, Aliases, Profile, known_profiles, read_aliases
from ._server import DEFAULT_PORT, ControlServer

__all__ = [
    "ALIASES_FILE",
    "DEFAULT_PORT",
    "Access",
    "Alias",
    "Aliases",
    "ControlServer",
    "Profile",
    "known_profiles",
    "read_aliases",
]
