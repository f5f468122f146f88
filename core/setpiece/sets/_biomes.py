"""What grows where: one record per kind of landscape, read by ``_landscape``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Literal

from . import _nature as nature
from . import _plants as plants
from ._biome_words import ALSO
from ._piece import PieceMaker

Water = Literal["", "coast", "river", "lake", "pools"]


@dataclass(frozen=True)
class Biome:
    """A landscape's ingredients. Counts are for the whole set; distances in metres."""

    ground: str
    swell_m: float
    trees: tuple[PieceMaker, ...] = ()
    heroes: int = 6
    far_trees: int = 120
    bushes: tuple[PieceMaker, ...] = ()
    bush_count: int = 30
    tufts: tuple[PieceMaker, ...] = ()
    tuft_count: int = 2600
    rocks: str = "rock"
    rock_count: int = 14
    path: str = ""
    path_width_m: float = 2.2
    road: bool = False
    water: Water = ""
    water_look: str = "water"
    near_hills: str = "hill_near"
    near_crest_m: float = 9.0
    far_hills: str = "hill_far"
    far_crest_m: float = 38.0
    mountains: str = ""
    city: bool = False
    craters: bool = False
    void: bool = False
    """No air: a black sky with stars down to the horizon."""
    extras: tuple[str, ...] = ()
    """Named groups of furniture: park, playground, garden, cemetery, camp, fence, haybales, boats."""


_OAK = (nature.spreading, partial(nature.spreading, leaf="leaf_dark"), nature.tall, nature.birch)
_FIR = (nature.conifer, partial(nature.conifer, height_m=9.0), nature.birch)
_GRASS = (plants.grass_tuft, partial(plants.grass_tuft, blades=20, height_m=0.2))
_MEADOW = (
    *_GRASS,
    partial(plants.flower_tuft, bloom="flower_yellow"),
    partial(plants.flower_tuft, bloom="flower_white"),
    partial(plants.flower_tuft, bloom="flower_violet"),
)
_DRY = (
    partial(plants.grass_tuft, look="grass_blade_dry"),
    partial(plants.grass_tuft, look="grass_blade_dry", blades=9),
)
_BUSH = (plants.bush, partial(plants.bush, leaf="leaf_oak", height_m=1.2))
_SCRUB = (partial(plants.bush, leaf="leaf_olive", height_m=0.6), partial(plants.bush, leaf="leaf_olive", height_m=0.9))
_ROSE = (
    partial(plants.bush, leaf="leaf_dark", bloom="flower_red"),
    partial(plants.bush, leaf="leaf_oak", bloom="flower_white"),
)
_BARE = (nature.dead, partial(nature.dead, height_m=5.0))
_SNOW_FIR = (partial(nature.conifer, leaf="needle_snow"), nature.conifer, nature.dead)
_TOWN = (nature.tall, nature.spreading, nature.birch)

