"""Two people wrote one section: what differs, and one text made of both."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from compliance.statements import vocabulary
from compliance.statements.core.forms.fields import LONG_TEXT_LENGTH
from compliance.statements.editor.rules.merge_text import merge_texts
from compliance.statements.rules import outline, richtext
from compliance.statements.types import Answers, SectionAnswers
from portal.reference.tables import country_names

MINE, THEIRS, BOTH = "mine", "theirs", "both"


@dataclass(frozen=True)
class Difference:
    """One question answered in two ways. both: a text to edit, where the answer is text."""

    key: str
    label: str
    mine: str
    theirs: str
    both: str | None


@dataclass(frozen=True)
class Comparison:
    """What both changed and somebody has to choose; labels of what only one of the two changed, which stands so."""

    asked: list[Difference]
    only_mine: list[str]
    only_theirs: list[str]


def compare(code: str, *, mine: Answers, theirs: Answers, base: Answers | None) -> Comparison:
    """Compare two texts of a section. base: what both began from; None where unknown: every difference is asked."""
    mine, theirs = _flat(mine), _flat(theirs)
    base = None if base is None else _flat(base)
    who = {key: _who_changed(key, mine, theirs, base) for key in _order(code, {**(base or {}), **theirs, **mine})}
    return Comparison(
        [
            _difference(key, mine.get(key), theirs.get(key), (base or {}).get(key))
            for key, who_changed in who.items()
            if who_changed == BOTH
        ],
        [_label(key) for key, who_changed in who.items() if who_changed == MINE],
        [_label(key) for key, who_changed in who.items() if who_changed == THEIRS],
    )


def _who_changed(key: str, mine: Answers, theirs: Answers, base: Answers | None) -> str:
    """Empty where the two do not differ."""
    if mine.get(key) == theirs.get(key):
        return ""
    if base is not None and mine.get(key) == base.get(key):
        return THEIRS
    return MINE if base is not None and theirs.get(key) == base.get(key) else BOTH


def _drop_empty(value: Any) -> Any:
    """Without what says nothing, in the items of a list too."""
    if isinstance(value, list):
        return [_drop_empty(item) for item in value]
    if _is_map(value):
        return {key: part for key, part in value.items() if not outline.is_empty(part)}
    return value


def _flat(answers: Answers) -> SectionAnswers:
    """Disclosures one by one, under disclosures.<code>; marks of our own left out."""
    disclosures = answers.get("disclosures")
    items = {f"disclosures.{code}": item for code, item in (disclosures or {}).items()} if _is_map(disclosures) else {}
    flat = {key: value for key, value in answers.items() if key not in ("disclosures", "copied_from")} | items
    return {key: _drop_empty(value) for key, value in flat.items() if not outline.is_empty(value)}


def _is_map(value: Any) -> bool:
    return isinstance(value, Mapping)


def _order(code: str, answers: Answers) -> list[str]:
    codes = [field.code for field in vocabulary.fields(code) if not field.prefix]
    return [key for key in codes if key in answers] + sorted(key for key in answers if key not in codes)


def _difference(key: str, mine: Any, theirs: Any, base: Any) -> Difference:
    label = _label(key)
    both = None
    if isinstance(mine, str) and isinstance(theirs, str) and _is_long_text(key):
        both = merge_texts(_typed(key, theirs), _typed(key, mine), _typed(key, base) if isinstance(base, str) else "")
    return Difference(key, label, describe_answer(key, mine), describe_answer(key, theirs), both)


def _label(key: str) -> str:
    if key.startswith("disclosures."):
        return vocabulary.disclosure(key.partition(".")[2]).text
    return _(vocabulary.field(key).label)


def _type(key: str) -> str:
    return "" if key.startswith("disclosures.") else vocabulary.field(key).type


def _is_long_text(key: str) -> bool:
    kind = _type(key)
    return kind == "rich_text" or (kind == "string" and (vocabulary.field(key).max_length or 0) > LONG_TEXT_LENGTH)


def _typed(key: str, value: str) -> str:
    return richtext.to_marks(value) if _type(key) == "rich_text" else value


def describe_answer(key: str, value: Any) -> str:
    """Return an answer as a reader of the page reads it, as plain text."""
    if value in (None, "", [], {}):
        return _("Not answered")
    if key.startswith("disclosures."):
        status = vocabulary.enumeration("disclosure_status").label_of(value.get("status", ""))
        return f"{status}. {value.get('text', '')}".strip()
    return _describe_field(vocabulary.field(key), value)


def _describe_field(field: vocabulary.Field, value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if field.type == "list" and isinstance(value, list):
        return "\n".join(_describe_item(field.code, item) for item in value)
    if field.type == "rich_text":
        return richtext.to_marks(str(value))
    if field.type == "countries" and isinstance(value, list):
        return ", ".join(country_names().get(code) or code for code in value)
    if field.enumeration:
        options = vocabulary.enumeration(field.enumeration)
        return ", ".join(options.label_of(code) for code in (value if isinstance(value, list) else [value]))
    if field.type == "date":
        return _day(str(value))
    return str(value)


def _day(value: str) -> str:
    try:
        return date_format(date.fromisoformat(value), "j F Y")
    except ValueError:
        return value


def _describe_item(code: str, item: Mapping[str, Any]) -> str:
    parts = [
        f"{_(field.label)} {_describe_field(field, item[field.name])}"
        for field in vocabulary.item_fields(code)
        if item.get(field.name) not in (None, "", [])
    ]
    return "; ".join(parts)


def merge(
    code: str, choices: Mapping[str, Any], *, mine: Answers, theirs: Answers, base: Answers | None
) -> SectionAnswers:
    """Return one text: what one of the two changed, and what was chosen where both did.

    choices: as ConflictForm cleans them. The result is checked again by the form of the section, like anything typed.
    """
    mine, theirs = _flat(mine), _flat(theirs)
    base = None if base is None else _flat(base)
    merged = {}
    for key in {**theirs, **mine}:
        who = _who_changed(key, mine, theirs, base)
        chosen = choices[f"choice-{key}"] if who == BOTH else who
        if chosen == BOTH:
            typed = choices[f"both-{key}"]
            merged[key] = richtext.to_html(typed) if _type(key) == "rich_text" else typed
        elif key in (source := mine if chosen == MINE else theirs):
            merged[key] = source[key]
    items = {key.partition(".")[2]: merged.pop(key) for key in list(merged) if key.startswith("disclosures.")}
    return merged | ({"disclosures": items} if items else {})
