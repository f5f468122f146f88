"""Camera: coverage by beat, framing solved exactly, checked against the set."""
