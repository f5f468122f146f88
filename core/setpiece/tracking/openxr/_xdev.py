"""Every device a Monado runtime has, also those that no action profile names: ``XR_MNDX_xdev_space`` by hand.

Structures and functions as in Monado's header for the extension; pyopenxr does not know it.
"""

from __future__ import annotations

import ctypes
from typing import Any

EXTENSION = "XR_MNDX_xdev_space"
_LIST, _INFO, _PROPERTIES, _SPACE = 1000444002, 1000444003, 1000444004, 1000444005
_MOST = 64
_Id = ctypes.c_uint64
_COMMON = (("type", ctypes.c_int32), ("next", ctypes.c_void_p))


class _List(ctypes.Structure):
    _fields_ = _COMMON


class _Info(ctypes.Structure):
    _fields_ = (*_COMMON, ("id", _Id))


class _Properties(ctypes.Structure):
    _fields_ = (*_COMMON, ("name", ctypes.c_char * 256), ("serial", ctypes.c_char * 256), ("can", ctypes.c_uint32))


class _Pose(ctypes.Structure):
    _fields_ = (("orientation", ctypes.c_float * 4), ("position", ctypes.c_float * 3))


class _Space(ctypes.Structure):
    _fields_ = (*_COMMON, ("list", _Id), ("id", _Id), ("offset", _Pose))


def device_spaces(xr: Any, function: Any, session: Any) -> list[tuple[str, Any]]:
    """Subject and space of every device that has a pose; ``device:`` and its serial, else its name."""
    pointer = ctypes.POINTER
    create = function("xrCreateXDevListMNDX", xr.Session, pointer(_List), pointer(_Id))
    enumerate_ = function("xrEnumerateXDevsMNDX", _Id, ctypes.c_uint32, pointer(ctypes.c_uint32), pointer(_Id))
    properties = function("xrGetXDevPropertiesMNDX", _Id, pointer(_Info), pointer(_Properties))
    make = function("xrCreateXDevSpaceMNDX", xr.Session, pointer(_Space), pointer(xr.Space))
    listed, count, ids = _Id(), ctypes.c_uint32(), (_Id * _MOST)()
    if create(session, ctypes.byref(_List(_LIST, None)), ctypes.byref(listed)) < 0:
        return []
    if enumerate_(listed, _MOST, ctypes.byref(count), ids) < 0:
        return []
    found: dict[str, Any] = {}
    for number in ids[: count.value]:
        about = _Properties(_PROPERTIES, None)
        if properties(listed, ctypes.byref(_Info(_INFO, None, number)), ctypes.byref(about)) < 0 or not about.can:
            continue
        space = xr.Space()
        offset = _Pose((ctypes.c_float * 4)(0.0, 0.0, 0.0, 1.0), (ctypes.c_float * 3)())
        if make(session, ctypes.byref(_Space(_SPACE, None, listed, number, offset)), ctypes.byref(space)) >= 0:
            found[_named(about, found)] = space
    return list(found.items())


def _named(about: _Properties, taken: dict[str, Any]) -> str:
    name = "device:" + (about.serial or about.name or b"unnamed").decode("utf-8", "replace")
    number = 2
    unique = name
    while unique in taken:
        unique, number = f"{name}#{number}", number + 1
    return unique
