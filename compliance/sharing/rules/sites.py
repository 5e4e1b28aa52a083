"""One row for a site, from all cases that are about it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from compliance.hotspots.rules.bands import band_people


@dataclass(frozen=True)
class SiteReport:
    """What one case says of one site. Texts are as they may leave; case says which it is, and never leaves.

    A case may name a site twice, for itself and for a case that was merged into it.
    """

    case: str
    business: str
    site: str
    address: str
    council: str
    police_force: str
    sectors: tuple[str, ...]
    tier: str
    labour_provider: str
    goods: str
    people: int
    indicators: tuple[str, ...]
    received_on: date


# Any: cells are text or numbers.
def join_reports(reports: Sequence[SiteReport]) -> list[dict[str, Any]]:
    """Return a row for each site, the most reported first. A site is the same where business and address are."""
    by_site: dict[tuple[str, str], list[SiteReport]] = {}
    for report in reports:
        by_site.setdefault((_fold(report.business or report.site), _fold(report.address)), []).append(report)
    rows = [_row(sorted(of_site, key=lambda report: report.received_on)) for of_site in by_site.values()]
    return sorted(rows, key=lambda row: (-int(row["reports"]), row["site_business"], row["site_address"]))


def _row(reports: Sequence[SiteReport]) -> dict[str, Any]:
    return {
        "site_business": _first(report.business for report in reports),
        "site_name": _first(report.site for report in reports),
        "site_address": _first(report.address for report in reports),
        "site_council": _first(report.council for report in reports),
        "site_police_force": _first(report.police_force for report in reports),
        "site_sector": _joined(code for report in reports for code in report.sectors),
        "site_tier": _first(report.tier for report in reports),
        "labour_provider": _joined(report.labour_provider for report in reports),
        "goods_or_services": _joined(report.goods for report in reports),
        "people": band_people(max(report.people for report in reports)),
        "indicators": _joined(code for report in reports for code in report.indicators),
        "reports": len({report.case for report in reports}),
        "first_reported_on": reports[0].received_on.isoformat(),
        "last_reported_on": reports[-1].received_on.isoformat(),
    }


def _fold(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().casefold()


def _first(texts: Iterable[str]) -> str:
    return next((text for text in texts if text), "")


def _joined(texts: Iterable[str]) -> str:
    return "; ".join(sorted({text for text in texts if text}))
