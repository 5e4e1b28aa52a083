"""The kinds that we guessed are confirmed, or refused, for many findings on one page."""

import pytest
from django.urls import reverse

from compliance.audits.models import Alert, Finding
from portal.history.models import Entry
from tests.factories.audits import FindingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def guessed(business):
    return [
        FindingFactory(audit=business.audit, issue_code=code, issue_is_suggested=True, description=f"Words {code}")
        for code in ("FL13", "HS05", "OT99", "CL01")
    ]


def address(business):
    return reverse("audits:kinds", args=[business.organisation.slug])


def answers(findings, *codes):
    data = {}
    for finding, code in zip(findings, codes, strict=False):
        data |= {f"kind_{finding.uuid}": code, f"version_{finding.uuid}": str(finding.version)}
    return data


def test_one_page_confirms_one_replaces_one_and_leaves_one(business, guessed):
    client = business.client("editor")
    assert (
        "Check the kinds of findings that we guessed"
        in client.get(reverse("audits:findings", args=[business.organisation.slug])).text
    )
    page = client.get(address(business)).text
    assert "4 findings to check" in page and "Words FL13" in page
    assert client.post(address(business), answers(guessed, "FL13", "HS01", "")).status_code == 303
    kinds = dict(
        Finding.objects.filter(pk__in=[row.pk for row in guessed]).values_list("issue_code", "issue_is_suggested")
    )
    assert kinds == {"FL13": False, "HS01": False, "OT99": True, "CL01": True}
    # What a person named raises the alert of its kind, and each is a line of history.
    assert Alert.objects.filter(issue_code="HS01", level="B", is_provisional=False).exists()
    assert Entry.objects.filter(action="audits.finding.issue_named").count() == 2


def test_a_working_child_is_named_on_its_own_page_only(business, guessed):
    response = business.client("editor").post(address(business), answers(guessed[-1:], "CL01"))
    assert response.status_code == 422
    assert Finding.objects.get(pk=guessed[-1].pk).issue_is_suggested


def test_nothing_chosen_is_asked_again(business, guessed):
    response = business.client("editor").post(address(business), answers(guessed, "", ""))
    assert response.status_code == 422 and "Select a kind for at least one finding" in response.text


def test_what_somebody_else_changed_meanwhile_is_left_and_said(business, guessed):
    data = answers(guessed, "FL13", "HS05")
    Finding.objects.filter(pk=guessed[0].pk).update(version=7)
    page = business.client("editor").post(address(business), data, follow=True).text
    assert "1 finding was changed by someone else in the meantime" in page
    assert Finding.objects.get(pk=guessed[0].pk).issue_is_suggested
    assert not Finding.objects.get(pk=guessed[1].pk).issue_is_suggested


def test_a_finding_under_an_open_a_alert_is_shown_to_few(business, guessed):
    Alert.objects.create(
        organisation=business.organisation, level="A", issue_code="FL01", audit_key=business.audit.key,
        finding_key=guessed[0].key, raised_at="2026-11-24T09:00Z", acknowledged_at="2026-11-24T09:00Z",
    )  # fmt: skip
    assert "Words FL13" not in business.client("editor").get(address(business)).text
    assert "Words FL13" in business.client("administrator").get(address(business)).text


def test_the_page_asks_as_often_for_many_findings(business, guessed, django_assert_max_num_queries):
    for _number in range(30):
        FindingFactory(audit=business.audit, issue_code="FL13", issue_is_suggested=True)
    client = business.client("editor")
    with django_assert_max_num_queries(20):
        assert "34 findings to check" in client.get(address(business)).text
