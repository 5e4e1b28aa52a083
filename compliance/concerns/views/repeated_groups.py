"""/r/19 and /r/20: further places, and further groups of people, one card each (c10)."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from compliance.concerns.forms import CARDS
from compliance.concerns.rules import journey
from compliance.concerns.services import draft as drafts
from compliance.concerns.services.draft import OpenDraft
from compliance.concerns.views import summary
from compliance.concerns.views.base import keeps_typed, posted, to_page, with_draft
from portal.core.views import render_form, see_other


@with_draft
def add(request: HttpRequest, *, draft: OpenDraft, code: str) -> HttpResponse:
    page = journey.BY_CODE[code]
    form = CARDS[code](posted(request), answers={}, route=draft.route, binding=draft.form_binding)
    first = journey.may_open(page, draft.answers, files=len(draft.files))
    if first and not keeps_typed(form, page, draft):
        return redirect(first.address)
    goes_on = "onward" in request.POST
    if goes_on and form.is_untouched:
        return to_page(journey.CHECK)
    if request.method == "POST" and form.is_valid():
        try:
            drafts.add_card(draft.cookie, code, form.card, now=timezone.now())
        except drafts.Gone:
            return see_other("concerns:code")
        return to_page(first or (journey.CHECK if goes_on else page))
    cards = summary.cards(page, draft)
    context = {
        "form": form,
        "cards": cards,
        "is_full": len(cards) >= journey.MOST_CARDS,
        "remove": f"{page.address}_remove",
        "back": "concerns:check",
    }
    return render_form(request, "concerns/cards.html", context)


@with_draft
@require_POST
def remove(request: HttpRequest, *, draft: OpenDraft, code: str, uuid: UUID) -> HttpResponse:
    try:
        drafts.remove_card(draft.cookie, code, str(uuid), now=timezone.now())
    except drafts.Gone:
        return see_other("concerns:code")
    page = journey.BY_CODE[code]
    return to_page(page if page in journey.optional_pages(draft.answers) else journey.CHECK)
