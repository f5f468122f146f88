"""Scenes written for these tests, each with what a first assistant director would mark in it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import msgspec


class Gold(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One scene and its sheet. ``elements`` lists the categories that are scored."""

    name: str
    text: str
    time_of_day: str
    speaking: frozenset[str] = frozenset()
    silent: frozenset[str] = frozenset()
    heard_only: frozenset[str] = frozenset()
    background: dict[str, int] = {}
    elements: dict[str, frozenset[str]] = {}
    flags: frozenset[str] = frozenset()
    counts: dict[str, int] = {}


_FILE = Path(__file__).with_name("gold_scenes.toml")
SCENES = msgspec.convert(tomllib.loads(_FILE.read_text(encoding="utf-8"))["scene"], tuple[Gold, ...])
