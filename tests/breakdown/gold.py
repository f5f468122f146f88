"""Scenes written for these tests, each with what a first assistant director would mark in it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Gold:
    """One scene and its sheet. ``elements`` lists the categories that are scored."""

    name: str
    text: str
    time_of_day: str
    speaking: frozenset[str] = frozenset()
    silent: frozenset[str] = frozenset()
    heard_only: frozenset[str] = frozenset()
    background: dict[str, int] = field(default_factory=dict)
    elements: dict[str, frozenset[str]] = field(default_factory=dict)
    flags: frozenset[str] = frozenset()
    counts: dict[str, int] = field(default_factory=dict)


def _set(text: str) -> frozenset[str]:
    return frozenset(t.strip() for t in text.split(",") if t.strip())


SCENES = (
    Gold(
        "lighthouse",
        """INT. LIGHTHOUSE KITCHEN - NIGHT

Rain against the panes. HELMA (60s) sits at a scrubbed table, peeling potatoes into a bucket. Three candles burn beside an oil lamp.

Somewhere down the cliff a dog barks.

PIET (9) stands by the stove in wet pajamas, holding a teddy bear.

PIET
Is it the ghost ship again, with the horses?

HELMA
There is no ship. Eat your bread.

She pushes a plate towards him. He does not sit.
""",
        "NIGHT",
        _set("HELMA, PIET"),
        elements={
            "props": _set("potato, bucket, candle, teddy bear, plate"),
            "set_dressing": _set("table, stove, oil lamp"),
            "animals": frozenset(),
            "vehicles": frozenset(),
            "wardrobe": _set("pajamas"),
        },
        flags=_set("MINOR"),
        counts={"candle": 3},
    ),
    Gold(
        "pawnshop",
        """INT. PAWNSHOP - DAY

A cramped counter under a neon sign. GORAN, 50s, a jeweler who never smiles, holds a wedding ring to the light. Behind him hang guitars, clocks and a stuffed owl.

LENA VOSS (25) waits, gripping her purse like a steering wheel.

GORAN
My brother had a horse worth more than this.

LENA
I'll take the cash.

No gun in sight, but she keeps looking at his drawer. Two customers pretend to read.
""",
        "DAY",
        _set("GORAN, LENA"),
        background={"customers": 2},
        elements={
            "props": _set("wedding ring, guitar, purse, stuffed owl"),
            "set_dressing": _set("counter, neon sign, clock, drawer"),
            "animals": frozenset(),
            "vehicles": frozenset(),
        },
        flags=frozenset(),
    ),
    Gold(
        "chase",
        """EXT. HARBOUR ROAD - NIGHT

A motorcycle skids around the corner, IDRIS (30s) bent low over it. Behind him two police cars, sirens wailing.

Idris guns the engine. He leaps off at the last second; the motorcycle crashes into a stack of crates and explodes.

VOICE (V.O.)
(filtered)
Suspect is on foot.

Idris runs down Dog Street, a pistol in his hand.
""",
        "NIGHT",
        silent=_set("IDRIS"),
        heard_only=_set("VOICE"),
        elements={
            "vehicles": _set("motorcycle, police car"),
            "props": _set("pistol"),
            "animals": frozenset(),
        },
        flags=_set("STUNT, WEAPON, VEHICLE, NIGHT-EXT"),
        counts={"police car": 2},
    ),
    Gold(
        "schoolyard",
        """EXT. SCHOOLYARD - MORNING

A crowd of children swarms around an ice cream truck. Six teachers watch from a bench.

TOMAS (8), in a red raincoat, drops his lunchbox. Nobody notices.

MISS ADEYEMI
Tomas! Your lunchbox.

He runs like a hare.
""",
        "MORNING",
        _set("MISS ADEYEMI"),
        _set("TOMAS"),
        background={"children": 20, "teachers": 6},
        elements={
            "vehicles": _set("ice cream truck"),
            "props": _set("lunchbox"),
            "set_dressing": _set("bench"),
            "wardrobe": _set("raincoat"),
            "animals": frozenset(),
        },
        flags=_set("MINOR, VEHICLE, CROWD"),
    ),
    Gold(
        "telephone",
        """INT. HOTEL ROOM - EVENING

MARGUERITE lies on the bed in a silk robe. The telephone rings. She lets it ring, then lifts the receiver.

DESMOND (V.O.)
Don't hang up.

MARGUERITE
(into phone)
I watched you on the train, Desmond. You and your suitcase full of knives.

From the corridor, the sound of a vacuum cleaner.

MAID (O.S.)
Housekeeping!
""",
        "EVENING",
        _set("MARGUERITE"),
        heard_only=_set("DESMOND, MAID"),
        elements={
            "props": _set("telephone"),
            "set_dressing": _set("bed"),
            "wardrobe": _set("silk robe"),
            "vehicles": frozenset(),
            "animals": frozenset(),
        },
        flags=frozenset(),
    ),
    Gold(
        "stable",
        """INT. STABLE - DAWN

A MARE stamps in her stall. Beside her a foal, minutes old. YUSUF kneels in the straw with a lantern; his daughter AMAL, 12, watches from the gate.

