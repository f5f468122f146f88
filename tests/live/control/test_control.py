"""Messages to the control port of a running show: what they do, what is answered, who may send them."""

from __future__ import annotations

import json
from collections.abc import Generator
from pathlib import Path

import pytest
from tests.live.run.rig import OscPort, loaded, running, settled, until

from setpiece.errors import FormatError, InputError
from setpiece.live.control import Access, ControlServer, read_aliases
from setpiece.live.run import Runner

ACK = "/setpiece/out/ack"


@pytest.fixture
def desk(tmp_path: Path) -> Generator[tuple[Runner, OscPort]]:
    show = loaded(tmp_path)
    with running(show) as runner:
        control = ControlServer(runner, show.show.scene, Access(), udp_port=0, folder=tmp_path).start()
        port = OscPort(control.udp_port)
        try:
            yield runner, port
        finally:
            port.close()
            control.close()


def current(runner: Runner, number: int = 0) -> str:
    return runner.look().status.lists[number].current


def test_go_is_done_and_answered(desk: tuple[Runner, OscPort]) -> None:
    runner, port = desk
    assert port.ask("/setpiece/go") == ("/setpiece/go", "ok")
    until(lambda: current(runner) == "1")
    assert port.ask("/setpiece/go")[1] == "refused"  # the guard against a second GO
    settled(runner, "l1#payload.lumen", 20.0)


@pytest.mark.parametrize(
    ("address", "args", "cue"),
    [
        ("/setpiece/goto", ("2.5",), "2.5"),
        ("/setpiece/goto", (4,), "4"),
        ("/setpiece/goto", ("3", "main", 0.5), "3"),
        ("/setpiece/goto", ("3", 0.5), "3"),
        ("/setpiece/goto/2.5", (), "2.5"),
        ("/setpiece/cue/main/5.1/fire", (), "5.1"),
        ("/cue/2.5/start", (), "2.5"),
        ("/workspace/abc/cue/2/start", (), "2"),
        ("/go/6", (), "6"),
        ("/eos/cue/1/5.1/fire", (), "5.1"),
        ("/eos/cue/2.5/fire", (1.0,), "2.5"),
        ("/eos/key/go_0", (1.0,), "1"),
        ("/d3/showcontrol/cue", (5, 1), "5.1"),
        ("/d3/showcontrol/cue", (6,), "6"),
        ("/d3/showcontrol/play", (), "1"),
        ("/setpiece/go", (1.0,), "1"),
    ],
)
def test_other_desks_templates_drive_the_show(
    desk: tuple[Runner, OscPort], address: str, args: tuple, cue: str
) -> None:
    runner, port = desk
    port.say(address, *args)
    until(lambda: current(runner) == cue)


@pytest.mark.parametrize("address", ["/setpiece/go", "/eos/key/go_0", "/eos/cue/1/2/fire", "/d3/showcontrol/play"])
def test_a_button_that_comes_up_does_nothing(desk: tuple[Runner, OscPort], address: str) -> None:
    runner, port = desk
    port.say(address, 0.0)
    assert port.ask("/setpiece/goto", "7")[1] == "ok"
    until(lambda: current(runner) == "7")


@pytest.mark.parametrize(("address", "args"), [("/setpiece/goto", (12.5,)), ("/d3/showcontrol/floatcue", (1.1,))])
def test_a_float_is_no_cue(desk: tuple[Runner, OscPort], address: str, args: tuple) -> None:
    _, port = desk
    got = port.ask(address, *args)
    assert got[:2] == (address, "refused")
    assert "string" in got[2]


