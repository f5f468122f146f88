"""The rules of the house, read from the source: who may import whom, how long, how random."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CORE = ROOT / "core" / "setpiece"
MODULES = sorted(CORE.rglob("*.py"))
ADDON = sorted((ROOT / "blender_addon").rglob("*.py"))
DEPARTMENTS = {"script", "sets", "cast", "light", "camera", "editorial"}
OPEN_TO_ALL = {"geometry", "scene", "errors", "names", "resources", "tables", "typefaces"}
LONG_FOR_A_REASON: dict[str, str] = {}


def imports(path: Path) -> list[tuple[str, ...]]:
    """Absolute dotted parts of every import in a module of core."""
    package = ("setpiece", *path.relative_to(CORE).parts[:-1])
    found: list[tuple[str, ...]] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [tuple(a.name.split(".")) for a in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            stem = (*base, *(node.module.split(".") if node.module else ()))
            found += [(*stem, a.name) for a in node.names]
    return found


def test_departments_see_only_each_others_models() -> None:
    wrong = []
    for path in MODULES:
        parts = path.relative_to(CORE).parts
        home = parts[0]
        if home not in DEPARTMENTS:
            continue
        for name in imports(path):
            if name[0] != "setpiece" or len(name) < 2 or name[1] in {home, *OPEN_TO_ALL}:
                continue
            if name[1] in DEPARTMENTS and name[2:3] == ("model",):
                continue
            wrong.append(f"{path.relative_to(ROOT)} imports {'.'.join(name)}")
    assert not wrong, "\n".join(wrong)


def test_private_modules_stay_in_their_room() -> None:
    wrong = []
    for path in MODULES:
        home = path.relative_to(CORE).parts[0]
        for name in imports(path):
            private = [p for p in name[2:-1] if p.startswith("_")]
            if name[0] == "setpiece" and private and name[1] != home:
                wrong.append(f"{path.relative_to(ROOT)} imports {'.'.join(name)}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("path", [*MODULES, *ADDON], ids=lambda p: str(p.relative_to(ROOT)))
def test_a_module_says_why_it_exists_and_stays_short(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    if source.strip():
        assert ast.get_docstring(ast.parse(source)), "begin with one sentence: why this module exists"
    lines = len(source.splitlines())
    assert lines <= 400 or str(path.relative_to(ROOT)) in LONG_FOR_A_REASON, f"{lines} lines: split by concept"


BANNED_CALLS = {
    "np.random.seed", "np.random.rand", "np.random.randn", "np.random.randint", "np.random.choice",
    "np.random.shuffle", "np.random.random", "np.random.default_rng", "np.random.uniform", "np.random.normal",
    "np.sin", "np.cos", "np.tan", "np.arcsin", "np.arccos", "np.arctan", "np.arctan2", "np.hypot", "np.exp",
    "np.exp2", "np.log", "np.log2", "np.log10", "np.power", "np.cbrt", "np.dot", "np.matmul", "np.einsum",
    "np.inner", "np.vdot", "np.tensordot", "np.cross", "np.empty", "np.empty_like",
    "time.time", "datetime.now", "datetime.utcnow", "datetime.datetime.now", "os.urandom", "os.getpid",
}  # fmt: skip
BANNED_MODULES = {"random", "uuid", "secrets", "fcntl", "pickle", "marshal", "shelve"}
BANNED_METHODS = {"choice", "shuffle", "permutation", "normal", "standard_normal", "poisson", "beta", "gamma"}
CLOCKS_ALLOWED = {"build/_progress.py"}
PROCESS_SEAM = {"worker"}


def sources_of_chance(path: Path) -> list[str]:
    """Every construct in a module that could give two machines two answers."""
    found = []
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        line = getattr(node, "lineno", 0)
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else [node.module or ""]
            if isinstance(node, ast.ImportFrom) and node.level:
                continue
            found += [f"{line}: import {n}" for n in names if n.split(".")[0] in BANNED_MODULES]
        elif isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            if called in BANNED_CALLS or called.startswith(("np.linalg.", "numpy.linalg.")):
                found.append(f"{line}: {called}")
            elif isinstance(node.func, ast.Attribute) and node.func.attr in BANNED_METHODS:
                found.append(f"{line}: .{node.func.attr}()")
            elif called == "hash":
                found.append(f"{line}: hash() is salted per process")
            elif called in {"np.sort", "np.argsort"} and not any(
                k.arg == "kind" and ast.unparse(k.value) == "'stable'" for k in node.keywords
            ):
                found.append(f"{line}: {called} without kind='stable'")
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
            found.append(f"{line}: @ goes through BLAS")
        elif isinstance(node, (ast.For, ast.comprehension)) and isinstance(node.iter, (ast.Set, ast.SetComp)):
            found.append(f"{line}: the order of a set")
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(CORE)))
def test_no_source_of_chance(path: Path) -> None:
    inside = path.relative_to(CORE)
    if inside.parts[0] in PROCESS_SEAM or inside.as_posix() in CLOCKS_ALLOWED:
        return
    assert not sources_of_chance(path)


def test_the_scan_sees_a_planted_fault(tmp_path: Path) -> None:
    bad = tmp_path / "bad.py"
    bad.write_text(
        "import random\nimport numpy as np\nx = np.sin(1.0)\ny = np.argsort([1])\nz = [1] @ [2]\n"
        "for a in {1, 2}: pass\nrng.shuffle(y)\nhash('a')\n",
        encoding="utf-8",
    )
    assert len(sources_of_chance(bad)) == 7


def test_every_open_names_its_encoding() -> None:
    wrong = []
    for path in [*MODULES, *ADDON]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = ast.unparse(node.func)
            text = called.endswith((".read_text", ".write_text")) or called == "open"
            mode = " ".join(ast.unparse(a) for a in node.args[1:2])
            named = any(k.arg == "encoding" for k in node.keywords) or "b" in mode
            if text and not named and not (called.endswith(".read_text") and node.args):
                wrong.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert not wrong, "Windows would read these in its own code page: " + ", ".join(wrong)


def test_nothing_names_this_machine() -> None:
    roots = ("work", "tmp", "root", "opt")  # absolute paths of whoever wrote it
    private = re.compile("|".join([*(rf"(?<![\w.$}}])/{r}/" for r in roots), r"/home/\w+"]))
    wrong = []
    for path in [*MODULES, *ADDON, *(ROOT / "docs").rglob("*.md"), ROOT / "README.md", ROOT / "Makefile"]:
        for i, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if private.search(line):
                wrong.append(f"{path.relative_to(ROOT)}:{i}")
    assert not wrong


def test_every_dependency_names_who_needs_it() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    block = text.split("dependencies = [", 1)[1].split("]\n", 1)[0]
    lines = [line for line in block.splitlines() if line.strip()]
    assert lines
    assert all("#" in line for line in lines)
