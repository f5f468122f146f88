"""Lens files of every kind a stage owns, with numbers that OpenCV or paper and pencil gave."""

from __future__ import annotations

import json
import math
import sys

import numpy as np
import pytest

from setpiece.errors import FormatError, InputError, MissingExtraError
from setpiece.tracking.lens import (
    apply_opencv,
    apply_opentrackio,
    fit_stmap,
    import_lens,
    opencv_coefficients,
    opentrackio_from_opencv,
    with_lens,
    write_lens_map,
)
from setpiece.tracking.model import Lens, Sample

COEFFICIENTS = (-0.12, 0.035, 0.0011, -0.0007, 0.004, 0.01, -0.002, 0.0005)
POINTS = np.array([[0.3, -0.2], [0.0, 0.4], [-0.5, 0.25]])
PROJECTED = np.array(
    [[2.94777074e-01, -1.96435716e-01], [-1.12000000e-04, 3.92604902e-01], [-4.82445478e-01, 2.41457114e-01]]
)
"""cv2.projectPoints of OpenCV 5.0.0 with those eight coefficients."""


def lens_of(lens_map, **raw) -> Lens:
    return with_lens(Sample("cam:1", 0, 0, lens=Lens(**raw)), lens_map).lens


def put(path, value):
    path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
    return path


def test_distortion_as_opencv_has_it() -> None:
    np.testing.assert_allclose(apply_opencv(POINTS, COEFFICIENTS), PROJECTED, atol=1e-9)


@pytest.mark.parametrize("focal", [18.0, 85.0])
def test_the_other_dialect_is_the_same_mapping_and_keeps_its_direction(focal: float) -> None:
    model, values = opentrackio_from_opencv(COEFFICIENTS, focal)
    assert model == "Brown-Conrady U-D"
    np.testing.assert_allclose(apply_opentrackio(POINTS * focal, values), PROJECTED * focal, atol=1e-7)
    assert values[0] == pytest.approx(-0.12 / focal**2)
    assert values[1] == pytest.approx(0.01 / focal**2)
    assert values[2] == pytest.approx(0.035 / focal**4)


@pytest.mark.parametrize("count", [1, 6, 12])
def test_a_model_that_is_none_is_refused(count: int) -> None:
    with pytest.raises(InputError, match="no Brown-Conrady model"):
        opencv_coefficients([0.1] * count)


OPENCV = {
    "image_width": 1920, "image_height": 1080,
    "camera_matrix": [[1866.6666, 0, 965.0], [0, 1866.6666, 540.0], [0, 0, 1]],
    "distortion_coefficients": [-0.12, 0.035, 0.0011, -0.0007, 0.004],
}  # fmt: skip


def test_an_opencv_calibration(tmp_path) -> None:
    """fx = 1866.6666 px over 1920 px of a 36 mm sensor: 35 mm."""
    path = put(tmp_path / "cal.json", OPENCV)
    found = lens_of(import_lens(path, sensor_width_mm=36.0), raw_zoom=5.0)
    assert found.focal_mm == pytest.approx(35.0, abs=1e-4)
    assert found.distortion == ("OpenCV", (-0.12, 0.035, 0.0011, -0.0007, 0.004, 0.0, 0.0, 0.0))
    assert any("principal point +0.094 mm" in n for n in import_lens(path, 36.0).notes)
    stored = {
        **OPENCV,
        "camera_matrix": {"rows": 3, "cols": 3, "data": [1866.6666, 0, 960, 0, 1866.6666, 540, 0, 0, 1]},
        "sensor_width_mm": 24.0,
    }
    assert lens_of(import_lens(put(tmp_path / "fs.json", stored))).focal_mm == pytest.approx(70 / 3, abs=1e-4)


@pytest.mark.parametrize(
    ("change", "says"),
    [({"image_width": None}, "image's width"), ({"camera_matrix": [1, 2]}, "9 numbers, not 2"), ({"distortion_coefficients": "x"}, "missing"), ({}, "sensor's width")],
)  # fmt: skip
def test_an_opencv_calibration_that_lacks_something(tmp_path, change, says: str) -> None:
    with pytest.raises(FormatError, match=says):
        import_lens(put(tmp_path / "cal.json", {**OPENCV, **change}), None if not change else 36.0)


