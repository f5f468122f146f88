"""What a page is told: first what does not change, then of each look what is news."""

from __future__ import annotations

import msgspec

from ..desk import Look, Stage
from ..model import View

_encoder = msgspec.json.Encoder(order="deterministic")


class Tidied(msgspec.Struct, frozen=True):
    """A look as a page needs it: long numbers are cut, what it does not draw is left out."""

    parts: dict[str, bytes]


def stage_message(stage: Stage) -> bytes:
    """The unchanging part, as a page's first message."""
    return b'{"stage":' + _encoder.encode(stage) + b"}"


def tidied(look: Look) -> Tidied:
    """The parts of a look, each encoded once for all pages."""
    status = look.status
    values = {s: v for s, v in look.values.items() if s.endswith(("#visible", "#transform.translation"))}
    parts: dict[str, object] = {
        "run": [round(look.uptime_s), round(look.rate_hz, 1), look.late, look.digest, look.resumed, look.journal],
        "show": [bool(status.rolling), list(status.rolling), status.hold, status.panicked, list(status.captured)],
        "lists": [
            [c.list, c.current, c.current_label, round(c.fraction, 3), c.next, c.next_label,
             None if c.follow_in_s is None else round(c.follow_in_s, 1), c.stopped, c.rate, len(c.owns)]
            for c in status.lists
        ],
        "held": status.held,
        "reactions": status.reactions,
        "outputs": [[o.name, o.fault, o.failures, round(o.retry_in_ms / 1000)] for o in look.outputs],
        "receivers": look.receivers,
        "trackers": [_rounded(msgspec.to_builtins(t)) for t in look.trackers],
        "latency": _rounded(msgspec.to_builtins(look.latency)),
        "view": None if look.view is None else _view(look.view),
        "values": _rounded(values),
    }  # fmt: skip
    return Tidied({name: _encoder.encode(part) for name, part in parts.items()})


def _view(view: View) -> object:
    return _rounded([list(view.position_m), list(view.rotation_wxyz), view.left, view.right, view.top, view.bottom])


def _rounded(value: object) -> object:
    if isinstance(value, float):
        return round(value, 4) if abs(value) < 1e6 else None
    if isinstance(value, dict):
        return {k: _rounded(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_rounded(v) for v in value]
    return value


class Feed:
    """What one page knows; ``message`` is what is news to it, empty when nothing is."""

    def __init__(self) -> None:
        self._known: dict[str, bytes] = {}
        self._logged = 0

    def message(self, tidy: Tidied, look: Look) -> bytes:
        """The news of a look as one JSON object."""
        news = [(k, v) for k, v in tidy.parts.items() if self._known.get(k) != v]
        self._known = tidy.parts
        lines = [line for line in look.log if line.number > self._logged]
        if lines:
            self._logged = lines[-1].number
            news.append(("log", _encoder.encode(lines)))
        return b"{" + b",".join(f'"{k}":'.encode() + v for k, v in news) + b"}" if news else b""
