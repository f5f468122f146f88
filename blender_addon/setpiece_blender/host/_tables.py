"""A draft's flat resources by kind, with the Blender data that stands for them."""

from __future__ import annotations

from typing import Any

from ._meshes import MeshIndex


class Table:
    """One kind of resource, by id."""

    def __init__(self, flat: dict[str, Any], prefix: str) -> None:
        self._flat, self._prefix = flat, prefix

    def __getitem__(self, key: str) -> Any:
        return self._flat[self._prefix + key]

    def get(self, key: str) -> Any:
        """The resource, or None."""
        return self._flat.get(self._prefix + key)


class Tables:
    """Lives for one call of ``apply``: references to Blender data are not kept longer."""

    def __init__(self, flat: dict[str, Any]) -> None:
        self.geometry = Table(flat, "geometry/")
        self.material = Table(flat, "material/")
        self.prototype = Table(flat, "prototype/")
        self._meshes: MeshIndex | None = None

    def mesh(self, geometry_id: str, arrays: Any) -> Any:
        """The one mesh data-block of a geometry; made when missing.

        Raises:
            KeyError: The store lacks an array.
            ValueError: The arrays do not fit each other.
        """
        if self._meshes is None:
            self._meshes = MeshIndex()
        return self._meshes.get(self.geometry[geometry_id], arrays)
