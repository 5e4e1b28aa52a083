"""Show the map of sites and suppliers with the list that says the same: …/suppliers/map/."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from compliance.organisations.tenancy import get_membership
from compliance.organisations.views.base import page_context
from compliance.suppliers import svg_map
from compliance.suppliers.labels.risk import country_name
from compliance.suppliers.rules.map_clusters import Cluster, cluster_points, fit_view, format_view, parse_view
from compliance.suppliers.selectors import risk as risk_selectors

FRAGMENT = "#map"


@require_safe
def show_map(request: HttpRequest, organisation: str) -> HttpResponse:
    """Show the part of the world that the address names, else the one where the suppliers are."""
    membership = get_membership(request, organisation)
    points, missing = svg_map.get_points(risk_selectors.count_by_point(membership.organisation))
    context: dict[str, Any] = {
        "missing": [(country_name(iso2), iso2 or "-", count) for iso2, count in sorted(missing.items())]
    }
    if points:
        whole = fit_view(points)
        view = parse_view(request.GET.get("at", "")) or whole
        clusters = cluster_points(points, view)
        marks = _get_marks(organisation, clusters, membership.organisation)
        address = reverse("suppliers:map", args=[organisation])
        is_whole = format_view(view) == format_view(whole)
        context |= {
            "map": svg_map.render_map(view, marks),
            "marks": marks,
            "has_places": True,
            "whole": "" if is_whole else f"{address}{FRAGMENT}",
            "outer": "" if view.width >= whole.width else f"{address}?at={format_view(view.outer)}{FRAGMENT}",
        }
    return render(request, "suppliers/map.html", page_context(membership, **context))


def _get_marks(slug: str, clusters: list[Cluster], organisation: Any) -> list[svg_map.Mark]:
    """Return the marks: one place leads to its page, one country to its places, others open."""
    singles = risk_selectors.get_places([each.points[0].key for each in clusters if each.count == 1], organisation)
    marks = []
    for cluster in clusters:
        place = singles.get(cluster.points[0].key) if cluster.count == 1 else None
        text = svg_map.describe_cluster(cluster)
        if place is not None:
            name, page, uuid = place
            text, address = f"{name}, {text.partition(':')[0]}", reverse(f"suppliers:{page}", args=[slug, uuid])
        elif cluster.opens:
            view = format_view(fit_view(cluster.points))
            address = f"{reverse('suppliers:map', args=[slug])}?at={view}{FRAGMENT}"
        else:
            address = f"{reverse('suppliers:risk', args=[slug])}?country={cluster.countries[0] or '-'}"
        marks.append(svg_map.Mark(cluster, address, text))
    return marks