def test_set_takes_the_target_s_numbers_and_a_fade(desk: tuple[Runner, OscPort]) -> None:
    runner, port = desk
    assert port.ask("/setpiece/set", "desk lamp#lumen", 300)[1] == "ok"
    settled(runner, "l1#payload.lumen", 300.0)
    assert port.ask("/setpiece/set/l4/tint", 1.0, 0.5, 0.25, 0.1)[1] == "ok"
    until(lambda: runner.look().values.get("l4#payload.tint") == pytest.approx((1.0, 0.5, 0.25)))
    assert port.ask("/setpiece/set", "plant#visible", 0)[1] == "ok"
    until(lambda: runner.look().values.get("p6#visible") is False)
    refused = port.ask("/setpiece/set", "desk lamp#lumen", 1.0, 2.0, 3.0)
    assert "takes 1 value" in refused[2]
    assert "Near it" in port.ask("/setpiece/set", "desk lanp#lumen", 1.0)[2]
    assert port.ask("/setpiece/release", "desk lamp#lumen", 0)[1] == "ok"
    settled(runner, "l1#payload.lumen", 100.0)
    assert port.ask("/setpiece/get/value", "desk lamp#lumen", want="/setpiece/out/value") == ("l1#payload.lumen", 100.0)


def test_a_message_that_came_twice_is_done_once(desk: tuple[Runner, OscPort]) -> None:
    runner, port = desk
    assert port.ask("/setpiece/go", "main", "#1") == ("/setpiece/go", "ok", "#1")
    assert port.ask("/setpiece/go", "main", "#1") == ("/setpiece/go", "ok", "repeated", "#1")
    assert port.ask("/setpiece/set", "desk lamp#lumen", 500.0, "#desk:8")[1:] == ("ok", "#desk:8")
    assert port.ask("/setpiece/set", "desk lamp#lumen", 200.0, "#desk:7")[1:] == ("ok", "older", "#desk:7")
    settled(runner, "l1#payload.lumen", 500.0)
    assert current(runner) == "1"


def test_an_unknown_address_is_answered_with_near_ones(desk: tuple[Runner, OscPort]) -> None:
    _, port = desk
    got = port.ask("/setpiece/gotto", "5", want="/setpiece/out/unknown")
    assert got[0] == "/setpiece/gotto"
    assert "/setpiece/goto" in got[1:]
    assert port.ask("/nobody/knows", want="/setpiece/out/unknown")[0] == "/nobody/knows"


def test_questions(desk: tuple[Runner, OscPort]) -> None:
    runner, port = desk
    assert port.ask("/setpiece/ping", 7, "x", want="/setpiece/out/ping") == (7, "x")
    assert port.ask("/eos/ping", "a", want="/eos/out/ping") == ("a",)
    assert port.ask("/setpiece/cues", "sky", want="/setpiece/out/cue") == ("sky", "a", "Clouds", 1, 2)
    assert port.wait("/setpiece/out/cues/end") == ("sky", 2)
    status = json.loads(port.ask("/setpiece/status", want="/setpiece/out/status")[0])
    assert [c["list"] for c in status["lists"]] == ["main", "sky", "safe"]
    assert port.ask("/setpiece/get/hash", want="/setpiece/out/hash") == (runner.look().digest,)
    assert port.ask("/eos/get/version", want="/eos/out/get/version") == (runner.stage.version,)
    lists = json.loads(port.ask("/cueLists", want="/reply/cueLists")[0])
    assert lists["status"] == "ok"
    assert [q["number"] for q in lists["data"][1]["cues"]] == ["a", "b"]
    assert "There are" in port.ask("/setpiece/get", "coffee")[2]


def test_a_preview_moves_nothing(desk: tuple[Runner, OscPort]) -> None:
    runner, port = desk
    assert port.ask("/setpiece/get/preview", "main", "2.5", want="/setpiece/out/preview") == ("l1#payload.lumen", 450.0)
    assert port.wait("/setpiece/out/preview/end")[0] == "main"
    assert "no cue" in port.ask("/setpiece/get/preview", "main", "99")[2]
    assert runner.look().values == {}
    assert [(f.name, f.now, f.then) for f in runner.preview("main")] == [("desk lamp", 100.0, 20.0), ("window light", 1000.0, 4000.0)]
    assert port.ask("/setpiece/goto", "1", "main", 0.0)[1] == "ok"
    settled(runner, "l1#payload.lumen", 20.0)
    assert [f.then for f in runner.preview("main", "1")] == [], "it is there already"


