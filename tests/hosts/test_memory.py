"""The in-memory host passes the suite that Blender's must pass."""

from __future__ import annotations

import pytest
from tests.hosts.suite import HostConformance

from setpiece.scene import MemoryHost


class MemoryRig:
    """MemoryHost's hands under the suite's names."""

    def __init__(self) -> None:
        self.host = MemoryHost()
        self.move_node = self.host.hand_move
        self.delete_node = self.host.hand_delete
        self.add_cube = self.host.hand_add_cube
        self.duplicate_node = self.host.hand_duplicate
        self.undo = self.host.undo
        self.redo = self.host.redo


class TestMemoryHost(HostConformance):
    @pytest.fixture
    def rig(self) -> MemoryRig:
        return MemoryRig()
