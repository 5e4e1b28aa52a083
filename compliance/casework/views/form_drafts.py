"""Autosaved drafts of the desk's forms: the slip in each form, saving it from the page, and putting it back.

A template opts in with {% autosave %} inside its form (templatetags.form_drafts). Saving needs no web session: the
slip is the key, as the token of a call form is.
"""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from compliance.casework import permissions
from compliance.casework.models import Case
from compliance.casework.services import form_drafts
from compliance.casework.services.case_keys import Keys
from compliance.casework.services.form_drafts import Saved, Slip
from portal.accounts.form_refill import refill
from portal.accounts.models import User

SLIP = "form_draft"
SEE_OTHER = 303
FORBIDDEN = 403


@dataclass
class Autosave:
    """The drafts of one page's forms. Nothing is read for a page whose template has no {% autosave %}."""

    request: HttpRequest
    user: User
    keys: Keys
    case: Case | None
    drafts: dict[str, Saved] = field(default_factory=dict)

    def draw(self, part: str = "") -> dict[str, str]:
        """Return what the form needs. part: which of several forms of the page it is."""
        address = f"{self.request.path}#{part}" if part else self.request.path
        slip = form_drafts.make_slip(user=self.user, address=address, case=self.case)
        saved = form_drafts.find_draft(user=self.user, address=address, keys=self.keys)
        if saved is not None:
            self.drafts[slip] = saved
        return {"slip": slip, "status": describe(saved) if saved else ""}

    def put_back(self, response: HttpResponse) -> HttpResponse:
        """Fill the forms of a page that somebody opens with their drafts. A form that was sent keeps what was sent."""
        if self.request.method != "GET" or response.status_code != 200:
            return response
        for slip, saved in self.drafts.items():
            selector = f'form:has(input[name="{SLIP}"][value="{slip}"])'
            filled = refill(response.text, saved.fields, forms=selector)
            form = filled.soup.select_one(selector)
            if form is not None and filled.was_typed:
                facts: dict[str, object] = {"slip": slip, "status": describe(saved), "left": filled.left}
                facts["has_files"] = form.select_one("input[type=file]") is not None
                notice = render_to_string("casework/_draft_notice.html", facts, self.request)
                form.insert_before(BeautifulSoup(notice, "html.parser"))
                response.content = str(filled.soup)
        return response


def describe(saved: Saved) -> str:
    """Draft autosaved at 08:48; with the day, where it is not of today."""
    at = timezone.localtime(saved.at)
    is_today = at.date() == timezone.localdate()
    return _("Draft autosaved at %(time)s.") % {"time": date_format(at, "H:i" if is_today else "j F, H:i")}


@csrf_exempt
@login_not_required
@require_POST
def save(request: HttpRequest) -> JsonResponse:
    """{"message": …}; 404 where the form was sent, or its page may not be opened any more."""
    slip = _slip_of(request)
    saved = slip and form_drafts.save_draft(slip, fields_of(request), at=timezone.now())
    if not saved:
        return JsonResponse({"message": _("This form is no longer autosaved. Reload the page.")}, status=404)
    return JsonResponse({"message": describe(Saved(saved.saved_at, ()))})


@require_POST
def discard(request: HttpRequest) -> HttpResponse:
    """Back to the page, without the draft."""
    slip = _slip_of(request)
    if slip is None or not permissions.can_work_at_desk(request.user):
        raise Http404
    form_drafts.discard_draft(slip)
    messages.success(request, _("Draft discarded."))
    return HttpResponseRedirect(slip.address.partition("#")[0], status=SEE_OTHER)


def keep_late_form(request: HttpRequest, response: HttpResponse) -> None:
    """After a form of the desk was sent: drop its draft where it was taken, save what was typed where it came too late.

    Too late is after the lock, after the session, or with a token against forgery that another sign-in has changed.
    The page that asks to sign in or unlock says that nothing is lost. A form with something to mend comes back with
    all that was typed, and nothing of it is written.
    """
    slip = _slip_of(request)
    if slip is None:
        return
    to = urlsplit(response.headers.get("Location", ""))
    is_sent_away = to.path in {reverse("account_login"), reverse("desk:unlock")}
    if 300 <= response.status_code < 400 and not to.path.startswith(("/accounts/", reverse("desk:unlock"))):
        form_drafts.discard_draft(slip)
    elif is_sent_away or response.status_code == FORBIDDEN:
        saved = form_drafts.save_draft(slip, fields_of(request), at=timezone.now())
        if saved and is_sent_away:
            response.headers["Location"] = f"{to.path}?{to.query}&{urlencode({'kept': 'draft'})}"


def _slip_of(request: HttpRequest) -> Slip | None:
    """None where the form has no slip, or somebody else is signed in by now."""
    slip = form_drafts.read_slip(request.POST.get(SLIP, ""))
    if slip is None or (request.user.is_authenticated and str(request.user.uuid) != slip.user):
        return None
    return slip


def fields_of(request: HttpRequest) -> list[form_drafts.Field]:
    return [(name, str(value)) for name, values in request.POST.lists() for value in values]
