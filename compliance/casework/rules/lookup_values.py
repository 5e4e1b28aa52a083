"""The values by which two reports are recognised as being about the same thing, each in one comparable form.

Six kinds: premises (postcode and building, or town and building), vehicle plates, phone numbers, web addresses, names
of businesses, and names of people who may be responsible. Values are compared by equality only, so every spelling of
one thing must normalise to the same text. Pure: no database, no keys.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from string import capwords
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit

from compliance.concerns.types import Answers
from compliance.organisations.rules.names import normalise_name, split_words


class Kind(StrEnum):
    PREMISES = "premises"
    PLATE = "plate"
    PHONE = "phone"
    WEB = "web"
    BUSINESS = "business"
    NAME = "name"


class Value(NamedTuple):
    """A normalised value, which is also what a reader is shown of it."""

    kind: Kind
    text: str


# Columns of a place, of somebody who may be responsible and of a business: as a reporter's answers name them, and as
# the rows of a case do.
PREMISES_KEYS = ("premises_name", "premises")
LINES_KEYS = ("address", "lines")
VEHICLE_KEYS = ("vehicle",)
# Names of businesses: one word may be a whole name.
BUSINESS_KEYS = (*PREMISES_KEYS, "responsible_business", "subject_organisation", "labour_provider", "business")
# Names of people, or a description instead of a name.
PERSON_KEYS = ("responsible",)
# Cards of further places and of further people.
NESTED_KEYS = ("places", "groups")

MIN_PHONE_DIGITS, MAX_PHONE_DIGITS = 9, 15
# With the country code. Shorter ones are helplines that many people name, or hours of the day.
MIN_BRITISH_DIGITS = 11
MIN_NAME_LETTERS = 4
MAX_PERSON_WORDS = 5
UNITED_KINGDOM = "44"

_POSTCODE = re.compile(r"\b([A-Z]{1,2}[0-9][A-Z0-9]?)\s*([0-9][A-Z]{2})\b")
_PHONE = re.compile(r"(?<![\w.-])(?:\+|00|\(?0)[\d\s().‐-–-]{7,24}\d")
_WEB = re.compile(r"(?:https?://|www\.)[^\s<>\"']+", re.IGNORECASE)
_BARE_WEB = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:/\S*)?", re.IGNORECASE)
# Current British plates, in any text; older and Northern Irish ones only where a vehicle is asked for, since "M1 and"
# looks like one.
_PLATE = re.compile(r"\b([A-Z]{2}[0-9]{2})[ -]?([A-Z]{3})\b")
_VEHICLE_PLATES = (
    re.compile(r"\b([A-Z]{2}) ?([0-9]{2})[ -]?([A-Z]{3})\b"),
    re.compile(r"\b([A-Z][0-9]{1,3})[ -]?([A-Z]{3})\b"),
    re.compile(r"\b([A-Z]{3})[ -]?([0-9]{1,3}[A-Z])\b"),
    re.compile(r"\b([A-Z]{1,2}[IZ]|[IZ][A-Z]{1,2})[ -]?([0-9]{1,4})\b"),
)
_FOREIGN_PLATE = re.compile(r"(?=.*[A-Z].*[A-Z])(?=.*[0-9].*[0-9])[A-Z0-9]{5,9}")
_SUB_UNIT = re.compile(r"\b(?:flat|apartment|apt|room|floor|bedroom)\s*(?:no\.?\s*)?([0-9]+[a-z]?)\b", re.IGNORECASE)
_NUMBER = re.compile(r"\b([0-9]{1,5}[A-Z]?)\b")
_ORDINAL = re.compile(r"[0-9]+(?:ST|ND|RD|TH)\b")
_STREET_WORDS = {
    "st": "street", "rd": "road", "ave": "avenue", "av": "avenue", "ln": "lane", "dr": "drive", "cl": "close",
    "ct": "court", "pl": "place", "sq": "square", "gdns": "gardens", "cres": "crescent", "ter": "terrace",
}  # fmt: skip
# Sites that hold pages of many people: the host alone says nothing.
SHARED_HOSTS = frozenset([
    "facebook.com", "m.facebook.com", "fb.com", "instagram.com", "tiktok.com", "twitter.com", "x.com",
    "youtube.com", "linkedin.com", "whatsapp.com", "wa.me", "t.me", "telegram.me", "snapchat.com", "vk.com",
    "gumtree.com", "indeed.com", "google.com", "goo.gl", "maps.app.goo.gl", "bit.ly", "linktr.ee", "yell.com",
    "tripadvisor.co.uk", "ebay.co.uk", "vivastreet.co.uk", "adultwork.com", "onlyfans.com",
])  # fmt: skip
_TRACKING = re.compile(r"utm_|fbclid|gclid|igsh|igshid|mibextid|ref$|ref_src|si$", re.IGNORECASE)
# Words that describe somebody and name nobody.
NOT_A_NAME = frozenset([
    "a", "an", "the", "my", "our", "his", "her", "their", "this", "that", "he", "she", "they", "it", "him",
    "them", "who", "is", "are", "was", "not", "no", "nobody", "none", "unknown", "know", "known", "dont", "do",
    "i", "we", "boss", "bosses", "manager", "managers", "owner", "owners", "farmer", "employer", "supervisor",
    "gangmaster", "agency", "agent", "trafficker", "traffickers", "man", "men", "woman", "women", "people",
    "person", "persons", "guy", "someone", "somebody", "some", "couple", "family", "husband", "wife", "partner",
    "father", "mother", "brother", "uncle", "aunt", "cousin", "friend", "landlord", "landlady", "called", "named",
    "name", "from", "with", "and", "of", "or", "in", "at", "two", "three", "several", "sure", "other", "others",
    "one", "ones", "works", "working",
])  # fmt: skip


def normalise_phone(typed: str) -> str:
    """Return the number with its country code and without a plus, or an empty text where it is no phone number.

    07…, +44 7…, +44 (0)7…, 0044 7… and 447… are one. A number without a country code counts as British.
    """
    digits = re.sub(r"\D", "", typed)
    if typed.lstrip(" (").startswith("+"):
        number = digits
    elif digits.startswith("00"):
        number = digits[2:]
    elif digits.startswith("0"):
        number = UNITED_KINGDOM + digits[1:]
    else:
        number = UNITED_KINGDOM + digits if len(digits) == 10 and digits[0] == "7" else digits
    if number.startswith(UNITED_KINGDOM):
        number = UNITED_KINGDOM + number[2:].lstrip("0")
    least = MIN_BRITISH_DIGITS if number.startswith(UNITED_KINGDOM) else MIN_PHONE_DIGITS
    return number if least <= len(number) <= MAX_PHONE_DIGITS else ""


def normalise_postcode(typed: str) -> str:
    """Return a full postcode with one space, or an empty text: half a postcode is the place of thousands."""
    match = _POSTCODE.search(typed.upper())
    return f"{match[1]} {match[2]}" if match else ""


def normalise_web(typed: str) -> list[str]:
    """Return the page, and the host it is on unless that is a site shared by many; nothing where it is no address."""
    address = typed.strip().rstrip(".,;:)!?")
    try:
        parts = urlsplit(address if "://" in address else f"//{address}")
        host = (parts.hostname or "").removeprefix("www.").removeprefix("m.").rstrip(".")
    except ValueError:
        return []
    if "." not in host or "@" in parts.netloc:
        return []
    query = sorted((name, value) for name, value in parse_qsl(parts.query) if not _TRACKING.match(name))
    path = parts.path.rstrip("/").lower()
    page = host + path + (f"?{urlencode(query)}" if query and path else "")
    is_shared = host in SHARED_HOSTS
    if page == host:
        return [] if is_shared else [host]
    return [page] if is_shared else [page, host]


def normalise_plates(typed: str, *, is_vehicle: bool = False) -> list[str]:
    """Return the plates in a text without gaps. is_vehicle: the text was asked for as a vehicle, so that older plates,
    Northern Irish plates and a foreign plate standing alone count as well.
    """
    text = typed.upper()
    if not is_vehicle:
        return ["".join(parts) for parts in _PLATE.findall(text)]
    plates = [plate.replace(" ", "") for pattern in _VEHICLE_PLATES for plate in map("".join, pattern.findall(text))]
    bare = re.sub(r"[\s\-.]", "", text)
    if not plates and _FOREIGN_PLATE.fullmatch(bare):
        plates = [bare]
    return plates


def normalise_business(typed: str) -> str:
    """Return a business name without its legal form, or an empty text where it says nothing."""
    name = normalise_name(typed)
    return name if _says_something(name.split()) else ""


def normalise_person(typed: str) -> str:
    """Return the words of a person's name in alphabetical order, or an empty text.

    One word alone ("John") would match too many people, and a sentence is a description.
    """
    named = [word for word in split_words(typed) if word not in NOT_A_NAME and not word.isdigit()]
    if not 2 <= len(named) <= MAX_PERSON_WORDS or len(split_words(typed)) > MAX_PERSON_WORDS + 2:
        return ""
    return " ".join(sorted(named))


def describe_values(texts: Iterable[str]) -> list[str]:
    """Return normalised values as people write them: with capitals, and all that names one building in one line."""
    buildings: dict[str, list[str]] = {}
    for text in sorted(texts, key=lambda text: (text[:1].isdigit(), text)):
        building, _separator, place = text.rpartition(", ")
        buildings.setdefault(place if building else "", []).append(capwords(building or place))
    return [
        ", ".join([*named, capwords(place) if place.islower() else place]) if place else name
        for place, named in buildings.items()
        for name in (named if not place else named[:1])
    ]


def normalise_premises(*, name: str, lines: str, town: str, postcode: str) -> list[str]:
    """Return one value for each way in which the building can be recognised: its numbers and its name, each with the
    postcode, or with the town where no full postcode is known. Without a building there is none.
    """
    where = normalise_postcode(postcode) or normalise_postcode(lines)
    street = " ".join(_STREET_WORDS.get(word, word) for word in split_words(_without_postcode(lines)))
    called = normalise_business(name)
    if where:
        buildings = _building_numbers(lines) or _building_numbers(name)
        named = called or ("" if buildings else street)
        return [f"{building}, {where}" for building in [*buildings, named] if building]
    town_name = " ".join(split_words(town))
    if not town_name:
        return []
    numbered = street if _NUMBER.search(street.upper()) else ""
    return [f"{building}, {town_name}" for building in (numbered, called) if building]


def extract_values(answers: Answers) -> set[Value]:
    """Return what can be recognised again in a reporter's answers, or in the sealed JSON of a row of a case."""
    values = set(_of_one_place(answers))
    for key, text in _texts(answers):
        values |= set(_in_any_text(text))
        if key in BUSINESS_KEYS:
            values.add(Value(Kind.BUSINESS, normalise_business(text)))
        if key in PERSON_KEYS:
            values.add(Value(Kind.NAME, normalise_person(text)))
        if key in VEHICLE_KEYS:
            values |= {Value(Kind.PLATE, plate) for plate in normalise_plates(text, is_vehicle=True)}
        if key == "url" and _BARE_WEB.fullmatch(text.strip()):
            values |= {Value(Kind.WEB, page) for page in normalise_web(text)}
    for nested in NESTED_KEYS:
        for card in answers.get(nested) or ():
            if isinstance(card, Mapping):
                values |= extract_values(card)
    return {value for value in values if value.text}


