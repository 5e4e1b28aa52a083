"""Asking suppliers for an audit: one mail each, where there is an address, within the limit of a day."""

from datetime import UTC, date, datetime

import pytest

from compliance.audits.models import AuditRequest
from compliance.audits.services.audit_requests import send_requests
from portal.core.exceptions import ActionRefused
from portal.core.fernet import decrypt
from portal.core.models import Outbox
from portal.history.models import Entry
from tests.factories.suppliers import SupplierFactory
from tests.support.audit_alerts import business

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
def own():
    return business(name="Harbour Foods Limited")


def ask(own, *suppliers) -> list[AuditRequest]:
    return send_requests(
        organisation=own.organisation, suppliers=suppliers, due_on=date(2027, 3, 1), actor=own.editor.user, at=AT
    )


def test_the_mail_says_who_asks_for_what_by_when_and_where_to_reply(own):
    supplier = SupplierFactory(organisation=own.organisation, name="Karim Knit Ltd", contact_email="k@supplier.example")
    silent = SupplierFactory(organisation=own.organisation, contact_email="")
    [request] = ask(own, supplier, silent)
    assert (request.supplier, request.sent_to, request.due_on) == (supplier, "k@supplier.example", date(2027, 3, 1))
    mail = Outbox.objects.get()
    assert mail.subject == "Harbour Foods Limited asks for a social audit"
    body = decrypt(bytes(mail.body)).decode()
    assert "Karim Knit Ltd" in body and "1 March 2027" in body and own.editor.user.email in body
    assert Entry.objects.filter(action="audits.audit.requested").count() == 1


def test_no_more_leave_than_the_limit_and_none_of_a_refused_batch(own, settings):
    settings.LIMITS = settings.LIMITS | {"supplier_links": (1, 86400)}
    pair = [SupplierFactory(organisation=own.organisation, contact_email=f"{n}@supplier.example") for n in range(2)]
    with pytest.raises(ActionRefused):
        ask(own, *pair)
    assert not AuditRequest.objects.exists()
    assert not Outbox.objects.exists()
