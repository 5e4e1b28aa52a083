"""/desk/cases/<uuid>/referrals/…: a referral that went, what comes back of it, and taking it back (experience d8)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from compliance.casework.choices_sharing import ReferralStatus
from compliance.casework.forms import referrals as forms
from compliance.casework.models import Case, Referral
from compliance.casework.reading import outside
from compliance.casework.services.referrals import answering, drafting
from compliance.casework.views.frame import Desk, done, go, posted, unlocked
from compliance.casework.views.referrals import as_conflict, next_step, on_case, referral_at_hand, saved, who


@unlocked
@require_safe
def referral(request: HttpRequest, desk: Desk, uuid: UUID, row: UUID) -> HttpResponse:
    """One that went: what they saw, who took it, what came back."""
    case, found = referral_at_hand(desk, uuid, row, to_act=False)
    return on_case(
        request,
        desk,
        case,
        "referrals/referral.html",
        referral=found,
        seen=outside.sent(found, desk.keys),
        is_draft=found.status in drafting.OPEN,
        continue_at=next_step(desk, found) if found.status in drafting.OPEN else "",
        may_answer=found.status not in drafting.OPEN | {ReferralStatus.DONE, ReferralStatus.REVOKED},
    )


@unlocked
def answer(request: HttpRequest, desk: Desk, uuid: UUID, row: UUID) -> HttpResponse:
    case, found = referral_at_hand(desk, uuid, row)
    form = forms.AnswerForm(
        posted(request),
        today=timezone.localdate(desk.now),
        initial={"version": found.version, "outcome": found.outcome},
    )
    return _about(request, desk, case, found, form, lambda: _answer(desk, found, form), _("Their answer"), _("Save it"))


def _answer(desk: Desk, referral: Referral, form: forms.AnswerForm) -> None:
    said = dict(form.cleaned_data)
    status = ReferralStatus(said.pop("status"))
    answering.answer(referral=referral, status=status, actor=desk.user, at=desk.now, **said)


@unlocked
def called(request: HttpRequest, desk: Desk, uuid: UUID, row: UUID) -> HttpResponse:
    case, found = referral_at_hand(desk, uuid, row)
    form = forms.CalledForm(posted(request))

    def save() -> None:
        call = {name: form.cleaned_data[name] for name in ("who", "what")}
        answering.called(referral=found, call=call, next_call=form.next_call, **who(desk))

    return _about(request, desk, case, found, form, save, _("A call about it"), _("Save the call"))


def _about(
    request: HttpRequest, desk: Desk, case: Case, referral: Referral, form: Any, service: Any, heading: str, button: str
) -> HttpResponse:
    context: dict[str, Any] = {}
    if saved(request, form, service, context):
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
    case, found = referral_at_hand(desk, uuid, row)
    done(request, answering.revoke, said=_("It is revoked."), referral=found, actor=desk.user, at=desk.now)
    return go("cases:referral", case.pk, found.pk)
