"""Breakdowns to report on: names people and machines come up with, and ordinary scenes made at random."""

from hypothesis import strategies as st

from setpiece.script.model import Background, Beat, Breakdown, CastMember, ElementUse, SceneBreakdown, SceneCast

NAMES = (
    '=HYPERLINK("http://x","y")', "+1", "-2+3", "@SUM(A1)", "\t=1", "＝1", "../../etc/passwd", "C:\\con", "a\x00b\x1b[31m\x7f",
    "x" * 5000, "word " * 800, "שלום עולם", "مرحبا بالعالم", "日本の刀", "ЖЕНЩИНА", "Ünïcødé", "नमस्ते", "ไทย", "👩‍🚀 astronaut",
    "\U0010fffd\ue000", "a\u202eb", "‘quoted’ – dash", "<b>&amp;</b>", "%s %(x)s {0}", "\ufeffbom", "line\nbreak\r\n", "", "   ",
    'a "quoted", name', "\ud800lone", "1/8", "3-4",
)  # fmt: skip

TIMES = ("DAY", "NIGHT", "DAWN", "DUSK", "MORNING", "AFTERNOON", "EVENING")


def use(name: str, count: int = 1, *, explicit: bool = True) -> ElementUse:
    return ElementUse(name, explicit, 0.9, 1, f"the {name}", count)


def scene(number: str = "1", **more) -> SceneBreakdown:
    given = {
        "number": number, "heading": f"INT. KITCHEN - DAY ({number})", "int_ext": "INT", "location": "KITCHEN",
        "sublocation": "", "time_of_day": "DAY", "time_words": "DAY", "eighths": 4, "mood": (), "cast": (),
        "background": (), "elements": {}, "beats": (), "flags": (),
    }  # fmt: skip
    return SceneBreakdown(**{**given, **more})


def hostile() -> Breakdown:
    """Every bad name as a character, an element, a place, a number and a sentence."""
    scenes = {}
    for i, name in enumerate(NAMES):
        cast = tuple(
            SceneCast(f"c{j}", n, speaking=j % 2 == 0, heard_only=j % 5 == 0, minor=j % 4 == 0) for j, n in enumerate(NAMES)
        )
        scenes[f"s{i}"] = scene(
            name if i % 2 else str(i),
            heading=name, location=name, sublocation=NAMES[-i], int_ext=("INT", "EXT", "INT/EXT")[i % 3],
            time_of_day=TIMES[i % len(TIMES)], eighths=i % 20, cast=cast, background=(Background(name, 30),),
            elements={
                "props": tuple(use(n, 3) for n in NAMES), "nobody_knows": (use(NAMES[i - 3]),), "sfx": (use("smoke"),),
                "special_effects": (use("Smoke", explicit=False),),
            },
            beats=(Beat("action", 1, name, 40, "f"), Beat("dialogue", 2, name, 20, "g", speaker="c0")), flags=("CROWD",),
        )  # fmt: skip
    return Breakdown(scenes, tuple(CastMember(f"c{j}", n, aliases=(n, "")) for j, n in enumerate(NAMES)))


def film() -> Breakdown:
    """Four scenes with known answers."""
    anna = SceneCast("c1", "ANNA", speaking=True)
    kolya = SceneCast("c2", "KOLYA", minor=True)
    voice = SceneCast("c3", "RADIO VOICE", speaking=True, heard_only=True)
    said = tuple(Beat("dialogue", i, "So.", 30, str(i), speaker="c1") for i in range(3))
    return Breakdown(
        {
            "a": scene("1", eighths=3, cast=(kolya, anna), beats=(Beat("action", 1, "Anna waits.", 40, "x"), *said),
                       elements={"props": (use("knife"), use("letter", explicit=False)), "sfx": (use("smoke"),)}),
            "b": scene("2", int_ext="EXT", location="STREET", sublocation="CORNER", time_of_day="NIGHT", eighths=12,
                       cast=(anna, voice), background=(Background("passers-by", 12),),
                       elements={"vehicles": (use("taxi", 2),), "props": (use("Knife", 3),)}, script_day=2),
            "c": scene("2A", int_ext="INT/EXT", location="CAR", time_of_day="DUSK", eighths=1, cast=(anna, kolya)),
            "d": scene("3", eighths=8, time_of_day="EVENING"),
        },
        (CastMember("c2", "KOLYA", minor=True, age=9), CastMember("c1", "ANNA", ("MUM",), speaking=True, age=34),
         CastMember("c3", "RADIO VOICE", speaking=True), CastMember("c4", "NEVER SEEN")),
    )  # fmt: skip


_words = st.sampled_from(("knife", "Knife", "taxi", "dog", "ring", "rain", "=x", "日本", "letter", "LETTER"))
_people = st.integers(0, 9).map(lambda i: SceneCast(f"c{i}", f"P{i}", speaking=i % 2 == 0, heard_only=i == 4, minor=i == 7))
_uses = st.lists(st.builds(ElementUse, _words, st.booleans(), st.just(0.9), st.just(1), st.just("q"), st.integers(1, 5)), max_size=4)
_keys = st.sampled_from(("props", "vehicles", "sfx", "special_effects", "vfx", "odd_things", "stunts"))
_scenes = st.builds(
    lambda number, io, place, time, eighths, cast, elements, extras: scene(
        number, int_ext=io, location=place, time_of_day=time, eighths=eighths, cast=tuple(cast),
        elements={k: tuple(v) for k, v in elements.items()}, background=tuple(Background(w, 3) for w in extras),
    ),
    st.sampled_from(("", "1", "2", "2A", "10")), st.sampled_from(("INT", "EXT", "INT/EXT")),
    st.sampled_from(("KITCHEN", "STREET", "")), st.sampled_from(TIMES), st.integers(1, 40), st.lists(_people, max_size=5),
    st.dictionaries(_keys, _uses, max_size=4), st.lists(_words, max_size=3),
)  # fmt: skip
breakdowns = st.lists(_scenes, max_size=7).map(
    lambda scenes: Breakdown({f"s{i}": s for i, s in enumerate(scenes)}, tuple(CastMember(f"c{i}", f"P{i}") for i in range(6)))
)
