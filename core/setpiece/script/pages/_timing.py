"""How long a scene will run: three independent estimates, and the middle one."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache

import msgspec

from setpiece import resources
from setpiece.script.model import ScriptScene

from ._blocks import Block, blocks_of
from ._format import STANDARD
from .model import PageFormat

SECONDS_PER_PAGE = 60.0
WORDS_PER_MINUTE = 160.0
_TURN_S = 0.4
_PAUSE_S = 1.5
_SENTENCE_S = 2.0
_CJK_WORDS = 0.4

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_PAUSE = re.compile(r"\b(?:beat|pause|pauses|silence|then)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[^.!?…\n]+")
_SPOKEN = frozenset({"dialogue", "lyric"})
_SHOWN = frozenset({"action", "shot", "centered"})


class SceneTiming(msgspec.Struct, frozen=True):
    """Screen time of one scene in seconds, by each method."""

    page_s: float
    """A page is a minute."""
    words_s: float
    """Speech by its words, the rest by its share of the page."""
    verbs_s: float
    """Speech by its words, the rest by what people do."""
    estimate_s: float
    """The middle one of the three."""
    dialogue_words: int
    action_verbs: int


def time_scene(
    scene: ScriptScene, *, words_per_minute: float = WORDS_PER_MINUTE, fmt: PageFormat = STANDARD
) -> SceneTiming:
    """Estimate a scene's screen time.

    Three methods, none of which sees more than the page:

    * *page*: lines by the eighths rule, 55 to the page, a page to the minute.
    * *words*: dialogue words at ``words_per_minute`` (160: brisk conversation), 0.4 s to take a turn
      and 1.5 s for a written beat or pause; everything that is not speech at its share of the page.
    * *verbs*: speech as above; each action verb lasts what ``data/durations.toml`` gives its kind
      (1 s for a blow to 6 s for a chase), a sentence without a known verb 2 s.

    ``estimate_s`` is their median, so one method that is badly off does not pull it. Characters of
    Chinese, Japanese and Korean count 0.4 words each. Nothing here was fitted to finished films: treat
    it as a first pass for a stopwatch to correct.

    Args:
        scene: One scene.
        words_per_minute: Pace of the dialogue.
        fmt: Measures of the page.

    Returns:
        Seconds, rounded to a tenth.

    Raises:
        ValueError: ``words_per_minute`` is not positive.
    """
    if words_per_minute <= 0:
        raise ValueError(f"words_per_minute must be positive, not {words_per_minute}")
    blocks = blocks_of((scene.heading, *scene.elements), fmt)
    line_s = SECONDS_PER_PAGE / fmt.page_lines
    total = sum(block.height + block.space for block in blocks)
    silent = sum(block.height + block.space for block in blocks if block.kind != "character")
    words = _dialogue_words(scene)
    speech_s = 60.0 * words / words_per_minute + _TURN_S * _turns(blocks) + _PAUSE_S * _pauses(scene)
    verbs, action_s = _action(e.text for e in scene.elements if e.kind in _SHOWN)
    page_s, words_s, verbs_s = line_s * total, speech_s + line_s * silent, speech_s + action_s
    middle = sorted((page_s, words_s, verbs_s))[1]
    return SceneTiming(round(page_s, 1), round(words_s, 1), round(verbs_s, 1), round(middle, 1), round(words), verbs)


def _turns(blocks: Iterable[Block]) -> int:
    return sum(block.kind == "character" for block in blocks)


def _dialogue_words(scene: ScriptScene) -> float:
    return sum(_words(e.text) for e in scene.elements if e.kind in _SPOKEN)


def _words(text: str) -> float:
    ideographs = len(_CJK.findall(text))
    return len(_WORD.findall(_CJK.sub(" ", text))) + _CJK_WORDS * ideographs


def _pauses(scene: ScriptScene) -> int:
    return sum(e.kind == "parenthetical" and _PAUSE.search(e.text) is not None for e in scene.elements)


def _action(texts: Iterable[str]) -> tuple[int, float]:
    """Verbs found and the seconds they take together."""
    seconds_of = _durations()
    count, seconds = 0, 0.0
    for text in texts:
        for sentence in _SENTENCE.findall(text):
            found = [s for word in _WORD.findall(sentence.lower()) for s in (_seconds(word, seconds_of),) if s]
            count += len(found)
            if found:
                seconds += sum(found)
            elif sentence.strip():
                seconds += _SENTENCE_S
    return count, seconds


@cache
def _durations() -> dict[str, float]:
    table = tomllib.loads(resources.text("script/pages", "durations.toml"))
    return {verb: float(kind["seconds"]) for kind in table["kind"] for verb in kind["verbs"].split()}


def _seconds(word: str, seconds_of: dict[str, float]) -> float:
    """Seconds of the verb that ``word`` is a present form of; 0 for none. Past forms describe states."""
    for suffix, cut in (("ies", "y"), ("es", ""), ("s", ""), ("ing", ""), ("ing", "e")):
        if word.endswith(suffix):
            stem = word[: -len(suffix)] + cut
            doubled = stem[:-1] if suffix == "ing" and stem[-1:] == stem[-2:-1] else stem
            found = seconds_of.get(stem) or seconds_of.get(doubled)
            if found:
                return found
    return 0.0
