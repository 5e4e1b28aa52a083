"""Numbers by which others know a company or a place (suppliers 6.1). Pure.

Each takes what was typed and returns it in its one form; ValueError where it cannot be one.
"""

import re

from portal.reference.synonyms import get_country_names

LEI_LENGTH, OS_ID_LENGTH = 20, 15


def parse_lei(typed: str) -> str:
    """Legal Entity Identifier, ISO 17442: 18 letters and digits and two check digits."""
    text = _strip_separators(typed)
    if not re.fullmatch(r"[A-Z0-9]{18}\d{2}", text):
        raise ValueError(typed)
    return text


def parse_os_id(typed: str) -> str:
    """Open Supply Hub ID, as BD2021250D1DTN7: the country's two letters first, 15 characters in all."""
    text = _strip_separators(typed)
    if not re.fullmatch(r"[A-Z]{2}\d{7}[A-Z0-9]{6}", text) or text[:2] not in get_country_names():
        raise ValueError(typed)
    return text


def is_valid_position(latitude: float | None, longitude: float | None) -> bool:
    """Both or neither, within their bounds, and not 0, 0: a spreadsheet's empty cells, in the sea off Ghana."""
    if latitude is None or longitude is None:
        return latitude is None and longitude is None
    return -90 <= latitude <= 90 and -180 <= longitude <= 180 and (latitude, longitude) != (0, 0)


def _strip_separators(typed: str) -> str:
    return re.sub(r"[\s-]", "", typed).upper()