BIOMES: dict[str, Biome] = {
    "forest": Biome(
        "forest_floor",
        0.9,
        (*_FIR, nature.tall),
        11,
        210,
        (*_BUSH, plants.fern),
        70,
        _GRASS,
        1700,
        path="dirt_path",
        near_hills="treeline",
        near_crest_m=14.0,
    ),
    "woods": Biome(
        "forest_floor",
        0.8,
        _OAK,
        10,
        170,
        (*_BUSH, plants.fern),
        70,
        _GRASS,
        2200,
        path="dirt_path",
        near_hills="treeline",
        near_crest_m=13.0,
    ),
    "field": Biome(
        "grass", 0.9, _OAK, 2, 46, _BUSH, 18, _GRASS, 4200, rock_count=6, near_crest_m=7.0, extras=("fence", "haybales")
    ),
    "meadow": Biome(
        "grass", 1.1, _OAK, 3, 60, _BUSH, 22, _MEADOW, 4200, rock_count=9, path="dirt_path", near_crest_m=12.0
    ),
    "desert": Biome(
        "desert_sand",
        1.5,
        (plants.cactus, nature.dead),
        4,
        26,
        _SCRUB,
        46,
        _DRY,
        420,
        "rock_red",
        40,
        near_hills="desert_sand",
        near_crest_m=7.0,
        far_hills="hill_desert",
        far_crest_m=60.0,
    ),
    "moon": Biome(
        "regolith",
        0.5,
        rocks="rock_moon",
        rock_count=70,
        heroes=0,
        near_hills="regolith",
        near_crest_m=9.0,
        far_hills="regolith",
        far_crest_m=52.0,
        craters=True,
        void=True,
    ),
    "planet": Biome(
        "red_dust",
        1.2,
        rocks="rock_red",
        rock_count=60,
        heroes=0,
        near_hills="red_dust",
        near_crest_m=9.0,
        far_hills="hill_desert",
        far_crest_m=70.0,
        craters=True,
    ),
    "coast": Biome(
        "sand",
        0.35,
        (nature.palm,),
        4,
        22,
        _SCRUB,
        22,
        _DRY,
        420,
        rock_count=26,
        water="coast",
        near_hills="hill_dry",
        near_crest_m=8.0,
        extras=("boats",),
    ),
    "river": Biome(
        "grass",
        0.7,
        (nature.willow, nature.spreading, nature.tall),
        5,
        120,
        _BUSH,
        26,
        (*_GRASS, plants.grass_tuft),
        3000,
        rock_count=24,
        path="dirt_path",
        water="river",
        near_crest_m=12.0,
    ),
    "lake": Biome(
        "grass",
        0.7,
        (nature.conifer, nature.birch),
        5,
        120,
        _BUSH,
        22,
        _GRASS,
        2800,
        rock_count=20,
        path="dirt_path",
        water="lake",
        near_hills="treeline",
        near_crest_m=16.0,
        mountains="mountain",
        extras=("jetty",),
    ),
    "mountains": Biome(
        "grass_dry",
        1.7,
        (nature.conifer,),
        4,
        90,
        _SCRUB,
        26,
        _DRY,
        2400,
        rock_count=70,
        path="gravel",
        near_hills="hill_near",
        near_crest_m=30.0,
        far_hills="hill_far",
        far_crest_m=80.0,
        mountains="mountain_snow",
    ),
    "hills": Biome(
        "grass",
        1.9,
        _OAK,
        3,
        60,
        _BUSH,
        22,
        _GRASS,
        3600,
        rock_count=20,
        path="dirt_path",
        near_crest_m=26.0,
        far_crest_m=60.0,
        extras=("fence",),
    ),
    "park": Biome(
        "grass",
        0.5,
        _TOWN,
        8,
        70,
        _ROSE,
        26,
        _GRASS,
        2600,
        rock_count=4,
        path="gravel",
        path_width_m=2.8,
        near_hills="treeline",
        near_crest_m=9.0,
        city=True,
        extras=("park",),
    ),
    "playground": Biome(
        "grass",
        0.3,
        _TOWN,
        6,
        50,
        _BUSH,
        20,
        _GRASS,
        2000,
        rock_count=0,
        path="gravel",
        near_hills="treeline",
        near_crest_m=8.0,
        city=True,
        extras=("park", "playground"),
    ),
    "road": Biome(
        "grass_dry",
        0.7,
        (nature.spreading, nature.tall),
        3,
        46,
        _SCRUB,
        30,
        _DRY,
        2800,
        rock_count=14,
        road=True,
        path="asphalt_worn",
        path_width_m=7.0,
        near_hills="hill_dry",
        near_crest_m=10.0,
        extras=("fence", "poles"),
    ),
    "garden": Biome(
        "grass",
        0.2,
        (nature.spreading, nature.cypress, nature.tall),
        6,
        60,
        _ROSE,
        44,
        _MEADOW,
        1500,
        rock_count=4,
        path="paving_stone",
        path_width_m=1.8,
        near_hills="treeline",
        near_crest_m=9.0,
        extras=("garden",),
    ),
    "cemetery": Biome(
        "grass",
        0.4,
        (nature.cypress, nature.spreading, nature.dead),
        6,
        60,
        _BUSH,
        14,
        _GRASS,
        2400,
        rock_count=3,
        path="gravel",
        near_hills="treeline",
        near_crest_m=9.0,
        extras=("cemetery",),
    ),
    "swamp": Biome(
        "mud",
        0.5,
        (nature.dead, nature.willow, nature.spreading),
        8,
        130,
        (plants.reeds, plants.bush),
        80,
        (plants.grass_tuft, partial(plants.grass_tuft, look="reed")),
        2200,
        rock_count=6,
        water="pools",
        water_look="water_swamp",
        near_hills="treeline",
        near_crest_m=12.0,
    ),
    "snow": Biome(
        "snow",
        1.2,
        _SNOW_FIR,
        6,
        130,
        (),
        0,
        (),
        0,
        "rock_snow",
        22,
        near_hills="snow",
        near_crest_m=16.0,
        far_hills="mountain_snow",
        far_crest_m=60.0,
        mountains="mountain_snow",
    ),
    "camp": Biome(
        "forest_floor",
        0.7,
        _FIR,
        9,
        180,
        _BUSH,
        40,
        _GRASS,
        1500,
        path="dirt_path",
        near_hills="treeline",
        near_crest_m=14.0,
        extras=("camp",),
    ),
}


def biome_of(variant: str, location: str = "") -> tuple[str, Biome]:
    """The landscape for ``variant``, else by a word of ``location``, else a meadow."""
    for text in (variant.lower(), *location.lower().replace("-", " ").split()):
        name = text if text in BIOMES else ALSO.get(text, ALSO.get(text.rstrip("s"), text.rstrip("s")))
        if name in BIOMES:
            return name, BIOMES[name]
    return "meadow", BIOMES["meadow"]
