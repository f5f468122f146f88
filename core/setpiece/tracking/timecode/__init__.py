"""Timecode in: LTC out of sound, MTC out of MIDI, Art-Net and OSC, and a clock that runs along with any of them."""

from ._clock import ClockState, Reading, TimecodeClock
from ._labels import RATES, advanced, frame_of, label_text, timecode_of
from ._ltc import LtcDecoder, LtcFrame
from ._mtc import MtcDecoder, MtcReading
from ._network import (
    ART_NET_PORT,
    SUBJECT,
    ArtTimecodeDecoder,
    decode_art_timecode,
    decode_osc_timecode,
    encode_art_timecode,
)
from ._runs import Run, runs
from ._wav import Wav

__all__ = [
    "ART_NET_PORT",
    "RATES",
    "SUBJECT",
    "ArtTimecodeDecoder",
    "ClockState",
    "LtcDecoder",
    "LtcFrame",
    "MtcDecoder",
    "MtcReading",
    "Reading",
    "Run",
    "TimecodeClock",
    "Wav",
    "advanced",
    "decode_art_timecode",
    "decode_osc_timecode",
    "encode_art_timecode",
    "frame_of",
    "label_text",
    "runs",
    "timecode_of",
]
