"""Stored answers as the form of their section would post them."""

import json
from datetime import date
from typing import Any

from django.http import QueryDict

from compliance.statements import vocabulary
from compliance.statements.core.forms.fields import to_typed
from compliance.statements.core.forms.items import ITEM_LISTS
from compliance.statements.types import Answers, SectionAnswers


def read_answers(text: str) -> SectionAnswers:
    """Return the answers that the page carried; none where tampered with, too deep or not storable."""
    try:
        answers = json.loads(text)
        json.dumps(answers, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return {}
    return answers if isinstance(answers, dict) else {}


def as_post_data(code: str, answers: Answers, *, is_complete: bool) -> QueryDict:
    """Return the answers as the form of the section would post them."""
    data = QueryDict(mutable=True)
    data["is_complete"] = "yes" if is_complete else "no"
    for field in vocabulary.fields(code):
        if not field.prefix and field.type not in ("list", "disclosures", "hash"):
            _put(data, field.code, field, answers.get(field.code))
    disclosures = answers.get("disclosures")
    for key, item in (disclosures if isinstance(disclosures, dict) else {}).items():
        if isinstance(item, dict):
            data[f"{key}-status"], data[f"{key}-text"] = str(item.get("status", "")), str(item.get("text", ""))
    for name in ITEM_LISTS.get(code, ()):
        items = answers.get(name)
        items = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
        for index, item in enumerate(items):
            for field in vocabulary.item_fields(name):
                _put(data, f"{name}-{index}-{field.name}", field, item.get(field.name))
    return data


def _put(data: QueryDict, name: str, field: vocabulary.Field, answer: Any) -> None:
    typed = to_typed(field, answer) if _is_shaped(field, answer) else None
    if field.type == "date":
        try:
            day = date.fromisoformat(str(typed))
        except ValueError:
            return
        data[f"{name}_day"], data[f"{name}_month"], data[f"{name}_year"] = str(day.day), str(day.month), str(day.year)
    elif field.type == "countries" and isinstance(typed, list):
        data[name] = "\n".join(str(code) for code in typed)
    elif isinstance(typed, list):
        data.setlist(name, [str(code) for code in typed])
    elif field.exclusive_with:
        if typed:
            data[name] = "on"
    elif typed is not None:
        data[name] = str(typed)


def _is_shaped(field: vocabulary.Field, answer: Any) -> bool:
    if field.type in ("enum_list", "countries"):
        return isinstance(answer, list)
    return isinstance(answer, bool) if field.type == "boolean" else isinstance(answer, str)
