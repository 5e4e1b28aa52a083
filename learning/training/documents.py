"""The certificate of a course as a document; the same bytes whenever it is asked for."""

import hashlib
from datetime import UTC

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from learning.training.models import Certificate
from learning.training.rules import certificate_codes
from portal.core import pdf

STYLE = "certificate.css"


def get_certificate_facts(certificate: Certificate) -> dict[str, object]:
    """Return what page and PDF show."""
    return {
        "certificate": certificate,
        "code": certificate_codes.group_code(certificate.code),
        "verify_address": settings.SITE_URL + reverse("training:verify"),
    }


def render_certificate_pdf(certificate: Certificate) -> bytes:
    """Return the tagged PDF. Its name is a stranger's text, so it is rendered in a sandbox. Raises CannotRender."""
    created = certificate.issued_at.astimezone(UTC).isoformat(timespec="seconds")
    more = {"created": created, "portal_name": settings.PORTAL_NAME}
    html = render_to_string("training/certificate_pdf.html", get_certificate_facts(certificate) | more)
    identifier = hashlib.sha256(b"training " + certificate.code.encode()).digest()[:16]
    return pdf.render_pdf_in_sandbox(html, identifier=identifier, style=STYLE)
