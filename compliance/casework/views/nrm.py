"""/desk/cases/<uuid>/nrm/…: preparing the pack for a first responder. Never a referral (helpline 3.4)."""

from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from compliance.casework.choices import RevealReason
from compliance.casework.choices_sharing import PackStage, Pathway
from compliance.casework.forms import nrm as forms
from compliance.casework.models import Case, NrmPack
from compliance.casework.services import telling
from compliance.casework.services.nrm import handing, packs, printing, support
from compliance.casework.services.nrm import reasons as missing
from compliance.casework.services.steps import Refusal
from compliance.casework.views.frame import (
    Desk,
    case_at_hand,
    case_to_change,
    done,
    go,
    posted,
    recently_authenticated_to_refer,
    unlocked,
)
from compliance.casework.views.referrals import as_conflict, on_case, saved
from portal.core.views import see_other
from portal.reference import nrm

# These say who the person is: opened with a reason, for a quarter of an hour.
WITH_IDENTITY = frozenset({"person", "contact", "consent"})
SEEN_SECONDS = 15 * 60
SEEN = "casework.nrm.seen"


def _who(desk: Desk) -> dict[str, Any]:
    return {"actor": desk.user, "keys": desk.keys, "at": desk.now}


def pack_at_hand(desk: Desk, uuid: UUID, row: UUID) -> tuple[Case, NrmPack]:
    case = case_to_change(desk, uuid)
    found = packs.find(case, row)
    if found is None:
        raise Http404
    return case, found


@unlocked
def begin(request: HttpRequest, desk: Desk, uuid: UUID) -> HttpResponse:
    case = case_to_change(desk, uuid)
    groups = packs.groups(case)
    initial = {"group": str(groups[0].pk)} if len(groups) == 1 else {}
    form = forms.BeginForm(posted(request), groups=groups, initial=initial)
    if groups and request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            pack = packs.begin(
                case=case,
                group=next(one for one in groups if str(one.pk) == said["group"]),
                age=said["age"],
                consents=said["consents"],
                helps_authorities=said["helps_authorities"] == "yes",
                facts=form.facts(timezone.localdate(desk.now)),
                words=said["words"],
                **_who(desk),
            )
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return go("cases:nrm", case.pk, pack.pk)
    return on_case(request, desk, case, "nrm/begin.html", form=form, groups=groups)


@unlocked
@require_safe
def pack(request: HttpRequest, desk: Desk, uuid: UUID, row: UUID) -> HttpResponse:
    """What it has, what it lacks and why, and what would make it better."""
    case = case_at_hand(desk, uuid)
    found = packs.find(case, row)
    if found is None:
        raise Http404
    is_in_hand = found.stage == PackStage.PACK_IN_PREPARATION and not found.deleted_at
    context: dict[str, Any] = {"pack": found, "is_in_hand": is_in_hand, "approval": found.approval}
    if not found.deleted_at:
        panel = packs.panel(found, desk.keys)
        context |= {"panel": panel, "sections": _sections(found, desk, panel)}
        context["recipient"] = desk.keys.facts(found, "recipient")
        context["has_changed_since_yes"] = is_in_hand and handing.has_changed_since_yes(found, desk.keys)
    dates = [(PackStage(code).label, date.fromisoformat(day)) for code, day in found.stage_dates.items()]
    return on_case(request, desk, case, "nrm/pack.html", dates=dates, later=found.confirmed_on, **context)


def _sections(found: NrmPack, desk: Desk, panel: packs.Panel) -> list[tuple[str, str, int, int]]:
    return [
        (code, label, *panel.by_section.get(code, (0, 0)))
        for code, label in packs.sections(found, desk.keys)
        if packs.questions(found, code, desk.keys)
    ]


