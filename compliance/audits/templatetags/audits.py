"""{% load audits %}: grades, statuses and freshness as coloured tags with their labels, and the rule of an alert."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from compliance.audits.choices import AuditStatus, FindingStatus, Freshness, Grade
from portal.core.languages import cache_by_language

register = template.Library()

GRADE_COLOURS = {
    Grade.BUSINESS_CRITICAL: "red",
    Grade.CRITICAL: "red",
    Grade.MAJOR: "orange",
    Grade.MINOR: "yellow",
    Grade.CAR: "purple",
    Grade.OBSERVATION: "grey",
    Grade.GOOD_EXAMPLE: "green",
}
STATUS_COLOURS = {
    FindingStatus.OPEN: "blue",
    FindingStatus.DISPUTED: "orange",
    FindingStatus.PLAN_AGREED: "blue",
    FindingStatus.IN_PROGRESS: "blue",
    FindingStatus.EVIDENCE_SUBMITTED: "teal",
    FindingStatus.VERIFIED_CLOSED: "green",
    FindingStatus.CLOSED_UNVERIFIED: "yellow",
    FindingStatus.CARRIED_OVER: "grey",
    FindingStatus.WITHDRAWN: "grey",
}
AUDIT_STATUS_COLOURS = {AuditStatus.DRAFT: "yellow", AuditStatus.COMPLETE: "green", AuditStatus.SUPERSEDED: "grey"}
FRESHNESS_COLOURS = {Freshness.FRESH: "green", Freshness.AGEING: "yellow", Freshness.EXPIRED: "red"}


def _render_tag(label: object, colour: str) -> SafeString:
    return format_html('<strong class="govuk-tag govuk-tag--{}">{}</strong>', colour, label)


@register.filter
@cache_by_language
def grade_tag(code: str) -> SafeString:
    """Return the tag of a grade, without the text in brackets: "Observation"."""
    grade = Grade(code)
    return _render_tag(str(grade.label).split(" (", maxsplit=1)[0], GRADE_COLOURS[grade])


@register.filter
@cache_by_language
def status_tag(code: str) -> SafeString:
    """Return the tag of a finding's or action's status."""
    status = FindingStatus(code)
    return _render_tag(status.label, STATUS_COLOURS[status])


@register.filter
@cache_by_language
def audit_status_tag(code: str) -> SafeString:
    """Return the tag of an audit's status."""
    status = AuditStatus(code)
    return _render_tag(status.label, AUDIT_STATUS_COLOURS[status])


@register.filter
@cache_by_language
def freshness_tag(freshness: Freshness) -> SafeString:
    """Return the tag of an audit's freshness."""
    return _render_tag(freshness.label, FRESHNESS_COLOURS[freshness])


@register.simple_tag
def alert_rule() -> str:
    """Return what holds while an alert about a finding is open, in the same words wherever the finding is named.

    See docs/requirements/suppliers.md#alert-rule.
    """
    return _("Do not talk about it with the supplier or the site: that can put people in danger.")


@register.filter
def alert_note(line: Any) -> SafeString:  # Any: a line of findings or of actions
    """Return what a line says of a finding under an open alert: who reads it, and the rule; else nothing."""
    if not line.has_alert:
        return SafeString()
    restricted = _("Only safeguarding leads and administrators can see what it says.")
    words = _("An alert is open.") if line.shows_details else restricted
    return format_html('<span class="portal-row-note portal-row-note--plain">{} {}</span>', words, alert_rule())