def extract_exploiter_values(description: Answers) -> set[Value]:
    """Return the same for somebody who may be responsible: there `name` is theirs, and `contact` a number or page."""
    values = extract_values(description)
    values |= {Value(Kind.NAME, normalise_person(str(description.get(key) or ""))) for key in ("name", "description")}
    contact = str(description.get("contact") or "").strip()
    if _BARE_WEB.fullmatch(contact):
        values |= {Value(Kind.WEB, page) for page in normalise_web(contact)}
    return {value for value in values if value.text}


def extract_phone_values(*numbers: object) -> set[Value]:
    """Return the values of columns that hold one phone number each."""
    return {Value(Kind.PHONE, number) for typed in numbers if (number := normalise_phone(str(typed or "")))}


def extract_text_values(text: str) -> set[Value]:
    """Return phone numbers, plates and web addresses that stand in free text."""
    return set(_in_any_text(text))


def _in_any_text(text: str) -> Iterator[Value]:
    for page in _WEB.findall(text):
        yield from (Value(Kind.WEB, value) for value in normalise_web(page))
    without_pages = _WEB.sub(" ", text)
    for match in _PHONE.finditer(without_pages):
        if number := normalise_phone(match[0]):
            yield Value(Kind.PHONE, number)
    yield from (Value(Kind.PLATE, plate) for plate in normalise_plates(without_pages))


