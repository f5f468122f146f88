"""The relay: any tracker in, the pose at the moment of light out, once a frame and whatever happens."""

from ._align import Alignment
from ._core import Decision, Forecast, RelayCore, Step
from ._judge import Judge, Pose
from ._relay import Forecaster, Foretold, Relay, RelayPlan
from ._schedule import Schedule
from ._status import RelayStatus, delay_words

__all__ = [
    "Alignment",
    "Decision",
    "Forecast",
    "Forecaster",
    "Foretold",
    "Judge",
    "Pose",
    "Relay",
    "RelayCore",
    "RelayPlan",
    "RelayStatus",
    "Schedule",
    "Step",
    "delay_words",
]
