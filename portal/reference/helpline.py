"""The helpline's closed lists: every code that a concern, a contact or a case may hold, and its words.

Words are for people: pass them through gettext where they are shown; label, choices and grouped_choices do so.
A list that does not exist raises KeyError.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from portal.reference.tables import read

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
    """How soon: minutes by the clock, or working days. One of the two is there."""

    minutes: int | None = None
    working_days: int | None = None


@dataclass(frozen=True)
class Targets:
    """Of a triage level: the first act of a person, and a referral made. Proposals, but for the 24 hours of p3."""

    first_action: Target
    referral: Target


@cache
def lists() -> tuple[str, ...]:
    return tuple(_lists())


@cache
def codes(name: str) -> dict[str, str]:
    """Label by code, in the list's order. Not to be changed by the caller, as nothing here is."""
    return {row["code"]: row["label"] for row in _rows(name)}


@cache
def details(name: str) -> dict[str, Code]:
    """By code, in the list's order."""
    shape = Code.__dataclass_fields__
    return {row["code"]: Code(**{key: row[key] for key in row.keys() & shape.keys()}) for row in _rows(name)}


@cache
def title(name: str) -> str:
    """What the list is about, in a few words."""
    return _lists()[name]["label"]


@cache
def takes_many(name: str) -> bool:
    """Whether a person may choose several."""
    return _lists()[name]["multiple"]


@cache
def groups(name: str) -> dict[str, str]:
    """Label by code of a list's groups, in order; empty in a list without groups.

    exploitation_subtype is grouped by exploitation_type; the two lists of indicators are grouped for reading, none
    of the groups longer than 8.
    """
    return {row["code"]: row["label"] for row in _lists()[name].get("groups", ())}


def label(name: str, code: str) -> str | Promise:
    """The words for a code, in the reader's language; the code itself if the list has none such."""
    found = codes(name).get(code)
    return code if found is None else gettext_lazy(found)


def choices(name: str, *, without: frozenset[str] = frozenset()) -> list[Choice]:
    """For a Django field, in the list's order."""
    return [(code, gettext_lazy(words)) for code, words in codes(name).items() if code not in without]


def grouped_choices(name: str) -> list[tuple[str | Promise, list[Choice]]]:
    """For a Django field: choices under the label of their group. A list without groups gives an empty one."""
    return [
        (
            gettext_lazy(words),
            [(one.code, gettext_lazy(one.label)) for one in details(name).values() if one.group == group],
        )
        for group, words in groups(name).items()
    ]


@cache
def route_of(purpose: str) -> str | None:
    """R1 to R6, the way through the form for a contact_purpose; None where it has no way of its own (helpline 1.2)."""
    return _row("contact_purpose", purpose).get("route")


@cache
def exploitation_type_of(subtype: str) -> str:
    """The exploitation_type that an exploitation_subtype belongs to."""
    return _row("exploitation_subtype", subtype)["group"]


@cache
def ilo_indicator_of(indicator: str) -> str:
    """The ilo_indicator for an indicator of portal.reference.audits; one of the eleven has another code there."""
    return {row.get("in_audits", row["code"]): row["code"] for row in _rows("ilo_indicator")}[indicator]


@cache
def targets_of(level: str) -> Targets:
    """Of a triage_level, as proposed; the service may set its own (helpline 2.4)."""
    row = _row("triage_level", level)
    return Targets(first_action=Target(**row["first_action"]), referral=Target(**row["referral"]))


@cache
def retention_days(retention: str) -> int | None:
    """Days that a retention_class is kept, as proposed; None where a rule, its case, or nothing ends it."""
    return _row("retention_class", retention).get("days")


def _row(name: str, code: str) -> dict[str, Any]:
    """Raises KeyError for an unknown code."""
    return _by_code(name)[code]


@cache
def _by_code(name: str) -> dict[str, dict[str, Any]]:
    return {row["code"]: row for row in _rows(name)}


def _rows(name: str) -> list[dict[str, Any]]:
    return _lists()[name]["values"]


@cache
def _lists() -> dict[str, dict[str, Any]]:
    return read("helpline")["lists"]
