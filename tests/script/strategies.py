"""Screenplays as a reader can hand them out, of texts that are hard to write."""

from __future__ import annotations

from hypothesis import strategies as st

from setpiece.script._inline import sayable
from setpiece.script.model import Element, Screenplay, Span, StyleRun

NOWHERE = Span(1, 1, 0, 1, 0)
WORDS = st.sampled_from(
    """INT. EXT. EST. INT I/E TO: CUT FADE IN: Title: date: Author: ANNA Bob é É ß 日本 МАША маша R2D2 23 ... .x . ! !! @ > < ~ = == ===
    # ## #1# #4 ( ) (V.O.) ^ * ** *** _ __ \\ \\\\ / // [ [[ ]] ] : http://x *69 snake_case {{INCLUDE x}} a b c I E ， （ ） 。 ÿ - –""".split()
)  # fmt: skip
STYLES = st.sampled_from(("bold", "italic", "underline"))


@st.composite
def lines(draw: st.DrawFn, *, least: int = 1) -> str:
    """A line with single spaces, or now and then two, nothing at its ends."""
    words = draw(st.lists(WORDS, min_size=least, max_size=5))
    gap = draw(st.sampled_from((" ", " ", "", "  ", "\u00a0")))
    return gap.join(words).strip()


@st.composite
def styles(draw: st.DrawFn, text: str) -> tuple[StyleRun, ...]:
    if not text or draw(st.booleans()):
        return ()
    place = st.integers(0, len(text))
    found = draw(st.lists(st.tuples(place, place, STYLES), max_size=4))
    return sayable(text, [StyleRun(min(a, b), max(a, b), s) for a, b, s in found])


@st.composite
def element(draw: st.DrawFn, kind: str, text: str, **more: object) -> Element:
    return Element(kind, text, NOWHERE, styles=draw(styles(text)), **more)  # type: ignore[arg-type]


def _starts(text: str, *heads: str) -> bool:
    return text.startswith(heads)


@st.composite
def headings(draw: st.DrawFn) -> Element:
    start = draw(st.sampled_from(("INT. ", "EXT. ", "I/E ", "int. ", "", "4", "x ")))
    text = " ".join((start + draw(lines())).split())
    text = text if text[0].isalnum() else f"A{text}"
    number = draw(st.sampled_from(("", "", "1", "1A", "I-1-A", "110.2", "12/A")))
    known = draw(st.sampled_from(("", "ZX3ZM"))) if number == "1" else ""
    return draw(element("heading", text, number=number, embedded_id=known))


@st.composite
def actions(draw: st.DrawFn) -> Element:
    indent = draw(st.sampled_from(("", "", "    ", " ")))
    return draw(element("action", "\n".join(indent + x for x in draw(st.lists(lines(), min_size=1, max_size=3)))))


@st.composite
def speeches(draw: st.DrawFn, *, after_speech: bool = False) -> list[Element]:
    dual = after_speech and draw(st.booleans())
    name = " ".join(draw(lines()).translate(str.maketrans("", "", "()（）")).split()).rstrip("^ ") or "BOB"
    extension = draw(st.sampled_from(("", "", "V.O.", "on the phone", "O.S., CONT'D", "*so*, to say", "a_b", "23, x")))
    found = [draw(element("character", name, extension=extension, dual=dual))]
    before = ""
    for kind in draw(st.lists(st.sampled_from(("dialogue", "parenthetical", "lyric", "note", "boneyard")), max_size=5)):
        if kind in ("note", "boneyard"):
            if before not in ("dialogue", "lyric"):
                found.append(draw(masked(kind)))
            continue
        if kind == before and kind != "parenthetical":
            continue
        before = kind
        if kind == "parenthetical":
            text = f"({draw(lines())})"
            inner = draw(styles(text[1:-1]))
            runs = tuple(StyleRun(r.start + 1, r.end + 1, r.style) for r in inner)
            found.append(Element("parenthetical", text, NOWHERE, styles=runs, dual=dual))
        elif kind == "lyric":
            found.append(draw(element("lyric", "\n".join(draw(st.lists(lines(), min_size=1, max_size=2))), dual=dual)))
        else:
            text = draw(st.sampled_from(("\n", "\n\n", "\n\n\n"))).join(draw(st.lists(lines(), min_size=1, max_size=3)))
            found.append(draw(element("dialogue", text, dual=dual)))
    if not any(e.kind in ("dialogue", "parenthetical", "lyric") for e in found):
        found.append(draw(element("dialogue", draw(lines()), dual=dual)))
    return found


@st.composite
def masked(draw: st.DrawFn, kind: str) -> Element:
    text = "\n".join(draw(st.lists(lines(), min_size=1, max_size=3)))
    text = text.replace("]]", "").replace("/", "").replace("*", "").strip().removesuffix("]").strip()
    return Element(kind, text, NOWHERE)  # type: ignore[arg-type]


@st.composite
def blocks(draw: st.DrawFn, before: list[Element]) -> list[Element]:
    said = next((e.kind for e in reversed(before) if e.kind not in ("blank", "note", "boneyard")), "")
    kind = draw(
        st.sampled_from(
            ("action", "heading", "speech", "transition", "centered", "lyric", "section", "synopsis", "page_break",
             "shot", "note", "boneyard", "blank")
        )
    )  # fmt: skip
    match kind:
        case "action":
            return [draw(actions())]
        case "heading":
            return [draw(headings())]
        case "speech":
            return draw(speeches(after_speech=said in ("dialogue", "parenthetical", "lyric")))
        case "transition":
            text = draw(st.sampled_from(("CUT TO:", "FADE OUT.", "", "> SMASH TO:", "DATE: X TO:"))) or draw(lines())
            return [draw(element("transition", text))]
        case "centered" | "lyric":
            return [draw(element(kind, "\n".join(draw(st.lists(lines(), min_size=1, max_size=3)))))]
        case "section":
            return [draw(element("section", draw(lines()), level=draw(st.integers(1, 6))))]
        case "synopsis" | "shot":
            text = draw(lines()).lstrip("=").strip() if kind == "synopsis" else draw(lines())
            return [draw(element(kind, text))]
        case "note" | "boneyard":
            return [draw(masked(kind))]
        case "blank":
            if not said or said == "title" or before[-1].kind == "blank":
                return []
            return [Element("blank", "\n" * draw(st.integers(1, 3)), NOWHERE)]
        case _:
            return [Element("page_break", "", NOWHERE)]


@st.composite
def title_pages(draw: st.DrawFn) -> list[Element]:
    found = []
    for key in draw(st.lists(st.sampled_from(("title", "credit", "draft date", "fmt", "odd key")), unique=True)):
        value = "\n".join(draw(st.lists(lines(), min_size=1, max_size=3)))
        at = len(key) + 2
        runs = tuple(StyleRun(r.start + at, r.end + at, r.style) for r in draw(styles(value)))
        found.append(Element("title", f"{key}: {value}", NOWHERE, styles=runs))
    return found if any(not e.text.startswith("odd key") for e in found) else []


@st.composite
def screenplays(draw: st.DrawFn) -> Screenplay:
    """A screenplay of up to a dozen blocks."""
    elements = draw(title_pages())
    for _ in range(draw(st.integers(1, 10))):
        elements = [*elements, *draw(blocks(elements))]
    while elements and elements[-1].kind in ("blank", "note", "boneyard"):
        elements.pop()
    elements.append(draw(actions()))
    return Screenplay("x", {}, tuple(elements), (), ())
