"""An undo never takes with it what people added since to what the upload made."""

from datetime import date, timedelta

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from compliance.audits.models import Action, Alert, Audit, CarPlan, Finding, SupplierLink
from compliance.suppliers.models import Site, Supplier, SupplyRelation, WorkerFigures
from compliance.workbooks.choices import State
from compliance.workbooks.selectors.undo_report import get_remaining_records
from compliance.workbooks.services import commands, import_job, undo_blockers
from portal.core.exceptions import ActionRefused
from tests.compliance.workbooks.test_pipeline import FINDINGS, HEAD, NOW, SUPPLIERS, member, put_in, send, workbook  # noqa: F401
from tests.factories.audits import (
    ActionFactory,
    ActionFileFactory,
    AuditFactory,
    AuditFileFactory,
    FindingFactory,
)
from tests.factories.suppliers import ControlFactory, SiteFactory, SupplyRelationFactory, WorkerFiguresFactory

pytestmark = pytest.mark.django_db(transaction=True)
HARMLESS = [[*FINDINGS[0], "Corrective actions"], [*FINDINGS[2], "Fill it"]]
WHOLE = {"Suppliers": SUPPLIERS, "Audit_findings": HARMLESS}


@pytest.fixture
def upload(member):  # noqa: F811
    return put_in(send(member, workbook(**WHOLE)), member)


def undone(upload, member) -> dict[str, str]:  # noqa: F811
    """What stayed, and why."""
    commands.undo(upload, by=member.user, at=timezone.now())
    upload.refresh_from_db()
    assert upload.state == State.UNDONE
    return {one.name: one.why for one in get_remaining_records(upload)}


def site() -> Site:
    return Site.objects.get(key="st1")


def served() -> None:
    """The supplier of the upload sends workers to a site that somebody wrote down by hand."""
    SiteFactory(organisation=site().organisation).labour_providers.add(site().supplier)


def linked() -> None:
    SupplierLink.objects.create(
        supplier=site().supplier, token_hash="0" * 64, sent_to="mill@example.org", sent_at=NOW, expires_at=NOW,
        reply_by=NOW.date(),
    )  # fmt: skip


ADDED = {
    "an action": (lambda: ActionFactory(finding=Finding.objects.get(), number=2), "nc2", "1 action."),
    "a file of an action": (lambda: ActionFileFactory(action=Action.objects.get()), "Z1 / NC2 / 1", "1 attached file."),
    "a file of an audit": (lambda: AuditFileFactory(audit=Audit.objects.get()), "Z1", "1 attached file."),
    "a finding": (lambda: FindingFactory(audit=Audit.objects.get()), "Z1", "1 finding."),
    "an audit": (lambda: AuditFactory(organisation=site().organisation, site=site()), "ST1 Unit 2", "1 audit."),
    "a control": (lambda: ControlFactory(site=site()), "ST1 Unit 2", "1 measure in place."),
    "figures": (
        lambda: WorkerFiguresFactory(site=site(), counted_on=date(2026, 1, 5)),
        "ST1 Unit 2",
        "1 set of worker figures.",
    ),
    "a link": (
        linked,
        "S-1 Karim Knit Ltd",
        "1 link sent to the supplier.",
    ),
    "a relation": (
        lambda: SupplyRelationFactory(supplier=site().supplier, products=["Bricks"]),
        "S-1 Karim Knit Ltd",
        "1 record of products or services.",
    ),
    "a site": (
        lambda: SiteFactory(organisation=site().organisation, supplier=site().supplier),
        "S-1 Karim Knit Ltd",
        "1 site.",
    ),
    "workers elsewhere": (served, "S-1 Karim Knit Ltd", "1 labour provider."),
}


@pytest.mark.parametrize("what", ADDED)
def test_what_people_hung_on_a_record_stays_with_it(member, upload, what):  # noqa: F811
    add, name, why = ADDED[what]
    add()
    counted = {model: model.objects.count() for model in (Supplier, Site, Audit, Finding, Action)}
    left = undone(upload, member)
    found = {key.casefold(): text for key, text in left.items()}
    assert found[next(key for key in found if key.endswith(name.casefold()))].endswith(why), left
    assert any(model.objects.count() < count for model, count in counted.items()), "the rest was taken back"


