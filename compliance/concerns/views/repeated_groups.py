"""/r/19 and /r/20: further places, and further groups of people, one card each.

See docs/requirements/helpline.md#more-cards.
"""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from compliance.concerns.forms import CARDS
from compliance.concerns.rules import journey
from compliance.concerns.services import draft as drafts
from compliance.concerns.services.draft import OpenDraft
from compliance.concerns.views import check_answers
from compliance.concerns.views.base import get_post_data, redirect_to_page, should_save_typed, with_draft
from portal.core.views import render_form, see_other


@with_draft
def add(request: HttpRequest, *, draft: OpenDraft, code: str) -> HttpResponse:
    """Add a card."""
    page = journey.PAGES_BY_CODE[code]
    form = CARDS[code](get_post_data(request), answers={}, route=draft.route, binding=draft.form_binding)
    first = journey.get_page_to_answer_first(page, draft.answers, files=len(draft.files))
    if first and not should_save_typed(form, page, draft):
        return redirect(first.address)
    goes_on = "onward" in request.POST
    if goes_on and form.is_untouched:
        return redirect_to_page(journey.CHECK)
    if request.method == "POST" and form.is_valid():
        try:
            drafts.add_card(draft.cookie, code, form.card_answers, now=timezone.now())
        except drafts.Gone:
            return see_other("concerns:code")
        return redirect_to_page(first or (journey.CHECK if goes_on else page))
    cards = check_answers.get_cards(page, draft)
    context = {
        "form": form,
        "cards": cards,
        "is_full": len(cards) >= journey.MAX_CARDS,
        "remove": f"{page.address}_remove",
        "back": "concerns:check",
    }
    return render_form(request, "concerns/cards.html", context)


@with_draft
@require_POST
def remove(request: HttpRequest, *, draft: OpenDraft, code: str, uuid: UUID) -> HttpResponse:
    """Remove a card."""
    try:
        drafts.remove_card(draft.cookie, code, str(uuid), now=timezone.now())
    except drafts.Gone:
        return see_other("concerns:code")
    page = journey.PAGES_BY_CODE[code]
    return redirect_to_page(page if page in journey.get_optional_pages(draft.answers) else journey.CHECK)
