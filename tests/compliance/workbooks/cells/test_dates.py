"""Whether 03/04/2026 is in March or in April is the business's own setting.

See docs/requirements/suppliers.md#dates-in-cells.
"""

import json

import pytest
from django.core.management import call_command
from django.urls import reverse

from compliance.organisations.choices import DateOrder
from compliance.workbooks.models import StagedRow
from portal.history.models import Entry
from tests.compliance.workbooks.grids_read import said, sheet, told, values
from tests.compliance.workbooks.test_messages import F, N, kept
from tests.compliance.workbooks.test_pipeline import FINDINGS, SUPPLIERS, send, workbook
from tests.factories.organisations import MembershipFactory


def findings(*days):
    return sheet(F, *([f"Z{number}", N[1], day, *N[3:]] for number, day in enumerate(days)))


@pytest.mark.parametrize(("is_month_first", "day"), [(False, "2026-04-03"), (True, "2026-03-04")])
def test_a_date_of_two_readings_is_read_as_the_business_has_it(is_month_first, day):
    assert values(findings("03/04/2026"), is_month_first=is_month_first)[0]["audit_end"] == day


@pytest.mark.parametrize(
    ("is_month_first", "other", "is_unclear"),
    [
        (False, "12/31/2025", True),
        (False, "31/12/2025", False),
        (True, "31/12/2025", True),
        (True, "12/31/2025", False),
        (True, "31.12.2025", False),
    ],
)
def test_a_date_that_can_only_be_read_the_other_way_makes_its_column_unclear(is_month_first, other, is_unclear):
    answer = told(findings("03/04/2026", other), registers=kept(), is_month_first=is_month_first)
    unclear = [("R005", "error", 2, "C")] if is_unclear else []
    assert [one for one in said(answer) if one[0] in ("R004", "R005")] == unclear


def test_a_slashed_date_keeps_to_the_bounds_of_all_dates():
    answer = told(findings("03/04/1950", "03/04/2035", "12/13/2035"), registers=kept())
    found = [(code, row) for code, level, row, _ in said(answer) if level == "error" and code in ("R004", "R012")]
    assert found == [("R004", 2), ("R012", 3), ("R012", 4)]


@pytest.fixture
def member(db):
    return MembershipFactory(role="administrator")


@pytest.mark.django_db(transaction=True)
def test_an_upload_reads_dates_by_the_setting(member):
    member.organisation.date_order = DateOrder.MONTH_FIRST
    member.organisation.save()
    rows = [FINDINGS[0], [*FINDINGS[1][:2], "03/04/2026", *FINDINGS[1][3:]]]
    upload = send(member, workbook(Suppliers=SUPPLIERS, Audit_findings=rows))
    assert StagedRow.objects.get(upload=upload, kind="findings").values["audit_end"] == "2026-03-04"


@pytest.mark.django_db
@pytest.mark.parametrize("order", DateOrder)
def test_the_command_reads_dates_as_the_organisation_has_them_else_day_first(member, order, tmp_path, capsys):
    member.organisation.date_order = order
    member.organisation.save()
    path = tmp_path / "findings.csv"
    rows = [F, ["Z1", N[1], "03/04/2026", *N[3:]], ["Z2", N[1], "31/12/2025", *N[3:]]]
    path.write_text("\n".join(",".join(row) for row in rows))

    def unclear(*options) -> bool:
        call_command("read_workbook", str(path), "--json", *options)
        (answer,) = json.loads(capsys.readouterr().out)
        return "R005" in {message["code"] for message in answer["messages"]}

    assert unclear("--organisation", member.organisation.slug) == (order == DateOrder.MONTH_FIRST)
    assert not unclear()


@pytest.mark.django_db
def test_an_administrator_sets_the_order_and_the_history_says_so(client, member):
    client.force_login(member.user)
    address = reverse("organisations:dates", args=[member.organisation.slug])
    page = client.get(address).text
    assert 'value="day_first" checked' in page
    assert client.post(address, {"date_order": "year_first"}).status_code == 422
    assert client.post(address, {"date_order": "month_first"}).status_code == 302
    member.organisation.refresh_from_db()
    assert member.organisation.is_month_first
    entry = Entry.objects.get(action="organisations.organisation.changed")
    assert entry.detail == {"changes": {"date_order": ["day_first", "month_first"]}}
    settings = client.get(reverse("organisations:settings", args=[member.organisation.slug])).text
    assert "Month first: 03/04/2026 is 4 March 2026" in settings


@pytest.mark.django_db
def test_nobody_but_an_administrator_sets_it(client):
    editor = MembershipFactory(role="editor")
    client.force_login(editor.user)
    address = reverse("organisations:dates", args=[editor.organisation.slug])
    assert client.post(address, {"date_order": "month_first"}).status_code == 403
    assert (
        "Change date format" not in client.get(reverse("organisations:settings", args=[editor.organisation.slug])).text
    )
