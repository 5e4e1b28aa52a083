"""The review page: reading what somebody else wrote, and approving it or asking for changes. It needs no JavaScript.

Publishing is an act that counts: whoever may do it shows again who they are.

See docs/requirements/security.md#reauthentication.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.models import TaskState

from learning.base import selectors
from learning.base.forms import ReviewForm
from learning.base.permissions import can_approve, can_write
from portal.accounts.reauthentication import require_recent_authentication


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, key: int) -> HttpResponse:
    state = selectors.get_review(key)
    if state is None or not can_write(request.user):
        raise Http404
    page = state.workflow_state.content_object.specific
    edit = redirect("wagtailadmin_pages:edit", page.pk)
    if state.status != TaskState.STATUS_IN_PROGRESS:
        messages.info(request, _("This review is over: somebody answered it, or it was taken back."))
        return edit
    may_approve = can_approve(request.user, page)
    if may_approve:
        require_recent_authentication(request)
    if request.method != "POST":
        return _shown(request, state, page, ReviewForm(), may_approve=may_approve)
    if not may_approve:
        raise PermissionDenied
    form = ReviewForm(request.POST)
    if not form.is_valid():
        return _shown(request, state, page, form, may_approve=True, status=422)
    state.task.specific.on_action(
        state, request.user, form.cleaned_data["decision"], comment=form.cleaned_data["comment"]
    )
    messages.success(request, _("Thank you. Your answer is kept, and the author gets a mail where there is news."))
    following = page.current_workflow_task_state
    return redirect("learning_review", following.pk) if following else edit


def _shown(
    request: HttpRequest, state: TaskState, page: Any, form: ReviewForm, *, may_approve: bool, status: int = 200
) -> HttpResponse:
    draft = state.revision.as_object()
    context = {
        "state": state,
        "page_title": _("Review: %(step)s") % {"step": state.task.name},
        "page_subtitle": draft.title,
        "header_icon": "check",
        "draft": draft,
        "documents": selectors.get_unpublished_documents(draft),
        "live": page.live,
        "page_id": page.pk,
        "is_last": state.workflow_state.is_at_final_task,
        "may_approve": may_approve,
        "form": form,
    }
    return render(request, "base/cms/review.html", context, status=status)
