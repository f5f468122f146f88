"""Prediction: where the tracked camera will be when the wall lights up, and how wrong that may be."""

from ._guards import Verdict
from ._overscan import overscan_from
from ._predictor import Prediction, Predictor, State

__all__ = ["Prediction", "Predictor", "State", "Verdict", "overscan_from"]
