"""The answers in the words of the questions, for the check page; and what each recipient would receive."""

from dataclasses import dataclass
from typing import Any

from django import forms

from compliance.concerns import labels
from compliance.concerns.forms import CARDS, FORMS
from compliance.concerns.forms.fields import QuestionForm
from compliance.concerns.labels import Text
from compliance.concerns.rules import journey, sharing
from compliance.concerns.services.draft import OpenDraft

# A question, and what was answered to it.
type AnswerRow = tuple[Text, list[Text]]


@dataclass(frozen=True, slots=True)
class Section:
    """A page of the form with its questions and answers."""

    page: journey.Page
    rows: list[AnswerRow]


@dataclass(frozen=True, slots=True)
class Card:
    """One further place or group, under the heading of its form."""

    id: str
    heading: Text
    rows: list[AnswerRow]


@dataclass(frozen=True, slots=True)
class OptionalTask:
    """An optional page, and whether something was added on it."""

    page: journey.Page
    title: Text
    is_done: bool


@dataclass(frozen=True, slots=True)
class SharingPreview:
    """What one recipient would receive, and whether the reporter has chosen them."""

    code: str
    name: Text
    is_chosen: bool
    parts: list[Text]


def get_sections(draft: OpenDraft) -> list[Section]:
    """Return the required pages, each with its question and answers; then a line for each card."""
    sections = [Section(page, get_answer_rows(page, draft)) for page in journey.REQUIRED_PAGES]
    for page in journey.CARD_PAGES:
        lines: list[AnswerRow] = [
            (card.heading, [answer for _, answers in card.rows for answer in answers])
            for card in get_cards(page, draft)
        ]
        sections.append(Section(page, lines))
    return sections


def get_answer_rows(page: journey.Page, draft: OpenDraft) -> list[AnswerRow]:
    """Return questions and answers; those left open are omitted."""
    return _get_form_rows(FORMS[page.code](None, answers=draft.answers, route=draft.route))


def get_cards(page: journey.Page, draft: OpenDraft) -> list[Card]:
    """Return the further places or groups, in words."""
    form = CARDS[page.code]
    return [
        Card(card["id"], form.heading, _get_form_rows(form(None, answers=card, route=draft.route)))
        for card in draft.answers.get(page.code, [])
    ]


def _get_form_rows(form: QuestionForm) -> list[AnswerRow]:
    rows = []
    for name, field in form.fields.items():
        value = form.initial.get(name)
        if value not in (None, "", [], False):
            rows.append((field.label or "", _describe_answer(field, value)))
    return rows


def _describe_answer(field: forms.Field, value: Any) -> list[Text]:
    if isinstance(field, forms.ChoiceField):
        labels_by_code = {str(code): text for code, text in field.choices}
        return [labels_by_code.get(str(code), str(code)) for code in (value if isinstance(value, list) else [value])]
    return [labels.YES_NO["yes"]] if value is True else [str(value)]


def get_optional_tasks(draft: OpenDraft) -> list[OptionalTask]:
    """Return the optional pages of the route, and whether something was added."""
    tasks = []
    for page in journey.get_optional_pages(draft.answers):
        if page == journey.FILES:
            tasks.append(OptionalTask(page, labels.FILES_TITLE, bool(draft.files)))
        else:
            is_done = any(draft.answers.get(key) for key in page.keys)
            tasks.append(OptionalTask(page, {**FORMS, **CARDS}[page.code].heading, is_done))
    return tasks


def get_sharing_previews(draft: OpenDraft) -> list[SharingPreview]:
    """Return for each recipient what they would receive of the answers so far, in words."""
    consent = draft.answers.get("consent", [])
    return [
        SharingPreview(
            code=code,
            name=labels.RECIPIENT[code],
            is_chosen=code in consent,
            parts=[labels.PART[part] for part in sharing.preview_parts(code, draft.answers, files=len(draft.files))],
        )
        for code in sharing.RECIPIENTS
    ]
