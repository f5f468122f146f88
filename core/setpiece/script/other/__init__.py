"""Screenplays of other programs: Fade In (Open Screenplay Format), Celtx, and laid-out plain text."""

from ._celtx import read_celtx
from ._osf import read_fadein, read_osf
from ._plain import is_laid_out, read_plain

__all__ = ["is_laid_out", "read_celtx", "read_fadein", "read_osf", "read_plain"]
