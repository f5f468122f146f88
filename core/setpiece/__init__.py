"""Setpiece: one screenplay in; sets, cameras, light and shots for many stages out.

The top level holds only the version. Import the room you need: ``setpiece.scene``,
``setpiece.script``, ``setpiece.build`` ...
"""

__version__ = "0.1.0"
