"""Breakdown: what each scene needs, read from its own words."""

from ._backends import BreakdownBackend, open_backend, prompt
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
from ._places import resolve_places
from ._proposals import (
    Proposal,
    Proposals,
    SceneProposals,
    checked_reply,
    element_categories,
    refusals,
    scene_text,
    with_proposals,
)
from ._report import breakdown_json
from ._sheet import break_down_scene
from ._state import continuity_of
from ._times import resolve_times
from ._wordnet import Wordnet, open_wordnet

__all__ = [
    "SCORED",
    "BreakdownBackend",
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
    "Proposal",
    "Proposals",
    "SceneCorrections",
    "SceneProposals",
    "Score",
    "Wordnet",
    "break_down_scene",
    "breakdown_json",
    "checked_reply",
    "continuity_of",
    "correct_cast",
    "correct_scene",
    "element_categories",
    "evaluate",
    "evaluation_rows",
    "find_cast",
    "gold_of",
    "judge",
    "judgement_json",
    "odd_corrections",
    "open_backend",
    "open_wordnet",
    "parse_heading",
    "prompt",
    "read_gold",
    "refusals",
    "resolve_places",
    "resolve_times",
    "scene_of",
    "scene_text",
    "text_hash",
    "with_proposals",
]
