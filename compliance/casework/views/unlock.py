"""/desk/unlock/ …: the passphrase, once a shift; the lock; and giving the team's key to a colleague."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from compliance.casework.forms.desk import ChoosePassphraseForm, UnlockForm
from compliance.casework.permissions import can_unlock_desk, get_required_course
from compliance.casework.services import unlocking
from compliance.casework.views.base import Desk, at_desk, for_leads, get_post_data, go, page, run_service
from portal.accounts.current_user import get_current_user
from portal.accounts.reauthentication import recently_authenticated
from portal.core.exceptions import ActionRefused
from portal.core.views import render_form
from portal.vault import cookie


@at_desk
def unlock(request: HttpRequest) -> HttpResponse:
    """Without a passphrase yet, choose one; with one that nobody gave the key to, wait; else unlock.

    Before all of that comes the course that the settings may demand.
    """
    if not can_unlock_desk(request.user):
        return render(request, "casework/course_first.html", {"course": get_required_course(request.user)}, status=403)
    key = unlocking.get_handler_key(get_current_user(request))
    if key is None:
        return redirect("desk:choose")
    if not unlocking.holds_team_key(key):
        return render(request, "casework/waiting_for_key.html", {"key": key})
    form = UnlockForm(get_post_data(request))
    if request.method == "POST" and form.is_valid():
        answer = _unlocked(request, form)
        if answer is not None:
            return answer
    tries_left = unlocking.get_tries_left(get_current_user(request))
    return render_form(request, "casework/unlock.html", {"form": form, "left": tries_left, "next": _next(request)})


def _unlocked(request: HttpRequest, form: UnlockForm) -> HttpResponse | None:
    """The way on, with the cookie; None where the form now says what is wrong."""
    now, user = timezone.now(), get_current_user(request)
    try:
        value = unlocking.unlock(
            user=user,
            passphrase=form.cleaned_data["passphrase"],
            session_key=request.session.session_key or "",
            at=now,
        )
    except unlocking.WrongPassphrase as wrong:
        form.add_error("passphrase", _wrong(wrong.left))
        return None
    except ActionRefused as refusal:
        form.add_error(None, refusal.sentence)
        return None
    response = redirect(_next(request) or "desk:queue")
    cookie.set_cookie(response, value)
    if ends_at := form.ends_at(timezone.localtime(now)):
        # The browser drops its half when the shift ends; the row ends after ten hours in any case.
        response.cookies[settings.VAULT_COOKIE_NAME]["max-age"] = int((ends_at - now).total_seconds())
    return response


def _wrong(tries_left: int) -> str:
    if not tries_left:
        return _("Passphrase is incorrect. A triage lead must reset your attempts")
    return ngettext(
        "Passphrase is incorrect. You have %(left)d more attempt",
        "Passphrase is incorrect. You have %(left)d more attempts",
        tries_left,
    ) % {"left": tries_left}


def _next(request: HttpRequest) -> str:
    """The page of the desk that the person was on the way to."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_ours and wanted.startswith("/desk/") else ""


@require_POST
@at_desk
def lock(request: HttpRequest) -> HttpResponse:
    unlocking.lock(user=get_current_user(request), session_key=request.session.session_key, at=timezone.now())
    messages.success(request, _("The desk is locked."))
    response = redirect("desk:unlock")
    cookie.delete_cookie(response)
    return response


@at_desk
def choose(request: HttpRequest) -> HttpResponse:
    """The first passphrase."""
    user = get_current_user(request)
    if unlocking.get_handler_key(user) is not None:
        return redirect("desk:unlock")
    return _choosing(request, unlocking.choose_passphrase, "casework/choose_passphrase.html")


@at_desk
@recently_authenticated
def lost(request: HttpRequest) -> HttpResponse:
    """Another passphrase in the place of one that is lost; a lead then gives the team's key again."""
    if unlocking.get_handler_key(get_current_user(request)) is None:
        return redirect("desk:choose")
    return _choosing(request, unlocking.reset_passphrase, "casework/lost_passphrase.html")


def _choosing(request: HttpRequest, service, template: str) -> HttpResponse:
    form = ChoosePassphraseForm(get_post_data(request))
    if request.method == "POST" and form.is_valid():
        try:
            service(user=get_current_user(request), passphrase=form.cleaned_data["passphrase"], at=timezone.now())
        except ValidationError as error:
            form.add_error("passphrase", error)
        except ActionRefused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return go("desk:unlock")
    return render_form(request, template, {"form": form})


@for_leads
@require_safe
def keys(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Who waits for the team's key."""
    return page(request, desk, "keys.html", waiting=unlocking.get_waiting_keys())


@for_leads
@recently_authenticated
def give_key(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """Compare the numbers by voice, then give."""
    key = unlocking.find_waiting_key(uuid)
    if key is None:
        raise Http404
    if request.method == "POST":
        message = _("%(name)s can now unlock the desk.") % {"name": key.user}
        run_service(
            request, unlocking.give_key, said=message, key=key, by=desk.user, unlocked=desk.keys.unlocked, at=desk.now
        )
        return go("desk:keys")
    return page(request, desk, "give_key.html", key=key)
