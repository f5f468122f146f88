"""Every Fountain rule on a snippet of its own, as the reader's elements."""

import pytest

from setpiece.errors import ScriptError
from setpiece.script import note_content, read_screenplay, write_fountain


def read(text: str, **more):
    return read_screenplay(text.encode(), "test.fountain", **more)


def kinds(text: str, **more) -> list[tuple[str, str]]:
    return [(e.kind, e.text) for e in read(text, **more).elements]


def first(text: str, kind: str):
    return next(e for e in read(text).elements if e.kind == kind)


def codes(text: str) -> list[str]:
    return [f.code for f in read(text).findings]


# --- headings


@pytest.mark.parametrize(
    "line",
    [
        "INT. HOUSE - DAY", "EXT. HOUSE - DAY", "EST. HOUSE - DAY", "INT./EXT. CAR - DAY", "INT/EXT. CAR - DAY",
        "INT/EXT CAR - DAY", "I/E CAR - DAY", "I/E. CAR - DAY", "EXT./INT. CAR - DAY", "int. house - day",
        "Ext house - day", "INT HOUSE", "INT.HOUSE - DAY", ".SNIPER SCOPE POV", ".45 RANGE",
        "INT.\u00a0HOUSE - DAY", "    INT. HOUSE - DAY", "\tEXT. HOUSE",
    ],
)  # fmt: skip
def test_is_heading(line):
    assert first(f"\n{line}\n\nAction.\n", "heading").forced == line.startswith(".")


@pytest.mark.parametrize(
    "line",
    [
        "INTERNAL AFFAIRS ARRIVE.", "INTERIOR OF THE HOUSE.", "INTERCOM buzzes.", "INTERCUT WITH:", "EXTRA PEOPLE.",
        "EXTERIOR DOORS.", "Est-ce que tu viens", "Est il là", "...and then", ". dot and space", "..", "INT", "INT.",
        "ESTHER ARRIVES", "IE. that", "!INT. HOUSE - DAY", "Introducing: a house.",
    ],
)  # fmt: skip
def test_is_no_heading(line):
    assert "heading" not in [k for k, _ in kinds(f"\n{line}\n\nAction.\n")]


@pytest.mark.parametrize("number", ["1", "1A", "1-A", "110.2", "I-1-A", "12/A", "CON", "3.", "A 7"])
def test_scene_numbers_are_kept_as_written(number):
    heading = first(f"INT. HOUSE - DAY #{number}#\n\nAction.\n", "heading")
    assert (heading.text, heading.number) == ("INT. HOUSE - DAY", number)


def test_hash_that_is_no_number():
    assert first("INT. SUITE #4 - DAY\n\nA.\n", "heading").text == "INT. SUITE #4 - DAY"
    assert first("INT. SUITE ##\n\nA.\n", "heading").number == ""


def test_heading_directly_followed_by_text():
    assert kinds("INT. HOUSE - DAY\nRAIN.\nIt falls.\n\nA.") == [
        ("heading", "INT. HOUSE - DAY"), ("action", "RAIN.\nIt falls."), ("action", "A."),
    ]  # fmt: skip


def test_heading_needs_a_blank_line_before_and_says_so():
    play = read("EXT. A - DAY\n\nHe leaves.\nINT. HOUSE - DAY\nShe sits.\n")
    assert len(play.scenes) == 1
    assert [(f.code, f.line) for f in play.findings] == [("heading-not-separated", 4)]


def test_heading_right_after_a_transition():
    assert [k for k, _ in kinds("FADE IN:\nINT. A - DAY\n\nx\n\nCUT TO:\nINT. B - DAY\n\ny")] == [
        "action", "heading", "action", "transition", "heading", "action",
    ]  # fmt: skip


def test_full_width_headings():
    assert first("INT。 病院-日\n\nx", "heading").text == "INT. 病院-日"
    assert first("ＥＸＴ．海岸\n\nx", "heading").text == "EXT. 海岸"


def test_headings_table():
    text = "ИНТ. КУХНЯ – ДЕНЬ\n\nх\n\nНат. Двор\n\nх\n"
    play = read(text, headings={"ИНТ.": "INT", "НАТ.": "EXT"})
    assert [s.heading.text for s in play.scenes] == ["INT. КУХНЯ – ДЕНЬ", "EXT. Двор"]
    closed = read(text)
    assert {f.code for f in closed.findings} == {"no-scenes", "foreign-heading"}
    finding = next(f for f in closed.findings if f.code == "foreign-heading")
    assert finding.line == 1
    assert 'headings = { "ИНТ." = "INT" }' in finding.remedy
    assert "--heading ИНТ.=INT" in finding.remedy
    with pytest.raises(ScriptError, match="INT, EXT"):
        read(text, headings={"ИНТ.": "INNEN"})


