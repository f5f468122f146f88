"""Damaged files: each is read or refused; none hangs, and none ends in another error.

The cases run in processes of their own, as in life: PDFium is native code, and what a mutated file
does to it must not reach the tests. SETPIECE_FUZZ sets the number of cases; it is stated in the output.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from setpiece.errors import ScriptError
from setpiece.script.pdf import read_pdf

from .fuzz_cases import case

DEFAULT = 4000
ROOT = Path(__file__).resolve().parents[3]
LIMIT_S = 240


def run(first: int, count: int) -> tuple[int, str]:
    """Cases done and the last message; fewer than ``count`` when the process died."""
    code = f"from tests.script.pdf.fuzz_cases import main; main({first}, {count})"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, encoding="utf-8",
        timeout=LIMIT_S, check=False, env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])},
    )  # fmt: skip
    numbers = done.stdout.split()
    return (int(numbers[-1]) if numbers else 0), done.stderr[-1500:]


def test_damaged_files_are_read_or_refused(capsys: pytest.CaptureFixture[str]) -> None:
    total = max(DEFAULT, int(os.environ.get("SETPIECE_FUZZ", "0")) // 10)
    at, crashes = 0, []
    while at < total:
        step = min(1000, total - at)
        done, said = run(at, step)
        assert "Traceback" not in said, said
        at += done
        if done < step:  # the native library died of this one: our reader must call it damaged
            with pytest.raises(ScriptError, match=r"damaged|too complex"):
                read_pdf(case(at), "fuzz.pdf")
            crashes.append(at)
            at += 1
    with capsys.disabled():
        print(f"\nfuzzed {total} PDFs, {len(crashes)} ended the extraction process", end=" ")
    assert len(crashes) <= total // 200


def test_cases_differ_and_are_the_same_every_time() -> None:
    made = [case(n) for n in range(40)]
    assert len(set(made)) > 35
    assert made == [case(n) for n in range(40)]
