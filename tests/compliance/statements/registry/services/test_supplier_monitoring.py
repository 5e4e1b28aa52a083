"""What a file of the registry changes for suppliers: noticed once, in a list, a line of history and a weekly mail."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command

from compliance.organisations.choices import Role
from compliance.statements.models import Listing
from compliance.statements.registry.rules.csv_row import COLUMNS
from compliance.statements.vocabulary import registry
from compliance.suppliers import statement_status
from compliance.suppliers.models import StatementChange, Supplier
from compliance.suppliers.services.statement_mails import send_statement_mails
from portal.core.fernet import decrypt
from portal.core.models import Outbox
from portal.history.models import Entry
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.suppliers import SupplierFactory

pytestmark = pytest.mark.django_db
GOOD = {
    "StatementYear": "2026",
    "OrganisationName": "Larkmere Packaging Limited",
    "CompanyNumber": "07495895",
    "StatementURL": "https://larkmere.example/slavery",
    "StatementEndDate": "2026-03-31",
}
OTHER = GOOD | {"OrganisationName": "Alder Boxes Ltd", "CompanyNumber": "11111111"}
# A Monday, after seven.
MONDAY = datetime(2026, 11, 30, 9, tzinfo=UTC)


@pytest.fixture
def load(tmp_path):
    def loaded(*rows, day, columns=COLUMNS):
        out = io.StringIO()
        writer = csv.DictWriter(out, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)
        path = tmp_path / f"{day}.csv"
        path.write_text(out.getvalue())
        err = io.StringIO()
        call_command("import_registry", str(path), date=day, stdout=io.StringIO(), stderr=err)
        return err.getvalue()

    return loaded


@pytest.fixture
def organisation():
    return OrganisationFactory(name="Harbour Foods Limited", slug="harbour")


@pytest.fixture
def larkmere(organisation):
    return SupplierFactory(
        organisation=organisation, name="Larkmere Packaging", company_number="07495895", country="GB"
    )


def changes() -> list[tuple[str, int]]:
    return list(StatementChange.objects.order_by("pk").values_list("kind", "year"))


def test_the_first_file_is_only_a_beginning(load, larkmere):
    load(GOOD, day="2026-11-01")
    assert changes() == []


def test_a_new_a_changed_and_a_removed_statement_are_noticed_once(load, larkmere):
    load(OTHER, day="2026-11-01")
    load(OTHER, GOOD, day="2026-11-08")
    assert changes() == [("new", 2026)]
    load(OTHER, GOOD | {"StatementURL": "https://larkmere.example/new"}, day="2026-11-15")
    load(OTHER, day="2026-11-22")
    assert changes() == [("new", 2026), ("changed", 2026), ("removed", 2026)]
    assert StatementChange.objects.get(kind="changed").address == "https://larkmere.example/new"
    load(OTHER, day="2026-11-23")
    assert len(changes()) == 3


def test_each_file_that_changed_something_is_a_line_of_history(load, larkmere):
    load(OTHER, day="2026-11-01")
    load(OTHER, GOOD, day="2026-11-08")
    [entry] = Entry.objects.filter(action="suppliers.statements.checked")
    assert entry.detail["count"] == 1
    assert entry.detail["dated"] == "2026-11-08"


@pytest.mark.parametrize(
    ("end", "day", "kind"),
    [
        ("2025-03-31", "2026-09-30", None),
        ("2025-03-31", "2026-10-01", "late"),
        ("2024-09-30", "2026-11-01", "late"),
        ("2024-03-31", "2026-09-30", "late"),
        ("2024-03-31", "2026-10-01", "lapsed"),
    ],
)
def test_a_next_statement_that_does_not_come_is_late_and_then_lapsed(load, larkmere, end, day, kind):
    load(GOOD | {"StatementYear": end[:4], "StatementEndDate": end}, day=day)
    assert changes() == ([(kind, int(end[:4]) + 1)] if kind else [])


def test_late_is_noticed_once_however_many_files_come(load, larkmere):
    old = GOOD | {"StatementYear": "2025", "StatementEndDate": "2025-03-31"}
    load(old, day="2026-10-05")
    load(old, OTHER, day="2026-10-12")
    assert changes() == [("late", 2026)]
    load(old, GOOD, OTHER, day="2026-10-19")
    assert changes() == [("late", 2026), ("new", 2026)]


@pytest.mark.parametrize(
    "given",
    [{"company_number": "99999999"}, {"country": "BD"}, {"status": "ended"}, {"organisation__closed_at": MONDAY}],
)
def test_a_supplier_that_is_another_company_or_has_ended_is_not_told_of(load, given):
    values = {"name": "Larkmere", "company_number": "07495895", "country": "GB"} | given
    SupplierFactory(**values)
    load(OTHER, day="2026-11-01")
    load(OTHER, GOOD, day="2026-11-08")
    assert changes() == []


def test_a_name_that_a_person_confirmed_is_enough(load, organisation):
    load(OTHER, day="2026-11-01")
    supplier = SupplierFactory(organisation=organisation, name="Larkmere", country="GB")
    Supplier.objects.filter(pk=supplier.pk).update(registry_key="larkmere packaging")
    load(OTHER, GOOD | {"CompanyNumber": ""}, day="2026-11-08")
    assert Listing.objects.filter(name_key="larkmere packaging").exists()
    assert changes() == [("new", 2026)]


def test_a_file_of_all_the_registrys_columns_is_read_with_its_hosted_pdf(load, larkmere):
    known = [*(column.column for column in registry.columns()), "PDFURL", "PDFDate"]
    # The registry's file has 76 columns today; those that we do not know are named.
    columns = [*known, *(f"Later{number}" for number in range(76 - len(known)))]
    hosted = {"StatementURL": "", "PDFURL": "https://registry.example/hosted.pdf", "PDFDate": "2026-09-20"}
    told = load(GOOD | hosted, day="2026-11-01", columns=columns)
    assert told == f"row 1: with columns that we do not know, and do not read: {', '.join(columns[len(known) :])}\n"
    listing = Listing.objects.get()
    assert (listing.pdf_url, listing.pdf_on) == ("https://registry.example/hosted.pdf", date(2026, 9, 20))
    assert statement_status.get_statuses([larkmere])[larkmere.pk].address == "https://registry.example/hosted.pdf"


# --- The weekly mail and the list ----------------------------------------------------------------------------------


@pytest.fixture
def people(organisation):
    return {role.value: MembershipFactory(organisation=organisation, role=role) for role in Role}


def test_whoever_manages_the_supplier_is_told_on_monday_once(load, larkmere, people):
    larkmere.owner = people["editor"].user
    larkmere.save()
    load(OTHER, day="2026-11-01")
    load(OTHER, GOOD, day="2026-11-08")
    assert send_statement_mails(MONDAY - timedelta(days=1)) == 0
    assert send_statement_mails(MONDAY) == 1
    assert send_statement_mails(MONDAY + timedelta(hours=1)) == 0
    mail = Outbox.objects.get(template="suppliers/statement_changes")
    assert mail.to == people["editor"].user.email
    body = decrypt(bytes(mail.body)).decode()
    assert "Larkmere Packaging: New statement, 2026" in body
    assert "/o/harbour/suppliers/statements/" in body


def test_administrators_are_told_where_nobody_manages_it(load, larkmere, people):
    load(OTHER, day="2026-11-01")
    load(OTHER, GOOD, day="2026-11-08")
    assert send_statement_mails(MONDAY) == 1
    assert Outbox.objects.get().to == people["administrator"].user.email


def test_the_list_shows_what_changed_and_can_be_narrowed(load, larkmere, people, client, django_assert_max_num_queries):
    load(OTHER, day="2026-11-01")
    load(OTHER, GOOD, day="2026-11-08")
    client.force_login(people["viewer"].user)
    client.get("/o/harbour/suppliers/statements/")
    with django_assert_max_num_queries(8):
        page = client.get("/o/harbour/suppliers/statements/").content.decode()
    assert "Larkmere Packaging" in page
    assert "New statement" in page
    assert 'href="https://larkmere.example/slavery"' in page
    assert "Nothing has changed yet" in client.get("/o/harbour/suppliers/statements/?kind=late").content.decode()
