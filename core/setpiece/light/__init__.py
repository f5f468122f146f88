"""Sun and sky, moods, fixtures, photometric units and exposure."""

from ._light import LightResult, light

__all__ = ["LightResult", "light"]
