"""What a supplier's own workbook leaves on its link."""

from datetime import UTC, datetime

import pytest

from compliance.workbooks.services.supplier_followup import get_sender_name, record_counts
from tests.factories.alerts import SupplierLinkFactory
from tests.factories.workbooks import ImportFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)


def test_rows_that_changed_something_and_rows_with_problems_are_counted_on_the_link():
    link = SupplierLinkFactory()
    upload = ImportFactory(
        organisation=link.supplier.organisation,
        from_supplier=link.supplier,
        counts={"change": 3, "error": 1, "same": 5},
    )
    record_counts(upload, NOW)
    link.refresh_from_db()
    assert (link.rows_taken, link.rows_refused, link.workbook_returned_at) == (3, 1, NOW)
    assert get_sender_name(upload)


def test_an_upload_of_a_member_touches_no_link():
    link = SupplierLinkFactory()
    upload = ImportFactory(organisation=link.supplier.organisation, counts={"change": 3})
    record_counts(upload, NOW)
    link.refresh_from_db()
    assert (link.rows_taken, link.workbook_returned_at) == (0, None)
    assert get_sender_name(upload) == ""
