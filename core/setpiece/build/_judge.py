"""The reader judged by what people corrected in a production: their word is the truth."""

from __future__ import annotations

from pathlib import Path

from ..errors import InputError
from ..script import read_script
from ..script.breakdown import (
    GoldScene,
    GoldSource,
    Judgement,
    SceneProposals,
    break_down_scene,
    evaluate,
    gold_of,
    open_wordnet,
    resolve_places,
    with_proposals,
)
from ..script.model import SceneBreakdown
from ._config import read_production, wordnet_folder
from ._drafts import built_draft
from ._views import open_built


def judge_corrections(root: Path) -> Judgement:
    """Score what is read from the present draft against the corrected sheets of the scenes people corrected.

    Raises:
        ProductionError: Nothing is built.
        InputError: Nobody corrected anything.
    """
    built = open_built(root)
    production = read_production(root)
    corrected, proposed = built.space.corrections().scenes, built.space.proposals().scenes
    path = root / built.state.draft
    draft = read_script(built_draft(built.space, built.state), path.name, production.script.headings)
    places = resolve_places(draft, built.breakdown.cast)
    pairs: list[tuple[GoldScene, SceneBreakdown, str]] = []
    with open_wordnet(wordnet_folder(root, production)) as (kinds, _):
        for scene_id, scene, place in zip(built.state.order, draft.scenes, places, strict=True):
            if scene_id in corrected:
                truth = built.breakdown.scenes[scene_id]
                when = (truth.time_of_day, truth.script_day, built.rate)
                read = break_down_scene(scene, built.breakdown.cast, *when, kinds, place)
                read = with_proposals(read, proposed.get(scene_id, SceneProposals()), scene)
                text = "\n".join(e.text for e in (scene.heading, *scene.elements))
                source = GoldSource("written", path.name, 1, line=scene.heading.span.line)
                pairs.append((gold_of(truth, scene_id, source), read, text))
    if not pairs:
        raise InputError("nobody corrected a scene of this draft", where=str(root), remedy="See docs/gold.md.")
    return Judgement({"corrected": evaluate(pairs)}, ())
