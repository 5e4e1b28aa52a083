"""/desk/cases/<uuid>/nrm/…: preparing the pack for a first responder. Never a referral.

See docs/requirements/helpline.md#preparation-pack.
"""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from compliance.casework.choices import RevealReason
from compliance.casework.models import Case
from compliance.casework.selectors import tellers
from compliance.casework.views.base import (
    Desk,
    as_conflict,
    case_at_hand,
    case_to_change,
    get_post_data,
    go,
    recently_authenticated_to_refer,
    run_service,
    save_form,
    unlocked,
)
from compliance.referrals.choices import PackStage, Pathway
from compliance.referrals.forms import nrm as forms
from compliance.referrals.models import NrmPack
from compliance.referrals.services.nrm import handover, packs, render, support
from compliance.referrals.services.nrm import reasons as missing
from compliance.referrals.views.referrals import on_case
from portal.core.exceptions import ActionRefused
from portal.core.faces import build_address
from portal.core.types import Context
from portal.core.views import see_other
from portal.reference import nrm

# These say who the person is: opened with a reason, for a quarter of an hour.
WITH_IDENTITY = frozenset({"person", "contact", "consent"})
SEEN_SECONDS = 15 * 60
SEEN = "casework.nrm.seen"


def pack_at_hand(desk: Desk, uuid: UUID, row: UUID) -> tuple[Case, NrmPack]:
    case = case_to_change(desk, uuid)
    pack = packs.find_pack(case, row)
    if pack is None:
        raise Http404
    return case, pack


