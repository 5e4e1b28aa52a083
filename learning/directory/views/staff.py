"""/staff/directory/…: for those who keep the directory; to all others it is not there."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from learning.directory import permissions
from learning.directory.forms.entry import EntryForm
from learning.directory.forms.moderation import ReasonForm
from learning.directory.models import Service
from learning.directory.selectors import staff as selectors
from learning.directory.selectors.cards import get_cards
from learning.directory.services import entries, verification
from portal.accounts.current_user import get_current_user
from portal.core.exceptions import ActionRefused, EditConflict
from portal.core.types import Context
from portal.core.views import PagedListView, render_form

CONFLICT = 409


def directory_staff_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not permissions.can_keep_directory(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return asked


def require_post(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def redirect_to_entry(service: Service) -> HttpResponse:
    return redirect("directory_staff:entry", service.uuid)


@method_decorator(directory_staff_required, name="dispatch")
class Index(PagedListView):
    """The entries of one list of the directory, and what waits for a decision."""

    template_name = "directory/staff/index.html"

    def get_queryset(self) -> QuerySet[Service]:
        chosen = self.request.GET.get("show", "due")
        self.chosen_list = chosen if chosen in selectors.LISTS else "due"
        self.q = self.request.GET.get("q", "").replace("\x00", "")[:100]
        return selectors.list_entries(self.chosen_list, self.q, today=timezone.localdate())

    def get_context_data(self, **kwargs: Any) -> Context:
        return super().get_context_data(
            which=self.chosen_list,
            lists=[(name, label, name == self.chosen_list) for name, label in _lists().items()],
            q=self.q,
            today=timezone.localdate(),
            waiting=selectors.get_pending_items(),
            may_add=permissions.can_add_service(self.request.user),
            **kwargs,
        )


def _lists() -> dict[str, str]:
    return {
        "due": _("Due for a check"),
        "suitability": _("Suitability check due"),
        "public": _("Public"),
        "drafts": _("Drafts"),
        "staff": _("Staff only"),
        "hidden": _("Hidden"),
        "all": _("All"),
    }


@directory_staff_required
@require_safe
def entry(request: HttpRequest, uuid: UUID) -> HttpResponse:
    service = selectors.get_entry(uuid)
    context = {
        "service": service,
        "row": get_cards([service.pk], staff=True)[service.pk],
        "may_show": permissions.can_show(request.user, service),
        "is_late": service.is_due(timezone.localdate()),
        **selectors.get_entry_details(service),
    }
    return render(request, "directory/staff/entry.html", context)


@directory_staff_required
def add(request: HttpRequest) -> HttpResponse:
    if not permissions.can_add_service(request.user):
        raise Http404
    form = EntryForm(require_post(request))
    if form.is_valid():
        service = entries.add_entry(**_facts(form), actor=get_current_user(request), at=timezone.now())
        messages.success(request, _("Saved as a draft. Add its phone numbers. Someone else must then publish it."))
        return redirect_to_entry(service)
    return render_form(request, "directory/staff/edit.html", {"form": form})


@directory_staff_required
def edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    service = selectors.get_entry(uuid)
    form = EntryForm(require_post(request), service=service)
    context: Context = {"form": form, "service": service}
    if form.is_valid():
        version = form.cleaned_data["version"]
        try:
            entries.change_entry(
                service=service, version=version, **_facts(form), actor=get_current_user(request), at=timezone.now()
            )
        except EditConflict as conflict:
            # The form goes on from what the colleague saved; what was typed stays in the fields.
            typed = request.POST.copy()
            typed["version"] = str(conflict.theirs.version)
            form.data = typed
            response = render(request, "directory/staff/edit.html", context | {"theirs": conflict.theirs})
            response.status_code = CONFLICT
            return response
        except ActionRefused as refusal:
            form.add_error(None, refusal.sentence)
            return render_form(request, "directory/staff/edit.html", context)
        is_waiting = selectors.get_entry_details(service)["entry_change"] is not None
        words = (
            _("Saved. A second person must approve the new contact details before anyone sees them.")
            if is_waiting
            else _("Saved.")
        )
        messages.success(request, words)
        return redirect_to_entry(service)
    return render_form(request, "directory/staff/edit.html", context)


def _facts(form: EntryForm) -> dict[str, object]:
    return {"provider": form.provider(), "values": form.values(), "spans": form.spans(), "place": form.place()}


ENTRY_ACTIONS: dict[str, tuple[Callable[..., Any], Any]] = {
    "show": (verification.publish_entry, gettext_lazy("Published, and marked as checked today.")),
    "check": (verification.confirm_entry, gettext_lazy("Marked as checked today.")),
    "ask": (verification.request_confirmation, gettext_lazy("We are emailing the organisation a link.")),
}


@directory_staff_required
@require_POST
def run_action(request: HttpRequest, uuid: UUID, *, verb: str) -> HttpResponse:
    """Publish, confirm as checked, or ask the partner, each by a press of a button."""
    service = selectors.get_entry(uuid)
    act, message = ENTRY_ACTIONS[verb]
    try:
        act(service=service, actor=get_current_user(request), at=timezone.now())
    except ActionRefused as refusal:
        messages.warning(request, refusal.sentence)
    else:
        messages.success(request, str(message))
    return redirect_to_entry(service)


@directory_staff_required
def hide(request: HttpRequest, uuid: UUID) -> HttpResponse:
    service = selectors.get_entry(uuid)
    form = ReasonForm(require_post(request))
    if form.is_valid():
        verification.hide_entry(
            service=service, **form.cleaned_data, actor=get_current_user(request), at=timezone.now()
        )
        messages.success(request, _("Hidden from everyone except directory staff."))
        return redirect_to_entry(service)
    words = {"heading": _("Hide entry"), "button": _("Hide entry")}
    return render_form(request, "directory/staff/act.html", {"form": form, "service": service, **words})
