"""The other process of the OSC benchmark: sends numbered messages to 101 addresses, as fast as told.

Usage: ``python -m benchmarks._osc_flood PORT COUNT RATE``; a rate of 0 is as fast as the socket takes them.
"""

from __future__ import annotations

import socket
import struct
import sys
import time

ADDRESSES = [f"/rig/tracker/{i}/pose" for i in range(101)]


def packets() -> list[bytes]:
    """One message of six floats for each address, made by ``struct`` alone."""
    made = []
    for i, address in enumerate(ADDRESSES):
        raw = address.encode()
        raw += b"\0" * (4 - len(raw) % 4)
        made.append(raw + b",ffffff\0" + struct.pack(">6f", i, 1, 2, 3, 4, 5))
    return made


def main(port: int, count: int, rate: float) -> None:
    """Send; prints how many, and how long it took."""
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.connect(("127.0.0.1", port))
    ready = packets()
    begun = time.monotonic()
    for n in range(count):
        if rate:
            due = begun + n / rate
            while (left := due - time.monotonic()) > 0:
                time.sleep(left if left > 0.0005 else 0)
        sock.send(ready[n % len(ready)])
    print(count, time.monotonic() - begun, flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]))
