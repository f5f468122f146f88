"""What an import costs and what it must not drag in, each asked of a fresh interpreter."""

from __future__ import annotations

import pkgutil
import subprocess
import sys

import pytest

HEAVY = ("trimesh", "scipy", "torch", "pxr", "bpy", "numba", "shapely", "PIL", "reportlab", "cv2")
OPTIONAL = (
    "bpy", "torch", "scipy", "numba", "trimesh", "shapely", "pxr", "opentimelineio", "moderngl", "unreal",
    "xlsxwriter", "pypdfium2", "defusedxml", "pythonosc", "sacn", "xr", "starlette", "uvicorn", "websockets",
)


def fresh(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False)


def test_help_imports_nothing_heavy() -> None:
    code = f"""
import sys
sys.argv = ["setpiece", "--help"]
from setpiece.cli import main
try:
    main()
except SystemExit:
    pass
print("LOADED", sorted(set(sys.modules) & set({HEAVY!r})))
"""
    done = fresh(code)
    assert "LOADED []" in done.stdout, done.stdout[-500:] + done.stderr[-500:]
    assert "build" in done.stdout


def test_core_imports_with_every_optional_package_absent() -> None:
    code = f"""
import sys
for name in {OPTIONAL!r}:
    sys.modules[name] = None
import pkgutil, importlib, setpiece
for m in pkgutil.walk_packages(setpiece.__path__, "setpiece."):
    importlib.import_module(m.name)
print("ALL", len(sys.modules))
"""
    done = fresh(code)
    assert done.returncode == 0, done.stderr[-1500:]
    assert "ALL" in done.stdout


def test_the_lowest_ring_needs_only_numpy_and_msgspec() -> None:
    code = """
import sys
class Only:
    allowed = {"numpy", "msgspec", "setpiece"}
    def find_spec(self, name, path=None, target=None):
        top = name.split(".")[0]
        if top not in self.allowed and top not in sys.stdlib_module_names:
            raise ImportError(f"ring 1 imports {name}")
sys.meta_path.insert(0, Only())
import setpiece.scene, setpiece.geometry, setpiece.scene.host, setpiece.tracking, setpiece.live
print("RING1")
"""
    done = fresh(code)
    assert "RING1" in done.stdout, done.stderr[-800:]


@pytest.mark.parametrize("room", ["scene", "script", "sets", "cast", "light", "camera", "editorial", "build", "geometry", "tracking", "live"])
def test_each_public_face_lists_what_it_offers(room: str) -> None:
    code = f"""
import setpiece.{room} as m
names = list(m.__all__)
order = sorted(names, key=lambda n: (not n.isupper(), not n[0].isupper(), n))
assert names == order, names
missing = [n for n in names if not hasattr(m, n)]
assert not missing, missing
print("FACE", len(names))
"""
    done = fresh(code)
    assert done.returncode == 0, done.stderr[-500:]


def test_every_room_is_known() -> None:
    import setpiece

    rooms = {m.name for m in pkgutil.iter_modules(setpiece.__path__)}
    assert rooms == {
        "build", "camera", "cast", "cli", "editorial", "errors", "geometry", "light", "live", "names", "resources",
        "scene", "script", "sets", "tables", "tracking", "typefaces", "worker",
    }  # fmt: skip
