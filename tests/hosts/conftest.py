"""The shared suite's assertions show what they compared, as those of any test file do."""

import pytest

pytest.register_assert_rewrite("tests.hosts.suite", "tests.hosts.suite_hands", "tests.hosts.rig")
