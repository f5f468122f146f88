"""How a relay is doing, for a terminal and for the operator's page."""

from __future__ import annotations

import msgspec

from ..model import Latency


class RelayStatus(msgspec.Struct, frozen=True):
    """One look at a running relay.

    Attributes:
        camera: The subject relayed; empty until somebody is heard.
        to: Protocol, host and port.
        frames: Frames that came due and were sent, ``skipped`` those whose moment had passed.
        decisions: How many frames went out with each decision, see ``Decision``; ``last`` is the newest.
        age_ms: Usual age of a sample at sending; ``ahead_ms``: from sending to light, what is left of
            ``latency_ms``, which is an assumption while ``latency_measured`` is false.
        predicted_mm, predicted_deg, raw_mm, raw_deg: RMS error at the moment of light, judged by the samples
            that came later; None before any came.
        faults: How often the predictor failed and was begun anew, ``last_fault`` why.
        send_failures: Packets the system would not take; ``refused`` poses the protocol cannot carry.
    """

    camera: str
    to: str
    frames: int = 0
    skipped: int = 0
    decisions: dict[str, int] = {}
    last: str = "waiting"
    age_ms: float | None = None
    ahead_ms: float = 0.0
    latency_ms: float = 0.0
    latency_measured: bool = False
    predicted_mm: float | None = None
    predicted_deg: float | None = None
    raw_mm: float | None = None
    raw_deg: float | None = None
    faults: int = 0
    last_fault: str = ""
    send_failures: int = 0
    refused: int = 0
    last_refusal: str = ""
    take: str = ""
    take_failure: str = ""


def delay_words(latency: Latency) -> str:
    """The delay as every page says it: "assumed" until somebody measured."""
    if not latency.measured:
        return (
            f"{latency.capture_to_photon_ms:g} ms from capture to light, assumed: measure with `setpiece track latency`"
        )
    doubt = "" if latency.uncertainty_ms is None else f" +- {latency.uncertainty_ms:g}"
    return f"{latency.capture_to_photon_ms:g}{doubt} ms from capture to light, measured"
