"""The certificate of publication: what was published, by whom, when and where. Never that it is lawful.

See docs/requirements/statements.md#no-verdict.
"""

import hashlib
from datetime import UTC

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from compliance.statements.models import Publication
from compliance.statements.presenters import prose, signoff
from compliance.statements.publication import documents

STYLE = "certificate.css"


def source(publication: Publication) -> str:
    """Return the document that the PDF is made from; the same for the same publication, whenever it is asked for."""
    return render_to_string(
        "register/certificate_pdf.html",
        {
            "publication": publication,
            "period": prose.format_period(publication.content["answers"]),
            "published_at": timezone.localtime(publication.published_at),
            "fingerprint": signoff.fingerprint(publication.content_hash),
            "address": documents.address(publication),
            "verify_address": documents.verify_address(),
            "portal_name": settings.PORTAL_NAME,
            "created": publication.published_at.astimezone(UTC).isoformat(timespec="seconds"),
        },
    )


def identifier(publication: Publication) -> bytes:
    """Return 16 bytes, the same for the same publication, and not those of the statement's own PDF."""
    return hashlib.sha256(b"certificate " + documents.pdf_identifier(publication)).digest()[:16]
