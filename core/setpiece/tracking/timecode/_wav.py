"""Sound files as recorders on a stage write them: also 24 bit, float, longer than 4 GB, or still being made.

The standard library's ``wave`` knows neither floats nor, before Python 3.12, the extended header of most 24-bit files.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from ...errors import FormatError

_PCM, _FLOAT, _EXTENDED = 1, 3, 0xFFFE
_UNKNOWN = 0xFFFFFFFF
_KINDS = {
    (_PCM, 8): "u1", (_PCM, 16): "<i2", (_PCM, 24): "", (_PCM, 32): "<i4", (_FLOAT, 32): "<f4", (_FLOAT, 64): "<f8",
}  # fmt: skip
_BLOCK = 1 << 16
_PIPE_S = 0.005


class Wav:
    """A RIFF (or RF64) file of PCM or floats.

    Args:
        source: A path, or an open stream, which is read once and as it comes.

    Attributes:
        sample_rate_hz, channels, bits: As its header says.
        frames: Samples of one channel; of a stream, those read so far.

    Raises:
        FormatError: No such file, or sound coded in another way.
    """

    def __init__(self, source: Path | BinaryIO) -> None:
        self._stream = None if isinstance(source, Path) else source
        self.path = source if isinstance(source, Path) else Path("-")
        try:
            if isinstance(source, Path):
                with source.open("rb") as file:
                    self._read_head(file)
            else:
                self._read_head(source)
        except OSError as e:
            raise FormatError(e.strerror or str(e), where=str(self.path), remedy="Check the path.") from e

    def _wrong(self, what: str) -> FormatError:
        return FormatError(what, where=str(self.path), remedy="Give a WAV of PCM (8 to 32 bit) or floats.")

    def _read_head(self, file: BinaryIO) -> None:
        head = file.read(12)
        if len(head) < 12 or head[:4] not in (b"RIFF", b"RF64") or head[8:] != b"WAVE":
            raise self._wrong("this is no WAV file")
        layout: bytes | None = None
        long_size = 0
        while len(chunk := file.read(8)) == 8:
            name, size = chunk[:4], struct.unpack("<I", chunk[4:])[0]
            if name == b"data":
                self._data(file, layout, long_size if size == _UNKNOWN and long_size else size)
                return
            if name in (b"fmt ", b"ds64"):
                body = file.read(min(size, 1024))
                self._skip(file, size - len(body))
                layout = body if name == b"fmt " else layout
                long_size = struct.unpack_from("<Q", body, 8)[0] if name == b"ds64" and len(body) >= 16 else long_size
            else:
                self._skip(file, size)
            self._skip(file, size & 1)
        raise self._wrong("there is no sound in it")

    def _skip(self, file: BinaryIO, size: int) -> None:
        if self._stream is None:
            file.seek(size, 1)
        while self._stream is not None and size and (passed := len(file.read(min(size, _BLOCK)))):
            size -= passed

    def _data(self, file: BinaryIO, layout: bytes | None, size: int) -> None:
        if layout is None or len(layout) < 16:
            raise self._wrong("its format is missing")
        tag, self.channels, self.sample_rate_hz, _, self._align, self.bits = struct.unpack_from("<HHIIHH", layout)
        if tag == _EXTENDED and len(layout) >= 26:
            tag = struct.unpack_from("<H", layout, 24)[0]
        if (tag, self.bits) not in _KINDS or not self.channels or self._align != self.channels * self.bits // 8:
            raise self._wrong(f"format {tag} of {self.bits} bits and {self.channels} channels is not read")
        if not 8000 <= self.sample_rate_hz <= 1_000_000:
            raise self._wrong(f"{self.sample_rate_hz} Hz is no sample rate for timecode")
        self._kind = _KINDS[tag, self.bits]
        if self._stream is not None:
            self.frames = 0
            return
        self._begin = file.tell()
        there = file.seek(0, 2) - self._begin
        # A recorder that lost power never wrote the size.
        self.frames = (min(size, there) if size not in (0, _UNKNOWN) else there) // self._align

    def blocks(self, channel: int = 0) -> Iterator[NDArray[np.generic]]:
        """One channel, from 0, a block at a time.

        Raises:
            FormatError: There is no such channel.
        """
        if not 0 <= channel < self.channels:
            raise FormatError(f"there is no channel {channel + 1}", where=str(self.path),
                              remedy=f"It has {self.channels}.")  # fmt: skip
        if self._stream is not None:
            yield from self._flowing(self._stream, channel)
            return
        with self.path.open("rb") as file:
            file.seek(self._begin)
            left = self.frames
            while left:
                raw = file.read(min(left, _BLOCK) * self._align)
                count = len(raw) // self._align
                if not count:
                    return
                left -= count
                yield self._numbers(raw[: count * self._align]).reshape(count, self.channels)[:, channel]

    def _flowing(self, stream: BinaryIO, channel: int) -> Iterator[NDArray[np.generic]]:
        """A stream in pieces so short that a label is not late for waiting."""
        size = max(1, round(self.sample_rate_hz * _PIPE_S)) * self._align
        while len(raw := stream.read(size)) >= self._align:
            count = len(raw) // self._align
            self.frames += count
            yield self._numbers(raw[: count * self._align]).reshape(count, self.channels)[:, channel]

    def _numbers(self, raw: bytes) -> NDArray[np.generic]:
        if self._kind:
            return np.frombuffer(raw, dtype=self._kind)
        wide = np.zeros((len(raw) // 3, 4), dtype=np.uint8)
        wide[:, 1:] = np.frombuffer(raw, dtype=np.uint8).reshape(-1, 3)
        return wide.view("<i4").reshape(-1)
