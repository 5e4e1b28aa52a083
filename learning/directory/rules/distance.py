"""Distances between two points."""

from math import asin, cos, radians, sin, sqrt

EARTH_KM = 6371.0
KM_PER_MILE = 1.609344


def distance_km(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Return the kilometres along the surface, from degrees. Right to half a per cent: the Earth is not quite round."""
    north, other_north = radians(latitude), radians(other_latitude)
    half = sin((other_north - north) / 2) ** 2
    half += cos(north) * cos(other_north) * sin(radians(other_longitude - longitude) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(half)))


def bounding_box(latitude: float, longitude: float, km: float) -> tuple[float, float, float, float]:
    """Return least and greatest latitude, least and greatest longitude, of a square around a point that holds the
    circle.
    """
    up = km / 110.0
    across = km / max(0.1, 110.0 * cos(radians(latitude)))
    return latitude - up, latitude + up, longitude - across, longitude + across
