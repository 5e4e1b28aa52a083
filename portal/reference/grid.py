"""The National Grid of Great Britain: converts metres east and north to degrees of WGS 84.

Formulas and constants: Ordnance Survey, "A guide to coordinate systems in Great Britain", annexes A to C and section
6.6. The seven-parameter shift used here is right to about five metres.
"""

from math import atan2, cos, degrees, hypot, radians, sin, tan

# Airy 1830 and WGS 84: half axes in metres.
AIRY = (6377563.396, 6356256.909)
WGS84 = (6378137.0, 6356752.3142)
SCALE, TRUE_LATITUDE, TRUE_LONGITUDE = 0.9996012717, radians(49), radians(-2)
FALSE_EAST, FALSE_NORTH = 400_000.0, -100_000.0
# From OSGB 36 to WGS 84: metres, parts, seconds of arc.
SHIFT, PARTS, TURNS = (446.448, -125.157, 542.060), -20.4894e-6, (0.1502, 0.2470, 0.8421)


def degrees_at(easting: float, northing: float) -> tuple[float, float]:
    """Return latitude and longitude of a point of the grid, in degrees."""
    x, y, z = _to_space(*_unproject(easting, northing))
    return _from_space(*_shift(x, y, z))


def _unproject(easting: float, northing: float) -> tuple[float, float]:
    """Return latitude and longitude on Airy's ellipsoid, in radians."""
    a, b = AIRY[0] * SCALE, AIRY[1] * SCALE
    squared = 1 - (AIRY[1] / AIRY[0]) ** 2
    phi = TRUE_LATITUDE
    for _step in range(20):
        residual = northing - FALSE_NORTH - _arc(b, phi)
        if abs(residual) < 1e-5:
            break
        phi += residual / a
    nu = a / (1 - squared * sin(phi) ** 2) ** 0.5
    rho = a * (1 - squared) / (1 - squared * sin(phi) ** 2) ** 1.5
    eta, t, secant, east = nu / rho - 1, tan(phi), 1 / cos(phi), easting - FALSE_EAST
    latitude = (
        phi
        - t / (2 * rho * nu) * east**2
        + t / (24 * rho * nu**3) * (5 + 3 * t**2 + eta - 9 * t**2 * eta) * east**4
        - t / (720 * rho * nu**5) * (61 + 90 * t**2 + 45 * t**4) * east**6
    )
    longitude = (
        TRUE_LONGITUDE
        + secant / nu * east
        - secant / (6 * nu**3) * (nu / rho + 2 * t**2) * east**3
        + secant / (120 * nu**5) * (5 + 28 * t**2 + 24 * t**4) * east**5
    )
    return latitude, longitude


def _arc(b: float, phi: float) -> float:
    """Return the metres along the meridian from the true origin."""
    n = (AIRY[0] - AIRY[1]) / (AIRY[0] + AIRY[1])
    less, more = phi - TRUE_LATITUDE, phi + TRUE_LATITUDE
    return b * (
        (1 + n + 1.25 * n**2 + 1.25 * n**3) * less
        - (3 * n + 3 * n**2 + 2.625 * n**3) * sin(less) * cos(more)
        + (1.875 * n**2 + 1.875 * n**3) * sin(2 * less) * cos(2 * more)
        - 35 / 24 * n**3 * sin(3 * less) * cos(3 * more)
    )


def _to_space(latitude: float, longitude: float) -> tuple[float, float, float]:
    """Return Cartesian metres of a point on Airy's ellipsoid."""
    squared = 1 - (AIRY[1] / AIRY[0]) ** 2
    nu = AIRY[0] / (1 - squared * sin(latitude) ** 2) ** 0.5
    across = nu * cos(latitude)
    return across * cos(longitude), across * sin(longitude), (1 - squared) * nu * sin(latitude)


def _shift(x: float, y: float, z: float) -> tuple[float, float, float]:
    rx, ry, rz = (radians(turn / 3600) for turn in TURNS)
    scale = 1 + PARTS
    return (
        SHIFT[0] + scale * x - rz * y + ry * z,
        SHIFT[1] + rz * x + scale * y - rx * z,
        SHIFT[2] - ry * x + rx * y + scale * z,
    )


def _from_space(x: float, y: float, z: float) -> tuple[float, float]:
    squared = 1 - (WGS84[1] / WGS84[0]) ** 2
    across = hypot(x, y)
    latitude = atan2(z, across * (1 - squared))
    for _step in range(5):
        nu = WGS84[0] / (1 - squared * sin(latitude) ** 2) ** 0.5
        latitude = atan2(z + squared * nu * sin(latitude), across)
    return degrees(latitude), degrees(atan2(y, x))
