"""tracking.toml and volume.toml: what a person got wrong is named, with what to write instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from setpiece.errors import FormatError, InputError
from setpiece.tracking import Source, open_decoder, read_sources, read_volume_tracking, sources_file
from setpiece.tracking.receive import listen_udp

PROFILE = """[mine]
label = "Our rig"
[[mine.message]]
address = "/rig/{id}/pose"
args = ["x", "y", "z"]
"""


def test_a_profile_lies_beside_the_file_that_names_it(tmp_path: Path) -> None:
    file = tmp_path / "tracking.toml"
    file.write_text('[[source]]\nprotocol = "osc"\nprofile = "mine.toml"\n', encoding="utf-8")
    (source,) = read_sources(file)
    with pytest.raises(FormatError, match=r"No such file.*beside tracking\.toml"):
        open_decoder(source)
    (tmp_path / "mine.toml").write_text(PROFILE, encoding="utf-8")
    assert open_decoder(source)


@pytest.mark.parametrize("unit", ["0", "-1", "nan", "inf"])
def test_a_unit_is_a_number_of_metres(tmp_path: Path, unit: str) -> None:
    file = tmp_path / "tracking.toml"
    file.write_text(f'[[source]]\nprotocol = "freed"\nunit = {unit}\n', encoding="utf-8")
    with pytest.raises(FormatError, match=r"source 1.*\$\.unit"):
        read_sources(file)


@pytest.mark.parametrize("turn", ["[0, 0, 0, 0]", "[2, 0, 0, 0]", "[nan, 0, 0, 1]"])
@pytest.mark.parametrize("field", ["volume_from_tracker_wxyz", "camera_from_body_wxyz"])
def test_a_rotation_that_is_none_is_refused(tmp_path: Path, field: str, turn: str) -> None:
    file = tmp_path / "volume.toml"
    file.write_text(f"[tracking]\n{field} = {turn}\n", encoding="utf-8")
    with pytest.raises(FormatError, match=field):
        read_volume_tracking(file)


@pytest.mark.parametrize(
    ("group", "card", "says"),
    [("10.0.0.1", "", "no multicast group"), ("banana", "", "no multicast group"), ("236.10.10.10", "eth7", "not its name")],
)
def test_groups_and_cards_are_addresses(group: str, card: str, says: str) -> None:
    source = Source(protocol="psn", multicast=group, interface=card)
    with pytest.raises(InputError, match=says):
        listen_udp(source.host, 0, source.multicast, source.interface)


def test_volume_toml_may_name_another_file_of_sources(tmp_path: Path) -> None:
    assert sources_file(tmp_path) == tmp_path / "tracking.toml"
    (tmp_path / "volume.toml").write_text('[tracking]\nsources = "stage_b.toml"\n', encoding="utf-8")
    assert sources_file(tmp_path) == tmp_path / "stage_b.toml"
