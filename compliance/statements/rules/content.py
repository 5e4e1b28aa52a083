"""The content that is approved, signed and published, and its fingerprint.

Two drafts that say the same have the same content, whatever the order in which they were typed: answers nobody gave
and answers to questions that are not asked are left out, text is NFC, ticks stand in the order of the list.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from compliance.organisations.rules.names import split_words
from compliance.statements import vocabulary
from compliance.statements.rules.text import plain_text, tidy, word_count
from compliance.statements.types import (
    Answers,
    Content,
    Disclosure,
    FigureFacts,
    GroupMember,
    KnownContent,
    OrganisationFacts,
    SectionAnswers,
    Sections,
)
from compliance.statements.vocabulary import Field

SCHEMA = 1
AREAS = ("structure", "policies", "risk", "due_diligence", "training", "monitoring")
# Of the organisation's own; which of them there are, under which heading and where, is the answer extra_sections.
EXTRAS = vocabulary.extra_sections()
NARRATIVES = ("intro", *AREAS, *EXTRAS)
# The record of the signature names the signatory; the web section may change until the day of publication.
LEFT_OUT_SECTIONS = frozenset({"web"})
FIGURE = re.compile(r'<figure data-number="(\d{1,4})">')
LEFT_OUT_PREFIX = "signatory_"
FORM_SECTIONS = ("period", "organisations", "signoff", "intro", *AREAS, "extra", *EXTRAS, "coverage")


def assemble(
    *,
    organisation: OrganisationFacts,
    year: int,
    sections: Sections,
    figures: Mapping[str, FigureFacts] | None = None,
) -> Content:
    """Return the content of a draft. One that shows no figure and has no logo says nothing of figures.

    organisation: name, company_number and legal_form; a legal_form answered in the signoff section goes before it.
    sections:     SectionCode -> answers by field code.
    figures:      what is known of the figures, by number; those that the text shows, and the logo, are kept.
    """
    values: SectionAnswers = {"legal_form": organisation.get("legal_form")}
    disclosures: dict[str, Disclosure] = {}
    for section in FORM_SECTIONS:
        if not (answers := sections.get(section)):
            continue
        disclosures |= _disclosures(answers.get("disclosures"), section)
        own_codes = {field.code for field in _content_fields(section)}
        values |= {code: value for code, value in answers.items() if code in own_codes and value not in (None, "")}
    answers = _asked_answers(values)
    used = get_figure_numbers(answers)
    shown = {n: _clean(item) for n, item in (figures or {}).items() if int(n) in used or item.get("is_logo")}
    named = _clean({key: organisation.get(key) for key in ("name", "company_number")})
    content: Content = {
        "schema": SCHEMA,
        "organisation": cast(OrganisationFacts, named or {}),
        "year": year,
        "answers": answers,
        "disclosures": disclosures,
    }
    if shown:
        content["figures"] = shown
    return content


def get_figure_numbers(answers: Answers) -> set[int]:
    """Return the numbers of the figures that the narratives show."""
    texts = (value for code, value in answers.items() if code.startswith("narrative_") and isinstance(value, str))
    return {int(number) for text in texts for number in FIGURE.findall(text)}


def canonical_json(content: Mapping[str, object]) -> bytes:
    """Return JSON with sorted keys and no white space, UTF-8. Raises ValueError for a number that JSON lacks."""
    cleaned = {key: _clean(value) or {} if isinstance(value, Mapping) else value for key, value in content.items()}
    return json.dumps(cleaned, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def content_hash(content: Mapping[str, object]) -> str:
    """Return the SHA-256 of the canonical content: 64 hexadecimal digits."""
    return hashlib.sha256(canonical_json(content)).hexdigest()


def _content_fields(section: str) -> list[Field]:
    return [
        field
        for field in vocabulary.fields(section)
        if not field.prefix and not field.code.startswith(LEFT_OUT_PREFIX) and section not in LEFT_OUT_SECTIONS
    ]


def _asked_answers(values: Answers) -> SectionAnswers:
    """Taking an answer out may take away the question that rests on it, so look again until nothing changes."""
    fields = {code: vocabulary.field(code) for code in values}
    answers = {code: answer for code, value in values.items() if (answer := _answer(fields[code], value)) is not None}
    while unasked := [code for code in answers if not fields[code].is_asked(answers)]:
        for code in unasked:
            del answers[code]
    return answers


def _answer(field: Field, value: Any) -> Any:
    """The answer in the one shape its field has; None for another shape, which no form lets through."""
    if field.type == "list":
        rows = value if isinstance(value, list) else []
        return [item for row in rows if isinstance(row, Mapping) and (item := _item(field, row))] or None
    if field.type in ("enum_list", "countries"):
        return _in_order(field, value) or None if isinstance(value, list) else None
    if field.type == "boolean":
        return value if isinstance(value, bool) else None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return _clean(value) if isinstance(value, str) else None


def _item(field: Field, row: Answers) -> SectionAnswers:
    asked_fields = {part.name: part for part in vocabulary.item_fields(field.code) if part.is_asked(row)}
    answers = {name: _answer(part, row[name]) for name, part in asked_fields.items() if name in row}
    return {name: answer for name, answer in answers.items() if answer is not None}


def _in_order(field: Field, codes: list[Any]) -> list[str]:
    """Ticks are a set: each once, in the order of the list; countries by code."""
    values = {tidy(code) for code in codes if isinstance(code, str) and code}
    if not field.enumeration:
        return sorted(values)
    listed = vocabulary.enumeration(field.enumeration).codes
    return [code for code in listed if code in values] + sorted(values.difference(listed))


def _disclosures(disclosures: object, area: str) -> dict[str, Disclosure]:
    if not isinstance(disclosures, Mapping):
        return {}
    known = {item.code for item in vocabulary.disclosures(area)} if area in AREAS else set()
    rows = {code: row for code, row in disclosures.items() if code in known and isinstance(row, Mapping)}
    cleaned = {code: _clean({key: row.get(key) for key in ("status", "text")}) for code, row in rows.items()}
    return {code: row for code, row in cleaned.items() if row}


def _clean(value: Any) -> Any:
    """The value with its texts tidied and everything empty left out; None when nothing is left. False is an answer."""
    match value:
        case str():
            return tidy(value) if value.strip() else None
        case Mapping():
            parts = {tidy(str(key)): _clean(part) for key, part in value.items()}
            return {key: part for key, part in parts.items() if part is not None} or None
        case list() | tuple():
            return [part for part in map(_clean, value) if part is not None] or None
        case _:
            return value


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of free text, as plain words, and where it was typed: section and field."""

    section: str
    field: str
    text: str


