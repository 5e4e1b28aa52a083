"""/desk/cases/<uuid>/merge…: what a merge joins is shown before it is done, and it can be undone for a while."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from compliance.casework.forms.cases import MergeForm
from compliance.casework.models import Case
from compliance.casework.services import finding, merge_undo, merging
from compliance.casework.services.steps import Refusal
from compliance.casework.views.cases import case_page
from compliance.casework.views.frame import Desk, case_at_hand, case_to_change, done, go, posted, unlocked

MERGE, CHANGE = "merge", "change"


@unlocked
def merge(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    case = case_to_change(desk, uuid)
    if request.POST.get("act") == CHANGE:
        return _asked(request, desk, case, MergeForm(initial=request.POST.dict()))
    form = MergeForm(posted(request))
    if request.method == "POST" and form.is_valid():
        given = {"case": case, "reason": form.cleaned_data["reason"], "actor": desk.user, "keys": desk.keys}
        try:
            given["into"] = _other(desk, form.cleaned_data["into"])
            if request.POST.get("act") != MERGE:
                seen, said = merging.preview(**given, at=desk.now), form.cleaned_data
                return case_page(request, desk, case, "actions", "merge_preview.html", seen=seen, said=said)
            merging.merge(**given, at=desk.now)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("The cases are merged. You can undo this until something new happens."))
            return go("cases:actions", given["into"].pk)
    return _asked(request, desk, case, form)


def _asked(request: HttpRequest, desk: Desk, case: Case, form: MergeForm) -> HttpResponse:
    return case_page(
        request, desk, case, "actions", "act.html", form=form, heading=_("Merge into another case"),
        button=_("Continue"), back="cases:actions",
    )  # fmt: skip


def _other(desk: Desk, said: str) -> Case:
    """The case that goes on, which the person may change. Raises Refusal."""
    found = finding.find(said, user=desk.user, at=desk.now)
    if found.address != "cases:case" or found.uuid is None:
        raise Refusal(_("There is no other case with this reference that you may open."))
    return case_to_change(desk, found.uuid)


@unlocked
def undo(request: HttpRequest, desk: Desk, uuid: UUID, row: UUID) -> HttpResponse:
    """Whether it can still be undone, and if not, what has happened since."""
    case = case_to_change(desk, uuid)
    found = merge_undo.find(case, row)
    if found is None:
        raise Http404
    case_at_hand(desk, found.case_id)
    into = case_to_change(desk, found.into_id)
    if request.method == "POST":
        said = _("The merge is undone. Both cases go on as they were.")
        is_done = done(
            request, merge_undo.undo, said=said, merge=found, actor=desk.user, keys=desk.keys, at=desk.now
        )  # fmt: skip
        return go("cases:actions", found.case_id if is_done else into.pk)
    news = merge_undo.news_since(found, desk.keys)
    return case_page(request, desk, case, "actions", "merge_undo.html", merge=found, news=news)
