"""Reads data/ once. A fault in a data file stops the program at the first use, with the file's name."""

import json
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

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
    RegistryPlace,
    Reminder,
    Source,
    Transition,
)

DATA = Path(__file__).parent / "data"
AREA_FILES = ("structure", "policies", "risk", "due_diligence", "training", "monitoring")
FIELD_FILES = (
    "period",
    "organisations",
    "signoff",
    "intro",
    *AREA_FILES,
    "areas",
    "extra",
    "coverage",
    "web",
    "approval",
    "signature",
    "publication",
    "registry",
    "amendment",
)
RUBRIC_FILES = ("law", "guidance", "practice", "consistency", "pending")


def items(name: str) -> Iterator[dict[str, Any]]:
    path = DATA / f"{name}.json"
    yield from json.loads(path.read_text(encoding="utf-8"))["items"]


@cache
def load_sources() -> dict[str, Source]:
    return {item["code"]: Source(**item) for item in items("sources")}


@cache
def load_enumerations() -> dict[str, Enumeration]:
    names = sorted(path.stem for path in (DATA / "enumerations").glob("*.json"))
    enumerations = [_enumeration(item) for name in names for item in items(f"enumerations/{name}")]
    return {enumeration.code: enumeration for enumeration in enumerations}


def _enumeration(item: dict[str, Any]) -> Enumeration:
    values = tuple(
        Option(value["code"], value["label"], {k: v for k, v in value.items() if k not in ("code", "label")})
        for value in item["values"]
    )
    return Enumeration(**(item | {"values": values}))


@cache
def load_fields() -> dict[str, Field]:
    fields = [_field(item) for name in FIELD_FILES for item in items(f"fields/{name}")]
    return {field.code: field for field in fields}


def _field(item: dict[str, Any]) -> Field:
    conditions = {key: Condition(**item[key]) for key in ("asked_when", "required_when") if key in item}
    registry = {"registry": RegistryPlace(**item["registry"])} if "registry" in item else {}
    return Field(**(item | conditions | registry | {"one_of": tuple(item.get("one_of", ()))}))


@cache
def load_extra_fields() -> dict[str, Field]:
    """Return the questions of a section of the organisation's own, for each such section there may be."""
    most = load_fields()["extra_sections"].max_items or 0
    sections = [
        _field(item | {"code": f"{item['code']}_{number}", "section": f"{item['section']}_{number}"})
        for number in range(1, most + 1)
        for item in items("fields/extra_text")
    ]
    return {field.code: field for field in sections}


@cache
def load_extra_sections() -> tuple[str, ...]:
    return tuple(dict.fromkeys(field.section for field in load_extra_fields().values()))


@cache
def load_disclosures() -> dict[str, Disclosure]:
    disclosures = [
        _with_tuples(Disclosure, item | {"area": area}) for area in AREA_FILES for item in items(f"disclosures/{area}")
    ]
    return {disclosure.code: disclosure for disclosure in disclosures}


@cache
def load_criteria() -> dict[str, Criterion]:
    criteria = [_with_tuples(Criterion, item) for name in RUBRIC_FILES for item in items(f"rubric/{name}")]
    return {criterion.code: criterion for criterion in criteria}


@cache
def load_claims() -> tuple[Claim, ...]:
    return tuple(_with_tuples(Claim, item) for item in items("claims"))


@cache
def load_signals() -> dict[str, tuple[str, ...]]:
    return {item["code"]: tuple(item["words"]) for item in items("signals")}


@cache
def load_criterion_signals() -> dict[str, tuple[str, ...]]:
    return {item["code"]: tuple(item["words"]) for item in items("criterion_signals")}


@cache
def load_transitions() -> tuple[Transition, ...]:
    return tuple(Transition(item["from"], item["to"], tuple(item["by"]), item["guard"]) for item in items("lifecycle"))


@cache
def load_reminders() -> tuple[Reminder, ...]:
    return tuple(_with_tuples(Reminder, item) for item in items("reminders"))


@cache
def load_law_changes() -> tuple[LawChange, ...]:
    return tuple(LawChange(**(item | {"on": date.fromisoformat(item["on"])})) for item in items("law_changes"))


@cache
def law_read_to() -> str:
    """Return the day up to which the law was read."""
    return str(json.loads((DATA / "law_changes.json").read_text(encoding="utf-8"))["edition"])


@cache
def load_deadline() -> Deadline:
    (item,) = items("deadline")
    return Deadline(**(item | {"examples": tuple(tuple(pair) for pair in item["examples"])}))


def _with_tuples[Noun](noun: type[Noun], item: dict[str, Any]) -> Noun:
    return noun(**{key: tuple(value) if isinstance(value, list) else value for key, value in item.items()})