@pytest.mark.parametrize("line", ["OMITTED", "6 OMITTED", "OMITTED #6#", "SCENE 6 OMITTED."])
def test_an_omitted_scene_that_is_no_heading_is_noticed(line):
    text = f"INT. A - DAY #5#\n\nx\n\n{line}\n\nINT. B - DAY #7#\n\nx"
    assert "omitted-not-heading" in codes(text)
    forced = text.replace(line, ".OMITTED #6#")
    assert ("omitted-not-heading" in codes(forced), read(forced).omitted) == (False, ("6",))
    assert "omitted-not-heading" not in codes("INT. A - DAY\n\nHe OMITTED nothing.")


@pytest.mark.parametrize("line", ["AUßEN. HOF - NACHT", "INNEN. HAUS - TAG", "EXTERIEUR. RUE - NUIT", "İÇ. EV - GÜN"])
def test_headings_of_other_languages_are_noticed(line):
    assert "foreign-heading" in codes(f"INT. A - DAY\n\n{line}\n\nx")


# --- action, cues, dialogue


def test_action_keeps_lines_indents_and_extra_blanks():
    assert kinds("One\n\tTwo\n   Three\n\n\n\nFour") == [
        ("action", "One\n    Two\n   Three"), ("blank", "\n\n"), ("action", "Four"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cue", "name", "extension"),
    [
        ("STEEL", "STEEL", ""), ("R2D2", "R2D2", ""), ("HANS (on the radio)", "HANS", "on the radio"),
        ("JULIAN (cont'd)", "JULIAN", "cont'd"), ("MOM (O.S.) (CONT'D)", "MOM", "O.S., CONT'D"),
        ("@McCLANE", "McCLANE", ""), ("@ジョン", "ジョン", ""), ("ÉLODIE", "ÉLODIE", ""), ("МАША", "МАША", ""),
        ("GROẞ", "GROẞ", ""), ("GROß", "GROß", ""), ("$PECIAL #1", "$PECIAL #1", ""), ("    JAMIE", "JAMIE", ""),
        ("ANNA（V.O.）", "ANNA", "V.O."), ("MR. O’NEIL, JR.", "MR. O’NEIL, JR.", ""), ("*ANNA*", "ANNA", ""),
    ],
)  # fmt: skip
def test_cues(cue, name, extension):
    play = kinds(f"\n{cue}\nHello.\n")
    assert play == [("character", name), ("dialogue", "Hello.")]
    assert first(f"\n{cue}\nHello.\n", "character").extension == extension


@pytest.mark.parametrize("line", ["23", "Steel", "ジョン", "STEEL (beer raised", "McCLANE", "...", "!BANG", "FADE IN:"])
def test_no_cue(line):
    found = [k for k, _ in kinds(f"\n{line}\nHello.\n")]
    assert ("character" in found) == (line == "STEEL (beer raised")


def test_cue_needs_text_below_and_blank_above():
    assert kinds("BANG\n\nx\nSTEEL\nHello") == [("action", "BANG"), ("action", "x\nSTEEL\nHello")]


def test_dialogue_block():
    text = "\nANNA\n(low)\nOne\nTWO\n  \nThree\n(beat)\n~La la\nFour\n\nAction"
    assert kinds(text) == [
        ("character", "ANNA"), ("parenthetical", "(low)"), ("dialogue", "One\nTWO\n\nThree"),
        ("parenthetical", "(beat)"), ("lyric", "La la"), ("dialogue", "Four"), ("action", "Action"),
    ]  # fmt: skip


def test_parenthetical_only_in_dialogue():
    assert kinds("(alone)\n") == [("action", "(alone)")]


def test_whitespace_line_ends_dialogue_unless_two_spaces():
    assert [k for k, _ in kinds("\nANNA\nOne\n   \nTwo")] == ["character", "dialogue", "action"]
    assert [k for k, _ in kinds("\nANNA\nOne\n \nTwo")] == ["character", "dialogue", "action"]


def test_dual():
    play = read("\nBRICK\nOne\n\nSTEEL ^\nTwo\n\nAction\n\nANNA^\nThree")
    assert [(e.text, e.dual) for e in play.elements if e.kind == "character"] == [
        ("BRICK", False), ("STEEL", True), ("ANNA", False),
    ]  # fmt: skip
    assert [e.dual for e in play.elements if e.text == "Two"] == [True]


def test_lyrics_and_centred():
    assert kinds("~One\n~Two\n\n> THE END <\n>  x <") == [("lyric", "One\nTwo"), ("centered", "THE END\nx")]


def test_transitions():
    assert kinds("x\n\nCUT TO:\n\ny\n\n> Burn to white.\n\n    SMASH CUT TO:\n\nz") == [
        ("action", "x"), ("transition", "CUT TO:"), ("action", "y"), ("transition", "Burn to white."),
        ("transition", "SMASH CUT TO:"), ("action", "z"),
    ]  # fmt: skip
    assert kinds("x\n\nCUT TO: \n\ny")[1] == ("action", "CUT TO:")
    assert kinds("x\n\nFADE OUT.\n\ny")[1] == ("action", "FADE OUT.")


def test_forced_action_and_shot():
    assert kinds("!INT. NO\nx\n!y\n\n!!CLOSE ON\n") == [("action", "INT. NO\nx\ny"), ("shot", "CLOSE ON")]


def test_sections_synopses_page_breaks():
    play = read("= Top\n= Again\n# ACT I\n### Deep\nINT. A - DAY\n= s\nx\n= mid\n===\n=====\ny\n##\n")
    assert [(e.kind, e.text, e.level) for e in play.elements] == [
        ("synopsis", "Top", 0), ("synopsis", "Again", 0), ("section", "ACT I", 1), ("section", "Deep", 3),
        ("heading", "INT. A - DAY", 0), ("synopsis", "s", 0), ("action", "x", 0), ("synopsis", "mid", 0),
        ("page_break", "", 0), ("page_break", "", 0), ("action", "y\n##", 0),
    ]  # fmt: skip


# --- emphasis


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("*i* **b** ***bi*** _u_", "i b bi u"), ("**a *b* c**", "a b c"), ("_**x**_", "x"), (r"\*no\*", "*no*"),
        ("*69 and then *23", "*69 and then *23"), ("snake_case_name", "snake_case_name"), ("2 * 3 * 4", "2 * 3 * 4"),
        ("*one\ntwo*", "*one\ntwo*"), ("**bold *it***", "bold it"), ("***bi* b**", "bi b"), (r"\_a_", "_a_"),
        ("***", "***"), ("_*_", "_*_"),
    ],
)  # fmt: skip
def test_emphasis(raw, shown):
    assert kinds(f"x {raw}") == [("action", f"x {shown}")]


