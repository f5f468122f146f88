"""Lenses: what their rings mean, from whatever file a stage has; without one, nothing is guessed."""

from ._curve import Curve, Grid, curve_through, grid_of, monotone_cubic
from ._distortion import (
    D_U,
    OPENCV,
    U_D,
    apply_opencv,
    apply_opentrackio,
    opencv_coefficients,
    opentrackio_from_opencv,
)
from ._map import LensMap, measured_map, read_lens_map, with_lens, write_lens_map
from ._opencv import lens_of_opencv
from ._opentrackio import lens_of_opentrackio, lens_of_samples
from ._read import import_lens
from ._stmap import fit_stmap, lens_of_stmap, read_stmap
from ._unreal import lens_of_unreal

__all__ = [
    "D_U",
    "OPENCV",
    "U_D",
    "Curve",
    "Grid",
    "LensMap",
    "apply_opencv",
    "apply_opentrackio",
    "curve_through",
    "fit_stmap",
    "grid_of",
    "import_lens",
    "lens_of_opencv",
    "lens_of_opentrackio",
    "lens_of_samples",
    "lens_of_stmap",
    "lens_of_unreal",
    "measured_map",
    "monotone_cubic",
    "opencv_coefficients",
    "opentrackio_from_opencv",
    "read_lens_map",
    "read_stmap",
    "with_lens",
    "write_lens_map",
]
