"""The sun's place in the sky, and its way from one to another by the time of day.

A straight line between two directions would take the sun through places where it never is. Both
ends are therefore read as (hour angle, declination) for the place's latitude, and those are mixed:
the hour angle is the time of day. J. Meeus, "Astronomical Algorithms", 2nd ed., ch. 13; declination
and equation of time after the NOAA solar equations (fractional year, Spencer 1971).
"""

from __future__ import annotations

import math
from datetime import date

from .model import Place

Sky = tuple[float, float]
"""Azimuth clockwise from the set's +Y and elevation, radians."""


def hour_angle(sky: Sky, place: Place) -> tuple[float, float]:
    """(hour angle, declination) in radians of a place in the sky; 0 is noon, the afternoon positive."""
    azimuth = sky[0] - math.radians(place.north_deg)
    latitude = math.radians(place.latitude_deg)
    sine = math.sin(sky[1]) * math.sin(latitude) + math.cos(sky[1]) * math.cos(latitude) * math.cos(azimuth)
    hours = math.atan2(
        -math.sin(azimuth) * math.cos(sky[1]),
        math.sin(sky[1]) * math.cos(latitude) - math.cos(sky[1]) * math.sin(latitude) * math.cos(azimuth),
    )
    return hours, math.asin(min(max(sine, -1.0), 1.0))


def in_sky(hours: float, declination: float, place: Place) -> Sky:
    """The inverse of ``hour_angle``; the azimuth lies in [0, 2 pi)."""
    latitude = math.radians(place.latitude_deg)
    sine = math.sin(latitude) * math.sin(declination) + math.cos(latitude) * math.cos(declination) * math.cos(hours)
    azimuth = math.atan2(
        -math.sin(hours) * math.cos(declination),
        math.sin(declination) * math.cos(latitude) - math.cos(declination) * math.sin(latitude) * math.cos(hours),
    )
    return (azimuth + math.radians(place.north_deg)) % (2 * math.pi), math.asin(min(max(sine, -1.0), 1.0))


def mix_sun(a: Sky, b: Sky, t: float, place: Place) -> Sky:
    """Where the sun is at share ``t`` of the time between two places: within one day, never over midnight."""
    if t <= 0.0 or a == b:
        return a
    if t >= 1.0:
        return b
    (h0, d0), (h1, d1) = hour_angle(a, place), hour_angle(b, place)
    return in_sky(h0 + (h1 - h0) * t, d0 + (d1 - d0) * t, place)


def sun_at(clock_h: float, place: Place) -> Sky:
    """The sun at a time of the place's own clock, hours from midnight."""
    day = date.fromisoformat(place.date)
    year = 2 * math.pi / 365 * (day.timetuple().tm_yday - 1 + (clock_h - 12) / 24)
    equation_min = 229.18 * (
        0.000075 + 0.001868 * math.cos(year) - 0.032077 * math.sin(year)
        - 0.014615 * math.cos(2 * year) - 0.040849 * math.sin(2 * year)
    )  # fmt: skip
    declination = (
        0.006918 - 0.399912 * math.cos(year) + 0.070257 * math.sin(year) - 0.006758 * math.cos(2 * year)
        + 0.000907 * math.sin(2 * year) - 0.002697 * math.cos(3 * year) + 0.00148 * math.sin(3 * year)
    )  # fmt: skip
    solar_h = clock_h + equation_min / 60 + place.longitude_deg / 15 - place.utc_offset_h
    return in_sky(math.radians(15 * (solar_h - 12)), declination, place)
