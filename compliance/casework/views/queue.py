"""/desk/: the queue, taking from it, finding who calls again, and what one shift tells the next."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from compliance.casework.forms.desk import FindForm, HandoverForm, NarrowForm, WordsForm
from compliance.casework.selectors import open_calls
from compliance.casework.selectors import queue as reading
from compliance.casework.selectors.open_calls import OpenCall
from compliance.casework.selectors.queue import Shown
from compliance.casework.services import calls, claim, lookup, reference_lookup, shift_notes
from compliance.casework.views.base import Desk, at_desk, get_post_data, go, page, unlocked
from portal.accounts.current_user import get_current_user
from portal.core import rate_limits
from portal.core.exceptions import ActionRefused


@unlocked
@require_safe
def queue(request: HttpRequest, desk: Desk) -> HttpResponse:
    """One list, in an order that nobody chooses. It never reloads by itself; a button says how much is new."""
    shown = Shown(request.GET.get("show")) if request.GET.get("show") in set(Shown) else Shown.ALL
    narrow = NarrowForm(request.GET)
    filters = narrow.cleaned_data if narrow.is_valid() else {}
    waiting = reading.get_queue(user=desk.user, shown=shown, filters=filters)
    rows = Paginator(waiting.rows, reading.PAGE_SIZE).get_page(request.GET.get("page"))
    reader = {"user": desk.user, "is_lead": desk.is_lead, "now": desk.now}
    urgent = open_calls.get_open_calls(**reader) if waiting.urgent_calls else []
    lines = reading.get_lines(list(rows), keys=desk.keys, **reader)
    calls_here = (
        open_calls.list_shown(urgent, shown=shown, level=filters.get("level") or "") if rows.number == 1 else []
    )
    return page(
        request,
        desk,
        "queue.html",
        adult_alarms=waiting.adult_alarms,
        queue=waiting,
        counts=_add_calls(waiting.counts, urgent),
        mark=waiting.mark + open_calls.get_mark(urgent),
        entries=open_calls.merge_with_lines(calls_here, lines),
        due=reading.get_due_today(**reader) if shown == Shown.MINE else [],
        page=rows,
        shown=shown,
        narrow=narrow,
        is_narrowed=any(request.GET.get(name) for name in reading.FILTERS),
        checked_at=timezone.localtime(desk.now),
        note=shift_notes.get_latest_shift_note(desk.keys),
    )


def _add_calls(counts: Mapping[str, int], urgent: Sequence[OpenCall]) -> dict[str, int]:
    return {name: number + len(open_calls.list_shown(urgent, shown=Shown(name))) for name, number in counts.items()}


@at_desk
@require_safe
def mark(request: HttpRequest) -> JsonResponse:
    """{"mark": …}, for the page's own look at whether anything is new. It opens nothing, and is no use of the keys."""
    user = get_current_user(request)
    urgent = open_calls.get_open_calls(user=user, is_lead=False, now=timezone.now())
    return JsonResponse({"mark": reading.get_mark() + open_calls.get_mark(urgent)})


@unlocked
@require_POST
def take(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """One press; whoever comes second is told so."""
    concern = reference_lookup.find_concern(uuid, user=desk.user)
    if concern is None:
        raise Http404
    try:
        case = claim.claim_concern(concern=concern, actor=desk.user, keys=desk.keys, at=desk.now)
    except ActionRefused as refusal:
        messages.warning(request, refusal.sentence)
        return go("desk:queue")
    return go("cases:case", case.pk)


@unlocked
def find(request: HttpRequest, desk: Desk) -> HttpResponse:
    """A repeat caller by what they say, or where words stand. By POST: an address stays in a browser's history."""
    if request.POST.get("act") == "words":
        return _find_words(request, desk)
    form = FindForm(get_post_data(request))
    if request.method == "POST" and form.is_valid():
        match = reference_lookup.find_by_reference(form.cleaned_data["said"], user=desk.user, at=desk.now)
        if match.address:
            return go(match.address, match.uuid)
        form.add_error("said", match.sentence)
    return page(request, desk, "find.html", form=form, words=WordsForm())


def _find_words(request: HttpRequest, desk: Desk) -> HttpResponse:
    words, looked = WordsForm(request.POST), None
    if words.is_valid():
        try:
            looked = lookup.look_up(words=words.cleaned_data["words"], actor=desk.user, keys=desk.keys, at=desk.now)
        except rate_limits.OverLimit as error:
            words.add_error(None, error)
    return page(request, desk, "find.html", form=FindForm(), words=words, looked=looked)


@unlocked
def hand_over(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Write the note for the next shift."""
    form = HandoverForm(get_post_data(request))
    if request.method == "POST" and form.is_valid():
        shift_notes.write_shift_note(text=form.cleaned_data["text"], by=desk.user, at=desk.now)
        messages.success(request, _("Your note is now above the queue."))
        return go("desk:queue")
    return page(request, desk, "hand_over.html", form=form, calls=calls.get_own_drafts(desk.user))
