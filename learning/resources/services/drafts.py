"""Writes drafts of guidance that come from casework; an editor looks at each before it is read."""

from uuid import UUID

from django.db import transaction
from django.utils.html import escape, linebreaks
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page
from wagtail.rich_text import RichText

from learning.resources.models import GuidancePage, HomePage
from portal.core.form_tokens import get_row_id

SUMMARY_LENGTH = 300


class NoGuidanceList(Exception):
    """There is no list of guidance that a draft could stand below."""


@transaction.atomic
def propose_draft(*, title: str, question: str, answer: str, token: UUID) -> GuidancePage:
    """Make a draft below /guidance/, of nobody: who wrote it down is not kept with it. Plain words in, paragraphs out.

    token: of the form; sent twice there is one draft, and with other words another. Raises NoGuidanceList.
    """
    key = get_row_id(token, token, title, question, answer)
    if known := GuidancePage.objects.filter(translation_key=key).first():
        return known
    page = GuidancePage(
        title=title,
        summary=_shortened(question),
        body=[("text", RichText(_body(question, answer)))],
        live=False,
        translation_key=key,
    )
    _list_of_guidance().add_child(instance=page)
    page.save_revision()
    return page


def _list_of_guidance() -> Page:
    for home in HomePage.objects.filter(locale=Locale.get_default()):
        page = GuidancePage.objects.child_of(home).order_by("path").first()
        if page is not None:
            return page
    raise NoGuidanceList


def _shortened(question: str) -> str:
    line = " ".join(question.split())
    return line if len(line) <= SUMMARY_LENGTH else f"{line[: SUMMARY_LENGTH - 1].rstrip()}…"


def _body(question: str, answer: str) -> str:
    parts = ((_("The question"), question), (_("The answer"), answer))
    return "".join(f"<h2>{escape(heading)}</h2>{linebreaks(text, autoescape=True)}" for heading, text in parts)
