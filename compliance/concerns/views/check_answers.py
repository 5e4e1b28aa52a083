"""The answers in the words of the questions, for the check page; and what each recipient would receive."""

from typing import Any

from django import forms

from compliance.concerns import labels
from compliance.concerns.forms import CARDS, FORMS
from compliance.concerns.forms.fields import QuestionForm
from compliance.concerns.labels import Text
from compliance.concerns.rules import journey, sharing
from compliance.concerns.services.draft import OpenDraft


def get_sections(draft: OpenDraft) -> list[dict[str, Any]]:
    """Return the required pages, each with its question and answers; then a line for each card."""
    entries: list[dict[str, Any]] = [
        {"page": page, "rows": get_answer_rows(page, draft)} for page in journey.REQUIRED_PAGES
    ]
    for page in journey.CARD_PAGES:
        lines = [
            (card["heading"], [answer for _, answers in card["rows"] for answer in answers])
            for card in get_cards(page, draft)
        ]
        entries.append({"page": page, "rows": lines})
    return entries


def get_answer_rows(page: journey.Page, draft: OpenDraft) -> list[tuple[Text, list[Text]]]:
    """Return questions and answers; those left open are omitted."""
    return _get_form_rows(FORMS[page.code](None, answers=draft.answers, route=draft.route))


def get_cards(page: journey.Page, draft: OpenDraft) -> list[dict[str, Any]]:
    """Return the further places or groups, in words."""
    form = CARDS[page.code]
    return [
        {"id": card["id"], "heading": form.heading, "rows": _get_form_rows(form(None, answers=card, route=draft.route))}
        for card in draft.answers.get(page.code, [])
    ]


def _get_form_rows(form: QuestionForm) -> list[tuple[Text, list[Text]]]:
    rows = []
    for name, field in form.fields.items():
        value = form.initial.get(name)
        if value not in (None, "", [], False):
            rows.append((field.label or "", _describe_answer(field, value)))
    return rows


def _describe_answer(field: forms.Field, value: Any) -> list[Text]:
    if isinstance(field, forms.ChoiceField):
        labels_by_code = {str(code): text for code, text in field.choices}
        return [labels_by_code.get(str(one), str(one)) for one in (value if isinstance(value, list) else [value])]
    return [labels.YES_NO["yes"]] if value is True else [str(value)]


def get_optional_tasks(draft: OpenDraft) -> list[dict[str, Any]]:
    """Return the optional pages of the route, and whether something was added."""
    tasks = []
    for page in journey.get_optional_pages(draft.answers):
        if page == journey.FILES:
            tasks.append({"page": page, "title": labels.FILES_TITLE, "is_done": bool(draft.files)})
        else:
            is_done = any(draft.answers.get(key) for key in page.keys)
            tasks.append({"page": page, "title": {**FORMS, **CARDS}[page.code].heading, "is_done": is_done})
    return tasks


def get_sharing_previews(draft: OpenDraft) -> list[dict[str, Any]]:
    """Return for each recipient what they would receive of the answers so far, in words."""
    consent = draft.answers.get("consent", [])
    return [
        {
            "code": code,
            "name": labels.RECIPIENT[code],
            "is_chosen": code in consent,
            "parts": [labels.PART[part] for part in sharing.preview_parts(code, draft.answers, files=len(draft.files))],
        }
        for code in sharing.RECIPIENTS
    ]
