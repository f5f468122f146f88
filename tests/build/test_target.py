"""The guard of every output: what is refused, and what is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from setpiece.build import check_output
from setpiece.errors import InputError


@pytest.fixture
def film(tmp_path: Path) -> Path:
    root = tmp_path / "film"
    (root / "scenes" / "s001").mkdir(parents=True)
    (root / "production.toml").write_text('format = "1.0"\n')
    return root


@pytest.mark.parametrize(
    "name",
    ["state.json", "STATE.JSON", "ids.json", "index.json", "breakdown.json", "breakdown.edits.json",
     "scenes/s001/edits.json", "scenes/s001/boards/x.json", "script/x.json", "store/ab/x.json", "exports/../state.json"],
)  # fmt: skip
def test_a_productions_own_files_are_refused(film: Path, name: str) -> None:
    with pytest.raises(InputError, match="belongs to the production"):
        check_output(film / name, (".json",))


@pytest.mark.parametrize("name", ["elements.json", "exports/x.json", "boards/x.json", "exports/state.json", "../x.JSON"])
def test_what_is_beside_them_is_free(film: Path, name: str) -> None:
    check_output(film / name, (".json",))


def test_inputs_are_refused_by_any_name(film: Path, tmp_path: Path) -> None:
    source = tmp_path / "a.fdx"
    source.write_text("x")
    (tmp_path / "b.fdx").hardlink_to(source)
    for name in ("a.fdx", "film/../a.fdx", "b.fdx"):
        with pytest.raises(InputError, match="file to be read"):
            check_output(tmp_path / name, (".fdx", ".pdf"), (source,))
    with pytest.raises(InputError, match="file to be read"):
        check_output(tmp_path / "gone.fdx", (".fdx",), (tmp_path / "film" / ".." / "gone.fdx",))
    check_output(tmp_path / "c.fdx", (".fdx", ".pdf"), (source,))


@pytest.mark.parametrize("name", ["x.csv", "x", "pdf", "x.pdf.bak"])
def test_another_ending_is_refused_and_the_right_ones_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match=r"End the name in \.fountain, \.fdx or \.pdf\."):
        check_output(tmp_path / name, (".fountain", ".fdx", ".pdf"))


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a folder"):
        check_output(tmp_path, (".pdf",))
