"""Things the action lines ask for: lexicon matches that survive negation, simile, hearsay and names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ._compounds import FABRICS, TOYS, contained, figure, hue, modifies, part_of_a_name, printed_on, vessel_words
from ._handling import bracketed, described_at, handled_at, put_on, unknown_things, worn_at
from ._hearsay import absent, awaited, depicted, embodied, gone, heard_only, likened, pictured_thing, voice_alone
from ._lexicon import BLOCKED, Entry, Match, eatables, matches, standing, stem
from ._nounhood import is_deed, noun_here
from ._parts import box_of, built_in, only_said
from ._people import people
from ._text import (
    DETERMINERS,
    NUMBERS,
    PREPOSITIONS,
    SUBJECTS,
    Sentence,
    number_before,
)
from ._tropes import trope
from ._verbs import verbs

_MATERIALS = TOYS | frozenset("jade stone ivory clay plaster brass glass wax paper wire straw metal iron ebony".split())
_PAINT = frozenset("gold-tooth lipstick rouge mascara eyeliner eyeshadow blusher".split())
_JEWELS = frozenset("earring necklace brooch bracelet pendant locket tiara pearl cufflink cufflinks".split())
_FIDDLES = frozenset("twists twisting turns straightens adjusts touches fingers fingering fastens fiddles".split())
_CARRIERS = frozenset("animals vehicles props set_dressing greenery sound".split())


_EDIBLE = frozenset(
    "chicken lamb turkey duck crab lobster salmon trout tuna fish goose pig squid octopus eel rabbit quail pheasant "
    "shrimp carp sardine herring turkey bird".split()
)
_EATING = frozenset(
    stem(w)
    for w in "eat eats eating plate fork roast roasted cook cooks oven grill grilled carves carving dinner lunch "
    "sandwich restaurant sauce fried boiled stew soup kitchen chef chews menu waiter dish serves served "
    "plucks guts fillets skins spit oven sushi slices barbecue feast supper platter gravy".split()
)
_SMOKED = frozenset("cigarette cigar pipe tobacco cigarettes cigars".split())
_UNREAL = (("imaginary",), ("invisible",), ("imagined",), ("nonexistent",), ("phantom",))
_DOLLS = frozenset("doll dolls puppet puppets snowman teddy".split())
_SOME = frozenset("few two three four several some more young another".split())
_IN_FLIGHT = frozenset(
    "bounce bounces hit hits whiz whizzes rip rips tear tears catch catches strike strikes slam slams zip zips fly "
    "flies ping pings ricochet ricochets pass passes punch punches rain riddle riddles mostly just streak".split()
)
_OF_GUNS = frozenset("barrel magazine hammer sight chamber cylinder".split())
_GUNS = frozenset("pistol revolver gun rifle shotgun handgun trigger weapon musket carbine glock beretta".split())
_SURE = 0.55
"""Below it an unknown object of a verb such as "puts" is more often no prop than one."""
_TELLING = 4
"""Words of a sentence that is written to show a thing: "A key." """
_ANYBODY = frozenset("he she they his her their him himself herself who we i you".split())
_FILLED = frozenset(
    "surrounded littered lined cluttered strewn decorated crammed hung festooned adorned plastered covered "
    "papered packed stacked filled".split()
)
_SHAM = frozenset("foil cardboard wood paper plastic rubber foam card balsa papier chocolate wool".split())
_JOINERS = PREPOSITIONS | SUBJECTS | frozenset("and or but then while as".split())


@dataclass(frozen=True, slots=True)
class Thing:
    """A noun that stands in the scene, or is heard in it."""

    name: str
    category: str
    start: int
    end: int
    count: int
    weapon: bool
    confidence: float
    new: bool = False
    """Brought in by "a", "another" or a number: not one that was there already."""
    source: str = ""
    """As in ``ElementUse``."""


def things_in(
    s: Sentence, names: frozenset[int], scene_words: frozenset[str], window: frozenset[str]
) -> Iterator[Thing]:
    """Things that a sentence of action puts into the scene.

    Args:
        s: The sentence.
        names: Words of it that are part of a character's name.
        scene_words: Upper-case words of the slugline.
        window: Stems of the words of the whole paragraph, for company an ambiguous word keeps.
    """
    taken = set(names)
    brand: Match | None = None
    kinds: dict[int, str] = {}
    for m in matches(s.low):
        entry = _meaning(s, m, scene_words, window)
        if entry is None:
            continue
        taken.update(range(m.start, m.end))
        kinds.update(dict.fromkeys(range(m.start, m.end), entry.category))
        if entry.category == BLOCKED or refused(s, m, entry, names) or built_in(s, m, entry, kinds):
            continue
        if entry.brand and _brand_of_next(s, m, entry):
            brand = m
            continue
        thing = replace(thing_of(s, m, entry), new=newly(s, m.start))
        if brand is not None and brand.end == m.start:
            made = " ".join(s.low[brand.start : brand.end])
            thing = replace(thing, name=f"{made} {thing.name}", start=brand.start)
        brand = None
        if entry.name == "dog bark" and _acts(s, m):
            thing = replace(thing, name="dog", category="animals")
        if thing.category == "props" and (box := box_of(s, m)):
            thing = replace(thing, name=f"{thing.name} {box}")
        if thing.category == "props" and entry.category == "props" and _scenery(s, thing, names):
            thing = replace(thing, category="set_dressing")
        lives = m.end < len(s.low) and not s.breaks(m.end) and (s.low[m.end].endswith("ing") or s.low[m.end] in verbs())
        if thing.category == "animals" and thing.name in _EDIBLE and _EATING & window and not lives:
            thing = replace(thing, category="props")
        yield thing
    for h in unknown_things(s, frozenset(taken)):
        if h.confidence < _SURE:
            continue
        if not (absent(s, h.at) or likened(s, h.at) or depicted(s, h.at)):
            count = number_before(s, h.at) or (2 if h.plural else 1)
            yield Thing(h.name, h.category, h.at, h.at + 1, count, False, h.confidence, source="verb")


def _acts(s: Sentence, m: Match) -> bool:
    """``The dog barks at Anna``: seen as well as heard, while ``Dogs bark.`` are only heard."""
    known = bool(DETERMINERS & frozenset(s.low[max(0, m.start - 3) : m.start]))
    return known and s.low[m.end : m.end + 1] in (("at",), ("and",), ("its",)) and not s.breaks(m.end)


def _scenery(s: Sentence, thing: Thing, names: frozenset[int]) -> bool:
    """Whether a longer sentence without anybody in it only says what lies about: nobody uses it there."""
    told = len(s.low) <= _TELLING or s.raw[thing.start].isupper() or thing.weapon or thing.name.startswith("toy ")
    if not told and _dressed_with(s, thing.start):
        return True
    if told or names or _ANYBODY & frozenset(s.low) or handled_at(s, thing.start):
        return False
    if thing.name in eatables() or s.low[0] == "inside" or s.low[0] in verbs():
        return False  # food is bought; "Looks through the binoculars." has its subject in the line before
    return not any(
        w in people().role_words or w in people().crowd_alone
        for k, w in enumerate(s.low)
        if not thing.start <= k < thing.end
    )


def _dressed_with(s: Sentence, i: int) -> bool:
    """``surrounded by diplomas``, ``littered with bottles``: what fills a room, whoever sits in it."""
    lead = s.low[max(s.clause_start(i), i - 7) : i]
    return bool(_FILLED & frozenset(lead)) and bool({"with", "by", "in"} & frozenset(lead))


def newly(s: Sentence, i: int) -> bool:
    """Whether the phrase of the noun at word ``i`` begins with "a", "another" or a number."""
    for k in range(i - 1, max(-1, i - 5), -1):
        if s.breaks(k + 1) or s.low[k] in PREPOSITIONS:
            return False
        if s.low[k] in DETERMINERS or s.low[k] in NUMBERS:
            return s.low[k] in ("a", "an", "another", "one") or s.low[k] in NUMBERS
    return False


def _brand_of_next(s: Sentence, m: Match, entry: Entry) -> bool:
    """ "Toyota Landcruiser", "Ford pickup": the make of the vehicle that the next word names."""
    if entry.category != "vehicles" or m.end >= len(s.low) or s.gap[m.end] != " ":
        return False
    following = next(matches(s.low[m.end : m.end + 3]), None)
    return following is not None and following.start == 0 and following.entries[0].category == "vehicles"


def _meaning(s: Sentence, m: Match, scene_words: frozenset[str], window: frozenset[str]) -> Entry | None:
    for entry in m.entries:
        if entry.category == BLOCKED and "camera" in s.low[m.start : m.end]:
            break
        if entry.verby and not noun_here(s, m.start, m.end):
            continue
        if entry.sense is None or _fits(s, m, entry, scene_words, window):
            return entry
    camera = "camera" in s.low[m.start : m.end] and m.entries[0].category == BLOCKED
    if camera and (handled_at(s, m.start) or s.low[m.start - 1 : m.start] == ("with",) or "pictur" in window):
        return Entry("camera", "props")
    for entry in m.entries:  # a thing in somebody's hands needs no company
        full = entry.category == "props" and s.low[m.end : m.end + 1] == ("of",) and s.low[m.start] in vessel_words()
        full = full and s.low[m.end + 1 : m.end + 2] not in (("a",), ("an",), ("the",), ("his",), ("her",))
        held = (
            full
            or (entry.category in ("props", "wardrobe") and bracketed(s, m.start, m.end))
            or (entry.category == "props" and handled_at(s, m.start))
            or (
                entry.category == "wardrobe"
                and (worn_at(s, m.start) or described_at(s, m.start) or _dressed(s, m.start))
            )
        )
        if held and noun_here(s, m.start, m.end) and _fits(s, m, entry, scene_words, window, held=True):
            return entry
    return None


def _dressed(s: Sentence, i: int) -> bool:
    """``steps out in a travelling dress``: "in" and an article lead to the garment at word ``i``."""
    for k in range(i - 1, max(0, i - 4), -1):
        if s.breaks(k + 1):
            return False
        if s.low[k] in ("a", "an", "her", "his", "their"):
            return s.low[k - 1] == "in" and not s.breaks(k)
    return False


def _fits(
    s: Sentence, m: Match, entry: Entry, scene_words: frozenset[str], window: frozenset[str], held: bool = False
) -> bool:
    sense = entry.sense
    if sense is None:
        return True
    before = s.low[m.start - 1] if m.start and not s.breaks(m.start) else ""
    after = s.low[m.end] if m.end < len(s.low) and not s.breaks(m.end) else ""
    if before in sense.not_before or after in sense.not_after:
        return False
    if before and m.start > 1 and f"{s.low[m.start - 2]} {before}" in sense.not_before:
        return False
    own = frozenset(s.low[m.start : m.end])
    if sense.not_near & (frozenset(stem(w) for w in s.low) - own):
        return False
    if held:
        return True
    worn = entry.category == "wardrobe" and m.start > 0 and (before in FABRICS or s.possessive[m.start - 1])
    if sense.before and not worn and not sense.before & _phrase_before(s, m.start):
        return False  # "Anna's tie" and "vinyl pants" need no more
    if sense.scene:
        return bool(sense.scene & scene_words)
    return not sense.near or bool(sense.near & (window - own))


def _phrase_before(s: Sentence, i: int) -> frozenset[str]:
    """The word before word ``i``, and up to two more of the same phrase, so that adjectives may stand between."""
    start = i - 1 if i and not s.breaks(i) else i
    while start > max(0, i - 3) and not s.breaks(start):
        word = s.low[start - 1]
        if s.low[start] in _JOINERS or word in _JOINERS or word in verbs() or s.low[start] in DETERMINERS:
            break
        start -= 1
    return frozenset(s.low[start:i])


def _sign(s: Sentence, m: Match) -> bool:
    """``the 'GUNS AND AMMO' store``: between single quotes, which also are apostrophes."""
    opened = any(s.gap[k].endswith((" '", " ‘")) for k in range(max(1, m.start - 3), m.start + 1))
    closed = any(s.gap[k].startswith(("'", "’")) for k in range(m.end, min(len(s.low), m.end + 4)))
    return opened and closed


def refused(s: Sentence, m: Match, entry: Entry, names: frozenset[int]) -> bool:
    dressed = entry.category == "wardrobe" and {"in", "with"} & frozenset(s.low[max(0, m.start - 3) : m.start])
    if (
        entry.category == "props"
        and m.start
        and s.gap[m.start] == "-"
        and m.end - m.start == 1
        and s.low[m.start - 1] not in NUMBERS
    ):
        return True  # "mock-cordial"
    after = s.low[m.end] if m.end < len(s.low) and not s.breaks(m.end) else ""
    if (entry.name == "bullet" and after in _IN_FLIGHT) or (entry.category == "special_effects" and _no_effect(s, m)):
        return True
    is_a = s.low[m.start - 2 : m.start] in (("is", "a"), ("is", "an")) and m.start > 2
    if is_a and s.low[m.start - 3] in people().body:
        return True  # "His tongue is a boot."
    if _on_a_doll(s, m, entry) or (entry.name == "mask" and "face" in s.low[max(0, m.start - 5) : m.start - 1]):
        return True
    if entry.name in _OF_GUNS and _GUNS & frozenset(s.low):
        return True
    if s.low[m.start - 1 : m.start] in _UNREAL or (entry.name == "paint" and not handled_at(s, m.start)):
        return True
    if s.quoted[m.start] or (not dressed and any(k in names for k in range(m.start, m.end))):
        return True
    return (
        is_deed(s, m, names)
        or only_said(s, m, entry)
        or part_of_a_name(s, m, entry)
        or modifies(s, m, entry)
        or absent(s, m.start)
        or likened(s, m.start)
        or depicted(s, m.start)
        or contained(s, m, entry)
        or figure(s, m)
        or hue(s, m, entry)
        or printed_on(s, m)
        or _sign(s, m)
        or (entry.category == "animals" and (embodied(s, m.start) or trope(s, m.start, m.end)))
        or (entry.category in ("animals", "vehicles") and pictured_thing(s, m.start))
        or (entry.category in ("animals", "vehicles") and awaited(s, m.start))
        or gone(s, m.end)
    )


def _no_effect(s: Sentence, m: Match) -> bool:
    """``a rain of blows``, ``snow on the television``, ``cigarette smoke``, ``her eyes blaze``."""
    before = s.low[m.start - 1] if m.start and not s.breaks(m.start) else ""
    if before in _SMOKED or (before in ("eyes", "cheeks") and s.low[m.start] in ("blaze", "fire", "flame", "smoulder")):
        return True
    tail = s.low[m.end : m.end + 3]
    if tail[:2] == ("on", "the") and tail[2:] in (("television",), ("tv",), ("screen",), ("monitor",)):
        return True
    if s.low[m.end - 1] in ("rain", "snow", "hail", "storm", "fog") and tail[:1] == ("of",):
        return True
    return s.low[m.start] == "flames" and before in SUBJECTS and tail[:1] == ("with",)


def _sham(s: Sentence, m: Match, name: str, category: str, weapon: bool) -> tuple[str, str, bool]:
    """``a jade hippopotamus``, ``a crane made of Lego``, ``a plastic pistol``: made to look like it."""
    before = s.low[m.start - 1] if m.start and not s.breaks(m.start) else ""
    made = s.low[m.end : m.end + 3]
    built = made[:1] == ("made",) and made[1:2] in (("of",), ("with",), ("from",))
    if category in ("animals", "visual_effects") and (built or before in _MATERIALS):
        return f"{'model' if built else before} {name}", "props", False
    if category == "vehicles" and (built or before in TOYS or before == "paper"):
        return f"{'model' if built else before} {name}", "props", False
    if weapon and before in ("toy", "plastic", "fake"):
        return f"{before} {name}", "props", False
    return name, category, weapon and not (made[:2] == ("made", "of") and frozenset(made) & _SHAM)


def _fiddled(s: Sentence, m: Match, name: str) -> bool:
    """``twists her wedding ring``, ``straightens her tiara``: it stays on."""
    lead = s.low[max(s.clause_start(m.start), m.start - 4) : m.start]
    jewel = name in _JEWELS or name.endswith(" ring")
    return jewel and not _FIDDLES.isdisjoint(lead) and ("his" in lead or "her" in lead)


def _unhandled(name: str) -> str:
    """Where a prop belongs that nobody touches in this sentence."""
    if name.replace(" ", "-") in _PAINT:
        return "makeup_hair"
    if name in _JEWELS:
        return "wardrobe"
    return "set_dressing" if name in standing() else "props"


def _on_a_doll(s: Sentence, m: Match, entry: Entry) -> bool:
    """``a doll in a silver dress``, ``a few uniforms keep watch``: worn by a thing, or a name for who wears it."""
    if entry.category != "wardrobe":
        return False
    lead = s.low[max(0, m.start - 5) : m.start]
    if _DOLLS & frozenset(lead) and frozenset(lead) & {"in", "wearing", "with"}:
        return True
    before = lead[-1] if lead else ""
    return entry.name == "uniform" and before in _SOME and not {"in", "wears", "wearing"} & frozenset(lead)


def thing_of(s: Sentence, m: Match, entry: Entry) -> Thing:
    name, category, weapon = entry.name, entry.category, entry.weapon
    name, category, weapon = _sham(s, m, name, category, weapon)
    if category == "set_dressing" and worn_at(s, m.start) and "off" not in s.low[max(0, m.start - 4) : m.start]:
        category = "wardrobe"
    if category == "props" and not weapon and (put_on(s, m.start) or _fiddled(s, m, name)):
        category = "wardrobe"
    elif category == "props" and not handled_at(s, m.start):
        category = _unhandled(name)
    elif category == "set_dressing" and handled_at(s, m.start, "throw"):
        category = "props"
    count = number_before(s, m.start)
    if count is None:
        count = 2 if m.plural and not entry.mass else 1
    if category == "sound" or (count > 1 and not m.plural and not entry.mass):
        count = 1
    caps = s.raw[m.start].isupper() and len(s.raw[m.start]) > 1
    confidence = 0.95 if caps else 0.9
    if entry.sense is not None:
        confidence -= 0.2
    elif entry.verby:
        confidence -= 0.1
    if category in _CARRIERS and category != "sound":
        sound = heard_only(s, m.start, m.end)
        if sound is None and category == "animals":
            sound = voice_alone(s, m.end)
        if sound is not None:
            return Thing(f"{name} {sound}".strip(), "sound", m.start, m.end, 1, False, round(confidence - 0.1, 2))
    return Thing(name, category, m.start, m.end, count, weapon, round(confidence, 2))