YUSUF
Bring the blanket.

Amal hands him a blanket and a bottle of milk. Neither of them has a coat.

AMAL
She looks like a ghost.
""",
        "DAWN",
        _set("YUSUF, AMAL"),
        elements={
            "animals": _set("mare, foal"),
            "props": _set("lantern, blanket, bottle of milk"),
            "vehicles": frozenset(),
            "set_dressing": _set("gate"),
            "wardrobe": frozenset(),
            "visual_effects": frozenset(),
        },
        flags=_set("MINOR, ANIMAL"),
    ),
    Gold(
        "trattoria",
        """INT. TRATTORIA - NIGHT

Patrons fill the small room. A waiter glides past with a tray of drinks. At the corner table, BEA and OLU share a bottle of wine.

OLU
(raising his glass)
To the bank that said no.

BEA
To the bear market.

A photo of a racing car hangs above them. Olu takes her hand. They kiss.
""",
        "NIGHT",
        _set("BEA, OLU"),
        background={"patrons": 6, "waiter": 1},
        elements={
            "props": _set("tray of drinks, bottle of wine, glass, photo"),
            "set_dressing": _set("corner table"),
            "vehicles": frozenset(),
            "animals": frozenset(),
        },
        flags=_set("INTIMACY"),
    ),
    Gold(
        "airfield",
        """EXT. AIRFIELD - SUNSET

A rusted biplane. CAPTAIN ROOK (70) polishes the propeller with a rag while his mechanic, DITA, lies under the wing.

DITA
Pass me the wrench.

ROOK
Say please.

He tosses a wrench. It bounces off her helmet. A helicopter passes somewhere in the distance.
""",
        "DUSK",
        _set("ROOK, DITA"),
        elements={
            "vehicles": _set("biplane"),
            "props": _set("rag, wrench"),
            "wardrobe": _set("helmet"),
            "animals": frozenset(),
        },
        flags=_set("VEHICLE, MAGIC-HOUR"),
    ),
    Gold(
        "empty house",
        """INT. ABANDONED HOUSE. CELLAR. NIGHT.

Water drips. Cobwebs on a wine rack. A rat scuttles over a broken mirror and is gone.
""",
        "NIGHT",
        elements={
            "animals": _set("rat"),
            "set_dressing": _set("cobweb, wine rack, mirror"),
            "props": frozenset(),
            "vehicles": frozenset(),
        },
        flags=_set("ANIMAL"),
    ),
    Gold(
        "studio",
        """INT. RADIO STATION - DAY

WANDA "WINNIE" OKORO (40s) leans into a microphone, headphones over her scarf. In the booth, an engineer counts down on his fingers.

WINNIE
Good morning, night owls.

She talks about a lion that escaped from the zoo. On the desk: a stack of records, a cup of coffee, a revolver used as a paperweight.
""",
        "DAY",
        _set("WINNIE"),
        background={"engineer": 1},
        elements={
            "props": _set("microphone, headphones, cup of coffee, revolver"),
            "set_dressing": _set("desk, booth, record"),
            "wardrobe": _set("scarf"),
            "animals": frozenset(),
            "vehicles": frozenset(),
        },
        flags=_set("WEAPON"),
    ),
    Gold(
        "car at night",
        """INT. BAKARY'S TAXI - NIGHT

Bakary drives. In the mirror, his passenger JUNO clutches a briefcase. Her watch ticks.

JUNO
You ever shot anyone?

BAKARY
Only weddings. I had a camera.

She doesn't find it funny.
""",
        "NIGHT",
        _set("BAKARY, JUNO"),
        elements={
            "vehicles": _set("taxi"),
            "props": _set("briefcase"),
            "wardrobe": _set("watch"),
            "animals": frozenset(),
        },
        flags=_set("VEHICLE"),
    ),
    Gold(
        "duel",
        """EXT. FOREST CLEARING - DAWN

Mist. Two swords planted in the grass. SIR EDMUND and THE BARON circle each other without a word, their seconds at the tree line.

The Baron lunges. Edmund falls, blood on his shirt. A crow lands on a stump.
""",
        "DAWN",
        silent=_set("SIR EDMUND, THE BARON"),
        elements={
            "props": _set("sword"),
            "greenery": _set("grass, stump"),
            "animals": _set("crow"),
            "wardrobe": _set("shirt"),
            "special_effects": _set("mist"),
            "makeup_hair": _set("blood"),
            "vehicles": frozenset(),
        },
        flags=_set("STUNT, WEAPON, ANIMAL, MAGIC-HOUR"),
        counts={"sword": 2},
    ),
    Gold(
        "toy shop",
        """INT. TOY SHOP - DAY

A toy train circles a toy castle. Plush tigers watch from the shelves. A boy in a dinosaur costume aims a water pistol at an old woman.

