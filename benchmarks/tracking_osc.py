"""OSC from another process: our listener and dispatcher against python-osc's blocking server, interleaved.

101 addresses, the same handler on both sides, six floats a message. What is compared is the CPU time of the
listening thread for each message it handled: what other work the machine does counts on neither side. Once the
sender floods, so that a listener that waits for each message gains nothing by waiting, and once it is paced.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from pythonosc.dispatcher import Dispatcher as PeerDispatcher
from pythonosc.osc_server import BlockingOSCUDPServer

from benchmarks._osc_flood import ADDRESSES
from benchmarks._table import machine, printed, row
from setpiece.tracking.osc import Dispatcher, OscServer

ROUNDS = 5
MESSAGES = 20_000
PACED = 10_000
LOSSLESS_RATE = 4_000.0


class Handler:
    """What both sides do with a message: read its numbers, count it."""

    def __init__(self) -> None:
        self.count, self.total = 0, 0.0
        self.cpu_s = 0.0
        self._begun: float | None = None

    def took(self, values: tuple[Any, ...]) -> None:
        """One message; the first starts the thread's clock, each further one reads it."""
        now = time.thread_time()
        if self._begun is None:
            self._begun = now
        self.count += 1
        self.total += values[0] + values[5]
        self.cpu_s = now - self._begun


def flood(port: int, count: int, rate: float) -> None:
    """Let another process send, and give what is still in the socket a moment."""
    root = Path(__file__).resolve().parents[1]
    command = [sys.executable, "-m", "benchmarks._osc_flood", str(port), str(count), str(rate)]
    subprocess.run(command, cwd=root, check=True, stdout=subprocess.PIPE, timeout=120)
    time.sleep(0.3)


def ours(count: int, rate: float) -> Handler:
    """Our server takes a flood."""
    handler, dispatcher = Handler(), Dispatcher()
    for address in ADDRESSES:
        dispatcher.map(address, lambda message, _names: handler.took(message.args))
    with OscServer(lambda message, _sender, _reply: dispatcher.dispatch(message)) as server:
        flood(server.udp_port, count, rate)
    return handler


def peer(count: int, rate: float) -> Handler:
    """python-osc's blocking server takes the same, with a receive buffer as large as ours."""
    import socket

    handler, dispatcher = Handler(), PeerDispatcher()
    for address in ADDRESSES:
        dispatcher.map(address, lambda _address, *values: handler.took(values))
    server = BlockingOSCUDPServer(("127.0.0.1", 0), dispatcher)
    server.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    flood(server.server_address[1], count, rate)
    server.shutdown()
    server.server_close()
    thread.join()
    return handler


def rows() -> list[dict[str, Any]]:
    """The table."""
    table = [_compared("flooded", 0.0), _compared("at 4,000/s", LOSSLESS_RATE)]
    lost = sum(PACED * 3 - ours(PACED * 3, PACED).count for _ in range(3))
    table.append(row("osc: lost of 90,000 at 10,000/s", lost, 0, unit="messages", ok=lost == 0, note="none may be"))
    return table


def _compared(name: str, rate: float) -> dict[str, Any]:
    speeds: list[tuple[float, float]] = []
    for _ in range(ROUNDS):
        pair = [h.cpu_s / h.count * 1e6 for h in (ours(MESSAGES, rate), peer(MESSAGES, rate))]
        speeds.append((pair[0], pair[1]))
    mine_us, theirs_us = (statistics.median(s[i] for s in speeds) for i in (0, 1))
    return row(
        f"osc: a message of 101 addresses, {name}", mine_us, theirs_us, unit="us", ok=theirs_us >= 2 * mine_us,
        slower=False, note="at least 2x python-osc's blocking server; CPU time of the listener",
    )  # fmt: skip


def main() -> None:
    """Print the table; ``--json`` for the runner."""
    found = rows()
    table = {"format": "1.0", "machine": machine(), "rows": found}
    print(json.dumps(table) if "--json" in sys.argv else printed(found))


if __name__ == "__main__":
    main()
