"""Describing a case: people and their names, places, who may be responsible, the supply chain, signs."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from compliance.casework.choices import Removable
from compliance.casework.forms.case_facts import FORMS, IdentityForm, SignsForm
from compliance.casework.models import Case, CaseLocation, CaseSupplyChainLink, Exploiter, PersonGroup
from compliance.casework.models.base import CaseRow
from compliance.casework.services import case_facts, removals
from compliance.casework.views.base import Desk, case_to_change, get_post_data, go, run_service, unlocked
from compliance.casework.views.case_actions import acting
from compliance.casework.views.cases import case_page

MODELS: dict[str, type[CaseRow]] = {
    "people": PersonGroup,
    "exploiter": Exploiter,
    "place": CaseLocation,
    "supply": CaseSupplyChainLink,
}
TABS = {"people": "people", "exploiter": "people", "place": "places", "supply": "case", "file": "files"}
HEADINGS = {
    "people": gettext_lazy("People affected"),
    "exploiter": gettext_lazy("Who may be responsible"),
    "place": gettext_lazy("Place"),
    "supply": gettext_lazy("Business and supply chain"),
}
SIGNS = ("ilo_indicator", "general_indicator", "business_payroll_flag")


@unlocked
def add(request: HttpRequest, desk: Desk, uuid: UUID, what: str) -> HttpResponse:
    case = case_to_change(desk, uuid)
    return _described(request, desk, case, what, _model(what)(case=case))


@unlocked
def change(request: HttpRequest, desk: Desk, uuid: UUID, what: str, row: UUID) -> HttpResponse:
    case = case_to_change(desk, uuid)
    return _described(request, desk, case, what, _row(case, what, row))


@unlocked
def remove(request: HttpRequest, desk: Desk, uuid: UUID, what: str, row: UUID) -> HttpResponse:
    """Asks first; for a day it can be undone."""
    case = case_to_change(desk, uuid)
    return remove_row(request, desk, case, _row(case, what, row), what=Removable(what))


@require_POST
@unlocked
def restore(request: HttpRequest, desk: Desk, uuid: UUID, row: UUID) -> HttpResponse:
    case = case_to_change(desk, uuid)
    removal = removals.find_removal(case, row)
    if removal is None:
        raise Http404
    run_service(request, removals.restore_row, said=_("Restored to the case."), removal=removal, **desk.acting)
    return go(f"cases:{TABS[removal.what]}", case.pk)


def remove_row(request: HttpRequest, desk: Desk, case: Case, row: Any, *, what: Removable) -> HttpResponse:
    """The page that asks, and the removal."""
    back = f"cases:{TABS[what]}"
    if request.method == "POST":
        message = _("Removed. You can undo this on this page for 24 hours.")
        run_service(request, removals.remove_row, said=message, row=row, **desk.acting)
        return go(back, case.pk)
    label = removals.get_label(row, desk.keys)
    until = desk.now + removals.UNDO_WITHIN
    return case_page(
        request, desk, case, TABS[what], "remove.html", what=what, label=label, until=until, back=back,
        obstacle=removals.get_obstacle(row),
    )  # fmt: skip


def _described(request: HttpRequest, desk: Desk, case: Case, what: str, row: Any) -> HttpResponse:
    is_new, kind = row._state.adding, FORMS[what]
    facts = {} if is_new else _said(desk, row, kind)
    form = kind(get_post_data(request), initial={} if is_new else kind.shown_of(row, facts))

    def save() -> None:
        version = None if is_new or not hasattr(row, "version") else form.cleaned_data["version"]
        case_facts.save_description(
            row=row, facts=form.facts, sealed=form.sealed(facts), version=version, actor=desk.user, keys=desk.keys,
            at=desk.now,
        )  # fmt: skip

    return acting(
        request, desk, case, form, save, heading=str(HEADINGS[what]), button=_("Save"), tab=TABS[what],
        remove=None if is_new else (what, row.pk), obstacle="" if is_new else removals.get_obstacle(row),
    )  # fmt: skip


def _said(desk: Desk, row: Any, form: Any) -> dict[str, Any]:
    return desk.keys.facts(row, form.column) if form.inner else {form.column: desk.keys.read(row, form.column)}


def _model(what: str) -> Any:
    if what not in MODELS:
        raise Http404
    return MODELS[what]


def _row(case: Case, what: str, uuid: UUID) -> Any:
    row = case_facts.find_row(_model(what), case, uuid)
    if row is None:
        raise Http404
    return row


@unlocked
def identify(request: HttpRequest, desk: Desk, uuid: UUID, row: UUID) -> HttpResponse:
    """Add a name to a group of people: apart from the rest, and masked from then on."""
    case = case_to_change(desk, uuid)
    group, form = _row(case, "people", row), IdentityForm(get_post_data(request))

    def save() -> None:
        details = {name: value for name, value in form.cleaned_data.items() if value}
        case_facts.save_identity(group=group, details=details, actor=desk.user, at=desk.now)

    return acting(
        request, desk, case, form, save, heading=_("Add a name"), button=_("Add the name"), tab="people",
        said=_("The name is saved separately. You must give a reason to see it."),
    )  # fmt: skip


@unlocked
def signs(request: HttpRequest, desk: Desk, uuid: UUID, vocabulary: str) -> HttpResponse:
    case = case_to_change(desk, uuid)
    if vocabulary not in SIGNS:
        raise Http404
    known = case_facts.get_vocabulary_signs(case, vocabulary)
    form = SignsForm(get_post_data(request), vocabulary=vocabulary, initial={"codes": known})

    def save() -> None:
        case_facts.save_signs(
            case=case, vocabulary=vocabulary, codes=form.cleaned_data["codes"], actor=desk.user, at=desk.now
        )

    return acting(request, desk, case, form, save, heading=_("Signs"), button=_("Save the signs"), tab="case")
