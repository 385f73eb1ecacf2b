"""The plane the map is drawn on: kilometres of a transverse Mercator projection about 15° E, as UTM zone 33 is.

Conformal, and what Norwegians know from their own maps. On a sphere: the flattening of the earth moves nothing in
the picture by more than its lines are wide. Mainland Norway fills the picture; x grows to the east, y to the south.
"""

import math

Point = tuple[float, float]

WIDTH, HEIGHT = 1200, 1500
_EARTH_RADIUS = 6371
_CENTRAL_MERIDIAN = 15
#: Where the picture's upper left corner lies: kilometres east of the meridian and north of the equator.
_LEFT, _TOP = -580, 7965


def projected(longitude: float, latitude: float) -> Point:
    """A place, in degrees, as a point of the picture, in kilometres from its upper left corner."""
    meridian, parallel = math.radians(longitude - _CENTRAL_MERIDIAN), math.radians(latitude)
    east = _EARTH_RADIUS * math.atanh(math.cos(parallel) * math.sin(meridian))
    north = _EARTH_RADIUS * math.atan2(math.tan(parallel), math.cos(meridian))
    return east - _LEFT, _TOP - north


def place(x: float, y: float) -> Point:
    """Longitude and latitude, in degrees, of a point of the picture."""
    east, north = (x + _LEFT) / _EARTH_RADIUS, (_TOP - y) / _EARTH_RADIUS
    latitude = math.asin(math.sin(north) / math.cosh(east))
    longitude = math.atan2(math.sinh(east), math.cos(north))
    return _CENTRAL_MERIDIAN + math.degrees(longitude), math.degrees(latitude)
