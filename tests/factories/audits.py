"""Audits, findings, actions and their plans. All names are invented."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from compliance.audits.choices import Grade, OwnerRole
from compliance.audits.models import Action, ActionFile, Audit, AuditFile, CarOwner, CarPlan, Finding
from tests.factories.files import StoredFileFactory
from tests.factories.suppliers import SiteFactory


class AuditFactory(DjangoModelFactory):
    class Meta:
        model = Audit

    site = factory.SubFactory(SiteFactory)
    organisation = factory.SelfAttribute("site.organisation")
    audit_ref = factory.Sequence(lambda n: f"ZAA-{n:05d}")
    key = factory.LazyAttribute(lambda row: row.audit_ref.casefold())
    scheme = "smeta_4_pillar"
    ended_on = date(2026, 9, 1)


class FindingFactory(DjangoModelFactory):
    class Meta:
        model = Finding

    audit = factory.SubFactory(AuditFactory)
    finding_ref = factory.Sequence(lambda n: f"NC-{n:05d}")
    key = factory.LazyAttribute(lambda row: row.finding_ref.casefold())
    position = factory.Sequence(lambda n: n)
    code_area = "3"
    issue_code = "HS04"
    grade = Grade.MAJOR
    description = "Gloves were charged to workers."


class ActionFactory(DjangoModelFactory):
    class Meta:
        model = Action

    finding = factory.SubFactory(FindingFactory)
    number = factory.Sequence(lambda n: n % 50 + 1)
    corrective_action = "The site pays for gloves and gives the money back."


class AuditFileFactory(DjangoModelFactory):
    class Meta:
        model = AuditFile

    audit = factory.SubFactory(AuditFactory)
    file = factory.SubFactory(StoredFileFactory, scope=factory.SelfAttribute("..audit.organisation.uuid"))


class ActionFileFactory(DjangoModelFactory):
    class Meta:
        model = ActionFile

    action = factory.SubFactory(ActionFactory)
    file = factory.SubFactory(
        StoredFileFactory, scope=factory.SelfAttribute("..action.finding.audit.organisation.uuid")
    )


class CarPlanFactory(DjangoModelFactory):
    class Meta:
        model = CarPlan

    finding = factory.SubFactory(FindingFactory, grade=Grade.CAR, issue_code="FL05")
    review_on = date(2027, 2, 28)


class CarOwnerFactory(DjangoModelFactory):
    class Meta:
        model = CarOwner

    plan = factory.SubFactory(CarPlanFactory)
    role = OwnerRole.SITE
    name = "Invented Place"