def otio(zoom: int, focus: int, focal: float, metres: float, l1: float = -1e-4) -> dict:
    return {
        "static": {
            "lens": {"make": "LensMaker", "model": "Zoom", "serialNumber": "7", "nominalFocalLength": 99.0},
            "camera": {"activeSensorPhysicalDimensions": {"height": 18.0, "width": 32.0}},
        },
        "sourceId": "urn:uuid:4ee7b2a8-3c3c-4d3c-8a4e-000000000001",
        "lens": {
            "rawEncoders": {"focus": focus, "zoom": zoom, "iris": 10},
            "pinholeFocalLength": focal, "focusDistance": metres, "fStop": 4.0, "entrancePupilOffset": 0.001 * focal,
            "distortion": [{"model": "Brown-Conrady D-U", "radial": [l1, 2e-8], "tangential": [1e-6, 2e-6]}],
        },
    }  # fmt: skip


def test_opentrackio_samples(tmp_path) -> None:
    samples = [
        otio(z, f, 24 + z / 1000, 1 + f / 1000, -1e-4 * (1 + z / 1000)) for z in (0, 1000, 2000) for f in (0, 4000)
    ]
    for text in (json.dumps(samples), "\n".join(map(json.dumps, samples))):
        lens_map = import_lens(put(tmp_path / "take.json", text))
        assert (lens_map.name, lens_map.sensor_width_mm) == ("LensMaker Zoom 7", 32.0)
        found = lens_of(lens_map, raw_zoom=1500, raw_focus=2000, raw_iris=10)
        assert found.focal_mm == pytest.approx(25.5)
        assert found.entrance_pupil_m == pytest.approx(0.0255)
        assert found.f_stop == pytest.approx(4.0)
        model, values = found.distortion
        assert (model, values[0]) == ("Brown-Conrady D-U", pytest.approx(-2.5e-4))
        assert lens_of(lens_map, raw_zoom=0, raw_focus=4000).focus_m == pytest.approx(5.0)
        assert lens_of(lens_map, raw_zoom=3000, raw_focus=0).calibration == "outside: zoom"


def test_one_opentrackio_sample_is_one_setting(tmp_path) -> None:
    lens_map = import_lens(put(tmp_path / "one.json", otio(500, 20, 24.305, 3.0)))
    assert lens_of(lens_map, raw_zoom=500, raw_focus=20).calibration == "calibrated"
    away = lens_of(lens_map, raw_zoom=900, raw_focus=20)
    assert (away.focal_mm, away.calibration) == (24.305, "outside: zoom")


def test_static_data_alone_gives_no_focal_length(tmp_path) -> None:
    """The nominal focal length is a name, not a measurement."""
    only = {k: v for k, v in otio(0, 0, 24, 1).items() if k != "lens"}
    with pytest.raises(FormatError, match="no sample says"):
        import_lens(put(tmp_path / "static.json", only))


ULENS = {
    "metadata": {"type": "LensFile", "version": "0.0.0", "lensInfo": {"modelName": "Z", "distortionModel": "spherical"},
                 "name": "Stage zoom", "nodalOffsetCoordinateSystem": "OpenCV", "fxFyUnits": "Normalized", "cxCyUnits": "Normalized"},
    "sensorDimensions": {"width": 24.0, "height": 13.5, "units": "Millimeters"},
    "imageDimensions": {"width": 1920, "height": 1080},
    "cameraParameterTables": [
        {"parameterName": "FocalLengthTable", "header": "FocusEncoder, ZoomEncoder, Fx, Fy", "data": "0.0,0.0,1.0,1.78,0.0,1.0,3.0,5.33,1.0,0.0,1.1,1.9,1.0,1.0,3.2,5.6"},
        {"parameterName": "DistortionTable", "header": "FocusEncoder, ZoomEncoder, K1, K2, K3, P1, P2", "data": "0.0,0.0,-0.1,0.02,0.003,0.0004,0.0005"},
        {"parameterName": "NodalOffsetTable", "header": "FocusEncoder, ZoomEncoder, Qx, Qy, Qz, Qw, Tx, Ty, Tz", "data": "0.0,0.0,0,0,0,1,0.1,0.2,12.5"},
    ],
    "encoderTables": [
        {"parameterName": "Focus", "header": "FocusEncoder, FocusCM", "data": "0.0,50,0.5,100,1.0,400"},
        {"parameterName": "Iris", "header": "IrisEncoder, IrisFstop", "data": "0.0,2.0,1.0,8.0"},
    ],
}  # fmt: skip


