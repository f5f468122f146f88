"""Breakdown: what each scene needs, read from its own words."""

from ._cast import find_cast
from ._corrections import (
    CastCorrection,
    Corrections,
    ElementCorrection,
    SceneCorrections,
    correct_cast,
    correct_scene,
    odd_corrections,
)
from ._evaluate import SCORED, Evaluation, Miss, Score, evaluate, evaluation_rows
from ._gold import GoldElement, GoldScene, GoldSource, gold_of, read_gold, scene_of, text_hash
from ._heading import Heading, parse_heading
from ._judge import Judgement, judge, judgement_json
from ._report import breakdown_json
from ._sheet import break_down_scene
from ._state import continuity_of
from ._times import resolve_times
from ._wordnet import Wordnet, open_wordnet

__all__ = [
    "SCORED",
    "CastCorrection",
    "Corrections",
    "ElementCorrection",
    "Evaluation",
    "GoldElement",
    "GoldScene",
    "GoldSource",
    "Heading",
    "Judgement",
    "Miss",
    "SceneCorrections",
    "Score",
    "Wordnet",
    "break_down_scene",
    "breakdown_json",
    "continuity_of",
    "correct_cast",
    "correct_scene",
    "evaluate",
    "evaluation_rows",
    "find_cast",
    "gold_of",
    "judge",
    "judgement_json",
    "odd_corrections",
    "open_wordnet",
    "parse_heading",
    "read_gold",
    "resolve_times",
    "scene_of",
    "text_hash",
]