# --- notes and boneyards


def test_notes():
    assert kinds("A [[in]] b\n\n[[own\nline\n  \nlast]]\n\nc") == [
        ("action", "A  b"), ("note", "in"), ("note", "own\nline\n\nlast"), ("action", "c"),
    ]  # fmt: skip


def test_note_inside_dialogue_and_heading():
    assert kinds("INT. A - DAY [[n]] #1#\n\nANNA\n[[look]]\nHi [[x]]you") == [
        ("heading", "INT. A - DAY"), ("note", "n"), ("character", "ANNA"), ("note", "look"), ("dialogue", "Hi you"),
        ("note", "x"),
    ]  # fmt: skip


def test_unclosed_note_eats_nothing():
    play = read("INT. A - DAY\n\nx [[never\n\nINT. B - DAY\n\ny ]] z\n")
    assert len(play.scenes) == 2
    assert [(f.code, f.line) for f in play.findings] == [("unclosed-note", 3)]
    assert play.scenes[0].elements[0].text == "x [[never"


def test_boneyard_crosses_everything_and_nests():
    assert kinds("a /* x\n\nINT. NO - DAY\n\n/* in */ */ b\n\nc") == [
        ("action", "a\n b"), ("boneyard", "x\n\nINT. NO - DAY\n\n/* in */"), ("action", "c"),
    ]  # fmt: skip


def test_unclosed_boneyard_eats_nothing():
    play = read("INT. A - DAY\n\n/* oops\n\nINT. B - DAY\n\ny\n")
    assert len(play.scenes) == 2
    assert [(f.code, f.line) for f in play.findings] == [("unclosed-boneyard", 3)]