@pytest.mark.parametrize(
    ("model", "fields"),
    [
        (Supplier, {"licence_number": "INVENTED-1"}),
        (Site, {"pays_by_piece_or_cash": True}),
        (WorkerFigures, {"seasonal": 12}),
        (Audit, {"notes": "We asked the auditor"}),
        (Finding, {"title": "First aid"}),
        (Action, {"comment": "They say it is done"}),
    ],
)
def test_a_field_that_the_file_left_empty_and_somebody_filled_keeps_its_record(member, upload, model, fields):  # noqa: F811
    kept = model.objects.order_by("pk").first()
    model.objects.filter(pk=kept.pk).update(**fields)
    assert "Someone has changed this since the upload." in undone(upload, member).values()
    assert model.objects.filter(pk=kept.pk, **fields).exists()


def test_a_relation_added_later_is_looked_at_without_being_named():
    """Whatever points at one of these models: only what the portal works out by itself is passed over."""
    for model in (Supplier, Site, SupplyRelation, WorkerFigures, Audit, Finding, Action):
        for other in model._meta.get_fields(include_hidden=True):
            if isinstance(other, models.ManyToOneRel):
                assert other.related_model._meta.label_lower in hanging_labels(model) | MACHINE


MACHINE = {"suppliers.sitefacts", "suppliers.riskscore"}


def hanging_labels(model) -> set[str]:
    with CaptureQueriesContext(connection) as queries:
        undo_blockers.count_dependants(model, [1])
    asked = " ".join(query["sql"] for query in queries)
    related = [other.related_model for other in model._meta.get_fields(include_hidden=True) if other.is_relation]
    return {other._meta.label_lower for other in related if other and f'"{other._meta.db_table}"' in asked}


@pytest.mark.parametrize("is_handled", [False, True])
def test_a_finding_stays_once_somebody_took_its_alert_on(member, is_handled):  # noqa: F811
    upload = put_in(send(member, workbook(Suppliers=SUPPLIERS, Audit_findings=FINDINGS)), member)
    if is_handled:
        Alert.objects.update(acknowledged_at=NOW, acknowledged_by=member.user)
    left = undone(upload, member)
    assert Alert.objects.count() == 1
    assert Finding.objects.filter(key="nc1").exists() == is_handled
    assert ("1 alert that someone has taken on." in left.get("Z1 / NC1", "")) == is_handled


@pytest.mark.parametrize("is_filled", [False, True])
def test_a_plan_of_what_is_owed_holds_its_finding_once_it_says_something(member, is_filled):  # noqa: F811
    rows = [FINDINGS[0], ["Z1", "ST1", "2026-04-03", "smeta_4_pillar", "C1", "1", "FL05", "CAR", "Fees were paid"]]
    upload = put_in(send(member, workbook(Suppliers=SUPPLIERS, Audit_findings=rows)), member)
    assert CarPlan.objects.exists(), upload.counts
    if is_filled:
        CarPlan.objects.update(workers_owed=6)
    undone(upload, member)
    assert Finding.objects.exists() == is_filled


def test_a_finding_that_a_later_one_carries_on_stays(member, upload):  # noqa: F811
    later = FindingFactory(audit__organisation=upload.organisation, carried_from=Finding.objects.get())
    assert undone(upload, member)["Z1 / NC2"].endswith("1 finding.")
    later.refresh_from_db()
    assert later.carried_from is not None


