"""A finding that goes on from audit to audit is shown with all of them."""

from datetime import date

import pytest
from django.urls import reverse

from compliance.audits.choices import FindingStatus
from compliance.audits.selectors.page_contexts import MAX_CHAIN_LENGTH, get_finding_context
from tests.factories.audits import AuditFactory, FindingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(business):
    """The same finding in three audits, the oldest first."""
    found = []
    for year in (2023, 2024, 2025):
        audit = AuditFactory(site=business.audit.site, ended_on=date(year, 5, 1))
        status = FindingStatus.OPEN if year == 2025 else FindingStatus.CARRIED_OVER
        found.append(FindingFactory(audit=audit, status=status, carried_from=found[-1] if found else None))
    return found


@pytest.mark.parametrize("place", [0, 1, 2])
def test_each_of_the_chain_shows_the_whole_chain(business, three, place):
    assert get_finding_context(three[place])["chain"] == three
    address = reverse("audits:finding", args=[business.organisation.slug, three[place].uuid])
    page = business.client("viewer").get(address).content.decode()
    assert "Found in 3 audits, first on 1 May 2023" in page
    others = [one for one in three if one != three[place]]
    assert all(f"/audits/findings/{one.uuid}/" in page for one in others)


def test_a_finding_of_one_audit_has_no_chain(business):
    address = reverse("audits:finding", args=[business.organisation.slug, business.finding.uuid])
    assert "Found in" not in business.client("viewer").get(address).content.decode()


def test_a_circle_ends(three):
    three[0].carried_from = three[2]
    three[0].save()
    assert len(get_finding_context(three[1])["chain"]) <= MAX_CHAIN_LENGTH
