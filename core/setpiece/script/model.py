"""What a script department hands on: the screenplay as read, and its breakdown. Structs only."""

from __future__ import annotations

from typing import Literal

import msgspec

ElementKind = Literal[
    "title", "heading", "action", "character", "dialogue", "parenthetical", "transition", "shot",
    "lyric", "centered", "section", "synopsis", "note", "boneyard", "page_break", "blank",
]  # fmt: skip
TimeOfDay = Literal["DAY", "NIGHT", "DAWN", "DUSK", "MORNING", "AFTERNOON", "EVENING"]


class Span(msgspec.Struct, frozen=True, gc=False):
    """Where in the source. Lines and columns from 1, bytes from 0; end is exclusive."""

    line: int
    column: int
    byte: int
    end_line: int
    end_byte: int


class StyleRun(msgspec.Struct, frozen=True, gc=False):
    """A stretch of an element's text in one style; offsets count characters, end is exclusive."""

    start: int
    end: int
    style: Literal["bold", "italic", "underline", "strikeout"]


class RevisionRun(msgspec.Struct, frozen=True, gc=False):
    """A stretch of an element's text that a revision set changed; offsets as in ``StyleRun``."""

    start: int
    end: int
    revision: int


class Element(msgspec.Struct, frozen=True, gc=False):
    """One screenplay element. ``text`` is unescaped for reading; the source keeps the bytes."""

    kind: ElementKind
    text: str
    span: Span
    forced: bool = False
    dual: bool = False
    extension: str = ""
    """(V.O.), (O.S.), (CONT'D) of a character cue, without brackets."""
    level: int = 0
    number: str = ""
    """Scene number of a heading, as written, without the hashes."""
    styles: tuple[StyleRun, ...] = ()
    """Emphasis, sorted by start; runs of different styles may overlap."""
    embedded_id: str = ""
    """A scene's id that a storyboarding program wrote behind its number, as in ``#1-ZX3ZM#``."""
    revision: int = 0
    """Id of the latest revision set that touched it; 0 for none."""
    revised: tuple[RevisionRun, ...] = ()
    """Which words it touched; empty when all of them."""
    label: str = ""
    """What the source calls the paragraph where ``kind`` does not say it: Cast List, New Act, General."""
    page: int = 0
    """Page of the file it was read from, from 1; 0 where the source has no pages."""


class Finding(msgspec.Struct, frozen=True):
    """Something a person should look at."""

    severity: Literal["error", "warning", "note"]
    message: str
    line: int = 0
    remedy: str = ""
    code: str = ""


class ArcBeat(msgspec.Struct, frozen=True):
    """What a scene does to one character, as the writer noted it."""

    character: str
    text: str = ""


class SceneProperties(msgspec.Struct, frozen=True):
    """What a screenwriting program keeps beside a heading."""

    length_eighths: int = 0
    """Stored page length; 0 when none is stored."""
    page: str = ""
    title: str = ""
    color: str = ""
    """As stored: ``#RRRRGGGGBBBB``."""
    summary: str = ""
    arc_beats: tuple[ArcBeat, ...] = ()


class ScriptNote(msgspec.Struct, frozen=True):
    """A note with what the program knows of it; its text is also an element of kind ``note``."""

    text: str
    element: int = -1
    """Index of that element in ``Screenplay.elements``."""
    name: str = ""
    author: str = ""
    color: str = ""
    kind: str = ""
    created: str = ""
    changed: str = ""


class RevisionSet(msgspec.Struct, frozen=True):
    """One coloured revision; ``Element.revision`` names it by ``id``."""

    id: int
    name: str
    color: str = ""
    page_color: str = ""
    mark: str = "*"


class ScriptScene(msgspec.Struct, frozen=True):
    """A numbered script scene: its heading and everything below it."""

    number: str
    heading: Element
    elements: tuple[Element, ...]
    """Without the heading. Spans are absolute."""
    properties: SceneProperties | None = None


class Screenplay(msgspec.Struct, frozen=True):
    """A draft as read. ``elements`` is everything, in order; scenes slice it."""

    name: str
    title_page: dict[str, tuple[str, ...]]
    elements: tuple[Element, ...]
    scenes: tuple[ScriptScene, ...]
    findings: tuple[Finding, ...]
    encoding: str = "utf-8"
    format: str = "fountain"
    """What it was read from: fountain, fdx ..."""
    format_version: str = ""
    revisions: tuple[RevisionSet, ...] = ()
    active_revision: int = 0
    notes: tuple[ScriptNote, ...] = ()
    smart_type: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict[str, tuple[str, ...]])
    """Lists the program completes from: characters, extensions, scene_intros, locations, times_of_day, transitions."""
    locked_pages: tuple[dict[str, str], ...] = ()
    """Attributes of each locked page, as stored; empty when pages are not locked."""
    omitted: tuple[str, ...] = ()
    """Numbers of scenes that were cut and whose numbers are kept (``OMITTED``); they are no scenes."""


