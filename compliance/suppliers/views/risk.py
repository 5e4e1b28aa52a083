"""Show where the risk is and why: the list by priority with a map under it, and one score's page.

See docs/requirements/suppliers.md#showing-risk.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from compliance.organisations.models import Membership
from compliance.organisations.tenancy import OrganisationMixin, get_membership, get_row
from compliance.organisations.views.base import get_post_data, get_user, page_context
from compliance.suppliers.choices import Band
from compliance.suppliers.forms.risk import GoodsForm, RiskFilter
from compliance.suppliers.labels import risk as risk_labels
from compliance.suppliers.models import Site, Supplier
from compliance.suppliers.permissions import can_change_register, can_find_alerts
from compliance.suppliers.rules.risk import round_score
from compliance.suppliers.selectors import risk as risk_selectors
from compliance.suppliers.services import goods, risk_job
from portal.core.pagination import BoundedPaginator, FirstPage
from portal.core.types import Context
from portal.core.views import FilteredListView, render_form

LOW_CONFIDENCE_THRESHOLD = 0.6


class PlacesPaginator(BoundedPaginator):
    """Pages of places, which are counted as far as those of a country are."""

    max_count = risk_labels.MAX_PLACES


class Index(OrganisationMixin, FilteredListView):
    """The scores that the filter selects, the highest first, with a map under them."""

    template_name = "suppliers/risk.html"
    paginator_class = PlacesPaginator
    fetch_lines = risk_selectors.fetch_lines

    def get_queryset(self) -> Any:  # Any: a queryset or a FirstPage
        self.counts = risk_selectors.count_by_country(self.organisation)
        self.form = RiskFilter(self.request.GET, countries=self.counts)
        conditions = self.form.conditions()
        if self.is_first_page and not conditions:
            return FirstPage(risk_selectors.fetch_first_page(self.organisation.pk))
        return risk_selectors.get_scores(self.organisation).filter(**conditions)

    def get_context_data(self, **kwargs: Any) -> Context:
        names = [
            (risk_labels.country_name(iso2), iso2 or "-", count, risk_labels.places_label(count))
            for iso2, count in self.counts.items()
        ]
        context = super().get_context_data(
            total=bool(self.counts),
            countries=names,
            rescoring=risk_selectors.get_rescoring_state(self.organisation),
            can_change=can_change_register(self.membership),
            **kwargs,
        )
        bands = {str(band): str(label) for band, label in Band.choices}
        return context | {"lines": [_describe_score(score, bands) for score in context["page"]]}


@require_POST
def rescore(request: HttpRequest, organisation: str) -> HttpResponse:
    """Try again what was put aside. Pressed twice, or after the next day's run has begun, it changes nothing."""
    membership = get_membership(request, organisation)
    if not can_change_register(membership):
        raise PermissionDenied
    if risk_job.retry(membership.organisation, now=timezone.now()):
        messages.success(request, _("We’re updating the scores."))
    return redirect("suppliers:risk", membership.organisation.slug)


@dataclass(frozen=True, slots=True)
class RiskLine:
    """A score in the list. Labels (band, inherent_band) are empty and rounded numbers None where nothing is known.

    name, uuid: of the site, or of a supplier that has none. supplier: whose the site is; None of a supplier itself.
    """

    name: str
    uuid: UUID
    supplier: str | None
    country: str
    band: str
    number: int | None
    inherent_band: str
    inherent: int | None
    has_alert: bool
    is_little_known: bool


def _describe_score(score: Any, bands: dict[str, str]) -> RiskLine:  # Any: of fetch_lines
    is_site = score.site__uuid is not None
    return RiskLine(
        name=score.site__name if is_site else score.supplier__name,
        uuid=score.site__uuid if is_site else score.supplier__uuid,
        supplier=score.supplier__name if is_site else None,
        country=risk_labels.country_name(score.country),
        band=bands.get(score.band, ""),
        number=None if score.residual is None else round_score(score.residual),
        inherent_band=bands.get(score.inherent_band, ""),
        inherent=None if score.inherent is None else round_score(score.inherent),
        has_alert=score.has_alert,
        is_little_known=score.confidence < LOW_CONFIDENCE_THRESHOLD,
    )


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
    request: HttpRequest, membership: Membership, place: Site | Supplier, conditions: dict[str, object]
) -> HttpResponse:
    score = risk_selectors.get_score(membership.organisation, **conditions)
    context: Context = {
        "place": place,
        "score": score,
        "rescoring": risk_selectors.get_rescoring_state(membership.organisation),
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
            messages.success(request, _("Answers saved. We’re updating the scores."))
        return redirect("suppliers:risk", membership.organisation.slug)
    context = page_context(membership, supplier=supplier, form=form, bought=product_names)
    return render_form(request, "suppliers/risk_products.html", context)
