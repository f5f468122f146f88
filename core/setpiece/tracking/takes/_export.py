"""Takes for other programs: OpenTrackIO samples and FreeD messages, one after the other."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from ...errors import InputError
from ...scene.model import FrameRate
from ..model import Sample
from ..protocols import open_encoder

_SEGMENT_HEAD = 16


def write_opentrackio(path: Path, samples: Iterable[Sample], rate: FrameRate, shift_ns: int = 0) -> int:
    """OpenTrackIO samples as JSON, one a line, the static block among them every two seconds.

    Args:
        path: A new file.
        samples: Each subject gets a source id of its own.
        rate: Announced as the sample rate.
        shift_ns: Added to the times of capture; to Unix time, for example.

    Returns:
        How many samples were written.
    """
    encoder = open_encoder("opentrackio", encoding="json", rate=rate)
    count = 0
    with path.open("wb") as file:
        for sample in samples:
            moved = msgspec.structs.replace(sample, capture_ns=sample.capture_ns + shift_ns)
            body = b"".join(packet[_SEGMENT_HEAD:] for packet in encoder.encode([moved]))
            if body:
                file.write(body + b"\n")
                count += 1
    return count


def write_freed(path: Path, samples: Iterable[Sample]) -> int:
    """FreeD D1 messages of 29 bytes end to end; returns how many.

    Raises:
        InputError: A pose or an encoder that FreeD cannot carry; which sample is named.
    """
    encoder = open_encoder("freed")
    count = 0
    with path.open("wb") as file:
        for number, sample in enumerate(samples):
            try:
                messages = encoder.encode([sample])
            except InputError as e:
                raise InputError(e.what, where=f"sample {number}: {e.where}", remedy=e.remedy) from e
            file.write(b"".join(messages))
            count += len(messages)
    return count
