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
from wagtail.models import Page, TaskState

from learning.base import selectors
from learning.base.admin_addresses import get_comparison_address, get_draft_address, get_edit_address
from learning.base.forms import ReviewForm
from learning.base.permissions import can_approve, can_write
from portal.accounts.reauthentication import require_recent_authentication


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, key: int) -> HttpResponse:
    state = selectors.get_review(key)
    if state is None or not can_write(request.user):
        raise Http404
    page = state.workflow_state.content_object
    page = page.specific if isinstance(page, Page) else page
    edit = redirect(get_edit_address(page))
    if state.status != TaskState.STATUS_IN_PROGRESS:
        messages.warning(request, _("This review has ended, because someone answered it or it was withdrawn."))
        return edit
    may_approve = can_approve(request.user, page)
    if may_approve:
        require_recent_authentication(request)
    if request.method != "POST":
        return _render_review(request, state, page, ReviewForm(), may_approve=may_approve)
    if not may_approve:
        raise PermissionDenied
    form = ReviewForm(request.POST)
    if not form.is_valid():
        return _render_review(request, state, page, form, may_approve=True, status=422)
    state.task.specific.on_action(
        state, request.user, form.cleaned_data["decision"], comment=form.cleaned_data["comment"]
    )
    messages.success(
        request, _("Thank you. We have saved your response, and will email the author if there is anything new.")
    )
    following = page.current_workflow_task_state
    return redirect("learning_review", following.pk) if following else edit


def _render_review(
    request: HttpRequest, state: TaskState, page: Any, form: ReviewForm, *, may_approve: bool, status: int = 200
) -> HttpResponse:
    draft = state.revision.as_object()
    context = {
        "state": state,
        "page_title": _("Review: %(step)s") % {"step": state.task.name},
        "page_subtitle": draft.title,
        "addresses": {
            "edit": get_edit_address(page),
            "draft": get_draft_address(page, state.revision_id),
            "comparison": get_comparison_address(page, state.revision_id) if page.live else "",
        },
        "header_icon": "check",
        "draft": draft,
        "documents": selectors.get_unpublished_documents(draft),
        "live": page.live,
        "is_last": state.workflow_state.is_at_final_task,
        "may_approve": may_approve,
        "form": form,
    }
    return render(request, "base/cms/review.html", context, status=status)
