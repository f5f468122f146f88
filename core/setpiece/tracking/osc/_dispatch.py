"""Which handlers a message reaches: an exact table first, then templates, or the sender's own pattern.

python-osc walks all its addresses for every message; a stage sends a hundred addresses at 240 Hz, so
the usual case here is one look into a dictionary.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from ...errors import InputError
from ._codec import OscMessage

Handler = Callable[[OscMessage, Mapping[str, str]], None]
_PATTERN = re.compile(r"[?*\[\]{}]")
_LONGEST_PATTERN = 256
_NO_NAMES: Mapping[str, str] = {}


@lru_cache(maxsize=512)
def _template(text: str) -> re.Pattern[str]:
    """``/cam/{id}/pose`` as an expression; a name is one part of an address."""
    parts = re.split(r"\{(\w+)\}", text)
    return re.compile("".join(f"(?P<{p}>[^/]+)" if i % 2 else re.escape(p) for i, p in enumerate(parts)))


@lru_cache(maxsize=512)
def osc_pattern(text: str) -> re.Pattern[str] | None:
    """A sender's pattern (``?``, ``*``, ``[a-c]``, ``{x,y}``) as an expression; None for one that is malformed.

    Nothing in it can make matching slow: no two repetitions follow one another, and parts end at slashes.
    """
    if len(text) > _LONGEST_PATTERN:
        return None
    out, at = "", 0
    text = re.sub(r"\*+", "*", text)
    while at < len(text):
        c = text[at]
        if c in "[{":
            end = text.find("]" if c == "[" else "}", at)
            if end < 0:
                return None
            inner = text[at + 1 : end]
            out += _class(inner) if c == "[" else "(?:" + "|".join(map(re.escape, inner.split(","))) + ")"
            at = end + 1
            continue
        out += {"*": "[^/]*", "?": "[^/]"}.get(c, re.escape(c))
        at += 1
    try:
        return re.compile(out)
    except re.error:
        return None


def _class(inner: str) -> str:
    negated = inner.startswith("!")
    body = re.sub(r"([\\\]^\[&~|])", r"\\\1", inner[1:] if negated else inner)
    return f"[{'^' if negated else ''}{body}]" if body else "(?!)"


class Dispatcher:
    """Addresses to handlers; what a handler raises goes to whoever dispatches."""

    def __init__(self) -> None:
        self._exact: dict[str, list[Handler]] = {}
        self._templates: list[tuple[re.Pattern[str], Handler]] = []

    def map(self, address: str, handler: Handler) -> None:
        """Hand messages of ``address`` to ``handler``; ``{name}`` in it matches one part of an address.

        Raises:
            InputError: No slash at the beginning.
        """
        if not address.startswith("/"):
            raise InputError(f"an OSC address begins with a slash, not {address!r}", where="address")
        if "{" in address:
            self._templates.append((_template(address), handler))
        else:
            self._exact.setdefault(address, []).append(handler)

    def dispatch(self, message: OscMessage) -> int:
        """How many handlers the message reached; 0 means that nobody knows its address."""
        handlers = self._exact.get(message.address)
        if handlers is not None:
            for handler in handlers:
                handler(message, _NO_NAMES)
            return len(handlers)
        return self._by_pattern(message) if _PATTERN.search(message.address) else self._by_template(message)

    def _by_template(self, message: OscMessage) -> int:
        reached = 0
        for template, handler in self._templates:
            found = template.fullmatch(message.address)
            if found:
                handler(message, found.groupdict())
                reached += 1
        return reached

    def _by_pattern(self, message: OscMessage) -> int:
        pattern = osc_pattern(message.address)
        if pattern is None:
            return 0
        reached = 0
        for address, handlers in self._exact.items():
            if pattern.fullmatch(address):
                for handler in handlers:
                    handler(message._replace(address=address), _NO_NAMES)
                reached += len(handlers)
        return reached
