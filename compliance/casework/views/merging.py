"""/desk/cases/<uuid>/merge…: what a merge joins is shown before it is done, and it can be undone for a while."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from compliance.casework.forms.cases import MergeForm
from compliance.casework.models import Case
from compliance.casework.services import merge_undo, merging, reference_lookup
from compliance.casework.views.base import Desk, case_at_hand, case_to_change, get_post_data, go, run_service, unlocked
from compliance.casework.views.cases import case_page
from portal.core.exceptions import ActionRefused

MERGE, CHANGE = "merge", "change"


@unlocked
def merge(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    case = case_to_change(desk, uuid)
    if request.POST.get("act") == CHANGE:
        return _asked(request, desk, case, MergeForm(initial=request.POST.dict()))
    form = MergeForm(get_post_data(request))
    if request.method == "POST" and form.is_valid():
        arguments = {"case": case, "reason": form.cleaned_data["reason"], "actor": desk.user, "keys": desk.keys}
        try:
            arguments["into"] = _other(desk, form.cleaned_data["into"])
            if request.POST.get("act") != MERGE:
                seen, cleaned = merging.preview_merge(**arguments, at=desk.now), form.cleaned_data
                return case_page(request, desk, case, "actions", "merge_preview.html", seen=seen, said=cleaned)
            merging.merge_cases(**arguments, at=desk.now)
        except ActionRefused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Cases merged. You can undo this until something new happens in either case."))
            return go("cases:actions", arguments["into"].pk)
    return _asked(request, desk, case, form)


def _asked(request: HttpRequest, desk: Desk, case: Case, form: MergeForm) -> HttpResponse:
    return case_page(
        request, desk, case, "actions", "act.html", form=form, heading=_("Merge into another case"),
        button=_("Continue"), back="cases:actions",
    )  # fmt: skip


def _other(desk: Desk, reference: str) -> Case:
    """The case that goes on, which the person may change. Raises ActionRefused."""
    match = reference_lookup.find_by_reference(reference, user=desk.user, at=desk.now)
    if match.address != "cases:case" or match.uuid is None:
        raise ActionRefused(_("You cannot open another case with this reference."))
    return case_to_change(desk, match.uuid)


@unlocked
def undo(request: HttpRequest, desk: Desk, uuid: UUID, row: UUID) -> HttpResponse:
    """Whether it can still be undone, and if not, what has happened since."""
    case = case_to_change(desk, uuid)
    merge = merge_undo.find_merge(case, row)
    if merge is None:
        raise Http404
    case_at_hand(desk, merge.case_id)
    into = case_to_change(desk, merge.into_id)
    if request.method == "POST":
        message = _("Merge undone. Both cases are as they were before.")
        is_done = run_service(
            request, merge_undo.undo_merge, said=message, merge=merge, actor=desk.user, keys=desk.keys, at=desk.now
        )  # fmt: skip
        return go("cases:actions", merge.case_id if is_done else into.pk)
    news = merge_undo.get_changes_since(merge, desk.keys)
    return case_page(request, desk, case, "actions", "merge_undo.html", merge=merge, news=news)
