"""Drafts of concerns from the register: text is handed over when a person presses the button, and not before.

Nothing is kept of it here: no line of history, no mark on the row. Who raised a concern is for nobody's log.

See docs/requirements/helpline.md#no-links-from-concerns.
"""

from datetime import datetime

from compliance.audits.models import Alert, Finding
from compliance.concerns.services import prefill
from compliance.concerns.services.prefill import start_draft
from compliance.suppliers.models import Site, Supplier
from portal.reference.synonyms import get_country_names


def draft_from_finding(finding: Finding, *, now: datetime) -> str:
    """Return the cookie of a draft with the auditor's words."""
    text = "\n\n".join(filter(None, (finding.heading, finding.description, finding.evidence)))
    return start_draft({**_describe_site(finding.audit.site), "account": text, **_AUDIT_ANSWERS}, now=now)


def draft_from_alert(alert: Alert, *, now: datetime) -> str:
    """Return the cookie of a draft with the words of an alert."""
    site = _describe_site(alert.site) if alert.site else {"subject_site": alert.site_name}
    return start_draft({**site, "account": alert.excerpt, **_AUDIT_ANSWERS}, now=now)


def draft_from_supplier(supplier: Supplier, *, now: datetime) -> str:
    """Return the cookie of a draft that names a supplier."""
    values = {"subject_organisation": supplier.name, "country": _get_country_name(supplier.country)}
    return start_draft({**values, "business_contact_type": "report_supplier"}, now=now)


def start_empty_draft(*, now: datetime) -> str:
    """Return the cookie of an empty draft."""
    return start_draft({}, now=now)


def has_unsent_draft(cookie: str, *, now: datetime) -> bool:
    """Return whether this browser's answers to the helpline wait to be sent; nobody knows whose they are."""
    return prefill.is_unsent(cookie, now=now)


def discard_draft(cookie: str, *, now: datetime) -> None:
    """Delete the draft of this cookie, as the person wished."""
    prefill.discard_draft(cookie, now=now)


_AUDIT_ANSWERS = {"business_contact_type": "audit_finding"}


def _describe_site(site: Site) -> dict[str, str]:
    where = (site.name, site.address, site.town, site.postcode, _get_country_name(site.country))
    return {
        "subject_organisation": site.supplier.name,
        "subject_site": "\n".join(filter(None, where)),
        "town": site.town,
        "country": _get_country_name(site.country),
    }


def _get_country_name(code: str) -> str:
    return get_country_names().get(code, "")
