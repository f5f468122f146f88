"""Script: screenplays in, with the place of every word; breakdowns out."""
