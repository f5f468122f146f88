"""Two drafts of one small film, and what is different between them, written before any tool read them.

Draft B inserts a scene (the pier), cuts one (the corridor), swaps two (street and forest), renames MARTA to
HELENA, and adds one prop, a lantern, above the chair's own paragraph in the kitchen scene.
"""

from __future__ import annotations

KITCHEN_TOP = """INT. KITCHEN - DAY

"""
KITCHEN_LANTERN = """A lantern stands on the table.

"""
KITCHEN = """MARTA (40) sits at the table. JON (38) stands by the stove.

JON
The kettle is older than the house.

MARTA
The kettle stays.

Jon puts a cup on the table.
"""
STREET = """EXT. STREET - DAY

Marta walks along the street with a bag.

Jon follows her.
"""
CORRIDOR = """INT. CORRIDOR - NIGHT

Jon waits in the corridor.

JON
Nobody comes here any more.
"""
FOREST = """EXT. FOREST - DAWN

Marta stands between the trees. She holds a map.

MARTA
North is where the moss is. There is moss everywhere.
"""
PIER = """EXT. BEACH - DUSK

Jon stands at the edge of the water.

JON
It was never about the kettle.
"""
BAR = """INT. BAR - NIGHT

Marta and Jon sit at a table.

MARTA
Two of whatever is wet.

JON
She means beer.

MARTA
I mean beer.
"""

OFFICE = """INT. OFFICE - DAY

Jon sits at the desk. The telephone rings.

JON
Wrong number.
"""

DRAFT_A = KITCHEN_TOP + "\n".join([KITCHEN, STREET, CORRIDOR, FOREST, BAR, OFFICE])


def _renamed(text: str) -> str:
    return text.replace("MARTA", "HELENA").replace("Marta", "Helena")


DRAFT_B = KITCHEN_TOP + KITCHEN_LANTERN + _renamed("\n".join([KITCHEN, FOREST, STREET, PIER, BAR, OFFICE]))
# Which scene of A is which of B, by position: kitchen, street, corridor, forest, bar, office.
A_TO_B = {0: 0, 1: 2, 2: None, 3: 1, 4: 4, 5: 5}
UNTOUCHED = 5
"""The office: nothing in it, or near it, is different."""
INSERTED_IN_B = 3
