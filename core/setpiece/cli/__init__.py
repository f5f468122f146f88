"""The ``setpiece`` command: thin, no logic. Exit codes: 0 fine, 1 findings, 2 bad input."""

from ._app import main

__all__ = ["main"]
