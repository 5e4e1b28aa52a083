"""Rows that name another supplier of the same file: only where a good row brings it (R015)."""

import pytest
from django.utils import timezone

from compliance.audits.models import Audit, Finding
from compliance.suppliers.models import Site, Supplier, SupplyRelation
from compliance.workbooks.choices import State
from compliance.workbooks.models import StagedRow
from compliance.workbooks.services import commands
from tests.compliance.workbooks.grids_read import said, sheet, told
from tests.compliance.workbooks.test_pipeline import FINDINGS, member, put_in, send, workbook  # noqa: F401

HEAD = ["supplier_ref", "supplier_name", "country", "tier", "sector", "buys_from_ref", "labour_providers"]
HEAD += ["site_ref", "site_name", "address"]


def row(ref: str, *, buys=None, providers=None, name=None, site=None) -> list:
    place = [site, f"Unit {site}", "Mill Road"] if site else [None, None, None]
    return [ref, name or f"Mill {ref}", "GB", "1", "11", buys, providers, *place]


# Two rows that differ: both are refused once the whole file was seen.
REFUSED = [row("S-9", name="One name"), row("S-9", name="Another name")]


def outcome(*rows: list) -> dict[int, set[str]]:
    """Codes by row of the sheet."""
    answer = told(sheet(HEAD, *rows, name="Suppliers"))
    found: dict[int, set[str]] = {}
    for message in answer["messages"]:
        if message["code"] in ("R014", "R015") and message["row"]:
            found.setdefault(message["row"], set()).add(f"{message['code']} {message['level']}")
    return found


BAD = {"R014 error"}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param([row("S-1", buys="S-9"), *REFUSED], {2: {"R015 error"}, 3: BAD, 4: BAD}, id="through it"),
        pytest.param([*REFUSED, row("S-1", buys="S-9")], {2: BAD, 3: BAD, 4: {"R015 error"}}, id="before"),
        pytest.param(
            [row("S-1", buys="S-2"), row("S-2", buys="S-3"), row("S-3", buys="S-9"), *REFUSED],
            {2: {"R015 error"}, 3: {"R015 error"}, 4: {"R015 error"}, 5: BAD, 6: BAD},
            id="and on",
        ),
        pytest.param(
            [row("S-1", providers="S-9|S-2", site="T1"), row("S-2"), *REFUSED],
            {2: {"R015 warning"}, 4: BAD, 5: BAD},
            id="sends workers",
        ),
        pytest.param(
            [row("S-1", providers="S-2", site="T1"), row("S-2", buys="S-9"), *REFUSED],
            {2: {"R015 warning"}, 3: {"R015 error"}, 4: BAD, 5: BAD},
            id="sends workers and is refused in turn",
        ),
        pytest.param([row("S-1", buys="S-2"), row("S-2", buys="S-1")], {}, id="each from the other"),
        pytest.param([row("S-1", buys="S-1")], {2: {"R015 error"}}, id="itself"),
        pytest.param([row("S-1", buys="S-1"), row("S-2", buys="S-1")],
                     {2: {"R015 error"}, 3: {"R015 error"}}, id="of it"),
        pytest.param([row("S-1", buys="S-9"), row("S-1", site="T1"), row("S-2", buys="S-1"), *REFUSED],
                     {2: {"R015 error"}, 5: BAD, 6: BAD}, id="brought by its other row"),
        pytest.param([row("S-1", buys="S-2"), row("S-2"), row("S-2")], {}, id="said twice alike"),
    ],
)  # fmt: skip
def test_a_supplier_is_known_only_where_a_good_row_brings_it(rows, expected):
    assert outcome(*rows) == expected


def test_nothing_of_a_refused_row_is_known_to_the_rows_after_it():
    suppliers = sheet(HEAD, row("S-1", buys="nobody", site="ST1"), name="Suppliers")
    answer = told(suppliers, sheet(*FINDINGS, name="Audit findings"))
    assert [line for line in said(answer) if "R015" in str(line)].__len__() == 3


