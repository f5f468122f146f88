"""The public face is what __all__ says, sorted, and needs no more than ring 1."""

from __future__ import annotations

import json
import subprocess
import sys
import types

import setpiece.scene


def test_all_is_what_is_exported_and_sorted() -> None:
    public = {
        name
        for name, value in vars(setpiece.scene).items()
        if not name.startswith("_") and not isinstance(value, types.ModuleType)
    }
    names = setpiece.scene.__all__
    assert set(names) == public
    assert names == sorted(names, key=lambda n: (0 if n.isupper() else 1 if n[0].isupper() else 2, n))


def test_it_needs_numpy_and_msgspec_only() -> None:
    code = (
        "import sys; before = set(sys.modules); import setpiece.scene; "
        "top = {m.split('.')[0] for m in set(sys.modules) - before} - set(sys.stdlib_module_names); "
        "import json; print(json.dumps([m for m in sorted(top) if not m.startswith('_')]))"
    )
    env_path = [p for p in sys.path if p]
    out = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path[:0] = {env_path!r}; {code}"],
        check=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    # The last two are what msgspec and numpy themselves take along where they are installed.
    allowed = {"msgspec", "numpy", "setpiece", "typing_extensions", "cython_runtime"}
    assert set(json.loads(out.stdout)) <= allowed