NILS, the owner, wipes the counter and sighs.
""",
        "DAY",
        silent=_set("NILS"),
        background={"boy": 1, "old woman": 1},
        elements={
            "props": _set("toy train, water pistol, plush tiger"),
            "set_dressing": _set("shelf, counter"),
            "animals": frozenset(),
            "vehicles": frozenset(),
            "wardrobe": _set("costume"),
        },
        flags=_set("MINOR"),
    ),
    Gold(
        "night bus",
        """INT. NIGHT BUS, UPPER DECK - NIGHT

Four passengers, far apart. A drunk snores against the glass. PRIYA (19) hugs a cello case as if it were a child.

A phone vibrates somewhere. Not hers. She keeps her eyes on the little screen above the stairs.

PRIYA
(to herself)
Two more stops.

VIKTOR, early 20s, in a paper crown, drops into the seat beside her. He offers her half a sandwich.

VIKTOR
My sister has a parrot that plays the piano.
""",
        "NIGHT",
        _set("PRIYA, VIKTOR"),
        background={"passengers": 4, "drunk": 1},
        elements={
            "props": _set("cello case, paper crown, sandwich"),
            "vehicles": _set("night bus"),
            "animals": frozenset(),
        },
        flags=_set("VEHICLE"),
    ),
    Gold(
        "kitchen fight",
        """INT. RESTAURANT KITCHEN - EVENING

Steam and shouting. Twelve cooks work elbow to elbow. CHEF MAUD (55) throws a frying pan; it clangs off a refrigerator.

MAUD
Who salted my soup?

ELI (17), a dishwasher with a black eye, raises one hand. In the other, a ladle.

Maud snatches a cleaver from the rack and slams it into the cutting board. Nobody breathes. The saw of a distant violin.
""",
        "EVENING",
        _set("MAUD"),
        _set("ELI"),
        background={"cooks": 12},
        elements={
            "props": _set("frying pan, ladle, cleaver, cutting board"),
            "set_dressing": _set("refrigerator"),
            "special_effects": _set("steam"),
            "makeup_hair": _set("black eye"),
            "vehicles": frozenset(),
            "animals": frozenset(),
        },
        flags=_set("MINOR, WEAPON, CROWD"),
    ),
    Gold(
        "desert",
        """EXT. SALT FLATS - DAY

White to every horizon. A pickup truck crawls across it, towing a boat. At the wheel, NADIA, who has not slept. A goat rides beside her, chewing a map.

She brakes. Gets out. Looks through binoculars: nothing, not a tree, not a car.

NADIA
There was a sea here.

The goat bleats.
""",
        "DAY",
        _set("NADIA"),
        elements={
            "vehicles": _set("pickup truck, boat"),
            "animals": _set("goat"),
            "props": _set("map, binoculars"),
            "greenery": frozenset(),
        },
        flags=_set("ANIMAL, VEHICLE"),
    ),
    Gold(
        "wake",
        """INT. PARLOUR - AFTERNOON

A closed coffin on two chairs. A dozen mourners in black coats murmur over teacups. On the mantel a framed photograph of a man with a trout.

OLD FINN (80s) sits alone under the clock, his hat on his knees. GRACE kneels to tie his shoe.

GRACE
He'd have hated the flowers.

FINN
He'd have hated the priest.

Thunder, far off.
""",
        "AFTERNOON",
        _set("FINN, GRACE"),
        background={"mourners": 12},
        elements={
            "props": _set("coffin, teacup, framed photograph"),
            "set_dressing": _set("chair, mantel, clock"),
            "wardrobe": _set("coat, hat, shoe"),
            "animals": frozenset(),
            "sound": _set("thunder"),
        },
        flags=_set("CROWD"),
    ),
    Gold(
        "lift",
        """INT. OFFICE TOWER - LIFT - MORNING

Doors close on HANA and MR. ODUYA. She holds a cactus, a box of files and her breath. He watches the numbers.

The lift jolts. Stops. Lights flicker.

INTERCOM (V.O.)
Please remain calm.

ODUYA
Is that a bomb or a plant?

Hana does not have an answer. She sits down on the floor, opens the box and takes out a flask.
""",
        "MORNING",
        _set("ODUYA"),
        _set("HANA"),
        heard_only=_set("INTERCOM"),
        elements={
            "props": _set("box, flask"),
            "greenery": _set("cactus"),
            "vehicles": frozenset(),
            "animals": frozenset(),
        },
        flags=frozenset(),
    ),
    Gold(
        "frozen lake",
        """EXT. FROZEN LAKE - DUSK

Two girls on ice skates race toward the far shore, their scarves flying. Behind them, slower, their uncle JOACHIM drags a sled of firewood.

A crack like a rifle shot. The older girl falls. Joachim lets go of the rope and runs.

JOACHIM
Lie flat! Don't move!

No dog, no boat, nobody for miles. He crawls to her and pulls her back by the hood of her coat.
""",
        "DUSK",
        _set("JOACHIM"),
        background={"girls": 2},
        elements={
            "props": _set("ice skates, firewood, rope"),
            "vehicles": _set("sled"),
            "wardrobe": _set("scarf, coat, hood"),
            "animals": frozenset(),
        },
        flags=_set("STUNT, MINOR, VEHICLE, MAGIC-HOUR"),
    ),
)