def test_uploads_are_undone_one_after_the_other_to_where_it_began(member, upload):  # noqa: F811
    changed = [HEAD, ["S-1", "Karim Knit & Sons", "BD", "1", "11", "ST1", "Unit 2", "Plot 6", 1300, None]]
    plan = [["audit_ref", "finding_ref", "action_no", "status", "completed_date", "evidence_file"]]
    plan += [["Z1", "NC2", 1, "closed", "2026-06-01", "box.jpg"]]
    second = put_in(send(member, workbook(Suppliers=changed, Action_plan=plan), at=timezone.now()), member)
    assert second.state == State.DONE, second.counts
    assert Finding.objects.get().status == "closed_unverified"
    assert undone(second, member) == {}
    finding = Finding.objects.get()
    assert (finding.status, finding.closed_on, Action.objects.get().status) == ("open", None, "open")
    assert (Supplier.objects.get(key="s-1").name, site().address) == ("Karim Knit Ltd", "Plot 5")
    assert undone(upload, member) == {}
    assert not any(model.objects.exists() for model in (Supplier, Site, Audit, Finding, Action))


def test_a_site_that_the_upload_moved_goes_back_to_its_supplier(member, upload):  # noqa: F811
    moved = [HEAD, ["S-9", "Another Mill Ltd", "BD", "1", "11", "ST1", "Unit 2", "Plot 5", 1240, None]]
    second = put_in(send(member, workbook(Suppliers=moved), at=timezone.now()), member)
    assert site().supplier.key == "s-9"
    assert undone(second, member) == {}
    assert (site().supplier.key, Supplier.objects.filter(key="s-9").exists()) == ("s-1", False)


def rows_of(count: int) -> list[list]:
    head = ["supplier_ref", "supplier_name", "country", "tier", "sector", "site_ref", "site_name", "address"]
    made = [
        [f"S-{n}", f"Invented Mill {n}", "BD", "1", "11", f"ST-{n}", f"Unit {n}", f"Plot {n}"] for n in range(count)
    ]
    return [head, *made]


def test_many_rows_take_no_more_queries_than_few(member):  # noqa: F811
    counted = []
    for count in (5, 200):
        upload = put_in(send(member, workbook(Suppliers=rows_of(count)), at=timezone.now()), member)
        with CaptureQueriesContext(connection) as queries:
            assert undone(upload, member) == {}
        counted.append(len(queries))
        assert not Supplier.objects.exists()
    assert counted[1] <= counted[0] + 8, counted


def test_the_page_asks_a_worker_shows_how_far_it_is_and_then_what_stayed(member, upload, client, monkeypatch):  # noqa: F811
    ControlFactory(site=site())
    client.force_login(member.user)
    page = reverse("workbooks:upload", args=[upload.organisation.slug, upload.uuid])
    monkeypatch.setattr(commands, "_wake", lambda upload: None)
    client.post(reverse("workbooks:undo", args=[upload.organisation.slug, upload.uuid]))
    upload.refresh_from_db()
    assert (upload.state, Supplier.objects.count()) == (State.UNDOING, 3), "nothing is done in the request"
    shown = client.get(page).text
    assert "Undoing the upload" in shown
    assert "Cancel this upload" not in shown
    import_job.work_on_import(upload.pk, clock=timezone.now)
    shown = client.get(page).text
    assert "ST1 Unit 2. Other records depend on this: 1 measure in place." in shown
    assert "We kept 2 records from this upload" in shown  # the site, and the supplier that it belongs to


def test_an_undo_waits_while_another_upload_goes_in(member, upload):  # noqa: F811
    other = send(member, workbook(Suppliers=rows_of(1)), at=timezone.now())
    type(other).objects.filter(pk=other.pk).update(
        state=State.APPLYING, lease_until=timezone.now() + timedelta(minutes=1)
    )
    with pytest.raises(ActionRefused, match="another upload"):
        commands.undo(upload, by=member.user, at=timezone.now())
    upload.refresh_from_db()
    assert (upload.state, upload.undone_by) == (State.DONE, None)


@pytest.mark.parametrize(("days", "is_refused"), [(30, False), (31, True)])
def test_an_upload_can_be_undone_for_thirty_days(member, upload, days, is_refused):  # noqa: F811
    at = upload.applied_at + timedelta(days=days)
    if is_refused:
        with pytest.raises(ActionRefused, match="30 days"):
            commands.undo(upload, by=member.user, at=at)
    else:
        commands.undo(upload, by=member.user, at=at)
    assert Supplier.objects.exists() == is_refused
