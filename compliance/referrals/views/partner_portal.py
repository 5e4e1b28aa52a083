"""/desk/partner/…: what an agency sees: the referrals to it, and nothing else of the desk.

See docs/requirements/helpline.md#partner-scope.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from compliance.casework.views.base import get_post_data, go
from compliance.casework.views.downloads import download
from compliance.referrals.choices import ReferralStatus
from compliance.referrals.forms.partners import MakeKeyForm, PassphraseForm
from compliance.referrals.forms.referrals import AnswerForm
from compliance.referrals.models import Partner
from compliance.referrals.services import partners, responses
from portal.accounts.current_user import get_current_user
from portal.accounts.reauthentication import recently_authenticated
from portal.core import rate_limits
from portal.core.exceptions import ActionRefused, EditConflict
from portal.core.types import Context
from portal.core.views import render_form, run_on_form
from portal.vault.encryption import DecryptionError
from portal.vault.kdf import Busy


def for_agencies(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For people of an agency that is a partner; to everybody else it is not there."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        partner = partners.get_partner_of(request.user)
        if partner is None:
            raise Http404
        return view(request, partner, *args, **kwargs)

    return asked


@for_agencies
@require_safe
def home(request: HttpRequest, agency: Partner) -> HttpResponse:
    referrals = partners.get_referrals(agency) if agency.public_key else []
    context = {"agency": agency, "referrals": referrals, "fingerprint": partners.fingerprint(agency)}
    return render(request, "casework/partners/home.html", context)


@for_agencies
@recently_authenticated
def key(request: HttpRequest, agency: Partner) -> HttpResponse:
    """The agency's key, made once under a passphrase that only it knows."""
    if agency.public_key:
        return redirect("agency:home")
    form = MakeKeyForm(get_post_data(request))
    if request.method == "POST" and form.is_valid():
        try:
            partners.make_key(
                partner=agency,
                passphrase=form.cleaned_data["passphrase"],
                actor=get_current_user(request),
                at=timezone.now(),
            )
        except ValidationError as error:
            form.add_error("passphrase", error)
        except ActionRefused as refusal:
            form.add_error(None, refusal.sentence)
        except Busy:
            form.add_error(None, _("The service is busy. Try again in a few seconds"))
        else:
            messages.success(request, _("You have created your agency’s key."))
            return go("agency:home")
    return render_form(request, "casework/partners/key.html", {"agency": agency, "form": form})


@for_agencies
def referral(request: HttpRequest, agency: Partner, uuid: UUID) -> HttpResponse:
    """Opened by the passphrase, on the answer itself; nothing of it is kept."""
    referral = partners.find_referral(agency, uuid)
    if referral is None:
        raise Http404
    form, opened = PassphraseForm(get_post_data(request)), None
    if request.method == "POST" and form.is_valid():
        opened = open_with_passphrase(request, agency, form, partners.open_package, referral=referral)
        referral = partners.find_referral(agency, uuid)
    context: Context = {"agency": agency, "referral": referral, "form": form}
    if opened:
        # "items" is a method of every dictionary, so that a template cannot ask for it by this name.
        context |= {"said": opened.said, "items": opened.said["items"], "key": opened.key}
    return render_form(
        request, "casework/partners/referral.html", context | {"can_open": bool(referral and referral.package)}
    )


# Any: what the service returns, and its arguments.
def open_with_passphrase[Opened](
    request: HttpRequest, agency: Partner, form: PassphraseForm, service: Callable[..., Opened], **what: Any
) -> Opened | None:
    """Return what the agency's passphrase opens; where it does not, the form says why. Tries are counted."""
    if wait := rate_limits.count_and_get_wait("partner_passphrase", agency.pk):
        form.add_error(None, rate_limits.OverLimit(wait))
        return None
    try:
        return run_on_form(
            form,
            service,
            partner=agency,
            passphrase=form.cleaned_data["passphrase"],
            actor=get_current_user(request),
            at=timezone.now(),
            **what,
        )
    except partners.WrongPassphrase:
        form.add_error("passphrase", _("The passphrase is not correct"))
    except partners.Closed:
        form.add_error(None, _("This is more than 30 days old or has been revoked. Ask the helpline"))
    except Busy:
        form.add_error(None, _("The service is busy. Try again in a few seconds"))
    return None


@for_agencies
@require_POST
def file(request: HttpRequest, agency: Partner, uuid: UUID, file: UUID) -> HttpResponse:
    """A file of a referral that is open in a page: the page sends the key of its package along."""
    referral = partners.find_referral(agency, uuid)
    if referral is None:
        raise Http404
    arguments = {"referral": referral, "partner": agency, "actor": get_current_user(request), "at": timezone.now()}
    try:
        name, pieces = partners.open_file(key=request.POST.get("key", ""), file=file, **arguments)
    except KeyError as error:
        raise Http404 from error
    except (partners.Closed, DecryptionError, FileNotFoundError):
        messages.warning(request, _("Open the referral with your passphrase, and save the file from there."))
        return go("agency:referral", uuid)
    return download(pieces, name=name)


@for_agencies
def answer(request: HttpRequest, agency: Partner, uuid: UUID) -> HttpResponse:
    referral = partners.find_referral(agency, uuid)
    if referral is None:
        raise Http404
    now = timezone.now()
    form = AnswerForm(
        get_post_data(request), today=timezone.localdate(now), for_partner=True, initial={"version": referral.version}
    )
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        try:
            responses.save_response(
                referral=referral,
                status=ReferralStatus(cleaned["status"]),
                outcome=cleaned["outcome"],
                on=cleaned["on"],
                words=cleaned["words"],
                reference=cleaned["reference"],
                actor=get_current_user(request),
                at=now,
                version=cleaned["version"],
            )
        except ActionRefused as refusal:
            form.add_error(None, refusal.sentence)
        except EditConflict:
            form.add_error(None, _("Someone else has responded. Check the referral again"))
        else:
            messages.success(request, _("The helpline can see your response."))
            return go("agency:home")
    return render_form(request, "casework/partners/answer.html", {"agency": agency, "referral": referral, "form": form})
