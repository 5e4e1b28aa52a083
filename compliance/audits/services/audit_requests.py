"""Ask suppliers for a social audit of their sites by a day: a mail to each, and a row that says so."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from compliance.audits.models import AuditRequest
from compliance.audits.supplier_languages import get_offered_language
from compliance.organisations.models import Organisation
from compliance.suppliers.models import Supplier
from portal.accounts.models import User
from portal.core import mail, rate_limits
from portal.core.exceptions import ActionRefused
from portal.history.services import record


@transaction.atomic
def send_requests(
    *, organisation: Organisation, suppliers: Iterable[Supplier], due_on: date, actor: User, at: datetime
) -> list[AuditRequest]:
    """Ask each supplier that has an email address. Raises ActionRefused."""
    requests = []
    for supplier in suppliers:
        if not supplier.contact_email:
            continue
        if rate_limits.is_over_limit("supplier_links", organisation.pk):
            raise ActionRefused(_("Your organisation has sent as many emails to suppliers as it can today."))
        requests.append(
            AuditRequest(
                supplier=supplier, sent_to=supplier.contact_email, requested_at=at, requested_by=actor, due_on=due_on
            )
        )
        context = {"organisation": organisation, "sender": actor, "due_on": due_on, "supplier": supplier}
        with translation.override(get_offered_language(supplier.language).code):
            mail.send(to=supplier.contact_email, template="audits/audit_request", context=context, reply_to=actor.email)
    AuditRequest.objects.bulk_create(requests, batch_size=500)
    for request in requests:
        record(actor, "audits.audit.requested", request.supplier, scope=organisation.uuid, at=at)
    return requests