# --- breakdown: scene-relative, so that it survives insertions above --------------------------


class SceneCast(msgspec.Struct, frozen=True):
    """A character in one scene. ``cast_id`` is minted once per production."""

    cast_id: str
    name: str
    speaking: bool = False
    heard_only: bool = False
    minor: bool = False
    female: bool | None = None
    """None when the script does not tell."""
    age: int | None = None
    posture: Literal["stand", "sit", "lie", "kneel", "drive", "walk", "run", ""] = ""
    """How the action has them for most of the scene; empty when it says nothing."""


class ElementUse(msgspec.Struct, frozen=True):
    """A prop, vehicle, animal ... that the scene's text asks for."""

    name: str
    explicit: bool
    confidence: float
    line: int
    """Lines below the slugline."""
    quote: str
    count: int = 1
    source: str = ""
    """Whose word it is where it is not the reader's own lexicon: ``verb`` (an unknown noun that somebody handles),
    ``wordnet``, ``proposal``."""


class Background(msgspec.Struct, frozen=True):
    """Extras: what they are and how many."""

    what: str
    count: int


class Beat(msgspec.Struct, frozen=True):
    """One thing that happens: a paragraph of action or a turn of dialogue.

    ``fingerprint`` is a hash of the normalised text; ids are minted from it by the ledger.
    """

    kind: Literal["establish", "action", "dialogue", "move", "reveal", "insert", "enter", "exit", "cue"]
    line: int
    text: str
    frames: int
    fingerprint: str
    speaker: str = ""
    """cast_id."""
    subjects: tuple[str, ...] = ()
    """cast_ids seen doing it, most important first."""
    props: tuple[str, ...] = ()
    """Names out of ``elements``."""
    verbs: tuple[str, ...] = ()
    intensity: int = 0
    """0 calm .. 3 peak: tightens size."""
    id: str = ""
    """Minted by the ledger when the scene is matched with the draft before."""
    cue: str = ""
    """CLOSE ON, ANGLE ON, POV, INSERT, WIDE ...: a shot the writer asked for."""


class SceneBreakdown(msgspec.Struct, frozen=True):
    """One scene's sheet. Nothing in it depends on other scenes but the cast ids."""

    number: str
    heading: str
    int_ext: Literal["INT", "EXT", "INT/EXT"]
    location: str
    sublocation: str
    time_of_day: TimeOfDay
    """CONTINUOUS, LATER, SAME ... are resolved to the scene before."""
    time_words: str
    """As written after the last dash; empty when the heading has none."""
    eighths: int
    mood: tuple[str, ...]
    """Of: calm, tense, romantic, sad, comic, action, horror, noir, joyful, eerie."""
    cast: tuple[SceneCast, ...]
    background: tuple[Background, ...]
    elements: dict[str, tuple[ElementUse, ...]]
    """Category (props, vehicles, animals, set_dressing, wardrobe, ...) -> uses."""
    beats: tuple[Beat, ...]
    flags: tuple[str, ...]
    findings: tuple[Finding, ...] = ()
    script_day: int = 1
    weather: str = ""
    """snow, rain, fog, wind, sun or cloud; empty when the scene does not tell."""
    tension: tuple[int, ...] = ()
    """From 0 to 9 for each beat."""
    set_parent: str = ""
    """The building or place the set is part of: ANNA'S HOUSE of a KITCHEN; empty when it is one itself."""
    track: Literal["", "flashback", "flashforward", "dream"] = ""
    """The time line; empty for the main one."""


class CastMember(msgspec.Struct, frozen=True):
    """A character over the whole production."""

    cast_id: str
    name: str
    aliases: tuple[str, ...] = ()
    speaking: bool = False
    minor: bool = False
    female: bool | None = None
    age: int | None = None


class Carried(msgspec.Struct, frozen=True):
    """Something that stays with a member of the cast from one scene into later ones."""

    member: str
    """Name, as in the sheets."""
    kind: Literal["wound", "wardrobe", "prop"]
    name: str
    since: str
    """Id of the scene that brings it."""
    scenes: tuple[str, ...]
    """Ids of the later scenes it is seen in, in script order."""


class Breakdown(msgspec.Struct, frozen=True):
    """The production's breakdown: scenes by scene id, in script order, and the cast."""

    scenes: dict[str, SceneBreakdown]
    cast: tuple[CastMember, ...]
    findings: tuple[Finding, ...] = ()
    continuity: tuple[Carried, ...] = ()
