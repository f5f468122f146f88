"""JSON that people can read, whatever their names hold."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any


def json_bytes(body: Mapping[str, Any]) -> bytes:
    """Indented UTF-8 with a final newline; half a surrogate pair becomes a question mark."""
    return json.dumps(body, indent=2, ensure_ascii=False, allow_nan=False).encode("utf-8", "replace") + b"\n"
