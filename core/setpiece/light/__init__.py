"""Light: sun and sky by the clock, motivated key, fill and rim, and an exposure that fits."""
