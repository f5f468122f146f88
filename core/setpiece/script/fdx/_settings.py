"""The fixed parts of a new Final Draft file: page, paragraph styles, revision sets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from .._compare import revision_colour
from ..model import RevisionSet
from ._markup import empty, tag

FONT = "Courier Final Draft"
_BLACK, _WHITE = "#000000000000", "#FFFFFFFFFFFF"


class Layout(NamedTuple):
    """How paragraphs of a type stand on the page; indents in inches from the left edge of the paper."""

    left: str
    right: str
    space_before: str
    alignment: str
    following: str
    caps: bool
    shortcut: str = ""


LAYOUTS: dict[str, Layout] = {
    "General": Layout("1.50", "7.50", "0", "Left", "General", False, "0"),
    "Scene Heading": Layout("1.50", "7.50", "24", "Left", "Action", True, "1"),
    "Action": Layout("1.50", "7.50", "12", "Left", "Action", False, "2"),
    "Character": Layout("3.50", "7.25", "12", "Left", "Dialogue", True, "3"),
    "Parenthetical": Layout("3.00", "5.50", "0", "Left", "Dialogue", False, "4"),
    "Dialogue": Layout("2.50", "6.00", "0", "Left", "Action", False, "5"),
    "Transition": Layout("5.50", "7.10", "12", "Right", "Scene Heading", True, "6"),
    "Shot": Layout("1.50", "7.50", "24", "Left", "Action", True, "7"),
    "Cast List": Layout("1.50", "7.50", "0", "Left", "Action", True, "8"),
    "New Act": Layout("1.50", "7.50", "0", "Center", "Scene Heading", False),
    "End of Act": Layout("1.50", "7.50", "24", "Center", "New Act", False),
    "Lyric": Layout("2.50", "7.25", "0", "Left", "Lyric", False),
    **{f"Outline {n}": Layout("1.50", "7.50", "12", "Left", "Outline Body", False) for n in range(1, 7)},
    "Outline Body": Layout("1.50", "7.50", "12", "Left", "Action", False),
}
ALWAYS = tuple(list(LAYOUTS)[:9])
PAGINATE_AS = {
    "Shot": "Scene Heading", "Cast List": "Action", "New Act": "General", "End of Act": "General", "Lyric": "Dialogue",
    "Outline Body": "Action", **{f"Outline {n}": "Action" for n in range(1, 7)},
}  # fmt: skip
"""Types that break pages as another type does; Final Draft's own know what they are by name."""
_PAPER = {"Height": "11.00", "Width": "8.50"}
_PAGES = {
    "blue": "#B8B8DCDCFFFF", "pink": "#FFFFC8C8D6D6", "yellow": "#FFFFFFFFB0B0", "green": "#C4C4F4F4C4C4",
    "goldenrod": "#F4F4CCCC5050", "buff": "#F4F4DCDCB4B4", "salmon": "#FFFFB4B4A0A0", "cherry": "#F0F090909C9C",
    "tan": "#E4E4CCCCA4A4",
}  # fmt: skip


def standard_revisions(latest: int) -> tuple[RevisionSet, ...]:
    """The trade's colours in their order, as many as ``latest`` needs; then they come round again."""
    names = [revision_colour(i) for i in range(1, min(latest, 99) + 1)]
    pages = [_PAGES[name.rpartition(" ")[2]] for name in names]
    return tuple(
        RevisionSet(i, f"{name.title()} Rev.", _BLACK, page)
        for i, (name, page) in enumerate(zip(names, pages, strict=True), 1)
    )


def font(style: str = "", name: str = "FontSpec") -> str:
    """A font, as settings and labels carry it."""
    return empty(
        name, AdornmentStyle="0", Background=_WHITE, Color=_BLACK, Font=FONT, RevisionID="0", Size="12", Style=style
    )


def element_settings(types: Mapping[str, tuple[str, bool]]) -> list[str]:
    """``<ElementSettings>`` of every type: type -> (type it paginates as, whether it may be set in capitals)."""
    lines: list[str] = []
    for name, (base, caps) in types.items():
        layout = LAYOUTS.get(name) or LAYOUTS.get(base) or LAYOUTS["Action"]
        paginate = PAGINATE_AS.get(name, base)
        hanging = "-0.10" if base == "Parenthetical" else "0.00"
        lines += [
            f"  {tag('ElementSettings', Type=name)}",
            f"    {font('AllCaps' if caps and layout.caps else '')}",
            "    "
            + empty(
                "ParagraphSpec", Alignment=layout.alignment, FirstIndent=hanging, Leading="Regular",
                LeftIndent=layout.left, RightIndent=layout.right, SpaceBefore=layout.space_before, Spacing="1",
                StartsNewPage="No",
            ),
            f"    {empty('Behavior', PaginateAs=paginate, ReturnKey=layout.following, Shortcut=layout.shortcut)}",
            "  </ElementSettings>",
        ]  # fmt: skip
    return lines


def header(first_page: bool) -> list[str]:
    """``<HeaderAndFooter>`` with the page number at the right."""
    shown = "Yes" if first_page else "No"
    return [
        "  " + tag(
            "HeaderAndFooter", FooterFirstPage="No", FooterVisible="No", HeaderFirstPage=shown, HeaderVisible="Yes",
            StartingPage="1",
        ),
        "    <Header>",
        f"      {paragraph_spec('Right', '1.25', '-1.25')}",
        f"        {empty('DynamicLabel', Type='Page #')}",
        "        <Text>.</Text>",
        "      </Paragraph>",
        "    </Header>",
        "    <Footer>",
        f"      {paragraph_spec('Left', '1.25', '-1.25')}",
        "        <Text></Text>",
        "      </Paragraph>",
        "    </Footer>",
        "  </HeaderAndFooter>",
    ]  # fmt: skip


def paragraph_spec(alignment: str, left: str, right: str) -> str:
    """The start tag of a paragraph outside the script."""
    return tag(
        "Paragraph", Alignment=alignment, FirstIndent="0.00", Leading="Regular", LeftIndent=left, RightIndent=right,
        SpaceBefore="0", Spacing="1", StartsNewPage="No",
    )  # fmt: skip


def page() -> list[str]:
    """Paper and margins."""
    return [
        "  " + tag(
            "PageLayout", BackgroundColor=_WHITE, BottomMargin="72", BreakDialogueAndActionAtSentences="Yes",
            DocumentLeading="Normal", FooterMargin="36", ForegroundColor=_BLACK, HeaderMargin="36", TopMargin="72",
            UsesSmartQuotes="Yes",
        ),
        f"    {empty('PageSize', **_PAPER)}",
        "  </PageLayout>",
    ]  # fmt: skip


def continueds() -> list[str]:
    """The words at page breaks."""
    return [
        "  <MoresAndContinueds>",
        f"    {font()}",
        "    " + empty(
            "DialogueBreaks", AutomaticCharacterContinueds="No", BottomOfPage="Yes", DialogueBottom="(MORE)",
            DialogueTop="(CONT'D)", TopOfNext="Yes",
        ),
        "    " + empty(
            "SceneBreaks", ContinuedNumber="No", SceneBottom="(CONTINUED)", SceneBottomOfPage="No",
            SceneTop="CONTINUED:", SceneTopOfNext="No",
        ),
        "  </MoresAndContinueds>",
    ]  # fmt: skip