def test_an_unreal_lens_file(tmp_path) -> None:
    """Fx of one sensor width (24 mm) is 24 mm; Tz of 12.5 cm is 0.125 m; 100 cm is 1 m."""
    lens_map = import_lens(put(tmp_path / "zoom.ulens", ULENS))
    wide = lens_of(lens_map, raw_zoom=0.0, raw_focus=0.5, raw_iris=0.5)
    assert (wide.focal_mm, wide.focus_m, wide.f_stop) == (pytest.approx(25.2), pytest.approx(1.0), pytest.approx(4.0))
    assert wide.entrance_pupil_m == pytest.approx(0.125)
    assert wide.distortion == ("OpenCV", (-0.1, 0.02, 0.0004, 0.0005, 0.003, 0.0, 0.0, 0.0))
    assert lens_of(lens_map, raw_zoom=1.0, raw_focus=1.0).focal_mm == pytest.approx(76.8)


def test_the_same_tables_as_csv(tmp_path) -> None:
    tables = [*ULENS["cameraParameterTables"], *ULENS["encoderTables"]]
    lines = []
    for table in tables:
        names, cells = table["header"].split(","), table["data"].split(",")
        lines += [table["header"], *(",".join(cells[i : i + len(names)]) for i in range(0, len(cells), len(names))), ""]
    path = put(tmp_path / "zoom.csv", "\n".join(lines))
    with pytest.raises(FormatError, match="sensor-width"):
        import_lens(path)
    from_csv, from_ulens = import_lens(path, 24.0), import_lens(put(tmp_path / "z.ulens", ULENS))
    for raw in (
        {"raw_zoom": 0.3, "raw_focus": 0.7, "raw_iris": 0.2},
        {"raw_zoom": 1.0, "raw_focus": 0.0, "raw_iris": 1.0},
    ):
        assert lens_of(from_csv, **raw) == lens_of(from_ulens, **raw)
    for cut in ("FocusEncoder, ZoomEncoder, Fx, Fy\n0.0,1.0\n", "FocusEncoder, FocusCM\n0.0,x\n", "nothing\n"):
        with pytest.raises(FormatError, match=r"cut\.csv"):
            import_lens(put(tmp_path / "cut.csv", cut), 24.0)


def test_an_unreal_model_that_is_not_read(tmp_path) -> None:
    odd = json.loads(json.dumps(ULENS))
    odd["metadata"]["lensInfo"]["distortionModel"] = "anamorphic"
    with pytest.raises(FormatError, match="'anamorphic' is not read"):
        import_lens(put(tmp_path / "a.ulens", odd))


def stmap(
    width: int, height: int, focal_px: float, k1: float, k2: float, p1: float, centre=(0.0, 0.0), up: bool = False
) -> np.ndarray:
    """A map written out straight from the formula: x' = x (1 + k1 r2 + k2 r4) + 2 p1 x y, y' likewise + p1 (r2 + 2 y2)."""
    uv = np.zeros((height, width, 2))
    for row in range(height):
        for column in range(width):
            x = (column + 0.5 - width / 2) / focal_px - centre[0]
            y = (row + 0.5 - height / 2) / focal_px - centre[1]
            r2 = x * x + y * y
            bent = 1 + k1 * r2 + k2 * r2 * r2
            u = ((x * bent + 2 * p1 * x * y + centre[0]) * focal_px + width / 2) / width
            v = ((y * bent + p1 * (r2 + 2 * y * y) + centre[1]) * focal_px + height / 2) / height
            uv[row, column] = (u, 1 - v if up else v)
    return uv


@pytest.mark.parametrize("up", [False, True])
def test_an_st_map_gives_its_coefficients_back(tmp_path, up: bool) -> None:
    """192 x 108 px, 24 mm on 36 mm: 128 px of focal length; the centre 1.28 px off the middle."""
    uv = stmap(192, 108, 128.0, -0.11, 0.03, 0.002, (0.01, -0.005), up)
    np.save(tmp_path / "map.npy", uv.astype(np.float32))
    lens_map = import_lens(tmp_path / "map.npy", 36.0, 24.0)
    model, values = lens_of(lens_map).distortion
    assert model == "OpenCV"
    assert values == pytest.approx((-0.11, 0.03, 0.002, 0, 0, 0, 0, 0), abs=2e-4)
    assert lens_map.notes[0].startswith("the fit leaves 0.000 px RMS")


