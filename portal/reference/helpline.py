"""The helpline's closed lists: every code that a concern, a contact or a case may hold, and its words.

Words are for people: pass them through gettext where they are shown; label, choices and grouped_choices do so.
A list that does not exist raises KeyError.
"""

from dataclasses import dataclass
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from portal.core.types import JsonObject
from portal.reference.tables import read_table

type Choice = tuple[str, str | Promise]


@dataclass(frozen=True)
class Code:
    """One value of a list. help says what is meant, hint what it looks like in the UK; empty where there is none.

    group: where it belongs among groups(); None in a list without groups.
    """

    code: str
    label: str
    help: str = ""
    hint: str = ""
    group: str | None = None


@dataclass(frozen=True)
class Target:
    """A time limit: minutes by the clock, or working days. One of the two is there."""

    minutes: int | None = None
    working_days: int | None = None


@dataclass(frozen=True)
class Targets:
    """The limits of a triage level: the first act of a person, and a referral made. Proposals, but for the 24 hours of
    p3.
    """

    first_action: Target
    referral: Target


@cache
def get_labels(name: str) -> dict[str, str]:
    """Return label by code, in the list's order. Not to be changed by the caller, as nothing here is."""
    return {row["code"]: row["label"] for row in _rows(name)}


@cache
def get_codes(name: str) -> dict[str, Code]:
    """Return the codes with their details, in the list's order."""
    shape = Code.__dataclass_fields__
    return {row["code"]: Code(**{key: row[key] for key in row.keys() & shape.keys()}) for row in _rows(name)}


@cache
def get_title(name: str) -> str:
    """Return what the list is about, in a few words."""
    return _lists()[name]["label"]


@cache
def get_groups(name: str) -> dict[str, str]:
    """Return label by code of a list's groups, in order; empty in a list without groups.

    exploitation_subtype is grouped by exploitation_type; the two lists of indicators are grouped for reading, none
    of the groups longer than 8.
    """
    return {row["code"]: row["label"] for row in _lists()[name].get("groups", ())}


def get_label(name: str, code: str) -> str | Promise:
    """Return the label of a code, in the reader's language; the code itself if the list has none such."""
    text = get_labels(name).get(code)
    return code if text is None else gettext_lazy(text)


def get_choices(name: str, *, without: frozenset[str] = frozenset()) -> list[Choice]:
    """Return the choices of a Django field, in the list's order."""
    return [(code, gettext_lazy(words)) for code, words in get_labels(name).items() if code not in without]


@cache
def get_route(purpose: str) -> str | None:
    """Return R1 to R6, the way through the form for a contact_purpose; None where it has no way of its own.

    See docs/requirements/helpline.md#ways-in.
    """
    return _row("contact_purpose", purpose).get("route")


@cache
def get_exploitation_type(subtype: str) -> str:
    """Return the exploitation_type that an exploitation_subtype belongs to."""
    return _row("exploitation_subtype", subtype)["group"]


@cache
def get_targets(level: str) -> Targets:
    """Return the proposed limits of a triage_level; the service may set its own.

    See docs/requirements/helpline.md#levels.
    """
    row = _row("triage_level", level)
    return Targets(first_action=Target(**row["first_action"]), referral=Target(**row["referral"]))


@cache
def get_retention_days(retention: str) -> int | None:
    """Return the days that a retention_class is kept, as proposed; None where a rule, its case, or nothing ends it."""
    return _row("retention_class", retention).get("days")


def _row(name: str, code: str) -> JsonObject:
    """Return the row of a code. Raises KeyError for an unknown code."""
    return _index_by_code(name)[code]


@cache
def _index_by_code(name: str) -> dict[str, JsonObject]:
    return {row["code"]: row for row in _rows(name)}


def _rows(name: str) -> list[JsonObject]:
    return _lists()[name]["values"]


@cache
def _lists() -> dict[str, JsonObject]:
    return read_table("helpline")["lists"]