@pytest.mark.django_db(transaction=True)
def test_the_good_rows_go_in_beside_those_that_name_a_refused_one(member):  # noqa: F811
    rows = [HEAD, row("S-1", buys="S-9"), row("S-2", providers="S-9", site="T2"), *REFUSED, row("S-3", buys="S-2")]
    upload = put_in(send(member, workbook(Suppliers=rows)), member)
    assert (upload.state, upload.counts["error"]) == (State.DONE_WITH_ERRORS, 3), upload.error
    assert set(Supplier.objects.values_list("key", flat=True)) == {"s-2", "s-3"}
    assert SupplyRelation.objects.get(supplier__key="s-3").buys_from.key == "s-2"
    assert not Site.objects.get().labour_providers.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("column", ["buys", "providers"])
def test_a_supplier_that_left_the_register_since_is_reported_and_nothing_falls_down(member, column):  # noqa: F811
    put_in(send(member, workbook(Suppliers=[HEAD, row("S-7")])), member)
    rows = [HEAD, row("S-1", **{column: "S-7"}, site="T1"), row("S-2")]
    upload = send(member, workbook(Suppliers=rows), at=timezone.now())
    assert upload.counts["add"] == 2
    Supplier.objects.filter(key="s-7").delete()
    put_in(upload, member)
    assert upload.state == (State.DONE_WITH_ERRORS if column == "buys" else State.DONE), upload.error
    (message,) = StagedRow.objects.get(upload=upload, group="s-1").messages
    assert (message["code"], message["level"]) == ("R015", "error" if column == "buys" else "warning")
    assert Supplier.objects.filter(key="s-1").exists() == (column == "providers")
    assert Supplier.objects.filter(key="s-2").exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("model", "code"), [(Site, "R015"), (Audit, "R016"), (Finding, "R016")])
def test_a_site_an_audit_or_a_finding_that_is_gone_keeps_its_rows_out(member, model, code):  # noqa: F811
    suppliers = [HEAD, row("S-1", site="ST1")]
    if model is Site:
        put_in(send(member, workbook(Suppliers=suppliers)), member)
        body = workbook(Audit_findings=FINDINGS)
    else:
        put_in(send(member, workbook(Suppliers=suppliers, Audit_findings=[FINDINGS[0], FINDINGS[2]])), member)
        body = workbook(Action_plan=[["audit_ref", "finding_ref", "corrective_action", "status"],
                                     ["Z1", "NC2", "Fill it", "open"]])  # fmt: skip
    upload = send(member, body, at=timezone.now())
    model.objects.all().delete()
    put_in(upload, member)
    assert upload.state == State.DONE_WITH_ERRORS, upload.error
    assert {row.messages[-1]["code"] for row in StagedRow.objects.filter(upload=upload)} == {code}


@pytest.mark.django_db(transaction=True)
def test_a_row_refused_in_the_comparison_leaves_the_next_to_bring_the_audit(member):  # noqa: F811
    """Its audit is brought by the next row: one bad row holds it up no longer, unless it may tell of harm."""
    put_in(send(member, workbook(Suppliers=[HEAD, row("S-1", site="ST1")])), member)
    head = [*FINDINGS[0], "Corrective actions", "status", "completed_date", "verified_by", "verified_date"]
    said = ["Filled", "verified_closed", "2026-06-01", "A. Person", "2026-06-02"]
    other = [*FINDINGS[2][:4], "NC3", *FINDINGS[2][5:]]
    upload = send(member, workbook(Audit_findings=[head, [*FINDINGS[2], *said], other]), at=timezone.now())
    (wrong,) = StagedRow.objects.filter(upload=upload, outcome="error")
    assert "R022" in {message["code"] for message in wrong.messages}
    commands.apply(upload, by=member.user, at=timezone.now())
    upload.refresh_from_db()
    assert upload.state == State.DONE_WITH_ERRORS, upload.error
    assert dict(Audit.objects.values_list("key", "status")) == {"z1": "complete"}
    assert Finding.objects.get().finding_ref == "NC3"
