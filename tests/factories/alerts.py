"""Audits with a finding, and what they raise. All names are invented."""

from datetime import UTC, date, datetime, timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from compliance.audits.choices import AlertLevel, Grade
from compliance.audits.models import Action, Alert, Audit, Finding
from tests.factories.organisations import OrganisationFactory
from tests.factories.suppliers import SiteFactory

RAISED = datetime(2026, 11, 23, 9, tzinfo=UTC)


class AuditFactory(DjangoModelFactory):
    class Meta:
        model = Audit

    site = factory.SubFactory(SiteFactory)
    organisation = factory.SelfAttribute("site.organisation")
    audit_ref = factory.Sequence(lambda n: f"ZAA{n:06d}")
    key = factory.LazyAttribute(lambda row: row.audit_ref.casefold())
    scheme = "smeta_2_pillar"
    ended_on = date(2026, 9, 1)


class FindingFactory(DjangoModelFactory):
    class Meta:
        model = Finding

    audit = factory.SubFactory(AuditFactory)
    finding_ref = factory.Sequence(lambda n: f"NC-{n:03d}")
    key = factory.LazyAttribute(lambda row: row.finding_ref.casefold())
    issue_code = "FL01"
    grade = Grade.MINOR
    description = "The agent keeps the passports of six workers."


class ActionFactory(DjangoModelFactory):
    class Meta:
        model = Action

    finding = factory.SubFactory(FindingFactory, issue_code="HS05")
    corrective_action = "Train two first aiders on each shift."
    due_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=60))


class AlertFactory(DjangoModelFactory):
    """An A-alert that nobody has read."""

    class Meta:
        model = Alert

    organisation = factory.SubFactory(OrganisationFactory)
    level = AlertLevel.A
    issue_code = "FL01"
    audit_key = factory.Sequence(lambda n: f"audit-{n}")
    finding_key = "nc-01"
    site_name = "Unit 2, Quayside"
    excerpt = "The agent keeps the passports of six workers."
    raised_at = RAISED
