"""Writes any screenplay as a Final Draft file, version 5, that the reader reads back element for element."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Sequence
from itertools import pairwise

from ..model import Element, RevisionSet, SceneProperties, Screenplay, ScriptNote, Span, StyleRun
from ._lists import LISTS, spell_eighths
from ._markup import attribute, empty, escaped, tag
from ._paragraphs import Paragraph, lay_out
from ._read import BONEYARD
from ._runs import STYLES
from ._settings import (
    ALWAYS,
    LAYOUTS,
    continueds,
    element_settings,
    font,
    header,
    page,
    paragraph_spec,
    standard_revisions,
)
from ._tags import Numbered, TagSet, number_marks, tag_data
from ._title import lay_out as lay_out_title
from ._tree import Node
from ._types import Kinds

_INTRO = re.compile(r"(?:INT\.?\s?/\s?EXT|EXT\.?\s?/\s?INT|I\.?/E|INT|EXT|EST)(?:\.|(?=\s))", re.IGNORECASE)
_TIME = re.compile(r"\s[-–—]\s*([^-–—]+)$")

_NOWHERE = Span(1, 1, 0, 1, 0)


def write_fdx(screenplay: Screenplay, tags: TagSet | None = None) -> bytes:
    """A Final Draft file (version 5, UTF-8) of a screenplay, whatever that was read from.

    ``read_fdx`` gives back equal elements but for what Final Draft cannot say: places in the source, Fountain's
    forcing marks, notes inside the title page (they come before the script), characters XML has no spelling for.

    Args:
        screenplay: The screenplay.
        tags: Breakdown tags; marks name elements by their index.

    Returns:
        The file's bytes; the same for the same input.
    """
    return _Writer(screenplay, tags).file().encode("utf-8")


def spans_of_text(element: Element, stretches: Sequence[tuple[int, int, int]]) -> list[tuple[str, str]]:
    """The element's text in runs of one style, revision and tag: (attributes, text)."""
    text = element.text
    turns: dict[int, list[tuple[str, int, int]]] = {0: [], len(text): []}

    def cover(start: int, end: int, what: str, value: int) -> None:
        if start < end:
            turns.setdefault(max(0, start), []).append((what, value, 1))
            turns.setdefault(min(len(text), end), []).append((what, value, -1))

    for run in element.styles:
        cover(run.start, run.end, run.style, 0)
    for part in element.revised:
        cover(part.start, part.end, "revision", part.revision)
    for start, end, number in stretches:
        cover(start, end, "tag", number)
    on: Counter[tuple[str, int]] = Counter()
    out: list[tuple[str, str]] = []
    for start, end in pairwise(sorted(turns)):
        for what, value, step in turns[start]:
            on[what, value] += step
        on = Counter({key: count for key, count in on.items() if count})
        revision = max((value for what, value in on if what == "revision"), default=0)
        values = _run_values(on, revision if element.revised else element.revision)
        if out and out[-1][0] == values:
            out[-1] = (values, out[-1][1] + text[start:end])
        else:
            out.append((values, text[start:end]))
    return out


def _run_values(on: Collection[tuple[str, int]], revision: int) -> str:
    style = "+".join(name.capitalize() for name in STYLES if (name, 0) in on)
    marked = max((value for what, value in on if what == "tag"), default=0)
    return (
        (attribute("RevisionID", str(revision)) if revision else "")
        + (attribute("Style", style) if style else "")
        + (attribute("TagNumber", str(marked)) if marked else "")
    )


