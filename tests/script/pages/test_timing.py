"""Running times: each method on a scene small enough to reckon by hand."""

from __future__ import annotations

import tomllib

import pytest

from setpiece import resources
from setpiece.script import read_screenplay
from setpiece.script.pages import SceneTiming, time_scene


def timing(text: str, **more) -> SceneTiming:
    return time_scene(read_screenplay(f"INT. A - DAY\n\n{text}\n".encode(), "t").scenes[0], **more)


def test_a_page_is_a_minute() -> None:
    text = "\n\n".join("x" * 26)
    assert timing(text).page_s == 60.0


def test_speech_by_its_words() -> None:
    speech = timing("ANNA\n" + "word " * 80)
    assert speech.dialogue_words == 80
    # 80 words at 160 a minute, one turn, three lines of heading.
    assert speech.words_s == pytest.approx(30.0 + 0.4 + 3 * 60 / 55, abs=0.06)
    assert timing("ANNA\n" + "word " * 80, words_per_minute=80).words_s - speech.words_s == pytest.approx(30, abs=0.11)
    assert timing("ANNA\n(beat)\nNo.").words_s - timing("ANNA\n(softly)\nNo.").words_s == pytest.approx(1.5)


def test_action_by_what_people_do() -> None:
    assert (timing("Anna runs.").action_verbs, timing("Anna runs.").verbs_s) == (1, 6.0)
    assert timing("Anna slaps him, turns and leaves.").verbs_s == 1.0 + 1.5 + 4.0
    assert timing("A grey room.").verbs_s == 2.0
    assert timing("Running, she is stopping.").action_verbs == 2


def test_no_verb_lasts_two_times() -> None:
    table = tomllib.loads(resources.text("script/pages", "durations.toml"))
    verbs = [v for kind in table["kind"] for v in kind["verbs"].split()]
    assert len(verbs) == len(set(verbs)) > 200


def test_the_middle_one_is_taken() -> None:
    for text in ("Anna runs. She chases Ben. They fight.", "ANNA\n" + "word " * 200, "A grey room."):
        t = timing(text)
        assert t.estimate_s == sorted((t.page_s, t.words_s, t.verbs_s))[1]


def test_scripts_without_spaces_are_spoken_too() -> None:
    assert timing("@花子\nこんにちは元気ですか").dialogue_words == 4


def test_a_pace_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="positive"):
        timing("x", words_per_minute=0)
