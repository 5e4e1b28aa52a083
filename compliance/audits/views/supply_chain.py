"""The supply-chain dashboard as a page, and as PDF and XLSX for the board: /o/<organisation>/audits/dashboard/."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from compliance.audits import permissions, supply_chain_report
from compliance.audits.exports import SUPPLY_CHAIN
from compliance.audits.selectors.supply_chain import get_supply_chain
from compliance.audits.views.base import ReaderMixin, get_actor, get_today
from compliance.organisations.models import Membership
from compliance.organisations.tenancy import get_membership
from compliance.organisations.views.exports import download
from portal.core import rate_limits
from portal.core.types import Context
from portal.core.views import too_many_requests
from portal.core.xlsx import Sheet, build_workbook
from portal.history.services import record

XLSX_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Dashboard(ReaderMixin, TemplateView):
    """The figures of the supply chain, each with its chart and its table."""

    template_name = "audits/supply_chain.html"

    def get_context_data(self, **kwargs: Any) -> Context:
        figures = get_supply_chain(self.organisation, today=get_today())
        return super().get_context_data(**supply_chain_report.get_context(figures), **kwargs)


def _get_reader(request: HttpRequest, slug: str) -> Membership:
    membership = get_membership(request, slug)
    assert permissions.can_read(membership)  # noqa: S101 - who is a member reads
    return membership


@require_safe
def download_pdf(request: HttpRequest, organisation: str) -> HttpResponse:
    """Have a worker draw the dashboard as a tagged PDF, and go to the page that says how far it is."""
    return download(request, _get_reader(request, organisation), SUPPLY_CHAIN)


@require_safe
def download_workbook(request: HttpRequest, organisation: str) -> HttpResponse:
    """Return the tables of the dashboard as an Excel workbook: a sheet for each section."""
    membership = _get_reader(request, organisation)
    if request.method == "HEAD":
        return HttpResponse(content_type=XLSX_CONTENT_TYPE)
    if wait := rate_limits.count_and_get_wait("export", membership.user_id):
        return too_many_requests(request, wait)
    figures = get_supply_chain(membership.organisation, today=get_today())
    sections = supply_chain_report.get_sections(figures)
    about = [
        (_("Organisation"), membership.organisation.name),
        (_("Day"), figures.today),
        *((section.title, section.finding) for section in sections),
    ]
    sheets = [Sheet(section.title[:31], tuple(section.heads), section.rows) for section in sections]
    body = build_workbook([Sheet(_("About"), (_("Item"), _("Value")), about), *sheets])
    return _send(request, membership, body)


def _send(request: HttpRequest, membership: Membership, body: bytes) -> HttpResponse:
    organisation = membership.organisation
    record(
        get_actor(request), "audits.supply_chain.downloaded", organisation, {"format": "XLSX"},
        scope=organisation.uuid, at=timezone.now(),
    )  # fmt: skip
    name = f"{organisation.slug}-supply-chain-{get_today():%Y-%m-%d}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(body, content_type=XLSX_CONTENT_TYPE, headers=headers)
