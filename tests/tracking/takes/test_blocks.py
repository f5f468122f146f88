"""Blocks survive a writer that is killed, a file that is cut anywhere, and bytes that changed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from setpiece.errors import FormatError
from setpiece.tracking.takes import BlockReader, BlockWriter

MAGIC = b"SPTEST1\n"


def written(path: Path, blocks: list[bytes]) -> bytes:
    path.unlink(missing_ok=True)
    writer = BlockWriter(path, MAGIC)
    for block in blocks:
        writer.append(block)
    writer.close()
    return path.read_bytes()


def test_what_is_written_is_read(tmp_path: Path) -> None:
    blocks = [b"", b"a", os.urandom(100_000)]
    written(tmp_path / "t", blocks)
    reader = BlockReader(tmp_path / "t", MAGIC)
    assert list(reader) == blocks
    assert (reader.whole, reader.lost_bytes) == (True, 0)


@given(blocks=st.lists(st.binary(max_size=40), max_size=6), data=st.data())
@settings(max_examples=150)
def test_a_file_cut_or_damaged_anywhere_reads_to_there(tmp_path_factory: pytest.TempPathFactory, blocks, data) -> None:
    path = tmp_path_factory.mktemp("b") / "t"
    whole = bytearray(written(path, blocks))
    at = data.draw(st.integers(len(MAGIC), len(whole)))
    if at < len(whole) and data.draw(st.booleans()):
        whole[at] ^= 1 + data.draw(st.integers(0, 254))
    else:
        del whole[at:]
    path.write_bytes(whole)
    reader = BlockReader(path, MAGIC)
    found = list(reader)
    assert found == blocks[: len(found)]
    ends = [len(MAGIC)]
    for block in blocks:
        ends.append(ends[-1] + 8 + len(block))
    assert len(found) >= sum(end <= at for end in ends) - 1, "everything before the damage"
    assert reader.whole == (reader.lost_bytes == 0)


def test_killed_while_writing(tmp_path: Path) -> None:
    code = f"""
from pathlib import Path
from setpiece.tracking.takes import BlockWriter
w = BlockWriter(Path({str(tmp_path / "t")!r}), {MAGIC!r})
n = 0
while True:
    w.append(n.to_bytes(4, "big") * 300)
    n += 1
    if n == 50:
        print("go", flush=True)
"""
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.send_signal(signal.SIGKILL)
    blocks = list(BlockReader(tmp_path / "t", MAGIC))
    assert len(blocks) >= 50
    assert blocks == [n.to_bytes(4, "big") * 300 for n in range(len(blocks))]


def test_no_file_is_written_over_and_no_other_is_read(tmp_path: Path) -> None:
    (tmp_path / "t").write_bytes(b"something else entirely")
    with pytest.raises(FileExistsError):
        BlockWriter(tmp_path / "t", MAGIC)
    with pytest.raises(FormatError, match="no SPTEST1 file"):
        BlockReader(tmp_path / "t", MAGIC)
