"""/desk/cases/<uuid>/referrals/…: a referral that went, what comes back of it, and taking it back.

See docs/requirements/helpline.md#referral-wizard.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from compliance.casework.models import Case
from compliance.casework.views.base import Desk, as_conflict, get_post_data, go, run_service, save_form, unlocked
from compliance.referrals.choices import ReferralStatus
from compliance.referrals.forms import referrals as forms
from compliance.referrals.models import Referral
from compliance.referrals.selectors import disclosures
from compliance.referrals.services import drafts, responses
from compliance.referrals.views.referrals import next_step, on_case, referral_at_hand
from portal.core.types import Context


@unlocked
@require_safe
def referral(request: HttpRequest, desk: Desk, uuid: UUID, row: UUID) -> HttpResponse:
    """One that went: what they saw, who took it, what came back."""
    case, referral = referral_at_hand(desk, uuid, row, to_act=False)
    return on_case(
        request,
        desk,
        case,
        "referrals/referral.html",
        referral=referral,
        seen=disclosures.get_sent_referral(referral, desk.keys),
        is_draft=referral.status in drafts.OPEN_STATUSES,
        continue_at=next_step(desk, referral) if referral.status in drafts.OPEN_STATUSES else "",
        may_answer=referral.status not in drafts.OPEN_STATUSES | {ReferralStatus.DONE, ReferralStatus.REVOKED},
    )


@unlocked
def answer(request: HttpRequest, desk: Desk, uuid: UUID, row: UUID) -> HttpResponse:
    case, referral = referral_at_hand(desk, uuid, row)
    form = forms.AnswerForm(
        get_post_data(request),
        today=timezone.localdate(desk.now),
        initial={"version": referral.version, "outcome": referral.outcome},
    )
    return _about(
        request,
        desk,
        case,
        referral,
        form,
        lambda: _answer(desk, referral, form),
        _("Their answer"),
        _("Save response"),
    )


def _answer(desk: Desk, referral: Referral, form: forms.AnswerForm) -> None:
    cleaned = dict(form.cleaned_data)
    status = ReferralStatus(cleaned.pop("status"))
    responses.save_response(referral=referral, status=status, actor=desk.user, at=desk.now, **cleaned)


@unlocked
def called(request: HttpRequest, desk: Desk, uuid: UUID, row: UUID) -> HttpResponse:
    case, referral = referral_at_hand(desk, uuid, row)
    form = forms.CalledForm(get_post_data(request))

    def save() -> None:
        call = {name: form.cleaned_data[name] for name in ("who", "what")}
        responses.record_call(referral=referral, call=call, next_call=form.next_call, **desk.acting)

    return _about(request, desk, case, referral, form, save, _("Call about the referral"), _("Save call"))


def _about(
    request: HttpRequest, desk: Desk, case: Case, referral: Referral, form: Any, service: Any, heading: str, button: str
) -> HttpResponse:
    context: Context = {}
    if save_form(request, form, service, context):
        messages.success(request, _("Saved."))
        return go("cases:referral", case.pk, referral.pk)
    response = on_case(
        request,
        desk,
        case,
        "referrals/act.html",
        form=form,
        referral=referral,
        heading=heading,
        button=button,
        **context,
    )
    return as_conflict(response, context)


@require_POST
@unlocked
def revoke(request: HttpRequest, desk: Desk, uuid: UUID, row: UUID) -> HttpResponse:
    case, referral = referral_at_hand(desk, uuid, row)
    run_service(
        request, responses.revoke_referral, said=_("Referral revoked."), referral=referral, actor=desk.user, at=desk.now
    )
    return go("cases:referral", case.pk, referral.pk)