def test_open_boneyard_before_a_closed_one_takes_the_next_close():
    assert [k for k, _ in kinds("/* a\n\n/* b */\n\nINT. C - DAY\n\nd")] == ["boneyard", "heading", "action"]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("SHOT: close on the key", ("shot", "close on the key", "")), ("shot:x\ny", ("shot", "x\ny", "")),
        ("marker:red", ("marker", "", "red")), ("marker Blue: trim", ("marker", "trim", "blue")),
        ("marker", ("note", "marker", "")), ("marker of the grave", ("note", "marker of the grave", "")),
        ("marker pen needed", ("note", "marker pen needed", "")), ("shots of rum", ("note", "shots of rum", "")),
    ],
)  # fmt: skip
def test_notes_for_programs(text, content):
    assert tuple(note_content(first(f"x\n\n[[{text}]]\n", "note"))) == content


# --- title page


def test_title_page():
    play = read(
        "Title:\n\t_**BRICK & STEEL**_\n\tFULL RETIRED\nCredit: by\nDraft Date: 1/2\n"
        "Contact:\n    e: x@y\n\nINT. A - DAY\n\nx"
    )
    assert play.title_page == {
        "title": ("BRICK & STEEL", "FULL RETIRED"), "credit": ("by",), "draft date": ("1/2",), "contact": ("e: x@y",),
    }  # fmt: skip
    assert len(play.scenes) == 1


@pytest.mark.parametrize("line", ["FADE IN:", "CUT TO:", "SMASH CUT TO:", "MOM: hello", "INT. HOUSE: KITCHEN - DAY"])
def test_first_line_with_a_colon_is_no_title_page(line):
    assert read(f"{line}\n\nINT. A - DAY\n\nx").title_page == {}


def test_title_page_variants():
    assert read("   Title: A\n   Author: B\n\nx").title_page == {"title": ("A",), "author": ("B",)}
    assert read("Title：映画\n\nx").title_page == {"title": ("映画",)}
    assert read("[[note]]\n\nTitle: A\n\nx").title_page == {"title": ("A",)}
    assert read("x\n\nTitle: A\n\nx").title_page == {}
    play = read("Title: A\nINT. HOUSE - DAY\n\nx")
    assert (play.title_page, len(play.scenes)) == ({"title": ("A",)}, 1)


# --- findings


def test_number_findings():
    play = read("".join(f"INT. A - DAY #{n}#\n\nx\n\n" for n in ("1", "1a", "1A", "12/A", "CON", "3.")))
    found = [(f.code, f.line) for f in play.findings]
    assert found == [("duplicate-number", 9), ("hostile-number", 13), ("hostile-number", 17), ("hostile-number", 21)]
    assert all(f.remedy for f in play.findings)


def test_findings_of_one_kind_are_capped():
    assert codes("x\n\n" + "[[a\n\n" * 500).count("unclosed-note") == 51


def test_no_scenes_is_one_finding():
    assert [(f.code, f.severity) for f in read("Just prose.\n").findings] == [("no-scenes", "error")]


@pytest.mark.parametrize("before", [0, 1, 9_999, 10_000, 10_001])
def test_long_line_is_a_finding(before):
    """Wherever it begins."""
    head = "INT. A - DAY\n\n" + "y" * before + "\n"
    assert "long-line" in codes(head + "x" * 20_001)
    assert "long-line" not in codes(head + "x" * 20_000 + "\nx")


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("a */* b */ c", ["action"]), ("a /*/ b */ c", ["action", "boneyard"]), ("a /**/ c", ["action", "boneyard"]),
        ("a \\/* b */ c", ["action"]), ("a \\\\/* b */ c", ["action", "boneyard"]), ("a [[[b]] c", ["action", "note"]),
        ("a \\[[[b]] c", ["action", "note"]), ("a \\[[b]] c", ["action"]),
    ],
)  # fmt: skip
def test_marks_of_notes_and_boneyards_share_no_character(text, kinds):
    assert [e.kind for e in read(text).elements] == kinds


@pytest.mark.parametrize("cue", ["**BEN ^**", "**BEN^** (V.O.)", "_BEN ^_", "@**Ben^**", "**BEN** ^", "**BEN ^** ^"])
def test_a_dual_mark_inside_the_emphasis_of_a_cue(cue):
    play = read(f"ANNA\nNow.\n\n{cue}\nNow.\n")
    ben = play.elements[2]
    assert (ben.kind, ben.text.upper(), ben.dual, len(ben.styles)) == ("character", "BEN", True, 1)
    again = read_screenplay(write_fountain(play), "x").elements[2]
    assert (again.text, again.dual, again.styles, again.extension) == (ben.text, True, ben.styles, ben.extension)


@pytest.mark.parametrize("nothing", ["\x00\x1e", "\x00\u2003\n", "\x1f\x00\x85"])
def test_only_zeros_and_blanks_are_no_script(nothing):
    with pytest.raises(ScriptError, match="empty"):
        read(nothing)
