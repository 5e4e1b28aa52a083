"""The supply-chain dashboard as a tagged PDF for the board: a worker draws it, for that takes a second or more."""

import hashlib
from datetime import UTC, datetime

from django.conf import settings
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format

from compliance.audits import permissions, supply_chain_report
from compliance.audits.selectors.supply_chain import get_supply_chain
from compliance.organisations.choices import ExportList
from compliance.organisations.models import Membership
from compliance.organisations.services.export_job import ExportFile, ExportKind, Progress
from portal.core import pdf


def render_pdf(membership: Membership, query: QueryDict, at: datetime, tell: Progress) -> ExportFile:
    """Return the PDF of that moment. Raises pdf.CannotRender, which counts as an attempt that failed."""
    figures = get_supply_chain(membership.organisation, today=timezone.localdate(at))
    context = supply_chain_report.get_context(figures) | {
        "organisation": membership.organisation,
        "made_on": date_format(figures.today, "j F Y"),
        "created": at.astimezone(UTC).isoformat(timespec="seconds"),
        "portal_name": settings.PORTAL_NAME,
    }
    html = render_to_string("audits/supply_chain_pdf.html", context)
    body = pdf.render_pdf_in_sandbox(html, identifier=hashlib.sha256(html.encode()).digest()[:16])
    return ExportFile(body, {"format": "PDF"})


SUPPLY_CHAIN = ExportKind(
    name=ExportList.SUPPLY_CHAIN,
    event="audits.supply_chain.downloaded",
    back="audits:supply_chain",
    content_type="application/pdf",
    file_name=lambda membership: f"{membership.organisation.slug}-supply-chain-{timezone.localdate():%Y-%m-%d}.pdf",
    allows=permissions.can_read,
    count=lambda membership, query: 0,
    render=render_pdf,
    is_slow=True,
    # It holds the sums that the page shows, and no row.
    is_sensitive=False,
)