def _of_one_place(answers: Mapping[str, Any]) -> Iterator[Value]:
    premises = normalise_premises(
        name=_first(answers, PREMISES_KEYS),
        lines=_first(answers, LINES_KEYS),
        town=_first(answers, ("town",)),
        postcode=_first(answers, ("postcode",)),
    )
    yield from (Value(Kind.PREMISES, text) for text in premises)
    if "phone" in answers:
        yield from extract_phone_values(answers["phone"])


def _texts(answers: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    return ((key, value) for key, value in answers.items() if isinstance(value, str))


def _first(answers: Mapping[str, Any], keys: Iterable[str]) -> str:
    return next((str(answers[key]) for key in keys if answers.get(key)), "")


def _without_postcode(text: str) -> str:
    return _POSTCODE.sub(" ", text.upper())


def _building_numbers(text: str) -> list[str]:
    """Return the numbers that say which building: of a flat its house, and the flat only where there is no house."""
    plain = _ORDINAL.sub(" ", _without_postcode(text))
    numbers = _NUMBER.findall(_SUB_UNIT.sub(" ", plain)) or _SUB_UNIT.findall(plain)
    return list(dict.fromkeys(numbers))


def _says_something(named: list[str]) -> bool:
    names = [word for word in named if word not in NOT_A_NAME]
    return bool(names) and sum(map(len, names)) >= MIN_NAME_LETTERS
