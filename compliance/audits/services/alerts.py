"""Alerts: raised once a finding, acknowledged by a person, closed by two, and escalated while nobody reads them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, time
from itertools import groupby

from django.db import transaction
from django.db.models import Q, QuerySet, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.audits import notifications
from compliance.audits.choices import AlertClosing, AlertLevel
from compliance.audits.models import Alert, AlertSettings, Finding
from compliance.audits.permissions import can_close_alone, can_handle_alert
from compliance.audits.rules import alerts as rules
from compliance.audits.rules.alerts import AlertSource, ProvisionalAlert
from compliance.audits.services import alert_places
from compliance.audits.services.site_facts import update_changed_sites
from compliance.organisations.models import Membership, Organisation
from compliance.organisations.permissions import can_see_alert_details
from compliance.suppliers.choices import ScoreEvent
from compliance.suppliers.models import Supplier
from portal.core.exceptions import ActionRefused
from portal.core.prepared import prepared
from portal.history.services import record

MAX_EXCERPT_LENGTH = 500
# What the facts of a site say of its alerts hangs on these.
VERBS_CHANGING_FACTS = frozenset({"reported", "report_taken_back", "closed"})
UNKNOWN_SOURCE = AlertSource()


# --- Raising -------------------------------------------------------------------------------------------------------


@transaction.atomic
def raise_alerts(findings: Iterable[Finding], now: datetime, *, source: AlertSource = UNKNOWN_SOURCE) -> list[Alert]:
    """Raise the alerts that the findings require and return the new ones. The same findings twice raise nothing new.

    An alert that reading raised before finds its site and finding here. source: the file, or who wrote the finding.
    """
    ordered = sorted(findings, key=lambda finding: finding.audit.organisation_id)
    prefetch_related_objects(ordered, "audit__site__supplier", "audit__organisation")
    new: list[Alert] = []
    for organisation, group in groupby(ordered, key=lambda finding: finding.audit.organisation):
        new += _raise_in_organisation(organisation, list(group), now, source)
    return new


def _raise_in_organisation(
    organisation: Organisation, findings: list[Finding], now: datetime, source: AlertSource
) -> list[Alert]:
    known_alerts = _get_known_alerts(organisation, {finding.audit.key for finding in findings}, findings)
    _attach(known_alerts, findings)
    known_keys = {(alert.audit_key, alert.finding_key, alert.issue_code) for alert in known_alerts}
    new_alerts = []
    for finding in findings:
        level = rules.level_for_finding(finding.issue_code, finding.grade, finding.status)
        if level and (finding.audit.key, finding.key, finding.issue_code) not in known_keys:
            new_alerts.append(_build_alert(finding, level, now, source))
    return _save_new_alerts(organisation, new_alerts, now)


def _build_alert(finding: Finding, level: AlertLevel, now: datetime, source: AlertSource) -> Alert:
    return Alert(
        organisation=finding.audit.organisation,
        level=level,
        issue_code=finding.issue_code,
        audit_key=finding.audit.key,
        finding_key=finding.key,
        site=finding.audit.site,
        finding=finding,
        site_name=finding.audit.site.name,
        supplier_name=finding.audit.site.supplier.name,
        file_name=source.file_name,
        sent_by_id=source.sent_by,
        excerpt=(finding.description or finding.title)[:MAX_EXCERPT_LENGTH],
        is_provisional=finding.issue_is_suggested,
        raised_at=now,
    )


def _attach(known_alerts: list[Alert], findings: list[Finding]) -> None:
    """Attach every alert of a finding to it, whatever its issue: a person may have changed the code."""
    alert_places.follow_corrected_references(known_alerts, findings)
    by_finding = defaultdict(list)
    for alert in known_alerts:
        by_finding[alert.audit_key, alert.finding_key].append(alert)
    changed = []
    for finding in findings:
        for alert in by_finding[finding.audit.key, finding.key]:
            provisional = alert.is_provisional and (
                alert.issue_code != finding.issue_code or finding.issue_is_suggested
            )
            site = finding.audit.site
            facts = {
                "finding_id": finding.pk,
                "site_id": site.pk,
                "is_provisional": provisional,
                "site_name": site.name,
                "supplier_name": site.supplier.name,
            }
            if alert_places.set_changed(alert, facts):
                changed.append(alert)
    Alert.objects.bulk_update(
        changed, ["finding", "site", "is_provisional", "site_name", "supplier_name"], batch_size=500
    )


@transaction.atomic
def raise_provisional(
    organisation: Organisation,
    provisional: Sequence[ProvisionalAlert],
    now: datetime,
    *,
    source: AlertSource = UNKNOWN_SOURCE,
) -> list[Alert]:
    """Raise the A-alerts that a file suggests, before anything of it is applied; return the new ones.

    An alert of a row that was corrected since, in this file or in the next, says where it is now.
    """
    provisional_by_key = {
        (item.audit_key, item.finding_key, item.issue_code): item
        for item in provisional
        if rules.level_for_issue(item.issue_code) == AlertLevel.A
    }
    known_alerts = {
        (alert.audit_key, alert.finding_key, alert.issue_code): alert
        for alert in _get_known_alerts(organisation, {key[0] for key in provisional_by_key})
    }
    new = {key: item for key, item in provisional_by_key.items() if key not in known_alerts}
    new = alert_places.follow_corrected_rows(organisation, new, source)
    alert_places.update_places(
        [(alert, provisional_by_key[key]) for key, alert in known_alerts.items() if key in provisional_by_key], source
    )
    alerts = [
        Alert(
            organisation=organisation,
            level=AlertLevel.A,
            issue_code=item.issue_code,
            audit_key=item.audit_key,
            finding_key=item.finding_key,
            excerpt=item.excerpt[:MAX_EXCERPT_LENGTH],
            is_provisional=True,
            raised_at=now,
            **alert_places.get_place(item, source),
        )
        for item in new.values()
    ]
    return _save_new_alerts(organisation, alerts, now)


def _get_known_alerts(
    organisation: Organisation, audit_keys: Collection[str], findings: Sequence[Finding] = ()
) -> list[Alert]:
    """Return the alerts of these audits, and those of these findings under an earlier reference."""
    named = Q(audit_key__in=audit_keys) | Q(finding__in=[finding.pk for finding in findings])
    return list(Alert.objects.for_organisation(organisation).filter(named))


def _save_new_alerts(organisation: Organisation, alerts: list[Alert], now: datetime) -> list[Alert]:
    """Save those that nobody else raised meanwhile and return them; one mail a person for all of them."""
    Alert.objects.bulk_create(alerts, ignore_conflicts=True, batch_size=500)
    new = list(Alert.objects.filter(uuid__in=[alert.uuid for alert in alerts])) if alerts else []
    levels = {level.value: sum(alert.level == level for alert in new) for level in AlertLevel}
    if levels[AlertLevel.A]:
        notifications.notify_leads(organisation)
    if levels[AlertLevel.B]:
        places = {alert.site_id for alert in new if alert.level == AlertLevel.B}
        owners = Supplier.objects.filter(sites__in=places).values_list("owner", flat=True)
        notifications.notify_owners(organisation, set(owners))
    if new:
        sites = {alert.site_id for alert in new if alert.site_id}
        update_changed_sites(organisation, sites, event=ScoreEvent.AUDIT, at=now)
        record("system", "audits.alert.raised", data=levels, scope=organisation.uuid, at=now)
    return new


# --- What a person does --------------------------------------------------------------------------------------------


def filter_unread(alerts: QuerySet[Alert]) -> QuerySet[Alert]:
    """Return A-alerts that no safeguarding person has acknowledged yet."""
    return alerts.filter(level=AlertLevel.A, acknowledged_at=None, closed_at=None)


def must_read_alert_first(membership: Membership) -> bool:
    """Return whether the member has to read an alert of the organisation before anything else."""
    if not can_see_alert_details(membership):
        return False
    return bool(fetch_unread_level(membership.organisation_id))


@prepared
def fetch_unread_level(organisation: int) -> QuerySet[Alert, str]:
    """Return the level of an unread alert, in a list of one at most: each page of an organisation asks."""
    return filter_unread(Alert.objects.for_organisation(organisation)).order_by().values_list("level", flat=True)[:1]


@transaction.atomic
def record_view(*, alerts: Iterable[Alert], actor, at: datetime) -> None:
    """Record in history that somebody read the details (docs/requirements/suppliers.md#a-alerts)."""
    for alert in alerts:
        _record(alert, actor, "viewed", at)


@transaction.atomic
def acknowledge(*, alerts: QuerySet[Alert], actor, at: datetime) -> int:
    """Acknowledge the alerts and return how many; those acknowledged by somebody before stay theirs."""
    unacknowledged = list(
        alerts.select_for_update(of=("self",)).filter(acknowledged_at=None).select_related("organisation")
    )
    for alert in unacknowledged:
        alert.acknowledged_at, alert.acknowledged_by = at, actor
        alert.save(update_fields=["acknowledged_at", "acknowledged_by"])
    for alert in unacknowledged:
        _record(alert, actor, "acknowledged", at)
    return len(unacknowledged)


@transaction.atomic
def report(*, alert: Alert, actor, at: datetime, reported_on: date) -> Alert:
    """Record that the business told the helpline. Nothing is sent. Raises ActionRefused."""
    current = _lock_open_alert(alert)
    current.reported_at = timezone.make_aware(datetime.combine(reported_on, time(12)))
    current.save(update_fields=["reported_at"])
    _write_facts(current, at)
    _record(current, actor, "reported", at)
    return current


@transaction.atomic
def withdraw_report(*, alert: Alert, actor, at: datetime) -> Alert:
    """Undo a report that was recorded by mistake. Raises ActionRefused."""
    current = _lock_open_alert(alert)
    if current.reported_at:
        current.reported_at = None
        current.save(update_fields=["reported_at"])
        _write_facts(current, at)
        _record(current, actor, "report_taken_back", at)
    return current


@transaction.atomic
def request_closing(*, alert: Alert, actor, at: datetime, reason: AlertClosing, note: str = "") -> Alert:
    """Set the reason. An A-alert then waits for a second person; a B-alert is closed by it. Raises ActionRefused."""
    current = _lock_open_alert(alert)
    if current.closing_asked_at:
        raise ActionRefused(_("Someone has already asked to close this alert."))
    current.closing_reason, current.closing_note = reason, note
    current.closing_asked_at, current.closing_asked_by = at, actor
    if current.acknowledged_at is None:
        current.acknowledged_at, current.acknowledged_by = at, actor
    if current.level == AlertLevel.B:
        current.closed_at, current.closed_by = at, actor
    current.save()
    if current.closed_at:
        _write_facts(current, at)
    verb = "closed" if current.closed_at else "closing_asked"
    _record(current, actor, verb, at, reason=reason)
    return current


@transaction.atomic
def confirm_closing(*, alert: Alert, membership: Membership, at: datetime) -> Alert:
    """Close the alert as a second person. Raises ActionRefused.

    The only member of a business confirms their own asking, a day later; the alert says so ever after.
    """
    current = _lock_open_alert(alert)
    if current.closing_asked_at is None:
        raise ActionRefused(_("No one has asked to close this alert yet."))
    is_own = current.closing_asked_by_id == membership.user_id
    if is_own and not can_close_alone(membership, current, at=at):
        raise ActionRefused(_("A second person must confirm that this alert can be closed."))
    current.closed_at, current.closed_by, current.is_single_person = at, membership.user, is_own
    current.save(update_fields=["closed_at", "closed_by", "is_single_person"])
    _write_facts(current, at)
    _record(current, membership.user, "closed", at, reason=current.closing_reason, single_person=is_own)
    return current


@transaction.atomic
def keep_open(*, alert: Alert, actor, at: datetime) -> Alert:
    """Reject a request to close the alert. Raises ActionRefused."""
    current = _lock_open_alert(alert)
    current.closing_reason, current.closing_note = "", ""
    current.closing_asked_at = current.closing_asked_by = None
    current.save(update_fields=["closing_reason", "closing_note", "closing_asked_at", "closing_asked_by"])
    _record(current, actor, "kept_open", at)
    return current


def get_possible_confirmers(alert: Alert, membership: Membership) -> list[Membership]:
    """Return the members who could be the second person."""
    others = Membership.objects.active().filter(organisation=membership.organisation).exclude(user=membership.user)
    return [other for other in others.select_related("user", "organisation") if can_handle_alert(other, alert)]


def _lock_open_alert(alert: Alert) -> Alert:
    """Return the locked alert as it is now. Raises ActionRefused once it is closed."""
    current = Alert.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=alert.pk)
    if current.closed_at:
        raise ActionRefused(_("This alert is closed."))
    return current


