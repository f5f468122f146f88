"""What every benchmark reports: rows with ratios, and the machine they were measured on."""

from __future__ import annotations

import os
import platform
import time
from pathlib import Path
from typing import Any


def row(
    name: str, ours: float, reference: float, *, unit: str = "s", ok: bool = True, note: str = "", slower: bool = True
) -> dict[str, Any]:
    """One line of the table.

    Args:
        name: What is measured.
        ours: Our figure.
        reference: The floor's or the peer's; 0 when there is none, and then there is no ratio.
        unit: Of both.
        ok: False when a stated ratio is missed.
        note: What is demanded, and of whom.
        slower: Ratio = ours / reference; else how many times faster we are.
    """
    ratio = 0.0 if not reference or not ours else ours / reference if slower else reference / ours
    figures = {"ours": round(ours, 4), "reference": round(reference, 4), "ratio": round(ratio, 3)}
    return {"name": name, **figures, "unit": unit, "ok": ok, "note": note}


def machine() -> dict[str, Any]:
    """Python, cores, processor, load, and a calibration loop to compare machines by."""
    found: dict[str, Any] = {
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "processor": _processor(),
        "cpus": os.cpu_count(),
        "calibration_s": round(calibration_s(), 4),
    }
    if hasattr(os, "getloadavg"):
        found["load"] = round(os.getloadavg()[0], 2)
    return found


def calibration_s() -> float:
    """CPU seconds of three million additions in Python, the best of three."""
    times: list[float] = []
    for _ in range(3):
        begun, total = time.process_time(), 0
        for i in range(3_000_000):
            total += i
        times.append(time.process_time() - begun)
    return min(times)


def _processor() -> str:
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return platform.processor()
    names = [line.partition(":")[2].strip() for line in text.splitlines() if line.startswith("model name")]
    return names[0] if names else platform.processor()


def printed(rows: list[dict[str, Any]]) -> str:
    """The rows as text for a terminal."""
    lines: list[str] = []
    for r in rows:
        reference = f"{r['reference']:9.3f}" if r["reference"] else "        -"
        ratio = f"{r['ratio']:7.2f}x" if r["ratio"] else "       -"
        verdict = "ok    " if r["ok"] else "MISSED"
        lines.append(f"{r['name']:<46} {r['ours']:9.3f} {reference} {r['unit']:<6} {ratio} {verdict} {r['note']}")
    return "\n".join(lines)
