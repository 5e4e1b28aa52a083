"""/desk/cases/<uuid>/refer…: to whom, what, on which ground, check, send.

See docs/requirements/helpline.md#referral-wizard.
"""

from dataclasses import asdict, replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from compliance.casework.models import Case
from compliance.casework.views.base import (
    Desk,
    as_conflict,
    case_at_hand,
    case_to_act,
    get_post_data,
    go,
    recently_authenticated_to_refer,
    run_service,
    save_form,
    unlocked,
)
from compliance.casework.views.cases import case_page
from compliance.casework.views.downloads import attachment
from compliance.referrals.choices import Route
from compliance.referrals.forms import referrals as forms
from compliance.referrals.models import Referral
from compliance.referrals.rules import disclosure as rules
from compliance.referrals.selectors import disclosures, sharing_words
from compliance.referrals.selectors.package_text import get_package_text
from compliance.referrals.services import batch, consent, disclosure, dispatch, drafts, package_lines, recipients
from compliance.referrals.services.police import PoliceNumber, get_police_number
from portal.core.exceptions import ActionRefused
from portal.core.pdf import CannotRender
from portal.core.types import Context


def on_case(request: HttpRequest, desk: Desk, case: Case, template: str, **context: Any) -> HttpResponse:
    if referral := context.get("referral"):
        context = {"target": desk.keys.facts(referral, "target")} | context
        context["police"] = _police_number(desk, case, referral)
    return case_page(request, desk, case, "referrals", template, **context)


def _police_number(desk: Desk, case: Case, referral: Referral) -> PoliceNumber | None:
    """999 or 101 for a referral to the police, by what the case says now; None for other recipients."""
    if referral.target_type != recipients.POLICE:
        return None
    return get_police_number(case, ground=drafts.read_draft(referral, desk.keys).ground.ground)


def referral_at_hand(desk: Desk, uuid: UUID, row: UUID, *, to_act: bool = True) -> tuple[Case, Referral]:
    case = case_to_act(desk, uuid) if to_act else case_at_hand(desk, uuid)
    referral = drafts.find_referral(case, row)
    if referral is None:
        raise Http404
    return case, referral


def go_to_next_step(desk: Desk, referral: Referral) -> HttpResponse:
    """To the first question of a draft that is not answered yet; to check and send once all are."""
    return go(next_step(desk, referral), referral.case_id, referral.pk)


def next_step(desk: Desk, referral: Referral) -> str:
    draft = drafts.read_draft(referral, desk.keys)
    if draft.has_ground or referral.approval is not None:
        return "cases:refer_check"
    return "cases:refer_ground" if draft.names else "cases:refer_what"


def go_on_after(desk: Desk, referral: Referral, otherwise: str, *args: Any) -> HttpResponse:
    """To the next recipient of the same pass, where one is left."""
    unsent = batch.get_unsent(referral)
    return go_to_next_step(desk, unsent[0]) if unsent else go(otherwise, *args)