def _write_facts(alert: Alert, at: datetime) -> None:
    """Update the site's facts: the register shows an open alert, and the score counts a recorded report."""
    if alert.site_id:
        update_changed_sites(alert.organisation, [alert.site_id], event=ScoreEvent.AUDIT, at=at)


def _record(alert: Alert, actor, verb: str, at: datetime, **data: object) -> None:
    if verb in VERBS_CHANGING_FACTS and alert.site_id:
        update_changed_sites(alert.organisation, [alert.site_id], event=ScoreEvent.AUDIT, at=at)
    record(actor, f"audits.alert.{verb}", alert, data, scope=alert.organisation.uuid, at=at)


# --- What the organisation agreed to -------------------------------------------------------------------------------


def is_helpline_notified(organisation: Organisation) -> bool:
    """Return whether the organisation agreed that the helpline's duty lead is notified."""
    return AlertSettings.objects.filter(organisation=organisation, tells_helpline=True).exists()


@transaction.atomic
def set_escalation(*, organisation: Organisation, actor, at: datetime, tells_helpline: bool) -> None:
    """Set whether the helpline's duty lead is notified, and record it."""
    AlertSettings.objects.update_or_create(organisation=organisation, defaults={"tells_helpline": tells_helpline})
    data = {"tells_helpline": tells_helpline}
    record(actor, "audits.alert_settings.changed", organisation, data, scope=organisation.uuid, at=at)
