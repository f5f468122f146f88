"""Postures: what a person holds for most of their time in a scene, as the text says it."""

from __future__ import annotations

import pytest

from .reading import break_down

TALK = "\n\nANNA\nI have been thinking about the harbour all night long.\n\nBOB\nSo have I, and about the boat.\n"


def posture(body: str, who: str = "BOB") -> str:
    _, (sheet,) = break_down(f"INT. ROOM - DAY\n\n{body}")
    return next(c.posture for c in sheet.cast if c.name == who)


@pytest.mark.parametrize(
    ("body", "held"),
    [
        ("ANNA (30) and BOB (40) wait.\n\nBob sits down." + TALK, "sit"),
        ("BOB (40) walks in and sits down. ANNA (30) watches." + TALK, "sit"),
        ("BOB (40) sits at the table. ANNA (30) enters." + TALK, "sit"),
        ("BOB (40) lies on the bed, ANNA (30) beside him." + TALK, "lie"),
        ("ANNA (30) watches.\n\nBOB (40) kneels before her." + TALK, "kneel"),
        ("BOB (40) walks up to ANNA (30)." + TALK, "stand"),
        ("BOB (40), walking fast, follows ANNA (30)." + TALK, "walk"),
        ("BOB (40) runs along the pier.", "run"),
        ("BOB (40) enters. ANNA (30) smiles." + TALK + "\nBob sits down.\n", "stand"),
        ("BOB (40) looks at ANNA (30)." + TALK + "\nBob rises.\n", "sit"),
        ("BOB (40) looks at ANNA (30)." + TALK + "\nBob gets up.\n", "sit"),
        ("BOB (40) sits by ANNA (30).\n\nHe gets to his feet." + TALK, "stand"),
        ("BOB (40) lies in bed. ANNA (30) enters.\n\nHe sits up." + TALK, "lie"),
        ("BOB (40) eats as much as he can stand. ANNA (30) enters." + TALK, ""),
        ("BOB (40) looks at ANNA (30)." + TALK, ""),
    ],
)  # fmt: skip
def test_the_posture_that_lasts_counts(body: str, held: str) -> None:
    assert posture(body) == held


def test_each_has_their_own() -> None:
    body = "ANNA (30) lies in bed. BOB (40) comes in and sits beside her." + TALK
    assert (posture(body, "ANNA"), posture(body)) == ("lie", "sit")
