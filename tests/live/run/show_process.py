"""A show of the small test scene as a process of its own: `python show_process.py FOLDER [--web] [...]`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

if __name__ == "__main__":
    root = Path(__file__).parents[3]
    sys.path[:0] = [str(root)]
    from tests.live.run.place import place

    from setpiece.cli._live_run import run_loaded
    from setpiece.live.run import loaded_from

    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--web", action="store_true")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--web-port", type=int, default=0)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--allow", action="append", default=[])
    parser.add_argument("--token", default="")
    parser.add_argument("--fresh", action="store_true")
    options = parser.parse_args()
    loaded = loaded_from(options.folder, place(), "Low Tide", "scene 12", "test")
    more = {
        "host": options.host, "allow": options.allow, "token": options.token, "port": options.port, "tcp_port": 0,
        "framing": "slip", "web_port": options.web_port if options.web else None,
    }  # fmt: skip
    run_loaded(loaded, 60.0, options.fresh, True, more)
