"""An upload that waited its turn meets the register as it is then, not as it was when somebody looked."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from compliance.suppliers.models import Supplier, WorkerFigures
from compliance.suppliers.services import sites, supplies
from compliance.workbooks.choices import State
from compliance.workbooks.models import Import
from compliance.workbooks.services import commands, end_missing_suppliers, import_job, stale_rows
from tests.compliance.workbooks.test_pipeline import HEAD, SUPPLIERS, member, put_in, send, workbook  # noqa: F401
from tests.factories.organisations import MembershipFactory

pytestmark = pytest.mark.django_db(transaction=True)


def named(ref: str, name: str) -> bytes:
    return workbook(Suppliers=[HEAD[:5], [ref, name, "BD", "1", "11"]])


@pytest.fixture
def waiting(member, monkeypatch):  # noqa: F811
    """Confirmed, and no worker has come to it yet; S-1 gets another name by it."""
    put_in(send(member, workbook(Suppliers=SUPPLIERS)), member)
    upload = send(member, named("S-1", "Karim & Sons"), at=timezone.now())
    with monkeypatch.context() as patched:
        patched.setattr(commands, "_wake", lambda upload: None)
        commands.apply(upload, by=member.user, at=timezone.now())
    return upload


def woken(upload: Import) -> Import:
    import_job.work_on_import(upload.pk, clock=timezone.now)
    upload.refresh_from_db()
    return upload


def test_what_another_upload_changed_is_not_overwritten_and_the_person_is_told(member, waiting, client):  # noqa: F811
    put_in(send(member, named("S-1", "Karim of Gazipur"), at=timezone.now()), member)
    assert woken(waiting).state == State.PREVIEW
    assert Supplier.objects.get(key="s-1").name == "Karim of Gazipur"
    client.force_login(member.user)
    page = reverse("workbooks:upload", args=[waiting.organisation.slug, waiting.uuid])
    assert "Your register changed after you decided" in client.get(page).text
    put_in(waiting, member, at=timezone.now())
    assert (waiting.state, Supplier.objects.get(key="s-1").name) == (State.DONE, "Karim & Sons")
    assert "Your register changed" not in client.get(page).text
    commands.undo(waiting, by=member.user, at=timezone.now())
    assert Supplier.objects.get(key="s-1").name == "Karim of Gazipur"


def test_where_the_same_would_still_happen_it_goes_on_by_itself(member, waiting):  # noqa: F811
    put_in(send(member, named("S-2", "Brick & Sons"), at=timezone.now()), member)
    assert woken(waiting).state == State.DONE
    assert (waiting.applied_by, Supplier.objects.get(key="s-1").name) == (member.user, "Karim & Sons")


def test_what_another_upload_took_away_is_not_stumbled_over(member, monkeypatch):  # noqa: F811
    first = put_in(send(member, workbook(Suppliers=[HEAD[:5], ["S-9", "Mortar Ltd", "GB", "1", "11"]])), member)
    rows = [[*HEAD[:5], "buys_from_ref"], ["S-1", "Brick Works Ltd", "GB", "2", "5", "S-9"]]
    upload = send(member, workbook(Suppliers=rows), at=timezone.now())
    with monkeypatch.context() as patched:
        patched.setattr(commands, "_wake", lambda upload: None)
        commands.apply(upload, by=member.user, at=timezone.now())
    commands.undo(first, by=member.user, at=timezone.now())
    assert not Supplier.objects.exists()
    assert (woken(upload).state, upload.counts.get("error")) == (State.PREVIEW, 1)


def test_a_choice_to_end_suppliers_is_asked_for_anew(member, monkeypatch):  # noqa: F811
    put_in(send(member, workbook(Suppliers=SUPPLIERS)), member)
    upload = send(member, workbook(Suppliers=SUPPLIERS[:3]), at=timezone.now())
    end_missing_suppliers.stage_endings(upload, by=member.user, at=timezone.now())
    with monkeypatch.context() as patched:
        patched.setattr(commands, "_wake", lambda upload: None)
        commands.apply(upload, by=member.user, at=timezone.now())
    Supplier.objects.get(key="s-2").save()
    assert (woken(upload).state, upload.ends_others, upload.is_compared_again) == (State.PREVIEW, False, True)
    assert set(Supplier.objects.values_list("status", flat=True)) == {"active"}


@pytest.mark.parametrize("what", ["supplies", "figures"])
def test_what_people_change_beside_the_rows_of_suppliers_counts_as_a_change(member, what):  # noqa: F811
    upload = put_in(send(member, workbook(Suppliers=SUPPLIERS)), member)
    upload.compared_at = timezone.now()
    assert not stale_rows.has_register_changed(upload)
    supplier = Supplier.objects.get(key="s-1")
    if what == "supplies":
        supplies.add_supply(supplier=supplier, actor=member.user, fields={"products": ["Bricks"], "tier": 1})
    else:
        figures = WorkerFigures(site=supplier.sites.get(), counted_on=date(2026, 1, 5))
        sites.save_worker_figures(figures=figures, actor=member.user, fields={"total": 5})
    assert stale_rows.has_register_changed(upload)


def test_another_business_moves_nothing(member):  # noqa: F811
    upload = put_in(send(member, workbook(Suppliers=SUPPLIERS)), member)
    upload.compared_at = timezone.now()
    other = MembershipFactory(role="editor")
    put_in(send(other, workbook(Suppliers=SUPPLIERS)), other)
    assert not stale_rows.has_register_changed(upload)
