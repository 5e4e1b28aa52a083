"""Show where the risk is and why: the list by priority with a map under it, and one score's page.

See docs/requirements/suppliers.md#showing-risk.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from compliance.organisations.models import Membership
from compliance.organisations.tenancy import get_membership, get_row
from compliance.organisations.views.base import get_post_data, get_user, page_context
from compliance.suppliers import svg_map
from compliance.suppliers.forms.risk import GoodsForm, RiskFilter
from compliance.suppliers.labels import risk as risk_labels
from compliance.suppliers.models import RiskScore, Site, Supplier
from compliance.suppliers.permissions import can_change_register, can_find_alerts
from compliance.suppliers.rules.risk import round_score
from compliance.suppliers.selectors import risk as risk_selectors
from compliance.suppliers.services import goods
from portal.core.views import render_form

PAGE_SIZE = 50
LOW_CONFIDENCE_THRESHOLD = 0.6


@require_safe
def index(request: HttpRequest, organisation: str) -> HttpResponse:
    membership = get_membership(request, organisation)
    counts = risk_selectors.count_by_country(membership.organisation)
    form = RiskFilter(request.GET, countries=counts)
    rows = risk_selectors.with_list_columns(
        risk_selectors.get_scores(membership.organisation).filter(**form.conditions())
    )
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "lines": [_line(score) for score in page],
        "total": sum(counts.values()),
        "countries": [(risk_labels.country_name(iso2), iso2 or "-", count) for iso2, count in counts.items()],
        "map": svg_map.render_map(counts),
        "is_running": risk_selectors.is_rescoring(membership.organisation),
    }
    status = 200 if form.is_valid() else 422
    return render(request, "suppliers/risk.html", page_context(membership, **context), status=status)


def _line(score: RiskScore) -> dict[str, Any]:
    facts = getattr(score.site, "facts", None) if score.site else None
    return {
        "score": score,
        "place": score.site or score.supplier,
        "country": risk_labels.country_name(score.iso2),  # type: ignore[attr-defined]  # annotated by get_scores
        "number": None if score.residual is None else round_score(score.residual),
        "inherent": None if score.inherent is None else round_score(score.inherent),
        "has_alert": bool(facts and facts.has_alert_a),
        "is_little_known": score.confidence < LOW_CONFIDENCE_THRESHOLD,
    }


@require_safe
def site_score(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    membership = get_membership(request, organisation)
    site = get_row(Site, membership.organisation, uuid)
    return _score_page(request, membership, site, {"site": site.pk})


@require_safe
def supplier_score(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    """Show the score of a supplier that has no site."""
    membership = get_membership(request, organisation)
    supplier = get_row(Supplier, membership.organisation, uuid)
    return _score_page(request, membership, supplier, {"supplier": supplier.pk, "site": None})


def _score_page(
    request: HttpRequest, membership: Membership, place: Site | Supplier, conditions: dict[str, Any]
) -> HttpResponse:
    score = risk_selectors.get_score(membership.organisation, **conditions)
    context: dict[str, Any] = {
        "place": place,
        "score": score,
        "is_running": risk_selectors.is_rescoring(membership.organisation),
        "can_change": can_change_register(membership),
    }
    if score is not None and score.residual is not None:
        context |= risk_selectors.get_score_page(
            score, today=timezone.localdate(), may_see_alerts=can_find_alerts(membership)
        )
    return render(request, "suppliers/risk_score.html", page_context(membership, **context))


def products(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    """Save which good each product of a supplier is; it counts for the whole business."""
    membership = get_membership(request, organisation)
    if not can_change_register(membership):
        raise PermissionDenied
    supplier = get_row(Supplier, membership.organisation, uuid)
    product_names, goods_by_product, listed_goods = goods.get_supplier_products(supplier)
    form = GoodsForm(
        get_post_data(request), products=product_names, goods=listed_goods, goods_by_product=goods_by_product
    )
    if form.is_valid():
        answers = form.answers()
        goods.save_answers(
            organisation=membership.organisation, answers=answers, actor=get_user(request), at=timezone.now()
        )  # fmt: skip
        if answers:
            messages.success(request, _("Saved. The scores are being worked out anew."))
        return redirect("suppliers:risk", membership.organisation.slug)
    context = page_context(membership, supplier=supplier, form=form, bought=product_names)
    return render_form(request, "suppliers/risk_products.html", context)
