"""`setpiece live check`: what would go wrong is said before the day, with where and what to do."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import numpy as np
import pytest
from tests.live.stage import scene
from typer.testing import CliRunner

from setpiece.build import BuildReport, Request, build, create
from setpiece.live import check_show, parse_cues
from setpiece.live.model import Finding
from setpiece.scene import MemoryArrays
from setpiece.scene.model import Channel, Scene, Sequence, ShotRange, Transform
from setpiece.script import read_script

FORWARD = (0.7071067811865476, 0.7071067811865476, 0.0, 0.0)


def filmed(channels: tuple[Channel, ...] = ()) -> Scene:
    """Camera A looks along +Y at chair and lamp, in one shot."""
    plain = scene()
    camera = msgspec.structs.replace(
        plain.nodes["n6"], transform=Transform((0.0, 0.0, 1.0), FORWARD), channels=channels
    )
    shots = (ShotRange("shot-1", "n6", 0, 47),)
    return msgspec.structs.replace(plain, nodes={**plain.nodes, "n6": camera}, sequence=Sequence(last_frame=47, shots=shots))


def cues(*lines: str, show: str = 'show = { safe_look = "main/1" }') -> str:
    return "\n".join([show, "[[list]]", 'id = "main"', *lines])


def found(text: str, where: Scene | None = None, **more: object) -> list[Finding]:
    return list(check_show(parse_cues(text), where or scene(), **more))  # type: ignore[arg-type]


def cue(id_: str, more: str = "") -> str:
    return f'[[list.cue]]\nid = "{id_}"\n{more}'


def test_a_good_file_has_nothing_to_say() -> None:
    assert found(cues(cue("1", 'move = [{ target = "desk lamp#lumen", to = 5 }]'), cue("2", 'link = "1"'))) == []


def test_every_wrong_target_is_told_not_only_the_first() -> None:
    text = cues(cue("1", 'move = [{ target = "desc lamp#lumen", to = 5 }, { target = "camera A#payload.near_m", to = 1 }]'),
                cue("2", 'move = [{ target = "desk lamp#lumen", to = -5 }]\nlink = "9"'))  # fmt: skip
    rows = found(text)
    assert [(f.check, f.severity, f.where) for f in rows] == [
        ("target", "error", "list main, cue 1, move 1"),
        ("target", "error", "list main, cue 1, move 2"),
        ("target", "error", "list main, cue 2, move 1"),
        ("target", "error", "list main, cue 2, link"),
    ]
    assert "desk lamp" in rows[0].remedy
    assert "cannot be driven live" in rows[1].message


def test_a_missing_or_wrong_safe_look() -> None:
    assert [(f.check, f.severity) for f in found(cues(cue("1"), show=""))] == [("safe look", "warning")]
    wrong = found(cues(cue("1"), show='show = { safe_look = "main/x" }'))
    assert [(f.where, f.severity) for f in wrong] == [("show, safe_look", "error")]


def test_reactions_that_can_never_work() -> None:
    rows = found(cues(cue("1")) + '\n[[reaction]]\nid = "r"\nwhen = { zone = "z", subject = "A" }\ncue = "main/1"\n')
    assert [(f.check, f.where) for f in rows] == [("reaction", "r")]


def test_a_map_that_can_make_a_piece_jump() -> None:
    reaction = '\n[[reaction]]\nid = "r"\nwhen = { axis = "x", subject = "A" }\nmap = { target = "chair#translation", input = [0, 1], output = [[0, 5, 0], [1, 5, 0]]%s }\n'
    assert [(f.check, f.severity, f.where) for f in found(cues(cue("1")) + reaction % "")] == [("map", "note", "r")]
    assert found(cues(cue("1")) + reaction % ", smooth_s = 0.2") == []


@pytest.mark.parametrize(
    ("second", "severity"),
    [
        ('hang_s = 1\nlink = "1"', "warning"),
        ('hang_s = 0\nlink = "1"', "warning"),
        ('hang_s = 1\nlink = "1"\nloop = 3', None),
        ('link = "1"', None),
        ('hang_s = 1\nlink = "2"', "warning"),
    ],
)
def test_circles_without_an_exit(second: str, severity: str | None) -> None:
    rows = found(cues(cue("1", "follow_s = 0.5"), cue("2", second)))
    assert [f.severity for f in rows if f.check == "loop"] == ([severity] if severity else [])


def test_a_circle_without_time_is_an_error() -> None:
    rows = found(cues(cue("1", "follow_s = 0"), cue("2", 'hang_s = 0\nlink = "1"')))
    assert [(f.check, f.severity) for f in rows] == [("loop", "error")]


def test_what_no_go_reaches() -> None:
    rows = found(cues(cue("1", 'link = "1"'), cue("2"), cue("3")))
    assert [(f.check, f.where, f.severity) for f in rows] == [
        ("unreached", "list main, cue 2", "note"), ("unreached", "list main, cue 3", "note"),
    ]  # fmt: skip
    assert found(cues(cue("1", 'link = "1"'), cue("2", 'trigger = [{ when = { osc = "/x" } }]'), cue("3"))) == []


POP = 'move = [{ target = "chair#visible", to = false }, { target = "wall#visible", to = false }]'


def test_pops_in_the_frame_of_a_shot_are_named() -> None:
    rows = found(cues(cue("1", POP)), filmed(), shot_names={"shot-1": "2A"})
    assert [(f.check, f.severity) for f in rows] == [("pop", "note")]
    assert rows[0].message == "n3#visible pops in the frame of 2A; during a take it is held."


def test_a_moving_camera_is_looked_through_all_along_its_way() -> None:
    # It ends 8 m to the right, where the wall stands, and with the chair out of frame on the left.
    rows_ = np.array([[8.0 * i / 47, 0.0, 1.0, *FORWARD] for i in range(48)])
    arrays = MemoryArrays()
    where = filmed((Channel("transform", 0, arrays.put(rows_)),))
    told = [f.message for f in found(cues(cue("1", POP)), where, arrays=arrays)]
    assert [m.split(" ", 1)[0] for m in told] == ["n3#visible", "n4#visible"]
    unknown = found(cues(cue("1", POP)), where)
    assert [f.check for f in unknown] == ["pop"]
    assert "unknown" in unknown[0].message


def test_a_fade_is_no_pop_and_a_dissolve_neither() -> None:
    moved = 'move = [{ target = "chair#translation", to = [0, 6, 0], fade_s = %s }]'
    assert found(cues(cue("1", moved % 2)), filmed()) == []
    assert [f.check for f in found(cues(cue("1", moved % 0)), filmed())] == ["pop"]
    able = cues(cue("1", POP), show='show = { safe_look = "main/1", dissolve = true }')
    assert found(able, filmed()) == []


# --- the command -------------------------------------------------------------------------------------

SCRIPT = "INT. KITCHEN - DAY\n\nA table, a chair and a lamp.\n\nANNA\nIt is late.\n"


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("live")
    draft = folder / "draft.fountain"
    draft.write_text(SCRIPT, encoding="utf-8")
    root = create(draft, folder / "film", read_script(SCRIPT.encode(), "draft.fountain"))
    report: BuildReport = build(root, Request(jobs=1))
    assert not [f for f in report.findings if f.severity == "error"]
    return root


def run(*arguments: str | Path) -> tuple[int, str]:
    from setpiece.cli._app import app

    done = CliRunner().invoke(app, [str(a) for a in arguments])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.stdout


def test_the_command_on_a_built_production(film: Path) -> None:
    from setpiece.errors import FormatError, InputError

    with pytest.raises(FormatError, match="no such file"):
        run("live", "check", film)
    path = film / "cues.toml"
    path.write_text(cues(cue("1", 'move = [{ target = "environment#sky.lux", to = 5 }]')), encoding="utf-8")
    assert run("live", "check", film) == (0, "1 cue list, nothing to say\n")
    path.write_text(cues(cue("1", 'move = [{ target = "no such thing#lumen", to = 5 }]')), encoding="utf-8")
    code, text = run("live", "check", film)
    assert (code, text.split()[:2]) == (1, ["error", "list"])
    code, text = run("live", "check", film, "--json")
    data = json.loads(text)
    assert code == 1
    assert set(data) == {"format", "scene", "lists", "cues", "reactions", "findings"}
    assert data["findings"][0].keys() == {"check", "severity", "where", "message", "remedy"}
    with pytest.raises(InputError, match="scene '9' is not built"):
        run("live", "check", film, "--scene", "9")
