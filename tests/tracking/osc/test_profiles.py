"""What each sender means: literal messages of each profile, and where the thing then stands and looks."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from setpiece.errors import FormatError, InputError
from setpiece.geometry import quat_from_yaw, quat_multiply, quat_rotate
from setpiece.tracking import FORWARD_QUAT, Lens, Sample, Source, Status
from setpiece.tracking.osc import (
    OscDecoder,
    OscEncoder,
    VmcEncoder,
    decode_osc,
    encode_bundle,
    encode_message,
    osc_profile,
    osc_profiles,
)

HALF = math.sqrt(0.5)


def heard(profile: str, *messages: bytes, bundle_ns: int | None = None) -> list[Sample]:
    decoder = OscDecoder(Source(protocol="osc", profile=profile))
    if bundle_ns is not None:
        return list(decoder.feed(encode_bundle(messages, bundle_ns), 1))
    return [s for m in messages for s in decoder.feed(m, 1)]


def looks(sample: Sample) -> tuple[float, float, float]:
    assert sample.rotation_wxyz is not None
    return quat_rotate(sample.rotation_wxyz, (0, 0, -1))


def top(sample: Sample) -> tuple[float, float, float]:
    assert sample.rotation_wxyz is not None
    return quat_rotate(sample.rotation_wxyz, (0, 1, 0))


def test_native_pose_carries_time_and_our_own_axes() -> None:
    pose = encode_message("/cam/A/pose", 12.5, 1.0, 2.0, 3.0, HALF, 0.0, 0.0, HALF, 40.0, types="dffffffff")
    (sample,) = heard("", pose)
    assert (sample.subject, sample.position_m, sample.source_ns) == ("A", (1.0, 2.0, 3.0), 12_500_000_000)
    assert looks(sample) == pytest.approx((0, 1, 0))
    assert dict(sample.values) == {"fov_v_deg": 40.0}
    (bundled,) = heard("", pose, bundle_ns=9_000_000_000)
    assert bundled.source_ns == 9_000_000_000, "the bundle's tag goes before the argument"


def test_unity_senders_are_left_handed() -> None:
    """Unity: +Z forward, +Y up; a quarter turn about +Y looks to the right."""
    (sample,) = heard("vmc", encode_message("/VMC/Ext/Cam", "Camera", 1.0, 2.0, 3.0, 0.0, 0.0, 0.0, 1.0, 30.0))
    assert (sample.subject, sample.position_m) == ("Camera", (1.0, 3.0, 2.0))
    assert (looks(sample), top(sample)) == (pytest.approx((0, 1, 0)), pytest.approx((0, 0, 1)))
    (right,) = heard("vmc", encode_message("/VMC/Ext/Tra/Pos", "LHR-1", 0.0, 0.0, 0.0, 0.0, HALF, 0.0, HALF))
    assert (right.subject, looks(right)) == ("LHR-1", pytest.approx((1, 0, 0)))
    (down,) = heard("vmc", encode_message("/VMC/Ext/Tra/Pos", "a", 0.0, 0.0, 0.0, HALF, 0.0, 0.0, HALF))
    assert looks(down) == pytest.approx((0, 0, -1)), "a quarter turn about +X looks down in Unity"


def test_blend_shapes_wait_for_apply() -> None:
    decoder = OscDecoder(Source(protocol="vmc"))
    assert decoder.feed(encode_message("/VMC/Ext/Blend/Val", "Joy", 0.75), 0) == []
    (sample,) = decoder.feed(encode_message("/VMC/Ext/Blend/Apply"), 0)
    assert (sample.subject, dict(sample.values)) == ("face", {"Joy": 0.75})


def test_more_arguments_than_known_are_ignored_and_fewer_refused() -> None:
    args = ("Camera", 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 30.0)
    assert len(heard("vmc", encode_message("/VMC/Ext/Cam", *args, 5, "new"))) == 1
    assert heard("vmc", encode_message("/VMC/Ext/Cam", *args[:-1])) == []


def test_vmt_says_when_a_tracker_is_off() -> None:
    lost = encode_message("/VMT/Room/Unity", 3, 0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0)
    (sample,) = heard("vmt", lost)
    assert (sample.subject, sample.status) == ("vmt:3", Status.LOST)
    driver = encode_message("/VMT/Room/Driver", 3, 1, 0.0, 1.0, 2.0, 3.0, 0.0, 0.0, 0.0, 1.0)
    (sample,) = heard("vmt", driver)
    assert (sample.position_m, sample.status) == ((1.0, -3.0, 2.0), Status.GOOD), "the driver's space is OpenVR's"


def test_a_pose_in_two_messages_is_one_sample() -> None:
    position = encode_message("/tracking/trackers/2/position", 1.0, 1.5, 2.0)
    rotation = encode_message("/tracking/trackers/2/rotation", 0.0, 90.0, 0.0)
    for samples in (heard("vrchat", position, rotation), heard("vrchat", rotation, position, bundle_ns=4)):
        (sample,) = samples
        assert (sample.subject, sample.position_m) == ("tracker:2", (1.0, 2.0, 1.5))
        assert looks(sample) == pytest.approx((1, 0, 0)), "yaw 90 in Unity is to the right"


def test_arkit_faces_minus_z() -> None:
    (sample,) = heard(
        "zigsim",
        encode_message("/phone/arkitposition", 1.0, 2.0, -3.0),
        encode_message("/phone/arkitrotation", 0.0, HALF, 0.0, HALF),
    )
    assert sample.position_m == (1.0, 3.0, 2.0)
    assert looks(sample) == pytest.approx((-1, 0, 0)), "right-handed: a positive turn about up is to the left"


def test_openvr_in_both_forms() -> None:
    (quaternion,) = heard("openvr", encode_message("/LHR-5", 0.0, 1.0, -2.0, 0.0, HALF, 0.0, HALF))
    (angles,) = heard("openvr", encode_message("/LHR-5", 0.0, 1.0, -2.0, 90.0, 0.0, 0.0))
    assert quaternion.position_m == angles.position_m == (0.0, 2.0, 1.0)
    assert looks(quaternion) == pytest.approx(looks(angles))
    (pitched,) = heard("openvr", encode_message("/LHR-5", 0.0, 0.0, 0.0, 0.0, 30.0, 0.0))
    assert looks(pitched) == pytest.approx((0, math.cos(math.radians(30)), 0.5)), "pitch is up"


def test_optitrack_says_tracked_in_its_own_message() -> None:
    (sample,) = heard(
        "optitrack",
        encode_message("/rigidbody/7/tracked", 0),
        encode_message("/rigidbody/7/position", 1.0, 2.0, 3.0),
        encode_message("/rigidbody/7/quat", 0.0, 0.0, -HALF, HALF),
    )
    assert (sample.subject, sample.position_m, sample.status) == ("7", (1.0, 2.0, 3.0), Status.LOST)
    assert looks(sample) == pytest.approx((1, 0, 0))


def test_loled_with_lens() -> None:
    (sample,) = heard("loled", encode_message("/tracker/position/CamA", 0.0, 1.0, 2.0, 0.0, 0.0, 0.0, 2.5, 2.8, 4000.0))
    assert sample.position_m == (0.0, 2.0, 1.0)
    assert sample.lens == Lens(focus_m=2.5, f_stop=pytest.approx(2.8), raw_zoom=4000.0)


def test_a_wrong_type_changes_nothing() -> None:
    decoder = OscDecoder(Source(protocol="osc", profile="vrchat"))
    decoder.feed(encode_message("/tracking/trackers/1/position", 1.0, 1.0, 1.0), 0)
    assert decoder.feed(encode_message("/tracking/trackers/1/rotation", "a", "b", "c"), 0) == []
    (sample,) = decoder.feed(encode_message("/tracking/trackers/1/rotation", 0.0, 0.0, 0.0), 0)
    assert sample.position_m == (1.0, 1.0, 1.0)


def test_a_quaternion_of_nothing_is_refused() -> None:
    assert heard("vmc", encode_message("/VMC/Ext/Tra/Pos", "a", 1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0)) == []


def test_unknown_addresses_are_counted_and_subjects_bounded() -> None:
    decoder = OscDecoder(Source(protocol="osc", profile="native"))
    for i in range(2000):
        decoder.feed(encode_message(f"/else/{i}"), 0)
        decoder.feed(encode_message(f"/subject/{i}/value/x", 1.0), 0)
    assert len(decoder.unknown) == 256
    assert decoder.feed(encode_message("/subject/1999/value/x", 1.0), 0) == []
    assert len(decoder.feed(encode_message("/subject/5/value/x", 1.0), 0)) == 1


def test_profiles_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(
        '[mine]\nlabel = "Mine"\nspace = "z_up"\nunit = 0.01\n[[mine.message]]\naddress = "/t/{id}"\n'
        'args = ["x", "y", "z"]\nsubject = "t{id}"\n'
    )
    (sample,) = heard(str(path), encode_message("/t/4", 100, 200, 300))
    assert (sample.subject, sample.position_m) == ("t4", (1.0, 2.0, 3.0))
    for text, message in (
        ('[a]\nlabel="A"\n[[a.message]]\naddress="/x"\nargs=["up"]\n', "no argument means 'up'"),
        ('[a]\nlabel="A"\n[[a.message]]\naddress="x"\nargs=["x"]\n', "begins with a slash"),
        ('[a]\nlabel="A"\nspace="sideways"\nmessage=[]\n', "sideways"),
        ('[a]\nlabel="A"\nmessage=[]\n[b]\nlabel="B"\nmessage=[]\n', "2 profiles"),
        ("[a", "mine.toml"),
    ):
        path.write_text(text)
        with pytest.raises(FormatError, match=message):
            osc_profile(str(path))


def test_every_shipped_profile_loads_and_unknown_ones_are_named() -> None:
    assert {"native", "vmc", "vmt", "vrchat", "openvr", "optitrack", "zigsim", "loled"} == set(osc_profiles())
    with pytest.raises(InputError, match=r"vmx.*Known: native"):
        osc_profile("vmx")


place = st.tuples(*[st.floats(-50, 50, width=32)] * 3)


@given(place, st.floats(-3, 3), st.floats(-1.4, 1.4))
@settings(max_examples=60)
def test_what_we_send_comes_back(position, yaw: float, tilt: float) -> None:
    turned = quat_multiply(quat_from_yaw(yaw), (math.cos(tilt / 2), math.sin(tilt / 2), 0.0, 0.0))
    rotation = quat_multiply(turned, FORWARD_QUAT)
    sent = Sample("A", 0, 1_000_000_000, position_m=position, rotation_wxyz=rotation, lens=Lens(35.0, 2.0, 2.0, raw_zoom=1.0))
    for encoder, source in ((OscEncoder(5), Source(protocol="osc")), (VmcEncoder(), Source(protocol="vmc"))):
        (packet,) = encoder.encode([sent])
        (back,) = OscDecoder(source).feed(packet, 0)
        assert (back.subject, back.position_m) == ("A", pytest.approx(position, abs=1e-5))
        assert looks(back) == pytest.approx(looks(sent), abs=1e-5)
        assert top(back) == pytest.approx(top(sent), abs=1e-5)
    assert OscDecoder().feed(OscEncoder(5).encode([sent])[0], 0)[0].source_ns == 1_000_000_005


def test_vmc_bundles_fit_a_frame_and_name_the_camera() -> None:
    faces = Sample("f", 0, 0, values=tuple((f"Shape{i}", 0.5) for i in range(52)))
    camera = Sample("A", 0, 0, position_m=(0, 0, 0), rotation_wxyz=FORWARD_QUAT, values=(("fov_v_deg", 33.0),))
    packets = VmcEncoder(camera="A").encode([camera, faces])
    assert len(packets) > 1
    assert max(map(len, packets)) <= 1400
    messages = [m for p in packets for m in decode_osc(p)]
    assert messages[0].address == "/VMC/Ext/Cam"
    assert messages[0].args[-1] == 33.0
    assert messages[-1].address == "/VMC/Ext/Blend/Apply"


def test_names_become_one_part_of_an_address() -> None:
    (packet,) = OscEncoder().encode([Sample("rig/a *1", 0, 0, position_m=(0, 0, 0), rotation_wxyz=FORWARD_QUAT)])
    assert decode_osc(packet)[0].address == "/cam/rig-a--1/pose"
