"""Alerts, links of suppliers and notes on concerns. All names are invented."""

from datetime import UTC, date, datetime, timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from compliance.audits.choices import AlertLevel
from compliance.audits.models import Alert, ConcernNote, Questionnaire, SupplierLink
from compliance.audits.rules.questionnaires import CURRENT_EDITION
from compliance.audits.services.supplier_links import hash_token
from portal.core.fernet import encrypt
from tests.factories.audits import FindingFactory
from tests.factories.organisations import OrganisationFactory
from tests.factories.suppliers import SupplierFactory

RAISED = datetime(2026, 11, 23, 9, tzinfo=UTC)


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
    supplier_name = "Quayside Packers Ltd"
    file_name = "audit-april.xlsx"
    excerpt = "The agent keeps the passports of six workers."
    raised_at = RAISED


class OpenAlertFactory(AlertFactory):
    """The same about a finding that is in the register."""

    finding = factory.SubFactory(FindingFactory, issue_code="FL01")
    organisation = factory.SelfAttribute("finding.audit.organisation")
    site = factory.SelfAttribute("finding.audit.site")
    issue_code = factory.SelfAttribute("finding.issue_code")
    audit_key = factory.SelfAttribute("finding.audit.key")
    finding_key = factory.SelfAttribute("finding.key")


TOKEN = "a-token-that-a-mail-holds"


class SupplierLinkFactory(DjangoModelFactory):
    """A link that works; token: what opens it."""

    class Meta:
        model = SupplierLink

    class Params:
        token = TOKEN

    supplier = factory.SubFactory(SupplierFactory, contact_email="works@supplier.example")
    token_hash = factory.LazyAttribute(lambda row: hash_token(row.token))
    sent_to = "works@supplier.example"
    sent_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=1))
    expires_at = factory.LazyAttribute(lambda row: row.sent_at + timedelta(days=30))
    reply_by = factory.LazyAttribute(lambda row: timezone.localdate(row.sent_at) + timedelta(days=14))
    next_reminder_on = factory.LazyAttribute(lambda row: row.reply_by - timedelta(days=3))


class ConcernNoteFactory(DjangoModelFactory):
    class Meta:
        model = ConcernNote

    organisation = factory.SubFactory(OrganisationFactory)
    sent_on = date(2026, 11, 20)
    subject_sealed = factory.LazyFunction(lambda: encrypt(b"Passports at a site"))
    code_ending = "1234"
    notes_sealed = factory.LazyFunction(lambda: encrypt(b"They call back on Friday"))


class QuestionnaireFactory(DjangoModelFactory):
    class Meta:
        model = Questionnaire

    supplier = factory.SubFactory(SupplierFactory)
    edition = CURRENT_EDITION
    requested_at = RAISED
    reply_by = date(2026, 12, 10)