class _Writer:
    """Collects the file's lines."""

    def __init__(self, play: Screenplay, tags: TagSet | None) -> None:
        self.play, self.tags = play, tags
        self.numbered = number_marks(tags) if tags is not None else Numbered({}, [])
        self.notes = {note.element: note for note in play.notes}
        known = {s.heading.span: s.properties for s in play.scenes if s.properties}
        self.properties = {
            i: known[e.span] for i, e in enumerate(play.elements) if e.kind == "heading" and e.span in known
        }
        self.lines: list[str] = []

    def file(self) -> str:
        """The whole file."""
        kinds = Kinds(Node("FinalDraft", {}, 0, 1, 1))
        layout = lay_out(self.play.elements, kinds)
        self.lines = [
            '<?xml version="1.0" encoding="UTF-8" standalone="no" ?>',
            tag("FinalDraft", DocumentType="Script", Template="No", Version="5"),
            "  <Content>",
        ]
        for paragraph in layout.paragraphs:
            self._paragraph(paragraph, "    ")
        self.lines.append("  </Content>")
        self.lines += header(first_page=False)
        self.lines += page()
        self.lines += element_settings(self._types(layout.types))
        self._title_page()
        if layout.loose_notes:
            self.lines.append("  <UnanchoredScriptNotes>")
            self._notes(layout.loose_notes, "    ")
            self.lines.append("  </UnanchoredScriptNotes>")
        self._smart_type()
        self.lines += continueds()
        self._locked_pages()
        self._revisions()
        self._numbers()
        if self.tags is not None:
            self.lines.append(tag_data(self.tags, self.numbered))
        return "\n".join([*self.lines, "</FinalDraft>", ""])

    # --- content

    def _paragraph(self, p: Paragraph, pad: str) -> None:
        element = self.play.elements[p.element] if p.element >= 0 else None
        number = element.number if element is not None and element.kind == "heading" else ""
        if element is not None and number and element.embedded_id:
            number = f"{number}-{element.embedded_id}"
        opening = tag(
            "Paragraph", Alignment="Center" if p.centred else None, Number=number or None,
            StartsNewPage="Yes" if p.new_page else None, Type=p.type,
        )  # fmt: skip
        self.lines.append(pad + opening)
        inner = pad + "  "
        if element is not None and element.kind == "heading":
            self._properties(p, self.properties.get(p.element), inner)
        if p.columns:
            self.lines.append(f"{inner}<DualDialogue>")
            for column in p.columns:
                self._paragraph(column, inner + "  ")
            self.lines.append(f"{inner}</DualDialogue>")
        self._notes(p.notes, inner)
        if element is None:
            self.lines.append(f"{inner}<Text></Text>")
        else:
            self._text(p.element, element, inner)
        self.lines.append(f"{pad}</Paragraph>")

    def _text(self, index: int, element: Element, pad: str) -> None:
        runs = spans_of_text(element, self.numbered.stretches.get(index, ()))
        if element.kind == "character" and element.extension:
            values = attribute("RevisionID", str(element.revision)) if element.revision and not element.revised else ""
            if runs and runs[-1][0] == values:
                runs[-1] = (values, f"{runs[-1][1]} ({element.extension})")
            else:
                runs.append((values, f" ({element.extension})"))
        self.lines += [f"{pad}<Text{values}>{escaped(text)}</Text>" for values, text in runs or [("", "")]]

    def _properties(self, p: Paragraph, stored: SceneProperties | None, pad: str) -> None:
        known = stored or SceneProperties()
        said = [self.play.elements[i] for i in p.summary]
        if not said and known.summary:
            said = [Element("synopsis", line, self.play.elements[p.element].span) for line in known.summary.split("\n")]
        self.lines.append(
            pad
            + tag(
                "SceneProperties", Color=known.color or None, Length=spell_eighths(known.length_eighths) or None,
                Page=known.page or None, Title=known.title,
            )
        )  # fmt: skip
        if said:
            self.lines.append(f"{pad}  <Summary>")
            for element in said:
                runs = "".join(f"<Text{v}>{escaped(t)}</Text>" for v, t in spans_of_text(element, ()))
                self.lines.append(f"{pad}    <Paragraph>{runs}</Paragraph>")
            self.lines.append(f"{pad}  </Summary>")
        if not known.arc_beats:
            self.lines += [f"{pad}  <SceneArcBeats/>", f"{pad}</SceneProperties>"]
            return
        self.lines.append(f"{pad}  <SceneArcBeats>")
        for beat in known.arc_beats:
            text = f"<Paragraph><Text>{escaped(beat.text)}</Text></Paragraph>" if beat.text else ""
            self.lines.append(f"{pad}    {tag('CharacterArcBeat', Name=beat.character)}{text}</CharacterArcBeat>")
        self.lines += [f"{pad}  </SceneArcBeats>", f"{pad}</SceneProperties>"]

    def _notes(self, indices: Sequence[int], pad: str) -> None:
        for index in indices:
            element = self.play.elements[index]
            note = self.notes.get(index) or ScriptNote(element.text)
            name = BONEYARD if element.kind == "boneyard" else note.name
            self.lines.append(
                pad
                + tag(
                    "ScriptNote", Author=note.author, Color=note.color or "#FFFFFFFF0000",
                    DateModified=note.changed or None, DateTime=note.created or None, Name=name, Type=note.kind,
                )
            )  # fmt: skip
            self.lines += [
                f"{pad}  <Paragraph><Text>{escaped(line)}</Text></Paragraph>" for line in element.text.split("\n")
            ]
            self.lines.append(f"{pad}</ScriptNote>")

    # --- beside the script

    def _title_page(self) -> None:
        entries: list[tuple[str, tuple[str, ...]]] = []
        styles: list[dict[int, list[StyleRun]]] = []
        for element in self.play.elements:
            if element.kind == "title":
                key, _, rest = element.text.partition(":")
                values = tuple(rest.removeprefix(" ").split("\n")) if rest.strip() else ()
                entries.append((key, values))
                styles.append(_by_line(element, len(key) + 2))
        entries = entries or list(self.play.title_page.items())
        self.lines.append("  <TitlePage>")
        self.lines += [f"  {line}" for line in header(first_page=False)]
        self.lines.append("    <Content>")
        for line in lay_out_title(entries):
            entry, value = line.value or (-1, -1)
            shift = len(line.text) - len(entries[entry][1][value]) if line.value else 0
            own = styles[entry].get(value, []) if line.value and styles else []
            shifted = tuple(StyleRun(s.start + shift, s.end + shift, s.style) for s in own)
            runs = spans_of_text(Element("title", line.text, _NOWHERE, styles=shifted), ()) or [("", "")]
            words = "".join(f"<Text{values}>{escaped(text)}</Text>" for values, text in runs)
            spec = paragraph_spec("Center" if line.centred else "Left", "1.00", "7.50")
            self.lines.append(f"      {spec}{words}</Paragraph>")
        self.lines += ["    </Content>", "  </TitlePage>"]

    def _types(self, used: dict[str, str]) -> dict[str, tuple[str, bool]]:
        """Types with settings; capitals only where they change no text."""
        mixed: set[str] = set()
        for element in self.play.elements:
            shown = f"{element.text} ({element.extension})" if element.extension else element.text
            if shown != shown.upper():
                mixed |= {element.kind, element.label}
        names = {name: name for name in ALWAYS} | used
        kind_of = {"Scene Heading": "heading", "Cast List": "action"}
        return {
            name: (base, name in LAYOUTS and not {kind_of.get(name, name.lower()), name} & mixed)
            for name, base in names.items()
        }

    def _smart_type(self) -> None:
        lists = self.play.smart_type or derived_lists(self.play.elements)
        self.lines.append("  <SmartType>")
        for outer, inner, key in LISTS:
            separator = attribute("Separator", {"scene_intros": ". ", "times_of_day": " - "}.get(key, ""))
            self.lines.append(f"    <{outer}{separator if key in ('scene_intros', 'times_of_day') else ''}>")
            self.lines += [f"      <{inner}>{escaped(value)}</{inner}>" for value in lists.get(key, ())]
            self.lines.append(f"    </{outer}>")
        self.lines.append("  </SmartType>")

    def _revisions(self) -> None:
        latest = max((e.revision for e in self.play.elements), default=0)
        sets: Sequence[RevisionSet] = self.play.revisions or standard_revisions(max(latest, 8))
        active = self.play.active_revision or max(latest, 1)
        self.lines.append(
            "  "
            + tag(
                "Revisions", ActiveSet=str(active), Location="7.75", RevisionMode="No", RevisionsShown="Active",
                ShowAllMarks="No", ShowAllSets="No", ShowPageColor="No",
            )
        )  # fmt: skip
        self.lines += [
            "    "
            + empty(
                "Revision", Color=r.color, FullRevision="No", ID=str(r.id), Mark=r.mark, Name=r.name,
                PageColor=r.page_color, Style="",
            )
            for r in sets
        ]  # fmt: skip
        self.lines.append("  </Revisions>")

    def _locked_pages(self) -> None:
        if not self.play.locked_pages:
            self.lines.append("  <LockedPages/>")
            return
        self.lines.append("  <LockedPages>")
        for pages in self.play.locked_pages:
            values = "".join(attribute(k, v) for k, v in pages.items() if re.fullmatch(r"[A-Za-z_][\w.-]*", k))
            self.lines.append(f"    <LockedPage{values}/>")
        self.lines.append("  </LockedPages>")

    def _numbers(self) -> None:
        shown = "Yes" if any(e.number for e in self.play.elements) else "No"
        self.lines += [
            "  "
            + tag(
                "SceneNumberOptions", LeftLocation="0.75", NumberScheme="1A", RightLocation="7.38",
                ShowNumbersOnLeft=shown, ShowNumbersOnRight=shown,
            ),
            f"    {font()}",
            "  </SceneNumberOptions>",
        ]  # fmt: skip


