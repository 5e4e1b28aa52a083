"""The words, options, limits and criteria of a Section 54 statement, read from our own data files and kept.

Codes are stable: none is renamed or used again. Pure: nothing here knows the database or Django.
"""

from datetime import date

from compliance.statements.vocabulary import loading
from compliance.statements.vocabulary.types import (
    Claim,
    Condition,
    Criterion,
    Deadline,
    Disclosure,
    Enumeration,
    Field,
    LawChange,
    Option,
    Reminder,
    Source,
    Transition,
)

__all__ = [
    "Claim",
    "Condition",
    "Criterion",
    "Deadline",
    "Disclosure",
    "Enumeration",
    "Field",
    "LawChange",
    "Option",
    "Reminder",
    "Source",
    "Transition",
    "claims",
    "criteria",
    "criterion",
    "criterion_signals",
    "deadline",
    "disclosure",
    "disclosures",
    "enumeration",
    "enumerations",
    "extra_sections",
    "field",
    "fields",
    "item_fields",
    "law_changes",
    "law_read_to",
    "reminders",
    "signals",
    "source",
    "sources",
    "transitions",
]


def enumeration(code: str) -> Enumeration:
    """Return a list of options. Raises KeyError for an unknown code, as do all functions of one code."""
    return loading.load_enumerations()[code]


def enumerations() -> tuple[Enumeration, ...]:
    return tuple(loading.load_enumerations().values())


def field(code: str) -> Field:
    """Return a field. code: "policies", or of an item of a list "risk.description"."""
    known = loading.load_fields()
    return known[code] if code in known else loading.load_extra_fields()[code]


def fields(section: str | None = None) -> tuple[Field, ...]:
    """Return fields in the order they are asked, with those of items of lists, whose prefix is not empty.

    Without a section those of every statement, not those of sections of the organisation's own.
    """
    if section in extra_sections():
        return tuple(field for field in loading.load_extra_fields().values() if field.section == section)
    return tuple(field for field in loading.load_fields().values() if section is None or field.section == section)


def extra_sections() -> tuple[str, ...]:
    """Return codes of the sections of its own that an organisation may add: "extra_1", …"""
    return loading.load_extra_sections()


def item_fields(code: str) -> tuple[Field, ...]:
    """Return the fields of an item of a list: "risks", "group_members", "kpis", "goals", "disclosures"."""
    item = field(code).item
    return tuple(field for field in loading.load_fields().values() if item and field.prefix == item)


def disclosure(code: str) -> Disclosure:
    return loading.load_disclosures()[code]


def disclosures(area: str | None = None, level: int | None = None) -> tuple[Disclosure, ...]:
    return tuple(
        disclosure
        for disclosure in loading.load_disclosures().values()
        if (area is None or disclosure.area == area) and (level is None or disclosure.level == level)
    )


def criterion(code: str) -> Criterion:
    return loading.load_criteria()[code]


def criteria() -> tuple[Criterion, ...]:
    """Return the rubric in its order: must, should, good practice, consistency, pending."""
    return tuple(loading.load_criteria().values())


def claims() -> tuple[Claim, ...]:
    return loading.load_claims()


def signals(area: str) -> tuple[str, ...]:
    """Return words that show that a text speaks of an area, or of approval, signature, no_steps, future."""
    return loading.load_signals()[area]


def criterion_signals(code: str) -> tuple[str, ...]:
    """Return words that support a criterion of good practice in free text."""
    return loading.load_criterion_signals()[code]


def source(code: str) -> Source:
    return loading.load_sources()[code]


def sources() -> tuple[Source, ...]:
    return tuple(loading.load_sources().values())


def transitions() -> tuple[Transition, ...]:
    return loading.load_transitions()


def reminders() -> tuple[Reminder, ...]:
    return loading.load_reminders()


def law_changes(*, since: date) -> tuple[LawChange, ...]:
    """Return what changed after a day, the newest first."""
    return tuple(change for change in loading.load_law_changes() if change.on > since)


def law_read_to() -> str:
    return loading.law_read_to()


def deadline() -> Deadline:
    return loading.load_deadline()
