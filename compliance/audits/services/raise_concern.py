"""From the register to the door: plain words are handed over when a person presses the button, and not before.

Nothing is kept of it here: no line of history, no mark on the row. Who raised a concern is for nobody's log
(decision 20).
"""

from datetime import datetime

from compliance.audits.models import Alert, Finding
from compliance.concerns.services import prefill
from compliance.concerns.services.prefill import start_draft
from compliance.suppliers.models import Site, Supplier
from portal.reference.synonyms import country_list


def from_finding(finding: Finding, *, now: datetime) -> str:
    """The cookie of a draft that says what the auditor wrote."""
    words = "\n\n".join(filter(None, (finding.heading, finding.description, finding.evidence)))
    return start_draft({**_site(finding.audit.site), "account": words, **_AUDIT}, now=now)


def from_alert(alert: Alert, *, now: datetime) -> str:
    site = _site(alert.site) if alert.site else {"subject_site": alert.site_name}
    return start_draft({**site, "account": alert.excerpt, **_AUDIT}, now=now)


def from_supplier(supplier: Supplier, *, now: datetime) -> str:
    values = {"subject_organisation": supplier.name, "country": _country(supplier.country)}
    return start_draft({**values, "business_contact_type": "report_supplier"}, now=now)


def from_nothing(*, now: datetime) -> str:
    return start_draft({}, now=now)


def waits_already(cookie: str, *, now: datetime) -> bool:
    """Whether this browser's answers to the helpline wait to be sent; whose they are, nobody knows."""
    return prefill.is_unsent(cookie, now=now)


def drop(cookie: str, *, now: datetime) -> None:
    """Let go of them, as the person wished."""
    prefill.drop(cookie, now=now)


_AUDIT = {"business_contact_type": "audit_finding"}


def _site(site: Site) -> dict[str, str]:
    where = (site.name, site.address, site.town, site.postcode, _country(site.country))
    return {
        "subject_organisation": site.supplier.name,
        "subject_site": "\n".join(filter(None, where)),
        "town": site.town,
        "country": _country(site.country),
    }


def _country(code: str) -> str:
    return country_list().get(code, "")