@unlocked
def begin(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    case = case_to_change(desk, uuid)
    groups = packs.get_groups(case)
    initial = {"group": str(groups[0].pk)} if len(groups) == 1 else {}
    form = forms.BeginForm(get_post_data(request), groups=groups, initial=initial)
    if groups and request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        try:
            pack = packs.start_pack(
                case=case,
                group=next(group for group in groups if str(group.pk) == cleaned["group"]),
                age=cleaned["age"],
                consents=cleaned["consents"],
                helps_authorities=cleaned["helps_authorities"] == "yes",
                facts=form.facts(timezone.localdate(desk.now)),
                words=cleaned["words"],
                **desk.acting,
            )
        except ActionRefused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return go("cases:nrm", case.pk, pack.pk)
    return on_case(request, desk, case, "nrm/begin.html", form=form, groups=groups)


@unlocked
@require_safe
def pack(request: HttpRequest, desk: Desk, uuid: UUID, row: UUID) -> HttpResponse:
    """What it has, what it lacks and why, and what would make it better."""
    case = case_at_hand(desk, uuid)
    pack = packs.find_pack(case, row)
    if pack is None:
        raise Http404
    is_in_hand = pack.stage == PackStage.PACK_IN_PREPARATION and not pack.deleted_at
    context: Context = {"pack": pack, "is_in_hand": is_in_hand, "approval": pack.approval}
    if not pack.deleted_at:
        panel = packs.get_panel(pack, desk.keys)
        context |= {"panel": panel, "sections": _sections(pack, desk, panel)}
        context["recipient"] = desk.keys.facts(pack, "recipient")
        context["has_changed_since_yes"] = is_in_hand and handover.has_changed_since_yes(pack, desk.keys)
    dates = [(PackStage(code).label, date.fromisoformat(day)) for code, day in pack.stage_dates.items()]
    return on_case(request, desk, case, "nrm/pack.html", dates=dates, later=pack.confirmed_on, **context)


def _sections(pack: NrmPack, desk: Desk, panel: packs.Panel) -> list[tuple[str, str, int, int]]:
    return [
        (code, label, *panel.by_section.get(code, (0, 0)))
        for code, label in packs.get_sections(pack, desk.keys)
        if packs.get_questions(pack, code, desk.keys)
    ]


@unlocked
def section(request: HttpRequest, desk: Desk, uuid: UUID, row: UUID, code: str) -> HttpResponse:
    case, pack = pack_at_hand(desk, uuid, row)
    questions = packs.get_questions(pack, code, desk.keys)
    if not questions:
        raise Http404
    if code in WITH_IDENTITY and not _has_seen(request, desk, pack):
        return _ask_why(request, desk, case, pack, code)
    form = forms.AnswersForm(
        get_post_data(request),
        questions=questions,
        answers=packs.get_answers(pack, desk.keys),
        initial={"version": pack.version},
    )
    context: Context = {}
    if save_form(request, form, lambda: _answer(desk, pack, form), context):
        return _onward(request, desk, case, pack, code, questions)
    context |= {"pack": pack, "section": nrm.get_sections()[code], "account": _account(desk, case, code)}
    return as_conflict(on_case(request, desk, case, "nrm/section.html", form=form, **context), context)


def _account(desk: Desk, case: Case, code: str) -> str:
    """Beside the questions that it is split into."""
    return tellers.get_account(case, desk.keys) if code in {"background", "exploitation"} else ""


def _answer(desk: Desk, pack: NrmPack, form: forms.AnswersForm) -> None:
    packs.save_answers(pack=pack, given=form.given, version=form.cleaned_data["version"], **desk.acting)


def _onward(request: HttpRequest, desk: Desk, case: Case, pack: NrmPack, code: str, before: list) -> HttpResponse:
    """An answer may bring more questions to the same section."""
    now = packs.find_pack(case, pack.pk)
    if now and {question.key for question in packs.get_questions(now, code, desk.keys)} - {
        question.key for question in before
    }:
        messages.success(request, _("Saved. Your answers mean there are more questions."))
        address = reverse("cases:nrm_section", args=(case.pk, pack.pk, code))
        return see_other(address + (f"?seen={_seal(desk, pack)}" if code in WITH_IDENTITY else ""))
    messages.success(request, _("Saved."))
    return go("cases:nrm", case.pk, pack.pk)


@unlocked
def reasons(request: HttpRequest, desk: Desk, uuid: UUID, row: UUID) -> HttpResponse:
    """Why answers are missing, on one page for all sections. It shows questions and no answer."""
    case, pack = pack_at_hand(desk, uuid, row)
    gaps = missing.get_unexplained(pack, desk.keys)
    form = forms.ReasonsForm(get_post_data(request), gaps=gaps, initial={"version": pack.version})
    context: Context = {}

    def save() -> None:
        cleaned = form.cleaned_data
        missing.save_reasons(
            pack=pack, reasons=form.reasons, otherwise=cleaned["everything"], version=cleaned["version"], **desk.acting
        )

    if save_form(request, form, save, context):
        messages.success(request, _("Saved."))
        return go("cases:nrm", case.pk, pack.pk)
    return as_conflict(on_case(request, desk, case, "nrm/reasons.html", form=form, pack=pack, **context), context)


def _ask_why(request: HttpRequest, desk: Desk, case: Case, pack: NrmPack, code: str) -> HttpResponse:
    form = forms.SeeForm(request.POST if request.POST.get("reason") is not None else None)
    if request.method == "POST" and form.is_valid():
        packs.record_identity_seen(pack, RevealReason(form.cleaned_data["reason"]), actor=desk.user, at=desk.now)
        return see_other(f"{reverse('cases:nrm_section', args=(case.pk, pack.pk, code))}?seen={_seal(desk, pack)}")
    return on_case(request, desk, case, "nrm/see.html", form=form, pack=pack, section=nrm.get_sections()[code])


def _seal(desk: Desk, pack: NrmPack) -> str:
    return signing.dumps([desk.user.pk, str(pack.pk)], salt=SEEN)


def _has_seen(request: HttpRequest, desk: Desk, pack: NrmPack) -> bool:
    try:
        token = signing.loads(request.GET.get("seen", ""), salt=SEEN, max_age=SEEN_SECONDS)
    except signing.BadSignature:
        return False
    return token == [desk.user.pk, str(pack.pk)]


@unlocked
@recently_authenticated_to_refer
@require_safe
def preview(request: HttpRequest, desk: Desk, uuid: UUID, row: UUID) -> HttpResponse:
    """Just what the first responder gets."""
    case, pack = pack_at_hand(desk, uuid, row)
    if pack.deleted_at:
        return go("cases:nrm", case.pk, pack.pk)
    packs.record_identity_seen(pack, RevealReason.REFERRAL, actor=desk.user, at=desk.now)
    content = render.build_content(pack, desk.keys, on=timezone.localdate(desk.now))
    return on_case(request, desk, case, "nrm/preview.html", pack=pack, content=content)


@unlocked
@recently_authenticated_to_refer
def hand_over(request: HttpRequest, desk: Desk, uuid: UUID, row: UUID) -> HttpResponse:
    """To whom; a second person agrees first."""
    case, pack = pack_at_hand(desk, uuid, row)
    form = forms.HandOverForm(
        get_post_data(request), nation=support.get_nation(pack), is_child=support.is_for_child(pack)
    )
    context: Context = {}

    def save() -> None:
        handover.request_approval(
            pack=pack, recipient=form.recipient, reason=form.cleaned_data["reason"], **desk.acting
        )

    if save_form(request, form, save, context):
        messages.success(request, _("Sent to a second person for approval."))
        return go("cases:nrm", case.pk, pack.pk)
    heading, button = _("Hand over the pack"), _("Ask a second person")
    return on_case(request, desk, case, "nrm/act.html", form=form, pack=pack, heading=heading, button=button)


@require_POST
@unlocked
@recently_authenticated_to_refer
def link(request: HttpRequest, desk: Desk, uuid: UUID, row: UUID) -> HttpResponse:
    """The address that opens it once: on this answer only."""
    case, pack = pack_at_hand(desk, uuid, row)
    service = handover.new_link if pack.stage == PackStage.PACK_SENT else handover.hand_over
    try:
        made_link = service(pack=pack, **desk.acting)
    except ActionRefused as refusal:
        messages.warning(request, refusal.sentence)
        return go("cases:nrm", case.pk, pack.pk)
    address = build_address(reverse("pack", args=(made_link.secret,)))
    recipient = desk.keys.facts(pack, "recipient")
    return on_case(
        request,
        desk,
        case,
        "nrm/link.html",
        pack=pack,
        address=address,
        expires=made_link.expires_at,
        recipient=recipient,
    )


@unlocked
def confirm(request: HttpRequest, desk: Desk, uuid: UUID, row: UUID) -> HttpResponse:
    case, pack = pack_at_hand(desk, uuid, row)
    form = forms.ConfirmForm(get_post_data(request), today=timezone.localdate(desk.now))
    is_dtn = pack.pathway in {Pathway.ADULT_CONSENT_NO, Pathway.ADULT_CONSENT_NO_COOPERATES}
    context: Context = {}

    def save() -> None:
        handover.confirm_referral(pack=pack, is_dtn=is_dtn, **form.cleaned_data, **desk.acting)

    if save_form(request, form, save, context):
        messages.success(request, _("Recorded. We will delete the pack in 28 days."))
        return go("cases:nrm", case.pk, pack.pk)
    heading, button = _("They have made the referral"), _("Save")
    return on_case(request, desk, case, "nrm/act.html", form=form, pack=pack, heading=heading, button=button)


@unlocked
def stage(request: HttpRequest, desk: Desk, uuid: UUID, row: UUID) -> HttpResponse:
    case, pack = pack_at_hand(desk, uuid, row)
    form = forms.StageForm(get_post_data(request))
    context: Context = {}

    def save() -> None:
        handover.save_stage(pack=pack, stage=PackStage(form.cleaned_data["stage"]), actor=desk.user, at=desk.now)

    if save_form(request, form, save, context):
        return go("cases:nrm", case.pk, pack.pk)
    heading, button = _("Decision"), _("Save")
    return on_case(request, desk, case, "nrm/act.html", form=form, pack=pack, heading=heading, button=button)


@unlocked
def withdraw(request: HttpRequest, desk: Desk, uuid: UUID, row: UUID) -> HttpResponse:
    """Asked once more first: what goes cannot be restored."""
    case, pack = pack_at_hand(desk, uuid, row)
    if request.method == "POST":
        run_service(request, packs.withdraw_pack, said=_("Answers deleted."), pack=pack, **desk.acting)
    elif not pack.deleted_at:
        return on_case(request, desk, case, "nrm/withdraw.html", pack=pack)
    return go("cases:nrm", case.pk, pack.pk)
