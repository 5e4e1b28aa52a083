"""Parse the numbers by which others know a company or a place. Pure.

Each function takes what was typed and returns it in its one form; it raises ValueError where it cannot be one.

See docs/requirements/suppliers.md#identifiers.
"""

import re

from portal.reference.synonyms import get_country_names

LEI_LENGTH, OS_ID_LENGTH = 20, 15


def parse_lei(value: str) -> str:
    """Return a Legal Entity Identifier, ISO 17442: 18 letters and digits and two check digits."""
    text = _strip_separators(value)
    if not re.fullmatch(r"[A-Z0-9]{18}\d{2}", text):
        raise ValueError(value)
    return text


def parse_os_id(value: str) -> str:
    """Return an Open Supply Hub ID, as BD2021250D1DTN7: the country's two letters first, 15 characters in all."""
    text = _strip_separators(value)
    if not re.fullmatch(r"[A-Z]{2}\d{7}[A-Z0-9]{6}", text) or text[:2] not in get_country_names():
        raise ValueError(value)
    return text


def is_valid_position(latitude: float | None, longitude: float | None) -> bool:
    """Return whether both or neither are given, within their bounds, and not 0, 0.

    A spreadsheet's empty cells give 0, 0, which is in the sea off Ghana.
    """
    if latitude is None or longitude is None:
        return latitude is None and longitude is None
    return -90 <= latitude <= 90 and -180 <= longitude <= 180 and (latitude, longitude) != (0, 0)


def _strip_separators(value: str) -> str:
    return re.sub(r"[\s-]", "", value).upper()
