"""What a writer tells the cutting room or the title designer: words in the action that nobody can photograph."""

from __future__ import annotations

import re

_HOW = r"(?:(?:HARD|SMASH|MATCH|JUMP|QUICK|SLOW|FAST|SHARP|TIME|FLASH|ABRUPT|STRAIGHT|LONG)[ -])*"
_COLOUR = r"(?:BLACK|WHITE|RED|GREEN|BLUE|GR[AE]Y|BLANK|SILENCE|CREDITS|TITLES?|COMMERCIAL|END CREDITS)"
_CHANGE = rf"(?:{_HOW}(?:CUTS?|FADES?|DISSOLVES?|WIPES?|IRIS|CROSS-?\s?FADES?|WHIP PAN|FLASH|INTERCUT)|SMASH)"
_TRANSITION = re.compile(
    rf"{_CHANGE}\s*(?:(?:BACK )?TO(?: {_COLOUR})?|(?:IN|OUT|UP|DOWN)(?: (?:TO|FROM) {_COLOUR})?|FROM {_COLOUR}|WITH)?"
    r"|BACK TO",
    re.IGNORECASE,
)
_ALONE = frozenset(
    {"cut", "fade", "dissolve", "smash cut", "jump cut", "match cut", "crossfade", "cross-fade", "intercut"}
)
_PART = r"(?:ACT|EPISODE|PART|CHAPTER|VOLUME|BOOK|SEASON)"
_COUNT = r"(?:ONE|TWO|THREE|FOUR|FIVE|SIX|SEVEN|EIGHT|NINE|TEN|\d+|[IVX]+)"
_WHAT = (
    rf"(?:{_PART}(?: {_COUNT})?|MONTAGE|FLASH-?BACKS?|FLASH-?FORWARD|TEASER|TAG|CREDITS|TITLES?|INTERCUT|DREAM|"
    r"SHOW|PILOT|FILM|MOVIE|SEQUENCE|SPLIT[- ]SCREEN|SERIES OF SHOTS|COLD OPEN(?:ING)?|POPS|SHOTS)"
)
_TITLE = re.compile(
    rf"(?:THE )?END|FIN|FINIS|TO BE CONTINUED|CONTINUED|BLACK ?OUT|(?:OVER )?BLACK(?: SCREEN)?|"
    rf"(?:THE )?END (?:OF )?(?:(?:THE|QUICK|DREAM|OPENING|FIRST|SECOND) )*{_WHAT}|{_PART} {_COUNT}|TEASER|"
    rf"(?:(?:ROLL|RUN|BEGIN|START|OPENING|CLOSING|MAIN|END|OVER) )+(?:CREDITS?|TITLES?)(?: (?:ROLL|OVER|BEGIN|END))?|"
    r"INTERCUT [^.!?]*"
)
_OVERLAY = re.compile(
    r"(?:SUPER(?:IMPOSE[DS]?|S)?|CHYRON|(?:MAIN |INSERT )?TITLE(?: CARD)?(?: OVER)?|CAPTION|LOWER THIRD|SUBTITLE|"
    r"(?:ON-?\s?SCREEN )?TEXT(?: ON SCREEN)?|LEGEND)"
    r"\s*(?:[:\-–—]+\s*(?:[\"“][^\"”]*[\"”][.!?]*|[^.!?]*[.!?…]*)|[\"“][^\"”]*[\"”][.!?]*|$)",
    re.IGNORECASE,
)
_FOREIGN = frozenset(
    {
        "abblende", "aufblende", "schnitt", "ende", "fondu au noir", "fondu enchaîné", "ouverture au noir",
        "fundido a negro", "corte a", "funde a negro", "dissolvenza", "stacco", "затемнение", "из затемнения",
        "в затемнение", "зтм", "из зтм", "конец", "フェードアウト", "フェードイン", "カットイン", "終わり", "完",
    }
)  # fmt: skip


def no_picture(line: str) -> bool:
    """Whether a line alone is a transition, a title or a caption: no camera is set up for it.

    "FADE IN: a road" or "CUT TO Anna" shows something and is none of these.
    """
    text = line.replace("*", "").replace("_", "").strip().lstrip(">").strip()
    bare = " ".join(text.strip(" .:;!…。：-–—").split())
    if not bare or len(text) > 200:
        return False
    if bare.lower() in _FOREIGN:
        return True
    return (
        _is_transition(bare, text) or (bare.isupper() and _TITLE.fullmatch(bare) is not None) or _is_overlay(text, bare)
    )


def _is_transition(bare: str, text: str) -> bool:
    if bare.lower() in _ALONE:
        return text.isupper() or text.endswith(":")
    if bare.lower() == "the end":
        return True
    if _TRANSITION.fullmatch(bare) is None or " " not in bare:
        return False
    # "Back up." and "Cut in." are also things that people do.
    return text.isupper() or text.endswith(":") or bare.lower().startswith(("fade", "dissolve", "smash", "cut to"))


def _is_overlay(text: str, bare: str) -> bool:
    if _OVERLAY.fullmatch(text) is None:
        return False
    return bare.isupper() or ":" in text or '"' in text or "“" in text


def pictured(text: str) -> str:
    """``text`` with every line that holds no picture left empty, so that lines keep their numbers."""
    return "\n".join("" if no_picture(line) else line for line in text.split("\n"))
