"""Replace: suppliers that are not in the file are marked as ended where a person asked for it, and never deleted."""

from datetime import timedelta

import pytest
from django.urls import reverse

from compliance.suppliers.models import Site, Supplier
from compliance.workbooks.choices import State
from compliance.workbooks.models import Import, StagedRow
from compliance.workbooks.services import commands, end_missing_suppliers
from portal.core.exceptions import ActionRefused
from portal.history.models import Entry
from tests.compliance.workbooks.test_pipeline import (
    FINDINGS,
    HEAD,
    NOW,
    SUPPLIERS,
    member,  # noqa: F401
    put_in,
    send,
    workbook,
)
from tests.factories.organisations import MembershipFactory

pytestmark = pytest.mark.django_db(transaction=True)
LATER = NOW + timedelta(hours=1)
ONLY_S2 = [HEAD[:5], ["S-2", "Brick Works Ltd", "GB", "2", "5"]]


@pytest.fixture
def kept(member):  # noqa: F811
    """A register of S-1, S-2 and S-3."""
    return put_in(send(member, workbook(Suppliers=SUPPLIERS)), member)


def statuses() -> dict[str, str]:
    return dict(Supplier.objects.values_list("key", "status"))


def address(name: str, upload: Import) -> str:
    return reverse(f"workbooks:{name}", args=[upload.organisation.slug, upload.uuid])


def test_the_list_is_shown_the_suppliers_end_and_undo_brings_them_back(member, kept, client):  # noqa: F811
    Supplier.objects.filter(key="s-3").update(status="suspended")
    upload = send(member, workbook(Suppliers=ONLY_S2), at=LATER)
    client.force_login(member.user)
    assert address("others", upload) in client.get(address("upload", upload)).text
    page = client.get(address("others", upload))
    assert [name in page.text for name in ("Karim Knit Ltd", "Mortar Traders Ltd", "Brick Works Ltd")] == [
        True,
        True,
        False,
    ]
    assert statuses() == {"s-1": "active", "s-2": "active", "s-3": "suspended"}
    assert client.post(address("others", upload)).status_code == 302
    assert "We’ll mark 2 suppliers as ended when you import the file." in client.get(address("upload", upload)).text
    upload.refresh_from_db()
    assert (upload.ends_others, upload.counts["end"]) == (True, 2)
    sites = Site.objects.count()
    put_in(upload, member, at=LATER)
    assert upload.state == State.DONE
    assert statuses() == {"s-1": "ended", "s-2": "active", "s-3": "ended"}
    assert Site.objects.count() == sites
    commands.undo(upload, by=member.user, at=LATER)
    upload.refresh_from_db()
    assert not upload.undone["kept"]
    assert statuses() == {"s-1": "active", "s-2": "active", "s-3": "suspended"}
    told = set(Entry.objects.values_list("action", flat=True))
    assert {"workbooks.import.ends_others", "workbooks.import.applied", "workbooks.import.undone"} <= told


def test_nobody_ends_who_did_not_choose_it_or_chose_otherwise_in_the_end(member, kept):  # noqa: F811
    upload = send(member, workbook(Suppliers=ONLY_S2), at=LATER)
    assert end_missing_suppliers.stage_endings(upload, by=member.user, at=LATER) == 2
    end_missing_suppliers.unstage_endings(upload, by=member.user, at=LATER)
    upload.refresh_from_db()
    assert "end" not in upload.counts
    put_in(upload, member, at=LATER)
    assert set(statuses().values()) == {"active"}


def test_who_is_named_in_another_column_or_is_likely_the_same_is_in_the_file(member, kept):  # noqa: F811
    rows = [
        [*HEAD, "labour_providers"],
        ["N-7", "KARIM KNIT LIMITED", "BD", "1", "11", "ST7", "Unit 2", "Plot 5", None, None, "s-2"],
        ["N-8", "Sand Sellers Ltd", "GB", "2", "5", None, None, None, None, "S-3", None],
    ]
    upload = send(member, workbook(Suppliers=rows), at=LATER)
    assert end_missing_suppliers.get_missing_suppliers(upload) == []


