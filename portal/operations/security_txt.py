"""security.txt: whom to tell about a weakness (RFC 9116)."""

from datetime import UTC, datetime, timedelta

from django.conf import settings

# The RFC recommends less than a year.
VALIDITY = timedelta(days=180)


def render_security_txt(*, now: datetime) -> str:
    address = settings.OPERATOR["security_email"]
    contact = f"mailto:{address}" if address else f"{settings.SITE_URL}/about/contact/"
    lines = [
        f"Contact: {contact}",
        f"Expires: {(now + VALIDITY).astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: en",
        f"Canonical: {settings.SITE_URL}/.well-known/security.txt",
    ]
    if settings.SOURCE_CODE_URL:
        lines.append(f"Policy: {settings.SOURCE_CODE_URL}")
    return "\n".join(lines) + "\n"