def narrative_text(content: KnownContent, section: str) -> str:
    """Return the plain words of one section's narrative; "" when there is none."""
    return plain_text(str(content["answers"].get(f"narrative_{section}") or ""))


def count_narrative_words(content: Content, section: str | None = None) -> int:
    """Count the words of one section's narrative, or of all."""
    return sum(word_count(narrative_text(content, item)) for item in ([section] if section else NARRATIVES))


def get_passages(content: Content) -> list[Passage]:
    """Return all free text of the content, in the order of the sections."""
    return [passage for section in FORM_SECTIONS for passage in _passages(content, section) if passage.text]


def _passages(content: Content, section: str) -> Iterator[Passage]:
    answers = content["answers"]
    for field in _content_fields(section):
        value = answers.get(field.code)
        if field.type == "rich_text" and isinstance(value, str):
            yield Passage(section, field.code, plain_text(value))
        elif field.type == "string" and isinstance(value, str):
            yield Passage(section, field.code, value)
        elif field.type == "list":
            yield from _item_passages(section, field, value or ())
    if section in AREAS:
        for item in vocabulary.disclosures(section):
            row = content["disclosures"].get(item.code) or {}
            yield Passage(section, item.code, str(row.get("text") or ""))


def _item_passages(section: str, field: Field, rows: Any) -> Iterator[Passage]:
    for part in vocabulary.item_fields(field.code):
        if part.type == "string":
            for row in rows:
                yield Passage(section, field.code, str(row.get(part.name) or ""))


def searchable_text(content: Content) -> str:
    """Return folded names and numbers of the organisation and its covered members, one space around each word."""
    organisation = content["organisation"]
    members: Sequence[GroupMember] = content["answers"].get("group_members") or []
    names = [organisation["name"], organisation.get("company_number") or ""]
    names += [str(member.get(key) or "") for member in members for key in ("legal_name", "company_number")]
    return f" {' '.join(word for name in names for word in split_words(name))} "
