"""Who may press the show's keys: this computer, hosts on a list, and whoever knows the token."""

from __future__ import annotations

import hmac
import ipaddress
from collections.abc import Sequence

from ...errors import InputError

_NOTICE_NS = 1_000_000_000
_REMEMBERED = 256
_Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class Access:
    """The guest list.

    Args:
        allow: Addresses or networks (``10.0.0.5``, ``10.0.0.0/24``).
        token: What a guest may say instead; empty: there is none.

    Raises:
        InputError: An entry is no address.
    """

    def __init__(self, allow: Sequence[str] = (), token: str = "") -> None:
        self._networks = tuple(map(_network, allow))
        self._token = token
        self._guests: dict[str, None] = {}
        self._noticed: dict[str, int] = {}
        self._tried: dict[str, int] = {}

    @property
    def has_token(self) -> bool:
        """Whether there is a token to know."""
        return bool(self._token)

    def admits(self, host: str) -> bool:
        """Whether an address may speak."""
        address = _address(host)
        if address is None:
            return False
        return address.is_loopback or host in self._guests or any(address in n for n in self._networks)

    def knows(self, token: str) -> bool:
        """Whether this is the token."""
        return bool(self._token) and hmac.compare_digest(token.encode("utf-8"), self._token.encode("utf-8"))

    def connect(self, host: str, token: str, now_ns: int) -> str:
        """Let a host in that says the token. Returns why not, or nothing.

        After a wrong one, the host is not asked again for a second: a guess a second finds no token.
        """
        if self.admits(host):
            return ""
        if not self._token:
            return "there is no token: start the show with --token, or allow this address with --allow"
        if now_ns - self._tried.get(host, -_NOTICE_NS) < _NOTICE_NS:
            return "wait a second before the next try"
        if not self.knows(token):
            _remember(self._tried, host, now_ns)
            return "that is not the token"
        self._guests[host] = None
        return ""

    def notices(self, host: str, now_ns: int) -> bool:
        """Whether a refusal should be answered: once a second for each host, so that nobody is flooded."""
        if now_ns - self._noticed.get(host, -_NOTICE_NS) < _NOTICE_NS:
            return False
        _remember(self._noticed, host, now_ns)
        return True


def _remember(times: dict[str, int], host: str, now_ns: int) -> None:
    times.pop(host, None)
    times[host] = now_ns
    if len(times) > _REMEMBERED:
        del times[next(iter(times))]


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address


def _network(text: str) -> _Network:
    try:
        return ipaddress.ip_network(text, strict=False)
    except ValueError as e:
        raise InputError(f"{text!r} is no address.", where="--allow", remedy="Write 10.0.0.5 or 10.0.0.0/24.") from e
