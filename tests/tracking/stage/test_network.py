"""doctor network: each fault that costs packets is found in what a system would say, with its remedy."""

from __future__ import annotations

import json
import subprocess
import sys

import msgspec
import pytest

from setpiece.tracking.stage import NetworkFacts, Nic, examine_network, gather_network
from setpiece.tracking.stage._network import routes_of

LO = Nic("lo", 1, ("127.0.0.1/8",), True, 65536, False, True)
CARD = Nic("stage0", 2, ("10.0.0.5/24",), True, 1500)
ROUTES = (
    "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n"
    "stage0\t0000000A\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0\n"
)
MULTICAST = ROUTES + "stage0\t000000E0\t00000000\t0001\t0\t0\t0\t000000F0\t0\t0\t0\n"
GOOD = NetworkFacts((LO, CARD), MULTICAST, {"all": "0", "stage0": "0"}, {}, 4 << 20, 1e-9, "", "linux")


def findings(**changes) -> dict[str, str]:
    rows = examine_network(msgspec.structs.replace(GOOD, **changes))
    assert all(r.remedy for r in rows if r.status == "finding")
    return {r.check: f"{r.found} | {r.remedy}" for r in rows if r.status == "finding"}


def test_a_good_network_has_no_findings() -> None:
    assert findings() == {}


def test_routes_are_read_in_network_order() -> None:
    assert [(card, str(net)) for card, net in routes_of(MULTICAST)] == [
        ("stage0", "10.0.0.0/24"),
        ("stage0", "224.0.0.0/4"),
    ]


@pytest.mark.parametrize(
    ("changes", "check", "says"),
    [
        ({"nics": (LO,)}, "cards", "none that reaches another computer"),
        ({"nics": (LO, CARD, Nic("b", 3, (), True, 1500))}, "card b", "Give the card an IPv4 address"),
        ({"nics": (LO, msgspec.structs.replace(CARD, mtu=1400))}, "card stage0", "mtu 1500"),
        ({"nics": (LO, CARD, Nic("b", 3, ("10.0.0.9/24",), True, 1500))}, "networks", "stage0 and b are both in 10.0.0.0/24"),
        ({"routes": ROUTES}, "multicast", "ip route add 224.0.0.0/4 dev stage0"),
        ({"holders": {40000: "UnrealEditor (77) on 0.0.0.0"}}, "port 40000", r"UnrealEditor \(77\)"),
        ({"receive_buffer": 212992}, "receive buffer", "208 KiB of 4096 asked for | .*rmem_max=4194304"),
        ({"clock_step_s": 0.0156}, "clock", "1.56e\\+04"),
        ({"firewall": "ufw"}, "firewall", "ufw allow proto udp to any port"),
        ({"nics": (LO, CARD, Nic("b", 3, ("10.1.0.9/24",), True, 1500)), "reverse_path": {"all": "1"}},
         "reverse path filter", "strict on stage0, b | .*rp_filter=2"),
    ],
)  # fmt: skip
def test_a_fault_is_found_and_nothing_else(changes, check: str, says: str) -> None:
    import re

    found = findings(**changes)
    assert list(found) == [check]
    assert re.search(says.replace("|", r"\|"), found[check]), found[check]


def test_this_computer_can_be_asked() -> None:
    facts = gather_network()
    assert facts.receive_buffer > 0
    assert {r.status for r in examine_network(facts)} <= {"ok", "finding", "unknown"}


def test_doctor_network_answers_with_an_exit_code() -> None:
    code = "import sys; sys.argv = ['setpiece', 'doctor', 'network', '--json']; from setpiece.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    checks = json.loads(done.stdout)["checks"]
    assert done.returncode == (1 if any(c["status"] == "finding" for c in checks) else 0)
    assert {"receive buffer", "clock", "firewall"} <= {c["check"] for c in checks}