def test_a_row_with_a_problem_still_names_its_supplier(member, kept):  # noqa: F811
    rows = [*ONLY_S2, ["S-1", "Karim Knit Ltd", "Bangladsh", "1", "11"]]
    upload = send(member, workbook(Suppliers=rows), at=LATER)
    assert [supplier.key for supplier in end_missing_suppliers.get_missing_suppliers(upload)] == ["s-3"]


@pytest.mark.parametrize("wrong", [[None, "Karim Knit Ltd", "BD", "1", "11"]])
def test_where_a_row_does_not_say_which_supplier_it_is_nobody_can_be_ended(member, kept, client, wrong):  # noqa: F811
    upload = send(member, workbook(Suppliers=[*ONLY_S2, wrong]), at=LATER)
    client.force_login(member.user)
    assert "does not say which supplier it is" in client.get(address("others", upload)).text
    with pytest.raises(ActionRefused):
        end_missing_suppliers.stage_endings(upload, by=member.user, at=LATER)
    assert not StagedRow.objects.filter(outcome="end").exists()


def test_references_made_from_a_name_and_a_wrong_country_are_no_names(member):  # noqa: F811
    head = ["supplier_name", "country", "tier", "sector"]
    put_in(send(member, workbook(Suppliers=[head, ["Karim Knit Ltd", "BD", "1", "11"]])), member)
    rows = [head, ["Brick Works Ltd", "GB", "1", "5"], ["Karim Knit Ltd", "Bangladsh", "1", "11"]]
    upload = send(member, workbook(Suppliers=rows), at=LATER)
    assert end_missing_suppliers.get_obstacle(upload)


def test_a_file_with_audits_does_not_offer_it(member, kept):  # noqa: F811
    upload = send(member, workbook(Suppliers=ONLY_S2, Audit_findings=FINDINGS), at=LATER)
    assert not end_missing_suppliers.is_offered(upload)
    with pytest.raises(ActionRefused):
        end_missing_suppliers.stage_endings(upload, by=member.user, at=LATER)


def test_suppliers_of_another_business_are_not_touched(member, kept):  # noqa: F811
    other = MembershipFactory(role="editor")
    upload = send(other, workbook(Suppliers=ONLY_S2), at=LATER)
    assert end_missing_suppliers.stage_endings(upload, by=other.user, at=LATER) == 0
    put_in(upload, other, at=LATER)
    assert set(statuses().values()) == {"active"}


def test_a_register_that_moved_asks_again(member, kept):  # noqa: F811
    upload = send(member, workbook(Suppliers=ONLY_S2), at=LATER)
    end_missing_suppliers.stage_endings(upload, by=member.user, at=LATER)
    Supplier.objects.get(key="s-1").save()
    Import.objects.filter(pk=upload.pk).update(compared_at=NOW - timedelta(days=1))
    upload.refresh_from_db()
    with pytest.raises(ActionRefused):
        commands.apply(upload, by=member.user, at=LATER)
    upload.refresh_from_db()
    assert (upload.state, upload.ends_others, upload.counts.get("end")) == (State.PREVIEW, False, None)


def test_a_preview_is_good_for_seven_days(member, kept):  # noqa: F811
    upload = send(member, workbook(Suppliers=ONLY_S2), at=LATER)
    Supplier.objects.update(changed_at=NOW - timedelta(days=30))
    with pytest.raises(ActionRefused):
        commands.apply(upload, by=member.user, at=upload.compared_at + timedelta(days=7, minutes=1))
    before = upload.compared_at
    upload.refresh_from_db()
    assert (upload.state, upload.compared_at > before) == (State.PREVIEW, True)
    assert commands.apply(upload, by=member.user, at=upload.compared_at + timedelta(days=6)).applied_by == member.user
