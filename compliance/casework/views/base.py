"""What the pages of the desk share: who is at it, the unlocked keys, the case at hand, and the frame around it all."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, ClassVar, TypedDict
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from compliance.casework import permissions
from compliance.casework.models import Case
from compliance.casework.selectors import desk_header
from compliance.casework.services import case_access
from compliance.casework.services.case_keys import Keys
from compliance.casework.views.form_drafts import Autosave
from compliance.casework.views.notices import get_notices
from portal.accounts.current_user import get_current_user
from portal.accounts.models import User
from portal.accounts.reauthentication import recently_authenticated
from portal.core.exceptions import ActionRefused, EditConflict
from portal.core.types import Context
from portal.core.views import render_form
from portal.vault import cookie

SEE_OTHER = 303
CONFLICT = 409
# A referral to several recipients takes longer than other acts that ask again who is there.
REFERRAL_REAUTHENTICATION_SECONDS = 15 * 60
recently_authenticated_to_refer = recently_authenticated(within=REFERRAL_REAUTHENTICATION_SECONDS)


class Acting(TypedDict):
    """Who acts, with which keys and when: the arguments that most services of the desk share."""

    actor: User
    keys: Keys
    at: datetime


@dataclass(frozen=True)
class Desk:
    """Who is at the desk in this request. keys are those of an unlocked desk."""

    user: User
    is_lead: bool
    keys: Keys
    now: datetime
    is_locked: ClassVar[bool] = False

    @property
    def acting(self) -> Acting:
        """The person of this request as the one who acts now."""
        return {"actor": self.user, "keys": self.keys, "at": self.now}


def at_desk(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For handlers and leads, unlocked or not; to everybody else it is not there."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not permissions.can_work_at_desk(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return asked


def unlocked(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The same, once the desk is unlocked in this browser; the view gets a Desk after the request."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        roles = permissions.get_desk_roles(request.user)
        if not roles:
            raise Http404
        now = timezone.now()
        held = cookie.get_unlocked_keys(request, now=now)
        if held is None:
            return redirect(to_unlock(request))
        desk = Desk(user=get_current_user(request), is_lead=permissions.has_lead_role(roles), keys=Keys(held), now=now)
        return view(request, desk, *args, **kwargs)

    return asked


def for_leads(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The same, for leads; a handler may know that there is such a page."""

    @unlocked
    @wraps(view)
    def asked(request: HttpRequest, desk: Desk, *args: Any, **kwargs: Any) -> HttpResponse:
        if not permissions.can_lead_desk(desk.user):
            raise PermissionDenied
        return view(request, desk, *args, **kwargs)

    return asked


def to_unlock(request: HttpRequest) -> str:
    """A form that was sent too late goes back to its page; what was typed into it is kept as a draft (form_drafts)."""
    onward = request.get_full_path() if request.method in {"GET", "HEAD"} else request.path
    return f"{reverse('desk:unlock')}?{urlencode({'next': onward})}"


def page(request: HttpRequest, desk: Desk, template: str, adult_alarms: int | None = None, **context: Any):
    """A page in the desk's frame, with status 422 where a form among the context has errors."""
    around = desk_header.get_desk_header(user=desk.user, now=desk.now, is_lead=desk.is_lead, adult_alarms=adult_alarms)
    autosave = Autosave(request, desk.user, desk.keys, context.get("case"))
    above = {"desk": desk, "notices": get_notices(around), "autosave": autosave}
    return autosave.put_back(render_form(request, f"casework/{template}", {**above, **context}))


def case_at_hand(desk: Desk, uuid: UUID) -> Case:
    """The case of the address; 404 where it is not there or not for this person, with its line of history."""
    case = case_access.open_case(uuid=uuid, user=desk.user, at=desk.now)
    if case is None:
        raise Http404
    return case


def case_to_act(desk: Desk, uuid: UUID) -> Case:
    """The same, for those who may act on it."""
    case = case_at_hand(desk, uuid)
    if not permissions.can_act_on_case(desk.user, case):
        raise PermissionDenied
    return case


def case_to_change(desk: Desk, uuid: UUID) -> Case:
    """The same, for those who may change it; that somebody else tried is kept."""
    case = case_at_hand(desk, uuid)
    if not permissions.can_change_case(desk.user, case):
        case_access.refuse_change(case, user=desk.user, at=desk.now)
        raise PermissionDenied
    return case


def get_post_data(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def go(address: str, *args: Any) -> HttpResponseRedirect:
    """On to another page after something was done."""
    return HttpResponseRedirect(reverse(address, args=args), status=SEE_OTHER)


def run_service(request: HttpRequest, service: Callable[..., Any], *, said: str, **arguments: Any) -> bool:
    """Call a service, and say that it is done or why not."""
    try:
        service(**arguments)
    except ActionRefused as refusal:
        messages.warning(request, refusal.sentence)
        return False
    messages.success(request, said)
    return True


def save_form(request: HttpRequest, form: Any, service: Any, context: Context) -> bool:
    """Sent and taken. Where not, the form says why, and keeps what was typed; a conflict is said on the page."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        service()
    except ActionRefused as refusal:
        form.add_error(None, refusal.sentence)
    except EditConflict as conflict:
        form.data = form.data.copy()
        form.data["version"] = conflict.theirs.version
        context["has_conflict"] = True
    else:
        return True
    return False


def as_conflict(response: HttpResponse, context: Context) -> HttpResponse:
    if context.get("has_conflict"):
        response.status_code = CONFLICT
    return response
