"""Sets: from what a scene asks for to a furnished place that cameras can work in.

Public face: ``spec_for`` (what the script asks for) and ``generate`` (the set itself);
``check_set`` measures a finished plan without knowing how it was solved.
"""

from ._gate import GateReport, check_set
from ._generate import SetResult, generate
from ._spec import spec_for

__all__ = ["GateReport", "SetResult", "check_set", "generate", "spec_for"]
