"""Blender as a host of the scene description: the only code that touches ``bpy`` data."""

from ._host import BlenderHost

__all__ = ["BlenderHost"]
