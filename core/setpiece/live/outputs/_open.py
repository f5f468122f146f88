"""outputs.toml made into outputs that work, over a scene."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from ...errors import FormatError
from ...scene.model import Scene
from ._config import OutputFile
from ._dmx import F32
from ._drivers import DmxDriver, OscDriver
from ._guard import GuardedOutput

_MOST_PIXELS = 32 << 20


def open_outputs(file: OutputFile, scene: Scene, cid: str, folder: Path) -> tuple[GuardedOutput, ...]:
    """Every output of a file.

    Args:
        cid: The production's id.
        folder: Where the surroundings' picture lies.

    Raises:
        InputError: A fixture or address follows what the scene does not have, or a host is unknown.
        FormatError: The picture of the surroundings cannot be used.
    """
    picture = read_surroundings(folder / file.surroundings) if file.surroundings else None
    return tuple(
        GuardedOutput(OscDriver(o, scene) if o.kind == "osc" else DmxDriver(o, scene, cid, picture))
        for o in file.outputs
    )


def read_surroundings(path: Path) -> F32:
    """An equirectangular picture as linear (height, width, 3): .npy as it is, .png decoded from sRGB.

    Raises:
        FormatError: It cannot be read, or is no picture.
    """
    try:
        picture = np.load(path, allow_pickle=False) if path.suffix == ".npy" else _png(path)
    except (OSError, ValueError) as e:
        raise FormatError(f"this is no picture: {e}", where=str(path), remedy="Save it as .npy or .png.") from e
    if picture.ndim != 3 or picture.shape[2] < 3 or not 0 < picture.size <= _MOST_PIXELS * 3:
        raise FormatError(
            f"a picture of shape {picture.shape}", where=str(path), remedy="(height, width, 3) is needed."
        )
    linear: F32 = np.nan_to_num(picture[..., :3].astype(np.float32), nan=0.0, posinf=0.0, neginf=0.0)
    return linear


def _png(path: Path) -> F32:
    from PIL import Image

    with Image.open(path) as image:
        coded = np.asarray(image.convert("RGB"), dtype=np.float32) / 255
    low: F32 = coded / 12.92
    high: F32 = ((coded + 0.055) / 1.055) ** 2.4
    return np.where(coded <= 0.04045, low, high)