def test_the_other_direction_has_the_other_name(tmp_path) -> None:
    np.save(tmp_path / "map.npy", stmap(192, 108, 128.0, 0.09, 0.01, 0.0))
    model, values = lens_of(import_lens(tmp_path / "map.npy", 36.0, 24.0, "distort")).distortion
    assert model == "Brown-Conrady D-U"
    assert values[0] == pytest.approx(0.09 / 24**2, rel=1e-4)
    assert values[2] == pytest.approx(0.01 / 24**4, rel=1e-2)


def test_what_the_fit_leaves_is_said() -> None:
    """A ripple of 1.5 px that no lens has stays as residual: 1.5 / sqrt 2 RMS."""
    uv = stmap(192, 108, 128.0, -0.05, 0.0, 0.0)
    uv[:, :, 0] += 1.5 / 192 * np.sin(np.arange(192) * 0.9)[None, :]
    _, rms, worst = fit_stmap(uv, 24.0, 36.0, "undistort")
    assert rms == pytest.approx(1.5 / math.sqrt(2), rel=0.1)
    assert worst == pytest.approx(1.5, rel=0.35)


def test_maps_that_are_none(tmp_path) -> None:
    np.save(tmp_path / "coarse.npy", np.zeros((64, 64, 3), np.uint8))
    np.save(tmp_path / "flat.npy", np.zeros((64, 64)))
    np.save(tmp_path / "empty.npy", np.zeros((64, 64, 2)))
    np.save(tmp_path / "nan.npy", np.full((64, 64, 2), np.nan))
    for name, says in (("coarse", "too coarse"), ("flat", "no ST-map"), ("empty", "too little"), ("nan", "no number")):
        with pytest.raises(InputError, match=says):
            import_lens(tmp_path / f"{name}.npy", 36.0, 24.0)
    with pytest.raises(InputError, match="--focal and --sensor-width"):
        import_lens(tmp_path / "flat.npy")


@pytest.mark.parametrize(("module", "kind"), [("cv2", "png"), ("OpenEXR", "exr")])
def test_an_image_names_the_library_it_needs(tmp_path, monkeypatch, module: str, kind: str) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingExtraError, match=r"pip install .setpiece\[lens\]"):
        import_lens(tmp_path / f"map.{kind}", 36.0, 24.0)


@pytest.mark.parametrize("kind", ["exr", "png", "tif"])
def test_st_maps_in_image_files(tmp_path, kind: str) -> None:
    """Needs opencv-python-headless or OpenEXR, which no command but this import uses."""
    path = tmp_path / f"map.{kind}"
    uv = stmap(192, 108, 128.0, -0.11, 0.03, 0.0)
    image = np.concatenate([uv, np.zeros((108, 192, 1))], axis=2).astype(np.float32)
    if kind == "exr":
        exr = pytest.importorskip("OpenEXR", reason="NOT RUN: OpenEXR is not installed")
        with exr.File({"compression": exr.ZIP_COMPRESSION, "type": exr.scanlineimage}, {"RGB": image}) as file:
            file.write(str(path))
    else:
        cv2 = pytest.importorskip("cv2", reason="NOT RUN: opencv-python-headless is not installed")
        assert cv2.imwrite(str(path), np.round(image[:, :, ::-1] * 65535).astype(np.uint16))
    _, values = lens_of(import_lens(path, 36.0, 24.0)).distortion
    assert values[:2] == pytest.approx((-0.11, 0.03), abs=1e-3)


def test_measured_points_in_a_file(tmp_path) -> None:
    text = "axis,raw,value\nzoom,0,24\nzoom,100,35\nzoom,200,70\nfocus,0,0.5\nfocus,9,inf\niris,0,2.8\n"
    lens_map = import_lens(put(tmp_path / "zoom.csv", text))
    assert lens_of(lens_map, raw_zoom=100, raw_focus=9).focal_mm == pytest.approx(35)
    with pytest.raises(FormatError, match=r"zoom\.csv:3.*no point"):
        import_lens(put(tmp_path / "zoom.csv", "axis,raw,value\nzoom,0,24\nfoo,1,2\n"))


def test_a_written_map_is_imported_again_and_a_strange_file_is_named(tmp_path) -> None:
    lens_map = import_lens(put(tmp_path / "zoom.ulens", ULENS))
    write_lens_map(tmp_path / "lens.json", lens_map)
    assert import_lens(tmp_path / "lens.json") == lens_map
    with pytest.raises(FormatError, match="fields a, b"):
        import_lens(put(tmp_path / "x.json", {"a": 1, "b": 2}))
    with pytest.raises(FormatError, match=r"y\.json"):
        import_lens(put(tmp_path / "y.json", "{"))
