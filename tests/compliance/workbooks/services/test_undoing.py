"""What an apply brings beside its rows is there at once, and an undo leaves nothing of it."""

from datetime import timedelta

import pytest

from compliance.audits.models import Finding
from compliance.suppliers.models import Site, SiteFacts, Supplier, WorkerFigures
from compliance.workbooks.choices import State
from compliance.workbooks.services import commands
from tests.compliance.workbooks.test_pipeline import FINDINGS, HEAD, NOW, SUPPLIERS, member, put_in, send, workbook  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)
LATER = NOW + timedelta(hours=1)
CARRIED = [
    [*FINDINGS[0], "new_or_carried", "carried_from_ref", "status"],
    ["Z2", "ST1", "2026-10-03", "smeta_4_pillar", "NC9", "3", "HS05", "Minor", "Empty again", "carried", "NC2", "open"],
]  # fmt: skip


def undo(upload, member) -> None:  # noqa: F811
    commands.undo(upload, by=member.user, at=LATER + timedelta(days=1))
    upload.refresh_from_db()
    assert (upload.state, upload.undone["kept"]) == (State.UNDONE, 0), upload.undone


def test_a_date_of_a_last_audit_is_in_the_facts_of_its_site_and_leaves_them_with_the_undo(member):  # noqa: F811
    put_in(send(member, workbook(Suppliers=SUPPLIERS)), member)
    rows = [
        [*HEAD[:8], "last_audit_date"],
        ["S-1", "Karim Knit Ltd", "BD", "1", "11", "ST1", "Unit 2", "Plot 5", "2026-05-14"],
    ]
    upload = put_in(send(member, workbook(Suppliers=rows), at=LATER), member, at=LATER)
    assert SiteFacts.objects.get(site__key="st1").last_audit_on.isoformat() == "2026-05-14"
    undo(upload, member)
    assert SiteFacts.objects.get(site__key="st1").last_audit_on is None


def test_an_undo_writes_the_facts_of_the_sites_anew(member):  # noqa: F811
    put_in(send(member, workbook(Suppliers=SUPPLIERS)), member)
    upload = put_in(send(member, workbook(Audit_findings=FINDINGS), at=LATER), member, at=LATER)
    facts = SiteFacts.objects.get(site__key="st1")
    assert (facts.last_audit_on.isoformat(), facts.open_minor) == ("2026-04-03", 1)
    undo(upload, member)
    facts.refresh_from_db()
    assert (facts.last_audit_on, facts.open_minor) == (None, 0)


def test_a_finding_carried_over_is_linked_to_the_one_it_carries_on(member):  # noqa: F811
    put_in(send(member, workbook(Suppliers=SUPPLIERS, Audit_findings=FINDINGS)), member)
    body = workbook(Audit_findings=CARRIED)
    upload = put_in(send(member, body, at=LATER), member, at=LATER)
    finding, earlier = Finding.objects.get(key="nc9"), Finding.objects.get(key="nc2")
    assert (finding.is_carried, finding.carried_from, earlier.status) == (True, earlier, "carried_over")
    assert send(member, body, at=LATER + timedelta(hours=1)).counts.get("same") == 1
    undo(upload, member)
    earlier.refresh_from_db()
    assert (Finding.objects.filter(key="nc9").exists(), earlier.status) == (False, "open")


def test_workers_and_labour_providers_go_back_to_what_they_were(member):  # noqa: F811
    put_in(send(member, workbook(Suppliers=SUPPLIERS)), member)
    rows = [
        [*HEAD[:9], "labour_providers"],
        ["S-1", "Karim Knit", "BD", "1", "11", "ST1", "Unit 2", "Plot 5", 900, "S-3"],
    ]
    later = NOW + timedelta(days=1)
    upload = put_in(send(member, workbook(Suppliers=rows), at=later), member, at=later)
    site = Site.objects.get(key="st1")
    assert (site.figures.count(), site.labour_providers.get().key) == (2, "s-3")
    undo(upload, member)
    assert [figures.total for figures in WorkerFigures.objects.filter(site=site)] == [1240]
    assert not site.labour_providers.exists()
    supplier = Supplier.objects.get(key="s-1")
    assert (supplier.name, supplier.likeness) == ("Karim Knit Ltd", "karim knit")


def test_the_auditors_own_word_for_the_grade_is_kept(member):  # noqa: F811
    put_in(send(member, workbook(Suppliers=SUPPLIERS, Audit_findings=FINDINGS)), member)
    assert dict(Finding.objects.values_list("grade", "grade_as_written")) == {
        "business_critical": "Zero tolerance", "minor": "Minor",
    }  # fmt: skip
