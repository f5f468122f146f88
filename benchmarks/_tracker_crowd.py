"""The sender and the echo of the live benchmark, each in a process of its own.

``python -m benchmarks._tracker_crowd send OURS ECHO TRACKERS RATE SECONDS``: every sample goes to both ports, in
turn first to one and first to the other, with its number as x; prints how long each took to the echo and back.
``python -m benchmarks._tracker_crowd echo``: a plain socket that sends everything back; its port is printed first.
"""

from __future__ import annotations

import json
import socket
import struct
import sys
import threading
import time


def packet(tracker: int, number: int, now_ns: int) -> bytes:
    """A native pose, made by ``struct`` alone; x is the sample's number."""
    address = f"/subject/t{tracker}/pose".encode()
    address += b"\0" * (4 - len(address) % 4)
    numbers = struct.pack(">d7f", now_ns / 1e9, number, 1.0, 1.5, 0.0, 0.0, 0.0, 1.0)
    return address + b",dfffffff\0\0\0" + numbers


def send(ours: int, echo: int, trackers: int, rate: float, seconds: float) -> None:
    """Send on an absolute schedule; trackers are spread over the period as on a stage."""
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
    sock.bind(("127.0.0.1", 0))
    count = int(rate * seconds) * trackers
    back: dict[int, int] = {}
    listening = threading.Thread(target=_listen, args=(sock, count, back), daemon=True)
    listening.start()
    sent: list[int] = []
    period = 1.0 / (rate * trackers)
    begun = time.monotonic()
    for number in range(count):
        while (left := begun + number * period - time.monotonic()) > 0:
            time.sleep(left)
        now_ns = time.monotonic_ns()
        data = packet(number % trackers, number, now_ns)
        for port in (ours, echo) if number & 1 else (echo, ours):
            sock.sendto(data, ("127.0.0.1", port))
        sent.append(now_ns)
    listening.join(timeout=3)
    print(json.dumps([back[n] - at for n, at in enumerate(sent) if n in back]))


def _listen(sock: socket.socket, count: int, back: dict[int, int]) -> None:
    while len(back) < count:
        data = sock.recv(512)
        at = time.monotonic_ns()
        back[int(struct.unpack_from(">f", data, len(data) - 28)[0])] = at


def echo() -> None:
    """Send back until the process is ended."""
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
    sock.bind(("127.0.0.1", 0))
    print(sock.getsockname()[1], flush=True)
    while True:
        data, sender = sock.recvfrom(512)
        sock.sendto(data, sender)


if __name__ == "__main__":
    if sys.argv[1] == "send":
        send(int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]), float(sys.argv[5]), float(sys.argv[6]))
    else:
        echo()