@unlocked
def section(request: HttpRequest, desk: Desk, uuid: UUID, row: UUID, code: str) -> HttpResponse:
    case, found = pack_at_hand(desk, uuid, row)
    questions = packs.questions(found, code, desk.keys)
    if not questions:
        raise Http404
    if code in WITH_IDENTITY and not _has_seen(request, desk, found):
        return _ask_why(request, desk, case, found, code)
    form = forms.AnswersForm(
        posted(request),
        questions=questions,
        kept=packs.answers(found, desk.keys),
        initial={"version": found.version},
    )
    context: dict[str, Any] = {}
    if saved(request, form, lambda: _answer(desk, found, form), context):
        return _onward(request, desk, case, found, code, questions)
    context |= {"pack": found, "section": nrm.sections()[code], "account": _account(desk, case, code)}
    return as_conflict(on_case(request, desk, case, "nrm/section.html", form=form, **context), context)


def _account(desk: Desk, case: Case, code: str) -> str:
    """Beside the questions that it is split into."""
    return telling.account(case, desk.keys) if code in {"background", "exploitation"} else ""


def _answer(desk: Desk, found: NrmPack, form: forms.AnswersForm) -> None:
    packs.answer(pack=found, given=form.given, version=form.cleaned_data["version"], **_who(desk))


def _onward(request: HttpRequest, desk: Desk, case: Case, found: NrmPack, code: str, before: list) -> HttpResponse:
    """An answer may bring more questions to the same section."""
    now = packs.find(case, found.pk)
    if now and {one.key for one in packs.questions(now, code, desk.keys)} - {one.key for one in before}:
        messages.success(request, _("Saved. Your answers bring more questions."))
        address = reverse("cases:nrm_section", args=(case.pk, found.pk, code))
        return see_other(address + (f"?seen={_seal(desk, found)}" if code in WITH_IDENTITY else ""))
    messages.success(request, _("Saved."))
    return go("cases:nrm", case.pk, found.pk)


@unlocked
def reasons(request: HttpRequest, desk: Desk, uuid: UUID, row: UUID) -> HttpResponse:
    """Why answers are missing, on one page for all sections. It shows questions and no answer."""
    case, found = pack_at_hand(desk, uuid, row)
    gaps = missing.unexplained(found, desk.keys)
    form = forms.ReasonsForm(posted(request), gaps=gaps, initial={"version": found.version})
    context: dict[str, Any] = {}

    def save() -> None:
        said = form.cleaned_data
        missing.explain(
            pack=found, reasons=form.reasons, otherwise=said["everything"], version=said["version"], **_who(desk)
        )

    if saved(request, form, save, context):
        messages.success(request, _("Saved."))
        return go("cases:nrm", case.pk, found.pk)
    return as_conflict(on_case(request, desk, case, "nrm/reasons.html", form=form, pack=found, **context), context)


def _ask_why(request: HttpRequest, desk: Desk, case: Case, found: NrmPack, code: str) -> HttpResponse:
    form = forms.SeeForm(request.POST if request.POST.get("reason") is not None else None)
    if request.method == "POST" and form.is_valid():
        packs.saw_identity(found, RevealReason(form.cleaned_data["reason"]), actor=desk.user, at=desk.now)
        return see_other(f"{reverse('cases:nrm_section', args=(case.pk, found.pk, code))}?seen={_seal(desk, found)}")
    return on_case(request, desk, case, "nrm/see.html", form=form, pack=found, section=nrm.sections()[code])


def _seal(desk: Desk, found: NrmPack) -> str:
    return signing.dumps([desk.user.pk, str(found.pk)], salt=SEEN)


def _has_seen(request: HttpRequest, desk: Desk, found: NrmPack) -> bool:
    try:
        said = signing.loads(request.GET.get("seen", ""), salt=SEEN, max_age=SEEN_SECONDS)
    except signing.BadSignature:
        return False
    return said == [desk.user.pk, str(found.pk)]


