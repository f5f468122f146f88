"""Where a show goes: hosts, OSC receivers, and lamps over sACN and Art-Net."""

from ._config import CHANNELS, OUTPUTS_FILE, Fixture, OscMap, Output, OutputFile, read_outputs
from ._dmx import Patch, cone_mean, encoded
from ._drivers import DmxDriver, Driver, HostDriver, OscDriver
from ._guard import GuardedOutput, OutputStatus
from ._open import open_outputs, read_surroundings
from ._packets import ARTNET_PORT, SACN_PORT, artnet_packet, sacn_group, sacn_packet

__all__ = [
    "ARTNET_PORT",
    "CHANNELS",
    "OUTPUTS_FILE",
    "SACN_PORT",
    "DmxDriver",
    "Driver",
    "Fixture",
    "GuardedOutput",
    "HostDriver",
    "OscDriver",
    "OscMap",
    "Output",
    "OutputFile",
    "OutputStatus",
    "Patch",
    "artnet_packet",
    "cone_mean",
    "encoded",
    "open_outputs",
    "read_outputs",
    "read_surroundings",
    "sacn_group",
    "sacn_packet",
]
