"""Spells text and attributes as XML."""

from __future__ import annotations

import re

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_VALUE = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
)
_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})


def escaped(text: str) -> str:
    """Character data; what XML cannot hold becomes U+FFFD."""
    return _ILLEGAL.sub("\ufffd", text).translate(_TEXT)


def attribute(name: str, value: str) -> str:
    """`` name="value"`` with a blank before it."""
    return f' {name}="{_ILLEGAL.sub("�", value).translate(_VALUE)}"'


def tag(name: str, **values: str | None) -> str:
    """A start tag; attributes that are None are left out."""
    return f"<{name}{''.join(attribute(k, v) for k, v in values.items() if v is not None)}>"


def empty(name: str, **values: str | None) -> str:
    """``<Name .../>``."""
    return f"{tag(name, **values)[:-1]}/>"


def text_node(opening: str, text: str) -> str:
    """A ``<Text ...>`` start tag's source with other words in it."""
    if opening.endswith("/>"):
        opening = f"{opening[:-2].rstrip()}>"
    return f"{opening}{escaped(text)}</Text>"
