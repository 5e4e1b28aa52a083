"""Drafts of concerns from the register: text is handed over when a person presses the button, and not before.

Nothing is kept of it here: no line of history, no mark on the row. Who raised a concern is for nobody's log.

See docs/requirements/helpline.md#no-links-from-concerns.
"""

from collections.abc import Mapping
from datetime import datetime

from compliance.audits.models import Alert, Finding
from compliance.concerns.services import prefill
from compliance.suppliers.models import Site, Supplier
from portal.reference.synonyms import get_country_names


def answers_from_finding(finding: Finding) -> dict[str, str]:
    """Return the answers that a draft begins with: the auditor's words, and the site."""
    text = "\n\n".join(filter(None, (finding.heading, finding.description, finding.evidence)))
    return {**_describe_site(finding.audit.site), "account": text, **_AUDIT_ANSWERS}


def answers_from_alert(alert: Alert) -> dict[str, str]:
    """Return the answers that a draft begins with: the words of an alert, and the site as far as it is known."""
    site = _describe_site(alert.site) if alert.site else _describe_named_site(alert)
    return {**site, "account": alert.excerpt, **_AUDIT_ANSWERS}


def answers_from_supplier(supplier: Supplier) -> dict[str, str]:
    """Return the answers that a draft begins with: the supplier's name and country."""
    values = {"subject_organisation": supplier.name, "country": _get_country_name(supplier.country)}
    return {**values, "business_contact_type": "report_supplier"}


def list_texts(answers: Mapping[str, str]) -> list[str]:
    """Return the answers that a person can copy to the helpline's own website: who, where, and what was written."""
    where = answers.get("subject_site") or answers.get("country")
    return [text for text in (answers.get("subject_organisation"), where, answers.get("account")) if text]


def start_draft(answers: Mapping[str, str], *, now: datetime) -> str:
    """Return the cookie of a draft with these answers."""
    return prefill.start_draft(answers, now=now)


def has_unsent_draft(cookie: str, *, now: datetime) -> bool:
    """Return whether this browser's answers to the helpline wait to be sent; nobody knows whose they are."""
    return prefill.is_unsent(cookie, now=now)


def discard_draft(cookie: str, *, now: datetime) -> None:
    """Delete the draft of this cookie, as the person wished."""
    prefill.discard_draft(cookie, now=now)


def _describe_named_site(alert: Alert) -> dict[str, str]:
    named = {"subject_organisation": alert.supplier_name, "subject_site": alert.site_name}
    return {name: value for name, value in named.items() if value}


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
