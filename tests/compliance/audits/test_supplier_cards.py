"""What the pages of a supplier and of a site show of their audits."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from compliance.audits.choices import FindingStatus, Grade
from portal.history.services import record
from tests.factories.alerts import OpenAlertFactory
from tests.factories.audits import ActionFactory, AuditFactory, AuditFileFactory, FindingFactory
from tests.factories.suppliers import SiteFactory


def address(business, name: str = "site", site=None) -> str:
    site = site or business.audit.site
    row = site if name == "site" else site.supplier
    return reverse(f"suppliers:{name}", args=[business.organisation.slug, row.uuid])


def shown(business, who: str = "editor", **where) -> str:
    return " ".join(business.client(who).get(address(business, **where)).content.decode().split())


@pytest.mark.parametrize("name", ["site", "supplier"])
def test_a_place_shows_its_audits_findings_actions_and_files(business, name):
    ActionFactory(finding=business.finding, corrective_action="Gloves are free from today.")
    kept = AuditFileFactory(audit=business.audit)
    page = shown(business, name=name)
    for words in (
        business.audit.audit_ref,
        "1 of 1",
        "Gloves are charged",
        "Gloves are free from today.",
        str(kept.uuid),
        "SMETA 4-pillar",
    ):
        assert words in page, words


def test_findings_stand_the_worst_first_and_notes_and_drafts_not_at_all(business):
    FindingFactory(audit=business.audit, title="Doors are locked", grade=Grade.BUSINESS_CRITICAL, issue_code="HS01")
    FindingFactory(audit=business.audit, title="A fine canteen", grade=Grade.GOOD_EXAMPLE, issue_code="OT99")
    FindingFactory(audit=business.audit, title="Long ago", status=FindingStatus.WITHDRAWN)
    draft = AuditFactory(site=business.audit.site, status="draft")
    FindingFactory(audit=draft, title="Only a draft")
    page = shown(business)
    assert "2 open findings, worst first" in page
    assert page.index("Doors are locked") < page.index("Gloves are charged")
    assert not any(words in page for words in ("A fine canteen", "Long ago", "Only a draft"))
    assert draft.audit_ref in page, "the audit itself is listed, with its state"


def test_signs_are_words_with_the_findings_they_rest_on(business):
    FindingFactory(audit=business.audit, finding_ref="NC-77", issue_code="FL09", title="Overtime is compulsory")
    card = shown(business).split("Signs of forced labour in open findings")[1].split("</section>")[0]
    assert "Strong signs" in card and "never a verdict" in card
    assert "Excessive overtime" in card and "NC-77" in card


def test_a_finding_under_an_open_a_alert_is_for_few_and_so_are_its_files(business):
    secret = FindingFactory(audit=business.audit, issue_code="FL01", title="Passports are kept")
    OpenAlertFactory(finding=secret, acknowledged_at=timezone.now())
    ActionFactory(finding=secret, corrective_action="Give the passports back")
    kept = AuditFileFactory(audit=business.audit)
    for words in ("Passports are kept", "Give the passports back", str(kept.uuid), "Retention of identity documents"):
        assert words in shown(business, "lead"), words
        assert words not in shown(business, "editor"), words
    assert "1 file belongs to an audit with an open alert" in shown(business, "editor")


@pytest.mark.parametrize("name", ["site", "supplier"])
def test_a_place_without_an_audit_says_what_to_ask_for(business, name):
    bare = SiteFactory(supplier__organisation=business.organisation)
    page = shown(business, name=name, site=bare)
    assert "No audit yet." in page and "the report of its latest social audit" in page
    assert 'id="findings"' not in page


def test_a_supplier_says_how_many_of_its_sites_were_never_audited(business):
    SiteFactory.create_batch(2, supplier=business.audit.site.supplier)
    assert "2 sites have never been audited." in shown(business, name="supplier")


def test_another_site_and_another_business_say_nothing_here(business):
    other = AuditFactory(site=SiteFactory(supplier=business.audit.site.supplier))
    foreign = AuditFactory(site=SiteFactory())
    assert other.audit_ref not in shown(business)
    page = shown(business, name="supplier")
    assert other.audit_ref in page and foreign.audit_ref not in page


def test_what_happened_to_an_audit_stands_in_the_history_of_its_place(business):
    record(business.people["editor"], "audits.audit.changed", business.audit, scope=business.organisation.uuid)
    for name in ("site", "supplier"):
        assert f"changed the audit {business.audit.audit_ref}" in shown(business, name=name)


def test_the_pages_ask_as_little_for_many_audits_as_for_one(business, django_assert_num_queries):
    editor = business.client("editor")
    for name, queries in (("supplier", SUPPLIER_QUERIES), ("site", SITE_QUERIES)):
        for made in (1, 6):
            for number in range(made):
                audit = AuditFactory(site=business.audit.site, ended_on=date(2026, 1, 1 + number))
                ActionFactory(finding=FindingFactory(audit=audit))
                AuditFileFactory(audit=audit)
            editor.get(address(business, name))
            with django_assert_num_queries(queries):
                editor.get(address(business, name))


SUPPLIER_QUERIES, SITE_QUERIES = 19, 15
