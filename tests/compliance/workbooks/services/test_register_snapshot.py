"""A register is loaded for one organisation: all of it, or what a batch names."""

from datetime import date

import pytest

from compliance.organisations.choices import Role
from compliance.workbooks.planning.audits import Sender
from compliance.workbooks.services.register_snapshot import (
    get_sender,
    load_audits,
    load_registers,
    load_suppliers,
)
from tests.factories.audits import ActionFactory, AuditFactory, FindingFactory
from tests.factories.organisations import MembershipFactory
from tests.factories.suppliers import SiteFactory, SupplierFactory, SupplyRelationFactory, WorkerFiguresFactory

pytestmark = pytest.mark.django_db


def test_suppliers_come_with_their_sites_relations_and_latest_figures():
    site = SiteFactory(supplier__supplier_ref="S-1", site_ref="P-1")
    SupplyRelationFactory(supplier=site.supplier, tier=2, products_key="hash")
    WorkerFiguresFactory(site=site, total=10, counted_on=date(2025, 1, 1))
    WorkerFiguresFactory(site=site, total=20, counted_on=date(2026, 1, 1))
    SupplierFactory()
    register = load_suppliers(site.organisation)
    assert set(register.suppliers) == {"s-1"}
    assert register.sites["p-1"]["supplier"] == "s-1"
    assert register.relations["s-1", "", "hash"]["tier"] == 2
    assert register.figures["p-1"]["total"] == 20
    assert not load_suppliers(site.organisation, suppliers=set(), sites=set()).suppliers


def test_audits_come_with_findings_and_actions_in_plain_values():
    site = SiteFactory(site_ref="P-1")
    audit = AuditFactory(site=site)
    action = ActionFactory(finding=FindingFactory(audit=audit))
    register = load_audits(site.organisation, sender=Sender())
    assert register.audits[audit.key]["site"] == "p-1"
    assert register.audits[audit.key]["ended_on"] == audit.ended_on.isoformat()
    assert (audit.key, action.finding.key) in register.findings
    assert register.actions[audit.key, action.finding.key, action.number]["has_files"] is False
    assert not load_audits(site.organisation, sender=Sender(), audits=set()).audits


def test_the_registers_of_a_business_that_keeps_nothing_are_empty():
    registers = load_registers(MembershipFactory().organisation, sender=Sender())
    assert not registers.suppliers.suppliers and not registers.audits.audits


def test_the_sender_is_known_by_name_and_address_and_nobody_is_nobody():
    member = MembershipFactory(role=Role.EDITOR)
    sender = get_sender(member.organisation, member.user)
    assert sender.pk == member.user.pk
    assert not sender.is_verifier
    assert len(sender.names) == 2
    assert get_sender(member.organisation, None) == Sender()
