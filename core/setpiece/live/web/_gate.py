"""Who may see and press the page: this computer, those allowed, those with the token; and no other site's script."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Mapping

from ..control import Access

COOKIE = "setpiece_token"


def own_name(host_header: str, configured: str) -> bool:
    """Whether a ``Host`` header is one of ours: an address, this computer's name, or what was configured.

    A foreign name that a hostile name server points at this computer is none of them.
    """
    name = host_header.rsplit(":", 1)[0] if not host_header.endswith("]") else host_header
    name = name.strip("[]").casefold()
    try:
        ipaddress.ip_address(name)
    except ValueError:
        own = socket.gethostname().casefold()
        return name in {"localhost", configured.casefold(), own, f"{own}.local", own.partition(".")[0]}
    return True


def same_origin(headers: Mapping[str, str]) -> bool:
    """Whether a websocket was opened by our own page: its ``Origin`` is the ``Host`` it came to."""
    origin = headers.get("origin", "")
    _, mark, where = origin.partition("://")
    return bool(mark) and where.casefold() == headers.get("host", "").casefold()


def admitted(access: Access, client: str, cookies: Mapping[str, str]) -> bool:
    """Whether a client may come in."""
    return access.admits(client) or access.knows(cookies.get(COOKIE, ""))
