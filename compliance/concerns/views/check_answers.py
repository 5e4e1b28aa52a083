"""What was answered, in the words of the questions, for the check page; and what each recipient would receive."""

from typing import Any

from django import forms

from compliance.concerns import labels
from compliance.concerns.forms import CARDS, FORMS
from compliance.concerns.forms.fields import QuestionForm
from compliance.concerns.labels import Text
from compliance.concerns.rules import journey, sharing
from compliance.concerns.services.draft import OpenDraft


def get_sections(draft: OpenDraft) -> list[dict[str, Any]]:
    """The pages of the shortest way, each with its question and answers; then a line for each card."""
    found: list[dict[str, Any]] = [
        {"page": page, "rows": get_answer_rows(page, draft)} for page in journey.REQUIRED_PAGES
    ]
    for page in journey.CARD_PAGES:
        lines = [
            (card["heading"], [one for _, words in card["rows"] for one in words]) for card in get_cards(page, draft)
        ]
        found.append({"page": page, "rows": lines})
    return found


def get_answer_rows(page: journey.Page, draft: OpenDraft) -> list[tuple[Text, list[Text]]]:
    """Question and answers; those left open are left out."""
    return _get_form_rows(FORMS[page.code](None, answers=draft.answers, route=draft.route))


def get_cards(page: journey.Page, draft: OpenDraft) -> list[dict[str, Any]]:
    """The further places or groups, in words."""
    form = CARDS[page.code]
    return [
        {"id": card["id"], "heading": form.heading, "rows": _get_form_rows(form(None, answers=card, route=draft.route))}
        for card in draft.answers.get(page.code, [])
    ]


def _get_form_rows(form: QuestionForm) -> list[tuple[Text, list[Text]]]:
    found = []
    for name, field in form.fields.items():
        said = form.initial.get(name)
        if said not in (None, "", [], False):
            found.append((field.label or "", _describe_answer(field, said)))
    return found


def _describe_answer(field: forms.Field, said: Any) -> list[Text]:
    if isinstance(field, forms.ChoiceField):
        words = {str(code): text for code, text in field.choices}
        return [words.get(str(one), str(one)) for one in (said if isinstance(said, list) else [said])]
    return [labels.YES_NO["yes"]] if said is True else [str(said)]


def get_optional_tasks(draft: OpenDraft) -> list[dict[str, Any]]:
    """The optional pages of the route, and whether something was added."""
    found = []
    for page in journey.get_optional_pages(draft.answers):
        if page == journey.FILES:
            found.append({"page": page, "title": labels.FILES_TITLE, "is_done": bool(draft.files)})
        else:
            is_done = any(draft.answers.get(key) for key in page.keys)
            found.append({"page": page, "title": {**FORMS, **CARDS}[page.code].heading, "is_done": is_done})
    return found


def get_sharing_previews(draft: OpenDraft) -> list[dict[str, Any]]:
    """For each recipient on the page: what they would receive of what was told so far, in words."""
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
