"""The certificate of a course as a document; the same bytes whenever it is asked for."""

import hashlib
from datetime import UTC

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from learning.training.models import Certificate
from learning.training.rules import certificate_codes
from learning.training.rules.lengths import hours
from portal.core import pdf

STYLE = "certificate.css"


def facts(certificate: Certificate) -> dict[str, object]:
    """What page and PDF show."""
    return {
        "certificate": certificate,
        "code": certificate_codes.grouped(certificate.code),
        "hours": hours(certificate.minutes),
        "verify_address": settings.SITE_URL + reverse("training:verify"),
    }


def certificate_pdf(certificate: Certificate) -> bytes:
    """Tagged. Its name is a stranger's text, so it is drawn apart. Raises CannotRender."""
    created = certificate.issued_at.astimezone(UTC).isoformat(timespec="seconds")
    more = {"created": created, "portal_name": settings.PORTAL_NAME}
    html = render_to_string("training/certificate_pdf.html", facts(certificate) | more)
    identifier = hashlib.sha256(b"training " + certificate.code.encode()).digest()[:16]
    return pdf.render_apart(html, identifier=identifier, style=STYLE)
