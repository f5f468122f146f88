"""The wizard as an operator meets it: prompts, Enter, and a head whose pan is inverted over a real socket."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
import time

import numpy as np
import pytest

from setpiece.tracking import open_encoder
from setpiece.tracking.stage import SAY

from .moves import as_sample, head, head_of, performed

pytestmark = pytest.mark.e2e


def test_an_operator_repairs_an_inverted_pan(tmp_path) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (tmp_path / "tracking.toml").write_text(f'[[source]]\nprotocol = "freed"\nport = {port}\n', encoding="utf-8")
    command = [sys.executable, "-u", "-c", "from setpiece.cli import main; main()", "track", "wizard", str(tmp_path),
               "--push", "1.1", "--seconds", "1.6", "--json"]  # fmt: skip
    wizard = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    told: list[str] = []
    reader = threading.Thread(target=lambda: [told.append(c) for c in iter(lambda: wizard.stderr.read(1), "")])
    reader.start()
    encoder, rng, begun = open_encoder("freed"), np.random.default_rng(1), 0
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            for _ in range(6):
                end = time.monotonic() + 30
                while "then move" not in "".join(told[begun:]) and time.monotonic() < end:
                    time.sleep(0.02)
                prompt = " ".join("".join(told[begun:]).split())
                begun = len(told)
                move = next(m for m, text in SAY.items() if text in prompt)
                wizard.stdin.write("\n")
                wizard.stdin.flush()
                time.sleep(0.1)
                for at, (place, look) in enumerate(performed(move, rng)):
                    pan, tilt, roll = head_of(look)
                    for packet in encoder.encode([as_sample(place, head(-pan, tilt, roll), at)]):
                        sender.sendto(packet, ("127.0.0.1", port))
                    time.sleep(1 / 30)
        out = wizard.stdout.read()
    finally:
        wizard.kill()
        wizard.wait(10)
        reader.join(10)
        for pipe in (wizard.stdin, wizard.stdout, wizard.stderr):
            pipe.close()
    found = json.loads(out)
    assert (found["repeat"], found["unit_measured"], wizard.returncode) == ([], True, 0)
    text = (tmp_path / "tracking.toml").read_text(encoding="utf-8")
    assert text == f'[[source]]\nprotocol = "freed"\nport = {port}\nflip_pan = true\n'


def test_a_question_that_nobody_answers_ends_in_an_error_for_machines_as_well(tmp_path) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    command = [sys.executable, "-c", "from setpiece.cli import main; main()", "track", "wizard", str(tmp_path),
               "--protocol", "freed", "--port", str(port), "--json"]  # fmt: skip
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert json.loads(done.stdout)["error"]["code"] == 1