def test_subscribers_hear_what_changes_and_a_heartbeat(desk: tuple[Runner, OscPort]) -> None:
    runner, port = desk
    ear = OscPort()
    assert port.ask("/setpiece/subscribe", ear.port)[1] == "ok"
    assert ear.wait("/setpiece/out/pending/cue") == ("main", "1", "Preset: late afternoon")
    port.say("/setpiece/goto", "2")
    while True:
        list_id, cue, label, fraction = ear.wait("/setpiece/out/active/cue")
        if list_id == "main" and cue == "2" and fraction > 0.2:
            break
    assert label == "Sun goes behind the houses"
    assert fraction <= 1.0
    beat = ear.wait("/setpiece/out/heartbeat")
    assert beat[0] >= 0.0
    assert len(beat[2]) == 8
    eos = OscPort(port.to)
    eos.say("/eos/subscribe", 1)
    assert eos.wait("/eos/out/active/cue/main/2")[0] <= 1.0
    assert port.ask("/setpiece/unsubscribe", ear.port)[1] == "ok"
    ear.close()
    eos.close()
    assert current(runner) == "2"


def test_a_reaction_hears_its_own_address(desk: tuple[Runner, OscPort]) -> None:
    runner, port = desk
    assert port.ask("/setpiece/arm", "fader", 1)[1] == "ok"
    port.say("/fader/1", 1.0)
    settled(runner, "l4#payload.kelvin", 8000.0)


def test_who_may_speak() -> None:
    access = Access(["10.0.0.0/24", "192.168.1.7"], "sesame")
    assert access.admits("127.0.0.1")
    assert access.admits("10.0.0.200")
    assert not access.admits("10.0.1.1")
    assert "not the token" in access.connect("10.0.1.1", "open", 0)
    assert "wait" in access.connect("10.0.1.1", "sesame", 500_000_000)
    assert access.connect("10.0.1.1", "sesame", 2_000_000_000) == ""
    assert access.admits("10.0.1.1")
    assert not access.admits("not an address")
    assert access.notices("10.9.9.9", 0)
    assert not access.notices("10.9.9.9", 999_999_999)
    assert access.notices("10.9.9.9", 1_000_000_000)
    assert "no token" in Access().connect("10.0.0.1", "", 0)
    with pytest.raises(InputError, match="no address"):
        Access(["stage left"])


class _Stranger(Access):
    """What the server sees when a message comes from elsewhere."""

    def admits(self, host: str) -> bool:
        return host in self._guests


def test_a_stranger_is_told_once_and_let_in_with_the_token(tmp_path: Path) -> None:
    show = loaded(tmp_path)
    with running(show) as runner:
        control = ControlServer(runner, show.show.scene, _Stranger(token="sesame"), udp_port=0).start()
        port = OscPort(control.udp_port)
        try:
            assert "/setpiece/connect" in port.ask("/setpiece/go")[2]
            for _ in range(50):
                port.say("/setpiece/go")
            assert port.ask("/setpiece/connect", "sesame") == ("/setpiece/connect", "ok")
            assert [m for m in port.heard if m.address == ACK] == []
            assert current(runner) == ""
            assert port.ask("/setpiece/go")[1] == "ok"
        finally:
            port.close()
            control.close()


def test_ending_a_show_needs_the_word(desk: tuple[Runner, OscPort]) -> None:
    _, port = desk
    assert port.ask("/setpiece/end")[1] == "refused"
    assert port.ask("/setpiece/end", "end")[1] == "ok"


def test_aliases_of_a_production_are_found_first(tmp_path: Path) -> None:
    text = '[[profile]]\nname = "panel"\nalias = [{ from = "/btn/{n}", to = "goto", args = ["{n}"], press = true }]\n'
    (tmp_path / "osc_aliases.toml").write_text(text, encoding="utf-8")
    show = loaded(tmp_path)
    with running(show) as runner:
        control = ControlServer(runner, show.show.scene, Access(), udp_port=0, folder=tmp_path).start()
        port = OscPort(control.udp_port)
        port.say("/btn/4", 0)
        assert port.ask("/btn/2", 1) == ("/btn/2", "ok")
        until(lambda: current(runner) == "2")
        port.close()
        control.close()
    with pytest.raises(FormatError, match="no command 'jump'"):
        read_aliases('[[profile]]\nname = "x"\nalias = [{ from = "/a", to = "jump" }]\n', "mine.toml")