def derived_lists(elements: Sequence[Element]) -> dict[str, tuple[str, ...]]:
    """Completion lists out of the script itself, in order of first use."""
    found: dict[str, dict[str, None]] = {key: {} for _, _, key in LISTS}
    for element in elements:
        match element.kind:
            case "character":
                found["characters"].setdefault(element.text)
                for extension in element.extension.split(", ") if element.extension else ():
                    found["extensions"].setdefault(f"({extension})")
            case "transition":
                found["transitions"].setdefault(element.text)
            case "heading":
                intro = _INTRO.match(element.text)
                rest = element.text[intro.end() :].strip() if intro else element.text
                if intro:
                    found["scene_intros"].setdefault(intro.group(0).rstrip("."))
                time = _TIME.search(rest)
                if time:
                    found["times_of_day"].setdefault(time.group(1).strip())
                found["locations"].setdefault(rest[: time.start()].strip() if time else rest)
            case _:
                pass
    return {key: tuple(value for value in values if value) for key, values in found.items()}


def _by_line(element: Element, begin: int) -> dict[int, list[StyleRun]]:
    """Emphasis of an element's lines from character ``begin`` on, counted from the start of each line."""
    lines = element.text[begin:].split("\n")
    starts = [begin]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    out: dict[int, list[StyleRun]] = {}
    for run in element.styles:
        for number in range(max(0, bisect_right(starts, run.start) - 1), len(lines)):
            at = starts[number]
            if at >= run.end:
                break
            start, end = max(run.start, at) - at, min(run.end, at + len(lines[number])) - at
            if start < end:
                out.setdefault(number, []).append(StyleRun(start, end, run.style))
    return out
