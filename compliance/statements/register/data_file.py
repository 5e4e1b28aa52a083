"""The public data file of a publication, with what has happened to it since it was published."""

import json
from datetime import datetime
from typing import Any

from django.utils import timezone

from compliance.statements.models import Publication
from compliance.statements.publication.documents import JSON_SCHEMA, address, get_amendment
from compliance.statements.publication.selectors import get_document
from compliance.statements.register.selectors import Year


def get_data_file(publication: Publication, year: Year) -> dict[str, Any]:
    """Return the data file as handed out: the stored one, what has happened to it since, and the year's versions.

    Of a withdrawn one: who, which year, when and why.
    """
    versions = [
        {
            "version": version.number,
            "published_at": version.published_at.isoformat(),
            "is_current": version.is_current,
            "withdrawn_at": version.withdrawn_at and version.withdrawn_at.isoformat(),
            "amendment": get_amendment(version),
            "json": f"{address(version)}versions/{version.number}.json",
        }
        for version in year.versions
    ]
    since = {
        "is_current": publication.is_current,
        "withdrawn_at": publication.withdrawn_at and publication.withdrawn_at.isoformat(),
        "withdrawn_reason": publication.withdrawn_reason or None,
        "organisation_left_on": format_left_on(year.left_at),
        "versions": versions,
    }
    if publication.withdrawn_at:
        return {
            "schema": JSON_SCHEMA,
            "address": address(publication),
            "organisation": {"name": publication.organisation_name, "slug": publication.organisation_slug},
            "year": publication.year,
            "version": publication.number,
        } | since
    document = get_document(publication, "json")
    return (json.loads(document[1]) if document else {}) | since


def format_left_on(moment: datetime | None) -> str | None:
    """Return the day on which an organisation left the portal, by the clocks people see."""
    return timezone.localdate(moment).isoformat() if moment else None