@unlocked
@require_safe
def tab(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    """What goes to others: referrals, consent, what was shown, packs, interpreters."""
    case = case_at_hand(desk, uuid)
    return on_case(request, desk, case, "referrals/tab.html", outside=disclosures.get_disclosures(case, desk.keys))


@unlocked
def what(request: HttpRequest, desk: Desk, uuid: UUID, row: UUID) -> HttpResponse:
    case, referral = referral_at_hand(desk, uuid, row)
    draft = drafts.read_draft(referral, desk.keys)
    offered = disclosure.get_offered_items(case, desk.keys, referral.target_type)
    initial = {
        "names": draft.names or batch.propose_names(offered),
        "enclosed": draft.names,
        "file_reason": draft.file_reason,
        "note": draft.note,
        "version": referral.version,
        **_request_initial(desk, case, draft),
    }
    form = forms.WhatForm(get_post_data(request), items=offered, target=referral.target_type, initial=initial)
    context: Context = {}
    if save_form(request, form, lambda: _warn_of_void(request, referral, _choose(desk, referral, form)), context):
        return go("cases:refer_ground", case.pk, referral.pk)
    target = desk.keys.facts(referral, "target")
    response = on_case(
        request,
        desk,
        case,
        "referrals/what.html",
        form=form,
        referral=referral,
        target=target,
        offered=offered,
        **context,
    )
    return as_conflict(response, context)


def _warn_of_void(request: HttpRequest, before: Referral, after: Referral) -> None:
    if before.approval is not None and after.approval is None:
        messages.warning(request, _("You have changed the referral, so a second person must approve it again."))


def _request_initial(desk: Desk, case: Case, draft: drafts.Draft) -> dict[str, Any]:
    """What was asked so far; at first, an answer by the time that the level gives, to our own number."""
    request, usual = draft.request, batch.propose_request(case, desk.now)
    return asdict(request) | {
        "ask": request.ask or usual.ask,
        "answer_by": package_lines.get_day(request.answer_by or usual.answer_by),
        "call_back": request.call_back or usual.call_back,
    }


def _choose(desk: Desk, referral: Referral, form: forms.WhatForm) -> Referral:
    cleaned = form.cleaned_data
    saved = drafts.read_draft(referral, desk.keys).request.answer_by
    usual = saved or batch.propose_request(referral.case, desk.now).answer_by
    answer_by = package_lines.keep_time(form.request.answer_by, usual)
    return drafts.choose_items(
        referral=referral,
        names=form.chosen,
        note=cleaned["note"],
        file_reason=cleaned.get("file_reason", ""),
        request=replace(form.request, answer_by=answer_by),
        keys=desk.keys,
        version=cleaned["version"],
    )


@unlocked
def ground(request: HttpRequest, desk: Desk, uuid: UUID, row: UUID) -> HttpResponse:
    case, referral = referral_at_hand(desk, uuid, row)
    draft = drafts.read_draft(referral, desk.keys)
    recipient = rules.RECIPIENT_OF[referral.target_type]
    in_force = consent.get_consent_for(case, desk.keys, recipient)
    form = forms.GroundForm(
        get_post_data(request),
        has_consent=in_force.state in consent.YES,
        age=case.age_of_person,
        target=referral.target_type,
        initial=_ground_initial(draft, referral),
    )
    context: Context = {}
    if save_form(
        request,
        form,
        lambda: _warn_of_void(request, referral, _take_ground(desk, referral, form)),
        context,
    ):
        return go("cases:refer_check", case.pk, referral.pk)
    context |= {"referral": referral, "target": desk.keys.facts(referral, "target"), "recipient": recipient}
    return as_conflict(
        on_case(request, desk, case, "referrals/ground.html", form=form, consent=in_force, **context), context
    )


def _take_ground(desk: Desk, referral: Referral, form: forms.GroundForm) -> Referral:
    version = form.cleaned_data["version"]
    return drafts.save_ground(referral=referral, ground=form.chosen, keys=desk.keys, version=version)


def _ground_initial(draft: drafts.Draft, referral: Referral) -> dict[str, Any]:
    saved_ground = draft.ground
    chosen = saved_ground.ground or (forms.CONSENT if draft.has_ground else "")
    is_told = forms.AWARENESS_ANSWERS[saved_ground.awareness]
    words = {"facts": saved_ground.facts, "is_told": is_told, "why_not_told": saved_ground.why_not_told}
    return {"ground": chosen, "version": referral.version} | words


@unlocked
@recently_authenticated_to_refer
@require_safe
def check(request: HttpRequest, desk: Desk, uuid: UUID, row: UUID) -> HttpResponse:
    """Just what they would see, and what stands in the way."""
    case, referral = referral_at_hand(desk, uuid, row)
    if referral.status not in drafts.OPEN_STATUSES:
        return go("cases:referral", case.pk, referral.pk)
    package = drafts.preview_package(referral, desk.keys, on=timezone.localdate(desk.now), actor=desk.user, at=desk.now)
    draft = drafts.read_draft(referral, desk.keys)
    offered = disclosure.get_offered_items(case, desk.keys, referral.target_type)
    return on_case(
        request,
        desk,
        case,
        "referrals/check.html",
        referral=referral,
        package=package,
        text=get_package_text(case, package),
        draft=draft,
        left_out=[item.label for item in offered if item.name not in draft.names],
        others=[
            (row, desk.keys.facts(row, "target")["name"], next_step(desk, row)) for row in batch.get_unsent(referral)
        ],
        form=forms.RecordForm(initial={"digest": package.digest}),
        passphrase=dispatch.new_passphrase(),
        state=drafts.judge_draft(referral, desk.keys),
        sharing_words=sharing_words.get_sharing_words(case, desk.keys),
        has_unread_message=sharing_words.has_unread_message(case),
        may_go_alone=rules.may_go_alone(ground=draft.ground.ground, level=case.level),
    )


@require_POST
@unlocked
def ask(request: HttpRequest, desk: Desk, uuid: UUID, row: UUID) -> HttpResponse:
    """Ask a second person; or go ahead, with nobody else on shift."""
    case, referral = referral_at_hand(desk, uuid, row)
    is_alone = request.POST.get("act") == "alone"
    message = _("Recorded. You can send it now.") if is_alone else _("Sent to a second person for approval.")
    run_service(
        request, drafts.ask_second_person, said=message, referral=referral, is_alone=is_alone, **desk.acting
    )  # fmt: skip
    return go("cases:refer_check", case.pk, referral.pk)


@require_POST
@unlocked
@recently_authenticated_to_refer
def file(request: HttpRequest, desk: Desk, uuid: UUID, row: UUID) -> HttpResponse:
    """The file that opens with the passphrase of the page before. Neither is kept."""
    case, referral = referral_at_hand(desk, uuid, row)
    passphrase, digest = request.POST.get("passphrase", ""), request.POST.get("digest", "")
    if not passphrase:
        return go("cases:refer_check", case.pk, referral.pk)
    try:
        body = dispatch.make_file(referral=referral, digest=digest, passphrase=passphrase[:64], **desk.acting)
    except (ActionRefused, CannotRender) as error:
        messages.warning(
            request, getattr(error, "sentence", _("We could not create the file. Refer by phone instead."))
        )
        return go("cases:refer_check", case.pk, referral.pk)
    return attachment(body, name=f"{case.reference}-referral.pdf", content_type="application/pdf")


@unlocked
@recently_authenticated_to_refer
def record(request: HttpRequest, desk: Desk, uuid: UUID, row: UUID) -> HttpResponse:
    """By phone or e-mail it has gone: who took it, when, their reference, when we call back."""
    case, referral = referral_at_hand(desk, uuid, row)
    if referral.status not in drafts.OPEN_STATUSES:
        return go("cases:referral", case.pk, referral.pk)
    package = drafts.preview_package(referral, desk.keys, on=timezone.localdate(desk.now), actor=desk.user, at=desk.now)
    form = forms.RecordForm(get_post_data(request), initial={"digest": package.digest})
    context: Context = {}
    if save_form(request, form, lambda: _send(desk, referral, form), context):
        messages.success(request, _("Recorded. The time for their response has started."))
        return go_on_after(desk, referral, "cases:referral", case.pk, referral.pk)
    if form.is_bound:
        # The page shows the package as it is now, and the next press is about that one.
        data = request.POST.copy()
        data["digest"] = package.digest
        form.data = data
    target = desk.keys.facts(referral, "target")
    return on_case(
        request,
        desk,
        case,
        "referrals/record.html",
        form=form,
        referral=referral,
        target=target,
        package=package,
        text=get_package_text(case, package),
    )


def _send(desk: Desk, referral: Referral, form: forms.RecordForm) -> None:
    dispatch.send_referral(
        referral=referral,
        route=Route(form.cleaned_data["route"]),
        digest=str(form.cleaned_data["digest"] or ""),
        call=form.call,
        call_back_due=form.next_call,
        **desk.acting,
    )


@require_POST
@unlocked
@recently_authenticated_to_refer
def to_partner(request: HttpRequest, desk: Desk, uuid: UUID, row: UUID) -> HttpResponse:
    case, referral = referral_at_hand(desk, uuid, row)
    is_sent = run_service(
        request,
        dispatch.send_referral,
        said=_("Sent to their account. The time for their response has started."),
        referral=referral,
        route=Route.PARTNER_ACCOUNT,
        digest=request.POST.get("digest", ""),
        call={},
        call_back_due=None,
        **desk.acting,
    )
    if not is_sent:
        return go("cases:refer_check", case.pk, referral.pk)
    return go_on_after(desk, referral, "cases:referral", case.pk, referral.pk)


@require_POST
@unlocked
def drop(request: HttpRequest, desk: Desk, uuid: UUID, row: UUID) -> HttpResponse:
    case, referral = referral_at_hand(desk, uuid, row)
    run_service(request, drafts.drop_draft, said=_("Draft deleted."), referral=referral, actor=desk.user, at=desk.now)
    return go_on_after(desk, referral, "cases:referrals", case.pk)