@unlocked
@recently_authenticated_to_refer
@require_safe
def preview(request: HttpRequest, desk: Desk, uuid: UUID, row: UUID) -> HttpResponse:
    """Just what the first responder gets."""
    case, found = pack_at_hand(desk, uuid, row)
    if found.deleted_at:
        return go("cases:nrm", case.pk, found.pk)
    packs.saw_identity(found, RevealReason.REFERRAL, actor=desk.user, at=desk.now)
    made = printing.content(found, desk.keys, on=timezone.localdate(desk.now))
    return on_case(request, desk, case, "nrm/preview.html", pack=found, content=made)


@unlocked
@recently_authenticated_to_refer
def hand_over(request: HttpRequest, desk: Desk, uuid: UUID, row: UUID) -> HttpResponse:
    """To whom; a second person agrees first."""
    case, found = pack_at_hand(desk, uuid, row)
    form = forms.HandOverForm(posted(request), nation=support.nation_of(found), is_child=support.is_of_child(found))
    context: dict[str, Any] = {}

    def save() -> None:
        handing.ask(pack=found, recipient=form.recipient, reason=form.cleaned_data["reason"], **_who(desk))

    if saved(request, form, save, context):
        messages.success(request, _("Asked: a second person has to agree."))
        return go("cases:nrm", case.pk, found.pk)
    heading, button = _("Hand the pack over"), _("Ask a second person")
    return on_case(request, desk, case, "nrm/act.html", form=form, pack=found, heading=heading, button=button)


@require_POST
@unlocked
@recently_authenticated_to_refer
def link(request: HttpRequest, desk: Desk, uuid: UUID, row: UUID) -> HttpResponse:
    """The address that opens it once: on this answer only."""
    case, found = pack_at_hand(desk, uuid, row)
    service = handing.new_link if found.stage == PackStage.PACK_SENT else handing.hand_over
    try:
        made = service(pack=found, **_who(desk))
    except Refusal as refusal:
        messages.warning(request, refusal.sentence)
        return go("cases:nrm", case.pk, found.pk)
    address = settings.SITE_URL + reverse("pack", args=(made.secret,))
    recipient = desk.keys.facts(found, "recipient")
    return on_case(
        request, desk, case, "nrm/link.html", pack=found, address=address, expires=made.expires_at, recipient=recipient
    )


@unlocked
def confirm(request: HttpRequest, desk: Desk, uuid: UUID, row: UUID) -> HttpResponse:
    case, found = pack_at_hand(desk, uuid, row)
    form = forms.ConfirmForm(posted(request), today=timezone.localdate(desk.now))
    is_dtn = found.pathway in {Pathway.ADULT_CONSENT_NO, Pathway.ADULT_CONSENT_NO_COOPERATES}
    context: dict[str, Any] = {}

    def save() -> None:
        handing.confirm(pack=found, is_dtn=is_dtn, **form.cleaned_data, **_who(desk))

    if saved(request, form, save, context):
        messages.success(request, _("Written down. The pack is deleted in 28 days."))
        return go("cases:nrm", case.pk, found.pk)
    heading, button = _("They have referred it on"), _("Save")
    return on_case(request, desk, case, "nrm/act.html", form=form, pack=found, heading=heading, button=button)


@unlocked
def stage(request: HttpRequest, desk: Desk, uuid: UUID, row: UUID) -> HttpResponse:
    case, found = pack_at_hand(desk, uuid, row)
    form = forms.StageForm(posted(request))
    context: dict[str, Any] = {}

    def save() -> None:
        handing.decided(pack=found, stage=PackStage(form.cleaned_data["stage"]), actor=desk.user, at=desk.now)

    if saved(request, form, save, context):
        return go("cases:nrm", case.pk, found.pk)
    heading, button = _("What was decided"), _("Save")
    return on_case(request, desk, case, "nrm/act.html", form=form, pack=found, heading=heading, button=button)


@require_POST
@unlocked
def withdraw(request: HttpRequest, desk: Desk, uuid: UUID, row: UUID) -> HttpResponse:
    case, found = pack_at_hand(desk, uuid, row)
    said = _("The answers are deleted.")
    done(request, packs.withdraw, said=said, pack=found, **_who(desk))
    return go("cases:nrm", case.pk, found.pk)
