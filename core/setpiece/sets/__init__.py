"""Sets: from what a scene asks for to a furnished place that cameras can work in.

Public face: ``spec_for`` (what the script asks for) and ``generate`` (the set itself).
"""
